"""The survival curve of one step: what was observed, where it stands today, and the estimate from there."""

from __future__ import annotations

from math import isinf
from typing import Any

from openraa.language import Language
from openraa.register.forecast import (
    DAYS_IN_MONTH,
    Forecast,
    Observed,
    Part,
    Span,
    Step,
    curve_rows,
    length_said,
    observed_curve,
    when_said,
)
from openraa.site.pictures.svg import Canvas, Picture, measure

_WIDTH, _LAST = 720.0, 566.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 62.0, 700.0, 128.0, 400.0
_MOST_MONTHS = 30 * 12
_OBSERVED: dict[str, Any] = {"class_": "s-force", "stroke_width": 2.5, "fill": "none", "stroke_linejoin": "round"}
_ESTIMATE: dict[str, Any] = {"class_": "s-accent", "stroke_width": 2.5, "fill": "none", "stroke_dasharray": "7 4"}


def curve(found: Forecast, part: Part, words: Language) -> Picture:
    """The picture of a step of a forecast, whose class has at least one completed step."""
    plain = observed_curve(part.reference.spans)
    name = f"curve-{found.agreement.id}-{part.step.name.lower()}"
    short, step = words(found.agreement.short), step_name(part.step, words)
    text = curve_text(found, part, words)
    canvas = Canvas(name, _WIDTH, title=f"{short}: {step}", description=text, lang=words.code)
    months = _months_shown(part)
    canvas.text(16, 30, short, size=18, bold=True)
    canvas.text(16, 52, step, size=14, bold=True)
    _legend(canvas, part, words)
    _axes(canvas, months, words)
    _observed(canvas, plain, part, months)
    if part.estimate:
        _estimate(canvas, found, part, months, words)
    elif part.refusal:
        canvas.lines(_LEFT, 470, words(part.refusal), _RIGHT - _LEFT, bold=True, colour="accent")
    reference = words("Compared with: {name}.", name=part.reference.name)
    canvas.height = canvas.lines(_LEFT, _LAST, reference, _RIGHT - _LEFT, size=12, colour="soft")
    _today(canvas, found, part, months, words)
    rows = tuple(_row(span, words) for span in part.reference.spans)
    columns = (words("agreement"), words("from"), words("to"), words("length"))
    return Picture(name, f"{short}: {step}", text, canvas.to_svg(), columns, rows, tuple(curve_rows(part)))


def _row(span: Span, words: Language) -> tuple[str, ...]:
    length = words(length_said(span.middle))
    return (
        words(span.short),
        str(span.start),
        str(span.end or ""),
        words("runs for {length}", length=length) if span.running else length,
    )


def step_name(step: Step, words: Language) -> str:
    """What the step is, as a heading."""
    if step is Step.SIGNATURE:
        return words("From the start of talks to the signature")
    return words("From the signature to entry into force")


def curve_text(found: Forecast, part: Part, words: Language) -> str:
    """What the picture shows, for those who do not see it."""
    done = len(part.reference.completed)
    longest = part.reference.completed[-1].middle
    shortest = part.reference.completed[0].middle
    parts = [
        words(
            "Class: {name}. {done} completed steps took from {low} to {high}.",
            name=part.reference.name, done=done, low=length_said(shortest), high=length_said(longest),
        )
    ]  # fmt: skip
    if part.passed is not None:
        parts.append(
            words("On {day} this one had run for {n} months.", day=found.at, n=round(part.passed / DAYS_IN_MONTH))
        )
    if part.refusal:
        parts.append(words(part.refusal))
    elif part.estimate and part.passed is not None:
        ends = part.estimate.interval(0.5), part.estimate.interval(0.8)
        (low50, high50), (low80, high80) = (tuple(words(when_said(day, found.at)) for day in each) for each in ends)
        parts.append(
            words(
                "Estimate: as likely before as after {median}; 50 % interval {low50} to {high50}, "
                "80 % interval {low80} to {high80}.",
                median=when_said(part.estimate.median, found.at), low50=low50, high50=high50, low80=low80,
                high80=high80,
            )
        )  # fmt: skip
    elif part.estimate:
        (low50, high50), (low80, high80) = (
            tuple(words(length_said(day)) for day in part.estimate.interval(share)) for share in (0.5, 0.8)
        )
        parts.append(
            words(
                "Estimate: as likely less as more than {median}; 50 % interval {low50} to {high50}, "
                "80 % interval {low80} to {high80}.",
                median=length_said(part.estimate.median), low50=low50, high50=high50, low80=low80, high80=high80,
            )
        )  # fmt: skip
    return (" " if words.code != "ja" else "").join(parts)


def _months_shown(part: Part) -> float:
    longest = max(span.middle for span in part.reference.spans) / DAYS_IN_MONTH
    if part.estimate:
        ends = ((part.passed or 0) + part.estimate.interval(0.8)[1]) / DAYS_IN_MONTH
        longest = max(longest, ends if not isinf(ends) else _MOST_MONTHS)
    longest = min(max(longest, (part.passed or 0) / DAYS_IN_MONTH) * 1.06, _MOST_MONTHS)
    years = 12 * _year_step(longest)
    return -(-longest // years) * years


def _year_step(months: float) -> int:
    return next(step for step in (1, 2, 5, 10) if months / 12 / step <= 10)


def _x(months: float, shown: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * min(months, shown) / shown


def _y(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share


def _n(value: float) -> str:
    return f"{value:.1f}"


def _legend(canvas: Canvas, part: Part, words: Language) -> None:
    canvas.add("path", d="M16 74h28", **_OBSERVED)
    done, spans = len(part.reference.completed), len(part.reference.spans)
    text = words(
        "Share of the class not done yet ({done} completed, {running} running), with its 80 % band",
        done=done, running=spans - done,
    )  # fmt: skip
    canvas.text(52, 78, text, size=12)
    if part.estimate:
        canvas.add("path", d="M16 94h28", **_ESTIMATE)
        own = words("The estimate for this agreement, given how long it runs already")
        canvas.text(52, 98, own if part.passed is not None else words("The estimate"), size=12)


def _axes(canvas: Canvas, months: float, words: Language) -> None:
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        canvas.add("path", d=f"M{_n(_LEFT)} {_n(_y(share))}H{_n(_RIGHT)}", class_="s-line", fill="none")
        canvas.text(_LEFT - 8, _y(share) + 4, f"{round(share * 100)} %", size=12, anchor="end", colour="soft")
    years, step = 0, _year_step(months)
    while years * 12 <= months:
        x = _x(years * 12, months)
        canvas.add("path", d=f"M{_n(x)} {_n(_BOTTOM)}v5", class_="s-soft")
        canvas.text(x, _BOTTOM + 20, str(years), size=12, anchor="middle", colour="soft")
        years += step
    canvas.add("path", d=f"M{_n(_LEFT)} {_n(_BOTTOM)}H{_n(_RIGHT)}", class_="s-soft")
    canvas.text(_RIGHT, _BOTTOM + 38, words("years since the step began"), size=12, anchor="end", colour="soft")


def _observed(canvas: Canvas, plain: Observed, part: Part, months: float) -> None:
    steps = list(zip(plain.days, plain.longer, plain.low, plain.high, strict=True))
    path = [f"M{_n(_x(0, months))} {_n(_y(1.0))}"]
    above, below = [(0.0, 1.0)], [(0.0, 1.0)]
    for day, left, low, high in steps:
        at = day / DAYS_IN_MONTH
        path.append(f"H{_n(_x(at, months))}V{_n(_y(left))}")
        for edge, value in ((above, high), (below, low)):
            edge += [(at, edge[-1][1]), (at, left if value is None else value)]
    longest = max(span.middle for span in part.reference.spans) / DAYS_IN_MONTH
    for edge in (above, below):
        edge.append((longest, edge[-1][1]))
    outline = "L".join(f"{_n(_x(at, months))} {_n(_y(value))}" for at, value in [*above, *reversed(below)])
    canvas.add("path", d=f"M{outline}Z", class_="f-force", fill_opacity="0.15")
    path.append(f"H{_n(_x(longest, months))}")
    canvas.add("path", d="".join(path), **_OBSERVED)
    for span in part.reference.spans:
        if span.running:
            height = next((left for day, left, _, _ in reversed(steps) if day <= span.middle), 1.0)
            d = f"M{_n(_x(span.middle / DAYS_IN_MONTH, months))} {_n(_y(height) - 6)}v12"
            canvas.tip(canvas.add("path", d=d, class_="s-force", stroke_width=2, fill="none"), span.short)


def _estimate(canvas: Canvas, found: Forecast, part: Part, months: float, words: Language) -> None:
    assert part.estimate is not None
    passed = (part.passed or 0) / DAYS_IN_MONTH
    points = []
    for i in range(161):
        at = passed + (months - passed) * i / 160
        left = part.estimate.distribution.chance_longer((at - passed) * DAYS_IN_MONTH)
        points.append(f"{_n(_x(at, months))} {_n(_y(left))}")
    canvas.add("path", d=f"M{'L'.join(points)}", **_ESTIMATE)
    y = 470.0
    for share, width, opacity in ((0.8, 3, "0.5"), (0.5, 9, "0.8")):
        low, high = (_n(_x(passed + day / DAYS_IN_MONTH, months)) for day in part.estimate.interval(share))
        d = f"M{low} {_n(y)}H{high}"
        canvas.add("path", d=d, class_="s-accent", stroke_width=width, stroke_opacity=opacity)
    middle = passed + part.estimate.median / DAYS_IN_MONTH
    canvas.add("circle", cx=_x(middle, months), cy=y, r=6, class_="f-paper s-accent", stroke_width=2.5)
    rows = (
        (
            words("as likely shorter as longer") if part.passed is None else words("as likely before as after"),
            (part.estimate.median,),
        ),
        (words("50 % interval"), part.estimate.interval(0.5)),
        (words("80 % interval"), part.estimate.interval(0.8)),
    )
    beside = _LEFT + 24 + max(measure(label, 12) for label, _ in rows)
    for i, (label, days) in enumerate(rows):
        canvas.text(_LEFT, y + 28 + 19 * i, label, size=12, colour="soft")
        told = [words(length_said(day) if part.passed is None else when_said(day, found.at)) for day in days]
        text = told[0] if len(told) == 1 else words("{low} to {high}", low=told[0], high=told[1])
        canvas.text(beside, y + 28 + 19 * i, text, size=12, bold=True)


def _today(canvas: Canvas, found: Forecast, part: Part, months: float, words: Language) -> None:
    if part.passed is None:
        return
    x = _x(part.passed / DAYS_IN_MONTH, months)
    d = f"M{_n(x)} {_n(_TOP - 12)}V478"
    canvas.add("path", d=d, class_="s-ink", stroke_width=1.5, stroke_dasharray="2 3")
    text = words("{day}: it runs for {n} months", day=found.at, n=round(part.passed / DAYS_IN_MONTH))
    left = x < (_LEFT + _RIGHT) / 2
    canvas.text(x + (6 if left else -6), _TOP - 10, text, size=12, bold=True, anchor="start" if left else "end")
