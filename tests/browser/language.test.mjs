// Forms in other languages and directions, forms saved and opened again.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { assertAccessible, assertFits, choose, launch, openPage, press, url } from "./support.mjs";

let browser, page;
before(async () => {
	browser = await launch();
	page = await openPage(browser, { javaScriptEnabled: true, acceptDownloads: true });
});
after(() => browser.close());

async function check(what) {
	await assertAccessible(page, what);
	await page.setViewportSize({ width: 320, height: 640 });
	await assertFits(page, what);
	await page.setViewportSize({ width: 1280, height: 800 });
}

for (const [code, direction] of [["ru", "ltr"], ["en", "ltr"], ["ar", "rtl"]])
	test(`a form in ${code}`, async () => {
		await page.goto(url(`/survey/polyglot?lang=${code}`));
		assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).direction), direction);
		await check(`first page in ${code}`);
		// Something is to be seen: the frame is where the window is.
		const box = await page.locator("h1").boundingBox();
		assert.ok(box.x >= 0 && box.x + box.width <= 1280, JSON.stringify(box));
		assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
		await press(page);
		await check(`second page in ${code}`);
		await choose(page, "q3.1.rating", "7");
		await press(page);
		assert.match(await page.title(), /^Ошибка:/);
		await check(`a fault in ${code}`);
	});

test("the switch keeps what is typed", async () => {
	await page.goto(url("/survey/polyglot?lang=en"));
	await press(page);
	await page.fill('[name="q5"]', "words");
	await Promise.all([page.waitForNavigation(), page.click('button[name="language"][value="ar"]')]);
	assert.equal(await page.inputValue('[name="q5"]'), "words");
	assert.equal(await page.getAttribute("html", "dir"), "rtl");
});

test("a form saved and opened again", async () => {
	await page.goto(url("/survey/ne-a3"));
	await choose(page, "q1", "2");
	const [download] = await Promise.all([page.waitForEvent("download"), page.click('button[name="save"]')]);
	assert.equal(download.suggestedFilename(), "otklik-ne-a3.txt");
	const file = await download.path();
	assert.match(await readFile(file, "utf8"), /survey\/ne-a3\/resume/);
	await page.goto(url("/survey/ne-a3/resume"));
	await check("the page for a saved form");
	await page.click("main form button");
	await page.waitForLoadState();
	assert.match(await page.title(), /^Ошибка:/);
	await check("no file chosen");
	await page.setInputFiles('input[type="file"]', file);
	await Promise.all([page.waitForNavigation(), page.click("main form button")]);
	assert.ok(await page.isChecked('input[name="q1"][value="2"]'));
	await check("a form opened again");
});
