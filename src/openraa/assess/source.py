"""Tables of cases as batches of Arrow columns: from a Parquet or CSV file, or from a data frame.

A column for each fact, named as the fact; null, in CSV an empty cell, is unknown. What does not fit is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.csv
import pyarrow.interchange
import pyarrow.parquet

from openraa.assess.codes import Column, Wrong
from openraa.assess.reads import Reads
from openraa.problems import Place, Problem, Refused, nearest, say
from openraa.vocabulary import Fact, FactType, Vocabulary

ROWS = 2**17  # in a batch
ROW = "row"
NAMED = 8  # facts in one message
SHOWN_TYPES = {
    FactType.BOOL: "BOOLEAN", FactType.ENUM: "TEXT", FactType.INT: "a whole number", FactType.DATE: "DATE",
}  # fmt: skip
_SUFFIXES = (".parquet", ".csv", ".tsv")


class Described(Protocol):
    """What to call a table in messages, and its columns."""

    @property
    def label(self) -> str: ...

    @property
    def schema(self) -> pa.Schema: ...


class Source(Described, Protocol):
    """A table that comes in batches, and the share of it that was read when so many rows were."""

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]: ...

    def share(self, n_rows: int) -> float: ...


def open_file(path: Path) -> Source:
    """The table in a file.

    Raises:
        Refused: it is not a table that can be read.
    """
    if path.suffix.lower() not in _SUFFIXES:
        message = say("`{name}` is no table", name=path.name)
        raise Refused(Problem(Place(str(path)), "format", message, say("Give a .parquet or .csv file.")))
    if not path.is_file():
        message = say("there is no such file")
        raise Refused(Problem(Place(str(path)), "no-file", message, say("Check the path.")))
    try:
        return _Parquet(path) if path.suffix.lower() == ".parquet" else _Csv(path)
    except (pa.ArrowException, OSError) as error:
        raise unreadable(str(path), error) from None


class _Parquet:
    def __init__(self, path: Path) -> None:
        self.label = str(path)
        with pyarrow.parquet.ParquetFile(path) as file:
            self.schema = file.schema_arrow
            self.n_rows = file.metadata.num_rows
        text = (pa.types.is_string, pa.types.is_large_string)
        facts = [each for each in self.schema if "." in each.name]
        self._as_codes = [each.name for each in facts if any(is_text(each.type) for is_text in text)]

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows, these columns only, facts that are text as codes of a dictionary."""
        wanted = [name for name in self._as_codes if name in columns]
        try:
            with pyarrow.parquet.ParquetFile(self.label, read_dictionary=wanted, pre_buffer=False) as file:
                yield from file.iter_batches(ROWS, columns=list(columns), use_threads=False)
        except (pa.ArrowException, OSError) as error:
            raise unreadable(self.label, error) from None

    def share(self, n_rows: int) -> float:
        """Of all rows, the share that was read."""
        return n_rows / self.n_rows if self.n_rows else 1.0


class _Csv:
    def __init__(self, path: Path) -> None:
        self.label = str(path)
        self._size = path.stat().st_size
        self._read = 0
        with self._open() as reader:
            self.schema = reader.schema
        names = self.schema.names
        self._columns = {name: pa.dictionary(pa.int32(), pa.string()) for name in names}

    def _open(self, columns: Mapping[str, pa.DataType] | None = None) -> pyarrow.csv.CSVStreamingReader:
        tabs = self.label.lower().endswith(".tsv")
        return pyarrow.csv.open_csv(
            self.label,
            read_options=pyarrow.csv.ReadOptions(use_threads=False, block_size=2**22),
            parse_options=pyarrow.csv.ParseOptions(delimiter="\t" if tabs else ",", newlines_in_values=True),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=columns, include_columns=list(columns or ()), null_values=[""], strings_can_be_null=True
            ),
        )

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows, these columns only, all as codes of a dictionary."""
        self._read = 0
        try:
            with self._open({name: self._columns[name] for name in columns}) as reader:
                for batch in reader:
                    self._read += batch.nbytes
                    yield batch
        except (pa.ArrowException, OSError) as error:
            raise unreadable(self.label, error) from None

    def share(self, n_rows: int) -> float:
        """About the share of the file that was read; how many rows it has is not known before its end."""
        return min(1.0, self._read / max(1, self._size)) if n_rows else 0.0


@dataclass(frozen=True, slots=True)
class Frame:
    """A table in memory."""

    table: pa.Table
    label: str = "data frame"

    @property
    def schema(self) -> pa.Schema:
        """Its columns."""
        return self.table.schema

    def batches(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """The rows, these columns only."""
        yield from self.table.select(list(columns)).to_batches(ROWS)

    def share(self, n_rows: int) -> float:
        """Of all rows, the share that was read."""
        return n_rows / max(1, int(self.table.num_rows))


def frame_of(frame: Any) -> Frame:
    """A data frame of any kind as an Arrow table: polars, pandas, pyarrow, or what speaks Arrow's interfaces.

    Raises:
        Refused: it is none that can be read.
    """
    try:
        if isinstance(frame, pa.Table):
            return Frame(frame)
        if type(frame).__module__.partition(".")[0] == "pandas":
            return Frame(pa.Table.from_pandas(frame, preserve_index=False))
        if hasattr(frame, "__arrow_c_stream__"):
            return Frame(pa.table(frame))
        return Frame(pyarrow.interchange.from_dataframe(frame))
    except (pa.ArrowException, ValueError, TypeError) as error:
        raise unreadable("data frame", error) from None


def columns_to_read(
    source: Described, reads: Reads, columns: Mapping[str, Column], vocabulary: Vocabulary, *, absent_unknown: bool
) -> tuple[str, ...]:
    """The facts that the table has a column for.

    Raises:
        Refused: a column is unknown, absent, there twice or of a type that the fact cannot have.
    """
    names = source.schema.names
    problems = [*unknown_columns(names, source.label, vocabulary)]
    problems += absent_columns(names, source.label, reads, absent_unknown=absent_unknown)
    place = Place(source.label)
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.append(
            Problem(place, "column-twice", say("column `{column}` is there twice", column=name), say("Rename one."))
        )
    present = tuple(name for name in columns if name in names)
    if not problems:
        problems += [
            wrong_type(columns[name].fact, source.label, str(source.schema.field(name).type))
            for name in present
            if not columns[name].fits(source.schema.field(name).type)
        ]
    if problems:
        raise Refused(problems)
    return present


def unknown_columns(names: Sequence[str], label: str, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Columns that are named like a fact and are none."""
    subjects = {name.partition(".")[0] for name in vocabulary.facts}
    for name in names:
        if name not in vocabulary.facts and "." in name and name.partition(".")[0] in subjects:
            yield Problem(
                Place(label),
                "unknown-column",
                say("column `{column}` is no fact", column=name),
                nearest(name, vocabulary.facts) or say("`raa facts` lists them. Name other columns without a point."),
            )


def absent_columns(names: Sequence[str], label: str, reads: Reads, *, absent_unknown: bool) -> Iterator[Problem]:
    """That facts have no column, unless what is absent is taken as unknown."""
    absent = tuple(name for name in reads.needed(names) if name not in names)
    if absent and not absent_unknown:
        message = say("no column for facts that the questions read: {names}", names=absent)
        if len(absent) > NAMED:
            few = absent[:NAMED]
            message = say("no column for {n} facts that the questions read, such as {names}", n=len(absent), names=few)
        yield Problem(
            Place(label),
            "no-column",
            message,
            say("Add them, or say that what is absent is unknown in every row: `--absent-unknown`."),
        )


def wrong_type(fact: Fact, label: str, type_: str) -> Problem:
    """That a column is of a type that its fact cannot have."""
    return Problem(
        Place(label),
        "column-type",
        say("column `{column}` holds {type}", column=fact.name, type=type_),
        say("It must hold {type}, or text that reads as that.", type=SHOWN_TYPES[fact.type]),
    )


def wrong_values(wrong: Sequence[tuple[Fact, Wrong]], label: str) -> Refused:
    """That columns hold values that their facts cannot have, each fact once."""
    problems = []
    for fact in dict.fromkeys(fact.name for fact, _ in wrong):
        rows = [(each, found) for each, found in wrong if each.name == fact]
        known, example = rows[0][0], min(found.example for _, found in rows)
        message = say(
            "column `{column}`: `{value}` is no value of it, in {n} rows",
            column=fact, value=example, n=sum(found.n_rows for _, found in rows),
        )  # fmt: skip
        expected = say("Expected: {what}.", what=known.choices())
        remedy = " ".join(part for part in (nearest(example, known.values), expected) if part)
        problems.append(Problem(Place(label), "value", message, remedy, value=example))
    return Refused(problems)


def unreadable(label: str, error: Exception) -> Refused:
    """That a table cannot be read, and why."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    message = say("this table cannot be read: {why}", why=lines[0])
    return Refused(Problem(Place(label), "unreadable", message, say("Write it again, as Parquet or CSV.")))
