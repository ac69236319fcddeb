"""Spam without surveillance, by the pages: the trap, the age of a form, the quarantine."""

import pathlib
import re
import time
import unittest

import context
from page import Page
from respondent import Respondent
from stack import Admin, until

TRAP = "url"


class Case(unittest.TestCase):
    codes = 0

    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.admin = Admin(cls.stack)

    def open(self, questionnaire="RA-P1", *options):
        Case.codes += 1
        code = f"web-spam{Case.codes}"
        self.stack.open_campaign(questionnaire, code, *options)
        return code

    def step(self, someone, page, form, trap):
        """Answers one page of a form."""
        pairs = [(c.name, v) for c in form.controls if c.kind == "hidden" for v in c.values()]
        pairs += [(name, v) for name, values in someone.answers(form, True).items() for v in values]
        return someone.client.post(page.target(form), pairs + [(TRAP, trap), ("next", "1")])

    def send(self, code, trap="", seed=1, **given):
        """Fills a form in to its end, the trap on its first page; returns the last answer."""
        someone = Respondent(self.stack.client(), seed=seed, given=given)
        path = self.stack.path(f"/survey/{code}")
        answer = someone.client.get(path)
        for _ in range(30):
            page = Page(answer.text, path)
            form = page.form("next")
            control = next(c for c in form.controls if c.name == TRAP)
            answer = self.step(someone, page, form, control.value or trap)
            if answer.status == 303:
                break
            self.assertEqual(answer.status, 200, answer.text[:500])
        return answer

    def results(self, code, responses, quarantined):
        def ready():
            got = self.admin.results(code)
            return got if (got["responses"], got["quarantined"], got["waiting"]) == (responses, quarantined, 0) else None
        return until(ready, 30, f"{responses} counted, {quarantined} in quarantine")


class Trap(Case):
    def test_hidden_from_people(self):
        code = self.open()
        text = self.stack.client().get(self.stack.path(f"/survey/{code}")).text
        control = re.search(r"<label[^>]*>[^<]*<input[^>]*name=\"url\"[^>]*>", text)[0]
        for part in ('class="hidden"', 'aria-hidden="true"', 'tabindex="-1"', 'autocomplete="off"', "Не заполняйте"):
            self.assertIn(part, control)
        self.assertNotIn('type="hidden"', control)

    def test_acknowledged_and_not_counted(self):
        code = self.open()
        plain, trapped = self.send(code), self.send(code, "http://spam.test")
        self.assertEqual((plain.status, trapped.status), (303, 303))
        self.assertEqual(plain.location, trapped.location)
        self.results(code, 1, 1)
        page = self.admin.get(f"/admin/campaign/{code}").text
        self.assertRegex(page, rf'В карантине</dt><dd><a href="[^"]*/{code}/quarantine">1</a>')

    def test_it_travels_with_a_long_form(self):
        code = self.open("NE-A3")
        someone = Respondent(self.stack.client(), seed=4)
        path = self.stack.path(f"/survey/{code}")
        page = Page(someone.client.get(path).text, path)
        answer = self.step(someone, page, page.form("next"), "typed")
        self.assertIn((TRAP, "typed"), Page(answer.text, path).form("next").pairs())
        self.assertEqual(self.send(code, "typed", seed=4).status, 303)
        got = self.results(code, 0, 1)
        self.assertEqual(got["audience"], "internal")
        page = self.admin.get(f"/admin/campaign/{code}/quarantine").text
        self.assertIn("хранится только число", page)
        csrf = dict(Page(self.admin.get("/admin/spam").text).form("agency").pairs())["csrf"]
        answer = self.admin.client.post(self.stack.path(f"/admin/campaign/{code}/quarantine"),
                                        [("csrf", csrf), ("key", "0" * 32)])
        self.assertEqual(answer.status, 403)


class Quarantine(Case):
    def test_look_and_release(self):
        code = self.open()
        for seed in range(3):
            self.assertEqual(self.send(code, "x", seed).status, 303)
        self.results(code, 0, 3)
        path = f"/admin/campaign/{code}/quarantine"
        page = Page(self.admin.get(path).text, self.stack.path(path))
        form = page.form("key")
        keys = [c.value for c in form.controls if c.name == "key"]
        self.assertEqual(len(keys), 3)
        csrf = ("csrf", dict(form.pairs())["csrf"])
        self.assertEqual(self.admin.client.post(page.target(form), [csrf]).status, 422)
        self.assertEqual(self.admin.client.post(page.target(form), [csrf, ("key", "0" * 32)]).status, 409)
        both = [csrf, ("key", keys[0]), ("key", keys[2])]
        answer = self.admin.client.post(page.target(form), both)
        self.assertEqual(answer.location, self.stack.path(path) + "?released=2")
        self.results(code, 2, 1)
        self.assertEqual(self.admin.client.post(page.target(form), both).status, 409)
        self.assertEqual(self.stack.sql("SELECT after_json FROM audit WHERE action = 'quarantine.release' AND "
                                        f"object = 'campaign {code}'"), [['{"number":2}']])
        left = Page(self.admin.get(path).text, self.stack.path(path)).form("key")
        self.assertEqual([c.value for c in left.controls if c.name == "key"], [keys[1]])

    def test_rules_are_chosen_for_new_surveys(self):
        page = Page(self.admin.get("/admin/spam").text, self.stack.path("/admin/spam"))
        form = next(f for f in page.forms if ("agency", "rosarchiv") in f.pairs())
        pairs = form.pairs()
        self.assertEqual([v for k, v in pairs if k == "rule"], ["trap"])
        before = self.open()
        self.admin.client.post(page.target(form), pairs + [("rule", "links")])
        try:
            after = self.open()
        finally:
            self.admin.client.post(page.target(form), pairs)
        text = "Смотрите http://a.test и http://b.test"
        given = {"q14": text}
        self.send(before, **given)
        self.send(after, **given)
        self.results(before, 1, 0)
        self.results(after, 0, 1)
        self.assertIn("Смотрите http://a.test", self.admin.get(f"/admin/campaign/{after}/quarantine").text)
        self.assertEqual(len(self.stack.sql("SELECT 1 FROM audit WHERE action = 'spam.rules'")), 2)

    def test_roles(self):
        for role, get, post in (("operator", 403, 403), ("analyst", 200, 403), ("head", 200, 403)):
            password = self.stack.ctl("user", "add", f"sp-{role}", "--role", role, "--generate").strip()
            admin = Admin(self.stack, f"sp-{role}", password)
            self.assertEqual(admin.get("/admin/spam").status, get, role)
            csrf = dict(Page(admin.get("/admin").text).form("csrf").pairs())["csrf"]
            answer = admin.client.post(self.stack.path("/admin/spam"), [("csrf", csrf), ("agency", "nenets")])
            self.assertEqual(answer.status, post, role)


class Age(Case):
    def test_a_form_that_comes_back_too_soon(self):
        """Sent back with all answers, never acknowledged; a moment later it is taken."""
        before = pathlib.Path(self.stack.settings("otklik-survey")).read_text()
        code = self.open("NE-A2")
        try:
            self.stack.restart("survey", before.replace("form_age_min = 0", "form_age_min = 2"))
            someone = Respondent(self.stack.client(), seed=3)
            path = self.stack.path(f"/survey/{code}")
            page = Page(someone.client.get(path).text, path)
            early, target = someone.send(page, page.form("next"), True)
            self.assertEqual(early.status, 422)
            self.assertIn("отправьте её ещё раз", early.text.replace("\n", " "))
            again = Page(early.text, path)
            kept = [p for p in again.form("next").pairs() if p[0].startswith("q")]
            self.assertEqual(sorted(p for p in someone.last_pairs if p[0].startswith("q") and p[1]),
                             sorted(p for p in kept if p[1]))
            self.assertEqual(self.stack.sql("SELECT COUNT(*) FROM ballot b JOIN campaign c ON c.id = b.campaign_id "
                                            f"WHERE c.code = '{code}'"), [["0"]])
            time.sleep(2)
            pairs = again.form("next").pairs("next")
            self.assertEqual(someone.client.post(again.target(again.form("next")), pairs).status, 303)
        finally:
            self.stack.restart("survey", before)
        self.results(code, 1, 0)


if __name__ == "__main__":
    unittest.main()
