"""A row of cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: its number in the file, counted from 1, and its cells as text."""

    number: int
    cells: tuple[str, ...]
