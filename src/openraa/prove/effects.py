"""No provision without effect: each is effective in some case, and each of its requirements arises in one."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.problems import say
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search


def effects(search: Search) -> Iterator[Finding | None]:
    """For each of the last rulebook's provisions and requirements None when it has effect, otherwise a finding."""
    stack, encoding = search.stack, search.encoding
    for name, row in search.own_provisions.items():
        in_scope = encoding.scope(row.question) if row.question else search.space.constant(True)
        if not search.solver.possible(in_scope, encoding.effective(name)):
            why = say("nothing meets its condition")
            if search.solver.possible(in_scope, encoding.applies(name)):
                actors = ", ".join(f"`{actor}`" for actor in stack.defeated_by.get(name, ()))
                why = say("wherever its condition is met, it is defeated by {actors}", actors=actors)
            yield Finding(
                Property.EFFECT,
                say("`{name}` ({cite}) never takes effect: {why}", name=name, cite=row.cite, why=why),
                say("Mend its condition, or take the provision out."),
                row.place,
                row.question,
                (name,),
            )
            continue
        yield None
        for requirement in row.requires:
            if not search.solver.possible(in_scope, encoding.effective(name), encoding.condition(requirement.when)):
                yield Finding(
                    Property.EFFECT,
                    say(
                        "the requirement `{label}` of `{name}` ({cite}) never arises",
                        label=requirement.label, name=name, cite=row.cite,
                    ),
                    say("Its `when` excludes the provision's own condition: mend it, or take it out."),
                    row.place,
                    row.question,
                    (name,),
                )  # fmt: skip
            else:
                yield None
