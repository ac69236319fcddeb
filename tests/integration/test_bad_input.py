"""What a respondent's program may send wrongly: the right status, words that say
what to do, nothing typed lost, never a 5xx."""

import concurrent.futures
import pathlib
import time
import unittest
import urllib.parse

import context
from fastcgi import Connection
from page import Page
from respondent import Respondent
from stack import until
from test_resume import upload

FORM = "/survey/ne-a2"
MULTI = "/survey/ra-p4"  # question 11 has an exclusive option and at most three

# Not through faketime(1): it stumbles over shared memory it left behind before.
LATER = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


class Case(unittest.TestCase):
    def setUp(self):
        self.stack = context.stack
        self.client = self.stack.client()

    def form(self, path=FORM):
        url = self.stack.path(path)
        answer = self.client.get(url)
        self.assertEqual(answer.status, 200, answer.text[:300])
        page = Page(answer.text, url)
        return page, page.form("next")

    def filled(self, form, **answers):
        """Pairs of the form with these answers, sent by «next»."""
        return form.pairs("next") + [(k.replace("_", "."), v) for k, v in answers.items()]

    def post(self, form, pairs, path=FORM, **more):
        return self.client.post(self.stack.path(path), pairs, **more)

    def assert_fault(self, answer, *controls, status=422):
        """The form comes back, says «Ошибка:» first, and its summary leads to the faults."""
        self.assertEqual(answer.status, status, answer.body[:500])
        page = Page(answer.body.decode())
        self.assertTrue(page.title.startswith("Ошибка:"), page.title)
        self.assertIsNotNone(page.form("next"))
        leads = [href[1:] for href, _ in page.links if href.startswith("#") and href != "#main"]
        self.assertTrue(set(leads) <= page.ids, leads)
        for control in controls:
            self.assertTrue(any(control in lead for lead in leads), (control, leads))
        return page

    def assert_kept(self, page, name, value):
        self.assertIn(value, [v for c in page.form("next").controls if c.name == name
                              for v in c.values()], f"{name} is lost")

    def assert_page(self, answer, status):
        """A page in words, with the frame of all pages."""
        self.assertEqual(answer.status, status)
        page = Page(answer.text)
        self.assertEqual(page.lang, "ru")
        self.assertTrue(any(tag == "h1" and text for tag, text in page.headings), answer.text[:300])
        return page


class Answers(Case):
    """Values the form does not offer."""

    def test_unknown_option(self):
        _, form = self.form()
        answer = self.post(form, self.filled(form, q1_rating="11", q1_importance="5",
                                             q2_rating="3", q2_importance="4"))
        page = self.assert_fault(answer, "q1")
        self.assert_kept(page, "q2.rating", "3")
        self.assert_kept(page, "q2.importance", "4")
        self.assert_kept(page, "q1.importance", "5")

    def test_one_mark_of_two(self):
        _, form = self.form()
        page = self.assert_fault(self.post(form, self.filled(form, q3_rating="7")), "q3")
        self.assert_kept(page, "q3.rating", "7")

    def test_no_answer_at_all(self):
        _, form = self.form()
        self.assertEqual(self.post(form, self.filled(form)).status, 422)

    def test_the_form_that_came_back_is_taken(self):
        _, form = self.form()
        page = self.assert_fault(self.post(form, self.filled(form, q3_rating="7")), "q3")
        again = page.form("next")
        pairs = again.pairs("next") + [("q3.importance", "9")]
        answer = self.post(again, pairs)
        self.assertEqual(answer.status, 303)
        self.assertIn("принят", self.client.follow(answer).text)

    def walk_to(self, control, path=MULTI):
        """Pages on until the control is there; everything before stays blank or minimal."""
        someone = Respondent(self.client, seed=1)
        page, form = self.form(path)
        while control not in form.names():
            answer, target = someone.send(page, form, careful=True)
            self.assertEqual(answer.status, 200, answer.text[:400])
            page = Page(answer.text, target)
            form = page.form("next")
        # Whatever is required beside it.
        rest = {name: values for name, values in someone.answers(form, True).items() if values}
        rest.pop(control, None)
        return page, form, [(n, v) for n, values in rest.items() for v in values]

    def send_multi(self, *codes):
        page, form, rest = self.walk_to("q11")
        pairs = form.pairs("next") + rest + [("q11", code) for code in codes]
        return self.client.post(page.target(form), pairs)

    def test_exclusive_option_with_another(self):
        page = self.assert_fault(self.send_multi("1", "9"), "q11")
        self.assert_kept(page, "q11", "1")
        self.assert_kept(page, "q11", "9")

    def test_both_exclusive_options(self):
        page, form, rest = self.walk_to("q10", "/survey/ne-a3")
        pairs = form.pairs("next") + rest + [("q10", "9"), ("q10", "10")]
        page = self.assert_fault(self.client.post(page.target(form), pairs), "q10")
        self.assert_kept(page, "q10", "9")
        self.assert_kept(page, "q10", "10")

    def test_too_many_answers(self):
        self.assert_fault(self.send_multi("1", "2", "3", "4"), "q11")

    def test_text_and_check_of_a_row(self):
        page, form, rest = self.walk_to("q3.1", "/survey/ne-a3")
        rest = [(n, v) for n, v in rest if not n.startswith("q3.1")]
        pairs = form.pairs("next") + rest + [("q3.1", "очередь"), ("q3.1.none", "1")]
        page = self.assert_fault(self.client.post(page.target(form), pairs), "q3.1")
        self.assert_kept(page, "q3.1", "очередь")

    def test_text_over_the_limit_is_kept(self):
        page, form, rest = self.walk_to("q3.1", "/survey/ne-a3")
        rest = [(n, v) for n, v in rest if not n.startswith("q3.1")]
        long = "я" * 2001
        answer = self.client.post(page.target(form), form.pairs("next") + rest + [("q3.1", long)])
        self.assert_kept(self.assert_fault(answer, "q3.1"), "q3.1", long)

    def test_markup_comes_back_as_text(self):
        page, form, rest = self.walk_to("q3.1", "/survey/ne-a3")
        rest = [(n, v) for n, v in rest if not n.startswith("q3.1")]
        evil = '"><script>alert(1)</script>\'&amp;</textarea>'
        answer = self.client.post(page.target(form), form.pairs("next") + rest +
                                  [("q3.1", evil), ("q3.1.none", "1")])
        self.assertNotIn("<script>alert", answer.text)
        self.assert_kept(self.assert_fault(answer, "q3.1"), "q3.1", evil)


class Bodies(Case):
    """Bodies that are no form."""

    def test_one_megabyte(self):
        _, form = self.form()
        answer = self.post(form, self.filled(form) + [("q1", "x" * 2**20)])
        self.assert_page(answer, 413)

    def test_just_above_the_limit(self):
        answer = self.client.request("POST", self.stack.path(FORM), body=b"a=" + b"x" * 512 * 1024)
        self.assert_page(answer, 413)

    def test_just_below_the_limit_is_read(self):
        """It is no form of ours, but not refused for its size."""
        answer = self.client.request("POST", self.stack.path(FORM), body=b"a=" + b"x" * (512 * 1024 - 2))
        self.assertEqual(answer.status, 422)

    def test_broken_utf8(self):
        _, form = self.form()
        token = next(c for c in form.controls if c.kind == "hidden")
        body = f"{token.name}={token.value}&next=1&q1.rating=".encode()
        for broken in (b"%FF%FE", b"%C3%28", b"%ED%A0%80", b"%F4%90%80%80", b"%C0%AF", b"\xff", b"%00"):
            with self.subTest(broken):
                answer = self.client.request("POST", self.stack.path(FORM), body=body + broken)
                self.assertIn(answer.status, (400, 422))
                self.assertTrue(Page(answer.text).headings)

    def test_broken_escapes(self):
        for broken in (b"q1=%", b"q1=%4", b"q1=%zz", b"%", b"=&=&&=", b"&" * 5000):
            with self.subTest(broken[:8]):
                answer = self.client.request("POST", self.stack.path(FORM), body=broken)
                self.assertIn(answer.status, (400, 422, 413))

    def test_other_content_types(self):
        _, form = self.form()
        pairs = self.filled(form, q1_rating="5", q1_importance="5")
        for type_ in ("application/json", "text/plain", "multipart/form-data; boundary=x", None):
            with self.subTest(type_):
                self.assert_page(self.post(form, pairs, type_=type_), 415)

    def test_charset_is_no_obstacle(self):
        _, form = self.form()
        answer = self.post(form, self.filled(form, q1_rating="5", q1_importance="5"),
                           type_="application/x-www-form-urlencoded; charset=UTF-8")
        self.assertEqual(answer.status, 303)


class Places(Case):
    """Addresses and methods."""

    def test_unknown_places(self):
        for path in ("/survey/no-such", "/survey/%D0%B0%D0%BD%D0%BA%D0%B5%D1%82%D0%B0", "/survey/" + "x" * 65,
                     "/survey/", "/survey/NE-A2", "/survey/ne-a2/x", "/nowhere",
                     "/survey/ne-a2%00", "/survey/../admin/x", "/survey/%2e%2e/x", "/survey/'or'1"):
            with self.subTest(path):
                answer = self.client.get(self.stack.path(path))
                self.assertIn(answer.status, (400, 404))

    def test_post_to_unknown_campaign(self):
        self.assert_page(self.client.post(self.stack.path("/survey/no-such"), [("next", "1")]), 404)

    def test_methods(self):
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"):
            with self.subTest(method):
                answer = self.client.request(method, self.stack.path(FORM), body=b"")
                self.assertEqual(answer.status, 405)
                self.assertEqual(sorted(answer.headers["allow"].split(", ")), ["GET", "HEAD", "POST"])
        answer = self.client.post(self.stack.path("/"), [("a", "b")])
        self.assertEqual(answer.status, 405)

    def test_head(self):
        answer = self.client.request("HEAD", self.stack.path(FORM))
        self.assertEqual((answer.status, answer.body), (200, b""))

    def test_query(self):
        for query in ("?c=site", "?c=" + "x" * 3000, "?c=%ff", "?" + "a&" * 3000, "?c=<b>"):
            with self.subTest(query[:10]):
                self.assertLess(self.client.get(self.stack.path(FORM + query)).status, 500)

    def test_closed_campaign(self):
        code = f"closed-{self.stack.server}"
        self.stack.open_campaign("RA-P3", code)
        path = f"/survey/{code}"
        page, form = self.form(path)
        time.sleep(1.1)  # moments are whole seconds: issued before, not in, the last one
        self.stack.ctl("campaign", "close", code)
        answer = until(lambda: (a := self.client.get(self.stack.path(path))).status != 200 and a, 30,
                       "campaign closed")
        self.assert_page(answer, 410)
        self.assertIsNone(Page(answer.text).form("next"))
        with self.subTest("a form issued before closing is taken for an hour more"):
            last = Respondent(self.client, seed=5)
            for _ in range(20):
                answer, target = last.send(page, form, careful=True)
                if answer.status == 303:
                    break
                self.assertEqual(answer.status, 200, answer.text[:300])
                page = Page(answer.text, target)
                form = page.form("next")
            self.assertIn("принят", self.client.follow(answer).text)
        with self.subTest("a forged one is not"):
            answer = self.client.post(self.stack.path(path), [("token", "x"), ("next", "1")])
            self.assertEqual(answer.status, 410)

    def test_campaign_not_open_yet(self):
        code = f"early-{self.stack.server}"
        self.stack.ctl("campaign", "open", "RA-P3", "--code", code, "--opens", "2099-01-01",
                       "--closes", "2099-02-01")
        page = self.assert_page(self.client.get(self.stack.path(f"/survey/{code}")), 403)
        self.assertIn("01.01.2099", page.text)


    def test_campaign_without_a_key(self):
        """Nobody types into a form that cannot be sent; it is there as soon as the key is."""
        code = f"soon-{self.stack.server}"
        count = str(self.stack.pid("count"))
        self.stack.as_user("kill", "-STOP", "--", f"-{count}")
        try:
            said = self.stack.ctl("campaign", "open", "RA-P3", "--code", code, "--permanent")
            path = self.stack.path(f"/survey/{code}")
            answers = [self.client.get(path), self.client.get(path + "/resume"),
                       upload(self.client, path + "/resume", b"no matter")]
        finally:
            self.stack.as_user("kill", "-CONT", "--", f"-{count}")
        self.assertIn("after the next run of otklik-count", said)
        for answer in answers:
            page = self.assert_page(answer, 503)
            self.assertEqual([f for f in page.forms if f.method == "POST"], [])
            self.assertIn("через минуту", page.text)
            self.assertEqual(answer.headers["retry-after"], "60")
        self.stack.wait_for_key(code)
        until(lambda: self.client.get(self.stack.path(f"/survey/{code}")).status == 200, 10, "the form")


class Faults(Case):
    """What goes wrong on our side costs no answer."""

    def refused(self, privilege, action):
        """Runs it while the database refuses the survey program this."""
        account = "'otklik-survey'@'localhost'"
        self.stack.sql(f"REVOKE {privilege} FROM {account}")
        try:
            time.sleep(1.2)  # what was read stays known for a second
            return action()
        finally:
            self.stack.sql(f"GRANT {privilege} TO {account}")

    def pairs(self):
        _, form = self.form()
        return form, self.filled(form, q1_rating="5", q1_importance="5", q2_rating="3", q2_importance="4")

    def test_an_error_of_ours_offers_the_answers_again(self):
        form, pairs = self.pairs()
        answer = self.refused("SELECT ON campaign", lambda: self.post(form, pairs))
        page = self.assert_page(answer, 500)
        again, = (f for f in page.forms if f.action.endswith(FORM))
        self.assertEqual(again.pairs(None), pairs)
        self.assertEqual(self.client.post(self.stack.path(FORM), again.pairs(None)).status, 303)

    def test_a_right_that_is_missing_is_no_refusal(self):
        answer = self.refused("SELECT ON campaign", lambda: self.client.get(self.stack.path(FORM)))
        self.assert_page(answer, 500)

    def test_a_ballot_that_may_not_be_stored_is_kept_in_the_form(self):
        form, pairs = self.pairs()
        answer = self.refused("INSERT (`key`, campaign_id, key_id, sealed) ON ballot",
                              lambda: self.post(form, pairs))
        self.assertEqual(answer.status, 503)
        self.assertIsNotNone(Page(answer.text).form("next"))


class Tokens(Case):
    """The form's own nonce."""

    def answers(self, form, rating="5"):
        return self.filled(form, q1_rating=rating, q1_importance="6", q2_rating="2", q2_importance="3")

    def replaced(self, pairs, name, value):
        return [(k, value if k == name else v) for k, v in pairs]

    def token(self, form):
        return next(c.name for c in form.controls if c.kind == "hidden" and len(c.value) > 40)

    def waiting_and_counted(self):
        return self.stack.sql("SELECT COUNT(*) FROM ballot JOIN campaign c ON c.id = campaign_id "
                              "WHERE c.code = 'ne-a2'")[0][0]

    def test_missing_or_forged(self):
        _, form = self.form()
        pairs, name = self.answers(form), self.token(form)
        value = dict(pairs)[name]
        damaged = value[:-3] + ("AAA" if value[-3:] != "AAA" else "BBB")
        for case, sent in {"missing": [p for p in pairs if p[0] != name],
                           "empty": self.replaced(pairs, name, ""),
                           "damaged": self.replaced(pairs, name, damaged),
                           "cut": self.replaced(pairs, name, value[:20]),
                           "other alphabet": self.replaced(pairs, name, "щ" * 40)}.items():
            with self.subTest(case):
                page = self.assert_fault(self.post(form, sent))
                self.assert_kept(page, "q1.rating", "5")
                self.assert_kept(page, "q2.importance", "3")
                again = page.form("next")
                answer = self.post(again, again.pairs("next"))
                self.assertEqual(answer.status, 303, "the renewed form is taken")

    def test_of_another_campaign(self):
        _, other = self.form("/survey/ne-a3")
        _, form = self.form()
        name = self.token(form)
        foreign = dict(other.pairs())[name]
        self.assert_fault(self.post(form, self.replaced(self.answers(form), name, foreign)))

    def test_replay(self):
        _, form = self.form()
        pairs = self.answers(form)
        first = self.post(form, pairs)
        self.assertEqual(first.status, 303)
        before = self.waiting_and_counted()
        for case, again in {"same answers": pairs,
                            "other answers": self.replaced(pairs, "q1.rating", "9")}.items():
            with self.subTest(case):
                answer = self.post(form, again)
                self.assertEqual(answer.status, 303)
                page = Page(self.client.follow(answer).text)
                self.assertIn("Ответ по этой форме уже принят; изменения повторной отправки "
                              "не сохранены", page.text)
                self.assertIn(self.stack.path(FORM), [href for href, _ in page.links])
        self.assertEqual(self.waiting_and_counted(), before)

    def test_double_click_fifty_times_at_once(self):
        _, form = self.form()
        pairs = self.answers(form)
        before = int(self.waiting_and_counted())
        with concurrent.futures.ThreadPoolExecutor(50) as pool:
            answers = list(pool.map(lambda _: self.stack.client().post(self.stack.path(FORM), pairs),
                                    range(50)))
        self.assertEqual({a.status for a in answers}, {303})
        self.assertEqual(sum("repeat" not in a.location for a in answers), 1)
        self.assertEqual(int(self.waiting_and_counted()), before + 1)

    @unittest.skipUnless(LATER, "libfaketime is not installed")
    @unittest.skipIf("sanitizers" in str(context.stack and context.stack.build), "libfaketime")
    def test_expired(self):
        """The form lay open for 25 hours: another process lives a day later."""
        _, form = self.form()
        pairs = self.answers(form)
        folder = self.stack.as_user("mktemp", "-d", "/tmp/otklik-late.XXXXXX").stdout.strip()
        socket = folder + "/s"
        command = ["env", f"LD_PRELOAD={LATER}", "FAKETIME=+25h", self.stack.program("otklik-survey"),
                   "-c", self.stack.settings("otklik-survey"), "-s", socket]
        late = self.stack.spawn(*command)
        try:
            until(lambda: self.stack.as_user("test", "-S", socket).returncode == 0, 20, "socket")
            with Connection(socket) as connection:
                answer = connection.ask("POST", self.stack.path(FORM),
                                        urllib.parse.urlencode(pairs).encode(), keep=False)
            page = self.assert_fault(answer)
            self.assert_kept(page, "q1.rating", "5")
            self.assert_kept(page, "q2.importance", "3")
            fresh = dict(page.form("next").pairs())
            self.assertNotEqual(fresh[self.token(form)], dict(pairs)[self.token(form)])
        finally:
            late.terminate()
            late.wait(20)
            self.stack.as_user("rm", "-rf", folder)


if __name__ == "__main__":
    unittest.main()
