"""From a notice rule and the dates of a visit to a day: when a notice is still in time."""

from __future__ import annotations

import calendar as months_of_year
from dataclasses import dataclass
from datetime import date, timedelta

from openraa.problems import Said
from openraa.rulebook import Counting, Deadline, Side, Unit
from openraa.visit.calendars import Calendar
from openraa.visit.model import Visit

_AT_BEGINNING = ("entry", "activity", "import", "arrival")


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day by which something must be done, and how sure that day is.

    `safe_on` is the last working day of the acting side on or before `last_on`: a notice that falls due on
    a Sunday had better be sent on Friday. What begins only after an event is never put before it.
    """

    last_on: date
    safe_on: date
    slack_days: int | None
    caveat: Said | None = None

    @property
    def late(self) -> bool:
        """Whether the day has passed."""
        return self.slack_days is not None and self.slack_days < 0


def due_day(deadline: Deadline, visit: Visit, *, as_of: date | None) -> DueDay | None:
    """The last day on which a deadline of the visit is still kept; None when its event has no date yet.

    The day of the event does not count. Working days are those of the calendar which the provision names,
    the receiving State's unless it says otherwise. Hours are counted in whole days, rounded up, which
    errs on the safe side. Source: docs/reference/days.md.
    """
    event_on = event_day(deadline.event, visit)
    if event_on is None:
        return None
    days = Calendar(visit.receiving if deadline.calendar is Side.RECEIVING else visit.sending)
    length = -(-deadline.length // 24) if deadline.unit is Unit.HOURS else deadline.length
    if deadline.unit is Unit.MONTHS:
        last = _months_from(event_on, -length if deadline.before else length)
    elif deadline.count is Counting.WORKING:
        last = days.back(event_on, length) if deadline.before else days.forward(event_on, length)
    else:
        last = event_on + timedelta(days=-length if deadline.before else length)
    own = Calendar(visit.sending)
    safe = own.last_working_day(last)
    if not deadline.before and safe <= event_on:
        safe = last  # what begins after an event cannot be done before it
    slack = (safe - as_of).days if as_of else None
    caveat = days.caveat(*sorted((last, event_on))) if deadline.count is Counting.WORKING else None
    return DueDay(last, safe, slack, caveat or own.caveat(safe, last))


def event_day(event: str, visit: Visit) -> date | None:
    """The visit's day for an event; incidents and the like have none while a visit is planned."""
    if event in _AT_BEGINNING:
        return visit.begins_on
    return visit.ends_on if event == "exit" else None


def _months_from(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = months_of_year.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
