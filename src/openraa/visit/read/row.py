"""Rows of cells, and what one file comes to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from openraa.problems import Place, Problem, say
from openraa.visit.read.bounds import MOST_COLUMNS

# Control characters, halves of letters, and what programs write for a letter that they lost.
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file, counted from 1, and its cells as text."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of one file, empty ones included, and what is wrong with it or with some of them."""

    rows: Iterable[Row]
    problems: list[Problem]


def too_wide(place: Place) -> Problem:
    """A row with more columns than any manifest has."""
    message = say("there are more than {n} columns", n=MOST_COLUMNS)
    return Problem(place, "too-wide", message, say("Keep the columns of the manifest only."))
