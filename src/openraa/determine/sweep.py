"""Every case at once: the conflicts of a stack, found exactly, each with a case that shows it.

A question's decision diagram over all facts has a leaf for each outcome that any case can have. A leaf that
is a conflict comes with its path: a handful of facts that a lawyer reads.
"""

from __future__ import annotations

from dataclasses import dataclass

from openraa.determine.determine import determiner_for
from openraa.determine.explore import Diagram, TooManySituations
from openraa.determine.model import CONFLICT, Case, Outcome, Role
from openraa.rulebook import Stack
from openraa.vocabulary import Value


@dataclass(frozen=True, slots=True)
class ConflictFound:
    """Two provisions that answer one question differently in the same case, and such a case."""

    question: str
    facts: dict[str, Value]
    provisions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What the sweep found, and the questions that were too large to be swept."""

    conflicts: tuple[ConflictFound, ...]
    not_swept: tuple[str, ...]


def find_conflicts(stack: Stack) -> Sweep:
    """All questions of the stack in which some case ends in a conflict, each with one such case.

    Every witness is determined once more before it is reported.
    """
    determiner = determiner_for(stack)
    found: list[ConflictFound] = []
    not_swept: list[str] = []
    for question in stack.questions:
        try:
            diagram = determiner.explorer.diagram(question, {})
        except TooManySituations:
            not_swept.append(question)
            continue
        facts = _path_to_conflict(diagram)
        if facts is None:
            continue
        result = determiner.determine(question, Case(facts))
        assert CONFLICT in result.possible, "a witness must hold when it is determined again"
        clashing = tuple(row.provision.id for row in result.provisions if row.role is Role.SUPPORTS)
        found.append(ConflictFound(question, facts, clashing))
    return Sweep(tuple(found), tuple(not_swept))


def _path_to_conflict(diagram: Diagram) -> dict[str, Value] | None:
    seen: set[int] = set()
    todo: list[tuple[Diagram, dict[str, Value]]] = [(diagram, {})]
    while todo:
        node, facts = todo.pop()
        if isinstance(node, Outcome):
            if node == CONFLICT:
                return facts
        elif id(node) not in seen:
            seen.add(id(node))
            for group, child in zip(node.groups, node.children, strict=True):
                if child is not None:
                    todo.append((child, {**facts, node.fact: group.value}))
    return None
