"""Says what must follow when a form is sent, whatever is in it, and compares.

A Judge follows one respondent: every page is held against what was given so far
(nothing typed is lost), every answer of the server against the questionnaire.
"""

import urllib.parse

from questionnaire import Answer

TRAP = "url"  # the field against programs that fill in everything
WORDS_LOST = "ответы на других её страницах потеряны"


class Wrong(AssertionError):
    pass


class Judge:
    """accepted: what was acknowledged, settled, once for each ballot."""

    def __init__(self, questionnaire):
        self.q = questionnaire
        self.answers = {}  # item -> Answer, as the server has to know them
        self.states = {}  # sealed state -> (its token, the answers in it)
        self.tokens = set()  # that are good here
        self.spent = set()
        self.accepted = []
        self.section = 0
        self.sections = {f"{zeros}{n}" for n in range(questionnaire.sections) for zeros in ("", "0")}
        self.awaited = None  # status
        self.lost = self.repeat = False

    # What the respondent sees

    def opened(self, page):
        """A fresh form."""
        self.answers, self.awaited = {}, None
        self.section = self.q.asked(self.q.applies({}))[0]
        self.seen(page)

    def seen(self, page):
        """A page with the form: all that was given stands in it."""
        form = page.form("next")
        if form is None:
            raise Wrong(f"no form: {page.title}")
        section = int(page.hidden.get("section", 0))
        if section != self.section:
            raise Wrong(f"section {section} instead of {self.section}")
        self.tokens.add(page.hidden["token"])
        if page.hidden.get("state"):
            self.states[page.hidden["state"]] = (page.hidden["token"], {
                i: a for i, a in self.answers.items() if self.q.of[i].section != section})
        self._all_there(form)

    def _all_there(self, form):
        shown = {}
        for c in form.controls:
            if c.kind in ("hidden", "submit"):
                continue
            values = [v for v in c.values() if v]
            shown.setdefault(c.name, []).extend(values)
        trap = shown.pop(TRAP, [])
        if any(trap):
            raise Wrong(f"the field nobody sees shows {short(trap)}")
        for name, values in shown.items():
            wanted = self._wanted(name)
            if values != wanted:
                raise Wrong(f"{name} shows {short(values)} instead of {short(wanted)}")

    def _wanted(self, name):
        item, part = name.removeprefix("q"), ""
        for suffix in (".rating", ".importance", ".other", ".none"):
            if item not in self.q.of and item.endswith(suffix):
                item, part = item.removesuffix(suffix), suffix
        if item not in self.q.of:
            raise Wrong(f"a control nobody knows: {name}")
        a, type_ = self.answers.get(item, Answer()), self.q.of[item].type
        if part in (".rating", ".importance"):
            value = a.rating if part == ".rating" else a.importance
            return [value] if value else []
        if part == ".other" or (not part and type_ in ("text", "matrix-text")):
            return [a.text] if a.text else []
        return list(a.codes)

    # What the respondent sends

    def posted(self, pairs):
        """Takes note of a form on its way; the status that must follow."""
        first = {}
        for name, value in pairs:
            first.setdefault(name, value)
        token, self.lost = first.get("token", ""), False
        valid = token in self.tokens
        section = first.get("section", "")
        self.section = int(section) if section in self.sections else 0
        self.answers = self._carried(token, first.get("state", ""))
        own, faulty = self.q.read(self.section, pairs)
        self.answers.update(own)
        scope = self.q.applies(self.answers)
        faulty &= scope
        if not valid or self.lost:
            return self._await(422)
        if "language" in first:
            return self._await(200)
        if "back" in first:
            return self._back(faulty, scope)
        if faulty or self.q.missing(self.answers, scope, self.section):
            return self._await(422)
        return self._on(token)

    def _carried(self, token, state):
        if self.q.sections == 1 or (self.section == 0 and not state):
            return {}
        sealed_for, answers = self.states.get(state, (None, {}))
        self.lost = sealed_for != token
        return {} if self.lost else dict(answers)

    def _await(self, status):
        self.awaited = status
        return status

    def _back(self, faulty, scope):
        if faulty:
            return self._await(422)
        self.section = max((s for s in self.q.asked(scope) if s < self.section), default=self.section)
        return self._await(200)

    def _on(self, token):
        settled, scope = self.q.settled(self.answers), self.q.applies(self.answers)
        later = [s for s in self.q.asked(scope) if s > self.section]
        if later:
            self.answers, self.section = settled, later[0]
            return self._await(200)
        missing = self.q.missing(settled, scope)
        if missing:
            self.section = min(self.q.of[i].section for i in missing)
        if missing or not settled:
            return self._await(422)
        if token not in self.spent:
            self.accepted.append(self.q.sent(settled))
        self.repeat = token in self.spent
        self.spent.add(token)
        return self._await(303)

    def answered(self, answer):
        """The server's answer to what was posted() last."""
        if answer.status != self.awaited:
            raise Wrong(f"{answer.status} instead of {self.awaited}")
        if answer.status == 303:
            query = urllib.parse.urlsplit(answer.location).query
            if ("repeat=1" in query) != self.repeat:
                raise Wrong(f"{answer.location}, sent before: {self.repeat}")
        if answer.status == 422 and self.lost and WORDS_LOST not in answer.text:
            raise Wrong("answers of other pages are lost, and it is not said")


def short(values):
    return [v if len(v) < 60 else f"{v[:30]}…({len(v)})" for v in values]
