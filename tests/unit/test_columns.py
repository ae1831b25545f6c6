"""Columns: headings and words in four languages, mapping tables, dates and numbers that are asked for."""

from __future__ import annotations

import pytest

from openraa.language import LANGUAGES
from openraa.problems import Problem, Severity
from openraa.visit import Circle, Line, Row, Subject, Table, columns_of, read_lines
from openraa.visit.columns import KINDS, column_of, fold, fold_word, subject_of
from openraa.visit.model import Source
from openraa.vocabulary import FactType, load_vocabulary

CIRCLE = Circle("FR", "IT", frozenset(("FR", "IT", "DE")))


def lines(
    subject: Subject, heads: list[str], *rows: list[str], source: Source | None = None
) -> tuple[list[Line], list[Problem]]:
    table = Table("t.csv", Row(1, tuple(heads)), tuple(Row(n, tuple(cells)) for n, cells in enumerate(rows, 2)))
    return read_lines(table, subject, CIRCLE, load_vocabulary(), source)


@pytest.mark.parametrize("subject", Subject)
def test_no_heading_means_two_columns(subject: Subject) -> None:
    seen: dict[str, str] = {}
    for column in columns_of(subject).values():
        for text in (column.name, *(h for headings in column.headings.values() for h in headings)):
            assert seen.setdefault(fold(text), column.name) == column.name, f"{text}: {column.name}"


@pytest.mark.parametrize("subject", Subject)
def test_no_word_of_a_column_means_two_values(subject: Subject) -> None:
    for column in columns_of(subject).values():
        seen: dict[str, str] = {}
        for value, by_language in column.values.items():
            for word in (value, *(w for words in by_language.values() for w in words)):
                assert seen.setdefault(fold_word(word), value) == value, f"{column.name}: {word}"


@pytest.mark.parametrize("subject", Subject)
def test_every_column_has_a_heading_in_each_language_and_a_known_kind_and_fact(subject: Subject) -> None:
    facts = load_vocabulary().facts
    for column in columns_of(subject).values():
        assert all(column.headings[code] for code in LANGUAGES)
        assert column.kind in KINDS
        assert not column.fact or column.fact in facts
        assert not column.held or column.held in facts
        if column.fact and facts[column.fact].type is FactType.ENUM:
            assert set(column.values) <= set(facts[column.fact].values)
            assert set(column.values) == set(facts[column.fact].values) or subject is Subject.CONVEYANCES
        assert all(by_language[code] for by_language in column.values.values() for code in LANGUAGES)


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        (["Nom", "Prénom", "Grade", "Nationalité", "Qualité", "N° de passeport", "Né(e) le"],
         ["DUBOIS", "Marie", "Lieutenant", "Française", "militaire", "20XX00001", "21.7.1994"]),
        (["Cognome", "Nome", "Grado", "Cittadinanza", "Qualifica", "Numero di passaporto", "Data di nascita"],
         ["DUBOIS", "Marie", "Tenente", "Francia", "militare", "20XX00001", "21 luglio 1994"]),
        (["氏名", "階級", "国籍", "身分", "旅券番号", "生年月日"],
         ["DUBOIS Marie", "中尉", "フランス", "軍人", "20XX00001", "平成6年7月21日"]),
        (["SURNAME", "given_names", "RANK", "Nationality", "role", "Passport No.", "Date of birth"],
         ["DUBOIS", "Marie", "Lt", "FRA", "member", "20XX00001", "July 21, 1994"]),
    ],
)  # fmt: skip
def test_a_list_in_each_language_gives_the_same_person(heads: list[str], row: list[str]) -> None:
    row = ["France" if cell == "Française" else cell for cell in row]
    found, problems = lines(Subject.PEOPLE, heads, row)
    assert not problems
    [person] = found
    assert person.label == "DUBOIS Marie"
    assert person.facts["person.role"] == "armed_forces_member"
    assert person.facts["person.national_sending"] is True
    assert (person.cells["birth_date"], person.cells["passport"]) == ("1994-07-21", "20XX00001")


@pytest.mark.parametrize("heading", ["氏名 / Name", "Name (氏名)", "NOM ET PRÉNOM\n氏名", "Ｎａｍｅ", "  full-name* "])
def test_a_heading_in_two_languages_or_in_wide_letters_is_understood(heading: str) -> None:
    column = column_of(heading, Subject.PEOPLE)
    assert column is not None
    assert column.name == "name"


@pytest.mark.parametrize("heading", ["Name / Rank", "Gross weight (lbs)", "weight", "名前を書く", "", "()"])
def test_a_heading_of_two_meanings_or_none_is_not_guessed(heading: str) -> None:
    assert column_of(heading, Subject.PEOPLE) is None
    assert column_of(heading, Subject.ITEMS) is None


def test_the_kind_of_a_manifest_is_known_by_its_headings() -> None:
    assert subject_of(["Cognome", "Nome", "Cittadinanza"]) is Subject.PEOPLE
    assert subject_of(["品名", "数量", "製造番号"]) is Subject.ITEMS
    assert subject_of(["Immatriculation", "Désignation", "Conducteur"]) is Subject.CONVEYANCES
    assert subject_of(["price", "colour"]) is None


def test_a_mapping_in_the_visit_file_names_and_leaves_out_columns() -> None:
    source = Source("t.csv", columns={"Who": "name", "Pass": "nationality", "Passport": "", "Truck": "doc.passport"})
    found, problems = lines(
        Subject.PEOPLE, ["WHO", "pass", "passport", "truck"], ["A B", "FR", "x", "no"], source=source
    )
    assert not problems
    assert found[0].label == "A B"
    assert "passport" not in found[0].cells
    assert found[0].facts["doc.passport"] is False


def test_a_mapping_to_no_column_is_an_error_and_one_of_no_heading_a_warning() -> None:
    source = Source("t.csv", columns={"Who": "nmae", "Whom": "name"})
    found, problems = lines(Subject.PEOPLE, ["Who", "nationality"], ["A B", "FR"], source=source)
    assert not found
    by_code = {problem.code: problem for problem in problems}
    assert "Did you mean `name`?" in by_code["mapping"].remedy
    assert by_code["unused-mapping"].severity is Severity.WARNING
    assert "Did you mean `Who`?" in by_code["unused-mapping"].remedy


def test_two_headings_of_one_meaning_are_refused_and_may_be_left_out_by_the_visit_file() -> None:
    heads, row = ["name", "nationality", "Date of birth", "born"], ["A B", "FR", "1990-01-01", "1990-01-01"]
    found, [problem] = lines(Subject.PEOPLE, heads, row)
    assert not found
    assert problem.code == "duplicate-column"
    found, problems = lines(Subject.PEOPLE, heads, row, source=Source("t.csv", columns={"born": ""}))
    assert len(found) == 1
    assert not problems


def test_an_ambiguous_date_takes_its_row_out_and_says_what_the_others_show() -> None:
    heads = ["name", "nationality", "birth date"]
    rows = [["A", "FR", "03/04/1990"], ["B", "FR", "25/04/1990"], ["C", "FR", "1991-01-02"]]
    found, [problem] = lines(Subject.PEOPLE, heads, *rows)
    assert [line.label for line in found] == ["B", "C"]
    assert problem.code == "ambiguous-date"
    assert "1990-04-03 or 1990-03-04" in problem.message
    assert 'date_order = "dmy"' in problem.remedy
    found, problems = lines(Subject.PEOPLE, heads, *rows, source=Source("t.csv", date_order="dmy"))
    assert not problems
    assert found[0].cells["birth_date"] == "1990-04-03"


@pytest.mark.parametrize(
    ("text", "kept"), [("12", "12"), ("12.5", "12.5"), ("12,5", "12.5"), ("0.125", "0.125"), ("１２．５", "12.5")]
)
def test_decimals_are_kept_as_text_with_a_point(text: str, kept: str) -> None:
    [line], problems = lines(Subject.ITEMS, ["description", "gross weight"], ["Tent, frame", text])
    assert not problems
    assert line.cells["gross_mass_kg"] == kept


@pytest.mark.parametrize("text", ["1,250", "12 kg", "1.2345", "1e3", "-4", "nan"])
def test_decimals_in_doubt_are_asked_for(text: str) -> None:
    found, [problem] = lines(Subject.ITEMS, ["description", "gross weight"], ["Tent, frame", text])
    assert not found
    assert problem.value == text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("France", "FR"), ("United Kingdom", "GB"), ("Royaume-Uni", "GB"), ("日本", "JP"),
        ("Regno Unito; Francia", "GB; FR"),
        ("fra", "FR"), ("JP FR", "JP; FR"), ("XXA", "XXA"), ("Côte d’Ivoire", "CI"),
    ],
)  # fmt: skip
def test_states_are_named_by_code_or_in_any_of_the_languages(text: str, codes: str) -> None:
    [line], problems = lines(Subject.PEOPLE, ["name", "nationality"], ["A B", text])
    assert not problems
    assert line.cells["nationality"] == codes


def test_a_un_number_says_that_goods_are_dangerous_unless_the_row_says_otherwise() -> None:
    heads = ["description", "un number", "dangerous goods"]
    found, _ = lines(Subject.ITEMS, heads, ["Jet fuel, F-34", "1863", ""], ["Jet fuel, F-34", "1863", "no"])
    assert [line.facts["item.dangerous_goods"] for line in found] == [True, False]


def test_words_of_facts_stay_as_they_were_written_and_closed_words_become_ours() -> None:
    heads = ["name", "nationality", "role", "sex"]
    [line], _ = lines(Subject.PEOPLE, heads, ["A B", "FR", "Soldat", "féminin"])
    assert (line.cells["role"], line.cells["sex"]) == ("Soldat", "F")
