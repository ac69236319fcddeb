"""Spam without surveillance: quarantine instead of discard (the count, without a web server)."""

import collections
import datetime
import random
import time
import unittest

from blocks import RESPONSES  # noqa: E402
from scratch import Scratch, only_once

LONG = "Покупайте наших слонов, лучшие слоны по самой низкой цене"


class Case(unittest.TestCase):
    codes = 0

    @classmethod
    def setUpClass(cls):
        only_once()
        cls.s = Scratch(("nenets", "rosarchiv")).start()

    @classmethod
    def tearDownClass(cls):
        cls.s.stop()

    def open(self, questionnaire="RA-P1", rules="trap,links,same", *options):
        Case.codes += 1
        code = f"spam{Case.codes}"
        self.s.sql(f"UPDATE agency SET spam_rules = '{rules}'")
        self.s.ctl("campaign", "open", questionnaire, "--code", code, *(options or ("--permanent",)))
        self.s.count(batch_min=1000)  # makes the key
        return code

    def numbers(self, code):
        """Counted, in quarantine by rule, released, waiting."""
        own = self.s.campaign(code)
        whole = self.s.number(f"SELECT COALESCE(SUM(n), 0) FROM tally WHERE campaign_id = {own} AND item = 65535")
        rules = self.s.sql(f"SELECT rule, n, released FROM quarantine_count WHERE campaign_id = {own}")
        return (whole, {rule: int(n) for rule, n, _ in rules}, sum(int(r) for _, _, r in rules), self.s.waiting(code))

    def stored(self, code, table):
        return self.s.number(f"SELECT COUNT(*) FROM {table} t WHERE campaign_id = {self.s.campaign(code)}")

    def today(self, code):
        """The agency's, which is not that of this machine at every hour."""
        return datetime.date.fromisoformat(self.s.sql(f"SELECT opens_on FROM campaign WHERE code = '{code}'")[0][0])

    def check(self, code, acknowledged):
        """acknowledged = waiting + counted + in quarantine + rejected."""
        whole, held, released, waiting = self.numbers(code)
        rejected = self.s.number(f"SELECT rejected FROM campaign WHERE code = '{code}'")
        self.assertEqual(whole + sum(held.values()) - released + waiting + rejected, acknowledged)


class External(Case):
    def test_rules(self):
        code = self.open()
        self.s.put(code, 0, 20)
        self.s.put(code, 100, 3, trap=1)
        self.s.put(code, 200, 2, text="http://a.ru http://b.ru")
        self.s.put(code, 300, 6, text=LONG)
        self.s.close(code)
        self.s.count()
        self.assertEqual(self.numbers(code), (20, {"trap": 3, "links": 2, "same": 6}, 0, 0))
        self.assertEqual((self.stored(code, RESPONSES), self.stored(code, "quarantine")), (20, 11))
        self.check(code, 31)
        texts = {row[0] for row in self.s.sql("SELECT DISTINCT text FROM quarantine_text "
                                              f"WHERE campaign_id = {self.s.campaign(code)}")}
        self.assertIn(LONG, texts)
        self.assertEqual(self.s.number("SELECT COUNT(*) FROM remark WHERE text LIKE '%http%'"), 0)

    def test_rules_are_frozen_at_opening(self):
        code = self.open(rules="")
        self.s.sql("UPDATE agency SET spam_rules = 'trap,links,same'")
        self.s.put(code, 0, 12)
        self.s.put(code, 100, 3, trap=1)
        self.s.put(code, 200, 6, text=LONG + " http://a.ru http://b.ru")
        self.s.close(code)
        self.s.count()
        self.assertEqual(self.numbers(code), (21, {}, 0, 0))

    def test_too_few_honest_ones_wait_for_more(self):
        """Whoever floods a box with spam does not learn the few answers among it."""
        code = self.open()
        self.s.put(code, 0, 3)
        self.s.put(code, 100, 60, trap=1)
        self.s.count()
        self.assertEqual(self.numbers(code), (0, {}, 0, 63))
        self.s.put(code, 10, 17)
        self.s.count()
        whole, held, _, waiting = self.numbers(code)
        self.assertGreaterEqual(whole, 5)
        self.assertEqual(waiting, 5)
        self.check(code, 80)
        self.s.close(code)
        self.s.count()
        self.check(code, 80)
        # The few left for the end are too few by themselves: counted, not shown.
        whole, held, _, _ = self.numbers(code)
        self.assertEqual((whole, sum(held.values())), (20, 60))

    def test_fewer_than_k_in_all_are_numbers_only(self):
        code = self.open()
        self.s.put(code, 0, 1)
        self.s.put(code, 100, 3, trap=1)
        self.s.close(code)
        self.s.count()
        self.assertEqual(self.numbers(code), (1, {"trap": 3}, 0, 0))
        self.assertEqual((self.stored(code, RESPONSES), self.stored(code, "quarantine")), (0, 0))

    def test_released_ones_are_counted_after_all(self):
        code = self.open()
        items, _, _ = self.s.put(code, 0, 20)
        self.s.put(code, 20, 10, trap=1)
        self.s.close(code)
        self.s.count()
        own = self.s.campaign(code)
        self.s.sql(f"UPDATE quarantine SET released = 1 WHERE campaign_id = {own} LIMIT 4")
        self.s.count()
        self.assertEqual(self.numbers(code), (24, {"trap": 10}, 4, 0))
        self.assertEqual((self.stored(code, RESPONSES), self.stored(code, "quarantine")), (24, 6))
        self.assertGreater(self.stored(code, "quarantine_text"), 0)
        self.s.sql(f"UPDATE quarantine SET released = 1 WHERE campaign_id = {own}")
        self.s.count()
        self.check(code, 30)
        self.assertEqual((self.stored(code, RESPONSES), self.stored(code, "quarantine_text")), (30, 0))
        # The tallies are now those of thirty ordinary ballots.
        other = self.open()
        self.s.put(other, 0, 30)
        self.s.close(other)
        self.s.count()
        tally = "SELECT item, cell, n FROM tally WHERE campaign_id = {} ORDER BY item, cell"
        self.assertEqual(self.s.sql(tally.format(own)), self.s.sql(tally.format(self.s.campaign(other))))
        texts = "SELECT item, text FROM remark WHERE campaign_id = {} ORDER BY item, text"
        self.assertEqual(self.s.sql(texts.format(own)), self.s.sql(texts.format(self.s.campaign(other))))

    def test_quarantine_tells_no_more_than_responses(self):
        """Keys are random, the order of rows says nothing, a day few share is no day."""
        code = self.open("RA-P1", "trap", "--closes", "2099-12-31")
        self.s.put(code, 0, 40, trap=1)
        self.s.put(code, 100, 2, trap=1, day=self.today(code) - datetime.timedelta(1))
        self.s.put(code, 200, 20)
        self.s.close(code)
        self.s.count()
        own = self.s.campaign(code)
        days = collections.Counter(row[0] for row in self.s.sql(
            f"SELECT COALESCE(day, '') FROM quarantine WHERE campaign_id = {own}"))
        self.assertTrue(all(n >= 5 for n in days.values()), days)
        texts = [row[0] for row in self.s.sql(f"SELECT t.text FROM quarantine q JOIN quarantine_text t "
                                              f"USING (campaign_id, rkey) WHERE campaign_id = {own} "
                                              "AND t.text LIKE 'ballot-%' GROUP BY rkey ORDER BY rkey")]
        self.assertEqual(len(texts), 42)
        self.assertNotEqual(texts, sorted(texts, key=lambda t: int(t.split("-")[1])))
        columns = {row[0] for row in self.s.sql("SHOW COLUMNS FROM quarantine")}
        self.assertEqual(columns, {"campaign_id", "rkey", "form_version_id", "day", "channel", "language",
                                   "vector", "rule", "released"})

    def test_few_in_quarantine_have_the_month_of_many_only(self):
        """One alone in its month would be known by it, in quarantine and among the responses."""
        code = self.open("RA-P1", "trap", "--closes", "2099-12-31")
        before = self.today(code) - datetime.timedelta(40)
        self.s.sql(f"UPDATE campaign SET opens_on = '{before}' WHERE code = '{code}'")
        self.s.put(code, 0, 20, day=before)
        self.s.put(code, 100, 1, trap=1)
        self.s.put(code, 200, 1, trap=1, day=before)
        self.s.close(code)
        self.s.count()
        days = self.s.sql(f"SELECT COALESCE(day, '') FROM quarantine WHERE campaign_id = {self.s.campaign(code)} ORDER BY 1")
        self.assertEqual(days, [[""], [str(before.replace(day=1))]])


class Crash(Case):
    """kill -9 of the count at random moments: acknowledged = counted + in quarantine."""

    def kill_and_finish(self, done):
        wait = 0.01
        for _ in range(25):
            process = self.s.counter("--once")
            time.sleep(random.uniform(0, wait))
            wait *= 1.15
            self.s.kill(process)
        while not done():
            self.s.count()

    def test_opening_and_releasing(self):
        codes = [self.open() for _ in range(4)]
        for code in codes:
            self.s.put(code, 0, 200)
            self.s.put(code, 200, 150, trap=1)
            self.s.close(code)
        self.kill_and_finish(lambda: all(self.s.waiting(code) == 0 for code in codes))
        for code in codes:
            self.assertEqual(self.numbers(code), (200, {"trap": 150}, 0, 0))
            self.assertEqual((self.stored(code, RESPONSES), self.stored(code, "quarantine")), (200, 150))
            self.s.sql(f"UPDATE quarantine SET released = 1 WHERE campaign_id = {self.s.campaign(code)} LIMIT 120")
        self.kill_and_finish(lambda: not self.s.number("SELECT COUNT(*) FROM quarantine WHERE released"))
        for code in codes:
            self.assertEqual(self.numbers(code), (320, {"trap": 150}, 120, 0))
            self.assertEqual((self.stored(code, RESPONSES), self.stored(code, "quarantine")), (320, 30))
            self.check(code, 350)


class Internal(Case):
    def test_numbers_only(self):
        code = self.open("NE-A3", "trap,links,same", "--closes", "2099-12-31")
        self.s.put(code, 0, 12)
        self.s.put(code, 100, 7, trap=1)
        self.s.put(code, 200, 6, text=LONG + " http://a.ru http://b.ru")  # nobody judges these
        self.s.close(code)
        self.s.count()
        self.assertEqual(self.numbers(code), (18, {"trap": 7}, 0, 0))
        self.assertEqual((self.stored(code, RESPONSES), self.stored(code, "quarantine")), (18, 0))
        self.check(code, 25)

    def test_no_other_rule_whoever_opened_it(self):
        """What a rule of texts puts apart is lost here: the count does not rely on who wrote the campaign."""
        code = self.open("NE-A3", "trap,links,same", "--closes", "2099-12-31")
        self.s.sql(f"UPDATE campaign SET spam_rules = 'trap,links,same' WHERE code = '{code}'")
        self.s.put(code, 0, 12)
        self.s.put(code, 100, 2, trap=1)
        self.s.put(code, 200, 6, text=LONG + " http://a.ru http://b.ru")
        self.s.close(code)
        self.s.count()
        self.assertEqual(self.numbers(code), (18, {"trap": 2}, 0, 0))


class Accounts(Case):
    def test_accounts(self):
        for account, statement in (
                ("otklik-survey", "SELECT * FROM quarantine"), ("otklik-survey", "SELECT * FROM quarantine_count"),
                ("otklik-admin", "INSERT INTO quarantine_count VALUES (1, 'trap', 1, 0)"),
                ("otklik-admin", "DELETE FROM quarantine"), ("otklik-admin", "UPDATE quarantine SET vector = ''"),
                ("otklik-admin", "UPDATE campaign SET spam_rules = ''"), ("otklik-admin", "UPDATE agency SET name = ''")):
            with self.subTest(account=account, statement=statement):
                with self.assertRaisesRegex(PermissionError, "denied"):
                    self.s.sql(statement, account)


if __name__ == "__main__":
    unittest.main()
