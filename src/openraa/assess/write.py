"""Results into a file: Parquet or CSV, whole or not at all, with a legend beside it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from openraa.assess.compile import Legend
from openraa.assess.results import legends_json
from openraa.assess.source import ROW
from openraa.problems import Place, Problem, Refused, Unavailable, say
from openraa.rulebook import Stack

WRITERS = (".parquet", ".csv")
ROW_GROUP = 2**20  # rows


@dataclass(frozen=True, slots=True)
class Assessed:
    """What was written: how many rows, where, and what the columns of results mean."""

    n_rows: int
    out: Path
    legends: tuple[Legend, ...]


class Writer:
    """A table being written, batch by batch."""

    def __init__(self, path: Path, flat: bool) -> None:
        self.path = path
        self.n_rows = 0
        self._flat = flat
        self._to: pyarrow.csv.CSVWriter | pyarrow.parquet.ParquetWriter | None = None

    def write(self, batch: pa.RecordBatch) -> None:
        """Adds rows."""
        if self._flat:
            batch = _decoded(batch)
        if self._to is None:
            self._to = self._open(batch.schema)
        self.n_rows += batch.num_rows
        self._to.write_batch(batch)

    def close(self) -> None:
        """Ends the file."""
        if self._to is not None:
            self._to.close()

    def _open(self, schema: pa.Schema) -> pyarrow.csv.CSVWriter | pyarrow.parquet.ParquetWriter:
        if self._flat:
            return pyarrow.csv.CSVWriter(self.path, schema)
        rows = {ROW: "DELTA_BINARY_PACKED"} if ROW in schema.names else None
        alike = [name for name in schema.names if name != ROW]
        return pyarrow.parquet.ParquetWriter(
            self.path, schema, compression="zstd", use_dictionary=alike, column_encoding=rows, write_statistics=False
        )


def refuse_unless_writable(out: Path) -> None:
    """That results can become a file of this name.

    Raises:
        Refused: it is of a kind that is not written.
    """
    if out.suffix.lower() not in WRITERS:
        message = say("`{name}` is neither Parquet nor CSV", name=out.name)
        raise Refused(Problem(Place(str(out)), "format", message, say("Name a file that ends in .parquet or .csv.")))


@contextmanager
def writing(out: Path) -> Iterator[Writer]:
    """A file that takes its name when all was written, and is gone when something failed.

    Raises:
        Unavailable: the disk is full, or the place cannot be written.
    """
    refuse_unless_writable(out)
    partial = out.with_name(f".{out.name}.part")
    writer = Writer(partial, out.suffix.lower() == ".csv")
    try:
        try:
            yield writer
        finally:
            writer.close()
        os.replace(partial, out)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        raise Unavailable(say("{out}: cannot be written: {why}", out=out, why=why)) from None
    finally:
        partial.unlink(missing_ok=True)


def write_legend(out: Path, legends: Sequence[Legend], stack: Stack) -> None:
    """What the numbers mean, beside the results.

    Raises:
        Unavailable: it cannot be written.
    """
    try:
        text = json.dumps(legends_json(legends, stack), indent=1)
        Path(f"{out}.legend.json").write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise Unavailable(say("{out}: cannot be written: {why}", out=out, why=error.strerror)) from None


def _decoded(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Text as text, for CSV."""
    columns = [
        column.dictionary_decode() if isinstance(column, pa.DictionaryArray) else column for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, batch.schema.names)
