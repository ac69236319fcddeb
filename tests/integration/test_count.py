"""otklik-count on a scratch MariaDB: what is opened when.  Run alone:

    OTKLIK_BUILD=… tests/integration/test_count.py [TEST]...
"""

import collections
import pathlib
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "support")]

from blocks import RESPONSES  # noqa: E402
from scratch import Scratch, only_once  # noqa: E402

CSI, TEXT, WHOLE = 4, 7, 65535  # form types; the item that stands for the whole
K = 5


def setUpModule():
    only_once()


class CountTest(unittest.TestCase):
    """One scratch database a class, a fresh campaign a test."""

    @classmethod
    def setUpClass(cls):
        cls.s = Scratch().start()
        cls.codes = 0

    @classmethod
    def tearDownClass(cls):
        cls.s.stop()

    def open(self, questionnaire="RA-P1", *options):
        """Opens a campaign and has its key made; returns its code."""
        type(self).codes += 1
        code = f"c{self.codes}"
        self.s.ctl("campaign", "open", questionnaire, "--code", code,
                   *(options or ("--closes", "2099-12-31")))
        self.s.count()
        return code

    def rows(self, table, code):
        return self.s.number(f"SELECT COUNT(*) FROM {table} t WHERE campaign_id = {self.s.campaign(code)}")

    def state(self, code):
        return self.s.sql(f"SELECT state FROM campaign WHERE code = '{code}'")[0][0]

    def key_files(self, code):
        return list(self.s.keys.glob(f"{self.s.campaign(code)}-*.key"))

    def whole(self, code):
        return self.s.number("SELECT COALESCE(SUM(n), 0) FROM tally WHERE item = 65535 AND cell = 0 "
                             f"AND campaign_id = {self.s.campaign(code)}")

    def expected_cells(self, items, numbers):
        """What the ballots of these numbers add up to (see put-ballots.c), for
        the items every ballot answers."""
        cells = collections.Counter()
        for item, kind, values in items:
            for i in numbers if values else ():
                cells[item, 1 + i % values] += 1
                if kind == CSI:
                    cells[item, 101 + (i + 3) % 10] += 1
        return cells

    def check_counted(self, code, items, numbers, shown=True):
        """Every ballot of these numbers is counted once, and nothing else."""
        n, campaign = len(numbers), self.s.campaign(code)
        self.assertEqual(self.whole(code), n)
        self.assertEqual(self.rows(RESPONSES, code), n if shown else 0)
        if not shown:
            self.assertEqual(self.s.sql(f"SELECT DISTINCT item FROM tally WHERE campaign_id = {campaign}"),
                             [[str(WHOLE)]])
            self.assertEqual(self.rows("remark", code), 0)
            return
        got = {(int(i), int(c)): int(k) for i, c, k in self.s.sql(
            f"SELECT item, cell, n FROM tally WHERE campaign_id = {campaign} AND item <> {WHOLE}")}
        expected = self.expected_cells(items, numbers)
        answered = collections.Counter()
        for (item, cell), k in got.items():
            if cell < 100:
                answered[item] += k
        # An item that another answer switches off is not answered by all.
        always = {item for item, kind, values in items if values and answered[item] == n}
        self.assertTrue(always)
        for key, k in expected.items():
            if key[0] in always:
                self.assertEqual(got.get(key), k, key)
        # Each text says which ballot it is of: none twice, none of nowhere.
        texts = self.s.sql(f"SELECT item, text, COUNT(*) FROM remark WHERE campaign_id = {campaign} GROUP BY 1, 2")
        for item, text, k in texts:
            self.assertEqual(k, "1", text)
            self.assertIn(int(text.removeprefix("ballot-")), numbers)
        in_tally = {item: k for (item, cell), k in got.items() if cell == 0}
        in_rows = collections.Counter(int(item) for item, text, k in texts)
        for item, k in in_rows.items():
            self.assertEqual(in_tally[item], k)
        for item in in_rows:  # a text every ballot carries is there n times
            if in_rows[item] == n:
                self.assertEqual({t for i, t, k in texts if int(i) == item}, {f"ballot-{i}" for i in numbers})

    def check_blanked(self, code, n):
        """n ballots keep nothing but their key and the day they were counted."""
        campaign = self.s.campaign(code)
        self.assertEqual(self.s.number(
            f"SELECT COUNT(*) FROM ballot WHERE campaign_id = {campaign} AND sealed IS NULL AND "
            "key_id IS NULL AND counted_on = UTC_DATE() AND rejected = 0"), n)


class Rules(CountTest):
    def test_everything_at_the_end(self):
        code = self.open()
        items, stored, again = self.s.put(code, 0, 300, again=1, channel="site")
        self.assertEqual((stored, again), (300, 300))
        self.s.close(code)
        self.s.count()
        self.check_counted(code, items, range(300))
        self.check_blanked(code, 300)
        self.assertEqual(self.state(code), "counted")
        self.assertEqual(self.key_files(code), [])
        self.assertEqual(self.rows("count_key", code), 0)
        self.s.count()
        self.check_counted(code, items, range(300))

    def test_external_leaves_k(self):
        code = self.open()
        items = self.s.put(code, 0, 2 * K - 1)[0]
        self.s.count()
        self.assertEqual(self.rows(RESPONSES, code), 0)
        self.s.put(code, 2 * K - 1, 1)
        self.s.count()
        self.assertEqual((self.rows(RESPONSES, code), self.s.waiting(code)), (K, K))
        self.check_blanked(code, K)
        self.s.put(code, 2 * K, 40)
        self.s.count()
        self.assertEqual((self.rows(RESPONSES, code), self.s.waiting(code)), (45, K))
        self.s.close(code)
        self.s.count()
        self.check_counted(code, items, range(50))

    def test_the_k_left_are_chosen_at_random(self):
        left = collections.Counter()
        for i in range(6):
            code = self.open()
            self.s.put(code, 0, 2 * K, threads=1)
            keys = [r[0] for r in self.s.sql(
                f"SELECT HEX(`key`) FROM ballot WHERE campaign_id = {self.s.campaign(code)} ORDER BY 1")]
            self.s.count()
            for row in self.s.sql("SELECT HEX(`key`) FROM ballot WHERE key_id IS NOT NULL AND "
                                  f"campaign_id = {self.s.campaign(code)}"):
                left[keys.index(row[0])] += 1
        self.assertGreater(len(left), K)  # else it is always the same places

    def test_internal_only_at_the_end(self):
        code = self.open("NE-A3")
        items = self.s.put(code, 0, 60)[0]
        self.s.count()
        self.assertEqual((self.rows("tally", code), self.s.waiting(code)), (0, 60))
        self.s.close(code, ago=3600 + 290)  # a form may still be on its way
        self.s.count()
        self.assertEqual((self.rows("tally", code), self.s.waiting(code)), (0, 60))
        self.assertEqual(self.state(code), "closed")
        self.s.sql(f"UPDATE campaign SET closed_at = closed_at - 10 WHERE code = '{code}'")
        self.s.count()
        self.check_counted(code, items, range(60))
        campaign = self.s.campaign(code)
        self.assertEqual(self.s.sql(f"SELECT DISTINCT day, channel FROM response_block WHERE campaign_id = {campaign}"),
                         [["NULL", "NULL"]])
        self.assertEqual(self.s.sql(f"SELECT DISTINCT n FROM response_block WHERE campaign_id = {campaign}"), [["1"]])
        self.assertEqual(self.s.sql(f"SELECT DISTINCT block, place FROM remark WHERE campaign_id = {campaign}"),
                         [["NULL", "NULL"]])

    def test_external_texts_belong_to_a_response(self):
        code = self.open()
        self.s.put(code, 0, 50)
        self.s.count()
        campaign = self.s.campaign(code)
        self.assertGreater(self.rows("remark", code), 0)
        self.assertEqual(self.s.number(
            f"SELECT COUNT(*) FROM remark m LEFT JOIN {RESPONSES} r USING (campaign_id, block, place) "
            f"WHERE campaign_id = {campaign} AND r.vector IS NULL"), 0)

    def test_fewer_than_k_show_only_their_number(self):
        for questionnaire in ("RA-P1", "NE-A3"):
            with self.subTest(questionnaire):
                code = self.open(questionnaire)
                items = self.s.put(code, 0, K - 1)[0]
                self.s.close(code)
                self.s.count()
                self.check_counted(code, items, range(K - 1), shown=False)
                self.check_blanked(code, K - 1)
                self.assertEqual(self.state(code), "counted")
                code = self.open(questionnaire)
                items = self.s.put(code, 0, K)[0]
                self.s.close(code)
                self.s.count()
                self.check_counted(code, items, range(K))

    def test_own_configuration_is_the_floor(self):
        """What a stolen admin session could write opens nothing earlier."""
        code = self.open()
        self.s.sql(f"UPDATE campaign SET k = 1, batch_min = 1 WHERE code = '{code}'")
        self.s.put(code, 0, 2 * K - 1)
        self.s.count()
        self.assertEqual(self.rows(RESPONSES, code), 0)
        self.s.put(code, 2 * K - 1, 1)
        self.s.count()
        self.assertEqual(self.rows(RESPONSES, code), K)

    def test_trial_opens_everything_at_once(self):
        for questionnaire in ("RA-P1", "NE-A3"):
            with self.subTest(questionnaire):
                code = self.open(questionnaire)
                items = self.s.put(code, 0, 1)[0]
                self.s.count(batch_min=1)
                self.check_counted(code, items, range(1))
                self.assertEqual(self.s.waiting(code), 0)

    def test_trial_by_any_batch_below_the_rule(self):
        for questionnaire in ("RA-P1", "NE-A3"):
            with self.subTest(questionnaire):
                code = self.open(questionnaire)
                items = self.s.put(code, 0, 2)[0]
                self.s.count(batch_min=3)
                self.assertEqual((self.rows("tally", code), self.s.waiting(code)), (0, 2))
                self.s.put(code, 2, 1)
                self.s.count(batch_min=3)
                self.check_counted(code, items, range(3))
                self.assertEqual(self.s.waiting(code), 0)

    def test_rare_days_and_channels_are_coarsened(self):
        code = self.open("RA-P1", "--opens", "2026-01-01", "--closes", "2099-12-31")
        self.s.put(code, 0, 20, channel="site", day="2026-03-10")
        self.s.put(code, 20, K + 1, channel="hall", day="2026-03-11")
        self.s.put(code, 21 + K, K - 1, channel="qr", day="2026-03-12")
        self.s.close(code)
        self.s.count()
        campaign = self.s.campaign(code)
        self.assertEqual(
            self.s.sql(f"SELECT day, channel, COUNT(*) FROM {RESPONSES} r WHERE campaign_id = {campaign} "
                       "GROUP BY 1, 2 ORDER BY 3"),
            [["2026-03-01", "other", str(2 * K)], ["2026-03-10", "site", "20"]])

    def test_old_counted_ballots_are_purged(self):
        code = self.open()
        self.s.put(code, 0, 30)
        self.s.count()
        campaign = self.s.campaign(code)
        for age, left in ((1, 30), (2, 30), (3, K)):
            self.s.sql(f"UPDATE ballot SET counted_on = UTC_DATE() - INTERVAL {age} DAY "
                       f"WHERE campaign_id = {campaign} AND counted_on IS NOT NULL")
            self.s.count()
            self.assertEqual(self.rows("ballot", code), left)

    def test_broken_ballots_do_not_block_the_box(self):
        code = self.open()
        items = self.s.put(code, 0, 40)[0]
        self.s.put(code, 1000, 3, fault="seal")
        self.s.put(code, 1003, 3, fault="answers")
        self.s.put(code, 1006, 2, version=self.s.number("SELECT MIN(id) FROM form_version"))
        self.s.put(code, 1008, 2, version=999999)
        self.s.put(code, 1010, 1, day="2020-01-01")
        for i in range(12):  # until every one of them was among the chosen
            self.s.count()
            self.s.put(code, 40 + i, 1)
        self.s.close(code)
        log = self.s.count()
        self.assertIn("could not be opened", log)
        self.check_counted(code, items, range(52))
        self.assertEqual(self.s.sql(f"SELECT rejected FROM campaign WHERE code = '{code}'"), [["11"]])
        self.check_blanked(code, 63)
        self.assertEqual(self.state(code), "counted")

    def test_no_channel_costs_a_ballot(self):
        code = self.open()
        items = self.s.put(code, 0, K, channel="<b>")[0]
        self.s.put(code, K, K, channel="qr.2_a-b")
        self.s.close(code)
        self.s.count()
        self.check_counted(code, items, range(2 * K))
        self.assertEqual(
            self.s.sql(f"SELECT channel, COUNT(*) FROM {RESPONSES} r WHERE campaign_id = "
                       f"{self.s.campaign(code)} GROUP BY 1 ORDER BY 1"), [["other", str(K)], ["qr.2_a-b", str(K)]])

    def test_broken_ballots_do_not_make_a_batch_small(self):
        """Junk that fills the box up to 2k must not have a victim opened."""
        code = self.open()
        self.s.put(code, 0, 1)
        self.s.put(code, 1000, 40 * K, fault="seal")
        self.s.count()
        self.s.count()
        self.assertEqual((self.rows(RESPONSES, code), self.whole(code)), (0, 0))

    def test_a_lost_key_is_told_and_ends_nothing(self):
        code = self.open()
        items = self.s.put(code, 0, 20)[0]
        key, = self.key_files(code)
        key.rename(self.s.dir / "escrow")
        self.s.close(code)
        self.assertIn("cannot be opened", self.s.count())
        self.assertEqual((self.state(code), self.s.waiting(code)), ("closed", 20))
        (self.s.dir / "escrow").rename(key)
        self.s.count()
        self.check_counted(code, items, range(20))
        self.assertEqual(self.state(code), "counted")

    def test_an_open_key_file_is_refused(self):
        code = self.open()
        self.s.put(code, 0, 20)
        key, = self.key_files(code)
        key.chmod(0o640)
        self.assertIn("chmod 600", self.s.count(status=1))
        self.assertEqual(self.rows(RESPONSES, code), 0)
        key.chmod(0o600)
        self.s.close(code)
        self.s.count()

    def test_the_end_of_a_campaign_ends_its_tickets(self):
        code = self.open("RA-P1", "--closes", "2099-12-31", "--access", "ticket")
        campaign = self.s.campaign(code)
        self.s.sql(f"UPDATE campaign SET tickets = 3 WHERE id = {campaign}; "
                   f"INSERT INTO ticket VALUES ({campaign}, RANDOM_BYTES(32)), ({campaign}, RANDOM_BYTES(32))")
        self.s.put(code, 0, 20)
        self.s.count()
        self.assertEqual(self.rows("ticket", code), 2)
        self.s.close(code)
        self.s.count()
        self.assertEqual(self.rows("ticket", code), 0)
        self.assertEqual(self.s.sql(f"SELECT tickets, tickets_left FROM campaign WHERE id = {campaign}"), [["3", "2"]])
        other = self.open()
        self.s.put(other, 0, 20)
        self.s.close(other)
        self.s.count()
        self.assertEqual(self.s.sql(f"SELECT tickets_left FROM campaign WHERE code = '{other}'"), [["NULL"]])

    def test_nothing_enters_a_counted_box(self):
        code = self.open()
        self.s.put(code, 0, 20)
        key = self.s.number(f"SELECT id FROM count_key WHERE campaign_id = {self.s.campaign(code)}")
        with self.assertRaisesRegex(PermissionError, "1451"):  # nor is a full one ended
            self.s.sql(f"DELETE FROM count_key WHERE id = {key}")
        self.s.close(code)
        self.s.count()
        with self.assertRaisesRegex(PermissionError, "1452"):
            self.s.sql("INSERT INTO ballot (`key`, campaign_id, key_id, sealed) VALUES "
                       f"(RANDOM_BYTES(32), {self.s.campaign(code)}, {key}, 'x')", "otklik-survey")


class Messages(CountTest):
    """A box opened daily: messages of internal clients."""

    @classmethod
    def setUpClass(cls):
        cls.s = Scratch(("nenets", "rosarchiv", "urus-martan")).start()
        cls.codes = 0

    def open_box(self):
        code = self.open("INT-BOX", "--agency", "urus-martan", "--permanent")
        self.assertEqual(self.column(code, "daily"), "1")
        return code

    def column(self, code, name):
        return self.s.sql(f"SELECT {name} FROM campaign WHERE code = '{code}'")[0][0]

    def next_day(self, code):
        self.s.sql(f"UPDATE campaign SET opened_on = opened_on - INTERVAL 1 DAY WHERE code = '{code}'")

    def test_once_a_day_whatever_waits(self):
        code = self.open_box()
        self.assertNotEqual(self.column(code, "opened_on"), "NULL")  # empty, but looked into
        items = self.s.put(code, 0, 1)[0]
        self.s.count()
        self.s.put(code, 1, 20)
        self.s.count()
        self.assertEqual((self.rows(RESPONSES, code), self.s.waiting(code)), (0, 21))
        self.next_day(code)
        self.s.count()
        self.check_counted(code, items, range(21))
        self.check_blanked(code, 21)
        self.s.put(code, 21, 1)
        self.s.count()
        self.assertEqual((self.rows(RESPONSES, code), self.s.waiting(code)), (21, 1))
        self.next_day(code)
        self.s.count()  # a single one is no reason to wait
        self.check_counted(code, items, range(22))
        self.assertEqual(self.s.waiting(code), 0)

    def test_a_quiet_day_is_noted_too(self):
        """Else the first message after it would be opened as it comes."""
        code = self.open_box()
        self.next_day(code)
        self.s.count()
        self.s.put(code, 0, 1)
        self.s.count()
        self.assertEqual(self.s.waiting(code), 1)

    def test_parts_stay_together_without_day_and_channel(self):
        code = self.open_box()
        self.s.put(code, 0, 30, channel="site", day=self.column(code, "opened_on"))
        self.next_day(code)
        self.s.count()
        campaign = self.s.campaign(code)
        self.assertEqual(self.s.sql(f"SELECT DISTINCT day, channel FROM response_block WHERE campaign_id = {campaign}"),
                         [["NULL", "NULL"]])
        # Nor does the table say which messages were opened together.
        self.assertEqual(self.s.sql(f"SELECT DISTINCT n FROM response_block WHERE campaign_id = {campaign}"), [["1"]])
        # Ballot i has option i modulo their number in question 1 and says i in its text.
        pairs = self.s.sql(f"SELECT ORD(r.vector), m.text FROM {RESPONSES} r JOIN remark m USING (campaign_id, block, place) "
                           f"WHERE campaign_id = {campaign}")
        self.assertEqual(len({text for _, text in pairs}), 30)
        for kind, text in pairs:
            self.assertEqual(int(kind), 1 + int(text.removeprefix("ballot-")) % 5)

    def test_closing_keeps_messages(self):
        """Fewer than k at the end: they were promised to be read, one by one."""
        code = self.open_box()
        items = self.s.put(code, 0, 2)[0]
        self.s.close(code)
        self.s.count()
        self.check_counted(code, items, range(2))
        self.assertEqual(self.state(code), "counted")

    def test_the_questionnaire_must_say_so_too(self):
        """Who can write campaigns cannot have a survey opened like messages."""
        code = self.open("NE-A3", "--permanent")
        self.assertEqual(self.column(code, "daily"), "0")
        self.s.sql(f"UPDATE campaign SET daily = 1 WHERE code = '{code}'")
        self.s.put(code, 0, 50)
        self.s.count()
        self.assertEqual((self.rows("tally", code), self.s.waiting(code)), (0, 50))

    def test_trial_opens_at_once(self):
        code = self.open_box()
        items = self.s.put(code, 0, 1)[0]
        self.s.count(batch_min=1)
        self.check_counted(code, items, range(1))

    def test_no_tickets_for_it(self):
        code = self.open_box()
        with self.assertRaisesRegex(PermissionError, "4025"):
            self.s.sql(f"UPDATE campaign SET access = 'ticket' WHERE code = '{code}'")


class Months(CountTest):
    """Permanent campaigns; "last month" is made by renaming this month's key."""

    def age_key(self, code):
        campaign = self.s.campaign(code)
        period, = self.s.sql(f"SELECT period FROM count_key WHERE campaign_id = {campaign} ORDER BY period LIMIT 1")
        self.s.sql(f"UPDATE count_key SET period = '2025-12' WHERE campaign_id = {campaign} "
                   f"AND period = '{period[0]}'")
        (self.s.keys / f"{campaign}-{period[0]}.key").rename(self.s.keys / f"{campaign}-2025-12.key")
        return period[0]

    def periods(self, code):
        return [r[0] for r in self.s.sql(
            f"SELECT period FROM count_key WHERE campaign_id = {self.s.campaign(code)} ORDER BY 1")]

    def test_keys_of_this_and_the_next_month(self):
        code = self.open("RA-P1", "--permanent")
        self.assertEqual(len(self.periods(code)), 2)
        self.assertEqual(len(self.key_files(code)), 2)

    def test_internal_opens_the_past_month(self):
        code = self.open("NE-A3", "--permanent")
        items = self.s.put(code, 0, 20)[0]
        self.s.count()
        self.assertEqual(self.rows("tally", code), 0)
        this = self.age_key(code)
        self.s.count()
        self.check_counted(code, items, range(20))
        self.assertNotIn("2025-12", self.periods(code))
        self.assertIn(this, self.periods(code))
        self.assertFalse([f for f in self.key_files(code) if "2025-12" in f.name])

    def test_too_few_are_carried_on(self):
        code = self.open("NE-A3", "--permanent")
        self.s.put(code, 0, K - 1)
        self.age_key(code)
        self.s.count()
        self.assertEqual((self.rows("tally", code), self.s.waiting(code)), (0, K - 1))
        self.assertIn("2025-12", self.periods(code))
        items = self.s.put(code, K - 1, 1)[0]
        self.age_key_to(code, "2026-01")
        self.s.count()
        self.check_counted(code, items, range(K))
        self.assertNotIn("2025-12", self.periods(code))

    def age_key_to(self, code, to):
        campaign = self.s.campaign(code)
        period = [p for p in self.periods(code) if p != "2025-12"][0]
        self.s.sql(f"UPDATE count_key SET period = '{to}' WHERE campaign_id = {campaign} AND period = '{period}'")
        (self.s.keys / f"{campaign}-{period}.key").rename(self.s.keys / f"{campaign}-{to}.key")

    def test_external_opens_the_past_month_whole(self):
        code = self.open("RA-P1", "--permanent")
        items = self.s.put(code, 0, 2 * K - 1)[0]
        self.age_key(code)
        self.s.count()
        self.check_counted(code, items, range(2 * K - 1))
        self.assertNotIn("2025-12", self.periods(code))

    def test_broken_rest_of_a_month_is_given_up(self):
        code = self.open("RA-P1", "--permanent")
        self.s.put(code, 0, K, fault="seal")
        self.s.put(code, K, K + 1)
        self.s.count()
        # Marked or not, opened or not: with the month they must all go.
        self.age_key(code)
        self.s.count()
        self.s.put(code, 2 * K + 1, K)
        self.age_key_to(code, "2026-01")
        self.s.count()
        self.assertNotIn("2025-12", self.periods(code))
        self.assertEqual(self.s.sql(f"SELECT rejected FROM campaign WHERE code = '{code}'"), [[str(K)]])

    def test_closed_by_hand(self):
        code = self.open("NE-A3", "--permanent")
        items = self.s.put(code, 0, 12)[0]
        self.s.close(code)
        self.s.count()
        self.check_counted(code, items, range(12))
        self.assertEqual((self.state(code), self.periods(code), self.key_files(code)), ("counted", [], []))


class Grants(CountTest):
    DENIED = "114[23]|1370|1227|1044"

    def denied(self, account, *statements):
        for statement in statements:
            with self.subTest(account=account, statement=statement):
                with self.assertRaisesRegex(PermissionError, self.DENIED):
                    self.s.sql(statement, account)

    def tables(self):
        return [r[0] for r in self.s.sql("SHOW TABLES")]

    def test_survey_reads_only_what_is_published(self):
        readable = {"agency", "questionnaire", "form_version", "campaign", "count_key"}
        for table in readable:
            self.s.sql(f"SELECT COUNT(*) FROM {table}", "otklik-survey")
        self.denied("otklik-survey", *(f"SELECT * FROM {t}" for t in self.tables() if t not in readable))
        self.denied("otklik-survey", *(f"SELECT 1 FROM {t} LIMIT 1" for t in self.tables()
                                       if t not in readable | {"barrier"}))

    def test_survey_changes_nothing(self):
        changes = []
        for table in self.tables():
            column = self.s.sql(f"SHOW COLUMNS FROM {table}")[0][0]
            changes.append(f"DELETE FROM {table}")
            if table != "barrier":
                changes.append(f"UPDATE {table} SET `{column}` = `{column}`")
        self.denied("otklik-survey", *changes,
                    "INSERT INTO ballot (`key`, campaign_id, counted_on) VALUES (RANDOM_BYTES(32), 1, '2026-01-01')",
                    "REPLACE INTO ballot (`key`, campaign_id) VALUES (RANDOM_BYTES(32), 1)",
                    "INSERT INTO ballot (`key`, campaign_id) VALUES (RANDOM_BYTES(32), 1) "
                    "ON DUPLICATE KEY UPDATE sealed = NULL",
                    "SELECT box_waiting(1)", "CREATE TABLE x (y INT)", "DROP TABLE ballot")

    def test_admin_sees_of_the_box_only_its_number(self):
        code = self.open()
        self.s.put(code, 0, 3)
        self.assertEqual(self.s.sql(f"SELECT box_waiting({self.s.campaign(code)})", "otklik-admin"), [["3"]])
        self.denied("otklik-admin", "SELECT * FROM ballot", "SELECT COUNT(*) FROM ballot", "SELECT * FROM spent_key",
                    "UPDATE campaign SET k = 1", "UPDATE campaign SET batch_min = 1",
                    "UPDATE campaign SET closes_on = NULL", "DELETE FROM campaign", "DELETE FROM response_block",
                    "UPDATE tally SET n = 0")

    def test_count_never_reads_what_it_wrote(self):
        self.denied("otklik-count", "SELECT * FROM response_block", "SELECT * FROM remark", "DELETE FROM response_block",
                    "UPDATE campaign SET k = 1", "INSERT INTO ballot (`key`, campaign_id) VALUES ('x', 1)",
                    "SELECT * FROM staff", "SELECT * FROM pain")


if __name__ == "__main__":
    unittest.main()
