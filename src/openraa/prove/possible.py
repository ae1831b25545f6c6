"""Whether there is any case at all: contradictory constraints would make every other proof empty."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.problems import Place, say
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search


def impossible(search: Search) -> Iterator[Finding | None]:
    """For the vocabulary, and for each question's scope, None when some case meets it, otherwise a finding."""
    stack = search.stack
    if not search.solver.possible():
        constraints = "; ".join(says for says, _ in stack.constraints)
        yield Finding(
            Property.POSSIBLE,
            say("no case can satisfy the vocabulary: {constraints}", constraints=constraints),
            say("Two of the constraints exclude each other; nothing can be proven until one is mended."),
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
