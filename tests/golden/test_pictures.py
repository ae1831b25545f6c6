"""One small made-up register as pictures, to be looked at when they change. Renewed with BLESS=1."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openraa.language import language
from openraa.site.pictures import network, timeline, timelines
from tests.support.generated import hold_against
from tests.support.lives import agreement, event

TODAY = date(2026, 11, 24)
WORDS = language("en")
ONE = agreement(
    "fr-jp",
    ("FR", "JP"),
    event("talks_start", "2020-01-01", place="Paris"),
    event("signature", "2021-01-01", others=("2021-02", "2020")),
    event("approval", "2021-05", state="JP", verified=False),
    event("entry_into_force", "2022-01-01"),
    event("statement"),
    since="2022-01-01",
)
TWO = agreement("au-fr-gb-us", ("AU", "FR", "GB", "US"), event("signature", "1996-03"), kind="status_of_forces",
                in_force="unknown")  # fmt: skip
THREE = agreement("gb-jp", ("GB", "JP"), event("talks_start", "2025"), kind="logistics", in_force="no")
PICTURES = {
    "life": timeline(ONE, WORDS, today=TODAY),
    "lives": timelines([ONE, TWO, THREE], WORDS, today=TODAY),
    "network": network([ONE, TWO, THREE], WORDS, today=TODAY),
}


@pytest.mark.parametrize("name", PICTURES)
def test_the_pictures_of_a_small_register(name: str) -> None:
    hold_against(Path(__file__).parent / f"picture-{name}.svg", PICTURES[name].svg)
