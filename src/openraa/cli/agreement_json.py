"""The register for machines: agreements, what binds two States, statements. Ids and English words stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openraa.register import Agreement, Governing, LifeEvent, SourceEntry, Statement, Statements, TerritoryRow


def governing_json(result: Governing) -> dict[str, object]:
    """What binds two States, for machines."""
    from openraa.register import latest_step

    return {
        "sending": result.sending,
        "receiving": result.receiving,
        "on": result.on.isoformat(),
        "governs": list(result.governs),
        "explanation": list(result.explanation),
        "findings": [
            {
                "agreement": row.agreement.id,
                "force": row.force.value,
                "since": row.since.isoformat() if row.since else None,
                "because": row.because,
                "verified": row.verified,
                "on_status": row.agreement.on_status,
                "rulebook": bool(row.agreement.stack),
                "latest_step": _step_json(latest_step(row.agreement, result.on)),
                "territory": [territory_json(t) for t in row.agreement.territory if t.state == result.receiving],
            }
            for row in result.findings
        ],
    }


def agreement_json(agreement: Agreement) -> dict[str, object]:
    """An agreement, for machines."""
    return {
        "id": agreement.id,
        "short": agreement.short,
        "titles": agreement.titles,
        "kind": agreement.kind,
        "in_force": agreement.in_force,
        "in_force_note": agreement.in_force_note or None,
        "stack": list(agreement.stack),
        "supplements": list(agreement.supplements),
        "related": list(agreement.related),
        "directions": [{"sending": a, "receiving": b} for a, b in agreement.directions] or "both",
        "parties": [
            {
                "state": p.state,
                "since": p.since.isoformat() if p.since else None,
                "until": p.until.isoformat() if p.until else None,
                "verified": p.verified,
                "note": p.note or None,
                "sources": list(p.sources),
            }
            for p in agreement.parties
        ],
        "territory": [territory_json(t) for t in agreement.territory],
        "life": [
            {
                "event": e.event,
                "on": str(e.on) if e.on else None,
                "place": e.place or None,
                "state": e.state or None,
                "note": e.note or None,
                "verified": e.verified,
                "expected": e.expected,
                "sources": list(e.sources),
                "disputed": [
                    {"on": str(d.on) if d.on else None, "note": d.note, "sources": list(d.sources)} for d in e.disputed
                ],
            }
            for e in agreement.life
        ],
        "sources": {key: source_json(source) for key, source in agreement.sources.items()},
    }


def territory_json(row: TerritoryRow) -> dict[str, object]:
    """A part of a State's territory and whether an agreement reaches it, for machines."""
    return {
        "state": row.state,
        "area": row.area,
        "codes": list(row.codes),
        "applies": row.applies,
        "cite": row.cite,
        "note": row.note,
        "sources": list(row.sources),
    }


def source_json(source: SourceEntry) -> dict[str, object]:
    """A source, for machines."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "address": source.address,
        "date": source.date,
        "language": source.language,
        "seen": source.seen,
    }


def _step_json(event: LifeEvent | None) -> dict[str, object] | None:
    if event is None:
        return None
    return {"event": event.event, "on": str(event.on), "place": event.place or None, "verified": event.verified}


def statement_json(
    row: Statement, statements: Statements, agreements: Mapping[str, Agreement], today: date
) -> dict[str, object]:
    """A statement and what the register says to it, for machines."""
    from openraa.register import events_of, source_of, spans_of

    names = list(dict.fromkeys([*row.sources, *(key for side in row.sides for key in side.sources)]))
    found = {name: source_of(name, statements, agreements) for name in names}
    return {
        "id": row.id,
        "article": source_json(statements.articles[row.article]),
        "by": row.by or None,
        "says": row.says,
        "about": list(row.about),
        "states": list(row.states),
        "finding": row.verdict.name.lower(),
        "answer": row.answer,
        "sides": [
            {"says": side.says, "on": str(side.on) if side.on else None, "sources": list(side.sources)}
            for side in row.sides
        ],
        "spans": [
            {
                "agreement": span.claim.agreement,
                "from": span.claim.start,
                "to": span.claim.end,
                "months_low": round(span.low, 1),
                "months_high": round(span.high, 1),
                "open": span.open,
                "claimed_about": span.claim.about or None,
                "claimed_at_least": span.claim.at_least or None,
                "fits": span.bears_out,
            }
            for span in spans_of(row, agreements, today)
        ],
        "events": [
            {
                "agreement": agreement.id,
                "event": event.event,
                "on": str(event.on) if event.on else None,
                "verified": event.verified,
                "sources": list(event.sources),
            }
            for agreement, event in events_of(row, agreements)
        ],
        "sources": {name: source_json(source) for name, source in found.items() if source},
    }
