"""No undeclared gap: where a question that the stack answers elsewhere has no answer, a silence is declared."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.determine import GAP
from openraa.problems import Place, Severity, say
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search
from openraa.prove.widen import Widener
from openraa.rulebook import Verification

MOST = 10  # gaps shown for one question


def gaps(search: Search) -> Iterator[Finding | None]:
    """For each question with an answer None, or a finding for each region of cases without one."""
    for question in search.stack.questions:
        if search.stack.provisions_of(question):
            yield from list(_of(search, question)) or (None,)


def _of(search: Search, question: str) -> Iterator[Finding]:
    stack, encoding, evaluator = search.stack, search.encoding, search.determiner.evaluator
    silences = evaluator.programs[question].silences
    open_ = search.space.every([encoding.outcome(question, GAP), search.space.no(encoding.silent(question))])
    if not search.solver.possible(open_):
        return
    solver = search.fresh()
    wanted, widener = solver.named(open_), Widener(solver, search.grid(question))
    for _ in range(MOST):
        model = solver.find(wanted)
        if model is None:
            return
        case = search.case(model, question)
        situation = evaluator.situation(case)
        settled = situation.verdict(question).settled
        assert settled == GAP, "a gap that the solver found must be one for the evaluator"
        assert not any(judge(situation) for _, judge in silences), "no silence may cover it"
        cube = widener.around(case, wanted, search.direct(question))
        solver.state([search.space.no(cube.formula(search.space))])
        book = stack.rulebooks[-1]
        rows = stack.provisions_of(question)
        place = next((row.place for row in rows if row.place.path == book.path), Place(book.path))
        read = all(each.verified is Verification.FULL_TEXT for each in stack.rulebooks)
        yield Finding(
            Property.GAP,
            say(
                "no answer to “{asks}” (`{question}`), and no silence is declared",
                asks=say(stack.vocabulary.questions[question].asks), question=question,
            ),
            say("Encode the answer, or declare the silence with a `silent` block.")
            if read
            else say("The text was not read in full here: look there for the answer, or for its silence."),
            place,
            question,
            where=cube,
            case=case,
            severity=Severity.ERROR if read else Severity.WARNING,
        )  # fmt: skip
