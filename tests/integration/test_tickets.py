"""Restricted circles: the closed link of a group, one-time links (AR-8.1-1, NE-8.5-1; AMB-28)."""

import concurrent.futures
import pathlib
import re
import statistics
import time
import unittest
import urllib.parse

import context
from page import Page
from respondent import Respondent
from stack import Admin

REMEMBERED = 1.2  # seconds for which the programs remember a campaign


class Case(unittest.TestCase):
    codes = 0

    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.admin = Admin(cls.stack)

    def open(self, access, questionnaire="RA-P1"):
        Case.codes += 1
        code = f"circle{Case.codes}"
        self.stack.open_campaign(questionnaire, code, "--permanent", "--access", access)
        return code

    def press(self, code, **fields):
        """Presses the button of the page of links."""
        path = f"/admin/campaign/{code}/tickets"
        page = Page(self.admin.get(path).text, self.stack.path(path))
        form = next(f for f in page.forms if page.target(f).endswith("/tickets"))
        pairs = [(k, v) for k, v in form.pairs() if k not in fields]
        return self.admin.client.post(page.target(form), pairs + list(fields.items()))

    def tickets(self, code, n):
        """Paths of new one-time links."""
        answer = self.press(code, number=str(n), **{"as": "csv"})
        self.assertEqual(answer.status, 200, answer.text[:2000])
        lines = answer.body.decode("utf-8-sig").split()
        self.assertEqual((lines[0], len(lines)), ("Ссылка", n + 1))
        return [line.removeprefix(self.stack.origin) for line in lines[1:]]

    def ballots(self, code):
        return int(self.stack.sql("SELECT COUNT(*) FROM ballot b JOIN campaign c ON c.id = b.campaign_id "
                                  f"WHERE c.code = '{code}'")[0][0])

    def fill(self, path):
        """Answers the form at path; returns the respondent at the thanks."""
        someone = Respondent(self.stack.client(), seed=1)
        page = someone.fill(path)
        self.assertIn("Ваш ответ принят", page.title)
        return someone

    def filled(self, path):
        """Body and target of a form of one page, filled in and not sent yet."""
        someone = Respondent(self.stack.client(), seed=2)
        page = Page(someone.client.get(path).text, path)
        form = page.form("next")
        pairs = [(c.name, v) for c in form.controls if c.kind == "hidden" for v in c.values()]
        pairs += [(name, v) for name, values in someone.answers(form, True).items() for v in values]
        return pairs + [("next", "1")], page.target(form)


class Tickets(Case):
    def test_one_answer_a_link(self):
        code = self.open("ticket")
        first, second = self.tickets(code, 2)
        client = self.stack.client()
        self.assertEqual(client.get(first).status, 200)  # to look costs nothing
        someone = self.fill(first)
        self.assertEqual(self.ballots(code), 1)
        used = client.get(first)
        unknown = client.get(first[:-4] + "0000")
        bare = client.get(self.stack.path(f"/survey/{code}"))
        self.assertEqual([a.status for a in (used, unknown, bare)], [403] * 3)
        self.assertEqual(used.body, unknown.body)
        self.assertEqual(used.body, bare.body)
        self.assertIn("если Вы отправляли по ней анкету, она принята", used.text)
        # The same form again is the same ballot, whatever became of its link.
        again = client.post(someone.last_target, someone.last_pairs)
        self.assertEqual((again.status, again.location.rpartition("/")[2][:15]), (303, "thanks?repeat=1"))
        self.assertEqual(self.ballots(code), 1)
        self.fill(second)
        self.assertEqual(self.ballots(code), 2)

    def test_letters_in_either_case(self):
        code = self.open("ticket")
        path, secret = self.tickets(code, 1)[0].split("?t=")
        self.assertEqual(len(secret), 24)
        self.fill(f"{path}?t={secret.upper()}")
        self.assertEqual(self.stack.client().get(f"{path}?t={secret}").status, 403)

    def test_two_forms_by_one_link_at_once(self):
        code = self.open("ticket", "NE-A2")
        for path in self.tickets(code, 5):
            before = self.ballots(code)
            forms = [self.filled(path) for _ in range(6)]
            with concurrent.futures.ThreadPoolExecutor(6) as pool:
                answers = list(pool.map(lambda f: self.stack.client().post(f[1], f[0]), forms))
            self.assertEqual(sorted(a.status for a in answers), [303] + [403] * 5)
            self.assertEqual(self.ballots(code), before + 1)

    def test_one_form_many_times_at_once(self):
        code = self.open("ticket", "NE-A2")
        path = self.tickets(code, 1)[0]
        pairs, target = self.filled(path)
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: self.stack.client().post(target, pairs), range(24)))
        self.assertEqual({a.status for a in answers}, {303})
        self.assertEqual(sum("repeat" not in a.location for a in answers), 1)
        self.assertEqual(self.ballots(code), 1)

    def test_a_form_without_its_link_is_refused(self):
        code, other = self.open("ticket", "NE-A2"), self.open("ticket", "NE-A2")
        path, foreign = self.tickets(code, 1)[0], self.tickets(other, 1)[0].split("?t=")[1]
        pairs, target = self.filled(path)
        for wrong in (None, "", "x", foreign, "' OR 1=1", "0" * 5000):
            with self.subTest(wrong and wrong[:20]):
                sent = [(k, v) for k, v in pairs if k != "t"] + ([] if wrong is None else [("t", wrong)])
                self.assertEqual(self.stack.client().post(target, sent).status, 403)
                query = urllib.parse.urlencode({"t": wrong or ""})
                self.assertEqual(self.stack.client().get(f"{target}?{query}").status, 403)
        self.assertEqual(self.ballots(code), 0)
        self.assertEqual(self.stack.client().post(target, pairs).status, 303)

    def test_saved_form_needs_the_link_too(self):
        code = self.open("ticket", "NE-A3")
        path, secret = self.tickets(code, 1)[0].split("?t=")
        client = self.stack.client()
        self.assertEqual(client.get(f"{path}/resume").status, 403)
        self.assertIn(f"/resume?t={secret}", client.get(f"{path}?t={secret}").text)
        self.assertIn(f"t={secret}", client.get(f"{path}/resume?t={secret}").text)

    def test_pages_of_two_people_do_not_mix(self):
        code = self.open("ticket", "NE-A3")
        paths = self.tickets(code, 3)
        for path in paths + paths:
            text = self.stack.client().get(path).text
            self.assertEqual({p for p in paths if p.split("?t=")[1] in text}, {path})

    def test_not_listed_and_no_link_on_paper(self):
        code = self.open("ticket")
        client = self.stack.client()
        self.assertNotIn(code, client.get(self.stack.path("/")).text)
        paper = client.get(self.stack.path(f"/survey/{code}/paper"))
        self.assertEqual(paper.status, 200)
        self.assertNotIn("class=\"qr", paper.text)
        self.assertEqual(self.admin.get(f"/admin/campaign/{code}/poster").status, 404)
        self.assertIn(f"/admin/campaign/{code}/tickets", self.admin.get(f"/admin/campaign/{code}/links").text)

    def test_numbers_without_who_or_when(self):
        code = self.open("ticket", "NE-A2")
        paths = self.tickets(code, 4)
        self.fill(paths[2])
        facts = re.findall(r"<dd>(.*?)</dd>", self.admin.get(f"/admin/campaign/{code}/tickets").text)
        self.assertEqual(facts[:3], ["4", "1", "3"])
        self.assertEqual(self.stack.sql("SHOW COLUMNS FROM ticket")[-1][0], "hash")  # nothing else is kept

    def files_with(self, needles):
        """Database, logs and all else of the running parts that hold one of these."""
        found = []
        for path in pathlib.Path(self.stack.state).rglob("*"):
            if path.is_file() and not path.is_symlink() and not {"app", "build"} & set(path.parts):
                text = path.read_bytes()
                found += [path] if any(n in text for n in needles) else []
        return found

    def test_secrets_are_written_nowhere(self):
        code = self.open("ticket", "NE-A2")
        paths = self.tickets(code, 3)
        self.fill(paths[0])
        self.stack.client().get(paths[0])
        secrets = [p.split("?t=")[1] for p in paths]
        self.assertNotEqual(self.files_with([code.encode()]), [])  # the search can find
        self.assertEqual(self.files_with([s.encode() for s in secrets] + [bytes.fromhex(s) for s in secrets]), [])

    def test_used_and_unknown_take_the_same_time(self):
        code = self.open("ticket", "NE-A2")
        used = self.tickets(code, 1)[0]
        self.fill(used)
        unknown, took = used[:-6] + "abcdef", {}
        for _ in range(60):
            for path in (used, unknown):
                start = time.monotonic()
                self.stack.client().get(path)
                took.setdefault(path, []).append(time.monotonic() - start)
        one, other = (statistics.median(v) for v in took.values())
        self.assertLess(abs(one - other), 0.5 * max(one, other))

    def test_bad_numbers(self):
        code = self.open("ticket")
        for number, kind in (("0", "csv"), ("", "csv"), ("5001", "csv"), ("501", "sheet"), ("x", "sheet"), ("-1", "csv")):
            answer = self.press(code, number=number, **{"as": kind})
            self.assertEqual(answer.status, 422, number)
        self.assertEqual(self.stack.sql(f"SELECT tickets FROM campaign WHERE code = '{code}'"), [["0"]])

    def test_slips_to_print(self):
        code = self.open("ticket")
        answer = self.press(code, number="3", **{"as": "sheet"})
        self.assertEqual((answer.status, answer.text.count("class=\"slip\"")), (200, 3))
        self.assertIn("no-store", answer.headers["cache-control"])

    def test_most_at_once(self):
        code = self.open("ticket")
        paths = self.tickets(code, 5000)
        self.assertEqual(len(set(paths)), 5000)
        self.assertEqual(self.stack.client().get(paths[4321]).status, 200)

    def test_who_may_make_links(self):
        code = self.open("ticket")
        for login, role, status in (("t-head", "head", 403), ("t-analyst", "analyst", 200), ("t-operator", "operator", 403)):
            password = self.stack.ctl("user", "add", login, "--role", role, "--generate").strip()
            admin = Admin(self.stack, login, password)
            csrf = dict(Page(admin.get("/admin").text).form("csrf").pairs())["csrf"]
            answer = admin.client.post(self.stack.path(f"/admin/campaign/{code}/tickets"),
                                       [("csrf", csrf), ("number", "1"), ("as", "csv")])
            self.assertEqual(answer.status, status, role)
        self.assertEqual(self.stack.sql("SELECT COUNT(*) FROM audit WHERE action = 'ticket.make' AND "
                                        f"object = 'campaign {code}'"), [["1"]])

    def test_accounts(self):
        for account, statement in (
                ("otklik-survey", "SELECT * FROM ticket"), ("otklik-survey", "DELETE FROM ticket"),
                ("otklik-survey", "INSERT INTO ticket VALUES (1, RANDOM_BYTES(32))"),
                ("otklik-survey", "SELECT ticket_left(1)"), ("otklik-admin", "SELECT * FROM ticket"),
                ("otklik-admin", "DELETE FROM ticket"), ("otklik-admin", "SELECT ticket_fits(1, '')"),
                ("otklik-admin", "CALL ticket_spend(1, '')"), ("otklik-admin", "UPDATE campaign SET access = 'open'"),
                ("otklik-count", "SELECT hash FROM ticket"), ("otklik-count", "CALL ticket_spend(1, '')")):
            with self.subTest(account=account, statement=statement):
                with self.assertRaisesRegex(PermissionError, "denied"):
                    self.stack.sql(statement, account)


class Group(Case):
    def test_closed_link(self):
        code = self.open("group", "NE-A2")
        client = self.stack.client()
        bare = self.stack.path(f"/survey/{code}")
        self.assertEqual(client.get(bare).status, 403)  # none is made yet
        link = re.search(r"[?]g=([0-9a-f]+)", re.sub("<[^>]*>", "", self.press(code).text))[1]
        time.sleep(REMEMBERED)
        self.fill(f"{bare}?g={link}")
        self.fill(f"{bare}?g={link}")  # any number of answers
        self.assertEqual(self.ballots(code), 2)
        for wrong in ("", "?g=", "?g=" + "0" * 24, "?t=" + link, "?g=" + link[:-1]):
            self.assertEqual(client.get(bare + wrong).status, 403, wrong)
        pairs, target = self.filled(f"{bare}?g={link}")
        self.assertEqual(client.post(target, [(k, v) for k, v in pairs if k != "g"]).status, 403)
        new = re.search(r"[?]g=([0-9a-f]+)", re.sub("<[^>]*>", "", self.press(code).text))[1]
        time.sleep(REMEMBERED)
        self.assertEqual(client.get(f"{bare}?g={link}").status, 403)
        self.assertEqual(client.get(f"{bare}?g={new}").status, 200)
        self.assertNotIn(code, client.get(self.stack.path("/")).text)

    def test_messages_take_no_tickets(self):
        with self.assertRaisesRegex(RuntimeError, "INT-BOX"):
            self.stack.ctl("campaign", "open", "INT-BOX", "--agency", "nenets", "--code", "no-box", "--permanent",
                           "--access", "ticket")
        self.stack.ctl("campaign", "open", "INT-BOX", "--agency", "nenets", "--code", "group-box", "--permanent",
                       "--access", "group")


if __name__ == "__main__":
    unittest.main()
