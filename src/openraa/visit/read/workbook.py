"""XLSX and ODS workbooks, read by a process of their own (child.py) that may fail without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from openraa.problems import Place, Problem, Refused, Severity, Unavailable, nearest, say
from openraa.visit.read import bounds
from openraa.visit.read.row import Content, Row

_PROGRAM = str(Path(__file__).with_name("child.py"))
_BOUNDS = {
    "lines": bounds.MOST_LINES,
    "columns": bounds.MOST_COLUMNS,
    "cells": bounds.MOST_CELLS,
    "unpacked": bounds.LARGEST_UNPACKED,
    "parts": bounds.MOST_PARTS,
    "text": bounds.LARGEST_TEXT,
    "memory": bounds.MOST_MEMORY,
    "seconds": bounds.MOST_SECONDS,
}


def workbook_content(path: Path, place: Place, sheet: str) -> Content:
    """The rows of a sheet; the first visible one if `sheet` is empty.

    Raises:
        Refused: the workbook is broken, locked, beyond the bounds, or has no such sheet.
        Unavailable: the process that reads it cannot be started.
    """
    reply = _asked(path, place, sheet)
    rows = [Row(number, tuple(cells)) for number, *cells in reply["rows"]]
    problems = [_note(place, kind, detail) for kind, detail in reply["notes"]]
    return Content(rows, problems + _findings(place, reply["findings"]))


def workbook_names(path: Path, place: Place) -> tuple[str, ...]:
    """The visible sheets of a workbook."""
    return tuple(_asked(path, place, "*")["names"])


def _asked(path: Path, place: Place, sheet: str) -> dict[str, Any]:
    """What the other process says about the workbook."""
    request = json.dumps({"path": str(path), "sheet": sheet, "bounds": _BOUNDS})
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-X", "utf8", _PROGRAM],
            input=request.encode(), capture_output=True, timeout=bounds.LONGEST_WAIT,
        )  # fmt: skip
        reply = json.loads(done.stdout)
    except OSError as error:
        raise Unavailable(f"{path}: no process could be started to read it: {error.strerror}. Try again.") from None
    except (subprocess.TimeoutExpired, ValueError):  # ended by the system: too much memory or time
        reply = {"refused": ["memory", ""]}
    if "refused" in reply:
        raise Refused(_refusal(place, sheet, *reply["refused"]))
    assert isinstance(reply, dict)
    return reply


def _refusal(place: Place, sheet: str, why: str, detail: str) -> Problem:
    remedy: str = say("Split it, or copy the table alone into a new workbook.")
    code = "too-large"
    match why:
        case "sheet":
            code, message = "sheet", say("there is no sheet `{sheet}`", sheet=sheet)
            names = detail.split(", ")
            remedy = nearest(sheet, names) or say("One of {names}.", names=detail)
        case "hidden":
            code, message = "sheet", say("all sheets of the workbook are hidden")
            remedy = say("Name one after #: {names}.", names=detail)
        case "password":
            code, message = "locked", say("the workbook is protected by a password")
            remedy = say("Save it without a password, or save the table as CSV UTF-8.")
        case "old":
            code, message = "file-kind", say("this is a workbook of the old kind (.xls), whatever its name")
            remedy = say("Open it and save it as XLSX.")
        case "doctype":
            code, message = "workbook", say("the workbook declares entities of XML, which no spreadsheet program does")
            remedy = say("Copy the table into a new workbook.")
        case "wide":
            message = say("the cells reach to {cell}; no more than {n} columns are read", cell=detail,
                          n=bounds.MOST_COLUMNS)  # fmt: skip
            remedy = say("Delete all columns to the right of the table.")
        case "long":
            message = say(
                "the cells reach to {cell}; no more than {n} lines are read", cell=detail, n=bounds.MOST_LINES
            )
            remedy = say("Delete all rows below the table.")
        case "area":
            message = say("the cells reach to {cell}, an area of more than {n} cells", cell=detail,
                          n=bounds.MOST_CELLS)  # fmt: skip
            remedy = say("Delete what stands right of and below the table, or split it.")
        case "cells":
            message = say("the sheet has more than {n} cells, empty ones included", n=bounds.MOST_CELLS)
            remedy = say("Copy the table alone into a new workbook.")
        case "unpacked":
            message = say("the workbook unpacks to more than {n} MB", n=bounds.LARGEST_UNPACKED // 1_000_000)
        case "parts":
            message = say("the workbook consists of more than {n} parts", n=bounds.MOST_PARTS)
        case "text":
            message = say("the cells hold more than {n} million characters", n=bounds.LARGEST_TEXT // 1_000_000)
        case "memory":
            message = say(
                "the workbook needs more than {n} MB of memory or {seconds} seconds to read",
                n=bounds.MOST_MEMORY // 1_000_000, seconds=bounds.MOST_SECONDS,
            )  # fmt: skip
        case _:
            code, message = "workbook", say("this is not a readable workbook; it may be cut short or damaged")
            remedy = say("Open it and save it again as XLSX or ODS.")
    return Problem(place, code, message, remedy)


def _note(place: Place, kind: str, detail: str) -> Problem:
    match kind:
        case "links":
            message = say("the workbook refers to other files or databases; they were not asked")
            remedy = say("Copy what comes from them and paste it as values.")
        case "macros":
            message, remedy = say("the workbook has macros; they were not run"), say("Save it as XLSX, without them.")
        case "hidden-sheet":
            message = say("the first sheet is hidden; `{sheet}` was read", sheet=detail)
            remedy = say("Name the sheet after #, as in file.xlsx#{sheet}.", sheet=detail)
        case "hidden-rows":
            n, first = detail.split(" ")
            place = Place(place.path, int(first))
            message = say("{n} rows are hidden, this one first; they were read like the others", n=int(n))
            remedy = say("Unhide them, and delete those that do not travel.")
        case _:
            message = say("a column is hidden; it was read like the others")
            remedy = say("Unhide it, or delete it.")
    return Problem(place, kind, message, remedy, Severity.WARNING)


def _findings(place: Place, findings: list[tuple[int, int, str, str]]) -> list[Problem]:
    """One problem for each row and kind, at its first cell."""
    counts = Counter((row, kind) for row, _, kind, _ in findings)
    first: dict[tuple[int, str], Problem] = {}
    for row, column, kind, detail in sorted(findings):
        if (row, kind) not in first:
            first[row, kind] = _finding(Place(place.path, row, column), kind, detail, counts[row, kind] - 1)
    return list(first.values())


def _finding(place: Place, kind: str, cell: str, n_more: int) -> Problem:
    match kind:
        case "formula":
            message = say("{cell} holds a formula, which is not evaluated", cell=cell)
            if n_more:
                message = say("{cell} and further cells of this row hold formulas", cell=cell)
            remedy = say("Copy the column and paste it as values.")
        case "error":
            message = say("{cell} holds an error of the spreadsheet, such as #REF!", cell=cell)
            remedy = say("Write what is meant.")
        case "digits":
            message = say(
                "`{number}` is a number of more than 15 digits; the workbook has lost the others", number=cell
            )
            remedy = say("Format the column as text and type the number again.")
        case _:
            message = say("a merged cell reaches into this row from above, so some of its cells are not its own")
            remedy = say("Unmerge the cells and fill in each row.")
    return Problem(place, kind, message, remedy, value=cell)
