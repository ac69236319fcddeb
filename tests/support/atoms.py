"""What can be got at by adding and subtracting tables of known respondents.

A table is shown of a set of respondents, and of it some items.  Whatever is made of
tables of one item by sums and differences is made of atoms: respondents who stand in
exactly the same of them.
"""

import dataclasses
import itertools
from fractions import Fraction

PARTS = (".rating", ".importance", ".other", ".none")


@dataclasses.dataclass(frozen=True)
class Table:
    name: str
    people: frozenset  # numbers of respondents
    items: frozenset  # shown


def answers(sent):
    """Item -> what was answered, by part, of what one respondent sent."""
    out = {}
    for name, values in sent.items():
        item, part = name.removeprefix("q"), ""
        for suffix in PARTS:
            if item.endswith(suffix):
                item, part = item.removesuffix(suffix), suffix
        if any(values):
            out.setdefault(item, {})[part] = tuple(values)
    return out


def alike(given, text):
    """Would knowing that somebody is among them tell an answer?  given: of an item, one each;
    what people write themselves is never the same."""
    for part in (".none",) if text else ("", ".rating", ".importance"):
        sets = [set(one.get(part, ())) for one in given]
        if sets and set.intersection(*sets):
            return True
    return False


def atoms(sets):
    """The finest parts that the sets make."""
    by = {}
    for person in set().union(*sets):
        by.setdefault(frozenset(i for i, s in enumerate(sets) if person in s), set()).add(person)
    return [frozenset(a) for a in by.values()]


def reduced(rows):
    """A basis of the rows, each with its leading column."""
    basis = []
    for row in rows:
        row = left(basis, [Fraction(x) for x in row])
        lead = next((i for i, x in enumerate(row) if x), None)
        if lead is not None:
            basis.append((lead, [x / row[lead] for x in row]))
    return basis


def left(basis, row):
    """What is left of a row when the basis has taken its part."""
    for lead, own in basis:
        if row[lead]:
            row = [x - row[lead] * y for x, y in zip(row, own, strict=True)]
    return row


class Walk:
    """Everything that tables of the same respondents reveal of groups below k."""

    def __init__(self, people, k):
        self.people, self.k = [answers(one) for one in people], k
        self.atoms = self.differences = 0

    def few(self, group, item, text=False):
        """May a table of the item over the group not be had?"""
        given = [self.people[p][item] for p in group if item in self.people[p]]
        return len(group) < self.k or bool(given) and (
            len(given) < self.k or alike(given, text))

    def sets(self, tables, item):
        return list({t.people: None for t in tables if item in t.items})

    def fine(self, tables, texts=()):
        """Atoms that are too small, or told too much of: with none of them, whatever is
        added and subtracted, no group below k comes out.  (item, atom)"""
        found = []
        for item in sorted({i for t in tables for i in t.items}):
            sets = self.sets(tables, item)
            parts = atoms(sets)
            self.atoms += len(parts)
            self.differences += len(sets) * (len(sets) - 1) // 2
            found += [(item, a) for a in parts if self.few(a, item, item in texts)]
        return found

    def derived(self, tables, texts=(), most=4):
        """Groups that really come out of some sum of tables with some factors: unions of at
        most so many atoms.  (item, group)"""
        found = []
        for item in sorted({i for t in tables for i in t.items}):
            sets = self.sets(tables, item)
            parts = atoms(sets)
            basis = reduced([[int(a <= s) for a in parts] for s in sets])
            for n in range(1, min(most, len(parts)) + 1):
                for chosen in itertools.combinations(range(len(parts)), n):
                    group = frozenset().union(*(parts[i] for i in chosen))
                    row = [Fraction(i in chosen) for i in range(len(parts))]
                    if self.few(group, item, item in texts) and not any(left(basis, row)):
                        found.append((item, group))
        return found
