"""Forecasts told with honest rounding: months while they are few, then years; dates no finer than they are known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import isinf

from openraa.problems import Said, say
from openraa.register.forecast.answer import Estimate, Forecast, Part, statements_of
from openraa.register.forecast.backtest import Backtest
from openraa.register.forecast.curve import observed_curve
from openraa.register.forecast.span import DAYS_IN_MONTH, Span
from openraa.register.model import DatedOn

_MONTHS_UNTIL = 24
_YEARS_UNTIL = 30


def rounded(days: float, at: date) -> DatedOn | None:
    """The day so far ahead: a month within two years, then a year; None beyond thirty years."""
    if isinf(days) or days > _YEARS_UNTIL * 365.25:
        return None
    day = at + timedelta(days=int(days))
    return DatedOn(day.year, day.month) if days <= _MONTHS_UNTIL * DAYS_IN_MONTH else DatedOn(day.year)


def when_said(days: float, at: date) -> str:
    """The day so far ahead, in words no finer than they deserve."""
    on = rounded(days, at)
    return str(on) if on else say("after {year}", year=str(at.year + _YEARS_UNTIL))


def length_said(days: float) -> Said:
    """A length of time: months up to two years, then years."""
    if isinf(days) or days > _YEARS_UNTIL * 365.25:
        return say("more than {n} years", n=_YEARS_UNTIL)
    months = days / DAYS_IN_MONTH
    if months < 1:
        return say("less than a month")
    if months <= _MONTHS_UNTIL:
        n = round(months)
        return say("1 month") if n == 1 else say("{n} months", n=n)
    return say("{n} years", n=round(months / 12))


def forecast_json(found: Forecast) -> dict[str, object]:
    """A forecast for machines, rounded as it is for people."""
    return {
        "agreement": found.agreement.id,
        "at": found.at.isoformat(),
        "stage": found.stage.value,
        "says": found.says,
        "answered": found.answered,
        "latest_step": {"event": found.last_step.event, "on": str(found.last_step.on)} if found.last_step else None,
        "steps": [_part_json(part, found.at) for part in found.parts],
        "in_force": _estimate_json(found.in_force, found.at),
        "statements": [
            {
                "on": str(e.on),
                "state": e.state or None,
                "note": e.note,
                "verified": e.verified,
                "sources": [
                    {"title": s.title, "publisher": s.publisher, "address": s.address}
                    for s in (found.agreement.sources[key] for key in e.sources)
                ],
            }
            for e in statements_of(found.agreement, found.at)
        ],
    }


def _part_json(part: Part, at: date) -> dict[str, object]:
    return {
        "from": part.step.value[0],
        "to": part.step.value[1],
        "runs_for_months": _months(part.passed),
        "estimate": _estimate_json(part.estimate, None if part.passed is None else at),
        "refusal": part.refusal,
        "doubts": list(part.doubts),
        "reference_class": {
            "name": part.reference.name,
            "completed": len(part.reference.completed),
            "too_small": [{"name": name, "completed": n} for name, n in part.reference.narrower],
            "running": len(part.reference.spans) - len(part.reference.completed),
            "members": [span_json(span) for span in part.reference.spans],
            "left_out": [{"agreement": each.agreement, "because": each.because} for each in part.reference.left_out],
        },
    }


def span_json(span: Span) -> dict[str, object]:
    """One span for machines; a running one has no end and no longest length."""
    return {
        "agreement": span.agreement,
        "start": str(span.start),
        "end": str(span.end) if span.end else None,
        "running": span.running,
        "shortest_days": span.shortest,
        "longest_days": span.longest,
        "months": _months(span.middle),
    }


def _estimate_json(estimate: Estimate | None, at: date | None) -> dict[str, object] | None:
    """Dates only where the step has begun: what has not begun has no day to count from."""
    if estimate is None:
        return None

    def point(days: float) -> dict[str, object]:
        if at is None:
            return {"months": _months(days)}
        on = rounded(days, at)
        return {"months": _months(days), "on": str(on) if on else None}

    return {
        "median": point(estimate.median),
        "interval_50": [point(days) for days in estimate.interval(0.5)],
        "interval_80": [point(days) for days in estimate.interval(0.8)],
        "percent_done_by_end_of": {str(year): chance_by_end_of(estimate, year, at) for year in years_ahead(at)}
        if at
        else None,
    }


def years_ahead(at: date) -> tuple[int, ...]:
    """The years at whose end one looks: this one, the next five, and the tenth."""
    return (*range(at.year, at.year + 6), at.year + 10)


def chance_by_end_of(estimate: Estimate, year: int, at: date) -> int:
    """The chance in per cent, to the nearest five, that a step is done by the end of a year."""
    return 5 * round(estimate.chance_by((date(year, 12, 31) - at).days) * 20)


def _months(days: float | None) -> int | None:
    return None if days is None or isinf(days) or days > _YEARS_UNTIL * 365.25 else round(days / DAYS_IN_MONTH)


def curve_rows(part: Part) -> Iterator[dict[str, str]]:
    """A step's curves as a table: what was observed with its band, and the estimate on from today, by months.

    `observed` is the share of the class that was not done after so many months.
    """
    spans = list(part.reference.spans)
    if not part.reference.completed:
        return
    plain = observed_curve(spans)
    for day, share, low, high in zip(plain.days, plain.longer, plain.low, plain.high, strict=True):
        yield {
            "curve": "observed", "months": f"{day / DAYS_IN_MONTH:.1f}", "not_done": f"{share:.3f}",
            "low": "" if low is None else f"{low:.3f}", "high": "" if high is None else f"{high:.3f}",
        }  # fmt: skip
    if part.estimate:
        passed = part.passed or 0
        for month in range(0, 241, 3):
            longer = part.estimate.distribution.chance_longer(month * DAYS_IN_MONTH)
            yield {
                "curve": "estimate", "months": f"{passed / DAYS_IN_MONTH + month:.1f}", "not_done": f"{longer:.3f}",
                "low": "", "high": "",
            }  # fmt: skip


def backtest_json(found: Backtest) -> dict[str, object]:
    """A back-test for machines."""
    return {
        "class": found.reference.name,
        "tried": len(found.tried),
        "inside_50": found.n_inside(0.5),
        "inside_80": found.n_inside(0.8),
        "median_width_50_months": round(found.width(0.5)),
        "median_width_80_months": round(found.width(0.8)),
        "score": round(found.score, 2),
        "score_of_median": round(found.score_of_median, 2),
        "outcomes": [
            {
                **span_json(each.span),
                "said_50_months": [_months(days) for days in each.estimate.interval(0.5)],
                "said_80_months": [_months(days) for days in each.estimate.interval(0.8)],
                "inside_50": each.inside(0.5),
                "inside_80": each.inside(0.8),
                "known_when_it_began": each.then_n,
                "would_have_been_said": [_months(days) for days in each.then.interval(0.8)] if each.then else None,
            }
            for each in found.tried
        ],
    }
