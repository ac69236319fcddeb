"""The form on paper, the links of each channel, posters, and what a mark in a link does."""

import os
import re
import signal
import unittest
import xml.etree.ElementTree as ElementTree

import context
from blocks import RESPONSES
from fastcgi import Connection
from forms import FORMS, file_of
from page import Page
from questionnaire import Questionnaire
from stack import TOP, Admin, until
from test_admin import add_user

NUMBER = re.compile(r"^(Д?\d+(?:\.\d+)*)\.\s")  # before a question or a row
SPACE = re.compile(r"\s+")
NAMESPACE = "{urn:otklik:procedure:1}"


def words(text):
    """One kind of space, entities as they read."""
    return SPACE.sub(" ", text.replace("\u00a0", " ")).strip()


def campaigns():
    """Codes of all that the public page lists."""
    stack = context.stack
    page = Page(stack.client().get(stack.path("/")).text)
    codes = [href.rsplit("/", 1)[1] for href, _ in page.links if "/survey/" in href]
    assert len(codes) >= 15, codes
    return codes


def open_campaign(questionnaire, code, *options):
    """Opens a campaign without an end and waits until it takes answers."""
    context.stack.open_campaign(questionnaire, code, "--permanent", *options)


def channels(procedure):
    """Marks of the order's list for outside surveys."""
    tree = ElementTree.parse(TOP / f"forms/{procedure}/procedure.xml")
    return [entry.get("id") for listed in tree.iter(NAMESPACE + "list")
            if listed.get("id") == "channels-external" for entry in listed]


class Printed(Page):
    """A page whose legends, without «обязательный», and text are at hand."""

    def __init__(self, text, url=""):
        self.legends = []
        super().__init__(text, url)
        self.printed = words(self.text)

    def _close(self, entry):
        super()._close(entry)
        if entry[0] == "legend":
            self.legends.append(words("".join(entry[2])).removesuffix(" обязательный"))


def asked(page):
    """What a form page asks: questions, rows and options, without numbers."""
    texts = []
    for legend in page.legends:
        if not legend.startswith(("Оценка: 1 –", "Важность: 1 –")):
            texts.append(NUMBER.sub("", legend))
    for control in page.form("next").controls:
        label = words(control.label)
        if control.kind == "textarea":
            texts.append(NUMBER.sub("", label.removesuffix(" обязательный")))
        elif control.kind in ("radio", "checkbox") and control.value:
            texts.append(label)
    return texts


class Paper(unittest.TestCase):
    def setUp(self):
        self.stack = context.stack
        self.client = self.stack.client()

    def paper(self, code, query="", status=200):
        answer = self.client.get(self.stack.path(f"/survey/{code}/paper{query}"))
        self.assertEqual(answer.status, status, answer.text[:300])
        return Printed(answer.text)

    def test_every_campaign(self):
        for code in campaigns():
            with self.subTest(code):
                sheet = self.paper(code)
                self.assertEqual([t for t, _ in sheet.headings].count("h1"), 1)
                self.assertEqual(sheet.forms, [])
                self.assertIn(f"Анкета «{code}»", sheet.printed)
                first = Printed(self.client.get(self.stack.path(f"/survey/{code}")).text)
                for text in asked(first):
                    self.assertIn(text, sheet.printed)

    def test_every_word_of_every_questionnaire(self):
        """Whatever the file asks and offers is on the one sheet, in its order."""
        for procedure, questionnaires in FORMS.items():
            for code in questionnaires:
                sheet = self.paper(code).printed
                place = 0
                for question in Questionnaire(file_of(procedure, code), TOP / "forms" / procedure).questions:
                    with self.subTest(code, question=question.id):
                        place = sheet.find(question.texts[0], place)
                        self.assertGreaterEqual(place, 0, question.texts[0])
                        for text in question.texts:
                            self.assertIn(text, sheet[place:])

    def test_warning_of_a_trial(self):
        self.assertIn("Это пробная установка", self.paper("ne-a2").printed)

    def test_link_and_code(self):
        sheet = self.client.get(self.stack.path("/survey/ne-a2/paper")).text
        self.assertEqual(sheet.count("<svg"), 1)
        address = re.sub(r"<[^>]*>", "", re.search(r'<p class="address">(.*?)</p>', sheet)[1])
        self.assertEqual(address, self.stack.origin + self.stack.path("/survey/ne-a2"))
        self.assertEqual(self.client.get(address).status, 200)

    def test_channel_of_the_link(self):
        for query, end in (("?c=reception", "?c=reception"), ("?c=nonsense", "?c=other"), ("", "ne-a2")):
            with self.subTest(query):
                sheet = self.client.get(self.stack.path("/survey/ne-a2/paper" + query)).text
                self.assertTrue(re.search(r'<p class="address">.*?<span>([^<]*)</span></p>', sheet)[1]
                                .endswith(end))

    def test_what_is_not_open(self):
        self.paper("no-such", status=404)
        code = f"paper-early-{self.stack.server}"
        self.stack.ctl("campaign", "open", "RA-P3", "--code", code, "--opens", "2099-01-01",
                       "--closes", "2099-02-01")
        self.paper(code, status=403)

    def test_last_day(self):
        code = f"paper-until-{self.stack.server}"
        self.stack.ctl("campaign", "open", "RA-P3", "--code", code, "--opens", "2020-01-01",
                       "--closes", "2099-02-01")
        self.assertIn("до 01.02.2099 включительно", self.paper(code).printed)

    def test_style_sheet(self):
        sheet = self.client.get(self.stack.path("/survey/ne-a2/paper")).text
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', sheet)
        self.assertEqual(len(styles), 1)
        answer = self.client.get(styles[0])
        self.assertEqual(answer.status, 200)
        self.assertTrue(answer.headers["content-type"].startswith("text/css"))


class Links(unittest.TestCase):
    def setUp(self):
        self.stack = context.stack
        self.admin = Admin(self.stack)

    def get(self, path, status=200):
        answer = self.admin.get("/admin/campaign/" + path)
        self.assertEqual(answer.status, status, answer.text[:300])
        return answer.text

    def test_every_channel(self):
        for code, procedure in (("ne-a2", "nenets"), ("ra-p1", "rosarchiv"), ("al-gen", "altai"),
                                ("uni-ext", "urus-martan"), ("ar-uni-ext", "arkhangelsk")):
            with self.subTest(code):
                text = self.get(f"{code}/links")
                marks = channels(procedure)
                self.assertGreater(len(marks), 5)
                self.assertEqual(text.count("<svg"), len(marks) + 1)
                self.assertEqual(text.count('<span>?c='), len(marks))
                for mark in marks:
                    self.assertIn(f"<span>?c={mark}</span>", text)
                    self.assertIn(f"/admin/campaign/{code}/poster?size=a5&amp;c={mark}\"", text)
                    self.assertIn(f"/survey/{code}/paper?c={mark}\"", text)

    def test_internal_surveys_have_one_link(self):
        text = self.get("ne-a3/links")
        self.assertEqual(text.count("<svg"), 1)
        self.assertNotIn("?c=", text)
        self.get("ne-a3/poster?c=intranet", status=404)

    def test_links_on_the_page_lead_somewhere(self):
        page = Page(self.get("ne-a2/links"))
        targets = [href for href, _ in page.links if "poster" in href or "paper" in href]
        self.assertEqual(len(targets), 3 * (len(channels("nenets")) + 1))
        for target in targets:
            with self.subTest(target):
                self.assertEqual(self.admin.client.get(target).status, 200)

    def test_poster(self):
        text = self.get("ne-a2/poster?c=reception&size=a5")
        self.assertEqual(text.count("<svg"), 1)
        self.assertIn('class="poster a5"', text)
        self.assertIn("<span>?c=reception</span>", text)
        page = Page(text)
        self.assertIn("Управление государственного заказа Ненецкого автономного округа", page.text)
        self.assertIn("от 29 марта 2024 г. № 3", words(page.text))
        self.assertIn('class="poster a4"', self.get("ne-a2/poster"))
        self.assertIn('class="poster a4"', self.get("ne-a2/poster?size=a0"))

    def test_a_poster_promises_what_is_kept(self):
        """With a box opened one by one the warning stands in the place of the promise."""
        self.assertIn("Это пробная установка", self.get("ne-a2/poster"))
        self.assertNotIn("Анонимно:", self.get("ne-a2/poster"))
        code = f"poster-{self.stack.server}"
        self.stack.ctl("campaign", "open", "NE-A2", "--agency", "nenets", "--code", code, "--permanent")
        # The rule is frozen; the setting of this installation goes on.
        self.stack.sql(f"UPDATE campaign SET batch_min = 10 WHERE code = '{code}'")
        self.assertIn("Это пробная установка", self.get(f"{code}/poster"))

    def test_what_does_not_exist(self):
        for path in ("no-such/links", "no-such/poster", "ne-a2/poster?c=nonsense", "ne-a2/poster?c="):
            with self.subTest(path):
                self.get(path, status=404)

    def test_who_may(self):
        clerk = add_user("paper-clerk", "operator", "--agency", "nenets")
        for path in ("links", "poster"):
            with self.subTest(path):
                self.assertEqual(clerk.get(f"/admin/campaign/ne-a2/{path}").status, 200)
                self.assertEqual(clerk.get(f"/admin/campaign/ra-p1/{path}").status, 404)
                nobody = self.stack.client()
                self.assertEqual(nobody.get(self.stack.path(f"/admin/campaign/ne-a2/{path}")).status, 303)
        self.assertIn("/admin/campaign/ne-a2/links", clerk.get("/admin").text)


class NoPublicAddress(unittest.TestCase):
    """public_url is not set: nothing is made up, not from the request either."""

    def run_program(self, program, *paths, **params):
        stack = context.stack
        folder = stack.as_user("mktemp", "-d", "/tmp/otklik-bare.XXXXXX").stdout.strip()
        lines = [line for line in open(stack.settings(program), encoding="utf-8")
                 if not line.startswith("public_url")]
        settings = stack.state / f"etc/bare-{program}.conf"
        settings.write_text("".join(lines), encoding="utf-8")
        settings.chmod(0o644)
        process = stack.spawn(stack.program(program), "-c", str(settings), "-s", folder + "/s")
        try:
            until(lambda: stack.as_user("test", "-S", folder + "/s").returncode == 0, 60, "socket")
            answers = []
            for path in paths:
                with Connection(folder + "/s") as connection:
                    answers.append(connection.ask("GET", stack.path(path), keep=False,
                                                  HTTP_HOST="evil.example", SERVER_NAME="evil.example",
                                                  **params))
            return answers
        finally:
            process.terminate()
            process.wait(60)
            stack.as_user("rm", "-rf", folder)
            settings.unlink()

    def test_paper(self):
        answer, = self.run_program("otklik-survey", "/survey/ne-a2/paper")
        self.assertEqual(answer.status, 200)
        for word in (b"<svg", b"address", b"http:", b"https:", b"evil"):
            self.assertNotIn(word, answer.body)

    def test_links_and_poster(self):
        admin = Admin(context.stack)
        cookie = "; ".join(f"{k}={v}" for k, v in admin.client.cookies.items())
        answers = self.run_program("otklik-admin", "/admin/campaign/ne-a2/links",
                                   "/admin/campaign/ne-a2/poster", HTTP_COOKIE=cookie)
        for answer in answers:
            self.assertEqual(answer.status, 200)
            self.assertIn("Адрес сайта не задан", answer.body.decode())
            for word in (b"<svg", b"http://", b"evil"):
                self.assertNotIn(word, answer.body)
        self.assertIn(context.stack.path("/survey/ne-a2?c=site").encode(), answers[0].body)


class Marks(unittest.TestCase):
    """?c= of a link."""

    def setUp(self):
        self.stack = context.stack
        self.client = self.stack.client()

    def mark(self, path):
        page = Page(self.client.get(self.stack.path(path)).text)
        return dict(page.form("next").pairs()).get("c")

    def test_marks_of_the_form(self):
        for query, kept in (("", None), ("?c=", None), ("?c=site", "site"), ("?c=post", "post"),
                            ("?c=nonsense", "other"), ("?c=SITE", "other"), ("?c=" + "x" * 40, "other"),
                            ("?c=%3Cb%3E", "other"), ("?c=other", "other"), ("?c=epgu", "other")):
            with self.subTest(query):
                self.assertEqual(self.mark("/survey/ne-a2" + query), kept)
        # «epgu» is a channel of another agency.
        self.assertEqual(self.mark("/survey/ra-p1?c=epgu"), "epgu")
        self.assertIsNone(self.mark("/survey/ne-a3?c=intranet"), "internal answers keep no channel")

    def test_unknown_marks_are_counted_as_other(self):
        """Six answers of each kind wait for one count, so that none is made coarser."""
        code = f"marks-{self.stack.server}"
        open_campaign("NE-A2", code)
        path = self.stack.path(f"/survey/{code}")
        count = self.stack.pid("count")
        os.kill(count, signal.SIGSTOP)
        try:
            for mark in ("site", "nonsense", "site?"):
                for i in range(6):
                    form = Page(self.client.get(f"{path}?c=site").text, path).form("next")
                    pairs = [(k, mark if k == "c" else v) for k, v in form.pairs("next")]
                    answer = self.client.post(path, pairs + [("q1.rating", "9"), ("q1.importance", str(i + 1))])
                    self.assertEqual(answer.status, 303)
        finally:
            os.kill(count, signal.SIGCONT)
        Admin(self.stack).counted(code, 18)
        rows = self.stack.sql(f"SELECT channel, COUNT(*) FROM {RESPONSES} r JOIN campaign c ON c.id = campaign_id "
                              f"WHERE c.code = '{code}' GROUP BY channel ORDER BY channel")
        self.assertEqual(rows, [["other", "12"], ["site", "6"]])


if __name__ == "__main__":
    unittest.main()
