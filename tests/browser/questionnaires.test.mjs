// Every questionnaire, section by section: as it comes, with a fault in it, and the next one.
// WCAG 2.2 AA by axe-core, and nothing wider than 320 px.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, assertFits, launch, openPage, press, url, violations } from "./support.mjs";

const CODES = ["ra-p1", "ra-p2", "ra-p3", "ra-p4", "ne-a2", "ne-a3", "al-gen", "al-srv", "al-fun", "al-staff",
	"al-deep", "uni-ext", "um-int", "ar-int", "int-box"];
const DARK = ["ne-a2", "ne-a3", "al-srv"]; // marks, rows, several answers: all there is
const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 320, height: 640 };

let browser, page;
before(async () => {
	browser = await launch();
	page = await openPage(browser);
});
after(() => browser.close());

// What nobody can choose: an answer that is not offered, or more than a text may have.
const spoil = () => page.evaluate(() => {
	const choice = document.querySelector("main input[type=radio][name^=q], main input[type=checkbox][name^=q]");
	if (choice) {
		choice.value = "999";
		choice.checked = true;
	} else {
		document.querySelector("main textarea").value = "я".repeat(2001);
	}
});

// Something in every control; of the answers those that lead to further questions.
const answer = (preferred) => page.evaluate((wanted) => {
	const names = new Set([...document.querySelectorAll("main input[type=radio], main input[type=checkbox]")]
		.map((e) => e.name));
	for (const name of names) {
		const own = [...document.querySelectorAll(`main [name="${name}"]`)].filter((e) => e.value);
		if (!name.endsWith(".none")) (own.find((e) => e.value === wanted) ?? own[0]).checked = true;
	}
	for (const field of document.querySelectorAll("main textarea")) field.value = "слова";
}, preferred);

const place = async () => {
	const [, n, of] = (await page.title()).match(/Раздел (\d+) из (\d+)/) ?? [0, 1, 1];
	return [Number(n), Number(of)];
};

async function narrow(what) {
	await page.setViewportSize(NARROW);
	await assertFits(page, what);
}

for (const code of CODES)
	test(`${code}: empty, with faults, section by section`, async () => {
		await page.setViewportSize(WIDE);
		await page.goto(url(`/survey/${code}`));
		let n, of, seen = 0;
		while (await page.locator('button[name="next"]').count()) {
			[n, of] = await place();
			assert.equal(n, ++seen, `${code}: no section is left out`);
			await page.setViewportSize(WIDE);
			await assertAccessible(page, `${code}, section ${n}`);
			await narrow(`${code}, section ${n}`);
			await spoil();
			await press(page);
			assert.match(await page.title(), /^Ошибка:/, `${code}, section ${n}`);
			await assertAccessible(page, `${code}, section ${n}, fault`);
			await assertFits(page, `${code}, section ${n}, fault`);
			if (DARK.includes(code)) {
				await page.emulateMedia({ colorScheme: "dark" });
				assert.deepEqual(await violations(page, ["color-contrast"]), [], `${code}, section ${n}, dark`);
				await page.emulateMedia({ colorScheme: "light" });
			}
			await answer(code === "ne-a3" ? "2" : "4");
			await press(page);
			assert.doesNotMatch(await page.title(), /^Ошибка:/, `${code}, section ${n}, answered`);
		}
		assert.equal(n, of, `${code}: every section is seen`);
		assert.match(await page.textContent("main"), /принят/);
		await assertAccessible(page, `${code}, the end`);
		await narrow(`${code}, the end`);
	});
