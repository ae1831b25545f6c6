"""Many cases at once: the same provisions over a table, looked up or as SQL.

In:  a stack, and a table with a column for each fact, null where it is unknown.
Out: for each row and question the status, the answer, the effective provisions and the requirements.
Not here: one case and its explanation (determine), planned visits (visit).
"""

from openraa.assess.certain import Certain, certain
from openraa.assess.compile import Legend, Statement, compile_stack
from openraa.assess.duck import assess_file as assess_with_duckdb
from openraa.assess.embedded import assess_file, assess_frame, row_of
from openraa.assess.lookup import LookUps, look_ups
from openraa.assess.postgres import open_postgres
from openraa.assess.results import RESULTS, legends_json
from openraa.assess.spark import assess_spark, open_spark
from openraa.assess.statement import assess_database
from openraa.assess.write import Assessed

__all__ = [
    "RESULTS",
    "Assessed",
    "Certain",
    "Legend",
    "LookUps",
    "Statement",
    "assess_database",
    "assess_file",
    "assess_frame",
    "assess_spark",
    "assess_with_duckdb",
    "certain",
    "compile_stack",
    "legends_json",
    "look_ups",
    "open_postgres",
    "open_spark",
    "row_of",
]
