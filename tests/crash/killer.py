"""kill -9 of whatever part of the stack chance picks."""

import collections
import os
import pathlib
import random
import signal
import threading
import time

# How often each is picked; "worker" is one process of the web server.
PARTS = {"database": 4, "survey": 4, "count": 3, "web": 1, "worker": 2}


def since(pid):
    """When the process started, so that a number given anew is not taken for it."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (FileNotFoundError, ProcessLookupError):
        return None


def children(pid):
    try:
        return [int(p) for p in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


class Killer:
    def __init__(self, stack, seed, parts=None):
        self.stack, self.random = stack, random.Random(f"{seed} killer")
        self.parts = parts or PARTS
        self.kills = collections.Counter()
        self.first = self.random.sample(list(self.parts), len(self.parts))  # each once, then by chance

    def target(self, part):
        """Its process, if it runs now."""
        name = "web" if part == "worker" else part
        try:
            pid, started = (self.stack.state / f"run/{name}.pid").read_text().split()
        except (FileNotFoundError, ValueError):
            return None
        if since(pid) != started:
            return None
        if part == "worker":
            return self.random.choice(children(pid) or [None])
        return int(pid)

    def kill(self):
        part = self.first[-1] if self.first else self.random.choices(list(self.parts), self.parts.values())[0]
        pid = self.target(part)
        if pid is None:
            return False
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        self.kills[part] += 1
        del self.first[-1:]
        return True

    def run(self, kills, least=0.3, most=3.5):
        """That many kills, at random moments."""
        while self.kills.total() < kills:
            time.sleep(self.random.uniform(least, most))
            self.kill()


class Careless:
    """MariaDB with its log flushed once a second, however often it starts anew."""

    def __init__(self, stack):
        self.stack, self._end = stack, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._set()
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._end.set()
        self._thread.join()

    def _set(self):
        try:
            self.stack.sql("SET GLOBAL innodb_flush_log_at_trx_commit = 0")
        except PermissionError:
            pass  # it is away just now

    def _run(self):
        while not self._end.wait(0.2):
            self._set()
