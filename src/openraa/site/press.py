"""What the press says, statement by statement, and what the register says to it, with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from openraa.language import Reading
from openraa.problems import Said
from openraa.register import (
    Agreement,
    SourceEntry,
    Statement,
    events_of,
    load_statements,
    source_of,
    span_said,
    spans_of,
)
from openraa.site.agreement import Step, steps
from openraa.site.edition import Edition
from openraa.site.page import Page


@dataclass(frozen=True, slots=True)
class Looked:
    """One statement with all that the register has on it."""

    statement: Statement
    events: tuple[tuple[Agreement, Step], ...]
    spans: tuple[Said, ...]
    sources: tuple[SourceEntry, ...]
    sides: tuple[tuple[str, tuple[SourceEntry, ...]], ...]


def looked_up(edition: Edition) -> tuple[Looked, ...]:
    """Every statement, in the order of the file."""
    known = load_statements()

    def sources(names: Sequence[str]) -> tuple[SourceEntry, ...]:
        return tuple(found for name in names if (found := source_of(name, known, edition.agreements)))

    return tuple(
        Looked(
            row,
            tuple(
                (agreement, step)
                for agreement, event in events_of(row, edition.agreements)
                for step in steps(agreement, edition.on)
                if step.event is event
            ),
            tuple(span_said(span) for span in spans_of(row, edition.agreements, edition.on)),
            sources(row.sources),
            tuple((side.says, sources(side.sources)) for side in row.sides),
        )
        for row in known.statements
    )


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """All statements on one page, by article."""
    rows, articles = looked_up(edition), load_statements().articles
    yield Page(
        "press",
        "press.html.j2",
        words("What the press says"),
        {
            "articles": [
                (name, source, own)
                for name, source in articles.items()
                if (own := [row for row in rows if row.statement.article == name])
            ],
        },
        summary=words("Statements of the press on such agreements, each with what bears it out or contradicts it."),
    )
