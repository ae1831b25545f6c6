"""The condition language's typed nodes: the whole of it, small enough for every engine to print.

A node knows the column at which it began, so that a trace can point into the rulebook; the position does
not take part in comparisons.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from openraa.vocabulary import Value


class Op(Enum):
    """The comparison operators, as they are written."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


@dataclass(frozen=True, slots=True)
class Constant:
    """`true` or `false`."""

    value: bool


@dataclass(frozen=True, slots=True)
class FactHolds:
    """A yes-or-no fact that must be true."""

    fact: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compares:
    """A fact against a literal of its type; enumerated and yes-or-no facts know only == and !=."""

    fact: str
    op: Op
    value: Value
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ComparesFacts:
    """Two facts of the same ordered type against each other."""

    left: str
    op: Op
    right: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """A fact that must have one of these values."""

    fact: str
    values: tuple[Value, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """An earlier question that must have one of these answers in the same case."""

    question: str
    answers: tuple[str, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class TermHolds:
    """A term of the stack that must hold; a stack replaces it by the term's meaning."""

    term: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    of: Condition


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of these."""

    parts: tuple[Condition, ...]


Atom: TypeAlias = FactHolds | Compares | ComparesFacts | OneOf | Answered | TermHolds
Condition: TypeAlias = Constant | Atom | Not | And | Or

ALWAYS = Constant(True)


def atoms(condition: Condition) -> Iterator[Atom]:
    """Every atom of the condition, in the order in which it is written."""
    match condition:
        case Not(of):
            yield from atoms(of)
        case And(parts) | Or(parts):
            for part in parts:
                yield from atoms(part)
        case Constant():
            return
        case atom:
            yield atom


def facts_of(condition: Condition) -> Iterator[str]:
    """Every fact the condition reads, in order, with repetitions; not through earlier questions."""
    for atom in atoms(condition):
        match atom:
            case FactHolds(fact) | Compares(fact) | OneOf(fact):
                yield fact
            case ComparesFacts(left, _, right):
                yield left
                yield right
            case Answered() | TermHolds():
                pass


def questions_of(condition: Condition) -> Iterator[str]:
    """Every earlier question whose answer the condition reads."""
    for atom in atoms(condition):
        if isinstance(atom, Answered):
            yield atom.question


def both(left: Condition, right: Condition) -> Condition:
    """The two conditions together, flat, with constants folded away."""
    if left == ALWAYS or right == Constant(False):
        return right
    if right == ALWAYS or left == Constant(False):
        return left
    parts: list[Condition] = []
    for side in (left, right):
        parts.extend(side.parts if isinstance(side, And) else (side,))
    return And(tuple(parts))
