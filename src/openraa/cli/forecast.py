"""`raa forecast`: when an agreement may be signed and in force, judged by the register's history."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.agreements import read_day
from openraa.cli.output import FolderOption, LangOption, console, heading, print_json, words_of, write_text
from openraa.problems import COMMAND_LINE, Exit, Problem, Refused, say

if TYPE_CHECKING:
    from rich.console import Console

    from openraa.language import Language
    from openraa.register.forecast import Backtest, Estimate, Forecast, Part, Span

_BAR = 40


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("forecast")(forecast_command)


def forecast_command(
    names: Annotated[list[str], typer.Argument(help="An agreement, or two States: `jp-fr`, `JP FR`.")],
    at: Annotated[str, typer.Option("--at", help="Judged on this day (YYYY-MM-DD); left out: today.")] = "",
    svg: Annotated[Path | None, typer.Option("--svg", help="Write the curve of the step that runs as SVG.")] = None,
    table: Annotated[Path | None, typer.Option("--csv", help="Write that curve as a table.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Say when an agreement may be signed and in force, judged by how long such steps took, and how sure that is.

    Exit status 0: there is an estimate, or nothing is left to estimate; 1: the register's history bears none.
    """
    from openraa.register import load_agreements
    from openraa.register.forecast import agreement_meant, backtest, backtest_json, forecast, forecast_json

    words = words_of(lang)
    on = read_day(at) if at else date.today()
    known = load_agreements(folder or ())
    of = agreement_meant(known.values(), names)
    found = forecast(known.values(), of, on)
    tests = [backtest(known.values(), of, part.step, on) for part in found.parts]
    if svg is not None or table is not None:
        _write_curve(found, svg, table, words)
    if as_json:
        rows = [backtest_json(test) if test else None for test in tests]
        print_json({**forecast_json(found), "backtests": rows})
    else:
        _show(found, tests, console(), words)
    if not found.answered:
        raise typer.Exit(Exit.NO)


def _write_curve(found: Forecast, svg: Path | None, table: Path | None, words: Language) -> None:
    from openraa.site.pictures.curve import curve

    part = next((part for part in found.parts if part.reference.completed), None)
    if part is None:
        message, remedy = say("there is no curve to draw"), say("The register's history bears none.")
        raise Refused(Problem(COMMAND_LINE, "no-curve", message, remedy))
    picture = curve(found, part, words)
    if svg is not None:
        write_text(svg, picture.svg)
    if table is not None:
        write_text(table, picture.to_csv())


def _show(found: Forecast, tests: list[Backtest | None], screen: Console, words: Language) -> None:
    from openraa.register.forecast import Stage, Step

    screen.print(words(found.agreement.short), style="bold")
    screen.print(words("On {day}: {says}", day=found.at, says=found.says))
    if found.last_step and found.stage in (Stage.TALKS, Stage.SIGNED):
        step, on = words(found.last_step.event.replace("_", " ")), found.last_step.on
        day = on.earliest if on and on.day else str(on)
        screen.print(words("Latest step in the register: {step}, {day}. It may lag behind.", step=step, day=day))
    titles = {
        Step.SIGNATURE: words("From the start of talks to the signature"),
        Step.FORCE: words("From the signature to entry into force"),
    }
    told: set[str] = set()
    for part, test in zip(found.parts, tests, strict=True):
        heading(titles[part.step], screen)
        _show_part(part, found.at, screen, words)
        for doubt in part.doubts:
            if doubt not in told:
                screen.print(f"! {words(doubt)}", style="yellow")
        told |= set(part.doubts)
        _show_class(part, screen, words)
        if test:
            _show_test(test, screen, words)
    if len(found.parts) > 1 and found.in_force:
        heading(words("Entry into force, both steps together"), screen)
        _show_estimate(found.in_force, found.at, screen, words)
    _show_statements(found, screen, words)


def _show_part(part: Part, at: date, screen: Console, words: Language) -> None:
    from openraa.register.forecast import DAYS_IN_MONTH

    if part.passed is not None:
        months = round(part.passed / DAYS_IN_MONTH)
        just = words("It has just begun.")
        screen.print(
            just
            if months == 0
            else words.plural("It runs for {n} month already.", "It runs for {n} months already.", months)
        )
    if part.refusal:
        screen.print(words(part.refusal), style="bold yellow")
    elif part.estimate:
        _show_estimate(part.estimate, at if part.passed is not None else None, screen, words)


def _show_class(part: Part, screen: Console, words: Language) -> None:
    reference = part.reference
    running = len(reference.spans) - len(reference.completed)
    screen.print()
    text = words("Compared with: {name}.", name=reference.name)
    done = words.plural("{n} completed step", "{n} completed steps", len(reference.completed))
    still = words.plural("{n} still running", "{n} still running", running)
    screen.print(f"{text} {done}; {still}.")
    _show_spans(reference.spans, screen, words)
    for name, n in reference.narrower:
        screen.print(words("Narrower, but too small: {name} ({n} completed).", name=name, n=n), style="dim")
    if reference.left_out:
        n = len(reference.left_out)
        left = words.plural(
            "{n} agreement of the class is left out: its dates are missing, not verified, or one and the same day.",
            "{n} agreements of the class are left out: their dates are missing, not verified, or one and the same day.",
            n,
        )
        screen.print(left, style="dim")


def _show_estimate(estimate: Estimate, at: date | None, screen: Console, words: Language) -> None:
    """Dates where the step has begun, lengths where it has not; then the chance by the end of each year, as bars."""
    from rich.cells import cell_len

    from openraa.register.forecast import chance_by_end_of, years_ahead

    rows = (
        (
            words("as likely shorter as longer") if at is None else words("as likely before as after"),
            (estimate.median,),
        ),
        (words("50 % interval"), estimate.interval(0.5)),
        (words("80 % interval"), estimate.interval(0.8)),
    )
    width = max(cell_len(label) for label, _ in rows)
    for label, days in rows:
        screen.print(f"  {label}{' ' * (width - cell_len(label))}  ", end="")
        screen.print(_told(days, at, words), style="bold")
    if at is None:
        return
    screen.print()
    for year in years_ahead(at):
        share = chance_by_end_of(estimate, year, at)
        text = "< 5" if share == 0 else "> 95" if share == 100 else str(share)
        label = words("done by the end of {year}", year=str(year))
        screen.print(f"  {label}  {text:>4} % ", end="")
        screen.print("█" * round(share * _BAR / 100) or "▏", style="cyan")


def _told(days: tuple[float, ...], at: date | None, words: Language) -> str:
    from openraa.register.forecast import length_said, when_said

    def both(each: float) -> tuple[str, ...]:
        return (length_said(each),) if at is None else (when_said(each, at), length_said(each))

    lengths = [words(both(each)[-1]) for each in days]
    length = lengths[0] if len(days) == 1 else words("{low} to {high}", low=lengths[0], high=lengths[1])
    if at is None:
        return length
    dates = [words(both(each)[0]) for each in days]
    when = dates[0] if len(days) == 1 else words("{low} to {high}", low=dates[0], high=dates[1])
    return words("{when} (in {length})", when=when, length=length)


def _show_spans(spans: tuple[Span, ...], screen: Console, words: Language) -> None:
    from openraa.register.forecast import DAYS_IN_MONTH

    longest = max((span.middle for span in spans), default=1.0)
    width = max((len(span.agreement) for span in spans), default=0)
    for span in spans:
        months = round(span.middle / DAYS_IN_MONTH)
        bar = "█" * max(1, round(span.middle * _BAR / longest)) + ("▶" if span.running else "")
        dates = f"{span.start} – {span.end or '…'}"
        screen.print(f"  {span.agreement:<{width}}  {dates:<23} {months:>4}  ", end="", style="dim" * span.running)
        screen.print(bar, style="yellow" if span.running else "green", soft_wrap=True)
    if spans:
        screen.print(words("  (months; ▶ still running when last seen)"), style="dim")


def _show_test(test: Backtest, screen: Console, words: Language) -> None:
    n = len(test.tried)
    screen.print()
    screen.print(
        words(
            "Tried on the past, each from all the others: {in50} of {n} outcomes inside the 50 % interval, "
            "{in80} of {n} inside the 80 % interval; these are {w50} and {w80} months wide. Score {score}, "
            "against {median} for saying the median alone (smaller is better).",
            in50=test.n_inside(0.5), in80=test.n_inside(0.8), n=n, w50=round(test.width(0.5)),
            w80=round(test.width(0.8)), score=f"{test.score:.2f}", median=f"{test.score_of_median:.2f}",
        )
    )  # fmt: skip
    then = [each for each in test.tried if each.then]
    screen.print(
        words(
            "On the day each began, with what had ended by then, there would have been an estimate for {k} of {n}; "
            "{in80} of these ended inside its 80 % interval.",
            k=len(then), n=n, in80=sum(each.inside_then(0.8) for each in then),
        )
    )  # fmt: skip


def _show_statements(found: Forecast, screen: Console, words: Language) -> None:
    from openraa.register.forecast import statements_of

    rows = statements_of(found.agreement, found.at)
    if not rows or not found.parts:
        return
    from rich.table import Table

    heading(words("What was said"), screen)
    table = Table(box=None, show_header=False, padding=(0, 1))
    for event in rows:
        sources = [found.agreement.sources[key] for key in event.sources]
        publishers = ", ".join(dict.fromkeys(source.publisher or source.title for source in sources))
        mark = "" if event.verified else f" ({words('unverified')})"
        table.add_row(str(event.on), f"{words(event.note)}{mark} [{publishers}]")
    screen.print(table)
