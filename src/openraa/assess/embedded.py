"""Tables assessed with DuckDB, in this process: from a file to a file, or from a data frame to a data frame."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from openraa.assess.compile import Legend
from openraa.assess.grouped import Grouped, facts_read, group_stack
from openraa.assess.sql import quoted, text
from openraa.assess.table import ROW, describe, open_table, source_of, unavailable
from openraa.problems import Place, Problem, Refused, Unavailable, say

if TYPE_CHECKING:
    from openraa.rulebook import Stack

WRITERS = {".parquet": "FORMAT parquet, COMPRESSION zstd", ".csv": "FORMAT csv, HEADER"}
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
}  # it asks nobody
_PLACE = "place_in_frame"
_POLL = 0.2  # seconds between two looks at the progress


@dataclass(frozen=True, slots=True)
class Assessed:
    """What was written: how many rows, where, and what the columns of results mean."""

    n_rows: int
    out: Path
    legends: tuple[Legend, ...]


def assess_file(
    path: Path,
    stack: Stack,
    questions: Sequence[str],
    out: Path,
    *,
    absent_unknown: bool = False,
    threads: int = 0,
    memory: str = "",
    on_progress: Callable[[float], None] | None = None,
) -> Assessed:
    """Every row of a table determined: for each question its status, answer, effective provisions and requirements.

    `path` is a Parquet or CSV file with a column for each fact that the questions read, named as the fact; other
    columns are passed on. NULL (in CSV an empty cell) is unknown. `out` is written whole or not at all, its rows in
    any order, with their place in the table as `row`; and beside it `out` + `.legend.json`, which says what each bit
    means. `threads` 0 is as many as there are cores;
    `memory` is DuckDB's limit, such as 2GB, beyond which it works on disk. `on_progress` is told the share done.

    Raises:
        Refused: the table does not fit the vocabulary; nothing was written.
        Unavailable: the result could not be written.
    """
    writer = WRITERS.get(out.suffix.lower())
    if writer is None:
        message = say("`{name}` is neither Parquet nor CSV", name=out.name)
        raise Refused(Problem(Place(str(out)), "format", message, say("Name a file that ends in .parquet or .csv.")))
    partial = out.with_name(f"{out.name}.part")
    with duckdb.connect(config=_CONFIG) as connection:
        if threads:
            connection.execute(f"SET threads = {threads}")
        if memory:
            connection.execute(f"SET memory_limit = {text(memory)}")
        connection.execute(f"SET temp_directory = {text(str(out.parent / f'.{out.name}.tmp'))}")
        table = open_table(connection, path)
        reads = facts_read(stack, questions)
        needed = reads.needed(table.columns)
        source, others = source_of(
            connection, table, reads.facts, needed, stack.vocabulary, absent_unknown=absent_unknown
        )
        grouped = group_stack(stack, questions, source, others)
        try:
            with _watched(connection, on_progress):
                _make(connection, grouped)
                row = connection.execute(f"COPY ({grouped.sql}) TO {text(str(partial))} ({writer})").fetchone()
            os.replace(partial, out)
            legend = Path(f"{out}.legend.json")
            legend.write_text(json.dumps(legends_json(grouped.legends, stack), indent=1), encoding="utf-8")
        except duckdb.Error as error:
            raise unavailable(error, str(out)) from None
        except OSError as error:
            raise Unavailable(say("{out}: cannot be written: {why}", out=out, why=error.strerror)) from None
        finally:
            partial.unlink(missing_ok=True)
    return Assessed(int(row[0]) if row else 0, out, grouped.legends)


def assess_frame(frame: Any, stack: Stack, questions: Sequence[str] = (), *, absent_unknown: bool = False) -> Any:
    """A data frame in, one of the same kind out, with the results beside its own columns, in its own order.

    `frame` is a polars or pandas data frame, a pyarrow table, or whatever DuckDB can scan.

    Raises:
        Refused: the frame does not fit the vocabulary.
        Unavailable: the frame needs pyarrow, which is not installed.
    """
    kind = type(frame).__module__.partition(".")[0]
    if kind != "pandas" and find_spec("pyarrow") is None:
        raise Unavailable(say("{kind} frames need pyarrow here: `pip install pyarrow`.", kind=kind))
    names = tuple(questions) or stack.questions
    with duckdb.connect(config=_CONFIG) as connection:
        connection.register("frame", frame)
        table = describe(connection, "frame", "data frame")
        reads = facts_read(stack, names)
        source, _ = source_of(
            connection, table, reads.facts, reads.needed(table.columns), stack.vocabulary, absent_unknown=absent_unknown
        )
        connection.execute(f"CREATE TEMP TABLE cases AS FROM {source}")
        grouped = group_stack(stack, names, "cases", [ROW])
        _make(connection, grouped)
        own = ", ".join(f"own.{quoted(name)}" for name in table.columns)
        results = ", ".join(map(quoted, grouped.results))
        connection.execute(f"CREATE TEMP TABLE own AS SELECT *, row_number() OVER () AS {_PLACE} FROM frame")
        joined = f"own JOIN ({grouped.sql}) AS found ON {_PLACE} = found.{ROW}"
        sql = f"SELECT {own}, {results} FROM {joined} ORDER BY {_PLACE}"
        return _like(kind, connection.sql(sql))


def legends_json(legends: Sequence[Legend], stack: Stack) -> dict[str, object]:
    """What the columns of results mean, for machines: the bit of each provision and requirement."""
    return {
        "format": "assessment/1",
        "stack": list(stack.ids),
        "hash": stack.hash,
        "questions": {
            legend.question: {
                "provisions": [
                    {"bit": n, "id": name, "cite": stack.provisions[name].cite}
                    for n, name in enumerate(legend.provisions)
                ],
                "requirements": [
                    {"bit": n, "kind": kind, "requirement": label}
                    for n, (kind, label) in enumerate(legend.requirements)
                ],
            }
            for legend in legends
        },
    }


def row_of(path: Path, number: int, stack: Stack, questions: Sequence[str]) -> dict[str, object]:
    """The facts that one row of a table gives for these questions; rows are counted from 1.

    Raises:
        Refused: the table does not fit the vocabulary, or has no such row.
    """
    with duckdb.connect(config=_CONFIG) as connection:
        table = open_table(connection, path)
        facts = facts_read(stack, questions).facts
        source, _ = source_of(connection, table, facts, (), stack.vocabulary, absent_unknown=True)
        names = ", ".join(map(quoted, facts))
        rows = connection.execute(f"SELECT {names} FROM {source} WHERE {ROW} = {number}").fetchall()
    if number < 1 or not rows:
        message = say("there is no row {n}", n=number)
        raise Refused(Problem(Place(str(path)), "no-row", message, say("Rows are counted from 1.")))
    return {name: value for name, value in zip(facts, rows[0], strict=True) if value is not None}


def _make(connection: duckdb.DuckDBPyConnection, grouped: Grouped) -> None:
    """The tables that the query reads. Joined as they are written, the small ones looked up, rows keep their order."""
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    for name, sql in grouped.tables:
        connection.execute(f"CREATE TEMP TABLE {name} AS {sql}")


@contextmanager
def _watched(connection: duckdb.DuckDBPyConnection, on_progress: Callable[[float], None] | None) -> Iterator[None]:
    """Tells the share done from time to time while a query runs."""
    if on_progress is None:
        yield
        return
    over = threading.Event()

    def look() -> None:
        while not over.wait(_POLL):
            on_progress(max(0.0, connection.query_progress()) / 100)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _like(kind: str, result: duckdb.DuckDBPyRelation) -> Any:
    """The result as the kind of frame that came in."""
    if kind == "pandas":
        return result.df()
    table = result.to_arrow_table()
    if kind == "polars":
        import polars

        return polars.from_arrow(table)
    return table
