"""The same condition over other facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from openraa.rulebook.condition.syntax import (
    And,
    Compares,
    ComparesFacts,
    Condition,
    FactHolds,
    Not,
    OneOf,
    Or,
)


def rename_facts(condition: Condition, names: Mapping[str, str]) -> Condition:
    """The condition with each fact named in `names` replaced by the fact it maps to."""
    match condition:
        case Not(of):
            return Not(rename_facts(of, names))
        case And(parts):
            return And(tuple(rename_facts(part, names) for part in parts))
        case Or(parts):
            return Or(tuple(rename_facts(part, names) for part in parts))
        case FactHolds(fact) | Compares(fact) | OneOf(fact):
            return replace(condition, fact=names.get(fact, fact))
        case ComparesFacts(left, _, right):
            return replace(condition, left=names.get(left, left), right=names.get(right, right))
        case _:
            return condition
