"""Each statement of otklik-appeal made to fail: what is acknowledged is stored, whole and once."""

import faults
from clients import TOKEN, is_acknowledged, is_kept

FORM = "/appeal?agency=nenets"


class Program(faults.Survey):
    """One more otklik-appeal on the same database."""

    program, form = "otklik-appeal", "/appeal"


class Appeals:
    """Faults one after another; who was acknowledged, and what was wrong."""

    def __init__(self, stack, plan):
        self.stack, self.plan = stack, plan
        self.sent, self.acknowledged, self.faults, self.refused = 0, set(), [], 0

    def form(self):
        """A form with a text of its own, from a sender."""
        self.sent += 1
        text = f"Сбой {self.sent}"
        token = TOKEN.search(self.stack.client().get(self.stack.path(FORM)).text)[1]
        return text, [("token", token), ("agency", "nenets"), ("kind", "complaint"), ("text", text),
                      ("name", "Иванов Иван"), ("email", "ivan@example.ru"), ("consent", "1"), ("next", "1")]

    def note(self, text, answer, pairs, what):
        """Judges one answer to a posted form."""
        if is_acknowledged(answer.status, answer):
            self.acknowledged.add(text)
            return
        self.refused += 1
        page = answer.body.decode()
        if answer.status != 503 or "retry-after" not in answer.headers or not is_kept(page, pairs):
            self.faults.append(f"{what}: status {answer.status}: {page[:200]}")

    def statements(self):
        self.plan.set("pass")
        text, pairs = self.form()
        with Program(self.stack, self.plan) as program:
            for _ in range(2):
                self.note(text, program.ask("POST", pairs), pairs, "without a fault")
        self.plan.clear()
        return self.plan.statements()

    def trial(self, statement, step, way):
        """The form is posted while the statement fails, again when it works, once more while it fails."""
        what = f"{way} at {step} of {statement}"
        text, pairs = self.form()
        with Program(self.stack, self.plan) as program:
            self.plan.set(way, statement, at=step)
            self.note(text, program.ask("POST", pairs), pairs, what)
            self.plan.clear()
            answer = program.ask("POST", pairs)
            if not is_acknowledged(answer.status, answer):
                self.faults.append(f"{what}: still {answer.status} when all is well again")
            self.acknowledged.add(text)
            self.plan.set(way, statement, at=step)
            self.note(text, program.ask("POST", pairs), pairs, what + ", repeated")
            self.plan.clear()

    def careless(self):
        """Acknowledged without storing."""
        text, pairs = self.form()
        with Program(self.stack, self.plan) as program:
            self.plan.set("skip", "COMMIT")
            self.note(text, program.ask("POST", pairs), pairs, "without a commit")
            self.plan.clear()

    def verdict(self):
        """Everything that is wrong with what is stored."""
        stored = [row[0] for row in self.stack.sql("SELECT text FROM appeal")]
        whole = {row[0] for row in self.stack.sql(
            "SELECT text FROM appeal p JOIN appeal_contact c ON c.appeal_id = p.id")}
        lost = self.acknowledged - set(stored)
        found = list(self.faults)
        if lost:
            found.append(f"{len(lost)} acknowledged and not stored")
        if len(stored) != len(set(stored)):
            found.append(f"{len(stored) - len(set(stored))} stored more than once")
        if set(stored) - whole:
            found.append(f"{len(set(stored) - whole)} stored without their senders")
        return found
