"""Many respondents at once, each followed by a judge."""

import collections
import concurrent.futures
import dataclasses
import multiprocessing
import pathlib
import random

import garbage
import quick
from judge import Judge, Wrong, short
from questionnaire import Questionnaire
from respondent import Respondent

WORKERS = 3
EACH = 25  # respondents of one piece of work
KEPT = 200  # tokens and states of others


@dataclasses.dataclass
class Survey:
    """What is asked, and where."""

    origin: str
    path: str  # of the form
    file: pathlib.Path
    folder: pathlib.Path  # of the procedure
    blocks: tuple = ()

    def questionnaire(self):
        return Questionnaire(self.file, self.folder, self.blocks)


class Judged(Respondent):
    """Answers what it sees; with mischief sends garbage now and then before."""

    def __init__(self, client, judge, seed, mischief=0.0):
        super().__init__(client, seed, page=quick.Page)
        self.judge, self.mischief = judge, mischief
        self.seen = collections.Counter()  # statuses
        self.fresh = True
        self.others = ([], [])  # states and tokens of earlier forms

    def begin(self, seed):
        self.random.seed(seed)
        self.fresh = True
        self.pages = []
        for known, more in zip(self.others, (self.judge.states, self.judge.tokens)):
            known.extend(sorted(more)[-20:])
            del known[:-KEPT]

    def send(self, page, form, careful=False):
        if self.random.random() < self.mischief:
            self._rubbish(page, form)
        if self.random.random() < self.mischief:
            return self._sent(page, form, garbage.garble(
                self.random, self._filled(form, careful), form, *self.others))
        return self._sent(page, form, self._filled(form, careful))

    def _filled(self, form, careful):
        pairs = [(c.name, c.value) for c in form.controls if c.kind == "hidden"]
        pairs += [(name, v) for name, values in self.answers(form, careful).items() for v in values]
        if self.mischief and not careful and self.random.random() < 0.1:
            return [*pairs, ("back", "1")]
        return [*pairs, ("next", "1")]

    def _sent(self, page, form, pairs):
        self.last_pairs, self.last_target = pairs, page.target(form)
        self.judge.posted(pairs)
        answer = self.client.post(self.last_target, pairs)
        self.seen[answer.status] += 1
        self.judge.answered(answer)
        return answer, self.last_target

    def _rubbish(self, page, form):
        """What is no form, and the file of a form to be finished later: both change nothing."""
        if self.random.random() < 0.3 and self.judge.q.sections > 1:
            answer = self.client.post(page.target(form), form.pairs("save"))
            if answer.status != 200 or not answer.type.startswith("text/plain"):
                raise Wrong(f"saved: {answer.status} {answer.type}")
            return
        body, type_ = garbage.raw(self.random)
        answer = self.client.post(page.target(form), body, type_)
        self.seen[answer.status] += 1
        if answer.status not in (400, 413, 415, 422) or "<h1" not in answer.text:
            raise Wrong(f"{answer.status} for no form at all: {body[:60]!r}")

    def _page(self, answer, url):
        page = super()._page(answer, url)
        if page.form("next") is None:
            return page
        if self.fresh:
            self.judge.opened(page)
        else:
            self.judge.seen(page)
        self.fresh = False
        return page


def piece(survey, seeds, mischief):
    """Some respondents one after the other; (accepted answers, statuses, faults)."""
    judge = Judge(survey.questionnaire())
    someone = Judged(quick.Client(survey.origin), judge, None, mischief)
    faults = []
    for seed in seeds:
        try:
            someone.begin(f"{survey.path} {seed}")
            channel = someone.random.choice(["", "?c=site", "?c=nowhere", "?c=" + "x" * 100] if mischief else [""])
            end = someone.fill(survey.path + channel, pages=300)  # garbage goes round in circles
            if "принят" not in end.text:
                raise Wrong(f"the end: {end.title}")
            if mischief and someone.random.random() < 0.1:
                someone.judge.posted(someone.last_pairs)  # a double click
                someone.judge.answered(someone.client.post(someone.last_target, someone.last_pairs))
        except Exception as fault:  # the others go on, this one is told
            faults.append(f"{survey.path}, respondent {seed}: {type(fault).__name__}: {fault}; last sent "
                          f"{[(n[:20], short([v])[0]) for n, v in someone.last_pairs or ()]}")
            someone.client.close()
    return judge.accepted, someone.seen, faults


def crowd(surveys, number, seed, mischief=0.0):
    """number respondents for each of the surveys (a dictionary); the same by survey:
    (accepted answers, statuses, faults)."""
    random.seed(seed)
    out = {name: ([], collections.Counter(), []) for name in surveys}
    with concurrent.futures.ProcessPoolExecutor(
            WORKERS, mp_context=multiprocessing.get_context("fork")) as pool:
        work = {pool.submit(piece, survey, [f"{seed} {i}" for i in range(first, min(first + EACH, number))],
                            mischief): name
                for first in range(0, number, EACH) for name, survey in surveys.items()}
        for done in concurrent.futures.as_completed(work):
            accepted, seen, faults = done.result()
            mine = out[work[done]]
            mine[0].extend(accepted)
            mine[1].update(seen)
            mine[2].extend(faults)
    return out
