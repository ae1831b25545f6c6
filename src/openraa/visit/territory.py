"""Whether what governs a visit reaches the places that it goes to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openraa.problems import Said, say
from openraa.register import Finding, TerritoryRow
from openraa.visit.model import Visit, VisitPlace
from openraa.vocabulary import areas, country_name


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether an agreement reaches a place: `yes`, `no` or `unknown`, with the article and the reason."""

    place: VisitPlace
    applies: str
    cite: str
    says: Said
    note: str = ""


def reached(visit: Visit, chosen: Iterable[Finding]) -> tuple[Reached, ...]:
    """For each place of the visit that lies in an area of its own, whether the agreements reach that area.

    A supplement does not reach further than its base. Places in no such area are left to `visit.territory`.
    """
    agreements = [found.agreement for found in chosen]
    if not agreements:
        return ()
    base = agreements[0]
    found = []
    for place in visit.places:
        if place.area or place.code:
            rows = [row for row in base.territory if row.state == visit.receiving and _speaks_of(row, place)]
            found.append(_reached(place, rows[0] if rows else None, base.short, visit.receiving))
    return tuple(found)


def _speaks_of(row: TerritoryRow, place: VisitPlace) -> bool:
    if place.code:
        return place.code in row.codes
    return place.area.casefold() in row.area.casefold()


def _reached(place: VisitPlace, row: TerritoryRow | None, short: str, state: str) -> Reached:
    area = areas()[place.code].name if place.code else place.area
    values = {"agreement": say(short), "place": place.name or area, "area": area, "state": country_name(state)}
    match row.applies if row else "":
        case "yes":
            text = say("{place} lies in {area} ({state}). The {agreement} reaches it.", **values)
        case "no":
            text = say("{place} lies in {area} ({state}). The {agreement} does not reach it.", **values)
        case "unknown":
            text = say(
                "{place} lies in {area} ({state}). Whether the {agreement} reaches it is not established.", **values
            )
        case _:
            text = say(
                "{place} lies in {area} ({state}). The register does not say whether the {agreement} reaches it.",
                **values,
            )
    return Reached(place, row.applies if row else "unknown", row.cite if row else "", text, row.note if row else "")


def nowhere(rows: Iterable[Reached], visit: Visit) -> bool:
    """Whether every place of the visit is known to lie where the agreement does not apply."""
    not_reached = {row.place for row in rows if row.applies == "no"}
    return bool(visit.places) and set(visit.places) == not_reached
