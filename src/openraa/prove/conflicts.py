"""No conflict: in no case two different answers to one question are effective."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.determine import CONFLICT
from openraa.problems import Place, Said, say
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search
from openraa.prove.space import Formula
from openraa.prove.widen import Widener
from openraa.rulebook import Provision, Stack

MOST = 10  # pairs of provisions shown for one question


def conflicts(search: Search) -> Iterator[Finding | None]:
    """For each question None, or a finding for each pair of provisions that contradict each other."""
    for question in search.stack.questions:
        yield from list(_of(search, question)) or (None,)


def _of(search: Search, question: str) -> Iterator[Finding]:
    stack, encoding, space = search.stack, search.encoding, search.space
    evaluator = search.determiner.evaluator
    if not search.solver.possible(encoding.outcome(question, CONFLICT)):
        return
    solver = search.fresh()
    wanted, widener = solver.named(encoding.outcome(question, CONFLICT)), Widener(solver, search.grid(question))
    settled: list[Formula] = []
    for _ in range(MOST):
        model = solver.find(wanted, *settled)
        if model is None:
            return
        case = search.case(model, question)
        verdict = evaluator.situation(case).verdict(question)
        assert verdict.settled == CONFLICT, "a conflict that the solver found must be one for the evaluator"
        rows = [row for row in stack.provisions_of(question) if verdict.effective.get(row.id) is True]
        one = rows[0]
        other = next(row for row in rows if row.outcome != one.outcome)
        both = space.every([encoding.effective(one.id), encoding.effective(other.id)])
        cube = widener.around(case, both, search.direct(question))
        settled.append(space.no(both))
        yield Finding(
            Property.CONFLICT,
            say(
                "two answers to “{asks}” (`{question}`): “{says_one}” (`{one}`, {cite_one}) "
                "and “{says_other}” (`{other}`, {cite_other})",
                asks=say(stack.vocabulary.questions[question].asks), question=question,
                says_one=_says(one, stack), one=one.id, cite_one=one.cite,
                says_other=_says(other, stack), other=other.id, cite_other=other.cite,
            ),
            say("Make their conditions exclude each other, or let one name the other in `overrides`."),
            _later(one.place, other.place, stack.rulebooks[-1].path),
            question,
            (one.id, other.id),
            cube,
            case,
        )  # fmt: skip


def _says(row: Provision, stack: Stack) -> Said:
    answer = say(stack.vocabulary.questions[row.question].answers[row.answer].says)
    numbers = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in sorted(row.params.items()))
    return say("{answer} ({numbers})", answer=answer, numbers=numbers) if numbers else answer


def _later(one: Place, other: Place, path: str) -> Place:
    return next((place for place in (one, other) if place.path == path), one)
