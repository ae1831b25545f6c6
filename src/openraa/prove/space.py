"""The facts as solver variables: one space is shared by everything that is compared in it.

A yes-or-no fact is a Boolean, an enumerated fact the place of its value in the list, a whole number itself and a
date its day number. What lies outside a fact's range stands for the value at that end, so that no solver has to be
told the range of each fact; only facts that are compared with each other keep to theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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
        self._in_range: set[str] = set()

    def constant(self, value: bool) -> Formula:
        """True or false."""
        return z3.BoolVal(value, self.context)

    def every(self, parts: Iterable[Formula]) -> Formula:
        """All of these; true when there is none."""
        return self._joined(z3.Z3_mk_and, list(parts), empty=True)

    def some(self, parts: Iterable[Formula]) -> Formula:
        """At least one of these; false when there is none."""
        return self._joined(z3.Z3_mk_or, list(parts), empty=False)

    def _joined(self, join: Callable[..., object], rows: list[Formula], *, empty: bool) -> Formula:
        if len(rows) < 2:
            return rows[0] if rows else self.constant(empty)
        # z3.And and z3.Or look at the sort of each part and of each pair: ten times the work of the solver itself
        return z3.BoolRef(join(self.context.ref(), len(rows), literals(rows)), self.context)

    def no(self, formula: Formula) -> Formula:
        """The opposite."""
        return z3.BoolRef(z3.Z3_mk_not(self.context.ref(), formula.as_ast()), self.context)

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
        low, high = _ends(fact)
        number = min(max(int(found.as_long()), low), high)
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
            return z3.BitVec(fact.name, max(1, (len(fact.values) - 1).bit_length()), self.context)
        return z3.Int(fact.name, self.context)

    def _test(self, atom: FactHolds | Compares | ComparesFacts | OneOf) -> Formula:
        match atom:
            case FactHolds(name):
                return self.variable(name)
            case Compares(name, op, literal):
                fact = self.vocabulary.facts[name]
                if op is Op.NE:
                    return self.no(self.test(Compares(name, Op.EQ, literal)))
                if fact.type is FactType.BOOL:
                    return self.variable(name) if literal else self.no(self.variable(name))
                place = fact.values.index(str(literal)) if fact.type is FactType.ENUM else as_number(literal)
                return self._compare(fact, op, place)
            case OneOf(name, values):
                return self.some(self.test(Compares(name, Op.EQ, value)) for value in values)
            case ComparesFacts(left, op, right):
                for name in dict.fromkeys((left, right)):
                    self._keep_to_range(name)
                return getattr(self.variable(left), _OPERATORS[op])(self.variable(right))
            case _:
                assert_never(atom)

    def _keep_to_range(self, name: str) -> None:
        if name not in self._in_range:
            self._in_range.add(name)
            low, high = range_of(self.vocabulary.facts[name])
            number = self.variable(name)
            self.ranges += [number >= low, number <= high]

    def _compare(self, fact: Fact, op: Op, number: int) -> Formula:
        """The fact's place or number against one; every test is whether it is at most some number."""
        match op:
            case Op.LE:
                return self._at_most(fact, number)
            case Op.LT:
                return self._at_most(fact, number - 1)
            case Op.GT:
                return self.no(self._at_most(fact, number))
            case Op.GE:
                return self.no(self._at_most(fact, number - 1))
            case _:
                low, high = _ends(fact)
                if low < number < high or (number == low and fact.type is FactType.ENUM and low < high):
                    return self.variable(fact.name) == number
                return self.every([self._at_most(fact, number), self.no(self._at_most(fact, number - 1))])

    def _at_most(self, fact: Fact, number: int) -> Formula:
        low, high = _ends(fact)
        if not low <= number < high:
            return self.constant(number >= high)
        variable = self.variable(fact.name)
        return z3.ULE(variable, number) if fact.type is FactType.ENUM else variable <= number


def literals(rows: Sequence[Formula]) -> object:
    """Formulas as the solver's own library takes them; it is asked directly where it is asked often."""
    return (z3.Ast * len(rows))(*(row.as_ast() for row in rows))


def _ends(fact: Fact) -> tuple[int, int]:
    return (0, len(fact.values) - 1) if fact.type is FactType.ENUM else range_of(fact)


_OPERATORS = {
    Op.EQ: "__eq__", Op.NE: "__ne__", Op.LT: "__lt__", Op.LE: "__le__", Op.GT: "__gt__", Op.GE: "__ge__",
}  # fmt: skip
