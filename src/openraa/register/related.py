"""Which agreements belong together: what one adds to, what adds to it, what else the same States have."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from openraa.register.model import Agreement


class Relation(Enum):
    """How another agreement is related to one."""

    BASE = "it adds to"
    SUPPLEMENT = "adds to it"
    NAMED = "belongs with it"
    SAME_STATES = "between the same States"


def related(agreement: Agreement, known: Mapping[str, Agreement]) -> tuple[tuple[Relation, Agreement], ...]:
    """The related agreements, the closest first; an agreement stands once.

    Of two agreements with many parties each, that they share some says little: those are left out.
    """
    found: dict[str, tuple[Relation, Agreement]] = {}

    def add(relation: Relation, other: Agreement) -> None:
        if other.id != agreement.id:
            found.setdefault(other.id, (relation, other))

    for name in agreement.supplements:
        if name in known:
            add(Relation.BASE, known[name])
    for other in known.values():
        if agreement.id in other.supplements:
            add(Relation.SUPPLEMENT, other)
    for other in known.values():
        if agreement.id in other.related or other.id in agreement.related:
            add(Relation.NAMED, other)
    states = {party.state for party in agreement.parties}
    for other in known.values():
        others = {party.state for party in other.parties}
        if len(states & others) > 1 and 2 in (len(states), len(others)):
            add(Relation.SAME_STATES, other)
    order = list(Relation)
    return tuple(sorted(found.values(), key=lambda pair: (order.index(pair[0]), pair[1].id)))
