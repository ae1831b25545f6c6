"""The good rows of a manifest as a CSV file that any spreadsheet opens and that reads back to the same lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openraa.visit.model import Line
from openraa.visit.read import safe_cell


def good_rows(lines: Sequence[Line]) -> str:
    """The lines as CSV under our column names, days as ISO; no cell can be taken for a formula.

    Columns are those that any of the lines fills in.
    """
    names = list(dict.fromkeys(name for line in lines for name in line.cells))
    kept = [name for name in names if any(line.cells.get(name) for line in lines)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(kept)
    for line in lines:
        writer.writerow(safe_cell(line.cells.get(name, "")) for name in kept)
    return out.getvalue()
