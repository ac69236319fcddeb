"""Marked respondents behind a real web server, and the search for the marks.

The stack's web server is set up as a site of its own: outside of the public pages it logs
everything, with addresses and browsers, as agencies do.
"""

import collections
import http.client
import os
import random
import re
import signal
import subprocess
import threading
import time
import urllib.parse

from page import Page
from stack import TOP, Admin, Stack, until
from standstill import hold_count, let_count_go

CODE, CIRCLE = "marks", "marks-circle"
TOKEN = re.compile(r'name="token" value="([^"]+)"')
THREADS = 8
TICKETS = 40
LARGE = {"program": 600 * 1024, "web server": 3 * 1024 * 1024}
# Where an opened answer belongs: the table, and the server's own files that changes pass through.
HOME = re.compile(r"/data/mariadb/(otklik/(remark|response_block)\.ibd|ibdata1|undo\d+|ib_logfile0|ibtmp1|#ib_.*)$")
MOMENT = re.compile(r"\b\d{2}:\d{2}:\d{2}\b|\b1[789]\d{8}(\d{3})?\b")


class Site:
    """A stack whose web server logs what is not ours; with Site(…) as site."""

    def __init__(self, build, server):
        self.stack = Stack(build, server, batch=10)
        self.server = server

    def __enter__(self):
        self.stack.start()
        try:
            self.add_questionnaire()
            self.surround()
            self.tickets = self.make_tickets()
            hold_count(self.stack)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        let_count_go(self.stack)
        self.stack.stop()
        self.stack.remove()

    def add_questionnaire(self):
        """One page with a choice that must be made and a text: the doctor's own, for outside respondents."""
        folder = self.stack.state / "marks"
        folder.mkdir()
        for name in ("procedure.xml", "canary.xml"):
            text = (TOP / "forms/common/canary" / name).read_text()
            (folder / name).write_text(text.replace('id="canary"', 'id="marks"').replace('id="CANARY"', 'id="MARKS"')
                                       .replace('audience="internal"', 'audience="external"'))
        self.stack.ctl("procedure", "load", str(folder))
        self.stack.open_campaign("MARKS", CODE)

    # ---- the web server

    def configuration(self, name):
        return self.stack.state / "etc" / name

    def change(self, name, old, new):
        path = self.configuration(name)
        text = path.read_text()
        if old not in text:
            raise AssertionError(f"{name} has no {old!r}")
        path.write_text(text.replace(old, new))

    def restart(self):
        """The supervisor starts it again, with what the files say now."""
        pid = self.stack.pid("web")
        os.kill(pid, signal.SIGTERM)
        until(lambda: self.another(pid), what="another web server")
        until(lambda: self.status("/feedback/") == 200, what="the web server")

    def another(self, pid):
        try:
            return self.stack.pid("web") != pid
        except (FileNotFoundError, IndexError):
            return False

    def surround(self):
        log = self.stack.state / "log/site.log"
        if self.server == "nginx":
            self.change("web.conf", "access_log off;",
                        f"access_log {log} combined; error_log {log}.errors info; error_page 404 502 /outside;")
        else:
            self.change("web.conf", "ServerRoot", "LogLevel info\nServerRoot")
            with self.configuration("web.conf").open("a") as f:
                f.write('LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined\n'
                        f'CustomLog "{log}" combined env=!otklik\nErrorDocument 404 /outside\n')
        self.restart()
        self.status("/outside-of-otklik")
        until(lambda: log.exists() and "outside-of-otklik" in log.read_text(), what="the log of the site")

    def plant(self):
        """A log where there must be none."""
        log = self.stack.state / "log/planted.log"
        if self.server == "nginx":
            self.change("otklik-nginx.conf", "access_log off;", f"access_log {log} combined;")
        else:
            with self.configuration("web.conf").open("a") as f:
                f.write(f'CustomLog "{log}" combined\n')
        self.restart()

    def status(self, path):
        try:
            return self.stack.client().get(path).status
        except OSError:
            return 0

    # ---- links

    def make_tickets(self):
        admin = Admin(self.stack)
        self.stack.open_campaign("MARKS", CIRCLE, "--permanent", "--access", "ticket")
        path = self.stack.path(f"/admin/campaign/{CIRCLE}/tickets")
        page = Page(admin.client.get(path).text, path)
        form = next(f for f in page.forms if page.target(f).endswith("/tickets"))
        pairs = [(k, v) for k, v in form.pairs() if k not in ("number", "as")]
        answer = admin.client.post(page.target(form), pairs + [("number", str(TICKETS)), ("as", "csv")])
        return re.findall(r"\?t=(\w+)", answer.body.decode("utf-8-sig"))

    # ---- the count

    def count(self, crowd):
        """Everything is opened: the campaigns are over."""
        let_count_go(self.stack)
        for code in (CODE, CIRCLE):
            self.stack.ctl("campaign", "close", code)
            self.stack.sql(f"UPDATE campaign SET closed_at = closed_at - 4000 WHERE code = '{code}'")
        until(lambda: self.stack.sql("SELECT COUNT(*) FROM ballot WHERE key_id IS NOT NULL") == [["0"]], 120,
              "every ballot is counted")
        until(lambda: int(self.stack.sql("SELECT COUNT(*) FROM remark")[0][0]) >= len(crowd.accepted), 60,
              "every text is there")
        self.stack.open_campaign("MARKS", CODE + "-again")

    # ---- the search

    def search(self, crowd, counted=False):
        """Each file of the stack that holds a mark where none belongs."""
        found = []
        for path in sorted(p for p in self.stack.state.rglob("*") if p.is_file() and "/app/" not in str(p)):
            data = path.read_bytes()
            for kind in crowd.kinds_in(data):
                if kind == "answer" and counted and HOME.search(str(path)):
                    continue
                found.append(f"{kind} in {path.relative_to(self.stack.state)}")
        dump = self.dump()
        found += [f"{kind} in the dump" for kind in crowd.kinds_in(dump)
                  if not (kind == "answer" and counted)]
        return found

    def dump(self, *options):
        command = ["mariadb-dump", "--no-defaults", "-S", str(self.stack.sockets / "db.sock"), "--user",
                   self.stack.user, "--single-transaction", "--skip-dump-date", *options, "otklik"]
        if os.getuid() == 0:
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        return subprocess.run(command, check=True, capture_output=True, timeout=300).stdout

    def judge_dump(self, crowd):
        found = []
        seen = collections.Counter()
        for line in self.dump("--hex-blob", "--skip-extended-insert").decode().splitlines():
            marks = re.findall(re.escape(crowd.answer("")) + r"(\d+)", line)
            seen.update(int(m) for m in marks)
            if marks and not line.startswith("INSERT INTO `remark`"):
                found.append(f"an answer in {line[:60]}")
            if re.match(r"INSERT INTO `(ballot|response_block|remark|tally|tally_late|quarantine|quarantine_text)`", line) and MOMENT.search(line):
                found.append(f"a moment in {line[:200]}")
        lost, foreign = crowd.accepted - set(seen), set(seen) - crowd.accepted
        twice = [n for n, times in seen.items() if times > 1]
        found += [f"{len(v)} answers {what}" for v, what in
                  ((lost, "lost"), (foreign, "that were refused"), (twice, "more than once")) if v]
        columns = self.stack.sql(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'otklik' AND "
            "table_name IN ('ballot', 'response_block', 'remark', 'tally', 'tally_late', 'quarantine', 'quarantine_text') "
            "AND data_type IN "
            "('datetime', 'timestamp', 'time', 'bigint', 'year')")
        return found + [f"a column for a moment: {c}" for c in columns]


class Crowd:
    """run(n): so many people, each with an address, a browser and an answer of his own."""

    def __init__(self, site, seed):
        self.site, self.seed = site, seed
        self.token = f"{random.Random(seed).randrange(16 ** 8):08x}"
        self.accepted, self.faults = set(), []
        self.seen = collections.Counter()
        self._lock = threading.Lock()
        self._next = iter(())
        self._tickets = list(site.tickets)
        self.spent = []
        # Two in a hundred of each kind of fault.
        self.kinds = ["whole"] * 82 + ["twice"] * 4 + ["fault"] * 4 + ["ticket"] * 2 + ["large"] * 2 + [
            "unknown"] * 2 + ["method"] * 2 + ["broken"] * 2

    # ---- marks

    def address(self, i):
        return f"127.{83 + self.seed % 40}.{1 + i // 250 % 250}.{1 + i % 250}"

    def forwarded(self, i):
        return f"2001:db8:{self.token[:4]}:{self.token[4:]}::{i:x}"

    def agent(self, i):
        return f"agent{self.token}x{i}"

    def answer(self, i):
        return f"answer{self.token}x{i}"

    def kinds_in(self, data):
        """What of ours is in these bytes: raw, percent-encoded, in hexadecimal."""
        prefixes = {"answer": f"answer{self.token}", "agent": f"agent{self.token}",
                    "address": f"127.{83 + self.seed % 40}.",
                    "forwarded address": f"2001:db8:{self.token[:4]}:{self.token[4:]}"}
        found = {kind for kind, mark in prefixes.items() if any(d in data for d in dresses(mark))}
        found |= {"ticket" for secret in self.site.tickets if secret.encode() in data}
        return sorted(found)

    # ---- requests

    def request(self, i, method, path, pairs=None, size=0, cut=False):
        """Status of one request from that person's address; 0: the connection broke."""
        body = urllib.parse.urlencode(pairs).encode() if pairs is not None else b""
        while size > len(body):
            body += f"&q2={self.answer(i)}".encode() * 2000
        connection = http.client.HTTPConnection("127.0.0.1", self.site.stack.port, timeout=60,
                                                source_address=(self.address(i), 0))
        try:
            connection.putrequest(method, path)
            for name, value in (("User-Agent", self.agent(i)), ("X-Forwarded-For", self.forwarded(i)),
                                ("X-Real-IP", self.forwarded(i)), ("Cookie", f"site={self.agent(i)}"),
                                ("Referer", f"http://{self.agent(i)}/"),
                                ("Content-Type", "application/x-www-form-urlencoded")):
                connection.putheader(name, value)
            if body:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body[:len(body) // 2] if cut else body)
            if cut:
                return 0, b""
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            connection.close()

    def form(self, i, path):
        status, page = self.request(i, "GET", path)
        found = TOKEN.search(page.decode("utf-8", "replace"))
        if status != 200 or not found:
            raise AssertionError(f"form: {status}")
        return found[1]

    def pairs(self, i, token, **more):
        return [("token", token), ("q1", "1"), ("q2", self.answer(i)), ("next", "1"), *more.items()]

    def expect(self, kind, i, wanted, status):
        with self._lock:
            self.seen[f"{kind} {status}"] += 1
            if status != wanted and wanted is not None:
                self.faults.append(f"{kind} of {i}: {status}, not {wanted}")
        return status == wanted

    # ---- what people do

    def whole(self, i, kind="whole"):
        path = self.site.stack.path(f"/survey/{self.code}")
        pairs = self.pairs(i, self.form(i, path))
        for _ in range(2 if kind == "twice" else 1):
            if self.expect(kind, i, 303, self.request(i, "POST", path, pairs)[0]):
                self.accepted.add(i)

    def twice(self, i):
        self.whole(i, "twice")

    def ticket(self, i):
        with self._lock:
            secret = self._tickets.pop() if self._tickets else None
        if secret is None or self.code != CODE:
            return self.whole(i)
        path = self.site.stack.path(f"/survey/{CIRCLE}")
        token = self.form(i, f"{path}?t={secret}")
        if self.expect("ticket", i, 303, self.request(i, "POST", path, self.pairs(i, token, t=secret))[0]):
            self.accepted.add(i)
        self.expect("ticket again", i, 403, self.request(i, "GET", f"{path}?t={secret}")[0])

    def fault(self, i):
        path = self.site.stack.path(f"/survey/{self.code}")
        pairs = [(k, v) for k, v in self.pairs(i, self.form(i, path)) if k != "q1"]
        self.expect("fault", i, 422, self.request(i, "POST", path, pairs)[0])

    def large(self, i):
        # The web server may end the connection before all of it is sent.
        size = LARGE["program" if i % 2 else "web server"]
        path = self.site.stack.path(f"/survey/{self.code}")
        status = self.request(i, "POST", path, self.pairs(i, "x"), size)[0]
        self.expect("large", i, None if status == 0 else 413, status)

    def unknown(self, i):
        for path in (f"/survey/{self.answer(i)}", f"/static/{self.answer(i)}.css", f"/{self.answer(i)}"):
            self.expect("unknown", i, 404, self.request(i, "GET", self.site.stack.path(path))[0])

    def method(self, i):
        path = self.site.stack.path(f"/survey/{self.code}?c={self.answer(i)}")
        self.expect("method", i, 405, self.request(i, "PUT", path, [("q2", self.answer(i))])[0])

    def broken(self, i):
        path = self.site.stack.path(f"/survey/{self.code}")
        self.expect("broken", i, 0, self.request(i, "POST", path, self.pairs(i, self.form(i, path)), cut=True)[0])

    def _run(self):
        while True:
            with self._lock:
                i = next(self._next, None)
            if i is None:
                return
            try:
                getattr(self, self.kinds[i % len(self.kinds)])(i)
            except Exception as fault:  # a thread must not end unseen
                self.faults.append(repr(fault))

    def run(self, n):
        again = self.site.status(self.site.stack.path(f"/survey/{CODE}-again")) == 200
        self.code = CODE + "-again" if again else CODE
        self.kinds = random.Random(self.seed).sample(self.kinds, len(self.kinds))
        self._next, begin = iter(range(n)), time.monotonic()
        threads = [threading.Thread(target=self._run) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seconds = time.monotonic() - begin
        time.sleep(1)  # for logs that are written a moment later
        return self

    def figures(self):
        return {"submissions": sum(self.seen.values()), "accepted": len(self.accepted),
                "answers": dict(sorted(self.seen.items()))}


def dresses(mark):
    raw = mark.encode()
    yield raw
    yield b"".join(b"%%%02X" % c for c in raw)
    yield urllib.parse.quote(mark, safe="").encode()
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
