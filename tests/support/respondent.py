"""A person with a browser who answers a questionnaire.

Knows HTML and the names of the controls, nothing of the questionnaire: every
choice is taken from what the page offers.
"""

import random
import re

from page import Page

NAME = re.compile(r"^q(?P<item>.+?)(?:\.(?P<part>rating|importance|other|none))?$")


def items(form):
    """Item -> its controls, as they stand on the page; of forms that are alike worked out once."""
    alike = getattr(form, "skeleton", form)
    if not hasattr(alike, "items"):
        alike.items = {}
        for control in alike.controls:
            name = control.kind != "hidden" and NAME.match(control.name)
            if name:
                alike.items.setdefault(name["item"], []).append(control)
    return alike.items


class Refused(Exception):
    """The form came back with faults although it was filled carefully."""


class Respondent:
    """Answers one form after the other over a Client.

    given: answers by control name (a value, or a list of values), instead of
    random ones; with only_given nothing else is answered.  page: what reads pages.
    """

    def __init__(self, client, seed=None, given=None, only_given=False, page=Page):
        self.client = client
        self.page = page
        self.random = random.Random(seed)
        self.given = given or {}
        self.only_given = only_given
        self.sent = {}  # control name -> values, as last sent
        self.pages = []  # of this form, in order
        self.last_pairs = None  # body of the last POST, for replays
        self.last_target = None

    def fill(self, path, pages=30):
        """Walks through the form at path to its end; returns the last page."""
        answer = self.client.get(path)
        page = self._page(answer, path)
        careful = False
        for _ in range(pages):
            form = page.form("next")
            if form is None:
                return page
            answer, target = self.send(page, form, careful)
            careful = answer.status == 422
            if answer.status not in (200, 303, 422):
                raise Refused(f"{answer.status}: {answer.text[:400]}")
            if answer.status == 303:
                answer, target = self.client.get(answer.location), answer.location
            page = self._page(answer, target)
        raise Refused(f"no end after {pages} pages: {page.title}")

    def send(self, page, form, careful=False):
        """Answers one page and presses «next»."""
        pairs = [(c.name, v) for c in form.controls if c.kind == "hidden" for v in c.values()]
        for name, values in self.answers(form, careful).items():
            self.sent[name] = values
            pairs += [(name, v) for v in values]
        button = next(c for c in form.controls if c.name == "next")
        pairs.append((button.name, button.value))
        self.last_pairs, self.last_target = pairs, page.target(form)
        return self.client.post(self.last_target, pairs), self.last_target

    def answers(self, form, careful):
        """Control name -> values, for every question control of the page."""
        chosen = {}
        for controls in items(form).values():
            chosen.update(self._item(controls, careful))
        return chosen

    def _item(self, controls, careful):
        names = list(dict.fromkeys(c.name for c in controls))
        if any(n in self.given for n in names) or self.only_given:
            return {n: _list(self.given.get(n, [])) for n in names}
        chosen = {n: [] for n in names}
        if not careful and self.random.random() < 0.25:
            return chosen
        parts = {NAME.match(n)["part"] for n in names}
        for name in names:
            part = NAME.match(name)["part"]
            if "none" in parts and any(chosen.values()):
                continue  # a text or the check, not both
            if "none" in parts and part is None and self.random.random() < 0.4:
                continue
            own = [c for c in controls if c.name == name]
            chosen[name] = self._choose(own, careful)
        return chosen

    def _choose(self, controls, careful):
        kind = controls[0].kind
        if kind == "select":
            return [self.random.choice([v for v, _ in controls[0].options if v])]
        if kind in ("radio", "checkbox"):
            values = [c.value for c in controls if c.value]
            if kind == "radio" or careful or len(values) == 1:
                return [self.random.choice(values)]
            return self.random.sample(values, self.random.randint(1, len(values)))
        if kind in ("text", "textarea"):
            return [self._words()]
        raise AssertionError(f"unexpected control {kind} {controls[0].name}")

    def _words(self):
        words = "очередь долго сайт «вежливо» <b>быстро</b> приём & документы №5".split()
        return " ".join(self.random.sample(words, 4))

    def _page(self, answer, url):
        self.pages.append(answer)
        return self.page(answer.text, url)


def _list(value):
    return list(value) if isinstance(value, (list, tuple)) else [value] if value else []
