"""`raa timeline`, `raa network`, `raa map`: what they draw, write and refuse."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.support.browser import browser, opened
from tests.support.commands import raa
from tests.support.pictures import faults

AT = ("--at", "2026-11-01")
DRAWN = [
    ("timeline", "jp-uk-raa-2023"),
    ("timeline",),
    ("network",),
    ("map", "FR"),
    ("map", "JP", "--role", "sending"),
]


@pytest.mark.parametrize("command", DRAWN)
def test_the_picture_the_data_and_the_screen_come_from_one_command(command: tuple[str, ...], tmp_path: Path) -> None:
    file = tmp_path / "picture.svg"
    assert raa(*command, *AT, "--svg", str(file)).status == 0
    assert list(faults(file.read_text("utf-8"))) == []
    rows = json.loads(raa(*command, *AT, "--json").out)
    assert rows
    assert len(list(csv.DictReader(io.StringIO(raa(*command, *AT, "--csv").out)))) == len(rows)
    shown = raa(*command, *AT)
    assert shown.status == 0
    assert shown.out.count("\n") > 5


def test_a_life_is_drawn_with_its_disputed_and_unverified_dates() -> None:
    shown = raa("timeline", "jp-uk-raa-2023", *AT).out
    assert "░" in shown
    assert "█" in shown
    assert "another source: 2022-12" in shown
    assert "unverified" in raa("timeline", "jp-fr-raa", *AT).out


def test_the_screen_speaks_the_language_that_was_asked_for() -> None:
    assert "署名" in raa("timeline", "jp-uk-raa-2023", *AT, "--lang", "ja").out
    assert "Royaume-Uni" in raa("network", *AT, "--lang", "fr").out


@pytest.mark.parametrize(
    ("command", "says", "status"),
    [
        (("timeline", "jp-uk"), "there is no agreement `jp-uk`", 2),
        (("timeline", "--at", "2026-13-01"), "is not a day", 2),
        (("timeline", "--lang", "de"), "there is no language `de`", 2),
        (("map", "XQ"), "is not a country code", 2),
        (("map", "SU"), "was withdrawn", 2),
        (("map", "NC"), "New Caledonia is a territory of France", 2),
        (("map", "FR", "--role", "host"), "`host` is not a role", 2),
        (("network", "--json", "--csv"), "cannot both go to the screen", 2),
        (("network", "--svg", "/no/such/folder/x.svg"), "cannot be written", 3),
    ],
)
def test_wrong_input_is_refused_in_words(command: tuple[str, ...], says: str, status: int) -> None:
    ran = raa(*command)
    assert says in ran.err
    assert ran.status == status
    assert ran.out == ""


def test_a_state_without_agreements_is_no_fault() -> None:
    ran = raa("map", "BR", *AT)
    assert "The register knows no agreement of this State." in ran.out


def test_measured_widths_are_not_smaller_than_a_browser_draws(tmp_path: Path) -> None:
    files = []
    for code in ("en", "fr", "it", "ja"):
        for n, command in enumerate(DRAWN):
            file = tmp_path / f"{code}-{n}.svg"
            raa(*command, *AT, "--lang", code, "--svg", str(file))
            files.append(file)
    page = tmp_path / "page.html"
    page.write_text("<!doctype html>" + "".join(file.read_text("utf-8") for file in files), encoding="utf-8")
    with browser() as running, opened(running, page) as seen:
        cut = seen.page.evaluate(
            """() => [...document.querySelectorAll('svg')].flatMap(svg => {
                const view = svg.getBoundingClientRect();
                return [...svg.querySelectorAll('text')].filter(text => {
                    const box = text.getBoundingClientRect();
                    return box.left < view.left - 1 || box.right > view.right + 1 || box.bottom > view.bottom + 1;
                }).map(text => text.textContent);
            })"""
        )
        assert cut == []
        assert seen.complaints == []
        assert seen.requests == []
