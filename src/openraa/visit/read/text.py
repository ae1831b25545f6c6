"""CSV files, and cells that are safe in them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from openraa.problems import Place, Problem, Refused, say
from openraa.visit.read.bounds import LONGEST_ROW
from openraa.visit.read.encoding import encoding_of, refuse_nul
from openraa.visit.read.row import Content, Row

_DELIMITERS = (",", ";", "\t", "|")
_SAID_DELIMITER = re.compile(r"sep=([,;|\t])\s*", re.IGNORECASE)
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """A cell as it may be written to CSV: one that a spreadsheet would take for a formula gets an apostrophe.

    `plain_cell` takes it away again; a manifest that is read loses it by itself.
    """
    return f"'{text}" if text.lstrip("'").startswith(_STARTS_FORMULA) else text


def plain_cell(text: str) -> str:
    """What `safe_cell` was given."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_STARTS_FORMULA) else text


def csv_content(path: Path, place: Place, encoding: str) -> Content:
    """The rows of a CSV file, read as they are asked for.

    Raises:
        Refused: its encoding is not known; while rows are read: one is broken or too long, or it is not text.
    """
    data = path.read_bytes()
    codec, problems = encoding_of(data, place, encoding)
    lines = _Lines(io.TextIOWrapper(io.BytesIO(data), codec, newline=""), place)
    heading = lines.first()
    said = _SAID_DELIMITER.fullmatch(heading)
    if said:  # a line for spreadsheets only
        lines.number += 1
    else:
        lines.rewind()
    return Content(_rows(lines, said[1] if said else _delimiter(heading)), problems)


def _rows(lines: _Lines, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = lines.number + 1
        lines.length = 0
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Refused(
                Problem(
                    Place(lines.place.path, number), "csv", say("this row is broken: {error}", error=str(error)),
                    say("Check its quotes."),
                )
            ) from None  # fmt: skip
        yield Row(number, tuple([plain_cell(cell.strip()) for cell in cells]))


class _Lines(Iterator[str]):
    """The lines of a text, of which no more than the longest row is ever held."""

    def __init__(self, text: io.TextIOWrapper, place: Place) -> None:
        self.text = text
        self.place = place
        self.number = 0  # of the line read last
        self.length = 0  # characters read of this row, which may have line breaks in quotes

    def first(self) -> str:
        """The first line that is not blank."""
        for _ in range(1000):
            line = self.text.readline(LONGEST_ROW)
            if line.strip() or not line:
                return line
        return ""

    def rewind(self) -> None:
        self.text.seek(0)

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_ROW + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.length += len(line)
        if self.length > LONGEST_ROW:
            raise Refused(
                Problem(
                    Place(self.place.path, self.number), "too-long",
                    say("a row has more than {n} characters", n=LONGEST_ROW),
                    say("Check line ends and quotes: is it a table?"),
                )
            )  # fmt: skip
        refuse_nul(line, self.place, self.number)
        return line


def _delimiter(heading: str) -> str:
    """What separates the headings: the sign that stands there most often outside quotes."""
    bare = re.sub(r'"[^"]*"', "", heading)
    return max(_DELIMITERS, key=bare.count)
