"""Values of a fact that no condition at hand tells apart: one of them stands for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

from openraa.determine.truth import compare
from openraa.rulebook.condition import Compares, FactHolds, OneOf
from openraa.vocabulary import FIRST_DAY, LAST_DAY, Fact, FactType, Value

ValueTest: TypeAlias = FactHolds | Compares | OneOf


@dataclass(frozen=True, slots=True)
class Group:
    """Values that no test tells apart, with one to stand for all.

    `shown` writes them as in a rulebook. Enumerated and yes-or-no facts list them in `members`; whole numbers
    and dates run from `value` to `last`, both included.
    """

    value: Value
    shown: str
    members: tuple[Value, ...] = ()
    last: Value | None = None


def group_values(fact: Fact, tests: Sequence[ValueTest]) -> Iterator[Group]:
    """The values of `fact`, grouped by what `tests` (all of them on this fact) can tell apart."""
    if fact.type is FactType.BOOL:
        yield Group(True, "true", (True,))
        yield Group(False, "false", (False,))
    elif fact.type is FactType.ENUM:
        together: dict[tuple[bool, ...], list[str]] = {}
        for value in fact.values:
            together.setdefault(signature(value, tests), []).append(value)
        for members in together.values():
            yield Group(members[0], " | ".join(members), tuple(members))
    else:
        yield from _intervals(fact, tests)


def signature(value: Value, tests: Iterable[ValueTest]) -> tuple[bool, ...]:
    """Which of the tests the value passes."""
    bits = []
    for test in tests:
        match test:
            case FactHolds():
                bits.append(bool(value))
            case Compares(_, op, literal):
                bits.append(bool(compare(op, value, literal)))
            case OneOf(_, values):
                bits.append(value in values)
    return tuple(bits)


def range_of(fact: Fact) -> tuple[int, int]:
    """The lowest and highest value of a whole number or date, dates as day numbers."""
    if fact.type is FactType.DATE:
        return FIRST_DAY.toordinal(), LAST_DAY.toordinal()
    return fact.low, fact.high


def as_number(value: Value) -> int:
    """A whole number or date as a number; dates as day numbers."""
    return value.toordinal() if isinstance(value, date) else int(value)


def from_number(fact: Fact, number: int) -> Value:
    """The value of a whole number or date fact that `as_number` gave."""
    return date.min + timedelta(days=number - 1) if fact.type is FactType.DATE else number


def _intervals(fact: Fact, tests: Sequence[ValueTest]) -> Iterator[Group]:
    low, high = range_of(fact)
    cuts = {low}
    for test in tests:
        for literal in (test.value,) if isinstance(test, Compares) else getattr(test, "values", ()):
            number = as_number(literal)
            cuts |= {cut for cut in (number, number + 1) if low < cut <= high}
    starts = sorted(cuts)
    last_signature: tuple[bool, ...] | None = None
    runs: list[tuple[int, int]] = []
    for start, end in zip(starts, [*(s - 1 for s in starts[1:]), high], strict=True):
        passed = signature(from_number(fact, start), tests)
        if runs and passed == last_signature:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
        last_signature = passed
    for start, end in runs:
        first, last = from_number(fact, start), from_number(fact, end)
        shown = fact.show(first) if start == end else f"{fact.show(first)} to {fact.show(last)}"
        yield Group(first, shown, (), last)
