"""The same as client.py and page.py for many thousand forms: a kept connection, and
pages read by regular expressions, each distinct one once."""

import html
import re
import socket
import urllib.parse

from client import FORM
from page import Control, Form

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.I)
LOCATION = re.compile(rb"\r\nlocation: *([^\r]+)", re.I)
TYPE = re.compile(rb"\r\ncontent-type: *([^\r]+)", re.I)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.I)
KEPT = 500  # pages known at a time

HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"/>')
TAG = re.compile(r"<(form|/form|input|select|/select|option|textarea|button)\b((?:[^<>\"]|\"[^\"]*\")*)>")
ATTRIBUTE = re.compile(r'([a-z-]+)(?:=(?:"([^"]*)"|([^\s">]+)))?')
TITLE = re.compile(r"<title>(.*?)</title>", re.S)
MARKUP = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.S)


class Answer:
    """A response: status, body, text, location, type."""

    def __init__(self, head, body):
        self.status = int(head[9:12])
        self.body = body
        self._head = head

    def _header(self, pattern):
        found = pattern.search(self._head)
        return found and found[1].decode("latin-1").strip()

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def location(self):
        return self._header(LOCATION)

    @property
    def type(self):
        return self._header(TYPE)


class Client:
    """One kept connection; no cookies.  What it sends is a form unless it is bytes of another type."""

    def __init__(self, origin):
        self.netloc = urllib.parse.urlsplit(origin).netloc
        self.socket = None

    def get(self, path):
        return self._ask(f"GET {path} HTTP/1.1\r\nHost: {self.netloc}\r\n\r\n".encode())

    def post(self, path, pairs, type_=FORM):
        body = pairs if isinstance(pairs, bytes) else urllib.parse.urlencode(pairs).encode()
        head = (f"POST {path} HTTP/1.1\r\nHost: {self.netloc}\r\nContent-Type: {type_}\r\n"
                f"Content-Length: {len(body)}\r\n\r\n")
        return self._ask(head.encode() + body)

    def _ask(self, request):
        """A kept connection may have been closed meanwhile: then once more."""
        kept = self.socket is not None
        try:
            return self._exchange(request)
        except (ConnectionError, TimeoutError):
            self.close()
            if not kept:
                raise
            return self._exchange(request)

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None

    def _exchange(self, request):
        if self.socket is None:
            host, port = self.netloc.split(":")
            self.socket = socket.create_connection((host, int(port)), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(request)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        length = LENGTH.search(head)
        if length is not None:
            body = self._whole(body, int(length[1]))
        elif CHUNKED.search(head):
            body = self._chunks(body)
        else:
            raise AssertionError(f"an answer of unknown length: {head[:300]}")
        if b"\r\nConnection: close" in head:
            self.close()
        return Answer(head, body)

    def _whole(self, data, length):
        parts, missing = [data], length - len(data)
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        return b"".join(parts)

    def _chunks(self, data):
        """A body of chunks (RFC 9112, 7.1), as Apache sends long ones."""
        parts = []
        while True:
            while b"\r\n" not in data:
                data += self._more()
            size, _, data = data.partition(b"\r\n")
            length = int(size.split(b";")[0], 16)
            data = self._whole(data, length + 2)
            if length == 0:
                return b"".join(parts)
            parts.append(data[:length])
            data = data[length + 2:]

    def _more(self):
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("closed by the server")
        return data


def attributes(text):
    return {name: html.unescape(quoted or plain) for name, quoted, plain in ATTRIBUTE.findall(text)}


def scan(text):
    """The forms of a page without their hidden fields."""
    forms, select = [], None
    for tag in TAG.finditer(text):
        kind, a = tag[1], attributes(tag[2])
        if kind == "form":
            forms.append(Form(a))
        elif kind == "option":
            select.options.append((a["value"], "selected" in a))
        elif kind in ("input", "select", "textarea", "button") and forms:
            control = Control({"input": a.get("type", "text"), "button": "submit"}.get(kind, kind), a)
            if kind == "textarea":
                end = text.index("</textarea>", tag.end())
                control.value = html.unescape(text[tag.end():end].removeprefix("\n"))
            select = control if kind == "select" else select
            forms[-1].controls.append(control)
    return forms


class Page:
    """What Respondent and the judges need of page.Page.  hidden: of its POST form."""

    known = {}

    def __init__(self, text, url=""):
        self.url, self.source = url, text
        hidden = HIDDEN.findall(text)
        rest = HIDDEN.sub("", text)
        forms = self.known.get(rest)
        if forms is None:
            if len(self.known) >= KEPT:
                self.known.clear()
            forms = self.known[rest] = scan(rest)
        self.hidden = {name: html.unescape(value) for name, value in hidden}
        self.forms = [self._with_hidden(f) for f in forms]

    def _with_hidden(self, skeleton):
        form = Form({"method": skeleton.method, "action": skeleton.action})
        fields = [Control("hidden", {"name": n, "value": v}) for n, v in self.hidden.items()]
        form.controls = fields + skeleton.controls
        form.skeleton = skeleton
        return form

    def form(self, *names):
        for form in self.forms:
            if form.method == "POST" and set(names) <= {c.name for c in form.controls}:
                return form
        return None

    def target(self, form):
        return urllib.parse.urljoin(self.url, form.action)

    @property
    def title(self):
        return html.unescape(TITLE.search(self.source)[1])

    @property
    def text(self):
        return " ".join(html.unescape(MARKUP.sub(" ", self.source)).split())
