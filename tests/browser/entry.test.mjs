// Sheets keyed in by staff: keyboard alone, without scripts, twice; accessible and narrow.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, assertFits, choose, launch, logIn, openPage, press, url } from "./support.mjs";

let browser, page;
before(async () => {
	browser = await launch();
	page = await openPage(browser);
	await logIn(page);
});
after(() => browser.close());

const focused = (on) => on.evaluate(() => {
	const { name, value, type, tagName: tag } = document.activeElement;
	return { name, value, type, tag };
});
const checked = (on, name) => on.evaluate((n) => [...document.querySelectorAll(`[name="${n}"]:checked`)]
	.map((e) => e.value), name);

async function keys(on, ...pressed) {
	for (const key of pressed) await on.keyboard.press(key);
}

const saved = async (on, key = "F9") => {
	await Promise.all([on.waitForNavigation(), on.keyboard.press(key)]);
};

async function check(on, what) {
	await assertAccessible(on, what);
	const size = on.viewportSize();
	await on.setViewportSize({ width: 320, height: 640 });
	await assertFits(on, what);
	await on.setViewportSize(size);
}

test("marks: digits choose, Enter goes on, F9 saves and opens the next sheet", async () => {
	await page.goto(url("/admin/campaign/ne-a2/entry?batch=7"));
	await check(page, "an empty sheet");
	assert.equal((await focused(page)).name, "q1.rating", "the first question has the focus");
	await keys(page, "7", "Enter");
	assert.equal((await focused(page)).name, "q1.importance");
	await keys(page, "0", "Enter", "1", "0", "Enter", "5", "Backspace", "9", "Enter");
	assert.deepEqual(await checked(page, "q1.rating"), ["7"]);
	assert.deepEqual(await checked(page, "q1.importance"), ["10"], "0 is the mark 10");
	assert.deepEqual(await checked(page, "q2.rating"), ["10"], "two digits are one number");
	assert.deepEqual(await checked(page, "q2.importance"), ["9"]);
	assert.equal((await focused(page)).name, "q3.rating");
	await keys(page, "Shift+Enter");
	assert.equal((await focused(page)).name, "q2.importance");
	await saved(page);
	assert.match(await page.textContent("[role=status]"), /Анкета № 1 пачки 7 принята/);
	assert.equal((await focused(page)).name, "q1.rating", "on the next sheet at once");
	assert.ok(await page.locator("[role=status]").isVisible());
	assert.ok(await page.evaluate(() => document.querySelector("[role=status]").getBoundingClientRect().top >= 0),
		"the word about the last sheet is in sight");
	assert.deepEqual(await checked(page, "q1.rating"), []);
	await check(page, "after a sheet");
});

test("a second sheet: faults keep everything, Ctrl+Enter saves, nothing but keys", async () => {
	await page.goto(url("/admin/campaign/ne-a2/entry?batch=7"));
	await keys(page, "4");
	await saved(page, "Control+Enter");
	assert.match(await page.title(), /^Ошибка:/);
	assert.deepEqual(await checked(page, "q1.rating"), ["4"]);
	await check(page, "a sheet with a fault");
	await keys(page, "Tab", "Enter");
	assert.equal((await focused(page)).name, "q1.importance", "the summary leads to the mark that lacks");
	await keys(page, "3");
	await saved(page, "Control+Enter");
	assert.match(await page.textContent("[role=status]"), /Анкета № 2 пачки 7 принята/);
});

test("choices, several answers, «другое», texts and rows by keys", async () => {
	await page.goto(url("/admin/campaign/ne-a3/entry"));
	await keys(page, "2");
	assert.deepEqual(await checked(page, "q1"), ["2"]);
	assert.equal(await page.locator("label:has([name='q1'][value='2']) kbd").textContent(), "2");
	for (let i = 0; (await focused(page)).tag !== "TEXTAREA"; i++) {
		assert.ok(i < 40, "a text is reached");
		await keys(page, "Enter");
	}
	const text = (await focused(page)).name;
	await page.keyboard.type("15 минут");
	await keys(page, "Shift+Enter");
	await page.keyboard.type("и 9");
	await keys(page, "Enter");
	assert.notEqual((await focused(page)).name, text, "Enter leaves the text");
	assert.equal(await page.inputValue(`[name="${text}"]`), "15 минут\nи 9", "digits in a text are text");

	const q10 = page.locator("input[name='q10']");
	await q10.first().focus();
	const n = await page.evaluate(() => {
		const all = [...document.querySelectorAll("input[name='q10']")].filter((e) => e.value);
		return all.findIndex((e) => e.closest("label").nextElementSibling?.matches(".other")) + 1;
	});
	await keys(page, ...String(n), "Enter");
	assert.equal((await focused(page)).name, "q10.other", "the text of the answer chosen comes first");
	await page.keyboard.type("своё");
	await keys(page, "Enter");
	assert.notEqual((await focused(page)).name, "q10.other");
	await saved(page);
	assert.match(await page.textContent("[role=status]"), /Анкета № 1 пачки 1 принята/);
});

test("Enter ends at the button", async () => {
	await page.goto(url("/admin/campaign/ne-a2/entry?batch=7"));
	await keys(page, "5", "Enter", "5");
	for (let i = 0; (await focused(page)).tag !== "BUTTON"; i++) {
		assert.ok(i < 60, "the button is reached");
		await keys(page, "Enter");
	}
	await saved(page, "Enter");
	assert.match(await page.textContent("[role=status]"), /Анкета № 3 пачки 7 принята/);
});

test("the double-entry check shows what differs", async () => {
	await page.goto(url("/admin/campaign/ne-a2/entry?batch=8&verify=1"));
	await keys(page, "5", "Enter", "6");
	await saved(page);
	assert.match(await page.textContent("main"), /Второй ввод: введите ту же анкету/);
	await check(page, "the second entry");
	await keys(page, "5", "Enter", "7");
	await saved(page);
	assert.match(await page.textContent("table"), /оценка 5, важность 6.*оценка 5, важность 7/s);
	await check(page, "where the entries differ");
	await keys(page, "Tab", "Enter");
	assert.match((await focused(page)).name, /^q1\./, "the summary leads to what differs");
	await choose(page, "q1.importance", "6");
	await saved(page);
	assert.match(await page.textContent("[role=status]"), /Анкета № 1 пачки 8 принята/);
});

test("all of it without scripts", async () => {
	const plain = await openPage(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
	await logIn(plain);
	await plain.goto(url("/admin/campaign/ne-a2/entry?batch=9"));
	await assertFits(plain, "without scripts");
	assert.ok(await plain.locator("#keys").isHidden(), "keys that do nothing are not promised");
	await plain.selectOption("[name=c]", "phone");
	await choose(plain, "q1.rating", "3");
	await choose(plain, "q1.importance", "4");
	await press(plain);
	assert.match(await plain.textContent("[role=status]"), /Анкета № 1 пачки 9 принята/);
	assert.equal(await plain.inputValue("[name=c]"), "phone");
});
