"""The statement on Spark, on this machine or on a cluster: the table is read and the results are written there."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pyarrow as pa
from sqlglot import exp

from openraa.assess.statement import statement_for
from openraa.assess.write import Assessed, write_legend
from openraa.problems import Place, Problem, Refused, Unavailable, say
from openraa.rulebook import Stack

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HERE = "spark://local"
_SECONDS = 5  # to wait for a master


class Spark:
    """A table that Spark reads, as `cases`."""

    dialect = "spark"
    table = "cases"
    reads_text = False

    def __init__(self, session: SparkSession, label: str) -> None:
        from pyspark.sql.pandas.types import to_arrow_schema

        self._session = session
        self.label = label
        self.schema: pa.Schema = to_arrow_schema(session.table(self.table).schema)

    def row(self, sql: str) -> Sequence[Any]:
        """The one row that a query gives."""
        with failures():
            return tuple(self._session.sql(sql).collect()[0])

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The rows that a query gives, brought here."""
        with failures():
            yield from self._session.sql(sql).toArrow().to_batches()


def assess_spark(
    address: str, table: str, stack: Stack, questions: Sequence[str], out: str, *, absent_unknown: bool = False
) -> Assessed:
    """A table determined by Spark, which writes a folder of Parquet files: whole, or none.

    `address` is `spark://host:port` of a master, or `spark://local` for this machine. `table` is a Parquet or CSV file
    or folder that every worker sees, or the name of a table in the catalogue. `out` is a folder that does not exist
    yet, or an address that Spark can write to (`hdfs://...`); the legend stands beside a folder, else in the current
    one.

    Raises:
        Refused: the table does not fit the vocabulary, there is none, or `out` exists.
        Unavailable: Spark is not installed, cannot be reached, or fails.
    """
    is_here = "://" not in out
    folder = Path(out)
    if is_here and folder.exists():
        message = say("`{out}` exists", out=out)
        raise Refused(Problem(Place(out), "exists", message, say("Spark writes a new folder: name another.")))
    with open_spark(address) as session:
        _read(session, table)
        database = Spark(session, table)
        statement = statement_for(database, stack, questions, absent_unknown=absent_unknown)
        where = str(folder.resolve()) if is_here else out
        try:
            with failures():
                session.sql(statement.sql("spark", pretty=False)).write.parquet(where)
                n_rows = session.read.parquet(where).count()
        except Unavailable:
            if is_here:
                shutil.rmtree(folder, ignore_errors=True)
            raise
    write_legend(folder if is_here else Path(folder.name), statement.legends, stack)
    return Assessed(n_rows, folder, statement.legends)


def _read(session: SparkSession, table: str) -> None:
    """The table as `cases`."""
    remedy = say("Give a Parquet or CSV file or folder, or a table of the catalogue.")
    try:
        with failures():
            name = table.lower().rstrip("/")
            if name.endswith((".csv", ".tsv")):
                separator = "\t" if name.endswith(".tsv") else ","
                frame = session.read.csv(table, header=True, inferSchema=True, sep=separator)
            elif "/" in table or name.endswith(".parquet"):
                frame = session.read.parquet(table)
            else:
                frame = session.table(exp.to_table(table, dialect="spark").sql("spark"))
            frame.createOrReplaceTempView("cases")
    except Unavailable as error:
        message = say("this table cannot be read: {why}", why=str(error))
        raise Refused(Problem(Place(table), "no-table", message, remedy)) from None


@contextmanager
def open_spark(address: str) -> Iterator[SparkSession]:
    """Spark at `spark://host:port`, or on this machine.

    Raises:
        Unavailable: it is not installed, cannot be reached, or does not start.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Unavailable(say("Spark needs PySpark and Java: `pip install openraa[spark]`.")) from None
    running = SparkSession.getActiveSession()
    if running is not None:
        yield running
        return
    builder = SparkSession.builder.appName("openraa").config("spark.ui.enabled", "false")
    if address == HERE:
        here: dict[str, bool | float | int | str | None] = {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
        }
        builder = builder.master("local[*]").config(map=here)
    else:
        _refuse_unless_reached(address)
        builder = builder.master(address)
    with failures():
        session = builder.getOrCreate()
    try:
        session.sparkContext.setLogLevel("ERROR")
        yield session
    finally:
        session.stop()


def _refuse_unless_reached(address: str) -> None:
    """Asked first, since Spark itself tries for minutes."""
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 7077), _SECONDS).close()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Unavailable(say("{where} cannot be reached: {why}", where=address, why=why)) from None


@contextmanager
def failures() -> Iterator[None]:
    """What Spark says when something fails, in one line."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError, OSError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()] or [type(error).__name__]
        raise Unavailable(say("Spark: the run failed: {why}", why=lines[0])) from None
