"""Every override and disapplication is needed: in some case it meets what it acts on."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.problems import say
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search


def defeats(search: Search) -> Iterator[Finding | None]:
    """For each override and disapplication by the last rulebook None when some case needs it, otherwise a finding."""
    stack, encoding = search.stack, search.encoding
    for target, actors in stack.defeated_by.items():
        for actor in actors:
            if actor not in search.own_provisions:
                continue
            if search.solver.possible(encoding.effective(actor), encoding.applies(target)):
                yield None
                continue
            row, aim = stack.provisions[actor], stack.provisions[target]
            key = "overrides" if target in row.overrides else "disapplies"
            yield Finding(
                Property.DEFEAT,
                say(
                    "`{actor}` ({cite}) names `{target}` ({cite_target}) in `{key}`, but the two never meet",
                    actor=actor, cite=row.cite, target=target, cite_target=aim.cite, key=key,
                ),
                say("Take the name out, or mend the condition of one of them."),
                row.place,
                aim.question,
                (actor, target),
            )  # fmt: skip
