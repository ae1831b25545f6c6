"""PAXLST interchanges, read back by an independent reader of EDIFACT."""

from __future__ import annotations

import warnings
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydifact.segmentcollection import Interchange

from openraa.papers.paxlst import Leg, NotLatin, Party, Traveller, latin, paxlst, read_paxlst, travellers_in

LEG = Leg("CTM1234", "LFPO", "RJTY", datetime(2026, 1, 1, 10, 0), datetime(2026, 1, 2, 6, 30))
SENDER = Party("État-major", "+33 1 00 00 00 00", "cell@example.org")
ELISE = Traveller(
    "Rousselet", "Élise", sex="F", born_on=date(1990, 1, 2), nationality="FRA", document="20CD00001",
    document_expires_on=date(2030, 5, 6), document_issuer="FRA",
)  # fmt: skip
PILOT = Traveller("Noël", "Denis", crew=True, nationality="FRA", document="FR-52", document_kind="I")


def write(*people: Traveller, unconfirmed: bool = False, reference: str = "ABC1") -> str:
    return paxlst(
        [(LEG, people)], sender=SENDER, recipient="JPN", reference=reference, prepared_at=datetime(2025, 12, 1),
        unconfirmed=unconfirmed,
    )  # fmt: skip


def independent(text: str) -> list[tuple[str, list[object]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [(segment.tag, list(segment.elements)) for segment in Interchange.from_str(text).segments]


def test_an_independent_reader_finds_everybody_with_their_documents() -> None:
    segments = independent(write(ELISE, PILOT))
    names = [elements[3] for tag, elements in segments if tag == "NAD" and elements[0] in ("FL", "FM")]
    assert names == [["ROUSSELET", "ELISE"], ["NOEL", "DENIS"]]
    assert ("DOC", [["P", "110", "111"], "20CD00001"]) in segments
    assert ("DTM", [["36", "300506"]]) in segments
    assert ("LOC", ["91", "FRA"]) in segments


def test_every_message_counts_its_segments_and_its_people() -> None:
    counted: list[str] = []
    for tag, elements in independent(write(ELISE, ELISE, PILOT)):
        if tag == "UNH":
            counted = []
        counted.append(tag)
        if tag == "UNT":
            assert int(str(elements[0])) == len(counted)
    text = write(ELISE, ELISE, PILOT)
    assert "CNT+42:2'" in text
    assert "CNT+41:1'" in text


def test_passengers_and_crew_come_in_a_message_of_their_own() -> None:
    kinds = [elements[0] for tag, elements in independent(write(PILOT, ELISE)) if tag == "BGM"]
    assert kinds == ["745", "250"]


def test_what_is_not_confirmed_is_left_out_unless_asked_for() -> None:
    assert "FR-52" not in write(PILOT)
    assert "DOC+I:110:111+FR-52'" in write(PILOT, unconfirmed=True)


def test_letters_outside_syntax_level_a_are_written_without_accents_or_refused() -> None:
    assert latin("Øster-Æbelø ß") == "OESTER-AEBELOE SS"
    with pytest.raises(NotLatin):
        latin("山田")
    with pytest.raises(NotLatin):
        write(Traveller("山田", "太郎"))


@pytest.mark.parametrize("reference", ["", "with space", "TOOLONGREFERENCE", "a"])
def test_a_malformed_reference_is_refused(reference: str) -> None:
    with pytest.raises(ValueError, match="reference"):
        write(ELISE, reference=reference)


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        write()


names = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ '+:?-.", min_size=1, max_size=20).filter(lambda text: text.strip())


@given(st.lists(st.tuples(names, names, names), min_size=1, max_size=6))
def test_whatever_the_names_both_readers_find_them(people: list[tuple[str, str, str]]) -> None:
    text = write(*(Traveller(family, given_name, document=number) for family, given_name, number in people))
    assert travellers_in(text) == [(f"{family} {given_name}", number) for family, given_name, number in people]
    found = [elements[3] for tag, elements in independent(text) if tag == "NAD" and elements[0] == "FL"]
    assert found == [[family, given_name] for family, given_name, _ in people]
    assert read_paxlst(text)[0][0] == ["UNB"]
