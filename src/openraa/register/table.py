"""A simple table of agreements (CSV) into folders of the register: one row, one agreement, one source.

The good rows and the problems come together; a row is taken in whole or not at all.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, cast

from openraa.language import state_named
from openraa.problems import Place, Problem, Refused, Unavailable, nearest, say
from openraa.register.check import check_register
from openraa.register.model import Agreement, DatedOn
from openraa.register.read import FILE_NAME, KINDS, parse_agreement
from openraa.vocabulary import country, read_yaml, withdrawn

LARGEST_FILE = 20_000_000  # bytes
MOST_ROWS = 10_000
DATES = ("intent", "talks_start", "agreement_in_principle", "signature", "entry_into_force", "first_use", "termination")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table: its name, what may stand in it, whether it must, and other names for it."""

    name: str
    means: str
    required: bool
    synonyms: tuple[str, ...]


@cache
def columns() -> tuple[Column, ...]:
    """The columns of the table, in the order of the template."""
    return tuple(
        Column(row["name"], row["means"], row["required"], tuple(row["synonyms"])) for row in _words()["columns"]
    )


@cache
def _words() -> dict[str, Any]:
    """`columns.yaml` as plain data; it ships with the program and its tests read it whole."""
    text = (resources.files("openraa.register") / "columns.yaml").read_text("utf-8")
    return cast("dict[str, Any]", read_yaml(text, "register/columns.yaml").plain())


_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that can be taken in: the agreement, and the text of its file."""

    agreement: Agreement
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What a table gave: the good rows, and what is wrong with the others."""

    taken: tuple[Taken, ...]
    problems: tuple[Problem, ...]
    n_rows: int


def read_table(path: Path, known: Mapping[str, Agreement], today: date) -> ReadTable:
    """The agreements of a CSV file.

    `known` are the agreements that exist already: their ids may not be used again.

    Raises:
        Refused: the file cannot be read as a table at all.
    """
    rows, placed = _rows(path)
    problems: list[Problem] = []
    taken: list[Taken] = []
    ids = dict.fromkeys(known, 0)
    for line, cells in rows:
        row = _Row(str(path), line, cells, placed)
        agreement = row.agreement(ids, today)
        problems += row.problems
        if agreement is not None:
            ids[agreement.id] = line
            taken.append(Taken(agreement, row.written, line))
    return ReadTable(tuple(taken), tuple(sorted(problems, key=lambda problem: problem.place)), len(rows))


def write_agreements(taken: Sequence[Taken], out: Path) -> list[Path]:
    """A folder for each agreement below `out`; all of them or, where something fails, none.

    Raises:
        Refused: one of the folders is there already.
        Unavailable: the disk does not take them.
    """
    there = [row for row in taken if (out / row.agreement.id).exists()]
    if there:
        raise Refused(
            [
                Problem(
                    Place(str(out / row.agreement.id)), "exists", say("this folder is there already"),
                    say("Name another folder, or give the row another id."),
                )
                for row in there
            ]
        )  # fmt: skip
    moved: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".import-") as work:
            for row in taken:
                folder = Path(work) / row.agreement.id
                folder.mkdir()
                (folder / FILE_NAME).write_text(row.text, encoding="utf-8")
            for row in taken:
                moved.append((Path(work) / row.agreement.id).rename(out / row.agreement.id))
    except OSError as error:
        for folder in moved:
            shutil.rmtree(folder, ignore_errors=True)
        raise Unavailable(f"{out}: cannot be written: {error.strerror}. Name another folder.") from None
    return [folder / FILE_NAME for folder in moved]


def template() -> str:
    """An empty table: the header row."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([column.name for column in columns()])
    return out.getvalue()


def _rows(path: Path) -> tuple[list[tuple[int, list[str]]], dict[str, int]]:
    place = Place(str(path))
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise Refused(Problem(place, "no-file", say("there is no such file"), say("Check the path."))) from None
    except (OSError, UnicodeDecodeError):
        message = say("this file cannot be read as UTF-8 text")
        raise Refused(Problem(place, "no-file", message, say("Save it as CSV in UTF-8."))) from None
    if len(data) > LARGEST_FILE or "\0" in text:
        raise Refused(Problem(place, "no-table", say("this is no table of agreements"), say("Save it as CSV.")))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, list[str]]] = []
    try:
        header = next(reader, [])
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
            if len(rows) > MOST_ROWS:
                most = say("the table has more than {n} rows", n=MOST_ROWS)
                raise Refused(Problem(place, "too-large", most, say("Split it.")))
    except csv.Error:
        message = say("a quote is not closed, or stands inside a cell")
        raise Refused(Problem(Place(str(path), reader.line_num), "csv", message, say("Write it twice."))) from None
    return rows, _header(header, place)


def _header(header: Sequence[str], place: Place) -> dict[str, int]:
    names = {_plain(name): column.name for column in columns() for name in (column.name, *column.synonyms)}
    found: dict[str, int] = {}
    problems = []
    for n, cell in enumerate(header):
        if not cell.strip():
            continue
        at = Place(place.path, 1, n + 1)
        name = names.get(_plain(cell))
        if name is None:
            hint = nearest(_plain(cell), names)
            remedy = hint or say("The columns are {names}.", names=", ".join(column.name for column in columns()))
            text = say("there is no column `{name}`", name=cell.strip())
            problems.append(Problem(at, "unknown-column", text, remedy, value=cell))
        elif name in found:
            problems.append(
                Problem(at, "duplicate-column", say("the column {name} is there twice", name=name), say("Keep one."))
            )
        else:
            found[name] = n
    for column in columns():
        if column.required and column.name not in found:
            text = say("the column {name} is missing", name=column.name)
            remedy = say("Add it; `raa register template` prints the header.")
            problems.append(Problem(Place(place.path, 1), "missing-column", text, remedy))
    if problems:
        raise Refused(problems)
    return found


def _plain(name: str) -> str:
    return re.sub(r"[\s_\-]+", " ", unicodedata.normalize("NFKC", name)).strip().casefold()


class _Row:
    """One row on its way to an agreement; every fault names the row, the column and the value."""

    def __init__(self, path: str, line: int, cells: Sequence[str], columns: Mapping[str, int]) -> None:
        self.path, self.line, self.cells, self.columns = path, line, cells, columns
        self.problems: list[Problem] = []
        self.written = ""

    def agreement(self, ids: Mapping[str, int], today: date) -> Agreement | None:
        if len(self.cells) > max(self.columns.values()) + 1 and any(self.cells[max(self.columns.values()) + 1 :]):
            text = say("the row has more cells than the header")
            self._problem("", "cells", text, say("Put a text that holds the delimiter into quotes."))
        states = self._states()
        kind = self._kind()
        dates = {name: on for name in DATES if (on := self._date(name)) is not None}
        if not dates and not self.problems:
            text = say("no date: a life needs at least one event")
            self._problem("", "no-event", text, say("Fill in a date, such as {name}.", name="signature"))
        for name in ("name", "source_title"):
            if not self._cell(name):
                self._problem(name, "empty", say("this cell is empty"), say("Fill it in."))
        key = self._id(states, kind, dates, ids)
        verified = self._verified()
        if self.problems:
            return None
        self.written, lines = self._text(key, kind, states, dates, verified)
        agreement, problems = parse_agreement(self.written, f"{key}/{FILE_NAME}")
        problems = [*problems, *check_register({key: agreement}, today)]
        for problem in problems:
            column = lines.get(problem.place.line, "source_date" if problem.code == "future" else "")
            remedy = say("Correct the date.") if problem.code == "future" else problem.remedy
            self._problem(column, problem.code, problem.message, remedy)
        return None if self.problems else agreement

    def _cell(self, name: str) -> str:
        at = self.columns.get(name)
        text = self.cells[at] if at is not None and at < len(self.cells) else ""
        return unicodedata.normalize("NFC", " ".join(text.split()))

    def _problem(self, column: str, code: str, message: str, remedy: str) -> None:
        place = Place(self.path, self.line, self.columns[column] + 1 if column in self.columns else 0)
        value = self._cell(column) if column else ""
        if column in self.columns:
            message = say("{column}: {message} (`{value}`)", column=column, message=message, value=value[:60])
        self.problems.append(Problem(place, code, message, remedy, value=value))

    def _states(self) -> list[str]:
        codes: list[str] = []
        for part in re.split(r"[;/、]|,(?![^(]*\))", self._cell("parties")):
            word = part.strip()
            if not word:
                continue
            row = country(word) if len(word) in (2, 3) else None
            code = row["alpha2"] if row else state_named(word)
            if row and row["valid_to"]:
                self._problem("parties", "withdrawn-country", *withdrawn(row))
            elif code is None:
                text = say("`{name}` is no State that we know", name=word)
                remedy = say("Write its ISO 3166 code; `raa codes countries` lists them.")
                self._problem("parties", "unknown-country", text, remedy)
            elif code in codes:
                text = say("{state} is a party twice", state=code)
                self._problem("parties", "duplicate-party", text, say("Keep one."))
            else:
                codes.append(code)
        if len(codes) < 2 and not self.problems:
            self._problem(
                "parties", "parties", say("fewer than two States"), say("Write them with a semicolon between: JP; FR.")
            )
        return codes

    def _kind(self) -> str:
        text = self._cell("kind").casefold()
        word = re.sub(r"[\s\-]+", "_", text)
        kind = str(_words()["kinds"].get(text, word or "status_of_forces"))
        if kind not in KINDS:
            remedy = nearest(word, KINDS) or say("One of {names}.", names=", ".join(KINDS))
            self._problem("kind", "unknown-value", say("this is no kind of agreement"), remedy)
        return kind

    def _date(self, name: str) -> DatedOn | None:
        text = unicodedata.normalize("NFKC", self._cell(name))
        if not text:
            return None
        if dotted := _DOTTED.match(text):
            text = f"{dotted[3]}-{int(dotted[2]):02d}-{int(dotted[1]):02d}"
        on = DatedOn.parse(text)
        if on is None:
            remedy = say("Write YYYY-MM-DD, YYYY-MM or YYYY.")
            self._problem(name, "date", say("this is not a date"), remedy)
        return on

    def _verified(self) -> bool:
        word = self._cell("verified").casefold()
        yes, no = _words()["verified"]["yes"], _words()["verified"]["no"]
        if word and word not in (*yes, *no):
            self._problem("verified", "unknown-value", say("this is neither yes nor no"), say("Write yes or no."))
        return word in yes

    def _id(self, states: Sequence[str], kind: str, dates: Mapping[str, DatedOn], ids: Mapping[str, int]) -> str:
        key = self._cell("id") or _made_id(states, kind, dates)
        if not _ID.match(key) or len(key) > 80:
            remedy = say("Use small letters, digits and hyphens, such as jp-fr-raa.")
            self._problem("id", "id", say("`{id}` cannot name a folder", id=key), remedy)
        elif key in ids:
            where = (
                say("the id `{id}` stands already in line {line}", id=key, line=ids[key])
                if ids[key]
                else say("the register has `{id}` already", id=key)
            )
            self._problem("id", "duplicate-id", where, say("Give the row an id of its own in the column id."))
        return key

    def _text(
        self, key: str, kind: str, states: Sequence[str], dates: Mapping[str, DatedOn], verified: bool
    ) -> tuple[str, dict[int, str]]:
        """The file, and which column each of its lines comes from."""
        out: list[tuple[str, str]] = [(f"id: {key}", "id"), (f"short: {_quoted(self._cell('name'))}", "name")]
        title, language = self._cell("title") or self._cell("name"), self._cell("title_language") or "en"
        out += [("titles:", "title"), (f"  {_quoted(language)}: {_quoted(title)}", "title"), (f"kind: {kind}", "kind")]
        mark = "" if verified else ", verified: unverified"
        out += [("directions: both", ""), ("parties:", "parties")]
        out += [(f'- {{state: "{state}", sources: [source]{mark}}}', "parties") for state in states]
        in_force = "yes" if "entry_into_force" in dates else "unknown" if "signature" in dates else "no"
        out.append((f'in_force: "{in_force}"', "entry_into_force"))
        if note := self._cell("note"):
            out.append((f"in_force_note: {_quoted(note)}", "note"))
        out += [("stack: []", ""), ("life:", "")]
        for name in sorted(dates, key=lambda each: (dates[each], DATES.index(each))):
            place = f", place: {_quoted(self._cell('place'))}" if name == "signature" and self._cell("place") else ""
            out.append((f'- {{event: {name}, on: "{dates[name]}"{place}, sources: [source]{mark}}}', name))
        parts = [
            f"{part}: {_quoted(text)}"
            for part in ("title", "publisher", "address", "date", "language")
            if (text := self._cell(f"source_{part}"))
        ]
        out += [("sources:", "source_title"), (f"  source: {{{', '.join(parts)}}}", "source_title")]
        return "".join(f"{text}\n" for text, _ in out), {n: column for n, (_, column) in enumerate(out, 1)}


def _quoted(text: str) -> str:
    """A text as a quoted YAML scalar, which JSON's strings are."""
    return json.dumps("".join(c for c in text if c.isprintable()), ensure_ascii=False)


def _made_id(states: Iterable[str], kind: str, dates: Mapping[str, DatedOn]) -> str:
    short = {
        "status_of_forces": "sofa", "reciprocal_access": "raa", "defence_cooperation": "dca", "logistics": "acsa",
        "information_security": "isa",
    }  # fmt: skip
    signed = dates.get("signature") or dates.get("entry_into_force")
    parts = [*(state.lower() for state in states), short.get(kind, kind.replace("_", "-"))]
    return "-".join([*parts, *([str(signed.year)] if signed else [])])
