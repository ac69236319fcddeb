"""The analysis of a period, codebooks and files of answers, over demonstration data."""

import csv
import datetime
import html
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from xml.etree import ElementTree

import context
from blocks import RESPONSES
from page import Page
from respondent import Respondent
from stack import Admin
from test_admin import add_user

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def setUpModule():
    if context.stack.server == "apache":
        raise unittest.SkipTest("has run behind nginx")
    for agency in ("nenets", "rosarchiv"):
        context.stack.ctl("demo", "load", "--agency", agency, "--rounds", "2", "--answers", "60")


def tearDownModule():
    context.stack.ctl("demo", "remove")


def newest(questionnaire, offset=0):
    return context.stack.sql(f"SELECT code, YEAR(opens_on), QUARTER(opens_on) FROM campaign WHERE demo AND "
                             f"code LIKE 'demo-{questionnaire}-%' ORDER BY opens_on DESC LIMIT 1 OFFSET {offset}")[0]


def plain(text):
    """What is read on a page, in one line."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def decimal(number, digits=2):
    return f"{number:.{digits}f}".replace(".", ",")


def table(text, caption):
    """Rows of the table whose caption begins so: lists of what is in the cells."""
    whole = next(t for t in re.findall(r"<table.*?</table>", text, re.S)
                 if plain(re.search(r"<caption[^>]*>(.*?)</caption>", t, re.S)[1]).strip().startswith(caption))
    return [[plain(cell).strip() for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.S)]
            for row in re.findall(r"<tr[ >].*?</tr>", whole, re.S)]


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.admin = Admin(context.stack)
        cls.code, year, quarter = newest("ne-a2")
        cls.period = f"{year}-Q{quarter}"

    def report(self, status=200, path="/admin/report", **query):
        query = {"agency": "nenets", "audience": "external", "data": "demo", "period": self.period, **query}
        answer = self.admin.get(path + "?" + "&".join(f"{k}={v}" for k, v in query.items()))
        self.assertEqual(answer.status, status)
        return answer

    def test_the_figures_are_those_of_the_results(self):
        results = self.admin.results(self.code)
        text = self.report().text
        overall = f'{results["indices"]["csi"]["overall"]:.2f}'.replace(".", ",")
        self.assertIn(f"<td class=\"n\">{overall}</td>", text)
        for item in results["items"]:
            if item["type"] == "csi":
                self.assertIn(f'{item["csi"]:.2f}'.replace(".", ","), text)
        self.assertIn("Демонстрационные данные", text)
        self.assertIn("Приказ Управления государственного заказа", text)  # the legal basis
        self.assertIn("<svg", text)

    def test_demonstration_and_real_answers_never_meet(self):
        self.assertNotIn(self.code, self.report(data="real", period="2026").text)
        everything = self.report(period=self.period[:4]).text
        real = {row[0] for row in context.stack.sql("SELECT code FROM campaign WHERE NOT demo")}
        self.assertEqual({c for c in real if f"({c})" in everything}, set())

    def test_external_and_internal_stay_apart(self):
        external, internal = self.report().text, self.report(audience="internal").text
        self.assertIn("demo-ne-a2-", external)
        self.assertNotIn("demo-ne-a3-", external)
        self.assertIn("demo-ne-a3-", internal)
        self.assertNotIn("demo-ne-a2-", internal)

    def test_a_survey_that_reaches_beyond_is_cut_to_the_days(self):
        day, n = context.stack.sql(
            f"SELECT r.day, COUNT(*) FROM {RESPONSES} r JOIN campaign c ON c.id = r.campaign_id "
            f"WHERE c.code = '{self.code}' AND DAY(r.day) > 1 GROUP BY r.day LIMIT 1")[0]
        everything = self.admin.results(self.code)["responses"]
        text = self.report(**{"from": day, "to": day, "period": ""}).text
        self.assertIn(f"только ответы периода, {n} из {everything}", text)
        # Of internal ones nothing is cut: they belong to the day they closed on.
        self.assertNotIn("demo-ne-a3-", self.report(audience="internal", **{"from": day, "to": day}).text)

    # --- what stands in front

    def main(self, text):
        return text[text.index("<h2>Главное</h2>"):text.index("Сведения об анализе")]

    def test_the_main_points_stand_in_front(self):
        text = self.report().text
        self.assertEqual(re.search(r"<h2>(.*?)</h2>", text[text.index("<h1"):])[1], "Главное")
        main = plain(self.main(text))
        results, before = self.admin.results(self.code), self.admin.results(newest("ne-a2", 1)[0])
        surveys, responses = context.stack.sql(
            "SELECT COUNT(DISTINCT c.id), SUM(b.n) FROM campaign c JOIN response_block b ON b.campaign_id = c.id "
            "JOIN campaign own USING (agency_id, audience, demo, opens_on) "
            f"WHERE own.code = '{self.code}'")[0]
        self.assertIn(f"Опросов за период: {surveys}, ответов: {responses}.", main)
        now, past = (r["indices"]["csi"]["overall"] for r in (results, before))
        row = next(row for row in table(text, "Основные показатели") if self.code in row[0])
        self.assertEqual(row[1:3], ["CSI", decimal(now)])
        self.assertEqual(row[4], {"high": "высокий", "low": "низкий", "boundary": "граничное"}[
            results["indices"]["csi"]["level"]])
        self.assertIn(decimal(abs(now - past)), row[5])
        self.assertRegex(row[5], r"[▲▼≈] .*(значимо|случайн)")

    def test_the_widest_gaps_are_named(self):
        def mean(counts):
            return sum(mark * n for mark, n in enumerate(counts, 1)) / sum(counts)
        gaps = sorted(((mean(i["importances"]) - mean(i["ratings"]), i["id"])
                       for i in self.admin.results(self.code)["items"] if i["type"] == "csi"), reverse=True)
        main = plain(self.main(self.report().text))
        for gap, item in gaps[:3]:
            self.assertRegex(main, rf" {re.escape(item)}\. [^—]* — разрыв {decimal(gap)}, ответили \d+")
        self.assertEqual(main.count("— разрыв"), 3)

    def test_the_most_dissatisfied_are_named(self):
        code, year, quarter = newest("ne-a3")
        rows = sorted(((i["dissatisfied"], i["id"]) for i in self.admin.results(code)["items"]
                       if i.get("dissatisfied") is not None), reverse=True)
        main = plain(self.main(self.report(audience="internal", period=f"{year}-Q{quarter}").text))
        share = decimal(rows[0][0], 1)
        self.assertRegex(main, rf"не удовлетворены {share}\s%, база \d+")
        self.assertEqual(main.count("— не удовлетворены"), 3)

    def test_the_period_before_of_one_survey(self):
        days = context.stack.sql(f"SELECT r.day, COUNT(*) FROM {RESPONSES} r JOIN campaign c ON c.id = r.campaign_id "
                                 f"WHERE c.code = '{self.code}' AND DAY(r.day) > 1 GROUP BY r.day ORDER BY r.day")
        first, last = days[1][0], days[-1][0]
        text = self.report(period="", **{"from": first, "to": last}).text
        change = table(text, "Основные показатели")[1][5]
        # Before it lie as many days, of which the survey was open for some.
        self.assertTrue(change.startswith("? "), change)
        end = datetime.date.fromisoformat(first) - datetime.timedelta(days=1)
        start = end - (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first))
        self.assertIn(f"({start:%d.%m.%Y} – {end:%d.%m.%Y})", change)

    def test_what_runs_beside_is_not_before(self):
        """A permanent survey opened earlier takes answers of the same days."""
        own = f"WHERE code = '{newest('ne-a2', 1)[0]}'"
        stored = context.stack.sql(f"SELECT permanent, QUOTE(state), QUOTE(closes_on), QUOTE(closed_at) FROM campaign {own}")
        context.stack.sql(f"UPDATE campaign SET permanent = 1, state = 'open', closes_on = NULL, closed_at = NULL {own}")
        try:
            rows = table(self.report().text, "Основные показатели")
        finally:
            context.stack.sql("UPDATE campaign SET permanent = %s, state = %s, closes_on = %s, closed_at = %s "
                              % tuple(stored[0]) + own)
        row = next(row for row in rows if self.code in row[0])
        self.assertEqual(row[5], "сравнить не с чем")

    def test_days_no_year_has(self):
        for days, field in ((("2026-11-01", "9999-12-31"), "to"), (("0001-01-01", "2026-11-01"), "from"),
                            (("2026-11", "2026-11-30"), "from"), (("2026-11-01", ""), "to"),
                            (("2026-08-05", "2026-08-01"), "to")):
            text = self.report(422, period="", **dict(zip(("from", "to"), days))).text
            self.assertIn(f'href="#{field}"', text, days)
            self.assertIn(f'id="{field}-fault"', text, days)
            self.assertIn("<title>Ошибка: Анализ за период", text)
        # As long before there was nothing.
        opens = context.stack.sql(f"SELECT opens_on + INTERVAL 2 DAY FROM campaign WHERE code = '{self.code}'")[0][0]
        for last in ("9998-12-31", "9998-12-30"):
            text = self.report(period="", **{"from": opens, "to": last}).text
            self.assertNotRegex(text, r"\(\d\d\.\d\d\.-")
            self.assertNotIn(f" – {datetime.date.fromisoformat(opens) - datetime.timedelta(1):%d.%m.%Y})", text)

    def test_whole_months_before_whole_months(self):
        own = f"campaign_id = (SELECT id FROM campaign WHERE code = '{self.code}')"
        block, day = context.stack.sql(f"SELECT HEX(id), day FROM response_block WHERE {own} AND DAY(day) > 1 "
                                       "ORDER BY day DESC LIMIT 1")[0]
        opens = context.stack.sql(f"SELECT opens_on FROM campaign WHERE code = '{self.code}'")[0][0]
        end = datetime.date.fromisoformat(day).replace(day=1) - datetime.timedelta(days=1)
        context.stack.sql(f"UPDATE campaign SET opens_on = '{end.replace(day=1)}' WHERE code = '{self.code}'; "
                          f"UPDATE response_block SET day = '{end}' WHERE {own} AND id = UNHEX('{block}')")
        try:
            change = table(self.report(period=day[:7]).text, "Основные показатели")[1][5]
        finally:
            context.stack.sql(f"UPDATE campaign SET opens_on = '{opens}' WHERE code = '{self.code}'; "
                              f"UPDATE response_block SET day = '{day}' WHERE {own} AND id = UNHEX('{block}')")
        self.assertIn(f"({end.replace(day=1):%d.%m.%Y} – {end:%d.%m.%Y})", change)

    def test_appeals_are_counted(self):
        year = self.period[:4]
        path = {"data": "real", "period": year}
        self.assertNotIn("Обращения через сайт", self.report(**path).text)
        context.stack.sql(
            "INSERT INTO appeal (`key`, agency_id, receipt, kind, organisation, topic, reason, text, received_on, "
            "due_on) SELECT UNHEX(SHA2(CONCAT('report', seq), 256)), (SELECT id FROM agency WHERE code = 'nenets'), "
            f"'0000-0000-0000', 'appeal', '', '', '', 'Вопрос', IF(seq = 1, '{year}-01-15', '2001-01-15'), "
            "'2001-02-15' FROM seq_1_to_3")
        try:
            self.assertIn("поступило за период — 1; сегодня ждут ответа — 3, из них просрочено — 3",
                          plain(self.report(**path).text))
            for other in ({"audience": "internal"}, {"data": "demo"}):
                self.assertNotIn("Обращения через сайт", self.report(**{**path, **other}).text)
        finally:
            context.stack.sql("DELETE FROM appeal WHERE receipt = '0000-0000-0000'")

    # --- the figures the orders name

    def test_the_index_without_the_row_on_use(self):
        csi = self.admin.results(self.code)["indices"]["csi"]
        rows = table(self.report().text, "Индекс удовлетворённости клиентов (CSI) (demo-ne-a2")
        self.assertIn(["В целом без строк с собственной шкалой", decimal(csi["without_own_scale"])],
                      [row[:2] for row in rows])

    def test_criteria_have_shares_of_high_marks_and_composites(self):
        rows = {row[0].split(" ")[0]: row for row in table(self.report().text, "Критерии (demo-ne-a2")}
        results = self.admin.results(self.code)
        for item in results["items"]:
            if item["type"] != "csi":
                continue
            high = [decimal(100 * sum(item[k][7:]) / item["n"], 1) for k in ("ratings", "importances")]
            self.assertEqual(rows[item["id"] + "."][6:8], high, item["id"])
        for name, value in results["indices"]["csi"]["composites"].items():
            self.assertEqual(rows[name + "."][4], decimal(value))
        self.assertIn("13.", rows)

    def test_satisfaction_has_balance_base_and_what_is_not_asked(self):
        code, year, quarter = newest("ne-a3")
        text = self.report(audience="internal", period=f"{year}-Q{quarter}").text
        rows = table(text, "Удовлетворены, по направлениям")
        self.assertEqual(rows[0][2:], ["База", "Удовлетворены, %", "Баланс", "95 %: от", "95 %: до", "Надёжность"])
        satisfaction = self.admin.results(code)["indices"]["satisfaction"]
        for name, value in satisfaction["dimensions"].items():
            row = next(row for row in rows if row[0] == name)
            self.assertEqual(row[3:5], [decimal(value, 1), decimal(satisfaction["balances"][name], 1)])
        self.assertTrue([row for row in rows if row[0].startswith("взаимодействие с другими структурными") and
                         row[0].endswith("не спрашивалось")], rows)

    def test_nothing_that_was_answered_is_lost(self):
        code, year, quarter = newest("ne-a3")
        text = self.report(audience="internal", period=f"{year}-Q{quarter}").text
        shown = plain(text)
        # Parts of the stacked chart: those outside of the base too.
        shares = table(text, "4. Насколько Вы удовлетворены взаимодействием с другими исполнительными органами власти? "
                             "(Один ответ по каждой строке): доли ответов")
        self.assertIn("Затрудняюсь ответить, %", shares[0])
        row = next(i for i in self.admin.results(code)["items"] if i["id"] == "4.1")
        counts = [option["n"] for option in row["options"]]
        self.assertEqual(shares[1][1:], [str(row["n"]), *(decimal(100 * n / row["n"], 1) for n in counts)])
        # Questions asked for nothing the order lists.
        other = shown[shown.index("Другие вопросы"):]
        for number in ("10. ", "17. "):
            self.assertRegex(other, rf" {re.escape(number)}")
        self.assertIn("NPS (шкала 1–10)", shown)

    # --- what belongs to a period

    def test_what_has_no_exact_date_is_said(self):
        own = f"campaign_id = (SELECT id FROM campaign WHERE code = '{self.code}')"
        block, day, n = context.stack.sql(f"SELECT HEX(id), day, n FROM response_block WHERE {own} AND DAY(day) > 2 "
                                          "ORDER BY day LIMIT 1")[0]
        query = {"from": (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat(),
                 "to": f"{int(day[:4]) + 1}-12-31", "period": ""}

        def said():
            found = re.search(r"в период не вошли: ([^.]*)\.", plain(self.report(**query).text))
            return sum(map(int, re.findall(r": (\d+)", found[1]))) if found else 0
        # The count itself coarsens days few share to the first of the month.
        before = said()
        for vague in ("NULL", f"'{day[:8]}01'"):
            context.stack.sql(f"UPDATE response_block SET day = {vague} WHERE {own} AND id = UNHEX('{block}')")
            try:
                self.assertEqual(said(), before + int(n), vague)
            finally:
                context.stack.sql(f"UPDATE response_block SET day = '{day}' WHERE {own} AND id = UNHEX('{block}')")

    def test_topics_are_those_of_the_texts_inside(self):
        code = newest("ra-p1")[0]
        own = f"(SELECT id FROM campaign WHERE code = '{code}')"
        topic = re.search(r'<list id="topics".*?<entry id="([a-z-]+)"|<list id="topics".*?id="([a-z-]+)"',
                          (pathlib.Path(__file__).parents[2] / "forms/rosarchiv/procedure.xml").read_text(), re.S)
        topic = topic[1] or topic[2]
        day, n = context.stack.sql(
            "SELECT b.day, COUNT(*) FROM remark m JOIN response_block b ON b.campaign_id = m.campaign_id AND "
            f"b.id = m.block WHERE m.campaign_id = {own} AND DAY(b.day) > 1 GROUP BY b.day ORDER BY b.day LIMIT 1")[0]
        staff = "(SELECT MIN(id) FROM staff)"
        context.stack.sql(
            f"INSERT INTO text_reading SELECT campaign_id, id, {staff} FROM remark WHERE campaign_id = {own}; "
            f"INSERT INTO text_topic SELECT campaign_id, id, {staff}, '{topic}' FROM remark WHERE campaign_id = {own}")
        try:
            cut = {"agency": "rosarchiv", "from": day, "to": day, "period": ""}
            text = plain(self.report(**cut).text)
            whole = plain(self.report(agency="rosarchiv", period=day[:4]).text)
        finally:
            context.stack.sql(f"DELETE FROM text_topic WHERE campaign_id = {own}; "
                              f"DELETE FROM text_reading WHERE campaign_id = {own}")
        total = context.stack.sql(f"SELECT COUNT(*) FROM remark WHERE campaign_id = {own}")[0][0]
        self.assertIn(f"Прочитано и отнесено к темам текстов: {n}.", text)
        self.assertIn(f"({n}).", text[:text.index("Сведения об анализе")])
        self.assertIn(f"Прочитано и отнесено к темам текстов: {total}.", whole)

    def test_permanent_surveys_of_staff_say_so(self):
        code = newest("ne-a3")[0]
        context.stack.sql(f"UPDATE campaign SET permanent = 1 WHERE code = '{code}'")
        try:
            text = self.report(audience="internal", period="2031-01").text
        finally:
            context.stack.sql(f"UPDATE campaign SET permanent = 0 WHERE code = '{code}'")
        self.assertRegex(plain(text), r"опрос постоянный; ответы внутренних клиентов хранятся без даты")

    def test_months_can_be_chosen(self):
        month = context.stack.sql(f"SELECT DATE_FORMAT(opens_on, '%Y-%m') FROM campaign "
                                  f"WHERE code = '{self.code}'")[0][0]
        text = self.report(period=month).text
        self.assertRegex(text, rf'<option value="{month}" selected')
        self.assertIn(self.code, text)

    # --- pains

    def overdue(self, text):
        """«Нет», or how many."""
        return re.search(r"просроченных строк (?:— )?(\w+)", self.main(text))[1]

    def test_pains_of_the_surveys_stand_in_it(self):
        campaign = context.stack.sql(f"SELECT id FROM campaign WHERE code = '{self.code}'")[0][0]
        context.stack.sql(
            "INSERT INTO pain SET agency_id = (SELECT id FROM agency WHERE code = 'nenets'), audience = 'external', "
            "process = 'Процесс', process_group = '', kind = 'problem', text = 'Долгое ожидание', prevalence = 12.5, "
            "prevalence_unit = 'asked', prevalence_method = '', priority = 2, priority_method = '', linked = 0, "
            "responsible = 'Отдел', due_text = 'до конца года', organisation = '', period = '', source = '', "
            f"campaign_id = {campaign}")
        context.stack.sql("INSERT INTO pain_measure SELECT MAX(id), 1, 'Сократить срок', 1 FROM pain")
        text = self.report().text
        for word in ("Долгое ожидание", "1. Сократить срок (реинжиниринг)", "до конца года"):
            self.assertIn(word, text)
        self.assertNotIn("Долгое ожидание", self.report(audience="internal").text)
        self.assertIn("просроченных строк нет", self.main(text))
        real = self.overdue(self.report(data="real").text)
        context.stack.sql("UPDATE pain SET due_on = '2001-01-01' WHERE text = 'Долгое ожидание'")
        text = self.report().text
        self.assertIn("просроченных строк — 1", self.main(text))
        self.assertEqual(self.overdue(self.report(data="real").text), real)
        self.assertIn("выявлена, просрочено", text)
        context.stack.sql("UPDATE pain SET status = 'rejected', reason = 'Срок задан законом' "
                          "WHERE text = 'Долгое ожидание'")
        self.assertIn("отклонена: Срок задан законом", self.report().text)

    def test_the_document_says_the_same(self):
        answer = self.report(path="/admin/report.odt")
        self.assertEqual(answer.headers["content-type"], "application/vnd.oasis.opendocument.text")
        book = zipfile.ZipFile(io.BytesIO(answer.body))
        self.assertIsNone(book.testzip())
        self.assertEqual(book.namelist()[0], "mimetype")
        self.assertEqual(book.getinfo("mimetype").compress_type, zipfile.ZIP_STORED)
        content = ElementTree.fromstring(book.read("content.xml"))
        styles = book.read("styles.xml").decode()
        page = self.report().text
        headings = ["".join(h.itertext()) for h in content.iter(TEXT + "h")][1:]
        shown = [re.sub(r"<[^>]+>", "", h) for h in re.findall(r"<h[234]>(.*?)</h[234]>", page, re.S)]
        self.assertEqual([h.replace("&amp;", "&") for h in shown], headings)
        self.assertEqual(len(list(content.iter(TABLE + "table"))), page.count("<table"))
        for style in set(re.findall(r'text:style-name="([^"]+)"', book.read("content.xml").decode())):
            self.assertIn(f'style:name="{style}"', styles)

    def test_wrong_choices(self):
        self.assertEqual(self.admin.get("/admin/report").status, 200)
        self.report(422, period="2026-Q9")
        self.report(422, **{"from": "2026-08-05", "to": "2026-08-01"})
        self.report(404, agency="nowhere")
        self.report(404, audience="both")
        self.assertEqual(self.admin.get("/admin/report.odt").status, 400)
        own = add_user("altai-reader", "analyst", "--agency", "altai")
        self.assertEqual(own.get(f"/admin/report?agency=nenets&period={self.period}").status, 404)


class LongList(unittest.TestCase):
    """An agency that is made up, with more berths than the analysis has room for."""

    BERTHS, ANSWERED = 40, 27

    @classmethod
    def setUpClass(cls):
        cls.stack, cls.admin = context.stack, Admin(context.stack)
        folder = cls.stack.state / "isles"
        folder.mkdir()
        source = pathlib.Path(__file__).parents[1] / "support/buyan"
        more = "".join(f'<entry id="isle-{i}">Остров {i}</entry>' for i in range(cls.BERTHS))
        procedure = (source / "procedure.xml").read_text()
        for old, new in (('id="buyan" prefix="bu"', 'id="isles" prefix="is"'), ("<file>bu-crew.xml</file>", ""),
                         ('<file campaign="buyan-guests">bu-', '<file campaign="isles-guests">is-'),
                         ('<list id="berths" title="Причалы">', f'<list id="berths" title="Причалы">{more}')):
            assert procedure.count(old) == 1, old
            procedure = procedure.replace(old, new)
        (folder / "procedure.xml").write_text(procedure)
        (folder / "is-guests.xml").write_text((source / "bu-guests.xml").read_text().replace("BU-GUESTS", "IS-GUESTS"))
        cls.stack.ctl("procedure", "load", str(folder))
        cls.stack.open_campaign("is-guests", "isles")
        # Some berths are of two.
        cls.sent = [f"isle-{i % cls.ANSWERED}" for i in range(cls.ANSWERED + 5)]
        for seed, berth in enumerate(cls.sent):
            one = Respondent(cls.stack.client(), seed=seed, given={"qship": "boat", "qberth": berth})
            one.fill(cls.stack.path("/survey/isles"))
        cls.admin.counted("isles", len(cls.sent), 60)

    def test_the_others_stand_together(self):
        year = datetime.date.today().year
        text = self.admin.get(f"/admin/report?agency=isles&audience=external&data=real&period={year}").text
        rows = table(text, "II. К какому причалу пристали?")
        self.assertEqual(len(rows), 1 + 20 + 1)
        left = self.ANSWERED - 20
        self.assertEqual(rows[21][:3], [f"прочие варианты ({left})", str(left), decimal(100 * left / len(self.sent), 1)])
        self.assertEqual(sum(int(row[1]) for row in rows[1:]), len(self.sent))

    def test_a_table_of_two_questions_has_what_was_answered(self):
        """The page, JSON and the files: no row and no column of a list that nobody chose."""
        path = "/admin/campaign/isles/cross"
        used = [f"Остров {i}" for i in range(self.ANSWERED)]
        for rows, columns, of in (("berth", "ship", "rows"), ("ship", "berth", "columns")):
            query = f"?rows={rows}&columns={columns}"
            got = json.loads(self.admin.get(f"{path}.json{query}").text)
            self.assertEqual(got[of]["answers"], used)
            other = got["columns" if of == "rows" else "rows"]
            self.assertEqual(len(other["answers"]), 4)  # of a question all
            self.assertEqual([len(got["counts"]), {len(row) for row in got["counts"]}],
                             [len(got["rows"]["answers"]), {len(got["columns"]["answers"])}])
            self.assertEqual(sum(map(sum, got["counts"])), len(self.sent))
            self.assertEqual(sum(got[of]["n"]), len(self.sent))
            for where in (self.admin.get(path + query).text, self.admin.get(f"{path}.csv{query}").text):
                self.assertIn(used[-1], where)
                self.assertNotIn(f"Остров {self.ANSWERED}", where)


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.admin = Admin(context.stack)
        cls.code = newest("ne-a2")[0]

    def file(self, name, query="", code=None, admin=None, status=200):
        answer = (admin or self.admin).get(f"/admin/campaign/{code or self.code}/{name}{query}")
        self.assertEqual(answer.status, status, name)
        return answer

    def rows(self, name="answers.csv", query="", code=None):
        text = self.file(name, query, code).body.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))

    def test_every_response_adds_up_to_the_results(self):
        results = self.admin.results(self.code)
        for name in ("answers.csv", "answers-numbers.csv"):
            rows = self.rows(name)
            self.assertEqual(len(rows), results["responses"])
            for item in results["items"]:
                variable = "q" + item["id"].replace(".", "_")
                if item["type"] == "csi":
                    for which, counts in (("_r", item["ratings"]), ("_i", item["importances"])):
                        marks = [int(row[variable + which]) for row in rows if row[variable + which]]
                        self.assertEqual([marks.count(m) for m in range(1, 11)], counts, variable)

    def test_days_and_channels_are_those_stored_and_the_order_tells_no_more(self):
        rows = self.rows()
        stored = context.stack.sql(f"SELECT COALESCE(r.day, ''), COALESCE(r.channel, '') FROM {RESPONSES} r JOIN "
                                   f"campaign c ON c.id = r.campaign_id WHERE c.code = '{self.code}' "
                                   "ORDER BY r.day, r.channel, r.language, r.vector")
        self.assertEqual([[row["day"], row["channel"]] for row in rows], stored)
        answers = [[row["day"], row["channel"], *(int(v or 0) for k, v in row.items() if k.startswith("q"))]
                   for row in rows]
        self.assertEqual(answers, sorted(answers))
        self.assertNotRegex(self.file("answers.csv").text, r"[0-9a-fA-F]{32}")

    def test_the_filter_of_the_page_holds(self):
        day = next(row["day"] for row in self.rows() if row["day"])
        filtered = self.rows(query=f"?from={day}&to={day}")
        self.assertEqual({row["day"] for row in filtered}, {day})
        self.assertEqual(len(filtered), sum(row["day"] == day for row in self.rows()))

    def test_never_of_staff_nor_for_everybody(self):
        internal = newest("ne-a3")[0]
        for name in ("answers.csv", "answers-numbers.csv", "answers.sps"):
            self.file(name, code=internal, status=403)
            self.file(name, admin=add_user("report-head", "head"), status=403)
        self.file("codebook", code=internal)

    def test_each_file_is_noted(self):
        before = self.noted()
        self.file("answers.csv", admin=add_user("report-analyst", "analyst"))
        self.file("answers.csv", admin=add_user("report-head", "head"), status=403)
        self.assertEqual(self.noted(), before + 1)
        entry = context.stack.sql("SELECT a.object, a.after_json, s.login FROM audit a JOIN staff s ON s.id = "
                                  "a.staff_id WHERE a.action = 'answers.export' ORDER BY a.id DESC LIMIT 1")[0]
        self.assertEqual((entry[0], entry[2]), (f"campaign {self.code}", "report-analyst"))
        self.assertIn("answers.csv", entry[1])

    def noted(self):
        return int(context.stack.sql("SELECT COUNT(*) FROM audit WHERE action = 'answers.export'")[0][0])

    def test_the_codebook_knows_every_value(self):
        for code in (self.code, "ne-a3", "ra-p1", "al-srv", "uni-ext"):
            book = list(csv.reader(io.StringIO(self.file("codebook.csv", code=code).body.decode("utf-8-sig"),
                                               newline=""), delimiter=";"))
            start = next(i for i, row in enumerate(book) if row and row[0] == "Переменная")
            known = {row[0] for row in book[start + 1:] if len(row) > 5}
            self.assertGreater(len(known), 5)
            if code != self.code:
                continue
            self.assertEqual(set(self.rows()[0]) - known, set())
        self.assertEqual(Page(self.file("codebook").text).title[:18], "Кодировочная книга")
        self.assertEqual(self.file("codebook.xlsx").body[:2], b"PK")

    def test_the_syntax_names_what_the_file_has(self):
        syntax = self.file("answers.sps").body.decode("utf-8-sig")
        variables = [v for v in self.rows("answers-numbers.csv")[0]]
        self.assertIn(f"/FILE='{self.code}-answers-numbers.csv'", syntax)
        read = re.findall(r"^  (\w+) [A-Z]+\d+", syntax[:syntax.index("\n .\n")], re.M)
        self.assertEqual(read, variables)
        for variable in variables:
            self.assertIn(f"VARIABLE LABELS {variable} '", syntax)
        self.assertEqual(syntax.count("'") % 2, 0)

    def pspp(self, code, commands):
        """Rows of what it prints after it has read the file of a campaign."""
        with tempfile.TemporaryDirectory() as folder:
            for name in ("answers.sps", "answers-numbers.csv"):
                (pathlib.Path(folder) / f"{code}-{name}").write_bytes(self.file(name, code=code).body)
            syntax = pathlib.Path(folder) / f"{code}-answers.sps"
            with syntax.open("a", encoding="utf-8") as f:
                f.write(commands)
            done = subprocess.run(["pspp", "-O", "format=csv", syntax], cwd=folder, capture_output=True, text=True,
                                  timeout=60, env=dict(os.environ, LC_ALL="C.UTF-8"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        for complaint in ("error", "warning"):
            self.assertNotIn(complaint, done.stdout + done.stderr)
        return [row for row in csv.reader(io.StringIO(done.stdout)) if row]

    @unittest.skipUnless(shutil.which("pspp"), "no pspp")
    def test_a_statistical_program_counts_the_same(self):
        item = next(i for i in self.admin.results(self.code)["items"] if i["type"] == "csi")
        variable = "q" + item["id"].replace(".", "_") + "_r"
        rows = self.pspp(self.code, f"DESCRIPTIVES {variable} /FORMAT=SERIAL.\n")
        row = next(r for r in rows if r[0].startswith(item["id"] + ". "))
        self.assertEqual(int(row[1]), item["n"])
        self.assertIn(f'{item["rating_mean"]:.2f}', row[2])

    @unittest.skipUnless(shutil.which("pspp"), "no pspp")
    def test_it_knows_levels_and_sets_of_answers(self):
        code = "sets-of-answers"
        context.stack.open_campaign("al-srv", code)
        for seed in range(6):
            Respondent(context.stack.client(), seed=seed).fill(context.stack.path(f"/survey/{code}"))
        items = self.admin.counted(code, 6)["items"]
        many = next(i for i in items if i["type"] == "multi")
        one = next(i for i in items if i["type"] == "single")
        mark = next(i for i in items if i["type"] == "scale")
        rows = self.pspp(code, "DISPLAY DICTIONARY.\nMRSETS /DISPLAY NAME=ALL.\n")
        levels = {row[0]: row[3] for row in rows if len(row) > 5}
        self.assertEqual([levels[f"q{i}"] for i in (one["id"], f'{many["id"]}_a1', mark["id"])],
                         ["Nominal", "Nominal", "Scale"])
        self.assertTrue(any(row[0] == f'$q{many["id"]}' for row in rows), rows)
        said = [cell for row in rows for cell in row]
        for label in ("выбран", "День ответа", many["options"][0]["text"]):
            self.assertTrue(any(label in cell for cell in said), label)


if __name__ == "__main__":
    unittest.main()
