"""The statement on DuckDB, in this process: for files, and for what is too large to be looked up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from openraa.assess.source import ROW, ROWS, Frame, open_file, unreadable
from openraa.assess.sql import quoted, text
from openraa.assess.statement import assess_database, statement_for
from openraa.assess.write import Assessed
from openraa.problems import Unavailable, say
from openraa.rulebook import Stack

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}  # it asks nobody


class Duck:
    """A table that DuckDB reads, as `cases`."""

    dialect = "duckdb"
    table = "cases"
    reads_text = True

    def __init__(self, connection: duckdb.DuckDBPyConnection, label: str) -> None:
        self._connection = connection
        self.label = label
        self.schema: pa.Schema = connection.sql("FROM cases LIMIT 0").to_arrow_reader(ROWS).schema

    def row(self, sql: str) -> Sequence[Any]:
        """The one row that a query gives."""
        try:
            return self._connection.sql(sql).fetchall()[0]
        except duckdb.Error as error:
            raise unreadable(self.label, error) from None

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The rows that a query gives, as they come."""
        try:
            yield from self._connection.sql(sql).to_arrow_reader(ROWS)
        except (duckdb.Error, pa.ArrowException) as error:
            why = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise Unavailable(say("{label}: the run failed: {why}", label=self.label, why=why)) from None


def assess_file(
    path: Path,
    stack: Stack,
    questions: Sequence[str],
    out: Path,
    *,
    absent_unknown: bool = False,
    threads: int = 0,
    memory: str = "",
) -> Assessed:
    """As `embedded.assess_file`, by the statement. `memory` is DuckDB's limit, such as 2GB, beyond which it uses disk.

    Raises:
        Refused: the table does not fit the vocabulary; nothing was written.
        Unavailable: the result could not be written, or the limit is none.
    """
    open_file(path)
    with duckdb.connect(config=_CONFIG) as connection:
        try:
            if threads:
                connection.execute(f"SET threads = {threads}")
            if memory:
                connection.execute(f"SET memory_limit = {text(memory)}")
            connection.execute(f"SET temp_directory = {text(str(out.parent / f'.{out.name}.tmp'))}")
        except duckdb.Error as error:
            raise Unavailable(say("DuckDB cannot be set up: {why}", why=str(error).splitlines()[0])) from None
        rows = f"row_number() OVER () AS {ROW}, * FROM read_csv({text(str(path))}, all_varchar = true, header = true)"
        if path.suffix.lower() == ".parquet":
            read = f"read_parquet({text(str(path))}, file_row_number = true)"
            rows = f"file_row_number + 1 AS {ROW}, * EXCLUDE (file_row_number) FROM {read}"
        try:
            connection.execute(f"CREATE VIEW cases AS SELECT {rows}")
            database = Duck(connection, str(path))
        except duckdb.Error as error:
            raise unreadable(str(path), error) from None
        return assess_database(database, stack, questions, out, absent_unknown=absent_unknown)


def assess_table(frame: Frame, stack: Stack, questions: Sequence[str], *, absent_unknown: bool = False) -> pa.Table:
    """The results for a table in memory, in its order.

    Raises:
        Refused: the table does not fit the vocabulary.
    """
    with duckdb.connect(config=_CONFIG) as connection:
        connection.register("frame", frame.table)
        connection.execute(f"CREATE TEMP TABLE cases AS SELECT row_number() OVER () AS {ROW}, * FROM frame")
        database = Duck(connection, frame.label)
        statement = statement_for(database, stack, questions, absent_unknown=absent_unknown)
        names = ", ".join(map(quoted, statement.results))
        inner = statement.sql("duckdb", pretty=False)
        return connection.sql(f"SELECT {names} FROM ({inner}) ORDER BY {ROW}").to_arrow_table()
