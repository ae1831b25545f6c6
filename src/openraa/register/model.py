"""Agreements and their lives: what is known of when they bound whom, and how sure that is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from openraa.problems import Place, Said

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$", re.ASCII)
NOWHERE = Place("")
ON_STATUS = frozenset({"reciprocal_access", "status_of_forces", "supplement", "protocol", "defence_cooperation"})
"""Kinds of agreement that say where forces stand on another State's territory."""


@dataclass(frozen=True, slots=True, order=True)
class DatedOn:
    """A day, a month or a year: dates are kept as precise as their source and no more."""

    year: int
    month: int = 0
    day: int = 0

    @classmethod
    def parse(cls, text: str) -> DatedOn | None:
        """The date that `YYYY-MM-DD`, `YYYY-MM` or `YYYY` means; None where there is none in the calendar."""
        found = _PARTIAL.match(text)
        if found is None:
            return None
        on = cls(int(found[1]), int(found[2] or 0), int(found[3] or 0))
        whole = (found[2] is None or on.month) and (found[3] is None or on.day)
        try:
            return on if whole and on.earliest and on.latest else None
        except ValueError:
            return None

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        parts += [f"{part:02d}" for part in (self.month, self.day) if part]
        return "-".join(parts)

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        if self.day:
            return date(self.year, self.month, self.day)
        year, month = (self.year, self.month + 1) if self.month else (self.year + 1, 1)
        if month > 12:
            year, month = year + 1, 1
        return date.fromordinal(date(year, month, 1).toordinal() - 1)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A document that somebody read: where it is, and how much of it was seen."""

    key: str
    title: str
    publisher: str = ""
    address: str = ""
    date: str = ""
    language: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Disputed:
    """Another date that a source gives for the same event."""

    on: DatedOn | None
    note: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that happened in the life of an agreement; `expected` where it is still to come."""

    event: str
    on: DatedOn | None
    place: str
    state: str
    note: str
    sources: tuple[str, ...]
    verified: bool
    disputed: tuple[Disputed, ...]
    at: Place
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Party:
    """A State that is bound, has signed, or negotiates; `since` is when the agreement bound it."""

    state: str
    since: date | None
    until: date | None
    sources: tuple[str, ...]
    verified: bool
    note: str = ""
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class TerritoryRow:
    """What is known about whether the agreement reaches a part of a State's territory.

    `codes` are the ISO codes of the areas that the row speaks of, where they have one.
    """

    state: str
    area: str
    applies: str
    cite: str
    sources: tuple[str, ...]
    note: str = ""
    codes: tuple[str, ...] = ()
    at: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ForceRule:
    """How the text itself dates its entry into force."""

    text: str
    cite: str
    days: int = 0
    after: str = ""


class Reach(Enum):
    """Which visits an agreement governs when several are in force between two States."""

    GENERAL = "general"
    SPECIAL = "special"
    YIELDS = "yields"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One legal instrument between States, and its life."""

    id: str
    short: str
    titles: dict[str, str]
    kind: str
    supplements: tuple[str, ...]
    directions: tuple[tuple[str, str], ...]
    parties: tuple[Party, ...]
    in_force: str
    in_force_note: str
    stack: tuple[str, ...]
    reach: Reach
    reach_because: str
    territory: tuple[TerritoryRow, ...]
    force_rule: ForceRule | None
    life: tuple[LifeEvent, ...]
    sources: dict[str, SourceEntry] = field(default_factory=dict)
    path: str = ""
    related: tuple[str, ...] = ()

    def party(self, state: str) -> Party | None:
        """The entry of a State, or None when it is no party and does not negotiate."""
        return next((party for party in self.parties if party.state == state), None)

    @property
    def on_status(self) -> bool:
        """Whether it deals with the status of forces, and not with supplies, information or equipment alone."""
        return self.kind in ON_STATUS

    def events(self, kind: str) -> tuple[LifeEvent, ...]:
        """The events of one kind, in the order of the file."""
        return tuple(event for event in self.life if event.event == kind)


class Force(Enum):
    """Whether an agreement binds two States on a day."""

    IN_FORCE = "in force"
    IN_FORCE_UNDATED = "in force, date not confirmed"
    NOT_YET = "not in force"
    ENDED = "no longer in force"
    UNKNOWN = "not confirmed to be in force"
    WRONG_DIRECTION = "does not cover this direction"


@dataclass(frozen=True, slots=True)
class Finding:
    """An agreement between two States on a day: its force, why, and on which sources that rests."""

    agreement: Agreement
    force: Force
    because: Said
    since: date | None
    verified: bool

    @property
    def binds(self) -> bool:
        """Whether the agreement can be applied."""
        return self.force in (Force.IN_FORCE, Force.IN_FORCE_UNDATED)
