"""Worked cases: each thing that a case states is held against the determination."""

from __future__ import annotations

from pathlib import Path

import pytest

from openraa.determine import read_cases, run_cases
from openraa.problems import Refused
from tests.support.small import VOCABULARY, book, rule, stack

BODY = rule(
    "p", "x", "a",
    more="requires:\n  - document: card\n  - notice: word\n    when: b\n"
    "    deadline: {days: 5, count: working, before: entry}",
)  # fmt: skip


def differences(tmp_path: Path, states: str) -> tuple[str, ...]:
    file = tmp_path / "cases.yaml"
    file.write_text(f"cases:\n- {{id: A, agreement: [book], question: q, {states}}}\n", encoding="utf-8")
    (result,) = run_cases(read_cases(file, VOCABULARY), lambda _: stack(book(BODY)))
    return result.differences


def test_a_case_that_names_what_is_required_passes(tmp_path: Path) -> None:
    assert not differences(tmp_path, "facts: {a: true, b: false}, expected: x, requires: [card]")
    assert not differences(tmp_path, "facts: {a: true, b: true}, expected: x, requires: [word, card]")


def test_a_case_fails_when_the_answer_is_another(tmp_path: Path) -> None:
    assert differences(tmp_path, "facts: {a: true}, expected: y") == ("expected y, found x",)


def test_a_case_fails_when_what_it_requires_does_not_arise(tmp_path: Path) -> None:
    found = differences(tmp_path, "facts: {a: true, b: false}, expected: x, requires: [card, word]")
    assert found == ("expected to require {word}, found {card}",)
    assert differences(tmp_path, "facts: {a: true}, expected: x, requires: [word]")


def test_a_case_fails_when_a_deadline_is_another(tmp_path: Path) -> None:
    facts = "facts: {a: true, b: true}, expected: x"
    assert not differences(tmp_path, f"{facts}, deadlines: {{word: 5 working days before entry}}")
    for other in ("6 working days before entry", "5 days before entry", "5 working days after entry"):
        found = differences(tmp_path, f"{facts}, deadlines: {{word: {other}}}")
        assert found == (f"expected word {other}, found 5 working days before entry",)
    found = differences(tmp_path, f"{facts}, deadlines: {{card: 5 days before entry}}")
    assert found == ("expected card 5 days before entry, found no deadline",)


def test_a_deadline_that_is_none_is_refused_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        differences(tmp_path, "expected: x, deadlines: {word: soon}")
    (problem,) = refused.value.problems
    assert problem.code == "deadline"
    assert problem.place.line == 2
