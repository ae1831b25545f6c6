"""What the press says is held against the register's own dates and sources."""

from __future__ import annotations

from datetime import date
from importlib import resources

import pytest

from openraa.problems import Refused
from openraa.register import (
    Verdict,
    check_statements,
    events_of,
    load_agreements,
    load_statements,
    source_of,
    spans_of,
    statements,
)

TODAY = date(2026, 11, 24)
TEXT = (resources.files("openraa.register") / "statements.yaml").read_text("utf-8")


def named(name: str) -> statements.Statement:
    return next(row for row in load_statements().statements if row.id == name)


def months(name: str) -> list[tuple[int, int]]:
    return [(round(s.low), round(s.high)) for s in spans_of(named(name), load_agreements(), TODAY)]


def test_the_shipped_statements_stand_on_the_register() -> None:
    assert check_statements(load_agreements(), TODAY) == []


def test_every_statement_of_the_first_article_can_be_looked_up() -> None:
    rows = [row for row in load_statements().statements if row.article == "seed"]
    assert len(rows) == 23
    for row in rows:
        rests = events_of(row, load_agreements()) or row.sources or row.sides
        assert rests or row.verdict is Verdict.NOT_CONFIRMED, row.id
        assert row.answer, row.id


def test_the_talks_with_australia_took_years_longer_than_is_said() -> None:
    assert months("two-years-australia") == [(76, 77), (89, 90), (108, 109)]
    assert named("two-years-australia").verdict is Verdict.CONTRADICTED


def test_the_year_for_the_united_kingdom_is_neither_borne_out_nor_quite_wrong() -> None:
    assert months("one-year-britain") == [(7, 7), (15, 15), (24, 24)]
    assert named("one-year-britain").verdict is Verdict.DISPUTED


def test_paris_had_pushed_for_more_than_two_years() -> None:
    assert months("paris-pushed") == [(27, 27)]


def test_talks_that_still_run_are_counted_to_today() -> None:
    (span,) = spans_of(named("one-year-france"), load_agreements(), TODAY)
    assert (span.open, round(span.low, 1), span.bears_out) == (True, 30.8, False)
    (early,) = spans_of(named("one-year-france"), load_agreements(), date(2024, 12, 1))
    assert early.bears_out


def test_the_two_dates_of_the_build_up_stand_side_by_side_with_their_sources() -> None:
    row = named("build-up")
    assert row.verdict is Verdict.DISPUTED
    assert [str(side.on) for side in row.sides] == ["2023-12", "2022-12-16", "2022-12"]
    known = load_statements()
    for side in row.sides:
        assert all(source_of(key, known, load_agreements()) for key in side.sources)


def test_statements_are_found_by_agreement_and_by_state() -> None:
    known = load_statements()
    assert named("one-year-britain") in known.about("jp-uk-raa-2023", load_agreements())
    assert named("build-up") in known.about("JP", load_agreements())
    assert named("build-up") not in known.about("FR", load_agreements())
    assert known.about("BR", load_agreements()) == ()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("event: talks_start}", "event: talk_start}", "Did you mean `talks_start`?"),
        ("finding: supported", "finding: true_enough", "is not allowed here"),
        ("about: 24}", "about: two years}", "not a number of months"),
        (", about: 24}", "}", "a span without"),
        ("id: build-up", "id: lunch", "the id `lunch` is given twice"),
        ("on: 2022-12-16, sources", "on: 2022-16-12, sources", "not a day of the calendar"),
        ("article: radio", "article: tv", "is not allowed here"),
        ("states: [FR]", "states: [Gaul]", "not a country code"),
    ],
)
def test_a_malformed_file_of_statements_is_refused_with_its_line(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(Refused, match=r"statements\.yaml:\d+") as refused:
        statements.read_statements(TEXT.replace(old, new, 1), "register/statements.yaml")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("about: [jp-uk-raa-2023]", "about: [jp-uk-raa]", "there is no agreement `jp-uk-raa`"),
        ("finding: contradicted\n  answer: From the", "finding: supported\n  answer: From the", "do not bear out"),
        ("finding: disputed\n  answer: Only", "finding: contradicted\n  answer: Only", "do not bear out"),
        ("event: statement, on: 2023-04}", "event: statement, on: 2022-04}", "has no such event"),
        ("sources: [S126]", "sources: [S127]", "there is no source `S127`"),
        ("finding: not_confirmed\n  answer: The words", "finding: supported\n  answer: The words", "without an event"),
    ],
)
def test_a_finding_that_the_register_does_not_bear_is_named(
    old: str, new: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert old in TEXT
    changed = statements.read_statements(TEXT.replace(old, new, 1), "register/statements.yaml")
    monkeypatch.setattr(statements, "load_statements", lambda: changed)
    found = check_statements(load_agreements(), TODAY)
    assert len(found) == 1, found
    assert says in found[0].message
    assert found[0].place.line
