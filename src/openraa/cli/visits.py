"""`raa check`: a planned visit under the agreement in force."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.agreements import read_day
from openraa.cli.output import FolderOption, LangOption, console, print_json, words_of, write_text
from openraa.problems import Exit, Place, Problem, Refused, Severity, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from openraa.language import Language
    from openraa.visit import Plan


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("check")(check)


def check(
    visit: Annotated[Path, typer.Argument(help="A visit or an exercise: its folder or its file.", show_default=False)],
    as_of: Annotated[
        str,
        typer.Option(help="The day from which slack is counted; left out: the visit's planned_on, or today."),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The whole plan, for machines.")] = False,
    html: Annotated[
        Path | None, typer.Option(help="Write the plan as one HTML page to this file.", show_default=False)
    ] = None,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Check a planned visit: what is permitted, exempt, required and forbidden, what to do and by when."""
    from openraa.cli.plan_screen import show_plan
    from openraa.visit import is_exercise, plan_html, plan_json

    words = words_of(lang)
    if is_exercise(visit):
        _check_exercise(visit, as_of, as_json, html, words, folder or [])
        return
    plan = open_plan(visit, as_of, folder or [])
    if html is not None:
        write_text(html, plan_html(plan, words))
    if as_json:
        print_json(plan_json(plan))
    elif html is None:
        show_plan(plan, console(), words, visit)
    if any(problem.severity is Severity.ERROR for problem in plan.problems):
        raise typer.Exit(Exit.BAD_INPUT)
    if not plan.governing.governs:
        raise typer.Exit(Exit.NO)


def _check_exercise(
    path: Path, as_of: str, as_json: bool, html: Path | None, words: Language, folders: list[Path]
) -> None:
    from openraa.cli.exercises import show_exercise
    from openraa.visit import exercise_html, exercise_json, open_visit, plan_exercise, plan_visit, read_exercise

    exercise = read_exercise(path, lambda folder: open_visit(folder, folders=folders))
    day = read_day(as_of) if as_of else exercise.planned_on or date.today()
    plan = plan_exercise(exercise, lambda visit: plan_visit(visit, as_of=day, folders=folders, progress=Progress))
    if html is not None:
        write_text(html, exercise_html(plan, words))
    if as_json:
        print_json(exercise_json(plan))
    elif html is None:
        show_exercise(plan, console(), words)
    problems = [problem for visit in exercise.visits for problem in visit.problems]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(Exit.BAD_INPUT)
    if not all(pair.plan.governing.governs for pair in plan.pairs):
        raise typer.Exit(Exit.NO)


def open_plan(path: Path, as_of: str, folders: list[Path]) -> Plan:
    """The plan of the visit at `path`, with a progress bar for long manifests.

    Raises:
        Refused: there is no visit that can be used; an exercise is none.
    """
    from openraa.visit import is_exercise, open_visit, plan_visit

    if is_exercise(path):
        raise Refused(
            Problem(
                Place(str(path)),
                "exercise",
                say("this is an exercise of several visits"),
                say("Name one of its visits; `raa check` shows the deadlines that they share."),
            )
        )
    visit = open_visit(path, folders=folders)
    day = read_day(as_of) if as_of else visit.planned_on or date.today()
    return plan_visit(visit, as_of=day, folders=folders, progress=Progress)


class Progress:
    """A progress bar on standard error for long manifests, nothing otherwise."""

    def __init__(self, n_lines: int) -> None:
        self.bar = None
        if n_lines >= 2000 and sys.stderr.isatty():
            from rich.progress import Progress

            self.bar = Progress(console=console(stderr=True), transient=True)
            self.task = self.bar.add_task("Determining", total=n_lines)

    def __enter__(self) -> Callable[[int, int], None] | None:
        if self.bar is None:
            return None
        self.bar.start()
        return self._advance

    def _advance(self, done: int, total: int) -> None:
        if self.bar is not None:
            self.bar.update(self.task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()
