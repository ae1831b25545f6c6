"""Read: one file for each format; whatever the format, out comes a table of text cells.

In:  a file that somebody wrote.
Out: a `Table`: header, rows with their numbers, problems of the file itself.
Not here: what the columns mean (columns.py).
"""

from openraa.visit.read.row import Row
from openraa.visit.read.table import Table, read_table, sheet_names
from openraa.visit.read.text import plain_cell, safe_cell

__all__ = ["Row", "Table", "plain_cell", "read_table", "safe_cell", "sheet_names"]
