"""The statement on PostgreSQL: the table stays where it is, nothing is written there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pyarrow as pa
from sqlglot import exp

from openraa.problems import Place, Problem, Refused, Unavailable, say

if TYPE_CHECKING:
    from adbc_driver_manager.dbapi import Connection


class Postgres:
    """A table or view in PostgreSQL."""

    dialect = "postgres"
    reads_text = False

    def __init__(self, connection: Connection, table: str) -> None:
        self._connection = connection
        self.table = self.label = table
        name = exp.to_table(table, dialect=self.dialect).sql(self.dialect)
        with _refusals(table):
            self.schema: pa.Schema = self._whole(f"SELECT * FROM {name} LIMIT 0").schema

    def row(self, sql: str) -> Sequence[Any]:
        """The one row that a query gives."""
        return list(self._whole(sql).to_pylist()[0].values())

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The rows that a query gives, as they come."""
        with _failures(), self._connection.cursor() as cursor:
            cursor.execute(sql)
            yield from cursor.fetch_record_batch()

    def _whole(self, sql: str) -> pa.Table:
        with _failures(), self._connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetch_arrow_table()


@contextmanager
def open_postgres(address: str, table: str) -> Iterator[Postgres]:
    """A table of the database at an address such as `postgresql://user@host/database`, for reading only.

    Raises:
        Refused: there is no such table.
        Unavailable: the driver is not installed, or the database cannot be reached.
    """
    try:
        from adbc_driver_manager import dbapi as manager
        from adbc_driver_postgresql import dbapi
    except ImportError:
        raise Unavailable(say("PostgreSQL needs its driver: `pip install openraa[postgres]`.")) from None
    try:
        connection = dbapi.connect(address, autocommit=True)
    except manager.Error as error:
        where, why = shown_address(address), _why(error)
        raise Unavailable(say("{where} cannot be reached: {why}", where=where, why=why)) from None
    with connection:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = on")
        yield Postgres(connection, table)


def shown_address(address: str) -> str:
    """The address of a server without what only its user knows."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}"


@contextmanager
def _failures() -> Iterator[None]:
    from adbc_driver_manager import dbapi as manager

    try:
        yield
    except (manager.Error, pa.ArrowException, OSError) as error:
        raise Unavailable(say("PostgreSQL: the run failed: {why}", why=_why(error))) from None


@contextmanager
def _refusals(table: str) -> Iterator[None]:
    try:
        yield
    except Unavailable as error:
        remedy = say("Give its name, with its schema where it needs one (`schema.table`).")
        message = say("there is no table `{table}` that can be read: {why}", table=table, why=str(error))
        raise Refused(Problem(Place(table), "no-table", message, remedy)) from None


def _why(error: Exception) -> str:
    """The reason in one line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[:2]) or type(error).__name__
