"""An independent tally: from what a respondent sent to what results.json must say.

Written from the orders and the formulas of the domain, with fractions; shares no
code with the suite.
"""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def rounded(value, digits):
    """Half up on the exact fraction; None stays None."""
    if value is None:
        return None
    scaled = Fraction(value) * 10**digits
    sign = -1 if scaled < 0 else 1
    whole = (abs(scaled) + Fraction(1, 2)).__floor__() * sign
    return Decimal(whole).scaleb(-digits).quantize(
        Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def percent(part, whole):
    return rounded(Fraction(100 * part, whole), 1) if whole else None


def mean(values):
    values = list(values)
    return Fraction(sum(values), 1) / len(values) if values else None


def level(csi):
    """AMB-02: on the value rounded to two digits."""
    if csi is None:
        return None
    return "high" if csi > 71 else "low" if csi < 70 else "boundary"


class Rules:
    """What the orders say of a questionnaire beyond its controls.

    skipped   answers -> set of item ids that did not apply
    blocks    csi item -> blocks it belongs to
    composite printed row -> its sub-rows, one aspect together
    overall   item of overall satisfaction
    dimensions list of lists of items: the satisfaction index
    satisfied, dissatisfied: item -> option codes
    nps       items
    excluded  csi items that do not count in the index
    """

    def __init__(self, skipped=lambda answers: set(), blocks=None, composite=None,
                 overall=None, dimensions=(), satisfied=None, dissatisfied=None, nps=(), excluded=()):
        self.skipped = skipped
        self.blocks = blocks or {}
        self.composite = composite or {}
        self.overall = overall
        self.dimensions = dimensions
        self.satisfied = satisfied or {}
        self.dissatisfied = dissatisfied or {}
        self.nps = nps
        self.excluded = set(excluded)


class Reckoning:
    """Collects sent answers ({control name: [values]}) of one questionnaire."""

    def __init__(self, rules):
        self.rules = rules
        self.responses = []

    def add(self, sent):
        one = {name.removeprefix("q"): values for name, values in sent.items()
               if any(v.strip() for v in values)}
        hidden = self.rules.skipped(one)
        for name in list(one):
            item = name
            for part in (".rating", ".importance", ".other", ".none"):
                item = item.removesuffix(part)
            if item in hidden:
                del one[name]
        self.responses.append(one)

    def values(self, name):
        return [r[name] for r in self.responses if name in r]

    def numbers(self, name):
        return [int(v[0]) for v in self.values(name)]

    def csi_item(self, item):
        ratings, weights = self.numbers(item + ".rating"), self.numbers(item + ".importance")
        return {
            "n": len(ratings),
            "ratings": [ratings.count(m) for m in range(1, 11)],
            "importances": [weights.count(m) for m in range(1, 11)],
            "rating_mean": rounded(mean(ratings), 2),
            "importance_mean": rounded(mean(weights), 2),
            "rating_8_10": percent(sum(m >= 8 for m in ratings), len(ratings)),
            "importance_8_10": percent(sum(m >= 8 for m in weights), len(weights)),
            "csi": rounded(self.csi(item), 2),
            "level": level(rounded(self.csi(item), 2)),
        }

    def csi(self, item):
        ratings, weights = self.numbers(item + ".rating"), self.numbers(item + ".importance")
        n = len(ratings)
        return Fraction(sum(ratings) * sum(weights), n * n) if n else None

    def csi_of(self, items):
        """Plain mean over aspects with data; sub-rows first make one aspect."""
        aspects = {}
        for item in (i for i in items if i not in self.rules.excluded):
            whole = next((c for c, rows in self.rules.composite.items() if item in rows), item)
            if self.csi(item) is not None:
                aspects.setdefault(whole, []).append(self.csi(item))
        return rounded(mean(mean(v) for v in aspects.values()), 2)

    def choice_item(self, item, options):
        """single, ref, multi, matrix: shares are of those who answered."""
        answers = self.values(item)
        count = Counter(code for values in answers for code in set(values))
        out = {"n": len(answers),
               "options": [{"code": code, "n": count[code],
                            "share": percent(count[code], len(answers))} for code in options]}
        if item in self.rules.satisfied:
            good = sum(count[c] for c in self.rules.satisfied[item])
            bad = sum(count[c] for c in self.rules.dissatisfied[item])
            out.update(base=good + bad, satisfied=percent(good, good + bad),
                       dissatisfied=percent(bad, good + bad))
        return out

    def satisfaction(self, item):
        """Exact share of the satisfied, in percent."""
        count = Counter(v[0] for v in self.values(item))
        good = sum(count[c] for c in self.rules.satisfied[item])
        base = good + sum(count[c] for c in self.rules.dissatisfied[item])
        return Fraction(100 * good, base) if base else None

    def satisfaction_index(self):
        shares = []
        for items in self.rules.dimensions:
            own = [s for s in map(self.satisfaction, items) if s is not None]
            if own:
                shares.append(mean(own))
        return rounded(mean(shares), 1)

    def scale_item(self, item, marks):
        given = self.numbers(item)
        out = {"n": len(given), "counts": {m: given.count(int(m)) for m in marks},
               "mean": rounded(mean(given), 2)}
        if item in self.rules.nps:
            balance = sum(m >= 9 for m in given) - sum(m <= 6 for m in given)
            out["nps"] = percent(balance, len(given))
        return out

    def text_item(self, item):
        return {"n": len(self.values(item))}
