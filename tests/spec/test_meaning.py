"""The exact meaning of a rulebook, one sentence a test: missing facts, defeat, outcomes, layers."""

from __future__ import annotations

from datetime import date

import pytest

from openraa.determine import Case, Determiner, Status
from openraa.problems import Refused
from tests.support.small import book, determine, rule, stack


def asked(result: object) -> set[str]:
    return {ask.fact for ask in result.ask}  # type: ignore[attr-defined]


def test_an_answer_whose_condition_holds_is_determined() -> None:
    result = determine(rule("p", "x", "a"), {"a": True})
    assert (result.status, result.answer) == (Status.DETERMINED, "x")
    assert result.cites == ("Art. I(1)",)


def test_a_missing_fact_is_unknown_and_never_false() -> None:
    result = determine(rule("p", "x", "a") + rule("r", "y", "!a"), {})
    assert result.status is Status.UNDETERMINED
    assert [str(o) for o in result.possible] == ["x", "y"]
    assert asked(result) == {"a"}


def test_a_missing_fact_that_cannot_matter_is_not_asked() -> None:
    result = determine(rule("p", "x", "a || !a") + rule("r", "x", "b"), {})
    assert (result.status, result.answer, result.by) == (Status.DETERMINED, "x", "exhaustion")
    assert not result.ask


def test_false_and_unknown_is_false() -> None:
    assert determine(rule("p", "x", "a && b"), {"a": False}).status is Status.GAP


def test_no_provision_that_applies_is_a_gap() -> None:
    assert determine(rule("p", "x", "a"), {"a": False}).status is Status.GAP


def test_a_known_silence_is_named_with_the_gap() -> None:
    silent = "```silent\nquestion: q\nwhen: b\nbecause: Nobody thought of b.\nparagraph: I.2\n```\n"
    result = determine(rule("p", "x", "a") + silent, {"a": False, "b": True})
    assert result.status is Status.GAP
    assert [row.because for row in result.silences] == ["Nobody thought of b."]


def test_two_different_effective_answers_are_a_conflict() -> None:
    result = determine(rule("p", "x", "a") + rule("r", "y", "b"), {"a": True, "b": True})
    assert result.status is Status.CONFLICT
    assert result.answer == ""


def test_equal_answers_never_conflict_and_both_are_cited() -> None:
    result = determine(rule("p", "x", "a") + rule("r", "x", "b"), {"a": True, "b": True})
    assert result.answer == "x"
    assert [row.provision.id for row in result.supports] == ["book:p", "book:r"]


def test_a_possible_conflict_is_undetermined_not_determined() -> None:
    result = determine(rule("p", "x", "a") + rule("r", "y", "b"), {"a": True})
    assert result.status is Status.UNDETERMINED
    assert {str(o) for o in result.possible} == {"x", "CONFLICT"}
    assert asked(result) == {"b"}


def test_an_overrider_defeats_what_it_names() -> None:
    body = rule("general", "x", "a") + rule("special", "y", "b", overrides="general")
    assert determine(body, {"a": True, "b": True}).answer == "y"
    assert determine(body, {"a": True, "b": False}).answer == "x"
    assert determine(body, {"a": True}).status is Status.UNDETERMINED


def test_overrides_are_direct_and_not_transitive() -> None:
    body = rule("p1", "x", "a") + rule("p2", "y", "b", overrides="p1") + rule("p3", "z", "c", overrides="p2")
    assert determine(body, {"a": True, "b": True, "c": True, "d": False}).status is Status.CONFLICT


def test_a_defeated_overrider_defeats_nothing() -> None:
    body = rule("p1", "x", "a") + rule("p2", "y", "b", overrides="p1") + rule("p3", "x", "c", overrides="p2")
    result = determine(body, {"a": True, "b": True, "c": True, "d": False})
    assert result.answer == "x"
    assert {row.provision.id for row in result.supports} == {"book:p1", "book:p3"}


def test_what_a_disapplied_provision_had_defeated_revives() -> None:
    body = (
        rule("general", "x", "a")
        + rule("special", "y", "b", overrides="general")
        + rule("off", when="c", disapplies="special")
    )
    assert determine(body, {"a": True, "b": True, "c": True, "d": False}).answer == "x"
    assert determine(body, {"a": True, "b": True, "c": False}).answer == "y"


def test_an_unknown_disapplier_leaves_the_answer_open() -> None:
    body = rule("p", "x", "a") + rule("off", when="b", disapplies="p")
    result = determine(body, {"a": True})
    assert {str(o) for o in result.possible} == {"x", "GAP"}


def test_the_scope_decides_whether_a_question_arises() -> None:
    front = "scopes:\n  q: a\n"
    assert determine(rule("p", "x"), {"a": False}, front=front).status is Status.OUT_OF_SCOPE
    assert determine(rule("p", "x"), {"a": True}, front=front).answer == "x"
    result = determine(rule("p", "x"), {}, front=front)
    assert {str(o) for o in result.possible} == {"x", "OUT_OF_SCOPE"}


def test_an_earlier_answer_can_be_read_and_its_facts_are_asked() -> None:
    body = rule("e1", "x", "a", question="r") + rule("e2", "y", "!a", question="r")
    body += rule("p", "x", 'question.r == "x"') + rule("s", "y", 'question.r != "x"')
    assert determine(body, {"a": True}).answer == "x"
    assert determine(body, {"a": False}).answer == "y"
    result = determine(body, {})
    assert result.status is Status.UNDETERMINED
    assert asked(result) == {"a"}


def test_an_earlier_question_without_an_answer_counts_as_not_having_it() -> None:
    body = rule("e1", "x", "a", question="r") + rule("p", "x", 'question.r == "x"')
    assert determine(body, {"a": False}).status is Status.GAP


DERIVED = (
    rule("o1", "yes", "a", question="is_one")
    + rule("o2", "no", "!a", question="is_one")
    + rule("t1", "yes", "b", question="is_two")
    + rule("t2", "no", "!b", question="is_two")
    + rule("p", "x", 'who == "one"')
    + rule("s", "y", 'who == "two"')
    + rule("u", "z", 'who == "other"')
)


def test_a_derived_fact_follows_from_earlier_answers() -> None:
    assert determine(DERIVED, {"a": True}).answer == "x"
    assert determine(DERIVED, {"a": False, "b": True}).answer == "y"
    assert determine(DERIVED, {"a": False, "b": False, "e": "red"}).answer == "z"


def test_a_derived_fact_that_is_given_is_taken_as_given() -> None:
    assert determine(DERIVED, {"who": "two", "a": True}).answer == "y"


def test_a_derived_fact_that_does_not_follow_yet_is_unknown() -> None:
    result = determine(DERIVED, {"a": False})
    assert {str(o) for o in result.possible} == {"y", "z"}
    assert asked(result) == {"who"}
    assert result.ask[0].settled_by == ("is_one", "is_two")


def test_unconfirmed_is_a_status_and_never_an_answer() -> None:
    block = "```unconfirmed\nid: k\nquestion: q\nknown: Something is said.\nsource: [S1]\n```\n"
    result = determine(block, {})
    assert result.status is Status.UNCONFIRMED
    assert result.answer == ""
    assert determine(rule("p", "x", "a") + block, {"a": True}).answer == "x"
    assert determine(rule("p", "x", "a") + block, {"a": False}).status is Status.UNCONFIRMED


def test_facts_that_cannot_all_be_true_are_invalid() -> None:
    result = determine(rule("p", "x", "a"), {"a": True, "b": True, "c": True, "d": True})
    assert result.status is Status.INVALID
    assert result.broken == ("Not all four.",)


def test_no_completion_may_break_a_constraint() -> None:
    body = rule("p", "x", "!d") + rule("r", "y", "d")
    result = determine(body, {"a": True, "b": True, "c": True})
    assert (result.status, result.answer) == (Status.DETERMINED, "x")


def test_an_unobtainable_fact_is_not_asked_again() -> None:
    determiner = Determiner(stack(book(rule("p", "x", "a && b") + rule("r", "y", "!a || !b"))))
    result = determiner.determine("q", Case({}, frozenset(("a",))))
    assert result.status is Status.UNDETERMINED
    assert asked(result) == {"b"}


def test_the_day_after_twenty_one_is_the_twenty_second() -> None:
    body = rule("p", "x", "n > 21") + rule("r", "y", "n <= 21")
    assert determine(body, {"n": 21}).answer == "y"
    assert determine(body, {"n": 22}).answer == "x"
    choices = {choice.shown: [str(o) for o in choice.outcomes] for choice in determine(body, {}).ask[0].choices}
    assert choices == {"0 to 21": ["y"], "22 to 30": ["x"]}


def test_a_provision_holds_from_its_first_day_up_to_but_without_the_last() -> None:
    body = rule("p", "x", more="valid: {from: 2020-01-01, to: 2021-01-01}")
    for day, found in (
        (date(2019, 12, 31), Status.GAP),
        (date(2020, 1, 1), Status.DETERMINED),
        (date(2020, 12, 31), Status.DETERMINED),
        (date(2021, 1, 1), Status.GAP),
    ):
        assert determine(body, {"visit.begins_on": day}).status is found
    assert asked(determine(body, {})) == {"visit.begins_on"}


def test_requirements_come_only_with_effective_provisions_and_add_up() -> None:
    body = rule("p", "x", "a", more="requires: [{document: card}]")
    body += rule("r", "x", "b", more="requires: [{document: order}, {document: card}]")
    body += rule("s", "y", "c", more="requires: [{notice: word}]")
    result = determine(body, {"a": True, "b": True, "c": False})
    assert [due.label for due in result.due] == ["card", "order"]
    assert result.due[0].provisions == ("book:p", "book:r")


def test_a_requirement_of_an_unknown_provision_is_only_possible() -> None:
    result = determine(rule("p", "x", "a", more="requires: [{document: card}]"), {})
    assert not result.due
    assert [due.label for due in result.may_be_due] == ["card"]


def test_the_earliest_deadline_is_kept() -> None:
    body = rule("p", "x", more="requires: [{notice: word, deadline: {days: 5, before: entry}}]")
    body += rule("r", "x", more="requires: [{notice: word, deadline: {days: 15, before: entry}}]")
    result = determine(body, {})
    assert result.due[0].deadline is not None
    assert result.due[0].deadline.length == 15


def test_numbers_are_exact_and_different_numbers_conflict() -> None:
    body = rule("p", "x", more='params: {share: "1/(n + 1)"}')
    assert str(determine(body, {"n": 2}).params["share"]) == "1/3"
    assert determine(body, {}).params == {"share": None}
    body += rule("r", "x", more='params: {share: "1/2"}')
    assert determine(body, {"n": 2}).status is Status.CONFLICT


SUPPLEMENT = "supplements: [book]\n"


def test_a_supplement_overrides_a_named_base_provision() -> None:
    base = book(rule("p", "x", "a"))
    more = book(rule("s", "y", "b", overrides="book:p"), name="more", front=SUPPLEMENT)
    determiner = Determiner(stack(base, more))
    assert determiner.determine("q", Case({"a": True, "b": True})).answer == "y"


def test_a_supplement_redefines_a_term_throughout_the_stack() -> None:
    term = "```term\nname: t\nmeans: a\n{}paragraph: I.2\n```\n"
    base = book(rule("p", "x", "term.t") + term.format(""))
    more = book(term.format("redefines: book\n").replace("means: a", "means: a || b"), name="more", front=SUPPLEMENT)
    assert Determiner(stack(base)).determine("q", Case({"a": False, "b": True})).status is Status.GAP
    assert Determiner(stack(base, more)).determine("q", Case({"a": False, "b": True})).answer == "x"


def test_the_next_layer_is_asked_only_where_the_agreement_is_silent() -> None:
    base = book(rule("p", "x", "a"))
    law = book(rule("l", "y"), name="law", front="layer: implementing_law\n")
    determiner = Determiner(stack(base, law))
    assert determiner.determine("q", Case({"a": True})).answer == "x"
    below = determiner.determine("q", Case({"a": False}))
    assert below.answer == "y"
    assert below.layer.value == "implementing_law"
    assert {str(o) for o in determiner.determine("q", Case({})).possible} == {"x", "y"}


def test_an_answer_that_refers_to_the_law_shows_what_the_law_says() -> None:
    base = book(rule("p", "z"))
    law = book(rule("l", "y"), name="law", front="layer: implementing_law\n")
    result = Determiner(stack(base, law)).determine("q", Case({}))
    assert result.answer == "z"
    assert result.beneath is not None
    assert result.beneath.answer == "y"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (rule("p", "x", overrides="r") + rule("r", "y", overrides="p"), "defeat in a circle"),
        (rule("p", "x", overrides="nothing"), "not a provision of this stack"),
        (rule("p", "x", overrides="p"), "acts on itself"),
        (rule("p", "x", overrides="r") + rule("r", "y", question="r"), "answers another question"),
        (rule("p", "x", overrides="o") + rule("o", disapplies="p"), "cannot be overridden"),
        (rule("p", "x", 'question.q == "y"'), "depend on each other"),
        (rule("p", "x", "term.none"), "not defined"),
    ],
)
def test_what_cannot_be_computed_is_refused(body: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        stack(book(body))


def test_a_supplement_needs_its_base_before_it() -> None:
    more = book(rule("s", "y"), name="more", front=SUPPLEMENT)
    with pytest.raises(Refused, match="does not stand before it"):
        stack(more)


UNCONFIRMED_STATUS = (
    "```unconfirmed\nid: open.one\nquestion: is_one\nwhen: b\nknown: K.\nsource: [S]\n```\n"
    "```silent\nquestion: is_one\nbecause: Nobody thought of it.\nparagraph: I.2\n```\n"
    + rule("no", "no", "!b", question="is_one")
    + rule("p", "x", 'who == "one"')
    + rule("r", "y", 'who != "one"')
)


def test_a_status_that_may_be_unconfirmed_stays_open_while_facts_are_missing() -> None:
    result = determine(UNCONFIRMED_STATUS, {})
    assert {str(outcome) for outcome in result.possible} == {"x", "y"}
    assert determine(UNCONFIRMED_STATUS, {"b": False, "e": "green"}).answer == "y"
