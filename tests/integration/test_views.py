"""Views for SQL tools: what they hold is what the files of answers hold."""

import csv
import io
import unittest

import context
from stack import Admin

AGENCIES = ("rosarchiv", "altai", "nenets")  # marks, options, several options, scales, lists


def setUpModule():
    if context.stack.server == "apache":
        raise unittest.SkipTest("has run behind nginx")
    for agency in AGENCIES:
        context.stack.ctl("demo", "load", "--agency", agency, "--rounds", "1", "--answers", "40")


def tearDownModule():
    context.stack.ctl("demo", "remove")


class Views(unittest.TestCase):
    def test_rows_are_those_of_the_files(self):
        stack, admin = context.stack, Admin(context.stack)
        views = stack.ctl("views").split()
        self.assertEqual(stack.ctl("views").split(), views)  # made anew
        campaigns = stack.sql("SELECT code, form_version_id FROM campaign WHERE demo AND audience = 'external'")
        self.assertGreater(len(campaigns), 5)
        for code, version in campaigns:
            with self.subTest(code):
                name = next(v for v in views if v.startswith(f"answers_{version}_"))
                text = admin.get(f"/admin/campaign/{code}/answers-numbers.csv").body.decode("utf-8-sig")
                rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
                self.assertGreater(len(rows), 20)
                columns = ", ".join(f"COALESCE({column}, '')" for column in rows[0])
                found = stack.sql(f"SELECT {columns} FROM {name} WHERE campaign = '{code}'")
                self.assertEqual(sorted(found), sorted([list(row.values()) for row in rows]))

    def test_nothing_of_internal_clients(self):
        views = context.stack.ctl("views").split()
        internal = [row[0] for row in context.stack.sql(
            "SELECT v.id FROM form_version v JOIN questionnaire q ON q.id = v.questionnaire_id "
            "WHERE q.audience = 'internal'")]
        self.assertTrue(internal)
        self.assertFalse([v for v in views if v.split("_")[1] in internal])
        for account in ("otklik-admin", "otklik-survey", "otklik-count"):
            with self.assertRaises(Exception):
                context.stack.sql(f"SELECT * FROM {views[0]} LIMIT 1", account)


if __name__ == "__main__":
    unittest.main()
