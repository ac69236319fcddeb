"""Appeals, complaints, proposals: the form of the site and what staff do with it (UM-3.11-2, AMB-29)."""

import concurrent.futures
import datetime
import html
import re
import unittest

import context
from page import Page
from stack import Admin

FORM = "/appeal?agency=urus-martan"
NASTY = "<script>alert(1)</script> \"&' №"
SENDER = {"name": "Иванов Иван Иванович", "email": "ivan@example.ru", "consent": "1"}


class Case(unittest.TestCase):
    number = 0

    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.client = cls.stack.client()

    def form(self, path=FORM):
        answer = self.client.get(self.stack.path(path))
        self.assertEqual(answer.status, 200, answer.text[:500])
        return Page(answer.text, self.stack.path(path)).form("text")

    def filled(self, form, **values):
        """What the form sends with these values typed in."""
        values = {"kind": "complaint", "text": self.words(), **values}
        return [(k, v) for k, v in form.pairs("next") if k not in values] + list(values.items())

    def words(self):
        """A text that no other test sends."""
        Case.number += 1
        return f"Проверка {type(self).__name__} {Case.number}"

    def post(self, pairs):
        return self.client.post(self.stack.path("/appeal"), pairs)

    def send(self, **values):
        """Sends a form of its own; returns (its text, the thanks)."""
        pairs = self.filled(self.form(), **values)
        answer = self.post(pairs)
        self.assertEqual(answer.status, 303, answer.text[:2000])
        return dict(pairs)["text"], self.client.follow(answer)

    def stored(self, text, columns="id"):
        return self.stack.sql(f"SELECT {columns} FROM appeal WHERE text = '{text}'")

    def count(self):
        return int(self.stack.sql("SELECT COUNT(*) FROM appeal")[0][0])

    def faults(self, answer, status=422):
        """The page of a refused form, each fault linked to a control."""
        self.assertEqual(answer.status, status)
        page = Page(answer.text, self.stack.path("/appeal"))
        self.assertTrue(page.title.startswith("Ошибка: "), page.title)
        for href, _ in page.links:
            if href.startswith("#") and href != "#main":
                self.assertIn(href[1:], page.ids)
        return page


class Public(Case):
    def test_the_section_leads_to_it(self):
        links = [href for href, _ in Page(self.client.get(self.stack.path("/")).text).links]
        for kind in ("appeal", "complaint", "proposal"):
            self.assertIn(self.stack.path(f"/appeal?kind={kind}"), links)

    def test_whom_it_is_for(self):
        page = Page(self.client.get(self.stack.path("/appeal?kind=proposal")).text)
        links = [href for href, _ in page.links if "agency=" in href]
        self.assertEqual([[str(len(links))]], self.stack.sql("SELECT COUNT(*) FROM agency"))
        for href in links:
            form = Page(self.client.get(href).text).form("text")
            self.assertEqual(dict(form.pairs())["kind"], "proposal")
        self.assertEqual(self.client.get(self.stack.path("/appeal?agency=nowhere")).status, 404)

    def test_the_form_is_of_the_agency(self):
        form = self.form()
        self.assertNotIn("kind", dict(form.pairs()))  # nothing is chosen in advance
        topics = next(c for c in form.controls if c.name == "topic").options
        self.assertIn("roads", [value for value, _ in topics])
        self.assertIn("organisation", form.names())
        self.assertNotIn("organisation", self.form("/appeal?agency=nenets").names())

    def test_small_and_plain(self):
        answer = self.client.get(self.stack.path(FORM))
        self.assertLess(len(answer.body), 30 * 1024)
        self.assertEqual(answer.cookies, [])
        self.assertNotIn("<script", answer.text)
        self.assertEqual(answer.headers["cache-control"], "no-store")
        for word in ("59-ФЗ", "никогда не соединяются", "Кто это видит", "Что сохраняется"):
            self.assertIn(word, Page(answer.text).text)

    def test_happy_path(self):
        text, thanks = self.send(kind="appeal", topic="roads", reason="delay", organisation="subordinate", **SENDER)
        page = Page(thanks.text)
        receipt = re.search(r"\d{4}-\d{4}-\d{4}", page.text).group()
        today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=3))).date()
        self.assertEqual(
            self.stored(text, "receipt, kind, channel, organisation, topic, reason, received_on, due_on, "
                              "COALESCE(answered_on, '-'), outcome, quarantined"),
            [[receipt, "appeal", "site", "subordinate", "roads", "delay", str(today),
              str(today + datetime.timedelta(days=30)), "-", "pending", "0"]])
        self.assertEqual(
            self.stack.sql("SELECT name, email, postal FROM appeal_contact c JOIN appeal p ON p.id = c.appeal_id "
                           f"WHERE p.text = '{text}'"), [[SENDER["name"], SENDER["email"], ""]])
        self.assertIn("Ответ будет направлен", page.text)
        self.assertEqual(thanks.cookies, [])

    def test_without_a_sender(self):
        text, thanks = self.send(kind="proposal")
        self.assertIn("ответ не направляется", Page(thanks.text).text)
        self.assertEqual(self.stack.sql("SELECT 1 FROM appeal_contact c JOIN appeal p ON p.id = c.appeal_id "
                                        f"WHERE p.text = '{text}'"), [])

    def test_characters_of_all_kinds_are_stored(self):
        text, _ = self.send(text="Снег ☃ и 🏔, «ёлка», 中文 " + self.words())
        stored, = self.stack.sql("SELECT HEX(text) FROM appeal ORDER BY id DESC LIMIT 1")
        self.assertEqual(bytes.fromhex(stored[0]).decode(), text)

    def test_neither_time_nor_address_has_a_place(self):
        rows = self.stack.sql("SELECT column_name, data_type FROM information_schema.columns WHERE "
                              "table_schema = 'otklik' AND table_name IN ('appeal', 'appeal_contact')")
        kinds = {kind for _, kind in rows}
        self.assertLessEqual(kinds, {"int", "smallint", "tinyint", "binary", "char", "varchar", "enum", "text", "date"})
        self.assertEqual([name for name, _ in rows if re.search("^ip|address|agent|time|campaign|ballot", name)], [])

    def test_other_methods_and_pages(self):
        self.assertEqual(self.client.request("PUT", self.stack.path("/appeal")).status, 405)
        for path in ("/appeal/x", "/appealx", "/appeal/thanks", "/appeal/thanks?agency=nenets&number=1",
                     "/appeal/thanks?agency=nenets&number=<b>1</b>-1234-123"):
            self.assertEqual(self.client.get(self.stack.path(path)).status, 404, path)


class Faults(Case):
    def test_all_that_was_typed_is_kept(self):
        before = self.count()
        typed = {"kind": "proposal", "topic": "roads", "reason": "thanks", "text": "Строка\r\n\r\n<b>&amp;</b>",
                 "name": NASTY, "email": "not an address", "postal": "ул. Мира,\r\nд. 1", "consent": "1"}
        page = self.faults(self.post(self.filled(self.form(), **typed)))
        kept = dict(page.form("text").pairs())
        for name, value in typed.items():
            self.assertEqual(kept[name], value.replace("\r\n", "\n"), name)
        self.assertEqual(self.count(), before)
        # Put right, the same form is taken.
        self.assertEqual(self.post(self.filled(page.form("text"), **{**kept, "email": "a@b.ru"})).status, 303)
        self.assertEqual(self.count(), before + 1)

    def test_each_fault_stands_at_its_control(self):
        for values, control in (({"kind": ""}, "kind"), ({"text": "  "}, "text"), ({"topic": "nowhere"}, "topic"),
                                ({"name": "Иванов", "consent": "1"}, "email"), ({"email": "a@b.ru"}, "name"),
                                ({**SENDER, "consent": ""}, "consent"), ({"name": "Я" * 201}, "name")):
            with self.subTest(control):
                page = self.faults(self.post(self.filled(self.form(), **values)))
                self.assertIn("#" + control, [href for href, _ in page.links])

    def test_limits(self):
        before = self.count()
        page = self.faults(self.post(self.filled(self.form(), text="я" * 10001)))
        self.assertEqual(dict(page.form("text").pairs())["text"], "я" * 10001)
        answer = self.post(self.filled(self.form(), text="я" * 300000))
        self.assertEqual(answer.status, 413)
        self.assertIn("<h1>", answer.text)
        self.assertEqual(self.count(), before)
        self.send(text="ж" * (10000 - 50) + self.words())

    def test_damaged_tokens(self):
        before = self.count()
        other = dict(self.form("/appeal?agency=nenets").pairs())["token"]  # of another agency
        for token in ("", "x", "A" * 86, other):
            answer = self.post(self.filled(self.form(), token=token, text="Храните меня"))
            page = self.faults(answer)
            self.assertEqual(dict(page.form("text").pairs())["text"], "Храните меня")
        self.assertEqual(self.count(), before)
        self.assertEqual(self.post(page.form("text").pairs("next")).status, 303)

    def test_strange_requests(self):
        path = self.stack.path("/appeal")
        self.assertEqual(self.post([]).status, 400)
        self.assertEqual(self.post([("agency", "nowhere")]).status, 404)
        self.assertEqual(self.client.request("POST", path, body=b"text=%ff", ).status, 400)
        self.assertEqual(self.client.request("POST", path, body=b"x", type_="text/plain").status, 415)

    def test_what_cannot_be_stored_is_not_acknowledged(self):
        """Neither half of it: the sender has no table for a moment."""
        pairs = self.filled(self.form(), **SENDER)
        text = dict(pairs)["text"]
        self.stack.sql("RENAME TABLE appeal_contact TO appeal_contact_aside")
        try:
            answer = self.post(pairs)
        finally:
            self.stack.sql("RENAME TABLE appeal_contact_aside TO appeal_contact")
        page = self.faults(answer, 503)
        self.assertIn("retry-after", answer.headers)
        self.assertEqual(self.stored(text), [])
        self.assertEqual(self.post(page.form("text").pairs("next")).status, 303)
        self.assertEqual(len(self.stored(text)), 1)


class Once(Case):
    def test_a_double_click(self):
        pairs = self.filled(self.form(), **SENDER)
        with concurrent.futures.ThreadPoolExecutor(12) as pool:
            answers = list(pool.map(lambda _: self.stack.client().post(self.stack.path("/appeal"), pairs), range(24)))
        self.assertEqual({a.status for a in answers}, {303})
        self.assertEqual(sum("repeat" not in a.location for a in answers), 1)
        self.assertEqual(len({re.search(r"number=([\d-]+)", a.location).group(1) for a in answers}), 1)
        self.assertEqual(len(self.stored(dict(pairs)["text"])), 1)

    def test_a_changed_repetition(self):
        pairs = self.filled(self.form())
        self.assertEqual(self.post(pairs).status, 303)
        changed = [(k, "Другой текст" if k == "text" else v) for k, v in pairs]
        page = Page(self.client.follow(self.post(changed)).text)
        self.assertIn("изменения повторной отправки не сохранены", page.text)
        self.assertEqual(self.stored("Другой текст"), [])


class Grants(Case):
    def refused(self, account, statement):
        with self.subTest(account=account, statement=statement):
            with self.assertRaisesRegex(PermissionError, "denied"):
                self.stack.sql(statement, account)

    def tables(self):
        return {row[0] for row in self.stack.sql(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'otklik'")}

    def test_the_public_program_reads_nothing_back(self):
        for table in self.tables() - {"agency"}:
            self.refused("otklik-appeal", f"SELECT * FROM {table} LIMIT 1")
        self.refused("otklik-appeal", "SELECT name FROM appeal_contact LIMIT 1")

    def test_it_changes_nothing(self):
        for table in self.tables():
            self.refused("otklik-appeal", f"DELETE FROM {table}")
        for change in ("UPDATE appeal SET text = ''", "UPDATE appeal SET outcome = 'positive'",
                       "INSERT INTO appeal (outcome) VALUES ('positive')", "UPDATE appeal_contact SET name = ''",
                       "INSERT INTO ballot (`key`) VALUES ('')", "REPLACE INTO appeal (`key`) VALUES ('')"):
            self.refused("otklik-appeal", change)

    def test_others_stay_outside(self):
        for account in ("otklik-survey", "otklik-count"):
            for table in ("appeal", "appeal_contact"):
                self.refused(account, f"SELECT 1 FROM {table} LIMIT 1")
                self.refused(account, f"INSERT INTO {table} VALUES ()")

    def test_staff_change_only_what_came_of_it(self):
        for change in ("UPDATE appeal SET text = ''", "UPDATE appeal SET received_on = '2026-01-01'",
                       "UPDATE appeal_contact SET name = ''", "DELETE FROM appeal", "DELETE FROM appeal_contact",
                       "INSERT INTO appeal_contact (appeal_id) VALUES (1)"):
            self.refused("otklik-admin", change)


class Staff(Case):
    passwords = {}

    def staff(self, login, role, *options):
        if login not in Staff.passwords:
            Staff.passwords[login] = self.stack.ctl("user", "add", login, "--role", role, *options,
                                                    "--generate").strip()
        return Admin(self.stack, login, Staff.passwords[login])

    def appeal(self, **values):
        """A fresh appeal: (path of its page, its text)."""
        text, _ = self.send(**values)
        return f"/admin/appeal/{self.stored(text)[0][0]}", text

    def answer(self, admin, path, **values):
        page = Page(admin.get(path).text, self.stack.path(path))
        form = page.form("outcome")
        pairs = [(k, v) for k, v in form.pairs() if k not in values] + list(values.items())
        return admin.client.post(page.target(form), pairs)

    def audit(self, path):
        name = path.removeprefix("/admin/").replace("/", " ")
        return self.stack.sql("SELECT action, before_json, after_json FROM audit "
                              f"WHERE object = '{name}' ORDER BY id")

    def test_who_sees_the_sender(self):
        path, text = self.appeal(**SENDER, postal="Почтовый адрес, 17")
        for role in ("operator", "analyst", "head", "administrator"):
            answer = self.staff(f"appeal-{role}", role).get(path)
            with self.subTest(role):
                self.assertEqual(answer.status, 200)
                self.assertIn(text, answer.text)
                for secret in (SENDER["name"], SENDER["email"], "Почтовый адрес, 17"):
                    self.assertEqual(secret in answer.text, role in ("operator", "administrator"))
                self.assertEqual(Page(answer.text).form("outcome") is not None, role in ("operator", "administrator"))

    def test_who_may_answer(self):
        path, text = self.appeal()
        for role in ("analyst", "head"):
            one = self.staff(f"appeal-{role}", role)
            token = dict(Page(one.get("/admin").text).form("csrf").pairs())["csrf"]
            for more in ("", "/quarantine"):
                answer = one.client.post(self.stack.path(path + more), [
                    ("csrf", token), ("revision", "1"), ("outcome", "positive"), ("to", "1"),
                    ("answered_on", str(datetime.date.today()))])
                self.assertEqual(answer.status, 403)
        self.assertEqual(self.stored(text, "outcome, quarantined, revision"), [["pending", "0", "1"]])

    def test_answering(self):
        path, text = self.appeal(**SENDER)
        operator = self.staff("appeal-operator", "operator")
        day = self.stored(text, "received_on")[0][0]
        answer = self.answer(operator, path, outcome="partial", answered_on=day, remark="исх. № 7")
        self.assertEqual(answer.status, 303)
        page = Page(operator.client.follow(answer).text)
        for word in ("Сохранено", "частично", "исх. № 7"):
            self.assertIn(word, page.text)
        self.assertEqual(self.stored(text, "outcome, answered_on, remark, revision"), [["partial", day, "исх. № 7", "2"]])
        (action, before, after), = self.audit(path)
        self.assertEqual(action, "appeal.answer")
        self.assertIn('"pending"', before)
        self.assertIn('"partial"', after)
        self.assertIn(day, after)
        self.assertEqual([s for s in (SENDER["name"], SENDER["email"], text) if s in before + after], [])
        # It can be taken back.
        self.assertEqual(self.answer(operator, path, outcome="pending", answered_on="").status, 303)
        self.assertEqual([row[0] for row in self.audit(path)], ["appeal.answer", "appeal.reopen"])

    def test_faults_keep_what_was_typed(self):
        path, text = self.appeal()
        operator = self.staff("appeal-operator", "operator")
        today = datetime.date.today()
        for values in ({"outcome": "positive", "answered_on": ""}, {"outcome": "pending", "answered_on": str(today)},
                       {"outcome": "nonsense", "answered_on": str(today)},
                       {"outcome": "positive", "answered_on": "2020-01-01"},
                       {"outcome": "positive", "answered_on": str(today + datetime.timedelta(days=3))},
                       {"outcome": "positive", "answered_on": "23.11.2026"},
                       {"outcome": "refused", "answered_on": str(today), "remark": "я" * 501}):
            values = {"remark": NASTY, **values}
            with self.subTest(values):
                answer = self.answer(operator, path, **values)
                page = self.faults(answer)
                self.assertEqual(dict(page.form("outcome").pairs())["remark"], values["remark"])
                self.assertNotIn("<script>alert", answer.text)
        self.assertEqual(self.stored(text, "outcome, revision"), [["pending", "1"]])
        self.assertEqual(self.audit(path), [])

    def test_two_at_once(self):
        path, text = self.appeal()
        operator = self.staff("appeal-operator", "operator")
        day = self.stored(text, "received_on")[0][0]
        self.assertEqual(self.answer(operator, path, outcome="positive", answered_on=day).status, 303)
        answer = self.answer(operator, path, outcome="refused", answered_on=day, revision="1")
        self.assertEqual(answer.status, 409)
        self.assertEqual(self.stored(text, "outcome"), [["positive"]])

    def test_what_was_written_is_escaped(self):
        path, text = self.appeal(**{**SENDER, "name": NASTY}, text=self.words() + " <img src=x onerror=alert(1)>")
        admin = self.staff("appeal-operator", "operator")
        for page in (path, "/admin/appeals"):
            raw = admin.get(page).text
            self.assertNotIn("<img", raw)
            self.assertNotIn("<script", raw)
            self.assertIn(html.escape(text, quote=False), raw)

    def test_quarantine(self):
        path, text = self.appeal(homepage="http://spam.example")
        operator = self.staff("appeal-operator", "operator")
        self.assertEqual(self.stored(text, "quarantined"), [["1"]])
        self.assertNotIn(text, operator.get("/admin/appeals").text)
        self.assertIn(text, operator.get("/admin/appeals?quarantine=1").text)
        page = Page(operator.get(path).text, self.stack.path(path))
        self.assertIsNone(page.form("outcome"))
        form = page.form("to")
        self.assertEqual(operator.client.post(page.target(form), form.pairs()).status, 303)
        self.assertIn(text, operator.get("/admin/appeals").text)
        self.assertEqual(self.stored(text, "quarantined"), [["0"]])
        self.assertEqual([row[0] for row in self.audit(path)], ["appeal.release"])

    def test_the_trap_is_out_of_sight(self):
        css = self.client.get(self.stack.path("/static/otklik.css")).text
        self.assertRegex(css, r"\.trap \{ display: none; \}")
        self.assertRegex(self.client.get(self.stack.path(FORM)).text, r'<p class="trap"><label>')

    def test_filters(self):
        operator = self.staff("appeal-operator", "operator")
        _, complaint = self.appeal()
        path, proposal = self.appeal(kind="proposal")
        _, late = self.appeal()
        self.stack.sql("UPDATE appeal SET received_on = received_on - INTERVAL 40 DAY, "
                       f"due_on = due_on - INTERVAL 40 DAY WHERE text = '{late}'")
        day = self.stored(proposal, "received_on")[0][0]
        self.assertEqual(self.answer(operator, path, outcome="other", answered_on=day).status, 303)
        receipt = self.stored(complaint, "receipt")[0][0]
        for query, shown in (("", "complaint proposal late"), ("kind=complaint", "complaint late"),
                             ("kind=proposal", "proposal"), ("state=waiting", "complaint late"),
                             ("state=overdue", "late"), ("state=answered", "proposal"),
                             ("agency=urus-martan&state=overdue", "late"), ("agency=nenets", ""),
                             (f"number={receipt}", "complaint"), ("number=<b>", ""), ("quarantine=1", "")):
            text = operator.get("/admin/appeals?" + query).text
            with self.subTest(query):
                self.assertEqual([name for name, words in (("complaint", complaint), ("proposal", proposal),
                                                           ("late", late)) if words in text], shown.split())
        listed = operator.get("/admin/appeals").text
        self.assertLess(listed.index(proposal), listed.index(complaint))  # newest first
        self.assertIn("просрочено", Page(operator.get("/admin").text).text)

    def test_one_agency_sees_its_own(self):
        path, text = self.appeal()
        other = self.staff("appeal-nenets", "operator", "--agency", "nenets")
        self.assertEqual(other.get(path).status, 404)
        self.assertNotIn(text, other.get("/admin/appeals").text)
        self.assertEqual(other.get("/admin/appeals?agency=urus-martan").status, 404)
        token = dict(Page(other.get("/admin").text).form("csrf").pairs())["csrf"]
        for more in ("", "/quarantine"):
            answer = other.client.post(self.stack.path(path + more), [
                ("csrf", token), ("revision", "1"), ("outcome", "positive"), ("to", "1"),
                ("answered_on", str(datetime.date.today()))])
            self.assertEqual(answer.status, 404)
        own = self.staff("appeal-um", "operator", "--agency", "urus-martan")
        self.assertIn(text, own.get("/admin/appeals").text)
        for strange in ("/admin/appeal/0", "/admin/appeal/x", "/admin/appeal/99999999999999999999"):
            self.assertEqual(own.get(strange).status, 404)


if __name__ == "__main__":
    unittest.main()
