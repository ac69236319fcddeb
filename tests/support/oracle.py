"""Every figure of every export of a campaign, worked out once more from what was sent.

Builds on Reckoning (formulas of the domain, fractions) and on the questionnaire as its
file says; shares no code with the suite.
"""

import csv
import io
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from reckoning import mean, percent, rounded

Z = Decimal("1.959963984540054")


def wilson(part, whole):
    """The ends of the interval of a share, in per cent (Wilson 1927)."""
    if not whole:
        return None, None
    with localcontext() as context:
        context.prec = 40
        p, z2 = Decimal(part) / whole, Z * Z / whole
        middle, half = p + z2 / 2, Z * (p * (1 - p) / whole + z2 / (4 * whole)).sqrt()
        ends = [100 * (middle + sign * half) / (1 + z2) for sign in (-1, 1)]
    return tuple(abs(e.quantize(Decimal("0.1"), ROUND_HALF_UP)) for e in ends)


def normal(marks, least, most):
    """The ends of the interval of a mean, cut off at the ends of the scale."""
    if len(marks) < 2:
        return None, None
    with localcontext() as context:
        context.prec = 40
        n, middle = len(marks), Decimal(sum(marks)) / len(marks)
        half = Z * (sum((m - middle) ** 2 for m in marks) / (n - 1) / n).sqrt()
        ends = [min(max(middle + sign * half, Decimal(least)), Decimal(most)) for sign in (-1, 1)]
    return tuple(e.quantize(Decimal("0.01"), ROUND_HALF_UP) for e in ends)


def high(marks):
    return percent(sum(m >= 8 for m in marks), len(marks))


class Oracle:
    """got: results.json, of which only texts and their order are taken."""

    def __init__(self, questionnaire, tally, got):
        self.q, self.tally, self.got = questionnaire, tally, got

    def lines(self, item):
        """(figure, answer) -> (count, value) of one item of results.csv."""
        if item.get("hidden"):
            return {("Скрыто: малая группа", ""): (None, None)}
        id_, kind = item["id"], item["type"]
        lines = {("Ответили", ""): (self.answered(item), None)}
        good, bad = self.sides(item)
        if good is not None:
            lines["База", ""] = (good + bad, None)
        if kind == "csi":
            self._csi(lines, id_)
        elif kind == "scale":
            self._scale(lines, item)
        else:
            for option, n in self.counts(item):
                lines["Ответов", option] = (n, percent(n, self.answered(item)))
            if good is not None:
                lines["Удовлетворены, %", ""] = (None, percent(good, good + bad))
                lines["Не удовлетворены, %", ""] = (None, percent(bad, good + bad))
                lines["Баланс", ""] = (None, percent(good - bad, good + bad))
        return lines

    def _csi(self, lines, id_):
        ratings, weights = (self.tally.numbers(f"{id_}.{part}") for part in ("rating", "importance"))
        lines["Средняя оценка", ""] = (None, rounded(mean(ratings), 2))
        lines["Средняя важность", ""] = (None, rounded(mean(weights), 2))
        lines["CSI", ""] = (None, rounded(self.tally.csi(id_), 2))
        lines["Оценки 8–10, %", ""] = (None, high(ratings))
        lines["Важность 8–10, %", ""] = (None, high(weights))
        for name, marks in (("Оценка", ratings), ("Важность", weights)):
            for m in range(1, 11):
                lines[name, str(m)] = (marks.count(m), percent(marks.count(m), len(marks)))

    def _scale(self, lines, item):
        marks = self.tally.numbers(item["id"])
        for m in item["counts"]:
            lines["Отметка", m] = (marks.count(int(m)), percent(marks.count(int(m)), len(marks)))
        lines["Среднее", ""] = (None, rounded(mean(marks), 2))
        feeds = self.q.of[item["id"]].feeds
        if "NPS" in feeds:
            lines["NPS", ""] = (None, percent(sum(m >= 9 for m in marks) - sum(m <= 6 for m in marks), len(marks)))
        if "CES" in feeds:
            lines["Отметки 8–10, %", ""] = (None, high(marks))

    def answered(self, item):
        """Respondents who answered; both marks of a csi row, a text or the check of its row."""
        id_ = item["id"]
        if item["type"] == "csi":
            return len(self.tally.values(f"{id_}.rating"))
        if item["type"] == "matrix-text":
            return sum(id_ in r or f"{id_}.none" in r for r in self.tally.responses)
        return len(self.tally.values(id_))

    def counts(self, item):
        """(text of the answer, how many chose it)."""
        if item["type"] == "matrix-text":
            return [(item["options"][0]["text"], len(self.tally.values(f"{item['id']}.none")))] \
                if item.get("options") else []
        given = [set(values) for values in self.tally.values(item["id"])]
        return [(o["text"], sum(o["code"] in codes for codes in given)) for o in item.get("options", ())]

    def sides(self, item):
        rules = self.tally.rules
        if item["id"] not in rules.satisfied or item["type"] in ("csi", "scale", "text", "matrix-text"):
            return None, None
        codes = [v[0] for v in self.tally.values(item["id"])]
        return (sum(c in rules.satisfied[item["id"]] for c in codes),
                sum(c in rules.dissatisfied[item["id"]] for c in codes))

    def indices(self):
        """Lines of the whole questionnaire: (figure, answer) -> value."""
        lines = {}
        csi = [i["id"] for i in self.got["items"] if i["type"] == "csi"]
        if csi:
            lines["CSI", ""] = self.tally.csi_of(csi)
            for block, items in self.tally.rules.blocks.items():
                lines[f"CSI {block}", ""] = self.tally.csi_of(items)
        return lines


def shown(value):
    """A figure as results.csv prints it."""
    return "" if value is None else str(value).replace(".", ",")


class Csv:
    """results.csv: lines by item."""

    def __init__(self, body):
        rows = list(csv.reader(io.StringIO(body.removeprefix("\ufeff")), delimiter=";"))
        self.head = rows[0]
        self.items, self.whole = {}, {}
        for row in rows[1:]:
            id_, figure, answer = (unquoted(row[i]) for i in (0, 3, 4))
            into = self.items.setdefault(id_.removeprefix("№ "), {}) if id_ else self.whole
            into[figure, answer] = row[5:7]


def unquoted(text):
    """Without the apostrophe before what a spreadsheet would take for a formula."""
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@\t\r\n") else text
