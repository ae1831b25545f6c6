"""Spans to a curve: a survival model under uncertain parameters, and the plain curve of what was observed.

The logarithm of a span is taken to be normal (lognormal spans) or of the smallest-extreme-value law (Weibull
spans). Both laws and their two parameters are weighed by how well they explain the class, running steps included,
starting from the reference prior. With completed lognormal spans alone this is Student's prediction interval.
Source: docs/explanation/forecasts.md, docs/decisions/0009.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import stats

from openraa.register.forecast.span import Span

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

_LAWS = (stats.norm, stats.gumbel_l)
_LOCATIONS, _SCALES = 121, 61
_POINTS = 400
_HEAVY = 1e-7
_LONGEST = 365.25 * 300


@dataclass(frozen=True)
class Distribution:
    """How long something still takes, in days from now: the chance that it takes longer, at rising days."""

    days: Array
    longer: Array

    def quantile(self, share: float) -> float:
        """So many days are not exceeded with this chance; infinite where the curve ends before."""
        if share > 1 - self.longer[-1]:
            return float("inf")
        return float(np.interp(share, 1 - self.longer, self.days))

    def chance_longer(self, days: float) -> float:
        """The chance that it takes longer than that."""
        return float(np.interp(days, self.days, self.longer))

    def score(self, days: float) -> float:
        """How far the distribution was from what came: the continuous ranked probability score of the logarithm.

        0.69 is a sure forecast that was wrong by the factor two; smaller is better; it is proper.
        Source: Gneiting and Raftery, Strictly Proper Scoring Rules, Prediction, and Estimation (2007).
        """
        at, longer = np.log(self.days[1:]), self.longer[1:]
        late = np.where(self.days[1:] >= days, longer, 1 - longer)
        return float(np.trapezoid(late**2, at))

    def then(self, other: Distribution) -> Distribution:
        """This and afterwards the other, which does not depend on it."""
        shares = (np.arange(600) + 0.5) / 600
        one, two = (np.minimum([each.quantile(s) for s in shares], _LONGEST) for each in (self, other))
        sums = np.sort(np.add.outer(one, two).ravel())
        days = np.concatenate([[0.0], np.quantile(sums, np.linspace(0, 1, _POINTS))])
        longer = np.concatenate([[1.0], np.linspace(1, 0, _POINTS)])
        return Distribution(days, longer)


@dataclass(frozen=True)
class Model:
    """Weighed laws of a class's spans."""

    laws: tuple[tuple[object, Array, Array, Array], ...]

    def longer(self, days: Array) -> Array:
        """The chance that a step takes longer than so many days after its start."""
        total = np.zeros(len(days))
        logs = np.log(np.maximum(days, 1e-9))
        for law, locations, scales, weights in self.laws:
            z = (logs[None, :] - locations[:, None]) / scales[:, None]
            with np.errstate(over="ignore"):  # far out the chance is nought, as it should be
                total += weights @ law.sf(z)  # type: ignore[attr-defined]
        return total

    def left(self, passed: float) -> Distribution:
        """How much longer a step takes that has run for so many days."""
        days = np.concatenate([[0.0], np.geomspace(0.5, _LONGEST, _POINTS)])
        longer = self.longer(days + passed)
        longer = np.minimum.accumulate(longer / longer[0])
        return Distribution(days, longer)


def model_of(spans: Sequence[Span]) -> Model:
    """The laws that explain these spans, each by its weight: never one best law taken for the truth.

    At least two completed spans that differ are needed; `classes.ENOUGH` asks for more.
    """
    low = np.log([max(span.shortest, 1) for span in spans])
    high = np.log([max(span.longest or 0, 1) for span in spans])
    done = np.array([span.longest is not None for span in spans])
    exact = done & (high - low < 1e-9)
    between = done & ~exact
    middles = np.log([max(span.middle, 1.0) for span in spans])
    centre, spread = float(middles.mean()), max(float(middles.std(ddof=1)), 0.05)
    laws, best = [], -np.inf
    for law in _LAWS:
        locations, logs_of_scale = np.meshgrid(
            np.linspace(centre - 6 * spread, centre + 10 * spread, _LOCATIONS),
            np.linspace(np.log(spread / 6), np.log(spread * 12), _SCALES),
        )
        mu, sigma = locations.ravel(), np.exp(logs_of_scale.ravel())
        z_low, z_high = ((edge[None, :] - mu[:, None]) / sigma[:, None] for edge in (low, high))
        likelihood = np.zeros(len(mu))
        with np.errstate(over="ignore"):
            likelihood += (law.logpdf(z_low[:, exact]) - np.log(sigma)[:, None]).sum(axis=1)
            likelihood += law.logsf(z_low[:, ~done]).sum(axis=1)
            width = law.cdf(z_high[:, between]) - law.cdf(z_low[:, between])
            likelihood += np.log(np.maximum(width, 1e-300)).sum(axis=1)
        best = max(best, float(likelihood.max()))
        laws.append((law, mu, sigma, likelihood))
    kept, total = [], 0.0
    for law, mu, sigma, likelihood in laws:
        weights = np.exp(likelihood - best)
        heavy = weights > _HEAVY
        kept.append((law, mu[heavy], sigma[heavy], weights[heavy]))
        total += float(weights[heavy].sum())
    return Model(tuple((law, mu, sigma, weights / total) for law, mu, sigma, weights in kept))


@dataclass(frozen=True)
class Observed:
    """The plain curve of a class (Kaplan and Meier): after so many days so large a share was not done yet.

    `low` and `high` bound it with 80 % confidence (log-log); they are missing where they cannot be had.
    """

    days: tuple[float, ...]
    longer: tuple[float, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]

    @cached_property
    def median(self) -> float | None:
        """The first day by which half were done."""
        return next((day for day, share in zip(self.days, self.longer, strict=True) if share <= 0.5), None)


def observed_curve(spans: Sequence[Span]) -> Observed:
    """The share of steps that were not done yet, day by day; imprecise spans count with their middle."""
    done = [span.middle for span in spans if not span.running]
    running = [span.middle for span in spans if span.running]
    found = stats.ecdf(stats.CensoredData(uncensored=done, right=running))
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the band is undefined at its ends: said as missing
        band = found.sf.confidence_interval(confidence_level=0.8, method="log-log")
    return Observed(
        tuple(map(float, found.sf.quantiles)),
        tuple(map(float, found.sf.probabilities)),
        tuple(_number(value) for value in band.low.probabilities),
        tuple(_number(value) for value in band.high.probabilities),
    )


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
