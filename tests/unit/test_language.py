"""How a text, a day, a number and a list are said in each language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from openraa.language import LANGUAGES, Language, language, state_named
from openraa.problems import Refused, say
from openraa.register import load_agreements
from openraa.vocabulary import country_name


@pytest.mark.parametrize(
    ("code", "day", "text"),
    [
        ("en", date(2026, 3, 1), "2026-03-01"),
        ("fr", date(2026, 3, 1), "1er mars 2026"),
        ("fr", date(2026, 3, 11), "11 mars 2026"),
        ("it", date(2026, 3, 9), "9 marzo 2026"),
        ("ja", date(2026, 3, 1), "2026年3月1日"),
    ],
)
def test_a_day_is_written_as_people_there_write_it(code: str, day: date, text: str) -> None:
    assert language(code).day(day) == text


def test_a_said_text_says_its_values_in_the_language_too() -> None:
    words = Language("fr", {"{who} since {day}: {what}": "{who}, {what}, depuis le {day}", "yes": "oui"})
    text = say("{who} since {day}: {what}", who=country_name("DE"), day=date(2026, 3, 1), what=say("yes"))
    assert text == "Germany since 2026-03-01: yes"
    assert words(text) == "Allemagne, oui, depuis le 1er mars 2026"


def test_a_text_without_a_translation_comes_back_in_english_with_its_values() -> None:
    assert Language("it", {"x": ""})(say("{n} of {all}", n=1, all=2)) == "1 of 2"


@pytest.mark.parametrize(("code", "n", "form"), [("fr", 0, "ligne"), ("fr", 2, "lignes"), ("it", 0, "lignes"),
                                                 ("it", 1, "ligne"), ("ja", 5, "ligne")])  # fmt: skip
def test_each_language_has_its_rule_of_plurals(code: str, n: int, form: str) -> None:
    forms = ("{n} ligne",) if code == "ja" else ("{n} ligne", "{n} lignes")
    assert Language(code, {"{n} line": forms}).plural("{n} line", "{n} lines", n) == f"{n} {form}"


def test_lists_and_large_numbers() -> None:
    assert language("ja").join(["人", "物"]) == "人、物"
    assert language("fr").join(["a", "b"]) == "a; b"
    assert language("it").number(35000) == "35.000"
    assert language("en").number(35000) == "35000"
    assert [language(code).decimal(Decimal("52.50")) for code in ("en", "fr", "it", "ja")] == [
        "52.50", "52,50", "52,50", "52.50",
    ]  # fmt: skip
    assert language("it").decimal(Decimal("1250.5")) == "1.250,5"


def test_braces_in_somebodys_text_are_no_placeholders() -> None:
    assert language("en")("{name}: {text}", name="{x}", text="{0!r}") == "{x}: {0!r}"
    assert language("fr")("50 % {of") == "50 % {of"


@pytest.mark.parametrize("name", ["Japon", "Giappone", "日本", "japan", " JAPAN "])
def test_a_state_is_known_by_its_name_in_each_language(name: str) -> None:
    assert state_named(name) == "JP"


@pytest.mark.parametrize("name", ["", "Atlantis", "日", "\0"])
def test_what_is_no_state_is_none(name: str) -> None:
    assert state_named(name) is None


@pytest.mark.parametrize("code", ["", "EN", "de", "../fr"])
def test_a_language_without_a_catalogue_is_refused(code: str) -> None:
    with pytest.raises(Refused):
        language(code)


def test_every_language_names_every_usual_state() -> None:
    for code in LANGUAGES:
        assert len({language(code).country(state) for state in ("FR", "IT", "JP", "GB", "AU", "PH", "NC")}) == 7


@pytest.mark.parametrize(
    ("code", "state", "text"),
    [
        ("en", "GB", "the United Kingdom"),
        ("en", "FR", "France"),
        ("fr", "FR", "de France"),
        ("fr", "JP", "du Japon"),
        ("fr", "AU", "d’Australie"),
        ("fr", "PH", "des Philippines"),
        ("it", "IT", "d’Italia"),
        ("it", "GB", "del Regno Unito"),
        ("it", "US", "degli Stati Uniti"),
        ("ja", "GB", "英国"),
        ("ja", "FR", "フランス"),
        ("fr", "BR", "(Brésil)"),
    ],
)
def test_a_state_takes_the_article_or_preposition_of_the_language(code: str, state: str, text: str) -> None:
    assert language(code).of_country(state) == text


@pytest.mark.parametrize("code", ["fr", "it"])
def test_every_state_of_the_register_has_its_preposition(code: str) -> None:
    states = {party.state for agreement in load_agreements().values() for party in agreement.parties}
    assert {state for state in states if language(code).of_country(state).startswith("(")} == set()
