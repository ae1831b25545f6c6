"""A table of cases in DuckDB: one column for each fact, NULL where it is unknown. What does not fit is refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from openraa.assess.sql import literal, quoted, text
from openraa.determine import from_number, range_of
from openraa.problems import Place, Problem, Refused, Unavailable, nearest, say
from openraa.vocabulary import Fact, FactType, Vocabulary

READERS = {".parquet": "read_parquet", ".csv": "read_csv", ".tsv": "read_csv"}
ROW = "row"
_TYPES = {FactType.BOOL: "BOOLEAN", FactType.ENUM: "VARCHAR", FactType.INT: "BIGINT", FactType.DATE: "DATE"}
_FITTING = {
    FactType.BOOL: ("BOOLEAN",),
    FactType.ENUM: ("ENUM",),
    FactType.INT: ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"),
    FactType.DATE: ("DATE",),
}  # text fits all of them, when each value can be read


@dataclass(frozen=True, slots=True)
class Table:
    """A table that DuckDB can read: its SQL, its columns with their types, what to call it in messages, and how the
    place of a row in it is found.
    """

    sql: str
    columns: Mapping[str, str]
    label: str
    row: str = "row_number() OVER ()"

    @property
    def place(self) -> Place:
        """Where problems of it stand."""
        return Place(self.label)


def open_table(connection: duckdb.DuckDBPyConnection, path: Path) -> Table:
    """The table in a file.

    Raises:
        Refused: it is not a table that can be read.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise _refused(
            path, "format", say("`{name}` is no table", name=path.name), say("Give a .parquet or .csv file.")
        )
    if not path.is_file():
        raise _refused(path, "no-file", say("there is no such file"), say("Check the path."))
    if reader == "read_csv":
        return describe(connection, f"read_csv({text(str(path))}, all_varchar = true, header = true)", str(path))
    found = describe(connection, f"read_parquet({text(str(path))})", str(path))
    return replace(found, sql=f"read_parquet({text(str(path))}, file_row_number = true)", row="file_row_number + 1")


def describe(connection: duckdb.DuckDBPyConnection, sql: str, label: str) -> Table:
    """A table by its SQL.

    Raises:
        Refused: DuckDB cannot read it.
    """
    try:
        rows = connection.execute(f"DESCRIBE SELECT * FROM {sql}").fetchall()
    except duckdb.Error as error:
        message = say("this table cannot be read: {why}", why=_first_line(error))
        raise _refused(Path(label), "unreadable", message, say("Write it again, as Parquet or CSV.")) from None
    return Table(sql, {str(row[0]): str(row[1]) for row in rows}, label)


def source_of(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    facts: Sequence[str],
    needed: Sequence[str],
    vocabulary: Vocabulary,
    *,
    absent_unknown: bool = False,
) -> tuple[str, tuple[str, ...]]:
    """The table as SQL that gives exactly these facts with their types, and the names of its other columns, of which
    one more, `row`, is the place of a row in the table.

    `needed` are those of the facts that must have a column, unless what is absent is taken as unknown.

    Raises:
        Refused: a column is unknown, absent or of another type, or holds a value that its fact cannot have.
    """
    problems = [*_unknown_columns(table, vocabulary)]
    absent = [name for name in needed if name not in table.columns]
    if absent and not absent_unknown:
        problems.append(
            Problem(
                table.place,
                "no-column",
                say("no column for facts that the questions read: {names}", names=tuple(absent)),
                say("Add them, or say that what is absent is unknown in every row: `--absent-unknown`."),
            )
        )
    present = [vocabulary.facts[name] for name in facts if name in table.columns]
    wrong = [problem for fact in present for problem in _wrong_type(fact, table)]
    problems += wrong or _wrong_values(connection, present, table)
    if problems:
        raise Refused(problems)
    others = tuple(name for name in table.columns if name not in vocabulary.facts and name != ROW)
    shown = [f"{table.row} AS {ROW}", *map(quoted, others)]
    for name in facts:
        fact = vocabulary.facts[name]
        value = _read(fact, table) if name in table.columns else f"NULL::{_TYPES[fact.type]}"
        shown.append(f"{value} AS {quoted(name)}")
    return f"(SELECT {', '.join(shown)} FROM {table.sql})", (ROW, *others)


def _unknown_columns(table: Table, vocabulary: Vocabulary) -> Iterator[Problem]:
    subjects = {name.partition(".")[0] for name in vocabulary.facts}
    for name in table.columns:
        if name not in vocabulary.facts and "." in name and name.partition(".")[0] in subjects:
            yield Problem(
                table.place,
                "unknown-column",
                say("column `{column}` is no fact", column=name),
                nearest(name, vocabulary.facts) or say("`raa facts` lists them. Name other columns without a point."),
            )


def _wrong_type(fact: Fact, table: Table) -> Iterator[Problem]:
    type_ = table.columns[fact.name]
    if type_ != "VARCHAR" and not type_.startswith(_FITTING[fact.type]):
        yield Problem(
            table.place,
            "column-type",
            say("column `{column}` holds {type}", column=fact.name, type=type_),
            say("It must hold {type}, or text that reads as that.", type=_TYPES[fact.type]),
        )


def _wrong_values(connection: duckdb.DuckDBPyConnection, facts: Sequence[Fact], table: Table) -> list[Problem]:
    suspects = [fact for fact in facts if not _is_always_right(fact, table)]
    wrong = {
        fact.name: f"{quoted(fact.name)} IS NOT NULL AND NOT coalesce({_is_value(fact, table)}, false)"
        for fact in suspects
    }
    if not suspects:
        return []
    seen = ", ".join(f"coalesce(bool_or({each}), false)" for each in wrong.values())
    checks = []
    try:
        any_wrong = connection.execute(f"SELECT {seen} FROM {table.sql}").fetchone()
    except duckdb.Error as error:
        raise _unreadable(table, error) from None
    assert any_wrong is not None
    facts = [fact for fact, is_wrong in zip(suspects, any_wrong, strict=True) if is_wrong]
    for fact in facts:
        row = wrong[fact.name]
        checks += [f"min({quoted(fact.name)}::VARCHAR) FILTER ({row})", f"count(*) FILTER ({row})"]
    if not checks:
        return []
    try:
        found = connection.execute(f"SELECT {', '.join(checks)} FROM {table.sql}").fetchone()
    except duckdb.Error as error:
        raise _unreadable(table, error) from None
    assert found is not None
    return [
        Problem(
            table.place,
            "value",
            say("column `{column}`: `{value}` is no value of it, in {n} rows", column=fact.name, value=example, n=n),
            " ".join(
                p for p in (nearest(str(example), fact.values), say("Expected: {what}.", what=fact.choices())) if p
            ),
            value=str(example),
        )
        for fact, example, n in zip(facts, found[::2], found[1::2], strict=True)
        if n
    ]


def _is_always_right(fact: Fact, table: Table) -> bool:
    """Whether every value of the column's type is one of the fact."""
    return fact.type is FactType.BOOL and table.columns[fact.name] == "BOOLEAN"


def _unreadable(table: Table, error: duckdb.Error) -> Refused:
    message = say("this table cannot be read: {why}", why=_first_line(error))
    return _refused(Path(table.label), "unreadable", message, say("Write it again, as Parquet or CSV."))


def _is_value(fact: Fact, table: Table) -> str:
    value = _read(fact, table)
    if fact.type is FactType.ENUM:
        return f"{value} IN ({', '.join(literal(fact, each).sql('duckdb') for each in fact.values)})"
    if fact.type is FactType.BOOL:
        return f"{value} IS NOT NULL"
    low, high = (literal(fact, from_number(fact, end)).sql("duckdb") for end in range_of(fact))
    return f"{value} BETWEEN {low} AND {high}"


def _read(fact: Fact, table: Table) -> str:
    """The column as its fact's type; NULL where text does not read as that."""
    value, type_ = quoted(fact.name), _TYPES[fact.type]
    if table.columns[fact.name] == "VARCHAR":
        return value if fact.type is FactType.ENUM else f"TRY_CAST(trim({value}) AS {type_})"
    return f"{value}::{type_}"


def unavailable(error: duckdb.Error, out: str) -> Unavailable:
    """Why a run failed, in words."""
    return Unavailable(say("{out}: the run failed: {why}", out=out, why=_first_line(error)))


def _refused(path: Path, code: str, message: str, remedy: str) -> Refused:
    return Refused(Problem(Place(str(path)), code, message, remedy))


def _first_line(error: duckdb.Error) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
