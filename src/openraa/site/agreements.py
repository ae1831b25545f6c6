"""The list of all agreements, which can be narrowed by kind and by how they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openraa.language import Reading
from openraa.problems import Said, say
from openraa.register import Agreement, LifeEvent
from openraa.site.edition import Edition
from openraa.site.page import Page
from openraa.site.standing import Standing, standing

KINDS = {
    "reciprocal_access": say("Reciprocal access"),
    "status_of_forces": say("Status of forces"),
    "supplement": say("Supplement"),
    "protocol": say("Protocol"),
    "implementing_act": say("Implementing act"),
    "logistics": say("Logistics"),
    "information_security": say("Information security"),
    "equipment_transfer": say("Transfer of equipment"),
    "defence_cooperation": say("Defence cooperation"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """One agreement in the list."""

    agreement: Agreement
    standing: Standing
    kind: Said
    latest: LifeEvent | None
    has_rulebook: bool


def listed(edition: Edition) -> tuple[Listed, ...]:
    """Every agreement, in force first, then by name."""
    rows = [_listed(agreement, edition) for agreement in edition.agreements.values()]
    order = list(Standing)
    return tuple(sorted(rows, key=lambda row: (order.index(row.standing), row.agreement.short)))


def _listed(agreement: Agreement, edition: Edition) -> Listed:
    past = [event for event in agreement.life if event.on and event.on.earliest <= edition.on and not event.expected]
    latest = max(past, key=lambda event: event.on.earliest if event.on else edition.on, default=None)
    return Listed(
        agreement,
        standing(agreement, edition.on),
        KINDS[agreement.kind],
        latest,
        agreement.id in edition.stacks,
    )


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The list."""
    rows = listed(edition)
    yield Page(
        "agreements/index",
        "agreements.html.j2",
        words("Agreements"),
        {
            "rows": rows,
            "kinds": [(name, says) for name, says in KINDS.items() if any(r.agreement.kind == name for r in rows)],
            "standings": [each for each in Standing if any(row.standing is each for row in rows)],
        },
        summary=words("Every agreement of the register, with its Parties, how it stands and its latest step."),
    )
