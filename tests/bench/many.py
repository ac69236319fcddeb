"""Pages of staff over many responses: results, cross-tabulation, files.

Each is measured on a campaign of NE-A2 with a million responses (or as many as
are counted) against one with a thousand; the cross-tabulation against SQL over
one narrow row an answer, too.
"""

import datetime
import json
import pathlib
import statistics
import time

from blocks import RESPONSES
from ground import CODE, FEW, FEW_CODE, Ground
from stack import Admin

ROWS, COLUMNS = "1.rating", "2.rating"
MARKS = 10
# The join may be done in two ways; with the better one of this machine is compared.
JOIN = ("SELECT a.value, b.value, COUNT(*) FROM narrow a JOIN narrow b ON b.item = 1 AND b.response_id = a.response_id "
        "WHERE a.item = 0 GROUP BY a.value, b.value")
SQL = {"join": JOIN, "hash join": "SET join_cache_level = 4, join_buffer_size = 128 << 20, "
       f"join_buffer_space_limit = 256 << 20; {JOIN}"}


class Many:
    """The parts of Bench that need a campaign with many responses."""

    ground: Ground

    def part_results(self):
        self.figures["results"] = self.few_and_many("results page", "")

    def part_export(self):
        out = {}
        for kind in ("csv", "xlsx", "json"):
            out[kind] = self.few_and_many(f"results.{kind}", f"/results.{kind}")
        self.figures["export"] = out

    def part_cuts(self):
        """What reads every response."""
        out = {}
        for name, path, times in (("results page, of a year", f"?period={datetime.date.today().year}", 5),
                                  ("trend by month", "/trend?by=month", 5), ("answers.csv", "/answers.csv", 1)):
            out[name] = self.few_and_many(name, path, times)
        self.figures["cuts"] = out

    def part_cross(self):
        query = f"/cross?rows={ROWS}&columns={COLUMNS}"
        n = self.ensure_many()
        self.fill_narrow()
        tables = {"otklik": self.cross_table(), **{way: self.sql_table(text) for way, text in SQL.items()}}
        self.check("the cross-tabulation and the plain SQL give the same table",
                   all(t == tables["otklik"] for t in tables.values()) and sum(tables["otklik"].values()) > n // 2,
                   {way: (sum(t.values()), sorted(t.items())[:3]) for way, t in tables.items()})
        found = self.rounds("cross-tabulation", {
            "otklik": lambda: self.staff_page(CODE, query, 1),
            **{way: lambda text=text: self.sql_once(text) for way, text in SQL.items()}})
        out = {way: {key: statistics.median(f[key] for f in v) for key in ("seconds", "processor_seconds")}
               for way, v in found.items()}
        for way, v in found.items():
            out[way]["otklik_is"] = round(statistics.median(
                b["seconds"] / a["seconds"] for a, b in zip(found["otklik"], v)), 2)
        best = min(SQL, key=lambda way: out[way]["seconds"])
        self.figures["cross"] = {"responses": n, "best_sql": best, "ways": out,
                                 "page_at_few": self.staff_page(FEW_CODE, query, 20)["ms_median"]}

    # ---- the campaigns

    def ensure_many(self):
        """Fills and counts both campaigns; how many responses the large one has."""
        if self.responses(FEW_CODE) == 0:
            self.fill(FEW_CODE, 1, FEW)
            self.count(FEW)
        missing = self.options.responses - self.responses(CODE)
        if missing > 0:
            self.fill(CODE, self.responses(CODE) + 1, missing)
            self.count(missing)
        return self.responses(CODE)

    def staff_page(self, code, path, count):
        """Milliseconds, processor time and memory of one page asked for again and again."""
        pid, before = self.ground.process("admin"), self.spent()
        pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5")
        resident = self.resident(pid, "VmRSS")
        figure, _ = self.load(f"/feedback/admin/campaign/{code}{path}", connections=1, count=count,
                              cookie=self.cookie())
        spent = self.spent() - before
        return dict(figure, seconds=figure["seconds"], processor_seconds=round(spent, 3),
                    processor_ms=round(spent / count * 1e3, 2), rss_mib=self.resident(pid, "VmRSS"),
                    rss_peak_mib=self.resident(pid, "VmHWM"), rss_before_mib=resident)

    def spent(self):
        return self.ground.processor_seconds("admin") + self.ground.processor_seconds("database")

    def cookie(self):
        if not self.ground.cookie:
            admin = Admin(self.ground.stack)
            self.ground.cookie = "; ".join(f"{k}={v}" for k, v in admin.client.cookies.items())
        return self.ground.cookie

    def few_and_many(self, name, path, times=20):
        n = self.ensure_many()
        for code in (CODE, FEW_CODE):
            self.staff_page(code, path, 1)
        found = self.rounds(name, {"few": lambda: self.staff_page(FEW_CODE, path, times),
                                   "many": lambda: self.staff_page(CODE, path, times)})
        out = {which: {key: statistics.median(f[key] for f in v) for key in
                       ("ms_median", "processor_ms", "rss_before_mib", "rss_peak_mib", "bytes_each")}
               for which, v in found.items()}
        out["many_is"] = round(statistics.median(
            b["ms_median"] / a["ms_median"] for a, b in zip(found["few"], found["many"])), 2)
        return dict(out, responses=n)

    # ---- the control of the cross-tabulation

    def fill_narrow(self):
        """
        One narrow row an answer, clustered by question: what the join serves best.
        The rows of the other questions would lie elsewhere and are left out.
        """
        self.ground.stack.sql(
            "USE bench; DROP TABLE IF EXISTS narrow; SET SESSION sql_log_bin = 0; "
            "CREATE TABLE narrow (response_id INT UNSIGNED NOT NULL, item SMALLINT UNSIGNED NOT NULL, "
            "value TINYINT UNSIGNED NOT NULL, PRIMARY KEY (item, response_id)); "
            "CREATE TABLE IF NOT EXISTS numbered (response_id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, "
            "a TINYINT UNSIGNED NOT NULL, b TINYINT UNSIGNED NOT NULL); TRUNCATE numbered; "
            "INSERT INTO numbered (a, b) SELECT ORD(SUBSTRING(r.vector, 1, 1)), ORD(SUBSTRING(r.vector, 3, 1)) "
            f"FROM {RESPONSES} r JOIN otklik.campaign c ON c.id = r.campaign_id WHERE c.code = '{CODE}'; "
            "INSERT INTO narrow SELECT response_id, 0, a FROM numbered WHERE a > 0; "
            "INSERT INTO narrow SELECT response_id, 1, b FROM numbered WHERE b > 0; ANALYZE TABLE narrow",
            seconds=600)

    def sql_once(self, text):
        before, begin = self.ground.processor_seconds("database"), time.monotonic()
        self.sql_table(text)
        seconds = time.monotonic() - begin
        return {"seconds": seconds, "per_second": 1 / seconds,
                "processor_seconds": self.ground.processor_seconds("database") - before}

    def sql_table(self, text):
        rows = self.ground.stack.sql(f"USE bench; {text}", seconds=600)
        return {(int(a), int(b)): int(n) for a, b, n in rows}

    def cross_table(self):
        answer = self.ground.client(self.cookie()).get(
            f"/feedback/admin/campaign/{CODE}/cross.json?rows={ROWS}&columns={COLUMNS}")
        cells = json.loads(answer.body)["counts"]
        return {(i + 1, j + 1): n for i, row in enumerate(cells) for j, n in enumerate(row) if n > 0}

    @staticmethod
    def resident(pid, which):
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        return round(int(status.split(f"{which}:")[1].split()[0]) / 1024, 1)
