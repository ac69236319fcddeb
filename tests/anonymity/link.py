"""A database whose files are stolen: ballots put in, in an order the thief knows, and counted."""

import collections
import os
import pathlib
import random
import re
import shutil
import subprocess
import tempfile

import innodb
from attack import Attack, Side
from scratch import Scratch

# Where the response of a text is: version and key of its block, place in it; number of the submission.
Place = collections.namedtuple("Place", "block place n")
EXTERNAL, INTERNAL = ("rosarchiv", "RA-P1"), ("urus-martan", "UM-INT")
SERVER = ("--log-bin=binlog", "--binlog-format=ROW", "--sync-binlog=1", "--innodb-log-file-size=64M")
BALLOT = re.compile(r"^ballot-(\d+)$")


class Theft:
    """Copies of what lies on the disk."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="otklik-theft-"))

    def take(self, *patterns):
        for pattern in patterns:
            for path in (self.scratch.db_dir / "data").glob(pattern):
                shutil.copy(path, self.dir / path.name)

    def files(self, *patterns):
        return sorted(path for pattern in patterns for path in self.dir.glob(pattern))

    def remove(self):
        shutil.rmtree(self.dir)


class Database:
    """Scratch MariaDB with a binlog; nothing is purged while it runs, so that the thief sees all."""

    def __init__(self):
        self.scratch = Scratch(procedures=(EXTERNAL[0], INTERNAL[0]))
        self.plain = None  # preloaded into otklik-count: it does not shuffle

    def __enter__(self):
        self.scratch.server("start", *SERVER)
        self.scratch.start()
        self.hold()
        return self

    def hold(self):
        """An open snapshot holds up purging, which would wipe the numbers of transactions."""
        self.holder = subprocess.Popen(
            ["mariadb", "--no-defaults", "--unbuffered", f"--socket={self.scratch.db_dir / 'sock'}", "otklik"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.holder.stdin.write("START TRANSACTION WITH CONSISTENT SNAPSHOT;\nSELECT COUNT(*) FROM campaign;\n")
        self.holder.stdin.flush()
        self.holder.stdout.readline()

    def let_go(self):
        self.holder.kill()
        self.holder.communicate()

    def __exit__(self, *_):
        self.let_go()
        self.scratch.stop()

    def count(self):
        if self.plain:
            os.environ["LD_PRELOAD"] = str(self.plain)
        try:
            self.scratch.count()
        finally:
            os.environ.pop("LD_PRELOAD", None)

    def open(self, questionnaire):
        code = questionnaire.lower() + ("-plain" if self.plain else "")
        self.scratch.ctl("campaign", "open", questionnaire, "--code", code, "--closes", "2099-12-31")
        self.scratch.count()  # makes the key
        return code

    def steal(self):
        theft = Theft(self.scratch)
        theft.take("ib_logfile0")  # before the server, ending, goes over it again
        redo = theft.dir / "ib_logfile0"
        redo.rename(theft.dir / "redo")
        self.scratch.server("stop")
        theft.take("binlog.0*", "ibdata1", "undo0*", "otklik/*.ibd")
        self.let_go()
        self.scratch.server("start", *SERVER)
        self.hold()
        return theft


def external(database, rounds, size):
    """Several openings of a box; how many are left behind each time is chance."""
    code = database.open(EXTERNAL[1])
    for i in range(rounds):
        database.scratch.put(code, i * size, size, threads=1)
        database.count()
    return code


def internal(database, size):
    """One opening, at closing; texts lie apart from the rest of the answers."""
    code = database.open(INTERNAL[1])
    database.scratch.put(code, 0, size, threads=1)
    database.scratch.close(code)
    database.count()
    return code


# ---- what the thief sees


def traits(side, records, names):
    """Orders within the pages.  names: key of a record -> the thing it stands for."""
    mine = [r for r in records if not r.deleted and names(r.key) is not None]
    for trait, value in (("transaction", lambda r: r.trx), ("undo address", lambda r: r.roll),
                         ("place in the file", lambda r: (r.page, r.origin)),
                         ("place in the page", lambda r: (r.heap, r.page)), ("key", lambda r: r.key)):
        side.add(trait, {names(r.key): value(r) for r in mine})
    return mine


def places(side, files, keys, label):
    """Orders in which keys turn up in a log, whatever its format."""
    for name, found in files.items():
        for end in ("first", "last"):
            at = {thing: getattr(found, end)(key) for thing, key in keys.items()}
            side.add(f"{label}{end} in {name}", {t: v for t, v in at.items() if v >= 0})


def logs(theft):
    return {"redo": innodb.Bytes(theft.files("redo")), "binlog": innodb.Bytes(theft.files("binlog.0*")),
            "undo": innodb.Bytes(theft.files("ibdata1", "undo0*")),
            # whole files: what was moved to another page still stands where it was
            "tables": innodb.Bytes(theft.files("ballot.ibd", "remark.ibd", "response_block.ibd"))}


def attack(database, code, texts_only=False):
    """The whole attack; texts_only: on the texts, which in an internal survey lie apart."""
    s = database.scratch
    number = s.campaign(code)
    counted = {bytes.fromhex(row[0]) for row in s.sql(
        f"SELECT HEX(`key`) FROM ballot WHERE campaign_id = {number} AND key_id IS NULL")}
    remarks = s.sql(
        f"SELECT HEX(id), CONCAT(HEX(form_version_id), ' ', HEX(block)), place, item, text FROM remark "
        f"WHERE campaign_id = {number}")
    # A text that everybody gave: others hang on conditions.
    item = collections.Counter(row[3] for row in remarks).most_common(1)[0][0]
    remarks = {bytes.fromhex(row[0]): Place(row[1], row[2], int(BALLOT.match(row[4])[1])) for row in remarks
               if row[3] == item}
    theft = database.steal()
    try:
        return judge(theft, number.to_bytes(4, "big"), counted, remarks, texts_only)
    finally:
        theft.remove()


def judge(theft, campaign, counted, remarks, texts_only):
    found = logs(theft)
    ballots, answers = Side(), Side()
    box = traits(ballots, innodb.records(theft.dir / "ballot.ibd", 32), lambda k: k if k in counted else None)
    places(ballots, found, {k: k for k in counted}, "")
    # Put in one after another, as the binlog tells: the order the thief knows from outside.
    sent = sorted(counted, key=found["binlog"].first)
    ballots.add("order of sending", {key: i for i, key in enumerate(sent)})
    order = numbers(sent, remarks)
    if texts_only:
        rows = texts_of(answers, theft, found, campaign, remarks)
    else:
        rows = responses_of(answers, theft, found, campaign, remarks)
        texts = Side()
        texts_of(texts, theft, found, campaign, remarks)
        for name, values in texts.traits.items():
            answers.add(f"text: {name}", values)
    return Attack(ballots, answers, batches(box, rows, order)).run()


def texts_of(side, theft, found, campaign, remarks):
    """Orders of the texts; the transaction of each, by number of its submission."""
    names = {campaign + key: at.n for key, at in remarks.items()}
    rows = traits(side, innodb.records(theft.dir / "remark.ibd", 20), names.get)
    places(side, found, {at.n: key for key, at in remarks.items()}, "")
    return {names[r.key]: r.trx for r in rows}


def responses_of(side, theft, found, campaign, remarks):
    """The same of the responses: the order of their blocks, and within them that of their places."""
    blocks = {}
    for at in remarks.values():
        version, key = at.block.split()
        blocks.setdefault(campaign + int(version, 16).to_bytes(4, "big") + bytes.fromhex(key), []).append(at)
    whole = Side()
    rows = traits(whole, innodb.records(theft.dir / "response_block.ibd", 24), lambda k: k if k in blocks else None)
    places(whole, found, {key: key[8:] for key in blocks}, "")
    for name, values in whole.traits.items():
        side.add(f"block: {name}", {at.n: (value, int(at.place)) for key, value in values.items() for at in blocks[key]})
    return {at.n: r.trx for r in rows for at in blocks[r.key]}


def numbers(sent, remarks):
    """Ballot -> number of its submission: what put-ballots did, i-th key for the i-th form."""
    submitted = sorted(at.n for at in remarks.values())
    if len(submitted) != len(sent):
        raise AssertionError(f"{len(sent)} ballots counted, {len(submitted)} answers found")
    return dict(zip(sent, submitted))


def batches(box, transaction, order):
    """Pairs of each transaction of the count; transaction: that of an answer, by number of its submission."""
    groups = {}
    for record in box:
        n = order[record.key]
        if record.trx == 0 or transaction[n] != record.trx:
            raise AssertionError("a ballot and its answer are not of one transaction")
        groups.setdefault(record.trx, []).append((record.key, n))
    return list(groups.values())


# ---- the control: what people write who do not think of it


def naive(database, n, seed):
    """A row for the link used and a row for the answer, both with random keys, one form after another."""
    chance = random.Random(seed)
    s = database.scratch
    s.sql("CREATE TABLE naive_link (k BINARY(16) PRIMARY KEY); "
          "CREATE TABLE naive_answer (k BINARY(16) PRIMARY KEY, answer INT)")
    script, truth = [], []
    for i in range(n):
        link, answer = chance.randbytes(16), chance.randbytes(16)
        script.append(f"INSERT INTO naive_link VALUES (x'{link.hex()}'); "
                      f"INSERT INTO naive_answer VALUES (x'{answer.hex()}', {i});")
        truth.append((link, answer))
    path = s.dir / "naive.sql"
    path.write_text("\n".join(script))
    with path.open() as text:
        subprocess.run(["mariadb", "--no-defaults", f"--socket={s.db_dir / 'sock'}", "otklik"],
                       stdin=text, check=True, timeout=300)
    theft = database.steal()
    try:
        links, answers = Side(), Side()
        traits(links, innodb.records(theft.dir / "naive_link.ibd", 16), lambda k: k)
        traits(answers, innodb.records(theft.dir / "naive_answer.ibd", 16), lambda k: k)
        return Attack(links, answers, [truth]).run()
    finally:
        theft.remove()
