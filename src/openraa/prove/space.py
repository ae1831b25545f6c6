"""The facts as solver variables: one space is shared by everything that is compared in it.

A yes-or-no fact is a Boolean, an enumerated fact the place of its value in the list, a whole number itself and a
date its day number. Every variable keeps to its fact's range.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, assert_never

import z3

from openraa.determine import as_number, from_number, range_of
from openraa.rulebook.condition import Compares, ComparesFacts, FactHolds, OneOf, Op
from openraa.vocabulary import Fact, FactType, Value, Vocabulary

Formula: TypeAlias = z3.BoolRef


class Space:
    """The variables of a vocabulary's facts, made when they are first mentioned."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.context = z3.Context()
        self.ranges: list[Formula] = []
        self._variables: dict[str, z3.ExprRef] = {}
        self._tests: dict[object, Formula] = {}

    def constant(self, value: bool) -> Formula:
        """True or false."""
        return z3.BoolVal(value, self.context)

    def every(self, parts: Iterable[Formula]) -> Formula:
        """All of these; true when there is none."""
        rows = list(parts)
        return rows[0] if len(rows) == 1 else z3.And(*rows) if rows else self.constant(True)

    def some(self, parts: Iterable[Formula]) -> Formula:
        """At least one of these; false when there is none."""
        rows = list(parts)
        return rows[0] if len(rows) == 1 else z3.Or(*rows) if rows else self.constant(False)

    def no(self, formula: Formula) -> Formula:
        """The opposite."""
        return z3.Not(formula)

    def differs(self, one: Formula, other: Formula) -> Formula:
        """Exactly one of the two."""
        return z3.Xor(one, other)

    def test(self, atom: FactHolds | Compares | ComparesFacts | OneOf) -> Formula:
        """An atom over facts."""
        if atom not in self._tests:
            self._tests[atom] = self._test(atom)
        return self._tests[atom]

    def equals(self, name: str, value: Value) -> Formula:
        """The fact has this value."""
        return self.test(Compares(name, Op.EQ, value))

    def within(self, name: str, values: tuple[Value, Value]) -> Formula:
        """The whole number or date lies in this range, both ends included."""
        fact = self.vocabulary.facts[name]
        low, high = map(as_number, values)
        lowest, highest = range_of(fact)
        bounds = [self.test(Compares(name, Op.GE, values[0]))] if low > lowest else []
        return self.every([*bounds, self.test(Compares(name, Op.LE, values[1]))] if high < highest else bounds)

    def values(self, model: z3.ModelRef, names: Iterable[str]) -> dict[str, Value]:
        """The value of each of these facts in a model, in the order of the catalogue."""
        wanted = set(names)
        return {name: self._value(model, name) for name in self.vocabulary.facts if name in wanted}

    def _value(self, model: z3.ModelRef, name: str) -> Value:
        fact, found = self.vocabulary.facts[name], model.eval(self.variable(name), model_completion=True)
        if fact.type is FactType.BOOL:
            return bool(z3.is_true(found))
        number = int(found.as_long())
        return fact.values[number] if fact.type is FactType.ENUM else from_number(fact, number)

    def variable(self, name: str) -> z3.ExprRef:
        """The fact's variable."""
        if name not in self._variables:
            fact = self.vocabulary.facts[name]
            self._variables[name] = self._declare(fact)
        return self._variables[name]

    def _declare(self, fact: Fact) -> z3.ExprRef:
        if fact.type is FactType.BOOL:
            return z3.Bool(fact.name, self.context)
        if fact.type is FactType.ENUM:
            bits = z3.BitVec(fact.name, max(1, (len(fact.values) - 1).bit_length()), self.context)
            self.ranges.append(z3.ULE(bits, len(fact.values) - 1))
            return bits
        number = z3.Int(fact.name, self.context)
        low, high = range_of(fact)
        self.ranges += [number >= low, number <= high]
        return number

    def _test(self, atom: FactHolds | Compares | ComparesFacts | OneOf) -> Formula:
        match atom:
            case FactHolds(fact):
                return self._boolean(fact)
            case Compares(fact, op, literal):
                return self._compare(self.variable(fact), op, self._literal(fact, literal))
            case OneOf(fact, values):
                return self.some(self.test(Compares(fact, Op.EQ, value)) for value in values)
            case ComparesFacts(left, op, right):
                return self._compare(self.variable(left), op, self.variable(right))
            case _:
                assert_never(atom)

    def _boolean(self, name: str) -> Formula:
        return self.variable(name)

    def _literal(self, name: str, value: Value) -> object:
        fact = self.vocabulary.facts[name]
        match fact.type:
            case FactType.BOOL:
                return self.constant(bool(value))
            case FactType.ENUM:
                return fact.values.index(str(value))
            case _:
                return as_number(value)

    @staticmethod
    def _compare(left: z3.ExprRef, op: Op, right: object) -> Formula:
        operators: Mapping[Op, str] = {
            Op.EQ: "__eq__", Op.NE: "__ne__", Op.LT: "__lt__", Op.LE: "__le__", Op.GT: "__gt__", Op.GE: "__ge__",
        }  # fmt: skip
        return getattr(left, operators[op])(right)
