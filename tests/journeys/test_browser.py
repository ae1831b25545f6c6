"""The plan as a page in a real browser: in four languages, on a desk and on a phone, without asking anybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from openraa.language import LANGUAGES
from tests.support.browser import DESK, PHONE, browser, opened
from tests.support.commands import raa
from tests.support.generated import ROOT

PAGES = ("france-italy", "france-japan", "five-nations", "uk-new-caledonia")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


def written(name: str, code: str, folder: Path) -> Path:
    file = folder / f"{name}.{code}.html"
    raa("check", str(ROOT / "examples" / name), "--lang", code, "--html", str(file))
    return file


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_a_plan(chromium: Browser, name: str, code: str, tmp_path: Path) -> None:
    file = written(name, code, tmp_path)
    for size in (DESK, PHONE):
        with opened(chromium, file, size=size) as seen:
            assert seen.page.get_attribute("html", "lang") == code
            assert seen.page.locator("h1").count() == 1
            assert seen.page.locator("h1").inner_text().strip()
            assert seen.page.title().strip()
            assert seen.complaints == []
            assert seen.requests == []
            assert seen.overflow() == []


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_the_page_of_a_comparison_opens_into_regions(chromium: Browser, code: str, tmp_path: Path) -> None:
    file = tmp_path / "compared.html"
    draft = str(ROOT / "examples" / "drafts" / "jp-fr-illustration")
    raa("compare", draft, "jp-au-raa-2022", "jp-ph-raa-2024", "--lang", code, "--html", str(file))
    for size in (DESK, PHONE):
        with opened(chromium, file, size=size) as seen:
            assert seen.page.get_attribute("html", "lang") == code
            assert "illustration, not an official text" in seen.page.locator("header").inner_text()
            question = seen.page.locator('[id="status.civilian_component"]')
            assert question.locator(".mark.DIFFERS").count() == 3
            assert not question.locator(".region").first.is_visible()
            question.locator("> summary").click()
            region = question.locator(".region").first
            assert region.locator(".side").count() == 2
            assert region.locator("ul").first.is_visible()
            case = region.locator("details.case")
            case.locator("summary").click()
            assert case.locator("li").count() > 3
            same = seen.page.locator('[id="entry.visa"]')
            assert same.is_visible()
            alike = seen.page.locator("details.alike").count()
            shown = seen.page.locator(".topic > details:visible").count()
            seen.page.check("#only")
            assert seen.page.locator(".topic > details:visible").count() == shown - alike
            assert (seen.complaints, seen.requests, seen.overflow()) == ([], [], [])


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_explanation_opens_and_says_something(chromium: Browser, code: str, tmp_path: Path) -> None:
    with opened(chromium, written("france-italy", code, tmp_path), size=PHONE) as seen:
        why = seen.page.locator("details")
        assert why.count() > 5
        for i in range(why.count()):
            why.nth(i).locator("summary").click()
            assert why.nth(i).locator("pre").is_visible()
            assert why.nth(i).locator("pre").inner_text().strip()
        assert seen.overflow() == []


@pytest.mark.slow
def test_a_phone_hides_the_head_of_a_matrix_and_says_in_each_cell_whose_it_is(
    chromium: Browser, tmp_path: Path
) -> None:
    file = written("five-nations", "ja", tmp_path)
    shown = "cell => getComputedStyle(cell, '::before').content"
    for size, visible in ((PHONE, True), (DESK, False)):
        with opened(chromium, file, size=size) as seen:
            cells = seen.page.locator("table.grid td").all()
            assert len(cells) > 10
            said = [str(cell.evaluate(shown)) for cell in cells]
            assert all("日本" in text for text in said) is visible
            assert any("オーストラリア" in text for text in said) is visible


@pytest.mark.slow
def test_names_that_look_like_markup_are_shown_and_never_run(chromium: Browser, tmp_path: Path) -> None:
    name = "<script>fetch('http://example.invalid/')</script><img src=x onerror=alert(1)>"
    (tmp_path / "visit.toml").write_text(
        f'[visit]\nname = "{name}"\nsending = "FR"\nreceiving = "IT"\nbegins_on = 2026-03-09\nends_on = 2026-03-20\n'
        '[manifests]\npeople = "people.csv"\n',
        encoding="utf-8",
    )
    (tmp_path / "people.csv").write_text(f'name,nationality,role\n"{name}",FRA,member\n', encoding="utf-8")
    file = tmp_path / "plan.html"
    assert raa("check", str(tmp_path), "--html", str(file)).status == 0
    with opened(chromium, file) as seen:
        assert seen.page.locator("h1").inner_text() == name
        assert seen.page.locator("script").count() == 0
        assert seen.complaints == []
        assert seen.requests == []


@pytest.mark.slow
def test_a_page_that_misbehaves_is_noticed(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text(
        '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>x</title>'
        '<h1>x</h1><div style="width:900px">wide</div><script>console.error("oh")</script><img src="near.png">',
        encoding="utf-8",
    )
    with opened(chromium, file, size=PHONE) as seen:
        assert any("oh" in text for text in seen.complaints)
        assert any(url.endswith("near.png") for url in seen.requests)
        assert any(text.startswith("DIV: wide") for text in seen.overflow())
