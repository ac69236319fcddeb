"""What is measured, and what it is measured against: all behind one nginx, on one MariaDB.

Each program has a session of its own, as the parts of the quickstart have: the
scheduler shares processors out among sessions.
"""

import os
import pathlib
import re
import shutil
import socket
import subprocess
import time
import urllib.parse

import fastcgi
from outline import php, questions
from page import Page
from respondent import Respondent
from stack import Stack, free_port, until
from standstill import hold_count, let_count_go

HERE = pathlib.Path(__file__).resolve().parent
THREADS = 16
CODE = "ne-a2"
FORM = f"/feedback/survey/{CODE}"
TOKEN = 'name="token" value="'
FEW_CODE, FEW = "bench-few", 1000  # a campaign of the same questionnaire with as many responses
PROGRAMS = ["tests/bench/fill", "tests/bench/insert-loop", "tests/bench/load", "tests/bench/smallest-insert",
            "tests/bench/smallest-page"]
KEY = "a key of the PHP page"
# What a server of an agency would have, instead of the quickstart's few megabytes.
DATABASE = {"innodb_buffer_pool_size": 512 << 20, "innodb_log_file_size": 256 << 20}


def settings(lines):
    """Of a location in nginx's words: no comments, no places inside it, no destination."""
    kept, depth = [], 0
    for line in map(str.strip, lines):
        if line.startswith("#"):
            continue
        depth += line.endswith("{")
        if line == "}":
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and not line.startswith("fastcgi_pass "):
            kept.append(line)
    return " ".join(kept)


class Ground:
    """start() … stop()."""

    def __init__(self, build, seed, before=None):
        self.build, self.seed = pathlib.Path(build), seed
        self.before = before and pathlib.Path(before)
        self.stack = Stack(build)
        self.processes, self.named, self.cookie = [], {}, ""
        self.port, self.port_before = free_port(), free_port()

    def start(self):
        self.stack.start()
        self.dir = self.stack.state / "bench"
        self.dir.mkdir()
        self.dir.chmod(0o755)
        self.own(self.dir)
        for name in PROGRAMS:  # the build tree may lie where the stack's user may not go
            shutil.copy(self.build / name, self.dir)
        self.stack.open_campaign(CODE, FEW_CODE)
        until(self._key_made, what="the count key of the campaign")
        hold_count(self.stack)
        for name, value in DATABASE.items():
            self.stack.sql(f"SET GLOBAL {name} = {value}")
        self._read_form()
        self._fill_scratch()
        self._start_baselines()
        self._start_before()
        self._start_nginx()
        return self

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait()
        if (self.stack.state / "run/count.pid").exists():
            let_count_go(self.stack)
        self.stack.stop()
        self.stack.remove()

    def own(self, path):
        if os.getuid() == 0:
            subprocess.run(["chown", self.stack.user, path], check=True)

    def _key_made(self):
        return self.stack.sql(f"SELECT 1 FROM count_key k JOIN campaign c ON c.id = k.campaign_id "
                              f"WHERE c.code = '{CODE}'")

    # ---- the form

    def _read_form(self):
        """The page, one filled body, and one ballot as it is stored."""
        client = self.stack.client()
        answer = client.get(FORM)
        self.page = answer.body
        self.head = "".join(f"{k}: {v}\r\n" for k, v in answer.headers.items()
                            if k not in ("server", "date", "connection"))
        respondent = Respondent(client, self.seed)
        respondent.fill(FORM)
        self.pairs = [(k, v) for k, v in respondent.last_pairs if k != "token"]
        self.body = "token=@&" + urllib.parse.urlencode(self.pairs)
        self.campaign, self.key, self.sealed = self.stack.sql(
            "SELECT campaign_id, key_id, LENGTH(sealed) FROM ballot WHERE sealed IS NOT NULL")[0]
        self.stack.sql("TRUNCATE ballot")

    def client(self, cookie=""):
        """Of the bench's own nginx."""
        client = self.stack.client()
        client.netloc = f"127.0.0.1:{self.port}"
        client.cookies = dict(pair.split("=", 1) for pair in cookie.split("; ")) if cookie else {}
        return client

    def names(self):
        return Page(self.page.decode()).form("next").names()

    # ---- the database beside ours

    def _fill_scratch(self):
        """The same tables in a database of their own, and the one of the PHP page."""
        tables = [self.stack.sql(f"SHOW CREATE TABLE {t}")[0][1].replace("\\n", "\n") for t in ("count_key", "ballot")]
        self.stack.sql("CREATE DATABASE bench CHARACTER SET utf8mb4; USE bench; SET foreign_key_checks = 0; "
                       + "; ".join(tables) + "; INSERT INTO count_key SELECT * FROM otklik.count_key")
        columns = "".join(f", a{i} TINYINT UNSIGNED NULL" for i in range(len(self.marks())))
        response = "id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, day DATE NOT NULL"
        self.stack.sql(f"USE bench; CREATE TABLE php_wide ({response}{columns}); CREATE TABLE php_response ({response}); "
                       "CREATE TABLE php_answer (response_id INT UNSIGNED NOT NULL, item SMALLINT UNSIGNED NOT NULL, "
                       "value TINYINT UNSIGNED NOT NULL, PRIMARY KEY (response_id, item))")

    def marks(self):
        return [n for n in self.names() if n.startswith("q")]

    def empty(self):
        self.stack.sql("TRUNCATE otklik.ballot; USE bench; TRUNCATE ballot; TRUNCATE php_wide; "
                       "TRUNCATE php_response; TRUNCATE php_answer")

    def rows(self, table):
        return int(self.stack.sql(f"SELECT COUNT(*) FROM {table}")[0][0])

    # ---- the programs beside ours

    def program(self, name):
        return str(self.dir / name)

    def insert_arguments(self):
        return [str(self.stack.sockets / "db.sock"), self.stack.user, "bench", self.campaign, self.key,
                self.sealed]

    def _start_on_socket(self, name, *command):
        """Starts a program whose standard input is a listening socket."""
        path = self.dir / f"{name}.sock"
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
            listening.listen(511)
            path.chmod(0o666)
            self._add(name, command, listening)

    def _add(self, name, command, given=subprocess.DEVNULL):
        self.named[name] = subprocess.Popen(
            self.stack._command(command), stdin=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True)
        self.processes.append(self.named[name])

    def _start_baselines(self):
        (self.dir / "page.cgi").write_bytes(b"Status: 200 OK\r\n" + self.head.encode() + b"\r\n" + self.page)
        (self.dir / "page.html").write_bytes(self.page)
        self._start_on_socket("page", self.program("smallest-page"), str(THREADS), str(self.dir / "page.cgi"))
        self._start_on_socket("insert", self.program("smallest-insert"), str(THREADS),
                              *self.insert_arguments(), FORM + "/thanks")
        self._start_php()

    def _start_php(self):
        (self.dir / "form.php").write_bytes((HERE / "form.php").read_bytes())
        (self.dir / "questions.php").write_text("<?php return " + php(questions(self.page.decode())) + ";\n")
        (self.dir / "php.conf").write_text(
            f"[global]\nerror_log = {self.dir}/php.log\ndaemonize = no\n[bench]\n"
            f"listen = {self.dir}/php.sock\nlisten.mode = 0666\nlisten.backlog = 511\npm = static\n"
            f"pm.max_children = {THREADS}\npm.max_requests = 0\n")
        program = max(map(str, pathlib.Path("/usr/sbin").glob("php-fpm*")))
        said = {o: subprocess.run([program, o], capture_output=True, text=True).stdout for o in ("-v", "-i")}
        self.php_version = said["-v"].split("\n")[0]
        self.php_opcache = re.search(r"^opcache.enable => (\w+)", said["-i"], re.M)[1]
        self._add("php", [program, "-F", "-y", str(self.dir / "php.conf")])

    def _start_before(self):
        """The program of another build, on a socket of its own."""
        if self.before:
            shutil.copy(self.before / "otklik-survey", self.dir / "survey-before")
            self._add("before", [self.program("survey-before"), "-c", self.stack.settings("otklik-survey"),
                                 "-s", str(self.dir / "before.sock")])
            until(lambda: (self.dir / "before.sock").exists(), what="the program of the other build")

    def _start_nginx(self):
        own = (self.stack.state / "etc/otklik-nginx.conf").read_text()
        common = settings(own[own.index("location ^~ /feedback/ {"):].split("\n")[1:])
        places = {"page": ("page", ""), "insert": ("insert", "")}
        places.update({f"php-{way}": ("php", self._php_params(way)) for way in ("wide", "kept", "rows")})
        places = "".join(f"location = /bench/{name} {{ {common} {params} fastcgi_pass unix:{self.dir}/{place}.sock; }}\n"
                         for name, (place, params) in places.items())
        # The quickstart's own settings, on another port and with the places of the others.
        text = (self.stack.state / "etc/web.conf").read_text()
        text = re.sub(r"listen [^;]*;", f"listen 127.0.0.1:{self.port} backlog=511;", text)
        text = re.sub(r"pid [^;]*;", f"pid {self.dir}/nginx.pid;", text)
        text = text.replace("access_log off;", "access_log off; sendfile on; tcp_nopush on; "
                            "keepalive_requests 100000000;", 1)
        text = text.replace("server {", f"server {{\nlocation /bench/static/ {{ alias {self.dir}/; }}\n{places}", 1)
        if self.before:
            text = self._with_server_before(text)
        (self.dir / "nginx.conf").write_text(text)
        self._add("nginx", ["nginx", "-p", str(self.dir), "-e", str(self.dir / "nginx.log"), "-c",
                            str(self.dir / "nginx.conf")])
        until(lambda: socket.socket().connect_ex(("127.0.0.1", self.port)) == 0, what="nginx")
        until(lambda: (self.dir / "php.sock").exists(), what="php-fpm")

    def _with_server_before(self, text):
        """One server more, the same but for its port and the program behind it."""
        begin, end = text.index("server {"), text.rindex("}")
        server = text[begin:end].replace(f"listen 127.0.0.1:{self.port} ", f"listen 127.0.0.1:{self.port_before} ")
        for path in (self.dir.parent / "etc").glob("*nginx*.conf"):
            if f"include {path}" in server:
                server = server.replace(f"include {path};", path.read_text())
        server = re.sub(r"unix:[^;]*/survey\.sock", f"unix:{self.dir}/before.sock", server)
        return text[:end] + server + text[end:]

    def _php_params(self, way):
        params = {"SCRIPT_FILENAME": f"{self.dir}/form.php", "BENCH_KEY": KEY,
                  "BENCH_WAY": way, "BENCH_USER": self.stack.user,
                  "BENCH_DSN": f"mysql:unix_socket={self.stack.sockets}/db.sock;dbname=bench;charset=utf8mb4"}
        return " ".join(f'fastcgi_param {k} "{v}";' for k, v in params.items())

    # ---- what a contender costs

    def process(self, name):
        """Process id of a program by the name of its contender, "nginx" or "database"."""
        if name in self.named:
            return self.named[name].pid
        return self.stack.pid({"otklik": "survey"}.get(name, name))

    def processor_seconds(self, name):
        """Processor time of that process and its children until now."""
        ticks, todo = 0, [self.process(name)]
        while todo:
            place = pathlib.Path(f"/proc/{todo.pop()}")
            fields = (place / "stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
            for task in (place / "task").iterdir():
                todo += map(int, (task / "children").read_text().split())
        return ticks / os.sysconf("SC_CLK_TCK")

    # ---- how long a program takes to answer for the first time

    def start_time(self, name, path):
        """Seconds from exec to the first page."""
        place = self.stack.sockets / f"bench-{name}.sock"
        begin = time.monotonic()
        process = self.stack.spawn(self.stack.program(name), "-c", self.stack.settings(name), "-s", str(place))
        try:
            while True:
                try:
                    with fastcgi.Connection(place) as connection:
                        connection.send(fastcgi.message("GET", path))
                        if connection.answer().status != 200:
                            raise AssertionError(f"{name} does not answer")
                    return time.monotonic() - begin
                except (FileNotFoundError, ConnectionRefusedError):
                    if process.poll() is not None or time.monotonic() - begin > 30:
                        raise AssertionError(f"{name} does not start") from None
                    time.sleep(0.001)
        finally:
            process.terminate()
            process.wait()
