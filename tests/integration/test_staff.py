"""Staff pages, beside test_admin.py: odd input, headers, foreign tokens, the audit log."""

import base64
import hashlib
import threading
import time
import unittest

import context
from page import Page
from stack import Admin, until

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


class Devices(Case):
    """A browser that has logged in before is not held up by attempts of strangers."""

    def attempt(self, client, login, password):
        begun = time.monotonic()
        answer = client.post(self.stack.path("/admin/login"), [("login", login), ("password", password)])
        return answer, time.monotonic() - begun

    def browser(self, device=None):
        client = self.stack.client()
        if device:
            client.cookies["otklik-device"] = device
        return client

    def test_cookie(self):
        password = self.staff("device-cookie", "analyst")
        admin = Admin(self.stack, "device-cookie", password)
        cookie = next(c for c in admin.answer.cookies if c.startswith("otklik-device="))
        for part in ("HttpOnly", "SameSite=Strict", f"Path={self.stack.base}/admin;", "Max-Age=15552000"):
            self.assertIn(part, cookie)
        device = admin.client.cookies["otklik-device"]
        self.assertEqual(len(base64.urlsafe_b64decode(device + "==")), 16)
        stored = "SELECT HEX(d.hash) FROM staff_device d JOIN staff s ON s.id = d.staff_id WHERE login = 'device-cookie'"
        hashed = hashlib.blake2b(base64.urlsafe_b64decode(device + "=="), digest_size=32).hexdigest().upper()
        self.assertEqual(self.stack.sql(stored), [[hashed]])
        # It is kept, by others at the same browser too; one of strangers is not taken over.
        other = self.staff("device-other", "analyst")
        for login, word in (("device-cookie", password), ("device-other", other)):
            client = self.browser(device)
            self.assertEqual(self.attempt(client, login, word)[0].status, 303)
            self.assertEqual(client.cookies["otklik-device"], device)
        client = self.browser("A" * 22)
        self.attempt(client, "device-cookie", password)
        self.assertNotEqual(client.cookies["otklik-device"], "A" * 22)
        self.stack.ctl("user", "passwd", "device-cookie", "--generate")
        self.assertEqual(self.stack.sql(stored), [])
        # Old ones are forgotten at the next login of anybody.
        self.stack.sql("UPDATE staff_device SET seen_on = UTC_DATE() - INTERVAL 181 DAY "
                       f"WHERE hash = UNHEX('{hashed}')")
        Admin(self.stack)
        self.assertEqual(self.stack.sql(f"SELECT 1 FROM staff_device WHERE hash = UNHEX('{hashed}')"), [])

    def test_a_flood_holds_up_strangers_only(self):
        password, other = self.staff("flooded", "analyst"), self.staff("flooded-not", "analyst")
        device = Admin(self.stack, "flooded", password).client.cookies["otklik-device"]
        foreign = Admin(self.stack, "flooded-not", other).client.cookies["otklik-device"]
        over, waits = threading.Event(), []

        def flood():
            while not over.is_set():
                waits.append(self.attempt(self.stack.client(), "flooded", "no such password")[1])

        threads = [threading.Thread(target=flood) for _ in range(6)]
        for thread in threads:
            thread.start()
        try:
            until(lambda: self.stack.sql("SELECT 1 FROM login_turn WHERE failures >= 6"), 60, "a slow login")
            for strange in (None, foreign, "A" * 22):
                statuses = [self.attempt(self.browser(strange), "flooded", password)[0].status for _ in range(3)]
                self.assertIn(429, statuses, strange)
            for _ in range(3):
                answer, seconds = self.attempt(self.browser(device), "flooded", password)
                self.assertEqual(answer.status, 303)
                self.assertLess(seconds, 10 if context.slow else 1.5)
        finally:
            over.set()
            for thread in threads:
                thread.join()
        self.assertLess(max(waits), 30 if context.slow else 4)

    def test_a_known_browser_is_slowed_down_too(self):
        device = Admin(self.stack, "guesser", self.staff("guesser", "analyst")).client.cookies["otklik-device"]
        statuses = [self.attempt(self.browser(device), "guesser", f"wrong {i}")[0].status for i in range(8)]
        self.assertEqual(set(statuses), {422, 429}, statuses)


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
