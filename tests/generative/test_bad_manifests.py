"""Thousands of bad manifests: findings with their place each, never a crash, and every row is used or explained."""

from __future__ import annotations

import time
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openraa.problems import errors_of
from openraa.visit import Circle, Row, Sheet, Source, Stay, Subject, Table, coach, columns_of, read_lines
from openraa.visit.columns import positions
from openraa.vocabulary import load_vocabulary

CIRCLE = Circle("FR", "IT", frozenset(("FR", "IT", "DE")))
STAY = Stay(date(2026, 3, 9), date(2026, 4, 17))
JUNK = [
    "", " ", "-", "no", "はい", "FR", "FRA;JP", "XXA", "UTO", "03/04/2026", "31.12.1999", "令和8年3月9日",
    "R0.0.0", "1,250",
        "１２",
    "UN 1203", "1.4S", "9.9", "R-1 to R-9999999", "R-9 to R-1", "R-1からR-3まで",
    "=1+1", "\u202e", "🙂", "0" * 300, "ü" * 300,
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<</L898902C36UTO7408122F1204159ZE184226B<<<<<10", "<" * 88, "A/B",
    "一式", "parts", "member", "weapons", "yes", "Dubois Marie", "T-1", "9999", "1899-12-31", "2199-12-31",
]  # fmt: skip
CELLS = st.one_of(st.sampled_from(JUNK), st.text(max_size=12))


@st.composite
def tables(draw: st.DrawFn, subject: Subject) -> Table:
    known = [heading for column in columns_of(subject).values() for hs in column.headings.values() for heading in hs]
    needed = [column.name for column in columns_of(subject).values() if column.required]
    needed += ["name"] if subject is Subject.PEOPLE else []
    heads = [*needed, *draw(st.lists(st.sampled_from(known) | st.text(max_size=8), max_size=9))]
    rows = draw(st.lists(st.lists(CELLS, max_size=len(heads) + 2), max_size=5))
    return Table(
        f"{subject.value}.csv", Row(1, tuple(heads)), tuple(Row(n, tuple(row)) for n, row in enumerate(rows, 2))
    )


@given(
    tables(Subject.PEOPLE),
    tables(Subject.ITEMS),
    tables(Subject.CONVEYANCES),
    st.sampled_from(["", "dmy", "mdy", "ymd"]),
)
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
def test_bad_manifests_give_findings_and_every_row_is_used_or_explained(
    people: Table, items: Table, conveyances: Table, order: str
) -> None:
    vocabulary, source = load_vocabulary(), Source("", date_order=order)
    sheets = []
    for table, subject in zip((people, items, conveyances), Subject, strict=True):
        lines, problems = read_lines(table, subject, CIRCLE, vocabulary, source)
        wrong = {problem.place.line for problem in errors_of(problems)}
        assert all(problem.place.path == table.path and problem.message for problem in problems)
        if not wrong & {0, 1}:
            assert {line.place.line for line in lines} | wrong == {row.number for row in table.rows}
            assert not {line.place.line for line in lines} & wrong
        sheets.append(Sheet(subject, table.path, 1, lines, positions(table, subject, vocabulary, source)))
    for problem in coach(sheets, STAY):
        assert problem.place.path
        assert problem.place.line
        assert problem.remedy


def test_long_cells_and_many_misspelt_names_take_no_time() -> None:
    vocabulary, source = load_vocabulary(), Source("")
    hostile = "1" * 10_000
    people = Table(
        "p.csv",
        Row(1, ("name", "nationality", "mrz", "role", "weapon_serial")),
        tuple(Row(n, (f"Ünal Ü{n}" * 50, "FR", "<" * 88, "", f"X{n}")) for n in range(2, 2002)),
    )
    items = Table(
        "i.csv",
        Row(1, ("description", "serial", "conveyance", "un number", "kind", "class")),
        tuple(Row(n, (hostile, hostile, f"T-{n}", hostile, "weapons", hostile)) for n in range(2, 302)),
    )
    trucks = Table(
        "c.csv",
        Row(1, ("registration", "description", "driver", "commander")),
        tuple(Row(n, (f"EI {n}", "Truck", f"Nobody {n}", hostile)) for n in range(2, 1002)),
    )
    begun = time.process_time()
    sheets = []
    for table, subject in zip((people, items, trucks), Subject, strict=True):
        lines, _ = read_lines(table, subject, CIRCLE, vocabulary, source)
        sheets.append(Sheet(subject, table.path, 1, lines, positions(table, subject, vocabulary, source)))
    assert coach(sheets, STAY)
    assert time.process_time() - begun < 20
