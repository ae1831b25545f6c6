"""The register as tables: one row for one fact, keys between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from openraa.register import Agreement

Row = Mapping[str, str]
TABLES = ("agreements", "titles", "parties", "territory", "events", "disputes", "sources")
SEPARATOR = ";"


def tables(agreements: Iterable[Agreement]) -> dict[str, list[Row]]:
    """Every table of the register by name; agreements by id, the rest in the order of their files."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for agreement in sorted(agreements, key=lambda a: a.id):
        for name, row in _rows(agreement):
            rows[name].append(row)
    return rows


def _rows(of: Agreement) -> Iterator[tuple[str, Row]]:
    rule = of.force_rule
    yield (
        "agreements",
        {
            "id": of.id,
            "short": of.short,
            "kind": of.kind,
            "supplements": _list(of.supplements),
            "related": _list(of.related),
            "directions": _list([f"{sending}>{receiving}" for sending, receiving in of.directions]),
            "in_force": of.in_force,
            "in_force_note": of.in_force_note,
            "rulebook": _flag(bool(of.stack)),
            "stack": _list(of.stack),
            "reach": of.reach.value,
            "force_rule": rule.text if rule else "",
            "force_rule_cite": rule.cite if rule else "",
        },
    )
    for language, title in of.titles.items():
        yield "titles", {"agreement": of.id, "language": language, "title": title}
    for party in of.parties:
        yield (
            "parties",
            {
                "agreement": of.id,
                "state": party.state,
                "since": _day(party.since),
                "until": _day(party.until),
                "verified": _flag(party.verified),
                "note": party.note,
                "sources": _list(party.sources),
            },
        )
    for number, area in enumerate(of.territory, 1):
        yield (
            "territory",
            {
                "agreement": of.id,
                "number": str(number),
                "state": area.state,
                "area": area.area,
                "codes": _list(area.codes),
                "applies": area.applies,
                "cite": area.cite,
                "note": area.note,
                "sources": _list(area.sources),
            },
        )
    for number, event in enumerate(of.life, 1):
        yield (
            "events",
            {
                "agreement": of.id,
                "number": str(number),
                "event": event.event,
                "on": str(event.on or ""),
                "earliest": _day(event.on.earliest if event.on else None),
                "latest": _day(event.on.latest if event.on else None),
                "place": event.place,
                "state": event.state,
                "note": event.note,
                "expected": _flag(event.expected),
                "verified": _flag(event.verified),
                "sources": _list(event.sources),
            },
        )
        for n, other in enumerate(event.disputed, 1):
            yield (
                "disputes",
                {
                    "agreement": of.id,
                    "event": str(number),
                    "number": str(n),
                    "on": str(other.on or ""),
                    "note": other.note,
                    "sources": _list(other.sources),
                },
            )
    for source in of.sources.values():
        yield (
            "sources",
            {
                "agreement": of.id,
                "key": source.key,
                "title": source.title,
                "publisher": source.publisher,
                "address": source.address,
                "date": source.date,
                "language": source.language,
                "seen": source.seen,
            },
        )


def _list(items: Sequence[str]) -> str:
    return SEPARATOR.join(items)


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
