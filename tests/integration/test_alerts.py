"""Results that ask for attention on the landing page, texts to read, the plan of a sample."""

import datetime
import html
import json
import re
import unittest
import urllib.parse

import context
from page import Page
from respondent import Respondent
from stack import Admin, until

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
        for query, short in (("population=100&rate=10", True), ("groups=A%3B50%0AB%3B50", False),
                             ("groups=A%3B50%0AB%3B50&rate=50", True),
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

    def test_groups_are_the_population_if_none_is_given(self):
        """384.16 / (1 + 383.16 / 100) = 79.5: of 100 people 80."""
        answer, page = self.sample("confidence=95&population=&groups=A%3B50%0AB%3B50")
        self.assertIn("<dd>80</dd>", answer.text)
        self.assertEqual(page.tables[0][1:], [["A", "50", "40", "40"], ["B", "50", "40", "40"]])
        answer, page = self.sample("confidence=95&groups=A%3B1500000000%0AB%3B1500000000")
        self.assertEqual(answer.status, 422)
        self.assertIn("В группах вместе больше 2000000000.", page.text)

    def test_the_landing_page_knows_no_version(self):
        for query in ("version=2", "version=x"):
            answer = self.admin.get(f"/admin?{query}")
            self.assertEqual(answer.status, 200, query)
            self.assertIn(f"sample?campaign={CODE}", answer.text)

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
        self.assertIn(["Вне групп плана или без ответа", "—", "1", "—"], rows)
        filtered = Page(self.admin.get(f"/admin/campaign/{ROUND}?is.1=1").text)
        self.assertIn("Получено / план 5 из 278", filtered.text)
        self.assertNotIn("3 из 167", filtered.text)

    def plan(self, code):
        return self.stack.sql(
            "SELECT s.margin, a.code, s.quota_item, (SELECT GROUP_CONCAT(name, ';', size ORDER BY place) "
            "FROM campaign_quota q WHERE q.campaign_id = c.id) FROM campaign c JOIN campaign_sampling s "
            f"ON s.campaign_id = c.id LEFT JOIN campaign a ON a.id = s.after_id WHERE c.code = '{code}'")[0]

    def record(self, code, **values):
        """The plan of a survey computed again from what the page proposes, and recorded."""
        path = f"/admin/sample?campaign={code}"
        page = Page(self.admin.get(path).text, self.stack.path(path))
        form = next(f for f in page.forms if f.method == "GET" and "margin" in f.names())
        pairs = [(k, values.get(k, v)) for k, v in form.pairs()]
        path = page.target(form) + "?" + urllib.parse.urlencode(pairs)
        page = Page(self.admin.client.get(path).text, path)
        form = next(f for f in page.forms if f.method == "POST" and "margin" in f.names())
        answer = self.admin.client.post(page.target(form), form.pairs())
        return answer, (page.target(form), form.pairs())

    def test_a_plan_goes_on_from_the_one_recorded(self):
        code = "alarming-again"
        page, form = self.opening()
        self.assertEqual(self.send(page, form, code=code, quota_item="1").status, 303)
        groups = GROUPS.replace("\n", ",")
        self.assertEqual(self.plan(code), ["50", "alarming-first", "1", groups])
        self.assertEqual(self.record(code, margin="3,5")[0].status, 303)
        self.assertEqual(self.plan(code), ["35", "alarming-first", "1", groups])
        before, after = self.stack.sql("SELECT before_json, after_json FROM audit WHERE action = 'campaign.sample' AND "
                                       f"object = 'campaign {code}'")[0]
        self.assertEqual([json.loads(x)["margin"] for x in (before, after)], [50, 35])
        self.assertEqual(json.loads(after)["quota_item"], "1")
        # Groups that are no answers to the question cannot be followed by it any more.
        self.assertEqual(self.record(code, groups="A;600\nB;400")[0].status, 303)
        self.assertEqual(self.plan(code), ["35", "alarming-first", "NULL", "A;600,B;400"])
        # The fields say what was computed, also of what the address leaves out.
        path = f"/admin/sample?campaign={code}&confidence=95"
        form = next(f for f in Page(self.admin.get(path).text).forms if "margin" in f.names() and f.method == "GET"
                    and f.action.endswith("/sample"))
        self.assertEqual([dict(form.pairs())[k] for k in ("population", "margin", "rate")], ["", "5", "100"])
        sent = self.record(code)[1]
        self.stack.sql(f"UPDATE campaign SET closed_at = UNIX_TIMESTAMP() - 1 WHERE code = '{code}'")
        self.assertEqual(self.admin.client.post(*sent).status, 410)
        text = self.admin.get(f"/admin/sample?campaign={code}&confidence=95").text
        self.assertNotIn("Записать план", text)
        self.assertIn("Открыть опрос с этим планом", text)

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
                       given={"q2": "services", "q6": "4" if seed < 4 else "1", "q10": f"Квартал {seed}"}).fill(
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

    def test_texts_are_not_read_for_it(self):
        where = f"WHERE campaign_id = (SELECT id FROM campaign WHERE code = '{OLD}')"
        item = self.stack.sql(f"SELECT DISTINCT item FROM remark {where}")[0][0]
        self.stack.sql(f"UPDATE remark SET item = 60000 {where}")  # whoever reads them fails
        try:
            self.assertIn("Не удовлетворены: 40,0 % (база 10)", self.alert("2020-01-01")[0])
        finally:
            self.stack.sql(f"UPDATE remark SET item = {item} {where}")

    def test_a_round_that_is_over_silences_nothing_for_good(self):
        code = "rounded"
        self.stack.open_campaign("uni-ext", code, "--agency", "urus-martan", "--working-days", "5")
        for seed in range(10):
            Respondent(self.stack.client(), seed=seed, only_given=True, given={"q2": "services", "q6": "4"}).fill(
                self.stack.path(f"/survey/{code}"))
        self.admin.counted(code, 10)
        self.assertIsNotNone(self.alert("2020-01-01"))
        self.assertIn(f"sample?campaign={code}", self.admin.get("/admin").text)
        for days, heeded in ((80, True), (100, False)):
            self.stack.sql(f"UPDATE campaign SET opens_on = '2021-01-01', closed_at = UNIX_TIMESTAMP() - {days} * 86400 "
                           f"WHERE code = '{code}'")
            self.assertEqual(f"sample?campaign={code}" in self.admin.get("/admin").text, heeded, days)
            self.assertIsNotNone(self.alert("2020-01-01"), days)


MOVED = "alarming-moved"


class Moved(unittest.TestCase):
    """A plan is followed over the versions of a questionnaire that ask for the group alike."""

    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.admin = Admin(cls.stack)
        cls.stack.sql("INSERT INTO questionnaire (agency_id, code, audience) SELECT agency_id, 'AL-MOVED', audience "
                      "FROM questionnaire WHERE code = 'AL-GEN'")
        cls.publish(1, "xml")
        cls.stack.open_campaign("al-moved", MOVED)
        cls.stack.sql("INSERT INTO campaign_sampling (campaign_id, population, sample, confidence, margin, share, rate, "
                      f"quota_item) SELECT id, 1000, 278, 95, 50, 50, 100, '1' FROM campaign WHERE code = '{MOVED}'; "
                      "INSERT INTO campaign_quota (campaign_id, place, name, size, wanted) "
                      f"SELECT id, 1, 'Гражданин', 600, 167 FROM campaign WHERE code = '{MOVED}'")
        cls.answer("1123")
        for version, old, new, groups in ((2, "О Вашем взаимодействии", "О взаимодействии", "11"),
                                          (3, "Индивидуальный предприниматель", "Самозанятый", "1")):
            cls.publish(version, f"REPLACE(xml, '{old}', '{new}')")
            until(lambda: new in cls.stack.client().get(cls.stack.path(f"/survey/{MOVED}")).text, 30, new)
            cls.answer(groups)
        cls.admin.counted(MOVED, 1)  # of the last version

    @classmethod
    def publish(cls, version, xml):
        cls.stack.sql("INSERT INTO form_version (questionnaire_id, version, title, xml, digest, published_on) "
                      f"SELECT new.id, {version}, v.title, {xml}, UNHEX(SHA2('moved {version}', 256)), v.published_on "
                      "FROM form_version v JOIN questionnaire q ON q.id = v.questionnaire_id AND q.code = 'AL-GEN' "
                      "JOIN questionnaire new ON new.code = 'AL-MOVED' ORDER BY v.version LIMIT 1; "
                      "UPDATE campaign c JOIN form_version v JOIN questionnaire q ON q.id = v.questionnaire_id "
                      f"SET c.form_version_id = v.id WHERE c.code = '{MOVED}' AND q.code = 'AL-MOVED' "
                      f"AND v.version = {version}")

    @classmethod
    def answer(cls, groups):
        for seed, group in enumerate(groups):
            Respondent(cls.stack.client(), seed=seed, only_given=True, given={"q1": group, "q4": "1"}).fill(
                cls.stack.path(f"/survey/{MOVED}"))

    def test_versions_that_ask_alike_are_counted_together(self):
        rest, unknown = "Вне групп плана или без ответа", "В урне или по версии анкеты с иным вопросом"
        for version, group, others, elsewhere in ((2, 4, 2, 1), (1, 4, 2, 1), (3, 1, 0, 6)):
            page = Page(self.admin.get(f"/admin/campaign/{MOVED}?version={version}").text)
            self.assertIn("Получено / план 7 из 278", page.text)
            rows = [r for t in page.tables for r in t]
            self.assertIn(["Гражданин", "600", f"{group} из 167", str(167 - group)], rows)
            self.assertIn([rest, "—", str(others), "—"], rows)
            self.assertIn([unknown, "—", str(elsewhere), "—"], rows)
