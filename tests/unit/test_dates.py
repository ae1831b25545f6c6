"""Days as planners write them: read where there is no doubt, asked for where there is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openraa.visit.dates import orders_shown, read_day

NINTH_OF_MARCH = date(2026, 3, 9)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-09", "2026/03/09", "2026/3/9", "2026.3.9", "09.03.2026", "9.3.2026", "2026年3月9日",
        "２０２６年３月９日",
        "２０２６／０３／０９", "令和8年3月9日", "令和８年３月９日", "R8.3.9", "r8/3/9", "9 mars 2026",
        "9 Mar 2026", "9 marzo 2026",
        "March 9, 2026", "Mar. 9, 2026", "9th March 2026", "09-Mar-2026", "2026-03-09 00:00:00", "2026-03-09T00:00:00",
    ],
)  # fmt: skip
def test_each_usual_way_to_write_a_day_is_read(text: str) -> None:
    assert read_day(text).day == NINTH_OF_MARCH


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1er mars 2026", date(2026, 3, 1)),
        ("1º maggio 1990", date(1990, 5, 1)),
        ("14 août 1990", date(1990, 8, 14)),
        ("14 déc. 1990", date(1990, 12, 14)),
        ("25/04/1990", date(1990, 4, 25)),
        ("04/25/1990", date(1990, 4, 25)),
        ("04-04-1990", date(1990, 4, 4)),
        ("平成元年1月8日", date(1989, 1, 8)),
        ("平成2年5月14日", date(1990, 5, 14)),
        ("昭和63年12月31日", date(1988, 12, 31)),
        ("S45.10.1", date(1970, 10, 1)),
    ],
)
def test_days_without_doubt_are_read(text: str, day: date) -> None:
    assert read_day(text).day == day


@pytest.mark.parametrize("text", ["03/04/2026", "3/4/2026", "03-04-2026", "０３／０４／２０２６"])
def test_a_day_that_can_be_read_in_two_ways_is_not_guessed(text: str) -> None:
    read = read_day(text)
    assert read.day is None
    assert read.either == (date(2026, 4, 3), date(2026, 3, 4))
    assert read_day(text, "dmy").day == date(2026, 4, 3)
    assert read_day(text, "mdy").day == date(2026, 3, 4)


def test_an_order_does_not_bend_a_day_that_contradicts_it() -> None:
    assert read_day("25/04/2026", "mdy").day is None
    assert read_day("04/25/2026", "dmy").day is None


@pytest.mark.parametrize("text", ["03/04/26", "3.4.26", "26-03-09"])
def test_a_year_of_two_digits_is_asked_for(text: str) -> None:
    read = read_day(text)
    assert read.day is None
    assert read.short_year


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2026-02-30", "30.02.2026", "31 juin 2026", "2026-13-01", "9 Foo 2026", "0026-03-09", "9999-01-01",
        "令和元年4月30日", "平成31年5月1日", "昭和65年1月1日", "46090", "2026-03", "１２", "2026-03-09 12:30",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    read = read_day(text)
    assert read.day is None
    assert read.either is None


def test_a_column_shows_its_order_by_the_days_that_have_only_one_reading() -> None:
    assert orders_shown(["03/04/2026", "25/04/2026", "2026-04-03"]) == {"dmy"}
    assert orders_shown(["12/31/2026", "31/12/2026"]) == {"dmy", "mdy"}
    assert orders_shown(["03/04/2026", "03.04.2026"]) == set()


@given(st.dates(date(1930, 1, 1), date(2150, 12, 31)))
def test_iso_dates_are_read_as_they_are(day: date) -> None:
    assert read_day(day.isoformat()).day == day


@given(st.text(max_size=30))
def test_any_text_is_read_or_not_without_an_error(text: str) -> None:
    read_day(text)
