"""An HTML page as a browser without scripts sees it: forms, links, headings, tables."""

import html.parser
import urllib.parse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Control:
    """An input, select, textarea or button inside a form."""

    def __init__(self, kind, attributes):
        self.kind = kind
        self.name = attributes.get("name", "")
        self.value = attributes.get("value", "on" if kind in ("radio", "checkbox") else "")
        self.id = attributes.get("id")
        self.chosen = "checked" in attributes
        self.required = "required" in attributes
        self.options = []  # of a select: (value, selected)
        self.label = ""

    def values(self):
        """What the control sends if it is left as it is."""
        if self.kind in ("submit", "button", "image", "reset"):
            return []
        if self.kind in ("radio", "checkbox"):
            return [self.value] if self.chosen else []
        if self.kind == "select":
            chosen = [value for value, selected in self.options if selected]
            return chosen or [value for value, _ in self.options[:1]]
        return [self.value]


class Form:
    def __init__(self, attributes):
        self.method = attributes.get("method", "get").upper()
        self.action = attributes.get("action", "")
        self.controls = []

    def pairs(self, button=None):
        """(name, value) of the form as it stands, sent by the named button."""
        sent = [(c.name, v) for c in self.controls if c.name for v in c.values()]
        for c in self.controls:
            if c.kind == "submit" and c.name and c.name == button:
                sent.append((c.name, c.value))
                break
        return sent

    def names(self):
        return list(dict.fromkeys(c.name for c in self.controls if c.name))


class Page(html.parser.HTMLParser):
    """forms; links (href, text); headings (level, text); tables (rows of cell texts)."""

    def __init__(self, text, url=""):
        super().__init__(convert_charrefs=True)
        self.url = url
        self.forms, self.links, self.headings, self.tables = [], [], [], []
        self.title, self.ids, self.lang = "", set(), None
        self._open = []  # [tag, attributes, collected text]
        self._labels = []  # (for, text, controls inside)
        self._words = []
        self.feed(text)
        self.close()
        self._attach_labels()
        self.text = " ".join(w for w in self._words if w)

    def form(self, *names):
        """The first POST form that has all these control names."""
        for form in self.forms:
            if form.method == "POST" and all(n in form.names() for n in names):
                return form
        return None

    def target(self, form):
        return urllib.parse.urljoin(self.url, form.action)

    def handle_starttag(self, tag, attrs):
        a = {k: ("" if v is None else v) for k, v in attrs}
        if "id" in a:
            self.ids.add(a["id"])
        if tag == "html":
            self.lang = a.get("lang")
        if tag == "form":
            self.forms.append(Form(a))
        elif tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("input", "select", "textarea", "button"):
            self._control(tag, a)
        elif tag == "option" and self._last("select"):
            self._last("select").options.append((a.get("value"), "selected" in a))
        if tag not in VOID:
            self._open.append([tag, a, []])

    def _control(self, tag, a):
        kind = a.get("type", {"button": "submit", "input": "text"}.get(tag, tag)).lower()
        control = Control(kind if tag in ("input", "button") else tag, a)
        if self.forms:
            self.forms[-1].controls.append(control)
        if self._label():
            self._label()[3:] = [control]

    def _label(self):
        return next((o for o in reversed(self._open) if o[0] == "label"), None)

    def _last(self, kind):
        controls = self.forms[-1].controls if self.forms else []
        return next((c for c in reversed(controls) if c.kind == kind), None)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_data(self, data):
        if not any(o[0] in ("script", "style") for o in self._open):
            self._words.append(data.strip())
        for entry in self._open:
            entry[2].append(data)

    def handle_endtag(self, tag):
        while self._open:
            entry = self._open.pop()
            self._close(entry)
            if entry[0] == tag:
                break

    def _close(self, entry):
        tag, a = entry[0], entry[1]
        raw = "".join(entry[2])
        text = " ".join(raw.split())
        if tag == "title":
            self.title = text
        elif tag == "a" and "href" in a:
            self.links.append((a["href"], text))
        elif tag in ("h1", "h2", "h3", "h4"):
            self.headings.append((tag, text))
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self.tables[-1][-1].append(text)
        elif tag == "textarea" and self._last("textarea"):
            self._last("textarea").value = raw.removeprefix("\n")
        elif tag == "option" and self._last("select"):
            options = self._last("select").options
            if options and options[-1][0] is None:
                options[-1] = (text, options[-1][1])
        elif tag == "label":
            self._labels.append((a.get("for"), text, entry[3:]))

    def _attach_labels(self):
        by_id = {c.id: c for f in self.forms for c in f.controls if c.id}
        for target, text, inside in self._labels:
            for control in inside or filter(None, [by_id.get(target)]):
                control.label = text
