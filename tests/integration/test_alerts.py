"""Results that ask for attention on the landing page, texts to read, the plan of a sample."""

import datetime
import html
import re
import unittest
import urllib.parse

import context
from page import Page
from respondent import Respondent
from stack import Admin

CODE = "alarming"


class Alerts(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.stack.open_campaign("al-gen", CODE, "--permanent")
        cls.admin = Admin(cls.stack)
        for seed in range(10):
            Respondent(cls.stack.client(), seed=seed, only_given=True,
                       given={"q4": "4" if seed < 3 else "1", "q10": f"Текст {seed}"}).fill(
                           cls.stack.path(f"/survey/{CODE}"))
            if seed == 8:
                cls.admin.counted(CODE, 9)
                cls.before = cls.home()
        cls.admin.counted(CODE, 10)
        cls.after = cls.home()

    @classmethod
    def home(cls):
        return cls.admin.get("/admin").text

    def sample(self, query):
        path = f"/admin/sample?{query}"
        answer = self.admin.get(path)
        return answer, Page(answer.text, self.stack.path(path))

    def test_three_of_ten_dissatisfied(self):
        line = "Не удовлетворены: 30,0 % (база 10)"
        self.assertIn(line, self.after)
        self.assertNotIn(line, self.before)
        self.assertNotIn(f"sample?campaign={CODE}", self.before)
        self.assertIn(f"sample?campaign={CODE}", self.after)

    def test_texts_to_read(self):
        rows = [r for t in Page(self.after).tables for r in t]
        title = self.stack.sql(f"SELECT title FROM campaign WHERE code = '{CODE}'")[0][0]
        self.assertIn([title, "10", "10"], rows)

    def test_size_and_quotas(self):
        answer, page = self.sample("confidence=95&margin=5&share=50&rate=50&population=1000"
                                   "&groups=A%3B500%0AB%3B300%0AC%3B200")
        self.assertEqual(answer.status, 200)
        self.assertIn("<dd>278</dd>", answer.text)
        self.assertIn("<dd>556</dd>", answer.text)
        self.assertEqual(page.tables[0][1:], [["A", "500", "139", "278"], ["B", "300", "83", "166"],
                                              ["C", "200", "56", "112"]])

    def test_more_than_there_are(self):
        said = "больше людей, чем есть"
        for query, short in (("population=100&rate=10", True), ("groups=A%3B50%0AB%3B50", True),
                             ("population=1000&groups=A%3B990%0AB%3B10&rate=20", True),
                             ("population=100", False), ("groups=A%3B500%0AB%3B500", False), ("", False)):
            self.assertEqual(said in self.sample(f"confidence=95&{query}")[1].text, short, query)

    def test_faults_keep_what_was_typed(self):
        for query, kept in (("confidence=95&margin=x", 'value="x"'), ("confidence=95&population=-5", 'value="-5"'),
                            ("confidence=95&groups=just+a+name", "just a name"), ("confidence=95&share=0", 'value="0"'),
                            ("confidence=95&margin=0", 'value="0"'), ("confidence=95&margin=nan", 'value="nan"')):
            answer, page = self.sample(query)
            self.assertEqual(answer.status, 422, query)
            self.assertIn(kept, answer.text)
            self.assertTrue(page.title.startswith("Ошибка"))

    def test_groups_add_up_to_the_population(self):
        for query, fault in (("population=1000&groups=A%3B500%0AB%3B400", True),
                             ("population=900&groups=A%3B500%0AB%3B400", False), ("groups=A%3B500", False)):
            answer, page = self.sample(f"confidence=95&{query}")
            self.assertEqual(answer.status, 422 if fault else 200, query)
            self.assertEqual("В группах вместе 900, а всего указано 1000." in page.text, fault)
            self.assertIn("A;500", answer.text)

    def test_is_recorded_with_the_survey(self):
        answer, page = self.sample(f"campaign={CODE}&confidence=99&margin=2,5&share=50&rate=100&population=2000")
        form = next(f for f in page.forms if f.method == "POST" and "margin" in f.names())
        saved = self.admin.client.post(page.target(form), form.pairs())
        self.assertEqual(saved.status, 303)
        self.assertEqual(self.stack.sql("SELECT s.population, s.sample, s.confidence, s.margin FROM campaign_sampling s "
                                        f"JOIN campaign c ON c.id = s.campaign_id WHERE c.code = '{CODE}'"),
                         [["2000", "1141", "99", "25"]])
        self.assertIn("99 %, ±2,5 %", self.admin.get(f"/admin/sample?campaign={CODE}").text)
        self.assertEqual(self.stack.sql("SELECT COUNT(*) FROM audit WHERE action = 'campaign.sample'"), [["1"]])

    def test_unknown_survey(self):
        self.assertEqual(self.admin.get("/admin/sample?campaign=none").status, 404)

    def test_a_round_that_has_just_begun_silences_nothing(self):
        self.stack.sql(f"UPDATE campaign SET opens_on = '2026-01-01' WHERE code = '{CODE}'")
        self.stack.open_campaign("al-gen", "alarming-2")
        self.assertIn(f"sample?campaign={CODE}", self.home())


ROUND = "alarming-round"
GROUPS = "Гражданин;600\nИндивидуальный предприниматель;400"


class Round(unittest.TestCase):
    """The plan of an additional round goes with the new survey, which is then followed."""

    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.stack.open_campaign("al-gen", "alarming-first")
        cls.admin = Admin(cls.stack)

    def opening(self, groups=GROUPS, agency="AL-GEN", after="alarming-first"):
        """From the plan through the choice of a questionnaire to the sheet: its page and form."""
        path = "/admin/sample?" + urllib.parse.urlencode({
            "campaign": after, "population": 1000, "confidence": 95, "margin": "5", "share": 50, "rate": 40,
            "groups": groups})
        page = Page(self.admin.get(path).text, self.stack.path(path))
        for want in (("after", "groups"), ("after", "groups", "form")):
            form = next(f for f in page.forms if f.method == "GET" and set(want) <= set(f.names()))
            path = page.target(form) + "?" + urllib.parse.urlencode(form.pairs())
            page = Page(self.admin.client.get(path).text, path)
        return page, page.form("code", "title")

    def send(self, page, form, **values):
        pairs = [(k, v) for k, v in form.pairs() if k not in values] + list(values.items())
        return self.admin.client.post(page.target(form), pairs)

    def test_from_the_plan_to_the_figures(self):
        page, form = self.opening()
        self.assertIn("AL-GEN", page.text)  # the questionnaire of the first round
        for said in ("План выборки", "278", "95 %, ±5,0 %", "167 из 600", "111 из 400"):
            self.assertIn(said, page.text)
        for item, words in (("3", "не называется «Гражданин»"), ("10", "Выберите один из вопросов"), ("99", "Выберите")):
            answer = self.send(page, form, code=ROUND, quota_item=item)
            self.assertEqual(answer.status, 422, item)
            self.assertIn(words, Page(answer.text).text)
            self.assertEqual(dict(Page(answer.text).form("code").pairs())["groups"].split(), GROUPS.split())
        self.assertEqual(self.send(page, form, code=ROUND, quota_item="1", groups="A;1").status, 400)
        self.assertEqual(self.send(page, form, code=ROUND, quota_item="1").status, 303)
        self.assertEqual(
            self.stack.sql("SELECT s.population, s.sample, s.confidence, s.margin, s.share, s.rate, a.code, s.quota_item "
                           "FROM campaign_sampling s JOIN campaign c ON c.id = s.campaign_id JOIN campaign a "
                           f"ON a.id = s.after_id WHERE c.code = '{ROUND}'"),
            [["1000", "278", "95", "50", "50", "40", "alarming-first", "1"]])
        self.assertEqual(self.stack.sql("SELECT COUNT(*) FROM campaign_sampling s JOIN campaign c ON c.id = s.campaign_id "
                                        "WHERE c.code = 'alarming-first'"), [["0"]])
        self.followed()

    def followed(self):
        self.stack.wait_for_key(ROUND)
        for seed, group in enumerate("11132"):
            Respondent(self.stack.client(), seed=seed, only_given=True, given={"q1": group, "q4": "1"}).fill(
                self.stack.path(f"/survey/{ROUND}"))
        self.admin.counted(ROUND, 5)
        page = Page(self.admin.get(f"/admin/campaign/{ROUND}").text)
        self.assertIn("Получено / план 5 из 278", page.text)
        self.assertIn("Дополнительный к опросу alarming-first", page.text)
        rows = [r for t in page.tables for r in t]
        self.assertIn(["Гражданин", "600", "3 из 167", "164"], rows)
        self.assertIn(["Индивидуальный предприниматель", "400", "1 из 111", "110"], rows)
        self.assertIn(["Ни одна из групп плана или нет ответа", "—", "1", "—"], rows)
        filtered = Page(self.admin.get(f"/admin/campaign/{ROUND}?is.1=1").text)
        self.assertIn("Получено / план 5 из 278", filtered.text)
        self.assertNotIn("3 из 167", filtered.text)

    def test_without_a_plan_none_is_kept(self):
        page = Page(self.admin.get("/admin/campaign/alarming-first").text)
        self.assertNotIn("План выборки", page.text)
        for query in ("confidence=95&margin=x", "confidence=95&population=2&groups=A%3B1"):
            self.assertEqual(self.admin.get(f"/admin/campaign/new?{query}").status, 400, query)
        self.assertEqual(self.admin.get("/admin/campaign/new?after=none").status, 404)


OLD = "alarming-quarter"


class Period(unittest.TestCase):
    """A permanent survey is judged by its last full quarter (Urus-Martan: four analyses a year)."""

    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.stack.open_campaign("uni-ext", OLD, "--agency", "urus-martan", "--permanent")
        cls.admin = Admin(cls.stack)
        today = datetime.date.today()
        quarter = datetime.date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
        cls.last = quarter - datetime.timedelta(days=20)
        for seed in range(20):  # ten of last quarter, ten of this one
            Respondent(cls.stack.client(), seed=seed, only_given=True,
                       given={"q2": "services", "q6": "4" if seed < 4 else "1"}).fill(
                           cls.stack.path(f"/survey/{OLD}"))
            if seed == 9:
                cls.admin.counted(OLD, 10)
                cls.move("1 = 1", cls.last)
        cls.admin.counted(OLD, 20)

    @classmethod
    def move(cls, which, day):
        cls.stack.sql(f"UPDATE response_block SET day = '{day}' WHERE {which} AND campaign_id = "
                      f"(SELECT id FROM campaign WHERE code = '{OLD}')")

    def alert(self, opened):
        """The lines of the alert of that survey, opened on that day; None without one."""
        self.stack.sql(f"UPDATE campaign SET opens_on = '{opened}' WHERE code = '{OLD}'")
        home = self.admin.get("/admin").text
        return re.search(rf'<h3><a href="[^"]*/campaign/{OLD}.*?sample\?campaign={OLD}', home, re.S)

    def test_last_quarter_alone(self):
        said = self.alert("2020-01-01")[0]
        self.assertIn("Не удовлетворены: 40,0 % (база 10)", said)
        self.assertIn("За последний полный период: "
                      f"{(self.last.month - 1) // 3 + 1}-й квартал {self.last.year}.", said)
        link = html.unescape(re.search(r'href="([^"]+)#q6"', said)[1])
        self.assertIn("Ответов в отборе: 10 из 20", Page(self.admin.client.get(link).text).text)

    def test_a_good_quarter_is_not_blamed_for_an_older_one(self):
        older = self.last - datetime.timedelta(days=100)
        self.move(f"day = '{self.last}'", older)
        try:
            self.assertIsNone(self.alert("2020-01-01"))
        finally:
            self.move(f"day = '{older}'", self.last)

    def test_a_younger_survey_is_judged_by_all(self):
        self.assertIsNone(self.alert(datetime.date.today()))  # 20 % of all
