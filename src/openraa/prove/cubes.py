"""Cubes: sets of cases that a handful of conditions describe, one for each fact, readable as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from openraa.determine import Group, ValueTest, as_number, from_number, group_values, range_of
from openraa.problems import Said, say
from openraa.prove.space import Formula, Space
from openraa.rulebook.condition import Compares, ComparesFacts, Condition, FactHolds, OneOf, atoms
from openraa.vocabulary import Fact, FactType, Value, Vocabulary

Facts: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Cube:
    """All cases in which each of these facts has one of its values; the other facts are free."""

    sides: Mapping[str, tuple[Group, ...]]

    def formula(self, space: Space) -> Formula:
        """The cube in a space."""
        return space.every(side_formula(space, name, groups) for name, groups in self.sides.items())

    def clauses(self, vocabulary: Vocabulary) -> tuple[Said, ...]:
        """The cube's conditions as clauses of a sentence, in the order of the catalogue."""
        facts = vocabulary.facts
        return tuple(_clause(fact, self.sides[name]) for name, fact in facts.items() if name in self.sides)

    def to_json(self, vocabulary: Vocabulary) -> dict[str, object]:
        """The conditions for machines: for each fact its values, or the ends of its ranges."""
        found: dict[str, object] = {}
        for name, groups in self.sides.items():
            fact = vocabulary.facts[name]
            if fact.type in (FactType.BOOL, FactType.ENUM):
                found[name] = [_plain(value) for group in groups for value in (group.members or (group.value,))]
            else:
                found[name] = [[_plain(g.value), _plain(g.value if g.last is None else g.last)] for g in groups]
        return found


def one_case(facts: Facts) -> Cube:
    """The cube of a single case."""
    return Cube({name: (Group(value, "", (value,), value),) for name, value in facts.items()})


def side_formula(space: Space, name: str, groups: Sequence[Group]) -> Formula:
    """That a fact has a value of one of these groups."""

    def part(group: Group) -> Formula:
        if group.last is not None:
            return space.within(name, (group.value, group.last))
        return space.some(space.equals(name, value) for value in group.members or (group.value,))

    return space.some(map(part, groups))


def _plain(value: Value) -> object:
    return value if isinstance(value, bool | int | str) else value.isoformat()


def _overlap(one: Group, other: Group) -> bool:
    if one.members or other.members:
        return bool({*(one.members or (one.value,))} & {*(other.members or (other.value,))})
    ends = [(as_number(g.value), as_number(g.value if g.last is None else g.last)) for g in (one, other)]
    return ends[0][0] <= ends[1][1] and ends[1][0] <= ends[0][1]


def _clause(fact: Fact, groups: Sequence[Group]) -> Said:
    if fact.exchanged:
        inner = _clause(replace(fact, exchanged=False), groups)
        return say("with the Parties exchanged: {clause}", clause=inner)
    label = say(fact.label)
    if fact.type is FactType.BOOL:
        return fact.clause(groups[0].value)
    if fact.type is FactType.ENUM:
        chosen = {str(value) for group in groups for value in (group.members or (group.value,))}
        rest = [value for value in fact.values if value not in chosen]
        if len(chosen) == 1:
            return fact.clause(next(iter(chosen)))
        if len(rest) == 1:
            return say("{fact}: anything but {value}", fact=label, value=fact.value_label(rest[0]))
        if len(rest) < len(chosen):
            values = tuple(map(fact.value_label, rest))
            if len(values) == 2:
                return say("{fact}: neither {one} nor {other}", fact=label, one=values[0], other=values[1])
            return say("{fact}: none of these: {values}", fact=label, values=values)
        values = tuple(fact.value_label(value) for value in fact.values if value in chosen)
        if len(values) == 2:
            return say("{fact}: {one} or {other}", fact=label, one=values[0], other=values[1])
        return say("{fact}: one of these: {values}", fact=label, values=values)
    ranges = tuple(_range(fact, group) for group in _joined(fact, groups))
    return say("{fact}: {value}", fact=label, value=ranges)


def _joined(fact: Fact, groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """The ranges of whole numbers or dates, neighbours as one."""
    ends = sorted((as_number(g.value), as_number(g.value if g.last is None else g.last)) for g in groups)
    first, last = ends[0]
    for low, high in ends[1:]:
        if low > last + 1:
            yield first, last
            first = low
        last = high
    yield first, last


def _range(fact: Fact, ends: tuple[int, int]) -> Value:
    unit = f" {fact.unit}" if fact.unit and fact.type is FactType.INT else ""
    first, last = (fact.show(from_number(fact, end)) for end in ends)
    lowest, highest = range_of(fact)
    if ends[0] == ends[1]:
        return f"{first}{unit}"
    if ends[1] == highest:
        return say("from {first} on", first=f"{first}{unit}")
    if ends[0] == lowest:
        return say("up to {last}", last=f"{last}{unit}")
    return say("{first} to {last}", first=first, last=f"{last}{unit}")


class Grid:
    """The values that some conditions tell apart, fact by fact."""

    def __init__(self, vocabulary: Vocabulary, conditions: Iterable[Condition]) -> None:
        self.vocabulary = vocabulary
        self._tests: dict[str, list[ValueTest]] = {}
        self.related: set[str] = set()
        for condition in conditions:
            for atom in atoms(condition):
                match atom:
                    case FactHolds(fact) | Compares(fact) | OneOf(fact):
                        self._tests.setdefault(fact, []).append(atom)
                    case ComparesFacts(left, _, right):
                        self.related |= {left, right}
                    case _:
                        pass
        self._groups: dict[str, tuple[Group, ...]] = {}

    def groups(self, name: str) -> tuple[Group, ...]:
        """The groups of a fact's values; together they are all of them."""
        if name not in self._groups:
            fact = self.vocabulary.facts[name]
            self._groups[name] = tuple(group_values(fact, self._tests.get(name, [])))
        return self._groups[name]

    def single(self, name: str, value: Value) -> Group:
        """A value alone."""
        members = (value,) if isinstance(value, bool | str) else ()
        return Group(value, self.vocabulary.facts[name].show(value), members, None if members else value)

    def group(self, name: str, value: Value) -> Group:
        """The group in which a value lies."""
        single = self.single(name, value)
        return next(group for group in self.groups(name) if _overlap(group, single))
