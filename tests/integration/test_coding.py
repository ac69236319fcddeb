"""Free texts: search in all forms of a word, topics by several coders, agreement."""

import html
import json
import re
import unittest
import urllib.parse

import context
from page import Page
from respondent import Respondent
from stack import Admin

CODE, ITEM = "coded", "10"  # a text question of AL-GEN
TEXTS = ("Длинные очереди в читальном зале", "Сайт не открывается", "Очередь <b>у окна</b>", "Спасибо!")
PATH = f"/admin/campaign/{CODE}"


class Coding(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.stack = stack = context.stack
        stack.open_campaign("al-gen", CODE)
        for i, text in enumerate(TEXTS):
            Respondent(stack.client(), seed=i, given={"q4": "1", f"q{ITEM}": text}, only_given=True).fill(
                stack.path(f"/survey/{CODE}"))
        cls.admin = Admin(stack)
        cls.admin.counted(CODE, len(TEXTS))
        cls.coders = [cls.coder("coder1"), cls.coder("coder2")]

    @classmethod
    def coder(cls, login):
        made = cls.stack.ctl("user", "add", login, "--role", "analyst", "--generate")
        return Admin(cls.stack, login, made.strip())

    def setUp(self):
        self.stack.sql("DELETE FROM text_reading")

    def get(self, part, who=None):
        answer = (who or self.admin).get(f"{PATH}/{part}")
        self.assertEqual(answer.status, 200, part)
        return answer.text

    def found(self, query):
        """Which texts the search shows, and the number it says."""
        text = self.get("texts?" + urllib.parse.quote(query, safe="=&"))
        plain = html.unescape(re.sub(r"</?mark>", "", text))
        said = int(re.search(r"Текстов: (\d+)", text)[1])
        shown = {i for i, t in enumerate(TEXTS) if f"<p>{t}</p>" in re.sub(r"\s+", " ", plain)}
        self.assertEqual(said, len(shown), query)
        return shown

    def give(self, who, text, numbers="", topics=(), queue="own", button="next", status=303):
        """The coder saves the text with these topics; the answer."""
        path = f"{PATH}/coding?text={self.id_of(text)}&queue={queue}"
        page = Page(who.get(path).text, self.stack.path(path))
        form = page.form("numbers")
        pairs = [(k, v) for k, v in form.pairs(button) if k not in ("numbers", "topic")]
        answer = who.client.post(page.target(form),
                                 pairs + [("numbers", numbers)] + [("topic", t) for t in topics])
        self.assertEqual(answer.status, status)
        return answer

    def id_of(self, text):
        return self.stack.sql(f"SELECT LOWER(HEX(id)) FROM remark WHERE text = '{TEXTS[text]}'")[0][0]

    def test_search_finds_all_forms(self):
        self.assertEqual(self.found("q=очередь"), {0, 2})
        self.assertEqual(self.found("q=ОЧЕРЕДЕЙ окно"), {2})
        self.assertEqual(self.found("q=сайты"), {1})
        self.assertEqual(self.found("q=совсем другое"), set())
        self.assertEqual(self.found(""), {0, 1, 2, 3})
        self.assertEqual(self.found(f"item={ITEM}"), {0, 1, 2, 3})
        self.assertIn("<mark>Очередь</mark> &lt;b&gt;у окна", self.get("texts?q=" + urllib.parse.quote("очереди")))

    def test_topics_are_given_and_found(self):
        first, second = self.coders
        self.give(first, 0, "1 2")
        self.give(first, 1, topics=["permit"])
        self.give(first, 3)
        self.give(second, 0, "2,3")
        self.assertEqual(self.found("topic=card"), {0})
        self.assertEqual(self.found("topic=permit"), {0, 1})
        self.assertEqual(self.found("topic=-"), {3})
        self.assertEqual(self.found("topic=new"), {2})
        self.assertEqual(self.found("topic=new&q=сайт"), set())
        self.give(first, 0, "3")  # in place of the first time
        self.assertEqual(self.found("topic=card"), set())
        page = Page(self.get("topics"))
        self.assertIn(["Разрешение на добычу охотничьих ресурсов, лимиты и квоты", "2", "66,7 %"], page.tables[0])
        self.assertIn(["Ни одна из тем", "1", "33,3 %"], page.tables[0])

    def test_is_noted(self):
        first, text = self.coders[0], self.id_of(0)
        self.give(first, 0, "1 2")
        self.give(first, 0, "3")
        rows = self.stack.sql("SELECT s.login, COALESCE(a.before_json, ''), a.after_json FROM audit a "
                              "JOIN staff s ON s.id = a.staff_id WHERE a.action = 'text.code' "
                              f"AND a.object = 'campaign {CODE} text {text}' ORDER BY a.id DESC LIMIT 2")
        (login, before, after), (_, unread, once) = rows
        self.assertEqual((login, unread, before), ("coder1", "", once))
        self.assertEqual([len(json.loads(x)["topics"]) for x in (once, after)], [2, 1])

    def test_agreement(self):
        """Both gave topic 1 to text 0 and none to 3; they differ on 1: kappa 0.40 by hand, all topics."""
        first, second = self.coders
        for text, a, b in ((0, "1", "1"), (1, "1", ""), (2, "", ""), (3, "", "")):
            self.give(first, text, a)
            self.give(second, text, b)
        table = Page(self.get("topics")).tables[1]
        self.assertEqual(table[1][1:], ["1", "1", "0,50"])
        self.assertEqual(table[-1][-1], "0,50")

    def test_queues(self):
        first, second = self.coders
        seen = set()
        path = f"{PATH}/coding?queue=unread"
        for _ in TEXTS:
            page = self.get(path.removeprefix(f"{PATH}/"), first)
            seen.add(re.search(r'name="text" value="(\w+)"', page)[1])
            form = Page(page, self.stack.path(path)).form("numbers")
            answer = first.client.post(self.stack.path(f"{PATH}/coding"), form.pairs("next"))
            path = answer.location.removeprefix(self.stack.base).removeprefix(self.stack.origin)
        self.assertEqual(len(seen), len(TEXTS))
        self.assertIn("не осталось", self.get("coding?queue=unread", first))
        self.assertIn("не осталось", self.get("coding?queue=own", first))
        self.assertIn("не осталось", self.get("coding?queue=unread", second))
        self.assertIn('name="text"', self.get("coding?queue=second", second))
        self.assertIn("из них прочитано: 4", self.get("topics"))

    def test_left_for_later_comes_again(self):
        first, _ = self.coders
        for text in (0, 1, 2):
            self.give(first, text, "1")
        answer = self.give(first, 3, button="skip", queue="unread")
        self.assertIn(self.id_of(3), first.client.get(answer.location).text)

    def test_faults_keep_what_was_typed(self):
        first, _ = self.coders
        for numbers in ("1 99", "0", "-1", "дороги", "1;;x"):
            answer = self.give(first, 0, numbers, status=422)
            self.assertIn(f'value="{numbers}"', answer.text)
        self.give(first, 0, topics=["nonsense"], status=422)
        self.assertEqual(self.found("topic=new"), {0, 1, 2, 3})

    def test_what_is_not_there(self):
        for part in ("coding?text=00", "coding?text=" + "0" * 32, "texts?version=7"):
            self.assertEqual(self.admin.get(f"{PATH}/{part}").status, 404, part)
        self.assertEqual(self.admin.get("/admin/campaign/ne-int-box/texts").status, 404)

    def test_words(self):
        tables = Page(self.get("topics")).tables
        words = {row[0]: row[1] for row in tables[-1]}
        self.assertEqual(words["очереди"], "2")  # of two forms as frequent, the first
        self.assertNotIn("не", words)
