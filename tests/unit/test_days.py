"""Days, counted as docs/reference/days.md says."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openraa.rulebook import Counting, Deadline, Side, Unit
from openraa.visit import Calendar, CalendarUnknown, Visit, due_day


def visit(begins: date, ends: date | None = None, sending: str = "FR", receiving: str = "IT") -> Visit:
    return Visit("V", sending, receiving, begins, ends or begins, "", "", (), (), None, {}, (), (), Path("v"))


def rule(
    length: int,
    unit: Unit = Unit.DAYS,
    count: Counting = Counting.CALENDAR,
    side: Side = Side.RECEIVING,
    *,
    before: bool = True,
    event: str = "entry",
) -> Deadline:
    return Deadline(length, unit, count, side, before, event)


def last(deadline: Deadline, begins: date, **more: str) -> date:
    found = due_day(deadline, visit(begins, **more), as_of=None)  # type: ignore[arg-type]
    assert found is not None
    return found.last_on


def test_the_day_of_the_event_does_not_count() -> None:
    assert last(rule(15), date(2026, 5, 20)) == date(2026, 5, 5)


def test_working_days_leave_out_weekends_and_holidays_of_the_receiving_state() -> None:
    # 25 April 2026 (Italy's Liberation Day) is a Saturday; 2 June 2026, a Tuesday, is the Republic's.
    assert last(rule(5, count=Counting.WORKING), date(2026, 6, 8)) == date(2026, 5, 29)


def test_the_provision_may_name_the_sending_states_calendar() -> None:
    # In France 1, 8, 14 and 25 May 2026 are holidays, in Italy only 1 May is.
    working = rule(5, count=Counting.WORKING, side=Side.SENDING)
    assert last(working, date(2026, 5, 18)) == date(2026, 5, 7)
    assert last(rule(5, count=Counting.WORKING), date(2026, 5, 18)) == date(2026, 5, 11)


@pytest.mark.parametrize(
    ("event", "months", "expected"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 15), 2, date(2025, 11, 15)),
    ],
)
def test_months_are_calendar_months(event: date, months: int, expected: date) -> None:
    assert last(rule(months, Unit.MONTHS), event) == expected


def test_hours_are_rounded_up_to_days() -> None:
    assert last(rule(48, Unit.HOURS), date(2026, 5, 20)) == date(2026, 5, 18)
    assert last(rule(24, Unit.HOURS), date(2026, 5, 20)) == date(2026, 5, 19)
    assert last(rule(25, Unit.HOURS), date(2026, 5, 20)) == date(2026, 5, 18)


def test_the_safe_day_is_the_senders_last_working_day() -> None:
    found = due_day(rule(10), visit(date(2026, 5, 20)), as_of=date(2026, 5, 6))
    assert found is not None
    assert (found.last_on, found.safe_on) == (date(2026, 5, 10), date(2026, 5, 7))
    assert (found.slack_days, found.late) == (1, False)


def test_late_is_late() -> None:
    found = due_day(rule(15), visit(date(2026, 5, 20)), as_of=date(2026, 5, 6))
    assert found is not None
    assert found.late


def test_events_of_an_incident_have_no_day_while_a_visit_is_planned() -> None:
    assert due_day(rule(2, event="arrest", before=False), visit(date(2026, 5, 20)), as_of=None) is None


def test_weekends_differ() -> None:
    friday = date(2026, 11, 6)
    assert not Calendar("JO").works_on(friday)
    assert Calendar("FR").works_on(friday)


def test_an_unknown_state_counts_weekends_only_and_says_so() -> None:
    found = due_day(rule(5, count=Counting.WORKING), visit(date(2026, 5, 20), receiving="ZZ"), as_of=None)
    assert found is not None
    assert "ZZ" in found.caveat
    assert found.last_on == date(2026, 5, 13)


def test_a_calendar_ends_somewhere() -> None:
    with pytest.raises(CalendarUnknown):
        Calendar("FR").back(date(2026, 1, 1), 5000)


@given(day=st.dates(date(2001, 1, 1), date(2030, 1, 1)), days=st.integers(1, 60))
def test_forward_undoes_back_between_working_days(day: date, days: int) -> None:
    calendar = Calendar("JP")
    start = calendar.last_working_day(day)
    assert calendar.forward(calendar.back(start, days), days) == start


@given(
    state=st.sampled_from(["JP", "FR", "QA", "SA", "IL", "NP", "AE", "ZZ"]),
    day=st.dates(date(2009, 1, 1), date(2035, 1, 1)),
    days=st.integers(1, 40),
)
def test_so_many_working_days_lie_between_whatever_the_weekend(state: str, day: date, days: int) -> None:
    calendar = Calendar(state)
    back = calendar.back(day, days)
    assert calendar.works_on(back)
    between = [back + timedelta(days=n) for n in range((day - back).days)]
    assert sum(map(calendar.works_on, between)) == days
