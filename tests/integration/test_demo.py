"""Demonstration campaigns: filled through the box, marked, removed without a trace."""

import datetime
import pathlib
import re
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "support")]

from blocks import RESPONSES  # noqa: E402
from scratch import TOP, Scratch, only_once  # noqa: E402

FAILED, USAGE = 1, 2
ROUNDS = ("--agency", "nenets", "--rounds", 2, "--answers", 60)
TALLIES = ("SELECT c.code, t.item, t.cell, t.n FROM tally t JOIN campaign c ON c.id = t.campaign_id "
           "WHERE c.demo ORDER BY 1, 2, 3")


class Demo(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        only_once()
        cls.s = Scratch(procedures=("nenets",))
        cls.addClassCleanup(cls.s.stop)
        cls.s.start()
        cls.s.ctl("campaign", "open", "NE-A2", "--permanent")
        cls.s.count(batch_min=1)
        cls.s.put("ne-a2", 0, 7)
        cls.s.count(batch_min=1)

    def setUp(self):
        self.addCleanup(self.s.ctl, "demo", "remove")
        self.out = self.s.ctl("demo", "load", *ROUNDS)

    def codes(self):
        return [row[0] for row in self.s.sql("SELECT code FROM campaign WHERE demo ORDER BY code")]

    def test_rounds_of_past_quarters_are_counted_by_the_rules_of_every_campaign(self):
        today = datetime.date.today()
        quarter = today.year * 4 + (today.month - 1) // 3
        names = [f"{q // 4}-{q % 4 + 1}" for q in (quarter - 2, quarter - 1)]
        self.assertEqual(self.codes(), [f"demo-{code}-{name}" for code in ("ne-a2", "ne-a3") for name in names])
        for code, state, waiting, keys, title, answers, outside in self.s.sql(
                "SELECT c.code, c.state, box_waiting(c.id), (SELECT COUNT(*) FROM count_key k WHERE "
                "k.campaign_id = c.id), c.title, COUNT(*), SUM(r.day NOT BETWEEN c.opens_on AND c.closes_on "
                f"AND DAY(r.day) > 1) FROM campaign c JOIN {RESPONSES} r ON r.campaign_id = c.id WHERE c.demo "
                "GROUP BY c.id"):
            with self.subTest(code):
                self.assertEqual((state, waiting, keys), ("counted", "0", "0"))
                self.assertTrue(title.startswith("Демонстрационные данные: "), title)
                self.assertIn(f"{code}: {answers} answers", self.out)
                self.assertEqual(outside, "NULL" if "a3" in code else "0")
        self.assertEqual([p.name for p in self.s.keys.iterdir() if "all" in p.name], [])
        # Days and channels as the real form has them, and the rule of k on both.
        small = self.s.sql(f"SELECT day, COUNT(*) n FROM {RESPONSES} r JOIN campaign c ON c.id = r.campaign_id "
                           "WHERE c.demo AND c.audience = 'external' GROUP BY c.id, day HAVING n < 5")
        self.assertEqual(small, [])
        self.assertGreater(self.s.number("SELECT COUNT(DISTINCT channel) FROM response_block r JOIN campaign c ON "
                                         "c.id = r.campaign_id WHERE c.demo"), 2)

    def test_what_is_there_is_left_alone(self):
        before = self.s.sql(TALLIES)
        self.assertIn("0 campaigns filled with 0 answers", self.s.ctl("demo", "load", *ROUNDS))
        self.assertEqual(self.s.sql(TALLIES), before)

    def test_the_same_seed_gives_the_same_answers(self):
        before = self.s.sql(TALLIES)
        self.s.ctl("demo", "remove")
        self.s.ctl("demo", "load", *ROUNDS)
        self.assertEqual(self.s.sql(TALLIES), before)
        self.s.ctl("demo", "remove")
        self.s.ctl("demo", "load", *ROUNDS, "--seed", 2)
        self.assertNotEqual(self.s.sql(TALLIES), before)

    def test_a_load_that_was_cut_short_is_finished(self):
        before = self.s.sql(TALLIES)
        self.s.ctl("demo", "remove")
        (self.s.dir / "no-keys").write_text("")
        keys, self.s.keys = self.s.keys, self.s.dir / "no-keys"
        self.s.ctl("demo", "load", *ROUNDS, status=FAILED)  # the count cannot run
        self.s.keys = keys
        self.assertEqual(self.s.number("SELECT COUNT(*) FROM campaign WHERE demo AND access = 'group'"), 4)
        # Keys that were made for nothing go with the campaigns.
        self.s.count()
        demo = [row[0] for row in self.s.sql("SELECT id FROM campaign WHERE demo")]
        self.assertEqual(self.s.number(f"SELECT COUNT(*) FROM count_key WHERE campaign_id IN ({','.join(demo)})"), 4)
        files = len(list(self.s.keys.iterdir()))
        self.s.ctl("demo", "remove")
        self.assertEqual(len(list(self.s.keys.iterdir())), files - 4)
        self.s.ctl("demo", "load", *ROUNDS)
        self.assertEqual(self.s.sql(TALLIES), before)

    def test_removal_takes_exactly_these(self):
        demo = [row[0] for row in self.s.sql("SELECT id FROM campaign WHERE demo")]
        texts = self.s.number("SELECT COUNT(*) FROM remark WHERE campaign_id <> "
                              f"{self.s.campaign('ne-a2')}")
        for campaign in (demo[0], self.s.campaign("ne-a2")):
            self.s.sql("INSERT INTO pain SET agency_id = 1, audience = 'external', process = '', "
                       "process_group = '', kind = 'problem', text = 'x', prevalence_unit = 'asked', "
                       "prevalence_method = '', priority = 1, priority_method = '', linked = 0, responsible = '', "
                       f"due_text = '', organisation = '', period = '', source = '', campaign_id = {campaign}")
        self.s.sql("INSERT INTO pain_measure SELECT id, 1, 'x', 0 FROM pain WHERE campaign_id = " + demo[0])
        real = "SELECT (SELECT SUM(n) FROM response_block), (SELECT SUM(n) FROM tally), (SELECT COUNT(*) FROM pain)"
        answers = self.s.number("SELECT SUM(n) FROM response_block JOIN campaign c ON c.id = campaign_id WHERE c.demo")
        out = self.s.ctl("demo", "remove")
        self.assertIn(f"removed: 4 demonstration campaigns, {answers} answers, {texts} texts, 1 pains", out)
        self.assertEqual(self.s.sql(real)[0][::2], ["7", "1"])
        for table in self.tables():
            self.assertEqual(self.s.number(f"SELECT COUNT(*) FROM {table} WHERE campaign_id IN ({','.join(demo)})"),
                             0, table)
        self.assertIn("removed: 0 demonstration campaigns, 0 answers", self.s.ctl("demo", "remove"))

    def tables(self):
        return [row[0] for row in self.s.sql(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() "
            "AND column_name = 'campaign_id'")]

    def test_every_table_that_names_a_campaign_or_a_pain_is_cleared(self):
        source = (TOP / "lib/db/demo.c").read_text()
        cleared = set(re.findall(r'"(?:DELETE FROM|UPDATE) (\w+)', source))
        names = {row[0] for row in self.s.sql(
            "SELECT table_name FROM information_schema.key_column_usage WHERE table_schema = DATABASE() "
            "AND referenced_table_name IN ('campaign', 'pain')")}
        goes_along = {row[0] for row in self.s.sql(
            "SELECT table_name FROM information_schema.referential_constraints WHERE "
            "constraint_schema = DATABASE() AND delete_rule = 'CASCADE'")}
        self.assertEqual((names | set(self.tables())) - cleared - goes_along, set())

    def test_every_questionnaire_of_every_agency_is_filled(self):
        for agency in ("rosarchiv", "altai", "arkhangelsk", "urus-martan"):
            self.s.ctl("procedure", "load", agency)
        self.s.ctl("demo", "load", "--rounds", 1, "--answers", 30)
        self.assertEqual(self.s.sql("SELECT q.code FROM questionnaire q JOIN form_version v ON v.questionnaire_id = "
                                    "q.id WHERE NOT EXISTS (SELECT 1 FROM campaign c JOIN response_block r ON "
                                    "r.campaign_id = c.id WHERE c.demo AND c.form_version_id = v.id) "
                                    "AND q.code <> 'INT-BOX'"), [])

    def test_wrong_use(self):
        for wrong in (["--rounds", "0"], ["--answers", "1"], ["x"], ["--seed", "-1"]):
            self.s.ctl("demo", "load", *wrong, status=USAGE)
        self.s.ctl("demo", "remove", "x", status=USAGE)
        self.s.ctl("demo", "load", "--agency", "nowhere", status=FAILED)


if __name__ == "__main__":
    unittest.main()
