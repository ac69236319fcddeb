"""Every table an analyst can reach of internal campaigns, subtracted from all the others.

Random respondents answer random internal campaigns, of which the test knows every answer.
Everything that can be fetched of a campaign is fetched before closing, after it, and
after a later round; for every shown cell the respondents behind it are found again, and
no sum and difference of tables may come down to 1 … k-1 of them, nor to 1 … k-1 answers
to an item, nor to answers that are all alike (tests/support/atoms.py).  That tables of
the whole campaign show cells of one or two is the rule; what is told of nobody is how
those few answered anything else.

Left out: external campaigns, whose tables are free for staff; the public side, where
nothing is published; messages (INT-BOX), which are promised to be read one by one, so
only that nothing cuts them; trial installations, of which every page says that nothing
is anonymous.
"""

import csv
import datetime
import io
import json
import os
import pathlib
import random
import re
import shutil
import time
import unittest
import urllib.parse

import context
from atoms import Table, Walk, answers, atoms
from crowd import Survey, crowd
from forms import file_of
from page import Page
from reckoning import percent
from stack import TOP, Admin, Stack, until
from test_exports import Book

CAMPAIGNS = int(os.environ.get("OTKLIK_DIFFERENCING", 14))
SEED = os.environ.get("OTKLIK_SEED", "1")
K = 5
SIZES = (24, 48, 12, 34, K, 2 * K, K - 1)
KINDS = [("nenets", "ne-a3"), ("rosarchiv", "ra-p4"), ("altai", "al-staff"), ("urus-martan", "um-int"),
         ("arkhangelsk", "ar-int")]
WARREN = TOP / "tests/support/warren"

# What a GET of cgi/admin/routes.c shows of an internal campaign.
TABLES = {"/admin/campaign/:" + tail for tail in (
    "", "/results.json", "/results.csv", "/results.xlsx", "/trend", "/trend.csv", "/trend.json", "/trend.xlsx",
    "/cut", "/cut.csv", "/cut.json", "/cut.xlsx", "/tables.json")} | {
        "/admin/beside", "/admin/beside.csv", "/admin/beside.json", "/admin/beside.xlsx",
        "/admin/report", "/admin/report.odt"}
REFUSED = {"/admin/campaign/:" + tail for tail in (
    "/answers.csv", "/answers-numbers.csv", "/answers.sps",
    "/cross.csv", "/cross.json", "/cross.xlsx")}
LEFT_OUT = {
    "/admin/login": "before any campaign", "/admin": "alerts on figures of whole tables",
    "/admin/": "the same", "/admin/campaign": "numbers of responses of whole campaigns",
    "/admin/campaign/new": "a form", "/admin/campaign/:/close": "ends it, once and for all",
    "/admin/campaign/:/entry": "puts ballots in", "/admin/campaign/:/links": "links",
    "/admin/campaign/:/tickets": "numbers of links used, no answers",
    "/admin/campaign/:/mail": "addresses, no answers",
    "/admin/campaign/:/quarantine": "of internal campaigns a number by rule",
    "/admin/spam": "rules", "/admin/campaign/:/poster": "a link",
    "/admin/campaign/:/codebook": "the questionnaire", "/admin/campaign/:/codebook.csv": "the questionnaire",
    "/admin/campaign/:/codebook.xlsx": "the questionnaire",
    "/admin/campaign/:/cross": "refused in words",
    "/admin/campaign/:/text/:": "whole texts, detached; of hidden items none, which test_texts asks",
    "/admin/campaign/:/texts": "the same", "/admin/campaign/:/coding": "the same",
    "/admin/campaign/:/texts.csv": "the same", "/admin/campaign/:/texts.xlsx": "the same",
    **dict.fromkeys((f"/admin/campaign/:/topics{ending}" for ending in ("", ".csv", ".json", ".xlsx")),
                    "numbers of those texts"),
    "/admin/sample": "sizes of samples",
    "/admin/pain": "what staff wrote", "/admin/pain/print": "what staff wrote",
    "/admin/pain/new": "a figure of the whole table", "/admin/pain/:": "what staff wrote",
    "/admin/pain/:/history": "what staff wrote", "/admin/appeals": "appeals are not anonymous",
    "/admin/appeal/:": "the same"}


def get_routes():
    text = (TOP / "cgi/admin/routes.c").read_text()
    return set(re.findall(r'\{HTTP_GET,\s*"([^"]+)"', text))


class Known:
    """A campaign whose respondents the test knows."""

    def __init__(self, case, code, sent, questionnaire):
        self.case, self.code, self.sent = case, code, sent
        self.people = [answers(one) for one in sent]
        self.all = frozenset(range(len(sent)))
        self.of = questionnaire.of
        self.texts = {i for i, q in self.of.items() if q.type in ("text", "matrix-text")}
        self.profile = [i for i, q in self.of.items() if q.type in ("single", "ref") and "PROFILE" in q.feeds]

    def get(self, path):
        answer = self.case.admin.get(path)
        self.case.assertIn(answer.status, (200, 403), path)
        return answer if answer.status == 200 else None

    def own(self, tail):
        return self.get(f"/admin/campaign/{self.code}{tail}")

    def group(self, item, key):
        """Who gave this answer; of no key: none."""
        return frozenset(p for p in self.all if self.chose(p, item) == ((key,) if key else ()))

    def chose(self, person, item):
        return self.people[person].get(item, {}).get("", ())

    def answered(self, group, item):
        return [p for p in group if item in self.people[p]]

    # What is shown, found again in what is known

    def tables(self):
        """All that can be had now."""
        found = [self.whole()]
        listed = json.loads(self.own("/tables.json").text)
        self.case.assertFalse(listed["free"])
        cuts = {urllib.parse.unquote(p.split("by=")[1]) for p in listed["tables"] if "/cut.json" in p}
        for path in listed["tables"]:
            if "/cut.json" not in path:
                self.outline(path)
        for item in self.of:  # listed or not
            tail = urllib.parse.quote(item)
            got = self.own(f"/cut.json?by={tail}")
            self.case.assertEqual(got is not None, item in cuts, (self.code, item))
            if got is not None:
                found += self.cut(item, json.loads(got.text))
                self.files(f"/cut{{}}?by={tail}", json.loads(got.text))
        self.whole_files(found[0])
        return [t for t in found if t.items]

    def whole(self):
        got = json.loads(self.own("/results.json").text)
        shown = set()
        for item in got["items"]:
            if item.get("hidden"):
                numbers = [item["n"], item["base"], *(o["n"] for o in item.get("options", ()))]
                self.case.assertFalse(any(n is not None for n in numbers), item)
                continue
            shown.add(item["id"])
            self.case.assertEqual(item["n"], len(self.answered(self.all, item["id"])), (self.code, item["id"]))
            for option in item.get("options", ()):
                self.case.assertEqual(option["n"], self.chosen(self.all, item["id"], option["code"]))
        if shown:
            self.case.assertEqual(got["responses"], len(self.all))
        return Table(f"{self.code}: whole", self.all, frozenset(shown))

    def chosen(self, group, item, code):
        none = self.of[item].type == "matrix-text"
        return sum(code in self.people[p].get(item, {}).get(".none" if none else "", ()) for p in group)

    def cut(self, by, got):
        groups = [self.group(by, point["key"]) for point in got["points"]]
        self.case.assertEqual(sum(len(g) for g in groups), len(self.all))
        shown = [set() for _ in groups]
        for point, group in zip(got["points"], groups, strict=True):
            self.case.assertEqual(point["responses"], len(group), (self.code, by, point))
        for line in got["lines"]:
            for i, value in enumerate(line["values"]):
                if value.get("hidden") or value.get("absent"):
                    self.case.assertEqual(set(value) - {"hidden", "absent"}, {"value"})
                    continue
                if "item" not in line:
                    continue
                shown[i].add(line["item"])
                if line["kind"] == "option":
                    n = self.chosen(groups[i], line["item"], line["option"])
                    base = len(self.answered(groups[i], line["item"]))
                    self.case.assertEqual(value["base"], base, (self.code, by, line["text"]))
                    if base:
                        self.case.assertAlmostEqual(float(value["value"]), float(percent(n, base)))
        for line in got["lines"]:  # an index needs something that is shown
            for i, value in enumerate(line["values"]):
                self.case.assertTrue("item" in line or value["value"] is None or shown[i], line["text"])
        return [Table(f"{self.code}: {by} = {point['key']}", group, frozenset(items))
                for point, group, items in zip(got["points"], groups, shown, strict=True)]

    def outline(self, path):
        """Trends and sides: of the whole or of nobody."""
        got = json.loads(self.get(path).text)
        mine = [p for p in got.get("points", []) if p["campaign"] == self.code]
        if got.get("internal"):
            mine.append(got["internal"])
        for point in mine:
            self.case.assertIn(point["responses"], (len(self.all), 0), path)

    def files(self, path, got):
        """The other forms of a cut say nothing that JSON does not."""
        hidden = {(line["text"], point["text"]) for line in got["lines"]
                  for value, point in zip(line["values"], got["points"], strict=True)
                  if value.get("hidden") or value.get("absent")}
        rows = list(csv.reader(io.StringIO(self.own(path.format(".csv")).text.removeprefix("\ufeff")), delimiter=";"))
        empty = [row for row in rows if len(row) > 3 and (row[0].lstrip("'"), row[1].lstrip("'")) in hidden]
        self.case.assertEqual(len(empty) > 0, len(hidden) > 0)
        self.case.assertFalse([row for row in empty if re.search(r"\d", row[2] + row[3])])
        for row in [r for s in Book(self.own(path.format(".xlsx")).body).sheets.values() for r in s]:
            if (str(row.get("A", "")).lstrip("'"), str(row.get("B", "")).lstrip("'")) in hidden:
                self.case.assertFalse([v for v in row.values() if isinstance(v, float)], row)
        self.own(path.format(""))

    def whole_files(self, table):
        hidden = set(self.of) - table.items
        rows = list(csv.reader(io.StringIO(self.own("/results.csv").text.removeprefix("\ufeff")), delimiter=";"))
        for row in rows[1:]:
            if row[0].lstrip("'").removeprefix("№ ") in hidden:
                self.case.assertFalse(re.search(r"\d", "".join(row[5:])), row)
        for row in [r for s in list(Book(self.own("/results.xlsx").body).sheets.values())[:1] for r in s]:
            if str(row.get("A", "")).removeprefix("№ ") in hidden and str(row.get("A", "")).startswith("№ "):
                self.case.assertFalse([v for v in row.values() if isinstance(v, float)], row)
        if table.items and hidden:
            self.case.assertIn("скрыто: малая группа", Page(self.own("").text).text.lower())

    def naive(self):
        """Tables of the rule that a cut is fine if its own groups are large enough."""
        found = [Table("whole", self.all, frozenset(self.of))]
        for by in self.profile:
            groups = atoms([self.all, *(self.group(by, code) for code in self.of[by].codes)])
            if min(map(len, groups)) >= K:
                found += [Table(by, g, frozenset(self.of)) for g in groups]
        return found


class Differencing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = Stack(context.stack.build, context.stack.server, context.stack.wrap, batch=2 * K)
        cls.addClassCleanup(cls.stack.remove)
        cls.stack.start()
        cls.addClassCleanup(cls.stack.stop)
        cls.admin = Admin(cls.stack)
        folder = cls.stack.state / "warren"
        shutil.copytree(WARREN, folder)
        cls.stack.ctl("procedure", "load", str(folder))
        cls.kinds = [("warren", "wr-1", WARREN, WARREN / "wr-1.xml")]
        cls.kinds += [(p, q, TOP / "forms" / p, file_of(p, q)) for p, q in KINDS]

    def open(self, code, kind, *options):
        agency, q, folder, file = kind
        self.stack.open_campaign(q, code, "--agency", agency, *(options or ("--working-days", "5")), wait=False)
        return Survey(self.stack.origin, self.stack.path(f"/survey/{code}"), file, folder)

    def fill(self, surveys, number):
        """Campaign -> what its respondents sent."""
        for code in surveys:
            self.stack.wait_for_key(code)
        out = {}
        for code, (accepted, _, faults) in crowd(surveys, number, f"{SEED} {number}").items():
            self.assertEqual((faults, len(accepted)), ([], number), code)
            out[code] = accepted
        return out

    def close(self, codes):
        names = ", ".join(f"'{c}'" for c in codes)
        self.stack.sql(f"UPDATE campaign SET state = 'closed', closed_at = {int(time.time()) - 7200} "
                       f"WHERE code IN ({names})")
        until(lambda: self.stack.sql("SELECT COUNT(*) FROM campaign WHERE state <> 'counted' "
                                     f"AND code IN ({names})") == [["0"]], 120, "counted campaigns")

    def round(self, name, number):
        """So many random campaigns, filled: code -> Known."""
        surveys, by_size = {}, {}
        for i in range(number):
            # Every other one is the made-up one, whose questions part small groups off.
            kind = self.kinds[0] if i % 2 == 0 else self.kinds[1 + i // 2 % len(KINDS)]
            surveys[f"{name}-{i}"] = self.open(f"{name}-{i}", kind)
            by_size.setdefault(SIZES[(i // 2 + i % 2) % len(SIZES)], []).append(f"{name}-{i}")
        known = {}
        for size, codes in by_size.items():
            for code, sent in self.fill({c: surveys[c] for c in codes}, size).items():
                known[code] = Known(self, code, sent, surveys[code].questionnaire())
        return known

    def test_all_tables_of_all_campaigns(self):
        known = self.round("diff", CAMPAIGNS)
        tables = {code: c.tables() for code, c in known.items()}
        self.assertFalse([t for found in tables.values() for t in found], "before closing")
        self.close(known)
        for code, c in known.items():
            tables[code] += c.tables()
        cuts = {code: c for code, c in known.items() if len(tables[code]) > 1}
        later = self.round("later", 4)
        self.close(later)
        for code, c in known.items():
            tables[code] += c.tables()
        known |= later
        tables |= {code: c.tables() for code, c in later.items()}
        n = walked = parts = caught = 0
        for code, c in known.items():
            with self.subTest(code, n=len(c.all)):
                walk = Walk(c.sent, K)
                self.assertEqual(walk.fine(tables[code], c.texts), [])
                self.assertEqual(bool(tables[code]), len(c.all) >= K)
                n, walked, parts = n + len(tables[code]), walked + walk.differences, parts + walk.atoms
                caught += bool(Walk(c.sent, K).derived(c.naive(), c.texts))
        self.assertTrue(cuts, "campaigns with a cut")
        self.assertTrue(caught, "campaigns that the naive rule gives away")
        self.reports()
        print(f"# {len(known)} campaigns, seed {SEED}: {n} tables, {walked} differences of two, {parts} atoms of "
              f"items, none below {K}; {len(cuts)} campaigns with cuts; the naive rule gives away {caught}")

    def reports(self):
        """An analysis has a survey whole, or does not have it: no period cuts it."""
        today = datetime.date.today()
        for agency in sorted({kind[0] for kind in self.kinds}):
            said = []
            for first in (300, 30, 2):
                days = [(today + datetime.timedelta(d)).isoformat() for d in (-first, 9)]
                answer = self.admin.get(f"/admin/report?agency={agency}&audience=internal&data=real"
                                        f"&from={days[0]}&to={days[1]}")
                self.assertEqual(answer.status, 200)
                self.assertTrue(agency != "warren" or "Опрос обитателей норы" in Page(answer.text).text)
                said.append(re.sub(r"\d\d\.\d\d\.\d{4}", "", Page(answer.text).text))
            self.assertEqual(len(set(said)), 1, agency)

    def test_what_may_not_be_cut(self):
        kind = next(k for k in self.kinds if k[1] == "ar-int")
        surveys = {"refused": self.open("refused", kind)}
        self.fill(surveys, 12)
        for _ in range(2):
            for route in sorted(REFUSED):
                path = route.replace(":", "refused")
                self.assertEqual(self.admin.get(f"{path}?rows=2&columns=3").status, 403, path)
            for tail in ("/results.json", "/results.csv", "/results.xlsx", "/trend.json", "/cut.json", "/text/5", ""):
                for query in ("is.2=1", "from=2026-01-01", "period=2026", "channel=site"):
                    path = f"/admin/campaign/refused{tail}?{query}"
                    self.assertEqual(self.admin.get(path).status, 403, path)
            for by in ("month", "quarter", "half", "year"):
                self.assertEqual(self.admin.get(f"/admin/campaign/refused/trend.json?by={by}").status, 403, by)
            self.close(["refused"])

    def test_every_route_is_looked_at(self):
        routes = {r for r in get_routes() if not r.startswith("/admin/form")}  # questionnaires hold no answers
        self.assertEqual(routes, TABLES | REFUSED | set(LEFT_OUT))

    def test_messages_are_not_cut(self):
        kind = ("urus-martan", "int-box", TOP / "forms/urus-martan", file_of("urus-martan", "int-box"))
        self.open("diff-box", kind, "--permanent")
        self.stack.wait_for_key("diff-box")
        tables = json.loads(self.admin.get("/admin/campaign/diff-box/tables.json").text)
        self.assertFalse([p for p in tables["tables"] if "/cut.json" in p])
        self.assertEqual(self.admin.get("/admin/campaign/diff-box/cut.json?by=2").status, 403)


class Months(Differencing):
    """A permanent internal campaign: its box is opened month by month, and the tables of
    two months are subtracted from each other too."""

    test_all_tables_of_all_campaigns = test_what_may_not_be_cut = None
    test_every_route_is_looked_at = test_messages_are_not_cut = None

    def month_is_over(self, code, period):
        """Renames the key of this month: the count takes it for one that is over."""
        campaign, this = self.stack.sql(f"SELECT campaign_id, MIN(period) FROM count_key k JOIN campaign c "
                                        f"ON c.id = campaign_id WHERE code = '{code}'")[0]
        keys = pathlib.Path(self.stack.state / "var/keys")
        old, new = (keys / f"{campaign}-{p}.key" for p in (this, period))
        shutil.copy2(old, new)
        shutil.chown(new, old.stat().st_uid, old.stat().st_gid)
        self.stack.sql(f"UPDATE count_key SET period = '{period}' WHERE campaign_id = {campaign} "
                       f"AND period = '{this}'")
        old.unlink()

    def test_months(self):
        months = ("2025-10", "2025-11", "2025-12")
        codes = {f"month-{i}": self.kinds[i % len(self.kinds)] for i in range(len(self.kinds))}
        surveys = {code: self.open(code, kind, "--permanent") for code, kind in codes.items()}
        sent = {code: [] for code in codes}
        tables = {code: [] for code in codes}
        draw = random.Random(SEED)
        for period in months:
            for code, more in self.fill(surveys, draw.choice((6, 7, 9, 14))).items():
                sent[code] += more
            for code in codes:
                self.month_is_over(code, period)
                self.admin.counted(code, len(sent[code]), 60)
                tables[code].append(self.moment(code, sent[code], surveys[code].questionnaire()))
        self.assertIn("Опрос постоянный: новые ответы", Page(self.admin.get("/admin/campaign/month-0").text).text)
        self.close(codes)
        n = shown = 0
        for code in codes:
            questionnaire = surveys[code].questionnaire()
            tables[code].append(self.moment(code, sent[code], questionnaire))
            got = json.loads(self.admin.get(f"/admin/campaign/{code}/tables.json").text)
            self.assertFalse([p for p in got["tables"] if "/cut.json" in p], code)
            self.assertEqual(self.admin.get(f"/admin/campaign/{code}/cut.json?by=1").status, 403)
            with self.subTest(code):
                self.nothing_is_lost(code, sent[code], questionnaire)
                for item, history in self.histories(tables[code]):
                    if questionnaire.of[item].type == "text":
                        continue  # read one by one, new ones too
                    for before, after in history:
                        gained = {o: after[o] - before.get(o, 0) for o in after}
                        self.assertTrue(gained["n"] == 0 or gained["n"] >= K, (code, item, gained))
                        self.assertTrue(gained["n"] == 0 or max(
                            [v for o, v in gained.items() if o != "n"], default=0) < gained["n"],
                            (code, item, gained))
                        n, shown = n + 1, shown + (gained["n"] > 0)
        self.assertGreater(shown, 100)
        print(f"# {len(codes)} permanent campaigns of {len(months)} months: {n} steps of items, {shown} with news")

    def moment(self, code, sent, questionnaire):
        """Item -> its counts, as they are shown now: no more than is known."""
        known, found = Known(self, code, sent, questionnaire), {}
        for item in self.admin.results(code)["items"]:
            if item.get("hidden"):
                continue
            counts = {"n": item["n"], **{o["code"]: o["n"] for o in item.get("options", ())},
                      **item.get("counts", {})}
            self.assertLessEqual(item["n"], len(known.answered(known.all, item["id"])))
            for option in item.get("options", ()):
                self.assertLessEqual(option["n"], known.chosen(known.all, item["id"], option["code"]))
            found[item["id"]] = counts
        return found

    def nothing_is_lost(self, code, sent, questionnaire):
        """What is not shown yet waits."""
        n = {int(item): int(n) for item, n in self.stack.sql(
            "SELECT item, SUM(n) FROM (SELECT * FROM tally UNION ALL SELECT * FROM tally_late) t "
            f"JOIN campaign c ON c.id = campaign_id WHERE code = '{code}' GROUP BY item")}
        known = Known(self, code, sent, questionnaire)
        for i, (item, q) in enumerate(questionnaire.of.items()):
            if q.type in ("single", "ref", "matrix", "scale"):
                self.assertEqual(n.get(i, 0), len(known.answered(known.all, item)), (code, item))

    def histories(self, moments):
        """Item -> every two moments of it, and nothing before the first."""
        for item in sorted({i for m in moments for i in m}):
            seen = [m[item] for m in moments if item in m]
            yield item, [(before, after) for i, after in enumerate(seen) for before in [{}, *seen[:i]]]


class Control(unittest.TestCase):
    """The walk finds what a rule that looks at each cut alone lets out."""

    @staticmethod
    def someone(nest, way=None, more=None):
        return {"q1": [nest], **({"q2": [way]} if way else {}), "q6": ["1"], **(more or {})}

    def tables(self, people, items):
        whole = frozenset(range(len(people)))
        found = [Table("whole", whole, frozenset(items))]
        for by in ("q1", "q2"):
            groups = {}
            for i, one in enumerate(people):
                groups.setdefault(one.get(by, [""])[0], set()).add(i)
            self.assertGreaterEqual(min(map(len, groups.values())), K)
            found += [Table(f"{by} = {key}", frozenset(g), frozenset(items)) for key, g in groups.items()]
        return found

    def test_nested_answers(self):
        """Of the upper nest two did not say which way: nobody's group is below k, theirs comes out."""
        people = [self.someone("1", "1")] * 5 + [self.someone("1", "2")] * 5 + [self.someone("1")] * 2
        people += [self.someone("2")] * 9 + [self.someone("3")] * 9
        people = [one | {"q6": [str(1 + i % 2)]} for i, one in enumerate(people)]
        walk = Walk(people, K)
        tables = self.tables(people, ["6"])
        self.assertIn(("6", frozenset({10, 11})), walk.derived(tables))
        self.assertTrue(walk.fine(tables))
        self.assertEqual(walk.derived(tables[:4]), [])  # one cut alone is fine
        self.assertEqual(walk.fine(tables[:4]), [])

    def test_few_answers_and_all_alike(self):
        people = [self.someone("1", "1", {"q7": ["1", "2"]} if i < 4 else {}) for i in range(7)]
        people += [self.someone("2", "2", {"q7": [str(1 + i % 2)], "q6": [str(1 + i % 2)]}) for i in range(7)]
        found = {item for item, _ in Walk(people, K).derived(self.tables(people, ["6", "7"]))}
        self.assertEqual(found, {"6", "7"})  # alike in one nest; few answered there

    def test_over_time(self):
        """The same table a month later, with two respondents more."""
        people = [self.someone("1", None, {"q6": [str(1 + i % 2)]}) for i in range(12)]
        months = [Table(f"until {n}", frozenset(range(n)), frozenset("6")) for n in (10, 12)]
        self.assertEqual(Walk(people, K).derived(months), [("6", frozenset({10, 11}))])


if __name__ == "__main__":
    unittest.main()
