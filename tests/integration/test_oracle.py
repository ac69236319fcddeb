"""Random campaigns of all questionnaires: every figure of results.json, .csv and .xlsx,
with and without filters, against a reckoning of what was sent."""

import os
import random
import unittest
import urllib.parse
from decimal import Decimal

import context
from crowd import Survey, crowd
from oracle import Csv, Oracle, normal, shown, wilson
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
        oracle = Oracle(questionnaire, tally, got)
        return self.table(oracle, Csv(self.get(code, f"results.csv{query}").text)) + \
            self.book(oracle, Book(self.get(code, f"results.xlsx{query}").body))

    def table(self, oracle, csv):
        """Every line of every item, none more and none less."""
        n = 0
        for item in oracle.got["items"]:
            expected = oracle.lines(item)
            lines = csv.items.get(item["id"], {})
            self.assertEqual(set(lines), set(expected), item["id"])
            for key, (count, value) in expected.items():
                self.assertEqual(lines[key][:2], [shown(count), shown(value)], (item["id"], key))
                n += 2
        for (figure, _), value in oracle.indices().items():
            line = next(v for (name, _), v in csv.whole.items() if name == figure or name.startswith(f"{figure} ("))
            self.assertEqual(line[1], shown(value), figure)
        return n

    def book(self, oracle, book):
        """Every number of every line of the summary and of the sheets of questions."""
        n = 0
        summary = {row["A"]: row for row in book.sheets["Сводка"] if "A" in row}
        for item in oracle.got["items"]:
            line = summary[f"№ {item['id']}"]
            if item.get("hidden"):
                self.assertEqual(line["D"], "Скрыто: малая группа")
                continue
            figures = oracle.lines(item)
            answered = figures["Ответили", ""][0]
            for column, key, preset in (("D", "Ответили", None), ("E", "База", answered), ("F", "Среднее", None),
                                        ("F", "Средняя оценка", None), ("G", "CSI", None),
                                        ("H", "Удовлетворены, %", None), ("I", "Не удовлетворены, %", None)):
                if (key, "") in figures or preset is not None:
                    count, value = figures.get((key, ""), (preset, None))
                    self.number(line.get(column), value if count is None else count, (item["id"], key))
                    n += 1
            if item["type"] in ("single", "multi", "ref", "scale"):
                n += self.sheet(item, figures, answered, book.sheets[f"№ {item['id']}"], oracle)
        return n

    def sheet(self, item, figures, answered, rows, oracle):
        """The lines of answers or marks: number, share, both ends of its interval."""
        lines = {row["A"].removeprefix("'"): row for row in rows[2:] if "A" in row and "B" in row}
        n = 0
        for (figure, answer), (count, value) in figures.items():
            if figure not in ("Ответов", "Отметка"):
                continue
            row = lines[answer.removeprefix("'")]
            low, high = wilson(count, answered)
            for column, wanted in zip("BCDE", (count, value, low, high), strict=True):
                self.number(row.get(column), wanted, (item["id"], answer, column))
                n += 1
        if item["type"] == "scale":
            marks = oracle.tally.numbers(item["id"])
            least, most = (int(m) for m in (list(item["counts"])[0], list(item["counts"])[-1]))
            for column, wanted in zip("BC", normal(marks, least, most), strict=True):
                self.number(lines.get("Среднее, интервал 95 %", {}).get(column), wanted, (item["id"], "interval"))
                n += 1
        return n

    def number(self, got, wanted, what):
        if wanted is None:
            self.assertIn(got, (None, ""), what)
        else:
            self.assertIsNotNone(got, what)
            self.assertEqual(Decimal(repr(got)), Decimal(wanted), what)

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
        print(f"# {CAMPAIGNS} campaigns, seed {SEED}: {figures} figures of .csv and .xlsx besides results.json, "
              f"{filtered} filters")


if __name__ == "__main__":
    unittest.main()
