"""The editor of questionnaires: who reaches which page, new questionnaires and surveys, shared parts, languages."""

import json
import re
import time

import context
from page import Page
from respondent import Respondent
from stack import TOP, Admin
from test_admin import add_user
from test_versions import Case, number  # noqa: F401

# Method, path below /admin/form/NUMBER, does it need a draft; {q}: a question, {s}: a set.
ROUTES = [
    ("GET", "", False), ("POST", "/start", False), ("POST", "/discard", True), ("POST", "/change", True),
    ("GET", "/question/d4", True), ("POST", "/question/d4", True), ("POST", "/question/d4/remove", True),
    ("GET", "/section/criteria", True), ("POST", "/section/criteria", True),
    ("POST", "/section/criteria/change", True), ("GET", "/head", True), ("POST", "/head", True),
    ("GET", "/options", True), ("POST", "/options", True), ("GET", "/options/shared", True),
    ("POST", "/options/shared", True), ("POST", "/options/shared/remove", True), ("GET", "/blocks", True),
    ("POST", "/blocks", True), ("GET", "/language", True), ("POST", "/language", True),
    ("GET", "/language/en", True), ("POST", "/language/en", True), ("POST", "/language/en/remove", True),
    ("GET", "/xml", True), ("POST", "/xml", True), ("POST", "/upload", True), ("GET", "/file", False),
    ("GET", "/preview", False), ("GET", "/check", True), ("POST", "/publish", True),
]
# Staff who may edit only; the others read a questionnaire and open nothing.
PLAIN = [("GET", "/admin/form/new"), ("POST", "/admin/form/new"),
         ("GET", "/admin/campaign/new"), ("POST", "/admin/campaign/new")]
ROLES = {"operator": 1, "analyst": 2, "head": 3, "admin": 4}


class Editor(Case):
    def follow(self, answer, status=303):
        self.assertEqual(answer.status, status, answer.text[:2000])
        return answer

    def prepare(self):
        """A draft with a shared set and a second language."""
        self.start()
        page = self.page("/options")
        self.follow(self.send(page, page.form("id"), {"id": "shared", "o.0.text": "Да", "o.1.text": "Нет"}))
        page = self.page("/language")
        self.follow(self.send(page, page.form("code", "title"), {"code": "en", "title": "English"}))

    def new(self, code, values=None, admin=None):
        admin = admin or self.admin
        page = Page(admin.get("/admin/form/new").text, self.stack.path("/admin/form/new"))
        values = {"id": code, "title": f"Анкета {code}", **(values or {})}
        if "agency" in page.form("id", "title").names():
            values.setdefault("agency", self.agency)
        return self.send(page, page.form("id", "title"), values, admin=admin)

    def adopt(self, answer):
        """Makes the questionnaire that an answer leads to the one of this test."""
        self.number = int(re.search(r"/admin/form/(\d+)$", self.follow(answer).location)[1])

    def add(self, kind, values):
        page = self.page()
        answer = self.send(page, next(f for f in page.forms if "type" in f.names()), {"type": kind}, "add")
        question = self.follow(answer).location.rsplit("/", 1)[1]
        self.follow(self.edit(question, values))
        return question

    def publish(self):
        page = self.page("/check")
        return self.follow(self.send(page, self.find(page, "/publish")))


class Gate(Editor):
    def request(self, one, method, path, **more):
        return one.client.request(method, self.stack.path(path), body=[("revision", "0")] if method == "POST" else None,
                                  **more)

    def test_every_route_is_here(self):
        source = (TOP / "cgi/admin/routes.c").read_text()
        found = {(m, p) for m, p in re.findall(r'\{HTTP_(GET|POST)[^,]*, "(/admin/form/:[^"]*)"', source)}
        listed = {(m, "/admin/form/:" + re.sub(r"/(d4|criteria|shared|en)\b", "/:", p)) for m, p, _ in ROUTES}
        self.assertEqual(found, listed | {("GET", "/admin/form/:/compare")})

    def test_roles(self):
        self.prepare()
        before = self.draft()
        for role, rank in ROLES.items():
            one = add_user(f"role-{role}", role)
            for method, rest, draft in ROUTES:
                if rest == "/upload":  # see test_versions.Files.test_upload
                    continue
                answer = self.request(one, method, self.path(rest))
                with self.subTest(role=role, method=method, path=rest):
                    reads = method == "GET" and not draft
                    if rank < 2 or (role == "head" and not reads):
                        self.assertEqual(answer.status, 403 if method == "GET" or rank < 2 else 422)
                    elif method == "GET":
                        self.assertEqual(answer.status, 200)
                    else:  # without a token: what was sent comes back to be sent again
                        self.assertEqual(answer.status, 422)
            for method, path in PLAIN:
                answer = self.request(one, method, path)
                with self.subTest(role=role, method=method, path=path):
                    if method == "POST" and rank >= 2:
                        self.assertEqual(answer.status, 422)
                    else:
                        self.assertEqual(answer.status, 200 if role in ("analyst", "admin") else 403)
        self.assertEqual(self.draft(), before)

    def test_the_head_changes_nothing_with_a_token_either(self):
        self.prepare()
        before = self.draft()
        head = add_user("role-head", "head")
        token = dict(Page(head.get(self.path()).text).forms[0].pairs())["csrf"]
        posts = [self.path(r) for m, r, _ in ROUTES if m == "POST" and r != "/upload"]
        for path in posts + [p for m, p in PLAIN if m == "POST"]:
            answer = head.client.post(self.stack.path(path), [("csrf", token), ("revision", str(before[0]))])
            self.assertEqual(answer.status, 403, path)
        self.assertEqual(self.draft(), before)

    def test_without_a_session(self):
        client = self.stack.client()
        for method, path in [(m, self.path(r)) for m, r, _ in ROUTES] + PLAIN:
            answer = client.request(method, self.stack.path(path), body=[("a", "b")] if method == "POST" else None)
            with self.subTest(method=method, path=path):
                if path.endswith("/upload"):
                    self.assertGreaterEqual(answer.status, 400)
                else:
                    self.assertEqual(answer.status, 303 if method == "GET" else 401)

    def test_other_methods(self):
        for method, path in [(m, self.path(r)) for m, r, _ in ROUTES] + PLAIN:
            answer = self.admin.client.request("PUT", self.stack.path(path))
            self.assertEqual(answer.status, 405, path)
            self.assertIn(method, answer.headers["allow"])

    def test_tokens_and_sites(self):
        self.prepare()
        before = self.draft()
        token = dict(self.find(self.page(), "/discard").pairs())["csrf"]
        for method, rest, _ in ROUTES:
            if method != "POST" or rest in ("/upload", "/start"):
                continue
            path = self.stack.path(self.path(rest))
            pairs = [("revision", str(before[0]))]
            for more, headers, status in (
                    ([("csrf", "x" * len(token))], {}, 422),
                    ([("csrf", token)], {"Sec-Fetch-Site": "cross-site"}, 403)):
                answer = self.admin.client.post(path, pairs + more, headers=headers)
                self.assertEqual(answer.status, status, (rest, headers))
        self.assertEqual(self.draft(), before)

    def test_nobody_overwrites_another(self):
        """A page older than the draft changes nothing, whatever it asks for."""
        self.prepare()
        token = dict(self.find(self.page(), "/discard").pairs())["csrf"]
        before = self.draft()
        for method, rest, draft in ROUTES:
            if method != "POST" or not draft or rest == "/upload":
                continue
            answer = self.admin.client.post(self.stack.path(self.path(rest)), [
                ("csrf", token), ("revision", str(before[0] - 1)), ("newest", "1"), ("id", "d4"), ("title", "Т"),
                ("code", "fr"), ("text", "Мой"), ("o.0.text", "Ответ"), ("b.0.title", "Блок"), ("t:title", "Mine"),
                ("up", "d4"), ("xml", before[1].replace("О какой функции", "Мой текст"))])
            with self.subTest(path=rest):
                self.assertEqual(answer.status, 409 if rest != "/publish" else answer.status)
                self.assertIn(answer.status, (409, 422))
                self.assertEqual(self.draft(), before)

    def test_of_one_agency(self):
        self.prepare()
        other = add_user("ra-editor", "analyst", "--agency", "rosarchiv")
        for method, rest, _ in ROUTES:
            if method == "GET":
                self.assertEqual(other.get(self.path(rest)).status, 404, rest)
        text = other.get("/admin/form/new").text
        option = f'<option value="{self.number}"'
        self.assertIn("RA-P1.", text)
        self.assertNotIn(option, text)
        self.assertNotIn(option, other.get("/admin/campaign/new").text)
        self.assertEqual(other.get(f"/admin/campaign/new?form={self.number}").status, 404)
        answer = self.new("RA-COPY", {"source": str(self.number)}, admin=other)
        self.assertEqual(answer.status, 422)
        self.assertEqual(self.stack.sql("SELECT 1 FROM questionnaire WHERE code = 'RA-COPY'"), [])


class Questionnaires(Editor):
    def test_from_nothing_to_counted_answers(self):
        code = f"NE-N{time.time_ns() % 10**9}"
        self.adopt(self.new(code.lower()))
        self.assertEqual(self.stack.sql(f"SELECT code, audience FROM questionnaire WHERE id = {self.number}"),
                         [[code, "external"]])
        # It has notices and one part; what is missing is said, with its place.
        page = self.page("/check")
        self.assertIn("нельзя", page.text)
        self.assertIsNone(page.form("newest"))
        self.add("single", {"text": "Довольны ли Вы?", "number": "1", "feeds": "SAT", "o.0.text": "Да",
                            "o.0.side": "satisfied", "o.1.text": "Нет", "o.1.side": "dissatisfied"})
        self.publish()
        self.assertIn(code, self.admin.get("/admin/form").text)

        path = f"/admin/campaign/new?form={self.number}"
        page = Page(self.admin.get(path).text, self.stack.path(path))
        form = page.form("code", "opens")
        self.assertEqual(dict(form.pairs())["code"], code.lower())
        self.assertEqual(dict(form.pairs())["days"], "10")
        self.assertIn("Установка пробная", page.text)
        answer = self.follow(self.send(page, form))
        self.assertTrue(answer.location.endswith(f"/admin/campaign/{code.lower()}/links?opened=1"))
        self.assertIn("Опрос создан", self.admin.client.get(answer.location).text)
        row = self.stack.sql("SELECT k, batch_min, permanent, access, DATEDIFF(closes_on, opens_on) > 9 "
                             f"FROM campaign WHERE code = '{code.lower()}'")
        self.assertEqual(row, [["5", "1", "0", "open", "1"]])
        self.stack.wait_for_key(code.lower())
        Respondent(self.stack.client(), seed=1).fill(self.stack.path(f"/survey/{code.lower()}"))
        self.assertEqual(self.admin.counted(code.lower(), 1)["questionnaire"], code)
        actions = self.stack.sql(f"SELECT action FROM audit WHERE object IN ('form {self.number}', "
                                 f"'campaign {code.lower()}') ORDER BY id")
        self.assertEqual([a[0] for a in actions], ["form.add", "form.start", "form.edit", "form.edit",
                                                   "form.publish", "campaign.open"])
        # The code is taken now: the next one is proposed.
        self.assertEqual(dict(Page(self.admin.get(path).text).form("code").pairs())["code"], f"{code.lower()}-2")

    def test_a_copy_goes_its_own_way(self):
        code = f"NE-C{time.time_ns() % 10**9}"
        origin = self.number
        self.adopt(self.new(code, {"source": str(origin), "title": "Копия для сотрудников", "audience": "internal"}))
        xml = self.draft()[1]
        for part in (f'id="{code}"', 'audience="internal"', 'origin="proposed"', "<title>Копия для сотрудников</title>",
                     'id="13.1"'):
            self.assertIn(part, xml)
        self.assertNotIn("<entry", xml)
        self.publish()
        row = self.stack.sql(f"SELECT v.title, q.audience FROM form_version v JOIN questionnaire q "
                             f"ON q.id = v.questionnaire_id WHERE q.id = {self.number}")
        self.assertEqual(row, [["Копия для сотрудников", "internal"]])
        self.assertEqual(number("NE-A2", "nenets"), origin)

    def test_faults_lose_nothing(self):
        for code, title, said in (("NE-A2", "Т", "уже есть"), ("", "Т", "Укажите код"), ("НЕ-1", "Т", "латинских"),
                                  ("NE--1", "Т", "латинских"), ("A" * 33, "Т", "латинских"), ("NE-X1", "", "название"),
                                  ("NE-X1", "Т" * 501, "длиннее")):
            answer = self.new(code, {"title": title})
            with self.subTest(code=code, title=title[:5]):
                self.assertEqual(answer.status, 422)
                page = Page(answer.text)
                self.assertTrue(page.title.startswith("Ошибка:"))
                self.assertIn(said, page.text)
                pairs = dict(page.form("id", "title").pairs())
                self.assertEqual((pairs["id"], pairs["title"]), (code, title))
        self.assertEqual(self.new("NE-X1", {"source": "999999"}).status, 422)
        self.assertEqual(self.new("NE-X1", {"agency": "nowhere"}).status, 422)
        self.assertEqual(self.stack.sql("SELECT 1 FROM questionnaire WHERE code = 'NE-X1'"), [])

    def test_what_was_never_published_goes_whole(self):
        self.adopt(self.new("NE-GONE"))
        page = self.page()
        self.assertIn("ещё не публиковалась", page.text)
        answer = self.follow(self.send(page, self.find(page, "/discard")))
        self.assertTrue(answer.location.endswith("/admin/form"))
        self.assertEqual(self.stack.sql("SELECT 1 FROM questionnaire WHERE code = 'NE-GONE'"), [])
        self.assertEqual(self.admin.get(self.path()).status, 404)
        with self.assertRaises(PermissionError):
            self.stack.sql("DELETE FROM questionnaire WHERE code = 'NE-A2'", "otklik-admin")

    def test_of_the_own_agency_only(self):
        one = add_user("ra-editor", "analyst", "--agency", "rosarchiv")
        self.adopt(self.new("RA-OWN", admin=one))
        self.assertEqual(self.stack.sql("SELECT a.code FROM questionnaire q JOIN agency a ON a.id = q.agency_id "
                                        "WHERE q.code = 'RA-OWN'"), [["rosarchiv"]])
        # What a blank one answers to is the procedure's first requirement.
        self.assertIn('serves="RA-', self.draft()[1])
        self.stack.sql(f"DELETE FROM form_draft WHERE questionnaire_id = {self.number}")
        self.stack.sql(f"DELETE FROM questionnaire WHERE id = {self.number}")


class Surveys(Editor):
    def open(self, values):
        path = f"/admin/campaign/new?form={self.number}"
        page = Page(self.admin.get(path).text, self.stack.path(path))
        return self.send(page, page.form("code", "opens"), values)

    def test_faults(self):
        for values, said in (({"code": "Большой"}, "строчных"), ({"code": "new"}, "строчных"),
                             ({"code": "ne-a2"}, "занят"), ({"title": ""}, "название"),
                             ({"opens": "2020-01-01"}, "не раньше сегодняшней"), ({"opens": "завтра"}, "не раньше"),
                             ({"opens": "9998-12-31"}, "2100"), ({"ends": "date", "closes": "9999-12-31"}, "2100"),
                             ({"ends": "date", "closes": ""}, "не раньше первого дня"),
                             ({"ends": "days", "days": "0"}, "от 1 до 1000"), ({"k": "4"}, "от 5"),
                             ({"k": "1001"}, "от 5")):
            answer = self.open({"code": "never-opened", **values})
            with self.subTest(values=values):
                self.assertEqual(answer.status, 422)
                page = Page(answer.text)
                self.assertTrue(page.title.startswith("Ошибка:"))
                self.assertIn(said, page.text)
                pairs = dict(page.form("code", "opens").pairs())
                for name, value in values.items():
                    self.assertEqual(pairs[name], value)
        self.assertEqual(self.stack.sql("SELECT 1 FROM campaign WHERE code = 'never-opened'"), [])

    def test_unknown_access_opens_to_nobody(self):
        for access in ("everybody", "", None):
            answer = self.open({"code": "never-opened", "access": access})
            self.assertEqual(answer.status, 422, access)
            self.assertIn("Укажите, кто может ответить.", Page(answer.text).text)
        self.assertEqual(self.stack.sql("SELECT 1 FROM campaign WHERE code = 'never-opened'"), [])

    def test_terms(self):
        self.follow(self.open({"code": "terms-date", "ends": "date", "closes": "2099-12-31", "k": "7",
                               "title": "Свой «заголовок»", "access": "group"}))
        self.follow(self.open({"code": "terms-month", "ends": "permanent", "access": "ticket"}))
        rows = self.stack.sql("SELECT closes_on, k, permanent, access, title FROM campaign "
                              "WHERE code LIKE 'terms-%' ORDER BY code")
        self.assertEqual(rows[0], ["2099-12-31", "7", "0", "group", "Свой «заголовок»"])
        self.assertEqual(rows[1][:4], ["NULL", "5", "1", "ticket"])
        after = self.stack.sql("SELECT after_json FROM audit WHERE object = 'campaign terms-date'")
        after = json.loads(after[0][0])
        self.assertEqual((after["k"], after["access"], after["closes_on"]), (7, "group", "2099-12-31"))

    def test_messages_take_no_tickets(self):
        self.number = number("INT-BOX", "nenets")
        answer = self.open({"code": "box-tickets", "access": "ticket"})
        self.assertEqual(answer.status, 422)
        self.assertIn("выдала бы", answer.text)

    def test_the_newest_version_is_opened(self):
        page = Page(self.admin.get("/admin/campaign/new").text)
        form = next(f for f in page.forms if "form" in f.names())
        self.assertIn(str(self.number), [v for v, _ in form.controls[0].options])
        self.assertEqual(self.admin.get("/admin/campaign/new?form=999999").status, 404)


class Shared(Editor):
    def test_a_set_from_its_making_to_its_end(self):
        self.start()
        page = self.page("/options")
        self.follow(self.send(page, page.form("id"), {"id": "often", "o.0.text": "Часто", "o.1.text": "Редко"}))
        for wrong, said in ({"id": "often", "o.0.text": "Х"}, "занят"), ({"id": "", "o.0.text": "Х"}, "занят"), \
                ({"id": "empty"}, "хотя бы один"):
            page = self.page("/options")
            answer = self.send(page, page.form("id"), wrong)
            self.assertEqual(answer.status, 422)
            self.assertIn(said, answer.text)
        page = self.page()
        answer = self.send(page, next(f for f in page.forms if "type" in f.names()), {"type": "single"}, "add")
        question = answer.location.rsplit("/", 1)[1]
        self.follow(self.edit(question, {"text": "Как часто?", "options_set": "often"}))
        page = self.page("/options/often")
        self.follow(self.send(page, page.form("id"), {"id": "frequency", "o.2.text": "Никогда"}))
        self.assertIn('options="frequency"', self.draft()[1])
        self.assertEqual(self.admin.get(self.path("/options/often")).status, 404)
        page = self.page("/options/frequency")
        self.follow(self.send(page, self.find(page, "/remove")))
        xml = self.draft()[1]
        self.assertNotIn("frequency", xml)
        pairs = dict(self.page(f"/question/{question}").form("id", "text").pairs())
        self.assertEqual([pairs[f"o.{i}.text"] for i in range(3)], ["Часто", "Редко", "Никогда"])

    def test_blocks(self):
        self.start()
        page = self.page("/blocks")
        self.follow(self.send(page, page.form("b.0.title"), {"b.1.title": "О приёме", "b.1.id": "reception"}))
        self.follow(self.edit("d4", {"block": "reception"}))
        self.follow(self.press("off", "reception"))
        self.assertNotIn("С какими трудностями", self.page("/preview?part=all").text)
        page = self.page("/blocks")
        answer = self.send(page, page.form("b.0.title"), {"b.1.id": "item-12"})
        self.assertEqual(answer.status, 422)
        self.assertIn("О приёме", answer.text)
        page = self.page("/blocks")
        self.follow(self.send(page, page.form("b.0.title"), {"b.1.title": ""}))
        self.assertNotIn("reception", self.draft()[1])
        self.assertIn("С какими трудностями", self.draft()[1])

    def test_feeds_are_ticked(self):
        self.start()
        page = self.page("/question/d4")
        form = page.form("id", "text")
        feeds = [c.value for c in form.controls if c.name == "feeds" and c.chosen]
        self.assertTrue(feeds)
        pairs = [p for p in form.pairs() if p[0] != "feeds"] + [("feeds", "PAIN"), ("feeds", "NEED")]
        self.follow(self.admin.client.post(page.target(form), pairs))
        self.assertRegex(self.draft()[1], r'id="d4"[^>]*feeds="PAIN NEED"')
        pairs = [p for p in pairs if p[0] not in ("feeds", "revision")] + [("revision", str(self.draft()[0]))]
        self.follow(self.admin.client.post(page.target(form), pairs))
        self.assertNotRegex(self.draft()[1], r'id="d4"[^>]*feeds=')


class Languages(Editor):
    code, agency = "PG-1", "polyglot"

    @classmethod
    def setUpClass(cls):
        context.stack.add_polyglot()

    def translate(self, language, texts, part="head", admin=None, page=None):
        page = page or self.page(f"/language/{language}?part={part}", admin)
        return self.send(page, page.form("part"), {f"t:{k}": v for k, v in texts.items()}, admin=admin)

    def test_what_is_missing_is_counted_and_filled_in(self):
        self.start()
        page = self.page("/language")
        rows = {row[0]: row for row in page.tables[0]}
        self.assertIn("переведено всё", rows["en"][4])
        self.assertIn("не переведено: 1", rows["ar"][4])
        # The page opens where something is missing.
        page = self.page("/language/ar")
        self.assertIn("Оценки", [t for level, t in page.headings if level == "h2"])
        self.assertIn("t:question:3/hint", page.form("part").names())
        self.follow(self.translate("ar", {"question:3/hint": "علامتان <في> السطر"}, "s-marks"))
        self.assertIn("Переведено: 30 из 30", self.page("/language/ar").text)
        preview = Page(self.admin.get(self.path("/preview?lang=ar&part=2")).text)
        self.assertIn("علامتان <في> السطر", preview.text)
        self.assertNotIn("<hint> не переведен", self.page("/check").text)
        self.follow(self.translate("ar", {"question:3/hint": ""}, "s-marks"))
        self.assertIn("Переведено: 29 из 30", self.page("/language/ar").text)

    def test_a_language_comes_and_goes(self):
        self.start()
        for wrong in ({"code": "en", "title": "Э"}, {"code": "EN", "title": "Э"}, {"code": "fr", "title": ""}):
            page = self.page("/language")
            answer = self.send(page, page.form("code", "title"), wrong)
            self.assertEqual(answer.status, 422, wrong)
            self.assertEqual(dict(Page(answer.text).form("code", "title").pairs())["code"], wrong["code"])
        page = self.page("/language")
        self.follow(self.send(page, page.form("code", "title"), {"code": "he", "title": "עברית", "rtl": "1"}))
        self.assertRegex(self.draft()[1], '<language code="he" title="עברית" direction="rtl"/>')
        self.follow(self.translate("he", {"title": "סקר"}))
        page = self.page("/language")
        self.follow(self.send(page, self.find(page, "/language/he/remove")))
        self.assertNotIn('"he"', self.draft()[1])
        self.assertEqual(self.admin.get(self.path("/language/he")).status, 404)
        self.assertEqual(self.admin.get(self.path("/language/ru")).status, 404)

    def test_two_translators(self):
        self.start()
        other = add_user("second-translator", "analyst")
        mine, theirs = (self.page("/language/en?part=head", a) for a in (None, other))
        self.follow(self.translate("en", {"title": "Their survey"}, admin=other, page=theirs))
        answer = self.translate("en", {"title": "My survey"}, page=mine)
        self.assertEqual(answer.status, 409)
        for said in ("Their survey", "My survey", "second-translator"):
            self.assertIn(said, answer.text)
        self.assertIn("Their survey", self.draft()[1])
        page = Page(answer.text, self.stack.path(self.path("/language/en")))
        self.assertEqual(dict(page.form("part").pairs())["t:title"], "My survey")
        self.follow(self.send(page, page.form("part")))
        self.assertIn("My survey", self.draft()[1])

    def test_lists_of_the_procedure(self):
        """Their entries are shown in the language of the page, and else in Russian; on paper too."""
        self.adopt(self.new(f"PG-L{time.time_ns() % 10**9}", {"source": str(self.number), "agency": "polyglot"}))
        self.add("ref", {"text": "Зачем Вы пришли?", "list": "goals", "section": "visit"})
        check = self.page("/check").text
        self.assertRegex(check, r"goals не переведены записи \(1 из 2\) на язык ar")
        self.assertNotRegex(check, r"goals не переведены записи \(\d из 2\) на язык en")
        self.assertIn("Get a certificate", Page(self.admin.get(self.path("/preview?lang=en&part=all")).text).text)
        self.publish()
        code = f"goals-{time.time_ns()}"
        name = self.stack.sql(f"SELECT code FROM questionnaire WHERE id = {self.number}")[0][0]
        self.stack.open_campaign(name, code)
        for language, first, second, group in (
                ("en", "Get a certificate", "Get advice", "Papers"),
                ("ar", "الحصول على شهادة", "Получить консультацию", "وثائق"),
                ("ru", "Получить справку", "Получить консультацию", "Документы")):
            paper = Page(self.stack.client().get(self.stack.path(f"/survey/{code}/paper?lang={language}")).text)
            self.assertEqual(paper.lang, language)
            for text in (first, second):
                self.assertIn(text, paper.text, language)
            screen = self.stack.client().get(self.stack.path(f"/survey/{code}?lang={language}")).text
            for text in (first, second, group):
                self.assertIn(text, screen, language)
        # The next draft takes the entries from the procedure again, in no language twice.
        self.start()
        self.assertNotIn('"paper"', self.draft()[1])


class Compared(Editor):
    """A questionnaire edited and published again while a survey with it runs."""

    WORDING = "Довольны ли Вы сроком (иначе сказано)?"

    def open(self, code):
        name = self.stack.sql(f"SELECT code FROM questionnaire WHERE id = {self.number}")[0][0]
        self.stack.open_campaign(name, code, "--working-days", "10")

    def answer(self, code, given, times=1):
        for _ in range(times):
            page = Respondent(self.stack.client(), given=given, only_given=True).fill(
                self.stack.path(f"/survey/{code}"))
            self.assertIn("принят", page.text)

    def test_versions_stand_beside_each_other(self):
        stamp = time.time_ns() % 10**9
        old, new = f"round-{stamp}-1", f"round-{stamp}-2"
        self.adopt(self.new(f"NE-R{stamp}"))
        yes_no = {"o.0.text": "Да", "o.0.side": "satisfied", "o.1.text": "Нет", "o.1.side": "dissatisfied",
                  "feeds": "SAT"}
        same, wording, answers, gone = [
            self.add("single", {"text": text, "dimension": text, **yes_no}) for text in
            ("Довольны ли Вы ответом?", "Довольны ли Вы сроком?", "Довольны ли Вы местом?", "Довольны ли Вы всем?")]
        self.publish()
        self.open(old)
        self.answer(old, {f"q{same}": "1", f"q{wording}": "1", f"q{answers}": "1", f"q{gone}": "1"}, 6)
        issued = self.stack.client().get(self.stack.path(f"/survey/{old}")).text

        self.start()
        self.follow(self.edit(wording, {"text": self.WORDING}))
        self.follow(self.edit(answers, {"o.2.text": "Не знаю", "o.2.side": "outside"}))
        page = self.page(f"/question/{gone}")
        self.follow(self.send(page, self.find(page, "/remove")))
        added = self.add("single", {"text": "Придёте ли Вы ещё?", **yes_no})
        check = self.page("/check").text
        for said in ("изменена формулировка", "изменены ответы", "больше не задаётся", "новый"):
            self.assertRegex(check, f"(?i){said}", said)
        self.publish()

        # The survey under way keeps its version: its page, what it takes, its results.
        self.assertEqual(self.stack.client().get(self.stack.path(f"/survey/{old}")).text.count(self.WORDING), 0)
        form = Page(issued, self.stack.path(f"/survey/{old}")).form("next")
        pairs = [(k, v) for k, v in form.pairs("next") if not k.startswith("q")]
        late = self.stack.client().post(self.stack.path(f"/survey/{old}"), pairs + [(f"q{gone}", "2")])
        self.assertEqual(late.status, 303)
        first = self.admin.counted(old, 7)
        self.open(new)
        self.assertIn(self.WORDING, self.stack.client().get(self.stack.path(f"/survey/{new}")).text)
        self.answer(new, {f"q{same}": "2", f"q{wording}": "2", f"q{answers}": "3", f"q{added}": "1"}, 6)
        second = self.admin.counted(new, 6)
        self.assertEqual((first["version"], second["version"]), (1, 2))
        ids = [[i["id"] for i in r["items"]] for r in (first, second)]
        self.assertEqual(ids, [[same, wording, answers, gone], [same, wording, answers, added]])
        self.assertEqual([i["n"] for i in first["items"]], [6, 6, 6, 7])

        got = json.loads(self.admin.get(f"/admin/campaign/{new}/trend.json?by=round").body)
        self.assertEqual([(p["campaign"], p["version"]) for p in got["points"]], [(old, 1), (new, 2)])
        lines = {line["item"]: line["values"] for line in got["lines"] if line["kind"] == "satisfied"}
        self.assertEqual((lines[same][0]["value"], lines[same][1]["difference"]), (100, -100))
        self.assertNotIn("wording_changed", lines[same][0])
        # Changed wording is compared and flagged; changed answers and what is new or gone are not compared.
        self.assertEqual((lines[wording][1]["difference"], lines[wording][0]["wording_changed"]), (-100, True))
        for item in (answers, added):
            self.assertTrue(lines[item][0]["absent"], item)
            self.assertIsNone(lines[item][1]["difference"], item)
        self.assertNotIn(gone, lines)
        page = self.admin.get(f"/admin/campaign/{new}/trend?by=round").text
        for said in ("другая формулировка", "несопоставимо", "другой набор ответов", "вопрос есть только там"):
            self.assertIn(said, page)

        # A survey that moved on: the report tells of each version that was answered.
        report = f"/admin/report?agency=nenets&period={time.gmtime().tm_year}"
        said = f"({old}, версия"
        self.assertNotIn(said, self.admin.get(report).text)
        self.stack.sql(f"UPDATE campaign o JOIN campaign n ON n.code = '{new}' "
                       f"SET o.form_version_id = n.form_version_id WHERE o.code = '{old}'")
        text = self.admin.get(report).text
        self.assertIn(f"({old}, версия 1)", text)
        self.assertNotIn(f"({old}, версия 2)", text)
        self.stack.sql("INSERT INTO tally SELECT o.id, t.form_version_id, t.item, t.cell, t.n FROM tally t "
                       f"JOIN campaign n ON n.id = t.campaign_id JOIN campaign o ON o.code = '{old}' "
                       f"WHERE n.code = '{new}'; "
                       "INSERT INTO response_block SELECT o.id, b.form_version_id, b.id, b.day, b.channel, "
                       "b.language, b.n, b.vectors FROM response_block b JOIN campaign n ON n.id = b.campaign_id "
                       f"JOIN campaign o ON o.code = '{old}' WHERE n.code = '{new}'")
        text = self.admin.get(report).text
        for version in (1, 2):
            self.assertIn(f"({old}, версия {version})", text)

    def test_an_id_is_never_given_twice(self):
        """Results are compared by id: what is new never gets that of what is gone."""
        self.adopt(self.new(f"NE-I{time.time_ns() % 10**9}"))
        question = self.add("matrix", {"text": "Оцените", "o.0.text": "Да", "o.1.text": "Нет",
                                       "r.0.text": "Первая", "r.1.text": "Вторая", "r.2.text": "Третья"})
        extra = self.add("text", {"text": "Лишний"})
        self.publish()
        self.start()
        self.follow(self.edit(question, {"r.2.text": ""}))
        page = self.page(f"/question/{extra}")
        self.follow(self.send(page, self.find(page, "/remove")))
        self.publish()
        self.start()
        self.follow(self.edit(question, {"r.2.text": "Другая"}))
        pairs = dict(self.page(f"/question/{question}").form("id", "text").pairs())
        self.assertEqual([pairs[f"r.{i}.id"] for i in range(3)], [f"{question}.{n}" for n in (1, 2, 4)])
        self.assertNotEqual(self.add("text", {"text": "Новый"}), extra)


del Case  # not a test of this module
