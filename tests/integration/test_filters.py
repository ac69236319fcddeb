"""Filters of external campaigns against an independent tally of those inside."""

import re
import unittest

import context
from blocks import part
from page import Page
from reckoning import Reckoning
from respondent import Respondent
from rules import RULES
from stack import Admin
from test_answers import Compare, exact

CODE, QUESTIONNAIRE, PROFILE = "filtered", "ra-p1", "1"
WAVES = (("2026-03-15", "mail", 11), ("2026-08-20", "site", 13))  # day, channel, how many


class Filters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.stack.open_campaign(QUESTIONNAIRE, CODE)
        cls.admin = Admin(cls.stack)
        cls.waves = [cls.wave(i, *wave) for i, wave in enumerate(WAVES)]

    @classmethod
    def wave(cls, i, day, channel, n):
        """Those counted since the last wave get a day and a channel of their own."""
        sent = []
        for seed in range(n):
            one = Respondent(cls.stack.client(), seed=100 * i + seed)
            one.fill(cls.stack.path(f"/survey/{CODE}"))
            sent.append(one.sent)
        cls.admin.counted(CODE, n + sum(w[2] for w in WAVES[:i]), 300 if context.slow else 60)
        known = ", ".join(f"'{w[1]}'" for w in WAVES[:i]) or "''"
        cls.stack.sql(f"UPDATE response_block SET day = '{day}', channel = '{channel}' WHERE campaign_id = "
                      f"(SELECT id FROM campaign WHERE code = '{CODE}') "
                      f"AND COALESCE(channel, '-') NOT IN ({known})")
        return sent

    def get(self, query, format="json"):
        return self.admin.get(f"/admin/campaign/{CODE}/results.{format}?{query}")

    def same(self, query, sent):
        tally = Reckoning(RULES[QUESTIONNAIRE])
        for one in sent:
            tally.add(one)
        got = exact(self.get(query).text)
        self.assertEqual(got["responses_all"], sum(w[2] for w in WAVES), query)
        Compare(self, got, tally, RULES[QUESTIONNAIRE]).all()

    def test_days(self):
        for query in ("period=2026-03", "period=2026-Q1", "period=2026-H1", "to=2026-07-31",
                      "from=2026-03-15&to=2026-03-15", "period=2026&to=2026-Q2"):
            self.same(query, self.waves[0])
        self.same("from=2026-03-16", self.waves[1])
        self.same("period=2026", self.waves[0] + self.waves[1])
        self.same("period=2025", [])

    def test_channel(self):
        self.same("channel=mail", self.waves[0])
        self.same("channel=site&item=&option=", self.waves[1])
        self.same("channel=mail&from=2026-08-01", [])

    def test_profile(self):
        everybody = self.waves[0] + self.waves[1]
        codes = {code for one in everybody for code in one.get(f"q{PROFILE}", [])}
        self.assertGreater(len(codes), 1)
        for code in codes:
            chosen = [one for one in everybody if one.get(f"q{PROFILE}") == [code]]
            self.same(f"item={PROFILE}&option={code}", chosen)
        code = sorted(codes)[0]
        self.same(f"item={PROFILE}&option={code}&channel=site",
                  [one for one in self.waves[1] if one.get(f"q{PROFILE}") == [code]])

    def test_cross(self):
        """Counts of two choices, and the filter, as sent."""
        items = {i["id"]: i for i in exact(self.get("").text)["items"]}
        other = next(i for i in items.values() if i["type"] == "single" and "satisfied" in i)
        for query, sent in (("", self.waves[0] + self.waves[1]), ("&channel=site", self.waves[1]),
                            ("&period=2026-Q1", self.waves[0]), ("&to=2026-03-15&channel=site", []),
                            ("&from=2026-03-16&to=2026-08-20", self.waves[1])):
            raw = self.admin.get(f"/admin/campaign/{CODE}/cross?rows={PROFILE}&columns={other['id']}{query}").text
            table = raw[raw.index("<tbody"):raw.index("</tbody")]
            rows = [[int(n) for n in re.findall(r"<td[^>]*>(\d+)", row)] for row in table.split("<tr")[1:]]
            codes, marks = ([o["code"] for o in i["options"]] for i in (items[PROFILE], other))
            wanted = [[sum((one.get(f"q{PROFILE}"), one.get(f"q{other['id']}")) == ([a], [b]) for one in sent)
                       for b in marks] for a in codes]
            wanted.append([sum(column) for column in zip(*wanted)])
            self.assertEqual(rows, [row + [sum(row)] for row in wanted])

    def test_blocks_are_no_matter(self):
        """Large blocks or a block a response: tables, filters and texts are the same."""
        paths = [f"/admin/campaign/{CODE}/{path}" for path in (
            f"cross.json?rows={PROFILE}&columns={PROFILE}", "results.json?channel=mail", "answers.csv",
            "cross.json?rows=1&columns=2&channel=mail", "cut.json?by=" + PROFILE)]
        whole = [self.admin.get(path).text for path in paths]
        part(self.stack, CODE)
        for path, text in zip(paths, whole):
            self.assertEqual(self.admin.get(path).text, text, path)

    def test_a_damaged_block_gives_no_figures(self):
        of = f"WHERE campaign_id = (SELECT id FROM campaign WHERE code = '{CODE}') ORDER BY id LIMIT 1"
        self.stack.sql(f"UPDATE response_block SET vectors = CONCAT(vectors, 'x') {of}")
        try:
            for path in (f"cross.json?rows={PROFILE}&columns={PROFILE}", "results.json?channel=mail", "answers.csv"):
                self.assertEqual(self.admin.get(f"/admin/campaign/{CODE}/{path}").status, 500, path)
        finally:
            self.stack.sql(f"UPDATE response_block SET vectors = LEFT(vectors, LENGTH(vectors) - 1) {of}")

    def test_cross_of_what_cannot_be(self):
        for query in ("rows=nothing", f"rows={PROFILE}&columns=99", "period=x"):
            self.assertEqual(self.admin.get(f"/admin/campaign/{CODE}/cross?{query}").status, 400, query)
        self.assertEqual(self.admin.get(f"/admin/campaign/{CODE}/cross").status, 200)

    def test_the_page_and_every_file_keep_the_filter(self):
        page = Page(self.admin.get(f"/admin/campaign/{CODE}?channel=mail").text)
        self.assertIn("Фильтр: канал mail. Ответов в отборе: 11 из 24.", page.text)
        raw = self.admin.get(f"/admin/campaign/{CODE}?channel=mail").text
        self.assertIn(f'/admin/campaign/{CODE}/texts?channel=mail">Свободные ответы', raw)
        for format in ("csv", "xlsx", "json"):
            self.assertIn(f"results.{format}?channel=mail", raw)
        self.assertIn('"канал mail"', self.get("channel=mail", "csv").text)
        self.assertEqual(self.get("channel=mail", "xlsx").status, 200)
        self.assertNotIn("responses_all", exact(self.get("").text))

    def test_what_is_no_filter(self):
        for query in ("from=yesterday", "period=2026-Q5", f"item={PROFILE}", "option=1",
                      f"item={PROFILE}&option=999", "item=nothing&option=1", "to=2026-02-30"):
            self.assertEqual(self.get(query).status, 400, query)

    def test_internal_are_refused(self):
        self.stack.open_campaign("ne-a3", "uncut")
        self.assertEqual(self.admin.get("/admin/campaign/uncut/cross").status, 403)
        for path in ("", "/cross", "/results.json", "/results.csv", "/results.xlsx"):
            answer = self.admin.get(f"/admin/campaign/uncut{path}?channel=site")
            self.assertEqual(answer.status, 403, path)
            self.assertIn("кто что ответил", answer.text)
        self.assertNotIn("Отобрать ответы", self.admin.get("/admin/campaign/uncut").text)
