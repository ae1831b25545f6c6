"""The page on forecasts shows how they would have done by the register as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from openraa.register import load_agreements
from openraa.register.forecast import DAYS_IN_MONTH, Backtest, Estimate, Step, backtest
from tests.support.generated import ROOT, hold_against

PAGE = ROOT / "docs" / "explanation" / "forecasts.md"
BEGIN, END = "<!-- back-test: made from the register by `make bless` -->\n", "<!-- end of back-test -->"
ON = date(2026, 11, 24)
TITLES = {
    Step.SIGNATURE: "From the start of talks to the signature",
    Step.FORCE: "From the signature to entry into force",
}


def test_the_back_test_of_the_page_is_that_of_the_register() -> None:
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    assert END in rest
    known = load_agreements()
    lines = [f"As of {ON}, for the class that speaks for the talks of Japan and France; lengths in months.", ""]
    for step in Step:
        found = backtest(known.values(), known["jp-fr-raa"], step, ON)
        lines += [f"### {TITLES[step]}", "", *(table(found) if found else ["The class is too small to be tried."]), ""]
    hold_against(PAGE, before + BEGIN + "\n" + "\n".join(lines) + END + rest.partition(END)[2])


def table(found: Backtest) -> Iterator[str]:
    n = len(found.tried)
    yield f"Class: {found.reference.name}. {n} completed steps."
    yield ""
    yield "| | 50 % interval | 80 % interval |"
    yield "|---|---|---|"
    yield f"| outcomes inside | {found.n_inside(0.5)} of {n} | {found.n_inside(0.8)} of {n} |"
    yield f"| width, the middle one | {found.width(0.5):.0f} | {found.width(0.8):.0f} |"
    yield ""
    yield f"Score {found.score:.2f}; the baseline {found.score_of_median:.2f}."
    yield ""
    yield "| agreement | took | 50 % interval | 80 % interval | 80 % interval when it began |"
    yield "|---|---|---|---|---|"
    for each in found.tried:
        then = interval(each.then, 0.8) if each.then else "–"
        cells = (each.span.agreement, months(each.span.middle), interval(each.estimate, 0.5))
        yield f"| {' | '.join(cells)} | {interval(each.estimate, 0.8)} | {then} |"


def interval(estimate: Estimate, share: float) -> str:
    low, high = estimate.interval(share)
    return f"{months(low)} to {months(high)}"


def months(days: float) -> str:
    return f"{days / DAYS_IN_MONTH:.0f}"
