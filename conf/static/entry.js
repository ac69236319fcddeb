// Keying in sheets without the mouse (cgi/admin/entry-page.c).  The page works
// without this file; nothing here knows the questionnaire.
//
// digits     choose in the question that has the focus: the n-th answer, or the
//            mark itself; a second digit within a moment makes 10 and above
// Backspace  takes the answer back
// Enter      goes to the next question, Shift+Enter to the one before
// F9, Ctrl+Enter  save
"use strict";

(() => {
	const form = document.querySelector("form.entry");
	if (!form) return;
	const MOMENT = 800; // ms between the digits of one number
	const CONTROLS = "input:not([type=hidden]), select, textarea";
	const boxes = (group) => [...group.querySelectorAll("input[type=radio], input[type=checkbox]")];
	const isBox = (e) => e.type === "radio" || e.type === "checkbox";
	// Answers, without «no answer».
	const answers = (group) => boxes(group).filter((e) => e.value !== "");
	const isScale = (group) => group.matches(".scale, .csi fieldset");

	// A stop for Enter: the innermost group of a control, or the control's field.
	const stopOf = (e) => e.closest(".field, fieldset");
	const stops = [...new Set([...form.querySelectorAll(CONTROLS)].map(stopOf))];
	const save = form.querySelector("button[name=next]");

	for (const group of stops)
		if (group.matches("form > fieldset:not(.texts), form > fieldset fieldset") && !isScale(group) &&
			answers(group).length > 1)
			answers(group).forEach((box, i) => {
				const key = document.createElement("kbd");
				key.textContent = i + 1;
				key.setAttribute("aria-hidden", "true");
				box.after(key);
			});
	document.getElementById("keys").hidden = false;

	function enter(stop) {
		if (!stop) return save.focus();
		const all = [...stop.querySelectorAll(CONTROLS)].filter((e) => stopOf(e) === stop);
		const target = all.find((e) => isBox(e) && e.checked && e.value !== "") || all[0];
		target.focus();
		if (target.matches("input[type=text]")) target.select();
		stop.scrollIntoView({ block: "nearest" });
	}

	function choose(box) {
		if (box.type === "checkbox") box.checked = !box.checked;
		else box.checked = true;
		box.focus();
	}

	function clear(group) {
		for (const box of boxes(group)) box.checked = box.type === "radio" && box.value === "";
	}

	// The answer a number stands for.
	function answer(group, number) {
		const all = answers(group);
		if (!isScale(group)) return all[number - 1];
		return all.find((e) => e.value === String(number)) ||
			(number === 0 ? all.find((e) => e.value === "10") : undefined);
	}

	let typed = { group: null, number: 0, at: 0 };
	function digit(group, d) {
		const now = performance.now();
		const more = typed.group === group && now - typed.at < MOMENT && typed.number > 0;
		const long = more ? answer(group, typed.number * 10 + d) : undefined;
		if (long) {
			const before = answer(group, typed.number);
			if (before.type === "checkbox") choose(before); // it was meant as a first digit
		}
		const box = long || answer(group, d);
		if (box) choose(box);
		typed = { group, number: long ? 0 : d, at: now };
	}

	// The field of «другое» belongs to the chosen answer: Enter goes there first.
	function other(e, group) {
		if (!isBox(e)) return null;
		for (const label of group.querySelectorAll(":scope > .other"))
			if (label.previousElementSibling?.querySelector("input")?.checked)
				return label.querySelector("input");
		return null;
	}

	function goOn(e, step) {
		const stop = stopOf(e);
		const field = step > 0 ? other(e, stop) : null;
		if (field) return field.focus();
		const next = stops.indexOf(stop) + step;
		if (next >= 0) enter(stops[next]);
	}

	let sent = false;
	function send() {
		if (sent) return;
		form.requestSubmit(save);
	}
	form.addEventListener("submit", () => { sent = true; });
	// Back from the next page: this one may be sent again (and is known then).
	window.addEventListener("pageshow", () => { sent = false; });

	document.addEventListener("keydown", (event) => {
		if (event.isComposing || event.altKey || event.metaKey) return;
		if (event.key === "F9" || (event.key === "Enter" && event.ctrlKey)) {
			event.preventDefault();
			return send();
		}
		if (event.ctrlKey) return;
		const e = event.target;
		if (!form.contains(e) || !e.matches(CONTROLS)) return;
		if (event.key === "Enter") {
			if (event.shiftKey && e.tagName === "TEXTAREA") return;
			event.preventDefault();
			goOn(e, event.shiftKey ? -1 : 1);
		} else if (isBox(e) && /^[0-9]$/.test(event.key)) {
			event.preventDefault();
			digit(stopOf(e), Number(event.key));
		} else if (isBox(e) && (event.key === "Backspace" || event.key === "Delete")) {
			event.preventDefault();
			clear(stopOf(e));
		}
	});

	// The settings stay as they are from sheet to sheet: begin with the answers,
	// the word about the last sheet in sight.
	if (!document.querySelector(".summary")) {
		enter(stops.find((stop) => !stop.closest(".setting")));
		form.querySelector("[role=status], h2").scrollIntoView();
	}
})();
