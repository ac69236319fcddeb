"""FastCGI as its specification has it, for tests that speak it themselves."""

import socket
import struct

FORM = "application/x-www-form-urlencoded"

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT = 1, 2, 3, 4, 5, 6
RESPONDER, FILTER = 1, 3


def record(kind, content=b"", request=1, padding=0):
    return struct.pack("!BBHHBx", 1, kind, request, len(content), padding) + content + bytes(padding)


def begin(keep, role=RESPONDER):
    return record(BEGIN, struct.pack("!HB5x", role, 1 if keep else 0))


def pairs(params):
    def length(n):
        return bytes([n]) if n < 128 else struct.pack("!I", n | 0x80000000)
    return b"".join(length(len(k)) + length(len(v)) + k + v for k, v in
                    ((k.encode(), v.encode()) for k, v in params.items()))


def stream(kind, content):
    """Records of one stream, its end included."""
    parts = [content[i:i + 65528] for i in range(0, len(content), 65528)]
    return b"".join(record(kind, p) for p in parts) + record(kind)


def message(method, path, body=b"", keep=True, role=RESPONDER, **params):
    params = {"REQUEST_METHOD": method, "REQUEST_URI": path, "CONTENT_TYPE": FORM,
              "CONTENT_LENGTH": str(len(body)), **params}
    return begin(keep, role) + stream(PARAMS, pairs(params)) + stream(STDIN, body)


class Answer:
    def __init__(self, raw):
        head, _, self.body = raw.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        self.headers = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines)}
        self.status = int(self.headers["status"].split()[0])


class Connection:
    """One connection of a web server to the program."""

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        self.input = b""
        try:
            self.socket.connect(str(path))
        except OSError:
            self.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def take(self, n):
        while len(self.input) < n:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError
            self.input += more
        taken, self.input = self.input[:n], self.input[n:]
        return taken

    def answer(self):
        """The next answer; EOFError if the program closes instead."""
        out = b""
        while True:
            _, kind, _, length, padding = struct.unpack("!BBHHBx", self.take(8))
            content = self.take(length)
            self.take(padding)
            if kind == STDOUT:
                out += content
            elif kind == END:
                return Answer(out)

    def ask(self, *args, **more):
        self.send(message(*args, **more))
        return self.answer()

    def is_closed(self):
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True
