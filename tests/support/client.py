"""A small HTTP client: one request a connection, cookies kept, no redirects followed."""

import http.client
import urllib.parse

HEADERS = {"User-Agent": "otklik-tests"}
FORM = "application/x-www-form-urlencoded"


class Answer:
    """A response: status, headers (lower-case names), body as bytes and as text."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {}
        self.cookies = []
        for name, value in response.getheaders():
            self.headers[name.lower()] = value
            if name.lower() == "set-cookie":
                self.cookies.append(value)
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def location(self):
        return self.headers.get("location")


class Client:
    """Talks to one origin, such as "http://127.0.0.1:8080"."""

    def __init__(self, origin, timeout=60):
        self.origin = origin
        self.netloc = urllib.parse.urlsplit(origin).netloc
        self.timeout = timeout
        self.cookies = {}

    def request(self, method, path, body=None, headers=None, type_=FORM):
        """path may be a whole URL of the same origin.  body: bytes, or pairs."""
        path = path.removeprefix(self.origin)
        if body is not None and not isinstance(body, bytes):
            body = urllib.parse.urlencode(body).encode()
        send = dict(HEADERS)
        if body is not None and type_ is not None:
            send["Content-Type"] = type_
        if self.cookies:
            send["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        send.update(headers or {})
        connection = http.client.HTTPConnection(self.netloc, timeout=self.timeout)
        try:
            connection.request(method, path, body=body, headers=send)
            answer = Answer(connection.getresponse())
        finally:
            connection.close()
        for cookie in answer.cookies:
            self._keep(cookie)
        return answer

    def _keep(self, cookie):
        pair, _, attributes = cookie.partition(";")
        name, _, value = pair.strip().partition("=")
        if not value or "max-age=0" in attributes.lower():
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, pairs, **more):
        return self.request("POST", path, body=pairs, **more)

    def follow(self, answer):
        """The page a 303 leads to; the answer itself if it is none."""
        while answer.status == 303:
            answer = self.get(answer.location)
        return answer
