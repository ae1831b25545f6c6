"""What binds two States on a day: dates, directions, supplements, and what is not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openraa.problems import Refused
from openraa.register import (
    Agreement,
    DatedOn,
    Force,
    Relation,
    finding,
    governing,
    load_agreements,
    read_agreement,
    related,
)

LIFE = """id: {id}
short: {id}
titles: {{en: Test}}
kind: status_of_forces
supplements: [{supplements}]
directions: {directions}
parties:
- {{state: FR{fr}, sources: [text]}}
- {{state: JP{jp}, sources: [text]}}
in_force: "{force}"
stack: [{stack}]
{more}
life:
{life}
sources:
  text: {{title: The text}}
"""
SIGNED = "- {event: signature, on: 2020-05-01, sources: [text]}"


def agreement(tmp_path: Path, name: str = "base", **more: str) -> Agreement:
    fields = {
        "supplements": "", "directions": "both", "fr": "", "jp": "", "force": "yes", "more": "", "life": SIGNED,
        "stack": name, **more,
    }  # fmt: skip
    path = tmp_path / name / "agreement.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(LIFE.format(id=name, **fields), encoding="utf-8")
    return read_agreement(path)


def force(found: Agreement, on: date, sending: str = "FR", receiving: str = "JP") -> Force | None:
    result = finding(found, sending, receiving, on)
    return result.force if result else None


def test_a_state_is_bound_from_its_own_date(tmp_path: Path) -> None:
    found = agreement(tmp_path, fr=", since: 2021-01-01", jp=", since: 2022-01-01")
    assert force(found, date(2021, 12, 31)) is Force.NOT_YET
    assert force(found, date(2022, 1, 1)) is Force.IN_FORCE


def test_a_term_that_may_have_been_renewed_is_not_called_ended(tmp_path: Path) -> None:
    dates = {"fr": ", since: 2021-01-01, until: 2022-01-01", "jp": ", since: 2021-01-01"}
    assert force(agreement(tmp_path, **dates), date(2023, 1, 1)) is Force.ENDED
    assert force(agreement(tmp_path, **dates, force="unknown"), date(2023, 1, 1)) is Force.UNKNOWN


def test_a_date_that_is_not_confirmed_is_said(tmp_path: Path) -> None:
    found = agreement(tmp_path, fr=", verified: unverified", jp=", since: 2021-01-01")
    assert force(found, date(2023, 1, 1)) is Force.IN_FORCE_UNDATED


def test_a_one_way_text_covers_one_direction(tmp_path: Path) -> None:
    found = agreement(
        tmp_path, directions="[{sending: FR, receiving: JP}]", fr=", since: 2021-01-01", jp=", since: 2021-01-01"
    )
    assert force(found, date(2023, 1, 1)) is Force.IN_FORCE
    assert force(found, date(2023, 1, 1), "JP", "FR") is Force.WRONG_DIRECTION


def test_a_state_that_is_no_party_is_not_concerned(tmp_path: Path) -> None:
    assert force(agreement(tmp_path), date(2023, 1, 1), "FR", "IT") is None


def test_signed_and_not_known_to_be_in_force_is_unknown(tmp_path: Path) -> None:
    assert force(agreement(tmp_path, force="unknown"), date(2023, 1, 1)) is Force.UNKNOWN
    talks = agreement(tmp_path, force="unknown", life="- {event: talks_start, on: 2020-05, sources: [text]}")
    assert force(talks, date(2023, 1, 1)) is Force.NOT_YET


def test_a_supplement_joins_its_base_and_a_special_agreement_does_not(tmp_path: Path) -> None:
    since = {"fr": ", since: 2021-01-01", "jp": ", since: 2021-01-01"}
    base = agreement(tmp_path, **since)
    more = agreement(tmp_path, "more", supplements="base", stack="base, more", **since)
    special = agreement(tmp_path, "special", more='reach: special\nreach_because: "Only bands."', **since)
    result = governing([special, more, base], "FR", "JP", date(2023, 1, 1))
    assert result.governs == ("base", "more")
    assert any("Only bands." in line for line in result.explanation)


def test_two_general_agreements_are_ambiguous_until_one_is_named(tmp_path: Path) -> None:
    since = {"fr": ", since: 2021-01-01", "jp": ", since: 2021-01-01"}
    both = [agreement(tmp_path, "one", **since), agreement(tmp_path, "two", **since)]
    result = governing(both, "FR", "JP", date(2023, 1, 1))
    assert result.ambiguous
    assert any("More than one could govern" in line for line in result.explanation)
    assert governing(both, "FR", "JP", date(2023, 1, 1), ("two",)).governs == ("two",)


@pytest.mark.parametrize(
    ("life", "says"),
    [
        ("- {event: signature, on: 2020-05-01}", "an event without a source"),
        ("- {event: signed, on: 2020-05-01, sources: [text]}", "Did you mean `signature`?"),
        ("- {event: signature, on: 2020-13-01, sources: [text]}", "not a"),
        ("- {event: signature, on: 2020-05-01, sources: [txt]}", "there is no source `txt`"),
        (SIGNED + "\n- {event: entry_into_force, on: 2019-01-01, sources: [text]}", "before signature"),
        ("- {event: signature, on: 2020-05-01, state: XX, sources: [text]}", "not a country code"),
    ],
)
def test_a_life_that_cannot_be_is_refused_with_its_place(tmp_path: Path, life: str, says: str) -> None:
    with pytest.raises(Refused, match=r"agreement\.yaml:1[0-9]") as refused:
        agreement(tmp_path, life=life)
    assert says in str(refused.value)


def test_dates_are_as_precise_as_their_source() -> None:
    assert (DatedOn(2014, 7).earliest, DatedOn(2014, 7).latest) == (date(2014, 7, 1), date(2014, 7, 31))
    assert (DatedOn(2014).earliest, DatedOn(2014).latest) == (date(2014, 1, 1), date(2014, 12, 31))
    assert [str(d) for d in (DatedOn(2014), DatedOn(2014, 7), DatedOn(2014, 7, 8))] == ["2014", "2014-07", "2014-07-08"]


@pytest.mark.parametrize(
    ("sending", "receiving", "on", "governs"),
    [
        ("FR", "IT", date(2026, 3, 9), ("nato-sofa-1951",)),
        ("IT", "FR", date(2026, 3, 9), ("nato-sofa-1951",)),
        ("JP", "AU", date(2023, 8, 12), ()),
        ("JP", "AU", date(2023, 8, 13), ("jp-au-raa-2022",)),
        ("GB", "JP", date(2023, 10, 15), ("jp-uk-raa-2023",)),
        ("PH", "JP", date(2025, 9, 10), ()),
        ("PH", "JP", date(2025, 9, 11), ("jp-ph-raa-2024",)),
        ("FR", "JP", date(2026, 11, 23), ()),
    ],
)
def test_the_shipped_register_knows_the_statutory_days(
    sending: str, receiving: str, on: date, governs: tuple[str, ...]
) -> None:
    assert governing(load_agreements().values(), sending, receiving, on).governs == governs


def test_a_binding_agreement_without_a_rulebook_is_said_and_never_taken_for_nothing() -> None:
    result = governing(load_agreements().values(), "US", "JP", date(2026, 3, 1))
    assert result.governs == ()
    assert [row.agreement.id for row in result.unencoded] == ["jp-us-sofa-1960"]
    assert any("holds no rulebook of it" in line and "(unverified)" in line for line in result.explanation)
    assert not any("No agreement" in line for line in result.explanation)


def test_beside_a_rulebook_that_governs_an_agreement_without_one_is_said() -> None:
    result = governing(load_agreements().values(), "US", "FI", date(2026, 3, 1))
    assert result.governs == ("nato-sofa-1951",)
    assert [row.agreement.id for row in result.unencoded] == ["us-fi-dca-2023"]


def test_agreements_on_supplies_and_information_never_govern_a_visit() -> None:
    result = governing(load_agreements().values(), "IT", "JP", date(2026, 3, 1))
    assert (result.governs, result.unencoded) == ((), ())
    assert "jp-it-acsa-2024" in [row.agreement.id for row in result.findings if row.binds]


def test_a_date_known_to_the_month_is_not_made_a_day() -> None:
    known = load_agreements()
    found = finding(known["jp-au-isa-2012"], "JP", "AU", date(2020, 1, 1))
    assert found is not None
    assert str(found.because) == "In force since 2013-03."


def test_related_agreements_come_the_closest_first() -> None:
    known = load_agreements()
    rows = [(relation, other.id) for relation, other in related(known["jp-uk-raa-2023"], known)]
    assert (Relation.NAMED, "jp-uk-raa-act-2023") in rows
    assert (Relation.SAME_STATES, "jp-uk-acsa-2017") in rows
    assert rows == sorted(rows, key=lambda row: list(Relation).index(row[0]))
    assert (Relation.SUPPLEMENT, "pfp-sofa-1995") in [(r, o.id) for r, o in related(known["nato-sofa-1951"], known)]
