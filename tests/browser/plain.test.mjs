// NE-A3 on a narrow phone without scripts: the rows of question 5 follow question 4.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertFits, choose, launch, openPage, press, url } from "./support.mjs";

let browser;
before(async () => { browser = await launch(); });
after(() => browser.close());

const rows = (page, question) => page.evaluate((q) => [...new Set(
	[...document.querySelectorAll("[name]")].map((e) => e.getAttribute("name"))
		.filter((name) => name.startsWith(`q${q}.`)).map((name) => name.split(".").slice(0, 2).join(".")))],
question);

test("NE-A3 to the end without scripts at 320 px", async () => {
	const page = await openPage(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
	await page.goto(url("/survey/ne-a3"));
	await choose(page, "q1", "1");
	let asked = null;
	for (let pages = 1; ; pages++) {
		assert.ok(pages < 20, "an end is reached");
		await assertFits(page, `page ${pages}`);
		if (await page.locator('button[name="next"]').count() === 0) break;
		if ((await rows(page, 4)).length)
			for (const [row, code] of [[1, "2"], [2, "1"], [3, "2"], [4, "3"], [5, "4"]])
				await choose(page, `q4.${row}`, code);
		if ((await rows(page, 5)).length) {
			asked = await rows(page, 5);
			await page.fill('[name="q5.1"]', "Сведения приходят с опозданием");
			await choose(page, "q5.3.none", "1");
		}
		await press(page);
	}
	assert.deepEqual(asked, ["q5.1", "q5.3"], "rows answered «Скорее не удовлетворен»");
	assert.match(await page.textContent("main"), /принят/);
	assert.equal(await page.locator("form[method=post]").count(), 0);
});

test("question 5 is left out when nobody is dissatisfied; back keeps answers", async () => {
	const page = await openPage(browser, { javaScriptEnabled: false });
	await page.goto(url("/survey/ne-a3"));
	while (!(await rows(page, 4)).length) await press(page);
	await choose(page, "q4.1", "1");
	await press(page);
	assert.deepEqual(await rows(page, 5), []);
	await press(page, "back");
	assert.ok(await page.isChecked('input[name="q4.1"][value="1"]'));
});

test("«другое» is there without scripts and counts only when chosen", async () => {
	const page = await openPage(browser, { javaScriptEnabled: false });
	await page.goto(url("/survey/ne-a3"));
	while (await page.locator('[name="q10.other"]').count() === 0) await press(page);
	assert.ok(await page.isVisible('[name="q10.other"]'));
});
