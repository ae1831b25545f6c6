"""All that can be proven of one stack, property by property."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from openraa.prove.anchors import anchors
from openraa.prove.conflicts import conflicts
from openraa.prove.defeats import defeats
from openraa.prove.effects import effects
from openraa.prove.findings import Checked, Finding, Proof, Property, Verdict
from openraa.prove.gaps import gaps
from openraa.prove.possible import impossible
from openraa.prove.search import SECONDS, NotProven, Search, Watch
from openraa.prove.versions import versions
from openraa.rulebook import Stack, Validity

_ANY_DAY = Validity()


def prove(
    stack: Stack,
    *,
    in_force: Validity = _ANY_DAY,
    seconds: float = SECONDS,
    on_progress: Callable[[Property], None] | None = None,
) -> Proof:
    """What holds of every case that the stack can judge.

    `in_force` bounds the days on which the agreement can be in force. After `seconds` what is left is reported
    as not proven, never as proven. Every case that is shown was determined again by the evaluator.
    Source of the obligations: docs/explanation/proofs.md.
    """
    started = time.monotonic()
    watch = Watch(seconds)
    rows: list[Checked] = []
    try:
        search: Search | None = Search(stack, watch)
    except NotProven:
        search = None

    def work(name: Property, run: Callable[[Search], Iterator[Finding | None]]) -> None:
        if on_progress:
            on_progress(name)
        rows.append(_check(name, search, run))

    work(Property.POSSIBLE, impossible)
    if not rows[0].findings or rows[0].findings[0].question:
        work(Property.CONFLICT, conflicts)
        work(Property.GAP, gaps)
        work(Property.EFFECT, effects)
        work(Property.DEFEAT, defeats)
        work(Property.VERSIONS, versions)
        work(Property.ANCHOR, lambda each: anchors(each, in_force))
    return Proof(stack, tuple(rows), time.monotonic() - started)


def _check(name: Property, search: Search | None, run: Callable[[Search], Iterator[Finding | None]]) -> Checked:
    found: list[Finding] = []
    n_checked, complete = 0, True
    try:
        if search is None:
            raise NotProven
        for row in run(search):
            n_checked += 1
            if row is not None:
                found.append(row)
    except NotProven:
        complete = False
    verdict = Verdict.FAILED if found else Verdict.PROVEN if complete else Verdict.NOT_PROVEN
    return Checked(name, verdict, n_checked, tuple(found))
