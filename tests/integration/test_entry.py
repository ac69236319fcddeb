"""Sheets on paper keyed in by staff: the same form, the same check, the same box."""

import datetime
import time
import unittest

import context
from blocks import RESPONSES
from page import Page
from respondent import Respondent
from stack import Admin
from standstill import hold_count, let_count_go
from test_admin import add_user

CSI = {"q1.rating": "7", "q1.importance": "9"}  # of NE-A2


def today():
    """The agency's day; all five lie within three hours of Moscow's."""
    offset = int(context.stack.sql("SELECT utc_offset FROM agency WHERE code = 'nenets'")[0][0])
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=offset)).date()


def close(code, ago):
    context.stack.sql(f"UPDATE campaign SET state = 'closed', closed_at = {int(time.time()) - ago} "
                      f"WHERE code = '{code}'")


class Entry(unittest.TestCase):
    def setUp(self):
        self.stack = context.stack
        self.staff = add_user("keys-in", "operator", "--agency", "nenets")

    def campaign(self, questionnaire, name, *options):
        """A campaign of this test behind this server."""
        code = f"entry-{name}-{self.stack.server}"
        if not self.stack.sql(f"SELECT 1 FROM campaign WHERE code = '{code}'"):
            self.stack.open_campaign(questionnaire, code, *(options or ("--permanent",)))
        return code

    def path(self, code, query=""):
        return self.stack.path(f"/admin/campaign/{code}/entry{query}")

    def open(self, code, query="", status=200):
        answer = self.staff.client.get(self.path(code, query))
        self.assertEqual(answer.status, status, answer.text[:300])
        return Page(answer.text, self.path(code, query))

    def send(self, page, values, **setting):
        """Fills the page's form like a browser and saves; returns the answer."""
        form = page.form("next", "token")
        values = {**values, **setting}
        pairs = [(k, v) for k, v in form.pairs("next") if k not in values]
        pairs += [(k, v) for k, vs in values.items() for v in ([vs] if isinstance(vs, str) else vs) if v]
        return self.staff.client.post(page.target(form), pairs)

    def value(self, page, name):
        return next(c for c in page.form("next").controls if c.name == name).values()[0]

    def accepted(self, answer):
        self.assertEqual(answer.status, 303, answer.text[:2000])
        return Page(self.staff.client.get(answer.location).text, answer.location)

    def responses(self, code):
        return self.stack.sql(f"SELECT r.day, r.channel FROM {RESPONSES} r JOIN campaign c ON c.id = r.campaign_id "
                              f"WHERE c.code = '{code}' ORDER BY r.day")


class Sheets(Entry):
    def test_accepted_counted_and_kept(self):
        code = self.campaign("NE-A2", "kept")
        self.stack.sql("UPDATE campaign SET opens_on = opens_on - INTERVAL 9 DAY "
                       f"WHERE code = '{code}'")
        day = today() - datetime.timedelta(days=2)
        page = self.open(code)
        self.assertEqual(self.value(page, "day"), today().isoformat())
        self.assertIn("Анкета № 1 пачки 1", page.text)
        page = self.accepted(self.send(page, CSI, c="phone", day=day.isoformat(), batch="3"))
        self.assertIn("Анкета № 1 пачки 3 принята.", page.text)
        self.assertIn("Анкета № 2 пачки 3", page.text)
        self.assertTrue(page.title.startswith("Анкета № 1 принята"))
        self.assertEqual([self.value(page, n) for n in ("c", "day", "batch")], ["phone", day.isoformat(), "3"])
        self.assertFalse([c for c in page.form("next").controls if c.name.startswith("q") and c.chosen and c.value])
        page = self.accepted(self.send(page, {"q1.rating": "8", "q1.importance": "10"}, c="reception"))
        self.assertIn("Анкета № 2 пачки 3 принята.", page.text)
        got = Admin(self.stack).counted(code, 2)
        self.assertEqual((got["items"][0]["rating_mean"], got["items"][0]["importance_mean"]), (7.5, 9.5))

    def test_day_and_channel_arrive(self):
        """Those that k sheets of one opening share; rarer ones are coarsened as always."""
        code = self.campaign("NE-A2", "marks", "--working-days", "10")
        self.stack.sql("UPDATE campaign SET opens_on = opens_on - INTERVAL 9 DAY "
                       f"WHERE code = '{code}'")
        days = [(today() - datetime.timedelta(days=n)).isoformat() for n in (1, 2)]
        page = self.open(code)
        hold_count(self.stack)
        self.addCleanup(let_count_go, self.stack)
        for day, channel in zip(days, ("phone", "reception")):
            for _ in range(5):
                page = self.accepted(self.send(page, CSI, c=channel, day=day))
        self.assertIn("Анкета № 10 пачки 1 принята.", page.text)
        close(code, 7200)
        let_count_go(self.stack)
        Admin(self.stack).counted(code, 10)
        self.assertEqual(self.responses(code), [[days[1], "reception"]] * 5 + [[days[0], "phone"]] * 5)

    def test_every_answer_as_from_a_respondent(self):
        """What a random filler keys in comes out as what it sent, for each kind of question."""
        for questionnaire, name in (("NE-A2", "all-a2"), ("NE-A3", "all-a3")):
            code = self.campaign(questionnaire, name)
            filler = Respondent(self.staff.client, seed=5)
            page = self.open(code)
            form = page.form("next", "token")
            values = filler.answers(form, True)
            if questionnaire == "NE-A3":
                values |= {"q4.1": ["2"], "q5.1": ["медленно"], "q5.1.none": [], "q5.2": ["лишнее"], "q4.2": ["1"]}
            self.accepted(self.send(page, values))
            got = Admin(self.stack).counted(code, 1)
            items = {i["id"]: i for i in got["items"]}
            for item in items.values():
                sent = values.get("q" + item["id"], [])
                if item["type"] in ("single", "matrix") and item["id"] != "4.2":
                    with self.subTest(questionnaire, item=item["id"]):
                        self.assertEqual([o["code"] for o in item["options"] if o["n"]], sent)
            if questionnaire == "NE-A3":  # rows of question 5 apply to the dissatisfied only
                self.assertEqual((items["5.1"]["n"], items["5.2"]["n"]), (1, 0))

    def test_internal_has_no_day_and_no_channel(self):
        code = self.campaign("NE-A3", "internal")
        page = self.open(code)
        names = page.form("next").names()
        self.assertNotIn("c", names)
        self.assertNotIn("day", names)
        self.accepted(self.send(page, {"q1": "1"}, c="phone", day="2000-01-01"))
        Admin(self.stack).counted(code, 1)
        self.assertEqual(self.responses(code), [["NULL", "NULL"]])

    def test_repeated(self):
        code = self.campaign("NE-A2", "repeat")
        page = self.open(code)
        self.accepted(self.send(page, CSI))
        again = self.accepted(self.send(page, {"q1.rating": "1", "q1.importance": "1"}))
        self.assertIn("уже была принята", again.text)
        self.assertNotIn("№ 1 пачки 1 принята", again.text)
        self.assertIn("Анкета № 2 пачки 1", again.text)
        got = Admin(self.stack).counted(code, 1)
        self.assertEqual(got["items"][0]["rating_mean"], 7.0)

    def test_counters_and_audit_hold_numbers_only(self):
        code = self.campaign("NE-A2", "audit")
        for i in range(3):
            self.accepted(self.send(self.open(code), CSI | {"q1.rating": str(i + 1)}, batch="<b>Ж&7"))
        rows = self.stack.sql("SELECT e.batch, e.n, s.login FROM entry e JOIN campaign c ON c.id = e.campaign_id "
                              f"JOIN staff s ON s.id = e.staff_id WHERE c.code = '{code}'")
        self.assertEqual(rows, [["<b>Ж&7", "3", "keys-in"]])
        audit = self.stack.sql(f"SELECT action, after_json FROM audit WHERE object = 'campaign {code}'")
        self.assertEqual([a for a, _ in audit], ["entry.batch"], "one entry a batch and day, not one a sheet")
        self.assertNotIn("rating", str(audit))
        self.assertIn("Анкета № 4 пачки <b>Ж&7", self.open(code, "?batch=%3Cb%3E%D0%96%267").text)


class Bad(Entry):
    def refused(self, answer, *texts, status=422):
        self.assertEqual(answer.status, status, answer.text[:300])
        page = Page(answer.text, answer.location or "")
        for text in texts:
            self.assertIn(text, page.text)
        if status == 422:
            self.assertTrue(page.title.startswith("Ошибка:"), page.title)
        return page

    def test_setting(self):
        code = self.campaign("NE-A2", "setting")
        tomorrow = (today() + datetime.timedelta(days=1)).isoformat()
        for name, value, text in (
                ("c", "nonsense", "Выберите канал"), ("c", "", "Выберите канал"),
                ("day", tomorrow, "Укажите день"), ("day", "2001-01-01", "Укажите день"),
                ("day", "2026-02-30", "Укажите день"), ("day", "", "Укажите день"),
                ("batch", "", "Укажите номер пачки"), ("batch", "x" * 21, "Укажите номер пачки"),
                ("batch", "a\nb", "Укажите номер пачки")):
            with self.subTest(name, value=value):
                page = self.refused(self.send(self.open(code), CSI, **{name: value}), text)
                chosen = {c.name: c.value for c in page.form("next").controls if c.chosen}
                self.assertEqual((chosen["q1.rating"], chosen["q1.importance"]), ("7", "9"))
                self.accepted(self.send(page, {}, c="phone", day=today().isoformat(), batch="1"))

    def test_answers(self):
        code = self.campaign("NE-A2", "answers")
        for values, text in (({}, "Анкета пуста"), ({"q1.rating": "7"}, "обе"),
                             ({"q1.rating": "11", "q1.importance": "1"}, "Вопрос 1:")):
            with self.subTest(values):
                self.refused(self.send(self.open(code), values), text)
        self.assertEqual(self.stack.sql("SELECT COUNT(*) FROM entry e JOIN campaign c ON c.id = e.campaign_id "
                                        f"WHERE c.code = '{code}'"), [["0"]])

    def test_strange_links(self):
        code = self.campaign("NE-A2", "setting")
        for query in ("?c=%3Cscript%3E&day=x&batch=" + "y" * 99, "?done=99999999999", "?done=-1", "?done=1x"):
            page = self.open(code, query)
            self.assertEqual(self.value(page, "day"), today().isoformat())
            self.assertNotIn("принята.", page.text)

    def test_tokens(self):
        code = self.campaign("NE-A2", "tokens")
        public = Page(self.stack.client().get(self.stack.path(f"/survey/{code}")).text)
        foreign = dict(public.form("token").pairs())["token"]
        for token in ("", "x", foreign):
            page = self.open(code)
            again = self.refused(self.send(page, CSI, token=token or " "), "ещё раз")
            self.accepted(self.send(again, {}))

    def test_database_away_for_the_ballot(self):
        """Nothing is lost and nothing acknowledged while the box takes no ballot."""
        code = self.campaign("NE-A2", "away")
        page = self.open(code)
        period = self.stack.sql("SELECT k.id FROM count_key k JOIN campaign c ON c.id = k.campaign_id "
                                f"WHERE c.code = '{code}'")[0][0]
        self.stack.sql(f"UPDATE count_key SET period = '1999-01' WHERE id = {period}")
        try:
            again = self.refused(self.send(page, CSI), "не удалось", status=503)
        finally:
            self.stack.sql(f"DELETE FROM count_key WHERE campaign_id = (SELECT id FROM campaign WHERE code = '{code}') "
                           f"AND id <> {period}")
            self.stack.sql(f"UPDATE count_key SET period = '{today():%Y-%m}' WHERE id = {period}")
        chosen = {c.name: c.value for c in again.form("next").controls if c.chosen}
        self.assertEqual((chosen["q1.rating"], chosen["q1.importance"]), ("7", "9"))


class Doors(Entry):
    def test_roles_and_agencies(self):
        code = self.campaign("NE-A2", "doors")
        stranger = self.stack.client()
        self.assertEqual(stranger.get(self.path(code)).status, 303)
        self.assertEqual(stranger.post(self.path(code), [("q1.rating", "1")]).status, 401)
        other = add_user("keys-in-elsewhere", "operator", "--agency", "rosarchiv")
        self.assertEqual(other.client.get(self.path(code)).status, 404)
        csrf = dict(Page(other.get("/admin").text).form("csrf").pairs())["csrf"]
        self.assertEqual(other.client.post(self.path(code), [("csrf", csrf), ("q1.rating", "1")]).status, 404)
        self.assertEqual(self.staff.client.post(self.path(code), [("q1.rating", "1")]).status, 422)
        self.assertIn(f"/admin/campaign/{code}/entry", self.staff.get("/admin").text)

    def test_before_and_after(self):
        code = f"entry-early-{self.stack.server}"
        self.stack.open_campaign("NE-A2", code, "--opens", "2099-01-01", "--closes", "2099-02-01", wait=False)
        self.assertIn("01.01.2099", self.open(code, status=403).text)

        code = self.campaign("NE-A2", "closing", "--working-days", "10")
        page = self.open(code)
        close(code, 600)
        self.assertIn("Опрос завершён. Анкеты можно вводить до", self.open(code).text)
        page = self.accepted(self.send(page, CSI))
        self.accepted(self.send(page, CSI))  # a form opened after closing as well
        page = self.open(code)
        close(code, 3601)
        answer = self.send(page, CSI)
        self.assertEqual(answer.status, 410)
        self.assertIn("Анкета не сохранена.", answer.text)
        self.assertNotIn("Анкета не сохранена.", self.open(code, status=410).text)


class Twice(Entry):
    """The double-entry check."""

    def begin(self, code, values, **setting):
        answer = self.send(self.open(code), values, verify="1", **setting)
        self.assertEqual(answer.status, 200)
        page = Page(answer.text, self.path(code))
        self.assertIn("Второй ввод: введите ту же анкету", page.text)
        self.assertFalse([c for c in page.form("next").controls if c.name.startswith("q") and c.chosen and c.value])
        return page

    def entries(self, code):
        return int(self.stack.sql("SELECT COALESCE(SUM(n), 0) FROM entry e JOIN campaign c ON c.id = e.campaign_id "
                                  f"WHERE c.code = '{code}'")[0][0])

    def test_both_agree(self):
        code = self.campaign("NE-A2", "agree")
        page = self.begin(code, CSI, c="phone")
        self.assertEqual(self.entries(code), 0, "nothing is stored before the second entry")
        page = self.accepted(self.send(page, CSI))
        self.assertIn("Анкета № 1 пачки 1 принята.", page.text)
        self.assertTrue(next(c for c in page.form("next").controls if c.name == "verify").chosen)
        self.assertEqual(self.value(page, "c"), "phone")

    def test_differences(self):
        code = self.campaign("NE-A3", "differ")
        page = self.begin(code, {"q1": "1", "q3.1": "быстро", "q7": "1"})
        answer = self.send(page, {"q1": "2", "q3.1": "быстро", "q9": "1"})
        self.assertEqual(answer.status, 422)
        page = Page(answer.text, self.path(code))
        self.assertIn("два ввода расходятся, сверьтесь с листом", page.text)
        rows = {r[0].split()[0].rstrip("."): r[1:] for r in page.tables[0] if len(r) == 3}
        self.assertEqual(set(rows) - {"Вопрос"}, {"1", "7", "9"})
        self.assertEqual(rows["1"], ["скорее удовлетворен", "скорее не удовлетворен"])
        self.assertEqual((rows["7"][1], rows["9"][0]), ("без ответа", "без ответа"))
        self.assertEqual(self.entries(code), 0)
        chosen = {c.name: c.value for c in page.form("next").controls if c.chosen}
        self.assertEqual((chosen["q1"], chosen["q9"]), ("2", "1"), "the second entry stands in the form")
        self.accepted(self.send(page, {"q1": "1"}))
        self.assertEqual(self.entries(code), 1)
        got = {i["id"]: i for i in Admin(self.stack).counted(code, 1)["items"]}
        self.assertEqual([o["n"] for o in got["1"]["options"]][:2], [1, 0])
        self.assertEqual((got["9"]["n"], got["7"]["n"]), (1, 0))

    def test_fault_in_the_second(self):
        code = self.campaign("NE-A2", "second")
        page = self.begin(code, CSI)
        answer = self.send(page, {"q1.rating": "7"})
        self.assertEqual(answer.status, 422)
        page = Page(answer.text, self.path(code))
        self.accepted(self.send(page, CSI))

    def test_the_first_entry_is_sealed(self):
        code = self.campaign("NE-A2", "sealed")
        page = self.begin(code, CSI)
        first = self.value(page, "first")
        self.assertRegex(first, r"^[\w-]{40,}$")
        for damaged in (first[:-2] + ("AA" if first[-2:] != "AA" else "BB"), "x", first[:20]):
            answer = self.send(page, CSI, first=damaged)
            self.assertEqual(answer.status, 422)
        other = self.begin(code, CSI)
        answer = self.send(other, CSI, first=first)  # of another sheet
        self.assertEqual(answer.status, 422)
        self.assertEqual(self.entries(code), 0)


if __name__ == "__main__":
    unittest.main()
