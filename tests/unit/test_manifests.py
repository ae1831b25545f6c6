"""Manifests: how rows become lines, and which rows do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from openraa.problems import Refused
from openraa.visit import Circle, Subject, Visit, read_lines, read_table, read_visit
from openraa.vocabulary import Value, load_vocabulary

CIRCLE = Circle("FR", "IT", frozenset(("FR", "IT", "DE")))


def people(tmp_path: Path, text: str, encoding: str = "utf-8") -> tuple[list[dict[str, Value]], list[str]]:
    path = tmp_path / "people.csv"
    path.write_bytes(text.encode(encoding))
    table = read_table(path, shown_as="people.csv")
    lines, problems = read_lines(table, Subject.PEOPLE, CIRCLE, load_vocabulary())
    return [dict(line.facts) for line in lines], [str(problem) for problem in problems]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_usual_delimiters_and_a_byte_order_mark_are_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = delimiter.join(["Name", "NATIONALITY", "Role"]) + "\n" + delimiter.join(["A B", "FRA", "member"]) + "\n"
    facts, problems = people(tmp_path, text, encoding)
    assert not problems
    assert facts[0]["person.role"] == "armed_forces_member"


@pytest.mark.parametrize(
    ("codes", "true"),
    [
        ("FRA", {"national_sending"}),
        ("ITA;FRA", {"national_sending", "national_receiving"}),
        ("DE", {"national_other_party"}),
        ("CHE", {"national_non_party"}),
        ("XXA", {"stateless"}),
    ],
)
def test_nationality_is_told_apart_by_the_treaty_circle(tmp_path: Path, codes: str, true: set[str]) -> None:
    facts, problems = people(tmp_path, f"name,nationality\nA B,{codes}\n")
    assert not problems
    assert {name.removeprefix("person.") for name, value in facts[0].items() if value is True} == true


def test_a_withdrawn_country_code_says_what_replaced_it(tmp_path: Path) -> None:
    facts, problems = people(tmp_path, "name,nationality\nA B,BUR\n")
    assert not facts
    assert "MM" in problems[0]


def test_an_empty_cell_is_unknown_and_not_false(tmp_path: Path) -> None:
    facts, _ = people(tmp_path, "name,nationality,bears arms,id card\nA B,FRA,,\n")
    assert "person.bears_arms" not in facts[0]
    assert "doc.id_card" not in facts[0]


def test_a_number_counts_as_held_and_no_as_not_held(tmp_path: Path) -> None:
    facts, _ = people(tmp_path, "name,nationality,id card,passport\nA B,FRA,FR-1,no\n")
    assert (facts[0]["doc.id_card"], facts[0]["doc.passport"]) == (True, False)


def test_a_column_may_be_headed_by_a_fact(tmp_path: Path) -> None:
    facts, _ = people(tmp_path, "name,nationality,doc.movement_order_languages_ok\nA B,FRA,yes\n")
    assert facts[0]["doc.movement_order_languages_ok"] is True


def test_an_unknown_column_is_pointed_out_and_the_rows_are_kept(tmp_path: Path) -> None:
    facts, problems = people(tmp_path, "name,nationality,nationalty2\nA B,FRA,x\n")
    assert len(facts) == 1
    assert "Did you mean `nationality`?" in problems[0]


def test_formulas_stay_text_and_are_never_evaluated(tmp_path: Path) -> None:
    facts, problems = people(tmp_path, 'name,nationality,drives\n"=1+1",FRA,"=TRUE()"\n')
    assert not facts
    assert "`=TRUE()` is not understood" in problems[0]


def test_a_table_that_is_no_table_is_refused(tmp_path: Path) -> None:
    for name, data in (
        ("a.csv", b""),
        ("a.csv", b"\xff\xfe"),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.pdf", b"%PDF"),
        ("a.csv", b"a\x00b"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Refused):
            read_table(path, shown_as=name)


def test_a_sheet_is_named_after_a_hash_and_missed_by_name(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    workbook.add_worksheet("first").write_row(0, 0, ["name", "nationality"])
    second = workbook.add_worksheet("second")
    second.write_row(0, 0, ["name", "nationality", "birth date"])
    second.write_row(2, 0, ["A B", "FRA", "1990-01-31"])
    workbook.close()
    table = read_table(path, shown_as="m.xlsx", sheet="second")
    assert [row.number for row in table.rows] == [3]
    with pytest.raises(Refused, match="One of first, second"):
        read_table(path, shown_as="m.xlsx", sheet="third")


def small_visit(tmp_path: Path, items: str) -> Visit:
    (tmp_path / "people.csv").write_text("name,nationality,role,resident\nA B,FRA,civilian,no\n", encoding="utf-8")
    (tmp_path / "items.csv").write_text(items, encoding="utf-8")
    (tmp_path / "visit.toml").write_text(
        '[visit]\nname = "V"\nsending = "FR"\nreceiving = "IT"\nbegins_on = 2026-03-09\nends_on = 2026-03-10\n'
        '[manifests]\npeople = "people.csv"\nitems = "items.csv"\n',
        encoding="utf-8",
    )
    return read_visit(tmp_path, load_vocabulary(), lambda sending, receiving, on: frozenset(("FR", "IT")))


def test_goods_know_what_is_known_of_their_owner(tmp_path: Path) -> None:
    visit = small_visit(tmp_path, "description,kind,owner,owner name\nSofa,furniture,individual,A B\n")
    facts = visit.of(Subject.ITEMS)[0].facts
    assert facts["person.role"] == "employee_of_armed_service"
    assert visit.facts["visit.begins_on"] == date(2026, 3, 9)


def test_an_owner_who_is_not_listed_is_a_fault(tmp_path: Path) -> None:
    visit = small_visit(tmp_path, "description,kind,owner,owner name\nSofa,furniture,individual,A C\n")
    assert not visit.of(Subject.ITEMS)
    assert "Did you mean `A B`?" in str(visit.problems[0])


def test_a_person_listed_twice_comes_once_and_the_others_stay(tmp_path: Path) -> None:
    small_visit(tmp_path, "description\nSofa\n")
    (tmp_path / "people.csv").write_text(
        "name,nationality,birth date\nA B,FRA,1990-01-01\nC D,FRA,1991-01-01\nB A,FRA,1990-01-01\n", encoding="utf-8"
    )
    visit = read_visit(tmp_path, load_vocabulary(), lambda sending, receiving, on: frozenset(("FR", "IT")))
    assert [line.label for line in visit.of(Subject.PEOPLE)] == ["A B", "C D"]
    assert [(problem.code, problem.place.line) for problem in visit.problems] == [("duplicate-person", 4)]


def test_a_warning_of_the_coach_takes_no_row_out(tmp_path: Path) -> None:
    visit = small_visit(tmp_path, "description,un number\nparts,\nJet fuel F-34,1863\n")
    assert len(visit.of(Subject.ITEMS)) == 2
    assert [problem.code for problem in visit.problems] == ["vague", "un-without-class"]


def test_a_problem_in_a_sheet_names_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "m.xlsx"
    workbook = xlsxwriter.Workbook(str(path))
    for name, nationality in (("first", "FRA"), ("second", "XYZ")):
        page = workbook.add_worksheet(name)
        page.write_row(0, 0, ["name", "nationality"])
        page.write_row(1, 0, [f"A {name}", nationality])
    workbook.close()
    (tmp_path / "visit.toml").write_text(
        '[visit]\nname = "V"\nsending = "FR"\nreceiving = "IT"\nbegins_on = 2026-03-09\nends_on = 2026-03-10\n'
        '[manifests]\npeople = ["m.xlsx#first", "m.xlsx#second"]\n',
        encoding="utf-8",
    )
    visit = read_visit(tmp_path, load_vocabulary(), lambda sending, receiving, on: frozenset())
    [problem] = visit.problems
    assert problem.place.path.endswith("m.xlsx#second")
    assert len(visit.lines) == 1
