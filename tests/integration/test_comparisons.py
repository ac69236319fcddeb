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


def holm(ps):
    """p of each name, corrected: the smallest times n, the next times n - 1 … never less than one before."""
    corrected, least = {}, 0
    for i, (name, p) in enumerate(sorted(ps.items(), key=lambda pair: pair[1])):
        corrected[name] = least = max(least, min(1, p * (len(ps) - i)))
    return corrected


def wilson(x, n, z=1.959963984540054):
    p, zz = x / n, z * z
    centre, half = (p + zz / 2 / n) / (1 + zz / n), z / (1 + zz / n) * math.sqrt(p * (1 - p) / n + zz / 4 / n / n)
    return 100 * (centre - half), 100 * (centre + half)


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

    def groups(self):
        """round-2 many times over, so that groups have a base: code of the profile -> what was sent."""
        if not hasattr(type(self), "many"):
            self.stack.open_campaign(QUESTIONNAIRE, "many")
            sent = [given(i, 5 + (i % 3 == 0) * 3, lambda i: "1" if i % 3 == 0 or i % 4 else "4") | {
                "q2": "inquiries" if i % 7 else "other", "q5": ("epgu", "post", "email")[i % 3]} for i in range(108)]
            for one in sent:
                Respondent(self.stack.client(), given=one, only_given=True).fill(self.stack.path("/survey/many"))
            self.admin.counted("many", len(sent), 300 if context.slow else 60)
            type(self).many = sent
        return self.many

    def same_groups(self, query, key, inside=lambda one: True):
        """Every group against the rest, worked out apart: p of shares and means, corrected; intervals; the total."""
        sent = [one for one in self.groups() if inside(one)]
        cut = self.json(f"/admin/campaign/many/cut.json?{query}")
        keys = [point["key"] for point in cut["points"]]
        self.assertEqual(set(keys), {key(one) for one in sent})
        self.assertEqual(cut["total"]["responses"], len(sent))
        share, mean = self.line(cut, "satisfied", "10"), self.line(cut, "rating", "7.1")
        tested = {"satisfied": {}, "rating": {}}
        for k in keys:
            a, b = ([one for one in sent if (key(one) == k) == same] for same in (True, False))
            if min(len(a), len(b)) < 30:
                continue
            x, y = ([one["q10"] == "1" for one in part] for part in (a, b))
            tested["satisfied"][k] = z_test(sum(x), len(x), sum(y), len(y))
            x, y = ([int(one["q7.1.rating"]) for one in part] for part in (a, b))
            tested["rating"][k] = welch(x, y)
        for line, kind in ((share, "satisfied"), (mean, "rating")):
            wanted = holm(tested[kind])
            for k, value in zip(keys, line["values"], strict=True):
                self.assertEqual(value["small_base"], sum(key(one) == k for one in sent) < 30)
                if k not in wanted:
                    self.assertEqual(value["change"], "few")
                    continue
                self.assertAlmostEqual(value["p"], wanted[k], 9)
                self.assertEqual(value["change"] != "chance", wanted[k] < .05, (kind, k, wanted))
        for k, value in zip(keys, share["values"], strict=True):
            mine = [one["q10"] == "1" for one in sent if key(one) == k]
            for end, got in zip(wilson(sum(mine), len(mine)), ("low", "high")):
                self.assertAlmostEqual(value[got], end, delta=.0501)
        self.assertEqual(share["total"]["base"], len(sent))
        self.assertAlmostEqual(share["total"]["value"], 100 * sum(one["q10"] == "1" for one in sent) / len(sent),
                               delta=.0501)
        return cut, tested

    def test_groups_against_the_rest(self):
        cut, tested = self.same_groups(f"by={WHO}", lambda one: one["q1"])
        self.assertEqual(len(tested["rating"]), 3)
        marked = {v["change"] for v in self.line(cut, "rating", "7.1")["values"]}
        self.assertIn("up", marked)
        self.same_groups(f"by={WHO}&is.8=1&is.8=2&is.8=3&is.8=4&is.8=5&is.8=6&is.8=7", lambda one: one["q1"],
                         lambda one: int(one["q8"]) < 8)
        self.same_groups("by=2", lambda one: one["q2"])  # one group is too small

    def test_groups_by_heading(self):
        """Channels under headings: online and not."""
        heading = {"epgu": "@онлайн-каналы", "email": "@онлайн-каналы", "post": "@офлайн-каналы"}
        cut, _ = self.same_groups("by=5&groups=1", lambda one: heading[one["q5"]])
        self.assertTrue(cut["groups"])
        page = self.get("/admin/campaign/many/cut?by=5&groups=1")
        for ending in ("csv", "xlsx", "json"):
            self.assertIn(f"cut.{ending}?by=5&amp;groups=1", page)
        link = re.search(r'href="/feedback(/admin/campaign/many\?is\.5=%40[^"]*)"', page)[1]
        table = next(t for t in Page(page).tables if "Все" in t[1])
        self.assertIn(f"Ответов в отборе: {table[2][1]} из 108.", Page(self.get(link)).text)
        self.assertIn("не объединены в группы", self.get(f"/admin/campaign/many/cut?by={WHO}&groups=1"))

    def test_links_of_groups(self):
        """The filter on the question of the groups is said anew; other filters stay."""
        self.groups()
        page = self.get(f"/admin/campaign/many/cut?by={WHO}&is.{WHO}=1&is.{WHO}=2&is.2=inquiries")
        self.assertIn(f'/admin/campaign/many?is.{WHO}=1&amp;is.2=inquiries"', page)
        self.assertIn(f'/admin/campaign/many?is.{WHO}=2&amp;is.2=inquiries"', page)
        self.assertNotIn(f'?is.{WHO}=3', page)

    def test_groups_on_the_page_and_in_files(self):
        self.groups()
        page = Page(self.get(f"/admin/campaign/many/cut?by={WHO}&question=10"))
        for words in ("значимо больше", "методу Холма", "n = 36", "Все"):
            self.assertIn(words, page.text)
        self.assertIn("меньше 30 ответов: приблизительно", Page(self.get("/admin/campaign/many/cut?by=2")).text)
        head = next(line for line in self.get(f"/admin/campaign/many/cut.csv?by={WHO}").split("\r\n")
                    if line.startswith('"Показатель"'))
        self.assertEqual(head, '"Показатель";"Группа";"Значение";"База";"Примечание";"95 %: от";"95 %: до";'
                               '"Разница с остальными";"Случайно ли (5 %)";"p с поправкой Холма"')
        self.assertIn(";<0,0001", self.get(f"/admin/campaign/many/cut.csv?by={WHO}").replace('"', ""))
        self.assertIn(";<0,0001", self.get("/admin/campaign/round-2/trend.csv").replace('"', ""))
        internal = self.json("/admin/campaign/ne-a3/cut.json")
        self.assertNotIn("total", internal)

    # Two questions

    def table(self, query):
        return self.json(f"/admin/campaign/many/cross.json?{query}")

    def same_table(self, got, sent, row, column):
        """Counts, expected counts, residuals, Cochran's rule, from what was sent; row and column give places."""
        pairs = [(row(one), column(one)) for one in sent]
        pairs = [p for p in pairs if None not in p]
        n, m = len(got["rows"]["answers"]), len(got["columns"]["answers"])
        counts = [[pairs.count((i, j)) for j in range(m)] for i in range(n)]
        self.assertEqual(got["counts"], counts)
        rows, columns, total = [sum(r) for r in counts], [sum(c) for c in zip(*counts)], len(pairs)
        expected = [[r * c / total for c in columns] for r in rows]
        taken = [e for r in expected for e in r if e]
        thin = sum(e < 5 for e in taken)
        self.assertEqual(got["tests"][0]["thin"], thin)
        self.assertAlmostEqual(got["tests"][0]["least"], min(taken), 9)
        self.assertEqual(got["tests"][0]["reliable"], 5 * thin <= len(taken) and min(taken) >= 1)
        for i, r in enumerate(rows):
            for j, c in enumerate(columns):
                self.assertAlmostEqual(got["expected"][i][j], expected[i][j], 9)
                if r in (0, total) or c in (0, total):
                    self.assertIsNone(got["residuals"][i][j])
                else:
                    z = (counts[i][j] - expected[i][j]) / math.sqrt(
                        expected[i][j] * (1 - r / total) * (1 - c / total))
                    self.assertAlmostEqual(got["residuals"][i][j], z, 9)

    def test_residuals(self):
        sent = self.groups()
        got = self.table(f"rows={WHO}&columns=7.1.rating")
        self.same_table(got, sent, lambda one: int(one["q1"]) - 1, lambda one: int(one["q7.1.rating"]) - 1)
        beyond = [z for row in got["residuals"] for z in row if z is not None and abs(z) > 1.96]
        self.assertTrue(beyond)
        raw = self.get(f"/admin/campaign/many/cross?rows={WHO}&columns=7.1.rating")
        table = raw[raw.index("<tbody"):raw.index("</tbody")]
        self.assertEqual(table.count("▲"), sum(z > 0 for z in beyond))
        self.assertEqual(table.count("▼"), sum(z < 0 for z in beyond))
        self.assertEqual(table.count("больше ожидаемого") + table.count("меньше ожидаемого"), len(beyond))
        self.assertNotIn("ожидается", table)
        self.assertIn("ожидается", self.get(f"/admin/campaign/many/cross?rows={WHO}&columns=7.1.rating&expected=1"))
        text = self.get(f"/admin/campaign/many/cross.csv?rows={WHO}&columns=7.1.rating")
        for words in ("Ожидаемые числа", "остатки", "<0,0001", "правило Кохрана"):
            self.assertIn(words, text)
        self.assertIn("<0,0001", Page(raw).text)

    def test_marks_put_together(self):
        sent = self.groups()
        got = self.table(f"rows={WHO}&columns=7.1.rating&bands=1")
        self.assertEqual(got["columns"]["answers"], ["1–7", "8–10"])
        self.same_table(got, sent, lambda one: int(one["q1"]) - 1, lambda one: int(int(one["q7.1.rating"]) > 7))
        self.assertEqual(self.table(f"rows=15&columns={WHO}&bands=1")["rows"]["answers"], ["0–6", "7–8", "9–10"])
        page = self.get(f"/admin/campaign/many/cross?rows={WHO}&columns=7.1.rating&bands=1")
        for ending in ("csv", "xlsx", "json"):
            self.assertIn(f"cross.{ending}?rows={WHO}&amp;columns=7.1.rating&amp;bands=1", page)
            self.get(f"/admin/campaign/many/cross.{ending}?rows={WHO}&columns=7.1.rating&bands=1")

    def test_without_answers_outside_the_base(self):
        whole = self.table(f"rows=10&columns={WHO}")
        base = self.table(f"rows=10&columns={WHO}&base=1")
        self.assertEqual(set(whole["rows"]["answers"]) - set(base["rows"]["answers"]), {"Затрудняюсь ответить"})

    def test_nothing_is_concluded_from_few(self):
        """One cell that expects less than 1 is enough; round-2 has 32 responses and ten marks."""
        got = self.json("/admin/campaign/round-2/cross.json?rows=7.1.rating&columns=8")
        self.assertFalse(got["tests"][0]["reliable"])
        page = Page(self.get("/admin/campaign/round-2/cross?rows=7.1.rating&columns=8")).text
        self.assertIn("Проверка здесь ненадёжна", page)
        self.assertNotIn("Ответы зависят", page)
        self.assertNotIn("Зависимость не", page)

    def test_beside_with_a_filter(self):
        query = f"external=round-2&internal=ne-a3&is.{WHO}=2"
        got = self.json(f"/admin/beside.json?{query}")
        self.assertEqual(got["external"]["figures"]["CSI"]["value"],
                         self.json(f"/admin/campaign/round-2/results.json?is.{WHO}=2")["indices"]["csi"]["overall"])
        self.assertIn("Кем Вы являетесь", got["external"]["filter"])
        self.assertNotIn("filter", got["internal"])
        self.assertEqual(got["internal"]["responses"], self.admin.results("ne-a3")["responses"])
        raw = self.get(f"/admin/beside?{query}")
        self.assertIn("Фильтр: Кем Вы являетесь", Page(raw).text)
        for ending in ("csv", "xlsx", "json"):
            self.assertIn(f"beside.{ending}?external=round-2&amp;internal=ne-a3&amp;is.{WHO}=2", raw)
        self.assertIn("фильтр", self.get(f"/admin/beside.csv?{query}"))
        self.assertIn(f"/admin/beside?external=round-2&amp;is.{WHO}=2", self.get(f"/admin/campaign/round-2?is.{WHO}=2"))
        answer = self.admin.get("/admin/beside?external=round-2&is.99=1")
        self.assertEqual(answer.status, 422)
        self.assertIn("Фильтр нельзя применить", Page(answer.text).text)
        self.assertEqual(self.admin.get("/admin/beside.json?external=round-2&is.99=1").status, 400)

    def test_the_list_of_tables_is_whole(self):
        listed = self.json("/admin/campaign/round-2/tables.json")
        for path in listed["tables"] + listed["pages"]:
            self.assertEqual(self.admin.get(path).status, 200, path)
        found = " ".join(listed["tables"] + listed["pages"])
        for part in ("trend.json?split=", "/text/12", "/texts?", "/texts.csv?", "/texts.xlsx?", "/topics?",
                     "/topics.csv?", "/topics.xlsx?", "/topics.json?", "/admin/report?", "/admin/report.odt?",
                     "beside.json"):
            self.assertIn(part, found)

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

    def test_beside_names_scales_days_and_demo(self):
        """NPS of 0–10 and of 1–10 are two figures: a row each."""
        got = self.json("/admin/beside.json?external=ra-p1&internal=ne-a3")
        for side in ("external", "internal"):
            self.assertFalse(got[side]["demo"])
            self.assertEqual(got[side]["as_of"], self.admin.results(got[side]["campaign"])["as_of"])
        external, internal = ([name for name in got[side]["figures"] if name.startswith("NPS")]
                              for side in ("external", "internal"))
        self.assertEqual(external, ["NPS (шкала 0–10, критики 0–6)"])
        self.assertEqual(internal, ["NPS (шкала 1–10, критики 1–6)"])
        page = Page(self.get("/admin/beside?external=ra-p1&internal=ne-a3")).text
        for name in external + internal:
            self.assertIn(name, page)
        figure = self.json("/admin/beside.json?external=round-2&internal=ne-a3")["external"]["figures"]["CSI"]
        overall = self.admin.results("round-2")["indices"]["figures"][0]
        self.assertEqual((figure["low"], figure["high"], figure["base"]), (overall["low"], overall["high"], overall["n"]))

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
        self.assertIn('"95 %: от";"95 %: до";"База"', head)
