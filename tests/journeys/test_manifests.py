"""`raa manifest`: templates that read back, and findings as a planner sees them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from openraa.language import LANGUAGES
from openraa.visit import Subject, columns_of, read_table
from tests.support.commands import raa
from tests.support.generated import ROOT


@pytest.mark.parametrize("kind", [subject.value for subject in Subject])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_template_reads_back_without_findings(tmp_path: Path, kind: str, lang: str) -> None:
    out = tmp_path / "template.xlsx"
    assert raa("manifest", "template", "--kind", kind, "--lang", lang, "--out", str(out)).status == 0
    ran = raa("manifest", "check", str(out), "--json")
    found = json.loads(ran.out)
    assert ran.status == 0
    assert found["problems"] == []
    [manifest] = found["manifests"]
    assert (manifest["kind"], manifest["n_good_rows"]) == (kind, 1)
    assert len(found["skipped"]) == 1


@pytest.mark.parametrize("subject", Subject)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_word_of_a_drop_down_is_understood(tmp_path: Path, subject: Subject, lang: str) -> None:
    out = tmp_path / "template.xlsx"
    raa("manifest", "template", "--kind", subject.value, "--lang", lang, "--out", str(out))
    template, explained = (read_table(out, shown_as="t", sheet=name) for name in _sheets(out))
    needed = {
        cell.removesuffix(" *"): value
        for cell, value in zip(template.header.cells, template.rows[0].cells, strict=True)
    }
    n_words = 0
    for row in explained.rows[2:]:
        heading, words = row.cells[0], [word for word in row.cells[4:] if word]
        for word in words:
            cells = {name: value for name, value in needed.items() if value} | {heading: word}
            (tmp_path / "one.csv").write_text(
                ",".join(f'"{name}"' for name in cells)
                + "\n"
                + ",".join(f'"{cell}"' for cell in cells.values())
                + "\n",
                encoding="utf-8",
            )
            ran = raa("manifest", "check", str(tmp_path / "one.csv"), "--kind", subject.value)
            assert ran.status == 0, f"{heading}: {word}: {ran.out}"
            n_words += 1
    assert n_words > 20


def _sheets(path: Path) -> list[str]:
    from openraa.visit.read import sheet_names

    return list(sheet_names(path, shown_as="t"))


def test_a_template_of_an_unknown_kind_or_file_is_refused(tmp_path: Path) -> None:
    ran = raa("manifest", "template", "--kind", "peopel", "--out", str(tmp_path / "a.xlsx"))
    assert (ran.status, "Did you mean `people`?" in ran.err) == (2, True)
    assert raa("manifest", "template", "--kind", "people", "--out", str(tmp_path / "a.csv")).status == 2
    assert raa("manifest", "template", "--kind", "people", "--out", str(tmp_path / "no" / "a.xlsx")).status == 3
    assert (
        raa("manifest", "template", "--kind", "people", "--lang", "de", "--out", str(tmp_path / "a.xlsx")).status == 2
    )


def write(path: Path, *rows: str) -> str:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def test_warnings_alone_end_with_status_0_and_are_counted(tmp_path: Path) -> None:
    goods = write(tmp_path / "goods.csv", "Désignation,Quantité", "divers,3", "pièces,1", '"Tente, 6 x 5 m",2')
    ran = raa("manifest", "check", goods)
    assert ran.status == 0
    assert "items, 3 good rows" in " ".join(ran.out.split())
    assert "2  warning  vague" in ran.out
    assert "goods.csv:2:1: this description is vague" in ran.out


def test_errors_end_with_status_2_and_good_rows_are_kept(tmp_path: Path) -> None:
    people = write(
        tmp_path / "p.csv", "name,nationality,birth date", "A B,FR,1990-02-01", "C D,FR,03/04/1990", "E F,XX,"
    )
    ran = raa("manifest", "check", people, "--json")
    found = json.loads(ran.out)
    assert ran.status == 2
    assert found["manifests"][0]["n_good_rows"] == 1
    assert found["n_rows_out"] == 2
    assert found["counts"] == {"ambiguous-date": 1, "unknown-country": 1}
    assert raa("manifest", "check", people, "--date-order", "dmy", "--json").out.count("ambiguous-date") == 0


def test_every_sheet_of_a_workbook_that_looks_like_a_manifest_is_read_with_the_others(tmp_path: Path) -> None:
    path = tmp_path / "all.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    for name, rows in {
        "Persone": [["Cognome", "Nome", "Cittadinanza"], ["Rossi", "Ada", "Italia"]],
        "Note": [["Da fare", "Chi"], ["x", "y"]],
        "Mezzi": [["Targa", "Modello", "Conducente"], ["EI 123", "Autocarro 4x4", "Bianchi Ugo"]],
        "vuoto": [],
    }.items():
        page = workbook.add_worksheet(name)
        for n, row in enumerate(rows):
            page.write_row(n, 0, row)
    workbook.close()
    found = json.loads(raa("manifest", "check", str(path), "--json").out)
    assert [(row["path"].rpartition("#")[2], row["kind"]) for row in found["manifests"]] == [
        ("Persone", "people"),
        ("Mezzi", "conveyances"),
    ]
    assert [path.rpartition("#")[2] for path in found["skipped"]] == ["Note"]
    assert found["counts"] == {"unlisted-person": 1}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "shift_jis"])
def test_an_encoding_may_be_told(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "名簿.csv"
    path.write_bytes("氏名,階級,国籍\n田中 花子,２等陸尉,日本\n".encode(encoding))
    ran = raa("manifest", "check", str(path), "--encoding", encoding, "--json")
    found = json.loads(ran.out)
    assert (ran.status, found["problems"]) == (0, [])
    assert found["manifests"][0]["kind"] == "people"


def test_a_file_that_is_no_manifest_is_refused_with_its_headings(tmp_path: Path) -> None:
    ran = raa("manifest", "check", write(tmp_path / "a.csv", "price,colour", "1,red"))
    assert ran.status == 2
    assert "`price`, `colour`" in ran.err
    assert raa("manifest", "check", str(tmp_path / "none.csv")).status == 2
    assert raa("manifest", "check", write(tmp_path / "a.csv", "name,nationality"), "--date-order", "ydm").status == 2


def test_a_visit_adds_its_days_and_what_its_agreement_asks(tmp_path: Path) -> None:
    people = write(
        tmp_path / "p.csv",
        "name,nationality,passport,passport expires on",
        "A B,FR,20XX1,2026-04-01",
        "C D,FR,20XX2,2036-01-01",
    )
    ran = raa(
        "manifest", "check", people, "--visit", str(ROOT / "examples" / "france-italy"), "--json", "--kind", "people"
    )
    found = json.loads(ran.out)
    assert ran.status == 0
    assert found["counts"]["expires-during-stay"] == 1
    waiting = [problem["message"] for problem in found["problems"] if problem["code"] == "missing-fact"]
    assert any("`role` is not given in 2 rows (2, 3)" in message and "status." in message for message in waiting)


def test_only_some_findings_are_shown_unless_all_are_asked_for(tmp_path: Path) -> None:
    goods = write(tmp_path / "goods.csv", "description", *(["parts"] * 60))
    assert "... and 20 more" in raa("manifest", "check", goods, "--kind", "items").out
    assert raa("manifest", "check", goods, "--kind", "items", "--all").out.count("[vague]") == 60


def test_the_shipped_examples_have_no_findings_but_those_that_they_show() -> None:
    for folder in sorted((ROOT / "examples").rglob("visit.toml")):
        if "broken" in str(folder):
            continue
        found = json.loads(raa("check", str(folder.parent), "--json").out)
        assert found["problems"] == [], folder


def test_headings_of_the_templates_are_the_main_ones(tmp_path: Path) -> None:
    out = tmp_path / "t.xlsx"
    raa("manifest", "template", "--kind", "items", "--lang", "ja", "--out", str(out))
    heads = read_table(out, shown_as="t").header.cells
    assert [head.removesuffix(" *").lower() for head in heads] == [
        c.headings["ja"][0].lower() for c in columns_of(Subject.ITEMS).values()
    ]
