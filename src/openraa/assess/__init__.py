"""Many cases at once: the same provisions over a table, as SQL.

In:  a stack, and a table with a column for each fact, NULL where it is unknown.
Out: for each row and question the status, the answer, the effective provisions and the requirements.
Not here: one case and its explanation (determine), planned visits (visit).
"""

from openraa.assess.certain import Certain, certain
from openraa.assess.compile import Legend, Statement, compile_stack
from openraa.assess.embedded import Assessed, assess_file, assess_frame, legends_json, row_of
from openraa.assess.grouped import group_stack

__all__ = [
    "Assessed",
    "Certain",
    "Legend",
    "Statement",
    "assess_file",
    "assess_frame",
    "certain",
    "compile_stack",
    "group_stack",
    "legends_json",
    "row_of",
]
