"""Working days: each State's weekend and public holidays, through the `holidays` library.

Only national public holidays count, and the weekend is that of the year in question. Where the library does not
know a State or a year, days are counted as Monday to Friday and the result says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from openraa.language import state_in_text
from openraa.problems import Said, say

if TYPE_CHECKING:
    from holidays import HolidayBase

FURTHEST_DAYS = 4000
MOON_DAYS = 2  # by so much an estimated date may be wrong
# States whose weekend the library does not follow, checked against news of the governments' decisions.
DOUBTFUL_WEEKENDS = {
    "NP": say("in Nepal only Saturday has been free since June 2022; Sundays were left out too, to be on the safe side")
}


class CalendarUnknown(Exception):
    """The calendar does not reach that far."""


@dataclass(frozen=True)
class Calendar:
    """The working days of one State."""

    state: str

    def caveat(self, first: date, end: date) -> Said | None:
        """What is unsure about the working days between two days; None where nothing is."""
        name = state_in_text(self.state)
        if any(_year(self.state, year) is None for year in {first.year, end.year}):
            return say("weekend and public holidays of {state} are not known; only Saturdays and Sundays were left out",
                       state=name)  # fmt: skip
        near = timedelta(days=MOON_DAYS)
        span = range((end - first + 2 * near).days + 1)
        if any("estimated" in self.holiday(first - near + timedelta(days=n)) for n in span):
            return say("holidays of {state} that follow the moon are estimates; they may fall a day or two earlier or "
                       "later", state=name)  # fmt: skip
        return DOUBTFUL_WEEKENDS.get(self.state)

    def works_on(self, day: date) -> bool:
        """Whether it is a working day."""
        table = _year(self.state, day.year)
        return table.is_working_day(day) if table is not None else day.weekday() < 5

    def holiday(self, day: date) -> str:
        """The name of the public holiday on a day; empty where there is none."""
        table = _year(self.state, day.year)
        return str(table.get(day) or "") if table is not None else ""

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
def _year(state: str, year: int) -> HolidayBase | None:
    import holidays

    try:
        table = holidays.country_holidays(state, years=year, expand=False)
    except NotImplementedError:
        return None
    return table if table.start_year <= year <= table.end_year else None
