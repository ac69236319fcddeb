"""The doctor on a stack that is well, and on one with a fault planted."""

import json
import os
import time

from stack import Stack, until

SAMPLE = 6


def doctor(stack, *options):
    """Exit status and level by check (the worst), as the stack's user."""
    settings = [o for a in ("survey", "count", "admin") for o in ("--settings", stack.settings(f"otklik-{a}"))]
    done = stack.as_user(
        stack.program("otklikctl"), "-c", stack.settings("otklik-ctl"), "doctor", "--json", "--admin", stack.user,
        f"--{stack.server}", str(stack.state / "etc/web.conf"), "--sockets", str(stack.sockets),
        "--only", str(stack.state), "--one-user", *settings, *options)
    order = ["ok", "warning", "fault"]
    worst = {}
    for check in json.loads(done.stdout)["checks"]:
        worst[check["id"]] = max(worst.get(check["id"], "ok"), check["level"], key=order.index)
    return done.returncode, worst


def said(stack):
    """What the form page tells of the logs."""
    text = stack.client().get(stack.path("/survey/ne-a2")).text
    return "не записываются ни в одном журнале" in text, "время отправки" in text


class Plants:
    """Each changes something, and names the check that must notice."""

    def __init__(self, stack):
        self.stack = stack
        self.web = stack.state / "etc/otklik-nginx.conf"
        self.text = self.web.read_text()

    def configure(self, old, new):
        if old not in self.text:
            raise AssertionError(f"no {old!r} in the snippet")
        self.web.write_text(self.text.replace(old, new))

    def sql(self, change, back):
        self.stack.sql(change)
        return lambda: self.stack.sql(back)

    def all(self):
        for check, old, new in (
                ("web.access-log", "access_log off;", "access_log /tmp/x combined;"),
                ("web.error-log", "error_log /dev/null emerg;", "error_log /tmp/x;"),
                ("web.body", "client_body_buffer_size 2m;", "client_body_buffer_size 16k;"),
                ("web.told", "fastcgi_pass_request_headers off;", ""),
                ("web.told", "fastcgi_param REQUEST_URI", "fastcgi_param X $remote_addr;\nfastcgi_param REQUEST_URI"),
                ("web.away", "error_page 599 /feedback/;", "error_page 502 /50x.html;")):
            yield check, lambda o=old, n=new: self.configure(o, n), lambda: self.web.write_text(self.text)
        account = "'otklik-survey'@'localhost'"
        for check, change, back in (
                ("grants.rights", f"GRANT SELECT ON response_block TO {account}", f"REVOKE SELECT ON response_block FROM {account}"),
                ("grants.rights", f"REVOKE INSERT ON barrier FROM {account}", f"GRANT INSERT ON barrier TO {account}"),
                ("database.general-log", "SET GLOBAL general_log = 1", "SET GLOBAL general_log = 0"),
                ("database.slow-log", "SET GLOBAL slow_query_log = 1", "SET GLOBAL slow_query_log = 0"),
                ("database.durable", "SET GLOBAL innodb_flush_log_at_trx_commit = 2",
                 "SET GLOBAL innodb_flush_log_at_trx_commit = 1"),
                ("database.errors", "SET GLOBAL innodb_print_all_deadlocks = 1",
                 "SET GLOBAL innodb_print_all_deadlocks = 0")):
            yield check, lambda c=change: self.stack.sql(c), lambda b=back: self.stack.sql(b)
        for check, path, mode, back in (
                ("files.key", self.stack.state / "var/token.key", 0o644, 0o600),
                ("files.box-keys", self.stack.state / "var/keys", 0o755, 0o700),
                ("files.socket", self.stack.sockets / "survey.sock", 0o666, 0o660),
                ("files.settings", self.stack.state / "etc/passwords/otklik-admin", 0o644, 0o600)):
            yield check, lambda p=path, m=mode: p.chmod(m), lambda p=path, b=back: p.chmod(b)


def faults(build, chance=None):
    """Everything the doctor did not say or should not have said; chance picks some of the plants."""
    stack = Stack(build, batch=10)
    found = []
    try:
        stack.start()
        status, well = doctor(stack, "--backups", str(stack.state / "etc/passwords"),
                              "--canary", stack.origin + stack.base, "--scan", str(stack.state))
        found += [f"{check} is a fault on a stack that is well" for check, level in well.items() if level == "fault"]
        found += [] if status == 1 else [f"exit status {status}, not 1"]
        found += [] if said(stack) == (True, True) else [f"the page says {said(stack)} of a stack that is well"]
        plants = list(Plants(stack).all())
        for check, plant, take_back in chance.sample(plants, SAMPLE) if chance else plants:
            plant()
            try:
                status, levels = doctor(stack, "--no-keep")
            finally:
                take_back()
            if levels.get(check) != "fault" or status != 2:
                found.append(f"planted, and not noticed: {check}")
        os.utime(stack.state / "etc/web.conf", (time.time() + 60,) * 2)
        if doctor(stack, "--no-keep")[1].get("web.loaded") != "warning":
            found.append("a changed configuration that is not loaded is not noticed")
        # The keys of the box, readable for everybody, among the backups.
        status, levels = doctor(stack, "--no-keep", "--backups", str(stack.state / "var"))
        found += [f"planted, and not noticed: {check}" for check in ("files.backups", "files.backup-keys")
                  if levels.get(check) != "fault"]
        found += says_less(stack)
        return found
    finally:
        stack.stop()
        stack.remove()


def says_less(stack):
    """Unconfirmed, the statement leaves it out; confirmed long ago, too."""
    kept = stack.state / "var/confirmed"
    whole, found = kept.read_text(), []
    for text, wanted in (("time", (True, False)), ("address", (False, False)), ("2020", (False, False)),
                         ("", (True, True))):
        if text == "2020":
            kept.write_text(whole.replace("= 20", "= 19"))
        else:
            kept.write_text("".join(line for line in whole.splitlines(True)
                                    if not text or not line.startswith(text)))
        try:
            until(lambda w=wanted: said(stack) == w, 15)
        except AssertionError:
            found.append(f"with {kept.read_text()!r} the page says {said(stack)}")
    return found
