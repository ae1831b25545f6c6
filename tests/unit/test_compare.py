"""Comparison, reciprocity and change review on books of a few lines: every difference, and none that is not one."""

from __future__ import annotations

import pytest

from openraa.determine import CONFLICT, GAP, Case, Determiner
from openraa.prove import Likeness, compare, reciprocity, review
from openraa.rulebook import Stack, build_stack, parse_rulebook
from openraa.vocabulary import load_vocabulary
from tests.support.small import book, rule, stack

CARD = "requires: [{document: card}]"
WORD = "requires: [{notice: word, by: sending, to: customs, deadline: {days: %s, count: %s, before: entry}}]"


def made(body: str, **options: str) -> Stack:
    return stack(book(body, **options))


def shown(left: str, right: str) -> list[tuple[list[str], str, str]]:
    """The regions of `q` as clauses and both answers."""
    one, other = made(left), made(right)
    row = compare(one, other, questions=["q"]).row("q")
    return [
        ([str(c) for c in cube.clauses(one.vocabulary)], str(region.difference.left), str(region.difference.right))
        for region in row.regions
        for cube in region.where
    ]


def test_equal_law_in_other_words_is_the_same() -> None:
    one = rule("p", "x", "a && !(b || c)") + rule("r", "y", "!a || b || c")
    other = rule("general", "y") + rule("special", "x", "a && !b && !c", overrides="general")
    found = compare(made(one), made(other))
    assert found.is_same
    assert found.row("q").likeness is Likeness.SAME


def test_a_difference_is_one_region_with_both_answers_provisions_and_a_case() -> None:
    one = made(rule("p", "x", "n >= 10") + rule("r", "y", "n < 10"))
    other = made(rule("p", "x", "n >= 12") + rule("r", "y", "n < 12"))
    row = compare(one, other).row("q")
    assert row.likeness is Likeness.DIFFERS
    (region,) = row.regions
    (cube,) = region.where
    assert [str(clause) for clause in cube.clauses(one.vocabulary)] == ["n: 10 to 11"]
    assert (region.left_by, region.right_by) == (("book:p",), ("book:r",))
    for side, answer in ((one, "x"), (other, "y")):
        assert Determiner(side).determine("q", Case(region.case)).answer == answer


def test_a_text_that_only_contradicts_itself_differs_from_one_that_is_silent_there() -> None:
    clash = made(rule("p", "x", "a") + rule("r", "y", "a"))
    other = made(rule("p", "x", "b && !b"))
    row = compare(clash, other, one_sided=True).row("q")
    assert row.likeness is Likeness.ONLY_LEFT
    (region,) = row.regions
    assert (region.difference.left, region.difference.right) == (CONFLICT, GAP)


def test_regions_of_different_pairs_of_answers_are_kept_apart() -> None:
    assert shown(
        rule("p", "x", "a") + rule("r", "y", "!a"),
        rule("p", "x", "a && b") + rule("r", "z", "a && !b") + rule("s", "x", "!a"),
    ) == [(["a: yes", "b: no"], "x", "z"), (["a: no"], "y", "x")]


def test_a_further_paper_and_another_deadline_are_differences_though_the_answer_is_the_same() -> None:
    (region,) = compare(made(rule("p", "x", "a", more=CARD)), made(rule("p", "x", "a"))).row("q").regions
    assert region.difference.left == region.difference.right
    assert [row.label for row in region.difference.only_left] == ["card"]
    assert not region.difference.only_right
    for days, count in (("10", "calendar"), ("15", "working")):
        one, other = made(rule("p", "x", more=WORD % (15, "calendar"))), made(rule("p", "x", more=WORD % (days, count)))
        (region,) = compare(one, other).row("q").regions
        assert not region.where[0].sides, "in every case"
        assert len(region.difference.only_left) == len(region.difference.only_right) == 1


def test_a_requirement_under_a_further_condition_differs_only_there() -> None:
    one = made(rule("p", "x", more="requires: [{document: card, when: b}]"))
    (region,) = compare(one, made(rule("p", "x"))).row("q").regions
    assert [str(clause) for clause in region.where[0].clauses(one.vocabulary)] == ["b: yes"]


def test_the_earlier_of_two_deadlines_is_what_counts() -> None:
    twice = rule("p", "x", more=WORD % (15, "calendar")) + rule("r", "x", more=WORD % (5, "calendar"))
    assert compare(made(twice), made(rule("p", "x", more=WORD % (15, "calendar")))).is_same


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        (rule("p", "x", "a"), rule("p", "x", question="r"), Likeness.ONLY_LEFT),
        (rule("p", "x", question="r"), rule("p", "x", "a"), Likeness.ONLY_RIGHT),
        (rule("p", "x", question="r"), rule("p", "x", question="r"), Likeness.NEITHER),
        (rule("p", "x", "false", question="q"), rule("p", "x", question="q"), Likeness.ONLY_RIGHT),
    ],
)
def test_only_one_of_them_speaks(left: str, right: str, likeness: Likeness) -> None:
    row = compare(made(left), made(right), questions=["q"]).row("q")
    assert row.likeness is likeness
    assert not row.regions


OPEN = "```unconfirmed\nid: u\nquestion: q\nknown: K.\nsource: [S]\n```\n"


@pytest.mark.parametrize("right", [rule("p", "x"), OPEN, rule("p", "x", question="r")])
def test_a_text_that_is_not_confirmed_is_never_the_same_nor_the_only_one_that_speaks(right: str) -> None:
    for one, other in ((OPEN, right), (right, OPEN)):
        assert compare(made(one), made(other), questions=["q"]).row("q").likeness is Likeness.NOT_KNOWN


def test_that_a_question_does_not_arise_and_that_the_text_is_silent_are_one() -> None:
    scoped = made(rule("p", "x", "b") + rule("r", "x", question="r"), front="scopes: {q: a}\n")
    silent = made(rule("p", "x", "a && b") + rule("r", "x", question="r"))
    assert compare(scoped, silent).is_same


def test_the_time_limit_gives_not_proven_and_never_the_same() -> None:
    same = made(rule("p", "x", "a"))
    found = compare(same, same, seconds=0.0)
    assert {row.likeness for row in found.rows} == {Likeness.NOT_PROVEN}
    assert not found.is_same
    assert not review(same, same, seconds=0.0).no_legal_change


REAL = load_vocabulary()


def agreement(body: str) -> Stack:
    """A stack of one rulebook under the vocabulary that is shipped."""
    text = (
        "---\nrulebook: book\ntitle: T\nsource: {text: T, language: en, read: full}\n"
        f"verified: full-text\nparagraphs: {{I: [1]}}\n---\n## Article I\n\n{body}\n"
    )
    return build_stack([parse_rulebook(text, "book.md", REAL)], REAL)


VISA = rule("p", "exempt", 'visit.sending_state == "JP"', question="entry.visa")
VISA += rule("r", "required", 'visit.sending_state != "JP"', question="entry.visa")
DECLARED = "```one-sided\nquestion: entry.visa\nbecause: Only one of them grants visas.\nparagraph: I.1\n```\n"


def test_a_term_that_names_a_party_is_one_sided_unless_it_is_declared() -> None:
    bare = reciprocity(agreement(VISA), parties=("FR", "JP"))
    assert [row.question for row in bare.undeclared] == ["entry.visa"]
    assert not bare.reciprocal
    declared = reciprocity(agreement(VISA + DECLARED), parties=("FR", "JP"))
    assert declared.reciprocal
    assert [row.question for row in declared.one_sided] == ["entry.visa"]


def test_a_term_that_names_both_parties_alike_is_reciprocal_and_its_declaration_needless() -> None:
    both = rule("p", "exempt", 'visit.sending_state in ["FR", "JP"]', question="entry.visa")
    found = reciprocity(agreement(both + DECLARED), parties=("FR", "JP"))
    assert found.reciprocal
    assert not found.one_sided
    assert [row.question for row in found.needless] == ["entry.visa"]


def test_a_party_in_one_role_only_is_one_sided_even_when_the_other_is_named_too() -> None:
    body = rule("p", "exempt", 'visit.sending_state == "JP" && visit.receiving_state == "FR"', question="entry.visa")
    assert not reciprocity(agreement(body)).reciprocal


def test_a_term_that_follows_the_own_law_of_a_state_is_reciprocal_in_its_text_and_shown() -> None:
    law = next(name for name, fact in REAL.facts.items() if fact.of_state == "receiving" and fact.type.value == "bool")
    found = reciprocity(agreement(rule("p", "exempt", law, question="entry.visa")), parties=("FR", "JP"))
    assert found.reciprocal
    assert [row.question for row in found.by_states] == ["entry.visa"]
    (region,) = found.by_states[0].regions
    assert set(region.case) >= {law, f"exchanged.{law}"}
    assert region.case[law] != region.case[f"exchanged.{law}"]


def test_a_review_says_no_legal_change_to_other_words_ids_and_order() -> None:
    old = made(rule("p", "x", "a && b") + rule("r", "y", "!(a && b)"))
    new = made("Other prose.\n\n" + rule("r2", "y", "!a || !b") + rule("p", "x", "b && a", more="doubt: Who knows."))
    found = review(old, new)
    assert found.no_legal_change
    assert (found.added, found.removed, found.reworded) == (("book:r2",), ("book:r",), ("book:p",))


def test_a_review_shows_what_changes_even_where_only_one_version_speaks() -> None:
    found = review(made(rule("p", "x", "a")), made(rule("p", "x", "a") + rule("r", "y", "b", question="r")))
    assert not found.no_legal_change
    (row,) = found.changed
    assert row.question == "r"
    (region,) = row.regions
    assert (str(region.difference.left), str(region.difference.right)) == ("GAP", "y")
