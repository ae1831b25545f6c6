"""Conditions: a typed subset of CEL over the vocabulary's facts.

In:  the text of a condition.
Out: typed nodes that every engine can express, text again, and clauses that people read.
Not here: truth under unknown facts (determine), terms' meanings (the stack).
"""

from openraa.rulebook.condition.parse import ConditionFault
from openraa.rulebook.condition.rename import rename_facts
from openraa.rulebook.condition.show import show_condition, show_value
from openraa.rulebook.condition.syntax import (
    ALWAYS,
    And,
    Answered,
    Atom,
    Compares,
    ComparesFacts,
    Condition,
    Constant,
    FactHolds,
    Not,
    OneOf,
    Op,
    Or,
    TermHolds,
    atoms,
    both,
    facts_of,
    questions_of,
)
from openraa.rulebook.condition.types import read_condition
from openraa.rulebook.condition.words import AllOf, AnyOf, Told, condition_in_words

__all__ = [
    "ALWAYS",
    "AllOf",
    "And",
    "Answered",
    "AnyOf",
    "Atom",
    "Compares",
    "ComparesFacts",
    "Condition",
    "ConditionFault",
    "Constant",
    "FactHolds",
    "Not",
    "OneOf",
    "Op",
    "Or",
    "TermHolds",
    "Told",
    "atoms",
    "both",
    "condition_in_words",
    "facts_of",
    "questions_of",
    "read_condition",
    "rename_facts",
    "show_condition",
    "show_value",
]
