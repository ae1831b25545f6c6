"""CSV and XLSX files as tables of text cells with row and column numbers. Nothing is evaluated.

Bounds keep hostile files cheap: a file may hold at most so many rows, columns and characters, and a
spreadsheet's unpacked size is checked before it is unpacked.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openraa.problems import Place, Problem, Refused

MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 10_000
LARGEST_FILE = 200_000_000
LARGEST_UNPACKED = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file, counted from 1, and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it that are not empty."""

    path: str
    header: Row
    rows: tuple[Row, ...]


def read_table(path: Path, *, shown_as: str, sheet: str = "") -> Table:
    """The table in a CSV or XLSX file; `sheet` names a sheet of a workbook, the first one if empty.

    Raises:
        Refused: the file is missing, of another kind, broken, or beyond the bounds.
    """
    place = Place(shown_as)
    try:
        size = path.stat().st_size
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise Refused(
            Problem(place, "no-file", f"this manifest cannot be opened: {why}", "Check the path in visit.toml.")
        ) from None
    if size > LARGEST_FILE:
        raise Refused(Problem(place, "too-large", "the file is larger than 200 MB", "Split it."))
    match path.suffix.lower():
        case ".csv" | ".txt":
            rows = _csv_rows(path, place)
        case ".xlsx":
            rows = _xlsx_rows(path, place, sheet)
        case suffix:
            raise Refused(
                Problem(place, "file-kind", f"`{suffix}` files are not read", "Save the table as CSV or XLSX.")
            )
    return _table(rows, shown_as, place)


def _table(rows: Iterable[Row], shown_as: str, place: Place) -> Table:
    header: Row | None = None
    kept: list[Row] = []
    for row in rows:
        if not any(row.cells):
            continue
        if len(row.cells) > MOST_COLUMNS and any(row.cells[MOST_COLUMNS:]):
            raise Refused(
                Problem(
                    Place(shown_as, row.number), "too-wide", f"there are more than {MOST_COLUMNS} columns",
                    "Keep the columns of the manifest only.",
                )
            )  # fmt: skip
        if header is None:
            header = row
            continue
        if len(kept) >= MOST_ROWS:
            raise Refused(Problem(place, "too-long", f"there are more than {MOST_ROWS} rows", "Split the file."))
        kept.append(row)
    if header is None:
        raise Refused(Problem(place, "empty", "the table is empty", "Put the column names into its first row."))
    return Table(shown_as, header, tuple(kept))


def _csv_rows(path: Path, place: Place) -> Iterator[Row]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refused(
            Problem(
                Place(place.path, line), "encoding", "the file is not UTF-8",
                "Save it as `CSV UTF-8`, or as XLSX.",
            )
        ) from None  # fmt: skip
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused(Problem(Place(place.path, line), "encoding", "the file holds a NUL byte", "Save it anew."))
    first = text.lstrip().partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(
                Problem(Place(place.path, number), "csv", f"this row is broken: {error}", "Check its quotes.")
            ) from None
        yield Row(number, tuple(cell.strip()[:LONGEST_CELL] for cell in cells))


def _xlsx_rows(path: Path, place: Place, sheet: str) -> Iterator[Row]:
    from python_calamine import CalamineError, CalamineWorkbook

    broken = Problem(place, "xlsx", "this is not a readable XLSX workbook", "Open it and save it again as XLSX.")
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if len(infos) > 5000 or sum(info.file_size for info in infos) > LARGEST_UNPACKED:
                raise Refused(Problem(place, "too-large", "the workbook unpacks to more than 1 GB", "Split it."))
    except (zipfile.BadZipFile, OSError, ValueError):
        raise Refused(broken) from None
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
        if sheet and sheet not in names:
            raise Refused(Problem(place, "sheet", f"there is no sheet `{sheet}`", f"One of {', '.join(names)}."))
        if not names:
            raise Refused(broken)
        page = workbook.get_sheet_by_name(sheet or names[0])
        if page.total_height > MOST_ROWS + 1000:
            raise Refused(Problem(place, "too-long", f"there are more than {MOST_ROWS} rows", "Split the file."))
        start = page.start[0] if page.start else 0
        values = page.to_python(skip_empty_area=True)
    except (CalamineError, OSError, ValueError, KeyError):
        raise Refused(broken) from None
    for offset, cells in enumerate(values):
        yield Row(start + offset + 1, tuple(_cell(value) for value in cells))


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()[:LONGEST_CELL]
