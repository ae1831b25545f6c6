"""Large generated rulebooks of which it is known what must come out: proofs, planted faults, limits of time."""

from __future__ import annotations

import pytest

from openraa.prove import Likeness, Property, Verdict, compare, prove
from tests.support.large import Generated, many_questions, one_question

LIMITS = (0.001, 0.02, 0.05, 0.1, 0.2, 0.4)


@pytest.fixture(scope="module", params=[(one_question, 300), (many_questions, 500)], ids=["one", "many"])
def made(request: pytest.FixtureRequest) -> Generated:
    kind, n_provisions = request.param
    generated: Generated = kind(n_provisions)
    assert len(generated.rows) == n_provisions
    return generated


def test_hundreds_of_provisions_without_fault_are_proven(made: Generated) -> None:
    proof = prove(made.stack())
    assert proof.verdict is Verdict.PROVEN, proof.findings


def test_a_thousand_provisions_are_proven() -> None:
    assert prove(many_questions(1000).stack()).verdict is Verdict.PROVEN


def test_one_conflict_among_hundreds_of_provisions_is_found_and_nothing_else(made: Generated) -> None:
    (finding,) = prove(made.with_conflict().stack()).findings
    assert finding.property is Property.CONFLICT
    assert "generated:planted" in finding.provisions


def test_one_gap_among_hundreds_of_provisions_is_found_and_nothing_else(made: Generated) -> None:
    (finding,) = prove(made.with_gap().stack()).findings
    assert finding.property is Property.GAP
    (missing,) = {row.id for row in made.rows} - {row.id for row in made.with_gap().rows}
    box = next(row.box for row in made.rows if row.id == missing)
    assert finding.where is not None
    assert set(finding.where.sides) <= {name for name in box if not name.startswith("question.")} | _behind(made, box)


@pytest.mark.parametrize("seconds", LIMITS)
def test_a_time_limit_never_hides_a_fault(made: Generated, seconds: float) -> None:
    for faulty, planted in ((made.with_conflict(), Property.CONFLICT), (made.with_gap(), Property.GAP)):
        proof = prove(faulty.stack(), seconds=seconds)
        assert proof.verdict is not Verdict.PROVEN
        assert all(row.verdict is not Verdict.PROVEN for row in proof.checked if row.property is planted)


@pytest.mark.parametrize("seconds", LIMITS)
def test_a_time_limit_never_invents_a_fault(made: Generated, seconds: float) -> None:
    proof = prove(made.stack(), seconds=seconds)
    assert not proof.findings
    assert proof.verdict in (Verdict.PROVEN, Verdict.NOT_PROVEN)


def test_edits_are_found_in_no_other_questions_than_those_edited(made: Generated) -> None:
    edited = made.edited()
    changed = {new.question for old, new in zip(made.rows, edited.rows, strict=True) if old != new}
    readers = {row.question for row in made.rows if any(f"question.{name}" in row.box for name in changed)}
    differing = {row.question for row in compare(made.stack(), edited.stack()).of(Likeness.DIFFERS)}
    assert changed <= differing | readers
    assert differing <= changed | readers


@pytest.mark.parametrize("seconds", LIMITS)
def test_a_comparison_under_a_time_limit_says_of_no_question_anything_else_than_one_without(
    made: Generated, seconds: float
) -> None:
    left, right = made.stack(), made.edited().stack()
    whole = {row.question: row.likeness for row in compare(left, right).rows}
    limited = compare(left, right, seconds=seconds)
    assert not limited.is_same
    for row in limited.rows:
        assert row.likeness in (whole[row.question], Likeness.NOT_PROVEN)


def _behind(made: Generated, box: object) -> set[str]:
    """The facts of earlier questions that a provision reads."""
    assert isinstance(box, dict)
    read = {name.removeprefix("question.") for name in box if name.startswith("question.")}
    return {name for row in made.rows if row.question in read for name in row.box}
