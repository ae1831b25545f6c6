"""Worked cases: each thing that a case states is held against the determination."""

from __future__ import annotations

from pathlib import Path

from openraa.determine import read_cases, run_cases
from tests.support.small import VOCABULARY, book, rule, stack

BODY = rule("p", "x", "a", more="requires:\n  - document: card\n  - notice: word\n    when: b")


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
