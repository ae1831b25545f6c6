"""Whether an agreement reaches the places of a visit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openraa.problems import Refused
from openraa.visit import Plan, open_visit, plan_visit
from openraa.vocabulary import areas, country, find_area
from tests.support.commands import raa
from tests.support.generated import ROOT

VISIT = """
[visit]
name = "V"
sending = "{sending}"
receiving = "{receiving}"
begins_on = 2026-06-01
ends_on = 2026-06-10

{places}

[manifests]
people = "people.csv"
"""


def write(folder: Path, sending: str, receiving: str, *places: str) -> Path:
    rows = "\n".join(f"[[places]]\n{place}\n" for place in places)
    (folder / "visit.toml").write_text(VISIT.format(sending=sending, receiving=receiving, places=rows), "utf-8")
    (folder / "people.csv").write_text(f"name,nationality,role\nA B,{sending},member\n", "utf-8")
    return folder


def plan(folder: Path, sending: str, receiving: str, *places: str) -> Plan:
    return plan_visit(open_visit(write(folder, sending, receiving, *places)), as_of=date(2026, 5, 1))


def test_the_nato_agreement_does_not_govern_a_visit_to_new_caledonia(tmp_path: Path) -> None:
    found = plan(tmp_path, "GB", "FR", 'name = "Nouméa"')
    assert found.stack is None
    assert not found.governing.governs
    (row,) = found.territory
    assert (row.applies, row.cite, row.place.code) == ("no", "Art. XX(1), (2)", "NC")
    assert "does not reach it" in row.says


def test_the_same_visit_to_the_mainland_is_governed(tmp_path: Path) -> None:
    found = plan(tmp_path, "GB", "FR", 'name = "Canjuers"')
    assert found.governing.governs[0] == "nato-sofa-1951"
    assert found.territory == ()


def test_one_place_that_is_reached_keeps_the_agreement_and_names_the_other(tmp_path: Path) -> None:
    found = plan(tmp_path, "GB", "FR", 'name = "Canjuers"', 'name = "Papeete"')
    assert found.stack is not None
    assert [(row.place.name, row.applies) for row in found.territory] == [("Papeete", "no")]


@pytest.mark.parametrize(
    ("sending", "receiving", "place", "code"),
    [
        ("JP", "GB", 'name = "Stanley"', "FK"),
        ("JP", "AU", 'name = "Flying Fish Cove, Christmas Island"', "CX"),
        ("FR", "GB", 'name = "Gibraltar"', "GI"),
        ("FR", "GB", 'name = "RAF Mount Pleasant"\narea = "FLK"', "FK"),
    ],
)
def test_what_no_source_establishes_is_unknown_and_says_so(
    tmp_path: Path, sending: str, receiving: str, place: str, code: str
) -> None:
    (row,) = plan(tmp_path, sending, receiving, place).territory
    assert (row.applies, row.place.code) == ("unknown", code)
    assert "is not established" in row.says or "does not say" in row.says


def test_an_area_without_a_code_of_its_own_is_matched_by_its_name(tmp_path: Path) -> None:
    (row,) = plan(tmp_path, "FR", "PT", 'name = "Lajes"\narea = "Azores"').territory
    assert (row.applies, row.cite) == ("unknown", "Art. XX")


def test_a_territory_cannot_be_a_state_of_a_visit_and_the_remedy_says_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        open_visit(write(tmp_path, "GB", "NC", 'name = "Nouméa"'))
    assert 'receiving = "FR", and area = "NC"' in refused.value.problems[0].remedy


def test_a_force_in_its_own_overseas_territory_is_no_visit(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        open_visit(write(tmp_path, "FR", "FR", 'name = "Nouméa"'))
    assert "at home" in refused.value.problems[0].remedy


def test_an_area_of_another_state_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        open_visit(write(tmp_path, "JP", "AU", 'name = "Camp"\narea = "NC"'))
    assert "is no area of Australia" in refused.value.problems[0].message


def test_every_area_has_a_code_of_iso_3166_and_a_state_that_has_one() -> None:
    for area in areas().values():
        assert country(area.code) is not None
        assert country(area.state) is not None
        assert find_area(area.name, area.state) == area
        for town in area.towns:
            assert find_area(f"Base {town}", area.state) == area


def test_a_word_inside_another_is_no_place() -> None:
    assert find_area("Plumpton", "FR") is None
    assert find_area("", "FR") is None


def test_the_example_says_that_nothing_reaches_it() -> None:
    ran = raa("check", str(ROOT / "examples" / "uk-new-caledonia"))
    assert ran.status == 1
    assert "The NATO Status of Forces Agreement 1951 does not reach it." in " ".join(ran.out.split())
