"""Tables of agreements: good rows become folders, bad ones are named, nothing is written halfway."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openraa.problems import Refused
from openraa.register import (
    ReadTable,
    columns,
    governing,
    load_agreements,
    read_agreement,
    read_table,
    template,
    write_agreements,
)
from tests.support.commands import raa

TODAY = date(2026, 11, 24)
HEADER = "name,parties,kind,signature,entry_into_force,source_title,verified,note,id"
GOOD = "Invented,JP; BR,SOFA,2020-05-01,2021-01-01,Invented page,yes,,"


def table(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "agreements.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def read(path: Path) -> ReadTable:
    return read_table(path, load_agreements(), TODAY)


def test_a_row_becomes_a_folder_that_the_register_reads(tmp_path: Path) -> None:
    found = read(table(tmp_path, GOOD))
    assert found.problems == ()
    (path,) = write_agreements(found.taken, tmp_path / "mine")
    assert path == tmp_path / "mine" / "jp-br-sofa-2020" / "agreement.yaml"
    agreement = read_agreement(path)
    assert [(e.event, str(e.on)) for e in agreement.life] == [
        ("signature", "2020-05-01"),
        ("entry_into_force", "2021-01-01"),
    ]
    known = load_agreements([tmp_path / "mine"])
    (row,) = governing(known.values(), "JP", "BR", date(2022, 1, 1)).unencoded
    assert row.agreement.id == "jp-br-sofa-2020"


def test_columns_dates_and_states_may_be_written_as_people_write_them(tmp_path: Path) -> None:
    header = "Agreement;States;Type;Signed on;In force;Source;URL;Signed at;Checked"
    row = "Inventé;Japon; Brésil;x"  # an unquoted list of States takes two cells
    assert read(table(tmp_path, row, header=header)).taken == ()
    row = 'Inventé;"Japon; Brésil";VFA;12.03.2020;2021-01;Page;https://example.org;Brasília;no'
    found = read(table(tmp_path, row, header=header))
    assert found.problems == ()
    (taken,) = found.taken
    assert [p.state for p in taken.agreement.parties] == ["JP", "BR"]
    assert [(str(e.on), e.place, e.verified) for e in taken.agreement.life] == [
        ("2020-03-12", "Brasília", False),
        ("2021-01", "", False),
    ]


def test_what_nobody_says_was_read_is_unverified(tmp_path: Path) -> None:
    (taken,) = read(table(tmp_path, GOOD.replace(",yes,", ",,"))).taken
    assert not any(event.verified for event in taken.agreement.life)
    assert not any(party.verified for party in taken.agreement.parties)


def test_a_text_is_kept_whatever_it_holds(tmp_path: Path) -> None:
    name = 'A "quoted" name: *with* # signs, & {braces}'
    out = io.StringIO()
    csv.writer(out).writerow([name, "JP; BR", "SOFA", "2020", "", "=1+1", "", "", ""])
    (taken,) = read(table(tmp_path, out.getvalue().strip())).taken
    assert (taken.agreement.short, taken.agreement.sources["source"].title) == (name, "=1+1")


@pytest.mark.parametrize(
    ("row", "column", "says"),
    [
        ("X,JP,SOFA,2020,,Page,,,", "parties", "fewer than two States"),
        ("X,JP; JP,SOFA,2020,,Page,,,", "parties", "a party twice"),
        ("X,JP; Atlantis,SOFA,2020,,Page,,,", "parties", "`Atlantis` is no State"),
        ("X,JP; SU,SOFA,2020,,Page,,,", "parties", "ended on 1992-08-30. Since then: AM"),
        ("X,JP; BR,SOFAX,2020,,Page,,,", "kind", "no kind of agreement"),
        ("X,JP; BR,SOFA,2020-02-31,,Page,,,", "signature", "not a date"),
        ("X,JP; BR,SOFA,01/02/2020,,Page,,,", "signature", "not a date"),
        ("X,JP; BR,SOFA,2020,2019,Page,,,", "entry_into_force", "before signature"),
        ("X,JP; BR,SOFA,2027,,Page,,,", "signature", "lies after today"),
        ("X,JP; BR,SOFA,2020,,,,,", "source_title", "this cell is empty"),
        (",JP; BR,SOFA,2020,,Page,,,", "name", "this cell is empty"),
        ("X,JP; BR,SOFA,2020,,Page,perhaps,,", "verified", "neither yes nor no"),
        ("X,JP; BR,SOFA,2020,,Page,,,Not An Id", "id", "cannot name a folder"),
        ("X,JP; BR,SOFA,2020,,Page,,,../up", "id", "cannot name a folder"),
        ("X,JP; BR,SOFA,2020,,Page,,,nato-sofa-1951", "id", "the register has `nato-sofa-1951` already"),
        ("X,JP; BR,SOFA,,,Page,,,", "", "no date"),
        ("X,JP; BR,SOFA,2020,,Page,,,,more", "", "more cells than the header"),
    ],
)
def test_a_bad_row_is_named_with_row_column_value_and_remedy(tmp_path: Path, row: str, column: str, says: str) -> None:
    found = read(table(tmp_path, GOOD.replace("BR", "CL"), row))
    assert [taken.agreement.id for taken in found.taken] == ["jp-cl-sofa-2020"]
    (problem,) = found.problems
    assert says in f"{problem.message} {problem.remedy}"
    assert problem.remedy
    assert problem.place.line == 3
    assert problem.place.column == (HEADER.split(",").index(column) + 1 if column else 0)
    if column:
        assert column in problem.message


def test_the_second_row_with_an_id_is_named_with_the_line_of_the_first(tmp_path: Path) -> None:
    found = read(table(tmp_path, GOOD, GOOD))
    assert "stands already in line 2" in found.problems[0].message


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("name,parties,kind", "the column source_title is missing"),
        ("name,parties,source_title,sognature", "Did you mean `signature`?"),
        ("name,parties,source_title,signed,signature", "is there twice"),
        ("", "is missing"),
    ],
)
def test_a_header_that_cannot_be_used_is_refused(tmp_path: Path, header: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read(table(tmp_path, GOOD, header=header))
    assert says in str(refused.value)


def test_with_one_bad_row_nothing_is_written_unless_the_good_rows_are_asked_for(tmp_path: Path) -> None:
    path, out = table(tmp_path, GOOD, "X,JP,SOFA,2020,,Page,,,"), tmp_path / "mine"
    ran = raa("register", "import", str(path), "--out", str(out))
    assert (ran.status, out.exists()) == (2, False)
    assert "nothing was written" in ran.out
    ran = raa("register", "import", str(path), "--out", str(out), "--good-rows")
    assert (ran.status, [folder.name for folder in out.iterdir()]) == (1, ["jp-br-sofa-2020"])


def test_a_folder_that_is_there_is_not_touched(tmp_path: Path) -> None:
    out = tmp_path / "mine"
    there = out / "jp-br-sofa-2020" / "agreement.yaml"
    there.parent.mkdir(parents=True)
    there.write_text("mine", encoding="utf-8")
    other = GOOD.replace("JP; BR", "JP; CL")
    ran = raa("register", "import", str(table(tmp_path, other, GOOD)), "--out", str(out))
    assert ran.status == 2
    assert "this folder is there already" in ran.err
    assert there.read_text("utf-8") == "mine"
    assert [folder.name for folder in out.iterdir()] == ["jp-br-sofa-2020"]


def test_where_the_disk_does_not_take_it_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    ran = raa("register", "import", str(table(tmp_path, GOOD)), "--out", str(tmp_path / "file" / "mine"))
    assert ran.status == 3
    assert "cannot be written" in ran.err


def test_the_template_is_a_table_without_rows(tmp_path: Path) -> None:
    assert raa("register", "template").out == template()
    path = tmp_path / "empty.csv"
    path.write_text(template(), encoding="utf-8")
    found = read(path)
    assert (found.n_rows, found.problems) == (0, ())
    assert template().strip().split(",") == [column.name for column in columns()]


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    assert raa("register", "import", str(tmp_path / name), "--out", str(tmp_path / "out")).status == 2


CELLS = st.sampled_from(
    ["JP; BR", "2020", "SOFA", "", "no", '"', "é", "=x", "2020-99", "AN", "a\nb", "x" * 300, "\x00"]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.one_of(st.binary(max_size=300), st.lists(st.lists(CELLS, max_size=12), max_size=5)))
def test_whatever_is_in_the_file_it_is_read_or_refused(tmp_path: Path, data: bytes | list[list[str]]) -> None:
    path = tmp_path / "any.csv"
    if isinstance(data, bytes):
        path.write_bytes(data)
    else:
        out = io.StringIO()
        csv.writer(out).writerows([HEADER.split(","), *data])
        path.write_bytes(out.getvalue().encode())
    with contextlib.suppress(Refused):
        found = read(path)
        assert len(found.taken) + len({p.place.line for p in found.problems}) == found.n_rows
