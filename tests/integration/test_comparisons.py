"""Rounds, periods, agencies and groups beside each other, against results.json and sums of its own."""

import json
import math
import re
import unittest

import context
from blocks import part
from page import Page
from respondent import Respondent
from stack import Admin
from test_admin import add_user

QUESTIONNAIRE = "ra-p1"
# code, opened on, how many, mark of the ratings, answer to the overall question by number
ROUNDS = (("round-1", "2026-01-12", 31, 5, lambda i: "1" if i % 2 else "4"),
          ("round-2", "2026-04-13", 32, 9, lambda i: "1" if i % 8 else "4"))
ALL = sum(r[2] for r in ROUNDS)
WHO = "1"  # item that says who answers
SHOWN = {"row-csi": "csi", "rating": "rating_mean", "importance": "importance_mean", "mean": "mean",
         "nps": "nps", "satisfied": "satisfied", "share-8-10": "share_8_10"}


def given(i, mark, overall):
    """Marks of 7.1 around the one given; the profile and the reasons by number."""
    return {"q1": str(1 + i % 3), "q6": "1", "q10": overall(i), "q4": str(1 + i % 4), "q8": str(1 + i % 10),
            "q7.1.rating": str(min(10, mark + i % 2)), "q7.1.importance": str(7 + i % 3),
            "q12": f"нужно {i}", "q15": str(i % 11)}


def z_test(x1, n1, x2, n2):
    p = (x1 + x2) / (n1 + n2)
    z = (x2 / n2 - x1 / n1) / math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2))
    return math.erfc(abs(z) / math.sqrt(2))


def t_tail(t, df, steps=20000):
    """Two-sided p of Student's t: Simpson's rule over its density."""
    c = math.exp(math.lgamma((df + 1) / 2) - math.lgamma(df / 2)) / math.sqrt(df * math.pi)
    h = abs(t) / steps
    f = [c * (1 + (i * h) ** 2 / df) ** (-(df + 1) / 2) for i in range(steps + 1)]
    return 1 - 2 * h / 3 * (f[0] + f[-1] + 4 * sum(f[1:-1:2]) + 2 * sum(f[2:-1:2]))


def welch(x, y):
    n, m = len(x), len(y)
    a, b = sum(x) / n, sum(y) / m
    u = sum((v - a) ** 2 for v in x) / (n - 1) / n
    v = sum((w - b) ** 2 for w in y) / (m - 1) / m
    return t_tail((b - a) / math.sqrt(u + v), (u + v) ** 2 / (u * u / (n - 1) + v * v / (m - 1)))


class Comparisons(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.admin = Admin(cls.stack)
        cls.sent = {}
        for code, day, n, mark, overall in ROUNDS:
            cls.stack.open_campaign(QUESTIONNAIRE, code)
            cls.sent[code] = [given(i, mark, overall) for i in range(n)]
            for one in cls.sent[code]:
                Respondent(cls.stack.client(), given=one, only_given=True).fill(cls.stack.path(f"/survey/{code}"))
        for code, day, n, mark, overall in ROUNDS:
            cls.admin.counted(code, n, 300 if context.slow else 60)
            cls.stack.sql(f"UPDATE campaign SET opens_on = '{day}' WHERE code = '{code}'; "
                          f"UPDATE response_block SET day = '{day}' WHERE campaign_id = "
                          f"(SELECT id FROM campaign WHERE code = '{code}')")

    def get(self, path):
        answer = self.admin.get(path)
        self.assertEqual(answer.status, 200, path)
        return answer.text

    def json(self, path):
        return json.loads(self.get(path))

    def points_of(self, trend, *keys):
        """Places of the points with these keys: other tests open campaigns of the questionnaire, too."""
        at = {point["key"]: i for i, point in enumerate(trend["points"])}
        return [at[key] for key in keys]

    def same_as_results(self, trend, at, results):
        """Every figure of a point is the one of results.json."""
        items = {item["id"]: item for item in results["items"]}
        seen = 0
        self.assertEqual(trend["points"][at]["responses"], results["responses"])
        for line in trend["lines"]:
            value, kind = line["values"][at], line["kind"]
            if kind == "csi":
                self.assertEqual(value["value"], results["indices"]["csi"]["overall"])
            elif kind == "satisfaction":
                self.assertEqual(value["value"], results["indices"]["satisfaction"]["overall"])
            elif kind == "option":
                options = {o["code"]: o for o in items[line["item"]]["options"]}
                self.assertEqual(value["value"], options[line["option"]]["share"], line["text"])
            elif kind in SHOWN:
                self.assertEqual(value["value"], items[line["item"]][SHOWN[kind]], line["text"])
            else:
                continue
            seen += 1
        self.assertGreater(seen, 40)

    def line(self, trend, kind, item=None):
        return next(line for line in trend["lines"] if line["kind"] == kind and line.get("item") == item)

    def test_rounds(self):
        trend = self.json("/admin/campaign/round-2/trend.json")
        first, second = self.points_of(trend, "round-1", "round-2")
        self.assertEqual(second, first + 1)
        for at, (code, *_) in zip((first, second), ROUNDS):
            self.same_as_results(trend, at, self.admin.results(code))

    def test_tests(self):
        """p of a share and of a mean, worked out apart."""
        trend = self.json("/admin/campaign/round-2/trend.json")
        _, at = self.points_of(trend, "round-1", "round-2")
        old, new = self.sent["round-1"], self.sent["round-2"]
        share = self.line(trend, "satisfied", "10")["values"][at]
        x, y = ([one["q10"] == "1" for one in sent] for sent in (old, new))
        self.assertAlmostEqual(share["p"], z_test(sum(x), len(x), sum(y), len(y)), 9)
        self.assertEqual(share["change"], "up")
        mean = self.line(trend, "rating", "7.1")["values"][at]
        x, y = ([int(one["q7.1.rating"]) for one in sent] for sent in (old, new))
        self.assertAlmostEqual(mean["p"], welch(x, y), 9)
        self.assertEqual((mean["change"], mean["base"]), ("up", len(new)))
        chance = self.line(trend, "mean", "8")["values"][at]
        x, y = ([int(one["q8"]) for one in sent] for sent in (old, new))
        self.assertAlmostEqual(chance["p"], welch(x, y), 9)
        self.assertEqual(chance["change"], "chance")

    def test_periods(self):
        """Days of two campaigns in one: each period is what its filter gives."""
        cid = "(SELECT id FROM campaign WHERE code = 'round-2')"
        part(self.stack, "round-2")
        self.stack.sql(f"UPDATE response_block SET day = '2026-08-03' WHERE campaign_id = {cid} ORDER BY id LIMIT 12")
        self.addCleanup(self.stack.sql, f"UPDATE response_block SET day = '2026-04-13' WHERE campaign_id = {cid}")
        for by, keys in (("month", ["2026-04", "2026-08"]), ("quarter", ["2026-Q2", "2026-Q3"]),
                         ("half", ["2026-H1", "2026-H2"]), ("year", ["2026"])):
            trend = self.json(f"/admin/campaign/round-2/trend.json?by={by}")
            self.assertEqual([point["key"] for point in trend["points"]], keys)
            for at, key in enumerate(keys):
                self.same_as_results(trend, at, self.json(f"/admin/campaign/round-2/results.json?period={key}"))
        few = self.line(self.json("/admin/campaign/round-2/trend.json?by=month"), "mean", "8")["values"][1]
        self.assertEqual((few["change"], few["base"]), ("few", 12))
        self.assertNotIn("p", few)

    def test_before_and_after(self):
        trend = self.json("/admin/campaign/round-2/trend.json?split=2026-02-01&channel=")
        before, after = self.points_of(trend, "before", "after")
        self.same_as_results(trend, before, self.admin.results("round-1"))
        self.assertEqual(trend["points"][after]["campaign"] in ("round-2", None), True)
        page = self.get("/admin/campaign/round-2/trend?split=2026-02-01&question=10")
        self.assertIn("до 01.02.2026", page)
        self.assertIn("▲", page)

    def test_filter(self):
        query = f"is.{WHO}=2"
        trend = self.json(f"/admin/campaign/round-2/trend.json?{query}")
        first, second = self.points_of(trend, "round-1", "round-2")
        for at, (code, *_) in zip((first, second), ROUNDS):
            self.same_as_results(trend, at, self.json(f"/admin/campaign/{code}/results.json?{query}"))
        page = self.get(f"/admin/campaign/round-2/trend?{query}")
        for ending in ("csv", "xlsx", "json"):
            self.assertIn(f"trend.{ending}?by=round&amp;is.{WHO}=2", page)

    def test_what_is_no_trend(self):
        for query in ("by=day", "by=split", "split=soon"):
            self.assertEqual(self.admin.get(f"/admin/campaign/round-2/trend?{query}").status, 400, query)
        self.assertEqual(self.admin.get("/admin/campaign/round-2/trend?is.1=99").status, 422)

    def test_groups(self):
        for by in (WHO, "4"):
            cut = self.json(f"/admin/campaign/round-2/cut.json?by={by}")
            self.assertEqual(sum(point["responses"] for point in cut["points"]), len(self.sent["round-2"]))
            for at, point in enumerate(cut["points"]):
                self.same_as_results(cut, at, self.json(f"/admin/campaign/round-2/results.json?is.{by}={point['key']}"))
        page = self.get(f"/admin/campaign/round-2/cut?by={WHO}&question=10")
        self.assertIn(f"/admin/campaign/round-2?is.{WHO}=1", page)
        for ending in ("csv", "xlsx"):
            self.get(f"/admin/campaign/round-2/cut.{ending}?by={WHO}")
        self.assertEqual(self.admin.get("/admin/campaign/round-2/cut?by=10").status, 400)

    def test_texts_of_the_filter(self):
        texts = {one["q12"] for one in self.sent["round-2"] if one["q1"] == "2"}
        page = self.get(f"/admin/campaign/round-2/text/12?is.{WHO}=2")
        self.assertIn(f"Текстов: {len(texts)}.", Page(page).text)
        self.assertEqual(set(re.findall(r"нужно \d+", page)), texts)
        page = self.get(f"/admin/campaign/round-2?is.{WHO}=2")
        self.assertLessEqual(set(re.findall(r"нужно \d+", page)), texts)
        link = re.search(rf'href="[^"]*(/admin/pain/new\?campaign=round-2&amp;item=12&amp;text=[^"]*)"', page)[1]
        self.assertTrue(link.endswith(f"&amp;is.{WHO}=2"), link)

    def test_pain_of_the_filter(self):
        draft = Page(self.get(f"/admin/pain/new?campaign=round-2&item=10&is.{WHO}=2")).form("text")
        fields = dict(draft.pairs())
        base = sum(one["q1"] == "2" for one in self.sent["round-2"])
        self.assertIn("отбор: Кем Вы являетесь?", fields["source"])
        self.assertIn(f"{base}", fields["prevalence_method"])

    def test_cross_of_any_two(self):
        sent = self.sent["round-2"]
        got = self.json("/admin/campaign/round-2/cross.json?rows=7.1.rating&columns=1")
        self.assertEqual(got["n"], len(sent))
        wanted = [[sum((one["q7.1.rating"], one["q1"]) == (str(a), str(b)) for one in sent)
                   for b in range(1, len(got["columns"]["answers"]) + 1)] for a in range(1, 11)]
        self.assertEqual(got["counts"], wanted)
        total = len(sent)
        chi = sum((n - sum(row) * column / total) ** 2 / (sum(row) * column / total)
                  for row in wanted if sum(row) for n, column in zip(row, map(sum, zip(*wanted))) if column)
        self.assertAlmostEqual(got["tests"][0]["chi_square"], chi, 9)
        for query in ("rows=2&columns=8", "rows=7.1.importance&columns=7.1.rating", "rows=5&columns=15"):
            self.get(f"/admin/campaign/round-2/cross?{query}&shares=column")
            for ending in ("csv", "xlsx", "json"):
                self.get(f"/admin/campaign/round-2/cross.{ending}?{query}")

    def test_several_answers(self):
        """AL-SRV asks for several difficulties: each is tested by itself."""
        self.stack.open_campaign("al-srv", "several")
        sent = [{"q1": "1", "q4": "1", "q7": "9", "q8": ["1", "2"] if i % 3 else "2"} for i in range(6)]
        for seed, one in enumerate(sent):
            Respondent(self.stack.client(), seed=seed, given={"q8": one["q8"]}).fill(
                self.stack.path("/survey/several"))
        self.admin.counted("several", len(sent), 300 if context.slow else 60)
        got = self.json("/admin/campaign/several/cross.json?rows=8&columns=4")
        self.assertTrue(got["rows"]["several"])
        self.assertEqual(got["rows"]["n"][:2], [4, 6])
        self.assertEqual(len(got["tests"]), len(got["rows"]["answers"]))
        self.assertIn("Проверка каждого ответа", self.get("/admin/campaign/several/cross?rows=8&columns=4"))

    def test_agencies(self):
        for code in ("uni-ext", "ar-uni-ext"):
            Respondent(self.stack.client(), seed=1).fill(self.stack.path(f"/survey/{code}"))
            self.admin.counted(code, self.admin.results(code)["responses"] or 1)
        trend = self.json("/admin/campaign/ar-uni-ext/trend.json?by=agency")
        keys = [point["key"] for point in trend["points"]]
        self.assertEqual((keys[0], set(keys)), ("arkhangelsk", {"arkhangelsk", "urus-martan"}))
        self.assertTrue(trend["left_out"])  # lists of services are each agency's own
        scoped = add_user("one-agency", "analyst", "--agency", "arkhangelsk")
        answer = scoped.get("/admin/campaign/ar-uni-ext/trend.json?by=agency")
        self.assertEqual([point["key"] for point in json.loads(answer.text)["points"]], ["arkhangelsk"])
        self.assertEqual(scoped.get("/admin/beside?external=round-2").status, 404)

    def test_side_by_side(self):
        got = self.json("/admin/beside.json?external=round-2&internal=ne-a3")
        self.assertEqual(got["external"]["figures"]["CSI"]["value"],
                         self.admin.results("round-2")["indices"]["csi"]["overall"])
        self.assertEqual(got["internal"]["campaign"], "ne-a3")
        page = Page(self.get("/admin/beside?external=round-2&internal=ne-a3")).text
        self.assertIn("общего итога нет", page)
        for query in ("external=ne-a3", "internal=round-2"):
            self.assertEqual(self.admin.get(f"/admin/beside?{query}").status, 400, query)
        for ending in ("csv", "xlsx"):
            self.get(f"/admin/beside.{ending}?external=round-2")

    def test_without_a_day(self):
        of = "WHERE campaign_id = (SELECT id FROM campaign WHERE code = 'round-1')"
        part(self.stack, "round-1")
        self.addCleanup(self.stack.sql, f"UPDATE response_block SET day = '{ROUNDS[0][1]}' {of}")
        self.stack.sql(f"UPDATE response_block SET day = NULL {of} LIMIT 3")
        path = "/admin/campaign/round-1/trend"
        self.assertEqual(self.json(f"{path}.json?by=month")["undated"], 3)
        for page in (f"{path}?by=month", f"{path}.csv?by=month"):
            self.assertIn("ответов без даты: 3", self.get(page), page)

    def test_made_up_beside_real(self):
        demo = "UPDATE campaign SET demo = {} WHERE code = 'round-1'"
        self.addCleanup(self.stack.sql, demo.format(0))
        self.stack.sql(demo.format(1))
        query = "external=round-1&internal=ne-a3"
        answer = self.admin.get(f"/admin/beside?{query}")
        page = Page(answer.text)
        self.assertEqual(answer.status, 422)
        self.assertIn("рядом они не показываются", page.text)
        self.assertNotIn("общего итога нет", page.text)
        self.assertTrue(any("external" in f.names() for f in page.forms))  # another choice at once
        for ending in ("json", "csv", "xlsx"):
            self.assertEqual(self.admin.get(f"/admin/beside.{ending}?{query}").status, 400, ending)

    def test_files(self):
        table = self.get("/admin/campaign/round-2/trend.csv?by=round")
        self.assertIn("значимо больше", table)
        self.assertTrue(self.admin.get("/admin/campaign/round-2/trend.xlsx").body.startswith(b"PK"))
        page = self.get("/admin/campaign/round-2")
        self.assertIn("Всего за период", page)  # beside the reasons (AMB-27)
        head = self.get("/admin/campaign/round-2/results.csv").split("\r\n")[0]
        self.assertTrue(head.endswith('"95 %: от";"95 %: до"'), head)
