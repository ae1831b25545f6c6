"""What to ask: the missing facts on which the outcome really depends, and what each choice leads to."""

from __future__ import annotations

from openraa.determine.evaluate import Situation
from openraa.determine.explore import (
    Diagram,
    Explorer,
    TooManySituations,
    facts_in,
    groups_of,
    outcomes_with,
)
from openraa.determine.model import Ask, Case, Choice
from openraa.rulebook.condition import facts_of


def what_to_ask(
    explorer: Explorer, question: str, s: Situation, case: Case, diagram: Diagram | None
) -> tuple[Ask, ...]:
    """The facts to ask for, those that can settle the question alone first, then in catalogue order.

    Without a diagram (too many completions to try) every fact of an unknown condition is asked, and the
    choices are left open. Facts known to be unobtainable are never asked.
    """
    missing = facts_in(diagram) if diagram is not None else explorer.open_facts(question, s)
    asks = [
        Ask(
            fact=fact,
            needed_by=_needed_by(explorer, question, fact),
            choices=_choices(explorer, question, fact, diagram),
            settled_by=_settled_by(explorer, fact),
        )
        for fact in missing
        if fact not in case.unobtainable
    ]
    return tuple(sorted(asks, key=lambda ask: (-bool(ask.settles), explorer.position(ask.fact))))


def _choices(explorer: Explorer, question: str, fact: str, diagram: Diagram | None) -> tuple[Choice, ...]:
    if diagram is None:
        try:
            return tuple(Choice(g.shown, g.value, ()) for g in explorer.groups(question, fact))
        except TooManySituations:
            return ()
    return tuple(
        Choice(group.shown, group.value, tuple(sorted(outcomes_with(diagram, fact, group))))
        for group in groups_of(diagram, fact)
    )


def _needed_by(explorer: Explorer, question: str, fact: str) -> tuple[str, ...]:
    programs = explorer.evaluator.programs
    questions, seen = [question], list[str]()
    while questions:
        name = questions.pop()
        if name in programs and name not in seen:
            seen.append(name)
            questions.extend(explorer.evaluator.stack.dependencies.get(name, ()))
    return tuple(
        provision
        for name in seen
        for provision, condition in programs[name].conditions.items()
        if fact in facts_of(condition)
    )


def _settled_by(explorer: Explorer, fact: str) -> tuple[str, ...]:
    """The earlier questions from which the fact follows, when it is not to be typed in by guess."""
    derivation = explorer.evaluator.stack.vocabulary.facts[fact].derivation
    if derivation is None:
        return ()
    return tuple(row.question for row in derivation.values if row.question in explorer.evaluator.programs)
