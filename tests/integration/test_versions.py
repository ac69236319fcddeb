"""The editor of questionnaires: draft, check, publish; versions of campaigns and their results."""

import json
import re
import time
import unittest

import context
from page import Page
from respondent import Respondent
from stack import Admin, until
from test_admin import add_user

WORDING = "Насколько легко было подать обращение (новая формулировка)"


def number(code, agency):
    rows = context.stack.sql("SELECT q.id FROM questionnaire q JOIN agency a ON a.id = q.agency_id "
                             f"WHERE q.code = '{code}' AND a.code = '{agency}'")
    return int(rows[0][0])


class Case(unittest.TestCase):
    code = "NE-A2"
    agency = "nenets"

    def setUp(self):
        self.stack = context.stack
        self.admin = Admin(self.stack)
        self.number = number(self.code, self.agency)
        self.stack.sql(f"DELETE FROM form_draft WHERE questionnaire_id = {self.number}")

    def path(self, rest=""):
        return f"/admin/form/{self.number}{rest}"

    def page(self, rest="", admin=None):
        answer = (admin or self.admin).get(self.path(rest))
        self.assertEqual(answer.status, 200, rest)
        return Page(answer.text, self.stack.path(self.path(rest)))

    def find(self, page, ending):
        return next(f for f in page.forms if f.action.endswith(ending))

    def send(self, page, form, values=None, button=None, admin=None):
        values = values or {}
        pairs = [(k, v) for k, v in form.pairs(button) if k not in values]
        pairs += [(k, v) for k, v in values.items() if v is not None]
        return (admin or self.admin).client.post(page.target(form), pairs)

    def start(self):
        page = self.page()
        self.assertEqual(self.send(page, self.find(page, "/start")).status, 303)
        return self.page()

    def press(self, button, value, admin=None):
        """Presses a button of the outline that has this name and value."""
        page = self.page(admin=admin)
        form = next(f for f in page.forms
                    if any(c.name == button and c.value == value for c in f.controls))
        pairs = [p for p in form.pairs() if p[0] not in ("up", "down", "on", "off", "add")]
        return (admin or self.admin).client.post(page.target(form), pairs + [(button, value)])

    def draft(self):
        rows = self.stack.sql(f"SELECT revision, xml FROM form_draft WHERE questionnaire_id = {self.number}")
        return (int(rows[0][0]), rows[0][1].replace("\\n", "\n")) if rows else None

    def edit(self, question, values, admin=None, page=None):
        page = page or self.page(f"/question/{question}", admin)
        return self.send(page, page.form("id", "text"), values, admin=admin)


class Publishing(Case):
    def versions(self):
        return int(self.stack.sql(f"SELECT MAX(version) FROM form_version WHERE questionnaire_id = {self.number}")[0][0])

    def publish(self):
        page = self.page("/check")
        return page, self.send(page, self.find(page, "/publish"))

    def answer(self, campaign, given):
        page = Respondent(self.stack.client(), given=given, only_given=True).fill(
            self.stack.path(f"/survey/{campaign}"))
        self.assertIn("принят", page.text)


class Versions(Publishing):
    def beside(self, old, new, block):
        """In the trend the changed wording is flagged, and what was not asked before is named."""
        trend = json.loads(self.admin.get(f"/admin/campaign/{new}/trend.json").text)
        at = {point["campaign"]: i for i, point in enumerate(trend["points"])}
        lines = {(line["kind"], line.get("item") or line.get("name")): line["values"] for line in trend["lines"]}
        was, now = (lines["rating", "8"][at[code]] for code in (old, new))
        self.assertEqual((was["value"], was.get("wording_changed")), (7, True))
        self.assertEqual((now["value"], now.get("wording_changed")), (4, None))
        self.assertIsNone(lines["rating", "1"][at[old]].get("wording_changed"))
        self.assertTrue(lines["csi-block", "О"][at[old]]["wording_changed"])  # row 8 is in it
        self.assertNotIn("wording_changed", lines["csi-block", "И"][at[old]])
        if not block:
            self.assertTrue(lines["rating", "d1"][at[old]]["absent"])
            self.assertTrue(any(" d1. " in text for text in trend["left_out"]))
            self.assertTrue(lines["csi", None][at[old]]["rows_differ"])
            # Row 8 alone was answered in both: 7 × 9 and 4 × 10.
            self.assertEqual([lines["csi-common", None][at[c]]["value"] for c in (old, new)], [63, 40])
        page = self.admin.get(f"/admin/campaign/{new}/trend").text
        self.assertIn("другая формулировка", page)

    def test_a_new_version_leaves_campaigns_alone(self):
        before = self.versions()
        old, new = f"forms-old-{time.time_ns()}", f"forms-new-{time.time_ns()}"
        self.stack.open_campaign(self.code, old)
        self.start()
        block = self.page().form("off") is not None
        if not block:
            self.assertEqual(self.press("on", "item-12").status, 303)
        page = self.page("/question/criteria")
        form = page.form("id", "text")
        row = next(c.name for c in form.controls if c.name.endswith(".id") and c.value == "8")
        wording = f"{WORDING} {before + 1}"
        self.assertEqual(self.edit("criteria", {row[:-2] + "text": wording}, page=page).status, 303)
        check, answer = self.publish()
        self.assertIn(wording, check.text)
        self.assertIn("изменена формулировка", check.text)
        if not block:
            self.assertIn("Чего Вам не хватает", check.text)
        self.assertEqual(answer.status, 303, answer.text[:3000])
        self.assertEqual(self.versions(), before + 1)
        self.assertIsNone(self.draft())
        self.assertIn(f"Версия {before + 1} опубликована", self.admin.client.get(answer.location).text)

        self.stack.open_campaign(self.code, new)
        pages = {code: self.stack.client().get(self.stack.path(f"/survey/{code}")).text for code in (old, new)}
        self.assertNotIn(wording, pages[old])
        self.assertIn(wording, pages[new])
        self.assertIn("Чего Вам не хватает", pages[new])
        self.answer(old, {"q8.rating": "7", "q8.importance": "9"})
        self.answer(new, {"q8.rating": "4", "q8.importance": "10", "qd1.rating": "2", "qd1.importance": "3",
                          "qd5": "Парковки"})
        results = {code: self.admin.counted(code, 1) for code in (old, new)}
        self.assertEqual([results[c]["version"] for c in (old, new)], [before, before + 1])
        rows = {c: {i["id"]: i for i in results[c]["items"]} for c in (old, new)}
        self.assertEqual((rows[old]["8"]["rating_mean"], rows[new]["8"]["rating_mean"]), (7, 4))
        self.assertEqual(rows[new]["d1"]["importance_mean"], 3)
        self.assertEqual(rows[new]["d5"]["n"], 1)
        self.assertEqual(rows[new]["8"]["text"], wording)
        if not block:
            self.assertNotIn("d1", rows[old])
        compared = self.page(f"/compare?version={before + 1}").text
        self.assertIn(wording, compared)
        self.assertIn(f"Без изменений: {14 if not block else len(rows[old]) - 1} из", compared)
        self.beside(old, new, block)
        # The same text again is nothing to publish.
        self.start()
        page = self.page("/check")
        self.assertIn("публиковать нечего", page.text)
        token = self.page().forms[0].pairs()
        answer = self.admin.client.post(self.stack.path(self.path("/publish")), token + [
            ("revision", "1"), ("newest", str(before + 1))])
        self.assertEqual(answer.status, 422)
        # And loading the unchanged file of the package does not take the edit back.
        self.stack.ctl("procedure", "load", "nenets")
        self.assertEqual(self.versions(), before + 1)


class Months(Publishing):
    def test_a_permanent_campaign_moves_on_with_the_month(self):
        code, fixed = f"forms-move-{time.time_ns()}", f"forms-fixed-{time.time_ns()}"
        self.stack.open_campaign(self.code, code)
        self.stack.open_campaign(self.code, fixed, "--working-days", "5")
        kept = self.stack.client().get(self.stack.path(f"/survey/{code}")).text
        before = self.versions()
        self.start()
        page = self.page("/head")
        self.assertEqual(self.send(page, page.form("title", "notice"),
                                   {"thanks": f"Спасибо, версия {before + 1}."}).status, 303)
        self.assertEqual(self.publish()[1].status, 303)
        version = ("SELECT v.version FROM campaign c JOIN form_version v ON v.id = c.form_version_id "
                   "WHERE c.code = '{}'")
        self.assertEqual(self.stack.sql(version.format(code)), [[str(before)]])
        # Published in a month that is over: as if the month had just ended.
        self.stack.sql("UPDATE form_version SET published_on = SUBDATE(published_on, INTERVAL 32 DAY) "
                       f"WHERE questionnaire_id = {self.number}")
        until(lambda: self.stack.sql(version.format(code)) == [[str(before + 1)]], 30, "move to the new version")
        self.assertEqual(self.stack.sql(version.format(fixed)), [[str(before)]])
        # A form issued before is still taken, and counted under its own version.
        form = Page(kept, self.stack.path(f"/survey/{code}")).form("next")
        pairs = [(k, v) for k, v in form.pairs("next") if not k.startswith("q")]
        answer = self.stack.client().post(self.stack.path(f"/survey/{code}"),
                                          pairs + [("q1.rating", "9"), ("q1.importance", "9")])
        self.assertEqual(answer.status, 303)
        tally = ("SELECT v.version, t.n FROM tally t JOIN form_version v ON v.id = t.form_version_id JOIN campaign c "
                 f"ON c.id = t.campaign_id WHERE c.code = '{code}' AND t.item = 65535")
        until(lambda: self.stack.sql(tally) == [[str(before), "1"]], 30, "count under the old version")
        # Both versions have results of their own.
        self.assertEqual((self.admin.results(code)["version"], self.admin.results(code)["responses"]), (before + 1, 0))
        page = self.admin.get(f"/admin/campaign/{code}").text
        self.assertIn(f"Версия {before}: ответов 1", page)
        self.assertIn(f"Версия {before + 1}: ответов 0", page)
        old = json.loads(self.admin.get(f"/admin/campaign/{code}/results.json?version={before}").body)
        self.assertEqual((old["version"], old["responses"]), (before, 1))
        self.assertEqual(next(i for i in old["items"] if i["id"] == "1")["rating_mean"], 9)
        self.assertEqual(self.admin.get(f"/admin/campaign/{code}?version=9999").status, 404)


class Editing(Case):
    def test_moves_and_adds(self):
        self.start()
        self.assertEqual(self.press("up", "d5").status, 303)
        xml = self.draft()[1]
        self.assertLess(xml.index('id="d5"'), xml.index('id="d4"'))
        page = self.page()
        form = next(f for f in page.forms if "type" in f.names())
        answer = self.send(page, form, {"type": "single"}, "add")
        self.assertEqual(answer.status, 303)
        question = answer.location.rsplit("/", 1)[1]
        self.assertIn("опубликовать его пока нельзя", self.page("/check").text)
        self.assertIsNone(self.page("/check").form("newest"))
        answer = self.edit(question, {
            "text": "Довольны ли Вы <ответом> & сроком?", "number": "99", "required": "1", "o.0.text": "да",
            "o.1.text": "нет", "o.1.place": "0", "o.2.text": "другое", "o.2.other": "1"})
        self.assertEqual(answer.status, 303, answer.text[:2000])
        page = self.page(f"/question/{question}")
        pairs = dict(page.form("id", "text").pairs())
        self.assertEqual([pairs[f"o.{i}.text"] for i in range(3)], ["нет", "да", "другое"])
        self.assertEqual(len({pairs[f"o.{i}.code"] for i in range(3)}), 3)
        preview = Page(self.admin.get(self.path("/preview")).text)
        self.assertIn("Довольны ли Вы <ответом> & сроком?", preview.text)
        self.assertEqual([f for f in preview.forms if not f.action.endswith("/logout")], [])
        self.assertIsNotNone(self.page("/check").form("newest"))
        page = self.page(f"/question/{question}")
        self.assertEqual(self.send(page, self.find(page, "/remove")).status, 303)
        self.assertNotIn(f'id="{question}"', self.draft()[1])

    def test_two_editors(self):
        self.start()
        other = add_user("second-editor", "analyst", "--agency", "nenets")
        mine, theirs = self.page("/question/d4"), self.page("/question/d4", other)
        self.assertEqual(self.edit("d4", {"text": "Чужой текст"}, other, theirs).status, 303)
        answer = self.edit("d4", {"text": "Мой текст"}, page=mine)
        self.assertEqual(answer.status, 409)
        for said in ("Чужой текст", "Мой текст", "second-editor"):
            self.assertIn(said, answer.text)
        self.assertIn("Чужой текст", self.draft()[1])
        page = Page(answer.text, self.stack.path(self.path("/question/d4")))
        self.assertEqual(dict(page.form("id", "text").pairs())["text"], "Мой текст")
        self.assertEqual(self.edit("d4", {}, page=page).status, 303)
        self.assertIn("Мой текст", self.draft()[1])
        # A click that came too late is not done; a text that came too late is kept.
        stale = self.page()
        self.edit("d4", {"hint": "Ещё правка"}, other)
        form = next(f for f in stale.forms if "up" in f.names())
        revision = self.draft()[0]
        answer = self.send(stale, form, {"up": "d5"})
        self.assertEqual((answer.status, self.draft()[0]), (409, revision))
        stale = self.page("/xml")
        self.edit("d4", {"hint": "И ещё"}, other)
        answer = self.send(stale, stale.form("xml"), {"xml": self.draft()[1].replace("И ещё", "Из файла")})
        self.assertEqual(answer.status, 409)
        self.assertIn("Из файла", answer.text)
        self.assertIn("И ещё", answer.text)

    def test_ids(self):
        self.start()
        for wrong in ("", "d0", "13.1"):
            answer = self.edit("d4", {"id": wrong, "text": "Набранное"})
            self.assertEqual(answer.status, 422, wrong)
            self.assertIn("Набранное", answer.text)
        self.assertEqual(self.edit("d4", {"id": "pain"}).status, 303)
        self.assertEqual(self.admin.get(self.path("/question/d4")).status, 404)

    def test_audit(self):
        self.start()
        self.edit("d4", {"text": "В журнал"})
        rows = self.stack.sql(f"SELECT action, before_json, after_json FROM audit WHERE object = 'form {self.number}' "
                              "ORDER BY id DESC LIMIT 1")
        self.assertEqual(rows[0][0], "form.edit")
        before, after = (json.loads(x.replace("\\\\", "\\")) for x in rows[0][1:])
        self.assertIn("С какими трудностями", before["xml"])
        self.assertEqual(after["xml"].strip(), "<text>В журнал</text>")
        self.assertEqual(after["revision"], before["revision"] + 1)

    def test_given_up(self):
        page = self.start()
        self.assertEqual(self.send(page, self.find(page, "/discard")).status, 303)
        self.assertIsNone(self.draft())


class Files(Case):
    def save(self, xml):
        page = self.page("/xml")
        return self.send(page, page.form("xml"), {"xml": xml})

    def test_round_trip(self):
        self.start()
        file = self.admin.get(self.path("/file"))
        self.assertIn("NE-A2.xml", file.headers["content-disposition"])
        self.assertEqual(self.save(file.text.replace("О какой функции", "Про какую функцию")).status, 303)
        self.assertIn("Про какую функцию", self.draft()[1])

    def test_broken_files_lose_nothing(self):
        self.start()
        revision, xml = self.draft()
        for broken, said in ((xml.replace("</section>", ""), "Строка"), ("", ""), ("<a>мой текст</a>", "Строка 1"),
                             (xml.replace('id="NE-A2"', 'id="NE-A3"'), "NE-A3"),
                             (xml.replace('audience="external"', 'audience="internal"'), "аудитори"),
                             ("<!DOCTYPE questionnaire>" + xml.split("\n", 1)[1], "DOCTYPE")):
            answer = self.save(broken)
            with self.subTest(broken=broken[:40]):
                self.assertEqual(answer.status, 422)
                page = Page(answer.text)
                self.assertTrue(page.title.startswith("Ошибка:"))
                self.assertIn(said, page.text)
                self.assertEqual(dict(page.form("xml").pairs())["xml"].strip(), broken.strip())
                self.assertEqual(self.draft()[0], revision)

    def test_faults_are_placed(self):
        self.start()
        xml = self.draft()[1].replace("<list name=\"functions\"/>", "<list name=\"no-such\"/>")
        self.assertEqual(self.save(xml).status, 303)
        page = self.page()
        line = xml[:xml.index("no-such")].count("\n") + 1
        links = [(href, text) for href, text in page.links if "no-such" in text]
        self.assertTrue(links and links[0][0].endswith("/question/function"), links)
        self.assertIn(f"(строка {line})", page.text)
        self.assertIn("нельзя показать: 1", self.page("/preview").text)
        token = dict(self.find(self.page(), "/discard").pairs())
        answer = self.admin.client.post(self.stack.path(self.path("/publish")), list(token.items()))
        self.assertEqual(answer.status, 422)

    def test_upload(self):
        page = self.start()
        xml = self.draft()[1].replace("О какой функции", "Из файла: о какой функции")
        token = dict(self.find(page, "/discard").pairs())["csrf"]
        revision = self.draft()[0]

        def upload(name, body):
            part = (f'--X\r\nContent-Disposition: form-data; name="{name}"; filename="f.xml"\r\n'
                    f"Content-Type: text/xml\r\n\r\n{body}\r\n--X--\r\n")
            return self.admin.client.request("POST", self.stack.path(self.path("/upload")), part.encode(),
                                             type_="multipart/form-data; boundary=X")

        answer = upload(token, xml)
        self.assertEqual(answer.status, 200, answer.text[:500])
        self.assertIn("Из файла", dict(Page(answer.text).form("xml").pairs())["xml"])
        self.assertEqual(upload(token, "<a").status, 422)
        foreign = upload("no-such-token", xml)
        self.assertNotIn("Из файла", foreign.text)
        self.assertGreaterEqual(foreign.status, 400)
        self.assertEqual(self.draft()[0], revision)


class Access(Case):
    def test_only_the_own_agency(self):
        self.start()
        other = add_user("ra-editor", "analyst", "--agency", "rosarchiv")
        self.assertNotIn("NE-A2", other.get("/admin/form").text)
        for rest in ("", "/question/d4", "/xml", "/file", "/preview", "/check", "/head"):
            self.assertEqual(other.get(self.path(rest)).status, 404, rest)

    def test_head_and_operator(self):
        self.start()
        head = add_user("role-head", "head")
        self.assertEqual(head.get(self.path()).status, 200)
        self.assertEqual(head.get(self.path("/preview")).status, 200)
        for rest in ("/question/d4", "/xml", "/check", "/head"):
            self.assertEqual(head.get(self.path(rest)).status, 403, rest)
        page = Page(head.get(self.path()).text)
        token = dict(page.forms[0].pairs())["csrf"]
        for rest in ("/start", "/change", "/discard", "/publish", "/xml", "/head", "/question/d4"):
            answer = head.client.post(self.stack.path(self.path(rest)), [("csrf", token), ("revision", "1")])
            self.assertEqual(answer.status, 403, rest)
        operator = add_user("role-operator", "operator")
        self.assertEqual(operator.get("/admin/form").status, 403)

    def test_no_token_no_change(self):
        self.start()
        before = self.draft()
        for rest in ("/change", "/discard", "/publish", "/xml", "/head", "/question/d4", "/section/criteria"):
            answer = self.admin.client.post(self.stack.path(self.path(rest)), [("revision", str(before[0]))])
            self.assertNotIn(answer.status, (200, 303), rest)
        self.assertEqual(self.draft(), before)

    def test_versions_are_never_changed(self):
        for statement in ("UPDATE form_version SET xml = ''", "DELETE FROM form_version",
                          "UPDATE campaign SET form_version_id = 1", "UPDATE questionnaire SET code = 'X'"):
            with self.assertRaises(PermissionError, msg=statement):
                self.stack.sql(statement, "otklik-admin")


class List(Case):
    def test_marks_projects(self):
        text = Page(self.admin.get("/admin/form").text)
        rows = {row[0]: row for row in text.tables[0]}
        self.assertIn("проект анкеты", rows["RA-P1"][1])
        self.assertNotIn("проект анкеты", rows["NE-A2"][1])
        self.assertIn("ne-a2", rows["NE-A2"][5])
        self.assertTrue(re.match(r"\d+ от ", rows["NE-A2"][3]))
        self.assertNotIn("проект анкеты", self.stack.client().get(self.stack.path("/survey/ra-p1")).text)
