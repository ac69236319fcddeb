"""Filters of external campaigns against an independent tally of those inside."""

import json
import re
import unittest
import urllib.parse

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


def filter_form(page):
    return next(form for form in page.forms if "from" in form.names())


def chose(one, field, codes):
    """Did the respondent give one of the answers?"""
    return bool(set(one.get(field) or ()) & set(codes))


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
        for query in ("rows=nothing", f"rows={PROFILE}&columns=99"):
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

    # Days and periods must all hold, and what cannot be meant is said at its field

    def test_period_and_days_together(self):
        self.same("period=2026-Q1&from=2026-01-01", self.waves[0])
        self.same("period=2026&from=2026-04-01", self.waves[1])
        self.same("period=2026-03&to=2026-12-31", self.waves[0])

    def faulty(self, path, query):
        answer = self.admin.get(f"/admin/campaign/{CODE}{path}?{query}")
        self.assertEqual(answer.status, 422, (path, query))
        page = Page(answer.text)
        self.assertTrue(page.title.startswith("Ошибка:"), page.title)
        self.assertNotIn("<table", answer.text)  # no figures of anything else
        return answer.text, page, filter_form(page)

    def test_what_is_wrong_is_said_at_its_field(self):
        csi = self.other("csi")["id"]
        for query, field, said in (
                ("from=2026-05-02&to=2026-05-01", "to", "Последний день раньше первого."),
                ("period=2026-%D0%9A4", "period", "Такого периода нет."),
                ("from=yesterday", "from", "Такого дня нет."), ("to=2026-02-30", "to", "Такого дня нет."),
                ("period=2026-Q1&from=2026-08-01", "period", "Выбранные дни не входят в этот период."),
                (f"is.{PROFILE}=999", f"is.{PROFILE}", "нет такого варианта ответа"),
                (f"is.{csi}.rating=99", f"is.{csi}.rating", "нет такого варианта ответа"),
                ("is.nothing=1", None, "нет такого вопроса")):
            for path in ("", "/cross", "/cut", "/trend", "/text/" + self.a_text()):
                raw, page, form = self.faulty(path, f"{query}&channel=mail")
                self.assertIn(said, page.text, (path, query))
                if field:
                    self.assertIn(f'href="#{field}"', raw, query)
                    self.assertIn(f'id="{field}-fault"', raw, query)
                kept = dict(form.pairs())
                self.assertEqual(kept["channel"], "mail")
                for name, value in urllib.parse.parse_qsl(query):
                    if name != "is.nothing":
                        self.assertEqual(kept[name], value, (path, query))
            self.assertEqual(self.get(query).status, 400, query)
            self.assertEqual(self.get(query, "csv").status, 400, query)
            self.assertEqual(self.admin.get(f"/admin/campaign/{CODE}/trend.json?{query}").status, 400, query)

    def a_text(self):
        return next(i["id"] for i in exact(self.get("").text)["items"] if i["type"] == "text")

    def test_periods_to_choose_from(self):
        """Those of the days the campaign was open, whatever days were answered on."""
        own = f"WHERE code = '{CODE}'"
        opens, closes = self.stack.sql(f"SELECT opens_on, closes_on FROM campaign {own}")[0]
        closes = "NULL" if closes == "NULL" else f"'{closes}'"
        self.addCleanup(self.stack.sql, f"UPDATE campaign SET opens_on = '{opens}', closes_on = {closes}, "
                        f"closed_at = NULL {own}")
        self.stack.sql(f"UPDATE campaign SET opens_on = '2026-06-30', closes_on = '2026-08-31' {own}")
        raw = self.admin.get(f"/admin/campaign/{CODE}?period=2025-12").text
        select = raw[raw.index('<select name="period"'):]
        select = select[:select.index("</select>")]
        self.assertEqual(re.findall(r'value="([^"]*)"', select),
                         ["", "2026", "2026-H1", "2026-H2", "2026-Q2", "2026-Q3", "2026-06", "2026-07", "2026-08",
                          "2025-12"])
        self.assertEqual(re.findall(r'<optgroup label="([^"]*)"', select),
                         ["Годы", "Полугодия", "Кварталы", "Месяцы"])
        self.assertIn('value="2025-12" selected=""', select)

    # Several answers, and other questions

    def test_any_of_several_answers(self):
        everybody = self.waves[0] + self.waves[1]
        codes = sorted({code for one in everybody for code in one.get(f"q{PROFILE}", [])})[:2]
        self.assertEqual(len(codes), 2)
        query = "&".join(f"is.{PROFILE}={code}" for code in codes)
        self.same(query, [one for one in everybody if chose(one, f"q{PROFILE}", codes)])
        self.same(f"{query}&channel=site",
                  [one for one in self.waves[1] if chose(one, f"q{PROFILE}", codes)])
        raw = self.admin.get(f"/admin/campaign/{CODE}?{query}").text
        for ending in ("results.csv", "results.json", "answers.csv", "cross", "cut", "trend"):
            self.assertIn(f'{ending}?{query.replace("&", "&amp;")}"', raw, ending)
        chosen = [v for n, v in filter_form(Page(raw)).pairs() if n == f"is.{PROFILE}"]
        self.assertEqual(sorted(v for v in chosen if v), codes)
        self.assertIn(" или ", exact(self.get(query).text)["filter"])

    def other(self, *types):
        return next(i for i in exact(self.get("").text)["items"]
                    if i["type"] in types and i["id"] != PROFILE and (i["type"] == "csi" or i["n"] > 4))

    def test_other_questions(self):
        """The dissatisfied: a choice, marks of a csi row, of a scale; with the profile."""
        everybody = self.waves[0] + self.waves[1]
        single = next(i for i in exact(self.get("").text)["items"] if i["type"] == "single" and "satisfied" in i)
        for name, field, values in (
                (single["id"], f"q{single['id']}", ["3", "4"]),
                *((f"{self.other('csi')['id']}.{mark}", f"q{self.other('csi')['id']}.{mark}", ["1", "2", "3", "4"])
                  for mark in ("rating", "importance")),
                (self.other("scale")["id"], f"q{self.other('scale')['id']}", ["8", "9", "10"])):
            chosen = [one for one in everybody if chose(one, field, values)]
            self.assertTrue(0 < len(chosen) < len(everybody), name)
            query = "&".join(f"is.{name}={v}" for v in values)
            self.same(query, chosen)
            code = everybody[0][f"q{PROFILE}"][0]
            self.same(f"{query}&is.{PROFILE}={code}", [one for one in chosen if one.get(f"q{PROFILE}") == [code]])
            form = filter_form(Page(self.admin.get(f"/admin/campaign/{CODE}?{query}").text))
            self.assertEqual([v for n, v in form.pairs() if n == f"is.{name}"], values)

    def test_one_item_by_two_names(self):
        """A csi row named alone is its rating: any of the marks, and the form sends them again."""
        item = self.other("csi")["id"]
        chosen = [one for one in self.waves[0] + self.waves[1] if chose(one, f"q{item}.rating", ["1", "2", "9"])]
        self.assertTrue(chosen)
        query = f"is.{item}=1&is.{item}.rating=2&is.{item}=9"
        self.same(query, chosen)
        self.assertEqual(exact(self.get(query).text)["filter"].count(f"(оценка)"), 1)
        form = filter_form(Page(self.admin.get(f"/admin/campaign/{CODE}?{query}").text))
        self.assertEqual([v for n, v in form.pairs() if n == f"is.{item}.rating"], ["1", "2", "9"])
        self.same(urllib.parse.urlencode(form.pairs()), chosen)
        for query in (f"is.{item}=9", f"item={item}&option=9"):
            form = filter_form(Page(self.admin.get(f"/admin/campaign/{CODE}?{query}").text))
            self.same(urllib.parse.urlencode(form.pairs()),
                      [one for one in chosen if one[f"q{item}.rating"] == ["9"]])
        raw = self.admin.get(f"/admin/campaign/{CODE}/cross?rows={item}&columns={PROFILE}").text
        self.assertIn(f'<option value="{item}.rating" selected', raw)

    def test_a_question_is_asked_for_first(self):
        item = next(i for i in exact(self.get("").text)["items"] if i["type"] == "single" and "satisfied" in i)["id"]
        raw = self.admin.get(f"/admin/campaign/{CODE}").text
        self.assertIn("Другие вопросы", raw)
        self.assertNotIn(f"is.{item}", filter_form(Page(raw)).names())
        asked = self.admin.get(f"/admin/campaign/{CODE}?ask={item}").text
        self.assertIn(f"is.{item}", filter_form(Page(asked)).names())
        self.assertNotIn("Показать все ответы", asked)  # nothing is filtered yet

    # Days known only by their month

    def test_a_month_cut_in_the_middle(self):
        cid = f"(SELECT id FROM campaign WHERE code = '{CODE}')"
        part(self.stack, CODE)
        for new in ["'2026-03-01'"] * 3 + ["NULL"] * 2:
            self.stack.sql(f"UPDATE response_block SET day = {new} WHERE campaign_id = {cid} AND day = '2026-03-15' "
                           "ORDER BY id LIMIT 1")
        self.addCleanup(self.stack.sql, f"UPDATE response_block SET day = '2026-03-15' WHERE campaign_id = {cid} "
                        "AND (day = '2026-03-01' OR day IS NULL)")
        for query, inside, coarse, undated in (
                ("period=2026-03", 9, 0, 2), ("from=2026-03-10", 6 + 13, 3, 2), ("to=2026-03-20", 6, 3, 2),
                ("from=2026-03-01&to=2026-03-01", 3, 0, 2),
                ("to=2026-03-31", 9, 0, 2), ("from=2026-03-01", 9 + 13, 0, 2), ("from=2026-04-01", 13, 0, 2),
                ("to=2026-03-20&channel=site", 0, 0, 0), ("channel=mail", 11, 0, 0)):
            got = exact(self.get(query).text)
            self.assertEqual((got["responses"], got["coarse"], got["undated"]), (inside, coarse, undated), query)
        said = ("Не вошли в отбор по дням", "с точностью до месяца или относятся к первому числу: 3",
                "ответов без даты: 2")
        for path in ("", "/results.csv", "/cross", "/cut", "/trend", "/cut.csv", "/trend.csv",
                     f"/cross?rows={PROFILE}&columns={PROFILE}", f"/cross.csv?rows={PROFILE}&columns={PROFILE}",
                     f"/cut?by={PROFILE}", f"/cut.csv?by={PROFILE}", "/trend?by=month", "/trend.csv?by=month"):
            text = self.admin.get(f"/admin/campaign/{CODE}{path}{'&' if '?' in path else '?'}to=2026-03-20").text
            if not (path.startswith("/cross") or path.startswith("/cut")) or "=" in path:
                for words in said:
                    self.assertIn(words, text, path)
        for path in (f"cross.json?rows={PROFILE}&columns={PROFILE}", f"cut.json?by={PROFILE}", "trend.json?by=month"):
            got = json.loads(self.admin.get(f"/admin/campaign/{CODE}/{path}&to=2026-03-20").text)
            self.assertEqual((got["coarse"], got["undated"]), (3, 2), path)
            self.assertFalse(got["demo"])
            self.assertRegex(got["as_of"], r"^\d{4}-\d\d-\d\d$")
            self.assertEqual(got["filter"], "по 20.03.2026")
        # Nobody else has that channel: rounds of other tests stay outside.
        for day, side, link, inside, coarse in (
                ("2026-03-20", "before", "to=2026-03-19", 6, 3), ("2026-03-10", "after", "from=2026-03-10", 6, 3),
                ("2026-03-01", "after", "from=2026-03-01", 9, 0), ("2026-04-01", "before", "to=2026-03-31", 9, 0)):
            query = f"split={day}&channel=mail"
            got = json.loads(self.admin.get(f"/admin/campaign/{CODE}/trend.json?{query}").text)
            self.assertEqual((got["coarse"], got["undated"]), (coarse, 2), day)
            self.assertEqual({p["key"]: p["responses"] for p in got["points"]}, {side: inside}, day)
            page = self.admin.get(f"/admin/campaign/{CODE}/trend?{query}").text
            self.assertIn(f'&amp;{link}&amp;channel=mail"', page)
            self.assertEqual(exact(self.get(f"{link}&channel=mail").text)["responses"], inside)
            if coarse:
                for path in ("trend", "trend.csv"):
                    self.assertIn("относятся к первому числу: 3",
                                  self.admin.get(f"/admin/campaign/{CODE}/{path}?{query}").text)

    def test_internal_are_refused(self):
        self.stack.open_campaign("ne-a3", "uncut")
        self.assertEqual(self.admin.get("/admin/campaign/uncut/cross").status, 403)
        for path in ("", "/cross", "/results.json", "/results.csv", "/results.xlsx"):
            answer = self.admin.get(f"/admin/campaign/uncut{path}?channel=site")
            self.assertEqual(answer.status, 403, path)
            self.assertIn("кто что ответил", answer.text)
        self.assertNotIn("Отобрать ответы", self.admin.get("/admin/campaign/uncut").text)
