"""A database of an older version is brought up: nothing that was counted is lost.  Run alone:

    OTKLIK_BUILD=… tests/integration/test_upgrade.py [TEST]...
"""

import pathlib
import re
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "support")]

from blocks import RESPONSES  # noqa: E402
from scratch import TOP, Scratch, only_once  # noqa: E402

BLOCKS = "0016-response-block.sql"


def setUpModule():
    only_once()


class ResponsesToBlocks(unittest.TestCase):
    """Up to migration 15 a response was a row of its own, its texts bore its key."""

    def setUp(self):
        self.s = Scratch()
        self.addCleanup(self.s.stop)
        self.s.start()

    def fill(self, many):
        """Of one day and channel, few of another; in quarantine; internal ones; messages."""
        for code, questionnaire, put in (
                ("many", "RA-P1", ((0, many, {"channel": "site"}), (5000, 30, {}), (6000, 9, {"trap": 1}))),
                ("staff", "NE-A3", ((0, 40, {}),)),
                ("box", "INT-BOX", ((0, 12, {}),))):
            self.s.ctl("campaign", "open", questionnaire, "--agency", "nenets" if code != "many" else "rosarchiv",
                       "--code", code, "--closes", "2099-12-31")
            self.s.count()
            for first, n, options in put:
                self.s.put(code, first, n, **options)
            self.s.close(code)
        self.s.count()

    def content(self):
        """Responses and texts, without their keys."""
        responses = self.s.sql(
            f"SELECT campaign_id, form_version_id, day, channel, HEX(vector), COUNT(*) FROM {RESPONSES} r "
            "GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5")
        texts = self.s.sql(
            f"SELECT m.campaign_id, m.item, m.text, r.day, r.channel, HEX(r.vector) FROM remark m LEFT JOIN {RESPONSES} r "
            "USING (campaign_id, form_version_id, block, place) ORDER BY 1, 2, 3, 4, 5, 6")
        quarantine = self.s.sql("SELECT day, channel, language, HEX(vector) FROM quarantine ORDER BY 1, 2, 3, 4")
        return responses, texts, quarantine

    def go_back(self):
        """The tables as they were before, made of the text of the first migration; later ones can be run again."""
        core = (TOP / "conf/schema/0001-core.sql").read_text()
        self.s.sql(re.search(r"CREATE TABLE IF NOT EXISTS response \(.*?;\n", core, re.S)[0])
        self.s.sql("ALTER TABLE remark ADD COLUMN rkey BINARY(16) NULL; "
                   "UPDATE remark SET rkey = UNHEX(MD5(CONCAT(HEX(block), place))); "
                   "INSERT INTO response SELECT campaign_id, UNHEX(MD5(CONCAT(HEX(block), place))), form_version_id, "
                   f"day, channel, vector FROM {RESPONSES} r; "
                   "ALTER TABLE remark DROP COLUMN block, DROP COLUMN place; DROP TABLE response_block; "
                   "ALTER TABLE quarantine DROP COLUMN language; "
                   "GRANT INSERT ON response TO 'otklik-count'@'localhost'; "
                   "GRANT SELECT ON response TO 'otklik-admin'@'localhost'; "
                   f"DELETE FROM schema_file WHERE name >= '{BLOCKS}'")  # the grants, too

    def test_everything_moves(self):
        self.fill(2345)
        before = self.content()
        self.assertGreater(len(before[1]), 2000)
        since = len([f for f in (TOP / "conf/schema").glob("0*.sql") if f.name >= BLOCKS])
        for _ in range(2):  # what was moved can be moved again
            self.go_back()
            self.assertIn(f"migrations applied: {since}", self.s.ctl("migrate"))
            self.assertEqual(self.content(), before)
        self.assertEqual(len(before[2]), 9)
        self.assertEqual(self.s.sql("SELECT n FROM response_block WHERE campaign_id = "
                                    f"{self.s.campaign('many')} ORDER BY n"), [["30"], ["345"], ["1000"], ["1000"]])
        self.assertEqual(self.s.sql("SELECT DISTINCT n FROM response_block JOIN campaign c ON c.id = campaign_id "
                                    "WHERE c.audience = 'internal'"), [["1"]])
        vectors = [row[0] for row in self.s.sql(f"SELECT HEX(vector) FROM {RESPONSES} r WHERE campaign_id = "
                                                f"{self.s.campaign('many')} AND beside = 1000 ORDER BY block, place")]
        self.assertEqual([vectors[:1000], vectors[1000:]], [sorted(vectors[:1000]), sorted(vectors[1000:])])
        self.assertEqual(self.s.sql("SELECT * FROM information_schema.table_privileges WHERE table_name = 'response'"), [])

    def test_what_does_not_fit_stops_it(self):
        """A block cut short by the server's settings: nothing is dropped, and it can be run again."""
        self.fill(400)
        before = self.content()
        self.go_back()
        self.s.sql("SET GLOBAL max_allowed_packet = 4096")
        self.assertRegex(self.s.ctl("migrate", status=1), "max_allowed_packet|GROUP_CONCAT")
        self.s.sql("SET GLOBAL max_allowed_packet = 16777216")
        self.s.ctl("migrate")
        self.assertEqual(self.content(), before)

    def test_cut_short_anywhere(self):
        """After any number of its statements the migration is run again from its start."""
        self.fill(50)
        before = self.content()
        text = re.sub(r"^--.*\n", "", (TOP / "conf/schema" / BLOCKS).read_text(), flags=re.M)
        statements = [s.rstrip(";\n") for s in re.split(r"(?<=;)\n+(?=[A-Z])(?!END)", text) if s.strip()]
        for done in range(len(statements) + 1):
            with self.subTest(done):
                self.go_back()
                self.s.script(";\n".join(statements[:done]))
                self.s.ctl("migrate")
                self.assertEqual(self.content(), before)


if __name__ == "__main__":
    unittest.main()
