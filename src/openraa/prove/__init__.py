"""Prove: what holds of every case, and the smallest cases that show where it does not.

In:  a stack, or two to be compared.
Out: `Proof` and `Comparison`, each finding with its provisions and a case that the evaluator confirmed.
Not here: one case (determine), planned visits (visit).
"""

from openraa.prove.anchors import in_force
from openraa.prove.compare import Compared, Comparison, Likeness, compare
from openraa.prove.cubes import Cube
from openraa.prove.encode import Asked, answer_of
from openraa.prove.findings import Checked, Finding, Proof, Property, Verdict
from openraa.prove.page import comparison_page, comparison_rows
from openraa.prove.prove import prove
from openraa.prove.reciprocity import Reciprocity, reciprocity
from openraa.prove.regions import Difference, Region
from openraa.prove.review import Review, review
from openraa.prove.search import SECONDS
from openraa.prove.tell import (
    Side,
    answer_text,
    answers_text,
    asked_text,
    case_text,
    cell_text,
    comparison_json,
    counts_text,
    facts_json,
    reciprocity_json,
    review_json,
    sides,
    stack_name,
    summary_of,
    title_of,
    where_text,
)

__all__ = [
    "SECONDS",
    "Asked",
    "Checked",
    "Compared",
    "Comparison",
    "Cube",
    "Difference",
    "Finding",
    "Likeness",
    "Proof",
    "Property",
    "Reciprocity",
    "Region",
    "Review",
    "Side",
    "Verdict",
    "answer_of",
    "answer_text",
    "answers_text",
    "asked_text",
    "case_text",
    "cell_text",
    "compare",
    "comparison_json",
    "comparison_page",
    "comparison_rows",
    "counts_text",
    "facts_json",
    "in_force",
    "prove",
    "reciprocity",
    "reciprocity_json",
    "review",
    "review_json",
    "sides",
    "stack_name",
    "summary_of",
    "title_of",
    "where_text",
]
