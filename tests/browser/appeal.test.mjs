// The form of appeals in its states, by keyboard and without scripts, and the staff
// pages of appeals: WCAG 2.2 AA by axe-core, 320 px without scrolling sideways.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, assertFits, choose, launch, logIn, openPage, press, url } from "./support.mjs";

const FORM = "/appeal?agency=urus-martan";
const LONG = "Очень длинное слово: " + "электрогидроэнергетика".repeat(8);

let browser, page, staff;
before(async () => {
	browser = await launch();
	page = await openPage(browser);
	staff = await openPage(browser);
	await logIn(staff);
});
after(() => browser.close());

async function check(on, what) {
	await assertAccessible(on, what);
	const size = on.viewportSize();
	await on.setViewportSize({ width: 320, height: 640 });
	await assertFits(on, what);
	await on.setViewportSize(size);
}

async function send(on) {
	await choose(on, "kind", "complaint");
	await on.fill('[name="text"]', LONG);
	await on.fill('[name="name"]', "Иванова Анна Петровна");
	await on.fill('[name="email"]', "anna@example.ru");
	await on.check('[name="consent"]');
	await press(on);
}

test("whom it is for, the empty form", async () => {
	await page.goto(url("/appeal"));
	await check(page, "whom it is for");
	await page.goto(url(FORM));
	assert.equal(await page.locator("input[name=homepage]").isVisible(), false);
	await check(page, "the empty form");
});

test("a form with faults: the summary has the focus and leads to the controls", async () => {
	await page.goto(url(FORM));
	await page.fill('[name="name"]', LONG.slice(0, 150));
	await press(page);
	assert.match(await page.title(), /^Ошибка:/);
	assert.equal(await page.evaluate(() => document.activeElement.className), "summary");
	await check(page, "faults");
	for (const link of await page.locator(".summary a").all()) {
		await link.click();
		assert.ok(await page.evaluate(() => document.querySelector(":target")
			?.matches("input, textarea, select")));
	}
});

test("the thanks, and the same form once more", async () => {
	await page.goto(url(FORM));
	await send(page);
	assert.match(await page.textContent("main"), /Номер: \d{4}-\d{4}-\d{4}/);
	await check(page, "thanks");
	await page.goBack();
	if (!(await page.inputValue('[name="text"]'))) return; // nothing is kept in its history
	await press(page);
	await check(page, "thanks for a repeated form");
});

test("by keyboard alone, without scripts", async () => {
	const plain = await openPage(browser, { javaScriptEnabled: false });
	await plain.goto(url(FORM));
	const type = async (name, text) => {
		for (let i = 0; i < 40; i++) {
			if (await plain.locator(`[name="${name}"]:focus`).count()) break;
			await plain.keyboard.press("Tab");
		}
		assert.ok(await plain.locator(`[name="${name}"]:focus`).count(), name);
		await plain.keyboard.type(text);
	};
	await type("kind", " ");
	await type("text", "С клавиатуры");
	await type("email", "a@example.ru");
	await type("consent", " ");
	await type("next", "\n");
	await plain.waitForSelector(".summary");
	assert.equal(await plain.inputValue('[name="text"]'), "С клавиатуры");
	assert.ok(await plain.isChecked('[name="consent"]'));
	await type("name", "Иванов Иван");
	await type("next", "\n");
	await plain.waitForSelector(".success");
	assert.match(await plain.textContent("main"), /Ответ будет направлен/);
});

test("the staff pages: the list, an appeal, a fault, what is saved", async () => {
	await page.goto(url(FORM));
	await send(page);
	await staff.goto(url("/admin"));
	await check(staff, "the landing page");
	await staff.goto(url("/admin/appeals"));
	await check(staff, "the list");
	await staff.locator("tbody th a").first().click();
	await staff.waitForSelector('[name="outcome"]');
	await check(staff, "an appeal");
	const save = () => Promise.all([staff.waitForNavigation(),
		staff.locator('form:has([name="outcome"]) button').click()]);
	await staff.selectOption('[name="outcome"]', "partial");
	await save();
	assert.match(await staff.title(), /^Ошибка:/);
	await check(staff, "a fault");
	await staff.fill('[name="answered_on"]', new Date(Date.now() + 3 * 3600e3).toISOString().slice(0, 10));
	await save();
	assert.match(await staff.textContent("main"), /частично/);
	await check(staff, "saved");
	await staff.goto(url("/admin/appeals?quarantine=1"));
	await check(staff, "the quarantine");
});

test("the dark scheme has contrast too", async () => {
	const dark = await openPage(browser, { colorScheme: "dark" });
	await dark.goto(url(FORM));
	await press(dark);
	await assertAccessible(dark, "dark, faults");
	await send(dark);
	await assertAccessible(dark, "dark, thanks");
});
