"""The shipped rulebooks: clean, covered, and every provision tried by a case of its own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from openraa.determine import CONFLICT, GAP, CaseResult, Role, outcomes, read_cases, run_cases
from openraa.problems import errors_of
from openraa.prove import Finding, Property, Verdict, in_force, prove
from openraa.prove.search import Search
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
from tests.support.solvers import solved_by_cvc5

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


def test_every_deadline_is_stated_by_a_case() -> None:
    stated = {
        (row.provision.id, label)
        for result in every_result()
        for label in result.case.deadlines
        for row in result.determination.provisions
        if row.effective is True
    }
    dated = {
        (provision.id, due.label)
        for name in BOOKS
        for provision in load_rulebook(name).provisions
        for due in provision.requires
        if due.deadline is not None
    }
    assert dated
    assert not dated - stated


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
    assert not prove_shipped(name)[Property.CONFLICT]


@pytest.mark.parametrize("name", BOOKS)
def test_a_rulebook_checked_against_the_full_text_leaves_no_gap_undeclared(name: str) -> None:
    if load_rulebook(name).verified is Verification.FULL_TEXT:
        assert not prove_shipped(name)[Property.GAP]


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_in_a_rulebook_is_without_effect(name: str) -> None:
    found = prove_shipped(name)
    rest = (Property.POSSIBLE, Property.EFFECT, Property.DEFEAT, Property.VERSIONS, Property.ANCHOR)
    assert not any(found[each] for each in rest)


@pytest.mark.parametrize("name", BOOKS)
def test_the_solver_and_exhaustion_agree_on_every_outcome_of_every_question(name: str) -> None:
    book = load_rulebook(name)
    search = Search(load_stack([*book.supplements, name]))
    for question in search.stack.questions:
        by_solver = {o for o, f in search.encoding.outcomes(question).items() if search.solver.find(f) is not None}
        assert by_solver == outcomes(search.determiner.explorer.diagram(question, {})), question


@pytest.mark.parametrize("name", BOOKS)
def test_a_second_solver_confirms_what_was_proven(name: str) -> None:
    book = load_rulebook(name)
    search = Search(load_stack([*book.supplements, name]))
    conflicts = [search.encoding.outcome(question, CONFLICT) for question in search.stack.questions]
    assert solved_by_cvc5(search.solver.as_smtlib(search.space.some(conflicts))) == "unsat"
    if book.verified is Verification.FULL_TEXT:
        gaps = [
            search.space.every(
                [search.encoding.outcome(question, GAP), search.space.no(search.encoding.silent(question))]
            )
            for question in search.stack.questions
            if search.stack.provisions_of(question)
        ]
        assert solved_by_cvc5(search.solver.as_smtlib(search.space.some(gaps))) == "unsat"


@cache
def prove_shipped(name: str) -> dict[Property, tuple[Finding, ...]]:
    """What is found of a shipped rulebook, under what it supplements."""
    agreement = load_agreements().get(name)
    proof = prove(load_stack([*load_rulebook(name).supplements, name]), in_force=in_force(agreement))
    assert not any(row.verdict is Verdict.NOT_PROVEN for row in proof.checked)
    return {row.property: row.findings for row in proof.checked}
