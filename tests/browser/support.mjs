// Debian's Chromium driven by playwright-core, axe-core, and the way in.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const { OTKLIK_ORIGIN: origin, OTKLIK_BASE: base, OTKLIK_PASSWORD: password } = process.env;
export { password };

export const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const url = (path) => origin + base + path;

export async function launch() {
	const paths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
	return chromium.launch({
		executablePath: paths.find((path) => existsSync(path)),
		// No sandbox: the tests run as root on build machines, and load only our pages.
		args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
			"--disable-background-networking", "--disable-component-update", "--disable-sync"],
	});
}

// A page in a context of its own (no cookies of others).
export async function openPage(browser, options = {}) {
	const context = await browser.newContext({ locale: "ru-RU", ...options });
	return context.newPage();
}

export async function logIn(page) {
	await page.goto(url("/admin/login"));
	await page.fill('input[name="login"]', "admin");
	await page.fill('input[name="password"]', password);
	await Promise.all([page.waitForNavigation(), page.press('input[name="password"]', "Enter")]);
	assert.match(page.url(), /\/admin\/?$/);
}

// Each violation of WCAG 2.2 AA and of good practice (or of these rules alone), one line each.
export async function violations(page, rules = null) {
	await page.evaluate(await axeSource);
	const only = rules ? { type: "rule", values: rules } : { type: "tag", values: TAGS };
	const { violations: found } = await page.evaluate(
		(runOnly) => globalThis.axe.run(document, { runOnly }), only);
	return found.flatMap(({ id, help, nodes }) =>
		nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
}

export async function assertAccessible(page, what) {
	assert.deepEqual(await violations(page), [], what);
}

export async function assertFits(page, what) {
	const { scroll, inner } = await page.evaluate(() => ({
		scroll: document.documentElement.scrollWidth, inner: window.innerWidth }));
	assert.ok(scroll <= inner, `${what}: ${scroll} px wide on a screen of ${inner} px`);
}

// Presses «next» (or another button) and waits for the page that follows.
export async function press(page, name = "next") {
	await Promise.all([page.waitForNavigation(), page.click(`button[name="${name}"]`)]);
}

// Chooses a radio or a checkbox by control name and value, as a click on it would.
export async function choose(page, name, value) {
	await page.check(`input[name="${name}"][value="${value}"]`);
}

// Fills NE-A2 the quick way: one csi row, or all of the given ones.
export async function answerNeA2(page, marks = { 1: [8, 9] }) {
	await page.goto(url("/survey/ne-a2"));
	for (const [row, [rating, importance]] of Object.entries(marks)) {
		await choose(page, `q${row}.rating`, rating);
		await choose(page, `q${row}.importance`, importance);
	}
	await press(page);
	assert.match(await page.textContent("main"), /принят/);
}

// Waits until the staff page shows that many counted responses.
export async function counted(page, campaign, n) {
	for (let i = 0; i < 60; i++) {
		const response = await page.request.get(url(`/admin/campaign/${campaign}/results.json`));
		if ((await response.json()).responses >= n) return;
		await page.waitForTimeout(500);
	}
	assert.fail(`${campaign}: ${n} responses are not counted`);
}
