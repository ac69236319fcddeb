"""What a form page asks, as a table for tests/bench/form.php."""

import html.parser


class Outline(html.parser.HTMLParser):
    """title, head ([tag, text] above the form), groups (tree of fieldsets), button."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.title, self.button, self.head, self.groups = "", "", [], []
        self._open, self._words, self._in_form = [], "", False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        self._words = ""
        if tag == "form":
            self._in_form = True
        elif tag == "fieldset":
            group = {"legend": "", "radios": [], "groups": []}
            (self._open[-1]["groups"] if self._open else self.groups).append(group)
            self._open.append(group)
        elif tag == "input" and a.get("type") == "radio":
            self._open[-1]["radios"].append([a["name"], a.get("value") or "", ""])

    def handle_data(self, data):
        self._words += data

    def handle_endtag(self, tag):
        if tag == "title":
            self.title = self._words
        elif tag in ("h1", "p") and not self._in_form and self._words:
            self.head.append([tag, self._words])
        elif tag == "legend":
            self._open[-1]["legend"] = self._words
        elif tag == "label" and self._open and self._open[-1]["radios"]:
            self._open[-1]["radios"][-1][2] = self._words
        elif tag == "button":
            self.button = self._words
        elif tag == "fieldset":
            self._open.pop()
        self._words = ""

    def rows(self):
        """[heading, [[legend, name, {value: label}]…]…] of every group of radios."""
        return [row for group in self.groups for row in _rows(group)]


def _rows(group):
    scales = [[g["legend"], g["radios"][0][0], {v: label for _, v, label in g["radios"]}]
              for g in group["groups"] if g["radios"]]
    rows = [[group["legend"], scales]] if scales else []
    return rows + [row for g in group["groups"] for row in _rows(g)]


def questions(text):
    outline = Outline(text)
    return {"title": outline.title, "head": outline.head, "rows": outline.rows(), "button": outline.button}


def php(value):
    """The value as PHP writes it."""
    if isinstance(value, dict):
        return "[" + ", ".join(f"{php(k)} => {php(v)}" for k, v in value.items()) + "]"
    if isinstance(value, list):
        return "[" + ", ".join(map(php, value)) + "]"
    return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
