"""Staff pages, beside test_admin.py: odd input, headers, foreign tokens, the audit log."""

import unittest

import context
from page import Page
from stack import Admin

PAGES = ("/admin", "/admin/campaign", "/admin/campaign/ne-a2", "/admin/campaign/ne-a2/results.json",
         "/admin/campaign/ne-a2/results.csv", "/admin/campaign/ne-a3/text/3.1", "/admin/pain",
         "/admin/pain/print", "/admin/pain/new", "/admin/login", "/admin/nowhere")
ROW = [("agency", "nenets"), ("audience", "external"), ("process", "Подделка"), ("text", "Подделка"),
       ("priority", "1"), ("kind", "problem"), ("revision", "0")]


class Case(unittest.TestCase):
    def setUp(self):
        self.stack = context.stack

    def staff(self, login, role, *options):
        return self.stack.ctl("user", "add", login, "--role", role, *options, "--generate").strip()

    def csrf(self, admin):
        return dict(Page(admin.get("/admin").text).form("csrf").pairs())["csrf"]

    def forged(self):
        return self.stack.sql("SELECT COUNT(*) FROM pain WHERE process = 'Подделка'")


class Login(Case):
    def test_strange_input(self):
        client, path = self.stack.client(), self.stack.path("/admin/login")
        for pairs in ([], [("login", "admin")], [("login", "x" * 5000), ("password", "y" * 5000)],
                      [("login", "admin'--"), ("password", "' OR 1=1 --")], [("login", "адм"), ("password", "")]):
            with self.subTest(pairs[:1]):
                answer = client.post(path, pairs)
                self.assertIn(answer.status, (413, 422, 429))
                self.assertEqual(answer.cookies, [])

    def test_a_new_password_ends_sessions(self):
        old = self.staff("changing", "analyst")
        admin = Admin(self.stack, "changing", old)
        self.assertEqual(admin.get("/admin").status, 200)
        self.stack.ctl("user", "passwd", "changing", "--generate")
        self.assertEqual(admin.get("/admin").status, 303)
        self.assertEqual(Admin(self.stack, "changing", old).answer.status, 422)

    def test_strange_cookies(self):
        for value in ("", "x", "A" * 43, "A" * 5000, "%00", "'; DROP TABLE session; --"):
            client = self.stack.client()
            client.cookies["otklik"] = value
            self.assertEqual(client.get(self.stack.path("/admin")).status, 303, value[:20])


class Pages(Case):
    def test_headers(self):
        admin = Admin(self.stack)
        for path in PAGES:
            with self.subTest(path):
                headers = admin.get(path).headers
                self.assertIn("default-src 'none'", headers["content-security-policy"])
                self.assertIn("frame-ancestors", headers["content-security-policy"])
                self.assertNotIn("unsafe", headers["content-security-policy"])
                self.assertEqual(headers["cache-control"], "no-store")
                self.assertEqual(headers["x-content-type-options"], "nosniff")
                self.assertEqual(headers["referrer-policy"], "no-referrer")

    def test_no_inline_script_or_style(self):
        admin = Admin(self.stack)
        for path in PAGES:
            text = admin.get(path).text
            for inline in ("<script>", "<style", " style=", " onclick=", "javascript:"):
                self.assertNotIn(inline, text, path)

    def test_unknown_places(self):
        admin = Admin(self.stack)
        for path in ("/admin/nowhere", "/admin/campaign/nowhere", "/admin/campaign/nowhere/results.json",
                     "/admin/pain/x", "/admin/pain/-1", "/admin/pain/99999999999999999999",
                     "/admin/campaign/ne-a3/text/99", "/admin/pain/new?campaign=nowhere&item=1"):
            with self.subTest(path):
                self.assertEqual(admin.get(path).status, 404)


class Forgery(Case):
    def test_token_of_another_session(self):
        admin, other = Admin(self.stack), Admin(self.stack)
        answer = admin.client.post(self.stack.path("/admin/pain/new"), ROW + [("csrf", self.csrf(other))])
        self.assertEqual(answer.status, 422)
        self.assertEqual(self.forged(), [["0"]])

    def test_an_agency_that_is_not_ones_own(self):
        password = self.staff("of-rosarchiv", "analyst", "--agency", "rosarchiv")
        admin = Admin(self.stack, "of-rosarchiv", password)
        for path in ("/admin/pain/new", "/admin/pain/new?agency=nenets", "/admin/pain/new?agency=rosarchiv"):
            answer = admin.client.post(self.stack.path(path), ROW + [("csrf", self.csrf(admin))])
            self.assertIn(answer.status, (400, 403, 404), path)
        self.assertEqual(self.forged(), [["0"]])


class Audit(Case):
    def test_login_is_written_down(self):
        count = "SELECT COUNT(*) FROM audit WHERE action = 'login'"
        before = int(self.stack.sql(count)[0][0])
        Admin(self.stack)
        self.assertEqual(int(self.stack.sql(count)[0][0]), before + 1)


if __name__ == "__main__":
    unittest.main()
