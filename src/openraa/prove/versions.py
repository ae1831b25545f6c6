"""Versions disjoint: of the versions of one provision at most one applies in any case.

Versions are provisions of one rulebook that answer one question from the same paragraphs, with validities that
differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from openraa.problems import say
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search
from openraa.prove.widen import Widener
from openraa.rulebook import Provision, Validity


def versions(search: Search) -> Iterator[Finding | None]:
    """For each pair of versions None when they are disjoint, otherwise a finding."""
    evaluator = search.determiner.evaluator
    for one, other in _pairs(search):
        together = search.space.every([search.encoding.applies(one.id), search.encoding.applies(other.id)])
        model = search.solver.find(together)
        if model is None:
            yield None
            continue
        case = search.case(model, one.question)
        applies = evaluator.situation(case).verdict(one.question).applies
        assert all(applies.get(row.id) for row in (one, other)), "what the solver found must hold for the evaluator"
        cube = Widener(search.fresh(), search.grid(one.question)).around(case, together, search.direct(one.question))
        yield Finding(
            Property.VERSIONS,
            say(
                "`{one}` and `{other}` are versions of {cite}, and both are valid on one day",
                one=one.id, other=other.id, cite=one.cite,
            ),
            say("Let the validity of one end on the day on which the other's begins."),
            other.place,
            one.question,
            (one.id, other.id),
            cube,
            case,
        )  # fmt: skip


def _pairs(search: Search) -> Iterator[tuple[Provision, Provision]]:
    rows = [row for row in search.stack.provisions.values() if row.answers and row.paragraphs]
    together: dict[object, list[Provision]] = {}
    for row in rows:
        together.setdefault((row.rulebook, row.question, row.paragraphs), []).append(row)
    for group in together.values():
        if any(row.valid != Validity() for row in group):
            yield from ((a, b) for a, b in combinations(group, 2) if a.valid != b.valid)
