"""A program's socket under observation: what does the web server tell it?"""

import io
import socket
import struct
import threading

from fastcgi import END, PARAMS, STDIN, STDOUT, record, stream


def decode(data):
    """Name-value pairs of a PARAMS stream."""
    values, file = {}, io.BytesIO(data)

    def length():
        first = file.read(1)[0]
        if first < 128:
            return first
        return struct.unpack("!I", bytes([first & 127]) + file.read(3))[0]

    while file.tell() < len(data):
        n, v = length(), length()
        name = file.read(n).decode()
        values[name] = file.read(v).decode("utf-8", "replace")
    return values


class Listener:
    """Keeps the parameters of each request in seen and answers "ok"."""

    def __init__(self, path):
        self.seen = []
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.bind(str(path))
        self.socket.listen(8)
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as file:
                self._answer(connection, file)

    def _answer(self, connection, file):
        data = b""
        while True:
            head = file.read(8)
            if len(head) < 8:
                return
            _, kind, number, length, padding = struct.unpack("!BBHHBx", head)
            content = file.read(length + padding)[:length]
            if kind == PARAMS:
                data += content
            elif kind == STDIN and not content:
                break
        self.seen.append(decode(data))
        page = b"Status: 200 OK\r\nContent-Type: text/plain\r\n\r\nok\n"
        connection.sendall(stream(STDOUT, page) + record(END, bytes(8)))

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
