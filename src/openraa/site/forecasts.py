"""How long talks still take: each agreement on its way, with the estimate, the class it rests on and its back-test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openraa.language import Reading
from openraa.register.forecast import (
    DAYS_IN_MONTH,
    Backtest,
    Estimate,
    Forecast,
    Part,
    chance_by_end_of,
    length_said,
    rounded,
    statements_of,
    when_said,
    years_ahead,
)
from openraa.site.edition import Edition
from openraa.site.gallery import Shown, gallery
from openraa.site.page import Page, dated
from openraa.site.pictures.curve import step_name


@dataclass(frozen=True, slots=True)
class Told:
    """One step ahead in words."""

    name: str
    part: Part
    months: int | None
    rows: tuple[tuple[str, str], ...]
    chances: tuple[tuple[str, str, int], ...]
    shown: Shown | None
    test: str
    running: int


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The list of agreements on their way, and a page for each."""
    rows = [(edition.agreements[name], made) for name, (made, _) in edition.forecasts.items()]
    yield Page(
        "forecasts/index",
        "forecasts.html.j2",
        words("Forecasts"),
        {"rows": [(agreement, made, _headline(made, words)) for agreement, made in rows]},
        summary=words("When agreements that are on their way may be signed and in force, and how unsure that is."),
    )
    for name, (made, tests) in edition.forecasts.items():
        agreement = edition.agreements[name]
        yield Page(
            f"forecasts/{name}",
            "forecast.html.j2",
            words("Forecast: {agreement}", agreement=words(agreement.short)),
            {
                "agreement": agreement,
                "made": made,
                "parts": [
                    _told(made, part, test, edition, words) for part, test in zip(made.parts, tests, strict=True)
                ],
                "total": _rows(made.in_force, made, words, dates=True) if made.in_force else (),
                "statements": statements_of(agreement, made.at),
            },
            under="forecasts/index",
            summary=words(
                "When it may be signed and in force, judged by how long such steps took: {agreement}",
                agreement=words(agreement.short),
            ),
        )


def _headline(made: Forecast, words: Reading) -> str:
    first = next((part for part in made.parts if part.passed is not None), None)
    if first is None or first.estimate is None:
        return words(first.refusal) if first and first.refusal else words("The register’s history bears no estimate.")
    return "; ".join(f"{label}: {value}" for label, value in _rows(first.estimate, made, words, dates=True))


def _told(made: Forecast, part: Part, test: Backtest | None, edition: Edition, words: Reading) -> Told:
    begun = part.passed is not None
    estimate = part.estimate
    return Told(
        step_name(part.step, words),
        part,
        None if part.passed is None else round(part.passed / DAYS_IN_MONTH),
        _rows(estimate, made, words, dates=begun) if estimate else (),
        tuple(_chance(estimate, year, made, words) for year in years_ahead(made.at)) if estimate and begun else (),
        gallery(edition, words.code).get(f"curve-{made.agreement.id}-{part.step.name.lower()}"),
        _tested(test, words) if test else "",
        len(part.reference.spans) - len(part.reference.completed),
    )


def _rows(estimate: Estimate, made: Forecast, words: Reading, *, dates: bool) -> tuple[tuple[str, str], ...]:
    """Median and intervals, as dates where the step has begun, else as lengths."""

    def shown(days: float) -> str:
        if not dates:
            return words(length_said(days))
        on = rounded(days, made.at)
        return dated(on, words) if on else words(when_said(days, made.at))

    (low50, high50), (low80, high80) = (map(shown, estimate.interval(share)) for share in (0.5, 0.8))
    return (
        (words("as likely before as after") if dates else words("as likely less as more"), shown(estimate.median)),
        (words("50 % interval"), words("{low} to {high}", low=low50, high=high50)),
        (words("80 % interval"), words("{low} to {high}", low=low80, high=high80)),
    )


def _chance(estimate: Estimate, year: int, made: Forecast, words: Reading) -> tuple[str, str, int]:
    share = chance_by_end_of(estimate, year, made.at)
    text = "< 5" if share == 0 else "> 95" if share == 100 else str(share)
    return words("done by the end of {year}", year=str(year)), f"{text} %", share


def _tested(test: Backtest, words: Reading) -> str:
    return words(
        "Tried on the past, each from all the others: {in50} of {n} outcomes inside the 50 % interval, "
        "{in80} of {n} inside the 80 % interval; these are {w50} and {w80} months wide. Score {score}, "
        "against {median} for saying the median alone (smaller is better).",
        in50=test.n_inside(0.5), in80=test.n_inside(0.8), n=len(test.tried), w50=round(test.width(0.5)),
        w80=round(test.width(0.8)), score=f"{test.score:.2f}", median=f"{test.score_of_median:.2f}",
    )  # fmt: skip
