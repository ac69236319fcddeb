// What comes out of the printer: the paper form of every survey and the poster, as PDF.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { assertAccessible, assertFits, launch, logIn, openPage, url } from "./support.mjs";

const run = promisify(execFile);
let browser, page, folder;
before(async () => {
	browser = await launch();
	page = await openPage(browser);
	folder = await mkdtemp(join(tmpdir(), "otklik-paper-"));
});
after(async () => {
	await browser.close();
	await rm(folder, { recursive: true });
});

// Texts without any space: lines of a PDF break where they like.
const squeeze = (text) => text.replace(/\s+/g, "");

// No word is cut off by an edge of the page, or within a hair's breadth of it (3 mm).
async function assertInside(file, [width, height]) {
	const { stdout } = await run("pdftotext", ["-bbox", file, "-"], { maxBuffer: 1 << 26 });
	const words = [...stdout.matchAll(/<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</g)];
	assert.ok(words.length > 10);
	for (const [, left, top, right, bottom, word] of words)
		assert.ok(left > 8.5 && top > 8.5 && right < width - 8.5 && bottom < height - 8.5, `at the edge: ${word}`);
}

// The pages of the sheet shown, squeezed, in the order they are drawn; and their size.
async function print(on) {
	const file = join(folder, "sheet.pdf");
	await writeFile(file, await on.pdf({ preferCSSPageSize: true, format: "A4" }));
	const { stdout } = await run("pdftotext", ["-raw", file, "-"], { maxBuffer: 1 << 26 });
	const size = (await run("pdfinfo", [file])).stdout.match(/Page size: +([\d.]+) x ([\d.]+)/);
	await assertInside(file, size.slice(1).map(Number));
	return { pages: stdout.split("\f").slice(0, -1).map(squeeze),
		millimetres: [size[1], size[2]].map((points) => Math.round(points / 72 * 25.4)) };
}

// Of each question its text, rows, columns and options.
const questions = (on) => on.$$eval(".question", (all) => all.map((q) => ({
	long: q.classList.contains("long"),
	texts: [...q.querySelectorAll("p, li, th")].map((e) => e.textContent) })));

async function campaigns() {
	await page.goto(url("/"));
	const links = await page.$$eval("a[href*='/survey/']", (all) => all.map((a) => a.getAttribute("href")));
	assert.ok(links.length >= 15, "every questionnaire has a campaign");
	return links.map((link) => link.replace(/.*\//, ""));
}

test("every question of every survey is in the PDF, none is split", async () => {
	for (const code of await campaigns()) {
		await page.goto(url(`/survey/${code}/paper`));
		const asked = await questions(page);
		const { pages, millimetres } = await print(page);
		assert.deepEqual(millimetres, [210, 297], code);
		const whole = pages.join("");
		for (const { long, texts } of asked) {
			const wanted = texts.map(squeeze);
			for (const text of wanted)
				assert.ok(whole.includes(text), `${code}: ${text}`);
			assert.ok(long || pages.some((one) => wanted.every((text) => one.includes(text))),
				`${code}: on one page: ${texts[0]}`);
		}
		for (let i = 0; i < pages.length; i++)
			assert.ok(pages[i].includes(`${i + 1}/${pages.length}`), `${code}: number of page ${i + 1}`);
		assert.ok(!whole.includes("Ctrl"), "the line above the sheet is not printed");
	}
});

test("the paper form on the screen", async () => {
	for (const code of ["ne-a2", "ne-a3", "ra-p2"]) {
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.goto(url(`/survey/${code}/paper`));
		await assertAccessible(page, code);
		await page.setViewportSize({ width: 320, height: 640 });
		await assertFits(page, code);
	}
});

test("links and posters", async () => {
	const staff = await openPage(browser);
	await logIn(staff);
	await staff.goto(url("/admin/campaign/ne-a2/links"));
	await assertAccessible(staff, "links");
	for (const [size, wanted] of [["a4", [210, 297]], ["a5", [148, 210]]]) {
		await staff.goto(url(`/admin/campaign/ne-a2/poster?c=reception&size=${size}`));
		await assertAccessible(staff, `poster ${size}`);
		const { pages, millimetres } = await print(staff);
		assert.equal(pages.length, 1, size);
		assert.deepEqual(millimetres, wanted);
		assert.ok(pages[0].includes(squeeze(url("/survey/ne-a2?c=reception"))), size);
		const code = await staff.locator(".qr").boundingBox();
		assert.ok(code.width > 60 / 25.4 * 96 && code.width === code.height, `code of ${size}`);
	}
	await staff.setViewportSize({ width: 320, height: 640 });
	await staff.goto(url("/admin/campaign/ne-a2/links"));
	await assertFits(staff, "links");
	await staff.goto(url("/admin/campaign/ne-a2/poster"));
	await assertFits(staff, "poster");
});

// In the width of the printed page no table reaches beyond the text beside it.
async function assertTablesFit(on, what) {
	await on.emulateMedia({ media: "print" });
	await on.setViewportSize({ width: Math.floor((210 - 18 - 12) / 25.4 * 96), height: 900 });
	const over = await on.$$eval(".scroll", (all) => all.filter((box) => box.scrollWidth > box.clientWidth && !box.closest("details:not([open])"))
		.map((box) => `${box.getAttribute("aria-label")}: ${box.scrollWidth} > ${box.clientWidth}`));
	assert.deepEqual(over, [], what);
	await on.emulateMedia({ media: null });
	await on.setViewportSize({ width: 1280, height: 800 });
}

test("the analysis of a period and results are printed whole", async () => {
	const staff = await openPage(browser);
	await logIn(staff);
	const year = new Date().getFullYear();
	const analysis = (agency, audience) => `/admin/report?agency=${agency}&data=demo&audience=${audience}` +
		`&from=${year - 1}-01-01&to=${year}-12-31`;
	await staff.goto(url("/admin/campaign?sort=code"));
	const results = ["demo-ne-a2-", "demo-ne-a3-", "demo-ra-p1-"].map((code) =>
		staff.locator(`a[href*='/campaign/${code}']`).first().getAttribute("href"));
	const reports = [["nenets", "external"], ["nenets", "internal"], ["rosarchiv", "external"]]
		.map((choice) => analysis(...choice));
	for (const path of [...reports, ...await Promise.all(results)]) {
		await staff.goto(reports.includes(path) ? url(path) : new URL(path, url("/")).href);
		const captions = await staff.$$eval("caption, h2, h3", (all) => all
			.filter((e) => e.offsetHeight > 1 && !e.closest("details:not([open])")).map((e) => e.innerText));
		if (reports.includes(path)) // the browser shrinks a page of results to its widest table
			await assertTablesFit(staff, path);
		const { pages, millimetres } = await print(staff);
		assert.deepEqual(millimetres, [210, 297], path);
		assert.ok(pages.length > 1, path);
		const whole = pages.join("");
		assert.ok(captions.length > 3, path);
		for (const text of captions)
			assert.ok(whole.includes(squeeze(text)), `${path}: ${text}`);
	}
});
