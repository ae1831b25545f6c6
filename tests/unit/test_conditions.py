"""The condition language: what it accepts, what it refuses and where, and back to text."""

from __future__ import annotations

import pytest

from openraa.rulebook.condition import (
    And,
    Answered,
    Compares,
    ConditionFault,
    FactHolds,
    Not,
    OneOf,
    Op,
    Or,
    read_condition,
    show_condition,
)
from tests.support.small import VOCABULARY


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("a", FactHolds("a")),
        ("!a", Not(FactHolds("a"))),
        ("a == true", FactHolds("a")),
        ("a != true", Not(FactHolds("a"))),
        ("a && b || c", Or((And((FactHolds("a"), FactHolds("b"))), FactHolds("c")))),
        ("a && (b || c)", And((FactHolds("a"), Or((FactHolds("b"), FactHolds("c")))))),
        ('e == "red"', Compares("e", Op.EQ, "red")),
        ("e in ['red', \"blue\"]", OneOf("e", ("red", "blue"))),
        ("21 < n", Compares("n", Op.GT, 21)),
        ("n >= 3", Compares("n", Op.GE, 3)),
        ('question.r == "x"', Answered("r", ("x",))),
        ('question.r != "x"', Not(Answered("r", ("x",)))),
        ("((a))", FactHolds("a")),
    ],
)
def test_reads(text: str, typed: object) -> None:
    assert read_condition(text, VOCABULARY) == typed


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("aa", 0, "`aa` is not a fact"),
        ("a &&", 4, "the end of the condition"),
        ("a & b", 2, "write `&&`"),
        ("a = b", 2, "write `==`"),
        ("n", 0, "not true or false by itself"),
        ("n > 31", 4, "outside 0 to 30"),
        ('e == "rde"', 5, "not one of"),
        ('e < "red"', 0, "have no order"),
        ("a < true", 0, "no order"),
        ("a == b == c", 7, "chained"),
        ("n + 1 > 2", 2, "arithmetic"),
        ("n > 1.5", 4, "numbers with a point"),
        ("e == null", 5, "`null`"),
        ("matches(e)", 0, "`matches`"),
        ("e in []", 6, "empty"),
        ("e in [e]", 6, "values only"),
        ("a ? b : c", 2, "conditional operator"),
        ("n == m && e == m", 10, "cannot be compared"),
        ('on < "2026-01-01"', 5, "is not a date"),
        ('on < date("2026-02-30")', 10, "not a day"),
        ('question.nn == "x"', 0, "not a question"),
        ('question.r == "zz"', 14, "not an answer"),
        ("q", 0, "not a fact"),
        ("!a == b", 0, "negates only its left side"),
        ("!(n) > 3", 0, "negates only its left side"),
        ("'unfinished", 0, "unfinished"),
        ("(a", 2, "the end of the condition"),
        ("a b", 2, "found `b`"),
        ("1 < 2", 0, "compares a fact with a value"),
        ("", 0, "the end of the condition"),
        ("a #", 2, "`#`"),
    ],
)
def test_refuses_with_the_place(text: str, at: int, says: str) -> None:
    with pytest.raises(ConditionFault) as refused:
        read_condition(text, VOCABULARY)
    assert says in refused.value.message + " " + refused.value.remedy
    assert refused.value.at == at


def test_nesting_is_bounded() -> None:
    with pytest.raises(ConditionFault, match="nested too deeply"):
        read_condition("(" * 5000 + "a" + ")" * 5000, VOCABULARY)
    with pytest.raises(ConditionFault, match="nested too deeply"):
        read_condition("!" * 5000 + "a", VOCABULARY)


@pytest.mark.parametrize(
    "text",
    [
        "a && !(b || n > 3)",
        'e in ["red", "green"] || on >= date("2026-01-01")',
        "!(a && b) && (c || d)",
        "n < m && !!a",
        'question.r in ["x", "y"]',
    ],
)
def test_text_comes_back(text: str) -> None:
    condition = read_condition(text, VOCABULARY)
    assert read_condition(show_condition(condition), VOCABULARY) == condition
    assert show_condition(condition) == text
