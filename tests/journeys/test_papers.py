"""`raa papers` as a planner runs it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.commands import raa
from tests.support.generated import ROOT
from tests.support.visits import write_visit

EXAMPLES = ROOT / "examples"


def test_the_papers_of_an_example_are_written_and_listed(tmp_path: Path) -> None:
    ran = raa("papers", str(EXAMPLES / "france-italy"), "--out", str(tmp_path), "--lang", "fr")
    assert ran.status == 0
    listed = [Path(line) for line in ran.out.splitlines()]
    assert tmp_path / "cover-sheet.pdf" == listed[0]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in listed}
    assert "personnel-list ..." in ran.err


def test_json_lists_the_files_with_counts_and_hashes(tmp_path: Path) -> None:
    ran = raa("papers", str(EXAMPLES / "france-italy"), "--out", str(tmp_path), "--json")
    found = json.loads(ran.out)
    assert found["format"] == "papers/1"
    counts = {row["paper"]: (row["people"], row["items"], row["conveyances"]) for row in found["papers"]}
    assert counts["personnel-list"] == (44, 0, 0)
    assert counts["customs-goods-list"] == (0, 8, 6)
    assert all(len(row["sha256"]) == 64 and row["pages"] for row in found["papers"])
    assert "movement-orders-single" in {row["paper"] for row in found["left_out"]}


def test_only_one_paper_is_printed_when_one_is_asked_for(tmp_path: Path) -> None:
    ran = raa("papers", str(EXAMPLES / "france-italy"), "--out", str(tmp_path), "--only", "personnel-list")
    assert ran.status == 0
    assert [path.name for path in tmp_path.iterdir()] == ["personnel-list.pdf"]


def test_a_visit_with_wrong_rows_gets_no_papers_but_the_problems(tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = raa("papers", str(EXAMPLES / "broken"), "--out", str(out))
    assert ran.status == 2
    assert "`Jpp`" in ran.err
    assert not out.exists()


def test_despite_problems_the_good_rows_are_printed_and_the_cover_says_so(tmp_path: Path) -> None:
    ran = raa("papers", str(EXAMPLES / "broken"), "--out", str(tmp_path), "--despite-problems", "--json")
    assert ran.status == 0
    assert len(json.loads(ran.out)["problems"]) == 6


def test_a_wrong_language_or_paper_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    visit = str(write_visit(tmp_path))
    assert raa("papers", visit, "--out", str(out), "--lang", "xx").status == 2
    assert raa("papers", visit, "--out", str(out), "--only", "nothing").status == 2
    assert not out.exists()


def test_a_file_in_the_place_of_the_folder_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", "utf-8")
    ran = raa("papers", str(write_visit(tmp_path)), "--out", str(tmp_path / "out"))
    assert ran.status == 3
    assert "cannot be written" in ran.err
