"""XLSX workbooks."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from openraa.problems import Place, Problem, Refused
from openraa.visit.read.bounds import LARGEST_UNPACKED, LONGEST_CELL, MOST_ROWS
from openraa.visit.read.row import Row


def workbook_rows(path: Path, place: Place, sheet: str) -> Iterator[Row]:
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
