"""What happened: every dated event of every life, newest first; the same as a feed and as a calendar."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from xml.sax.saxutils import escape

from openraa.language import Reading
from openraa.register import Agreement
from openraa.site.agreement import Step, steps
from openraa.site.edition import Edition
from openraa.site.page import Page, dated, file_of

_IDS = uuid.UUID("6c1f5f5e-2d0e-5b7a-9a53-6a2f6b0a4c11")  # of this register; an event keeps its id for ever
_IN_FEED = 100


@dataclass(frozen=True, slots=True)
class Happened:
    """One event with its agreement."""

    agreement: Agreement
    step: Step

    @property
    def on(self) -> date:
        """The first day that its date can mean."""
        return self.step.event.on.earliest if self.step.event.on else date.min

    @property
    def path(self) -> str:
        """The page that tells of it."""
        return f"agreements/{self.agreement.id}"

    @property
    def id(self) -> str:
        """An id that stays when the site moves."""
        return f"urn:uuid:{uuid.uuid5(_IDS, f'{self.agreement.id}#{self.step.anchor}')}"

    def title(self, words: Reading) -> str:
        """The event in a line."""
        event = self.step.event
        name = words(event.event.replace("_", " "))
        values = {"agreement": words(self.agreement.short), "event": name}
        text = words("{agreement}: {event}", **values)
        if event.state:
            text = words("{text} ({state})", text=text, state=words.country(event.state))
        return text if event.verified else words("{text}, unverified", text=text)


def happened(edition: Edition) -> tuple[Happened, ...]:
    """Every dated event up to the edition's day, newest first."""
    rows = [
        Happened(agreement, step)
        for agreement in edition.agreements.values()
        for step in steps(agreement, edition.on)
        if step.event.on and not step.ahead
    ]
    return tuple(sorted(rows, key=lambda row: (-row.on.toordinal(), row.agreement.id, row.step.anchor)))


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The list by year."""
    rows = happened(edition)
    yield Page(
        "events",
        "events.html.j2",
        words("Events"),
        {"years": [(year, list(each)) for year, each in groupby(rows, key=lambda row: row.on.year)]},
        summary=words("Every dated event in the lives of the agreements, newest first, with feed and calendar."),
    )


def atom(edition: Edition, words: Reading) -> str:
    """The feed of the latest events, by RFC 4287.

    Addresses are relative to the feed where the site's own address is not known.
    """
    base = edition.base_url

    def entry(row: Happened) -> str:
        event = row.step.event
        address = f"{base}{file_of(row.path, words.code)}" if base else f"{row.path}.html"
        names = [row.agreement.sources[key].publisher or row.agreement.sources[key].title for key in event.sources]
        text = " ".join(
            part
            for part in (
                words("{day}.", day=dated(event.on, words)),
                words(event.note) if event.note else "",
                words("Sources: {names}.", names=words.join(dict.fromkeys(names)))
                if names
                else words("No source was seen for this."),
            )
            if part
        )
        return (
            f"<entry><id>{row.id}</id><title>{escape(row.title(words))}</title>"
            f'<link rel="alternate" type="text/html" href="{escape(address)}#{escape(row.step.anchor)}"/>'
            f"<updated>{row.on.isoformat()}T00:00:00Z</updated><summary>{escape(text)}</summary></entry>"
        )

    feed = uuid.uuid5(_IDS, f"events/{words.code}")
    own = f"{base}{words.code}/events.atom" if base else "events.atom"
    home = f"{base}{file_of('events', words.code)}" if base else "events.html"
    entries = "\n".join(entry(row) for row in happened(edition)[:_IN_FEED])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{words.code}">\n'
        f"<id>urn:uuid:{feed}</id><title>{escape(words('Events in the lives of agreements'))}</title>\n"
        f"<updated>{edition.on.isoformat()}T00:00:00Z</updated>\n"
        f"<author><name>{escape(words('Register of visiting forces agreements'))}</name></author>\n"
        f'<link rel="self" href="{escape(own)}"/><link rel="alternate" type="text/html" href="{escape(home)}"/>\n'
        f"{entries}\n</feed>\n"
    )


def calendar(edition: Edition, words: Reading) -> bytes:
    """Every event that is dated to the day, by RFC 5545; a month or a year is no day and stays out."""
    from icalendar import Calendar, Event

    out = Calendar()
    out.add("prodid", "-//OpenRAA//register//EN")
    out.add("version", "2.0")
    out.add("x-wr-calname", words("Events in the lives of agreements"))
    stamp = datetime.combine(edition.on, time(), UTC)
    for row in happened(edition):
        event = row.step.event
        if event.on is None or not event.on.day:
            continue
        entry = Event()
        entry.add("uid", row.id)
        entry.add("dtstamp", stamp)
        entry.add("dtstart", row.on)
        entry.add("dtend", row.on + timedelta(days=1))
        entry.add("summary", row.title(words))
        entry.add("transp", "TRANSPARENT")
        if event.place:
            entry.add("location", event.place)
        if event.note:
            entry.add("description", words(event.note))
        if edition.base_url:
            entry.add("url", f"{edition.base_url}{file_of(row.path, words.code)}#{row.step.anchor}")
        out.add_component(entry)
    return bytes(out.to_ical())


def latest(edition: Edition, n: int) -> tuple[Happened, ...]:
    """The latest events that are steps, not statements."""
    return tuple(row for row in happened(edition) if row.step.event.event != "statement")[:n]


def doubts(edition: Edition) -> Mapping[str, int]:
    """How much of the register is not sure, by kind."""
    events = [event for agreement in edition.agreements.values() for event in agreement.life]
    return {
        "unverified": sum(not event.verified for event in events),
        "disputed": sum(bool(event.disputed) for event in events),
        "events": len(events),
        "parties": sum(not party.verified for agreement in edition.agreements.values() for party in agreement.parties),
    }
