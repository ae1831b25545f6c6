"""Columns of facts as small codes: 0 where a fact is unknown, else the group of values no condition tells apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from sqlglot import exp

from openraa.determine import Group, ValueTest, as_number, group_values, range_of
from openraa.rulebook.condition import Compares, OneOf, Op
from openraa.vocabulary import Fact, FactType, Value

Codes: TypeAlias = "NDArray[np.unsignedinteger[Any]]"
OPERATORS: Mapping[type[exp.Expr], Op] = {
    exp.EQ: Op.EQ, exp.NEQ: Op.NE, exp.LT: Op.LT, exp.LTE: Op.LE, exp.GT: Op.GT, exp.GTE: Op.GE,
}  # fmt: skip
_COMPARE = {Op.EQ: np.equal, Op.NE: np.not_equal, Op.LT: np.less, Op.LE: np.less_equal, Op.GT: np.greater,
            Op.GE: np.greater_equal}  # fmt: skip
_EPOCH = date(1970, 1, 1).toordinal()
_WRONG = 65535


@dataclass(frozen=True, slots=True)
class Wrong:
    """Values that a fact cannot have: one of them, and in how many rows there are such."""

    example: str
    n_rows: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two facts compared with each other: a variable of its own, with the codes unknown, true, false."""

    left: str
    op: Op
    right: str


class Column:
    """How the values of one fact become codes."""

    def __init__(self, fact: Fact, tests: Iterable[ValueTest]) -> None:
        self.fact = fact
        self.groups: tuple[Group, ...] = tuple(group_values(fact, list(tests)))
        self.dtype = np.uint8 if len(self.groups) < 255 else np.uint16
        self._known: dict[object, int] = {None: 0}
        if fact.type in (FactType.BOOL, FactType.ENUM):
            self._known |= {member: n for n, group in enumerate(self.groups, 1) for member in group.members}
        ordered = fact.type in (FactType.INT, FactType.DATE)
        self._starts = [as_number(group.value) for group in self.groups] if ordered else []

    def fits(self, type_: pa.DataType) -> bool:
        """Whether a column of this type can hold the fact."""
        if pa.types.is_dictionary(type_):
            type_ = type_.value_type
        if _is_text(type_) or pa.types.is_null(type_):
            return True
        match self.fact.type:
            case FactType.BOOL:
                return bool(pa.types.is_boolean(type_))
            case FactType.INT:
                return bool(pa.types.is_integer(type_) or pa.types.is_floating(type_))
            case FactType.DATE:
                return bool(pa.types.is_date(type_) or pa.types.is_timestamp(type_))
            case FactType.ENUM:
                return False

    def encode(self, values: pa.Array) -> tuple[Codes, Wrong | None]:
        """The code of each value, and what is no value of the fact."""
        if pa.types.is_null(values.type):
            return np.zeros(len(values), self.dtype), None
        if pa.types.is_boolean(values.type):
            return _of_bits(values), None
        if _is_text(values.type):
            values = values.dictionary_encode()
        if pa.types.is_dictionary(values.type):
            return self._of_dictionary(values)
        numbers, known, wrong = _numbers(values)
        low, high = range_of(self.fact)
        wrong |= ((numbers < low) | (numbers > high)) & known
        codes: Codes = known.astype(self.dtype)
        for start in self._starts[1:]:
            codes += (numbers >= start) & known
        return codes, Wrong(str(values[int(wrong.argmax())].as_py()), int(wrong.sum())) if wrong.any() else None

    def numbers(self, values: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """A whole number or day as numbers, days counted as `date.toordinal` does, and which are known."""
        if pa.types.is_null(values.type):
            return np.zeros(len(values), np.int64), np.zeros(len(values), np.bool_)
        if _is_text(values.type):
            values = values.dictionary_encode()
        if not pa.types.is_dictionary(values.type):
            return _numbers(values)[:2]
        read = [self._read(word) for word in values.dictionary.to_pylist()]
        table = np.array([0 if value is None else as_number(value) for value in read] or [0], np.int64)
        is_value = np.array([value is not None for value in read] or [False])
        at = _ints(values.indices)
        return table.take(at, mode="clip"), is_value.take(at, mode="clip") & _known(values).astype(np.bool_)

    def _of_dictionary(self, values: pa.DictionaryArray) -> tuple[Codes, Wrong | None]:
        words = values.dictionary.to_pylist()
        for word in words:
            if word not in self._known:
                self._known[word] = self._code(word)
        table = np.array([self._known[word] for word in words] or [0])
        wrong = None
        if (table == _WRONG).any():
            counts = np.bincount(_ints(values.indices.drop_null()), minlength=len(words))
            bad = [n for n in np.flatnonzero(table == _WRONG) if counts[n]]
            if bad:
                wrong = Wrong(min(str(words[n]) for n in bad), int(sum(counts[n] for n in bad)))
        small: Codes = table.astype(self.dtype)
        codes = small.take(_ints(values.indices), mode="clip")
        if values.indices.null_count:
            codes *= _known(values)
        return codes, wrong

    def _code(self, word: object) -> int:
        value = self._read(word)
        if value is None:
            return 0 if str(word).strip() == "" else _WRONG
        if value in self._known:
            return self._known[value]
        return sum(start <= as_number(value) for start in self._starts)

    def _read(self, word: object) -> Value | None:
        try:
            return self.fact.parse(str(word))
        except ValueError:
            return None


class Coded:
    """The codes of every fact that some expressions read, with just the groups that those tell apart."""

    def __init__(self, facts: Mapping[str, Fact], expressions: Iterable[exp.Expr]) -> None:
        tests: dict[str, list[ValueTest]] = {}
        comparisons: dict[Comparison, None] = {}
        for expression in expressions:
            for name in {column.name for column in expression.find_all(exp.Column)}:
                if name in facts and name not in tests:
                    tests[name] = list(_each_value(facts[name]))
            for each in expression.find_all(*OPERATORS, exp.In, exp.Between):
                if not isinstance(each.this, exp.Column) or each.this.name not in facts:
                    continue
                name = each.this.name
                if type(each) in OPERATORS and isinstance(each.expression, exp.Column):
                    comparisons[Comparison(name, OPERATORS[type(each)], each.expression.name)] = None
                else:
                    tests[name] += _tests(facts[name], each)
        self.columns = {name: Column(facts[name], tests[name]) for name in facts if name in tests}
        self.comparisons = tuple(comparisons)

    def compare(self, of: Comparison, arrays: Mapping[str, pa.Array], n_rows: int) -> Codes:
        """The code of a comparison: 0 unknown, 1 true, 2 false."""
        if of.left not in arrays or of.right not in arrays:
            return np.zeros(n_rows, np.uint8)
        left, is_left = self.columns[of.left].numbers(arrays[of.left])
        right, is_right = self.columns[of.right].numbers(arrays[of.right])
        holds = _COMPARE[of.op](left, right)
        return ((2 - holds.astype(np.uint8)) * (is_left & is_right)).astype(np.uint8)


def _each_value(fact: Fact) -> Iterator[ValueTest]:
    """Tests that tell every value apart, for a fact that can follow from answers: those are compared with it."""
    if fact.derivation is not None:
        yield from (Compares(fact.name, Op.EQ, value) for value in fact.values)


def _tests(fact: Fact, atom: exp.Expr) -> list[ValueTest]:
    if isinstance(atom, exp.Between):
        low, high = value_of(atom.args["low"]), value_of(atom.args["high"])
        return [Compares(fact.name, Op.GE, low), Compares(fact.name, Op.LE, high)]
    if isinstance(atom, exp.In):
        return [OneOf(fact.name, tuple(value_of(each) for each in atom.expressions))]
    return [Compares(fact.name, OPERATORS[type(atom)], value_of(atom.expression))]


def value_of(literal: exp.Expr) -> Value:
    """The value that stands in an expression as a literal."""
    if isinstance(literal, exp.Boolean):
        return bool(literal.this)
    if isinstance(literal, exp.Cast):
        return date.fromisoformat(literal.this.this)
    return str(literal.this) if literal.is_string else int(literal.to_py())


def _is_text(type_: pa.DataType) -> bool:
    return bool(pa.types.is_string(type_) or pa.types.is_large_string(type_) or pa.types.is_string_view(type_))


def _of_bits(values: pa.BooleanArray) -> Codes:
    """1 for true, 2 for false, 0 for unknown."""
    codes: Codes = np.uint8(2) - _bits(values.buffers()[1], values)
    return codes * _known(values) if values.null_count else codes


def _known(values: pa.Array) -> Codes:
    """1 where there is a value, else 0."""
    return _bits(values.buffers()[0], values) if values.null_count else np.ones(len(values), np.uint8)


def _bits(buffer: pa.Buffer, values: pa.Array) -> NDArray[np.uint8]:
    first = values.offset // 8
    last = (values.offset + len(values) + 7) // 8
    bits = np.unpackbits(np.frombuffer(buffer, np.uint8)[first:last], bitorder="little")
    return bits[values.offset % 8 :][: len(values)]


def _ints(values: pa.Array) -> NDArray[Any]:
    """Whole numbers as they lie in memory; what stands where there is none is of no use."""
    width = values.type.to_pandas_dtype()
    return np.frombuffer(values.buffers()[1], width)[values.offset : values.offset + len(values)]


def _numbers(values: pa.Array) -> tuple[NDArray[np.int64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Whole numbers, or days counted as `date.toordinal` does; which are known; which are not whole."""
    known = _known(values).astype(np.bool_)
    wrong = np.zeros(len(values), np.bool_)
    if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
        days = pc.cast(values, pa.date32(), safe=False)
        if pa.types.is_timestamp(values.type):
            midnight = pc.cast(days, values.type)
            wrong = pc.fill_null(pc.not_equal(midnight, values), False).to_numpy(zero_copy_only=False)
        return _ints(days.view(pa.int32())).astype(np.int64) + _EPOCH, known, wrong
    if pa.types.is_floating(values.type):
        numbers = np.where(known, pc.fill_null(values, 0).to_numpy(zero_copy_only=False), 0)
        wrong = numbers != np.rint(numbers)
        return np.nan_to_num(numbers, posinf=0, neginf=0).astype(np.int64), known, wrong | np.isinf(numbers)
    return _ints(pc.cast(values, pa.int64(), safe=False)), known, wrong
