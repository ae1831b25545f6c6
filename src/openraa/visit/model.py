"""A visit: who and what goes where, when, between which two States."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from pathlib import Path

from openraa.problems import Place, Problem
from openraa.visit.particulars import Particulars
from openraa.vocabulary import Value


class Subject(Enum):
    """The kinds of manifest."""

    PEOPLE = "people"
    ITEMS = "items"
    CONVEYANCES = "conveyances"

    @property
    def one(self) -> str:
        """One line of it, in a word."""
        return {"people": "person", "items": "item", "conveyances": "conveyance"}[self.value]


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a manifest: a person, a kind of goods, a vehicle, aircraft or ship."""

    subject: Subject
    label: str
    cells: Mapping[str, str]
    facts: Mapping[str, Value]
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """A file with one manifest, and how it is written.

    `encoding` and `date_order` (dmy, mdy or ymd) are empty where the file shows them by itself; `columns` maps
    a heading of the file to the name of our column.
    """

    file: str
    sheet: str = ""
    encoding: str = ""
    date_order: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VisitPlace:
    """Where the visit goes.

    `area` is the part of the receiving State's territory, if it has a name; `code` its ISO code, if it has one,
    known from the area or from the place's name.
    """

    name: str
    area: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A planned visit with its good lines; what is wrong with the others stands in `problems`."""

    name: str
    sending: str
    receiving: str
    begins_on: date
    ends_on: date
    activity: str
    description: str
    places: tuple[VisitPlace, ...]
    agreement: tuple[str, ...]
    planned_on: date | None
    facts: Mapping[str, Value]
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    path: Path
    particulars: Particulars = field(default_factory=Particulars)

    def of(self, subject: Subject) -> tuple[Line, ...]:
        """The lines of one manifest."""
        return tuple(line for line in self.lines if line.subject is subject)
