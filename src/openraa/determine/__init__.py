"""Determine: one case, one question, one outcome, explained.

In:  a stack and a case of typed facts, some of them missing.
Out: a `Determination` with its provisions, requirements and what to ask; prose and JSON; worked cases.
Not here: which agreement governs (register), whole manifests (visit).
"""

from openraa.determine.cases import CaseResult, WorkedCase, read_cases, run_cases
from openraa.determine.determine import Determiner, determiner_for
from openraa.determine.explain import RESTS_ON, actor, cites_of, describe_ask, explain, to_json
from openraa.determine.model import (
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
from openraa.determine.sweep import ConflictFound, GapFound, Sweep, sweep

__all__ = [
    "RESTS_ON",
    "Ask",
    "Case",
    "CaseResult",
    "Choice",
    "ConflictFound",
    "Determination",
    "Determiner",
    "Due",
    "GapFound",
    "Outcome",
    "ProvisionTrace",
    "Reason",
    "Role",
    "Status",
    "Sweep",
    "WorkedCase",
    "actor",
    "cites_of",
    "describe_ask",
    "determiner_for",
    "explain",
    "make_case",
    "read_cases",
    "run_cases",
    "sweep",
    "to_json",
]
