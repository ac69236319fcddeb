"""One-time links by e-mail, through a real SMTP server (AR-8.1-1; issue of restricted circles)."""

import base64
import concurrent.futures
import email
import email.header
import email.policy
import json
import os
import pathlib
import queue
import re
import socket
import subprocess
import tempfile
import threading
import time
import unittest

import context
from page import Page
from respondent import Respondent
from scratch import only_once
from stack import Admin

SERVER = pathlib.Path(__file__).resolve().parent.parent / "support/mail-server"
STEP = 50


class MailServer:
    """tests/support/mail-server while a with block lasts."""

    def __init__(self, *options):
        self.options = options

    def __enter__(self):
        self.process = subprocess.Popen([SERVER, *self.options], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline())
        self.lines = queue.Queue()
        self.reader = threading.Thread(target=lambda: [self.lines.put(line) for line in self.process.stdout])
        self.reader.start()
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        self.reader.join()
        self.process.stdout.close()

    def letters(self, n, seconds=30):
        """The n letters taken since the last call, and no more."""
        found = [json.loads(self.lines.get(timeout=seconds)) for _ in range(n)]
        time.sleep(0.2)
        if not self.lines.empty():
            raise AssertionError("more letters than expected: " + self.lines.get())
        for letter in found:
            letter["raw"] = base64.b64decode(letter["message"])
            letter["message"] = email.message_from_bytes(letter["raw"], policy=email.policy.default)
        return found


def text_of(letter):
    return letter["message"].get_body().get_content()


def link_of(letter):
    return re.search(r"http://\S+[?]t=[0-9a-f]{24}", text_of(letter))[0]


class Case(unittest.TestCase):
    codes = 0

    @classmethod
    def setUpClass(cls):
        only_once()
        cls.stack = context.stack
        cls.before = pathlib.Path(cls.stack.settings("otklik-admin")).read_text()

    @classmethod
    def tearDownClass(cls):
        cls.restart(cls.before)

    @classmethod
    def restart(cls, settings):
        """The staff program with other settings."""
        cls.stack.restart("admin", settings)
        cls.admin = Admin(cls.stack)

    def mail_to(self, port, **more):
        values = {"smtp_url": f"smtp://127.0.0.1:{port}", "smtp_from": "opros@agency.test", "smtp_tls": "false", **more}
        self.restart(self.before + "".join(f"{k} = {v}\n" for k, v in values.items()))

    def open(self, questionnaire="NE-A2", *options):
        Case.codes += 1
        code = f"mail{Case.codes}"
        self.stack.open_campaign(questionnaire, code, *(options or ("--permanent",)), "--access", "ticket")
        return code

    def page(self, answer, code):
        return Page(answer.text, self.stack.path(f"/admin/campaign/{code}/mail"))

    def post(self, page, form, do=None, **fields):
        pairs = [(k, v) for k, v in form.pairs() if k not in fields] + list(fields.items())
        return self.admin.client.post(page.target(form), pairs + ([("do", do)] if do else []))

    def check(self, code, to, **fields):
        """The answer to addresses and letter."""
        page = self.page(self.admin.get(f"/admin/campaign/{code}/mail"), code)
        return self.post(page, page.form("to", "text"), "check", to=to, **fields)

    def press(self, answer, code, do):
        """Presses the button of a page of the mailing."""
        page = self.page(answer, code)
        return self.post(page, page.form("to", "subject"), do)

    def facts(self, answer):
        """Letters sent, not sent, still to be sent."""
        self.assertEqual(answer.status, 200, answer.text[:3000])
        return [int(n) for n in re.findall(r"<dd>(\d+)</dd>", answer.text)[:3]]

    def send_all(self, code, to):
        """The last page of a mailing."""
        answer = self.press(self.check(code, to), code, "send")
        while self.facts(answer)[2]:
            answer = self.press(answer, code, "send")
        return answer

    def tickets(self, code):
        """Links made, links not used."""
        row = self.stack.sql(f"SELECT tickets, (SELECT COUNT(*) FROM ticket t WHERE t.campaign_id = c.id) "
                             f"FROM campaign c WHERE code = '{code}'")[0]
        return [int(n) for n in row]

    def files_with(self, needles):
        """Files of the running parts, and of the machine's temporary folders, that hold one of these."""
        found = []
        places = [self.stack.state, pathlib.Path("/tmp"), pathlib.Path("/var/tmp"), pathlib.Path("/dev/shm")]
        for place in places:
            for path in place.rglob("*") if place == self.stack.state else place.glob("*"):
                try:
                    if path.is_file() and not path.is_symlink() and not {"app", "build"} & set(path.parts) and \
                            path.stat().st_size < 200 << 20:
                        text = path.read_bytes()
                        found += [path] if any(n in text for n in needles) else []
                except OSError:
                    pass  # gone meanwhile
        return found


class Sending(Case):
    def test_one_letter_each_with_a_link_that_takes_one_answer(self):
        code = self.open()
        people = [f"canary.{i:03}@staff.agency.test" for i in range(STEP + 12)]
        with MailServer() as server:
            self.mail_to(server.port)
            checked = self.check(code, "\r\n".join(people + [people[3].upper(), ""]))
            self.assertIn(f"Отправить писем: {len(people)}", checked.text)
            self.assertIn("пропущено строк: 1", checked.text)
            first = self.press(checked, code, "send")
            self.assertEqual(self.facts(first), [STEP, 0, 12])
            last = self.press(first, code, "send")
            self.assertEqual(self.facts(last), [STEP + 12, 0, 0])
            letters = server.letters(len(people))
        self.assertEqual(sorted(x["to"][0] for x in letters), people)
        self.assertNotEqual([x["to"][0] for x in letters], people)  # mixed
        self.assertEqual({len(x["to"]) for x in letters}, {1})
        links = [link_of(x) for x in letters]
        self.assertEqual(len(set(links)), len(people))
        self.assertEqual(self.tickets(code), [len(people)] * 2)
        for link in links[:3]:
            someone = Respondent(self.stack.client(), seed=1)
            self.assertIn("Ваш ответ принят", someone.fill(link.removeprefix(self.stack.origin)).title)
            self.assertEqual(self.stack.client().get(link).status, 403)
        self.assertEqual(self.stack.client().get(links[-1]).status, 200)
        # Nothing of the addresses is left, and no link.
        secrets = [x.split("?t=")[1] for x in links]
        self.assertNotEqual(self.files_with([code.encode()]), [])  # the search can find
        self.assertEqual(self.files_with([b"canary.0", b"@staff.agency.test"] + [s.encode() for s in secrets[3:]]), [])

    def test_letter(self):
        code = self.open("NE-A2", "--closes", "2099-12-31")
        with MailServer() as server:
            self.mail_to(server.port)
            self.send_all(code, "Анна Иванова <anna@agency.test>")
            letter = server.letters(1)[0]
        message, text = letter["message"], text_of(letter)
        self.assertEqual((letter["to"], letter["from"]), (["anna@agency.test"], "opros@agency.test"))
        self.assertTrue(message["Subject"].startswith("Опрос: "), message["Subject"])
        self.assertIn("31.12.2099", text)
        self.assertEqual(message["From"].addresses[0].addr_spec, "opros@agency.test")
        raw = email.message_from_bytes(letter["raw"])  # the newer parser puts spaces between encoded words
        words = email.header.decode_header(raw["From"].rpartition("<")[0])
        self.assertIn("Ненецкого", "".join(w.decode(c) for w, c in words if c))
        self.assertEqual(set(message.keys()), {"Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted",
                                               "Mime-Version", "Content-Type"})
        self.assertRegex(message["Message-ID"], r"^<[0-9a-f]{32}@agency\.test>$")
        self.assertEqual([line for line in letter["raw"].splitlines() if len(line) > 80], [])

    def test_refused_address(self):
        code = self.open()
        with MailServer() as server:
            self.mail_to(server.port)
            last = self.send_all(code, "one@agency.test\nrefused@agency.test\ntwo@agency.test\nlater@agency.test")
            self.assertEqual(self.facts(last), [2, 2, 0])
            self.assertEqual({x["to"][0] for x in server.letters(2)}, {"one@agency.test", "two@agency.test"})
            area = re.search(r'id="refused"[^>]*>([^<]*)<', last.text)[1].split()
            self.assertEqual(set(area), {"refused@agency.test", "later@agency.test"})
            self.assertEqual(self.tickets(code), [2, 2])
            again = self.press(last, code, "change")
            self.assertEqual(set(self.page(again, code).form("to").pairs()[1][1].split()), set(area))
        self.assertEqual(self.files_with([b"refused@agency.test"]), [])

    def test_server_down(self):
        code = self.open()
        people = ["first@agency.test", "second@agency.test"]
        with MailServer() as server:
            port = server.port
        self.mail_to(port)
        stopped = self.press(self.check(code, "\n".join(people)), code, "send")
        self.assertEqual(self.facts(stopped), [0, 0, 2])
        self.assertIn("почтовый сервер не отвечает", stopped.text)
        self.assertEqual(self.tickets(code), [0, 0])
        with MailServer() as server:
            self.mail_to(server.port)
            # The page that stopped goes on; a program started anew asks for the login.
            page = self.page(stopped, code)
            form = page.form("to", "subject")
            csrf = dict(self.page(self.admin.get(f"/admin/campaign/{code}/mail"), code).form("to").pairs())["csrf"]
            last = self.post(page, form, "send", csrf=csrf)
            self.assertEqual(self.facts(last), [2, 0, 0])
            self.assertEqual(sorted(x["to"][0] for x in server.letters(2)), people)
        self.assertEqual(self.tickets(code), [2, 2])

    def test_slow_server(self):
        """A letter that may have gone out: its link is void, and the address is shown."""
        code = self.open()
        with MailServer("--sleep", "20") as server:
            self.mail_to(server.port, smtp_timeout=2)
            begun = time.monotonic()
            stopped = self.press(self.check(code, "slow@agency.test\nnext@agency.test"), code, "send")
            self.assertLess(time.monotonic() - begun, 10)
            self.assertEqual(self.facts(stopped), [0, 1, 1])
            self.assertIn("Возможно, не отправлены", stopped.text)
            letter = server.letters(1)[0]
        self.assertIn(letter["to"][0], re.search(r'id="unsure"[^>]*>([^<]*)<', stopped.text)[1])
        self.assertEqual(self.stack.client().get(link_of(letter)).status, 403)
        self.assertEqual(self.tickets(code), [0, 0])

    def test_silent_server_and_others(self):
        """A mail server that says nothing takes a share of the threads; steps that begin together do not fail."""
        code = self.open()
        with socket.create_server(("127.0.0.1", 0), backlog=100) as silent:
            self.mail_to(silent.getsockname()[1], smtp_timeout=3)
            checked = [self.check(code, f"silent{i}@agency.test") for i in range(20)]
            with concurrent.futures.ThreadPoolExecutor(20) as pool:
                sent = [pool.submit(self.press, page, code, "send") for page in checked]
                time.sleep(1)
                begun = time.monotonic()
                self.assertEqual(self.admin.get("/admin").status, 200)
                self.assertLess(time.monotonic() - begun, 1.5)
                answers = [x.result() for x in sent]
        self.assertEqual([a.status for a in answers], [200] * 20)
        crowded = [a for a in answers if "отправляются другие письма" in a.text]
        self.assertGreater(len(crowded), 3)
        self.assertGreater(20 - len(crowded), 0)
        with MailServer() as server:  # the same step: not lost, not sent twice
            self.mail_to(server.port)
            page = self.page(crowded[0], code)
            csrf = dict(self.page(self.admin.get(f"/admin/campaign/{code}/mail"), code).form("to").pairs())["csrf"]
            last = self.post(page, page.form("to", "subject"), "send", csrf=csrf)
            self.assertEqual(self.facts(last), [1, 0, 0])
            server.letters(1)

    def test_double_click(self):
        code = self.open()
        people = [f"click{i}@agency.test" for i in range(8)]
        with MailServer("--sleep", "0.2") as server:
            self.mail_to(server.port)
            checked = self.check(code, "\n".join(people))
            with concurrent.futures.ThreadPoolExecutor(3) as pool:
                answers = list(pool.map(lambda _: self.press(checked, code, "send"), range(3)))
            self.assertEqual(sum("прямо сейчас" in a.text for a in answers), 2)
            self.assertEqual(sorted(x["to"][0] for x in server.letters(8)), people)
            late = self.press(next(a for a in answers if "прямо сейчас" in a.text), code, "send")
            self.assertEqual(self.facts(late), [8, 0, 0])  # the outcome, not a second letter
            server.letters(0)
        self.assertEqual(self.tickets(code), [8, 8])

    def test_encryption_and_login(self):
        code = self.open()
        with tempfile.TemporaryDirectory(dir=self.stack.dir) as folder:
            os.chmod(folder, 0o755)
            cert, key, password = (pathlib.Path(folder) / n for n in ("cert.pem", "key.pem", "password"))
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                            "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1",
                            "-keyout", key, "-out", cert], check=True, capture_output=True)
            password.write_text("geheim\n")
            for path in (cert, password):
                path.chmod(0o644)
            with MailServer() as server:  # no encryption to be had: nothing is sent
                self.mail_to(server.port, smtp_tls="true", smtp_ca_file=cert)
                stopped = self.press(self.check(code, "tls@agency.test"), code, "send")
                self.assertIn("не предлагает шифрования", stopped.text)
                server.letters(0)
            with MailServer("--tls", cert, key, "--login", "otklik", "geheim") as server:
                self.mail_to(server.port, smtp_tls="true")  # a certificate nobody vouches for
                stopped = self.press(self.check(code, "tls@agency.test"), code, "send")
                self.assertIn("недействителен", stopped.text)
                self.mail_to(server.port, smtp_tls="true", smtp_ca_file=cert, smtp_user="otklik",
                             smtp_password_file="/nowhere")
                stopped = self.press(self.check(code, "tls@agency.test"), code, "send")
                self.assertIn("файл с паролем", stopped.text)
                password.write_text("falsch\n")
                self.mail_to(server.port, smtp_tls="true", smtp_ca_file=cert, smtp_user="otklik",
                             smtp_password_file=password)
                stopped = self.press(self.check(code, "tls@agency.test"), code, "send")
                self.assertIn("не принимает логин", stopped.text)
                password.write_text("geheim\n")
                self.assertEqual(self.facts(self.send_all(code, "tls@agency.test")), [1, 0, 0])
                self.assertTrue(server.letters(1)[0]["tls"])
        self.assertEqual(self.tickets(code), [1, 1])


class Pages(Case):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mail_to(cls, 9)

    def test_every_fault_with_its_line_and_nothing_lost(self):
        code = self.open()
        typed = "good@agency.test\nбез адреса\n\na@b.test, c@d.test\nплохой@agency.test\nx@localhost\n.a@b.test"
        answer = self.check(code, typed, text="Текст без места", subject="")
        self.assertEqual(answer.status, 422)
        for line in ("Строка 2, «без адреса»", "Строка 4,", "Строка 5,", "Строка 6,", "Строка 7,"):
            self.assertIn(line, answer.text)
        self.assertNotIn("Строка 1,", answer.text)
        self.assertIn("один раз указать {ссылка}", answer.text)
        self.assertIn("Укажите тему письма", answer.text)
        form = dict(self.page(answer, code).form("to", "text").pairs())
        self.assertEqual((form["to"], form["text"]), (typed, "Текст без места"))
        self.assertEqual(self.tickets(code), [0, 0])

    def test_a_file_that_is_no_list(self):
        """The page does not grow by a paragraph with each line."""
        answer = self.check(self.open(), "нет\n" * 3000)
        self.assertEqual(answer.status, 422)
        self.assertEqual(answer.text.count("в ней нет адреса"), 50)
        self.assertIn("Ещё строк с ошибками: 2950", answer.text)
        self.assertLess(len(answer.text), 60000)

    def test_nothing_gets_into_the_header(self):
        code = self.open()
        for to in ("a@b.test\r\nBcc: c@d.test", "a@b.test>\r\nBcc: c@d.test", "a@b.test%0aBcc:c@d.test", "a b@c.test",
                   "<a@b.test> <c@d.test>", "a@b.test\u2028c", '"a\\"@b.test', "a@[127.0.0.1]", "a@1.2.3.4",
                   "a" * 65 + "@b.test", "a@" + "b" * 64 + ".test"):
            with self.subTest(to):
                answer = self.check(code, to)
                bad = answer.status == 422
                # What stands in a line of its own is an address of its own, checked like any other.
                self.assertTrue(bad, answer.text[:200])
        for subject in ("Тема\r\nBcc: c@d.test", "Тема\nX: y", "{ссылка}", "{нет}"):
            self.assertEqual(self.check(code, "a@b.test", subject=subject).status, 422, subject)

    def test_file(self):
        code = self.open()
        path = self.stack.path(f"/admin/campaign/{code}/mail/list")
        csrf = dict(self.page(self.admin.get(f"/admin/campaign/{code}/mail"), code).form("to").pairs())["csrf"]
        table = "ФИО;Почта;Отдел\r\n\"Петров; П.\";petrov@agency.test;3\r\n".encode("cp1251")
        body = (b"--x\r\nContent-Disposition: form-data; name=\"" + csrf.encode() +
                b"\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n" + table + b"\r\n--x--\r\n")
        answer = self.admin.client.request("POST", path, body=body, type_="multipart/form-data; boundary=x")
        self.assertEqual(answer.status, 200, answer.text[:500])
        page = self.page(answer, code)
        checked = self.post(page, page.form("to", "text"), "check")
        self.assertIn("Отправить писем: 1", checked.text)
        self.assertIn("названия столбцов", checked.text)

    def test_who_may(self):
        code = self.open()
        for role, status in (("operator", 403), ("head", 403), ("analyst", 200)):
            password = self.stack.ctl("user", "add", f"m-{role}", "--role", role, "--generate").strip()
            admin = Admin(self.stack, f"m-{role}", password)
            self.assertEqual(admin.get(f"/admin/campaign/{code}/mail").status, status, role)
        self.assertEqual(self.admin.get("/admin/campaign/ne-a2/mail").status, 404)

    def test_not_set_up(self):
        code = self.open()
        self.restart(self.before)
        self.assertIn("Почта не настроена", self.admin.get(f"/admin/campaign/{code}/mail").text)
        self.mail_to(9)


if __name__ == "__main__":
    unittest.main()
