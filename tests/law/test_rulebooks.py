"""The shipped rulebooks: clean, covered, and every provision tried by a case of its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from openraa.determine import CaseResult, Role, read_cases, run_cases, sweep
from openraa.problems import errors_of
from openraa.register import load_agreements
from openraa.rulebook import (
    Rulebook,
    Verification,
    check_coverage,
    check_use,
    load_rulebook,
    load_stack,
    rulebook_paths,
    shipped_agreements,
)
from openraa.vocabulary import load_vocabulary

BOOKS = sorted(rulebook_paths())
WORKED = Path(__file__).parent / "worked-cases.yaml"


@cache
def results_of(path: Path) -> tuple[CaseResult, ...]:
    return tuple(run_cases(read_cases(path, load_vocabulary()), load_stack))


@cache
def every_result() -> tuple[CaseResult, ...]:
    own = [r for name in BOOKS for r in results_of(shipped_agreements() / name / "cases.yaml")]
    return (*results_of(WORKED), *own)


def failures(results: tuple[CaseResult, ...]) -> str:
    return "\n".join(f"{r.case.id}: {'; '.join(r.differences)}\n{r.explanation}" for r in results if not r.passed)


def test_all_worked_cases_hold_unchanged() -> None:
    results = results_of(WORKED)
    assert len(results) == 144
    assert not failures(results)


@pytest.mark.parametrize("name", BOOKS)
def test_own_cases_hold(name: str) -> None:
    results = results_of(shipped_agreements() / name / "cases.yaml")
    assert results
    assert not failures(results)


@pytest.mark.parametrize("name", BOOKS)
def test_a_rulebook_is_clean_and_covers_every_paragraph(name: str) -> None:
    book = load_rulebook(name)
    problems = check_coverage(book) + check_use(book)
    assert not errors_of(problems), "\n".join(map(str, problems))
    load_stack([*book.supplements, name])


def tried(book: Rulebook) -> tuple[set[str], set[tuple[str, str]]]:
    """The provisions effective in some case, and the pairs (defeated, by whom) seen in some case."""
    effective: set[str] = set()
    defeats: set[tuple[str, str]] = set()
    for result in every_result():
        if book.id not in result.case.agreement:
            continue
        for row in result.determination.provisions:
            if row.effective is True:
                effective.add(row.provision.id)
            if row.role is Role.DEFEATED:
                defeats |= {(row.provision.id, actor) for actor in row.defeated_by}
    return effective, defeats


@pytest.mark.parametrize("name", BOOKS)
def test_every_provision_takes_effect_in_a_case_and_is_defeated_by_each_that_acts_on_it(name: str) -> None:
    book = load_rulebook(name)
    effective, defeats = tried(book)
    disappliers = {p.id for p in book.provisions if not p.answers}
    never = [p.id for p in book.provisions if p.id not in effective and p.id not in disappliers]
    assert not never, f"in no case effective: {never}"
    acting = [(target, p.id) for p in book.provisions for target in (*p.overrides, *p.disapplies)]
    present = {p.id for b in (load_rulebook(n) for n in BOOKS) for p in b.provisions}
    unseen = [pair for pair in acting if pair[0] in present and pair not in defeats]
    assert not unseen, f"in no case defeated by: {unseen}"


def test_every_agreement_with_a_rulebook_has_a_life_and_every_stack_can_be_built() -> None:
    agreements = load_agreements()
    assert set(BOOKS) <= set(agreements)
    for agreement in agreements.values():
        if agreement.stack:
            assert load_stack(agreement.stack).ids == agreement.stack


def test_every_provision_names_a_source_that_its_agreement_lists() -> None:
    agreements = load_agreements()
    for name in BOOKS:
        book = load_rulebook(name)
        for row in (*book.provisions, *book.unconfirmed):
            for key in row.sources:
                assert key in agreements[name].sources, f"{row.id}: no source {key} in agreement.yaml"
        for provision in book.provisions:
            assert provision.cite, f"{provision.id} has no citation"


@pytest.mark.parametrize("name", BOOKS)
def test_no_case_at_all_has_two_answers(name: str) -> None:
    book = load_rulebook(name)
    found = sweep(load_stack([*book.supplements, name]))
    assert not found.conflicts
    assert not found.not_swept


@pytest.mark.parametrize("name", BOOKS)
def test_a_rulebook_checked_against_the_full_text_leaves_no_gap_undeclared(name: str) -> None:
    book = load_rulebook(name)
    if book.verified is Verification.FULL_TEXT and not book.unconfirmed:
        assert not sweep(load_stack([*book.supplements, name])).gaps
