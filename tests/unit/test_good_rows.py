"""The good rows of manifests, written apart and read back."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from openraa.visit import Circle, Subject, good_rows, read_lines, read_table
from openraa.vocabulary import load_vocabulary
from tests.support.commands import raa

CIRCLE = Circle("FR", "IT", frozenset(("FR", "IT")))
texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cf", "Cn", "Co")), max_size=12
)


@given(texts, st.sampled_from(["=1+1", "+33", "-5", "@x", "", "plain"]))
def test_good_rows_read_back_to_the_same_lines(tmp_path_factory: object, unit: str, function: str) -> None:
    folder = tmp_path_factory.mktemp("good")  # type: ignore[attr-defined]
    path = folder / "people.csv"
    rows = [["name", "nationality", "birth date", "unit", "function"], ["A B", "FRA", "9 March 1990", unit, function]]
    path.write_text("\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows), "utf-8")
    lines, _ = read_lines(read_table(path, shown_as="p"), Subject.PEOPLE, CIRCLE, load_vocabulary())
    out = folder / "out.csv"
    out.write_bytes(good_rows(lines).encode("utf-8-sig"))
    again, problems = read_lines(read_table(out, shown_as="p"), Subject.PEOPLE, CIRCLE, load_vocabulary())
    assert not problems
    filled = [{name: text for name, text in line.cells.items() if text} for line in lines]
    assert [{name: text for name, text in line.cells.items() if text} for line in again] == filled


def test_no_cell_can_be_taken_for_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text('name,nationality,unit\nA B,FRA,"=cmd()"\n', "utf-8")
    lines, _ = read_lines(read_table(path, shown_as="p"), Subject.PEOPLE, CIRCLE, load_vocabulary())
    assert "'=cmd()" in good_rows(lines)


def test_the_command_writes_the_good_rows_and_leaves_the_bad_ones_out(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("nom et prénom,nationalité,date de naissance\nA B,FRA,9 mars 1990\nC D,FRA,03/04/1990\n", "utf-8")
    ran = raa("manifest", "check", str(path), "--good", str(tmp_path / "good"))
    assert ran.status == 2
    text = (tmp_path / "good" / "people.csv").read_text("utf-8-sig")
    assert text.splitlines() == ["name,nationality,birth_date", "A B,FR,1990-03-09"]


def test_a_checked_manifest_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,nationality\nA B,FRA\n", "utf-8")
    ran = raa("manifest", "check", str(path), "--good", str(tmp_path))
    assert ran.status == 2
    assert "one of the manifests that were checked" in ran.err
    assert path.read_text("utf-8") == "name,nationality\nA B,FRA\n"
