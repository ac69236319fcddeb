"""Messages of internal clients (INT-BOX): what is promised and what staff read."""

import html
import re
import unittest

import context
from page import Page
from respondent import Respondent
from stack import Admin, until


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.code = "box-messages"
        cls.stack.open_campaign("INT-BOX", cls.code, "--permanent", "--agency", "urus-martan")
        cls.admin = Admin(cls.stack)

    def send(self, **answers):
        given = {f"q{k[1:]}": v for k, v in answers.items()}
        client = self.stack.client()
        page = Respondent(client, given=given, only_given=True).fill(self.stack.path(f"/survey/{self.code}"))
        self.assertIsNone(page.form("next"))

    def messages(self):
        """The rows of the list: kind, process, text, urgency, action."""
        text = self.admin.get(f"/admin/campaign/{self.code}").text
        table = re.search(r"<h2>Сообщения</h2>.*?<tbody>(.*?)</tbody>", text, re.S)
        rows = re.findall(r"<tr>(.*?)</tr>", table[1], re.S) if table else []
        return [[html.unescape(re.sub(r"<[^>]*>", " ", cell)).strip() for cell in
                 re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)] for row in rows], text

    def test_read_whole_urgent_first_and_made_a_pain(self):
        self.send(_1="3", _3="Поставить <кулер>", _4="2")
        self.send(_1="1", _3="Течёт крыша", _4="1")
        self.send(_1="5", _3="Спасибо")
        rows, text = until(lambda: (lambda m: m if len(m[0]) == 3 else None)(self.messages()), 60)
        self.assertEqual([row[0:4:2] for row in rows][0], ["Проблема", "Течёт крыша"])
        self.assertEqual(sorted((row[0], row[2], row[3]) for row in rows), [
            ("Благодарность", "Спасибо", ""), ("Предложение", "Поставить <кулер>", "В обычном порядке"),
            ("Проблема", "Течёт крыша", "Требует немедленного внимания")])
        self.assertNotIn("Сводные результаты будут показаны", text)
        # «Создать боль» of a row carries its text.
        link = re.search(r"Течёт крыша.*?href=\"([^\"]*pain/new[^\"]*)\"", text, re.S)[1]
        page = Page(self.admin.client.get(html.unescape(link)).text)
        form = page.form("process", "text")
        self.assertEqual(dict(form.pairs())["text"].strip(), "Течёт крыша")

    def test_promise(self):
        """What the settings really do; the trial of these tests has a warning instead."""
        text = self.stack.client().get(self.stack.path(f"/survey/{self.code}")).text
        self.assertIn("сообщение читают отдельно от других", re.sub(r"\s+", " ", text))
        self.assertNotIn("до конца месяца", text)


if __name__ == "__main__":
    unittest.main()
