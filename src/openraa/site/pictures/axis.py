"""A time axis: where a day stands, and which years are written below it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from openraa.site.pictures.svg import Canvas, measure

_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class Axis:
    """From the first of January of a year to that of another, drawn between two edges.

    Years before `bend`, where there is one, share a quarter of the room.
    """

    first: int
    last: int
    left: float
    right: float
    bend: int = 0

    def x(self, day: date) -> float:
        """Where a day stands; days outside stand at the edge."""
        begin, end = date(self.first, 1, 1).toordinal(), date(self.last, 1, 1).toordinal()
        at, low, high = day.toordinal(), self.left, self.right
        if self.bend:
            bend, middle = date(self.bend, 1, 1).toordinal(), self.left + (self.right - self.left) / 4
            begin, end, low, high = (begin, bend, low, middle) if at < bend else (bend, end, middle, high)
        share = (at - begin) / (end - begin)
        return low + (high - low) * min(max(share, 0.0), 1.0)

    def years(self, size: float) -> list[int]:
        """The years that are written, as many as fit."""
        if self.bend:
            old = Axis(self.first, self.bend, self.left, self.x(date(self.bend, 1, 1)))
            new = Axis(self.bend, self.last, old.right, self.right)
            return [year for year in old.years(size) if year < self.bend] + new.years(size)
        room = measure("2000", size) + 12
        each = (self.right - self.left) / (self.last - self.first)
        step = next((step for step in _STEPS if step * each >= room), _STEPS[-1])
        years = [year for year in range(self.first, self.last + 1) if year % step == 0]
        return [year for year in years if self.x(date(year, 1, 1)) <= self.right - room / 2]

    def draw(self, canvas: Canvas, parent: Element, top: float, bottom: float, today: date, today_text: str) -> None:
        """Lines down from each year, the years above them, and the line of today with its name above the years."""
        size = 12.0
        for year in self.years(size):
            x = self.x(date(year, 1, 1))
            canvas.add("line", parent, "", x1=x, x2=x, y1=top, y2=bottom, class_="s-line")
            canvas.text(x, top - 7, str(year), size=size, anchor="middle", colour="soft", parent=parent)
        x = self.x(today)
        canvas.add("line", parent, "", x1=x, x2=x, y1=top - 20, y2=bottom, class_="s-accent", stroke_width=1.4)
        wide = measure(today_text, size) / 2
        at = min(max(x, self.left + wide), self.right - wide)
        canvas.text(at, top - 25, today_text, size=size, anchor="middle", colour="accent", parent=parent)


def axis_over(days: list[date], left: float, right: float, *, close_until: int = 0) -> Axis:
    """The axis over whole years that has all these days, with some room after the last.

    Years before `close_until` are drawn closer, where there are many of them and some after.
    """
    first, last = min(days).year, max(days).year + 1
    if last - first < 2:
        first -= 1
    close = close_until - first >= 20 and last - close_until >= 5
    return Axis(first, last, left, right, close_until if close else 0)
