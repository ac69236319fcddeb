"""otklik-count on a scratch MariaDB: no crash of it or of the server loses or
doubles a ballot.  Run alone:

    OTKLIK_BUILD=… tests/integration/test_count_crash.py [TEST]...
"""

import pathlib
import random
import shutil
import sys
import time
import unittest

sys.path[:0] = [str(pathlib.Path(__file__).resolve().parent),
                str(pathlib.Path(__file__).resolve().parent.parent / "support")]

from scratch import only_once  # noqa: E402
from test_count import CountTest  # noqa: E402


def setUpModule():
    only_once()


class Crash(CountTest):
    """kill -9 at random moments."""

    def fill(self, boxes, ballots):
        """Several boxes: more transactions, so more moments to be killed in."""
        codes = [self.open("RA-P1" if i % 2 else "NE-A3") for i in range(boxes)]
        items = {code: self.s.put(code, 0, ballots)[0] for code in codes}
        for code in codes:
            self.s.close(code)
        return codes, items

    def finish(self, codes):
        end = time.monotonic() + 60
        while any(self.state(code) != "counted" for code in codes):
            self.assertLess(time.monotonic(), end)
            self.s.count()
        self.s.count()  # whoever was killed before it destroyed the keys

    def check(self, codes, items, ballots):
        for code in codes:
            self.check_counted(code, items[code], range(ballots))
            self.check_blanked(code, ballots)
            self.assertEqual(self.key_files(code), [])

    def test_counter_is_killed(self):
        ballots, kills, wait = 400, 0, 0.01
        codes, items = self.fill(10, ballots)
        while any(self.state(code) != "counted" for code in codes) and kills < 60:
            process = self.s.counter("--once")
            time.sleep(random.uniform(0, wait))
            wait *= 1.1  # however slow the machine is, some kills come in the middle
            kills += process.poll() is None
            self.s.kill(process)
        self.finish(codes)
        self.assertGreater(kills, 5)
        self.check(codes, items, ballots)

    def test_server_is_killed(self):
        ballots, wait = 400, 0.05
        codes, items = self.fill(10, ballots)
        for _ in range(16):
            process = self.s.counter("--once")
            time.sleep(random.uniform(0, wait))
            wait *= 1.2
            self.s.server("kill")
            self.s.server("start")
            process.communicate(timeout=60)
        self.finish(codes)
        self.check(codes, items, ballots)

    def test_server_is_killed_under_load(self):
        """Every acknowledged ballot is counted once, while both sides work."""
        code = self.open()
        ballots = 3000
        counter = self.s.counter("--every", 1)
        voters = self.s.putting(code, 0, ballots, threads=4)
        try:
            for _ in range(6):
                time.sleep(random.uniform(0.05, 0.3))
                self.s.server("kill")
                self.s.server("start")
            out = voters.communicate(timeout=120)[0]
            self.assertEqual(voters.returncode, 0)
            self.assertIsNone(counter.poll(), "the counter must outlive its server")
        finally:
            self.s.kill(counter)
        items = [tuple(map(int, line.split()[1:])) for line in out.splitlines() if line.startswith("item")]
        self.s.close(code)
        self.finish([code])
        self.check([code], {code: items}, ballots)

    def test_two_counters(self):
        """With one key directory, and with two, where no lock helps."""
        ballots = 400
        for apart in (False, True):
            with self.subTest(apart=apart):
                codes, items = self.fill(4, ballots)
                other = self.s.dir / "other-keys"
                if apart:
                    shutil.copytree(self.s.keys, other)
                keys = ["--keys", other] if apart else []
                processes = [self.s.counter("--once", *extra) for extra in ([], keys, [], keys)]
                for process in processes:
                    process.communicate(timeout=120)
                self.finish(codes)
                for code in codes:
                    self.check_counted(code, items[code], range(ballots))
                    self.check_blanked(code, ballots)

    def test_stops_in_order(self):
        process = self.s.counter("--every", 1)
        time.sleep(0.5)
        started = time.monotonic()
        process.terminate()
        process.communicate(timeout=20)
        self.assertEqual(process.returncode, 0)
        self.assertLess(time.monotonic() - started, 5)


if __name__ == "__main__":
    unittest.main()
