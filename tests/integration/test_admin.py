"""Staff pages: who gets in, what each may reach, what the results page says."""

import re
import unittest

import context
from page import Page
from respondent import Respondent
from stack import TOP, Admin

ROUTES = [  # method, path, least role: 0 anybody, 1 operator, 2 analyst
    ("GET", "/admin/login", 0), ("POST", "/admin/login", 0), ("POST", "/admin/logout", 0),
    ("GET", "/admin", 1), ("GET", "/admin/", 1),
    ("GET", "/admin/campaign", 2), ("GET", "/admin/campaign/ne-a2", 2),
    ("GET", "/admin/campaign/ne-a2/results.json", 2), ("GET", "/admin/campaign/ne-a2/results.csv", 2),
    ("GET", "/admin/campaign/ne-a3/text/3.1", 2),
    ("GET", "/admin/campaign/ne-a2/cross", 2), ("GET", "/admin/campaign/ne-a2/cross.csv", 2),
    ("GET", "/admin/campaign/ne-a2/cross.json", 2), ("GET", "/admin/campaign/ne-a2/cross.xlsx", 2),
    ("GET", "/admin/campaign/ne-a2/cut", 2), ("GET", "/admin/campaign/ne-a2/cut.csv", 2),
    ("GET", "/admin/campaign/ne-a2/cut.json", 2), ("GET", "/admin/campaign/ne-a2/cut.xlsx", 2),
    ("GET", "/admin/campaign/ne-a2/trend", 2), ("GET", "/admin/campaign/ne-a2/trend.csv", 2),
    ("GET", "/admin/campaign/ne-a2/trend.json", 2), ("GET", "/admin/campaign/ne-a2/trend.xlsx", 2),
    ("GET", "/admin/campaign/ne-a2/tables.json", 2), ("GET", "/admin/beside", 2), ("GET", "/admin/beside.csv", 2),
    ("GET", "/admin/beside.json", 2), ("GET", "/admin/beside.xlsx", 2),
    ("GET", "/admin/campaign/ne-a2/entry", 1), ("POST", "/admin/campaign/ne-a2/entry", 1),
    ("GET", "/admin/campaign/ne-a2/links", 1), ("GET", "/admin/campaign/ne-a2/poster", 1),
    ("POST", "/admin/campaign/ne-a2/tickets", 2), ("POST", "/admin/campaign/ne-a2/mail", 2),
    ("GET", "/admin/campaign/ne-a2/quarantine", 2), ("POST", "/admin/campaign/ne-a2/quarantine", 2),
    ("GET", "/admin/spam", 2), ("POST", "/admin/spam", 4),
    ("GET", "/admin/campaign/ne-a2/codebook", 2), ("GET", "/admin/campaign/ne-a2/codebook.csv", 2),
    ("GET", "/admin/campaign/ne-a2/codebook.xlsx", 2), ("GET", "/admin/report", 2),
    ("GET", "/admin/report.odt?period=2026", 2),
    ("GET", "/admin/pain", 2), ("GET", "/admin/pain/print", 2),
    ("GET", "/admin/pain/new", 2), ("POST", "/admin/pain/new", 2),
    ("GET", "/admin/appeals", 1), ("POST", "/admin/appeal/1", 1), ("POST", "/admin/appeal/1/quarantine", 1),
    ("POST", "/admin/pain/1", 2), ("POST", "/admin/pain/1/close", 2), ("POST", "/admin/pain/1/reopen", 2),
]
# What they answer to whom they let in depends on more than the role: see the tests of each.
GUARDED = [
    ("GET", "/admin/campaign/ne-a2/results.xlsx", 2), ("GET", "/admin/campaign/ne-a2/answers.csv", 2),
    ("GET", "/admin/campaign/ne-a2/answers-numbers.csv", 2), ("GET", "/admin/campaign/ne-a2/answers.sps", 2),
    ("GET", "/admin/campaign/ne-a2/texts", 2), ("GET", "/admin/campaign/ne-a2/topics", 2),
    ("GET", "/admin/campaign/ne-a2/texts.csv", 2), ("GET", "/admin/campaign/ne-a2/texts.xlsx", 2),
    ("GET", "/admin/campaign/ne-a2/topics.csv", 2), ("GET", "/admin/campaign/ne-a2/topics.json", 2),
    ("GET", "/admin/campaign/ne-a2/topics.xlsx", 2),
    ("GET", "/admin/campaign/ne-a2/coding", 2), ("POST", "/admin/campaign/ne-a2/coding", 2),
    ("GET", "/admin/campaign/ne-a2/tickets", 2), ("GET", "/admin/campaign/ne-a2/mail", 2),
    ("POST", "/admin/campaign/ne-a2/mail/list", 2), ("GET", "/admin/sample", 2), ("POST", "/admin/sample", 2),
    ("GET", "/admin/campaign/new", 2), ("POST", "/admin/campaign/new", 2),
    ("GET", "/admin/campaign/ne-a2/close", 2), ("POST", "/admin/campaign/ne-a2/close", 2),
    ("GET", "/admin/form", 2), ("GET", "/admin/form/new", 2), ("POST", "/admin/form/new", 2),
    ("GET", "/admin/appeal/1", 1), ("GET", "/admin/pain/1", 2), ("GET", "/admin/pain/1/history", 2),
]
UPLOAD = "multipart/form-data; boundary=x"
UPLOADED = (b"--x\r\nContent-Disposition: form-data; name=\"a\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n"
            b"a@b.test\r\n--x--\r\n")
ROLES = ("operator", "analyst", "head", "admin")
passwords = {}  # (stack, login) -> password


def add_user(login, role, *options):
    """A logged-in account of that role, made when it is first asked for."""
    stack = context.stack
    if (stack, login) not in passwords:
        made = stack.ctl("user", "add", login, "--role", role, "--generate", *options)
        passwords[stack, login] = made.strip()
    return Admin(stack, login, passwords[stack, login])


class Login(unittest.TestCase):
    def post(self, client, login, password, **more):
        return client.post(context.stack.path("/admin/login"),
                           [("login", login), ("password", password), *more.pop("pairs", [])], **more)

    def test_cookie(self):
        admin = Admin(context.stack)
        self.assertEqual(admin.answer.status, 303)
        cookie = next(c for c in admin.answer.cookies if c.startswith("otklik="))
        for part in ("HttpOnly", "SameSite=Lax", f"Path={context.stack.base}/admin"):
            self.assertIn(part, cookie)
        value = re.match(r"[^=]+=([^;]+)", cookie).group(1)
        self.assertGreaterEqual(len(value) * 6, 128)
        stored = context.stack.sql("SELECT HEX(hash) FROM session")
        self.assertTrue(stored)
        self.assertNotIn(value.encode().hex().upper(), str(stored))

    def test_wrong_and_unknown_are_told_alike(self):
        client = context.stack.client()
        wrong = self.post(client, "admin", "no such password")
        unknown = self.post(client, "nobody-at-all", "no such password")
        self.assertEqual((wrong.status, unknown.status), (422, 422))
        self.assertEqual(wrong.text.replace('value="admin"', ""), unknown.text.replace('value="nobody-at-all"', ""))
        self.assertNotIn("set-cookie", wrong.headers)
        self.assertTrue(Page(wrong.text).title.startswith("Ошибка:"))

    def test_a_session_handed_in_is_not_taken_over(self):
        client = context.stack.client()
        client.cookies["otklik"] = "A" * 43
        self.assertEqual(self.post(client, "admin", context.stack.password).status, 303)
        self.assertNotEqual(client.cookies["otklik"], "A" * 43)
        fixed = context.stack.client()
        fixed.cookies["otklik"] = "A" * 43
        self.assertEqual(fixed.get(context.stack.path("/admin")).status, 303)

    def test_a_new_login_ends_the_old_session(self):
        client = context.stack.client()
        self.post(client, "admin", context.stack.password)
        old = client.cookies["otklik"]
        self.post(client, "admin", context.stack.password)
        late = context.stack.client()
        late.cookies["otklik"] = old
        self.assertEqual(late.get(context.stack.path("/admin")).status, 303)

    def test_slower_after_failures_but_never_locked_out(self):
        add_user("slow", "analyst")
        client = context.stack.client()
        statuses = [self.post(client, "slow", f"wrong {i}").status for i in range(5)]
        self.assertTrue(set(statuses) <= {422, 429}, statuses)
        turns = context.stack.sql("SELECT failures, free_at - UNIX_TIMESTAMP() * 1000 FROM login_turn "
                                  "ORDER BY failures DESC LIMIT 1")
        self.assertGreaterEqual(int(turns[0][0]), 3)
        answer = self.post(client, "slow", passwords[context.stack, "slow"])
        while answer.status == 429:
            self.assertIn("retry-after", answer.headers)
            answer = self.post(client, "slow", passwords[context.stack, "slow"])
        self.assertEqual(answer.status, 303)

    def test_next_leads_only_to_own_pages(self):
        for path, where in (("/admin/pain?agency=nenets", "/admin/pain?agency=nenets"),
                            ("//evil.example/x", "/admin"), ("https://evil.example/", "/admin"),
                            ("/survey/ne-a2", "/admin"), ("/admin\\@evil.example", "/admin"),
                            ("/administrator", "/admin"), ("/admin/login", "/admin")):
            client = context.stack.client()
            answer = self.post(client, "admin", context.stack.password, pairs=[("next", path)])
            with self.subTest(path=path):
                self.assertEqual(answer.location, context.stack.path(where))

    def test_logout(self):
        admin = Admin(context.stack)
        value = admin.client.cookies["otklik"]
        page = Page(admin.get("/admin").text, context.stack.path("/admin"))
        form = next(f for f in page.forms if f.action.endswith("/admin/logout"))
        self.assertEqual(admin.client.post(form.action, []).status, 403)
        answer = admin.client.post(form.action, form.pairs())
        self.assertEqual((answer.status, answer.location), (303, context.stack.path("/admin/login")))
        late = context.stack.client()
        late.cookies["otklik"] = value
        self.assertEqual(late.get(context.stack.path("/admin")).status, 303)

    def test_what_was_typed_survives_the_end_of_a_session(self):
        client = context.stack.client()
        typed = [("agency", "nenets"), ("audience", "external"), ("process", "Приём «документов»"),
                 ("text", "Долго"), ("kind", "problem"), ("priority", "2"), ("csrf", "old"), ("key", "A" * 22)]
        answer = client.post(context.stack.path("/admin/pain/new"), typed)
        self.assertEqual(answer.status, 401)
        page = Page(answer.text, context.stack.path("/admin/pain/new"))
        form = page.form("login", "password")
        kept = [(k, v) for k, v in form.pairs() if k not in ("login", "password")]
        answer = client.post(page.target(form), kept + [("login", "admin"), ("password", "wrong")])
        page = Page(answer.text, page.target(form))
        form = page.form("login", "password")
        kept = [(k, v) for k, v in form.pairs() if k not in ("login", "password")]
        answer = client.post(page.target(form), kept + [("login", "admin"), ("password", context.stack.password)])
        page = Page(answer.text, page.target(form))
        form = page.form("process", "text")
        self.assertEqual(dict(form.pairs())["process"], "Приём «документов»")
        answer = client.post(page.target(form), form.pairs())
        self.assertEqual(answer.status, 303)
        self.assertIn("Приём «документов»", client.follow(answer).text)


class Gate(unittest.TestCase):
    def test_every_route_is_here(self):
        """Those of questionnaires stand in test_editor."""
        source = (TOP / "cgi/admin/routes.c").read_text()
        found = {(m, p) for m, p in re.findall(r'\{HTTP_(GET|POST)[^,]*,\s*"([^"]*)"', source)
                 if not p.startswith("/admin/form/:")}
        self.assertEqual(found, {(m, re.sub(r"/(ne-a[23]|1|3\.1)\b", "/:", p.split("?")[0]))
                                 for m, p, _ in ROUTES + GUARDED})

    def test_without_a_session(self):
        client = context.stack.client()
        for method, path, role in ROUTES + GUARDED:
            if role == 0:
                continue
            sent = {"body": [("a", "b")]} if method == "POST" else {}
            if path.endswith("/mail/list"):
                sent = {"body": UPLOADED, "type_": UPLOAD}
            answer = client.request(method, context.stack.path(path), **sent)
            with self.subTest(method=method, path=path):
                if method == "GET":
                    self.assertEqual(answer.status, 303)
                    self.assertTrue(answer.location.startswith(context.stack.path("/admin/login?next=%2Fadmin")))
                else:
                    self.assertEqual(answer.status, 401)

    def test_roles(self):
        for number, role in enumerate(ROLES, 1):
            one = add_user(f"role-{role}", role)
            for method, path, least in ROUTES + GUARDED:
                if method != "GET" or least == 0:
                    continue
                status = one.get(path).status
                with self.subTest(role=role, path=path):
                    if number < least:
                        self.assertEqual(status, 403)
                    elif (method, path, least) in GUARDED:
                        self.assertIn(status, (200, 403, 404))
                    elif path == "/admin/pain/new":
                        self.assertEqual(status, 403 if role == "head" else 200)
                    else:
                        self.assertEqual(status, 200)

    def test_other_methods(self):
        admin = Admin(context.stack)
        for method, path, _ in ROUTES + GUARDED:
            answer = admin.client.request("PUT", context.stack.path(path))
            self.assertEqual(answer.status, 405, path)
            self.assertIn(method, answer.headers["allow"])

    def test_posts_need_the_token_and_the_same_site(self):
        admin = Admin(context.stack)
        token = dict(Page(admin.get("/admin/pain/new").text).form("process").pairs())["csrf"]
        before = context.stack.sql("SELECT COUNT(*) FROM pain")
        pairs = [("agency", "nenets"), ("process", "x"), ("text", "x"), ("kind", "problem"), ("priority", "1"),
                 ("key", "A" * 21 + "Q")]
        path = context.stack.path("/admin/pain/new")
        for more, headers, status in (
                ([], {}, 422), ([("csrf", "x" * len(token))], {}, 422),
                ([("csrf", token)], {"Sec-Fetch-Site": "cross-site"}, 403),
                ([("csrf", token)], {"Sec-Fetch-Site": "same-site"}, 403)):
            answer = admin.client.post(path, pairs + more, headers=headers)
            self.assertEqual(answer.status, status, (more, headers))
        self.assertEqual(context.stack.sql("SELECT COUNT(*) FROM pain"), before)
        answer = admin.client.post(path, pairs + [("csrf", token)], headers={"Sec-Fetch-Site": "same-origin"})
        self.assertEqual(answer.status, 303)

    def test_login_from_another_site_is_refused(self):
        answer = context.stack.client().post(
            context.stack.path("/admin/login"), [("login", "admin"), ("password", context.stack.password)],
            headers={"Sec-Fetch-Site": "cross-site"})
        self.assertEqual(answer.status, 403)
        self.assertNotIn("set-cookie", answer.headers)

    def test_staff_of_one_agency(self):
        one = add_user("ra-analyst", "analyst", "--agency", "rosarchiv")
        self.assertNotIn("ne-a2", one.get("/admin/campaign").text)
        self.assertIn("ra-p1", one.get("/admin/campaign").text)
        for path in ("/admin/campaign/ne-a2", "/admin/campaign/ne-a2/results.json",
                     "/admin/campaign/ne-a2/results.csv", "/admin/campaign/ne-a3/text/3.1",
                     "/admin/pain?agency=nenets", "/admin/pain/print?agency=nenets",
                     "/admin/pain/new?agency=nenets", "/admin/pain/new?campaign=ne-a2&item=1"):
            self.assertEqual(one.get(path).status, 404, path)
        self.assertEqual(one.get("/admin/campaign/ra-p1").status, 200)

    def test_an_error_page_knows_nobody_else(self):
        """A 404 of a stranger, right after a page of the administrator, shows no name or token."""
        admin = Admin(context.stack)
        for _ in range(20):
            self.assertEqual(admin.get("/admin").status, 200)
            answer = context.stack.client().get(context.stack.path("/admin/no/such/page"))
            self.assertEqual(answer.status, 404)
            self.assertNotIn("csrf", answer.text)


class Results(unittest.TestCase):
    """What the page, the table and the data say of one campaign."""

    CODE = "admin-results"
    MARKS = [("8", "9"), ("6", "10"), ("9", "8")]

    @classmethod
    def setUpClass(cls):
        stack = context.stack
        cls.admin = Admin(stack)
        if [cls.CODE] not in stack.sql("SELECT code FROM campaign"):
            stack.open_campaign("ne-a2", cls.CODE)
            for rating, importance in cls.MARKS:
                Respondent(stack.client(), given={"q1.rating": rating, "q1.importance": importance},
                           only_given=True).fill(stack.path(f"/survey/{cls.CODE}"))
        cls.json = cls.admin.counted(cls.CODE, len(cls.MARKS))

    def test_page(self):
        page = Page(self.admin.get(f"/admin/campaign/{self.CODE}").text)
        self.assertIn("69,00", page.text)
        self.assertIn("низкий", page.text)
        self.assertIn("66,7", page.text)
        self.assertIn("нет данных", page.text)
        links = [href for href, text in page.links if text == "Создать боль"]
        items = {i["id"] for i in self.json["items"]}
        self.assertEqual({re.search(r"item=([^&]+)", link).group(1) for link in links}, items)

    def test_no_data_is_null(self):
        second = self.json["items"][1]
        self.assertEqual((second["n"], second["csi"], second["level"], second["rating_mean"]), (0, None, None, None))

    def test_csv(self):
        answer = self.admin.get(f"/admin/campaign/{self.CODE}/results.csv")
        self.assertTrue(answer.body.startswith(b"\xef\xbb\xbf"))
        self.assertIn("attachment", answer.headers["content-disposition"])
        lines = answer.body.decode("utf-8-sig").split("\r\n")
        self.assertTrue(all(line.count(";") >= 6 for line in lines if line))
        self.assertIn("69,00", answer.text)
        self.assertTrue(any(line.startswith('"№ 13.1"') for line in lines))
        for line in lines:
            for cell in line.split(";"):
                self.assertNotRegex(cell, r'^"?[=+@\t]|^"-')

    def test_formulas_in_questions_do_not_start(self):
        self.assertNotIn('"=', self.admin.get(f"/admin/campaign/{self.CODE}/results.csv").text)
