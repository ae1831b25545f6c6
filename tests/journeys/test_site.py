"""The public site: built into a folder, read as files, opened in a real browser, searched as a journalist would."""

from __future__ import annotations

import hashlib
import json
import os
import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from openraa.language import LANGUAGES, reading
from openraa.problems import Refused, Unavailable
from openraa.register import Verdict, load_statements
from openraa.site import Edition, check_base_url, gather, refuse_unless_ours, write_site
from tests.support.axe import violations
from tests.support.browser import browser, opened
from tests.support.commands import raa
from tests.support.sites import broken_links, read_page

DAY = date(2026, 11, 24)
BASE = "https://example.org/raa/"
WIDTHS = {"phone": (360, 780), "desktop": (1280, 900)}
ATOM = "{http://www.w3.org/2005/Atom}"
KINDS = (
    "index",
    "agreements/index",
    "agreements/jp-fr-raa",
    "agreements/nl-rw-2009/rulebook",
    "agreements/nl-rw-2009/articles",
    "agreements/pfp-fap-1997/rulebook",
    "states/index",
    "states/JP",
    "pairs/FR-JP",
    "pairs/JP-US",
    "pairs/FR-IT",
    "questions/index",
    "questions/entry.visa",
    "compare/index",
    "compare/nato-sofa-1951--nl-rw-2009",
    "forecasts/index",
    "forecasts/jp-fr-raa",
    "press",
    "pictures",
    "events",
    "downloads",
    "method",
    "accessibility",
    "search",
)
SAMPLE = ("index", "agreements/jp-fr-raa", "agreements/nl-rw-2009/rulebook", "pairs/FR-JP", "search")


@pytest.fixture(scope="module")
def edition() -> Edition:
    return gather(DAY, tuple(LANGUAGES), base_url=BASE, compared=[("nato-sofa-1951", "nl-rw-2009")])


@pytest.fixture(scope="module")
def site(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site") / "public"
    write_site(edition, out)
    return out


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as running:
        yield running


def test_no_link_within_the_site_is_broken_and_no_id_stands_twice(site: Path) -> None:
    assert broken_links(site) == []


def test_every_kind_of_page_is_there_in_every_language_and_says_which(site: Path) -> None:
    for code in LANGUAGES:
        for name in KINDS:
            text = (site / code / f"{name}.html").read_text("utf-8")
            assert f'<html lang="{code}">' in text
            assert text.count("<h1") == 1
            for other in LANGUAGES:
                assert f'hreflang="{other}" href="{BASE}{other}/{name}.html"' in text


def test_no_page_loads_anything_from_elsewhere_or_has_a_script_within(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert [each for each in read_page(text).loads if urlsplit(each).netloc] == [], path
        assert re.findall(r"<script(?! defer src=)(?! type=\"application/ld\+json\")", text) == [], path
        assert not re.search(r"<style|\son[a-z]+=|\sstyle=", text), path
        assert "default-src 'none'" in text, path
    assert "url(" not in (site / "site.css").read_text("utf-8").replace("url()", "")


def test_pages_are_html_without_a_fault(site: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import html5lib
    for code in LANGUAGES:
        for name in KINDS:
            parser = html5lib.HTMLParser(strict=True)
            parser.parse((site / code / f"{name}.html").read_text("utf-8"))
    for name in ("index.html", "404.html"):
        html5lib.HTMLParser(strict=True).parse((site / name).read_text("utf-8"))


def test_english_texts_on_other_pages_are_marked_as_english(site: Path) -> None:
    french = (site / "fr" / "agreements" / "nl-rw-2009" / "rulebook.html").read_text("utf-8")
    assert '<dd><span lang="en">' in french
    english = (site / "en" / "agreements" / "nl-rw-2009" / "rulebook.html").read_text("utf-8")
    assert '<span lang="en">' not in english
    articles = (site / "ja" / "agreements" / "nl-rw-2009" / "articles.html").read_text("utf-8")
    assert '<div lang="en">' in articles


def test_linked_data_on_a_page_is_json_and_claims_nothing_unverified(site: Path) -> None:
    text = (site / "en" / "agreements" / "jp-fr-raa.html").read_text("utf-8")
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])
    assert data["@type"] == "Legislation"
    assert data["identifier"] == "jp-fr-raa"
    assert "legislationDate" not in data
    assert "legislationLegalForce" not in data


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_feed_is_atom_with_ids_of_its_own_that_do_not_depend_on_language_or_address(site: Path, code: str) -> None:
    feed = ET.fromstring((site / code / "events.atom").read_text("utf-8"))
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(ids) == len(set(ids)) == 100
    english = ET.fromstring((site / "en" / "events.atom").read_text("utf-8"))
    assert ids == [entry.findtext(f"{ATOM}id") for entry in english.findall(f"{ATOM}entry")]
    for entry in entries:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", entry.findtext(f"{ATOM}updated") or "")
        link = entry.find(f"{ATOM}link")
        assert link is not None
        address, _, anchor = link.attrib["href"].removeprefix(BASE).partition("#")
        assert anchor in read_page((site / address).read_text("utf-8")).ids


def test_the_calendar_reads_back_and_has_only_days(site: Path) -> None:
    from icalendar import Calendar

    events = Calendar.from_ical((site / "fr" / "events.ics").read_bytes()).walk("VEVENT")
    assert len(events) > 100
    assert len({str(event["uid"]) for event in events}) == len(events)
    summaries = [str(event["summary"]) for event in events]
    assert any("début des négociations" in text for text in summaries)
    assert not any(str(event.decoded("dtstart").year) == "2023" and "radio" in str(event) for event in events)


def test_the_sitemap_names_exactly_the_pages_that_exist(site: Path) -> None:
    root = ET.fromstring((site / "sitemap.xml").read_text("utf-8"))
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    named = {(url.findtext(f"{space}loc") or "").removeprefix(BASE) for url in root}
    there = {path.relative_to(site).as_posix() for path in site.rglob("*.html")}
    assert named == there - {"index.html", "404.html"}


def test_the_same_edition_gives_the_same_bytes_and_the_manifest_knows_them(
    edition: Edition, site: Path, tmp_path: Path
) -> None:
    write_site(edition, tmp_path / "again")
    assert (tmp_path / "again" / "site.json").read_bytes() == (site / "site.json").read_bytes()
    files = json.loads((site / "site.json").read_text("utf-8"))["files"]
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert set(files) == there - {"site.json"}
    for name in ("index.html", "ja/index.html", "en/search-index.js"):
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == files[name]["sha256"]


def test_what_is_in_force_but_not_encoded_is_not_called_nothing(site: Path) -> None:
    text = (site / "en" / "pairs" / "JP-US.html").read_text("utf-8")
    there = text.split('id="US-to-JP"')[1].split("</section>")[0]
    assert "In force, but what it says is not encoded here" in there
    assert "No agreement governs" not in there
    assert "No agreement governs" in text.split('id="JP-to-US"')[1].split("</section>")[0]


def test_two_states_without_an_agreement_in_force_see_where_the_talks_stand(site: Path) -> None:
    text = (site / "en" / "pairs" / "FR-JP.html").read_text("utf-8")
    assert text.count("No agreement governs") >= 2
    assert "Where the talks stand" in text
    assert "2 May 2024" in text


def test_a_question_has_its_conditions_in_words_its_article_and_its_verification(site: Path) -> None:
    text = (site / "en" / "agreements" / "nato-sofa-1951" / "rulebook.html").read_text("utf-8")
    visa = text.split('id="entry.visa"')[1].split("</article>")[0]
    assert "No visa is needed." in visa
    assert "treaty status: member of the force" in visa
    assert "Art. III(1), (2)" in visa
    assert "full text" in visa


def test_a_day_in_the_past_knows_nothing_of_later_talks(tmp_path: Path) -> None:
    early = gather(date(2022, 1, 1), ("en",), compared=())
    write_site(early, tmp_path / "early")
    talks = (tmp_path / "early" / "en" / "index.html").read_text("utf-8")
    assert "Japan-France reciprocal access agreement" not in talks.split('id="talks"')[1].split('id="doubt"')[0]
    page = (tmp_path / "early" / "en" / "agreements" / "jp-fr-raa.html").read_text("utf-8")
    assert "after 1 January 2022" in page
    assert not (tmp_path / "early" / "sitemap.xml").exists()


# In a browser


def _check(chromium: Browser, site: Path, code: str, names: tuple[str, ...]) -> None:
    for name in names:
        for size in WIDTHS.values():
            with opened(chromium, site / code / f"{name}.html", size=size) as seen:
                assert seen.complaints == [], name
                assert [url for url in seen.requests if not url.startswith(site.as_uri())] == [], name
                assert seen.overflow() == [], name
        with opened(chromium, site / code / f"{name}.html", size=WIDTHS["phone"], checked=True) as seen:
            assert violations(seen.page) == [], name
        with opened(chromium, site / code / f"{name}.html", size=WIDTHS["desktop"], checked=True, dark=True) as seen:
            for details in seen.page.locator("details").all()[:3]:
                details.evaluate("(each) => { each.open = true; }")
            assert violations(seen.page) == [], name


def test_a_sample_of_pages_passes_axe_on_phone_and_desk(chromium: Browser, site: Path) -> None:
    _check(chromium, site, "en", SAMPLE)


@pytest.mark.slow
@pytest.mark.parametrize("code", LANGUAGES)
def test_every_kind_of_page_passes_axe_on_phone_and_desk(chromium: Browser, site: Path, code: str) -> None:
    _check(chromium, site, code, KINDS)


def test_a_page_that_cannot_be_used_by_everybody_is_noticed(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "bad.html"
    file.write_text('<!doctype html><html><title>x</title><main><h1>x</h1><img src="x.png"></main>', encoding="utf-8")
    with opened(chromium, file) as seen:
        assert {line.partition(":")[0] for line in violations(seen.page)} >= {"html-has-lang", "image-alt"}


def _found(chromium: Browser, site: Path, code: str, query: str) -> list[tuple[str, str]]:
    with opened(chromium, site / code / "search.html") as seen:
        seen.page.fill("#q", query)
        links = seen.page.locator("#results a")
        return [(each.inner_text(), each.get_attribute("href") or "") for each in links.all()]


@pytest.mark.parametrize(
    ("code", "query", "wanted"),
    [
        ("en", "France Japan", "pairs/FR-JP.html"),
        ("fr", "japon france", "pairs/FR-JP.html"),
        ("ja", "フランス 日本", "pairs/FR-JP.html"),
        ("it", "Giappone Filippine", "pairs/JP-PH.html"),
        ("en", "nato visa", "agreements/nato-sofa-1951/rulebook.html#entry.visa"),
        ("en", "PRIMARY RIGHT", "questions/jurisdiction.primary.html"),
        ("fr", "negociations 2 mai 2024", "agreements/jp-fr-raa.html#2024-05-02-talks_start"),
    ],
)
def test_the_search_finds_without_a_server(chromium: Browser, site: Path, code: str, query: str, wanted: str) -> None:
    found = [address for _, address in _found(chromium, site, code, query)]
    assert wanted in found[:8], found[:8]
    assert (site / code / wanted.partition("#")[0]).is_file()


def test_a_search_that_finds_nothing_says_so_and_keeps_the_list(chromium: Browser, site: Path) -> None:
    with opened(chromium, site / "en" / "search.html") as seen:
        seen.page.fill("#q", "<img src=x onerror=alert(1)> zzz")
        assert "Nothing was found" in seen.page.locator("#found").inner_text()
        assert seen.page.locator("#everything").is_visible()
        assert seen.complaints == []


def test_the_search_is_used_with_the_keyboard_alone(chromium: Browser, site: Path) -> None:
    with opened(chromium, site / "en" / "index.html") as seen:
        seen.page.keyboard.press("Tab")
        assert seen.page.evaluate("document.activeElement.className") == "skip"
        seen.page.focus("#top-q")
        seen.page.keyboard.type("france japan")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_selector("#results a")
        seen.page.focus("#q")
        seen.page.keyboard.press("Enter")
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_url("**/pairs/FR-JP.html")


def test_without_scripts_everything_is_still_there(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "en" / "search.html").as_uri())
    assert page.locator("#everything").is_visible()
    assert not page.locator("#search").is_visible()
    page.goto((site / "en" / "index.html").as_uri())
    assert not page.locator("#pick").is_visible()
    page.locator(".pick summary").click()
    page.locator(".pick a", has_text="France").click()
    page.locator(".partners a", has_text="Japan").first.click()
    assert page.locator("h1").inner_text() == "France and Japan"
    context.close()


def test_two_states_are_picked_on_the_first_page(chromium: Browser, site: Path) -> None:
    with opened(chromium, site / "fr" / "index.html") as seen:
        seen.page.select_option("#pick-one", "IT")
        seen.page.select_option("#pick-other", "IT")
        seen.page.click("#pick button")
        assert seen.page.locator("#pick-says").inner_text() == "Le registre n’a rien entre ces deux États."
        seen.page.select_option("#pick-other", "FR")
        seen.page.click("#pick button")
        seen.page.wait_for_url("**/pairs/FR-IT.html")


def test_the_list_of_agreements_narrows_without_a_script(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / "en" / "agreements" / "index.html").as_uri())
    whole = page.locator(".card:visible").count()
    page.check("#s-TALKS")
    assert 0 < page.locator(".card:visible").count() < whole
    assert page.locator(".card:visible", has_text="Japan-France reciprocal").count() == 1
    page.check("#k-protocol")
    assert page.locator(".card:visible").count() == 0
    assert page.locator(".nothing").is_visible()
    context.close()


# The journalist's journey


def test_every_statement_of_the_first_article_is_reached_from_the_front_page_and_stands_with_its_finding(
    site: Path,
) -> None:
    front = read_page((site / "it" / "index.html").read_text("utf-8"))
    assert ("a", "press.html") in front.links
    known = load_statements()
    words = reading("it")
    text = (site / "it" / "press.html").read_text("utf-8")
    own = [row for row in known.statements if row.article == "seed"]
    assert len(own) > 20
    for row in own:
        card = text.split(f'id="{row.id}"')[1].split("</article>")[0]
        shown = unescape(re.sub(r"<[^>]+>", "", card))
        assert words(row.says) in shown
        assert words(row.verdict.value) in shown
        assert words(row.answer) in shown
        bears = read_page(card).links
        if row.verdict is not Verdict.NOT_CONFIRMED:
            assert any(address.startswith(("http", "agreements/")) for _, address in bears), row.id


def test_the_date_of_the_build_up_stands_in_both_versions_with_their_sources(site: Path) -> None:
    text = (site / "en" / "press.html").read_text("utf-8")
    row = next(row for row in load_statements().statements if "December 2023" in row.says and row.article == "seed")
    card = text.split(f'id="{row.id}"')[1].split("</article>")[0]
    assert "disputed" in card
    assert "16 December 2022" in card
    assert "December 2023" in card
    assert "kathmandupost.com" in card


def test_every_statement_of_the_first_article_is_found_by_search(chromium: Browser, site: Path) -> None:
    with opened(chromium, site / "en" / "search.html") as seen:
        for row in load_statements().statements:
            words = sorted(set(re.findall(r"[A-Za-z]{5,}", row.says)), key=len, reverse=True)[:4]
            seen.page.fill("#q", " ".join(words))
            found = [each.get_attribute("href") for each in seen.page.locator("#results a").all()]
            assert f"press.html#{row.id}" in found, (row.id, words)


def test_what_the_official_said_stands_beside_what_the_history_says(site: Path) -> None:
    text = (site / "en" / "forecasts" / "jp-fr-raa.html").read_text("utf-8")
    assert "An official says that concluding could take about a year." in text
    assert "80 % interval" in text
    assert "Tried on the past" in text
    assert "Narrower, but too small" in text
    assert text.count("<meter") == 7


def test_pictures_have_texts_and_data_and_need_nothing_else(site: Path) -> None:
    for path in site.rglob("*.svg"):
        text = path.read_text("utf-8")
        ET.fromstring(text)
        assert not re.search(r"(href|src)=.http|url\(.?http|<script|@import", text), path
    for path in site.rglob("*.html"):
        for image in re.findall(r"<img[^>]*>", path.read_text("utf-8")):
            assert re.search(r'alt="[^"]{4,}"', image), path
    assert (site / "data" / "pictures" / "timeline-jp-fr-raa.csv").read_text("utf-8").count("\n") > 5


def test_downloads_are_the_register_itself(site: Path) -> None:
    package = json.loads((site / "data" / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        assert (site / "data" / resource["path"]).is_file()
    assert ET.fromstring((site / "data" / "akn" / "nato-sofa-1951.xml").read_text("utf-8")).tag.endswith("akomaNtoso")
    links = read_page((site / "ja" / "downloads.html").read_text("utf-8")).links
    assert ("a", "../data/register.jsonld") in links


# Wrong input


def test_a_folder_with_other_files_is_refused_and_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine", encoding="utf-8")
    done = raa("site", "build", "--out", str(tmp_path), "--no-comparisons")
    assert done.status == 2
    assert "other-files" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_an_earlier_build_is_replaced_whole(edition: Edition, tmp_path: Path) -> None:
    out = tmp_path / "site"
    few = gather(DAY, ("ja",), compared=())
    write_site(few, out)
    (out / "ja" / "old.html").write_text("from before", encoding="utf-8")
    write_site(few, out)
    assert not (out / "ja" / "old.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_build_that_fails_leaves_the_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "site"
    few = gather(DAY, ("en",), compared=())
    write_site(few, out)
    before = (out / "site.json").read_bytes()
    written = 0
    real = Path.write_bytes

    def full(self: Path, data: bytes) -> int:
        nonlocal written
        written += 1
        if written > 50:
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(Unavailable, match="No space left on device"):
        write_site(few, out)
    monkeypatch.undo()
    assert (out / "site.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_build_that_is_broken_off_leaves_nothing_behind(tmp_path: Path) -> None:
    few = gather(DAY, ("en",), compared=())

    def stop(n: int) -> None:
        if n == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_site(few, tmp_path / "site", stop)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        out = Path("/proc/site")
    else:
        tmp_path.chmod(0o500)
        out = tmp_path / "site"
    done = raa("site", "build", "--out", str(out), "--no-comparisons", "--lang", "en")
    assert done.status == 3
    assert "cannot be written" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--lang", "tlh"], "language"),
        (["--lang", "en,en"], "language"),
        (["--at", "yesterday"], "no-such-day"),
        (["--base-url", "ftp://example.org"], "base-url"),
        (["--base-url", "example.org/raa"], "base-url"),
    ],
)
def test_wrong_arguments_are_refused_before_anything_is_written(
    tmp_path: Path, arguments: list[str], code: str
) -> None:
    out = tmp_path / "site"
    done = raa("site", "build", "--out", str(out), "--no-comparisons", *arguments)
    assert done.status == 2
    assert f"[{code}]" in done.err
    assert not out.exists()


def test_a_file_a_link_and_a_missing_parent_are_no_folders(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "empty")
    for out in (file, tmp_path / "link", tmp_path / "none" / "site", file / "site"):
        with pytest.raises((Refused, Unavailable)):
            refuse_unless_ours(out)
    refuse_unless_ours(tmp_path / "empty")


def test_an_address_gets_its_stroke() -> None:
    assert check_base_url("https://example.org/raa") == "https://example.org/raa/"
    assert check_base_url("") == ""
