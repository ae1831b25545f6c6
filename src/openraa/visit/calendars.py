"""Working days: each State's weekend and public holidays, through the `holidays` library.

Only national public holidays count. Where the library does not know a State, days are counted as Monday
to Friday and the result says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import cast

FURTHEST_DAYS = 4000


class CalendarUnknown(Exception):
    """The calendar does not reach that far."""


@dataclass(frozen=True)
class Calendar:
    """The working days of one State."""

    state: str

    @property
    def known(self) -> bool:
        """Whether the State's public holidays are known."""
        return _holidays(self.state, 2026) is not None

    def works_on(self, day: date) -> bool:
        """Whether it is a working day."""
        table = _holidays(self.state, day.year)
        if table is None:
            return day.weekday() < 5
        holidays, weekend = table
        return day not in holidays and day.weekday() not in weekend

    def holiday(self, day: date) -> str:
        """The name of the public holiday on a day; empty where there is none."""
        table = _holidays(self.state, day.year)
        return table[0].get(day, "") if table else ""

    def back(self, day: date, working_days: int) -> date:
        """The working day that lies so many working days before `day`, which itself does not count.

        Raises:
            CalendarUnknown: more than ten years would have to be crossed.
        """
        return self._step(day, working_days, -1)

    def forward(self, day: date, working_days: int) -> date:
        """The working day that lies so many working days after `day`, which itself does not count."""
        return self._step(day, working_days, 1)

    def last_working_day(self, day: date) -> date:
        """`day` itself when it is a working day, else the last one before it."""
        return day if self.works_on(day) else self._step(day, 1, -1)

    def _step(self, day: date, working_days: int, way: int) -> date:
        left = working_days
        for _ in range(FURTHEST_DAYS):
            if left == 0:
                return day
            day += timedelta(days=way)
            if self.works_on(day):
                left -= 1
        raise CalendarUnknown(f"the calendar of {self.state} does not reach that far")


@cache
def _holidays(state: str, year: int) -> tuple[dict[date, str], frozenset[int]] | None:
    import holidays

    try:
        table = holidays.country_holidays(state, years=year)
    except NotImplementedError:
        return None
    weekend = cast("set[int]", getattr(table, "weekend", {5, 6}))
    return dict(table.items()), frozenset(weekend)
