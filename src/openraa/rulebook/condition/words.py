"""A condition as clauses of sentences, nested as it is: all of these, any of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from openraa.problems import Said, say
from openraa.rulebook.condition.syntax import (
    And,
    Answered,
    Compares,
    ComparesFacts,
    Condition,
    Constant,
    FactHolds,
    Not,
    OneOf,
    Op,
    Or,
    TermHolds,
)
from openraa.vocabulary import Fact, FactType, Value, Vocabulary


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part must hold; without parts it always holds."""

    parts: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part must hold; without parts it never holds."""

    parts: tuple[Told, ...]


Told: TypeAlias = Said | AllOf | AnyOf

_OPPOSITE = {Op.EQ: Op.NE, Op.NE: Op.EQ, Op.LT: Op.GE, Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT}


def condition_in_words(condition: Condition, vocabulary: Vocabulary) -> Told:
    """The condition as nested clauses; negations stand in the clauses, nothing else is changed.

    Give it a condition of a stack, in which terms have been replaced by their meaning.
    """
    return _told(condition, vocabulary, holds=True)


def _told(condition: Condition, vocabulary: Vocabulary, *, holds: bool) -> Told:
    facts = vocabulary.facts
    match condition:
        case Constant(value):
            return AllOf(()) if value is holds else AnyOf(())
        case Not(of):
            return _told(of, vocabulary, holds=not holds)
        case And(parts):
            return _joined(AllOf if holds else AnyOf, [_told(part, vocabulary, holds=holds) for part in parts])
        case Or(parts):
            return _joined(AnyOf if holds else AllOf, [_told(part, vocabulary, holds=holds) for part in parts])
        case FactHolds(name):
            return facts[name].clause(holds)
        case Compares(name, op, value):
            return _compared(facts[name], op if holds else _OPPOSITE[op], value)
        case OneOf(name, values):
            return _one_of(facts[name], values, holds=holds)
        case ComparesFacts(left, op, right):
            return _between(facts[left], op if holds else _OPPOSITE[op], facts[right])
        case Answered(name, answers):
            known = vocabulary.questions[name].answers
            says = tuple(say(known[answer].says) for answer in answers)
            if holds and len(says) == 1:
                return says[0]
            if holds:
                return say("one of these holds: {answers}", answers=says)
            return say("not settled so: {answers}", answers=says)
        case TermHolds(term):
            return say("the term {term} holds", term=term) if holds else say("the term {term} does not hold", term=term)
        case _:
            assert_never(condition)


def _joined(kind: type[AllOf] | type[AnyOf], parts: Sequence[Told]) -> Told:
    flat: list[Told] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, kind) and part.parts else [part])
    return flat[0] if len(flat) == 1 else kind(tuple(dict.fromkeys(flat)))


def _compared(fact: Fact, op: Op, value: Value) -> Told:
    if fact.type is FactType.BOOL:
        return fact.clause(value if op is Op.EQ else not value)
    if op is Op.EQ:
        return fact.clause(value)
    label = say(fact.label)
    shown = fact.value_label(str(value)) if fact.type is FactType.ENUM else _amount(fact, value)
    match op:
        case Op.NE:
            return say("{fact}: anything but {value}", fact=label, value=shown)
        case Op.LT:
            return say("{fact}: less than {value}", fact=label, value=shown)
        case Op.LE:
            return say("{fact}: {value}", fact=label, value=say("up to {last}", last=shown))
        case Op.GT:
            return say("{fact}: more than {value}", fact=label, value=shown)
        case Op.GE:
            return say("{fact}: {value}", fact=label, value=say("from {first} on", first=shown))
        case _:
            assert_never(op)


def _amount(fact: Fact, value: Value) -> str:
    unit = f" {fact.unit}" if fact.unit and fact.type is FactType.INT else ""
    return f"{fact.show(value)}{unit}"


def _one_of(fact: Fact, values: Sequence[Value], *, holds: bool) -> Told:
    if len(values) == 1:
        return _compared(fact, Op.EQ if holds else Op.NE, values[0])
    label = say(fact.label)
    shown = tuple(fact.value_label(str(v)) if fact.type is FactType.ENUM else _amount(fact, v) for v in values)
    if len(shown) == 2:
        if holds:
            return say("{fact}: {one} or {other}", fact=label, one=shown[0], other=shown[1])
        return say("{fact}: neither {one} nor {other}", fact=label, one=shown[0], other=shown[1])
    if holds:
        return say("{fact}: one of these: {values}", fact=label, values=shown)
    return say("{fact}: none of these: {values}", fact=label, values=shown)


def _between(left: Fact, op: Op, right: Fact) -> Told:
    values = {"left": say(left.label), "right": say(right.label)}
    match op:
        case Op.EQ:
            return say("“{left}” equals “{right}”", **values)
        case Op.NE:
            return say("“{left}” differs from “{right}”", **values)
        case Op.LT:
            return say("“{left}” is less than, or before, “{right}”", **values)
        case Op.LE:
            return say("“{left}” is no more than, or no later than, “{right}”", **values)
        case Op.GT:
            return say("“{left}” is more than, or after, “{right}”", **values)
        case Op.GE:
            return say("“{left}” is no less than, or no earlier than, “{right}”", **values)
        case _:
            assert_never(op)
