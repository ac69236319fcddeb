// Every page in its states but the forms (questionnaires.test.mjs): WCAG 2.2 AA by
// axe-core, and 320 px without scrolling sideways.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { answerNeA2, assertAccessible, assertFits, choose, counted, launch, logIn, openPage, press,
	url } from "./support.mjs";

let browser, page, staff;
before(async () => {
	browser = await launch();
	page = await openPage(browser);
	staff = await openPage(browser);
	for (let i = 1; i <= 6; i++)
		await answerNeA2(page, { 1: [i, 9], 4: [i + 2, 10], 5: [3, 10] });
	await page.goto(url("/survey/ne-a3"));
	await choose(page, "q1", "2");
	while (await page.locator('button[name="next"]').count()) await press(page);
	await logIn(staff);
	await counted(staff, "ne-a2", 6);
	await staff.goto(url("/admin/pain/new?campaign=ne-a2&item=5"));
	await staff.fill('[name="process"]', "Приём документов");
	await staff.selectOption('[name="priority"]', "1");
	await staff.fill('[name="measure.1"]', "Обучить специалистов");
	await staff.fill('[name="due_on"]', "2026-01-15");
	await save(staff);
});
after(() => browser.close());

async function save(on) {
	const button = on.locator('form:has([name="process"]) button[type=submit], ' +
		'form:has([name="process"]) button:not([type])');
	await Promise.all([on.waitForNavigation(), button.last().click()]);
}

const painRow = async () => {
	await staff.goto(url("/admin/pain?agency=nenets&audience=external"));
	return staff.locator("table a[href*='/admin/pain/']").first().getAttribute("href");
};

async function check(on, what) {
	await assertAccessible(on, what);
	const size = on.viewportSize();
	await on.setViewportSize({ width: 320, height: 640 });
	await assertFits(on, what);
	await on.setViewportSize(size);
}

const PUBLIC = [
	["the list", "/"],
	["an unknown survey", "/survey/nowhere"],
	["an unknown page", "/nowhere"],
];
for (const [what, path] of PUBLIC)
	test(what, async () => {
		await page.goto(url(path));
		await check(page, what);
	});

test("the login, empty and after a wrong password", async () => {
	const stranger = await openPage(browser);
	await stranger.goto(url("/admin/login"));
	await check(stranger, "login");
	await stranger.fill('input[name="login"]', "nobody");
	await stranger.fill('input[name="password"]', "wrong password");
	await Promise.all([stranger.waitForNavigation(), stranger.press('input[name="password"]', "Enter")]);
	await check(stranger, "login with a fault");
});

const STAFF = [
	["the landing page", "/admin"],
	["the list of campaigns", "/admin/campaign"],
	["results of an external survey", "/admin/campaign/ne-a2"],
	["results of an internal survey", "/admin/campaign/ne-a3"],
	["results without an answer", "/admin/campaign/ra-p2"],
	["results with a filter", "/admin/campaign/ra-p1?is.1=1&period=2026"],
	["two questions, chosen", "/admin/campaign/ne-a2/cross?rows=1.rating&columns=5.importance"],
	["rounds of a questionnaire", "/admin/campaign/ne-a2/trend?question=1"],
	["months of a campaign", "/admin/campaign/ne-a2/trend?by=month"],
	["before and after a day", "/admin/campaign/ne-a2/trend?split=2026-01-01"],
	["nothing to compare", "/admin/campaign/ra-p2/trend"],
	["groups by a question", "/admin/campaign/ra-p1/cut?by=1"],
	["groups of internal clients", "/admin/campaign/ne-a3/cut"],
	["external and internal side by side", "/admin/beside?external=ne-a2&internal=ne-a3"],
	["texts of a question", "/admin/campaign/ne-a3/text/3.1"],
	["texts found by a word", "/admin/campaign/ne-a3/texts?q=%D0%BE%D1%87%D0%B5%D1%80%D0%B5%D0%B4%D1%8C"],
	["a text to be given topics", "/admin/campaign/ne-a3/coding"],
	["topics and words", "/admin/campaign/ne-a3/topics"],
	["the size of a sample", "/admin/sample?campaign=ne-a2&confidence=95&margin=5&groups=A%3B5"],
	["the size of a sample with faults", "/admin/sample?confidence=95&margin=x&groups=A"],
	["a new survey", "/admin/campaign/new"],
	["the end of a survey", "/admin/campaign/ne-a2/close"],
	["a codebook", "/admin/campaign/ra-p1/codebook"],
	["the choice of a period", "/admin/report"],
	["a period that is none", "/admin/report?period=never"],
	["the analysis of a period without surveys", "/admin/report?agency=nenets&period=2001"],
	["the quarantine of an external survey", "/admin/campaign/ne-a2/quarantine"],
	["the quarantine of an internal survey", "/admin/campaign/ne-a3/quarantine"],
	["the rules against spam", "/admin/spam"],
	["the pain map", "/admin/pain?agency=nenets&audience=external"],
	["an empty pain map", "/admin/pain?agency=rosarchiv&audience=internal"],
	["the print view", "/admin/pain/print?agency=nenets&audience=external"],
	["a new row", "/admin/pain/new?agency=nenets&audience=external"],
	["an unknown staff page", "/admin/nowhere"],
];
for (const [what, path] of STAFF)
	test(what, async () => {
		await staff.goto(url(path));
		await check(staff, what);
	});

// Charts of every kind, in both schemes, on the campaigns of the last quarter.
test("charts of results and the analysis of a period", async () => {
	const dark = await openPage(browser, { colorScheme: "dark" });
	await logIn(dark);
	await staff.goto(url("/admin/campaign?sort=code"));
	const demo = await staff.locator("a[href*='/campaign/demo-']").evaluateAll(
		(links) => links.map((a) => a.getAttribute("href")));
	for (const name of ["demo-ne-a2-", "demo-ne-a3-", "demo-al-srv-"]) {
		const path = new URL(demo.find((href) => href.includes(name)), staff.url()).href;
		for (const on of [staff, dark]) {
			await on.goto(path);
			await check(on, `results of ${name}`);
			assert.ok(await on.locator("figure.chart svg[role=img]").count() > 0, name);
		}
	}
	const year = new Date().getFullYear();
	for (const audience of ["external", "internal"])
		for (const on of [staff, dark]) {
			await on.goto(url(`/admin/report?agency=nenets&data=demo&audience=${audience}` +
				`&from=${year - 1}-01-01&to=${year}-12-31`));
			await check(on, `analysis of ${audience}`);
			assert.match(await on.textContent("main"), /Демонстрационные данные/);
			assert.ok(await on.locator("figure.chart svg[role=img]").count() > 0, audience);
		}
	await dark.context().close();
});

test("a row of the pain map, its faults, its history and a conflict", async () => {
	const row = await painRow();
	await staff.goto(new URL(row, staff.url()).href);
	await check(staff, "a row");
	await staff.fill('[name="process"]', "");
	await save(staff);
	await check(staff, "a row with a fault");
	await staff.goto(new URL(`${row}/history`, staff.url()).href);
	await check(staff, "history");

	const mine = await staff.context().newPage();
	await mine.goto(new URL(row, staff.url()).href);
	await staff.goto(new URL(row, staff.url()).href);
	await staff.fill('[name="responsible"]', "Отдел контроля");
	await save(staff);
	await mine.fill('[name="responsible"]', "Канцелярия");
	await save(mine);
	assert.match(await mine.textContent("main"), /Отдел контроля/);
	await check(mine, "a conflict");
});

test("200 % zoom is 640 px on a laptop: nothing is cut off", async () => {
	await page.setViewportSize({ width: 640, height: 400 });
	await page.goto(url("/survey/ne-a2"));
	await assertFits(page, "200 %");
	await page.setViewportSize({ width: 1280, height: 720 });
});

test("the dark scheme has contrast too", async () => {
	const dark = await openPage(browser, { colorScheme: "dark" });
	for (const path of ["/", "/survey/ne-a2", "/admin/login"]) {
		await dark.goto(url(path));
		await assertAccessible(dark, `dark ${path}`);
	}
	await logIn(dark);
	for (const path of ["/admin", "/admin/campaign/ne-a2", "/admin/pain?agency=nenets"]) {
		await dark.goto(url(path));
		await assertAccessible(dark, `dark ${path}`);
	}
});
