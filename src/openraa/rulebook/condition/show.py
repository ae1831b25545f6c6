"""Typed nodes back to text: `read_condition(show_condition(c))` is `c` again."""

from __future__ import annotations

from datetime import date
from typing import assert_never

from openraa.rulebook.condition.syntax import (
    And,
    Answered,
    Compares,
    ComparesFacts,
    Condition,
    Constant,
    FactHolds,
    Not,
    OneOf,
    Or,
    TermHolds,
)
from openraa.vocabulary import Value


def show_condition(condition: Condition) -> str:
    """The condition as it would be written in a rulebook."""
    match condition:
        case Constant(value):
            return show_value(value)
        case FactHolds(fact):
            return fact
        case Compares(fact, op, value):
            return f"{fact} {op.value} {show_value(value)}"
        case ComparesFacts(left, op, right):
            return f"{left} {op.value} {right}"
        case OneOf(fact, values):
            return f"{fact} in [{', '.join(show_value(value) for value in values)}]"
        case Answered(question, (answer,)):
            return f'question.{question} == "{answer}"'
        case Answered(question, answers):
            return f"question.{question} in [{', '.join(show_value(answer) for answer in answers)}]"
        case TermHolds(term):
            return f"term.{term}"
        case Not(FactHolds() | TermHolds() | Not() as of):
            return f"!{show_condition(of)}"
        case Not(of):
            return f"!({show_condition(of)})"
        case And(parts):
            return " && ".join(_inside(part, Or | And) for part in parts)
        case Or(parts):
            return " || ".join(_inside(part, Or) for part in parts)
        case _:
            assert_never(condition)


def show_value(value: Value) -> str:
    """A literal as it would be written in a rulebook."""
    match value:
        case bool():
            return "true" if value else "false"
        case date():
            return f'date("{value.isoformat()}")'
        case str():
            return f'"{value}"'
        case _:
            return str(value)


def _inside(part: Condition, wrapped: object) -> str:
    text = show_condition(part)
    return f"({text})" if isinstance(part, wrapped) else text  # type: ignore[arg-type]
