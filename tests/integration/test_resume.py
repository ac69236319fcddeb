"""«Сохранить и продолжить позже»: the file, the way back, files that do not open."""

import re
import time
import unittest

import context
from page import Page
from reckoning import Reckoning
from rules import RULES
from stack import Admin

CODE = "resume-ne-a3"
BOUNDARY = "----otklik-tests"


def upload(client, path, data, name="file", filename="otklik.txt", type_=None, body=None):
    """POSTs a file as browsers do."""
    if body is None:
        head = f'Content-Disposition: form-data; name="{name}"; filename="{filename}"\r\nContent-Type: text/plain\r\n'
        body = f"--{BOUNDARY}\r\n{head}\r\n".encode() + data + f"\r\n--{BOUNDARY}--\r\n".encode()
    return client.request("POST", path, body=body, type_=type_ or f"multipart/form-data; boundary={BOUNDARY}")


class Saving(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        context.stack.open_campaign("ne-a3", CODE)

    def setUp(self):
        self.client = context.stack.client()
        self.path = context.stack.path(f"/survey/{CODE}")
        self.resume = self.path + "/resume"

    def page(self, answer):
        return Page(answer.text, self.path)

    def first(self):
        return self.page(self.client.get(self.path))

    def press(self, page, button, **given):
        """The form as it stands, some answers given, sent by a button."""
        form = page.form("next")
        pairs = [(k, v) for k, v in form.pairs(button) if k not in given] + list(given.items())
        return self.client.post(page.target(form), pairs)

    def choices(self, page):
        """The first option of every single choice of the page."""
        given = {}
        for c in page.form("next").controls:
            if c.kind == "radio" and c.value and c.name not in given:
                given[c.name] = c.value
        return given

    def saved(self):
        """(the file, the answers of its first page, those of its second)."""
        page = self.first()
        first = self.choices(page)
        page = self.page(self.press(page, "next", **first))
        self.second_title = page.title
        second = self.choices(page)
        answer = self.press(page, "save", **second)
        self.assertEqual(answer.status, 200)
        return answer, first, second

    def test_the_file(self):
        answer, _, _ = self.saved()
        self.assertEqual(answer.headers["content-type"].split(";")[0], "text/plain")
        self.assertIn(f'attachment; filename="otklik-{CODE}.txt"', answer.headers["content-disposition"])
        self.assertEqual(answer.headers["cache-control"], "no-store")
        self.assertNotIn("set-cookie", answer.headers)
        self.assertIn(f"/survey/{CODE}/resume", answer.text)
        sealed = "".join(line for line in answer.text.splitlines() if not line.startswith("#"))
        self.assertRegex(sealed, r"^[A-Za-z0-9_-]+$")

    def test_two_files_of_the_same_answers_differ(self):
        page = self.first()
        self.assertNotEqual(self.press(page, "save").body, self.press(page, "save").body)

    def test_short_forms_offer_none(self):
        page = Page(self.client.get(context.stack.path("/survey/ne-a2")).text)
        self.assertNotIn("save", page.form("next").names())

    def test_pages_warn_of_shared_computers(self):
        for path in (self.path, self.resume):
            page = self.page(self.client.get(path))
            self.assertIn("пользуются и другие", page.text)
        self.assertIn(self.resume, [href for href, _ in self.first().links])

    def test_saved_opened_finished_and_counted(self):
        stack = context.stack
        answer, first, second = self.saved()
        opened = upload(self.client, self.resume, answer.body)
        self.assertEqual(opened.status, 200)
        page = self.page(opened)
        self.assertEqual(page.title, self.second_title)
        chosen = {c.name: c.value for c in page.form("next").controls if c.kind == "radio" and c.chosen and c.value}
        self.assertEqual(chosen, second)
        back = self.page(self.press(page, "back"))
        chosen = {c.name: c.value for c in back.form("next").controls if c.kind == "radio" and c.chosen and c.value}
        self.assertEqual(chosen, first)
        # On to the end with nothing more.
        answer = self.press(page, "next")
        while answer.status == 200:
            answer = self.press(self.page(answer), "next")
        self.assertEqual(answer.status, 303)
        # The same file once more is a form of its own: two ballots.
        answer = self.press(self.page(upload(self.client, self.resume, self.saved()[0].body)), "next")
        while answer.status == 200:
            answer = self.press(self.page(answer), "next")
        self.assertEqual(answer.status, 303)
        self.assertNotIn("repeat", answer.location)
        admin = Admin(stack)
        got = admin.counted(CODE, 2, 300 if context.slow else 60)
        tally = Reckoning(RULES["ne-a3"])
        for _ in range(2):
            tally.add({name: [value] for name, value in {**first, **second}.items()})
        for item in got["items"]:
            if item["type"] in ("single", "matrix"):
                with self.subTest(item=item["id"]):
                    # An internal survey hides what fewer than k answered.
                    expected = tally.choice_item(item["id"], [o["code"] for o in item["options"]])
                    if not item.get("hidden"):
                        self.assertEqual([o["n"] for o in item["options"]], [o["n"] for o in expected["options"]])

    def test_files_that_do_not_open(self):
        good = self.saved()[0].body
        lines = good.split(b"\r\n")
        flipped = bytearray(good)
        flipped[-20] ^= 1
        token = next(v for k, v in self.first().form("next").pairs() if k == "token").encode()
        for name, data in {"empty": b"", "text": "привет".encode(), "zeros": bytes(5000), "cut": good[:-40],
                           "flipped": bytes(flipped), "a line less": b"\r\n".join(lines[:-3]),
                           "token": token, "big": b"A" * 400000}.items():
            with self.subTest(name=name):
                answer = upload(self.client, self.resume, data)
                self.assertEqual(answer.status, 422)
                page = self.page(answer)
                self.assertTrue(page.title.startswith("Ошибка:"), page.title)
                self.assertIn("file", page.ids)

    def test_a_file_of_another_survey(self):
        other = context.stack.path("/survey/ne-a3/resume")
        answer = upload(self.client, other, self.saved()[0].body)
        self.assertEqual(answer.status, 422)
        self.assertIn("не сохраненная анкета этого опроса", answer.text)

    def test_mail_and_editors_may_wrap_it(self):
        text = self.saved()[0].text.replace("\r\n", "\n")
        wrapped = "\ufeff" + "\n".join(re.sub("(.{20})", r"\1 \n", line) if line[:1] != "#" else line
                                       for line in text.splitlines())
        self.assertEqual(upload(self.client, self.resume, wrapped.encode()).status, 200)

    def test_a_state_does_not_open_as_a_file_nor_a_file_as_a_state(self):
        page = self.page(self.press(self.first(), "next"))
        state = next(v for k, v in page.form("next").pairs() if k == "state")
        self.assertEqual(upload(self.client, self.resume, state.encode()).status, 422)
        sealed = "".join(line for line in self.saved()[0].text.splitlines() if not line.startswith("#"))
        answer = self.press(page, "next", state=sealed)
        self.assertEqual(answer.status, 422)

    def test_only_one_file_is_taken(self):
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a"'
        end = f"--{BOUNDARY}--\r\n"
        for name, (body, type_, status) in {
                "no file": (f"{head}\r\n\r\nx\r\n{end}", None, 400),
                "two": (f'{head}; filename="a"\r\n\r\nx\r\n{head[0:]}; filename="b"\r\n\r\nx\r\n{end}', None, 400),
                "fields": ("file=x", "application/x-www-form-urlencoded", 415),
                "no boundary": ("x", "multipart/form-data", 415),
                "too large": ("x" * 600000, None, 413)}.items():
            with self.subTest(name=name):
                answer = upload(self.client, self.resume, b"", type_=type_, body=body.encode())
                self.assertEqual(answer.status, status)

    def test_forms_take_no_files(self):
        self.assertEqual(upload(self.client, self.path, b"x").status, 415)

    def test_an_expired_page_can_be_saved_but_no_forged_one(self):
        answer = self.press(self.first(), "save", token="A" * 95)
        self.assertEqual(answer.status, 422)

    def test_unknown_and_closed_surveys(self):
        for method in ("GET", "POST"):
            path = context.stack.path("/survey/nowhere/resume")
            answer = self.client.get(path) if method == "GET" else upload(self.client, path, b"x")
            self.assertEqual(answer.status, 404)


class OtherVersion(unittest.TestCase):
    def test_what_is_still_asked_is_kept(self):
        stack, code = context.stack, "resume-version"
        stack.open_campaign("ne-a3", code)
        client, path = stack.client(), stack.path(f"/survey/{code}")
        page = Page(client.get(path).text, path)
        pairs = page.form("next").pairs("save")
        radio = next(c for c in page.form("next").controls if c.kind == "radio" and c.value)
        saved = client.post(path, pairs + [(radio.name, radio.value)])
        # A version of another questionnaire: what is common is the ids alone.
        stack.sql("UPDATE campaign SET form_version_id = (SELECT form_version_id FROM (SELECT * FROM campaign) c "
                  f"WHERE c.code = 'ar-int') WHERE code = '{code}'")
        time.sleep(1.5)  # a campaign is read again after a second
        answer = upload(client, path + "/resume", saved.body)
        self.assertEqual(answer.status, 200)
        self.assertIn("она изменилась", answer.text)
        self.assertIsNotNone(Page(answer.text, path).form("next"))


if __name__ == "__main__":
    unittest.main()
