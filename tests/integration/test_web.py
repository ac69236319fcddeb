"""What the web server's configuration gives away, and what it holds back."""

import os
import pathlib
import re
import unittest

import context
from client import Client
from listener import Listener
from page import Page
from stack import until

MARK = "canary-7f3a"
TOLD = {"REQUEST_METHOD", "REQUEST_URI", "CONTENT_TYPE", "CONTENT_LENGTH"}
HIDDEN = ("REMOTE_ADDR", "REMOTE_HOST", "REMOTE_PORT", "REMOTE_USER", "HTTP_USER_AGENT",
          "HTTP_REFERER", "HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")
TRACES = {"User-Agent": MARK, "X-Forwarded-For": MARK, "Forwarded": "for=" + MARK, "Via": "1.1 " + MARK,
          "X-Real-IP": MARK, "Referer": "http://" + MARK, "Accept-Language": MARK,
          "Sec-CH-UA": MARK, "Sec-CH-UA-Platform": MARK, "True-Client-IP": MARK,
          "CF-Connecting-IP": MARK}


class Told(unittest.TestCase):
    """A listener stands in for each program and shows its parameters."""

    def seen(self, program, path):
        stack = context.stack
        socket = stack.sockets / f"{program}.sock"
        aside = stack.sockets / f"{program}.aside"
        os.rename(socket, aside)
        listener = Listener(str(socket))
        try:
            os.chmod(socket, 0o666)
            answer = stack.client().request("POST", stack.path(path), body=b"a=b",
                                            headers={**TRACES, "Cookie": "site=portal-session"})
            self.assertEqual(answer.body, b"ok\n")
        finally:
            listener.close()
            os.rename(aside, socket)
        return listener.seen[0]

    def test_programs_learn_neither_address_nor_browser(self):
        for program, path in (("survey", "/survey/ne-a2"), ("appeal", "/appeal"), ("admin", "/admin/login")):
            with self.subTest(program):
                told = self.seen(program, path + "?x=1")
                self.assertLessEqual(TOLD, set(told))
                self.assertEqual(told["REQUEST_URI"], context.stack.path(path + "?x=1"))
                self.assertEqual([name for name in HIDDEN if name in told], [])
                self.assertEqual([n for n, v in told.items() if MARK in v or "127.0.0.1" in v
                                  and n not in ("SERVER_NAME", "SERVER_ADDR", "HTTP_HOST")], [])
                self.assertEqual("HTTP_COOKIE" in told, program == "admin")
                if context.stack.server == "nginx":  # names what it hands over
                    self.assertLessEqual(set(told), TOLD | {"HTTP_COOKIE", "HTTP_SEC_FETCH_SITE"})


class Pages(unittest.TestCase):
    def setUp(self):
        self.client = context.stack.client()

    def test_stylesheet(self):
        answer = self.client.get(context.stack.path("/static/otklik.css"))
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["content-type"].startswith("text/css"))
        for outside in ("/static/../otklik.conf", "/static/%2e%2e/otklik.conf", "/static//etc/passwd"):
            self.assertIn(self.client.get(context.stack.path(outside)).status, (400, 404))
        self.assertIn(self.client.get(context.stack.path("/static/")).status, (403, 404))

    def test_every_page_is_guarded(self):
        for path in ("/", "/survey/ne-a2", "/survey/nowhere", "/appeal", "/admin/login", "/admin/"):
            with self.subTest(path):
                headers = self.client.get(context.stack.path(path)).headers
                policy = headers["content-security-policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertNotIn("unsafe", policy)
                self.assertIn("frame-ancestors", policy)
                self.assertEqual(headers["x-content-type-options"], "nosniff")
                self.assertEqual(headers["referrer-policy"], "no-referrer")
                self.assertEqual(headers["cache-control"], "no-store")

    def test_respondents_get_no_cookie_and_no_script(self):
        for path in ("/", "/appeal", "/survey/ne-a2", "/survey/ne-a3"):
            answer = self.client.get(context.stack.path(path))
            self.assertEqual(answer.cookies, [])
            self.assertNotIn("<script", answer.text)

    FORMS = ("ne-a2", "ne-a3", "ra-p1", "ra-p2", "ra-p3", "ra-p4", "al-gen", "al-srv", "al-fun", "al-staff",
             "al-deep", "uni-ext", "um-int", "ar-int", "int-box")

    def small(self, answer, limit):
        """Of one answer: its bytes, and what a browser fetches besides."""
        self.assertLessEqual(len(answer.body), limit)
        self.assertLessEqual(answer.text.count('rel="stylesheet"'), 1)
        self.assertLessEqual(answer.text.count("<script"), 1)
        self.assertNotIn("<img", answer.text)

    def test_small_pages(self):
        """At most 30 KB and three requests a page (the carried state apart)."""
        for code in self.FORMS:
            with self.subTest(code):
                self.small(self.client.get(context.stack.path(f"/survey/{code}")), 30000)

    def test_the_list_is_small(self):
        """Other tests have opened surveys of theirs: so much a survey, and the frame."""
        answer = self.client.get(context.stack.path("/"))
        surveys = len(set(re.findall(r'href="[^"]*/survey/[^"]+"', answer.text)))
        self.assertGreater(surveys, 10)
        self.small(answer, 5000 + 800 * surveys)

    def test_small_pages_with_a_fault(self):
        """The same when a form comes back, whatever its first section asks."""
        for code in self.FORMS:
            with self.subTest(code):
                path = context.stack.path(f"/survey/{code}")
                form = Page(self.client.get(path).text).form("next")
                name = next(c.name for c in form.controls if c.kind in ("radio", "checkbox"))
                answer = self.client.post(path, form.pairs("next") + [(name, "999")])
                self.assertEqual(answer.status, 422)
                self.small(answer, 30000)

    def test_every_fault_at_once(self):
        """One mark of two in each of the fifteen rows of NE-A2: at most 400 bytes a fault more."""
        path = context.stack.path("/survey/ne-a2")
        answer = self.client.get(path)
        form = Page(answer.text).form("next")
        half = [(name, "7") for name in form.names() if name.endswith(".rating")]
        self.assertEqual(len(half), 15)
        faulty = self.client.post(path, form.pairs("next") + half)
        self.assertEqual(faulty.status, 422)
        self.small(faulty, len(answer.body) + 500 + 15 * 400)

    def test_nothing_is_listening_beyond_this_machine(self):
        for name in ("tcp", "tcp6"):
            for line in pathlib.Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
                address, _, state = (line.split()[i] for i in (1, 2, 3))
                host, port = address.split(":")
                if int(port, 16) == context.stack.port and state == "0A":
                    self.assertEqual(host, "0100007F")


class Logs(unittest.TestCase):
    """No address and no browser in any file of the stack (the logs are off)."""

    def test_no_traces(self):
        stack = context.stack
        client = Client(stack.origin)
        for path in ("/survey/ne-a2?c=" + MARK, "/" + MARK, "/survey/" + MARK, "/admin/" + MARK):
            for method, body in (("GET", None), ("POST", MARK.encode()), ("PUT", b"")):
                client.request(method, stack.path(path), body=body, headers=TRACES)
        client.request("POST", stack.path("/survey/ne-a2"), body=b"x" * 600000, headers=TRACES)
        until(lambda: True)
        for folder in ("log", "run", "tmp", "var"):
            for path in (stack.state / folder).rglob("*"):
                if path.is_file():
                    data = path.read_bytes()
                    self.assertNotIn(MARK.encode(), data, path)
                    self.assertNotIn(b"127.0.0.1,", data, path)
                    self.assertNotIn(b"client", data, path)


if __name__ == "__main__":
    unittest.main()
