"""Determine: one case, one question, one outcome, explained.

In:  a stack and a case of typed facts, some of them missing.
Out: a `Determination` with its provisions, requirements and what to ask; prose and JSON; worked cases.
Not here: which agreement governs (register), whole manifests (visit).
"""

from openraa.determine.cases import CaseResult, WorkedCase, read_cases, run_cases
from openraa.determine.determine import Determiner, determiner_for
from openraa.determine.evaluate import Evaluator, Situation, Verdict, validity_condition
from openraa.determine.explain import RESTS_ON, VERBS, actor, cites_of, describe_ask, explain, to_json
from openraa.determine.explore import Diagram, Explorer, Node, TooManySituations, outcomes
from openraa.determine.grouping import Group, ValueTest, as_number, from_number, group_values, range_of, signature
from openraa.determine.model import (
    CONFLICT,
    GAP,
    INVALID,
    OUT_OF_SCOPE,
    UNCONFIRMED,
    Ask,
    Case,
    Choice,
    Determination,
    Due,
    Outcome,
    ProvisionTrace,
    Reason,
    Role,
    Status,
    make_case,
)
from openraa.determine.truth import Judge, compile_condition

__all__ = [
    "CONFLICT",
    "GAP",
    "INVALID",
    "OUT_OF_SCOPE",
    "RESTS_ON",
    "UNCONFIRMED",
    "VERBS",
    "Ask",
    "Case",
    "CaseResult",
    "Choice",
    "Determination",
    "Determiner",
    "Diagram",
    "Due",
    "Evaluator",
    "Explorer",
    "Group",
    "Judge",
    "Node",
    "Outcome",
    "ProvisionTrace",
    "Reason",
    "Role",
    "Situation",
    "Status",
    "TooManySituations",
    "ValueTest",
    "Verdict",
    "WorkedCase",
    "actor",
    "as_number",
    "cites_of",
    "compile_condition",
    "describe_ask",
    "determiner_for",
    "explain",
    "from_number",
    "group_values",
    "make_case",
    "outcomes",
    "range_of",
    "read_cases",
    "run_cases",
    "signature",
    "to_json",
    "validity_condition",
]
