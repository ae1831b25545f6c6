"""The drafts among the examples: labelled as what they are, proven, with cases that hold, and outside the register."""

from __future__ import annotations

import re
from functools import cache

import pytest

from openraa.determine import CaseResult, Role, read_cases, run_cases
from openraa.prove import Verdict, prove, reciprocity
from openraa.register import load_agreements
from openraa.rulebook import Verification, check_coverage, check_use, load_rulebook, load_stack
from openraa.vocabulary import load_vocabulary
from tests.support.commands import raa
from tests.support.generated import ROOT

DRAFTS = ROOT / "examples" / "drafts"
NAMES = sorted(path.parent.name for path in DRAFTS.glob("*/rulebook.md"))
LABEL = "illustration, not an official text"
FRANCE_JAPAN = "jp-fr-illustration"
RAAS = ("jp-au-raa-2022", "jp-uk-raa-2023", "jp-ph-raa-2024")


@cache
def results_of(name: str) -> tuple[CaseResult, ...]:
    cases = read_cases(DRAFTS / name / "cases.yaml", load_vocabulary())
    return tuple(run_cases(cases, lambda stack: load_stack(stack, [DRAFTS])))


def test_the_illustration_is_among_the_drafts() -> None:
    assert FRANCE_JAPAN in NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_says_what_it_is_where_it_is_named_and_where_it_is_read(name: str) -> None:
    book = load_rulebook(name, [DRAFTS])
    assert book.id == name
    for text in (book.title, book.source.note, book.sections[0].title):
        assert LABEL in text.lower()
    assert not book.source.authentic


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_not_in_the_register_and_binds_nobody(name: str) -> None:
    assert name not in load_agreements()
    assert name not in load_agreements([DRAFTS])
    assert name not in raa("agreements").out
    assert not list((DRAFTS / name).glob("agreement.*"))


def test_the_agreement_in_negotiation_has_no_provisions() -> None:
    agreement = load_agreements()["jp-fr-raa"]
    assert agreement.stack == ()
    assert all(event.event not in ("signature", "entry_into_force") for event in agreement.life)


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_clean_and_proven(name: str) -> None:
    book = load_rulebook(name, [DRAFTS])
    problems = check_coverage(book) + check_use(book)
    assert not problems, "\n".join(map(str, problems))
    assert book.verified is Verification.FULL_TEXT
    assert not book.unconfirmed
    proof = prove(load_stack([name], [DRAFTS]))
    assert not proof.findings, "\n".join(row.message for row in proof.findings)
    assert all(row.verdict is Verdict.PROVEN for row in proof.checked)


@pytest.mark.parametrize("name", NAMES)
def test_the_cases_of_a_draft_hold_and_try_every_provision(name: str) -> None:
    results = results_of(name)
    assert len(results) >= 15
    assert not [f"{r.case.id}: {'; '.join(r.differences)}" for r in results if not r.passed]
    rows = [row for r in results for row in r.determination.provisions]
    book = load_rulebook(name, [DRAFTS])
    effective = {row.provision.id for row in rows if row.effective is True}
    assert not [p.id for p in book.provisions if p.id not in effective], "in no case effective"
    defeats = {(row.provision.id, by) for row in rows if row.role is Role.DEFEATED for by in row.defeated_by}
    acting = {(target, p.id) for p in book.provisions for target in p.overrides}
    assert acting <= defeats, f"in no case defeated by: {acting - defeats}"


def test_every_article_of_the_illustration_says_where_it_comes_from() -> None:
    book = load_rulebook(FRANCE_JAPAN, [DRAFTS])
    for text in (book.source.note, book.sections[0].prose):
        assert "text has been published" in text or "No text of a France-Japan agreement has been published" in text
    known = {key for name in RAAS for key in load_agreements()[name].sources}
    articles = [section for section in book.sections if section.title.startswith("Article ")]
    assert len(articles) == len({paragraph.split(".")[0] for paragraph in book.paragraphs})
    for section in articles:
        prose = " ".join(section.prose.split())
        keys = set(re.findall(r"\bS\d+[a-z]?\b", prose))
        assert keys <= known, f"{section.title}: {keys - known} is no source of the three agreements"
        assert keys or "our choice" in prose.lower(), f"{section.title} does not say where it comes from"
    assert not any(row.sources for row in book.provisions), "a source of a real agreement beside an invented provision"


def test_the_two_parties_differ_by_name_on_territory_and_by_law_on_the_death_penalty() -> None:
    found = reciprocity(load_stack([FRANCE_JAPAN], [DRAFTS]), parties=("FR", "JP"))
    assert found.reciprocal
    assert [row.question for row in found.one_sided] == ["treaty.applies_in_territory"]
    assert [row.question for row in found.by_states] == ["jurisdiction.custody"]
    assert not found.needless
