"""Respondents who never give in, and what the suite must have counted of them."""

import collections
import http.client
import random
import re
import threading
import time

from blocks import RESPONSES
from client import Client
from page import Page

CODE = "ne-a2"
ROWS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13.1", "13.2", "13.3"]
TOKEN = re.compile(r'name="token" value="([^"]+)"')
TRAP = "url"  # the field that people do not see
TRAPPED = 5  # every so many forms fall into it
GIVE_UP = 0.05  # after a failed attempt
REPEAT = 0.05  # after an acknowledgement


def marks(number):
    """A form whose fifteen ratings are the digits of its number, plus one."""
    digits = f"{number:0{len(ROWS)}d}"
    return {f"q{row}.{kind}": value for row, digit in zip(ROWS, digits)
            for kind, value in (("rating", str(int(digit) + 1)), ("importance", "5"))}


def number_of(vector):
    """The number a response answers with; vector: hexadecimal, rating and importance in turn."""
    values = bytes.fromhex(vector)
    if len(values) != 2 * len(ROWS) or set(values[1::2]) != {5}:
        raise AssertionError(f"a response nobody sent: {vector}")
    return int("".join(str(v - 1) for v in values[::2]))


def is_kept(text, pairs):
    """Does the page offer to send all of it again?"""
    wanted = set(pairs)
    return any(wanted <= set(form.pairs("next")) for form in Page(text).forms)


def is_acknowledged(status, answer):
    return status == 303 and "/thanks" in answer.headers.get("location", "")


class Respondents:
    """start() … stop(): threads that fill in forms, each with a number of its own."""

    def __init__(self, stack, threads, seed):
        self.stack, self.seed = stack, seed
        self.path = stack.path(f"/survey/{CODE}")
        self.sent, self.acknowledged, self.trapped, self.faults = set(), set(), set(), []
        self.seen = collections.Counter()  # what answers there were
        self._lock, self._last, self._end = threading.Lock(), 0, threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(i,), daemon=True) for i in range(threads)]

    def start(self):
        for thread in self._threads:
            thread.start()
        return self

    def stop(self):
        self._end.set()
        for thread in self._threads:
            thread.join(90)
            if thread.is_alive():
                self.faults.append("a respondent still waits for an answer")

    def _run(self, nth):
        chance = random.Random(f"{self.seed} {nth}")
        while not self._end.is_set():
            with self._lock:
                self._last += 1
                number = self._last
            token = self._form(chance)
            if token is not None:
                trap = [(TRAP, "x")] if number % TRAPPED == 0 else []
                self.trapped |= {number} if trap else set()
                self._submit(number, [("token", token), *marks(number).items(), *trap, ("next", "1")], chance)

    def _request(self, method, *body):
        """Status and answer; status 0 when the connection broke."""
        client = Client(self.stack.origin, timeout=45)
        try:
            answer = client.request(method, self.path, *body)
        except (OSError, http.client.HTTPException):
            self.seen["broken"] += 1
            return 0, None
        self.seen[answer.status] += 1
        return answer.status, answer

    def _form(self, chance):
        while not self._end.is_set():
            status, answer = self._request("GET")
            if status == 200:
                return TOKEN.search(answer.text)[1]
            time.sleep(chance.uniform(0.05, 0.3))
        return None

    def _submit(self, number, pairs, chance):
        """Sends the same form until it is acknowledged, or this one gives up."""
        self.sent.add(number)
        status, answer = self._request("POST", pairs)
        while not is_acknowledged(status, answer):
            if not self._may_try_again(status, answer, pairs) or chance.random() < GIVE_UP:
                return
            time.sleep(chance.uniform(0.05, 0.3))
            status, answer = self._request("POST", pairs)
        self.acknowledged.add(number)
        if chance.random() < REPEAT:
            self._request("POST", pairs)

    def _may_try_again(self, status, answer, pairs):
        """Is this what may be said to someone whose form was not stored?"""
        if status in (0, 502, 504) or (status == 503 and "nginx" in answer.text):
            return True  # the web server has nobody to ask
        if status != 503:
            self.faults.append(f"status {status}: {answer.text[:300]}")
            return False
        if is_kept(answer.text, pairs):
            self.seen["503 with the answers kept"] += 1
        else:
            self.faults.append(f"503 without the answers: {answer.text[:300]}")
        return True


def verdict(stack, respondents):
    """Everything that is wrong with what was counted; an empty list is what is wanted."""
    own = f"SELECT id FROM campaign WHERE code = '{CODE}'"
    counted, quarantined = (collections.Counter(number_of(row[0]) for row in stack.sql(
        f"SELECT HEX(vector) FROM {table} r WHERE campaign_id = ({own})")) for table in (RESPONSES, "quarantine"))
    faults = list(respondents.faults)
    responses, held = counted.total(), quarantined.total()
    misplaced = [n for n in counted if n in respondents.trapped] + [n for n in quarantined if n not in respondents.trapped]
    if misplaced:
        faults.append(f"{len(misplaced)} in quarantine that do not belong there, or the other way round")
    number = stack.sql(f"SELECT COALESCE(SUM(n), 0) FROM quarantine_count WHERE campaign_id = ({own})")[0][0]
    if int(number) != held:
        faults.append(f"{number} counted as quarantined, {held} in quarantine")
    counted += quarantined  # acknowledged = counted + quarantined
    lost = respondents.acknowledged - set(counted)
    doubled = [n for n, times in counted.items() if times > 1]
    foreign = set(counted) - respondents.sent
    if lost:
        faults.append(f"{len(lost)} acknowledged and not counted")
    if doubled:
        faults.append(f"{len(doubled)} counted more than once")
    if foreign:
        faults.append(f"{len(foreign)} counted and never sent")
    whole, rejected = stack.sql(
        f"SELECT COALESCE((SELECT SUM(n) FROM tally WHERE campaign_id = c.id AND item = 65535), 0), c.rejected "
        f"FROM campaign c WHERE c.code = '{CODE}'")[0]
    if int(whole) != responses:
        faults.append(f"{whole} in the tally, {responses} responses")
    if int(rejected):
        faults.append(f"{rejected} could not be opened")
    return faults, {"sent": len(respondents.sent), "acknowledged": len(respondents.acknowledged),
                    "counted": responses, "quarantined": held,
                    "counted without acknowledgement": len(set(counted) - respondents.acknowledged)}
