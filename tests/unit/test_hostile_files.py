"""Files that would cost too much, hide something or lie: a clear answer within seconds, in bounded memory."""

from __future__ import annotations

import resource
import struct
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from openraa.problems import Problem, Refused, Severity
from openraa.visit import Circle, Subject, read_lines, read_table
from openraa.visit.read import bounds
from openraa.vocabulary import load_vocabulary
from tests.support.workbooks import BOOK, MAIN, ODS_PEOPLE, PEOPLE, RELS, ods, ods_cell, text_cell, xlsx

SECONDS = 30  # on a busy machine; a few on a free one


@pytest.fixture(autouse=True)
def quick_and_small() -> Iterator[None]:
    """Every file here is dealt with in time, and without swelling this process."""
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert time.monotonic() - began < SECONDS
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * (1 if sys.platform == "darwin" else 1024)
    assert grown < 700_000_000


def problems(path: Path, sheet: str = "") -> list[tuple[int, str, Severity]]:
    found = read_table(path, shown_as=path.name, sheet=sheet).problems
    return [(problem.place.line, problem.code, problem.severity) for problem in found]


def refusal(path: Path, sheet: str = "") -> Problem:
    with pytest.raises(Refused) as refused:
        read_table(path, shown_as=path.name, sheet=sheet)
    (problem,) = refused.value.problems
    assert problem.remedy
    return problem


def person(row: int, *texts: str) -> str:
    cells = "".join(text_cell(f"{letter}{row}", text) for letter, text in zip("ABC", texts, strict=False))
    return f'<row r="{row}">{cells}</row>'


def test_a_formula_names_its_cell_and_takes_only_its_row_out_of_use(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet()
    page.write_row(0, 0, ["name", "nationality"])
    page.write_row(1, 0, ["A B", "FRA"])
    page.write(2, 0, "C D")
    page.write_formula(2, 1, '=WEBSERVICE("http://x.invalid")', None, "FRA")
    page.write_row(4, 0, ["E F", "FRA"])
    workbook.close()
    table = read_table(path, shown_as="a.xlsx")
    (problem,) = table.problems
    assert str(problem).startswith("a.xlsx:3:2: B3 holds a formula")
    lines, _ = read_lines(table, Subject.PEOPLE, Circle("FR", "IT", frozenset()), load_vocabulary())
    assert [line.label for line in lines] == ["A B", "E F"]


def test_formulas_and_errors_of_ods_are_found(tmp_path: Path) -> None:
    formula = ods_cell("FRA", 'table:formula="of:=[.A1]"')
    broken = (
        '<table:table-cell xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    )
    rows = ODS_PEOPLE + "".join(
        f"<table:table-row>{ods_cell('X')}{cell}</table:table-row>" for cell in (formula, broken)
    )
    assert problems(ods(tmp_path / "a.ods", rows)) == [(3, "formula", Severity.ERROR), (4, "error", Severity.ERROR)]


def test_an_error_of_the_spreadsheet_takes_its_row_out_of_use(tmp_path: Path) -> None:
    rows = PEOPLE + '<row r="3">' + text_cell("A3", "C") + '<c r="B3" t="e"><v>#REF!</v></c></row>'
    assert problems(xlsx(tmp_path / "a.xlsx", rows)) == [(3, "error", Severity.ERROR)]


def test_rows_below_the_first_of_a_merged_area_are_out_of_use(tmp_path: Path) -> None:
    rows = PEOPLE + person(3, "C", "FRA") + person(4, "D") + person(5, "E") + person(6, "F", "FRA")
    merged = '<mergeCells><mergeCell ref="B3:B5"/><mergeCell ref="B4:C5"/><mergeCell ref="A2:B2"/></mergeCells>'
    found = problems(xlsx(tmp_path / "a.xlsx", rows, after=merged))
    assert found == [(4, "merged", Severity.ERROR), (5, "merged", Severity.ERROR)]


def test_merged_areas_of_ods_are_found(tmp_path: Path) -> None:
    merged = ods_cell("FRA", 'table:number-rows-spanned="2"')
    rows = ODS_PEOPLE + (
        f"<table:table-row>{ods_cell('C')}{merged}</table:table-row>"
        f"<table:table-row>{ods_cell('D')}<table:covered-table-cell/></table:table-row>"
    )
    assert problems(ods(tmp_path / "a.ods", rows)) == [(4, "merged", Severity.ERROR)]


def test_many_merged_areas_over_each_other_cost_nothing(tmp_path: Path) -> None:
    merged = "".join(f'<mergeCell ref="A{n}:A1048576"/>' for n in range(3, 30_000))
    assert problems(xlsx(tmp_path / "a.xlsx", after=f"<mergeCells>{merged}</mergeCells>")) == []


def two_sheets(path: Path, hidden: int) -> Path:
    workbook = xlsxwriter.Workbook(str(path))
    for n in range(2):
        page = workbook.add_worksheet(f"sheet {n}")
        page.write_row(0, 0, ["name", f"column {n}"])
        page.write_row(1, 0, ["A", "B"])
        if n == hidden:
            page.hide()
        else:
            page.activate()
            page.set_first_sheet()
    workbook.close()
    return path


def test_a_hidden_sheet_is_read_only_if_it_is_named(tmp_path: Path) -> None:
    path = two_sheets(tmp_path / "a.xlsx", hidden=0)
    table = read_table(path, shown_as="t")
    assert table.header.cells[1] == "column 1"
    assert [(problem.code, problem.severity) for problem in table.problems] == [("hidden-sheet", Severity.WARNING)]
    assert read_table(path, shown_as="t", sheet="sheet 0").header.cells[1] == "column 0"
    assert problems(two_sheets(tmp_path / "b.xlsx", hidden=1)) == []


def test_hidden_rows_and_columns_are_pointed_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet()
    for row in range(5):
        page.write_row(row, 0, ["name", "rank", "unit"])
    page.set_row(2, None, None, {"hidden": True})
    page.set_column(1, 1, None, None, {"hidden": True})
    workbook.close()
    assert problems(path) == [(3, "hidden-rows", Severity.WARNING), (0, "hidden-columns", Severity.WARNING)]


@pytest.mark.parametrize(
    ("part", "code"),
    [("xl/externalLinks/externalLink1.xml", "links"), ("xl/connections.xml", "links"), ("xl/vbaProject.bin", "macros")],
)
def test_links_and_macros_are_left_alone_and_pointed_out(tmp_path: Path, part: str, code: str) -> None:
    path = xlsx(tmp_path / "a.xlsm", more={part: "<x/>"})
    assert problems(path) == [(0, code, Severity.WARNING)]


def test_a_lone_cell_in_the_last_corner_is_refused_by_name(tmp_path: Path) -> None:
    rows = PEOPLE + '<row r="1048576">' + text_cell("XFD1048576", "z") + "</row>"
    assert "XFD1048576" in refusal(xlsx(tmp_path / "a.xlsx", rows)).message


def test_a_table_with_one_cell_far_below_is_refused_by_name(tmp_path: Path) -> None:
    rows = PEOPLE + person(1_048_576, "z")
    assert "reach to B1048576" in refusal(xlsx(tmp_path / "a.xlsx", rows)).message
    wide = PEOPLE + '<row r="900000">' + text_cell("GA900000", "z") + "</row>"
    assert f"more than {bounds.MOST_CELLS} cells" in refusal(xlsx(tmp_path / "b.xlsx", wide)).message


def test_empty_cells_with_a_format_reach_as_far_as_they_like(tmp_path: Path) -> None:
    rows = PEOPLE + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert problems(xlsx(tmp_path / "a.xlsx", rows)) == []


@pytest.mark.slow
def test_ten_million_empty_cells_are_refused(tmp_path: Path) -> None:
    rows = PEOPLE + f"<row>{'<c/>' * 100}</row>" * 100_000
    assert f"more than {bounds.MOST_CELLS} cells" in refusal(xlsx(tmp_path / "a.xlsx", rows)).message


@pytest.mark.slow
def test_long_texts_used_over_and_over_end_the_reader_and_not_the_program(tmp_path: Path) -> None:
    shared = f'<sst xmlns="{MAIN}"><si><t>{"x" * 9_000_000}</t></si></sst>'
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 5000))
    more = {
        "xl/sharedStrings.xml": shared,
        "xl/_rels/workbook.xml.rels": RELS.replace(
            "</Relationships>",
            '<Relationship Id="r2" Target="sharedStrings.xml" Type="http://schemas.openxmlformats.org/officeDocument'
            '/2006/relationships/sharedStrings"/></Relationships>',
        ),
    }
    assert refusal(xlsx(tmp_path / "a.xlsx", rows, more=more)).code == "too-large"


def repeated(rows: int, columns: int, text: str = "x") -> str:
    cell = ods_cell(text, f'table:number-columns-repeated="{columns}"') if text else "<table:table-cell/>"
    return f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>'


@pytest.mark.parametrize(("rows", "columns"), [(1_048_576, 1024), (1, 1_048_576), (9_000_000, 1), (2_000_000, 2)])
def test_repeated_cells_of_ods_are_refused(tmp_path: Path, rows: int, columns: int) -> None:
    assert refusal(ods(tmp_path / "a.ods", ODS_PEOPLE + repeated(rows, columns))).code in ("too-large", "workbook")


def test_repeated_empty_rows_below_a_table_are_usual(tmp_path: Path) -> None:
    empty = '<table:table-row table:number-rows-repeated="1048573"><table:table-cell ' + (
        'table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert problems(ods(tmp_path / "a.ods", ODS_PEOPLE + empty)) == []


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    xlsx(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/bomb.xml", "w") as part:
        for _ in range(bounds.LARGEST_UNPACKED // 10_000_000 + 1):
            part.write(b" " * 10_000_000)
    assert "unpacks to more than 600 MB" in refusal(path).message


@pytest.mark.parametrize("claimed", [10, 100_000_000])
def test_a_directory_that_lies_about_sizes_is_refused(tmp_path: Path, claimed: int) -> None:
    path = xlsx(tmp_path / "a.xlsx", PEOPLE + "".join(person(n, "A", "FRA") for n in range(3, 2000)))
    with zipfile.ZipFile(path) as archive:
        true = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<L", true), struct.pack("<L", claimed)))
    assert refusal(path).code == "workbook"


def test_a_part_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("xl/workbook.xml", BOOK)
    assert refusal(path).code == "workbook"


def test_many_parts_are_refused(tmp_path: Path) -> None:
    more = {f"xl/media/{n}": "" for n in range(bounds.MOST_PARTS)}
    assert "more than 5000 parts" in refusal(xlsx(tmp_path / "a.xlsx", more=more)).message


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_entities_are_refused_in_every_part(tmp_path: Path, part: str) -> None:
    path = xlsx(tmp_path / "a.xlsx", more={part: f"<?xml version='1.0'?>{LAUGHS}<x>&c;</x>"})
    assert "entities" in refusal(path).message


def test_xml_that_is_nested_deeply_costs_nothing(tmp_path: Path) -> None:
    deep = "<x>" * 100_000 + "</x>" * 100_000
    assert problems(xlsx(tmp_path / "a.xlsx", more={"xl/deep.xml": deep})) == []
    assert problems(xlsx(tmp_path / "b.xlsx", after=deep)) == []


def test_a_locked_workbook_is_refused_as_locked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"))
    assert "password" in refusal(path).message
    manifest = '<m xmlns:manifest="urn:x"><manifest:encryption-data/></m>'
    assert "password" in refusal(ods(tmp_path / "a.ods", more={"META-INF/manifest.xml": manifest})).message


def test_an_old_workbook_under_a_new_name_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500))
    assert "save it as XLSX" in refusal(path).remedy


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_workbook_that_is_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    path = xlsx(tmp_path / "a.xlsx")
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refusal(path).code == "workbook"


@pytest.mark.parametrize("place", ["A0", "A99999999999", "ZZZZZZ1", "1", "AB", ""])
def test_a_cell_at_an_impossible_place_is_refused(tmp_path: Path, place: str) -> None:
    assert refusal(xlsx(tmp_path / "a.xlsx", PEOPLE + f'<row r="3"><c r="{place}"><v>1</v></c></row>'))


def test_a_reader_that_dies_is_outlived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "dies.py"
    program.write_text("import os; os.abort()")
    monkeypatch.setattr("openraa.visit.read.workbook._PROGRAM", str(program))
    assert f"1500 MB of memory or {bounds.MOST_SECONDS} seconds" in refusal(xlsx(tmp_path / "a.xlsx")).message


def text_file(path: Path, *parts: tuple[bytes, int]) -> Path:
    with path.open("wb") as file:
        for piece, times in parts:
            for _ in range(times):
                file.write(piece)
    return path


def test_a_line_of_a_gigabyte_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(1_000_000_000)
    assert "larger than 100 MB" in refusal(path).message


@pytest.mark.parametrize("piece", [b"x" * 1000, b"," * 1000, b'"a\n",' * 200])
def test_a_row_without_end_is_refused(tmp_path: Path, piece: bytes) -> None:
    assert refusal(text_file(tmp_path / "a.csv", (b"name,rank\n", 1), (piece, 50_000))).code in ("too-long", "csv")


def test_rows_and_lines_without_end_are_refused(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", (b"name,rank\n", 1), (b"x,y\n" * 1000, bounds.MOST_ROWS // 1000 + 1))
    assert f"more than {bounds.MOST_ROWS} rows" in refusal(path).message
    path = text_file(tmp_path / "b.csv", (b"name,rank\n", 1), (b"\n" * 1000, bounds.MOST_LINES // 1000 + 1))
    assert f"more than {bounds.MOST_LINES} lines" in refusal(path).message
    assert "more than 200 columns" in refusal(text_file(tmp_path / "c.csv", (b"a,", 300))).message


def test_a_nul_is_refused_with_its_line(tmp_path: Path) -> None:
    problem = refusal(text_file(tmp_path / "a.csv", (b"name,rank\nA,B\nC\0,D\n", 1)))
    assert (problem.code, problem.place.line) == ("encoding", 3)


def test_a_cell_that_is_too_long_takes_its_row_out_of_use(tmp_path: Path) -> None:
    path = text_file(tmp_path / "a.csv", (b"name,rank\nA,", 1), (b"x", bounds.LONGEST_CELL + 1), (b"\nB,Sgt\n", 1))
    assert problems(path) == [(2, "long-cell", Severity.ERROR)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"[" * 500_000, "json"),
        (b"[" * 2_000_000, "too-large"),
        (b'{"a":' * 400_000, "json"),
        (b'[{"a": ' + b"9" * 5000 + b"}]", None),
        (b"[" + b",".join(b'{"k%d": 1}' % n for n in range(5000)) + b"]", "too-wide"),
    ],
)
def test_deep_and_endless_json_is_bounded(tmp_path: Path, data: bytes, code: str | None) -> None:
    path = text_file(tmp_path / "a.json", (data, 1))
    if code:
        assert refusal(path).code == code
    else:
        assert problems(path) == []
