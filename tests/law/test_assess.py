"""Bulk is the single case, row by row: shipped rulebooks, every question, facts missing or not."""

from __future__ import annotations

import duckdb
import pytest

from openraa.assess import assess_frame, compile_stack, look_ups
from openraa.determine import determiner_for
from openraa.rulebook import load_rulebook, load_stack
from tests.support.tables import by_single_case, by_table, seeded_rows, table_of


def shipped(name: str):  # type: ignore[no-untyped-def]
    return load_stack([*load_rulebook(name).supplements, name])


SAMPLE = ("nato-sofa-1951", "de-sa-1959", "nl-ga-2014", "nl-qa-2014", "jp-uk-raa-2023", "pfp-fap-1997")


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE)
def test_the_statement_says_what_the_evaluator_says(name: str) -> None:
    stack = shipped(name)
    determiner = determiner_for(stack)
    statement = compile_stack(stack, stack.questions, "cases", ["id"])
    rows = seeded_rows(determiner, statement.facts, 60)
    cases = table_of(rows, stack.vocabulary.facts, statement.facts)
    with duckdb.connect() as connection:
        connection.register("cases", cases)
        results = connection.sql(statement.sql("duckdb", pretty=False)).to_arrow_table().to_pylist()
    assert len(results) == len(rows)
    for result in results:
        row = rows[result["id"]]
        for legend in statement.legends:
            assert by_table(legend, result) == by_single_case(determiner, legend.question, row), (legend.question, row)


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLE)
def test_looked_up_rows_say_what_the_evaluator_says_in_the_order_of_the_frame(name: str) -> None:
    stack = shipped(name)
    determiner = determiner_for(stack)
    statement = compile_stack(stack, stack.questions, "cases", ["id"])
    rows = seeded_rows(determiner, statement.facts, 80, seed=2)
    assert look_ups(stack, stack.questions) is not None, "every shipped question is small enough"
    results = assess_frame(table_of(rows, stack.vocabulary.facts, statement.facts), stack).to_pylist()
    assert [result["id"] for result in results] == list(range(len(rows)))
    for row, result in zip(rows, results, strict=True):
        for legend in statement.legends:
            assert by_table(legend, result) == by_single_case(determiner, legend.question, row), (legend.question, row)
