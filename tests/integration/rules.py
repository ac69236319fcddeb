"""What the orders and the procedures say of the six questionnaires, beyond what
a page shows: conditions, blocks of the CSI, sides of the satisfaction scales."""

from reckoning import Rules


def rows(question, n):
    return [f"{question}.{i}" for i in range(1, n + 1)]


def chose(answers, item, *codes):
    return bool(set(answers.get(item, [])) & set(codes))


def ne_a3_skipped(answers):
    """Row 5.k belongs to those who chose «Скорее не удовлетворен» in 4.k (AMB-08)."""
    return {f"5.{k}" for k in range(1, 6) if not chose(answers, f"4.{k}", "2")}


def ra_p1_skipped(answers):
    return set() if chose(answers, "10", "3", "4") else {"11"}


def ra_p2_skipped(answers):
    """«Нет» in question 1 ends the survey; 12 is asked of the dissatisfied."""
    if chose(answers, "1", "2"):
        return {str(q) for q in range(2, 17)} | set(rows(9, 9))
    return set() if chose(answers, "11", "3", "4") else {"12"}


def ra_p3_skipped(answers):
    return set() if chose(answers, "9", "3", "4") or chose(answers, "5", "3") else {"10"}


RA_P4_ROWS = {2: 3, 3: 3, 4: 3, 5: 3, 6: 3, 7: 3, 8: 2, 9: 2}


def ra_p4_skipped(answers):
    asked = ["1"] + [r for q, n in RA_P4_ROWS.items() for r in rows(q, n)]
    return set() if any(chose(answers, i, "3", "4") for i in asked) else {"10"}


def sides(good, bad, items):
    return {i: good for i in items}, {i: bad for i in items}


def ne_a3():
    three = ["1", *rows(4, 5), *rows(6, 2), "7", "8", "9", *rows(15, 5), *rows(16, 5)]
    four = [*rows(11, 4), *rows(13, 2), *rows(14, 3)]
    good, bad = sides("1", "2", three)
    good4, bad4 = sides("12", "34", four)
    # Item 7 2) of the order: а, в, г, д, ж, з; б has no printed question.
    dimensions = [rows(13, 2), ["7"], ["8"], rows(6, 2), rows(16, 5),
                  rows(11, 4) + rows(14, 3) + rows(15, 5)]
    return Rules(ne_a3_skipped, overall="1", dimensions=dimensions, nps=["18"],
                 satisfied=good | good4, dissatisfied=bad | bad4)


def ra_p4():
    asked = ["1"] + [r for q, n in RA_P4_ROWS.items() for r in rows(q, n)]
    good, bad = sides("12", "34", asked)
    return Rules(ra_p4_skipped, overall="1", satisfied=good, dissatisfied=bad, nps=["13"],
                 dimensions=[rows(q, n) for q, n in RA_P4_ROWS.items()])


def external(skipped, overall, nps=()):
    good, bad = sides("12", "34", [overall])
    return Rules(skipped, overall=overall, satisfied=good, dissatisfied=bad, nps=nps)


NE_A2 = Rules(
    blocks={"Ф": [*"123456", "10"], "О": ["7", "8", "9", "10"],
            "И": ["11", "12", "13.1", "13.2", "13.3"]},
    composite={"13": rows(13, 3)})

RULES = {
    "ne-a2": NE_A2,
    "ne-a3": ne_a3(),
    "ra-p1": external(ra_p1_skipped, "10", ["15"]),
    "ra-p2": external(ra_p2_skipped, "11"),
    "ra-p3": external(ra_p3_skipped, "9"),
    "ra-p4": ra_p4(),
}
INTERNAL = {"ne-a3", "ra-p4"}
