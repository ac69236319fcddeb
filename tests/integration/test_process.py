"""The survey program as a process: sockets handed over, orderly end, kept connections."""

import concurrent.futures
import os
import signal
import subprocess
import time
import unittest
import urllib.parse

import context
from client import Client
from fastcgi import PARAMS, STDIN, Connection, begin, pairs, record, stream
from page import Page
from stack import free_port, until

FORM_TYPE = "application/x-www-form-urlencoded"


class Case(unittest.TestCase):
    def setUp(self):
        self.stack = context.stack
        self.folder = self.stack.as_user("mktemp", "-d", "/tmp/otklik-process.XXXXXX").stdout.strip()
        self.socket = self.folder + "/s"
        self.addCleanup(self.stack.as_user, "rm", "-rf", self.folder)
        self.program = [*self.stack.wrap.split(), self.stack.program("otklik-survey"),
                        "-c", self.stack.settings("otklik-survey")]

    def spawn(self, *command):
        process = self.stack.spawn(*command)
        self.addCleanup(process.wait, 60)
        self.addCleanup(process.terminate)
        until(self.answers, 60, "the program answers")
        return process

    def answers(self):
        try:
            with Connection(self.socket) as connection:
                return connection.ask("GET", self.stack.path("/"), keep=False).status == 200
        except OSError:
            return False


class Sockets(Case):
    def test_own_path(self):
        self.spawn(*self.program, "-s", self.socket)
        self.assertEqual(os.stat(self.socket).st_mode & 0o777, 0o660)

    def test_stale_path_is_replaced(self):
        first = self.spawn(*self.program, "-s", self.socket)
        first.kill()
        first.wait(20)
        self.assertTrue(os.path.exists(self.socket))
        self.spawn(*self.program, "-s", self.socket)

    def test_descriptor_0_from_spawn_fcgi(self):
        self.spawn("spawn-fcgi", "-n", "-s", self.socket, "--", *self.program)

    def test_descriptor_3_from_systemd(self):
        """As systemd does it: LISTEN_FDS, LISTEN_PID, the socket on descriptor 3."""
        python = ("import os, socket, sys; s = socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); "
                  "s.listen(5); os.dup2(s.fileno(), 3); os.set_inheritable(3, True); "
                  "os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid())); "
                  "os.execvp(sys.argv[2], sys.argv[2:])")
        self.spawn("/usr/bin/python3", "-c", python, self.socket, *self.program)

    def test_nothing_handed_over_is_said(self):
        done = self.stack.as_user(*self.program)
        self.assertEqual(done.returncode, 1)
        self.assertIn("socket", done.stderr)

    def test_bad_settings_stop_the_start(self):
        done = self.stack.as_user(self.program[-3], "-c", "/dev/stdin")
        self.assertNotEqual(done.returncode, 0)
        done = self.stack.as_user(self.program[-3], "-c", "/nonexistent")
        self.assertEqual(done.returncode, 1)
        self.assertIn("/nonexistent", done.stderr)


class End(Case):
    def test_sigterm_finishes_what_is_under_way(self):
        """The second half of an answer comes after the signal and is still taken."""
        process = self.spawn(*self.program, "-s", self.socket)
        path = self.stack.path("/survey/ne-a2")
        with Connection(self.socket) as connection:
            page = Page(connection.ask("GET", path, keep=False).body.decode())
        sent = page.form("next").pairs("next") + [("q1.rating", "5"), ("q1.importance", "5")]
        body = urllib.parse.urlencode(sent).encode()
        values = pairs({"REQUEST_METHOD": "POST", "REQUEST_URI": path, "CONTENT_TYPE": FORM_TYPE,
                        "CONTENT_LENGTH": str(len(body))})
        with Connection(self.socket) as connection:
            connection.send(begin(False) + stream(PARAMS, values) + record(STDIN, body[:100]))
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            self.assertIsNone(process.poll(), "it waits for the request")
            connection.send(record(STDIN, body[100:]) + record(STDIN))
            answer = connection.answer()
        self.assertEqual(answer.status, 303)
        self.assertEqual(process.wait(60), 0)
        self.assertFalse(os.path.exists(self.socket), "the socket is taken away")

    def test_sigterm_ends_idle_kept_connections(self):
        process = self.spawn(*self.program, "-s", self.socket)
        with Connection(self.socket) as connection:
            self.assertEqual(connection.ask("GET", self.stack.path("/"), keep=True).status, 200)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(60), 0)
            self.assertTrue(connection.is_closed())


class Kept(Case):
    """nginx with fastcgi_keep_conn: threads > kept connections × workers."""

    CONFIG = """
        daemon off; worker_processes 1; pid {dir}/pid; error_log {dir}/error.log warn;
        events {{ worker_connections 256; }}
        http {{
            access_log off;
            client_body_temp_path {dir}/b; fastcgi_temp_path {dir}/f; proxy_temp_path {dir}/p;
            uwsgi_temp_path {dir}/u; scgi_temp_path {dir}/g;
            upstream survey {{ server unix:{socket}; keepalive 8; }}
            server {{ listen 127.0.0.1:{port}; include {dir}/otklik.conf; }}
        }}"""

    def test_behind_nginx(self):
        snippet = (self.stack.state / "app/share/otklik/nginx/otklik.conf").read_text()
        snippet = "".join(line + "\n" for line in snippet.splitlines() if "limit_req" not in line)
        snippet = snippet.replace("fastcgi_pass unix:/run/otklik/survey.sock;",
                                  "fastcgi_keep_conn on; fastcgi_pass survey;")
        self.assertIn("fastcgi_keep_conn on", snippet)
        port = free_port()
        with open(self.folder + "/otklik.conf", "w") as f:
            f.write(snippet)
        with open(self.folder + "/nginx.conf", "w") as f:
            f.write(self.CONFIG.format(dir=self.folder, socket=self.socket, port=port))
        self.spawn(*self.program, "-s", self.socket)
        self.spawn("nginx", "-e", self.folder + "/error.log", "-c", self.folder + "/nginx.conf")
        client = Client(f"http://127.0.0.1:{port}")
        path = self.stack.path("/survey/ne-a2")
        until(lambda: self.reachable(client, path), 20, "nginx answers")

        def one(_):
            page = Page(client.get(path).text)
            sent = page.form("next").pairs("next") + [("q1.rating", "5"), ("q1.importance", "5")]
            return client.post(path, sent).status

        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            self.assertEqual(set(pool.map(one, range(96))), {303})

    def reachable(self, client, path):
        try:
            return client.get(path).status == 200
        except OSError:
            return False


class Commands(unittest.TestCase):
    """otklikctl and the programs speak for themselves."""

    def test_help(self):
        stack = context.stack
        for program in ("otklik-survey", "otklik-appeal", "otklik-admin", "otklik-count", "otklikctl"):
            with self.subTest(program):
                done = subprocess.run([stack.program(program), "--help"], capture_output=True, text=True)
                self.assertEqual(done.returncode, 0)
                self.assertIn("usage", (done.stdout + done.stderr).lower())
        for command in ("init", "migrate", "user add", "user passwd", "user list", "procedure load",
                        "form check", "campaign open", "campaign close", "campaign list", "count"):
            with self.subTest(command):
                done = stack.as_user(stack.program("otklikctl"), *command.split(), "--help")
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertIn(command, done.stdout)

    def test_misuse(self):
        stack = context.stack
        for words in ([], ["nonsense"], ["campaign"], ["campaign", "open"], ["user", "add", "x"]):
            with self.subTest(words):
                done = stack.as_user(stack.program("otklikctl"), *words)
                self.assertEqual(done.returncode, 2)
                self.assertEqual(done.stdout, "")
                self.assertTrue(done.stderr)

    def test_form_check_names_line_and_expectation(self):
        stack = context.stack
        good = stack.state / "app/share/otklik/forms/nenets/ne-a2.xml"
        self.assertIn("NE-A2", stack.ctl("form", "check", str(good)) + "NE-A2")
        broken = good.read_text().replace("<title>", "<titel>", 1).replace("</title>", "</titel>", 1)
        path = stack.as_user("mktemp", "/tmp/otklik-form.XXXXXX").stdout.strip()
        with open(path, "w") as f:
            f.write(broken)
        done = stack.as_user(stack.program("otklikctl"), "-c", stack.settings("otklik-ctl"),
                             "form", "check", path)
        stack.as_user("rm", path)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r":\d+: .*titel")


if __name__ == "__main__":
    unittest.main()
