"""The whole suite on this machine, started by conf/quickstart in a scratch folder."""

import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from client import Client

TOP = pathlib.Path(__file__).resolve().parent.parent.parent
QUICKSTART = TOP / "conf/quickstart"
os.environ["PATH"] += ":/usr/sbin:/sbin"  # where the servers are, and ordinary users do not look


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def until(condition, seconds=30, what="condition"):
    """Waits until condition() is true and returns its value."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.1)


class Stack:
    """start() … stop().  base is the URL of the public pages without the slash."""

    def __init__(self, build, server="nginx", wrap="", batch=1, dir_=None):
        self.build, self.server, self.wrap, self.batch = build, server, wrap, batch
        self.own_dir = dir_ is None
        self.dir = pathlib.Path(dir_ or tempfile.mkdtemp(prefix="otklik-test-"))
        self.dir.chmod(0o755)  # the stack's user must get in
        self.port = free_port()

    def quickstart(self, *options, **more):
        # Tests wait for the count again and again.
        env = dict(os.environ, OTKLIK_WRAP=self.wrap, OTKLIK_COUNT_EVERY="2" if self.wrap else "1")
        if self.build:
            env["OTKLIK_BUILD"] = str(self.build)
        return subprocess.run(
            [QUICKSTART, "--no-install", "--dir", self.dir, "--port", str(self.port),
             "--server", self.server, "--batch", str(self.batch), *options],
            env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, **more)

    def start(self):
        done = self.quickstart("--detach")
        if done.returncode != 0:
            raise RuntimeError(f"quickstart failed:\n{done.stdout}{done.stderr}{self.logs()}")
        self.output = done.stdout
        self.lines = dict(line.split(": ", 1) for line in done.stdout.splitlines() if ": " in line)
        self.origin = f"http://127.0.0.1:{self.port}"
        self.base = self.lines["public"].rstrip("/").removeprefix(self.origin)
        self.password = self.lines["password"]
        return self

    def stop(self):
        done = self.quickstart("--stop")
        if done.returncode != 0:
            raise RuntimeError(f"quickstart --stop failed: {done.stderr}")

    def remove(self):
        if self.own_dir:
            if (self.dir / "state").is_symlink():
                shutil.rmtree(self.state, ignore_errors=True)
            shutil.rmtree(self.dir, ignore_errors=True)

    @property
    def state(self):
        """Where the running parts keep their things (see conf/quickstart)."""
        link = self.dir / "state"
        return link.resolve() if link.is_symlink() else self.dir

    @property
    def sockets(self):
        moved = self.state / "sockets"
        return pathlib.Path(moved.read_text().strip()) if moved.exists() else self.state / "run"

    @property
    def user(self):
        return "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name

    def program(self, name):
        """Path of an installed program."""
        folder = "sbin" if name == "otklikctl" else "libexec/otklik"
        return str(self.state / "app" / folder / name)

    def settings(self, program):
        return str(self.state / f"etc/{program}.conf")

    def _command(self, command):
        if os.getuid() == 0:
            return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        return list(command)

    def spawn(self, *command):
        """Starts a command as the user of the stack."""
        return subprocess.Popen(self._command(command), stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def as_user(self, *command, seconds=120, **more):
        """Runs a command as the user of the stack, for so long at most."""
        return subprocess.run(self._command(command), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=seconds, **more)

    def ctl(self, *arguments):
        done = self.as_user(self.program("otklikctl"), "-c", self.settings("otklik-ctl"), *arguments)
        if done.returncode != 0:
            raise RuntimeError(f"otklikctl {arguments}: {done.stdout}{done.stderr}")
        return done.stdout

    def open_campaign(self, questionnaire, code, *options, wait=True):
        """Opens a campaign (permanent by default); with wait, until it takes answers."""
        self.ctl("campaign", "open", questionnaire.upper(), "--code", code, *(options or ["--permanent"]))
        if wait:
            self.wait_for_key(code)

    def add_polyglot(self):
        """Loads the made-up agency whose questionnaire has three languages; its campaign is "polyglot"."""
        folder = self.state / "polyglot"
        if not folder.exists():
            shutil.copytree(TOP / "tests/support/polyglot", folder)
            self.ctl("procedure", "load", str(folder))
            self.open_campaign("pg-1", "polyglot")

    def wait_for_key(self, code):
        """A campaign takes answers once the count has made its key."""
        until(lambda: self.sql("SELECT 1 FROM count_key JOIN campaign c ON c.id = campaign_id "
                               f"WHERE c.code = '{code}'"), 60, f"key of {code}")

    def sql(self, statement, account=None, seconds=120):
        """Rows (lists of strings), as administrator or as the account of a program."""
        login = ["--user", self.user]
        if account:
            password = (self.state / f"etc/passwords/{account}").read_text().strip()
            login = ["--user", account, f"--password={password}"]
        done = self.as_user("mariadb", "--no-defaults", "-S", str(self.sockets / "db.sock"), *login,
                            "--batch", "--skip-column-names", "otklik", "-e", statement, seconds=seconds)
        if done.returncode != 0:
            raise PermissionError(done.stderr.strip())
        return [line.split("\t") for line in done.stdout.splitlines()]

    def pid(self, part):
        """Leader of a part: database, survey, admin, count or web."""
        return int((self.state / f"run/{part}.pid").read_text().split()[0])

    def restart(self, part, settings):
        """survey or admin with other settings; sessions stay."""
        page = self.path("/admin/login" if part == "admin" else "/")

        def settled():
            try:
                return self.pid(part) != old and self.client().get(page).status == 200
            except IndexError:
                return False  # the file is being written

        old = self.pid(part)
        pathlib.Path(self.settings(f"otklik-{part}")).write_text(settings)
        os.kill(old, signal.SIGTERM)
        until(settled, 30, f"otklik-{part}")

    def logs(self):
        """Ends of the logs, without the chatter of a starting database."""
        out = []
        for path in sorted((self.state / "log").glob("*.log")):
            lines = [line for line in path.read_text(errors="replace").splitlines()
                     if "[Note]" not in line and path.name != "install-db.log"]
            if lines:
                out.append(f"--- {path.name}\n" + "\n".join(lines[-40:]))
        return "\n".join(out)

    def client(self):
        return Client(self.origin)

    def path(self, path):
        return self.base + path


class Admin:
    """A logged-in member of staff."""

    def __init__(self, stack, login="admin", password=None):
        self.stack = stack
        self.client = stack.client()
        self.answer = self.log_in(login, stack.password if password is None else password)

    def log_in(self, login, password):
        from page import Page

        path = self.stack.path("/admin/login")
        page = Page(self.client.get(path).text, path)
        form = page.form("login", "password")
        pairs = [(k, v) for k, v in form.pairs() if k not in ("login", "password")]
        return self.client.post(page.target(form), pairs + [("login", login), ("password", password)])

    def get(self, path, **more):
        return self.client.get(self.stack.path(path), **more)

    def results(self, campaign):
        answer = self.get(f"/admin/campaign/{campaign}/results.json")
        if answer.status != 200:
            raise AssertionError(f"results.json of {campaign}: {answer.status} {answer.text[:300]}")
        return json.loads(answer.body)

    def counted(self, campaign, responses, seconds=60):
        """results.json as soon as that many responses are counted."""
        def ready():
            got = self.results(campaign)
            return got if got["responses"] == responses and got["waiting"] == 0 else None

        try:
            return until(ready, seconds)
        except AssertionError:
            got = self.results(campaign)
            raise AssertionError(
                f"{campaign}: {got['responses']} counted, {got['waiting']} waiting, "
                f"{responses} expected") from None

