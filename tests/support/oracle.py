"""Every figure of every export of a campaign, worked out once more from what was sent.

Builds on Reckoning (formulas of the domain, fractions) and on the questionnaire as its
file says; shares no code with the suite.  What comes out is whole: results.json, the
lines of results.csv and the rows of each sheet of results.xlsx, so that a figure nobody
foresaw is found as well as one that is wrong.
"""

import math
from decimal import ROUND_HALF_UP, Decimal, localcontext

from cells import ANY, Any
from reckoning import level, mean, percent, rounded

Z = Decimal("1.959963984540054")
USABLE = 30
LEVELS = {"high": "высокий", "boundary": "граничное", "low": "низкий"}
FIELDS = {"improve": "улучшать в первую очередь", "keep": "поддерживать", "minor": "второстепенное",
          "ample": "возможно, избыточное"}
BLOCKS = {"Ф": "Ф (функция)", "О": "О (обращения)", "И": "И (информация)"}
AUDIENCES = {"external": "внешние клиенты", "internal": "внутренние клиенты"}
HIDDEN = "Скрыто: малая группа"
ROUGH = f"меньше {USABLE} ответов: приблизительно"


# --- intervals ---

def ends(value, half, least, most, digits):
    step = Decimal(1).scaleb(-digits)
    return tuple(min(max(value + sign * half, Decimal(least)), Decimal(most)).quantize(step, ROUND_HALF_UP) + 0
                 for sign in (-1, 1))


def decimal(fraction):
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def wilson(part, whole):
    """The ends of the interval of a share, in per cent (Wilson 1927)."""
    if not whole:
        return None, None
    with localcontext() as context:
        context.prec = 40
        p, z2 = Decimal(part) / whole, Z * Z / whole
        middle, half = p + z2 / 2, Z * (p * (1 - p) / whole + z2 / (4 * whole)).sqrt()
        return tuple(abs((100 * (middle + sign * half) / (1 + z2)).quantize(Decimal("0.1"), ROUND_HALF_UP))
                     for sign in (-1, 1))


def within(t, df):
    """P(|T| < t), by the finite series of Abramowitz and Stegun 26.7.3 and 26.7.4."""
    angle = math.atan(t / math.sqrt(df))
    sine, square = math.sin(angle), math.cos(angle) ** 2
    term = total = math.cos(angle) if df % 2 else 1.0
    for k in range(3 if df % 2 else 2, df, 2):  # the next denominators
        term *= square * (k - 1) / k
        total += term
    if df == 1:
        return 2 * angle / math.pi
    return 2 / math.pi * (angle + sine * total) if df % 2 else sine * total


def quantile(df):
    """The t with 95 % inside, by halving."""
    low, high = 1.9, 13.0
    for _ in range(80):
        t = (low + high) / 2
        low, high = (t, high) if within(t, df) < 0.95 else (low, t)
    return Decimal(repr((low + high) / 2))


def student(marks, least, most, digits=2):
    """The ends of the interval of a mean; none where all marks are one."""
    if len(set(marks)) < 2:
        return None, None
    with localcontext() as context:
        context.prec = 40
        n, middle = len(marks), Decimal(sum(marks)) / len(marks)
        half = quantile(n - 1) * (sum((m - middle) ** 2 for m in marks) / (n - 1) / n).sqrt()
        return ends(middle, half, least, most, digits)


def adjusted(marks, least, most):
    """Standard error of their mean, two marks more at each end of the scale."""
    marks = [*marks, least, least, most, most]
    middle = Decimal(sum(marks)) / len(marks)
    return (sum((m - middle) ** 2 for m in marks) / len(marks) / len(marks)).sqrt()


def average(values):
    values = list(values)
    return sum(values) / len(values)


def high(marks):
    return sum(m >= 8 for m in marks)


# --- what is expected ---

class Figure:
    """A value with what it rests on, of an item or of the whole questionnaire."""

    def __init__(self, name, answer="", value=None, interval=(None, None), base=0, most=None, level=None,
                 count=None, item=None, key=None, of=None):
        self.name, self.answer, self.value, self.level, self.count = name, answer, value, level, count
        self.low, self.high = interval
        self.base, self.most = base, base if most is None else most
        self.item, self.key, self.of = item, key, of

    def line(self, question, row):
        """As results.csv has it, a cell a value."""
        rough = ROUGH if self.value is not None and 0 < self.base < USABLE else None
        return [f"№ {self.item}" if self.item else None, question, row, self.name, self.answer or None, self.count,
                self.value, self.low, self.high, self.base or None, self.most or None, LEVELS.get(self.level), rough]

    def summary(self):
        """As the summary of the workbook has it."""
        name = f"№ {self.item}. {self.name}" if self.item else \
            f"{self.name}: {self.answer}" if self.answer else self.name
        row = [name, self.value, LEVELS.get(self.level), self.low, self.high]
        return row + self.line("", "")[9:11] + self.line("", "")[12:] if self.base else row

    def json(self):
        return {"index": self.key, "of": self.item or self.of, "name": self.name, "value": self.value,
                "low": self.low, "high": self.high, "n": self.base, "n_max": self.most,
                "small_base": self.base < USABLE, "level": self.level}


class Oracle:
    """got: results.json, of which only texts, their order and what is hidden are taken."""

    def __init__(self, questionnaire, tally, got, everybody=None):
        self.q, self.tally, self.got = questionnaire, tally, got
        self.everybody = len(tally.responses) if everybody is None else everybody
        self.items = {i["id"]: i for i in got["items"]}

    def shown(self, items):
        return [i for i in items if not self.items[i].get("hidden")]

    # --- numbers of an item ---

    def answered(self, item):
        """Respondents who answered; both marks of a csi row, a text or the check of its row."""
        id_ = item["id"]
        if item["type"] == "csi":
            return len(self.tally.values(f"{id_}.rating"))
        if item["type"] == "matrix-text":
            return sum(id_ in r or f"{id_}.none" in r for r in self.tally.responses)
        return len(self.tally.values(id_))

    def counts(self, item):
        """(text of the answer, how many chose it)."""
        if item["type"] == "matrix-text":
            return [(item["options"][0]["text"], len(self.tally.values(f"{item['id']}.none")))] \
                if item.get("options") else []
        given = [set(values) for values in self.tally.values(item["id"])]
        return [(o["text"], sum(o["code"] in codes for codes in given)) for o in item.get("options", ())]

    def sides(self, item):
        """Satisfied and dissatisfied, or None of what does not measure it."""
        sides = self.q.of[item["id"]].sides
        if not sides or item["type"] in ("csi", "scale", "text", "matrix-text"):
            return None, None
        codes = [v[0] for v in self.tally.values(item["id"])]
        return tuple(sum(sides.get(c) == word for c in codes) for word in ("satisfied", "dissatisfied"))

    def marks(self, item):
        return [self.tally.numbers(f"{item}.{part}") for part in ("rating", "importance")]

    def field(self, item):
        """Against the means of the means of its question's rows."""
        rows = {i: [mean(m) for m in self.marks(i)] for i in self.shown(self.q.of[item].items) if self.marks(i)[0]}
        if item not in rows:
            return None
        good, important = (rounded(rows[item][k], 2) >= rounded(mean(r[k] for r in rows.values()), 2) for k in (0, 1))
        return ("keep" if good else "improve") if important else "ample" if good else "minor"

    def gap(self, item):
        ratings, weights = (mean(m) for m in self.marks(item))
        return None if ratings is None else rounded(weights - ratings, 2)

    # --- indices ---

    def csi(self, name, items, **more):
        """Of rows: mean of aspects, the widest error, least and largest base."""
        items = [i for i in self.shown(items) if self.marks(i)[0]]
        bases = [len(self.marks(i)[0]) for i in items]
        aspects = {}
        for i in items:
            aspects.setdefault(next((c for c, parts in self.q.composite.items() if i in parts), i), []).append(i)
        if not items:
            return Figure(name, **more)
        with localcontext() as context:
            context.prec = 40
            value = mean(mean(self.tally.csi(i) for i in parts) for parts in aspects.values())
            error = average(average(map(self.csi_error, parts)) for parts in aspects.values())
            return Figure(name, value=rounded(value, 2), interval=ends(decimal(value), Z * error, 1, 100, 2),
                          base=min(bases), most=max(bases), level=level(rounded(value, 2)), **more)

    def csi_error(self, item):
        ratings, weights = self.marks(item)
        return decimal(mean(weights)) * adjusted(ratings, 1, 10) + decimal(mean(ratings)) * adjusted(weights, 1, 10)

    def satisfaction(self, name, groups, **more):
        """Of groups of rows, each a mean of its own; of one row alone its share."""
        sides = {i: self.sides(self.items[i]) for rows in groups for i in self.shown(rows)}
        groups = [[i for i in rows if i in sides and sum(sides[i])] for rows in groups]
        groups = [rows for rows in groups if rows]
        bases = [sum(sides[i]) for rows in groups for i in rows]
        if not groups:
            return Figure(name, **more), None
        value = mean(mean(self.tally.satisfaction(i) for i in rows) for rows in groups)
        if len(bases) == 1:
            interval = wilson(*next((good, good + bad) for (good, bad) in [sides[groups[0][0]]]))
        else:
            with localcontext() as context:
                context.prec = 40
                error = average(average(100 * adjusted([1] * sides[i][0] + [0] * sides[i][1], 0, 1) for i in rows)
                                for rows in groups)
                interval = ends(decimal(value), Z * error, 0, 100, 1)
        return (Figure(name, value=rounded(value, 1), interval=interval, base=min(bases), most=max(bases), **more),
                rounded(2 * value - 100, 1))

    def whole(self):
        """Figures of the whole questionnaire, in their order."""
        return self.csi_figures() + self.satisfaction_figures()

    def csi_figures(self):
        items = [i for i, item in self.items.items() if item["type"] == "csi"]
        counting = [i for i in items if i not in self.q.excluded]
        if not items:
            return []
        out = [self.csi("CSI", counting, key="csi")]
        out += [self.csi(f"CSI {BLOCKS.get(b, b)}", [i for i in rows if i in counting], key="csi-block", of=b)
                for b, rows in self.q.blocks.items()]
        if set(counting) & self.q.own_scale:
            out.append(self.csi("CSI в целом без строк с собственной шкалой",
                                [i for i in counting if i not in self.q.own_scale], key="csi-without-own-scale"))
        if self.q.excluded:
            out.append(self.csi("CSI в целом вместе со строками, не входящими в индекс", items,
                                key="csi-with-excluded"))
        return out + [self.csi(self.composite_name(row), parts, key="csi-composite", of=row)
                      for row, parts in self.q.composite.items() if self.items[parts[0]]["type"] == "csi"]

    def composite_name(self, row):
        """Its text is taken, its number is not."""
        name = next(f["name"] for f in self.got["indices"]["figures"]
                    if f["index"] == "csi-composite" and f["of"] == row)
        return name if name.startswith(f"CSI, строка {row}: ") else "no name"

    def satisfaction_figures(self):
        measured = [i for i, item in self.items.items()
                    if "SAT" in self.q.of[i].feeds and self.sides(item)[0] is not None]
        if not measured:
            return []
        overall = [[i] for i in measured if self.q.of[i].overall]
        out = []
        if overall:
            figure, balance = self.satisfaction("Удовлетворённость в целом, %", overall, key="satisfaction")
            out = [figure, Figure("Удовлетворённость в целом: баланс", value=balance)]
        for name, rows in self.q.dimensions.items():
            figure, balance = self.satisfaction("Направление, удовлетворены, %", [rows], answer=name, key="dimension",
                                                of=name)
            out += [figure, Figure("Направление: баланс", name, balance)]
        if not self.q.dimensions:
            return out
        figure, balance = self.satisfaction("Индекс удовлетворённости, %", list(self.q.dimensions.values()),
                                            key="satisfaction-index")
        return [*out, figure, Figure("Индекс удовлетворённости: баланс", value=balance)]

    # --- figures of an item ---

    def of_item(self, item):
        if item.get("hidden"):
            return [Figure(HIDDEN, item=item["id"])]
        good, bad = self.sides(item)
        out = [Figure("Ответили", count=self.answered(item))]
        out += [Figure("База", count=good + bad)] if good is not None else []
        if item["type"] == "csi":
            out += self.of_csi(item["id"])
        elif item["type"] == "scale":
            out += self.of_scale(item["id"])
        else:
            out += self.of_options(item, good, bad)
        for figure in out:
            figure.item = item["id"]
        return out

    def share(self, name, part, whole, counted=False, answer=""):
        return Figure(name, answer, percent(part, whole), wilson(part, whole), whole, count=part if counted else None)

    def of_csi(self, id_):
        ratings, weights = self.marks(id_)
        n, out = len(ratings), []
        for name, marks in (("Средняя оценка", ratings), ("Средняя важность", weights)):
            out.append(Figure(name, value=rounded(mean(marks), 2), interval=student(marks, 1, 10), base=n))
        out.append(self.csi("CSI", [id_]))
        out.append(self.share("Оценки 8–10, %", high(ratings), n))
        out.append(self.share("Важность 8–10, %", high(weights), n))
        out.append(Figure("Разрыв", value=self.gap(id_)))
        out.append(Figure("Поле диаграммы", FIELDS.get(self.field(id_), "")))
        return out + [self.share(name, marks.count(m), n, True, str(m))
                      for name, marks in (("Оценка", ratings), ("Важность", weights)) for m in range(1, 11)]

    def scale_names(self, id_):
        least, most = self.q.of[id_].codes[0], self.q.of[id_].codes[-1]
        return (f"NPS (шкала {least}–{most}, критики {least}–6)", f"Отметки 8–10, % (шкала {least}–{most})")

    def nps(self, id_):
        marks = self.tally.numbers(id_)
        signs = [100 if m >= 9 else -100 if m <= 6 else 0 for m in marks]
        return Figure(self.scale_names(id_)[0], value=percent(sum(signs) // 100, len(signs)),
                      interval=student(signs, -100, 100, 1), base=len(signs), key="nps")

    def nps_parts(self, id_):
        marks = self.tally.numbers(id_)
        promoters, critics = sum(m >= 9 for m in marks), sum(m <= 6 for m in marks)
        return promoters, len(marks) - promoters - critics, critics

    def ease(self, id_):
        marks = self.tally.numbers(id_)
        figure = self.share(self.scale_names(id_)[1], high(marks), len(marks))
        figure.key = "share-8-10"
        return figure

    def scale_mean(self, id_):
        marks, codes = self.tally.numbers(id_), [int(c) for c in self.q.of[id_].codes]
        return Figure("Среднее", value=rounded(mean(marks), 2), interval=student(marks, codes[0], codes[-1]),
                      base=len(marks))

    def of_scale(self, id_):
        marks, feeds = self.tally.numbers(id_), self.q.of[id_].feeds
        out = [self.share("Отметка", marks.count(int(m)), len(marks), True, m) for m in self.q.of[id_].codes]
        out.append(self.scale_mean(id_))
        if "NPS" in feeds:
            out.append(self.nps(id_))
            out += [self.share(name, n, len(marks), True) for name, n in
                    zip(("Сторонники", "Нейтральные", "Критики"), self.nps_parts(id_), strict=True)]
        return out + ([self.ease(id_)] if "CES" in feeds else [])

    def of_options(self, item, good, bad):
        n = self.answered(item)
        out = [Figure("Тексты", count=len(self.tally.values(item["id"])))] if item["type"] == "matrix-text" else []
        out += [self.share("Ответов", count, n, True, text) for text, count in self.counts(item)]
        if good is not None:
            out.append(self.share("Удовлетворены, %", good, good + bad))
            out.append(self.share("Не удовлетворены, %", bad, good + bad))
            out.append(Figure("Баланс", value=percent(good - bad, good + bad)))
        return out

    def scales(self):
        """NPS and ease, as indices."""
        out = []
        for id_, item in self.items.items():
            feeds = self.q.of[id_].feeds
            own = [] if item["type"] != "scale" or item.get("hidden") else \
                [self.nps(id_)] * ("NPS" in feeds) + [self.ease(id_)] * ("CES" in feeds)
            for figure in own:
                figure.item = id_
            out += own
        return out

    # --- results.csv ---

    def facts(self):
        got = self.got
        as_of = ".".join(reversed(got["as_of"].split("-")))
        return [("Кампания", got["title"]), ("Анкета", f"{got['questionnaire']}, версия 1"),
                ("Аудитория", AUDIENCES[got["audience"]]), ("Сроки", ANY), ("По состоянию на", as_of),
                *([("Фильтр", got["filter"])] if "filter" in got else []),
                ("Подсчитано ответов", len(self.tally.responses)), ("Ожидают подсчёта в урне", 0),
                ("Наименьшая группа", 5)]

    def lines(self, facts=True):
        """Every line below the headings, a cell a value."""
        out = [[None, None, None, name, *([text] if isinstance(text, (str, Any)) else [None, text])]
               for name, text in self.facts()] if facts else []
        out += [figure.line(None, None) for figure in self.whole()]
        for item in self.got["items"]:
            question, row = (item["question"], item["text"]) if "question" in item else (item["text"], None)
            out += [figure.line(question, row) for figure in self.of_item(item)]
        return out

    # --- results.json ---

    def json(self):
        got, indices = self.got, self.whole() + self.scales()
        out = {"campaign": ANY, "title": ANY, "questionnaire": got["questionnaire"], "version": 1,
               "audience": "internal" if self.q.internal else "external", "demo": False, "as_of": ANY,
               "responses": len(self.tally.responses), "waiting": 0, "quarantined": 0, "rejected": 0, "k": 5,
               "items": [self.json_item(item) for item in got["items"]],
               "indices": {"csi": self.json_csi(), "satisfaction": self.json_satisfaction(),
                           "figures": [f.json() for f in indices if f.key]}}
        return out | ({"filter": ANY, "responses_all": self.everybody, "coarse": 0, "undated": 0}
                      if "filter" in got else {})

    def json_csi(self):
        of = {(f.key, f.of): f for f in self.csi_figures()}
        out = {"overall": None, "level": None, "blocks": {}, "composites": {}}
        for (key, name), f in of.items():
            if key == "csi":
                out |= {"overall": f.value, "level": f.level}
            elif key in ("csi-block", "csi-composite"):
                out["blocks" if key == "csi-block" else "composites"][name] = f.value
            else:
                out[key.removeprefix("csi-").replace("-", "_")] = f.value
        return out

    def json_satisfaction(self):
        figures = self.satisfaction_figures()
        value = {(f.name, f.answer): f.value for f in figures}
        return {"overall": value.get(("Удовлетворённость в целом, %", "")),
                "overall_balance": value.get(("Удовлетворённость в целом: баланс", "")),
                "index": value.get(("Индекс удовлетворённости, %", "")),
                "index_balance": value.get(("Индекс удовлетворённости: баланс", "")),
                "dimensions": {f.answer: f.value for f in figures if f.key == "dimension"},
                "balances": {f.answer: f.value for f in figures if f.name == "Направление: баланс"}}

    def json_item(self, item):
        """A hidden one has the same fields, its figures null."""
        id_, n = item["id"], self.answered(item)
        good, bad = self.sides(item)
        base = n if good is None else good + bad
        plain = {"id": id_, "text": ANY, "type": item["type"]}
        plain |= {"question": ANY} if "question" in item else {}
        own = {"n": n, "base": base, "small_base": base < USABLE}
        if item["type"] == "csi":
            plain["counts_in_index"] = id_ not in self.q.excluded
            own |= self.json_csi_item(id_)
        elif item["type"] == "scale":
            plain |= {k: int(self.q.of[id_].codes[at]) for k, at in (("min", 0), ("max", -1))}
            own |= self.json_scale(id_)
        elif item["type"] != "text":
            own |= {"texts": len(self.tally.values(id_))} if item["type"] == "matrix-text" else {}
            own |= self.json_sides(good, bad) if good is not None else {}
            plain["options"] = [self.json_option(o, count, n, item.get("hidden")) for o, (_, count) in
                                zip(item["options"], self.counts(item), strict=True)]
        if item.get("hidden"):
            return plain | dict.fromkeys(own) | {"hidden": True}
        return plain | own

    @staticmethod
    def estimates(**figures):
        return {key: value for name, f in figures.items() for key, value in
                ((name, f.value), (f"{name}_low", f.low), (f"{name}_high", f.high))}

    def json_csi_item(self, id_):
        figures = {f.name: f for f in self.of_csi(id_)}
        ratings, weights = self.marks(id_)
        return {"ratings": [ratings.count(m) for m in range(1, 11)],
                "importances": [weights.count(m) for m in range(1, 11)],
                **self.estimates(rating_mean=figures["Средняя оценка"], importance_mean=figures["Средняя важность"],
                                 csi=figures["CSI"], rating_8_10=figures["Оценки 8–10, %"],
                                 importance_8_10=figures["Важность 8–10, %"]),
                "level": figures["CSI"].level, "gap": self.gap(id_), "field": self.field(id_)}

    def json_scale(self, id_):
        marks, feeds = self.tally.numbers(id_), self.q.of[id_].feeds
        out = {"counts": {m: marks.count(int(m)) for m in self.q.of[id_].codes},
               **self.estimates(mean=self.scale_mean(id_))}
        if "NPS" in feeds:
            out |= self.estimates(nps=self.nps(id_))
            out |= dict(zip(("promoters", "passives", "critics"), self.nps_parts(id_), strict=True))
        return out | (self.estimates(share_8_10=self.ease(id_)) if "CES" in feeds else {})

    def json_sides(self, good, bad):
        return {**self.estimates(satisfied=self.share("", good, good + bad),
                                 dissatisfied=self.share("", bad, good + bad)),
                "balance": percent(good - bad, good + bad)}

    def json_option(self, option, count, n, hidden):
        own = {"n": count, **self.estimates(share=self.share("", count, n))}
        return {"code": option["code"], "text": ANY, **(dict.fromkeys(own) if hidden else own)}

    # --- results.xlsx ---

    def book(self):
        """Sheet -> rows; empty ones left out."""
        sheets = {"Сводка": self.summary(), "Все показатели": [[ANY] * 13, *self.lines(facts=False)]}
        for q in self.q.questions:
            items = [self.items[i] for i in q.items]
            sheets[f"№ {q.id}"] = [[ANY], *getattr(self, f"sheet_{q.type.replace('-', '_')}")(items)]
        return sheets

    def summary(self):
        out = [[name, text] for name, text in self.facts()]
        out.append([ANY] * 8)
        out += [figure.summary() for figure in self.whole() + self.scales()]
        out.append([ANY] * 9)
        return out + [self.summary_item(item) for item in self.got["items"]]

    def summary_item(self, item):
        head = [f"№ {item['id']}", ANY, ANY]
        if item.get("hidden"):
            return [*head, HIDDEN]
        n, (good, bad) = self.answered(item), self.sides(item)
        value = {f.name: f.value for f in self.of_item(item) if not f.answer}
        return [*head, n, n if good is None else good + bad, value.get("Среднее", value.get("Средняя оценка")),
                value.get("CSI"), value.get("Удовлетворены, %"), value.get("Не удовлетворены, %")]

    def base_rows(self, item):
        (good, bad), rows = self.sides(item), [["Ответили", self.answered(item)]]
        if good is None:
            return rows
        base = good + bad
        return rows + [["База", base], ["Удовлетворены, %", percent(good, base)],
                       ["Удовлетворены, интервал 95 %", *wilson(good, base)],
                       ["Не удовлетворены, %", percent(bad, base)],
                       ["Не удовлетворены, интервал 95 %", *wilson(bad, base)],
                       ["Баланс", percent(good - bad, base)]]

    def part_rows(self, item, parts):
        n = self.answered(item)
        return [[ANY] * 5, *([text, count, percent(count, n), *wilson(count, n)] for text, count in parts)]

    def sheet_single(self, items):
        if items[0].get("hidden"):
            return [[HIDDEN]]
        return self.base_rows(items[0]) + self.part_rows(items[0], self.counts(items[0]))

    sheet_multi = sheet_ref = sheet_single

    def sheet_text(self, items):
        return [[HIDDEN]] if items[0].get("hidden") else self.base_rows(items[0])

    def sheet_scale(self, items):
        item, id_ = items[0], items[0]["id"]
        if item.get("hidden"):
            return [[HIDDEN]]
        marks, feeds, rows = self.tally.numbers(id_), self.q.of[id_].feeds, self.base_rows(item)
        for wanted, f in ((True, self.scale_mean(id_)), ("NPS" in feeds, self.nps(id_)),
                          ("CES" in feeds, self.ease(id_))):
            if wanted:
                rows += [[f.name, f.value], [f"{f.name}, интервал 95 %", f.low, f.high]]
            if wanted and f.key == "nps":
                rows += [list(r) for r in
                         zip(("Сторонники", "Нейтральные", "Критики"), self.nps_parts(id_), strict=True)]
        return rows + self.part_rows(item, [(m, marks.count(int(m))) for m in self.q.of[id_].codes])

    def sheet_matrix(self, items):
        sided = self.sides(items[0])[0] is not None
        return [[ANY] * (2 + 4 * len(items[0]["options"]) + 8 * sided), *map(self.matrix_row, items)]

    def matrix_row(self, item):
        if item.get("hidden"):
            return [ANY, HIDDEN]
        n, (good, bad) = self.answered(item), self.sides(item)
        parts = [count for _, count in self.counts(item)]
        row = [ANY, n, *(v for count in parts for v in (count, percent(count, n)))]
        if good is not None:
            base = good + bad
            row += [base, percent(good, base), percent(bad, base), percent(good - bad, base), *wilson(good, base)]
        row += [end for count in parts for end in wilson(count, n)]
        return row + ([] if good is None else [*wilson(bad, good + bad)])

    def sheet_matrix_text(self, items):
        return [[ANY] * 5, *([ANY, HIDDEN] if i.get("hidden") else self.matrix_text_row(i) for i in items)]

    def matrix_text_row(self, item):
        n, checks = self.answered(item), len(self.tally.values(f"{item['id']}.none"))
        return [ANY, n, len(self.tally.values(item["id"])), checks, percent(checks, n)]

    def sheet_csi(self, items):
        rows = [[ANY] * 36, *(self.csi_row(item) for item in items)]
        for f in self.csi_figures():
            if f.key == "csi-composite" and set(self.q.composite[f.of]) & {i["id"] for i in items}:
                rows.append([f.name, None, None, None, f.value, LEVELS.get(f.level), *[None] * 26, f.low, f.high])
        return rows

    def csi_row(self, item):
        if item.get("hidden"):
            return [ANY, HIDDEN]
        figures = self.of_csi(item["id"])
        rating, weight, csi, ratings, weights, gap, field = figures[:7]
        return [ANY, self.answered(item), rating.value, weight.value, csi.value, LEVELS.get(csi.level), ratings.value,
                weights.value, *(f.count for f in figures[7:]), rating.low, rating.high, weight.low, weight.high,
                csi.low, csi.high, gap.value, field.answer or None]
