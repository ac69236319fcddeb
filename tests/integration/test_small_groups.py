"""What staff may see of small groups when the box is not opened ballot by ballot."""

import json
import re
import time
import unittest

import context
from cells import csv_rows
from page import Page
from respondent import Respondent
from stack import Admin, Stack, until

K = 5
ALIKE = {"q1": "1", "q7": "1", "q8": "2"}  # of NE-A3; the rest differs by respondent


class SmallGroups(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = Stack(context.stack.build, context.stack.server, context.stack.wrap, batch=2 * K)
        cls.addClassCleanup(cls.stack.remove)
        cls.stack.start()
        cls.addClassCleanup(cls.stack.stop)
        cls.admin = Admin(cls.stack)

    def answer(self, code, n, given):
        for seed in range(n):
            one = Respondent(self.stack.client(), seed=seed, given=given(seed), only_given=True)
            one.fill(self.stack.path(f"/survey/{code}"))

    def close(self, code):
        self.stack.sql(f"UPDATE campaign SET state = 'closed', closed_at = {int(time.time()) - 7200} "
                       f"WHERE code = '{code}'")
        until(lambda: self.stack.sql(f"SELECT state FROM campaign WHERE code = '{code}'") == [["counted"]], 60)

    def open(self, questionnaire, code):
        self.stack.open_campaign(questionnaire, code, "--working-days", "5")

    def texts(self, code):
        return self.admin.get(f"/admin/campaign/{code}/text/3.1").status

    def test_internal(self):
        self.open("ne-a3", "small-int")
        self.answer("small-int", K + 1, lambda i: ALIKE | {
            "q9": str(1 + i % 2), "q3.1": f"текст {i}", **({"q6.1": "1"} if i else {})})
        time.sleep(5)  # two rounds of the counter
        before = self.admin.results("small-int")
        self.assertEqual((before["responses"], before["waiting"]), (0, K + 1))
        self.assertTrue(all(item["hidden"] and item["n"] is None for item in before["items"]))
        page = Page(self.admin.get("/admin/campaign/small-int").text)
        self.assertIn("после закрытия", page.text)
        self.assertNotIn("Ответы на вопросы", page.text)
        self.assertEqual(self.texts("small-int"), 404)
        self.assertEqual(self.admin.get("/admin/campaign/small-int/texts.csv").status, 404)
        self.close("small-int")
        after = self.admin.results("small-int")
        items = {item["id"]: item for item in after["items"]}
        self.assertEqual((after["responses"], after["waiting"]), (K + 1, 0))
        self.assertEqual((items["9"]["n"], items["9"].get("hidden")), (K + 1, None))
        for alike in ("1", "7", "8", "6.1"):
            self.assertTrue(items[alike]["hidden"], alike)
            self.assertIsNone(items[alike]["n"])
            self.assertTrue(all(o["n"] is None and o["share"] is None for o in items[alike]["options"]))
        self.assertIsNone(after["indices"]["satisfaction"]["overall"])
        self.assertEqual(self.texts("small-int"), 200)
        lines = self.admin.get("/admin/campaign/small-int/texts.csv").text.splitlines()
        rows = [line.split(";") for line in lines if '"текст ' in line]
        self.assertEqual(sorted(row[1] for row in rows), [f'"текст {i}"' for i in range(K + 1)])
        self.assertEqual({(row[0], *row[2:]) for row in rows}, {(rows[0][0], '"нет"', "")})  # nothing beside a text
        for part in ("texts?is.9=1", "texts.csv?channel=site", "topics.json?from=2026-01-01"):
            self.assertEqual(self.admin.get(f"/admin/campaign/small-int/{part}").status, 403, part)
        text = Page(self.admin.get("/admin/campaign/small-int").text).text
        self.assertIn("Скрыто: малая группа", text)
        self.assertNotIn("пробной работы", text)

    def test_the_analysis_names_hidden_rows(self):
        """Rows without figures, and questions of such rows alone in a line: no empty table."""
        self.open("ne-a3", "small-report")
        self.answer("small-report", K + 1, lambda i: ALIKE | {
            "q9": str(1 + i % 2), "q4.1": str(1 + i % 2), "q4.2": "1", "q6.1": "1", "q6.2": "1"})
        self.close("small-report")
        year = time.gmtime().tm_year
        text = self.admin.get(f"/admin/report?agency=nenets&audience=internal&from={year - 1}-01-01&"
                              f"to={year + 1}-12-31").text
        row = re.search(r'<th scope="row">4\.2\.[^<]*: скрыто[^<]*</th>(.*?)</tr>', text, re.S)[1]
        self.assertEqual(set(re.findall(r">([^<]+)<", row)), {"—"})
        self.assertRegex(text, r'<th scope="row">4\.1\.[^<:]*</th><td class="n">6</td>')
        self.assertRegex(text, r'<p class="hint">6\. [^<]*: скрыто')
        self.assertNotRegex(text, r"<caption>6\. [^<]*\(small-report\)")

    def test_number_of_hidden_texts(self):
        """What few wrote is not read, and not counted on the landing page either."""
        self.open("ne-a3", "small-text")
        self.answer("small-text", K + 1, lambda i: ALIKE | {
            "q9": str(1 + i % 2), **({"q3.1": f"текст {i}"} if i < K - 1 else {})})
        self.close("small-text")
        title = self.stack.sql("SELECT title FROM campaign WHERE code = 'small-text'")[0][0]
        self.assertEqual(self.stack.sql("SELECT COUNT(*) FROM remark r JOIN campaign c ON c.id = r.campaign_id "
                                        "WHERE c.code = 'small-text'"), [[str(K - 1)]])
        self.assertEqual(self.admin.get("/admin/campaign/small-text/text/3.1").status, 404)
        self.assertNotIn("текст 0", self.admin.get("/admin/campaign/small-text/texts.csv").text)
        home = self.admin.get("/admin").text
        self.assertNotIn("/admin/campaign/small-text/coding", home)
        self.assertNotIn([title, str(K - 1), str(K - 1)], [r for t in Page(home).tables for r in t])

    def test_topics_of_texts_that_may_be_read(self):
        """The analysis counts them as the page of topics does: of a hidden item none."""
        self.open("ne-a3", "small-topics")
        self.answer("small-topics", K + 1, lambda i: ALIKE | {
            "q9": str(1 + i % 2), "q3.2": f"замечание {i}", **({"q3.1": f"текст {i}"} if i < K - 1 else {})})
        self.close("small-topics")
        own = "(SELECT id FROM campaign WHERE code = 'small-topics')"
        self.stack.sql(
            f"INSERT INTO text_reading SELECT campaign_id, id, (SELECT MIN(id) FROM staff) FROM remark WHERE "
            f"campaign_id = {own}; INSERT INTO text_topic SELECT campaign_id, id, (SELECT MIN(id) FROM staff), "
            f"'planning' FROM remark WHERE campaign_id = {own}")
        items = json.loads(self.admin.get("/admin/campaign/small-topics/topics.json").text)["items"]
        self.assertEqual([(i["id"], i["read"]) for i in items], [("3.2", K + 1)])
        year = time.gmtime().tm_year
        text = Page(self.admin.get(f"/admin/report?agency=nenets&audience=internal&from={year - 1}-01-01&"
                                   f"to={year + 1}-12-31").text).text
        self.assertIn(f"Прочитано и отнесено к темам текстов: {K + 1}.", text)
        self.assertRegex(text, rf"Планирование закупок \({K + 1}\)\.")
        listed = json.loads(self.admin.get("/admin/campaign/small-topics/tables.json").text)["pages"]
        for name in ("texts.csv", "texts.xlsx", "topics.csv", "topics.xlsx", "topics.json"):
            self.assertIn(f"/admin/campaign/small-topics/{name}?version=1", listed)
        for path in listed:
            self.assertEqual(self.admin.get(path).status, 200, path)

    def listed(self, code, groups):
        """An internal campaign, closed, whose answers to question 2 part it into such groups."""
        self.open("ar-int", code)
        seeds = [group for group, n in enumerate(groups, 1) for _ in range(n)]
        self.answer(code, len(seeds), lambda i: {
            "q1": "documents", "q2": str(seeds[i]), "q3": str(1 + i % 4), "q4.1": str(1 + i % 2)})

    def cut(self, code, query="by=2", page="cut.json"):
        return self.admin.get(f"/admin/campaign/{code}/{page}?{query}")

    def test_listed_cuts(self):
        self.listed("listed", (K, K + 2))
        self.assertEqual(self.cut("listed").status, 403)  # not closed
        self.close("listed")
        got = json.loads(self.cut("listed").text)
        self.assertEqual([point["responses"] for point in got["points"]], [K, K + 2])
        shown = {line["item"] for line in got["lines"] if line["values"][0].get("value") is not None
                 and "item" in line}
        self.assertEqual(shown, {"3", "4.1"})  # 2 is all alike in each group
        for query, page in (("by=3", "cut.json"), ("by=4.1", "cut"), ("by=2&is.1=documents", "cut.json"),
                            ("by=2&channel=site", "cut.csv"), ("by=month", "trend.json"), ("by=year", "trend"),
                            ("is.2=1", "trend.json"), ("rows=2&columns=3", "cross.json"),
                            ("is.2=1", "text/5"), ("is.2=1", "results.json")):
            self.assertEqual(self.cut("listed", query, page).status, 403, (query, page))
        tables = json.loads(self.cut("listed", "", "tables.json").text)
        self.assertFalse(tables["free"])
        for path in tables["tables"]:
            self.assertEqual(self.admin.get(path).status, 200, path)
        self.assertIn("/admin/campaign/listed/cut.json?by=2", tables["tables"])
        self.assertIn("каждая группа достаточно велика", Page(self.cut("listed", "", "cut").text).text)
        rounds = json.loads(self.cut("listed", "", "trend.json").text)
        self.assertIn("listed", [point["campaign"] for point in rounds["points"]])

    def test_a_permanent_survey_is_not_compared(self):
        """Its months are shown, and stand in no series of rounds before it is closed."""
        self.listed("forever", (K, K + 2))
        self.close("forever")
        own = "WHERE code = 'forever'"
        closes, closed = self.stack.sql(f"SELECT closes_on, closed_at FROM campaign {own}")[0]
        for permanent, state, said in ((0, "counted", False), (1, "open", True), (1, "counted", False)):
            self.stack.sql(f"UPDATE campaign SET permanent = {permanent}, state = '{state}', "
                           f"closes_on = {'NULL' if permanent else repr(closes)}, "
                           f"closed_at = {closed if state == 'counted' else 'NULL'} {own}")
            self.assertGreater(self.admin.results("forever")["responses"], 0)
            page = Page(self.cut("forever", "", "trend").text).text
            self.assertEqual("постоянный опрос внутренних клиентов не сопоставляется" in page, said, page)
            self.assertNotIn("ещё не закрыт", page)
            points = json.loads(self.cut("forever", "", "trend.json").text)["points"]
            self.assertEqual("forever" in [point["campaign"] for point in points], not said)
            self.assertEqual(self.cut("forever").status, 403 if permanent else 200)

    def test_no_cut_with_a_small_group(self):
        self.listed("unlisted", (K + 3, K - 1))
        self.close("unlisted")
        self.assertEqual(self.admin.results("unlisted")["responses"], 2 * K + 2)
        self.assertEqual(self.cut("unlisted").status, 403)
        tables = json.loads(self.cut("unlisted", "", "tables.json").text)["tables"]
        self.assertNotIn("/admin/campaign/unlisted/cut.json?by=2", tables)

    def test_what_is_promised(self):
        """The rule as it is, no trial: on the form and on the poster."""
        self.open("ne-a2", "small-rule")
        form = Page(self.stack.client().get(self.stack.path("/survey/small-rule")).text).text
        self.assertIn(f"не менее {2 * K} или опрос не будет закрыт", " ".join(form.split()))
        self.assertNotIn("пробная установка", form)
        poster = self.admin.get("/admin/campaign/small-rule/poster").text
        self.assertIn("Анонимно:", poster)
        self.assertNotIn("пробная установка", poster)

    def test_fewer_than_k(self):
        self.open("ne-a2", "small-ext")
        self.answer("small-ext", K - 1, lambda i: {"q1.rating": "9", "q1.importance": str(1 + i)})
        self.close("small-ext")
        got = self.admin.results("small-ext")
        self.assertEqual(got["responses"], K - 1)
        self.assertTrue(all(item["hidden"] and item["csi"] is None for item in got["items"]))
        self.assertIsNone(got["indices"]["csi"]["overall"])
        self.assertIn("Ответов меньше 5", Page(self.admin.get("/admin/campaign/small-ext").text).text)
        # Facts about the campaign, and no figure.
        rows = csv_rows(self.admin.get("/admin/campaign/small-ext/results.csv").text)[1:]
        self.assertEqual({row[3]: row[5] for row in rows if row[5] is not None},
                         {"Подсчитано ответов": K - 1, "Ожидают подсчёта в урне": 0, "Наименьшая группа": K})
        self.assertFalse([row for row in rows if any(row[:3]) or any(row[6:])])
        draft = self.admin.get("/admin/pain/new?campaign=small-ext&item=1")
        self.assertEqual(draft.status, 200)
        self.assertNotIn("CSI", Page(draft.text).form("text").pairs()[5][1])

    def test_external_with_k_is_free(self):
        self.open("ne-a2", "enough-ext")
        self.answer("enough-ext", K, lambda i: {"q1.rating": "9", "q1.importance": "9"})
        self.close("enough-ext")
        item = self.admin.results("enough-ext")["items"][0]
        self.assertEqual((item["n"], item["csi"], item["level"], item.get("hidden")), (K, 81.0, "high", None))

    def test_external_with_fewer_than_k_is_shown_by_no_period(self):
        """A version may have fewer than k of a batch; k stands for that here."""
        self.open("ne-a2", "period-ext")
        self.answer("period-ext", K, lambda i: {"q1.rating": "9", "q1.importance": "9"})
        self.close("period-ext")
        for k, shown in ((K, True), (K + 1, False)):
            self.stack.sql(f"UPDATE campaign SET k = {k}, batch_min = {2 * k} WHERE code = 'period-ext'")
            for by in ("by=month", "by=quarter", "by=half", "by=year", "split=2020-01-01"):
                trend = json.loads(self.admin.get(f"/admin/campaign/period-ext/trend.json?{by}").text)
                self.assertEqual("period-ext" in [p["campaign"] for p in trend["points"]] or trend["undated"] == K,
                                 shown, (by, trend))
                self.assertEqual(any(f"меньше {k}" in why for why in trend["left_out"]), not shown, by)


class TrialOfSeveral(unittest.TestCase):
    """A batch below twice k: a trial, and every page says so."""

    @classmethod
    def setUpClass(cls):
        cls.stack = Stack(context.stack.build, context.stack.server, context.stack.wrap, batch=3)
        cls.addClassCleanup(cls.stack.remove)
        cls.stack.start()
        cls.addClassCleanup(cls.stack.stop)
        cls.admin = Admin(cls.stack)

    def answer(self, n):
        for seed in range(n):
            Respondent(self.stack.client(), seed=seed).fill(self.stack.path("/survey/ne-a3"))

    def test_internal_results_come_with_the_third_answer(self):
        self.answer(2)
        time.sleep(5)  # two rounds of the counter
        got = self.admin.results("ne-a3")
        self.assertEqual((got["responses"], got["waiting"]), (0, 2))
        self.answer(1)
        until(lambda: self.admin.results("ne-a3")["waiting"] == 0, 30, "an opened box")
        got = self.admin.results("ne-a3")
        self.assertEqual(got["responses"], 3)
        self.assertFalse(any(item.get("hidden") for item in got["items"]))
        self.assertIn("пробной работы", Page(self.admin.get("/admin/campaign/ne-a3").text).text)

    def test_every_page_says_so(self):
        # One whose own, frozen rule is the real one, too.
        self.stack.sql("UPDATE campaign SET batch_min = 10 WHERE code = 'ne-a2'")
        client = self.stack.client()
        for path in ("/survey/ne-a2", "/survey/ne-a2/paper", "/survey/ne-a2/thanks", "/survey/ra-p1"):
            with self.subTest(path):
                self.assertIn("пробная установка", client.get(self.stack.path(path)).text)
        self.assertIn("пробная установка", self.admin.get("/admin/campaign/ne-a2/poster").text)
