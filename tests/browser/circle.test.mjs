// Links of restricted circles from the staff page to the answer, and messages of staff.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, assertFits, choose, counted, launch, logIn, openPage, press, url } from "./support.mjs";

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

// Makes links and returns their addresses.
async function make(campaign, number) {
	await staff.goto(url(`/admin/campaign/${campaign}/tickets`));
	if (number) await staff.fill('[name="number"]', number);
	const button = staff.locator("main form button").first();
	await Promise.all([staff.waitForNavigation(), button.click()]);
	return (await staff.locator(".address").allTextContents()).map((text) => text.replace(/\s/g, ""));
}

test("a one-time link takes one answer", async () => {
	await staff.goto(url("/admin/campaign/circle-ticket/tickets"));
	await check(staff, "one-time links");
	await make("circle-ticket", "0");
	assert.match(await staff.title(), /^Ошибка:/);
	await check(staff, "a bad number");
	const links = await make("circle-ticket", "3");
	assert.equal(links.length, 3);
	await check(staff, "slips");
	await page.goto(links[0]);
	await check(page, "a form by a one-time link");
	await choose(page, "q1.rating", "7"); // a fault: the link must outlive it
	await press(page);
	await choose(page, "q1.importance", "9");
	await press(page);
	assert.match(await page.textContent("main"), /принят/);
	assert.equal((await page.goto(links[0])).status(), 403);
	await check(page, "a used link");
	assert.equal((await page.goto(links[1])).status(), 200);
});

test("a closed link", async () => {
	await staff.goto(url("/admin/campaign/circle-group/tickets"));
	await check(staff, "no closed link yet");
	const [link] = await make("circle-group");
	await check(staff, "the closed link");
	await page.waitForTimeout(1200); // what the programs remember of a campaign
	assert.equal((await page.goto(link)).status(), 200);
	assert.equal((await page.goto(url("/survey/circle-group"))).status(), 403);
	await check(page, "without the closed link");
	await staff.goto(url("/admin/campaign/circle-group/tickets"));
	await check(staff, "the closed link was made");
	await staff.goto(url("/admin/campaign/circle-group/links"));
	await check(staff, "links of a restricted circle");
});

test("messages of staff", async () => {
	await page.goto(url("/survey/int-box"));
	await choose(page, "q1", "1");
	await page.fill('[name="q3"]', "Течёт крыша в архиве");
	await press(page);
	await counted(staff, "int-box", 1);
	await staff.goto(url("/admin/campaign/int-box"));
	assert.match(await staff.textContent("main"), /Течёт крыша/);
	await check(staff, "messages");
});
