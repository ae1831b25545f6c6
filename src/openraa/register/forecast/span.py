"""How long a step took in one agreement's life, as exactly as the register's dates allow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from openraa.problems import Said, say
from openraa.register.model import Agreement, DatedOn, LifeEvent

DAYS_IN_MONTH = 365.25 / 12


class Step(Enum):
    """From which event to which; the value names the events."""

    SIGNATURE = ("talks_start", "signature")
    FORCE = ("signature", "entry_into_force")


@dataclass(frozen=True, slots=True)
class Span:
    """The length of a step in days: between `shortest` and `longest`, or at least `shortest` while it still runs.

    A month or a year is any of its days, so that imprecise dates give an interval.
    """

    agreement: str
    short: str
    start: DatedOn
    end: DatedOn | None
    shortest: int
    longest: int | None

    @property
    def running(self) -> bool:
        """Whether the step had not ended: the statisticians' censored span."""
        return self.longest is None

    @property
    def middle(self) -> float:
        """The middle of what the span can be; what has passed, while it runs."""
        return float(self.shortest) if self.longest is None else (self.shortest + self.longest) / 2


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An agreement of the class whose step cannot be measured, and why."""

    agreement: str
    because: Said


def span_of(agreement: Agreement, step: Step, at: date) -> Span | LeftOut | None:
    """The length of a step, as could be known on a day; None where it had not begun by then.

    Unverified dates are not used. A step without an end runs on only where the register says that the agreement
    is not in force: silence is not a running step.
    """
    start, end = (_first(agreement, kind) for kind in step.value)
    if start is None or start.on is None:
        return LeftOut(agreement.id, _not_dated(step.value[0]))
    if start.on.latest > at:
        return None
    if not start.verified or (end is not None and not end.verified):
        return LeftOut(agreement.id, say("a date is not verified"))
    ended = end.on if end else None
    if ended is None:
        if agreement.in_force != "no" or (step is Step.SIGNATURE and agreement.events("entry_into_force")):
            return LeftOut(agreement.id, _not_dated(step.value[1]))
        if agreement.events("termination"):
            return LeftOut(agreement.id, say("it ended without this step"))
        return _span(agreement, start.on, None, (at - start.on.latest).days, None)
    shortest, longest = (ended.earliest - start.on.latest).days, (ended.latest - start.on.earliest).days
    if longest < 0:
        return LeftOut(agreement.id, say("its dates contradict each other"))
    if longest == 0:
        return LeftOut(agreement.id, say("both on one day: there was no step in between to wait for"))
    if ended.latest > at:
        known = min(at, ended.earliest - timedelta(days=1))
        return _span(agreement, start.on, None, max((known - start.on.latest).days, 0), None)
    return _span(agreement, start.on, ended, max(shortest, 1), longest)


def _span(agreement: Agreement, start: DatedOn, end: DatedOn | None, shortest: int, longest: int | None) -> Span:
    return Span(agreement.id, agreement.short, start, end, shortest, longest)


def _first(agreement: Agreement, kind: str) -> LifeEvent | None:
    dated = [event for event in agreement.events(kind) if event.on is not None and not event.expected]
    return min(dated, key=lambda event: event.on.earliest if event.on else date.max, default=None)


def _not_dated(event: str) -> Said:
    return say("the register has no date for: {event}", event=say(event.replace("_", " ")))
