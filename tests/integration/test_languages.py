"""One questionnaire in three languages: switching keeps the answers, all count together."""

import json
import pathlib
import unittest

import context
from page import Page
from respondent import Respondent
from stack import Admin
from standstill import hold_count, let_count_go

CODE = "polyglot"
TITLES = {"ru": "Опрос посетителей", "en": "Survey of visitors", "ar": "استبيان الزوار"}


class Languages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        context.stack.add_polyglot()

    def setUp(self):
        self.client = context.stack.client()
        self.path = context.stack.path(f"/survey/{CODE}")

    def get(self, query=""):
        answer = self.client.get(self.path + query)
        self.assertEqual(answer.status, 200)
        return answer, Page(answer.text, self.path)

    def send(self, page, button, **given):
        form = page.form("next")
        names = {name.replace("_", ".") for name in given}
        pairs = [(k, v) for k, v in form.pairs(button) if k not in names]
        pairs += [(k.replace("_", "."), v) for k, v in given.items()]
        return self.client.post(page.target(form), pairs)

    def switch(self, page, language, **given):
        form = page.form("next")
        names = {name.replace("_", ".") for name in given}
        pairs = [(k, v) for k, v in form.pairs() if k not in names] + [("language", language)]
        pairs += [(k.replace("_", "."), v) for k, v in given.items()]
        return self.client.post(page.target(form), pairs)

    def test_each_language(self):
        for code, title in TITLES.items():
            with self.subTest(language=code):
                answer, page = self.get(f"?lang={code}")
                self.assertEqual(page.lang, code)
                self.assertIn(title, page.title)
                self.assertEqual('<html lang="ar" dir="rtl"' in answer.text, code == "ar")
        for query in ("", "?lang=de", "?lang=", "?lang=../../x"):
            answer, page = self.get(query)
            self.assertEqual(page.lang, "ru")

    def test_the_first_page_links_to_the_others(self):
        answer, page = self.get("?c=site")
        links = [href for href, _ in page.links if "lang=" in href and "resume" not in href]
        self.assertEqual(links, [f"{self.path}?lang={code}&c=site" for code in TITLES])
        self.assertNotIn("language", page.form("next").names())
        # Twice, with and without a channel: no page is served to another one.
        _, page = self.get()
        self.assertIn(f"{self.path}?lang=en", [href for href, _ in page.links])

    def test_own_texts_are_marked_as_russian(self):
        answer, _ = self.get("?lang=en")
        for text in ("<header lang=\"ru\" dir=\"ltr\">", "<footer lang=\"ru\" dir=\"ltr\">"):
            self.assertIn(text, answer.text)
        answer, _ = self.get("?lang=ru")
        self.assertNotIn('lang="ru" dir="ltr">', answer.text.replace('hreflang="ru" dir="ltr"', ""))

    def test_what_is_not_translated_stays_russian(self):
        _, page = self.get("?lang=ar")
        page = Page(self.send(page, "next").text, self.path)
        self.assertIn("Две оценки в строке.", page.text)
        self.assertIn("اللباقة", page.text)

    def test_a_switch_keeps_the_answers(self):
        _, page = self.get("?lang=en")
        answer = self.send(page, "next", q1="2", q2="desk")
        page = Page(answer.text, self.path)
        self.assertEqual(page.lang, "en")
        answer = self.switch(page, "ar", **{"q3.1_rating": "9", "q5": "كلمة"})
        self.assertEqual(answer.status, 200)
        page = Page(answer.text, self.path)
        self.assertEqual(page.lang, "ar")
        self.assertIn("2 из 2", page.title)
        form = page.form("next")
        chosen = {c.name: c.value for c in form.controls if c.chosen}
        self.assertEqual(chosen.get("q3.1.rating"), "9")
        self.assertEqual(next(c.value for c in form.controls if c.name == "q5"), "كلمة")
        # A fault is shown in the language of the page.
        answer = self.send(page, "next", **{"q3.1_rating": "9"})
        self.assertEqual(answer.status, 422)
        self.assertEqual(Page(answer.text).lang, "ar")
        page = Page(self.send(page, "back", **{"q3.1_rating": "9", "q3.1_importance": "8"}).text, self.path)
        chosen = {c.name: c.value for c in page.form("next").controls if c.chosen}
        self.assertEqual((chosen["q1"], chosen["q2"]), ("2", "desk"))
        page = Page(self.switch(page, "xx").text, self.path)
        self.assertEqual(page.lang, "ru")

    def test_saved_forms_keep_their_language(self):
        from test_resume import upload

        _, page = self.get("?lang=ar")
        answer = self.send(page, "save", q1="1")
        self.assertEqual(answer.status, 200)
        page = Page(upload(self.client, self.path + "/resume", answer.body).text, self.path)
        self.assertEqual(page.lang, "ar")
        self.assertIn(("q1", "1"), page.form("next").pairs())

    def test_all_languages_count_together(self):
        given = {"q1": "1", "q2": "hall", "q3.1.rating": "10", "q3.1.importance": "5", "q4": "9", "q5": "слово"}
        for code in TITLES:
            someone = Respondent(context.stack.client(), given=given, only_given=True)
            page = someone.fill(f"{self.path}?lang={code}")
            self.assertIsNone(page.form("next"))
            self.assertEqual(page.lang, code)
        got = Admin(context.stack).counted(CODE, 3, 300 if context.slow else 60)
        items = {item["id"]: item for item in got["items"]}
        self.assertEqual([o["n"] for o in items["1"]["options"]], [3, 0])
        self.assertEqual(items["1"]["text"], "Вы довольны?")
        self.assertEqual(items["2"]["options"][0]["n"], 3)
        self.assertEqual(items["3.1"]["ratings"][9], 3)
        self.assertEqual(items["4"]["counts"]["9"], 3)
        self.assertEqual(items["5"]["n"], 3)

    def test_results_of_one_language(self):
        """The language the form was read in, of k who share it; cut by like a day or a channel."""
        code, admin = "polyglot-cut", Admin(context.stack)
        context.stack.open_campaign("pg-1", code)
        hold_count(context.stack)
        try:
            for language, n in (("ru", 7), ("en", 6), ("ar", 2)):
                for i in range(n):
                    given = {"q1": "1" if language == "en" else "2", "q2": "hall", "q5": f"{language}-{i}"}
                    Respondent(context.stack.client(), given=given, only_given=True).fill(
                        context.stack.path(f"/survey/{code}") + f"?lang={language}")
            self.key_in(code, admin, "ar", 5)
        finally:
            let_count_go(context.stack)
        admin.counted(code, 20, 300 if context.slow else 60)
        # Two in Arabic who answered on the screen could be known: they go with the next fewest.
        for query, n, yes in (("", 20, 6), ("?language=en", 0, 0), ("?language=ru", 7, 0), ("?language=ar", 5, 0),
                              ("?language=other", 8, 6), ("?language=ar&is.2=hall", 5, 0)):
            got = json.loads(admin.get(f"/admin/campaign/{code}/results.json{query}").text)
            items = {item["id"]: item for item in got["items"]}
            self.assertEqual((got["responses"], items["1"]["options"][0]["n"]), (n, yes), query)
        for query in ("language=de", "language=RU"):
            self.assertEqual(admin.get(f"/admin/campaign/{code}/results.json?{query}").status, 400, query)
        self.assertEqual(admin.get("/admin/campaign/ne-a2/results.json?language=ru").status, 400)
        raw = admin.get(f"/admin/campaign/{code}?language=ru").text
        page = Page(raw)
        self.assertIn("Фильтр: язык Русский. Ответов в отборе: 7 из 20.", page.text)
        self.assertRegex(raw, '<option value="ru" selected="[a-z]*">Русский')
        self.assertTrue(any("results.xlsx?language=ru" in href for href, _ in page.links))
        self.assertIn("язык прочее", Page(admin.get(f"/admin/campaign/{code}?language=other").text).text)
        texts = Page(admin.get(f"/admin/campaign/{code}/text/5?language=other").text).text
        self.assertTrue("en-0" in texts and "ru-0" not in texts)
        self.assertEqual(json.loads(admin.get(
            f"/admin/campaign/{code}/cross.json?rows=1&columns=2&language=ru").text)["n"], 7)
        lines = admin.get(f"/admin/campaign/{code}/answers.csv?language=ar").body.decode("utf-8-sig").splitlines()
        self.assertEqual(lines[0].split(";")[:3], ['"day"', '"channel"', '"language"'])
        self.assertEqual({line.split(";")[2] for line in lines[1:]}, {'"ar"'})
        self.assertEqual(len(lines), 6)
        syntax = admin.get(f"/admin/campaign/{code}/answers.sps").text
        self.assertIn("  language A20\n", syntax)
        self.assertRegex(syntax, r"VALUE LABELS language\n  'ru' '[^']+'\n  'en' 'English'\n  'ar' '[^']+'\n  'other' 'прочее'\n")
        book = admin.get(f"/admin/campaign/{code}/codebook.csv").text
        self.assertRegex(book, r'"language";+"en";+"English"')
        self.assertNotIn("language", admin.get("/admin/campaign/ne-a2").text.split("<form")[-1])

    def key_in(self, code, admin, language, n):
        """Sheets on paper say what language they are in."""
        path = context.stack.path(f"/admin/campaign/{code}/entry")
        page = Page(admin.client.get(path).text, path)
        for i in range(n):
            form = page.form("next", "token")
            languages = next(c for c in form.controls if c.name == "language")
            self.assertEqual(languages.values(), ["ru" if i == 0 else language])
            given = {"language": language, "q1": "2", "q2": "hall"}
            pairs = [(k, v) for k, v in form.pairs("next") if k not in given] + list(given.items())
            if i == 0:
                wrong = [(k, "de" if k == "language" else v) for k, v in pairs]
                answer = admin.client.post(page.target(form), wrong)
                self.assertEqual(answer.status, 422)
                self.assertIn("Выберите язык, на котором заполнена анкета.", Page(answer.text).text)
            answer = admin.client.post(page.target(form), pairs)
            self.assertEqual(answer.status, 303, answer.text[:500])
            page = Page(admin.client.get(answer.location).text, answer.location)

    def test_paper_and_thanks(self):
        self.assertEqual(Page(self.client.get(self.path + "/paper?lang=en").text).lang, "en")
        answer = self.client.get(self.path + "/thanks?lang=en")
        self.assertIn("Thank you!", answer.text)

    def test_form_check_warns(self):
        stack = context.stack
        done = stack.as_user(stack.program("otklikctl"), "-c", stack.settings("otklik-ctl"), "form", "check",
                             str(pathlib.Path(stack.state) / "polyglot/pg-1.xml"))
        self.assertEqual(done.returncode, 0)
        self.assertRegex(done.stderr, r"pg-1\.xml:\d+: .*<hint> .* ar$")
        self.assertEqual(len(done.stderr.splitlines()), 1)


if __name__ == "__main__":
    unittest.main()
