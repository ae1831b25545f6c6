"""Machine-readable zones: the specimens of Utopia in ICAO Doc 9303, parts 4 to 6, and what is wrong with others."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openraa.visit.mrz import NotAZone, Shape, check_digit, read_zone, spelt_alike

TD3 = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
TD1 = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"
SPECIMENS = [(TD3, Shape.TD3, "L898902C3"), (TD1, Shape.TD1, "D23145890"), (TD2, Shape.TD2, "D23145890")]
TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(("text", "shape", "number"), SPECIMENS)
def test_the_specimens_of_utopia_are_read_and_all_their_check_digits_hold(text: str, shape: Shape, number: str) -> None:
    zone = read_zone(text)
    assert (zone.shape, zone.issuer, zone.nationality, zone.number) == (shape, "UTO", "UTO", number)
    assert (zone.family_name, zone.given_names, zone.sex) == ("ERIKSSON", "ANNA MARIA", "F")
    assert zone.born_on(TODAY) == date(1974, 8, 12)
    assert zone.expires_on(TODAY) == date(2012, 4, 15)
    assert not zone.wrong


@pytest.mark.parametrize(("text", "shape", "number"), SPECIMENS)
@pytest.mark.parametrize("separator", ["/", " ", "\r\n", " / ", ""])
def test_lines_may_be_separated_in_any_usual_way(text: str, shape: Shape, number: str, separator: str) -> None:
    assert read_zone(text.replace("\n", separator).lower()) == read_zone(text)


def test_a_number_of_more_than_nine_characters_goes_on_in_the_optional_data() -> None:
    long = "D23145890734"
    first = f"I<UTO{long[:9]}<{long[9:]}{check_digit(long[:9] + long[9:])}".ljust(30, "<")
    second = "7408122F1204159UTO<<<<<<<<<<<"
    whole = check_digit(first[5:30] + second[0:7] + second[8:15] + second[18:29])
    zone = read_zone("\n".join((first, second + whole, TD1.split("\n")[2])))
    assert zone.number == long
    assert not zone.wrong


@pytest.mark.parametrize(
    ("at", "instead", "wrong"),
    [
        (45, "M", {"document number", "whole zone"}),
        (59, "5", {"birth date", "whole zone"}),
        (66, "3", {"expiry date", "whole zone"}),
        (74, "X", {"personal number", "whole zone"}),
        (88, "1", {"whole zone"}),
    ],
)
def test_a_misread_character_fails_the_check_digit_that_covers_it(at: int, instead: str, wrong: set[str]) -> None:
    assert set(read_zone(TD3[:at] + instead + TD3[at + 1 :]).wrong) == wrong


def test_the_check_digit_of_the_published_example() -> None:
    assert check_digit("520727") == "3"  # Doc 9303 part 3, section 4.9, first example
    assert check_digit("AB2134<<<") == "5"  # the second


@pytest.mark.parametrize("text", ["", "  ", "P<UTO", TD3[:-1], TD3.replace("<", "*"), "氏名", TD3 + "\n" + TD3])
def test_what_is_no_zone_is_refused_with_a_reason(text: str) -> None:
    with pytest.raises(NotAZone, match=r"."):
        read_zone(text)


@given(st.text("AZ019<", min_size=88, max_size=88) | st.text("AZ019<", min_size=90, max_size=90))
def test_any_zone_of_the_right_length_is_read_without_an_error(text: str) -> None:
    zone = read_zone(text)
    zone.born_on(TODAY)
    zone.expires_on(TODAY)


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("ERIKSSON", "Eriksson"),
        ("MUELLER", "Müller"),
        ("MULLER", "Müller"),
        ("MUXXLLER", "Müller"),
        ("OBRIEN", "O'Brien"),
        ("DARTAGNAN", "d’Artagnan"),
        ("SMITH JONES", "Smith-Jones"),
        ("STRASSE", "Straße"),
        ("AAGE", "Åge"),
        ("SOERENSEN", "Sørensen"),
        ("LUKASZ", "Łukasz"),
        ("NICOLO", "Nicolò"),
        ("MUNOZ", "Muñoz"),
        ("PAPANDROPOULOUS JONATHON", "Papandropoulous Jonathon Alec"),
        ("TANAKA", "田中"),
    ],
)
def test_a_transcription_of_a_name_counts_as_the_name(zone: str, text: str) -> None:
    assert spelt_alike(zone, text)


@pytest.mark.parametrize(("zone", "text"), [("ERIKSSON", "Erikson"), ("MILLER", "Müller"), ("ANNA", "Anna Maria")])
def test_another_name_does_not(zone: str, text: str) -> None:
    assert not spelt_alike(zone, text)
