"""Two agreements question by question: the same, different and where, or only one of them speaks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from openraa.problems import Said, say
from openraa.prove.regions import Pair, Region
from openraa.prove.search import SECONDS, NotProven, Watch
from openraa.rulebook import Stack
from openraa.rulebook.condition import ALWAYS, Condition


class Likeness(Enum):
    """How two agreements stand to each other on one question."""

    SAME = "same"
    DIFFERS = "differs"
    ONLY_LEFT = "only left"
    ONLY_RIGHT = "only right"
    NEITHER = "neither"
    NOT_KNOWN = "not known"
    NOT_PROVEN = "not proven"

    @property
    def says(self) -> Said:
        """The likeness in words."""
        return _SAYS[self][0]

    @property
    def in_short(self) -> Said:
        """The likeness in a word or two, for a cell of a table."""
        return _SAYS[self][1]

    @classmethod
    def in_order(cls) -> tuple[Likeness, ...]:
        """All of them, what a reader wants to see first in front."""
        return tuple(_SAYS)


_SAYS = {
    Likeness.DIFFERS: (say("They differ"), say("differ")),
    Likeness.NOT_PROVEN: (say("Not proven in time"), say("not proven")),
    Likeness.ONLY_LEFT: (say("Only the first speaks of it"), say("only the first")),
    Likeness.ONLY_RIGHT: (say("Only the second speaks of it"), say("only the second")),
    Likeness.NOT_KNOWN: (say("Not known, because a text is not confirmed"), say("not known")),
    Likeness.SAME: (say("The same in every case"), say("same")),
    Likeness.NEITHER: (say("Neither speaks of it"), say("neither")),
}


@dataclass(frozen=True, slots=True)
class Compared:
    """One question under two stacks; `complete` is false where further regions were not sought."""

    question: str
    likeness: Likeness
    regions: tuple[Region, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two stacks, question by question."""

    left: Stack
    right: Stack
    rows: tuple[Compared, ...]
    seconds: float

    def of(self, likeness: Likeness) -> tuple[Compared, ...]:
        """The questions that stand so."""
        return tuple(row for row in self.rows if row.likeness is likeness)

    def row(self, question: str) -> Compared:
        """How the two stand on a question; on one of which neither speaks, so."""
        return next((row for row in self.rows if row.question == question), Compared(question, Likeness.NEITHER))

    @property
    def is_same(self) -> bool:
        """Whether no question has another outcome or other requirements in any case, as far as texts are known."""
        alike = (Likeness.SAME, Likeness.NEITHER, Likeness.NOT_KNOWN)
        return all(row.likeness in alike and not row.regions for row in self.rows)


def compare(
    left: Stack,
    right: Stack,
    *,
    questions: Sequence[str] = (),
    within: Iterable[Condition] = (),
    where: Condition = ALWAYS,
    one_sided: bool = False,
    seconds: float = SECONDS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Every question of two stacks: the same outcome and requirements in every case, or all regions that differ.

    `questions` limits the work; left out, all that either stack speaks of. `within` are conditions that hold in all
    cases looked at and go without saying; `where` is one that the regions state. With `one_sided` regions are sought
    also where only one of the stacks speaks of a question. Each region's case was determined again under both
    stacks. What `seconds` did not suffice for is not proven, never the same.
    """
    started = time.monotonic()
    watch = Watch(seconds)
    spoken = {*left.questions, *right.questions}
    names = [name for name in left.vocabulary.questions if name in (questions or spoken)]
    rows = [Compared(name, Likeness.NOT_PROVEN) for name in names]
    try:
        pair = Pair(left, right, watch, within=within, where=where)
        for n, name in enumerate(names):
            rows[n] = _compared(pair, name, one_sided=one_sided)
            if on_progress:
                on_progress(n + 1, len(names))
    except NotProven:
        pass
    return Comparison(left, right, tuple(rows), time.monotonic() - started)


def _compared(pair: Pair, question: str, *, one_sided: bool) -> Compared:
    answers = pair.can_answer(question)
    open_ = pair.can_be_unconfirmed(question)
    if not any(answers) and not any(open_):
        return Compared(question, Likeness.NEITHER)
    spoken = [answer or unconfirmed for answer, unconfirmed in zip(answers, open_, strict=True)]
    if not all(spoken):
        likeness = Likeness.ONLY_LEFT if answers[0] else Likeness.ONLY_RIGHT if answers[1] else Likeness.NOT_KNOWN
        return Compared(question, likeness, *(pair.regions(question) if one_sided else ()))
    regions, complete = pair.regions(question)
    if any(row.difference.known for row in regions):
        likeness = Likeness.DIFFERS
    else:
        likeness = Likeness.NOT_KNOWN if regions or any(open_) else Likeness.SAME
    return Compared(question, likeness, regions, complete)
