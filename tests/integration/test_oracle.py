"""Random campaigns of all questionnaires: every figure of results.json, .csv and .xlsx,
with and without filters, against a reckoning of what was sent."""

import os
import random
import unittest
import urllib.parse

import context
from cells import csv_rows, differences, leaves, sheet_rows
from crowd import Survey, crowd
from oracle import Oracle
from page import Page
from reckoning import Reckoning
from stack import TOP, Admin
from test_answers import Compare, exact
from test_exports import Book
from test_forms import BLOCKS, FORMS, file_of, wide_agency, wide_code

CAMPAIGNS = int(os.environ.get("OTKLIK_CAMPAIGNS", 20))  # 200 by tests/run random
SEED = os.environ.get("OTKLIK_SEED", "1")
SIZES = (1, 4, 9, 17, 34)  # respondents: below k, around it, beyond a usable base
FILTERS = 2  # of each external campaign


class Campaigns(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack, cls.admin = context.stack, Admin(context.stack)
        cls.random = random.Random(SEED)
        kinds = [(p, q, TOP / "forms" / p, file_of(p, q), ()) for p, qs in FORMS.items() for q in qs]
        wide = wide_agency(cls.stack)
        kinds += [("wide", wide_code(q), wide, wide / f"{q}.xml", BLOCKS) for q in FORMS["nenets"]]
        cls.surveys, by_size = {}, {}
        for i in range(CAMPAIGNS):
            agency, q, folder, file, blocks = kinds[i % len(kinds)]
            code = f"oracle-{i}"
            cls.stack.open_campaign(q, code, "--agency", agency, "--permanent", wait=False)
            cls.surveys[code] = Survey(cls.stack.origin, cls.stack.path(f"/survey/{code}"), file, folder, blocks)
            by_size.setdefault(SIZES[(i + i // len(kinds)) % len(SIZES)], []).append(code)
        for code in cls.surveys:
            cls.stack.wait_for_key(code)
        cls.sent = {}
        for size, codes in by_size.items():
            for code, (accepted, _, faults) in crowd({c: cls.surveys[c] for c in codes}, size, SEED).items():
                assert not faults and len(accepted) == size, (code, faults)
                cls.sent[code] = accepted

    def get(self, code, part):
        answer = self.admin.get(f"/admin/campaign/{code}/{part}")
        self.assertEqual(answer.status, 200, f"{code} {part}")
        return answer

    def one(self, code, query, sent):
        """All three files under one filter; how many figures were compared."""
        questionnaire = self.surveys[code].questionnaire()
        rules = questionnaire.rules()
        tally = Reckoning(rules)
        for answers in sent:
            tally.add(answers)
        got = exact(self.get(code, f"results.json{query}").text)
        Compare(self, got, tally, rules).all()
        oracle = Oracle(questionnaire, tally, got, len(self.sent[code]))
        return self.document(oracle, got) + \
            self.table(oracle, csv_rows(self.get(code, f"results.csv{query}").text)) + \
            self.book(oracle, Book(self.get(code, f"results.xlsx{query}").body))

    def document(self, oracle, got):
        """Every leaf of results.json; none more and none less."""
        faults, n = leaves(oracle.json(), got)
        self.assertEqual(faults[:20], [])
        return n

    def table(self, oracle, rows):
        """Every cell of every line of results.csv."""
        self.assertEqual(len(rows[0]), 13)
        wanted = oracle.lines()
        self.assertEqual(differences(wanted, rows[1:])[:20], [])
        return sum(map(len, wanted))

    def book(self, oracle, book):
        """Every cell of every sheet of results.xlsx."""
        wanted = oracle.book()
        self.assertEqual(list(book.sheets), list(wanted))
        for name, rows in wanted.items():
            self.assertEqual(differences(rows, sheet_rows(book.sheets[name]))[:20], [], name)
        return sum(len(row) for rows in wanted.values() for row in rows)

    def filters(self, code):
        """Random answers the page offers to filter by, and who gave them."""
        form = next(f for f in Page(self.admin.get(f"/admin/campaign/{code}").text).forms if "from" in f.names())
        offered = [(control.name[3:], value) for control in form.controls if control.name.startswith("is.")
                   for value in ([v for v, _ in control.options] or [control.value])
                   if value and not value.startswith("@")]
        for item, answer in self.random.sample(offered, min(FILTERS, len(offered))):
            inside = [one for one in self.sent[code] if answer in one.get(f"q{item}", [])]
            yield f"?is.{item}={urllib.parse.quote(answer)}", inside

    def test_every_figure(self):
        figures = filtered = 0
        for code, sent in self.sent.items():
            self.admin.counted(code, len(sent), 120)
            with self.subTest(code):
                figures += self.one(code, "", sent)
            if self.surveys[code].questionnaire().internal:
                continue
            for query, inside in self.filters(code):
                with self.subTest(code + query):
                    figures += self.one(code, query, inside)
                    filtered += 1
        self.assertGreater(figures, 100 * CAMPAIGNS)
        self.assertGreater(filtered, CAMPAIGNS // 3)
        print(f"# {CAMPAIGNS} campaigns, seed {SEED}: {figures} leaves and cells of .json, .csv and .xlsx, "
              f"{filtered} filters")


if __name__ == "__main__":
    unittest.main()
