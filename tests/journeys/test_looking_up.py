"""A journalist looks things up: what applies, where talks stand, how a life went, what the press says."""

from __future__ import annotations

import json

import pytest

from openraa.language import LANGUAGES
from tests.support.commands import raa


def test_what_applies_between_two_states_and_what_does_not_yet() -> None:
    ran = raa("agreements", "--between", "JP", "FR", "--at", "2026-03-01")
    assert ran.status == 1
    applies, _, rest = ran.out.partition("WHAT DOES NOT APPLY YET")
    assert "jp-fr-acsa-2018" in applies
    not_yet, _, unknown = rest.partition("NOT CONFIRMED TO BE IN FORCE")
    assert "2024-05-02: talks start; Paris." in not_yet
    assert "The foreign ministers agree to speed the talks up." in not_yet
    assert "overseas territories: whether the agreement applies there is not confirmed." in " ".join(not_yet.split())
    assert "(unverified)" in unknown


def test_on_an_earlier_day_the_talks_stood_elsewhere() -> None:
    ran = raa("agreements", "--between", "JP", "FR", "--at", "2023-06-01")
    assert "2022-01-20: intent." in ran.out
    assert "2024-05-02: talks start" not in ran.out


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_life_is_shown_in_each_language_with_what_is_disputed_and_unverified(code: str) -> None:
    disputed, unverified = {
        "en": ("disputed  2023-01-12", "unverified"),
        "fr": ("contesté  12 janvier 2023", "non vérifié"),
        "it": ("contestato  12 gennaio 2023", "non verificato"),
        "ja": ("異説あり  2023年1月12日", "未確認"),
    }[code]
    assert disputed in raa("show", "jp-uk-raa-2023", "--lang", code).out
    assert unverified in raa("show", "jp-us-sofa-1960", "--lang", code).out


def test_every_agreement_can_be_shown_with_all_its_sources() -> None:
    for row in json.loads(raa("agreements", "--json").out):
        ran = raa("show", row["id"])
        assert ran.status == 0, row["id"]
        for key in row["sources"]:
            assert f"[{key}] " in ran.out, (row["id"], key)


def test_the_agreements_of_one_state_are_listed() -> None:
    ids = [row["id"] for row in json.loads(raa("agreements", "--of", "PH", "--json").out)]
    assert {"jp-ph-raa-2024", "ph-us-vfa-1998", "ph-fr-sovfa"} <= set(ids)
    assert "nato-sofa-1951" not in ids


def test_the_list_marks_what_only_weak_pages_say() -> None:
    (line,) = (row for row in raa("agreements", "--of", "US").out.splitlines() if "jp-us-sofa-1960" in row)
    assert "yes (unverified)" in line


def test_a_statement_is_looked_up_with_its_finding_and_the_span_counted_from_the_events() -> None:
    ran = raa("statements", "--about", "jp-au-raa-2022")
    assert "CONTRADICTED  Japan needed about two years to negotiate with Australia." in ran.out
    assert "From talks start to signature: 89 to 90 months." in ran.out


def test_the_build_up_is_shown_with_both_dates() -> None:
    (row,) = (row for row in json.loads(raa("statements", "--json").out) if row["id"] == "build-up")
    assert (row["finding"], [side["on"] for side in row["sides"]]) == ("disputed", ["2023-12", "2022-12-16", "2022-12"])
    out = raa("statements", "--about", "JP").out
    assert "- December 2023 (" in out
    assert "- 16 December 2022 (" in out


def test_the_register_is_checked() -> None:
    ran = raa("register", "check")
    assert (ran.status, ran.out.startswith("Agreements: ")) == (0, True)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("show", "jp-fr-ra"), "Did you mean `jp-fr-raa`?"),
        (("statements", "--about", "jp-fr-ra"), "is no agreement and no State"),
        (("statements", "--about", "SU"), "Since then: AM"),
        (("agreements", "--of", "Gaul"), "is not a country code"),
        (("agreements", "--between", "AN", "US"), "It ended on 2010-12-15. Since then: BQ"),
        (("agreements", "jp-fr-raa", "--between", "JP", "FR"), "not both"),
        (("show", "jp-fr-raa", "--lang", "xx"), "there is no language"),
    ],
)
def test_a_wrong_look_up_says_what_to_write(arguments: tuple[str, ...], says: str) -> None:
    ran = raa(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err
