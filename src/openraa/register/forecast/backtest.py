"""The past as a test: what would have been said of steps whose end is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import log
from statistics import median

from openraa.register.forecast.answer import Estimate
from openraa.register.forecast.classes import ENOUGH, ReferenceClass, reference_class
from openraa.register.forecast.curve import model_of
from openraa.register.forecast.span import DAYS_IN_MONTH, Span, Step, span_of
from openraa.register.model import Agreement


@dataclass(frozen=True)
class Tried:
    """One known outcome, and what would have been said of it without knowing it.

    `then_n` is how many completed steps the class had on the day this one began; `then` what the rules would
    have said on that day, None where they refuse.
    """

    span: Span
    estimate: Estimate
    score: float
    of_median: float
    then_n: int
    then: Estimate | None

    def inside(self, share: float) -> bool:
        """Whether the outcome fell into the interval."""
        return _inside(self.span, self.estimate, share)

    def inside_then(self, share: float) -> bool:
        """Whether it fell into what would have been said when it began; false where nothing would have been."""
        return self.then is not None and _inside(self.span, self.then, share)


@dataclass(frozen=True)
class Backtest:
    """How forecasts of a class would have done: each outcome judged from all the others."""

    reference: ReferenceClass
    tried: tuple[Tried, ...]

    def n_inside(self, share: float) -> int:
        """How many outcomes fell into their interval: the calibration."""
        return sum(each.inside(share) for each in self.tried)

    def width(self, share: float) -> float:
        """How wide the intervals were, in months, the middle one of them: the sharpness."""
        ends = [each.estimate.interval(share) for each in self.tried]
        return median(high - low for low, high in ends) / DAYS_IN_MONTH

    @property
    def score(self) -> float:
        """The mean score of the forecasts; smaller is better (`Distribution.score`)."""
        return sum(each.score for each in self.tried) / len(self.tried)

    @property
    def score_of_median(self) -> float:
        """The mean score of the baseline, which says the median of the others as if it were sure."""
        return sum(each.of_median for each in self.tried) / len(self.tried)


def backtest(agreements: Iterable[Agreement], of: Agreement, step: Step, at: date) -> Backtest | None:
    """The back-test of the class that speaks for an agreement; None where the class is too small to try."""
    known = {agreement.id: agreement for agreement in agreements}
    reference = reference_class(known.values(), of, step, at)
    if len(reference.completed) <= ENOUGH:
        return None
    return Backtest(reference, tuple(_try(known, reference, span) for span in reference.completed))


def _try(known: dict[str, Agreement], reference: ReferenceClass, span: Span) -> Tried:
    others = [each for each in reference.spans if each is not span]
    estimate = Estimate(model_of(others).left(0.0))
    middle = median(each.middle for each in others if not each.running)
    began = span.start.latest
    then = _spans_then(known, others, reference.step, began)
    n = sum(not each.running for each in then)
    said = Estimate(model_of(then).left(0.0)) if n >= ENOUGH else None
    return Tried(span, estimate, estimate.distribution.score(span.middle), _off(span.middle, middle), n, said)


def _spans_then(known: dict[str, Agreement], others: Sequence[Span], step: Step, at: date) -> list[Span]:
    found = [span_of(known[each.agreement], step, at) for each in others]
    return [each for each in found if isinstance(each, Span)]


def _inside(span: Span, estimate: Estimate, share: float) -> bool:
    low, high = estimate.interval(share)
    return low <= span.middle <= high


def _off(days: float, said: float) -> float:
    return abs(log(days) - log(said))
