"""Each property of a rulebook, on books of a few lines: what holds is proven, what fails is shown with a case."""

from __future__ import annotations

from datetime import date

from openraa.determine import CONFLICT, GAP, Case, Determiner
from openraa.problems import Severity
from openraa.prove import Finding, Property, Verdict, prove
from openraa.rulebook import Stack, Validity, build_stack
from openraa.vocabulary import Vocabulary, parse_vocabulary
from tests.support.small import CONSTRAINTS, FACTS, QUESTIONS, REQUIREMENTS, book, rule, stack

CLOSED = rule("p", "x", "a") + rule("r", "y", "!a")


def found(of: Stack, wanted: Property, *, in_force: Validity = Validity()) -> tuple[Finding, ...]:
    return next(row.findings for row in prove(of, in_force=in_force).checked if row.property is wanted)


def clauses(finding: Finding) -> list[str]:
    assert finding.where is not None
    return [str(clause) for clause in finding.where.clauses(stack(book(CLOSED)).vocabulary)]


def test_a_book_without_fault_is_proven() -> None:
    proof = prove(stack(book(CLOSED)))
    assert proof.verdict is Verdict.PROVEN
    assert [row.property for row in proof.checked] == list(Property)
    assert not proof.findings


def test_a_conflict_is_shown_with_both_provisions_and_the_cases_in_which_it_arises() -> None:
    clash = stack(book(rule("p", "x", 'a && n > 5 && e == "red"') + rule("r", "y", "b && n < 9")))
    (finding,) = found(clash, Property.CONFLICT)
    assert finding.provisions == ("book:p", "book:r")
    assert "“Q?” (`q`): “X.” (`book:p`, Art. I(1)) and “Y.” (`book:r`, Art. I(1))" in finding.message
    assert clauses(finding) == ["a: yes", "b: yes", "n: 6 to 8", "e: red"]
    assert finding.case is not None
    assert Determiner(clash).determine("q", Case(finding.case)).outcome == CONFLICT


def test_every_pair_that_contradicts_is_shown() -> None:
    clash = stack(book(rule("p", "x", "a") + rule("r", "y", "b") + rule("s", "z", "c")))
    pairs = {row.provisions for row in found(clash, Property.CONFLICT)}
    assert pairs == {("book:p", "book:r"), ("book:p", "book:s"), ("book:r", "book:s")}


def test_equal_answers_and_overrides_are_no_conflict() -> None:
    assert not found(stack(book(rule("p", "x", "a") + rule("r", "x", "b"))), Property.CONFLICT)
    over = rule("p", "x", "a") + rule("r", "y", "b", overrides="p")
    assert not found(stack(book(over)), Property.CONFLICT)


def test_an_undeclared_gap_is_shown_as_a_region_and_a_declared_silence_closes_it() -> None:
    body = rule("p", "x", 'e == "red" || n >= 10')
    (finding,) = found(stack(book(body)), Property.GAP)
    assert clauses(finding) == ["n: up to 9", "e: anything but red"]
    silent = "```silent\nquestion: q\nwhen: '{}'\nbecause: Nobody thought of it.\nparagraph: I.2\n```\n"
    assert not found(stack(book(body + silent.format('e != "red" && n < 10'))), Property.GAP)
    (left,) = found(stack(book(body + silent.format('e == "blue"'))), Property.GAP)
    assert clauses(left) == ["n: up to 9", "e: green"]


def test_a_gap_in_a_book_that_was_not_read_in_full_is_a_warning_and_not_proven() -> None:
    proof = prove(stack(book(rule("p", "x", "a"), front="", verified="summary")))
    (finding,) = proof.findings
    assert finding.severity is Severity.WARNING
    assert proof.verdict is Verdict.FAILED


def test_a_provision_that_nothing_meets_or_that_is_always_defeated_has_no_effect() -> None:
    body = CLOSED + rule("never", "x", "a && !a") + rule("always", "z") + rule("over", "y", overrides="always")
    ids = {row.provisions: str(row.message) for row in found(stack(book(body)), Property.EFFECT)}
    assert "nothing meets its condition" in ids[("book:never",)]
    assert "defeated by `book:over`" in ids[("book:always",)]
    assert set(ids) == {("book:never",), ("book:always",)}


def test_a_requirement_that_never_arises_is_found() -> None:
    more = "requires:\n  - document: card\n    when: '!a'"
    (finding,) = found(stack(book(rule("p", "x", "a", more=more) + rule("r", "y", "!a"))), Property.EFFECT)
    assert "`card`" in finding.message


def test_a_declared_silence_that_covers_nothing_is_found() -> None:
    silent = "```silent\nquestion: q\nwhen: '{}'\nbecause: Nobody thought of it.\nparagraph: I.2\n```\n"
    body = rule("p", "x", "a")
    (finding,) = found(stack(book(body + silent.format("!a") + silent.format("a && b"))), Property.EFFECT)
    assert "covers nothing" in finding.message
    assert finding.place.line > 0
    scoped = book(body + silent.format("!a") + silent.format("b"), front="scopes:\n  q: '!b'\n")
    (finding,) = found(stack(scoped), Property.EFFECT)
    assert finding.question == "q"


def test_a_provision_that_is_met_only_outside_its_questions_scope_is_told_so() -> None:
    (finding,) = found(stack(book(CLOSED + rule("out", "x", "b"), front="scopes:\n  q: '!b'\n")), Property.EFFECT)
    assert finding.provisions == ("book:out",)
    assert "only where its question does not arise" in finding.message


def test_an_override_and_a_disapplication_that_meet_nothing_are_found() -> None:
    body = rule("p", "x", "a") + rule("r", "y", "!a", overrides="p") + rule("off", when="b && !a", disapplies="p")
    rows = found(stack(book(body)), Property.DEFEAT)
    assert {row.provisions for row in rows} == {("book:r", "book:p"), ("book:off", "book:p")}
    assert not found(stack(book(rule("p", "x", "a") + rule("r", "y", "b", overrides="p"))), Property.DEFEAT)


def test_versions_that_are_valid_together_are_found() -> None:
    old = rule("old", "x", more="valid: {to: 2020-06-01}")
    new = rule("new", "x", more="valid: {from: 2020-01-01}")
    (finding,) = found(stack(book(old + new)), Property.VERSIONS)
    assert clauses(finding) == ["visit.begins_on: 2020-01-01 to 2020-05-31"]
    later = rule("new", "x", more="valid: {from: 2020-06-01}")
    assert not found(stack(book(old + later)), Property.VERSIONS)


def test_a_hole_between_versions_is_a_gap() -> None:
    old = rule("old", "x", more="valid: {to: 2020-01-01}")
    new = rule("new", "y", more="valid: {from: 2021-01-01}")
    (finding,) = found(stack(book(old + new)), Property.GAP)
    assert clauses(finding) == ["visit.begins_on: 2020-01-01 to 2020-12-31"]


def test_a_day_that_is_compared_with_another_is_still_shown_as_a_range() -> None:
    body = rule("p", "x", "until > on || b", more="valid: {from: 2020-01-01}")
    (finding,) = (row for row in found(stack(book(body)), Property.GAP) if "visit.begins_on" in row.where.sides)
    assert clauses(finding) == ["visit.begins_on: up to 2019-12-31"]
    related = rule("p", "x", "visit.begins_on <= until") + rule("r", "y", "visit.begins_on > until && n > 3")
    rows = found(stack(book(related)), Property.GAP)
    assert rows
    assert all("n: up to 3" in clauses(row) for row in rows)


def test_a_validity_outside_the_agreements_force_is_never_reached() -> None:
    of = stack(
        book(rule("old", "x", more="valid: {to: 2000-01-01}") + rule("new", "x", more="valid: {from: 2000-01-01}"))
    )
    (finding,) = found(of, Property.ANCHOR, in_force=Validity(date(2010, 5, 1)))
    assert finding.provisions == ("book:old",)
    assert "before 2000-01-01" in finding.message
    assert "from 2010-05-01" in finding.message
    assert not found(of, Property.ANCHOR)


def test_values_at_the_ends_of_a_range_are_met_and_none_beyond_them() -> None:
    ends = rule("p", "x", "n <= 0") + rule("r", "x", "n >= 30") + rule("s", "x", 'e in ["red", "blue"]')
    (finding,) = found(stack(book(ends)), Property.GAP)
    assert clauses(finding) == ["n: 1 to 29", "e: green"]
    beyond = rule("p", "x", "n < 0") + rule("r", "x", "n > 30") + rule("s", "x", "n >= 0")
    assert [row.provisions for row in found(stack(book(beyond)), Property.EFFECT)] == [("book:p",), ("book:r",)]
    everything = (
        rule("p", "x", "n == 0") + rule("r", "x", "n != 0") + rule("s", "x", "m == 30") + rule("t", "x", "m < 30")
    )
    assert prove(stack(book(everything))).verdict is Verdict.PROVEN


def test_facts_that_are_compared_with_each_other_keep_to_their_ranges() -> None:
    outside = rule("p", "x", "n > m && m == 30") + rule("r", "x", "n < m && m <= 0") + rule("s", "x")
    assert [row.provisions for row in found(stack(book(outside)), Property.EFFECT)] == [("book:p",), ("book:r",)]
    inside = rule("p", "x", "n == m && m == 30") + rule("r", "x", "n < m && n == 0 && m == 1") + rule("s", "x")
    assert not found(stack(book(inside)), Property.EFFECT)


def test_a_condition_that_nothing_meets_is_not_blamed_on_the_days() -> None:
    of = stack(book(CLOSED + rule("never", "x", "a && !a")))
    assert not found(of, Property.ANCHOR, in_force=Validity(date(2010, 5, 1)))


def test_contradictory_constraints_are_reported_as_that_and_nothing_is_called_proven() -> None:
    impossible = CONSTRAINTS + 'one: {holds: "a", says: A holds.}\nother: {holds: "!a", says: A does not hold.}\n'
    proof = prove(build_stack([book(CLOSED)], vocabulary(impossible)))
    assert [row.property for row in proof.checked] == [Property.POSSIBLE]
    assert proof.verdict is Verdict.FAILED
    assert "no case can satisfy the vocabulary" in proof.findings[0].message
    assert "“A holds.”; “A does not hold.”" in proof.findings[0].message
    assert "Not all four" not in proof.findings[0].message


def test_a_scope_that_nothing_meets_is_found() -> None:
    of = stack(book(CLOSED, front="scopes:\n  q: a && !a\n"))
    (finding,) = found(of, Property.POSSIBLE)
    assert finding.question == "q"


def test_the_time_limit_gives_not_proven_and_never_a_yes() -> None:
    proof = prove(stack(book(CLOSED)), seconds=1e-9)
    assert {row.verdict for row in proof.checked} == {Verdict.NOT_PROVEN}


def test_a_case_that_is_shown_has_the_outcome_when_it_is_determined_again() -> None:
    body = rule("p", "x", "a && n > 3") + rule("r", "y", 'b && e != "blue"')
    of = stack(book(body))
    for finding in (*found(of, Property.CONFLICT), *found(of, Property.GAP)):
        assert finding.case is not None
        wanted = CONFLICT if finding.property is Property.CONFLICT else GAP
        assert Determiner(of).determine("q", Case(finding.case)).outcome == wanted


def vocabulary(constraints: str) -> Vocabulary:
    return parse_vocabulary(
        {
            "facts.yaml": FACTS,
            "questions.yaml": QUESTIONS,
            "requirements.yaml": REQUIREMENTS,
            "constraints.yaml": constraints,
        }
    )
