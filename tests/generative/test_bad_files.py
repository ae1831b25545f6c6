"""Some thousands of bad files: findings with their place each, never a crash, and nothing half-read."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from openraa.problems import Problem, Refused, errors_of
from openraa.visit import Circle, Subject, columns_of, read_lines, read_table
from openraa.vocabulary import load_vocabulary
from tests.support.commands import raa
from tests.support.workbooks import ods, xlsx

CIRCLE = Circle("FR", "IT", frozenset(("FR", "IT")))
VISIT = (
    '[visit]\nname = "V"\nsending = "FR"\nreceiving = "IT"\nbegins_on = 2026-03-09\nends_on = 2026-03-10\n'
    'planned_on = 2026-01-05\n[manifests]\npeople = "{name}"\n'
)
TABLE = "name,nationality,birth date,role,passport\nÉlodie A,FRA,1990-01-31,member,20AB1\n例 B,JPN,,civilian,\n"
ODD = ["", " ", "=1+1", "-", "'", '"', ",", "\n", "\t", "\0", "\ufeff", "\u202e", "\ud800", "é", "日本", "🙂", "XXA",
       "FRA;;", "2026-02-30", "31/04/2026", "03/04/2026", "99999999999999999999", "1e999", "nan", "yes", "NaN", "#REF!",
       "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "x" * 10_001]  # fmt: skip
cells = st.one_of(st.sampled_from(ODD), st.text(max_size=8))
headings = st.sampled_from([*columns_of(Subject.PEOPLE), "doc.passport", "?", "", "Nom", "氏名", "Name / 氏名"])


def check(path: Path) -> None:
    """Whatever the file holds: a table whose good rows become lines and whose bad ones do not, or a refusal."""
    try:
        table = read_table(path, shown_as=path.name)
    except Refused as refused:
        proper(refused.problems)
        return
    proper(table.problems)
    lines, problems = read_lines(table, Subject.PEOPLE, CIRCLE, load_vocabulary())
    proper(problems)
    out = {problem.place.line for problem in errors_of(problems)}
    if not any(line <= table.header.number for line in out):
        assert {line.place.line for line in lines} == {row.number for row in table.rows} - out


def proper(problems: tuple[Problem, ...] | list[Problem]) -> None:
    for problem in problems:
        assert problem.place.path
        assert problem.code
        str(problem).encode()
        json.dumps(problem.to_json(), ensure_ascii=False).encode()


def check_bytes(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        check(path)


@st.composite
def damaged(draw: st.DrawFn, sources: list[bytes]) -> bytes:
    """One of the files with a few pieces cut out, doubled or replaced."""
    data = draw(st.sampled_from(sources))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 30)))
        piece = draw(st.one_of(st.just(b""), st.just(data[start:end] * 2), st.binary(max_size=6)))
        data = data[:start] + piece + data[end:]
    return data


@settings(max_examples=600, deadline=None)
@given(data=damaged([TABLE.encode(name, "replace") for name in ("utf-8", "utf-8-sig", "utf-16", "cp932", "cp1252")]))
def test_damaged_csv_yields_findings(data: bytes) -> None:
    check_bytes("a.csv", data)


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=200))
def test_any_bytes_yield_findings(data: bytes) -> None:
    check_bytes("a.csv", data)
    check_bytes("a.json", data)


@settings(max_examples=300, deadline=None)
@given(heads=st.lists(headings, min_size=1, max_size=6), rows=st.lists(st.lists(cells, max_size=7), max_size=5))
def test_odd_cells_yield_findings(heads: list[str], rows: list[list[str]]) -> None:
    quoted = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in [heads, *rows]]
    check_bytes("a.csv", "\n".join(quoted).encode("utf-8", "surrogatepass"))


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), cells),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(headings, cells), inner, max_size=5)
    ),
    max_leaves=25,
)


@settings(max_examples=500, deadline=None)
@given(
    data=st.one_of(anything, st.lists(st.dictionaries(st.one_of(headings, cells), anything, max_size=5), max_size=4))
)
def test_any_json_yields_findings(data: object) -> None:
    check_bytes("a.json", json.dumps(data).encode())


def workbook() -> bytes:
    """A small workbook with a day, a formula, a merged area and a hidden row."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("people")
    for row, line in enumerate(TABLE.splitlines()):
        page.write_row(row, 0, line.split(","))
    page.write_row(3, 0, ["C", "FRA"])
    page.write_number(4, 2, 40_000.5)
    page.write_formula(4, 0, '="D"', None, "D")
    page.merge_range(5, 0, 7, 1, "E")
    page.set_row(8, None, None, {"hidden": True})
    book.close()
    return out.getvalue()


WORKBOOK = workbook()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(data=damaged([WORKBOOK]))
def test_damaged_workbooks_yield_findings(data: bytes) -> None:
    check_bytes("a.xlsx", data)


XML = [b"<f>1</f>", b'r="XFD1048576"', b't="e"', b't="s"', b"<v>9e999</v>", b"<c/>", b"</row>", b"-1", b"&#0;", b"&x;",
       b'<mergeCell ref="A1:XFD1048576"/>', b'hidden="1"', b"\xff", b"99999999999", b' r="A0"', b"<!DOCTYPE x>",
       b'table:number-rows-repeated="1048576"', b'table:number-columns-repeated="-1"']  # fmt: skip


@st.composite
def damaged_part(draw: st.DrawFn, parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts of a workbook, one of them damaged in its XML but packed well."""
    name = draw(st.sampled_from([name for name in parts if name.endswith((".xml", ".rels"))]))
    text = parts[name]
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 12))
        text = text[:start] + draw(st.one_of(st.sampled_from(XML), st.just(b""), st.binary(max_size=4))) + text[end:]
    return {**parts, name: text}


@pytest.mark.slow
@settings(max_examples=500, deadline=None)
@given(parts=damaged_part(parts_of(WORKBOOK)))
def test_workbooks_with_damaged_parts_yield_findings(parts: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(xlsx(Path(folder) / "a.xlsx", more=parts))


def ods_parts() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        parts = parts_of(ods(Path(folder) / "a.ods").read_bytes())
    return {name: data for name, data in parts.items() if name != "mimetype"}


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(parts=damaged_part(ods_parts()))
def test_ods_with_damaged_parts_yields_findings(parts: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check(ods(Path(folder) / "a.ods", more=parts))


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    values=st.lists(
        st.lists(st.one_of(st.none(), st.booleans(), st.floats(-1e20, 1e20), cells), max_size=6), max_size=5
    )
)
def test_workbooks_with_odd_values_yield_findings(values: list[list[object]]) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet()
    page.write_row(0, 0, ["name", "nationality", "birth date", "passport"])
    for row, line in enumerate(values, 1):
        for column, value in enumerate(line):
            page.write(row, column, value.encode("utf-8", "ignore").decode() if isinstance(value, str) else value)
    book.close()
    check_bytes("a.xlsx", out.getvalue())


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    file=st.one_of(
        st.tuples(st.just("a.csv"), damaged([TABLE.encode(), TABLE.encode("cp932", "replace")])),
        st.tuples(st.just("a.xlsx"), damaged([WORKBOOK])),
        st.tuples(st.just("a.json"), anything.map(lambda data: json.dumps(data).encode())),
    )
)
def test_a_visit_with_a_bad_manifest_is_checked_or_refused(file: tuple[str, bytes]) -> None:
    name, data = file
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "visit.toml").write_text(VISIT.format(name=name), encoding="utf-8")
        (Path(folder) / name).write_bytes(data)
        ran = raa("check", folder)
    assert ran.status in (0, 1, 2)
    assert "Traceback" not in ran.err + ran.out
