"""What notices a slip in a rulebook: known changes meet the means that should catch them."""

from __future__ import annotations

import json
from functools import cache

import pytest
from benchmarks.mutation import PAGE, RESULTS, Fate, Judge, Kind, Mutant, changes, mutants, page, sample

from openraa.rulebook import load_rulebook, rulebook_paths
from openraa.rulebook.condition import ALWAYS, read_condition, show_condition
from openraa.vocabulary import load_vocabulary
from tests.support.generated import hold_against

judge_of = cache(Judge)


def fate(rulebook: str, kind: Kind, at: str, *, change: str = "") -> Fate:
    """What becomes of the one change of this kind at a provision, whose description contains `change`."""
    rows = [
        mutant
        for mutant in mutants(load_rulebook(rulebook))
        if mutant.kind is kind and mutant.at == f"{rulebook}:{at}" and change in mutant.what
    ]
    assert rows, f"there is no such change of {at}"
    return judge_of(rulebook).judge(rows[0]).fate


def test_a_forgotten_override_is_caught_by_the_proofs_and_by_a_case() -> None:
    assert fate("nl-ga-2014", Kind.REMOVE_OVERRIDE, "III.2.duty") is Fate.BOTH


def test_a_swapped_answer_that_contradicts_nothing_is_caught_by_a_case_alone() -> None:
    assert fate("nl-ga-2014", Kind.SWAP_ANSWER, "III.4.waiver", change="must_waive_on_request") is Fate.CASES


def test_a_number_beside_the_border_is_caught_by_the_proofs() -> None:
    assert fate("nl-qa-2014", Kind.SHIFT_NUMBER, "3.list_late") in (Fate.PROOFS, Fate.BOTH)


def test_a_dropped_requirement_is_caught_by_the_case_that_names_it() -> None:
    assert fate("nl-qa-2014", Kind.DROP_REQUIREMENT, "3.no_card_inside") is Fate.CASES


def test_a_deadline_of_another_length_is_caught_by_the_case_that_states_it() -> None:
    assert fate("nl-qa-2014", Kind.SHIFT_DEADLINE, "3.list_late") is Fate.CASES


def test_a_dropped_silence_is_caught_by_the_proofs_where_the_question_is_answered_elsewhere() -> None:
    rows = list(mutants(load_rulebook("nl-qa-2014")))
    judge = judge_of("nl-qa-2014")
    dropped = next(row for row in rows if row.kind is Kind.DROP_SILENCE and row.at == "silent, driving.licence")
    assert judge.judge(dropped).fate is Fate.PROOFS
    never_answered = next(row for row in rows if row.kind is Kind.DROP_LONE_SILENCE)
    assert judge.judge(never_answered).fate is Fate.EQUIVALENT


def test_a_dropped_provision_that_others_name_no_longer_loads() -> None:
    assert fate("nl-ga-2014", Kind.DROP_PROVISION, "III.3") is Fate.COMPILER


def test_a_change_of_a_provision_that_only_repeats_the_texts_below_is_no_legal_change() -> None:
    assert fate("pfp-fap-1997", Kind.DROP_PART, "I.1.b", change="visit.involves_non_nato_party") is Fate.EQUIVALENT


def test_the_judge_has_nothing_against_the_rulebook_as_shipped() -> None:
    judge = judge_of("nl-qa-2014")
    assert judge.judge(Mutant(Kind.NEGATE, judge.book, "", 1, "nothing")).fate is Fate.EQUIVALENT
    assert judge.cases


def test_a_sample_is_the_same_for_the_same_seed_and_another_for_another() -> None:
    book = load_rulebook("nl-ga-2014")

    def drawn(seed: int) -> list[tuple[str, str]]:
        return [(mutant.at, mutant.what) for mutant in sample(book, seed, 2)]

    assert drawn(7) == drawn(7) != drawn(8)
    assert {mutant.kind for mutant in sample(book, 7, 1)} == {mutant.kind for mutant in mutants(book)}


def test_most_of_a_sample_is_caught() -> None:
    judge = judge_of("nl-qa-2014")
    results = [judge.judge(mutant) for mutant in sample(judge.book, 7, 1)]
    counted = [row for row in results if row.fate is not Fate.EQUIVALENT]
    assert len(counted) >= 8
    assert sum(row.fate is not Fate.SURVIVED for row in counted) >= len(counted) - 3


@pytest.mark.parametrize(
    ("condition", "kind", "found"),
    [
        ("visit.notice_days < 15", Kind.SHIFT_NUMBER, {"visit.notice_days < 14", "visit.notice_days < 16"}),
        ('doc.movement_order == "none"', Kind.FLIP, {'doc.movement_order != "none"'}),
        ("person.stateless && !doc.passport", Kind.DROP_PART, {"person.stateless", "!doc.passport"}),
        ("person.stateless || doc.passport", Kind.DROP_ALTERNATIVE, {"person.stateless", "doc.passport"}),
        ("!(person.stateless && doc.passport)", Kind.NEGATE,
         {"!(!person.stateless && doc.passport)", "!(person.stateless && !doc.passport)"}),
        ("person.stateless", Kind.DROP_PART, {show_condition(ALWAYS)}),
    ],
)  # fmt: skip
def test_each_kind_of_change_changes_one_place(condition: str, kind: Kind, found: set[str]) -> None:
    read = read_condition(condition, load_vocabulary())
    assert {show_condition(new) for each, _, new in changes(read) if each is kind} == found


def test_every_shipped_rulebook_can_be_changed_and_no_change_is_the_rulebook_itself() -> None:
    for name in rulebook_paths():
        book = load_rulebook(name)
        rows = list(mutants(book))
        assert rows
        assert all(mutant.book != book for mutant in rows[:: max(1, len(rows) // 5)])


def test_the_page_shows_the_last_measurement() -> None:
    hold_against(PAGE, page(json.loads(RESULTS.read_text(encoding="utf-8"))))
