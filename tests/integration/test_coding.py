"""Free texts: search in all forms of a word, topics by several coders, agreement."""

import csv
import html
import io
import json
import re
import unittest
import urllib.parse

import context
from page import Page
from respondent import Respondent
from stack import Admin
from test_admin import add_user

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
        self.assertIn(["Разрешение на добычу охотничьих ресурсов, лимиты и квоты", "2", "66,7 %", "Создать боль"], page.tables[0])
        self.assertIn(["Ни одна из тем", "1", "33,3 %", ""], page.tables[0])

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
        """Both gave topic 1 to text 0 and none to 3; they differ on 1: kappa 0.50 by hand, all topics."""
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


PARTED = "coded-parted"
ANSWERS = (  # through which channel; what is bad (8), what is proposed (10)
    ("mail", {"q8": "=HYPERLINK(0)", "q10": "Больше окон"}),
    ("mail", {"q8": "Долго ждать", "q10": "Больше окон в субботу"}),
    ("site", {"q8": "Ждали час"}),
    ("site", {}))


class Files(unittest.TestCase):
    """Texts and topics as files: by question, inside the filter, noted."""

    @classmethod
    def setUpClass(cls):
        cls.stack = stack = context.stack
        stack.open_campaign("al-gen", PARTED)
        cls.admin = Admin(stack)
        for i, (channel, given) in enumerate(ANSWERS):
            Respondent(stack.client(), seed=i, given={"q4": "4", "q7": "2"} | given, only_given=True).fill(
                stack.path(f"/survey/{PARTED}"))
            cls.admin.counted(PARTED, i + 1)
            stack.sql(f"UPDATE response_block SET channel = '{channel}' WHERE channel NOT IN ('mail', 'site') "
                      f"AND campaign_id = (SELECT id FROM campaign WHERE code = '{PARTED}')")
        cls.coders = [add_user(login, "analyst") for login in ("files-first", "files-second")]
        for text, numbers in (("Долго ждать", ("1", "1 2")), ("Ждали час", ("1", "1")), ("=HYPERLINK(0)", ("2", ""))):
            for who, given in zip(cls.coders, numbers):
                cls.give(who, text, given)
        cls.give(cls.coders[0], "Больше окон", "1")

    @classmethod
    def give(cls, who, text, numbers):
        number = cls.stack.sql(f"SELECT LOWER(HEX(id)) FROM remark WHERE text = '{text}'")[0][0]
        path = f"/admin/campaign/{PARTED}/coding?text={number}"
        page = Page(who.get(path).text, cls.stack.path(path))
        form = page.form("numbers")
        pairs = [(k, v) for k, v in form.pairs("next") if k not in ("numbers", "topic")]
        assert who.client.post(page.target(form), pairs + [("numbers", numbers)]).status == 303

    def get(self, part, who=None, status=200):
        answer = (who or self.admin).get(f"/admin/campaign/{PARTED}/{part}")
        self.assertEqual(answer.status, status, part)
        return answer

    def table(self, part, first):
        """The table of a file whose first heading is that."""
        rows = list(csv.reader(io.StringIO(self.get(part).body.decode("utf-8-sig"), newline=""), delimiter=";"))
        start = next(i for i, row in enumerate(rows) if row[:1] == [first] and len(row) > 2)
        end = next((i for i in range(start, len(rows)) if not rows[i]), len(rows))
        return [row for row in rows[start:end] if len(row) > 2]

    def texts(self, query=""):
        return sorted(row[1] for row in self.table(f"texts.csv?{query}", "Вопрос")[1:])

    def test_every_text_with_its_question_and_topics(self):
        head, *rows = self.table("texts.csv", "Вопрос")
        self.assertEqual(head[:4], ["Вопрос", "Текст", "Прочитан", "Темы"])
        self.assertEqual(sorted(head[4:]), ["Темы: files-first", "Темы: files-second"])
        by_text = {row[1]: dict(zip(head, row)) for row in rows}
        self.assertEqual(len(by_text), 5)
        self.assertIn("'=HYPERLINK(0)", by_text)
        both = by_text["Долго ждать"]
        self.assertEqual(both["Темы"].count(";"), 1)
        self.assertEqual(both["Темы: files-first"].count(";"), 0)
        self.assertEqual(both["Темы: files-second"], both["Темы"])
        self.assertEqual(by_text["'=HYPERLINK(0)"]["Темы: files-second"], "ни одна из тем")
        self.assertEqual((by_text["Больше окон в субботу"]["Прочитан"], by_text["Больше окон в субботу"]["Темы"]),
                         ("нет", ""))
        self.assertTrue(both["Вопрос"].startswith("8. "))
        self.assertEqual(self.get("texts.xlsx").body[:2], b"PK")

    def test_order_is_by_the_random_id(self):
        stored = self.stack.sql("SELECT text FROM remark r JOIN campaign c ON c.id = r.campaign_id "
                                f"WHERE c.code = '{PARTED}' ORDER BY r.id")
        self.assertEqual([row[1].lstrip("'") for row in self.table("texts.csv", "Вопрос")[1:]], [t for t, in stored])

    def test_the_search_and_the_filter_hold_for_page_and_file(self):
        for query, n in (("", 5), ("item=8", 3), ("channel=mail", 4), ("channel=mail&item=8", 2), ("channel=site", 1),
                         ("topic=card&channel=site", 1), ("topic=new", 1), ("q=" + urllib.parse.quote("субботы больше"), 1),
                         ("channel=mail&topic=-", 0), ("is.7=8", 0), ("is.7=2", 5)):
            self.assertEqual(len(self.texts(query)), n, query)
            self.assertIn(f"Текстов: {n}.", Page(self.get(f"texts?{query}").text).text, query)
        page = self.get("texts?channel=mail&item=8").text
        self.assertIn("Фильтр: канал mail", page)
        self.assertIn("texts.csv?q=&amp;item=8&amp;topic=&amp;channel=mail", page)
        self.assertIn('name="channel" value="mail"', page)
        self.get("texts.csv?is.7=99", status=400)

    def test_topics_by_question(self):
        self.assertIn("из них прочитано: 3", Page(self.get("topics").text).text)  # of the one with the most
        self.assertIn("из них прочитано: 1", Page(self.get("topics?item=10").text).text)
        self.assertIn("из них прочитано: 4", Page(self.get("topics?item=").text).text)
        self.assertIn("из них прочитано: 2", Page(self.get("topics?item=8&channel=mail").text).text)
        self.get("topics?item=1000", status=400)
        rows = [row for row in self.table("topics.csv?item=", "Вопрос")[1:] if row[2] != "0"]
        self.assertEqual([row[2:] for row in rows if row[0].startswith("8.")], [["2", "66,7", "3", "3"]] * 2)
        self.assertEqual([row[2:] for row in rows if row[0].startswith("10.")], [["1", "100,0", "1", "2"]])

    def test_agreement_in_files(self):
        """Topic 1: they agree on all 3 texts; topic 2: each gave it to another text: p_o 1/3, p_e 5/9, kappa -0.5."""
        rows = self.table("topics.csv?item=8", "Кодировщик")[1:]
        self.assertEqual([row[3:] for row in rows[:2]], [["3", "2", "0", "1,00"], ["3", "0", "2", "-0,50"]])
        self.assertEqual(rows[-1][2:5], ["Все темы вместе", "3", ""])
        got = json.loads(self.get("topics.json?item=8").text)
        pair, = got["agreement"]
        self.assertEqual((sorted(pair["coders"]), pair["texts"]), (["files-first", "files-second"], 3))
        self.assertEqual([item["id"] for item in got["items"]], ["8"])
        self.assertEqual((got["items"][0]["texts"], got["items"][0]["read"]), (3, 3))
        self.assertEqual([t["texts"] for t in got["items"][0]["topics"] if t["texts"]], [2, 2])
        self.assertEqual([item["id"] for item in json.loads(self.get("topics.json?item=").text)["items"]], ["8", "10"])

    def test_a_topic_leads_to_a_pain(self):
        page = self.get("topics?item=8&channel=mail").text
        link = html.unescape(re.search(r'href="([^"]*/pain/new\?[^"]*topic=card[^"]*)"', page)[1])
        self.assertIn("channel=mail", link)
        self.assertNotIn("/pain/new?", self.get("topics?item=").text)
        form = Page(self.admin.client.get(link).text).form("prevalence")
        pairs = dict(form.pairs())
        self.assertEqual(pairs["prevalence"].replace(",", "."), "50.0")  # of the two through mail
        whole = self.admin.get(f"/admin/pain/new?campaign={PARTED}&item=10&topic=card")
        pairs = dict(Page(whole.text).form("prevalence").pairs())
        self.assertEqual(pairs["prevalence"], "")
        self.assertIn("1 из 1 прочитанных", pairs["prevalence_method"])
        self.assertEqual(self.admin.get(f"/admin/pain/new?campaign={PARTED}&item=10&topic=none").status, 404)

    def test_files_are_noted_and_for_analysts(self):
        count = "SELECT COUNT(*) FROM audit WHERE action IN ('texts.export', 'topics.export')"
        before = int(self.stack.sql(count)[0][0])
        head = add_user("files-head", "head")
        for part in ("texts.csv", "texts.xlsx", "topics.csv", "topics.json", "topics.xlsx"):
            self.get(part, head, 403)
            self.get(part, self.coders[0])
        self.assertEqual(int(self.stack.sql(count)[0][0]), before + 5)
        entry = self.stack.sql("SELECT object, after_json FROM audit WHERE action = 'texts.export' "
                               "ORDER BY id DESC LIMIT 1")[0]
        self.assertEqual((entry[0], json.loads(entry[1])["file"]), (f"campaign {PARTED}", "texts.xlsx"))
        self.assertNotIn("texts.csv", self.get("texts", head).text)
        # That is said before anything is looked for or read.
        for part in ("texts.csv?is.7=99", "topics.csv?item=1000", "topics.json?is.7=99"):
            self.get(part, head, 403)
            self.get(part, self.coders[0], 400)

    def test_a_text_outside_the_filter_leads_to_no_pain(self):
        number = self.stack.sql("SELECT LOWER(HEX(r.id)) FROM remark r JOIN campaign c ON c.id = r.campaign_id "
                                f"WHERE c.code = '{PARTED}' AND r.text = 'Ждали час'")[0][0]
        for query, status in (("", 200), ("&channel=site", 200), ("&channel=mail", 404)):
            answer = self.admin.get(f"/admin/pain/new?campaign={PARTED}&item=8&text={number}{query}")
            self.assertEqual(answer.status, status, query)
