"""Tries to tell which response came from which submission, by every order there is.

The attacker knows the order of the submissions and has the files: pages of the tables,
redo log, undo, binlog.  Whatever in them has an order on the side of the ballots is set
against whatever has an order on the side of the responses: the first of the one with the
first of the other and so on, forwards and backwards, batch by batch (a batch is known: its
rows bear one transaction).
"""

import math

# Of a verdict "no better than chance": the probability that chance looks like a link.
ALPHA = 1e-6


def ranks(values):
    order = sorted(range(len(values)), key=values.__getitem__)
    place = [0] * len(values)
    for rank, i in enumerate(order):
        place[i] = rank
    return place


class Side:
    """Things with a name each and, for each trait, a value that gives an order."""

    def __init__(self):
        self.traits = {}

    def add(self, name, values):
        """values: thing -> anything with an order; a trait that is the same for all tells nothing."""
        self.traits[name] = values

    def orders(self, things):
        for name, values in self.traits.items():
            column = [values.get(t) for t in things]
            if None not in column and len(set(column)) > 1:
                yield name, ranks(column)


class Attack:
    """batches: lists of pairs (ballot, response) that belong together, the truth, for judging only."""

    def __init__(self, ballots, responses, batches):
        self.ballots, self.responses, self.batches = ballots, responses, batches
        self.pairs = sum(map(len, batches))
        self.methods = {}  # (trait, trait, direction) -> [links, batches, sum of z]

    def run(self):
        for batch in self.batches:
            left = dict(self.ballots.orders([b for b, _ in batch]))
            right = dict(self.responses.orders([r for _, r in batch]))
            for x, of_ballots in left.items():
                for y, of_responses in right.items():
                    self.compare(x, y, of_ballots, of_responses)
        return self

    def compare(self, x, y, a, b):
        n = len(a)
        forward = sum(i == j for i, j in zip(a, b))
        backward = sum(i == n - 1 - j for i, j in zip(a, b))
        squares = sum((i - j) ** 2 for i, j in zip(a, b))
        rho = 1 - 6 * squares / (n * (n * n - 1))  # Spearman
        for way, links, z in (("", forward, rho), (" reversed", backward, -rho)):
            entry = self.methods.setdefault((x, y + way), [0, 0, 0.0])
            entry[0] += links
            entry[1] += 1
            entry[2] += z * math.sqrt(n - 1)

    def best(self):
        """The method with the most links: its names, links, share."""
        method, (links, _, _) = max(self.methods.items(), key=lambda m: m[1][0])
        return {"method": " × ".join(method), "links": links, "share": round(links / self.pairs, 4)}

    def strongest(self):
        """The method whose two orders go together most, as a normal deviate."""
        method, (_, n, z) = max(self.methods.items(), key=lambda m: m[1][2] / math.sqrt(m[1][1]))
        return {"method": " × ".join(method), "z": round(z / math.sqrt(n), 2)}

    def bounds(self):
        """What chance stays below, over all methods tried, but for ALPHA: links, deviate.

        By chance the pairs of a batch that happen to be right are as many as the fixed points of
        a random permutation: 1 on the average, all but a Poisson number; over B batches Poisson(B).
        """
        alpha = ALPHA / len(self.methods)
        return {"links": poisson_bound(len(self.batches), alpha), "z": normal_bound(alpha)}

    def figures(self):
        return {"pairs": self.pairs, "batches": len(self.batches), "methods": len(self.methods),
                "best": self.best(), "strongest": self.strongest(), "bounds": self.bounds()}


def poisson_bound(mean, alpha):
    """Smallest x with P(X >= x) < alpha."""
    probability, below, x = math.exp(-mean), 0.0, 0
    while 1 - below >= alpha:
        below += probability
        x += 1
        probability *= mean / x
    return x


def normal_bound(alpha):
    low, high = 0.0, 40.0
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if math.erfc(middle / math.sqrt(2)) / 2 > alpha else (low, middle)
    return round(high, 2)
