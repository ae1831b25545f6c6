"""The statement run where the table is: checked and assessed by a database, only results come here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
from sqlglot import exp

from openraa.assess.codes import Column, Wrong
from openraa.assess.compile import Statement, compile_stack
from openraa.assess.reads import facts_read
from openraa.assess.source import columns_to_read, wrong_type, wrong_values
from openraa.assess.sql import among, column, every, literal, no
from openraa.assess.write import Assessed, refuse_unless_writable, write_legend, writing
from openraa.determine import from_number, range_of
from openraa.problems import Refused
from openraa.rulebook import Stack
from openraa.vocabulary import Fact, FactType

_TYPES = {FactType.BOOL: "boolean", FactType.ENUM: "text", FactType.INT: "bigint", FactType.DATE: "date"}


class Database(Protocol):
    """A table in a database: its dialect of SQL, its name there, what to call it in messages, its columns.

    `reads_text` says that text is tried as a whole number, a day, or yes and no.
    """

    dialect: str
    table: str
    label: str
    schema: pa.Schema
    reads_text: bool

    def row(self, sql: str) -> Sequence[Any]:
        """The one row that a query gives.

        Raises:
            Unavailable: the database refuses, or is gone.
        """

    def batches(self, sql: str) -> Iterator[pa.RecordBatch]:
        """The rows that a query gives, as they come.

        Raises:
            Unavailable: the database refuses, or is gone.
        """


def statement_for(
    database: Database, stack: Stack, questions: Sequence[str], *, absent_unknown: bool = False
) -> Statement:
    """The questions as a statement over the database's table, which was checked; other columns are passed on.

    Raises:
        Refused: a column is unknown, absent or of another type, or holds a value that its fact cannot have.
        Unavailable: the database refuses, or is gone.
    """
    reads, vocabulary = facts_read(stack, questions), stack.vocabulary
    facts = {name: vocabulary.facts[name] for name in reads.facts}
    columns = {name: Column(fact, ()) for name, fact in facts.items()}
    present = columns_to_read(database, reads, columns, vocabulary, absent_unknown=absent_unknown)
    types = {name: database.schema.field(name).type for name in present}
    unfit = [name for name in present if not _fits(facts[name], types[name], reads_text=database.reads_text)]
    if unfit:
        raise Refused([wrong_type(facts[name], database.label, str(types[name])) for name in unfit])
    values = {name: _value(fact, types.get(name)) for name, fact in facts.items()}
    _refuse_wrong_values(database, [(facts[name], values[name]) for name in present])
    others = [name for name in database.schema.names if name not in vocabulary.facts]
    shown = [exp.alias_(value, exp.to_identifier(name, quoted=True)) for name, value in values.items()]
    table = exp.to_table(database.table, dialect=database.dialect)
    source = exp.select(*map(column, others), *shown).from_(table).subquery("given")
    return compile_stack(stack, questions, source, others)


def assess_database(
    database: Database, stack: Stack, questions: Sequence[str], out: Path, *, absent_unknown: bool = False
) -> Assessed:
    """A database's table determined by the database, the results written into a file, whole or not at all.

    Raises:
        Refused: the table does not fit the vocabulary; nothing was written.
        Unavailable: the database refuses or is gone, or the result could not be written.
    """
    refuse_unless_writable(out)
    statement = statement_for(database, stack, questions, absent_unknown=absent_unknown)
    with writing(out) as writer:
        for batch in database.batches(statement.sql(database.dialect, pretty=False)):
            writer.write(batch)
    write_legend(out, statement.legends, stack)
    return Assessed(writer.n_rows, out, statement.legends)


def _fits(fact: Fact, type_: pa.DataType, *, reads_text: bool) -> bool:
    """Whether the column compares with values of the fact as SQL does it."""
    if _is_text(type_):
        return reads_text or fact.type is FactType.ENUM
    if pa.types.is_null(type_):
        return True
    match fact.type:
        case FactType.BOOL:
            return bool(pa.types.is_boolean(type_))
        case FactType.INT:
            return bool(pa.types.is_integer(type_))
        case FactType.DATE:
            return bool(pa.types.is_date(type_))
        case FactType.ENUM:
            return False


def _is_text(type_: pa.DataType) -> bool:
    types = pa.types
    if types.is_dictionary(type_):
        type_ = type_.value_type
    return bool(types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_))


def _value(fact: Fact, type_: pa.DataType | None) -> exp.Expr:
    """A fact as the statement reads it: its column, text tried as its type, or nothing where there is no column."""
    if type_ is None or pa.types.is_null(type_):
        return exp.cast(exp.null(), _TYPES[fact.type])
    if _is_text(type_) and fact.type is not FactType.ENUM:
        trimmed = exp.Trim(this=column(fact.name))
        return exp.TryCast(this=trimmed, to=exp.DataType.build(_TYPES[fact.type]))
    return column(fact.name)


def _refuse_wrong_values(database: Database, values: Sequence[tuple[Fact, exp.Expr]]) -> None:
    checked = [(fact, value) for fact, value in values if not _is_sure(fact, value)]
    if not checked:
        return
    shown: list[exp.Expr] = []
    for fact, value in checked:
        right = exp.func("coalesce", _is_value(fact, value), exp.false())
        wrong = every([exp.not_(exp.Is(this=column(fact.name), expression=exp.null())), no(right)])
        text = exp.cast(column(fact.name), "text")
        shown.append(exp.Count(this=exp.Case().when(wrong, exp.Literal.number(1))))
        shown.append(exp.Min(this=exp.Case().when(wrong.copy(), text)))
    named = [exp.alias_(each, f"c{n}") for n, each in enumerate(shown)]
    query = exp.select(*named).from_(exp.to_table(database.table, dialect=database.dialect))
    found = database.row(query.sql(database.dialect))
    rows = zip(checked, found[::2], found[1::2], strict=True)
    faults = [(fact, Wrong(str(example), int(n))) for (fact, _), n, example in rows if n]
    if faults:
        raise wrong_values(faults, database.label)


def _is_sure(fact: Fact, value: exp.Expr) -> bool:
    """Whether whatever the column holds is a value."""
    return fact.type is FactType.BOOL and isinstance(value, exp.Column)


def _is_value(fact: Fact, value: exp.Expr) -> exp.Expr:
    if fact.type is FactType.ENUM:
        return among(value, [literal(fact, each) for each in fact.values])
    if fact.type is FactType.BOOL:
        return exp.not_(exp.Is(this=value, expression=exp.null()))
    low, high = (literal(fact, from_number(fact, end)) for end in range_of(fact))
    return exp.Between(this=value, low=low, high=high)
