"""`raa whatif` as a negotiator types it: the tables, the data, and what it says to wrong input."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from openraa.language import LANGUAGES
from tests.support.commands import raa
from tests.support.generated import ROOT

VISITS = ROOT / "examples" / "france-japan-2025"


def test_the_tables_and_the_data_tell_one_story() -> None:
    text = raa("whatif", "nato-sofa-1951", "--visits", str(VISITS), "--between", "FRA", "JP")
    assert (text.status, text.err) == (0, "")
    ran = raa("whatif", "nato-sofa-1951", "--visits", str(VISITS), "--between", "FR", "JP", "--json")
    data = json.loads(ran.out)
    assert data["format"] == "what-if/1"
    assert data["between"] == ["FR", "JP"]
    assert "5 visits replayed, 2025-02-10 to 2025-10-17" in text.out
    total = data["total"]
    assert total["before"]["answered"] == 0
    assert total["before"]["no_agreement"] == total["before"]["determinations"]
    n = total["after"]["answered"]
    assert n > 500
    assert re.search(rf"^ +answered +0 +{n} +\+{n}$", text.out, re.MULTILINE)
    for row in data["visits"]:
        assert row["name"] in text.out
        assert row["under_before"] == []
        assert row["under_after"] == ["nato-sofa-1951"]
    said = " ".join(text.out.split())
    for row in data["questions"]:
        if row["n_changed"]:
            assert f"{row['asks']} ({row['n_changed']} of {row['n_lines']})" in said
    assert "Art. III(1), (2)" in text.out


def test_another_agreement_may_be_the_first_side() -> None:
    ran = raa("whatif", "nato-sofa-1951", "--visits", str(VISITS), "--against", "nato-sofa-1951,nl-de-1997")
    assert ran.status == 0
    assert "nl-de-1997" in ran.out
    assert "no agreement governs" not in ran.out


def test_without_states_it_says_that_all_visits_were_replayed_and_names_what_governed() -> None:
    ran = raa("whatif", "nato-sofa-1951", "--visits", str(ROOT / "examples"))
    assert ran.status == 0
    assert "the visits of all States were replayed" in " ".join(ran.out.split())
    assert "6 rows could not be used" in ran.out
    assert "before: jp-au-raa-2022" in ran.out
    assert max(len(line) for line in ran.out.splitlines() if "→" in line) <= 100


def test_what_was_left_out_is_said(tmp_path: Path) -> None:
    shutil.copytree(VISITS, tmp_path / "visits")
    (tmp_path / "visits" / "jmsdf-toulon" / "visit.toml").write_text("[visit\n", "utf-8")
    ran = raa("whatif", "nato-sofa-1951", "--visits", str(tmp_path / "visits"))
    assert ran.status == 0
    assert "4 visits replayed" in ran.out
    assert "1 VISIT COULD NOT BE USED" in ran.out
    assert "not valid TOML" in ran.out
    data = json.loads(raa("whatif", "nato-sofa-1951", "--visits", str(tmp_path / "visits"), "--json").out)
    assert [Path(row["path"]).parent.name for row in data["left_out"]] == ["jmsdf-toulon"]
    few = raa("whatif", "nato-sofa-1951", "--visits", str(tmp_path / "visits"), "--between", "JP", "GB")
    assert few.status == 2


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_it_speaks_the_other_languages(code: str) -> None:
    ran = raa("whatif", "nato-sofa-1951", "--visits", str(VISITS), "--lang", code)
    assert ran.status == 0
    for english in ("before", "after", "answered", "governs", "VISIT BY", "determination "):
        assert english not in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("nato-sofa-1951", "--visits", "nowhere"), "there is no such folder"),
        (("nato-sofa-1951", "--visits", str(VISITS / "README.md")), "this is not a folder"),
        (("nato-sofa-1951", "--visits", str(ROOT / "docs")), "there is no visit in this folder"),
        (("nato-sofa-1915", "--visits", str(VISITS)), "Did you mean `nato-sofa-1951`?"),
        (("no-draft/rulebook.md", "--visits", str(VISITS)), "cannot be opened"),
        ((",", "--visits", str(VISITS)), "no agreement is named"),
        (("nato-sofa-1951", "--visits", str(VISITS), "--against", "x"), "there is no rulebook `x`"),
        (("nato-sofa-1951", "--visits", str(VISITS), "--between", "FR", "XX"), "not a country code"),
        (("nato-sofa-1951", "--visits", str(VISITS), "--between", "GB", "IT"), "none of the 5 visits"),
        (("nato-sofa-1951", "--visits", str(VISITS), "--lang", "de"), "there is no language"),
        (("nato-sofa-1951",), "--visits"),
    ],
)
def test_wrong_arguments_get_a_message_and_status_two(arguments: tuple[str, ...], says: str) -> None:
    ran = raa("whatif", *arguments)
    assert ran.status == 2
    assert says in ran.err + ran.out
    assert "Traceback" not in ran.err + ran.out
