"""The pain map: from a figure to a row, two people at once, closing, printing."""

import concurrent.futures
import json
import re
import unittest

import context
from page import Page
from stack import Admin
from test_admin import add_user

HEADINGS = ["N", "Наименование процесса", "Выявленные проблемы/потенциальные потребности клиентов",
            "Распространенность проблемы", "Приоритетность решения проблемы/удовлетворения потребности",
            "Необходимые к реализации мероприятия", "Ответственный", "Срок реализации"]

ROW = {"process": "Рассмотрение обращений", "text": "Долго ждать <ответа>", "kind": "problem",
       "prevalence": "66,7", "prevalence_unit": "asked", "prevalence_method": "опрос", "priority": "2",
       "measure.1": "Сократить срок", "measure.1.re": "1", "measure.2": "Обучить",
       "responsible": "Отдел закупок", "due_on": "2020-03-31", "status": "found", "source": "опрос"}


class Case(unittest.TestCase):
    def setUp(self):
        self.admin = Admin(context.stack)

    def form(self, path, *names, admin=None):
        answer = (admin or self.admin).get(path)
        self.assertEqual(answer.status, 200, path)
        page = Page(answer.text, context.stack.path(path))
        return page, page.form(*(names or ("process", "text")))

    def send(self, page, form, values, admin=None):
        pairs = [(k, v) for k, v in form.pairs() if k not in values]
        pairs += [(k, v) for k, v in values.items() if v is not None]
        return (admin or self.admin).client.post(page.target(form), pairs)

    def add(self, agency="nenets", audience="external", **values):
        page, form = self.form(f"/admin/pain/new?agency={agency}&audience={audience}")
        answer = self.send(page, form, ROW | values)
        self.assertEqual(answer.status, 303, answer.text[:2000])
        return int(context.stack.sql("SELECT MAX(id) FROM pain")[0][0])

    def map(self, agency="nenets", audience="external", more=""):
        return self.admin.get(f"/admin/pain?agency={agency}&audience={audience}{more}")

    def row(self, number):
        names = "revision, status, prevalence, due_on, text, audience, reason"
        return dict(zip(names.split(", "), context.stack.sql(f"SELECT {names} FROM pain WHERE id = {number}")[0]))


class Adding(Case):
    def test_stored_as_typed(self):
        number = self.add(process="Процесс A", due_text="I квартал")
        self.assertEqual(self.row(number)["prevalence"], "66.70")
        text = self.map().text
        for said in ("Процесс A", "66,7 % опрошенных", "высокая", "Сократить срок", "реинжиниринг",
                     "31.03.2020", "I квартал", "просрочено", "Долго ждать &lt;ответа&gt;"):
            self.assertIn(said, text)
        self.assertIn("Долго ждать", self.admin.get("/admin").text)  # overdue: on the landing page

    def test_a_form_sent_twice_is_one_row(self):
        page, form = self.form("/admin/pain/new?agency=nenets")
        count = "SELECT COUNT(*) FROM pain WHERE process = 'Дважды'"
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            sent = list(pool.map(lambda _: self.send(page, form, ROW | {"process": "Дважды"}), range(4)))
        self.assertEqual([answer.status for answer in sent], [303] * 4)
        self.assertEqual(context.stack.sql(count), [["1"]])
        answer = self.send(page, form, ROW | {"process": "Дважды", "text": "Не то же"})
        self.assertEqual(answer.status, 409)
        self.assertEqual(context.stack.sql(count), [["1"]])
        again = Page(answer.text, page.url)
        self.assertEqual(self.send(page, again.form("process", "text"), {}).status, 303)
        self.assertEqual(context.stack.sql(count), [["2"]])
        for key in (None, "", "x", "A" * 43):
            self.assertEqual(self.send(page, form, ROW | {"key": key}).status, 400, key)

    def test_audiences_are_separate(self):
        self.add(process="Только внутренние", audience="internal")
        self.assertNotIn("Только внутренние", self.map().text)
        self.assertIn("Только внутренние", self.map(audience="internal").text)

    def test_bad_input_is_kept(self):
        page, form = self.form("/admin/pain/new?agency=nenets")
        for wrong in ({"process": ""}, {"text": "  "}, {"prevalence": "много"}, {"prevalence": "101"},
                      {"prevalence": "1,5", "prevalence_unit": "appeal_count"}, {"priority": ""},
                      {"priority": "7"}, {"due_on": "31.02.2026"}, {"process": "я" * 501}, {"kind": None}):
            answer = self.send(page, form, ROW | wrong)
            with self.subTest(wrong=wrong):
                self.assertEqual(answer.status, 422)
                again = Page(answer.text)
                self.assertTrue(again.title.startswith("Ошибка:"))
                kept = dict(again.form("process", "text").pairs())
                for name, value in (ROW | wrong).items():
                    if value and name not in ("priority", "kind"):
                        self.assertEqual(kept.get(name, "").strip(), value.strip(), name)

    def test_from_a_result(self):
        page, form = self.form("/admin/pain/new?campaign=ne-a2&item=4")
        pairs = dict(form.pairs())
        self.assertEqual((pairs["campaign"], pairs["item"], pairs["agency"]), ("ne-a2", "4", "nenets"))
        self.assertIn("Скорость получения результата функции", pairs["source"])
        answer = self.send(page, form, {k: ROW[k] for k in ("process", "text", "priority")})
        self.assertEqual(answer.status, 303)
        stored = context.stack.sql("SELECT c.code, p.item FROM pain p JOIN campaign c ON c.id = p.campaign_id "
                                   "ORDER BY p.id DESC LIMIT 1")
        self.assertEqual(stored, [["ne-a2", "4"]])
        for path in ("campaign=ne-a2&item=99", "campaign=no-such&item=1", "campaign=ne-a2",
                     "campaign=ne-a2&item=1&text=00"):
            self.assertEqual(self.admin.get(f"/admin/pain/new?{path}").status, 404, path)

    def test_a_source_of_another_map_is_refused(self):
        page, form = self.form("/admin/pain/new?agency=rosarchiv")
        answer = self.send(page, form, ROW | {"campaign": "ne-a2", "item": "1"})
        self.assertEqual(answer.status, 400)


class Editing(Case):
    def test_two_at_once(self):
        number = self.add(text="Первая")
        other = add_user("second", "analyst")
        mine, theirs = self.form(f"/admin/pain/{number}"), self.form(f"/admin/pain/{number}", admin=other)
        answer = self.send(*theirs, {"text": "Чужая", "responsible": "Чужой отдел"}, admin=other)
        self.assertEqual(answer.status, 303)
        answer = self.send(*mine, {"text": "Моя версия", "measure.3": "Моё мероприятие"})
        self.assertEqual(answer.status, 409)
        self.assertEqual(self.row(number)["text"], "Чужая")
        page = Page(answer.text, context.stack.path(f"/admin/pain/{number}"))
        for said in ("Чужая", "Моя версия", "Чужой отдел", "Моё мероприятие", "second"):
            self.assertIn(said, answer.text)
        form = page.form("process", "text")
        self.assertEqual(dict(form.pairs())["text"], "Моя версия")
        self.assertEqual(self.send(page, form, {}).status, 303)
        self.assertEqual((self.row(number)["text"], self.row(number)["revision"]), ("Моя версия", "3"))

    def test_history_and_audit(self):
        number = self.add(text="Было так")
        self.send(*self.form(f"/admin/pain/{number}"), {"text": "Стало иначе"})
        text = self.admin.get(f"/admin/pain/{number}/history").text
        for said in ("Было так", "Стало иначе", "admin"):
            self.assertIn(said, text)
        log = context.stack.sql("SELECT a.action, s.login, a.before_json, a.after_json FROM audit a "
                                f"JOIN staff s ON s.id = a.staff_id WHERE a.object = 'pain {number}' ORDER BY a.id")
        self.assertEqual([(entry[0], entry[1]) for entry in log], [("pain.add", "admin"), ("pain.edit", "admin")])
        self.assertEqual(json.loads(log[1][2])["text"], "Было так")
        self.assertEqual(json.loads(log[1][3])["text"], "Стало иначе")

    def test_measures_can_be_emptied(self):
        number = self.add()
        self.send(*self.form(f"/admin/pain/{number}"), {"measure.1": ""})
        self.assertEqual(context.stack.sql(f"SELECT n, text, reengineering FROM pain_measure WHERE pain_id = {number}"),
                         [["1", "Обучить", "0"]])

    def test_unknown_rows(self):
        for path in ("/admin/pain/999999", "/admin/pain/0", "/admin/pain/abc", "/admin/pain/999999/history"):
            self.assertEqual(self.admin.get(path).status, 404, path)

    def test_other_agencies(self):
        number = self.add(agency="nenets")
        one = add_user("ra-analyst", "analyst", "--agency", "rosarchiv")
        self.assertEqual(one.get(f"/admin/pain/{number}").status, 404)
        self.assertEqual(one.get(f"/admin/pain/{number}/history").status, 404)
        page, form = self.form("/admin/pain/new", admin=one)
        answer = self.send(page, form, ROW | {"agency": "nenets"}, admin=one)
        self.assertEqual(answer.status, 404)


class Closing(Case):
    def close(self, number, values, admin=None):
        page, form = self.form(f"/admin/pain/{number}", "decision", "reason", admin=admin)
        return self.send(page, form, values, admin=admin)

    def test_closed_and_opened_again(self):
        number = self.add(text="Закроется")
        self.assertEqual(self.close(number, {"decision": "rejected", "reason": " "}).status, 422)
        answer = self.close(number, {"decision": "rejected", "reason": "Не подтвердилась"})
        self.assertEqual(answer.status, 303)
        self.assertEqual((self.row(number)["status"], self.row(number)["reason"]), ("rejected", "Не подтвердилась"))
        self.assertNotIn("Закроется", self.map().text)
        self.assertIn("Закроется", self.map(more="&show=closed").text)
        self.assertIn("Не подтвердилась", self.map(more="&show=all").text)
        page = Page(self.admin.get(f"/admin/pain/{number}").text, context.stack.path(f"/admin/pain/{number}"))
        form = next(f for f in page.forms if f.action.endswith("/reopen"))
        self.assertEqual(self.send(page, form, {}).status, 303)
        self.assertEqual((self.row(number)["status"], self.row(number)["reason"]), ("work", ""))

    def split(self, number):
        """The day the page of the row compares indicators before and after."""
        link = re.search(r"/trend\?split=([0-9-]+)", self.admin.get(f"/admin/pain/{number}").text)
        return link and link[1]

    def test_compared_by_the_day_it_was_done(self):
        number = self.add(text="Сделают раньше")
        context.stack.sql("UPDATE pain SET campaign_id = (SELECT id FROM campaign ORDER BY id LIMIT 1) "
                          f"WHERE id = {number}")
        self.assertEqual(self.split(number), "2020-03-31")  # as planned
        self.assertEqual(self.close(number, {"decision": "done", "reason": "Сделано"}).status, 303)
        context.stack.sql("UPDATE pain_history SET at = UNIX_TIMESTAMP('2019-11-30 22:30:00') "
                          f"WHERE pain_id = {number} AND revision = 2")  # UTC: the next day in Naryan-Mar
        self.assertEqual(self.split(number), "2019-12-01")

    def test_head_decides_and_edits_nothing(self):
        number = self.add(text="Решит руководитель")
        head = add_user("role-head", "head")
        page = Page(head.get(f"/admin/pain/{number}").text)
        self.assertIsNone(page.form("process"))
        token = dict(page.form("decision").pairs())["csrf"]
        answer = head.client.post(context.stack.path(f"/admin/pain/{number}"),
                                  list(ROW.items()) + [("csrf", token), ("revision", "1")])
        self.assertEqual(answer.status, 403)
        self.assertEqual(self.close(number, {"decision": "done", "reason": "Сделано"}, head).status, 303)
        self.assertEqual(self.row(number)["status"], "done")

    def test_changed_meanwhile(self):
        number = self.add()
        page, form = self.form(f"/admin/pain/{number}", "decision", "reason")
        self.send(*self.form(f"/admin/pain/{number}"), {"text": "Изменилась"})
        answer = self.send(page, form, {"decision": "done", "reason": "Набранная причина"})
        self.assertEqual(answer.status, 409)
        self.assertIn("Набранная причина", answer.text)
        self.assertEqual(self.row(number)["status"], "found")

    def test_nothing_is_deleted(self):
        with self.assertRaises(PermissionError):
            context.stack.sql("DELETE FROM pain", "otklik-admin")
        for statement in ("DELETE FROM pain_history", "UPDATE pain_history SET state = ''",
                          "UPDATE pain SET audience = 'internal'", "DELETE FROM audit", "SELECT * FROM audit",
                          "UPDATE staff SET role = 4"):
            with self.assertRaises(PermissionError, msg=statement):
                context.stack.sql(statement, "otklik-admin")


class Printing(Case):
    def test_columns_of_the_appendix(self):
        self.add(process="На печать")
        page = Page(self.admin.get("/admin/pain/print?agency=nenets").text)
        self.assertEqual(page.headings[0][1], "Карта болей")
        self.assertEqual(page.tables[0][0], HEADINGS)
        self.assertEqual(page.tables[0][1], [str(i) for i in range(1, 9)])
        self.assertIn("На печать", page.text)

    def test_rank_where_the_order_asks_for_it(self):
        self.add(agency="rosarchiv", queue="3")
        page = Page(self.admin.get("/admin/pain/print?agency=rosarchiv").text)
        self.assertEqual(page.tables[0][0], HEADINGS + ["Очередность реинжиниринга процесса"])
        self.assertEqual(page.tables[0][-1][-1], "3")

    def test_overdue_first_and_sorted(self):
        late = self.add(process="Просрочено давно", due_on="2019-01-01", agency="altai", priority="4")
        self.add(process="Без срока", due_on="", agency="altai", priority="1")
        rows = Page(self.map("altai").text).tables[0][1:]
        self.assertIn("Просрочено давно", rows[0][1])
        rows = Page(self.map("altai", more="&sort=priority").text).tables[0][1:]
        self.assertIn("Без срока", rows[0][1])
        rows = Page(self.map("altai", more="&sort=-priority").text).tables[0][1:]
        self.assertIn("Просрочено давно", rows[0][1])
        self.assertTrue(late)
