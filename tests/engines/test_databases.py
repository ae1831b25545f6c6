"""The same statement on real databases gives what the single case gives: SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest

from openraa.assess import Statement, compile_stack, open_postgres
from openraa.determine import Determiner, determiner_for
from openraa.problems import Unavailable
from openraa.rulebook import load_stack
from openraa.vocabulary import FactType
from tests.support.commands import raa
from tests.support.databases import postgres
from tests.support.small import book, rule, stack
from tests.support.tables import Row, by_single_case, by_table, seeded_rows

CARRY = ("-a", "nato-sofa-1951", "--question", "arms.carry")
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


def address(server: psycopg.Connection) -> str:
    return f"postgresql://raa:hidden@/postgres?host={server.info.host}"


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


def test_raa_assess_runs_the_statement_where_the_table_is(server: psycopg.Connection, tmp_path: Path) -> None:
    statement, determiner, rows = compiled("nato-sofa-1951")
    on_postgres(statement, rows, server)
    server.commit()
    out = tmp_path / "out.parquet"
    ran = raa("assess", "cases", "-a", "nato-sofa-1951", "--engine", address(server), "--out", str(out))
    assert ran.status == 0, ran.err
    found = pq.read_table(out).to_pylist()
    assert_same(statement, determiner, rows, [[row["id"], *(row[n] for n in statement.results)] for row in found])
    assert Path(f"{out}.legend.json").exists()


@pytest.mark.parametrize(
    ("column", "type_", "value", "says"),
    [
        ("person.status", "TEXT", "force_membr", "`force_membr` is no value of it, in 1 rows"),
        ("person.status", "INTEGER", 3, "column `person.status` holds int32"),
        ("arms.orders_authorise", "TEXT", "yes", "column `arms.orders_authorise` holds string"),
        ("person.statuss", "TEXT", "dependant", "column `person.statuss` is no fact"),
    ],
)
def test_a_table_of_postgres_that_does_not_fit_is_refused_and_nothing_is_written(
    column: str, type_: str, value: object, says: str, server: psycopg.Connection, tmp_path: Path
) -> None:
    columns = {"person.status": "TEXT", "arms.orders_authorise": "BOOLEAN", column: type_}
    server.execute("DROP TABLE IF EXISTS movements")
    listed = ", ".join(f'"{name}" {of}' for name, of in columns.items())
    server.execute(f"CREATE TABLE movements ({listed})")  # type: ignore[call-overload]
    server.execute(f'INSERT INTO movements ("{column}") VALUES (%s)', [value])  # type: ignore[call-overload]
    server.commit()
    ran = raa("assess", "movements", *CARRY, "--engine", address(server), "--out", str(tmp_path / "o.parquet"))
    assert ran.status == 2
    assert says in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_table_or_database_that_is_not_there_is_said_in_words_and_without_the_password(
    server: psycopg.Connection, tmp_path: Path
) -> None:
    out = ("--out", str(tmp_path / "o.parquet"))
    ran = raa("assess", "no_such_table", *CARRY, "--engine", address(server), *out)
    assert (ran.status, "there is no table `no_such_table` that can be read" in ran.err) == (2, True)
    ran = raa("assess", "cases", *CARRY, "--engine", "postgresql://raa:hidden@127.0.0.1:9/ministry", *out)
    assert ran.status == 3
    assert "postgresql://127.0.0.1:9/ministry cannot be reached" in ran.err
    assert "hidden" not in ran.err
    assert "Traceback" not in ran.err
    ran = raa("assess", "cases; DROP TABLE movements", *CARRY, "--engine", address(server), *out)
    assert ran.status == 2
    assert list(tmp_path.iterdir()) == []


def test_the_database_is_only_read(server: psycopg.Connection) -> None:
    server.execute("DROP TABLE IF EXISTS movements")
    server.execute("CREATE TABLE movements (id INTEGER)")
    server.commit()
    with (
        open_postgres(address(server), "movements") as database,
        pytest.raises(Unavailable, match="read-only transaction"),
    ):
        database.row("INSERT INTO movements VALUES (1) RETURNING id")
