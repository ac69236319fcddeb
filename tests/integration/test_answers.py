"""Every questionnaire, filled in by a respondent who reads only the page, counted,
and compared with an independent tally of what was sent."""

import json
import pathlib
import unittest
from decimal import Decimal

import context
from page import Page
from reckoning import Reckoning
from respondent import Respondent
from rules import INTERNAL, RULES
from stack import Admin

EACH = 14  # respondents a questionnaire; more than 2k
K = 5


def exact(text):
    """JSON with decimals as they are printed."""
    return json.loads(text, parse_float=Decimal)


class Compare:
    """results.json against a Reckoning; collects the differences."""

    def __init__(self, test, got, reckoning, rules):
        self.test, self.got, self.tally, self.rules = test, got, reckoning, rules
        self.items = {item["id"]: item for item in got["items"]}

    def same(self, expected, item, *keys):
        for key in keys or expected:
            with self.test.subTest(item=item["id"], key=key):
                self.test.assertEqual(self.number(item.get(key)), self.number(expected[key]))

    @staticmethod
    def number(value):
        return Decimal(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value

    def all(self):
        self.test.assertEqual(self.got["responses"], len(self.tally.responses))
        self.test.assertEqual(self.got["waiting"], 0)
        for item in self.got["items"]:
            if item.get("hidden"):
                self.hidden(item)
            else:
                getattr(self, item["type"].replace("-", "_"))(item)
        self.every_answer_has_its_item()
        self.indices()

    def hidden(self, item):
        """Internal only: fewer than k answered, or all alike."""
        self.test.assertEqual(self.got["audience"], "internal")
        answers = self.tally.values(item["id"])
        self.test.assertTrue(len(answers) < K or len({tuple(a) for a in answers}) == 1, item["id"])

    def csi(self, item):
        self.same(self.tally.csi_item(item["id"]), item)

    def choice(self, item):
        codes = [option["code"] for option in item["options"]]
        expected = self.tally.choice_item(item["id"], codes)
        self.same({k: v for k, v in expected.items() if k != "options"}, item)
        for option, wanted in zip(item["options"], expected["options"], strict=True):
            with self.test.subTest(item=item["id"], option=option["code"]):
                self.test.assertEqual((option["n"], option["share"]), (wanted["n"], wanted["share"]))

    single = multi = matrix = ref = choice

    def scale(self, item):
        expected = self.tally.scale_item(item["id"], list(item["counts"]))
        self.same(expected, item)

    def text(self, item):
        self.same(self.tally.text_item(item["id"]), item, "n")

    def matrix_text(self, item):
        texts = self.tally.values(item["id"])
        checks = self.tally.values(item["id"] + ".none")
        self.test.assertIn(item["n"], (len(texts), len(texts) + len(checks)))

    def every_answer_has_its_item(self):
        sent = {name for response in self.tally.responses for name in response}
        for suffix in (".rating", ".importance", ".other", ".none"):
            sent = {name.removesuffix(suffix) for name in sent}
        self.test.assertEqual(sent - set(self.items), set())

    def indices(self):
        indices = self.got["indices"]
        csi = [i["id"] for i in self.got["items"] if i["type"] == "csi"]
        if csi:
            self.test.assertEqual(indices["csi"]["overall"], self.tally.csi_of(csi))
            for block, items in self.rules.blocks.items():
                with self.test.subTest(block=block):
                    self.test.assertEqual(indices["csi"]["blocks"][block], self.tally.csi_of(items))
        if self.rules.overall and not self.items[self.rules.overall].get("hidden"):
            self.test.assertEqual(indices["satisfaction"]["overall"],
                                  self.items[self.rules.overall]["satisfied"])
        measured = [i for items in self.rules.dimensions for i in items]
        if measured and not any(self.items[i].get("hidden") for i in measured):
            self.test.assertEqual(indices["satisfaction"]["index"], self.tally.satisfaction_index())


class EveryQuestionnaire(unittest.TestCase):
    """A campaign of its own for each, so that nothing else is counted in it."""

    @classmethod
    def setUpClass(cls):
        """All are opened, then all are answered: keys and counts take their time once."""
        stack = context.stack
        cls.codes = {q: f"round-{q}" for q in RULES}
        for questionnaire, code in cls.codes.items():
            stack.open_campaign(questionnaire, code, wait=False)
        cls.tallies = {q: cls.answered(q) for q in RULES}

    @classmethod
    def answered(cls, questionnaire):
        stack, code = context.stack, cls.codes[questionnaire]
        stack.wait_for_key(code)
        tally = Reckoning(RULES[questionnaire])
        for seed in range(EACH):
            someone = Respondent(stack.client(), seed=seed)
            page = someone.fill(stack.path(f"/survey/{code}"))
            if "принят" not in page.text or page.form("next"):
                raise AssertionError(f"{code}, respondent {seed}: {page.title}")
            tally.add(someone.sent)
        return tally

    def round(self, questionnaire):
        code, tally = self.codes[questionnaire], self.tallies[questionnaire]
        admin = Admin(context.stack)
        admin.counted(code, EACH, 300 if context.slow else 60)
        got = exact(admin.get(f"/admin/campaign/{code}/results.json").text)
        self.assertEqual(got["campaign"], code)
        self.assertEqual(got["questionnaire"], questionnaire.upper())
        self.assertEqual(got["audience"], "internal" if questionnaire in INTERNAL else "external")
        Compare(self, got, tally, RULES[questionnaire]).all()

    def test_ne_a2(self):
        self.round("ne-a2")

    def test_ne_a3(self):
        self.round("ne-a3")

    def test_ra_p1(self):
        self.round("ra-p1")

    def test_ra_p2(self):
        self.round("ra-p2")

    def test_ra_p3(self):
        self.round("ra-p3")

    def test_ra_p4(self):
        self.round("ra-p4")


class Conditions(unittest.TestCase):
    """RA-P1 asks «что не устроило» (11) only of the dissatisfied (10 = 3, 4)."""

    def setUp(self):
        self.stack = context.stack
        self.client = self.stack.client()

    def press(self, page, button="next", **answers):
        """Sends the page with these answers in place of its own."""
        form = page.form("next")
        names = {k for k in answers}
        pairs = [(k, v) for k, v in form.pairs(button) if k not in names]
        answer = self.client.follow(self.client.post(page.target(form), pairs + list(answers.items())))
        self.assertEqual(answer.status, 200, answer.text[:300])
        return Page(answer.text, page.target(form))

    def to(self, page, name):
        """On to the page with that control, answering only what must be."""
        while name not in page.form("next").names():
            required = {"q6": "1", "q10": "1"}
            own = page.form("next").names()
            page = self.press(page, **{k: v for k, v in required.items() if k in own})
        return page

    def test_an_answer_that_no_longer_applies_is_dropped(self):
        code = "condition"
        self.stack.open_campaign("RA-P1", code)
        url = self.stack.path(f"/survey/{code}")
        page = self.to(Page(self.client.get(url).text, url), "q10")
        rest = {"q6": "1"} if "q6" in page.form("next").names() else {}
        page = self.to(self.press(page, q10="4", **rest), "q11")
        page = self.press(page, "back", q11="Долго ждал ответа")
        while "q10" not in page.form("next").names():
            page = self.press(page, "back")
        self.assertIn(("q10", "4"), page.form("next").pairs())
        page = self.press(page, q10="1")
        self.assertNotIn("q11", page.form("next").names())
        page = self.press(page, q11="Подложено в чужую страницу", q14="Так и продолжать")
        while page.form("next"):
            page = self.press(page)
        self.assertIn("принят", page.text)
        got = {i["id"]: i for i in Admin(self.stack).counted(code, 1)["items"]}
        self.assertEqual((got["10"]["n"], got["11"]["n"], got["14"]["n"]), (1, 0, 1))
        self.assertEqual(self.stack.sql("SELECT COUNT(*) FROM remark WHERE text LIKE '%Долго ждал%' "
                                        "OR text LIKE '%Подложено%'"), [["0"]])


class TestVector(unittest.TestCase):
    """The worked example of the CSI: three respondents, aspects 1, 2 and 4."""

    MARKS = {"1": ("8/9", "6/10", "9/8"), "2": ("7/8", "10/10", ""), "4": ("10/9", "9/9", "8/10")}

    def test_csi(self):
        stack = context.stack
        code = "vector"
        stack.open_campaign("NE-A2", code)
        for person in range(3):
            given = {}
            for aspect, marks in self.MARKS.items():
                if marks[person]:
                    rating, importance = marks[person].split("/")
                    given[f"q{aspect}.rating"] = rating
                    given[f"q{aspect}.importance"] = importance
            someone = Respondent(stack.client(), given=given, only_given=True)
            self.assertIn("принят", someone.fill(stack.path(f"/survey/{code}")).text)
        admin = Admin(stack)
        admin.counted(code, 3)
        got = exact(admin.get(f"/admin/campaign/{code}/results.json").text)
        items = {item["id"]: item for item in got["items"]}
        D = Decimal
        for aspect, n, csi, level, share in (("1", 3, D("69.00"), "low", D("66.7")),
                                             ("2", 2, D("76.50"), "high", D("50.0")),
                                             ("3", 0, None, None, None),
                                             ("4", 3, D("84.00"), "high", D("100.0"))):
            with self.subTest(aspect=aspect):
                item = items[aspect]
                self.assertEqual(
                    (item["n"], item["csi"], item["level"], item["rating_8_10"]),
                    (n, csi, level, share))
        self.assertEqual(items["1"]["rating_mean"], D("7.67"))
        self.assertEqual(items["1"]["importance_mean"], D("9.00"))
        self.assertEqual(items["1"]["ratings"], [0, 0, 0, 0, 0, 1, 0, 1, 1, 0])
        self.assertEqual(got["indices"]["csi"]["overall"], D("76.50"))
        self.assertEqual(got["indices"]["csi"]["level"], "high")
        self.assertEqual(got["responses"], 3)
        self.levels_as_set(admin, code)

    def levels_as_set(self, admin, code):
        """69.00, 76.50 and 84.00 once more, of an agency whose levels are others."""
        before = pathlib.Path(context.stack.settings("otklik-admin")).read_text()
        self.addCleanup(context.stack.restart, "admin", before)
        context.stack.restart("admin", before + "csi_low = 76\ncsi_high = 83\n")
        got = exact(admin.get(f"/admin/campaign/{code}/results.json").text)
        self.assertEqual([i["level"] for i in got["items"][:4]], ["low", "boundary", None, "high"])
        self.assertEqual(got["indices"]["csi"]["level"], "boundary")
        self.assertIn("выше 83 — высокий, ниже 76 — низкий", Page(admin.get(f"/admin/campaign/{code}").text).text)


if __name__ == "__main__":
    unittest.main()
