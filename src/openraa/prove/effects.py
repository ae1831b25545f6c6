"""No provision without effect: each is effective in some case, and each of its requirements arises in one.

A declared silence has effect where it covers a case without an answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from openraa.determine import GAP
from openraa.problems import say
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search


def effects(search: Search) -> Iterator[Finding | None]:
    """For each of the last rulebook's provisions, requirements and silences None, or a finding when it is idle."""
    stack, encoding = search.stack, search.encoding
    for name, row in search.own_provisions.items():
        in_scope = encoding.scope(row.question) if row.question else search.space.constant(True)
        if not search.solver.possible(in_scope, encoding.effective(name)):
            why = say("nothing meets its condition")
            if row.question in stack.scopes and search.solver.possible(encoding.applies(name)):
                why = say("its condition is met only where its question does not arise (see `scopes`)")
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
    for silence in search.own_silences:
        if search.solver.possible(encoding.outcome(silence.question, GAP), encoding.condition(silence.when)):
            yield None
            continue
        asks = say(stack.vocabulary.questions[silence.question].asks)
        yield Finding(
            Property.EFFECT,
            say(
                "the silence declared on “{asks}” (`{question}`) covers nothing: wherever its condition is met, "
                "the question has an answer or does not arise",
                asks=asks, question=silence.question,
            ),
            say("Mend its condition, or take the block out."),
            silence.place,
            silence.question,
        )  # fmt: skip
