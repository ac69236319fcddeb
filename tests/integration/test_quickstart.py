"""conf/quickstart: what it prints, what it mends, what it leaves behind."""

import os
import pathlib
import re
import signal
import socket
import subprocess
import time
import unittest

import context
from respondent import Respondent
from stack import QUICKSTART, Stack, until

PARTS = ("database", "count", "survey", "admin", "web")


def left(stack):
    """Processes that have anything to do with this instance."""
    names = [str(stack.dir), str(stack.state)]
    found = []
    for entry in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            folder = os.readlink(entry / "cwd")
        except OSError:
            continue
        if int(entry.name) != os.getpid() and any(n in command or n == folder for n in names):
            found.append(f"{entry.name} {command}")
    return found


class Instance(unittest.TestCase):
    def setUp(self):
        base = context.stack
        self.stack = Stack(base.build, base.server)
        self.addCleanup(self.stack.remove)
        self.addCleanup(self.stack.stop)

    def page(self, path="/survey/ne-a2"):
        try:
            return self.stack.client().get(self.stack.path(path)).status
        except OSError:
            return 0

    def up(self):
        return self.page() == 200 and self.page("/admin/login") == 200


class Lines(Instance):
    def test_each_on_its_own(self):
        self.stack.start()
        self.assertRegex(self.stack.output, re.compile(
            r"^public: http://127\.0\.0\.1:\d+/feedback/\nadmin: http://127\.0\.0\.1:\d+/feedback/admin/\n"
            r"login: admin\npassword: \S{12,}\n", re.M))
        self.assertEqual((self.stack.dir / "password").stat().st_mode & 0o777, 0o600)

    def test_foreground_until_ctrl_c(self):
        command = [QUICKSTART, "--no-install", "--dir", self.stack.dir, "--port", str(self.stack.port),
                   "--server", self.stack.server]
        # As at a terminal, also where the tests run in the background, which ignores Ctrl-C.
        process = subprocess.Popen(command, env=dict(os.environ, OTKLIK_BUILD=str(self.stack.build)),
                                   stdout=subprocess.PIPE, text=True, start_new_session=True,
                                   preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        lines = [process.stdout.readline() for _ in range(4)]
        self.assertEqual([line.split(": ")[0] for line in lines], ["public", "admin", "login", "password"])
        self.stack.origin = f"http://127.0.0.1:{self.stack.port}"
        self.stack.base = "/feedback"
        self.assertTrue(self.up())
        os.killpg(process.pid, signal.SIGINT)
        self.assertEqual(process.wait(40), 0)
        self.assertEqual(left(self.stack), [])
        process.stdout.close()


class Mending(Instance):
    def test_a_part_that_died_is_back_within_two_seconds(self):
        self.stack.start()
        for part in PARTS:
            with self.subTest(part):
                pid = self.stack.pid(part)
                os.kill(pid, signal.SIGKILL)
                until(lambda: self.stack.pid(part) != pid, 2.5, f"{part} is started again")
                until(self.up, 10, "pages answer")

    def test_start_over_a_running_one(self):
        """Keeps data and password; the answer given before is still there."""
        self.stack.start()
        Respondent(self.stack.client(), seed=1).fill(self.stack.path("/survey/ne-a2"))
        first = self.stack.output
        self.stack.start()
        self.assertEqual(self.stack.output, first)
        self.assertTrue(self.up())
        self.assertEqual(self.stack.sql("SELECT COUNT(*) FROM ballot"), [["1"]])

    def test_start_over_a_half_dead_one(self):
        self.stack.start()
        first = self.stack.output
        supervisor = int((self.stack.dir / "supervisor.pid").read_text().split()[0])
        web = self.stack.pid("web")
        os.kill(supervisor, signal.SIGKILL)
        os.kill(web, signal.SIGKILL)
        self.stack.start()
        self.assertEqual(self.stack.output, first)
        self.assertTrue(self.up())

    def test_password_lost(self):
        self.stack.start()
        (self.stack.dir / "password").unlink()
        self.stack.start()
        from stack import Admin
        self.assertEqual(Admin(self.stack).answer.status, 303)


class Ending(Instance):
    def test_stop_leaves_nothing(self):
        self.stack.start()
        self.assertNotEqual(left(self.stack), [])
        self.stack.stop()
        self.assertEqual(left(self.stack), [])
        self.stack.stop()  # once more does no harm

    def test_stop_after_the_supervisor_was_killed(self):
        self.stack.start()
        os.kill(int((self.stack.dir / "supervisor.pid").read_text().split()[0]), signal.SIGKILL)
        self.stack.stop()
        self.assertEqual(left(self.stack), [])

    def test_workers_of_a_killed_web_server(self):
        self.stack.start()
        os.kill(int((self.stack.dir / "supervisor.pid").read_text().split()[0]), signal.SIGSTOP)
        os.kill(self.stack.pid("web"), signal.SIGKILL)
        os.kill(int((self.stack.dir / "supervisor.pid").read_text().split()[0]), signal.SIGKILL)
        time.sleep(0.2)
        self.stack.stop()
        self.assertEqual(left(self.stack), [])


class Options(Instance):
    def test_port_in_use(self):
        with socket.socket() as s:
            s.bind(("127.0.0.1", self.stack.port))
            s.listen(1)
            done = self.stack.quickstart("--detach")
        self.assertEqual(done.returncode, 1)
        self.assertIn(f"port {self.stack.port} is in use", done.stderr)
        self.assertEqual(left(self.stack), [])

    def test_misuse(self):
        for words in (["--port", "0"], ["--port", "99999"], ["--port"], ["--server", "iis"],
                      ["--batch", "0"], ["--nonsense"]):
            with self.subTest(words):
                done = subprocess.run([QUICKSTART, *words], capture_output=True, text=True)
                self.assertEqual(done.returncode, 2)
                self.assertIn("usage", done.stderr)

    def test_unknown_procedure(self):
        done = self.stack.quickstart("--procedure", "nowhere")
        self.assertEqual(done.returncode, 1)
        self.assertIn("nowhere", done.stderr)

    def test_one_procedure_in_a_deep_folder(self):
        """A path too long for a unix socket."""
        deep = self.stack.dir / ("long-" * 15) / ("deeper-" * 8)
        deep.mkdir(parents=True)
        stack = Stack(self.stack.build, self.stack.server, dir_=deep)
        self.addCleanup(stack.stop)
        done = stack.quickstart("--procedure", "nenets", "--demo", "--detach")
        self.assertEqual(done.returncode, 0, done.stderr)
        stack.origin, stack.base = f"http://127.0.0.1:{stack.port}", "/feedback"
        page = stack.client().get("/feedback/").text
        self.assertIn("/survey/ne-a2", page)
        self.assertNotIn("/survey/ra-p1", page)
        # Demonstration campaigns are there, counted, and take no answers.
        self.assertEqual(stack.sql("SELECT COUNT(*), COUNT(DISTINCT state), MIN(state) FROM campaign WHERE demo"),
                         [["8", "1", "counted"]])
        self.assertNotIn("/survey/demo-", page)
        code = stack.sql("SELECT code FROM campaign WHERE demo LIMIT 1")[0][0]
        self.assertNotEqual(stack.client().get(f"/feedback/survey/{code}").status, 200)


if __name__ == "__main__":
    unittest.main()
