"""Whether there is any case at all: contradictory constraints would make every other proof empty."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.problems import Place, say
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search, Solver


def impossible(search: Search) -> Iterator[Finding | None]:
    """For the vocabulary, and for each question's scope, None when some case meets it, otherwise a finding."""
    stack = search.stack
    if not search.solver.possible():
        constraints = tuple(f"“{says}”" for says in _contradictory(search))
        yield Finding(
            Property.POSSIBLE,
            say("no case can satisfy the vocabulary: {constraints} cannot hold together", constraints=constraints),
            say("Mend one of these constraints; nothing can be proven before that."),
            Place("vocabulary/constraints.yaml"),
        )
        return
    yield None
    for question in stack.questions:
        if question in stack.scopes and not search.solver.possible(search.encoding.scope(question)):
            path = next((book.path for book in stack.rulebooks if question in book.scopes), "")
            yield Finding(
                Property.POSSIBLE,
                say("the scope of `{question}` can never be met, so that it never arises", question=question),
                say("Mend the condition under `scopes` in the front matter."),
                Place(path),
                question,
            )
        else:
            yield None


def _contradictory(search: Search) -> list[str]:
    """What the constraints say without any one of which the rest could hold."""
    rows = list(search.stack.constraints)
    solver = Solver(search.space, search.watch)
    for row in tuple(rows):
        rest = [other for other in rows if other is not row]
        if not solver.possible(*(search.encoding.condition(condition) for _, condition in rest)):
            rows = rest
    return [says for says, _ in rows]
