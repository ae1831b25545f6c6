"""Read: one file for each format; whatever the format, out comes a table of text cells.

In:  a file that somebody wrote.
Out: a `Table`: header, rows with their numbers, problems of the file itself.
Not here: what the columns mean (columns.py).
"""

from openraa.visit.read.row import Row
from openraa.visit.read.table import Table, read_table

__all__ = ["Row", "Table", "read_table"]
