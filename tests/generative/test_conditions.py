"""Conditions against text, against a reference CEL implementation, and against nonsense."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openraa.determine.truth import compile_condition
from openraa.rulebook.condition import ConditionFault, read_condition, show_condition
from tests.generative.strategies import ENUM, conditions
from tests.support.small import VOCABULARY

cel = pytest.importorskip("cel_expr_python.cel", reason="cel-expr-python is the reference implementation")


class Facts:
    """A situation with given facts only."""

    def __init__(self, facts: dict[str, object]) -> None:
        self.facts = facts


@settings(max_examples=300, deadline=None)
@given(condition=conditions(12))
def test_text_comes_back_as_the_same_condition(condition: object) -> None:
    text = show_condition(condition)  # type: ignore[arg-type]
    assert show_condition(read_condition(text, VOCABULARY)) == text


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet="abcenq.&|!()=<>\"'[], 0123456789truefalsinredgw?+", max_size=60))
def test_nonsense_is_refused_with_a_place_and_never_crashes(text: str) -> None:
    found = None
    try:
        read_condition(text, VOCABULARY)
    except ConditionFault as fault:
        found = fault
    assert found is None or (found.message and 0 <= found.at <= len(text))


def environment() -> object:
    types = dict.fromkeys("abcd", cel.Type.BOOL) | {
        "n": cel.Type.INT,
        "m": cel.Type.INT,
        "e": cel.Type.STRING,
    }
    return cel.NewEnv(variables=types)


@settings(max_examples=300, deadline=None)
@given(
    condition=conditions(10),
    facts=st.fixed_dictionaries(
        {
            "a": st.booleans(),
            "b": st.booleans(),
            "c": st.booleans(),
            "e": st.sampled_from(ENUM),
            "n": st.integers(0, 30),
        }
    ),
)
def test_agrees_with_the_reference_implementation_of_cel(condition: object, facts: dict[str, object]) -> None:
    text = show_condition(condition)  # type: ignore[arg-type]
    ours = compile_condition(read_condition(text, VOCABULARY), frozenset())(Facts(facts))  # type: ignore[arg-type]
    theirs = ENVIRONMENT.compile(text).eval(data=facts)  # type: ignore[attr-defined]
    assert theirs.value() is ours


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet='abcenq.&|!()=<>"[], 0123truefalsinredg', max_size=40))
def test_whatever_we_accept_the_reference_accepts_with_the_same_value(text: str) -> None:
    facts = {"a": True, "b": False, "c": True, "d": False, "e": "red", "n": 7, "m": 3}
    try:
        condition = read_condition(text, VOCABULARY)
    except ConditionFault:
        return
    theirs = ENVIRONMENT.compile(text).eval(data=facts)  # type: ignore[attr-defined]
    assert theirs.value() is compile_condition(condition, frozenset())(Facts(facts))  # type: ignore[arg-type]


ENVIRONMENT = environment()
