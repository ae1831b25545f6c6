"""Conditions as functions of a situation, in Kleene's strong three-valued logic.

True, False, or None for unknown. An atom over an unknown fact is unknown; `&&` is the minimum and `||`
the maximum under False < None < True; negation swaps the ends.
Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Protocol, TypeAlias, assert_never

from openraa.determine.model import Reason
from openraa.rulebook.condition import (
    And,
    Answered,
    Atom,
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
    facts_of,
    show_condition,
)
from openraa.vocabulary import Value

Truth: TypeAlias = bool | None


class Situation(Protocol):
    """What a condition reads: the facts, those that follow from earlier answers, and the answers."""

    facts: Mapping[str, Value]

    def derived(self, fact: str) -> Value | None:
        """The value of a fact that follows from earlier answers, when it is known."""
        ...

    def answered(self, question: str, answers: tuple[str, ...]) -> Truth:
        """Whether the earlier question has one of these answers."""
        ...


Judge: TypeAlias = Callable[[Situation], Truth]

_OPERATORS = {
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.GT: operator.gt,
    Op.GE: operator.ge,
}


def compare(op: Op, left: Value, right: Value) -> bool:
    """Whether the two values stand in this relation."""
    return bool(_OPERATORS[op](left, right))


def compile_condition(condition: Condition, derived: frozenset[str]) -> Judge:
    """The condition as a function; `derived` names the facts that may follow from earlier answers."""
    match condition:
        case Constant(value):
            return lambda _: value
        case Not(of):
            return _negation(compile_condition(of, derived))
        case And(parts):
            return _all([compile_condition(part, derived) for part in parts])
        case Or(parts):
            return _any([compile_condition(part, derived) for part in parts])
        case atom:
            return _atom(atom, derived)


def _negation(judge: Judge) -> Judge:
    def negation(s: Situation) -> Truth:
        truth = judge(s)
        return None if truth is None else not truth

    return negation


def _all(judges: list[Judge]) -> Judge:
    def every(s: Situation) -> Truth:
        result: Truth = True
        for judge in judges:
            truth = judge(s)
            if truth is False:
                return False
            if truth is None:
                result = None
        return result

    return every


def _any(judges: list[Judge]) -> Judge:
    def some(s: Situation) -> Truth:
        result: Truth = False
        for judge in judges:
            truth = judge(s)
            if truth is True:
                return True
            if truth is None:
                result = None
        return result

    return some


def _atom(atom: Atom, derived: frozenset[str]) -> Judge:
    match atom:
        case FactHolds(fact):
            return lambda s: s.facts.get(fact)  # type: ignore[return-value]
        case Compares(fact, op, literal):
            relation = _OPERATORS[op]
            return _test(fact, lambda value: bool(relation(value, literal)), derived)
        case OneOf(fact, values):
            members = frozenset(values)
            return _test(fact, lambda value: value in members, derived)
        case ComparesFacts(left, op, right):
            relation = _OPERATORS[op]

            def two(s: Situation) -> Truth:
                a, b = s.facts.get(left), s.facts.get(right)
                return None if a is None or b is None else bool(relation(a, b))

            return two
        case Answered(question, answers):
            return lambda s: s.answered(question, answers)
        case TermHolds(term):
            raise AssertionError(f"term {term} was not replaced by its meaning")
        case _:
            assert_never(atom)


def _test(fact: str, test: Callable[[Value], bool], derived: frozenset[str]) -> Judge:
    if fact in derived:

        def of_derived(s: Situation) -> Truth:
            value = s.facts.get(fact)
            if value is None:
                value = s.derived(fact)
            return None if value is None else test(value)

        return of_derived

    def of_given(s: Situation) -> Truth:
        value = s.facts.get(fact)
        return None if value is None else test(value)

    return of_given


def truth_of(condition: Condition, s: Situation, derived: frozenset[str]) -> Truth:
    """The condition's truth in the situation, without compiling it: for traces, which look at it once."""
    match condition:
        case Constant(value):
            return value
        case Not(of):
            inner = truth_of(of, s, derived)
            return None if inner is None else not inner
        case And(parts) | Or(parts):
            decisive = isinstance(condition, Or)
            result: Truth = not decisive
            for part in parts:
                truth = truth_of(part, s, derived)
                if truth is decisive:
                    return decisive
                if truth is None:
                    result = None
            return result
        case FactHolds(fact):
            return s.facts.get(fact)  # type: ignore[return-value]
        case Compares(fact, op, literal):
            given = _value(fact, s, derived)
            return None if given is None else compare(op, given, literal)
        case OneOf(fact, values):
            given = _value(fact, s, derived)
            return None if given is None else given in values
        case ComparesFacts(left, op, right):
            a, b = s.facts.get(left), s.facts.get(right)
            return None if a is None or b is None else compare(op, a, b)
        case Answered(question, answers):
            return s.answered(question, answers)
        case TermHolds(term):
            raise AssertionError(f"term {term} was not replaced by its meaning")


def _value(fact: str, s: Situation, derived: frozenset[str]) -> Value | None:
    value = s.facts.get(fact)
    return s.derived(fact) if value is None and fact in derived else value


def reasons(condition: Condition, s: Situation, derived: frozenset[str]) -> tuple[Reason, ...]:
    """A minimal reason for the condition's truth: one branch where one suffices, the first as written."""
    match condition:
        case Constant():
            return ()
        case Not(of):
            inner = reasons(of, s, derived)
            if len(inner) == 1 and isinstance(of, FactHolds | Compares | OneOf | Answered | ComparesFacts):
                truth = inner[0].truth
                opposite = None if truth is None else not truth
                return (Reason(show_condition(condition), opposite, inner[0].facts),)
            return inner
        case And(parts):
            return _reasons_of_parts(parts, s, derived, decisive=False)
        case Or(parts):
            return _reasons_of_parts(parts, s, derived, decisive=True)
        case atom:
            return (Reason(show_condition(atom), truth_of(atom, s, derived), tuple(facts_of(atom))),)


def _reasons_of_parts(
    parts: tuple[Condition, ...], s: Situation, derived: frozenset[str], *, decisive: bool
) -> tuple[Reason, ...]:
    truths = [truth_of(part, s, derived) for part in parts]
    if decisive in truths:
        return reasons(parts[truths.index(decisive)], s, derived)
    wanted = None if None in truths else not decisive
    return tuple(
        reason
        for part, truth in zip(parts, truths, strict=True)
        if truth is wanted
        for reason in reasons(part, s, derived)
    )
