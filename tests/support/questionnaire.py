"""A questionnaire as its XML file says: what is asked when, what is a fault, what counts.

Written from the format (forms/questionnaire.rng) and the domain; shares no code with
the suite.
"""

import dataclasses
import re
import unicodedata
import xml.etree.ElementTree

from reckoning import Rules

SPACE = {"q": "urn:otklik:questionnaire:1", "p": "urn:otklik:procedure:1"}
TEXT_CHARS = 2000
OTHER_CHARS = 300
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MARKS = [str(m) for m in range(1, 11)]
DROPPED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
WHITE = "".join(chr(c) for c in range(0x3001) if chr(c).isspace()) + "\ufeff"


@dataclasses.dataclass
class Question:
    id: str
    type: str
    section: int
    required: bool = False
    codes: list = dataclasses.field(default_factory=list)
    others: set = dataclasses.field(default_factory=set)
    exclusive: set = dataclasses.field(default_factory=set)
    sides: dict = dataclasses.field(default_factory=dict)  # code -> satisfied …
    jumps: dict = dataclasses.field(default_factory=dict)  # code -> question or "end"
    most: int = 0
    feeds: list = dataclasses.field(default_factory=list)
    overall: bool = False
    when: list = dataclasses.field(default_factory=list)  # [(items, codes)]
    items: dict = dataclasses.field(default_factory=dict)  # item -> its own when
    texts: list = dataclasses.field(default_factory=list)  # all that is read, the entries of a list too


@dataclasses.dataclass
class Answer:
    """Of one item; texts as they are shown again."""

    codes: tuple = ()
    text: str = ""
    rating: str = ""
    importance: str = ""

    def given(self):
        return bool(self.codes or self.text or self.rating or self.importance)


def lists(folder, audience):
    """List of the procedure -> its entries for this audience: code -> text."""
    root = xml.etree.ElementTree.parse(folder / "procedure.xml").getroot()
    return {found.get("id"): {e.get("id"): e.text for e in found.iterfind("p:entry", SPACE)
                              if e.get("audience", audience) == audience and LANGUAGE not in e.keys()}
            for found in root.iterfind("p:list", SPACE)}


def when(node):
    return [(w.get("items").split(), w.get("codes").split())
            for w in node.iterfind("q:show-if/q:when", SPACE)]


class Questionnaire:
    """questions in printed order, sections that ask nothing left out."""

    def __init__(self, path, folder=None, blocks=()):
        """folder: of the procedure; blocks: switched on besides those the file has on."""
        self.root = xml.etree.ElementTree.parse(path).getroot()
        self.lists = lists(folder or path.parent, self.root.get("audience"))
        self.internal = self.root.get("audience") == "internal"
        self.off = {b.get("id") for b in self.root.iterfind("q:block", SPACE)
                    if b.get("enabled") != "yes"} - set(blocks)
        self.composite, self.blocks = {}, {}  # printed row -> its parts; block of the CSI -> items
        self.dimensions = {}  # of satisfaction -> items
        self.own_scale, self.excluded = set(), set()  # csi items: rated on a scale of their own, not counted
        self.questions, self.sections = [], 0
        for section in self.root.iterfind("q:section", SPACE):
            before = len(self.questions)
            for node in section.iterfind("q:question", SPACE):
                self._question(node)
            self.sections += len(self.questions) > before
        self.of = {item: q for q in self.questions for item in q.items}

    def _question(self, node):
        q = Question(node.get("id"), node.get("type"), self.sections, node.get("required") == "yes",
                     most=int(node.get("max-answers", 0)), feeds=node.get("feeds", "").split(),
                     overall=node.get("overall") == "yes", when=when(node))
        named = node.find("q:list", SPACE)
        if node.get("block") in self.off or (
                named is not None and named.get("optional") == "yes" and not self._entries(named)):
            return
        rows = [r for r in node.iterfind("q:row", SPACE) if r.get("block") not in self.off]
        parts = [p for r in rows for p in (r.findall("q:row", SPACE) or [r]) if p.get("block") not in self.off]
        q.items = {p.get("id"): when(p) for p in parts} or {q.id: []}
        q.texts = self._texts(node, self._source(node), [*rows, *(p for p in parts if p not in rows)],
                              self._entries(named).values() if named is not None else ())
        for row in rows:
            own = [p.get("id") for p in parts if p is row or p in list(row)]
            if own and own[0] != row.get("id"):
                self.composite[row.get("id")] = own
            for part in own:
                for block in (row.get("blocks") or "").split():
                    self.blocks.setdefault(block, []).append(part)
        for row in rows:
            for part in [p for p in parts if p is row or p in list(row)]:
                self._row(q, part.get("id"), [node, row, part])
        if not rows:
            self._row(q, q.id, [node])
        self._codes(q, self._source(node), named)
        self.questions.append(q)

    def _row(self, q, item, nodes):
        """What holds of an item: said of it, of the printed row above, of the question."""
        said = [n.get("dimension") for n in nodes if n.get("dimension")]
        if said and "SAT" in q.feeds and not q.overall:
            self.dimensions.setdefault(" ".join(said[-1].split()), []).append(item)
        if any(n.get("rating-min") for n in nodes):
            self.own_scale.add(item)
        if any(n.get("counts") == "no" for n in nodes):
            self.excluded.add(item)

    def _entries(self, named):
        own = {e.get("id"): e.text for e in named.iterfind("q:entry", SPACE) if LANGUAGE not in e.keys()}
        return own or self.lists.get(named.get("name"), {})

    @staticmethod
    def _texts(node, source, rows, entries):
        """Of the first language."""
        own = [child for tag in ("text", "hint", "text-heading") for child in node.iterfind(f"q:{tag}", SPACE)]
        own += source.findall("q:option", SPACE)
        own += [child for tag in ("scale/q:min-label", "scale/q:max-label", "list/q:other")
                for child in node.iterfind(f"q:{tag}", SPACE)]
        own += [text for row in rows for text in row.iterfind("q:text", SPACE)]
        return [" ".join(t.split()) for t in [*(c.text for c in own if LANGUAGE not in c.keys()), *entries]]

    def _source(self, node):
        """Where the options stand: in the question, or in a set that several share."""
        return next((o for o in self.root.iterfind("q:options", SPACE) if o.get("id") == node.get("options")), node)

    def _codes(self, q, source, named):
        for option in source.iterfind("q:option", SPACE):
            code = option.get("code")
            if code in q.codes:
                continue  # a translation
            q.codes.append(code)
            if option.get("other") == "yes":
                q.others.add(code)
            if option.get("exclusive") == "yes":
                q.exclusive.add(code)
            if option.get("side"):
                q.sides[code] = option.get("side")
            if option.get("jump"):
                q.jumps[code] = option.get("jump")
        if named is not None:
            q.codes = list(self._entries(named))
            if named.find("q:other", SPACE) is not None:
                q.codes, q.others = [*q.codes, "other"], {"other"}
        scale = source.find("q:scale", SPACE)
        if scale is not None:
            q.codes = [str(m) for m in range(int(scale.get("min")), int(scale.get("max")) + 1)]

    def applies(self, answers):
        """The items that apply, given all answers."""
        scope, target = set(), None

        def met(terms):
            return not terms or any(
                scope & {i} and set(answers[i].codes) & set(codes)
                for items, codes in terms for i in self._rows(items) if i in answers)

        for q in self.questions:
            if target is not None and q.id != target:
                continue
            target = None
            own = {i for i, terms in q.items.items() if met(q.when) and met(terms)}
            scope |= own
            chosen = answers.get(q.id, Answer()).codes if own else ()
            if q.type == "single" and chosen:
                target = q.jumps.get(chosen[0])
        return scope

    def _rows(self, items):
        """A question's id stands for all its rows."""
        rows = {q.id: list(q.items) for q in self.questions}
        return [row for i in items for row in rows.get(i, [i])]

    def asked(self, scope):
        """Sections of which something applies."""
        return sorted({self.of[i].section for i in scope})

    def read(self, section, pairs):
        """What the form says of a section: answers by item, faulty items."""
        sent = {}
        for name, value in pairs:
            sent.setdefault(name, []).append(value)
        answers, faulty = {}, set()
        for q in self.questions:
            for item in q.items if q.section == section else ():
                answers[item], wrong = self._read(q, item, sent)
                if wrong:
                    faulty.add(item)
        return answers, faulty

    def _read(self, q, item, sent):
        def one(suffix, codes):
            """Of a control that takes one value: it, and whether that is wrong."""
            filled = [v for v in sent.get(f"q{item}{suffix}", []) if v]
            if not filled:
                return "", False
            if codes is None:
                text = clean(filled[0])
                return text, len(filled) > 1
            return (filled[0], len(filled) > 1) if filled[0] in codes else ("", True)

        if q.type == "csi":
            (rating, bad), (importance, worse) = one(".rating", MARKS), one(".importance", MARKS)
            return (Answer(rating=rating, importance=importance),
                    bad or worse or bool(rating) != bool(importance))
        if q.type in ("text", "matrix-text"):
            text, bad = one("", None)
            check, worse = one(".none", q.codes) if q.type == "matrix-text" else ("", False)
            return (Answer(codes=(check,) if check else (), text=text),
                    bad or worse or len(text) > TEXT_CHARS or bool(text and check))
        if q.type == "multi":
            codes, bad = self._set(q, sent.get(f"q{item}", []))
        else:
            code, bad = one("", q.codes)
            codes = (code,) if code else ()
        other, worse = one(".other", None) if q.others else ("", False)
        counts = set(codes) & q.others
        return Answer(codes, other), bad or (bool(counts) and (worse or len(other) > OTHER_CHARS))

    @staticmethod
    def _set(q, values):
        most = len(q.codes) + 1  # each once, and an empty one
        known = {v for v in values[:most] if v in q.codes}
        bad = len(values) > most or any(v and v not in q.codes for v in values)
        bad |= bool(known & q.exclusive) and len(known) > 1
        return tuple(c for c in q.codes if c in known), bad or (q.most and len(known) > q.most)

    def missing(self, answers, scope, section=None):
        """Required items without an answer."""
        return {i for i in scope if self.of[i].required and section in (None, self.of[i].section)
                and not self.counting(i, answers).given()}

    def counting(self, item, answers):
        """Without the text of an «другое» that is not chosen, and of a row that is checked."""
        q, a = self.of[item], answers.get(item, Answer())
        if q.type == "matrix-text" and a.codes or q.others and not set(a.codes) & q.others:
            return dataclasses.replace(a, text="")
        return a

    def settled(self, answers):
        """What is left when what does not apply is dropped."""
        scope = self.applies(answers)
        return {i: self.counting(i, answers) for i in scope if self.counting(i, answers).given()}

    def sent(self, answers):
        """The same by control name, as Reckoning wants it."""
        out = {}
        for item, a in answers.items():
            q, name = self.of[item], f"q{item}"
            if q.type == "csi":
                out[f"{name}.rating"], out[f"{name}.importance"] = [a.rating], [a.importance]
            elif q.type in ("text", "matrix-text"):
                out[name if a.text else f"{name}.none"] = [a.text or a.codes[0]]
            else:
                out[name] = list(a.codes)
                if a.text:
                    out[f"{name}.other"] = [a.text]
        return out

    def rules(self):
        """For Reckoning, of answers that are settled."""
        sat = [q for q in self.questions if "SAT" in q.feeds]
        side = {word: {i: [c for c, s in q.sides.items() if s == word] for q in sat for i in q.items}
                for word in ("satisfied", "dissatisfied")}
        return Rules(blocks=self.blocks, composite=self.composite, **side,
                     overall=next((q.id for q in sat if q.overall), None), dimensions=list(self.dimensions.values()),
                     nps=[q.id for q in self.questions if "NPS" in q.feeds], excluded=self.excluded)


def clean(text):
    """What is kept of a text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return unicodedata.normalize("NFC", DROPPED.sub("", text)).strip(WHITE)
