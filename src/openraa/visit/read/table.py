"""A manifest file as a table of text cells with row and column numbers. Nothing is evaluated."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from openraa.problems import Place, Problem, Refused, say
from openraa.visit.read.bounds import LARGEST_FILE, LONGEST_CELL, MOST_COLUMNS, MOST_LINES, MOST_ROWS
from openraa.visit.read.objects import json_content, json_names
from openraa.visit.read.row import UNFIT, Content, Row, too_wide
from openraa.visit.read.text import csv_content
from openraa.visit.read.workbook import workbook_content, workbook_names

_WORKBOOKS = (".xlsx", ".xlsm", ".ods")
_TEXTS = (".csv", ".txt", ".tsv")


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it that are not empty.

    `problems` says what was wrong with the file itself; an error with a line takes that row out of use.
    """

    path: str
    header: Row
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


def read_table(path: Path, *, shown_as: str, sheet: str = "", encoding: str = "") -> Table:
    """The table in a CSV, JSON, XLSX or ODS file.

    `sheet` names a sheet of a workbook, the first visible one if empty, or a list in a JSON file; `encoding` is
    that of a text, found out if empty and if the file shows it.

    Raises:
        Refused: the file is missing, of another kind, broken, or beyond the bounds.
    """
    place = Place(shown_as)
    match _kind(path, place):
        case kind if kind in _TEXTS:
            content = csv_content(path, place, encoding)
        case ".json":
            content = json_content(path, place, sheet, encoding)
        case _:
            content = workbook_content(path, place, sheet)
    return _table(content, place)


def sheet_names(path: Path, *, shown_as: str) -> tuple[str, ...]:
    """The visible sheets of a workbook, or the lists of a JSON file; none for a file that is one table.

    Raises:
        Refused: as `read_table`.
    """
    place = Place(shown_as)
    match _kind(path, place):
        case kind if kind in _TEXTS:
            return ()
        case ".json":
            return json_names(path, place)
        case _:
            return workbook_names(path, place)


def _kind(path: Path, place: Place) -> str:
    """The file's kind by the end of its name."""
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it cannot be read"
        message = say("this manifest cannot be opened: {why}", why=why)
        raise Refused(Problem(place, "no-file", message, say("Check the path in visit.toml."))) from None
    if size > LARGEST_FILE:
        message = say("the file is larger than {n} MB", n=LARGEST_FILE // 1_000_000)
        raise Refused(Problem(place, "too-large", message, say("Split it.")))
    kind = path.suffix.lower()
    if kind in (*_TEXTS, *_WORKBOOKS, ".json"):
        return kind
    match kind:
        case ".xls" | ".xlsb" | ".xlt" | ".xltx":
            remedy = say("Open it in a spreadsheet program and save it as XLSX.")
        case ".numbers":
            remedy = say("In Numbers: File, Export To, Excel, and name the XLSX file.")
        case _:
            remedy = say("Save the table as CSV, XLSX, ODS or JSON.")
    raise Refused(Problem(place, "file-kind", say("`{kind}` files are not read", kind=kind), remedy))


def _table(content: Content, place: Place) -> Table:
    header: Row | None = None
    kept: list[Row] = []
    problems = content.problems
    for n, row in enumerate(content.rows):
        if n >= MOST_LINES:
            message = say("there are more than {n} lines, empty ones included", n=MOST_LINES)
            raise Refused(Problem(place, "too-long", message, say("Delete the empty ones, or split the file.")))
        if not any(row.cells):
            continue
        if len(row.cells) > MOST_COLUMNS and any(row.cells[MOST_COLUMNS:]):
            raise Refused(too_wide(Place(place.path, row.number)))
        text = "".join(row.cells)
        if len(text) > LONGEST_CELL or not text.isprintable() or "\ufffd" in text:
            problems += _unfit(row, place)
            row = Row(row.number, tuple(UNFIT.sub("\ufffd", cell[:LONGEST_CELL]) for cell in row.cells))
        if header is None:
            header = row
            continue
        if len(kept) >= MOST_ROWS:
            message = say("there are more than {n} rows", n=MOST_ROWS)
            raise Refused(Problem(place, "too-long", message, say("Split the file.")))
        kept.append(row)
    if header is None:
        message = say("the table is empty")
        raise Refused(Problem(place, "empty", message, say("Put the column names into its first row.")))
    return Table(place.path, header, tuple(kept), tuple(problems))


def _unfit(row: Row, place: Place) -> list[Problem]:
    """What is wrong with cells that no screen or paper can show."""
    problems = []
    for column, cell in enumerate(row.cells, 1):
        here = Place(place.path, row.number, column)
        value = UNFIT.sub("\ufffd", cell[:40])
        if len(cell) > LONGEST_CELL:
            message = say("this cell holds more than {n} characters", n=LONGEST_CELL)
            problems.append(Problem(here, "long-cell", message, say("Keep it short."), value=value))
        if UNFIT.search(cell):
            message = say("this cell holds characters that cannot be printed")
            problems.append(Problem(here, "control-character", message, say("Type it anew."), value=value))
    return problems
