"""otklikctl doctor on configurations of web servers as agencies have them; no server runs.

The rest of the doctor is put to the test by tests/anonymity/run on a live stack.
"""

import json
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from scratch import TOP, build_dir, only_once

NGINX = """
user www-data;
events { worker_connections 768; }
http {
	log_format short '$remote_addr "$request" "$http_user_agent"';
	log_format bare '$status $body_bytes_sent';
	access_log /var/log/nginx/access.log;
	error_log /var/log/nginx/error.log;
	include conf.d/*.conf;
	server {
		listen 80;
		server_name agency.example www.agency.example;
		%(port80)s
		return 301 https://$host$request_uri;
	}
	server {
		listen 443 ssl;
		server_name agency.example;
		%(site)s
		location / { root /srv; }
		location ~ \\.(png|jpg)$ { expires 1h; }
		include otklik.conf;
	}
}
"""
QUIET = "access_log off;"
APACHE = """
ServerRoot "@root@"
LogFormat "%h %l %u %t \\"%r\\"" common
CustomLog ${APACHE_LOG_DIR}/other.log common
<IfModule mod_ssl.c>
<VirtualHost *:443>
	ServerName agency.example
	@log@
	@site@
	Include otklik.conf
</VirtualHost>
</IfModule>
<VirtualHost *:80>
	ServerName agency.example
	@port80@
	Redirect / https://agency.example/
</VirtualHost>
"""
LEFT_OUT = "CustomLog ${APACHE_LOG_DIR}/access.log combined env=!otklik"


def setUpModule():
    only_once()


class Configurations(unittest.TestCase):
    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="otklik-doctor-"))
        self.addCleanup(shutil.rmtree, self.dir)
        (self.dir / "settings").write_text(
            f"db_socket = {self.dir}/none\nschema_dir = {TOP}/conf/schema\nkey_dir = {self.dir}/keys\n"
            f"calendar_dir = {TOP}/conf/calendar\ndoctor_file = {self.dir}/confirmed\n")

    def doctor(self, server, text, snippet):
        """Worst level of each check of the web server; status."""
        (self.dir / "web.conf").write_text(text)
        (self.dir / "otklik.conf").write_text(snippet)
        done = subprocess.run(
            [build_dir() / "otklikctl", "-c", self.dir / "settings", "doctor", "--json", "--only", "/none/",
             f"--{server}", self.dir / "web.conf"], capture_output=True, text=True, timeout=60)
        order, worst = ["ok", "warning", "fault"], {}
        for check in json.loads(done.stdout)["checks"]:
            if check["id"].startswith("web."):
                worst[check["id"]] = max(worst.get(check["id"], "ok"), check["level"], key=order.index)
        self.assertEqual(done.returncode, 2)  # there is no database
        self.assertFalse((self.dir / "confirmed").read_text().count("time ="))
        return worst

    def is_confirmed(self):
        return "address =" in (self.dir / "confirmed").read_text()

    def nginx(self, old="", new="", **parts):
        text = NGINX % {"port80": QUIET, "site": "", **parts}
        snippet = (TOP / "conf/nginx/otklik.conf").read_text()
        self.assertIn(old, snippet)
        return self.doctor("nginx", text, snippet.replace(old, new, 1) if old else snippet)

    def apache(self, old="", new="", **parts):
        text = APACHE
        for name, value in {"root": str(self.dir), "log": LEFT_OUT, "site": "", "port80": LEFT_OUT, **parts}.items():
            text = text.replace(f"@{name}@", value)
        snippet = (TOP / "conf/apache/otklik.conf").read_text()
        self.assertIn(old, snippet)
        return self.doctor("apache", text, snippet.replace(old, new) if old else snippet)

    def test_the_snippets_are_well_in_a_site(self):
        for found in (self.nginx(), self.apache()):
            self.assertEqual(set(found.values()), {"ok"}, found)
            self.assertTrue(self.is_confirmed())

    def test_nginx(self):
        for check, old, new in (
                ("web.access-log", "\taccess_log off;\n", ""),
                ("web.access-log", "access_log off;", "access_log /var/log/x.log short;"),
                ("web.access-log", "access_log off;", "access_log off; access_log syslog:server=10.0.0.1;"),
                ("web.error-log", "\terror_log /dev/null emerg;\n", ""),
                ("web.error-log", "error_log /dev/null emerg;", "error_log off;"),
                ("web.body", "client_max_body_size 2m;", "client_max_body_size 8m;"),
                ("web.body", "client_body_buffer_size 2m;", ""),
                ("web.body", "fastcgi_max_temp_file_size 0;", ""),
                ("web.told", "fastcgi_pass_request_headers off;", ""),
                ("web.told", "fastcgi_param REQUEST_URI", "fastcgi_param A \"${remote_addr}\"; fastcgi_param REQUEST_URI"),
                ("web.told", "fastcgi_param REQUEST_URI", "fastcgi_param A $http_cookie; fastcgi_param REQUEST_URI"),
                ("web.config", "fastcgi_pass", "proxy_pass")):
            with self.subTest(check=check, new=new):
                found = self.nginx(old, new) if check != "web.config" else self.doctor(
                    "nginx", NGINX % {"port80": QUIET, "site": ""}, "location / { return 404; }")
                self.assertEqual(found.get(check), "fault", found)
                self.assertFalse(self.is_confirmed())

    def test_nginx_around_the_snippet(self):
        self.assertEqual(self.nginx(port80="")["web.redirect"], "fault")
        self.assertEqual(self.nginx("error_page 599 /feedback/;", "",
                                    site="error_page 502 504 /50x.html;")["web.away"], "fault")
        self.assertEqual(self.nginx(site="error_page 502 504 /50x.html; mirror /copy;")["web.away"], "fault")
        self.assertEqual(self.nginx("location ^~ /feedback/ {", "location /feedback/ {")["web.away"], "warning")
        self.assertEqual(self.nginx("access_log off;", "access_log /x bare;")["web.access-log"], "ok")
        limit = "\tlimit_req zone=otklik burst=400 nodelay;\n"
        self.assertEqual(self.nginx(limit, "")["web.limit"], "warning")

    def test_apache(self):
        for check, old, new in (
                ("web.error-log", "LogLevel emerg", "LogLevel info"),
                ("web.error-log", "ErrorLogFormat", "#"),
                ("web.told", "ProxyFCGISetEnvIf true !REMOTE_ADDR", ""),
                ("web.told", "ProxyFCGISetEnvIf true !HTTP_USER_AGENT", ""),
                ("web.told", "ProxyFCGISetEnvIf true !HTTP_COOKIE", ""),
                ("web.access-log", 'SetEnvIf Request_URI "^/feedback(/|$)" otklik', ""),
                ("web.config", "fcgi://", "http://")):
            with self.subTest(check=check, old=old):
                self.assertEqual(self.apache(old, new).get(check), "fault")
                self.assertFalse(self.is_confirmed())

    def test_apache_around_the_snippet(self):
        plain = "CustomLog ${APACHE_LOG_DIR}/access.log combined"
        self.assertEqual(self.apache(log=plain)["web.access-log"], "fault")
        self.assertEqual(self.apache(log="")["web.access-log"], "fault")  # falls back to that of the server
        self.assertEqual(self.apache(log=f"{LEFT_OUT}\n\t{plain}")["web.access-log"], "fault")
        self.assertEqual(self.apache(site="ForensicLog logs/forensic")["web.access-log"], "fault")
        self.assertEqual(self.apache(port80=plain)["web.redirect"], "fault")
        self.assertEqual(self.apache(site="SetEnv proxy-sendcl 1")["web.body"], "fault")

    def test_broken_configurations(self):
        for text in ("http {", "http { server { } } }", "include none.conf;", "include web.conf;", 'a "b'):
            with self.subTest(text=text):
                self.assertEqual(self.doctor("nginx", text, "")["web.config"], "fault")
        self.assertEqual(self.doctor("apache", "</Location>\n", "")["web.config"], "fault")


if __name__ == "__main__":
    unittest.main()
