// The editor of questionnaires: from nothing to a survey without scripts; each of its
// pages in its states by axe-core, wide and at 320 px.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, assertFits, choose, launch, logIn, openPage, press, url } from "./support.mjs";

const CODE = "NE-BROWSER";
let browser, plain, judge, home;
before(async () => {
	browser = await launch();
	plain = await openPage(browser, { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
	judge = await openPage(browser);
	await logIn(plain);
	await logIn(judge);
});
after(() => browser.close());

const save = async (on, field) => {
	const form = on.locator(`form:has([name="${field}"])`);
	await Promise.all([on.waitForNavigation(), form.locator("button:not([name])").last().click()]);
};
const follow = async (on, text) => {
	await Promise.all([on.waitForNavigation(), on.getByRole("link", { name: text }).first().click()]);
};
const path = () => new URL(home).pathname;
const visit = (on, rest = "") => on.goto(home + rest);

async function add(type, values) {
	await visit(plain);
	const form = plain.locator('form:has(select[name="type"])').last();
	await form.locator("select").selectOption(type);
	await Promise.all([plain.waitForNavigation(), form.locator('button[name="add"]').click()]);
	for (const [name, value] of Object.entries(values))
		await plain.fill(`[name="${name}"]`, value);
	await save(plain, "text");
	assert.match(await plain.textContent("main"), /Сохранено в черновике/);
	return new URL(plain.url()).pathname.split("/").pop();
}

async function check(on, what) {
	for (const [width, height] of [[1280, 800], [320, 640]]) {
		await on.setViewportSize({ width, height });
		await assertAccessible(on, `${what}, ${width} px`);
		await assertFits(on, `${what}, ${width} px`);
	}
}

test("a questionnaire is made, mended and published without scripts at 320 px", async () => {
	await plain.goto(url("/admin/form"));
	await follow(plain, "Новая анкета");
	await plain.fill('[name="title"]', "Проба браузера");
	await plain.selectOption('[name="agency"]', "nenets");
	await save(plain, "title");
	assert.match(await plain.title(), /^Ошибка:/);
	assert.equal(await plain.inputValue('[name="title"]'), "Проба браузера");
	await plain.fill('[name="id"]', CODE.toLowerCase());
	await save(plain, "title");
	home = plain.url();
	assert.match(await plain.textContent("h1"), new RegExp(`${CODE}. Проба браузера`));

	const first = await add("single", {
		"text": "Довольны ли Вы?", "number": "1", "o.0.text": "Да", "o.1.text": "Нет" });
	// A condition on the answer before; a row more, and the second row moved to the top.
	const second = await add("matrix", {
		"text": "Что не понравилось?", "o.0.text": "Очень", "o.1.text": "Немного",
		"r.0.text": "Очередь", "r.1.text": "Вежливость", "w.0.items": first, "w.0.codes": "2" });
	await plain.fill('[name="r.1.place"]', "0");
	await plain.fill('[name="r.2.text"]', "Помещение");
	await save(plain, "text");
	assert.deepEqual(await Promise.all([0, 1, 2].map((i) => plain.inputValue(`[name="r.${i}.text"]`))),
		["Вежливость", "Очередь", "Помещение"]);
	await assertFits(plain, "a question");

	// A part more, and a question moved into it.
	await visit(plain);
	await plain.fill('[name="title"]', "О Вас");
	await Promise.all([plain.waitForNavigation(), plain.click('button[name="add"][value="section"]')]);
	await follow(plain, /раздел «О Вас»/);
	const part = new URL(plain.url()).pathname.split("/").pop();
	const third = await add("single", { "text": "Ваш возраст?", "o.0.text": "до 35", "o.1.text": "старше" });
	await plain.selectOption('[name="section"]', part);
	await save(plain, "text");
	await visit(plain);
	await Promise.all([plain.waitForNavigation(), plain.click(`button[name="up"][value="${third}"]`)]);
	await Promise.all([plain.waitForNavigation(), plain.click(`button[name="down"][value="${third}"]`)]);
	const ids = await plain.locator("tr[id^=q]").evaluateAll((rows) => rows.map((r) => r.id));
	assert.deepEqual(ids, [first, second, third].map((id) => `q${id}`));

	// The preview shows what respondents will see, and sends nothing.
	await visit(plain, "/preview?part=all");
	for (const text of ["Довольны ли Вы?", "Помещение", "Ваш возраст?"])
		assert.ok((await plain.textContent("main")).includes(text), text);
	await assertFits(plain, "the preview");

	// A fault is shown with its place, leads there, and is gone when mended.
	await visit(plain, `/question/${second}`);
	await plain.fill('[name="w.0.codes"]', "7");
	await save(plain, "text");
	await visit(plain, "/check");
	assert.equal(await plain.locator('form[action$="/publish"]').count(), 0);
	await Promise.all([plain.waitForNavigation(), plain.locator("section.warning a").first().click()]);
	assert.equal(new URL(plain.url()).pathname, `${path()}/question/${second}`);
	assert.match(await plain.textContent("section.warning"), /7/);
	await plain.fill('[name="w.0.codes"]', "2");
	await save(plain, "text");
	await visit(plain, "/check");
	assert.equal(await plain.locator("section.warning").count(), 0);
	await Promise.all([plain.waitForNavigation(), plain.click('form[action$="/publish"] button')]);
	assert.match(await plain.textContent("main"), /Версия 1 опубликована/);
});

test("a survey is opened with it and answered", async () => {
	await follow(plain, "Открыть опрос с этой анкетой");
	assert.equal(await plain.inputValue('[name="code"]'), CODE.toLowerCase());
	await assertFits(plain, "a survey about to be opened");
	await save(plain, "code");
	assert.match(await plain.textContent("main"), /Опрос создан/);
	const someone = await openPage(browser, { javaScriptEnabled: false });
	for (let i = 0; i < 60; i++) {
		await someone.goto(url(`/survey/${CODE.toLowerCase()}`));
		if (await someone.locator('button[name="next"]').count()) break;
		await someone.waitForTimeout(500);
	}
	assert.ok((await someone.textContent("main")).includes("Довольны ли Вы?"));
	await choose(someone, "qn1", "1");
	for (let i = 0; i < 5 && await someone.locator('button[name="next"]').count(); i++) {
		await press(someone);
	}
	assert.match(await someone.textContent("main"), /принят/);
});

test("each page of the editor", async () => {
	await judge.goto(url("/admin/form"));
	await check(judge, "the list of questionnaires");
	await visit(judge);
	await check(judge, "a questionnaire without a draft");
	await Promise.all([judge.waitForNavigation(), judge.click('form[action$="/start"] button')]);
	await check(judge, "a draft");
	await visit(judge, "/options");
	await check(judge, "a new set of answers");
	await judge.fill('[name="id"]', "shared");
	await judge.fill('[name="o.0.text"]', "Часто");
	await save(judge, "id");
	await visit(judge, "/blocks");
	await judge.fill('[name="b.0.title"]', "Дополнительно");
	await save(judge, "b.0.title");
	await visit(judge, "/language");
	await check(judge, "no other language");
	await judge.fill('[name="code"]', "ar");
	await judge.fill('[name="title"]', "العربية");
	await judge.check('[name="rtl"]');
	await save(judge, "code");
	await check(judge, "a translation, empty");
	await judge.fill('[name="t:title"]', "استبيان");
	await save(judge, "part");
	await check(judge, "a translation, saved");
	for (const [what, rest] of [
		["a question of one answer", "/question/n1"], ["a question with rows", "/question/n2"],
		["a part", "/section/s1"], ["the notices", "/head"], ["a set of answers", "/options/shared"],
		["blocks", "/blocks"], ["languages", "/language"], ["the XML", "/xml"], ["the preview", "/preview"],
		["the preview from right to left", "/preview?lang=ar&part=all"], ["the check", "/check"]]) {
		await visit(judge, rest);
		await check(judge, what);
	}
});

test("each page of the editor with a fault", async () => {
	await visit(judge, "/question/n1");
	await judge.fill('[name="id"]', "n2");
	await save(judge, "text");
	assert.match(await judge.title(), /^Ошибка:/);
	await check(judge, "an id that is taken");
	await visit(judge, "/section/s1");
	await judge.fill('[name="id"]', "");
	await save(judge, "intro");
	await check(judge, "a part without an id");
	await visit(judge, "/options");
	await save(judge, "o.0.text");
	await check(judge, "a set without an id");
	await visit(judge, "/blocks");
	await judge.fill('[name="b.1.title"]', "Ещё");
	await judge.fill('[name="b.1.id"]', await judge.inputValue('[name="b.0.id"]'));
	await save(judge, "b.0.title");
	assert.match(await judge.title(), /^Ошибка:/);
	await check(judge, "two blocks of one id");
	await visit(judge, "/language");
	await judge.fill('[name="code"]', "ar");
	await save(judge, "code");
	await check(judge, "a language that is there");
	await visit(judge, "/xml");
	await judge.fill('[name="xml"]', "<a>");
	await save(judge, "xml");
	await check(judge, "XML that is none");
	await visit(judge, "/question/n1");
	await judge.fill('[name="o.0.jump"]', "nowhere");
	await save(judge, "text");
	for (const rest of ["", "/question/n1", "/check", "/preview"]) {
		await visit(judge, rest);
		await check(judge, `a draft with a fault: ${rest}`);
	}
});

test("each page of the editor when somebody else was faster", async () => {
	const late = await judge.context().newPage();
	for (const [rest, field, value] of [
		["/question/n1", "text", "Мой текст"], ["/head", "title", "Моё название"], ["/section/s1", "title", "Мой раздел"],
		["/options/shared", "o.0.text", "Мой ответ"], ["/blocks", "b.0.title", "Мой блок"],
		["/language/ar?part=head", "t:title", "كلمة"]]) {
		await visit(late, rest);
		await visit(judge, "/question/n2");
		await judge.fill('[name="hint"]', `Правка перед ${rest}`);
		await save(judge, "text");
		await late.fill(`[name="${field}"]`, value);
		await save(late, field);
		assert.match(await late.textContent("main"), /черновик сохранил/, rest);
		assert.equal(await late.inputValue(`[name="${field}"]`), value);
		await check(late, `a conflict: ${rest}`);
	}
});

test("a new questionnaire and a new survey, empty and with faults", async () => {
	await judge.goto(url("/admin/form/new"));
	await check(judge, "a new questionnaire");
	await save(judge, "title");
	assert.match(await judge.title(), /^Ошибка:/);
	await check(judge, "a new questionnaire with faults");
	await judge.goto(url("/admin/campaign/new"));
	await check(judge, "which questionnaire");
	await Promise.all([judge.waitForNavigation(), judge.click("form.choice button")]);
	await check(judge, "a new survey");
	for (const name of ["code", "title", "days", "k"])
		await judge.fill(`[name="${name}"]`, "");
	await judge.selectOption('[name="ends"]', "days");
	await save(judge, "code");
	assert.match(await judge.title(), /^Ошибка:/);
	await check(judge, "a new survey with faults");
});

test("the editor in the dark has contrast too", async () => {
	const dark = await openPage(browser, { colorScheme: "dark" });
	await logIn(dark);
	for (const rest of ["", "/question/n2", "/language/ar", "/check"]) {
		await visit(dark, rest);
		await assertAccessible(dark, `dark ${rest}`);
	}
});
