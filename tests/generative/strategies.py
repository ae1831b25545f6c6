"""Generated rulebooks and cases over the small vocabulary, the degenerate ones included on purpose."""

from __future__ import annotations

from hypothesis import strategies as st

from openraa.rulebook.condition import (
    And,
    Compares,
    Condition,
    Constant,
    FactHolds,
    Not,
    OneOf,
    Op,
    Or,
    show_condition,
)
from tests.support.small import rule

BOOLS = ("a", "b", "c")
ENUM = ("red", "green", "blue")


def conditions(max_leaves: int = 6) -> st.SearchStrategy[Condition]:
    """Typed conditions over three yes-or-no facts, one enumeration and one whole number."""
    atom = st.one_of(
        st.sampled_from(BOOLS).map(FactHolds),
        st.builds(Compares, st.just("e"), st.sampled_from([Op.EQ, Op.NE]), st.sampled_from(ENUM)),
        st.builds(
            lambda values: OneOf("e", tuple(values)),
            st.lists(st.sampled_from(ENUM), min_size=1, max_size=3, unique=True),
        ),
        st.builds(Compares, st.just("n"), st.sampled_from(list(Op)), st.integers(0, 30)),
        st.booleans().map(Constant),
    )
    return st.recursive(
        atom,
        lambda inner: st.one_of(
            inner.map(Not),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
            st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        ),
        max_leaves=max_leaves,
    )


@st.composite
def bodies(draw: st.DrawFn) -> str:
    """A rulebook body: up to six provisions, some of which act on later ones (so never in a circle)."""
    n = draw(st.integers(1, 6))
    kinds = [*(draw(st.sampled_from(["answer", "answer", "answer", "off"])) for _ in range(n - 1)), "answer"]
    text = ""
    for i, kind in enumerate(kinds):
        when = show_condition(draw(conditions()))
        later = [f"p{j}" for j in range(i + 1, n)]
        if kind == "off":
            targets = draw(st.lists(st.sampled_from(later), min_size=1, max_size=2, unique=True))
            text += rule(f"p{i}", when=when, disapplies=", ".join(targets))
            continue
        answering = [f"p{j}" for j in range(i + 1, n) if kinds[j] == "answer"]
        targets = draw(st.lists(st.sampled_from(answering), max_size=2, unique=True)) if answering else []
        answer = draw(st.sampled_from(["x", "y", "z"]))
        text += rule(f"p{i}", answer, when, overrides=", ".join(targets))
    if draw(st.booleans()):
        when = show_condition(draw(conditions(3)))
        text += f"```unconfirmed\nid: u\nquestion: q\nwhen: '{when}'\nknown: K.\nsource: [S]\n```\n"
    return text


def cases() -> st.SearchStrategy[dict[str, object]]:
    """Cases with any of the facts missing."""
    return st.fixed_dictionaries(
        {},
        optional={
            "a": st.booleans(),
            "b": st.booleans(),
            "c": st.booleans(),
            "e": st.sampled_from(ENUM),
            "n": st.integers(0, 30),
        },
    )
