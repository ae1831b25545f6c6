"""Engines that take whole columns: OpenRAA and what people would pick instead, each as one function of a table.

`make(name, work, path, threads)` gives what is timed; its result can be read as answers (`answers_of`). In memory the
inputs are loaded, in the form that suits the engine best, before the clock runs. Peers get each provision's effective
condition (defeat worked out for them, `peers.effective`) and give answers only.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import peers, vectors
from openraa.assess import assess_file, assess_frame, compile_stack
from openraa.rulebook import Stack
from openraa.rulebook.condition import (
    And,
    Compares,
    Condition,
    Constant,
    FactHolds,
    Not,
    OneOf,
    Or,
)
from openraa.vocabulary import Fact, FactType

GAP = "GAP"
Run = Callable[[], Any]


@dataclass(frozen=True)
class Work:
    """Questions of a stack, and for peers the facts that they read."""

    name: str
    stack: Stack
    questions: tuple[str, ...]

    @property
    def facts(self) -> list[Fact]:
        """The facts that peers read."""
        return [self.stack.vocabulary.facts[name] for name in peers.facts_needed(self.stack, list(self.questions))]

    def rows(self, question: str) -> list[tuple[Condition, str]]:
        """The provisions of a question, first match first."""
        return [(peers.effective(self.stack, row.id), row.answer) for row in self.stack.provisions_of(question)]

    def answers(self, question: str) -> list[str]:
        """The answers of a question."""
        return list(dict.fromkeys(answer for _, answer in self.rows(question)))


def openraa_files(work: Work, path: Path, threads: int) -> Run:
    """`raa assess`: file to file, checks and all results."""
    out = path.with_suffix(".openraa.parquet")
    return lambda: assess_file(path, work.stack, work.questions, out, threads=threads, absent_unknown=True)


def openraa_answers(work: Work, path: Path, threads: int) -> Run:
    """`raa assess --result status --result answer`: the same, only these."""
    out = path.with_suffix(".answers.parquet")
    return lambda: assess_file(
        path, work.stack, work.questions, out, threads=threads, absent_unknown=True, wanted=("status", "answer")
    )


def openraa_frame(work: Work, path: Path, threads: int, wanted: Sequence[str] = ()) -> Run:
    """`assess_frame`: columns in memory to columns in memory, checks and all results."""
    text = [fact.name for fact in work.facts if fact.type is FactType.ENUM]
    table = pq.read_table(path, read_dictionary=text)
    options: dict[str, Any] = {"absent_unknown": True, "threads": threads, "wanted": wanted}
    return lambda: assess_frame(table, work.stack, work.questions, **options)


def openraa_frame_answers(work: Work, path: Path, threads: int) -> Run:
    """The same, status and answer only."""
    return openraa_frame(work, path, threads, ("status", "answer"))


def duckdb_statement(work: Work, path: Path, threads: int) -> Run:
    """What `raa sql` prints, on DuckDB, file to file: NULL logic in full, exact outcomes, all results."""
    statement = compile_stack(work.stack, work.questions, "cases")
    out = path.with_suffix(".statement.parquet")
    return _duckdb(path, threads, statement.sql("duckdb", pretty=False), out, present_only=statement.facts, work=work)


def duckdb_null_logic(work: Work, path: Path, threads: int) -> Run:
    """Answers by NULL logic in SQL as one would write it by hand, file to file: sound, over-cautious."""
    shown = ", ".join(f'{_null_logic(work, q)} AS "{q}"' for q in work.questions)
    return _duckdb(path, threads, f"SELECT {shown} FROM cases", path.with_suffix(".null.parquet"))


def duckdb_first_match(work: Work, path: Path, threads: int) -> Run:
    """Answers by CASE, the first that holds, file to file: right only where nothing is missing."""
    shown = ", ".join(f'{_case(work, q)} AS "{q}"' for q in work.questions)
    return _duckdb(path, threads, f"SELECT {shown} FROM cases", path.with_suffix(".case.parquet"))


def _duckdb(
    path: Path, threads: int, sql: str, out: Path, present_only: Sequence[str] = (), work: Work | None = None
) -> Run:
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    absent = ""
    if work is not None:
        names = pq.read_schema(path).names
        types = {FactType.BOOL: "BOOLEAN", FactType.ENUM: "VARCHAR", FactType.INT: "BIGINT", FactType.DATE: "DATE"}
        absent = "".join(
            f', NULL::{types[work.stack.vocabulary.facts[name].type]} AS "{name}"'
            for name in present_only
            if name not in names
        )
    connection.execute(f"CREATE VIEW cases AS SELECT *{absent} FROM '{path}'")
    return lambda: connection.execute(f"COPY ({sql}) TO '{out}' (FORMAT parquet, COMPRESSION zstd)").fetchall()


def _case(work: Work, question: str) -> str:
    whens = " ".join(f"WHEN {_sql(condition)} THEN '{answer}'" for condition, answer in work.rows(question))
    return f"CASE {whens} ELSE '{GAP}' END"


def _null_logic(work: Work, question: str) -> str:
    by: dict[str, list[str]] = {}
    for condition, answer in work.rows(question):
        by.setdefault(answer, []).append(f"({_sql(condition)})")
    sure = {answer: f"coalesce({' OR '.join(rows)}, false)" for answer, rows in by.items()}
    may = {answer: f"coalesce({' OR '.join(rows)}, true)" for answer, rows in by.items()}
    whens = []
    for answer in by:
        others = "".join(f" AND NOT {may[other]}" for other in by if other != answer)
        whens.append(f"WHEN {sure[answer]}{others} THEN '{answer}'")
    none = " AND ".join(f"NOT {each}" for each in may.values())
    return f"CASE {' '.join(whens)} WHEN {none} THEN '{GAP}' END"


def _sql(condition: Condition) -> str:
    match condition:
        case Constant(value):
            return "true" if value else "false"
        case FactHolds(name):
            return f'"{name}"'
        case Compares(name, op, value):
            shown = f"'{value}'" if isinstance(value, str) else str(value)
            return f'"{name}" {"=" if op.value == "==" else op.value} {shown}'
        case OneOf(name, values):
            return f'"{name}" IN ({", ".join(repr(value) for value in values)})'
        case Not(of):
            return f"NOT ({_sql(of)})"
        case And(parts):
            return "(" + " AND ".join(map(_sql, parts)) + ")"
        case Or(parts):
            return "(" + " OR ".join(map(_sql, parts)) + ")"
        case _:
            raise ValueError("not expressible here")


def polars_first_match(work: Work, path: Path, threads: int) -> Run:
    """Answers by when-then-otherwise in memory: right only where nothing is missing."""
    import polars as pl

    frame = _polars_frame(work, path, threads)
    shown = []
    for question in work.questions:
        kind = pl.Enum([*work.answers(question), GAP])
        found: Any = pl.lit(GAP, dtype=kind)
        for condition, answer in reversed(work.rows(question)):
            found = pl.when(_polars(condition)).then(pl.lit(answer, dtype=kind)).otherwise(found)
        shown.append(found.alias(question))
    return lambda: frame.select(shown)


def polars_three_valued(work: Work, path: Path, threads: int) -> Run:
    """Answers by Kleene's logic in memory: sound, over-cautious."""
    import polars as pl

    frame = _polars_frame(work, path, threads)
    shown = []
    for question in work.questions:
        kind = pl.Enum([*work.answers(question), GAP])
        by: dict[str, Any] = {}
        for condition, answer in work.rows(question):
            by[answer] = by[answer] | _polars(condition) if answer in by else _polars(condition)
        sure = {answer: holds.fill_null(False) for answer, holds in by.items()}
        may = {answer: holds.fill_null(True) for answer, holds in by.items()}
        none = ~pl.any_horizontal(*may.values())
        found: Any = pl.when(none).then(pl.lit(GAP, dtype=kind)).otherwise(pl.lit(None, dtype=kind))
        for answer in by:
            only = sure[answer]
            for other in by:
                only = only & ~may[other] if other != answer else only
            found = pl.when(only).then(pl.lit(answer, dtype=kind)).otherwise(found)
        shown.append(found.alias(question))
    return lambda: frame.select(shown)


def _polars_frame(work: Work, path: Path, threads: int) -> Any:
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars as pl

    assert pl.thread_pool_size() == threads
    columns = [
        pl.col(fact.name).cast(pl.Enum(fact.values)) if fact.type is FactType.ENUM else pl.col(fact.name)
        for fact in work.facts
    ]
    return pl.read_parquet(path).select(columns)


def _polars(condition: Condition) -> Any:
    import polars as pl

    match condition:
        case Constant(value):
            return pl.lit(value)
        case FactHolds(name):
            return pl.col(name)
        case Compares(name, op, value):
            return vectors.OPERATORS[op.value](pl.col(name), value)
        case OneOf(name, values):
            return pl.col(name).is_in(list(values))
        case Not(of):
            return ~_polars(of)
        case And(parts):
            found = _polars(parts[0])
            for part in parts[1:]:
                found = found & _polars(part)
            return found
        case Or(parts):
            found = _polars(parts[0])
            for part in parts[1:]:
                found = found | _polars(part)
            return found
        case _:
            raise ValueError("not expressible here")


def numpy_select(work: Work, path: Path, threads: int) -> Run:
    """Answers by `numpy.select` in memory, enumerated facts as numbers: right only where nothing is missing."""
    columns, questions = vector_work(work, path)
    n_rows = len(next(iter(columns.values())))
    return lambda: [vectors.first_match(rows, columns.__getitem__, n_rows) for rows in questions]


def vector_work(work: Work, path: Path) -> tuple[dict[str, Any], list[list[tuple[list[Any], int]]]]:
    """Columns of booleans and numbers, and the provisions for `vectors.py`."""
    table = pq.read_table(path, columns=[fact.name for fact in work.facts])
    columns = {}
    for fact in work.facts:
        values = table.column(fact.name).combine_chunks()
        if fact.type is FactType.ENUM:
            place = {value: n for n, value in enumerate(fact.values)}
            coded = values.dictionary_encode()
            kinds = np.array([place[value] for value in coded.dictionary.to_pylist()], np.int8)
            columns[peers.name_of(fact.name)] = kinds.take(coded.indices.to_numpy())
        else:
            columns[peers.name_of(fact.name)] = values.to_numpy(zero_copy_only=False)
    facts = {fact.name: fact for fact in work.facts}
    questions = []
    for question in work.questions:
        answers = work.answers(question)
        rows = [(_listed(condition, facts), answers.index(answer)) for condition, answer in work.rows(question)]
        questions.append(rows)
    return columns, questions


def _listed(condition: Condition, facts: Mapping[str, Fact]) -> list[Any]:
    def number(name: str, value: object) -> object:
        return facts[name].values.index(value) if isinstance(value, str) else value

    match condition:
        case Constant(value):
            return ["const", value]
        case FactHolds(name):
            return ["fact", peers.name_of(name)]
        case Compares(name, op, value):
            return ["compare", peers.name_of(name), op.value, number(name, value)]
        case OneOf(name, values):
            return ["in", peers.name_of(name), [number(name, value) for value in values]]
        case Not(of):
            return ["not", _listed(of, facts)]
        case And(parts):
            return ["and", *(_listed(part, facts) for part in parts)]
        case Or(parts):
            return ["or", *(_listed(part, facts) for part in parts)]
        case _:
            raise ValueError("not expressible here")


def read_floor(work: Work, path: Path, threads: int) -> Run:
    """Only reading: every column of the file decoded by DuckDB and counted."""
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    names = pq.read_schema(path).names
    counts = ", ".join(f'count("{name}"), min("{name}")' for name in names)
    return lambda: connection.execute(f"SELECT {counts} FROM '{path}'").fetchall()


def answers_of(work: Work, engine: str, result: Any, path: Path) -> list[dict[str, str]]:
    """What an engine answered, row by row: an answer, GAP, or nothing where it does not say."""
    if engine == "numpy select":
        named = {q: [*work.answers(q), GAP] for q in work.questions}
        columns = {q: [named[q][n] for n in found] for q, found in zip(work.questions, result, strict=True)}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    suffix = {
        "OpenRAA": "openraa",
        "OpenRAA, answers": "answers",
        "SQL statement": "statement",
        "SQL NULL logic": "null",
        "SQL CASE": "case",
    }
    if engine in suffix:
        result = pq.read_table(path.with_suffix(f".{suffix[engine]}.parquet"))
    rows = result.to_pylist() if isinstance(result, pa.Table) else result.to_dicts()
    if engine in EXACT:
        return [{q: _shown(row, q) for q in work.questions} for row in rows]
    return [{q: row[q] or "" for q in work.questions} for row in rows]


def _shown(row: Mapping[str, Any], question: str) -> str:
    if row[f"{question} status"] == "DETERMINED":
        return str(row[f"{question} answer"])
    status = str(row[f"{question} status"])
    return GAP if status == GAP else "" if status == "UNDETERMINED" else status


EXACT = ("OpenRAA", "OpenRAA, answers", "OpenRAA in memory", "OpenRAA in memory, answers", "SQL statement")
ENGINES: Mapping[str, Callable[[Work, Path, int], Run]] = {
    "OpenRAA": openraa_files,
    "OpenRAA, answers": openraa_answers,
    "SQL statement": duckdb_statement,
    "SQL NULL logic": duckdb_null_logic,
    "SQL CASE": duckdb_first_match,
    "OpenRAA in memory": openraa_frame,
    "OpenRAA in memory, answers": openraa_frame_answers,
    "polars three-valued": polars_three_valued,
    "polars first match": polars_first_match,
    "numpy select": numpy_select,
    "reading": read_floor,
}
