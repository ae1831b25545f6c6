"""No undeclared gap: where a question that the stack answers elsewhere has no answer, a silence is declared."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.determine import GAP
from openraa.problems import Place, Severity, say
from openraa.prove.cubes import Facts
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search
from openraa.rulebook import Verification

MOST = 10  # gaps shown for one question


def gaps(search: Search) -> Iterator[Finding | None]:
    """For each question with an answer None, or a finding for each region of cases without one."""
    for question in search.stack.questions:
        if search.stack.provisions_of(question):
            yield from list(_of(search, question)) or (None,)


def _of(search: Search, question: str) -> Iterator[Finding]:
    stack, encoding, grid = search.stack, search.encoding, search.grid(question)
    evaluator = search.determiner.evaluator
    wanted = [encoding.outcome(question, GAP), search.space.no(encoding.silent(question))]
    silences = evaluator.programs[question].silences

    def open_(facts: Facts) -> bool:
        s = evaluator.situation(facts)
        return s.verdict(question).settled == GAP and all(judge(s) is False for _, judge in silences)

    for _ in range(MOST):
        model = search.solver.find(*wanted)
        if model is None:
            return
        cube = grid.around(search.case(model, question), open_, evaluator.derived)
        wanted.append(search.space.no(cube.formula(search.space)))
        book = stack.rulebooks[-1]
        rows = stack.provisions_of(question)
        place = next((row.place for row in rows if row.place.path == book.path), Place(book.path))
        read = all(each.verified is Verification.FULL_TEXT for each in stack.rulebooks)
        yield Finding(
            Property.GAP,
            say("`{question}` has no answer, and no silence is declared", question=question),
            say("Encode the answer, or declare the silence with a `silent` block.")
            if read
            else say("The text was not read in full here: look there for the answer, or for its silence."),
            place,
            question,
            where=cube,
            severity=Severity.ERROR if read else Severity.WARNING,
        )
