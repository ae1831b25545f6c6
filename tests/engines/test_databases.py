"""The same statement on real databases gives what the single case gives: SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import psycopg
import pytest

from openraa.assess import Statement, compile_stack
from openraa.determine import Determiner, determiner_for
from openraa.rulebook import load_stack
from openraa.vocabulary import FactType
from tests.support.databases import postgres
from tests.support.small import book, rule, stack
from tests.support.tables import Row, by_single_case, by_table, seeded_rows

SAMPLE = ("nato-sofa-1951", "nl-ga-2014", "jp-au-raa-2022")
SQLITE = {FactType.BOOL: "INTEGER", FactType.ENUM: "TEXT", FactType.INT: "INTEGER", FactType.DATE: "TEXT"}
POSTGRES = {FactType.BOOL: "BOOLEAN", FactType.ENUM: "TEXT", FactType.INT: "BIGINT", FactType.DATE: "DATE"}


@pytest.fixture(scope="module")
def server() -> Iterator[psycopg.Connection]:
    with postgres() as connection:
        yield connection


def compiled(name: str) -> tuple[Statement, Determiner, list[Row]]:
    made = load_stack([name])
    statement = compile_stack(made, made.questions, "cases", ["id"])
    return statement, determiner_for(made), seeded_rows(determiner_for(made), statement.facts, 60)


def columns(statement: Statement, types: Mapping[FactType, str]) -> str:
    facts = statement.stack.vocabulary.facts
    return ", ".join(["id INTEGER", *(f'"{name}" {types[facts[name].type]}' for name in statement.facts)])


def assert_same(
    statement: Statement, determiner: Determiner, rows: Sequence[Row], results: Sequence[Sequence[object]]
) -> None:
    assert len(results) == len(rows)
    for values in results:
        result = dict(zip(("id", *statement.results), values, strict=True))
        row = rows[int(str(result["id"]))]
        for legend in statement.legends:
            assert by_table(legend, result) == by_single_case(determiner, legend.question, row), (legend.question, row)


def on_sqlite(statement: Statement, rows: Sequence[Row]) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(":memory:")
    connection.execute(f"CREATE TABLE cases ({columns(statement, SQLITE)})")
    marks = ", ".join("?" * (len(statement.facts) + 1))
    for n, row in enumerate(rows):
        values = [value.isoformat() if isinstance(value, date) else value for value in row.values()]
        connection.execute(f"INSERT INTO cases VALUES ({marks})", [n, *values])
    return connection.execute(statement.sql("sqlite", pretty=False)).fetchall()


def on_postgres(statement: Statement, rows: Sequence[Row], server: psycopg.Connection) -> list[tuple[object, ...]]:
    server.execute("DROP TABLE IF EXISTS cases")
    server.execute(f"CREATE TABLE cases ({columns(statement, POSTGRES)})")  # type: ignore[call-overload]
    with server.cursor().copy("COPY cases FROM STDIN") as copy:
        for n, row in enumerate(rows):
            copy.write_row([n, *row.values()])
    return server.execute(statement.sql("postgres", pretty=False)).fetchall()  # type: ignore[call-overload]


@pytest.mark.parametrize("name", SAMPLE)
def test_sqlite_says_what_the_evaluator_says(name: str) -> None:
    statement, determiner, rows = compiled(name)
    assert_same(statement, determiner, rows, on_sqlite(statement, rows))


@pytest.mark.parametrize("name", SAMPLE)
def test_postgres_says_what_the_evaluator_says(name: str, server: psycopg.Connection) -> None:
    statement, determiner, rows = compiled(name)
    assert_same(statement, determiner, rows, on_postgres(statement, rows, server))


def test_days_numbers_statuses_and_scopes_on_both(server: psycopg.Connection) -> None:
    body = rule("p", "x", 'n > 5 && (who == "one" || b)', more="requires: [{document: card, when: 'm < 9'}]")
    body += rule("r", "y", 'on >= date("2026-03-01") && e != "red"', overrides="p")
    body += rule("s", "z", "a && c") + rule("t", "x", "until < on", question="r")
    body += rule("u", '"yes"', "c", question="is_one") + rule("v", '"no"', "a && b", question="is_two")
    made = stack(book(body, front="scopes: {q: b || n >= 3}\n"))
    statement = compile_stack(made, made.questions, "cases", ["id"])
    determiner = determiner_for(made)
    rows = seeded_rows(determiner, statement.facts, 300, seed=3)
    assert_same(statement, determiner, rows, on_sqlite(statement, rows))
    assert_same(statement, determiner, rows, on_postgres(statement, rows, server))
