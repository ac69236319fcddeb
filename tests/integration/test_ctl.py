"""otklikctl on a scratch MariaDB.  Run alone:

    OTKLIK_BUILD=… tests/integration/test_ctl.py [TEST]...
"""

import pathlib
import shutil
import stat
import subprocess
import sys
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "support")]

from scratch import TOP, Scratch, only_once  # noqa: E402

OK, FAILED, USAGE = 0, 1, 2


def setUpModule():
    only_once()


class Schema(unittest.TestCase):
    """Migrations, accounts, grants: each test on a server of its own."""

    def setUp(self):
        self.s = Scratch(procedures=())
        self.addCleanup(self.s.stop)
        self.s.schema = self.s.dir / "schema"
        shutil.copytree(TOP / "conf/schema", self.s.schema)
        self.s.start()

    def test_init_is_harmless_when_repeated(self):
        passwords = self.s.dir / "passwords"
        before = {p.name: p.read_text() for p in passwords.iterdir()}
        self.assertEqual(set(before), {line for line in (self.s.schema / "accounts").read_text().splitlines()
                                       if line and line[0] != "#"})
        self.assertEqual(len(set(before.values())), len(before))
        for p in passwords.iterdir():
            self.assertEqual(stat.S_IMODE(p.stat().st_mode), 0o600)
        self.assertEqual(stat.S_IMODE(passwords.stat().st_mode), 0o700)
        self.assertIn("migrations applied: 0", self.s.ctl("init", "--passwords", passwords))
        self.assertEqual({p.name: p.read_text() for p in passwords.iterdir()}, before)
        self.assertIn("migrations applied: 0", self.s.ctl("migrate"))
        for account in before:
            self.assertEqual(self.s.sql("SELECT USER()", account), [[f"{account}@localhost"]])

    def test_lost_password_files_are_made_again(self):
        shutil.rmtree(self.s.dir / "passwords")
        self.s.ctl("init", "--passwords", self.s.dir / "passwords")
        self.s.sql("SELECT 1", "otklik-survey")

    def test_a_half_applied_migration_is_run_again(self):
        names = sorted(p.name for p in self.s.schema.glob("0*.sql"))
        self.s.sql("DELETE FROM schema_file WHERE name >= '0001'")
        self.assertIn(f"migrations applied: {len(names)}", self.s.ctl("migrate"))
        (self.s.schema / "0900-x.sql").write_text("")
        self.assertIn("0900-x.sql", self.s.ctl("migrate", status=FAILED))  # a gap in the numbers
        (self.s.schema / "0900-x.sql").unlink()
        number = len(names) + 1
        new = self.s.schema / f"{number:04}-new.sql"
        new.write_text("CREATE TABLE IF NOT EXISTS x (y INT); SELECT nonsense;")
        self.assertIn(f"{new.name}: statement 2", self.s.ctl("migrate", status=FAILED))
        new.write_text("CREATE TABLE IF NOT EXISTS x (y INT COMMENT 'a;b'); -- c;d\nINSERT INTO x VALUES (1);")
        self.assertIn("migrations applied: 1", self.s.ctl("migrate"))
        self.assertIn("migrations applied: 0", self.s.ctl("migrate"))
        self.assertEqual(self.s.number("SELECT COUNT(*) FROM x"), 1)

    def test_refuses_a_newer_schema(self):
        self.s.sql("INSERT INTO schema_file VALUES ('0999-later.sql', REPEAT('x', 32), '2027-01-01')")
        self.assertIn("0999-later.sql", self.s.ctl("migrate", status=FAILED))

    def test_refuses_a_changed_file(self):
        core = self.s.schema / "0001-core.sql"
        core.write_text(core.read_text() + "\n")
        self.assertIn("0001-core.sql", self.s.ctl("migrate", status=FAILED))

    def test_changed_grants_are_applied(self):
        with self.assertRaises(PermissionError):
            self.s.sql("SELECT COUNT(*) FROM spent_key", "otklik-survey")
        grants = self.s.schema / "grants.sql"
        before = grants.read_text()
        grants.write_text(before + "GRANT SELECT ON spent_key TO 'otklik-survey'@'localhost';\n")
        self.s.ctl("migrate")
        self.s.sql("SELECT COUNT(*) FROM spent_key", "otklik-survey")
        # Taken back the way grants.sql says; twice, as after another change.
        for more in ("", "-- again\n"):
            grants.write_text(
                "BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR 1141, 1147 BEGIN END; "
                "REVOKE SELECT ON spent_key FROM 'otklik-survey'@'localhost'; END;\n" + before + more)
            self.s.ctl("migrate")
            with self.assertRaises(PermissionError):
                self.s.sql("SELECT COUNT(*) FROM spent_key", "otklik-survey")

    def test_two_migrations_at_once(self):
        self.s.sql("DELETE FROM schema_file")
        command = [self.s.build / "otklikctl", "-c", self.s.settings(), "migrate"]
        running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
        outputs = sorted(p.communicate(timeout=60)[0] for p in running)
        self.assertEqual([p.returncode for p in running], [OK] * 3)
        names = list(self.s.schema.glob("0*.sql"))
        self.assertEqual([int(o.split()[-1]) for o in outputs], [0, 0, len(names)])

    def test_every_column_is_explained(self):
        self.assertEqual(self.s.sql(
            "SELECT CONCAT(table_name, '.', column_name) FROM information_schema.columns "
            "WHERE table_schema = 'otklik' AND column_comment = ''"), [])
        self.assertEqual(self.s.sql(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'otklik' AND table_comment = ''"), [])

    def test_server_away(self):
        self.s.server("stop")
        self.assertIn("away", self.s.ctl("migrate", status=FAILED))
        self.assertIn("away", self.s.ctl("campaign", "list", status=FAILED))


class Commands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.s = Scratch().start()

    @classmethod
    def tearDownClass(cls):
        cls.s.stop()

    def test_every_command_has_help(self):
        listed = self.s.ctl("--help")
        for words in ("init", "migrate", "user add", "user passwd", "user list", "procedure load", "form check",
                      "campaign open", "campaign close", "campaign list", "count"):
            self.assertIn(f"  {words}", listed)
            self.assertIn(f"usage: otklikctl {words}", self.s.ctl(*words.split(), "--help"))

    def test_wrong_use(self):
        for words in ((), ("nonsense",), ("user",), ("user", "add"), ("user", "add", "x"), ("procedure", "load"),
                      ("campaign", "open"), ("campaign", "open", "NE-A2", "--closes", "2026-13-01"),
                      ("campaign", "open", "NE-A2", "--permanent", "--closes", "2026-12-01"),
                      ("campaign", "open", "NE-A2", "--opens", "2026-12-02", "--closes", "2026-12-01"),
                      ("campaign", "open", "NE-A2", "--code", "Ä"), ("campaign", "open", "NE-A2", "--k", "4"),
                      ("campaign", "close"), ("migrate", "now"), ("user", "add", "x", "--role", "king"),
                      ("count", "--nonsense")):
            with self.subTest(words):
                self.assertNotEqual(self.s.ctl(*words, status=USAGE), "")

    def test_bad_settings(self):
        bad = self.s.dir / "bad.conf"
        bad.write_text("colour = red\n")
        done = subprocess.run([self.s.build / "otklikctl", "-c", bad, "migrate"], capture_output=True, text=True)
        self.assertEqual(done.returncode, FAILED)
        self.assertIn("colour", done.stderr)

    def test_users(self):
        self.s.ctl("user", "add", "ivanov", "--role", "analyst", "--agency", "nenets", "--name", "Иванов",
                   stdin="a long password\n")
        self.s.ctl("user", "add", "ivanov", "--role", "analyst", status=FAILED, stdin="a long password\n")
        self.s.ctl("user", "add", "petrov", "--role", "analyst", status=FAILED, stdin="short\n")
        self.s.ctl("user", "add", "petrov", "--role", "analyst", status=FAILED, stdin="")
        self.s.ctl("user", "add", "petrov", "--role", "head", "--agency", "nowhere", status=FAILED,
                   stdin="a long password\n")
        generated = self.s.ctl("user", "add", "petrov", "--role", "administrator", "--generate").strip()
        self.assertEqual(len(generated), 16)
        hashes = dict(self.s.sql("SELECT login, password FROM staff"))
        self.assertTrue(all(h.startswith("$argon2id$") for h in hashes.values()))
        again = self.s.ctl("user", "passwd", "petrov", "--generate").strip()
        self.assertNotEqual(again, generated)
        self.assertNotEqual(dict(self.s.sql("SELECT login, password FROM staff"))["petrov"], hashes["petrov"])
        self.s.ctl("user", "passwd", "sidorov", "--generate", status=FAILED)
        listed = self.s.ctl("user", "list")
        self.assertIn("ivanov\tanalyst\tactive", listed)
        self.assertIn("petrov\tadmin\tactive\tevery agency", listed)
        self.assertNotIn("argon", listed)

    def test_procedures_are_loaded_once(self):
        before = self.s.sql("SELECT id, questionnaire_id, version, HEX(digest) FROM form_version ORDER BY id")
        self.assertIn("unchanged", self.s.ctl("procedure", "load", self.s.forms / "nenets"))
        self.assertEqual(
            self.s.sql("SELECT id, questionnaire_id, version, HEX(digest) FROM form_version ORDER BY id"), before)

    def test_a_changed_file_is_the_next_version(self):
        copy = self.s.dir / "forms"
        shutil.copytree(self.s.forms, copy)
        changed = copy / "rosarchiv/ra-p2.xml"
        text = changed.read_text()
        self.assertIn("<title>", text)
        changed.write_text(text.replace("<title>", "<title>Новое. ", 1))
        out = self.s.ctl("procedure", "load", copy / "rosarchiv")
        self.assertIn("RA-P2: version 2\n", out)
        self.assertEqual(out.count("unchanged"), len(out.splitlines()) - 1)
        self.assertEqual(self.s.sql("SELECT version, title LIKE 'Новое. %' FROM form_version v JOIN questionnaire q "
                                    "ON q.id = v.questionnaire_id WHERE q.code = 'RA-P2' ORDER BY 1"),
                         [["1", "0"], ["2", "1"]])
        # A campaign is opened with the newest.
        self.s.ctl("campaign", "open", "RA-P2", "--code", "new-one", "--permanent")
        self.assertIn("RA-P2 v2", self.s.ctl("campaign", "list"))

    def test_a_faulty_file_is_not_loaded(self):
        copy = self.s.dir / "faulty"
        shutil.copytree(self.s.forms, copy)
        broken = copy / "rosarchiv/ra-p1.xml"
        broken.write_text(broken.read_text().replace("<questionnaire", "<questionnaire colour='red'", 1))
        before = self.s.number("SELECT COUNT(*) FROM form_version")
        self.assertRegex(self.s.ctl("procedure", "load", copy / "rosarchiv", status=FAILED), r"ra-p1\.xml:\d+: ")
        self.assertEqual(self.s.number("SELECT COUNT(*) FROM form_version"), before)
        self.assertRegex(self.s.ctl("form", "check", broken, status=FAILED), rf"^{broken}:\d+: ")
        self.assertEqual(self.s.ctl("form", "check", *sorted(self.s.forms.glob("nenets/*-*.xml"))), "")
        # What is shared names lists of the procedure that uses it.
        shared = self.s.forms / "common/int-box.xml"
        self.s.ctl("form", "check", shared, status=FAILED)
        self.assertEqual(self.s.ctl("form", "check", "--procedure", self.s.forms / "nenets", shared), "")
        self.s.ctl("form", "check", "/nonexistent.xml", status=FAILED)

    def dates(self, code):
        return self.s.sql(f"SELECT opens_on, closes_on FROM campaign WHERE code = '{code}'")[0]

    def test_length_by_the_procedure(self):
        """NE-21-3, NE-21-4, AMB-18: the table of metrics, "Working days"."""
        for i, (questionnaire, opens, closes) in enumerate((
                ("NE-A2", "2026-04-20", "2026-05-04"), ("NE-A2", "2026-04-25", "2026-05-12"),
                ("NE-A3", "2026-06-08", "2026-06-15"), ("NE-A2", "2026-10-26", "2026-11-09"))):
            self.s.ctl("campaign", "open", questionnaire, "--code", f"length-{i}", "--opens", opens)
            self.assertEqual(self.dates(f"length-{i}"), [opens, closes])

    def test_open_and_close(self):
        self.s.ctl("campaign", "open", "NE-A2", "--closes", "2099-01-01", "--k", "7")
        self.assertEqual(self.s.sql("SELECT k, batch_min, audience, permanent, state FROM campaign "
                                    "WHERE code = 'ne-a2'"), [["7", "14", "external", "0", "open"]])
        self.assertIn("already", self.s.ctl("campaign", "open", "NE-A2", status=FAILED))
        self.s.ctl("campaign", "open", "NO-SUCH", status=FAILED)
        self.s.ctl("campaign", "open", "NE-A2", "--agency", "rosarchiv", status=FAILED)
        self.s.ctl("campaign", "open", "NE-A3", "--agency", "nenets", "--working-days", "3")
        self.assertIn("ne-a2\topen\tnenets/NE-A2 v1", self.s.ctl("campaign", "list"))
        self.s.ctl("campaign", "close", "ne-a2")
        self.assertIn("ne-a2\tclosed", self.s.ctl("campaign", "list"))
        self.assertIn("already", self.s.ctl("campaign", "close", "ne-a2", status=FAILED))
        self.s.ctl("campaign", "close", "nowhere", status=FAILED)

    def test_codes_by_the_procedure(self):
        self.s.ctl("procedure", "load", "urus-martan")
        self.s.ctl("campaign", "open", "INT-BOX", "--permanent", status=FAILED)  # whose?
        self.s.ctl("campaign", "open", "INT-BOX", "--agency", "urus-martan", "--permanent")
        self.s.ctl("campaign", "open", "INT-BOX", "--agency", "nenets", "--permanent")
        self.assertEqual(self.s.sql("SELECT c.code, a.code FROM campaign c JOIN agency a ON a.id = c.agency_id "
                                    "WHERE c.code LIKE '%int-box' ORDER BY 1"),
                         [["int-box", "urus-martan"], ["ne-int-box", "nenets"]])

    def test_count_runs_the_counter(self):
        self.s.ctl("campaign", "open", "RA-P3", "--permanent")
        self.s.ctl("count")
        self.assertEqual(len(list(self.s.keys.glob(f"{self.s.campaign('ra-p3')}-*.key"))), 2)

    def test_speaks_russian_only_when_asked(self):
        done = subprocess.run([self.s.build / "otklikctl", "nonsense"], capture_output=True, text=True,
                              env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"})
        self.assertIn("unknown command", done.stderr)


if __name__ == "__main__":
    unittest.main()
