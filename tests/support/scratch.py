"""A scratch MariaDB with the schema, the accounts and the procedures loaded;
no web server.  For tests of otklikctl and otklik-count."""

import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent


def build_dir():
    """The build tree: OTKLIK_BUILD, that of the running stack, or this folder."""
    import context

    for place in (os.environ.get("OTKLIK_BUILD"), getattr(context.stack, "build", None), "."):
        if place and (pathlib.Path(place) / "otklikctl").exists():
            return pathlib.Path(place).resolve()
    raise RuntimeError("no build tree: set OTKLIK_BUILD")


def only_once():
    """For tests without a web server: do not repeat them behind each one."""
    import unittest

    import context

    if getattr(context.stack, "server", None) == "apache":
        raise unittest.SkipTest("has run behind nginx")


class Scratch:
    """start() … stop().  Settings may be changed by settings(account, key=value)."""

    def __init__(self, procedures=("nenets", "rosarchiv")):
        self.procedures = procedures
        self.build = build_dir()
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="otklik-scratch-"))
        self.db_dir = self.dir / "db"
        self.keys = self.dir / "keys"
        self.forms = TOP / "forms"
        self.schema = TOP / "conf/schema"
        if os.getuid() == 0:
            self.dir.chmod(0o755)

    def start(self):
        self.server("start")
        self.ctl("init", "--passwords", self.dir / "passwords")
        for name in self.procedures:
            self.ctl("procedure", "load", name)
        return self

    def stop(self):
        self.server("kill")
        shutil.rmtree(self.dir)

    def server(self, action, *options):
        subprocess.run([HERE / "mariadb.sh", action, self.db_dir, *options], check=True, timeout=120)

    def settings(self, account="otklik-ctl", name=None, **more):
        """Writes a settings file and returns its path."""
        values = dict(
            db_socket=self.db_dir / "sock", db_user=account,
            db_password_file=self.dir / "passwords" / account, key_dir=self.keys,
            schema_dir=self.schema, forms_dir=self.forms, calendar_dir=TOP / "conf/calendar", **more)
        path = self.dir / f"{name or account}.conf"
        path.write_text("".join(f"{k} = {v}\n" for k, v in values.items()))
        return path

    def ctl(self, *arguments, status=0, stdin=""):
        """Output of otklikctl; with a status other than 0, what it complains of."""
        done = subprocess.run(
            [self.build / "otklikctl", "-c", self.settings(), *map(str, arguments)], input=stdin,
            capture_output=True, text=True, timeout=120, env=dict(os.environ, LC_ALL="C.UTF-8"))
        if done.returncode != status:
            raise AssertionError(f"otklikctl {arguments}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stderr if status else done.stdout

    def counter(self, *arguments, **settings):
        """Starts otklik-count; the settings are those of its configuration."""
        path = self.settings("otklik-count", **settings)
        return subprocess.Popen([self.build / "otklik-count", "-c", path, *map(str, arguments)],
                                stderr=subprocess.PIPE, text=True)

    def count(self, status=0, **settings):
        """One pass; returns the log."""
        process = self.counter("--once", **settings)
        log = process.communicate(timeout=120)[1]
        if process.returncode != status:
            raise AssertionError(f"otklik-count: {process.returncode}\n{log}")
        return log

    def putting(self, campaign, first, count, **options):
        """Starts the helper that fills a ballot box."""
        return subprocess.Popen(
            [self.build / "tests/support/put-ballots", self.settings("otklik-survey"), campaign,
             str(first), str(count), *(f"{k}={v}" for k, v in options.items())],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def put(self, campaign, first, count, **options):
        """Fills a ballot box; returns (items, stored, duplicates)."""
        process = self.putting(campaign, first, count, **options)
        out = process.communicate(timeout=300)[0]
        if process.returncode != 0:
            raise AssertionError(f"put-ballots: {process.returncode}")
        lines = [line.split() for line in out.splitlines()]
        items = [tuple(map(int, line[1:])) for line in lines if line[0] == "item"]
        return items, int(lines[-1][1]), int(lines[-1][3])

    def sql(self, statement, account=None):
        """Rows as lists of strings; PermissionError with the server's words."""
        login = [f"--user={account}", f"--password={(self.dir / 'passwords' / account).read_text().strip()}"] \
            if account else []
        done = subprocess.run(
            ["mariadb", "--no-defaults", f"--socket={self.db_dir / 'sock'}", *login, "--batch",
             "--skip-column-names", "otklik", "-e", statement], capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise PermissionError(done.stderr.strip())
        return [line.split("\t") for line in done.stdout.splitlines()]

    def script(self, text):
        """Several statements, compound ones among them, as they stand in a migration."""
        subprocess.run(["mariadb", "--no-defaults", f"--socket={self.db_dir / 'sock'}", "otklik"],
                       input=f"DELIMITER //\n{text}\n//\n", text=True, check=True, timeout=120)

    def number(self, statement):
        return int(self.sql(statement)[0][0])

    def campaign(self, code):
        return self.number(f"SELECT id FROM campaign WHERE code = '{code}'")

    def waiting(self, code):
        return self.number(f"SELECT box_waiting({self.campaign(code)})")

    def close(self, code, ago=3600 + 300):
        """Closes a campaign so many seconds ago: past the last form and the margin."""
        self.ctl("campaign", "close", code)
        self.sql(f"UPDATE campaign SET closed_at = closed_at - {ago} WHERE code = '{code}'")

    @staticmethod
    def kill(process):
        process.send_signal(signal.SIGKILL)
        process.communicate()
