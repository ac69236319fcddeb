#!/usr/bin/env python3
"""The figures of tests/bench/run as tables.

usage: tests/bench/report.py FILE.json [--write-doc]

Prints them; with --write-doc they take the place of those in doc/measurements.md: those
of a whole run, or of the last run of some parts alone, which stand behind them.
"""

import json
import pathlib
import sys

DOC = pathlib.Path(__file__).resolve().parent.parent.parent / "doc/measurements.md"
BEGIN, END = "<!-- figures: written by tests/bench/report.py -->\n", "<!-- end of figures -->\n"
BEGIN_PARTS = "<!-- figures of some parts: written by tests/bench/report.py -->\n"
WHOLE = {"page", "submit", "count", "programs", "results", "export", "cuts", "cross"}
WORDS = {"otklik": "otklik-survey", "before": "the other build", "smallest": "smallest fcgi2 program",
         "static": "nginx, static file", "loop": "bare C loop of the INSERT", "php": "PHP-FPM page",
         "php-kept": "PHP-FPM, kept connection", "php-rows": "PHP-FPM, a row an answer"}
CHAIN = ("us_program", "us_nginx", "us_database")


def targets(figures):
    """(what is measured, target, figure, is it met) for each that was measured."""
    def at_least(what, wanted, got, unit=""):
        return what, f"≥ {wanted}{unit}", f"{got:.10g}{unit}", got >= wanted

    def at_most(what, wanted, got, unit=""):
        return what, f"≤ {wanted}{unit}", f"{got:.10g}{unit}", got <= wanted

    def ratio(part, contender):
        return figures[part][contender]["otklik_is"]

    out = []
    if "page" in figures:
        out += [at_least("form page, to the smallest fcgi2 program", 0.9, ratio("page", "smallest"), "×"),
                at_least("form page, to the PHP-FPM page", 2, ratio("page", "php"), "×")]
    if "submit" in figures and {"smallest", "php"} <= set(figures["submit"]):
        out += [at_least("submissions, to the smallest fcgi2 program", 0.75, ratio("submit", "smallest"), "×"),
                at_least("submissions, to the PHP-FPM page", 2.5, ratio("submit", "php"), "×")]
    if "count" in figures:
        sizes = figures["count"]["sizes"]
        out.append(at_least("counting, slowest size", 5000, min(f["per_second"] for f in sizes.values()), " ballots/s"))
        first, last = list(sizes)[0], list(sizes)[-1]
        out.append(at_least(f"counting, rate at {number(last)} to rate at {number(first)} (linear: 1)", 0.8,
                            figures["count"]["last_to_first"], "×"))
    for name, f in figures.get("programs", {}).items():
        out.append(at_most(f"memory of {name} with {figures['about']['threads']} threads", 32, f["rss_mib"], " MiB"))
    if "results" in figures:
        out.append(at_most(f"results page, {number(figures['results']['responses'])} responses to 1 000", 3,
                           figures["results"]["many_is"], "×"))
    if "cross" in figures:
        out.append(at_least("cross-tabulation, time of the best plain SQL to ours", 3,
                            figures["cross"]["ways"][figures["cross"]["best_sql"]]["otklik_is"], "×"))
    return out


def number(n):
    return f"{int(n):,}".replace(",", " ")


def table(head, rows):
    """A Markdown table that reads well as text, too; all but the first column to the right."""
    cells = [head, *[[str(c) for c in row] for row in rows]]
    width = [max(len(row[i]) for row in cells) for i in range(len(head))]
    lines = ["| " + " | ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, width))) + " |"
             for row in cells]
    rule = "|" + "|".join("-" * (w + 2) if i == 0 else "-" * (w + 1) + ":" for i, w in enumerate(width)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def speeds(figures, part):
    """Throughput and processor time of each contender of the form page or of submissions."""
    found = {c: f for c, f in figures[part].items() if c in WORDS}
    own = sum(found["otklik"].get(key, 0) for key in CHAIN)

    def row(contender, f):
        chain = [f.get(key) for key in CHAIN]
        cost = sum(filter(None, chain))
        return [WORDS[contender], f"{f['per_second']:.0f}", f"{f['otklik_is']:.2f}×",
                f"{f['ms_median']:.2f}" if "ms_median" in f else "–", f"{f['ms_p99']:.2f}" if "ms_p99" in f else "–",
                *["–" if us is None else f"{us:.0f}" for us in chain],
                f"{cost / own:.2f}×" if cost and contender != "static" else "–"]

    return table(["", "a second", "otklik is", "median ms", "p99 ms", "µs program", "µs nginx", "µs database",
                  "costs"], [row(c, f) for c, f in found.items()])


def sections(figures):
    """(heading, words, table) of every part that was measured."""
    if targets(figures):
        yield ("Targets", "", table(["", "target", "measured", "met"],
                                    [[*t[:3], "yes" if t[3] else "no"] for t in targets(figures)]))
    if "page" in figures:
        yield ("Form page", f"NE-A2 through nginx, {figures['about']['form_bytes']} bytes.", speeds(figures, "page"))
    if "submit" in figures:
        yield ("Submissions", f"NE-A2 filled in, {figures['about']['body_bytes']} bytes, stored durably before the "
               "answer.", speeds(figures, "submit"))
    if "count" in figures:
        yield ("Counting", "", table(
            ["ballots", "a second", "seconds", "µs otklik-count", "µs database", "RSS MiB"],
            [[number(n), f"{f['per_second']:.0f}", f"{f['seconds']:.1f}", f"{f['us_program']:.0f}",
              f"{f['us_database']:.0f}", f["rss_mib"]] for n, f in figures["count"]["sizes"].items()]))
    if "programs" in figures:
        yield ("Programs", "Start: from exec to the first page.", table(
            ["", "start ms", "RSS MiB"], [[n, f["start_ms"], f["rss_mib"]] for n, f in figures["programs"].items()]))
    pages = {"results page": figures["results"]} if "results" in figures else {}
    pages.update({f"results.{kind}": f for kind, f in figures.get("export", {}).items()})
    pages.update(figures.get("cuts", {}))
    if pages:
        yield ("Results and files", f"Of {number(next(iter(pages.values()))['responses'])} responses against 1 000; "
               "processor time of otklik-admin and the database; memory of otklik-admin, before and at most.", table(
                   ["", "ms", "ms at 1 000", "ratio", "processor ms", "at 1 000", "RSS MiB", "at most", "KB"],
                   [[name, f["many"]["ms_median"], f["few"]["ms_median"], f"{f['many_is']:.2f}×",
                     f["many"]["processor_ms"], f["few"]["processor_ms"], f["many"]["rss_before_mib"],
                     f["many"]["rss_peak_mib"], f"{f['many']['bytes_each'] / 1000:.1f}"] for name, f in pages.items()]))
    if "cross" in figures:
        cross = figures["cross"]
        yield ("Cross-tabulation", f"Two marks of {number(cross['responses'])} responses, the whole page against one "
               "statement over narrow rows.", table(
                   ["", "seconds", "processor seconds", "ours is faster"],
                   [[way if way == "otklik" else f"plain SQL, {way}", f"{f['seconds']:.2f}",
                     f"{f['processor_seconds']:.2f}", f"{f['otklik_is']:.2f}×"] for way, f in cross["ways"].items()]))


def about(figures):
    a = figures["about"]
    rows = [["date", a["date"]], ["commit", a["commit"]], ["command", f"`{a['command']}`"],
            ["machine", f"{a['processors']}, {a['memory_mib']} MiB"],
            ["load before, after", f"{a['load']} {a.get('load_after', '')}"],
            ["system", f"{a['distribution']}, {a['system']}"], ["compiler", f"{a['compiler']}; {a['flags']}"],
            ["program measured", "as `make install` puts it" if a["installed_is_built"] else "NOT the one built"],
            ["nginx", a["nginx"]], ["MariaDB", a["mariadb"]],
            ["its settings", ", ".join(f"{k}={v}" for k, v in sorted(a["database"].items()))],
            ["PHP", f"{a['php']}; opcache {a['php_opcache']}"],
            ["load", f"{a['connections']} connections; {a['rounds']} rounds; {a['seconds']} s a page, "
             f"{a['forms']} forms; seed {a['seed']}"]]
    return "\n".join(["| | |", "|---|---|", *[f"| {k} | {v} |" for k, v in rows]])


def text(figures):
    return "\n\n".join("\n".join(filter(None, part)) for part in sections(figures)) + "\n"


def write(path):
    figures = json.loads(pathlib.Path(path).read_text())
    parts = [about(figures), *["\n\n".join(filter(None, (f"### {heading}", words, rows)))
                               for heading, words, rows in sections(figures)]]
    begin = BEGIN if WHOLE <= set(figures) else BEGIN_PARTS
    head, rest = DOC.read_text().split(begin)
    DOC.write_text(head + begin + "\n" + "\n\n".join(parts) + "\n\n" + END + rest.split(END, 1)[1])
    print(f"written: {DOC}")


def main():
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--write-doc"]):
        sys.exit(__doc__)
    if sys.argv[2:]:
        write(sys.argv[1])
    else:
        print(text(json.loads(pathlib.Path(sys.argv[1]).read_text())))


if __name__ == "__main__":
    main()
