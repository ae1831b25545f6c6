"""Every format gives the same table of text cells, and says what it could not take over."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from openraa.problems import Refused
from openraa.visit import Table, read_table, sheet_names
from openraa.visit.read import plain_cell, safe_cell
from tests.support.workbooks import ods, ods_cell, text_cell, xlsx

VECTORS = Path(__file__).parents[1] / "vectors"
FRENCH = "Nom,Prénom,Nationalité\nDûpont-Élu,Zoë,FRA\n"
JAPANESE = "氏名,国籍\n例 太郎,日本\nれい,日本\n"


def read(path: Path, data: bytes | str, **how: str) -> Table:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_table(path, shown_as=path.name, **how)


def refusal(path: Path, data: bytes | str, **how: str) -> str:
    with pytest.raises(Refused) as refused:
        read(path, data, **how)
    return str(refused.value)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_outside_quotes(tmp_path: Path, delimiter: str) -> None:
    others = "".join({",", ";", "\t", "|"} - {delimiter})
    table = read(tmp_path / "a.csv", f'"name{others * 3}"{delimiter}rank\n"A{delimiter} B"{delimiter}Sgt\n')
    assert table.header.cells[1] == "rank"
    assert table.rows[0].cells == (f"A{delimiter} B", "Sgt")


def test_a_line_that_names_the_delimiter_for_spreadsheets_is_no_row(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", "sep=;\r\nname;rank\r\nA, B, C;Sgt\r\n")
    assert (table.header.number, table.header.cells, table.rows[0].number) == (2, ("name", "rank"), 3)


def test_rows_keep_the_number_of_their_first_line(tmp_path: Path) -> None:
    table = read(tmp_path / "a.csv", '\n\nname,rank\n"A\nB",Sgt\n\nC,Cpl\n')
    assert (table.header.number, [row.number for row in table.rows]) == (3, [4, 7])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_japanese_is_read_in_its_encodings(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path / "a.csv", JAPANESE.encode(encoding)).rows[0].cells == ("例 太郎", "日本")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_french_is_read_in_its_encodings(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path / "a.csv", FRENCH.encode(encoding)).rows[0].cells == ("Dûpont-Élu", "Zoë", "FRA")


@pytest.mark.parametrize("encoding", ["cp932", "cp1252"])
def test_an_encoding_that_only_the_text_shows_is_pointed_out(tmp_path: Path, encoding: str) -> None:
    text = JAPANESE if encoding == "cp932" else FRENCH
    table = read(tmp_path / "a.csv", text.encode(encoding))
    assert ["encoding = " in problem.remedy for problem in table.problems] == [True]
    assert not read(tmp_path / "b.csv", text.encode(encoding), encoding=encoding).problems


@pytest.mark.parametrize(
    "data",
    [
        "name,rank\nﾀﾁ,1\n".encode("cp932"),  # or "ÀÁ"
        "name,rank\nﾀﾅｶ ｼﾞﾛｳ,1\n".encode("cp932"),  # or capitals with accents and signs
        "name,rank\nŁucja Wąż,1\n".encode("cp1250"),
        "имя,rank\nИванов,1\n".encode("cp1251"),
        "氏名,国籍\n例 太郎,日本\n".encode("euc_jp"),
        b"name,rank\n\xff\xff\x81,1\n",
        "name\nA B\n".encode("utf-16-le"),
    ],
)
def test_an_encoding_that_nothing_shows_is_asked_for(tmp_path: Path, data: bytes) -> None:
    assert "[encoding]" in refusal(tmp_path / "a.csv", data)


@pytest.mark.parametrize(
    ("encoding", "codec", "text"),
    [
        ("Shift_JIS", "cp932", "ﾀﾁ①"),
        ("windows-31j", "cp932", "髙"),
        ("windows-1252", "cp1252", "Œuvre"),
        ("Windows-1250", "cp1250", "Łucja"),
        ("ISO-8859-1", "latin-1", "Élu"),
        ("iso-8859-15", "iso8859-15", "Œ€"),
        ("EUC-JP", "euc_jp", "例"),
        ("UTF8", "utf-8", "例é"),
    ],
)
def test_the_encoding_that_is_told_decides(tmp_path: Path, encoding: str, codec: str, text: str) -> None:
    table = read(tmp_path / "a.csv", f"name,rank\n{text},1\n".encode(codec), encoding=encoding)
    assert table.rows[0].cells == (text, "1")


def test_a_wrong_or_unknown_encoding_is_refused(tmp_path: Path) -> None:
    assert "a.csv:2: this line is not written in utf-8" in refusal(
        tmp_path / "a.csv", b"name\n\xe9\n", encoding="utf-8"
    )
    assert "Did you mean `shift_jis`?" in refusal(tmp_path / "a.csv", b"name\n", encoding="shift_gis")
    assert "line is not written in shift_jis" in refusal(tmp_path / "a.csv", b"name\n\x81\xff\n", encoding="shift_jis")


@pytest.mark.parametrize("name", ["libreoffice.xlsx", "libreoffice.ods"])
def test_what_libreoffice_saved_reads_like_the_text_that_it_was_given(name: str) -> None:
    text = read_table(VECTORS / "libreoffice.csv", shown_as="t")
    table = read_table(VECTORS / name, shown_as="t")
    assert (table.header, table.rows, table.problems) == (text.header, text.rows, ())
    assert sheet_names(VECTORS / name, shown_as="t") == ("libreoffice",)


def test_values_of_workbooks_come_out_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    page = workbook.add_worksheet()
    formats = {text: workbook.add_format({"num_format": text}) for text in ("yyyy-mm-dd", "hh:mm:ss", "[h]:mm", "0%")}
    page.write_row(0, 0, list("abcdefghi"))
    page.write_datetime(1, 0, date(2026, 3, 1), formats["yyyy-mm-dd"])
    page.write_datetime(1, 1, datetime(2026, 3, 1, 8, 30), formats["yyyy-mm-dd"])
    page.write_datetime(1, 2, time(8, 30), formats["hh:mm:ss"])
    page.write_datetime(1, 3, timedelta(hours=38, minutes=24), formats["[h]:mm"])
    page.write_number(1, 4, 0.25, formats["0%"])
    page.write_row(1, 5, [True, 7.0, 0.1 + 0.2, " x "])
    workbook.close()
    assert read_table(path, shown_as="t").rows[0].cells == (
        "2026-03-01", "2026-03-01 08:30", "08:30", "38:24", "0.25", "true", "7", "0.3", "x",
    )  # fmt: skip


def test_days_of_ods_come_out_as_iso_text(tmp_path: Path) -> None:
    rows = f"<table:table-row>{ods_cell('born')}</table:table-row>" + (
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="1990-01-31">'
        "<text:p>31.01.90</text:p></table:table-cell></table:table-row>"
    )
    assert read_table(ods(tmp_path / "a.ods", rows), shown_as="t").rows[0].cells == ("1990-01-31",)


def test_a_number_that_a_workbook_could_not_hold_takes_its_row_out_of_use(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "pass")}</row><row r="3"><c r="A3"><v>1234567890123456789</v></c></row>'
    (problem,) = read_table(xlsx(tmp_path / "a.xlsx", rows), shown_as="t").problems
    assert (problem.code, problem.place.line, problem.place.column) == ("digits", 3, 1)


def test_json_lists_are_tables_with_numbers_as_they_are_written(tmp_path: Path) -> None:
    data = '[{"name": "A", "n": 12345678901234567890, "x": 1.50}, {"n": true, "late": null, "name": "B "}]'
    table = read(tmp_path / "a.json", data)
    assert table.header.cells == ("name", "n", "x", "late")
    assert [row.cells for row in table.rows] == [("A", "12345678901234567890", "1.50"), ("B", "true", "", "")]


def test_a_list_of_an_object_is_named_like_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    data = json.dumps({"title": "x", "people": [{"name": "A"}], "items": [{"description": "B"}]})
    assert read(path, data, sheet="items").header.cells == ("description",)
    assert sheet_names(path, shown_as="t") == ("people", "items")
    assert "one of people, items" in refusal(path, data)
    assert "Did you mean `people`?" in refusal(path, data, sheet="peple")
    assert read(path, '{"rows": [{"name": "A"}]}').rows[0].cells == ("A",)


def test_what_json_nests_or_says_twice_takes_its_row_out_of_use(tmp_path: Path) -> None:
    data = '[{"name": "A"}, {"name": {"family": "B"}}, {"name": ["C"]}, {"name": "D", "name": "E"}, "F"]'
    problems = read(tmp_path / "a.json", data).problems
    assert [(problem.place.line, problem.code) for problem in problems] == [
        (2, "nested"), (3, "nested"), (4, "duplicate-key"), (5, "json"),
    ]  # fmt: skip


@pytest.mark.parametrize("data", ["", "{", "[1", '{"a": 1}', "[]", "7", "[NaN]", '[{"a": 1}] x', "\ufeff"])
def test_json_that_is_no_table_is_refused(tmp_path: Path, data: str) -> None:
    assert refusal(tmp_path / "a.json", data)


def test_half_a_letter_and_control_characters_take_their_row_out_of_use(tmp_path: Path) -> None:
    table = read(tmp_path / "a.json", '[{"name": "A"}, {"name": "\\ud83d"}, {"name": "x\\u0007"}]')
    assert [(problem.place.line, problem.code) for problem in table.problems] == [
        (2, "control-character"), (3, "control-character"),
    ]  # fmt: skip
    for data in ('{"a": [], "\\ud800": []}', '[{"x": 1, "\\ud800\\u001b": [2]}]'):
        try:
            found = read(tmp_path / "b.json", data).problems
        except Refused as refused:
            found = refused.problems
        assert found
        assert all(str(problem).encode() and "\x1b" not in str(problem) for problem in found)


@pytest.mark.parametrize("name", ["a.xls", "a.xlsb", "a.numbers", "a.pdf", "a", "a.docx"])
def test_other_kinds_of_files_are_refused_with_a_way_out(tmp_path: Path, name: str) -> None:
    assert "save" in refusal(tmp_path / name, b"x").lower() or "export" in refusal(tmp_path / name, b"x").lower()


def test_a_file_that_is_not_there_or_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    for name in ("none.csv", "folder.csv", "none.xlsx"):
        with pytest.raises(Refused, match="no-file"):
            read_table(tmp_path / name, shown_as="t")


@given(text=st.text(alphabet="=+-@\t\r' aé＝1", max_size=6))
def test_safe_cells_read_back_and_never_begin_a_formula(text: str) -> None:
    safe = safe_cell(text)
    assert plain_cell(safe) == text
    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_file_of_safe_cells_reads_back(tmp_path: Path) -> None:
    cells = ["=1+1", "+33 6 00", "-", "@x", "'=x", "'t Hooft", "plain"]
    text = io.StringIO()
    csv.writer(text).writerows([["c"] * len(cells), [safe_cell(cell) for cell in cells]])
    assert read(tmp_path / "a.csv", text.getvalue()).rows[0].cells == tuple(cells)
