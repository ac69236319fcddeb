"""A sixth agency is a new folder and no line of C: one that is made up (tests/support/buyan),
loaded into the installed programs, whose channels, lists, headings and clock are its own."""

import datetime
import json
import unittest
import xml.etree.ElementTree as ElementTree

import context
from blocks import RESPONSES
from crowd import Survey, crowd
from page import Page
from questionnaire import SPACE, Questionnaire
from stack import TOP, Admin
from standstill import hold_count, let_count_go
from test_admin import add_user
from test_forms import MISCHIEF, NUMBER, SEED, Counting
from test_paper import words

FOLDER = TOP / "tests/support/buyan"
FILES = {"buyan-guests": "bu-guests.xml", "bu-crew": "bu-crew.xml"}  # by campaign
OFF = "Колокол в тумане"  # in a block that is switched off
ABSENT = "Из какой Вы гильдии?"  # of a list this agency does not keep


def entries(name):
    root = ElementTree.parse(FOLDER / "procedure.xml").getroot()
    return {e.get("id"): e for e in root.iterfind(f"p:list[@id='{name}']/p:entry", SPACE)}


class Agency(Counting, unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = stack = context.stack
        cls.admin = Admin(stack)
        loaded = stack.ctl("procedure", "load", str(FOLDER))
        assert loaded == "BU-GUESTS: version 1\nBU-CREW: version 1\n", loaded
        cls.surveys = {}
        for kind in ("", "-wild"):
            for campaign, file in FILES.items():
                code = campaign + kind
                stack.open_campaign(file.removesuffix(".xml"), code, "--permanent", "--k", "7", wait=False)
                cls.surveys[code] = Survey(stack.origin, stack.path(f"/survey/{code}"), FOLDER / file, FOLDER)
        for code in cls.surveys:
            stack.wait_for_key(code)
        cls.outcome = {}
        for mischief in (0, MISCHIEF):
            cls.outcome |= crowd({c: s for c, s in cls.surveys.items() if c.endswith("-wild") == bool(mischief)},
                                 NUMBER, SEED, mischief)

    def page(self, path, client=None):
        path = self.stack.path(path)
        answer = (client or self.stack.client()).get(path)
        self.assertEqual(answer.status, 200, answer.text[:300])
        return Page(answer.text, path)

    def test_answers_are_counted(self):
        """Every type of question, conditions, jumps, blocks; at random and with garbage."""
        for code in self.surveys:
            with self.subTest(code):
                self.counted(code)
                self.assertEqual(self.admin.results(code)["k"], 7)
        self.assertEqual(len(self.outcome["buyan-guests"][0]), NUMBER)

    def test_public_list(self):
        page = self.page("/")
        self.assertIn(("h2", "Портовый надзор острова Буяна"), page.headings)
        for code in FILES:
            self.assertIn(self.stack.path(f"/survey/{code}"), [href for href, _ in page.links])

    def test_form(self):
        page = self.page("/survey/buyan-guests")
        self.assertIn("Портнадзор спрашивает гостей Портового надзора острова Буяна; о Портовом надзоре острова "
                      "Буяна ответьте на «Спрос гостей-корабельщиков» за 7 минут.", words(page.text))
        form = page.form("next")
        self.assertNotIn("qguild", form.names())
        self.assertEqual([c.value for c in form.controls if c.name == "qberth" and c.value],
                         ["north", "ice", "south", "gate", "other"])
        crew = self.page("/survey/bu-crew").form("next")
        self.assertEqual([c.value for c in crew.controls if c.name == "q3" and c.value],
                         ["north", "ice", "south", "dock"])

    def test_paper(self):
        for code, file in FILES.items():
            printed = words(self.page(f"/survey/{code}/paper").text)
            for question in Questionnaire(FOLDER / file).questions:
                for text in question.texts:
                    self.assertIn(text, printed)
            self.assertNotIn(OFF, printed)
            self.assertNotIn(ABSENT, printed)
        for word in ("Северная гавань", "Гостевые ворота", "IV. Далеко ли", "-3 -2 -1 0 1 2 3",
                     "переход к вопросу XI", "в вопросе IV выбран ответ -3 или 3"):
            self.assertIn(word, words(self.page("/survey/buyan-guests/paper").text))

    def test_operator_entry_and_channels(self):
        """The agency's own channels, in the form, in the ballot and in the results."""
        code = "buyan-channels"
        self.stack.open_campaign("BU-GUESTS", code)
        staff = add_user("buyan-clerk", "operator", "--agency", "buyan")
        page = self.page(f"/admin/campaign/{code}/entry", staff.client)
        form = page.form("next", "c")
        offered = next(c for c in form.controls if c.name == "c").options
        self.assertEqual([value for value, _ in offered], list(entries("channels-external")))
        here = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=600)
        self.assertEqual(next(c.value for c in form.controls if c.name == "day"), here.date().isoformat())
        hold_count(self.stack)
        self.addCleanup(let_count_go, self.stack)
        for _ in range(6):
            form = self.page(f"/admin/campaign/{code}/entry", staff.client).form("next", "c")
            pairs = [p for p in form.pairs("next") if p[0] != "c"]
            answer = staff.client.post(page.target(form), pairs + [("c", "pigeon"), ("qship", "swim")])
            self.assertEqual(answer.status, 303, answer.text[:600])
            page = self.page(f"/survey/{code}?c=pier")
            form = page.form("next")
            answer = self.stack.client().post(page.target(form), form.pairs("next") + [("qship", "swim")])
            self.assertEqual(answer.status, 303, answer.text[:600])
        let_count_go(self.stack)
        self.admin.counted(code, 12)
        self.assertEqual(self.stack.sql(
            f"SELECT channel, COUNT(*) FROM {RESPONSES} r JOIN campaign c ON c.id = r.campaign_id "
            f"WHERE c.code = '{code}' GROUP BY channel ORDER BY channel"), [["pier", "6"], ["pigeon", "6"]])
        links = self.page(f"/admin/campaign/{code}/links", self.admin.client).text
        for entry in entries("channels-external").values():
            self.assertIn(entry.text, links)
        self.assertEqual(self.admin.results(code)["responses"], 12)
        answer = self.admin.get(f"/admin/campaign/{code}/results.json?channel=pigeon")
        self.assertEqual(json.loads(answer.body)["items"][0]["n"], 6)

    def test_pain_map(self):
        page = self.page("/admin/pain/new?agency=buyan&audience=external", self.admin.client)
        form = page.form("process", "text")
        row = {"process": "Швартовка", "text": "Канаты рвутся", "kind": "problem", "priority": "1",
               "measure.1": "Свить новые", "responsible": "Дядька Черномор", "due_on": "2030-01-01"}
        pairs = [(k, v) for k, v in form.pairs() if k not in row] + list(row.items())
        self.assertEqual(self.admin.client.post(page.target(form), pairs).status, 303)
        headings = [h.text for h in ElementTree.parse(FOLDER / "procedure.xml").getroot()
                    .iterfind("p:pain-map/p:heading", SPACE)]
        for path in ("/admin/pain?agency=buyan&audience=external",
                     "/admin/pain/print?agency=buyan&audience=external"):
            table = next(t for t in self.page(path, self.admin.client).tables if len(t) > 1)
            self.assertEqual(table[0][:8], headings)
            self.assertTrue(any("Канаты рвутся" in " ".join(row) for row in table), table)

    def test_days_of_a_survey(self):
        """As long as this agency's procedure says: three working days, the first of them included."""
        said = self.stack.ctl("campaign", "open", "BU-GUESTS", "--code", "buyan-short", "--opens", "2099-02-02")
        self.assertIn("open from 2099-02-02 to 2099-02-04", said)


if __name__ == "__main__":
    unittest.main()
