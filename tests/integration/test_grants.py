"""What each program's MariaDB account can do: a program that is taken over has no more."""

import unittest

import context

ACCOUNTS = ("otklik-survey", "otklik-appeal", "otklik-admin", "otklik-count")


class Grants(unittest.TestCase):
    def refused(self, account, statement):
        with self.subTest(account=account, statement=statement):
            with self.assertRaisesRegex(PermissionError, "denied"):
                context.stack.sql(statement, account)

    def tables(self):
        return [row[0] for row in context.stack.sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'otklik'")]

    def test_survey_reads_nothing_back(self):
        may_read = {"agency", "questionnaire", "form_version", "campaign", "count_key"}
        tables = set(self.tables())
        self.assertLessEqual({"ballot", "response_block", "remark", "tally"}, tables)
        for table in tables - may_read - {"barrier"}:
            self.refused("otklik-survey", f"SELECT 1 FROM {table} LIMIT 1")
        for table in may_read:
            context.stack.sql(f"SELECT 1 FROM {table} LIMIT 1", "otklik-survey")

    def test_survey_changes_nothing(self):
        for table in self.tables():
            self.refused("otklik-survey", f"DELETE FROM {table}")
        for change in ("UPDATE ballot SET sealed = ''", "UPDATE campaign SET k = 1",
                       "INSERT INTO response_block (campaign_id) VALUES (1)", "TRUNCATE ballot",
                       "SELECT box_waiting(1)", "DROP TABLE ballot", "CREATE TABLE x (a INT)"):
            self.refused("otklik-survey", change)

    def test_admin_sees_of_the_box_only_how_many_wait(self):
        self.refused("otklik-admin", "SELECT 1 FROM ballot LIMIT 1")
        self.assertEqual(len(context.stack.sql("SELECT box_waiting(1)", "otklik-admin")), 1)

    def test_admin_puts_ballots_in_and_never_touches_them_again(self):
        for change in ("UPDATE ballot SET sealed = ''", "DELETE FROM ballot", "TRUNCATE ballot",
                       "INSERT INTO ballot (`key`, rejected) VALUES ('', 1)", "DELETE FROM barrier",
                       "UPDATE count_key SET public_key = ''", "DELETE FROM count_key", "DELETE FROM entry"):
            self.refused("otklik-admin", change)
        for account in ("otklik-survey", "otklik-count"):
            self.refused(account, "SELECT 1 FROM entry LIMIT 1")

    def test_admin_cannot_lower_k_nor_touch_results(self):
        for change in ("UPDATE campaign SET k = 1", "UPDATE campaign SET batch_min = 1",
                       "DELETE FROM tally", "UPDATE tally SET n = 1", "DELETE FROM response_block",
                       "UPDATE response_block SET vectors = ''", "DELETE FROM remark"):
            self.refused("otklik-admin", change)

    def test_audit_log_only_grows(self):
        self.assertIn("audit", self.tables())
        for account in ACCOUNTS:
            self.refused(account, "UPDATE audit SET action = 'x'")
            self.refused(account, "DELETE FROM audit")

    def test_count_knows_no_staff(self):
        for table in ("staff", "session", "audit", "pain"):
            self.refused("otklik-count", f"SELECT 1 FROM {table} LIMIT 1")

    def test_nobody_reaches_other_databases(self):
        for account in ACCOUNTS:
            self.refused(account, "SELECT 1 FROM mysql.global_priv LIMIT 1")

    def test_no_anonymous_or_remote_accounts(self):
        rows = context.stack.sql("SELECT user, host FROM mysql.global_priv")
        self.assertEqual({host for _, host in rows}, {"localhost"})
        self.assertNotIn("", {user for user, _ in rows})


if __name__ == "__main__":
    unittest.main()
