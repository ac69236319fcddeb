"""The FastCGI loop of lib/http: raw records on its socket, and behind nginx with
kept connections.

Runs alone as well: tests/integration/test_http.py [--build DIR] [TEST]...
"""

import contextlib
import http.client
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

TOP = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "tests/support"))

from fastcgi import (  # noqa: E402
    ABORT, FILTER, FORM, PARAMS, STDIN, Connection, begin, message, pairs, record, stream)

BODY_MAX = 512 * 1024
READ_SIZE = 8192  # what fcgi2 reads at a time


def build_dir():
    with contextlib.suppress(ImportError):
        import context
        if context.stack is not None and context.stack.build:
            return pathlib.Path(context.stack.build)
    return pathlib.Path(os.environ.get("OTKLIK_BUILD", TOP / "build-test"))


FORGED = (begin(True) + stream(PARAMS, pairs({
    "REQUEST_METHOD": "POST", "REQUEST_URI": "/feedback/mark", "CONTENT_TYPE": FORM,
    "CONTENT_LENGTH": "0", "REMOTE_USER": "admin"})) + record(STDIN))


def forging_body(offset, total=None):
    """A body with records that begin where fcgi2 would go on reading: offset is
    the number of bytes of the connection before the body."""
    body = b"x" * (READ_SIZE - offset) + FORGED
    return body if total is None else body + b"x" * (total - len(body))


class App:
    """A running echo-app on a socket of its own."""

    def __init__(self, dir_, threads=4, **popen):
        self.path = pathlib.Path(dir_) / "echo.sock"
        self.process = subprocess.Popen(
            [build_dir() / "tests/support/echo-app", self.path, str(threads)], **popen)
        until(self.answers)

    def answers(self):
        try:
            self.connection().socket.close()
        except OSError:
            return self.process.poll() is not None
        return True

    def connection(self):
        return Connection(self.path)

    def number(self, path):
        with self.connection() as c:
            return int(c.ask("GET", path, keep=False).body)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(20)


def until(condition, seconds=20):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.01)


class Case(unittest.TestCase):
    threads = 4

    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="otklik-http-")
        self.addCleanup(shutil.rmtree, self.dir)
        self.app = App(self.dir, self.threads)
        self.addCleanup(self.end)

    def end(self):
        self.assertEqual(self.app.stop(), 0)


# What answers without looking at the body: (method, path, length of it, status).
EARLY = [
    ("POST", "/feedback/nowhere", None, 404),
    ("POST", "/outside", None, 404),
    ("POST", "/feedback/%2e%2e/echo", None, 400),
    ("POST", "/feedback/marks", None, 405),
    ("PUT", "/feedback/echo", None, 405),
    ("GET", "/feedback/echo", None, 200),
    ("POST", "/feedback/echo", BODY_MAX + 1, 413),
    ("POST", "/feedback/echo", 4 * BODY_MAX, 413),
]


class RawRecords(Case):
    def test_answers_on_one_kept_connection(self):
        with self.app.connection() as c:
            for i in range(5):
                a = c.ask("GET", f"/feedback/echo?i={i}")
                self.assertEqual((a.status, a.body.decode()),
                                 (200, f"method 1\npath /echo\nquery i={i}\n"))
            a = c.ask("POST", "/feedback/echo", b"q1=3&q2=%D0%94%D0%B0")
            self.assertEqual(a.body.decode(), "method 2\npath /echo\nform q1=3\nform q2=Да\n")
            a = c.ask("GET", "/feedback/echo", keep=False)
            self.assertEqual(a.status, 200)
            self.assertTrue(c.is_closed())

    def test_forged_records_in_an_unread_body(self):
        for method, path, total, status in EARLY:
            with self.subTest(f"{method} {path} {status}"), self.app.connection() as c:
                params = {"CONTENT_LENGTH": f"{total or 9999:07d}"}
                empty = message(method, path, **params)
                body = forging_body(len(empty), total)
                body = body.ljust(9999, b"x") if total is None else body
                a = c.ask(method, path, body, **params)
                self.assertEqual(a.status, status)
                # The next answer belongs to the next request of ours.
                a = c.ask("GET", "/feedback/marks")
                self.assertEqual((a.status, a.body), (200, b"0"))
        self.assertEqual(self.app.number("/feedback/marks"), 0)

    def test_length_that_lies(self):
        for length in ["0", "5", "9000", "99999999", "-1", "x", "1e3"]:
            with self.subTest(length), self.app.connection() as c:
                empty = message("POST", "/feedback/echo", CONTENT_LENGTH=length)
                body = forging_body(len(empty))
                a = c.ask("POST", "/feedback/echo", body, CONTENT_LENGTH=length)
                self.assertEqual(a.status, 400)
                self.assertEqual(c.ask("GET", "/feedback/marks").body, b"0")

    def test_limit_of_the_body(self):
        with self.app.connection() as c:
            a = c.ask("POST", "/feedback/echo", b"a=" + b"x" * (BODY_MAX - 2))
            self.assertEqual(a.status, 200)
            self.assertIn(b"form a=xxx", a.body)
            a = c.ask("POST", "/feedback/echo", b"a=" + b"x" * (BODY_MAX - 1))
            self.assertEqual(a.status, 413)
            self.assertEqual(c.ask("POST", "/feedback/echo", b"a=1").status, 200)

    def test_bodies_that_are_no_form(self):
        with self.app.connection() as c:
            self.assertEqual(c.ask("POST", "/feedback/echo", b"{}",
                                   CONTENT_TYPE="application/json").status, 415)
            for body in [b"a=%", b"a=%ff", b"a=\xff", b"a=%00"]:
                self.assertEqual(c.ask("POST", "/feedback/echo", body).status, 400)
            self.assertEqual(c.ask("POST", "/feedback/echo", b"&".join([b"a"] * 2001)).status, 413)
            self.assertEqual(c.ask("POST", "/feedback/echo", b"&".join([b"a"] * 2000)).status, 200)

    def test_cut_short_is_never_handled(self):
        whole = message("POST", "/feedback/mark", b"a=1", keep=False)
        for n in range(0, len(whole), 7):
            with self.app.connection() as c:
                c.send(whole[:n])
        with self.app.connection() as c:  # aborted by the web server
            c.send(whole[:-8] + record(ABORT))
            with self.assertRaises((EOFError, ConnectionResetError, KeyError)):
                c.answer()  # no head, if anything
        self.assertEqual(self.app.number("/feedback/marks"), 0)
        self.assertEqual(self.app.number("/feedback/served"), 2)

    def test_other_roles_and_garbage_close(self):
        inputs = [message("GET", "/feedback/echo", role=FILTER), b"GET / HTTP/1.1\r\n\r\n" * 9,
                  bytes(100), b"\xff" * 100, begin(True) + b"\x01\x04\x00\x01\x00\x08\x00\x00" +
                  b"\xff" * 8]
        for data in inputs:
            with self.subTest(data[:20]), self.app.connection() as c:
                c.send(data)
                with self.assertRaises((EOFError, ConnectionResetError, KeyError, ValueError)):
                    c.answer()
        self.assertEqual(self.app.number("/feedback/served"), 1)

    def test_head_sends_no_body(self):
        with self.app.connection() as c:
            a = c.ask("HEAD", "/feedback/big?bytes=1000")
            self.assertEqual((a.status, a.body, a.headers["content-length"]), (200, b"", "1000"))

    def test_security_headers_on_errors_too(self):
        with self.app.connection() as c:
            for path in ["/feedback/echo", "/feedback/x", "/feedback/fail?e=13", "/%"]:
                headers = c.ask("GET", path).headers
                self.assertIn("default-src 'none'", headers["content-security-policy"])
                self.assertEqual(headers["cache-control"], "no-store")
                self.assertEqual(headers["x-content-type-options"], "nosniff")

    def test_large_answers(self):
        n = 5 * 1024 * 1024
        with self.app.connection() as c:
            self.assertEqual(c.ask("GET", f"/feedback/big?bytes={n}").body,
                             (b"abcdefghijklmnopqrstuvwxyz" * (n // 26 + 1))[:n])
        with self.app.connection() as c:  # nobody reads the rest
            c.send(message("GET", f"/feedback/big?bytes={n}"))
            c.take(100)
        with self.app.connection() as c:
            self.assertEqual(c.ask("GET", "/feedback/echo").status, 200)

    def test_slots_work_side_by_side(self):
        start = time.monotonic()
        asked = [self.app.connection() for _ in range(self.threads)]
        for c in asked:
            c.send(message("GET", "/feedback/slow?ms=700", keep=False))
        for c in asked:
            self.assertEqual(c.answer().status, 200)
            c.socket.close()
        self.assertLess(time.monotonic() - start, 2 * 0.7)


class Stopping(Case):
    def stopped(self, seconds=5):
        start = time.monotonic()
        self.assertEqual(self.app.process.wait(20), 0)
        self.assertLess(time.monotonic() - start, seconds)
        self.assertFalse(self.app.path.exists())

    def test_idle(self):
        self.app.process.terminate()
        self.stopped(1)

    def test_interrupted_from_the_keyboard(self):
        self.app.process.send_signal(signal.SIGINT)
        self.stopped(1)

    def test_with_idle_kept_connections(self):
        kept = [self.app.connection() for _ in range(self.threads)]
        for c in kept:
            self.assertEqual(c.ask("GET", "/feedback/echo").status, 200)
        self.app.process.terminate()
        self.stopped(1)
        for c in kept:
            self.assertTrue(c.is_closed())
            c.socket.close()

    def test_finishes_what_it_handles(self):
        asked = [self.app.connection() for _ in range(self.threads)]
        for c in asked:
            c.send(message("GET", "/feedback/slow?ms=800"))
        time.sleep(0.3)
        self.app.process.terminate()
        for c in asked:
            self.assertEqual(c.answer().status, 200)
            self.assertTrue(c.is_closed())
            c.socket.close()
        self.stopped()

    def test_finishes_what_it_reads(self):
        data = message("POST", "/feedback/echo", b"a=" + b"x" * 20000)
        for cut in [1, 9, 40, 300, 15000]:
            self.app.stop()
            self.app = App(self.dir, self.threads)
            with self.subTest(cut), self.app.connection() as c:
                c.send(data[:cut])
                time.sleep(0.2)
                self.app.process.terminate()
                time.sleep(0.2)
                c.send(data[cut:])
                self.assertEqual(c.answer().status, 200)
            self.stopped()

    def test_finishes_what_waits_in_its_queue(self):
        asked = [self.app.connection() for _ in range(3 * self.threads)]
        for c in asked:
            c.send(message("GET", "/feedback/slow?ms=200", keep=False))
        time.sleep(0.1)
        self.app.process.terminate()
        for c in asked:
            self.assertEqual(c.answer().status, 200)
            c.socket.close()
        self.stopped()

    def test_under_load_every_connection_is_answered(self):
        faults, answered = [], [0]

        def client():
            while True:
                try:
                    c = self.app.connection()
                except (FileNotFoundError, ConnectionRefusedError):
                    return
                with c:
                    try:
                        assert c.ask("GET", "/feedback/echo", keep=False).status == 200
                        answered[0] += 1
                    except Exception as fault:  # pylint: disable=broad-except
                        faults.append(repr(fault))

        clients = [threading.Thread(target=client) for _ in range(8)]
        for t in clients:
            t.start()
        time.sleep(0.5)
        self.app.process.terminate()
        for t in clients:
            t.join()
        self.stopped()
        self.assertEqual(faults, [])
        self.assertGreater(answered[0], 50)


class Sockets(unittest.TestCase):
    def setUp(self):
        self.dir = tempfile.mkdtemp(prefix="otklik-http-")
        self.addCleanup(shutil.rmtree, self.dir)
        self.path = pathlib.Path(self.dir) / "handed.sock"

    def handed_over(self, fd, command, **environment):
        """Starts command with a listening socket of ours as that fd."""
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.path))
            listener.listen(5)

            def place():
                os.dup2(listener.fileno(), fd)
                os.set_inheritable(fd, True)

            process = subprocess.Popen(command, preexec_fn=place, pass_fds=[fd] if fd else [],
                                       stdin=None, env=dict(os.environ, **environment))
        self.addCleanup(process.kill)
        with Connection(self.path) as c:
            self.assertEqual(c.ask("GET", "/feedback/echo").status, 200)
        process.terminate()
        self.assertEqual(process.wait(20), 0)
        self.assertTrue(self.path.exists())  # not ours to remove

    def test_spawn_fcgi_hands_over_fd_0(self):
        self.handed_over(0, [build_dir() / "tests/support/echo-app"])

    def test_systemd_hands_over_fd_3(self):
        app = str(build_dir() / "tests/support/echo-app")
        self.handed_over(3, ["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$0" </dev/null', app],
                         LISTEN_FDS="1")

    def test_a_second_start_leaves_the_first_alone(self):
        app = App(self.dir, 1)
        self.addCleanup(app.stop)
        second = subprocess.run([build_dir() / "tests/support/echo-app", app.path],
                                stderr=subprocess.PIPE, timeout=20, check=False)
        self.assertEqual(second.returncode, 1)
        self.assertIn(b"Address already in use", second.stderr)
        with app.connection() as c:
            self.assertEqual(c.ask("GET", "/feedback/echo").status, 200)

    def test_a_socket_left_by_a_crash_is_replaced(self):
        app = App(self.dir, 1)
        app.process.kill()
        app.process.wait()
        self.assertTrue(app.path.exists())
        app = App(self.dir, 1)
        self.addCleanup(app.stop)
        self.assertEqual(app.path.stat().st_mode & 0o777, 0o660)
        self.assertEqual(app.stop(), 0)


NGINX = """
daemon off;
master_process off;
pid {dir}/nginx.pid;
error_log {dir}/error.log;
events {{ worker_connections 200; }}
http {{
    access_log off;
    client_body_temp_path {dir}/body;
    fastcgi_temp_path {dir}/fastcgi;
    proxy_temp_path {dir}/proxy;
    uwsgi_temp_path {dir}/uwsgi;
    scgi_temp_path {dir}/scgi;
    client_max_body_size 8m;
    client_body_buffer_size 8m;
    upstream app {{ server unix:{dir}/echo.sock; {pool} }}
    server {{
        listen unix:{dir}/web.sock;
        location / {{
            fastcgi_pass app;
            {keep}
            fastcgi_pass_request_headers {headers};
            fastcgi_param REQUEST_METHOD $request_method;
            fastcgi_param REQUEST_URI $request_uri;
            fastcgi_param CONTENT_TYPE $content_type;
            fastcgi_param CONTENT_LENGTH $content_length;
        }}
    }}
}}
"""


class WebConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=20)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)


@unittest.skipUnless(shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin"), "no nginx")
class BehindNginx(Case):
    keep = True
    headers = True

    def setUp(self):
        super().setUp()
        config = pathlib.Path(self.dir) / "nginx.conf"
        config.write_text(NGINX.format(
            dir=self.dir, headers="on" if self.headers else "off",
            pool="keepalive 1;" if self.keep else "",
            keep="fastcgi_keep_conn on;" if self.keep else ""))
        command = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.nginx = subprocess.Popen(
            [command, "-p", self.dir, "-c", config], stderr=subprocess.DEVNULL)
        self.addCleanup(self.end_nginx)
        self.web = pathlib.Path(self.dir) / "web.sock"
        until(self.web.exists)

    def end_nginx(self):
        self.nginx.terminate()
        self.nginx.wait(20)

    def ask(self, method, path, body=None, **headers):
        c = WebConnection(self.web)
        c.request(method, path, body, {"Content-Type": FORM, **headers})
        a = c.getresponse()
        a.text = a.read()
        c.close()
        return a

    def test_what_is_too_large_for_memory_comes_from_a_file(self):
        alphabet = bytes(range(ord("a"), ord("z") + 1))
        before = self.own_memory()
        a = self.ask("GET", "/feedback/file?bytes=40000000")
        self.assertEqual(a.headers["Content-Length"], "40000004")
        self.assertEqual(a.text[:30], b"head" + alphabet)
        self.assertEqual(len(a.text), 40000004)
        self.assertEqual(a.text[-1:], alphabet[39999999 % 26:][:1])
        self.assertLess(self.own_memory() - before, 4000)
        a = self.ask("HEAD", "/feedback/file?bytes=99")
        self.assertEqual((a.headers["Content-Length"], a.text), ("103", b""))
        self.assertEqual(self.ask("GET", "/feedback/file?bytes=0").text, b"head")
        # An error takes the place of all of it, and no file stays open.
        files = len(os.listdir(f"/proc/{self.app.process.pid}/fd"))
        for _ in range(20):
            a = self.ask("GET", "/feedback/file?bytes=99&e=14")
            self.assertEqual((a.status, a.text), (503, b"503 Service Unavailable\n"))
        self.assertLess(len(os.listdir(f"/proc/{self.app.process.pid}/fd")), files + 5)

    def own_memory(self):
        """Kilobytes of the program that are no pages of files."""
        status = pathlib.Path(f"/proc/{self.app.process.pid}/status").read_text()
        return int(re.search(r"RssAnon:\s+(\d+)", status)[1])

    def test_answers(self):
        self.assertEqual(self.ask("GET", "/feedback/echo?a=%D0%B0").text.decode(),
                         "method 1\npath /echo\nquery a=а\n")
        self.assertEqual(self.ask("POST", "/feedback/echo", b"q1=3").text.decode(),
                         "method 2\npath /echo\nform q1=3\n")
        self.assertEqual(self.ask("HEAD", "/feedback/big?bytes=99").headers["Content-Length"], "99")
        self.assertEqual(len(self.ask("GET", "/feedback/big?bytes=3000000").text), 3000000)
        self.assertEqual(self.ask("POST", "/feedback/nowhere", b"x" * 100000).status, 404)
        self.assertEqual(self.ask("POST", "/feedback/echo", b"x" * (BODY_MAX + 1)).status, 413)
        a = self.ask("DELETE", "/feedback/echo")
        self.assertEqual((a.status, a.headers["Allow"]), (405, "GET, HEAD, POST"))
        self.assertEqual(self.ask("GET", "/feedback/fail?e=14").headers["Retry-After"], "5")
        self.assertEqual(self.ask("GET", "/feedback//%zz").status, 400)

    def test_goes_on_after_many_errors(self):
        for i in range(60):
            method, path, total, status = EARLY[i % len(EARLY)]
            if "%2e" in path:
                continue  # nginx answers that itself
            self.assertEqual(self.ask(method, path, b"x" * (total or 30000)).status, status)
        self.assertEqual(self.ask("GET", "/feedback/echo").status, 200)


class BehindNginxOneByOne(BehindNginx):
    keep = False


class ForgedBehindNginx(BehindNginx):
    """The attack as it was found: with the parameters of nginx known to the byte."""

    headers = False
    threads = 1  # the same connection, the same thread
    test_answers = test_goes_on_after_many_errors = None

    def attack(self, method, path, total=9999):
        params = record(PARAMS, pairs({
            "REQUEST_METHOD": method, "REQUEST_URI": path, "CONTENT_TYPE": FORM,
            "CONTENT_LENGTH": str(total)}))
        offset = 16 + (len(params) + 7) // 8 * 8 + 8 + 8
        c = WebConnection(self.web)
        c.putrequest(method, path)
        c.putheader("Content-Type", FORM)
        c.putheader("Content-Length", str(total))
        c.endheaders()
        time.sleep(0.1)  # or what came with the head makes a record of its own
        c.send(forging_body(offset, total))
        status = c.getresponse().status
        c.close()
        return status

    def test_forged_records_in_an_unread_body(self):
        for method, path, total, status in EARLY:
            if "%2e" in path:
                continue  # nginx answers that itself
            with self.subTest(f"{method} {path}"):
                self.assertEqual(self.attack(method, path, total or 9999), status)
                self.assertEqual(self.ask("GET", "/feedback/marks").text, b"0")


def main():
    if sys.argv[1:2] == ["--build"]:
        os.environ["OTKLIK_BUILD"] = sys.argv[2]
        del sys.argv[1:3]
    unittest.main()


if __name__ == "__main__":
    main()
