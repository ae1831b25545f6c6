"""The same results faster: rows that no condition tells apart are one, worked out once and joined back.

Each fact becomes a small code: 0 where it is unknown, else the group of values in which it lies. The codes that a
question reads are packed into one whole number. Only the distinct numbers go through the statement of `compile.py`;
each row then looks its result up. What follows from earlier answers (a person's treaty status) is found first, in the
same way, and becomes a code itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from openraa.assess.compile import (
    IMPOSSIBLE,
    Legend,
    compile_following,
    compile_impossible,
    compile_rest,
)
from openraa.assess.sql import EMBEDDED, literal, quoted
from openraa.determine import Group, ValueTest, as_number, determiner_for, from_number, group_values, range_of
from openraa.rulebook import Stack
from openraa.rulebook.condition import Compares, ComparesFacts, Condition, FactHolds, OneOf, atoms
from openraa.vocabulary import Fact, FactType

ROOM = 2**62  # what one packed key can tell apart
_STATE = "what_follows"


@dataclass(frozen=True, slots=True)
class Grouped:
    """Questions over a source: tables for DuckDB to make, in this order, and the query that reads them."""

    results: tuple[str, ...]
    legends: tuple[Legend, ...]
    tables: tuple[tuple[str, str], ...]
    sql: str


@dataclass(frozen=True, slots=True)
class Reads:
    """The facts that questions read. From `basis` the facts in `follow` can follow; a table has those or these."""

    facts: tuple[str, ...]
    basis: tuple[str, ...]
    follow: tuple[str, ...]
    constrained: tuple[str, ...]

    def needed(self, present: Iterable[str]) -> tuple[str, ...]:
        """The facts that a table with these columns must have, if nothing is to be unknown in every row."""
        free = {*self.constrained, *self.follow}
        if set(self.follow) <= set(present):
            free |= {*self.basis}
        return tuple(name for name in self.facts if name not in free)


def facts_read(stack: Stack, questions: Sequence[str]) -> Reads:
    """The facts that the questions read under the stack."""
    nothing = exp.to_table("nothing")
    following = compile_following(stack, nothing, [])
    constrained, _ = compile_impossible(stack)
    provided = (*following.columns, IMPOSSIBLE)
    direct = set(compile_rest(stack, questions, nothing, [], provided).facts)
    used = {*direct, *following.facts, *constrained}
    derived = determiner_for(stack).evaluator.derived
    return Reads(
        tuple(name for name in stack.vocabulary.facts if name in used),
        tuple(name for name in following.facts if name not in direct),
        tuple(name for name in following.facts if name in derived),
        tuple(name for name in constrained if name not in direct),
    )


@dataclass(frozen=True, slots=True)
class _Digit:
    """One code in a packed key: so many values, each worth so much, in this column of the key."""

    name: str
    size: int
    worth: int
    key: str


def group_stack(stack: Stack, questions: Sequence[str], source: str, keep: Sequence[str] = ()) -> Grouped:
    """The questions over a table that DuckDB can read, with columns passed on."""
    nothing = exp.to_table("nothing")
    following = compile_following(stack, nothing, [])
    _, impossible = compile_impossible(stack)
    provided = (*following.columns, IMPOSSIBLE)
    rests = [compile_rest(stack, [question], nothing, [], provided) for question in questions]
    codes = _Codes(stack)
    used = {*following.facts, *(name for rest in rests for name in rest.facts)}
    kept = [quoted(name) for name in keep]
    coded = [f"{codes.encode(name)} AS {quoted(f'code {name}')}" for name in used]
    coded.append(f"({impossible.sql(EMBEDDED)})::INT AS {quoted(f'code {IMPOSSIBLE}')}")
    tables: dict[str, str] = {}
    rows = f"SELECT {', '.join([*kept, *coded])} FROM {source}"
    digits = _pack("known", [(name, codes.size(name)) for name in following.facts])
    n_states = 2 ** (len(following.columns) + 1)
    if following.columns:
        keys, columns = _keys(digits), _listed(following.columns)
        some = ", ".join(f"{codes.encode(name)} AS {quoted(f'code {name}')}" for name in following.facts)
        stated = f"SELECT DISTINCT {_packed(digits)} FROM (SELECT {some} FROM {source})"
        given = f"SELECT {_listed(keys)}, {codes.decoded(digits)} FROM ({stated})"
        tables["state_facts"] = given
        known = compile_following(stack, exp.to_table("state_facts"), keys).query.sql(EMBEDDED, comments=False)
        tables["states"] = f"SELECT *, dense_rank() OVER (ORDER BY {columns}) - 1 AS {_STATE} FROM ({known})"
        tables["state_columns"] = f"SELECT DISTINCT {_STATE}, {columns} FROM states"
        rows = f"SELECT coded.*, {_packed(digits)} FROM ({rows}) AS coded"
        rows = f"SELECT stated.*, {_STATE} FROM ({rows}) AS stated JOIN states USING ({_listed(keys)})"
    packs = []
    for n, rest in enumerate(rests):
        reads_state = not rest.reads.isdisjoint(following.columns)
        own = [(IMPOSSIBLE, 2), *((name, codes.size(name)) for name in rest.facts), *[(_STATE, n_states)] * reads_state]
        packs.append(_pack(f"key {n}", own))
    tables["keyed"] = f"SELECT {', '.join([*kept, *map(_packed, packs)])} FROM ({rows})"
    shown, joins = [f"keyed.{name}" for name in kept], []
    for n, (pack, rest) in enumerate(zip(packs, rests, strict=True)):
        keys = _keys(pack)
        given = codes.decoded(digit for digit in pack if digit.name not in (_STATE, IMPOSSIBLE))
        given += f"{', ' * bool(given)}{_digit(pack[0])} = 1 AS {quoted(IMPOSSIBLE)}"
        state = next((digit for digit in pack if digit.name == _STATE), None)
        table = f"(SELECT DISTINCT {_listed(keys)} FROM keyed)"
        more = "".join(f", NULL AS {quoted(name)}" for name in following.columns)
        if state is not None:
            table += f" JOIN state_columns ON {_STATE} = {_digit(state)}"
            more = f", {_listed(following.columns)}"
        inner = compile_rest(stack, [questions[n]], exp.to_table(f"facts_{n}"), keys, provided).query
        facts_sql = f"SELECT {_listed(keys)}, {given}{more} FROM {table}"
        tables[f"results_{n}"] = f"WITH facts_{n} AS ({facts_sql}) FROM ({inner.sql(EMBEDDED, comments=False)})"
        shown += [f"results_{n}.{quoted(name)}" for name in rest.results]
        joins.append(f"JOIN results_{n} USING ({_listed(keys)})")
    results = tuple(name for rest in rests for name in rest.results)
    legends = tuple(legend for rest in rests for legend in rest.legends)
    return Grouped(results, legends, tuple(tables.items()), f"SELECT {', '.join(shown)} FROM keyed {' '.join(joins)}")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(quoted, names))


def _pack(key: str, sizes: Sequence[tuple[str, int]]) -> list[_Digit]:
    """The digits of packed keys, as many as it takes."""
    digits: list[_Digit] = []
    worth, n = 1, 0
    for name, size in sizes:
        if worth * size > ROOM:
            worth, n = 1, n + 1
        digits.append(_Digit(name, size, worth, f"{key}.{n}"))
        worth *= size
    return digits or [_Digit("", 1, 1, f"{key}.0")]


def _keys(digits: Sequence[_Digit]) -> list[str]:
    return list(dict.fromkeys(digit.key for digit in digits))


def _packed(digits: Sequence[_Digit]) -> str:
    found = []
    for key in _keys(digits):
        terms = [
            f"{quoted(f'code {d.name}') if d.name != _STATE else _STATE}::BIGINT * {d.worth}"
            for d in digits
            if d.key == key and d.name
        ]
        found.append(f"{' + '.join(terms) or '0::BIGINT'} AS {quoted(key)}")
    return ", ".join(found)


def _digit(digit: _Digit) -> str:
    return f"({quoted(digit.key)} // {digit.worth}) % {digit.size}"


class _Codes:
    """The code of each fact's values: one for each group that some condition of the stack tells apart."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._tests: dict[str, list[ValueTest]] = {}
        self._compared: set[str] = set()
        self._groups: dict[str, tuple[Group, ...]] = {}
        for condition in _conditions(stack):
            for atom in atoms(condition):
                match atom:
                    case FactHolds(name) | Compares(name) | OneOf(name):
                        self._tests.setdefault(name, []).append(atom)
                    case ComparesFacts(left, _, right):
                        self._compared |= {left, right}
                    case _:
                        pass

    def size(self, name: str) -> int:
        """How many codes a fact has, that of the unknown among them."""
        if name in self._compared:
            low, high = range_of(self._fact(name))
            return high - low + 2
        return len(self._of(name)) + 1

    def encode(self, name: str) -> str:
        """A fact's code."""
        fact, value = self._fact(name), quoted(name)
        if name in self._compared:
            low = literal(fact, from_number(fact, range_of(fact)[0])).sql(EMBEDDED)
            return f"coalesce({value} - {low} + 1, 0)"
        groups = self._of(name)
        if fact.type is FactType.BOOL:
            return f"coalesce(CASE WHEN {value} THEN 1 ELSE 2 END * ({value} IS NOT NULL)::INT, 0)"
        if fact.type is FactType.ENUM:
            code = {str(member): n for n, group in enumerate(groups, 1) for member in group.members}
            values = ", ".join(exp.Literal.string(member).sql(EMBEDDED) for member in code)
            places = ", ".join(str(n) for n in code.values())
            if list(code.values()) == list(range(1, len(code) + 1)):
                return f"coalesce(list_position([{values}], {value}), 0)"
            return f"coalesce([{places}][list_position([{values}], {value})], 0)"
        ends = [literal(fact, group.last).sql(EMBEDDED) for group in groups[:-1] if group.last is not None]
        cases = "".join(f" WHEN {value} <= {end} THEN {n}" for n, end in enumerate(ends, 1))
        return f"CASE WHEN {value} IS NULL THEN 0{cases} ELSE {len(groups)} END"

    def decoded(self, digits: Iterable[_Digit]) -> str:
        """Facts again from the digits of a key: for each group the value that stands for it."""
        return ", ".join(f"{self._decode(digit)} AS {quoted(digit.name)}" for digit in digits if digit.name)

    def _decode(self, digit: _Digit) -> str:
        fact, code = self._fact(digit.name), _digit(digit)
        if digit.name in self._compared:
            low = as_number(from_number(fact, range_of(fact)[0]))
            first = literal(fact, from_number(fact, low)).sql(EMBEDDED)
            return f"CASE WHEN {code} > 0 THEN {first} + ({code} - 1)::INT END"
        cases = "".join(
            f" WHEN {n} THEN {literal(fact, group.value).sql(EMBEDDED)}"
            for n, group in enumerate(self._of(digit.name), 1)
        )
        return f"CASE {code}{cases} END"

    def _of(self, name: str) -> tuple[Group, ...]:
        if name not in self._groups:
            self._groups[name] = tuple(group_values(self._fact(name), self._tests.get(name, [])))
        return self._groups[name]

    def _fact(self, name: str) -> Fact:
        return self.stack.vocabulary.facts[name]


def _conditions(stack: Stack) -> Iterable[Condition]:
    """Every condition that some question of the stack can read."""
    explorer = determiner_for(stack).explorer
    for question in stack.questions:
        yield from explorer.support(question)
    for provision in stack.provisions.values():
        yield provision.when
        yield from (row.when for row in provision.requires)
