"""Every case at once: the conflicts and undeclared gaps of a stack, each with a case that shows it.

A question's decision diagram over all facts has a leaf for each outcome that any case can have. A leaf that
is a conflict or a gap comes with its path: a handful of facts that a lawyer reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openraa.determine.determine import determiner_for
from openraa.determine.explore import Diagram, TooManySituations
from openraa.determine.model import CONFLICT, GAP, Case, Outcome, Role
from openraa.rulebook import Stack
from openraa.vocabulary import Value


@dataclass(frozen=True, slots=True)
class ConflictFound:
    """Two provisions that answer one question differently in the same case, and such a case."""

    question: str
    facts: dict[str, Value]
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapFound:
    """A case in which a question that the stack answers elsewhere has no answer and no silence declared."""

    question: str
    facts: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What the sweep found, and the questions that were too large to be swept."""

    conflicts: tuple[ConflictFound, ...]
    gaps: tuple[GapFound, ...]
    not_swept: tuple[str, ...]


def sweep(stack: Stack) -> Sweep:
    """The conflicts and undeclared gaps of a stack, for each question at most one of either.

    Conflicts are found exactly, and every witness is determined once more before it is reported. A gap is
    reported only where none of the declared silences can apply, so that some gaps may go unseen: those
    for which a silence holds in part of the cases.
    """
    determiner = determiner_for(stack)
    conflicts: list[ConflictFound] = []
    gaps: list[GapFound] = []
    not_swept: list[str] = []
    for question in stack.questions:
        try:
            diagram = determiner.explorer.diagram(question, {})
        except TooManySituations:
            not_swept.append(question)
            continue
        for facts in _paths(diagram, CONFLICT):
            result = determiner.determine(question, Case(facts))
            assert CONFLICT in result.possible, "a witness must hold when it is determined again"
            clashing = tuple(row.provision.id for row in result.provisions if row.role is Role.SUPPORTS)
            conflicts.append(ConflictFound(question, facts, clashing))
            break
        if stack.provisions_of(question):
            program = determiner.evaluator.programs[question]
            for facts in _paths(diagram, GAP):
                situation = determiner.evaluator.situation(facts)
                if all(judge(situation) is False for _, judge in program.silences):
                    gaps.append(GapFound(question, facts))
                    break
    return Sweep(tuple(conflicts), tuple(gaps), tuple(not_swept))


def _paths(diagram: Diagram, wanted: Outcome) -> Iterator[dict[str, Value]]:
    """The facts on the way to each leaf with this outcome; a shared part of the diagram is entered once."""
    seen: set[int] = set()
    todo: list[tuple[Diagram, dict[str, Value]]] = [(diagram, {})]
    while todo:
        node, facts = todo.pop()
        if isinstance(node, Outcome):
            if node == wanted:
                yield facts
        elif id(node) not in seen:
            seen.add(id(node))
            for group, child in zip(node.groups, node.children, strict=True):
                if child is not None:
                    todo.append((child, {**facts, node.fact: group.value}))
