"""results.xlsx, read as the archive of XML files it is."""

import io
import re
import unittest
import xml.etree.ElementTree as ET
import zipfile
from decimal import ROUND_HALF_UP, Decimal

import context
from page import Page
from respondent import Respondent
from stack import Admin

EACH = 6
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def wilson(part, whole):
    if not whole:
        return None, None
    z = Decimal("1.959963984540054")
    p, z2 = Decimal(part) / whole, z * z / whole
    middle, half = p + z2 / 2, z * (p * (1 - p) / whole + z2 / (4 * whole)).sqrt()
    ends = [100 * (middle + sign * half) / (1 + z2) for sign in (-1, 1)]
    return tuple(abs(float(e.quantize(Decimal("0.1"), ROUND_HALF_UP))) for e in ends)


class Book:
    """Sheets by name: lists of rows, {column: number or text}."""

    def __init__(self, data):
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        names = [s.get("name") for s in self.xml("xl/workbook.xml").iter(MAIN + "sheet")]
        self.formulas = 0
        self.sheets = {name: self.rows(f"xl/worksheets/sheet{i}.xml") for i, name in enumerate(names, 1)}

    def xml(self, part):
        return ET.fromstring(self.zip.read(part))

    def rows(self, part):
        rows = []
        for row in self.xml(part).iter(MAIN + "row"):
            self.formulas += len(row.findall(f"{MAIN}c/{MAIN}f"))
            rows.append({re.sub(r"\d", "", c.get("r")): self.value(c) for c in row})
        return rows

    @staticmethod
    def value(cell):
        if cell.get("t") == "inlineStr":
            return "".join(t.text or "" for t in cell.iter(MAIN + "t"))
        number = cell.find(MAIN + "v")
        return None if number is None else float(number.text)


class Workbook(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        stack = context.stack
        stack.open_campaign("al-gen", "book")
        for seed in range(EACH):
            Respondent(stack.client(), seed=seed).fill(stack.path("/survey/book"))
        cls.admin = Admin(stack)
        cls.json = cls.admin.counted("book", EACH)
        cls.answer = cls.admin.get("/admin/campaign/book/results.xlsx")
        cls.book = Book(cls.answer.body)

    def test_is_linked_and_downloaded(self):
        self.assertEqual(self.answer.status, 200)
        self.assertIn("book.xlsx", self.answer.headers["content-disposition"])
        self.assertIn("/admin/campaign/book/results.xlsx", self.admin.get("/admin/campaign/book").text)

    def test_no_formula(self):
        self.assertEqual(self.book.formulas, 0)
        for rows in self.book.sheets.values():
            for row in rows:
                for value in row.values():
                    if isinstance(value, str):
                        self.assertNotIn(value[:1], "=+-@\t\r\n" if value else "x")

    def test_a_line_an_item(self):
        lines = {row["A"]: row for row in self.book.sheets["Сводка"] if "A" in row}
        self.assertEqual(lines["Подсчитано ответов"]["B"], EACH)
        for item in self.json["items"]:
            line = lines[f"№ {item['id']}"]
            self.assertEqual((line["D"], line["E"]), (item["n"], item["base"]), item["id"])
            self.assertEqual(line.get("H"), item.get("satisfied"), item["id"])

    def test_options_of_a_question(self):
        singles = [i for i in self.json["items"] if i["type"] in ("single", "multi")]
        self.assertTrue(singles)
        for item in singles:
            rows = self.book.sheets[f"№ {item['id']}"]
            got = [(row["A"].lstrip("'"), row["B"], row.get("C"))
                   for row in rows if "A" in row and "B" in row]
            for option in item["options"]:
                self.assertIn((option["text"], option["n"], option["share"]), got, item["id"])

    def test_intervals(self):
        """Wilson's formula once more, and its ends in JSON and workbook."""
        for item in (i for i in self.json["items"] if i["type"] in ("single", "multi")):
            self.assertEqual(item["small_base"], item["base"] < 30)
            rows = {row["A"].lstrip("'"): row for row in self.book.sheets[f"№ {item['id']}"] if "A" in row}
            for option in item["options"]:
                low, high = wilson(option["n"], item["n"])
                self.assertEqual((option["share_low"], option["share_high"]), (low, high), item["id"])
                row = rows[option["text"]]
                self.assertEqual((row.get("D"), row.get("E")), (low, high), item["id"])
        self.assertIn("меньше 30 ответов", self.admin.get("/admin/campaign/book").text)

    def test_only_indices_that_are_asked(self):
        """AL-DEEP asks how satisfied one is with one thing, neither overall nor by dimension."""
        context.stack.open_campaign("al-deep", "deep-book", "--agency", "altai")
        Respondent(context.stack.client(), seed=1).fill(context.stack.path("/survey/deep-book"))
        self.admin.counted("deep-book", 1)
        for code, asked in (("deep-book", False), ("book", True)):
            page = Page(self.admin.get(f"/admin/campaign/{code}").text).text
            self.assertEqual("Общий вопрос" in page, asked, code)
            for path in (f"campaign/{code}/results.csv", f"beside.csv?external={code}"):
                self.assertEqual("Удовлетворённость в целом, %" in self.admin.get(f"/admin/{path}").text, asked, path)
            lines = {row.get("A") for row in
                     Book(self.admin.get(f"/admin/campaign/{code}/results.xlsx").body).sheets["Сводка"]}
            self.assertEqual("Удовлетворённость в целом, %" in lines, asked, code)

    def test_unknown_campaign(self):
        self.assertEqual(self.admin.get("/admin/campaign/nothing-here/results.xlsx").status, 404)
