"""Every questionnaire, answered by many: at random and with garbage of every kind.

Each respondent is followed by a judge who knows the questionnaire and says what must
come back: the status, the page, everything typed still standing in it; afterwards
results.json is what was acknowledged, no more and no less.
"""

import os
import random
import shutil
import time
import unittest

import context
from crowd import Survey, crowd
from forms import FORMS, file_of
from questionnaire import Answer, Questionnaire
from reckoning import Reckoning
from rules import RULES
from stack import TOP, Admin
from test_answers import Compare, exact

# Respondents a questionnaire, of each kind; 1000 by tests/run random.
NUMBER = int(os.environ.get("OTKLIK_RESPONDENTS", 50))
SEED = os.environ.get("OTKLIK_SEED", "1")
MISCHIEF = 0.4

BLOCKS = ("item-12",)


def wide_code(questionnaire):
    return questionnaire.upper().replace("NE-", "WD-")


def wide_agency(stack):
    """An agency that has the questionnaires of the Nenets one with every block switched on, row 11 not counted."""
    folder = stack.state / "wide"
    if not folder.exists():
        shutil.copytree(TOP / "forms/nenets", folder)
        procedure = (folder / "procedure.xml").read_text()
        procedure = procedure.replace('id="nenets" prefix="ne"', 'id="wide" prefix="wd"')
        procedure = procedure.replace('    <file campaign="ne-int-box">../common/int-box.xml</file>\n', "")
        (folder / "procedure.xml").write_text(procedure)
        for questionnaire in FORMS["nenets"]:
            path = folder / f"{questionnaire}.xml"
            text = path.read_text()
            assert 'id="item-12" enabled="no"' in text
            text = text.replace('id="item-12" enabled="no"', 'id="item-12" enabled="yes"')
            text = text.replace('<row id="11" blocks="И" rating-min', '<row id="11" counts="no" blocks="И" rating-min')
            # Of its own code: other tests open NE-A2 without saying whose.
            path.write_text(text.replace(f' id="{questionnaire.upper()}"', f' id="{wide_code(questionnaire)}"', 1))
        stack.ctl("procedure", "load", str(folder))
    return folder


class Counting:
    """Of a test case with stack, admin, surveys and outcome, both by campaign."""

    def counted(self, code):
        """What was acknowledged is counted, to the last digit."""
        accepted, seen, faults = self.outcome[code]
        self.assertEqual(faults, [])
        self.assertFalse([s for s in seen if s >= 500], seen)
        self.assertGreater(len(accepted), 0)
        questionnaire = self.surveys[code].questionnaire()
        rules = questionnaire.rules()
        tally = Reckoning(rules)
        for sent in accepted:
            tally.add(sent)
        self.admin.counted(code, len(accepted))
        got = exact(self.admin.get(f"/admin/campaign/{code}/results.json").text)
        self.assertEqual(got["audience"], "internal" if questionnaire.internal else "external")
        self.assertEqual([i["id"] for i in got["items"]], list(questionnaire.of))
        Compare(self, got, tally, rules).all()
        return accepted, seen


class Crowds(Counting, unittest.TestCase):
    """A campaign for each questionnaire and kind of respondents; all answer at once."""

    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.admin = Admin(cls.stack)
        wide = wide_agency(cls.stack)
        cls.surveys = {}
        for kind in ("valid", "garbage"):
            for procedure, questionnaires in FORMS.items():
                for q in questionnaires:
                    cls.open(kind, q, q, procedure, TOP / "forms" / procedure, file_of(procedure, q))
            for q in FORMS["nenets"]:
                cls.open(kind, wide_code(q), f"{q}-blocks", "wide", wide, wide / f"{q}.xml")
        for code in cls.surveys:
            cls.stack.wait_for_key(code)
        cls.outcome, cls.seconds = {}, {}
        for kind, mischief in (("valid", 0), ("garbage", MISCHIEF)):
            begun = time.monotonic()
            cls.outcome |= crowd({c: s for c, s in cls.surveys.items() if c.startswith(kind)}, NUMBER, SEED, mischief)
            cls.seconds[kind] = time.monotonic() - begun

    @classmethod
    def open(cls, kind, questionnaire, name, agency, folder, file):
        code = f"{kind}-{name}"
        cls.stack.open_campaign(questionnaire, code, "--agency", agency, "--permanent", wait=False)
        cls.surveys[code] = Survey(cls.stack.origin, cls.stack.path(f"/survey/{code}"), file, folder,
                                   BLOCKS if name.endswith("blocks") else ())

    def kind(self, kind):
        total = {}
        codes = [c for c in self.surveys if c.startswith(kind)]
        self.assertEqual(len(codes), 15 + 2)
        for code in codes:
            with self.subTest(code):
                accepted, seen = self.counted(code)
                for status, n in seen.items():
                    total[status] = total.get(status, 0) + n
                if kind == "valid":
                    self.assertEqual(len(accepted), NUMBER)
                    self.assertLessEqual(set(seen), {200, 303, 422})
        print(f"# {kind}: seed {SEED}, {NUMBER} respondents for each of {len(codes)}, {self.seconds[kind]:.0f} s; "
              f"answers by status: {dict(sorted(total.items()))}")

    def test_valid_answers(self):
        self.kind("valid")

    def test_garbage(self):
        self.kind("garbage")


class TheJudge(unittest.TestCase):
    """Its conditions, read from the files, against those written by hand from the orders."""

    def test_conditions(self):
        files = {q: file_of(p, q) for p, questionnaires in FORMS.items() for q in questionnaires}
        chance = random.Random(SEED)
        for code, rules in RULES.items():
            q = Questionnaire(files[code])
            for _ in range(300):
                answers = {item: Answer(codes=(chance.choice(q.of[item].codes),)) for item in q.of
                           if q.of[item].codes and chance.random() < 0.8}
                by_hand = rules.skipped({item: list(a.codes) for item, a in answers.items()})
                self.assertEqual(set(q.of) - q.applies(answers), by_hand & set(q.of), (code, answers))


if __name__ == "__main__":
    unittest.main()
