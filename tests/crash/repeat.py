"""A form sent twice while its first commit has not reached the disk; then kill -9.

InnoDB lets go of row locks before the redo log is written: the second sending,
which another web node takes, finds a row that a crash can still undo.
"""

import os
import pathlib
import shutil
import tempfile
import threading
import time

from clients import CODE, TOKEN, is_acknowledged, marks
from killer import Killer
from stack import until

SETTLE = 2  # seconds


class SlowDatabase:
    """A folder with a mariadbd in it whose redo log can be slowed down; first in the PATH."""

    def __init__(self, build):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="otklik-slow-"))
        self.dir.chmod(0o755)
        shutil.copy(pathlib.Path(build) / "tests/crash/slow.so", self.dir)
        self.file = self.dir / "slow"
        wrapper = self.dir / "mariadbd"
        wrapper.write_text(f"#!/bin/sh\nexec env LD_PRELOAD={self.dir}/slow.so OTKLIK_SLOW={self.file} "
                           f"{shutil.which('mariadbd')} \"$@\"\n")
        wrapper.chmod(0o755)

    def __enter__(self):
        self.path = os.environ["PATH"]
        os.environ["PATH"] = f"{self.dir}:{self.path}"
        return self

    def __exit__(self, *_):
        os.environ["PATH"] = self.path
        shutil.rmtree(self.dir)


class Repeat:
    """Trials of it; like Respondents for verdict()."""

    def __init__(self, stack, slow, other, seed):
        self.stack, self.slow, self.other = stack, slow, other
        self.path = stack.path(f"/survey/{CODE}")
        self.killer = Killer(stack, seed, {"database": 1})
        self.sent, self.acknowledged, self.faults = set(), set(), []
        self.trapped = set()  # nobody fills in the field that people do not see

    def post(self, number, pairs, other=False):
        try:
            answer = self.other.ask("POST", pairs) if other else self.stack.client().post(self.path, pairs)
        except OSError:
            return
        if is_acknowledged(answer.status, answer):
            self.acknowledged.add(number)

    def form(self):
        answer = until(lambda: (a := self.stack.client().get(self.path)).status == 200 and a, what="a form")
        number = len(self.sent) + 1
        self.sent.add(number)
        return number, [("token", TOKEN.search(answer.text)[1]), *marks(number).items(), ("next", "1")]

    def prime(self):
        """A form that is stored: every part is there again; then a moment for what follows a start."""
        number, pairs = self.form()
        until(lambda: self.post(number, pairs) or number in self.acknowledged, what="the database is back")
        time.sleep(SETTLE)

    def trial(self):
        number, pairs = self.form()
        self.prime()
        self.slow.file.touch()
        try:
            senders = [threading.Thread(target=self.post, args=(number, pairs, other)) for other in (False, True)]
            for sender in senders:
                sender.start()
                time.sleep(0.15)
            self.killer.kill()
        finally:
            self.slow.file.unlink()
        for sender in senders:
            sender.join()
