"""CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from openraa.problems import Place, Problem, Refused
from openraa.visit.read.bounds import LONGEST_CELL
from openraa.visit.read.row import Row


def csv_rows(path: Path, place: Place) -> Iterator[Row]:
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
