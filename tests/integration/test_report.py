"""The analysis of a period, codebooks and files of answers, over demonstration data."""

import csv
import io
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from xml.etree import ElementTree

import context
from blocks import RESPONSES
from page import Page
from respondent import Respondent
from stack import Admin
from test_admin import add_user

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def setUpModule():
    if context.stack.server == "apache":
        raise unittest.SkipTest("has run behind nginx")
    context.stack.ctl("demo", "load", "--agency", "nenets", "--rounds", "2", "--answers", "60")


def tearDownModule():
    context.stack.ctl("demo", "remove")


def newest(questionnaire):
    return context.stack.sql(f"SELECT code, YEAR(opens_on), QUARTER(opens_on) FROM campaign WHERE demo AND "
                             f"code LIKE 'demo-{questionnaire}-%' ORDER BY opens_on DESC LIMIT 1")[0]


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.admin = Admin(context.stack)
        cls.code, year, quarter = newest("ne-a2")
        cls.period = f"{year}-Q{quarter}"

    def report(self, status=200, path="/admin/report", **query):
        query = {"agency": "nenets", "audience": "external", "data": "demo", "period": self.period, **query}
        answer = self.admin.get(path + "?" + "&".join(f"{k}={v}" for k, v in query.items()))
        self.assertEqual(answer.status, status)
        return answer

    def test_the_figures_are_those_of_the_results(self):
        results = self.admin.results(self.code)
        text = self.report().text
        overall = f'{results["indices"]["csi"]["overall"]:.2f}'.replace(".", ",")
        self.assertIn(f"<td class=\"n\">{overall}</td>", text)
        for item in results["items"]:
            if item["type"] == "csi":
                self.assertIn(f'{item["csi"]:.2f}'.replace(".", ","), text)
        self.assertIn("Демонстрационные данные", text)
        self.assertIn("Приказ Управления государственного заказа", text)  # the legal basis
        self.assertIn("<svg", text)

    def test_demonstration_and_real_answers_never_meet(self):
        self.assertNotIn(self.code, self.report(data="real", period="2026").text)
        everything = self.report(period=self.period[:4]).text
        real = {row[0] for row in context.stack.sql("SELECT code FROM campaign WHERE NOT demo")}
        self.assertEqual({c for c in real if f"({c})" in everything}, set())

    def test_external_and_internal_stay_apart(self):
        external, internal = self.report().text, self.report(audience="internal").text
        self.assertIn("demo-ne-a2-", external)
        self.assertNotIn("demo-ne-a3-", external)
        self.assertIn("demo-ne-a3-", internal)
        self.assertNotIn("demo-ne-a2-", internal)

    def test_a_survey_that_reaches_beyond_is_cut_to_the_days(self):
        day, n = context.stack.sql(
            f"SELECT r.day, COUNT(*) FROM {RESPONSES} r JOIN campaign c ON c.id = r.campaign_id "
            f"WHERE c.code = '{self.code}' AND DAY(r.day) > 1 GROUP BY r.day LIMIT 1")[0]
        everything = self.admin.results(self.code)["responses"]
        text = self.report(**{"from": day, "to": day, "period": ""}).text
        self.assertIn(f"только ответы периода, {n} из {everything}", text)
        # Of internal ones nothing is cut: they belong to the day they closed on.
        self.assertNotIn("demo-ne-a3-", self.report(audience="internal", **{"from": day, "to": day}).text)

    def test_pains_of_the_surveys_stand_in_it(self):
        campaign = context.stack.sql(f"SELECT id FROM campaign WHERE code = '{self.code}'")[0][0]
        context.stack.sql(
            "INSERT INTO pain SET agency_id = (SELECT id FROM agency WHERE code = 'nenets'), audience = 'external', "
            "process = 'Процесс', process_group = '', kind = 'problem', text = 'Долгое ожидание', prevalence = 12.5, "
            "prevalence_unit = 'asked', prevalence_method = '', priority = 2, priority_method = '', linked = 0, "
            "responsible = 'Отдел', due_text = 'до конца года', organisation = '', period = '', source = '', "
            f"campaign_id = {campaign}")
        context.stack.sql("INSERT INTO pain_measure SELECT MAX(id), 1, 'Сократить срок', 1 FROM pain")
        text = self.report().text
        for word in ("Долгое ожидание", "1. Сократить срок (реинжиниринг)", "до конца года"):
            self.assertIn(word, text)
        self.assertNotIn("Долгое ожидание", self.report(audience="internal").text)

    def test_the_document_says_the_same(self):
        answer = self.report(path="/admin/report.odt")
        self.assertEqual(answer.headers["content-type"], "application/vnd.oasis.opendocument.text")
        book = zipfile.ZipFile(io.BytesIO(answer.body))
        self.assertIsNone(book.testzip())
        self.assertEqual(book.namelist()[0], "mimetype")
        self.assertEqual(book.getinfo("mimetype").compress_type, zipfile.ZIP_STORED)
        content = ElementTree.fromstring(book.read("content.xml"))
        styles = book.read("styles.xml").decode()
        page = self.report().text
        headings = ["".join(h.itertext()) for h in content.iter(TEXT + "h")][1:]
        shown = [re.sub(r"<[^>]+>", "", h) for h in re.findall(r"<h[234]>(.*?)</h[234]>", page, re.S)]
        self.assertEqual([h.replace("&amp;", "&") for h in shown], headings)
        self.assertEqual(len(list(content.iter(TABLE + "table"))), page.count("<table"))
        for style in set(re.findall(r'text:style-name="([^"]+)"', book.read("content.xml").decode())):
            self.assertIn(f'style:name="{style}"', styles)

    def test_wrong_choices(self):
        self.assertEqual(self.admin.get("/admin/report").status, 200)
        self.report(422, period="2026-Q9")
        self.report(422, **{"from": "2026-08-05", "to": "2026-08-01"})
        self.report(404, agency="nowhere")
        self.report(404, audience="both")
        self.assertEqual(self.admin.get("/admin/report.odt").status, 400)
        own = add_user("altai-reader", "analyst", "--agency", "altai")
        self.assertEqual(own.get(f"/admin/report?agency=nenets&period={self.period}").status, 404)


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.admin = Admin(context.stack)
        cls.code = newest("ne-a2")[0]

    def file(self, name, query="", code=None, admin=None, status=200):
        answer = (admin or self.admin).get(f"/admin/campaign/{code or self.code}/{name}{query}")
        self.assertEqual(answer.status, status, name)
        return answer

    def rows(self, name="answers.csv", query="", code=None):
        text = self.file(name, query, code).body.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    def test_every_response_adds_up_to_the_results(self):
        results = self.admin.results(self.code)
        for name in ("answers.csv", "answers-numbers.csv"):
            rows = self.rows(name)
            self.assertEqual(len(rows), results["responses"])
            for item in results["items"]:
                variable = "q" + item["id"].replace(".", "_")
                if item["type"] == "csi":
                    for which, counts in (("_r", item["ratings"]), ("_i", item["importances"])):
                        marks = [int(row[variable + which]) for row in rows if row[variable + which]]
                        self.assertEqual([marks.count(m) for m in range(1, 11)], counts, variable)

    def test_days_and_channels_are_those_stored_and_the_order_tells_no_more(self):
        rows = self.rows()
        stored = context.stack.sql(f"SELECT COALESCE(r.day, ''), COALESCE(r.channel, '') FROM {RESPONSES} r JOIN "
                                   f"campaign c ON c.id = r.campaign_id WHERE c.code = '{self.code}' "
                                   "ORDER BY r.day, r.channel, r.language, r.vector")
        self.assertEqual([[row["day"], row["channel"]] for row in rows], stored)
        answers = [[row["day"], row["channel"], *(int(v or 0) for k, v in row.items() if k.startswith("q"))]
                   for row in rows]
        self.assertEqual(answers, sorted(answers))
        self.assertNotRegex(self.file("answers.csv").text, r"[0-9a-fA-F]{32}")

    def test_the_filter_of_the_page_holds(self):
        day = next(row["day"] for row in self.rows() if row["day"])
        filtered = self.rows(query=f"?from={day}&to={day}")
        self.assertEqual({row["day"] for row in filtered}, {day})
        self.assertEqual(len(filtered), sum(row["day"] == day for row in self.rows()))

    def test_never_of_staff_nor_for_everybody(self):
        internal = newest("ne-a3")[0]
        for name in ("answers.csv", "answers-numbers.csv", "answers.sps"):
            self.file(name, code=internal, status=403)
            self.file(name, admin=add_user("report-head", "head"), status=403)
        self.file("codebook", code=internal)

    def test_each_file_is_noted(self):
        before = self.noted()
        self.file("answers.csv", admin=add_user("report-analyst", "analyst"))
        self.file("answers.csv", admin=add_user("report-head", "head"), status=403)
        self.assertEqual(self.noted(), before + 1)
        entry = context.stack.sql("SELECT a.object, a.after_json, s.login FROM audit a JOIN staff s ON s.id = "
                                  "a.staff_id WHERE a.action = 'answers.export' ORDER BY a.id DESC LIMIT 1")[0]
        self.assertEqual((entry[0], entry[2]), (f"campaign {self.code}", "report-analyst"))
        self.assertIn("answers.csv", entry[1])

    def noted(self):
        return int(context.stack.sql("SELECT COUNT(*) FROM audit WHERE action = 'answers.export'")[0][0])

    def test_the_codebook_knows_every_value(self):
        for code in (self.code, "ne-a3", "ra-p1", "al-srv", "uni-ext"):
            book = list(csv.reader(io.StringIO(self.file("codebook.csv", code=code).body.decode("utf-8-sig"),
                                               newline=""), delimiter=";"))
            start = next(i for i, row in enumerate(book) if row and row[0] == "Переменная")
            known = {row[0] for row in book[start + 1:] if len(row) > 5}
            self.assertGreater(len(known), 5)
            if code != self.code:
                continue
            self.assertEqual(set(self.rows()[0]) - known, set())
        self.assertEqual(Page(self.file("codebook").text).title[:18], "Кодировочная книга")
        self.assertEqual(self.file("codebook.xlsx").body[:2], b"PK")

    def test_the_syntax_names_what_the_file_has(self):
        syntax = self.file("answers.sps").body.decode("utf-8-sig")
        variables = [v for v in self.rows("answers-numbers.csv")[0]]
        self.assertIn(f"/FILE='{self.code}-answers-numbers.csv'", syntax)
        read = re.findall(r"^  (\w+) [A-Z]+\d+", syntax[:syntax.index("\n .\n")], re.M)
        self.assertEqual(read, variables)
        for variable in variables:
            self.assertIn(f"VARIABLE LABELS {variable} '", syntax)
        self.assertEqual(syntax.count("'") % 2, 0)

    def pspp(self, code, commands):
        """Rows of what it prints after it has read the file of a campaign."""
        with tempfile.TemporaryDirectory() as folder:
            for name in ("answers.sps", "answers-numbers.csv"):
                (pathlib.Path(folder) / f"{code}-{name}").write_bytes(self.file(name, code=code).body)
            syntax = pathlib.Path(folder) / f"{code}-answers.sps"
            with syntax.open("a", encoding="utf-8") as f:
                f.write(commands)
            done = subprocess.run(["pspp", "-O", "format=csv", syntax], cwd=folder, capture_output=True, text=True,
                                  timeout=60, env=dict(os.environ, LC_ALL="C.UTF-8"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for complaint in ("error", "warning"):
            self.assertNotIn(complaint, done.stdout + done.stderr)
        return [row for row in csv.reader(io.StringIO(done.stdout)) if row]

    @unittest.skipUnless(shutil.which("pspp"), "no pspp")
    def test_a_statistical_program_counts_the_same(self):
        item = next(i for i in self.admin.results(self.code)["items"] if i["type"] == "csi")
        variable = "q" + item["id"].replace(".", "_") + "_r"
        rows = self.pspp(self.code, f"DESCRIPTIVES {variable} /FORMAT=SERIAL.\n")
        row = next(r for r in rows if r[0].startswith(item["id"] + ". "))
        self.assertEqual(int(row[1]), item["n"])
        self.assertIn(f'{item["rating_mean"]:.2f}', row[2])

    @unittest.skipUnless(shutil.which("pspp"), "no pspp")
    def test_it_knows_levels_and_sets_of_answers(self):
        code = "sets-of-answers"
        context.stack.open_campaign("al-srv", code)
        for seed in range(6):
            Respondent(context.stack.client(), seed=seed).fill(context.stack.path(f"/survey/{code}"))
        items = self.admin.counted(code, 6)["items"]
        many = next(i for i in items if i["type"] == "multi")
        one = next(i for i in items if i["type"] == "single")
        mark = next(i for i in items if i["type"] == "scale")
        rows = self.pspp(code, "DISPLAY DICTIONARY.\nMRSETS /DISPLAY NAME=ALL.\n")
        levels = {row[0]: row[3] for row in rows if len(row) > 5}
        self.assertEqual([levels[f"q{i}"] for i in (one["id"], f'{many["id"]}_a1', mark["id"])],
                         ["Nominal", "Nominal", "Scale"])
        self.assertTrue(any(row[0] == f'$q{many["id"]}' for row in rows), rows)
        said = [cell for row in rows for cell in row]
        for label in ("выбран", "День ответа", many["options"][0]["text"]):
            self.assertTrue(any(label in cell for cell in said), label)


if __name__ == "__main__":
    unittest.main()
