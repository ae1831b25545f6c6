"""What the columns of a manifest state: rows of text into lines of typed facts, faults with row and column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources

from openraa.problems import Place, Problem, Severity, nearest
from openraa.visit.model import Line, Subject
from openraa.visit.read import Row, Table
from openraa.vocabulary import Fact, FactType, Value, Vocabulary, country, read_yaml

_YES = frozenset(("yes", "y", "true", "x", "1", "oui", "si", "sì", "はい"))
_NO = frozenset(("no", "n", "false", "0", "-", "non", "none", "いいえ"))
_LABEL = {Subject.PEOPLE: "name", Subject.ITEMS: "description", Subject.CONVEYANCES: "registration"}
STATELESS = ("XXA", "STATELESS")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a manifest: the names it goes by and what it states."""

    name: str
    names: tuple[str, ...]
    fact: str = ""
    held: str = ""
    required: bool = False
    is_date: bool = False
    is_number: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Circle:
    """Who counts as what towards a visit: needed to read nationalities."""

    sending: str
    receiving: str
    parties: frozenset[str]


@cache
def columns_of(subject: Subject) -> dict[str, Column]:
    """The columns of a manifest, by their main name."""
    text = (resources.files("openraa.visit") / "columns.yaml").read_text(encoding="utf-8")
    tables = {key: value for key, value, _ in read_yaml(text, "columns.yaml").items()}
    columns = {}
    for name, placed, _ in tables[subject.value].items():
        row = placed.plain()
        assert isinstance(row, dict)
        words: dict[str, str] = {}
        given = row.get("words") or {}
        assert isinstance(given, dict)
        for value, synonyms in given.items():
            assert isinstance(synonyms, list)
            words |= {str(word).lower(): value for word in synonyms}
        names = row["names"]
        assert isinstance(names, list)
        columns[name] = Column(
            name=name,
            names=tuple(str(n) for n in names),
            fact=str(row.get("fact") or ""),
            held=str(row.get("held") or ""),
            required=row.get("required") is True,
            is_date=row.get("date") is True,
            is_number=row.get("number") is True,
            words=words,
        )
    return columns


def read_lines(
    table: Table, subject: Subject, circle: Circle, vocabulary: Vocabulary
) -> tuple[list[Line], list[Problem]]:
    """The good lines of a table, and every problem with the others. A bad row gives no line at all."""
    heads, problems = _heads(table, subject, vocabulary)
    if any(problem.severity is Severity.ERROR for problem in problems):
        return [], problems
    lines: list[Line] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        line, faults = _line(row, table.path, subject, heads, circle, vocabulary)
        if line is not None and subject is Subject.CONVEYANCES and line.label in seen:
            faults.append(
                Problem(
                    line.place, "duplicate", f"`{line.label}` stands already in row {seen[line.label]}",
                    "Keep one of the two rows.",
                )
            )  # fmt: skip
        problems += faults
        if line is not None and not faults:
            seen.setdefault(line.label, row.number)
            lines.append(line)
    return lines, problems


def _heads(table: Table, subject: Subject, vocabulary: Vocabulary) -> tuple[list[Column | None], list[Problem]]:
    known = columns_of(subject)
    by_word = {_plain(word): column for column in known.values() for word in (*column.names, column.name)}
    heads: list[Column | None] = []
    problems: list[Problem] = []
    for index, text in enumerate(table.header.cells):
        place = Place(table.path, table.header.number, index + 1)
        column = by_word.get(_plain(text))
        if column is None and text in vocabulary.facts:
            column = Column(text, (text,), fact=text)
        if column is None and text:
            hint = nearest(_plain(text), by_word)
            problems.append(
                Problem(
                    place, "unknown-column", f"the column `{text}` is not known and was not used",
                    hint or "See docs/reference/manifests.md for the names.", Severity.WARNING,
                )
            )  # fmt: skip
        elif column is not None and column in heads:
            problems.append(
                Problem(place, "duplicate-column", f"the column `{text}` stands twice", "Remove one of them.")
            )
        heads.append(column)
    for column in known.values():
        if column.required and column not in heads:
            problems.append(
                Problem(
                    Place(table.path, table.header.number), "missing-column",
                    f"there is no column `{column.name}`",
                    f"Head one column with {' or '.join(column.names)}.",
                )
            )  # fmt: skip
    return heads, problems


def _plain(text: str) -> str:
    return re.sub(r"[\s_\-./()]+", " ", text.lower()).strip()


def _line(
    row: Row,
    path: str,
    subject: Subject,
    heads: list[Column | None],
    circle: Circle,
    vocabulary: Vocabulary,
) -> tuple[Line | None, list[Problem]]:
    faults: list[Problem] = []
    facts: dict[str, Value] = {}
    cells: dict[str, str] = {}
    for index, column in enumerate(heads):
        text = row.cells[index] if index < len(row.cells) else ""
        place = Place(path, row.number, index + 1)
        if column is None:
            continue
        cells[column.name] = text
        if not text:
            if column.required:
                faults.append(Problem(place, "missing", f"`{column.name}` is empty", "Fill it in."))
        elif column.name == "nationality":
            _read_nationality(text, place, circle, facts, faults)
        else:
            _read_cell(column, text, place, facts, faults, vocabulary)
    if len(row.cells) > len(heads) and any(row.cells[len(heads) :]):
        place = Place(path, row.number, len(heads) + 1)
        faults.append(
            Problem(place, "extra-cell", "this row has more cells than there are columns", "Check its commas.")
        )
    label = cells.get(_LABEL[subject], "") or f"row {row.number}"
    return Line(subject, label, cells, facts, Place(path, row.number)), faults


def _read_cell(
    column: Column,
    text: str,
    place: Place,
    facts: dict[str, Value],
    faults: list[Problem],
    vocabulary: Vocabulary,
) -> None:
    if column.held:
        facts[column.held] = text.lower() not in _NO
    if column.is_date and _day(text) is None:
        faults.append(Problem(place, "date", f"`{text}` is not a day", "Write YYYY-MM-DD."))
    if column.is_number and not re.fullmatch(r"\d{1,9}", text):
        faults.append(Problem(place, "number", f"`{text}` is not a whole number", "Write digits only."))
    if not column.fact:
        return
    fact = vocabulary.facts[column.fact]
    value = _value(fact, text, column)
    if value is None:
        words = [*fact.values, *column.words] if fact.type is FactType.ENUM else ["yes", "no"]
        remedy = nearest(text.lower(), words) or f"Write {fact.choices()}."
        faults.append(Problem(place, "value", f"{column.name}: `{text[:60]}` is not understood", remedy))
    else:
        facts[column.fact] = value


def _value(fact: Fact, text: str, column: Column) -> Value | None:
    word = text.lower()
    if fact.type is FactType.BOOL:
        return True if word in _YES else False if word in _NO else None
    if fact.type is FactType.ENUM:
        word = column.words.get(word, word.replace(" ", "_"))
    try:
        return fact.parse(word)
    except ValueError:
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _read_nationality(text: str, place: Place, circle: Circle, facts: dict[str, Value], faults: list[Problem]) -> None:
    codes = set()
    for word in re.split(r"[;,/+ ]+", text.strip()):
        if word.upper() in STATELESS:
            continue
        row = country(word)
        if row is None or row["valid_to"]:
            instead = f" It was replaced by {row['replaced_by']}." if row and row["replaced_by"] else ""
            faults.append(
                Problem(
                    place, "unknown-country", f"`{word[:20]}` is not a country code of today",
                    f"Write a code such as JPN or JP; `raa codes countries` lists them.{instead}",
                )
            )  # fmt: skip
            return
        codes.add(row["alpha2"])
    facts["person.stateless"] = not codes
    facts["person.national_sending"] = circle.sending in codes
    facts["person.national_receiving"] = circle.receiving in codes
    others = codes - {circle.sending, circle.receiving}
    facts["person.national_other_party"] = bool(others & circle.parties)
    facts["person.national_non_party"] = bool(others - circle.parties)
