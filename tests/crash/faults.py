"""Each statement of otklik-survey and otklik-count made to fail, in each way."""

import pathlib
import shutil
import tempfile
import urllib.parse

import fastcgi
from clients import CODE, TOKEN, TRAP, is_acknowledged, is_kept, marks
from stack import until

# Lock timeout, deadlock, disk full, table full, write error, error of the
# storage engine, read-only, read-only transaction, server gone.
ERRORS = (1205, 1213, 1021, 1114, 1026, 1030, 1290, 1792, 2006)
WAYS = [("execute", f"error number={n}") for n in ERRORS] + [
    ("execute", "lost-before"), ("execute", "lost-after"), ("prepare", "error number=1213"),
    ("prepare", "lost-before"), ("prepare", "lost-after")]
RESULT_WAYS = [("result", "lost-before"), ("result", "error number=1213")]


def ways(statement):
    """Every step of it and what may happen there."""
    if statement.split()[0] in ("START", "COMMIT", "ROLLBACK"):
        return [w for w in WAYS if w[0] == "execute"]
    return WAYS + (RESULT_WAYS if statement.startswith("SELECT") else [])


class Plan:
    """What tests/crash/fault.c does in programs started with words()."""

    def __init__(self, build):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="otklik-fault-"))
        self.dir.chmod(0o777)  # the stack's user writes here
        shutil.copy(pathlib.Path(build) / "tests/crash/fault.so", self.dir)
        self.file = self.dir / "plan"
        self.clear()

    def words(self):
        return ["env", f"LD_PRELOAD={self.dir}/fault.so", f"OTKLIK_FAULT={self.file}"]

    def set(self, way, text="", **more):
        """way: mode, or "mode number=N"; of the step, every time, if at and nth say nothing else."""
        self.file.write_text(f"mode={way}" + "".join(f" {k}={v}" for k, v in more.items()) + f" text={text}\n")

    def clear(self):
        self.file.write_text("")

    def statements(self):
        """What was called since set("pass"), each once."""
        calls = pathlib.Path(f"{self.file}.calls")
        found = list(dict.fromkeys(calls.read_text().splitlines())) if calls.exists() else []
        calls.unlink(missing_ok=True)
        return found

    def remove(self):
        shutil.rmtree(self.dir)


class Survey:
    """One more otklik-survey on the same database, behind no web server; in it everything is for the first time."""

    program, form = "otklik-survey", f"/survey/{CODE}"

    def __init__(self, stack, plan):
        self.stack, self.plan = stack, plan
        self.path = stack.path(self.form)
        self.socket = stack.sockets / "crash.sock"

    def __enter__(self):
        command = [*self.plan.words(), self.stack.program(self.program), "-c",
                   self.stack.settings(self.program), "-s", str(self.socket)]
        self.process = self.stack.spawn(*command)
        until(self.socket.exists, what=f"the socket of {self.program}")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def ask(self, method, pairs=None):
        body = urllib.parse.urlencode(pairs).encode() if pairs else b""
        with fastcgi.Connection(self.socket) as connection:
            return connection.ask(method, self.path, body, keep=False)


class Trials:
    """Faults one after another; who was acknowledged, and what was wrong."""

    def __init__(self, stack, plan):
        self.stack, self.plan = stack, plan
        self.sent, self.acknowledged, self.trapped, self.faults, self.refused = set(), set(), set(), [], 0
        self.path = stack.path(f"/survey/{CODE}")

    def form(self):
        """A form of a number of its own, with a fresh token."""
        number = len(self.sent) + 1
        self.sent.add(number)
        trap = [(TRAP, "x")] if number % 3 == 0 else []
        self.trapped |= {number} if trap else set()
        token = TOKEN.search(self.stack.client().get(self.path).text)[1]
        return number, [("token", token), *marks(number).items(), *trap, ("next", "1")]

    def note(self, number, answer, pairs, what):
        """Judges one answer to a posted form."""
        text = answer.body.decode()
        if is_acknowledged(answer.status, answer):
            self.acknowledged.add(number)
            return
        self.refused += 1
        if answer.status != 503 or "retry-after" not in answer.headers or not is_kept(text, pairs):
            self.faults.append(f"{what}: status {answer.status}: {text[:200]}")

    # ---- otklik-survey

    def survey_statements(self):
        self.plan.set("pass")
        number, pairs = self.form()
        with Survey(self.stack, self.plan) as survey:
            for _ in range(2):
                self.note(number, survey.ask("POST", pairs), pairs, "without a fault")
        self.plan.clear()
        return self.plan.statements()

    def survey(self, statement, step, way):
        """The form is posted while the statement fails, again when it works, once more while it fails."""
        what = f"{way} at {step} of {statement}"
        number, pairs = self.form()
        with Survey(self.stack, self.plan) as survey:
            self.plan.set(way, statement, at=step)
            self.note(number, survey.ask("POST", pairs), pairs, what)
            self.plan.clear()
            answer = survey.ask("POST", pairs)
            if not is_acknowledged(answer.status, answer):
                self.faults.append(f"{what}: still {answer.status} when all is well again")
            self.acknowledged.add(number)
            self.plan.set(way, statement, at=step)
            self.note(number, survey.ask("POST", pairs), pairs, what + ", repeated")
            self.plan.clear()

    # ---- otklik-count

    def deposit(self, n):
        for _ in range(n):
            number, pairs = self.form()
            answer = self.stack.client().post(self.path, pairs)
            if is_acknowledged(answer.status, answer):
                self.acknowledged.add(number)

    def count(self, *before):
        command = [*before, self.stack.program("otklik-count"), "-c", self.stack.settings("otklik-count"), "--once"]
        return self.stack.as_user(*command)

    def count_statements(self):
        self.deposit(3)
        self.plan.set("pass")
        self.count(*self.plan.words())
        self.plan.clear()
        return self.plan.statements()

    def count_trial(self, statement, step, way):
        """One pass with the fault, one without: then everything is counted."""
        self.deposit(3)
        self.plan.set(way, statement, at=step, nth=1)
        self.count(*self.plan.words())
        self.plan.clear()
        done = self.count()
        if done.returncode != 0:
            self.faults.append(f"{way} at {step} of {statement}: the next pass fails: {done.stderr[:300]}")
