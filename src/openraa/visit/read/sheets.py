"""The sheets of a workbook."""

from __future__ import annotations

from pathlib import Path

from openraa.problems import Place, Problem, Refused, say

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


def sheet_names(path: Path, *, shown_as: str) -> tuple[str, ...]:
    """The names of the sheets of a workbook, in order; none for any other kind of file.

    Raises:
        Refused: the workbook cannot be read.
    """
    if path.suffix.lower() not in WORKBOOKS or not path.is_file():
        return ()
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            return tuple(workbook.sheet_names)
    except (CalamineError, OSError, ValueError, KeyError):
        raise Refused(
            Problem(Place(shown_as), "xlsx", say("this is not a readable workbook"), say("Open it and save it again."))
        ) from None
