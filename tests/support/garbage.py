"""What programs, broken browsers and bored people send instead of a form.

garble() changes the (name, value) pairs of a form that was filled in; raw() makes
bodies that are no form at all.
"""

from respondent import items

VALUES = ["0", "999", "-1", "1.0", "01", "+1", "1 ", " ", "\t\n", "１", "10", "11", "5", "x" * 70, "'or'1'='1", "<b>",
          "null", "😀", "е" + "\u0301", "\u202e1", "\ufeff", "\u0001", "%00", "other", "end"]
TEXTS = ["я" * 2000, "я" * 2001, "x" * 301, "𝔘" * 300, "й" * 1500, "\r\n\r\n", "\n строка\r\nдругая\rтретья \t",
         "</textarea><script>alert(1)</script>", "\"'&amp;<!--", "\u0000\u0007звонок\u009f".replace("\u0000", ""),
         "=1+1", " \u00a0\u3000", "а\u0301" * 100, "\ufffe\uffff", "ي" * 10, "z" * 40000]
NAMES = ["", "q", "q0", "q1.", "q.rating", "Q1", "q1.rating.rating", "q1.other.other", "q999", "q1[]", "имя",
         "n" * 3000, "q1.none", "constructor", "_", "%41"]


def garble(chance, pairs, form, states, tokens):
    """A few changes.  states, tokens: that were good for other forms."""
    for _ in range(chance.randint(1, 3)):
        change = chance.choice(CHANGES)
        pairs = change(chance, list(pairs), form, (states, tokens))
    return pairs


def put(pairs, name, *values):
    """In place of what the control had."""
    return [(n, v) for n, v in pairs if n != name] + [(name, v) for v in values]


def some_control(chance, form, *kinds):
    found = [c for controls in items(form).values() for c in controls if not kinds or c.kind in kinds]
    return chance.choice(found) if found else None


def unknown_names(chance, pairs, form, others):
    more = [(chance.choice(NAMES), chance.choice(VALUES + TEXTS)) for _ in range(chance.randint(1, 20))]
    # Not by chance one of this form.
    known = set(form.names())
    return pairs + [(n, v) for n, v in more if n not in known]


def wrong_code(chance, pairs, form, others):
    control = some_control(chance, form)
    return put(pairs, control.name, chance.choice(VALUES)) if control else pairs


def odd_text(chance, pairs, form, others):
    control = some_control(chance, form, "textarea", "text")
    return put(pairs, control.name, chance.choice(TEXTS)) if control else pairs


def twice(chance, pairs, form, others):
    control = some_control(chance, form)
    if control is None:
        return pairs
    given = [v for n, v in pairs if n == control.name]
    return pairs + [(control.name, v) for v in (given or [control.value]) * chance.randint(1, 2)]


def every_option(chance, pairs, form, others):
    """Exclusive ones with the rest, more than may be chosen, two radios at once."""
    control = some_control(chance, form, "checkbox", "radio")
    if control is None:
        return pairs
    values = [c.value for c in form.controls if c.name == control.name and c.kind == control.kind]
    return put(pairs, control.name, *chance.sample(values, chance.randint(1, len(values))))


def very_often(chance, pairs, form, others):
    control = some_control(chance, form, "checkbox")
    return pairs + [(control.name, control.value)] * 80 if control else pairs


def half(chance, pairs, form, others):
    """One mark of two, a check beside its text, the text of an option that is not chosen."""
    names = sorted({n for n, _ in pairs if n.count(".") and n.startswith("q")})
    if not names:
        return pairs
    drop = chance.choice(names)
    return [p for p in pairs if p[0] != drop]


def both(chance, pairs, form, others):
    checks = [c for c in form.controls if c.name.endswith(".none")]
    if not checks:
        return pairs
    check = chance.choice(checks)
    return put(put(pairs, check.name, check.value), check.name.removesuffix(".none"), "и текст")


def other_text(chance, pairs, form, others):
    fields = [c for c in form.controls if c.name.endswith(".other")]
    return put(pairs, chance.choice(fields).name, chance.choice(TEXTS)) if fields else pairs


def nothing(chance, pairs, form, others):
    return [p for p in pairs if not p[0].startswith("q")]


def buttons(chance, pairs, form, others):
    pairs = [p for p in pairs if p[0] not in ("next", "back")]
    return pairs + chance.choice([[], [("next", "1"), ("back", "1")], [("back", "")], [("next", "no")],
                                  [("language", "xx"), ("next", "1")], [("back", "1"), ("language", "ru")]])


def sealed(name, which):
    """Mangles the token or the state."""
    def change(chance, pairs, form, others):
        own = next((v for n, v in pairs if n == name), "")
        cut = chance.randrange(len(own)) if own else 0
        foreign = others[which]
        return put(pairs, name, *chance.choice([
            [], [""], [own[:cut]], [own + "A"], [own[:cut] + ("B" if own[cut:cut + 1] != "B" else "C") + own[cut + 1:]],
            ["щ" * 40], ["A" * 95], ["A" * 5000], [chance.choice(foreign)] if foreign else [],
            [own, chance.choice(foreign)] if foreign else [own, own]]))
    return change


def section(chance, pairs, form, others):
    return put(pairs, "section", *chance.choice([[], [""], ["-1"], ["99"], ["0"], ["1"], ["2"], ["x"], ["1", "0"],
                                                 ["99999999999999999999"], ["01"]]))


CHANGES = [unknown_names, wrong_code, wrong_code, odd_text, odd_text, twice, every_option, every_option, very_often,
           half, half, both, other_text, nothing, buttons, sealed("token", 1), sealed("state", 0), section]


def raw(chance):
    """A body that is no form, and its type."""
    kind = chance.randrange(8)
    form = "application/x-www-form-urlencoded"
    if kind == 0:
        return chance.randbytes(chance.randint(1, 3000)), form
    if kind == 1:
        return b"q1=" + chance.choice([b"%", b"%4", b"%zz", b"%00", b"%C3%28", b"%ED%A0%80", b"\xff\xfe"]), form
    if kind == 2:
        return b"a=1&" * chance.choice([1500, 1999, 2001, 5000]), form
    if kind == 3:
        limit = 512 * 1024 if chance.random() < 0.1 else 8 * 1024
        return b"token=" + b"A" * (limit - chance.choice([6, 5, -9000])), form
    if kind == 4:
        return b"", form
    if kind == 5:
        return b'{"q1": "1"}', chance.choice(["application/json", "text/plain", "", "multipart/form-data; boundary=x"])
    if kind == 6:
        return b"=&=&&==&&&;;q1", form
    return "q1=1&token=щ".encode("cp1251"), form
