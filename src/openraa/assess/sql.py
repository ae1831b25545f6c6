"""Expressions of SQL in three-valued logic, put together; constants do not stay in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlglot import exp

from openraa.vocabulary import Fact, FactType, Value

EMBEDDED = "duckdb"  # the dialect in which text of SQL is written here


def quoted(name: str) -> str:
    """A column by its quoted name, as text."""
    return column(name).sql(EMBEDDED)


def text(value: str) -> str:
    """A string, as text."""
    return exp.Literal.string(value).sql(EMBEDDED)


def column(name: str) -> exp.Column:
    """A column by its quoted name."""
    return exp.column(exp.to_identifier(name, quoted=True))


def literal(fact: Fact, value: Value) -> exp.Expr:
    """A value of a fact."""
    match fact.type:
        case FactType.BOOL:
            return exp.true() if value else exp.false()
        case FactType.ENUM:
            return exp.Literal.string(str(value))
        case FactType.DATE:
            assert isinstance(value, date)
            return exp.cast(exp.Literal.string(value.isoformat()), "date")
        case _:
            return exp.Literal.number(int(value))  # type: ignore[arg-type]


_TRUE, _FALSE = exp.true(), exp.false()


def _is(of: exp.Expr, value: exp.Expr) -> exp.Expr:
    return exp.Is(this=of if isinstance(of, exp.Column) else exp.paren(of, copy=False), expression=value)


def is_true(of: exp.Expr) -> exp.Expr:
    """It is true, and known to be."""
    return of if of == _TRUE else _is(of, exp.true())


def is_false(of: exp.Expr) -> exp.Expr:
    """It is false, and known to be."""
    return exp.false() if of == _TRUE else _is(of, exp.false())


def is_unknown(of: exp.Expr) -> exp.Expr:
    """It is not known."""
    return exp.false() if of == _TRUE else _is(of, exp.null())


def every(parts: Iterable[exp.Expr]) -> exp.Expr:
    """All of these; true when there is none."""
    rows = [part for part in parts if part != _TRUE]
    if _FALSE in rows:
        return exp.false()
    return exp.and_(*rows, copy=False) if rows else exp.true()


def some(parts: Iterable[exp.Expr]) -> exp.Expr:
    """At least one of these; false when there is none."""
    rows = [part for part in parts if part != _FALSE]
    if _TRUE in rows:
        return exp.true()
    return exp.or_(*rows, copy=False) if rows else exp.false()


def no(part: exp.Expr) -> exp.Expr:
    """The opposite."""
    if part in (_TRUE, _FALSE):
        return exp.false() if part == _TRUE else exp.true()
    return exp.not_(part if isinstance(part, exp.Column) else exp.paren(part, copy=False), copy=False)


def chosen(cases: Iterable[tuple[exp.Expr, exp.Expr]], otherwise: exp.Expr) -> exp.Expr:
    """The first of these whose condition is true."""
    case = exp.Case()
    rows = list(cases)
    for when, then in rows:
        case = case.when(when, then, copy=False)
    return case.else_(otherwise, copy=False) if rows else otherwise


def among(value: exp.Expr, values: Sequence[exp.Expr]) -> exp.Expr:
    """The value is one of these."""
    if len(values) == 1:
        return exp.EQ(this=value, expression=values[0])
    return exp.In(this=value, expressions=list(values))
