"""Bulk against the single case on generated rulebooks, with any of the facts missing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from openraa.assess import assess_frame, compile_stack
from openraa.determine import determiner_for
from openraa.rulebook.condition import Condition, show_condition
from tests.generative.strategies import bodies, conditions
from tests.support.small import book, rule, stack
from tests.support.tables import by_single_case, by_table, looked_up_with, seeded_rows, table_of


@settings(max_examples=40, deadline=None)
@given(body=bodies(), one=conditions(3), two=conditions(3), scope=st.none() | conditions(3), paper=conditions(3))
def test_every_row_of_a_table_is_determined_as_the_single_case_is(
    body: str, one: Condition, two: Condition, scope: Condition | None, paper: Condition
) -> None:
    body += rule(
        "who", "x", 'who == "one" || a', more=f"requires: [{{document: card, when: '{show_condition(paper)}'}}]"
    )
    body += rule("later", "y", 'question.q == "x" && who in ["two", "other"]', question="r")
    body += rule("is.1", '"yes"', show_condition(one), question="is_one")
    body += rule("is.2", '"yes"', show_condition(two), question="is_two") + rule("no.2", '"no"', "c", question="is_two")
    front = f"scopes: {{r: '{show_condition(scope)}'}}\n" if scope is not None else ""
    made = stack(book(body, front=front))
    determiner = determiner_for(made)
    statement = compile_stack(made, made.questions, "cases")
    rows = seeded_rows(determiner, statement.facts, 60)
    frame = table_of(rows, made.vocabulary.facts, statement.facts)
    results = assess_frame(frame, made, absent_unknown=True)
    for row, result in zip(rows, results.to_pylist(), strict=True):
        for legend in statement.legends:
            assert by_table(legend, result) == by_single_case(determiner, legend.question, row), (legend.question, row)
    with looked_up_with(ENTRIES=12, JOINT=3):
        assert assess_frame(frame, made, absent_unknown=True).equals(results), "cut into many small tables"
    with looked_up_with(MOST_ENTRIES=0):
        by_statement = assess_frame(frame, made, absent_unknown=True)
    assert by_statement.to_pylist() == results.to_pylist(), "by the statement, on DuckDB"
