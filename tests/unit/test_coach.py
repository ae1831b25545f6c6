"""The quality coach: one finding of each kind, and rows that deserve none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openraa.problems import Problem, Severity
from openraa.visit import Circle, Row, Sheet, Source, Stay, Subject, Table, coach, n_serials, read_lines, serials
from openraa.visit.coach import arms_by_kind, vague_because
from openraa.visit.columns import positions
from openraa.vocabulary import load_vocabulary

STAY = Stay(date(2026, 3, 9), date(2026, 4, 17))
ZONE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<</L898902C36UTO7408122F3204153ZE184226B<<<<<16"


def sheet(subject: Subject, *rows: dict[str, str], path: str = "") -> Sheet:
    heads = list(dict.fromkeys(name for row in rows for name in row))
    cells = [tuple(row.get(name, "") for name in heads) for row in rows]
    table = Table(
        path or f"{subject.value}.csv", Row(1, tuple(heads)), tuple(Row(n, row) for n, row in enumerate(cells, 2))
    )
    vocabulary, circle, source = load_vocabulary(), Circle("FR", "IT", frozenset(("FR", "IT"))), Source("")
    lines, problems = read_lines(table, subject, circle, vocabulary, source)
    assert not problems, problems
    return Sheet(subject, table.path, 1, lines, positions(table, subject, vocabulary, source))


def person(**cells: str) -> Sheet:
    return sheet(Subject.PEOPLE, {"name": "Dubois Marie", "nationality": "FR", **cells})


def item(**cells: str) -> Sheet:
    return sheet(Subject.ITEMS, {"description": "Tent, frame, 6 x 5 m", **cells})


def only(*sheets: Sheet) -> Problem:
    [problem] = coach(sheets, STAY)
    return problem


PEOPLE = [
    ({"birth_date": "2030-01-01"}, "impossible-date", "birth_date", True),
    ({"birth_date": "1901-01-01"}, "improbable-age", "birth_date", False),
    ({"role": "soldier", "birth_date": "2014-01-01"}, "improbable-age", "birth_date", False),
    ({"arrives_on": "2026-03-12", "departs_on": "2026-03-10"}, "impossible-date", "departs_on", True),
    ({"arrives_on": "2026-03-01"}, "outside-visit", "arrives_on", False),
    ({"departs_on": "2026-05-01"}, "outside-visit", "departs_on", False),
    ({"birth_date": "1990-01-01", "passport_expires_on": "1980-01-01"}, "impossible-date", "passport_expires_on", True),
    ({"passport_expires_on": "2026-03-01"}, "expired", "passport_expires_on", False),
    ({"passport_expires_on": "2026-04-01"}, "expires-during-stay", "passport_expires_on", False),
    ({"passport_expires_on": "2026-06-01"}, "expires-soon", "passport_expires_on", False),
    ({"id_card_expires_on": "2026-04-01"}, "expires-during-stay", "id_card_expires_on", False),
    ({"bears_arms": "no", "weapon": "HK416F", "weapon_serial": "R-1"}, "weapon-unborne", "weapon", False),
    ({"weapon": "HK416F"}, "missing-serial", "weapon_serial", False),
    ({"mrz": "P<UTO"}, "mrz", "mrz", False),
]


@pytest.mark.parametrize(("cells", "code", "column", "error"), PEOPLE)
def test_a_finding_about_a_person_names_its_cell(cells: dict[str, str], code: str, column: str, error: bool) -> None:
    page = person(**cells)
    problem = only(page)
    assert (problem.code, problem.severity is Severity.ERROR) == (code, error)
    assert (problem.place.line, problem.place.column) == (2, page.columns.get(column, 0))
    assert problem.value == cells.get(column, "")
    assert problem.remedy


@pytest.mark.parametrize(
    "cells",
    [
        {"birth_date": "1990-01-01", "passport": "20XX1", "passport_expires_on": "2030-01-01"},
        {"role": "child", "birth_date": "2020-01-01"},
        {"arrives_on": "2026-03-09", "departs_on": "2026-04-17"},
        {"departs_on": "2026-03-20", "passport_expires_on": "2026-10-01"},
        {"weapon": "no", "bears_arms": "no"},
        {"weapon": "HK416F", "weapon_serial": "R-1", "bears_arms": "yes"},
    ],
)
def test_a_person_in_order_gives_no_finding(cells: dict[str, str]) -> None:
    assert coach([person(**cells)], STAY) == []


def test_a_zone_that_agrees_with_the_typed_columns_gives_no_finding() -> None:
    cells = {"passport": "L898902C3", "birth_date": "1974-08-12", "sex": "F", "passport_expires_on": "2032-04-15"}
    page = sheet(Subject.PEOPLE, {"name": "Eriksson Anna Maria", "nationality": "XXA", "mrz": ZONE, **cells})
    assert [p.code for p in coach([page], STAY) if p.code != "mrz-mismatch"] == []
    assert [p.value for p in coach([page], STAY)] == ["XXA"]


@pytest.mark.parametrize(
    ("column", "typed", "printed"),
    [
        ("passport", "L898902C4", "L898902C3"),
        ("birth_date", "1974-12-08", "1974-08-12"),
        ("sex", "M", "F"),
        ("passport_expires_on", "2033-04-15", "2032-04-15"),
        ("passport_issuer", "FR", "UTO"),
        ("nationality", "FR", "UTO"),
        ("name", "Erikson Anna", "ERIKSSON ANNA MARIA"),
    ],
)
def test_a_zone_that_contradicts_a_typed_column_names_both_values(column: str, typed: str, printed: str) -> None:
    row = {"name": "Anna Maria Eriksson", "nationality": "FR", "mrz": ZONE, column: typed}
    found = {p.value: p for p in coach([sheet(Subject.PEOPLE, row)], STAY)}
    problem = found[typed]
    assert problem.code == "mrz-mismatch"
    assert printed in problem.message
    assert typed in problem.message


def test_a_misread_zone_says_which_check_digit_fails() -> None:
    page = sheet(Subject.PEOPLE, {"name": "Eriksson", "nationality": "FR", "mrz": ZONE.replace("7408122", "7408132")})
    messages = [p.message for p in coach([page], STAY) if p.code == "mrz-check-digit"]
    assert len(messages) == 2
    assert "birth date" in messages[0]


@pytest.mark.parametrize(
    "text",
    [
        "parts", "Spare parts", "EQUIPMENT", "misc. equipment", "Various tools", "3 boxes", "Divers", "matériel divers",
        "Pièces de rechange",
        "工具一式", "一式", "その他", "部品", "Varie", "materiale vario", "pezzi di ricambio", "HK-416/F2",
        "x", "12", "weapons", "ammunition", "camp equipment",
    ],
)  # fmt: skip
def test_a_vague_description_is_pointed_out(text: str) -> None:
    problem = only(item(description=text, serial="LOT 7"))
    assert (problem.code, problem.severity) == ("vague", Severity.WARNING)


@pytest.mark.parametrize(
    "text",
    [
        "Rifle, 5.56 mm, HK416F", "Aircraft main wheel assembly, F-35A", "Tente modulaire 6 x 5 m",
        "天幕（6人用）", "Tenda da campo",
        "Medical chest, field, non-controlled contents", "発電機 5kVA",
        "Radios, VHF, hand-held", "Field rations, sealed packs",
    ],
)  # fmt: skip
def test_a_plain_description_is_not(text: str) -> None:
    assert vague_because(text) == ""


ITEMS = [
    ({"kind": "weapons", "quantity": "3"}, "missing-serial", "serial"),
    ({"kind": "Armes"}, "missing-serial", "serial"),
    ({"kind": "武器"}, "missing-serial", "serial"),
    ({"arms": "yes"}, "missing-serial", "serial"),
    ({"hs_code": "9301.90"}, "missing-serial", "serial"),
    ({"kind": "ammunition"}, "missing-lot", "serial"),
    ({"kind": "weapons", "serial": "R-1 to R-3", "quantity": "4"}, "serials-quantity", "serial"),
    ({"kind": "weapons", "serial": "R-1", "quantity": "4"}, "serials-quantity", "serial"),
    ({"serial": "R-1; R-2", "quantity": "3"}, "serials-quantity", "serial"),
    ({"un_number": "1863"}, "un-without-class", "hazard_class"),
    ({"hazard_class": "3"}, "class-without-un", "un_number"),
    ({"un_number": "fuel", "hazard_class": "3"}, "un-number", "un_number"),
    ({"un_number": "1863", "hazard_class": "12"}, "hazard-class", "hazard_class"),
    ({"un_number": "1950", "hazard_class": "2"}, "hazard-class", "hazard_class"),
    ({"un_number": "0012", "hazard_class": "3"}, "un-class", "un_number"),
    ({"un_number": "1863", "hazard_class": "1.4S", "serial": "LOT 7"}, "un-class", "un_number"),
    ({"un_number": "1950", "hazard_class": "2.1", "packing_group": "II"}, "packing-group", "packing_group"),
    ({"un_number": "1863", "hazard_class": "3", "dangerous_goods": "no"}, "not-dangerous", "un_number"),
]


@pytest.mark.parametrize(("cells", "code", "column"), ITEMS)
def test_a_finding_about_goods_names_its_cell_and_keeps_the_row(cells: dict[str, str], code: str, column: str) -> None:
    page = item(**cells)
    problem = only(page)
    assert (problem.code, problem.severity) == (code, Severity.WARNING)
    assert problem.place.column == page.columns.get(column, 0)


@pytest.mark.parametrize(
    "cells",
    [
        {"kind": "weapons", "serial": "R-20001 to R-20030", "quantity": "30"},
        {"kind": "equipment", "serial": "GPU-077", "quantity": "1"},
        {"kind": "spare parts", "serial": "WA-1183", "quantity": "4"},
        {"kind": "weapons", "arms": "no"},
        {"kind": "ammunition", "serial": "LOT 7", "quantity": "8000"},
        {"un_number": "UN 1863", "hazard_class": "3", "packing_group": "III"},
        {"un_number": "0012", "hazard_class": "1.4S", "serial": "LOT 7"},
        {"un_number": "no", "hazard_class": "-"},
    ],
)
def test_goods_in_order_give_no_finding(cells: dict[str, str]) -> None:
    assert coach([item(**cells)], STAY) == []


def test_the_same_person_twice_is_an_error_even_in_another_file_and_order_of_names() -> None:
    first = person(birth_date="1990-01-01")
    second = sheet(
        Subject.PEOPLE, {"name": "MARIE DUBOIS", "nationality": "FR", "birth_date": "1990-01-01"}, path="more.csv"
    )
    problem = only(first, second)
    assert (problem.code, problem.severity) == ("duplicate-person", Severity.ERROR)
    assert problem.place.path == "more.csv"
    assert "row 2 of people.csv" in problem.message


def test_namesakes_with_other_birth_dates_are_two_persons() -> None:
    assert coach([person(birth_date="1990-01-01"), person(birth_date="1991-01-01")], STAY) == []


def test_one_passport_of_two_persons_is_a_warning() -> None:
    page = sheet(
        Subject.PEOPLE,
        {"name": "A Dubois", "nationality": "FR", "passport": "20XX1"},
        {"name": "B Dubois", "nationality": "FR", "passport": "20xx1"},
    )
    assert (only(page).code, only(page).severity) == ("duplicate-number", Severity.WARNING)


def test_a_serial_number_inside_a_range_elsewhere_stands_twice() -> None:
    row = {"description": "Rifle, 5.56 mm", "kind": "weapons"}
    first = sheet(Subject.ITEMS, row | {"serial": "R-1 to R-9", "quantity": "9"})
    second = sheet(Subject.ITEMS, row | {"serial": "R-5", "quantity": "1"}, path="more.csv")
    problem = only(first, second)
    assert problem.code == "duplicate-serial"
    assert "`R-5`" in problem.message


def test_sheets_that_disagree_are_pointed_out() -> None:
    people = person(weapon="HK416F", weapon_serial="R-7")
    goods = sheet(
        Subject.ITEMS,
        {
            "description": "Rifle, 5.56 mm",
            "kind": "weapons",
            "serial": "R-1",
            "quantity": "1",
            "conveyance": "6 174 0100",
        },
    )
    trucks = sheet(
        Subject.CONVEYANCES,
        {"registration": "6 174 0099", "description": "Truck", "driver": "Dubois Mari", "n_crew": "2"},
    )
    found = {problem.code: problem for problem in coach([people, goods, trucks], STAY)}
    assert set(found) == {"unlisted-person", "unlisted-conveyance", "unlisted-weapon", "people-on-board"}
    assert "Did you mean `Dubois Marie`?" in found["unlisted-person"].remedy
    assert "Did you mean `6 174 0099`?" in found["unlisted-conveyance"].remedy
    assert found["people-on-board"].place.line == 1


def test_sheets_that_agree_are_not() -> None:
    people = person(weapon="HK416F", weapon_serial="r-1")
    goods = sheet(
        Subject.ITEMS,
        {
            "description": "Rifle, 5.56 mm",
            "kind": "weapons",
            "serial": "R-1",
            "quantity": "1",
            "conveyance": "6-174-0099",
        },
    )
    trucks = sheet(
        Subject.CONVEYANCES,
        {"registration": "6 174 0099", "description": "Truck", "driver": "MARIE DUBOIS", "n_crew": "1", "spare": "no"},
    )
    assert coach([people, goods, trucks], STAY) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("R-8 to R-11", ("R-8 to R-11",)),
        ("R-08 to R-11", ("R-08", "R-09", "R-10", "R-11")),
        ("R-1, R-5 to R-6; X", ("R-1", "R-5", "R-6", "X")),
        ("R1～R3", ("R1", "R2", "R3")),
        ("R1からR3まで", ("R1", "R2", "R3")),
        ("R1 à R2、R9", ("R1", "R2", "R9")),
        ("A1 to B2", ("A1 to B2",)),
        ("9 to 1", ("9 to 1",)),
        ("1 to 999999999", ("1 to 999999999",)),
        ("", ()),
    ],
)
def test_serial_numbers_are_written_out(text: str, expected: tuple[str, ...]) -> None:
    assert serials(text) == expected
    assert n_serials(text) == len(expected)


@given(st.text("R-0123456789 to,;~", max_size=40))
def test_serial_numbers_are_counted_as_they_are_written_out(text: str) -> None:
    assert n_serials(text) == len(serials(text))


@pytest.mark.parametrize("kind", ["weapons", "Armes", "武器", "Munizioni", "弾薬"])
def test_arms_are_known_by_the_word_for_their_kind_in_each_language(kind: str) -> None:
    assert arms_by_kind(kind)


@pytest.mark.parametrize("kind", ["", "equipment", "armoire", "装備品", "army"])
def test_other_words_for_kinds_are_no_arms(kind: str) -> None:
    assert not arms_by_kind(kind)
