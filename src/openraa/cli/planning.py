"""`raa plan`: the steps of a visit from its first day back, and as a calendar file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import FolderOption, LangOption, console, heading, print_json, show_problems, words_of
from openraa.cli.visits import open_plan
from openraa.problems import Exit, Severity, Unavailable

if TYPE_CHECKING:
    from datetime import date

    from rich.console import Console

    from openraa.language import Language
    from openraa.visit import Plan, Step

_BAR = 24


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("plan")(plan)


def plan(
    visit: Annotated[Path, typer.Argument(help="A visit: its folder, or its visit.toml.", show_default=False)],
    as_of: Annotated[
        str, typer.Option(help="The day from which slack is counted; left out: the visit's planned_on, or today.")
    ] = "",
    why: Annotated[bool, typer.Option("--why", help="Say how each day was counted.")] = False,
    ics: Annotated[Path | None, typer.Option(help="Write a calendar file (iCalendar).", show_default=False)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The steps, for machines.")] = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Plan backward from the first day: what is due when, what is late, and which urgent route there is."""
    from openraa.visit import calendar_file, steps_json

    words = words_of(lang)
    found = open_plan(visit, as_of, folder or [])
    if ics is not None:
        try:
            ics.write_bytes(calendar_file(found, words))
        except OSError as error:
            raise Unavailable(f"{ics}: cannot be written: {error.strerror}. Name another file.") from None
        print(f"Wrote {ics}", file=sys.stderr)
    if as_json:
        print_json(steps_json(found))
    elif ics is None:
        _show(found, console(), words, why=why)
    if any(problem.severity is Severity.ERROR for problem in found.problems):
        raise typer.Exit(Exit.BAD_INPUT)
    if not found.governing.governs:
        raise typer.Exit(Exit.NO)


def _show(found: Plan, screen: Console, words: Language, *, why: bool) -> None:
    from openraa.visit import Timing, steps_of, unconfirmed_text

    visit = found.visit
    screen.print(visit.name, style="bold underline")
    screen.print(
        words(
            "First day {first}, last day {last}; counted from {day}",
            first=visit.begins_on,
            last=visit.ends_on,
            day=found.as_of or visit.begins_on,
        )
    )
    show_problems([p for p in found.problems if p.severity is Severity.ERROR], screen, words)
    for n, line in enumerate(found.governing.explanation):
        screen.print(words(line), style="" if n else "bold")
    rows = steps_of(found)
    if found.stack is None:
        screen.print(words("There is no agreement whose notices could be planned."))
        return
    if not rows:
        screen.print(words("The agreement asks for no notice, consent or certificate that this plan knows of."))
    if text := unconfirmed_text(found, words):
        screen.print(text, style="yellow")
    dated = (Timing.TODAY, Timing.SOON, Timing.OPEN)
    before = [step for step in rows if step.timing in dated and not step.follows]
    after = [step for step in rows if step.timing in dated and step.follows]
    parts = [
        (words("Late: act first"), [step for step in rows if step.timing is Timing.LATE]),
        (words("Back from the first day"), before[::-1]),
        (words("After another event"), after + [step for step in rows if step.timing is Timing.AFTERWARDS]),
        (words("Without a day that can be counted"), [step for step in rows if step.timing is Timing.UNDATED]),
        (words("Perhaps, depending on what is missing"), [step for step in rows if step.timing is Timing.PERHAPS]),
    ]
    for title, part in parts:
        if part:
            heading(title, screen)
            for step in part:
                _show_step(step, found, screen, words, why=why)
    papers = [todo for todo in found.todos if todo.due.kind == "document"]
    heading(words("On the first day, {day}", day=visit.begins_on), screen)
    if not papers:
        screen.print(words("No paper to carry that this plan knows of."))
        return
    screen.print(
        words.plural(
            "{n} kind of paper to carry; `raa check` lists it",
            "{n} kinds of papers to carry; `raa check` lists them",
            len(papers),
        )
    )


def _show_step(step: Step, found: Plan, screen: Console, words: Language, *, why: bool) -> None:
    from openraa.visit import (
        Timing,
        counting_text,
        lines_text,
        parties_text,
        step_text,
        timing_text,
        waiting_text,
    )

    style = {Timing.LATE: "bold red", Timing.TODAY: "bold red", Timing.SOON: "yellow"}.get(step.timing, "bold")
    day = step.todo.day
    if day is not None and found.as_of is not None:
        bar = _bar(found.as_of, day.safe_on, found.visit.begins_on)
        screen.print(f"{words.day(day.safe_on)}  {bar}  {timing_text(step, words)}", style=style)
    else:
        rule = step.todo.due.deadline
        screen.print(words(rule.show()) if rule else timing_text(step, words), style=style)
    screen.print(f"    {step_text(step.todo, words)}")
    who = " · ".join(
        part
        for part in (
            parties_text(step.todo, words),
            words("For {lines}.", lines=lines_text(step.todo.lines, words)),
            words.cites(step.todo.due.cites),
        )
        if part
    )
    screen.print(f"    {who}", style="dim")
    if text := waiting_text(step, words):
        screen.print(f"    {text}", style="yellow")
    if why and (text := counting_text(step, words)):
        screen.print(f"    {text}", style="cyan")


def _bar(start: date, at: date, end: date) -> str:
    """A line from today to the first day of the visit, with a mark on the step's day."""
    span = max((end - start).days, 1)
    place = min(max(round((at - start).days * _BAR / span), 0), _BAR)
    return "├" + "─" * place + "●" + "╌" * (_BAR - place) + "┤"
