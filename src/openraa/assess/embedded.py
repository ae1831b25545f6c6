"""Tables assessed in this process: from a file to a file, or from a data frame to a data frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from os import cpu_count
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa

from openraa.assess import duck
from openraa.assess.codes import Wrong
from openraa.assess.lookup import look_ups
from openraa.assess.reads import facts_read
from openraa.assess.results import Results
from openraa.assess.source import ROW, Source, columns_to_read, frame_of, open_file, wrong_values
from openraa.assess.write import Assessed, refuse_unless_writable, write_legend, writing
from openraa.problems import Place, Problem, Refused, say
from openraa.rulebook import Stack
from openraa.vocabulary import Fact

_Done = tuple[list[pa.Array], list[tuple[Fact, Wrong]]]
_AHEAD = 2  # batches read ahead for each thread


def assess_file(
    path: Path,
    stack: Stack,
    questions: Sequence[str],
    out: Path,
    *,
    absent_unknown: bool = False,
    threads: int = 0,
    wanted: Sequence[str] = (),
    on_progress: Callable[[float], None] | None = None,
) -> Assessed:
    """Every row of a table determined: for each question its status, answer, effective provisions and requirements.

    `path` is a Parquet or CSV file with a column for each fact that the questions read, named as the fact; other
    columns are passed on. Null (in CSV an empty cell) is unknown. `out` is written whole or not at all, in the order of
    the table, with a row's place in it as `row`; and beside it `out` + `.legend.json`, which says what each bit means.
    `threads` 0 is as many as there are cores, 1 is one alone. `wanted` are some of `RESULTS`, all when left out.
    `on_progress` is told the share done. Memory is that of
    some batches, however long the table.

    Raises:
        Refused: the table does not fit the vocabulary; nothing was written.
        Unavailable: the result could not be written.
    """
    refuse_unless_writable(out)
    compiled = look_ups(stack, questions)
    if compiled is None:
        return duck.assess_file(path, stack, questions, out, absent_unknown=absent_unknown, threads=threads)
    source, results = open_file(path), Results(compiled, wanted)
    present = columns_to_read(
        source, compiled.reads, compiled.coded.columns, stack.vocabulary, absent_unknown=absent_unknown
    )
    others = tuple(name for name in source.schema.names if name not in stack.vocabulary.facts and name != ROW)
    wrong: list[tuple[Fact, Wrong]] = []
    with writing(out) as writer:
        for batch, (columns, faults) in _worked_out(source, present, others, results, threads):
            wrong += faults
            if not wrong:
                rows = pa.array(np.arange(writer.n_rows + 1, writer.n_rows + batch.num_rows + 1))
                passed = [batch.column(name) for name in others]
                names = (ROW, *others, *results.names)
                writer.write(pa.RecordBatch.from_arrays([rows, *passed, *columns], names))
            if on_progress is not None:
                on_progress(source.share(writer.n_rows))
        if wrong:
            raise wrong_values(wrong, source.label)
        if not writer.n_rows:
            empty, _ = results.of({}, 0)
            passed = [pa.array([], source.schema.field(name).type) for name in others]
            arrays = [pa.array([], pa.int64()), *passed, *empty]
            writer.write(pa.RecordBatch.from_arrays(arrays, (ROW, *others, *results.names)))
    legends = tuple(question.legend for question in compiled.questions)
    write_legend(out, legends, stack)
    return Assessed(writer.n_rows, out, legends)


def _worked_out(
    source: Source, present: Sequence[str], others: Sequence[str], results: Results, threads: int
) -> Iterator[tuple[pa.RecordBatch, _Done]]:
    """The batches of a table in its order, each with its results; several worked out at a time."""

    def work_out(batch: pa.RecordBatch) -> _Done:
        return results.of({name: batch.column(name) for name in present}, batch.num_rows)

    columns = (*present, *others)
    if threads == 1:
        for batch in source.batches(columns):
            yield batch, work_out(batch)
        return
    batches, reading = enumerate(source.batches(columns)), Lock()
    n_threads = threads or cpu_count() or 1

    def work() -> tuple[int, pa.RecordBatch, _Done] | None:
        with reading:
            number, batch = next(batches, (-1, None))
        return None if batch is None else (number, batch, work_out(batch))

    with ThreadPoolExecutor(n_threads) as pool:
        waiting = {pool.submit(work) for _ in range(_AHEAD * n_threads)}
        done: dict[int, tuple[pa.RecordBatch, _Done]] = {}
        n_yielded = 0
        while waiting:
            finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for each in finished:
                found = each.result()
                if found is not None:
                    done[found[0]] = found[1:]
            while n_yielded in done:
                yield done.pop(n_yielded)
                n_yielded += 1
                waiting.add(pool.submit(work))


def assess_frame(
    frame: Any,
    stack: Stack,
    questions: Sequence[str] = (),
    *,
    absent_unknown: bool = False,
    threads: int = 0,
    wanted: Sequence[str] = (),
) -> Any:
    """A data frame in, one of the same kind out, with the results beside its own columns, in its own order.

    `frame` is a polars or pandas data frame, a pyarrow table, or what speaks Arrow's or the data frame interchange
    interface, for which a pyarrow table comes back. `threads` 0 is as many as there are cores. `wanted` are
    some of `RESULTS`, all when left out.

    Raises:
        Refused: the frame does not fit the vocabulary.
    """
    source, asked = frame_of(frame), tuple(questions) or stack.questions
    compiled = look_ups(stack, asked)
    if compiled is None:
        found = duck.assess_table(source, stack, asked, absent_unknown=absent_unknown)
    else:
        results = Results(compiled, wanted)
        present = columns_to_read(
            source, compiled.reads, compiled.coded.columns, stack.vocabulary, absent_unknown=absent_unknown
        )
        wrong: list[tuple[Fact, Wrong]] = []
        batches = []
        for _, (columns, faults) in _worked_out(source, present, (), results, threads):
            wrong += faults
            if not wrong:
                batches.append(pa.RecordBatch.from_arrays(columns, results.names))
        if wrong:
            raise wrong_values(wrong, source.label)
        if not batches:
            batches = [pa.RecordBatch.from_arrays(results.of({}, 0)[0], results.names)]
        found = pa.Table.from_batches(batches)
    columns = [*source.table.columns, *found.columns]
    names = (*source.table.column_names, *found.column_names)
    return _like(frame, pa.Table.from_arrays(columns, names))


def row_of(path: Path, number: int, stack: Stack, questions: Sequence[str]) -> dict[str, object]:
    """The facts that one row of a table gives for these questions; rows are counted from 1.

    Raises:
        Refused: the table does not fit the vocabulary, or has no such row.
    """
    source, reads = open_file(path), facts_read(stack, questions)
    facts = [stack.vocabulary.facts[name] for name in reads.facts if name in source.schema.names]
    before = 0
    for batch in source.batches([fact.name for fact in facts]):
        if number <= before + batch.num_rows and number > 0:
            row = [(fact, batch.column(fact.name)[number - 1 - before].as_py()) for fact in facts]
            return {fact.name: _value(fact, value, source.label) for fact, value in row if value is not None}
        before += batch.num_rows
    message = say("there is no row {n}", n=number)
    raise Refused(Problem(Place(str(path)), "no-row", message, say("Rows are counted from 1.")))


def _value(fact: Fact, value: object, label: str) -> object:
    try:
        return fact.parse(value if isinstance(value, str) else fact.show(value))  # type: ignore[arg-type]
    except ValueError:
        raise wrong_values([(fact, Wrong(str(value), 1))], label) from None


def _like(frame: Any, table: pa.Table) -> Any:
    """The table as the kind of frame that came in."""
    kind = type(frame).__module__.partition(".")[0]
    if kind == "pandas":
        return table.to_pandas()
    if kind == "polars":
        import polars

        return polars.from_arrow(table)
    return table
