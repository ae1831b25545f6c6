"""A manifest file as a table of text cells with row and column numbers. Nothing is evaluated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openraa.problems import Place, Problem, Refused
from openraa.visit.read.bounds import LARGEST_FILE, MOST_COLUMNS, MOST_ROWS
from openraa.visit.read.row import Row
from openraa.visit.read.text import csv_rows
from openraa.visit.read.workbook import workbook_rows


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it that are not empty.

    `problems` says what was wrong with the file itself; an error with a line takes that row out of use.
    """

    path: str
    header: Row
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()


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
            rows = csv_rows(path, place)
        case ".xlsx":
            rows = workbook_rows(path, place, sheet)
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
