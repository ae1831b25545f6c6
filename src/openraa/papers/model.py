"""What a paper is made of: blocks whose texts can be said in several languages, and what their rows state.

A paper holds no layout and no markup. Texts that were `say`d are said in each language of the paper; a plain
`str` is data and is printed as it stands. None is what nobody has said yet: an empty field "to be filled in".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import TypeVar, cast

from openraa.language import Language
from openraa.problems import Said
from openraa.visit import Plan, Visit
from openraa.vocabulary import StateName


class Part(Enum):
    """The lines of a visit of which a table holds every one; the name of what it is a part of comes after it."""

    PEOPLE = "people", ""
    UNDER_SINGLE_ORDERS = "people under orders of their own", "people"
    UNDER_GROUP_ORDER = "people under the group order", "people"
    BEARERS = "people whose weapon is named", "people"
    CARRIED_LIST = "people on the passenger list", "people"
    GOODS = "goods", ""
    ARMS = "arms and ammunition", "goods"
    DANGEROUS_GOODS = "dangerous goods", "goods"
    CONVEYANCES = "conveyances", ""
    VEHICLES = "vehicles", "conveyances"
    AIRCRAFT = "aircraft", "conveyances"
    SHIPS = "ships", "conveyances"

    def __init__(self, says: str, whole: str) -> None:
        self.says = says
        self._whole = whole

    @property
    def whole(self) -> Part | None:
        """What this is a part of; None where it is a whole itself."""
        return next((part for part in Part if part.says == self._whole), None)

    @property
    def repeats(self) -> bool:
        """Whether a line stands in it once for each movement."""
        return self is Part.CARRIED_LIST

    @property
    def subject(self) -> str:
        """People, items or conveyances."""
        whole = self.whole or self
        return {Part.PEOPLE: "people", Part.CONVEYANCES: "conveyances"}.get(whole, "items")


class States(Enum):
    """What the cells of a column state, so that papers can be compared; the first of its subject is its name."""

    NAME = "name"
    RANK = "rank"
    NATIONALITY = "nationality"
    BIRTH_DATE = "birth date"
    SEX = "sex"
    PASSPORT = "passport"
    ID_CARD = "identity card"
    SERVICE_NUMBER = "service number"
    ORDER_NUMBER = "order number"
    WEAPON_SERIAL = "serial number of the weapon"
    DESCRIPTION = "description"
    SERIAL = "serial number"
    QUANTITY = "quantity"
    UNIT = "unit"
    UN_NUMBER = "UN number"
    REGISTRATION = "registration"


class Measure(Enum):
    """What a total counts: the rows, the sum of their quantities, or the serial numbers in them."""

    LINES = "lines"
    PIECES = "pieces"
    SERIALS = "serial numbers"


@dataclass(frozen=True, slots=True)
class Total:
    """A number that a paper gives for a part of the visit."""

    part: Part
    measure: Measure
    n: int


@dataclass(frozen=True, slots=True)
class Plural:
    """A text that depends on a number, such as "3 vehicles"."""

    one: str
    many: str
    n: Total | int


def plural(one: str, many: str, n: Total | int) -> Plural:
    """`one` or `many` with `{n}` replaced; catalogues are collected from calls of this function."""
    return Plural(one, many, n)


class Place(Enum):
    """Where the name of a State stands: by itself, within a sentence, or after what belongs to it."""

    ALONE = "alone"
    IN_TEXT = "in text"
    OF = "of"


@dataclass(frozen=True, slots=True)
class Country:
    """A State, by its two-letter code, to be named in the language of the paper."""

    code: str
    place: Place = Place.ALONE


@dataclass(frozen=True, slots=True)
class Cites:
    """Citations, of which the words are said in the language of the paper."""

    cites: tuple[str, ...]


Value = Said | str | int | Decimal | date | datetime | Country | Cites | Total | Plural | None


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value; `wide` takes a whole line.

    `unconfirmed` marks a field whose place on the form no source confirms: printed on request only, and labelled.
    `number` is the box of the form that this follows; no source confirms those either, so they are treated alike.
    `states` is as in a column.
    """

    label: Said
    value: Value
    number: str = ""
    wide: bool = False
    unconfirmed: bool = False
    states: States | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """Labelled values side by side. With `part`, they are one line of it; all such blocks of a paper are every line."""

    rows: tuple[Field, ...]
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `share` is its part of the width, 0 for as wide as its content.

    One that is `optional` is left out where all its cells are empty; `number` and `unconfirmed` as in a field.
    """

    label: Said
    states: States | None = None
    share: int = 0
    right: bool = False
    optional: bool = False
    number: str = ""
    unconfirmed: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under repeated headings. With `part`, it holds every line of that part of the visit, one or more rows each.

    A cell that is None is to be filled in; `totals` stand below the last row.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    part: Part | None = None
    totals: tuple[tuple[Said, Total], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of what follows."""

    text: Said | str


class Voice(Enum):
    """How a paragraph is set: as text, as a statement that somebody signs, or as a remark about the paper."""

    TEXT = "text"
    STATEMENT = "statement"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs."""

    paragraphs: tuple[Said | Plural | str, ...]
    voice: Voice = Voice.TEXT


@dataclass(frozen=True, slots=True)
class Boxes:
    """Empty boxes for signatures and stamps, side by side; each with a label and what is known of who signs."""

    rows: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows stands on a page of its own."""


Block = Heading | Fields | Table | Prose | Boxes | NewPage


@dataclass(frozen=True, slots=True)
class Statement:
    """What a paper finally says about a part of the visit: its rows, if it lists them, and its totals."""

    part: Part
    rows: tuple[Mapping[States, str], ...] | None
    totals: tuple[tuple[Measure, int], ...] = ()


@dataclass(frozen=True, slots=True)
class MachineForm:
    """The same paper for machines; `read` says what stands in the file, read back from its bytes alone."""

    ending: str
    data: bytes
    read: Callable[[bytes], tuple[Statement, ...]]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its name (also of its file), title, languages (the first leads) and content.

    `remarks` stand on the cover sheet: what somebody should know before signing or sending it.
    """

    name: str
    title: Said
    blocks: tuple[Block, ...]
    languages: tuple[Language, ...]
    landscape: bool = False
    machine: tuple[MachineForm, ...] = ()
    remarks: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A paper that this visit does not need, and why."""

    name: str
    title: Said
    because: Said


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be printed: the plan of a visit, in a language."""

    plan: Plan
    words: Language

    @property
    def visit(self) -> Visit:
        """The visit."""
        return self.plan.visit


Build = Callable[[Job], Paper | LeftOut]

_SOURCE = re.compile(r"(?:, |、)S\d+[a-z]?\b| \(S\d+[a-z]?(?:, S\d+[a-z]?)*\)")
"""The number of a source in docs/, which says nothing to who reads a paper; its name stands before it."""


def spoken(value: Value, words: Language, *, neutral: bool = False) -> str:
    """A value in one language; `neutral` writes days as ISO, for tables and papers in several languages.

    An instant is written in UTC, with a Z, where the visit file gives its offset; else as it stands there.
    """
    match value:
        case None:
            return ""
        case Said():
            values = {
                key: part if isinstance(part, StateName | tuple) else spoken(cast(Value, part), words, neutral=neutral)
                for key, part in value.values.items()
            }
            return words(value.template, **values)
        case str():
            return value
        case datetime():
            return f"{value.astimezone(UTC):%Y-%m-%d %H:%M}Z" if value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat() if neutral else words.day(value)
        case Country(code, Place.OF):
            return words.of_country(code)
        case Country(code, Place.IN_TEXT):
            return words.country_in_text(code)
        case Country(code):
            return words.country(code)
        case Cites(cites):
            return _SOURCE.sub("", words.cites(cites))
        case Total(n=n):
            return words.number(n)
        case Plural(one, many, n):
            return words.plural(one, many, n.n if isinstance(n, Total) else n)
        case int():
            return words.number(value)
        case Decimal():
            return words.decimal(value)


def totals_in(value: Value) -> list[Total]:
    """The totals that a text gives."""
    match value:
        case Total():
            return [value]
        case Plural(n=Total() as total):
            return [total]
        case Said():
            return [total for part in value.values.values() for total in totals_in(cast(Value, part))]
        case _:
            return []


def shown(blocks: Sequence[Block], *, unconfirmed: bool) -> list[Block]:
    """The blocks as they are printed: without unconfirmed fields, columns and box numbers unless they are asked for."""
    found: list[Block] = []
    for block in blocks:
        match block:
            case Fields(rows) | Boxes(rows):
                kept = tuple(_numbered(row, unconfirmed) for row in rows if unconfirmed or not row.unconfirmed)
                if kept:
                    found.append(replace(block, rows=kept))
            case Table(columns, rows):
                keep = [i for i, column in enumerate(columns) if _stays(column, [row[i] for row in rows], unconfirmed)]
                found.append(
                    replace(
                        block,
                        columns=tuple(_numbered(columns[i], unconfirmed) for i in keep),
                        rows=tuple(tuple(row[i] for i in keep) for row in rows),
                    )
                )
            case _:
                found.append(block)
    return found


def _stays(column: Column, cells: Sequence[Value], unconfirmed: bool) -> bool:
    if column.unconfirmed and not unconfirmed:
        return False
    return not column.optional or any(cell not in (None, "") for cell in cells)


_Labelled = TypeVar("_Labelled", Field, Column)


def _numbered(labelled: _Labelled, unconfirmed: bool) -> _Labelled:
    return labelled if unconfirmed or not labelled.number else replace(labelled, number="")
