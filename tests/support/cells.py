"""The cells of results.csv and .xlsx and the leaves of results.json, against what was foretold."""

import itertools
import re
import string
from decimal import Decimal


class Any:
    """A text of the questionnaire or a heading: no figure."""

    def __eq__(self, other):
        return other is None or isinstance(other, str) and other != "no field"

    def __repr__(self):
        return "any text"


ANY = Any()

CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^";\r\n]*))(;|\r\n)')


def csv_rows(body):
    """Lines of results.csv, the headings first: quoted cells are texts, the others numbers or empty."""
    rows, row = [], []
    for text, bare, end in CELL.findall(body.removeprefix("\ufeff")):
        row.append(text.replace('""', '"') if text else Decimal(bare.replace(",", ".")) if bare else None)
        if end != ";":
            rows.append(row)
            row = []
    return rows


def sheet_rows(rows):
    """The same of a sheet of results.xlsx, a list a row."""
    columns = [*string.ascii_uppercase, *(a + b for a in string.ascii_uppercase for b in string.ascii_uppercase)]
    place = {name: i for i, name in enumerate(columns)}
    out = []
    for cells in rows:
        row = [None] * (max(map(place.get, cells)) + 1) if cells else []
        for name, value in cells.items():
            row[place[name]] = Decimal(repr(value)) if isinstance(value, float) else value
        out.append(row)
    return out


def disarmed(text):
    """As a cell holds what a spreadsheet would take for a formula."""
    return "'" + text if isinstance(text, str) and text[:1] and text[0] in "=+-@\t\r\n" else text


def differences(wanted, got):
    """Cell by cell: (row, column, wanted, got); empty cells at the end of a row do not count."""
    wanted, got = ([trimmed(map(disarmed, row)) for row in rows] for rows in (wanted, got))
    wanted, got = ([row for row in rows if row] for rows in (wanted, got))
    out = [] if len(wanted) == len(got) else [("rows", len(wanted), len(got))]
    for i, (mine, theirs) in enumerate(zip(wanted, got)):
        for j, (a, b) in enumerate(itertools.zip_longest(mine, theirs)):
            if not same(a, b):
                out.append((i, j, a, b, theirs))
    return out


def trimmed(row):
    row = list(row)
    while row and (row[-1] is None or isinstance(row[-1], str) and not row[-1]):
        row.pop()
    return row


def same(wanted, got):
    if isinstance(wanted, Any):
        return wanted == got
    if isinstance(wanted, bool) or isinstance(got, bool) or isinstance(wanted, str) or wanted is None:
        return type(wanted) is type(got) and wanted == got
    return isinstance(got, (int, Decimal)) and Decimal(wanted) == got


def leaves(wanted, got, path=""):
    """Of two documents: (path, wanted, got) of every leaf one has and the other has otherwise; and how many agree."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        pairs = [(f"{path}.{k}", wanted.get(k, "no field"), got.get(k, "no field")) for k in wanted.keys() | got.keys()]
    elif isinstance(wanted, list) and isinstance(got, list):
        pairs = [(f"{path}[{i}]", a, b) for i, (a, b) in
                 enumerate(itertools.zip_longest(wanted, got, fillvalue="no element"))]
    else:
        return ([], 1) if same(wanted, got) else ([(path, wanted, got)], 0)
    found = [leaves(a, b, p) for p, a, b in pairs]
    return [f for faults, _ in found for f in faults], sum(n for _, n in found)
