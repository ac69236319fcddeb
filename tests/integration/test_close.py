"""Ending a survey on the staff pages."""

import unittest

import context
from page import Page
from stack import Admin, until

CODE = "to-close"
PATH = f"/admin/campaign/{CODE}/close"


class Close(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = context.stack
        cls.stack.open_campaign("al-gen", CODE)
        cls.admin = Admin(cls.stack)

    def staff(self, login, role, *options):
        made = self.stack.ctl("user", "add", login, "--role", role, "--generate", *options)
        return Admin(self.stack, login, made.strip())

    def form(self, who):
        page = Page(who.get(PATH).text, self.stack.path(PATH))
        return page, next((f for f in page.forms if f.action.endswith("/close")), None)

    def state(self):
        return self.stack.sql(f"SELECT state, closed_at IS NOT NULL FROM campaign WHERE code = '{CODE}'")[0]

    def test_1_not_by_everybody(self):
        head = self.staff("closing-head", "head")
        other = self.staff("closing-other", "analyst", "--agency", "nenets")
        token = [(k, v) for k, v in Page(head.get("/admin").text).form("csrf").pairs() if k == "csrf"]
        for who, status in ((head, 403), (other, 404)):
            self.assertEqual(who.get(PATH).status, status)
            if who is head:
                self.assertEqual(who.client.post(self.stack.path(PATH), token).status, status)
        self.assertEqual(self.admin.client.post(self.stack.path(PATH), []).status, 422)  # no token
        self.assertEqual(self.state()[1], "0")

    def test_2_is_closed_once(self):
        public = self.stack.path(f"/survey/{CODE}")
        self.assertEqual(self.stack.client().get(public).status, 200)
        self.assertIn(f"{CODE}/close", self.admin.get(f"/admin/campaign/{CODE}").text)
        page, form = self.form(self.admin)
        for _ in range(2):  # a double click
            answer = self.admin.client.post(page.target(form), form.pairs())
            self.assertEqual((answer.status, answer.location.endswith(f"/admin/campaign/{CODE}")), (303, True))
        self.assertEqual(self.state()[1], "1")
        self.assertEqual(self.stack.sql("SELECT COUNT(*) FROM audit WHERE action = 'campaign.close' "
                                        f"AND object = 'campaign {CODE}'"), [["1"]])
        self.assertIsNone(self.form(self.admin)[1])
        until(lambda: self.stack.client().get(public).status == 410, 10, "the closed page")
