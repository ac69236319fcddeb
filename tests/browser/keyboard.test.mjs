// From the list to «принят» with nothing but the keyboard.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertFits, launch, openPage, url } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

// What has the focus, as far as the test must know.
const focus = (page) => page.evaluate(() => {
	const e = document.activeElement;
	const style = getComputedStyle(e);
	return { tag: e.tagName, type: e.type, name: e.name, href: e.getAttribute("href"),
		outline: style.outlineStyle !== "none" || style.boxShadow !== "none" };
});

async function tabTo(page, found, steps = 400) {
	for (let i = 0; i < steps; i++) {
		await page.keyboard.press("Tab");
		const now = await focus(page);
		if (await found(now)) return now;
	}
	assert.fail("not reached by Tab");
}

test("the skip link comes first and leads to the content", async () => {
	const page = await openPage(browser);
	await page.goto(url("/survey/ne-a2"));
	await page.keyboard.press("Tab");
	assert.equal((await focus(page)).href, "#main");
	await page.keyboard.press("Enter");
	assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});

test("NE-A2 is filled and sent by keyboard", async () => {
	const page = await openPage(browser);
	await page.goto(url("/"));
	await tabTo(page, (e) => e.href?.endsWith("/survey/ne-a2"));
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);

	const groups = await page.evaluate(() => new Set(
		[...document.querySelectorAll("main input[type=radio]")].map((e) => e.name)).size);
	assert.equal(groups, 2 * 15, "fifteen rows, two marks each");
	let visible = true;
	for (let i = 0; i < groups; i++) {
		const radio = await tabTo(page, (e) => e.type === "radio", 3);
		visible &&= radio.outline;
		// Space takes the first, the arrows go on to others.
		await page.keyboard.press("Space");
		for (let step = 0; step <= i % 5; step++) await page.keyboard.press("ArrowRight");
	}
	assert.ok(visible, "the focus can be seen on every control");
	const chosen = await page.evaluate(() =>
		[...document.querySelectorAll("main input[type=radio]:checked")].filter((e) => e.value).length);
	assert.equal(chosen, groups);

	await tabTo(page, (e) => e.name === "next", 3);
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	assert.match(await page.textContent("main"), /принят/);
	assert.equal(await page.locator("form[method=post]").count(), 0);
});

test("after a fault the summary has the focus and leads to the question", async () => {
	const page = await openPage(browser);
	await page.goto(url("/survey/ne-a2"));
	await page.check('input[name="q3.rating"][value="7"]');
	await page.focus('button[name="next"]');
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	assert.match(await page.title(), /^Ошибка:/);
	const inSummary = await page.evaluate(() => {
		const summary = document.querySelector("main a[href^='#q']").closest("[tabindex], [role]");
		return summary?.contains(document.activeElement) ?? false;
	});
	assert.ok(inSummary, "the summary has the focus");
	await tabTo(page, (e) => e.href?.startsWith("#q3"), 5);
	await page.keyboard.press("Enter");
	assert.equal((await focus(page)).name, "q3.importance", "the control without an answer");
	await page.keyboard.press("Space");
	await tabTo(page, (e) => e.name === "next");
	await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
	assert.match(await page.textContent("main"), /принят/);
});

// Answers whatever has the focus; of radios the second, so that rows of question 5 follow.
async function answerByKeys(page, now, seen) {
	if (now.type === "radio" && !seen.has(now.name)) {
		await page.keyboard.press("Space");
		await page.keyboard.press("ArrowDown");
	} else if (now.type === "checkbox" && !seen.has(now.name) && !now.name.endsWith(".none")) {
		await page.keyboard.press("Space");
	} else if (now.tag === "TEXTAREA") {
		await page.keyboard.type("слово");
	}
	seen.add(now.name);
}

test("NE-A3 to the end by keyboard only, without scripts, at 320 px", async () => {
	const page = await openPage(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
	await page.goto(url("/survey/ne-a3"));
	const answered = new Set();
	let pages = 0;
	for (; await page.locator('button[name="next"]').count(); pages++) {
		assert.ok(pages < 12, "an end is reached");
		await assertFits(page, await page.title());
		const seen = new Set();
		const next = await tabTo(page, async (now) => {
			if (now.name === "next") return true;
			if (now.name?.startsWith("q")) {
				assert.ok(now.outline, `the focus can be seen on ${now.name}`);
				await answerByKeys(page, now, seen);
			}
			return false;
		});
		assert.equal(next.tag, "BUTTON");
		for (const name of seen) answered.add(name);
		await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
		assert.doesNotMatch(await page.title(), /^Ошибка:/);
	}
	assert.equal(pages, 5, "every section");
	for (const name of ["q1", "q2.1", "q3.1", "q4.5", "q5.1", "q5.5", "q10", "q12.1", "q18"])
		assert.ok(answered.has(name), name);
	assert.match(await page.textContent("main"), /принят/);
	await assertFits(page, "the end");
});
