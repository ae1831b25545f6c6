"""Tables of seeded cases, and what the single case says to each of their rows."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from unittest.mock import patch

import pyarrow as pa

from openraa.assess import Legend, lookup
from openraa.determine import Case, Determiner, TooManySituations, as_number, from_number, range_of
from openraa.vocabulary import Fact, FactType, Value

Row = dict[str, Value | None]
Result = tuple[str, str, frozenset[str], frozenset[tuple[str, str]]]
TYPES = {FactType.BOOL: pa.bool_(), FactType.ENUM: pa.string(), FactType.INT: pa.int64(), FactType.DATE: pa.date32()}


def seeded_rows(determiner: Determiner, facts: Sequence[str], n: int, *, seed: int = 1) -> list[Row]:
    """Rows in which none, few or most facts are missing; numbers and days lie mostly on thresholds."""
    chance, known = random.Random(seed), determiner.stack.vocabulary.facts
    ends = {name: _thresholds(determiner, known[name]) for name in facts}
    rows: list[Row] = []
    for _ in range(n):
        missing = chance.choice((0.0, 0.05, 0.3, 0.7))
        rows.append(
            {
                name: None
                if chance.random() < (0.5 if known[name].derivation else missing)
                else _value(known[name], ends[name], chance)
                for name in facts
            }
        )
    return rows


def _thresholds(determiner: Determiner, fact: Fact) -> list[int]:
    """The ends of the ranges of a whole number or day that conditions tell apart."""
    found: set[int] = set()
    if fact.type in (FactType.INT, FactType.DATE):
        for question in determiner.stack.questions:
            with suppress(TooManySituations):
                for group in determiner.explorer.groups(question, fact.name):
                    found |= {as_number(group.value), as_number(group.value if group.last is None else group.last)}
    return sorted(found)


def _value(fact: Fact, thresholds: Sequence[int], chance: random.Random) -> Value:
    if fact.type is FactType.BOOL:
        return chance.random() < 0.5
    if fact.type is FactType.ENUM:
        return chance.choice(fact.values)
    usual = bool(thresholds) and chance.random() < 0.9
    return from_number(fact, chance.choice(thresholds) if usual else chance.randint(*range_of(fact)))


def table_of(rows: Sequence[Row], facts: Mapping[str, Fact], names: Sequence[str]) -> pa.Table:
    """The rows as a table, with their number as `id`."""
    schema = pa.schema([("id", pa.int64()), *((name, TYPES[facts[name].type]) for name in names)])
    return pa.Table.from_pylist([{"id": n, **row} for n, row in enumerate(rows)], schema=schema)


def by_single_case(determiner: Determiner, question: str, row: Row) -> Result:
    """What the evaluator says: status, answer, effective provisions, requirements."""
    found = determiner.determine(question, Case({name: value for name, value in row.items() if value is not None}))
    return (
        found.status.value,
        found.answer,
        frozenset(each.provision.id for each in found.provisions if each.effective is True),
        frozenset((each.kind, each.label) for each in found.due),
    )


def by_table(legend: Legend, row: Mapping[str, object]) -> Result:
    """What a row of results says, read with its legend."""

    def chosen(what: str, names: Sequence[object]) -> frozenset[object]:
        bits = row[legend.column(what)]
        assert isinstance(bits, int)
        return frozenset(name for n, name in enumerate(names) if bits >> n & 1)

    return (
        str(row[legend.column("status")]),
        str(row[legend.column("answer")] or ""),
        chosen("provisions", legend.provisions),
        chosen("requirements", legend.requirements),
    )  # type: ignore[return-value]


@contextmanager
def looked_up_with(**limits: int) -> Iterator[None]:
    """Questions become look-ups within other limits, and nothing that was compiled before is used."""
    with patch.multiple(lookup, **limits):
        lookup._look_ups.cache_clear()
        yield
    lookup._look_ups.cache_clear()
