"""`raa check`: a planned visit under the agreement in force."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.agreements import read_day
from openraa.cli.output import EFFECT_STYLE, STATUS_STYLE, console, print_json
from openraa.problems import Exit, Severity, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console

    from openraa.visit import Group, Line, Plan


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
    folder: Annotated[
        list[Path] | None, typer.Option(help="A further folder with agreements.", show_default=False)
    ] = None,
) -> None:
    """Check a planned visit: what is permitted, exempt, required and forbidden, what to do and by when."""
    from openraa.visit import is_exercise, plan_html, plan_json

    if is_exercise(visit):
        _check_exercise(visit, as_of, as_json, html, folder or [])
        return
    plan = open_plan(visit, as_of, folder or [])
    if html is not None:
        try:
            html.write_text(plan_html(plan), encoding="utf-8")
        except OSError as error:
            raise Unavailable(f"{html}: cannot be written: {error.strerror}. Name another file.") from None
        print(f"Wrote {html}", file=sys.stderr)
    if as_json:
        print_json(plan_json(plan))
    elif html is None:
        show_plan(plan, console(), visit)
    if any(problem.severity is Severity.ERROR for problem in plan.problems):
        raise typer.Exit(Exit.BAD_INPUT)
    if not plan.governing.governs:
        raise typer.Exit(Exit.NO)


def _check_exercise(path: Path, as_of: str, as_json: bool, html: Path | None, folders: list[Path]) -> None:
    from openraa.cli.exercises import show_exercise
    from openraa.language import language
    from openraa.visit import exercise_json, open_visit, plan_exercise, plan_visit, read_exercise

    exercise = read_exercise(path, lambda folder: open_visit(folder, folders=folders))
    day = read_day(as_of) if as_of else exercise.planned_on or date.today()
    plan = plan_exercise(exercise, lambda visit: plan_visit(visit, as_of=day, folders=folders, progress=Progress))
    if as_json:
        print_json(exercise_json(plan))
    else:
        show_exercise(plan, console(), language("en"))
    problems = [problem for visit in exercise.visits for problem in visit.problems]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(Exit.BAD_INPUT)
    if not all(pair.plan.governing.governs for pair in plan.pairs):
        raise typer.Exit(Exit.NO)


def open_plan(path: Path, as_of: str, folders: list[Path]) -> Plan:
    """The plan of the visit at `path`, with a progress bar for long manifests."""
    from openraa.visit import open_visit, plan_visit

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


def show_plan(plan: Plan, screen: Console, path: Path) -> None:
    """The plan on a terminal."""
    from openraa.visit import Subject

    visit = plan.visit
    screen.print(visit.name, style="bold underline")
    days = (visit.ends_on - visit.begins_on).days + 1
    screen.print(
        f"{_country(visit.sending)} to {_country(visit.receiving)}, "
        f"{visit.begins_on} to {visit.ends_on} ({days} days)" + (f", {visit.activity}" if visit.activity else "")
    )
    counts = [(s, len(visit.of(s))) for s in Subject]
    screen.print(", ".join(f"{n} {s.value if n != 1 else s.one}" for s, n in counts if n))
    screen.print()
    _show_problems(plan, screen)
    _show_governing(plan, screen)
    if plan.stack is None:
        _show_nothing_governs(plan, screen)
    else:
        _show_todos(plan, screen)
        _show_papers(plan, screen)
        _show_groups(plan, screen)
        _show_missing(plan, screen)
        _show_remarks(plan, screen)
    _show_next(plan, screen, path)


def _country(code: str) -> str:
    from openraa.vocabulary import country_name

    return country_name(code)


def _heading(text: str, screen: Console) -> None:
    screen.print()
    screen.print(text.upper(), style="bold cyan")


def _show_problems(plan: Plan, screen: Console) -> None:
    errors = [p for p in plan.problems if p.severity is Severity.ERROR]
    if errors:
        rows = len({(p.place.path, p.place.line) for p in errors})
        screen.print(f"{rows} rows could not be used; the others were planned. What is wrong:", style="bold red")
    for problem in plan.problems[:20]:
        screen.print(str(problem), style="red" if problem in errors else "yellow", soft_wrap=True)
    if len(plan.problems) > 20:
        screen.print(f"... and {len(plan.problems) - 20} more; `--json` has them all", style="red")
    if plan.problems:
        screen.print()


def _show_governing(plan: Plan, screen: Console) -> None:
    _heading("What governs", screen)
    for line in plan.governing.explanation:
        screen.print(line, style="bold" if line is plan.governing.explanation[0] else "")
    for row in plan.governing.findings:
        if not row.binds:
            screen.print(f"{row.agreement.short}: {row.force.value}. {row.because}", style="dim")
    for part in plan.territory:
        cite = f"{part.cite}:" if part.cite else ""
        screen.print(
            " ".join(text for text in (part.says, cite, part.note) if text),
            style="" if part.applies == "yes" else "yellow",
        )


def _show_nothing_governs(plan: Plan, screen: Console) -> None:
    from openraa.visit import topics

    _heading("What therefore holds", screen)
    screen.print(
        f"The visitors have no treaty rights in {_country(plan.visit.receiving)}. Each of the following falls to "
        f"the law of {_country(plan.visit.receiving)}, and to what the two governments arrange for this visit alone:"
    )
    for topic, questions in topics(plan.left_open).items():
        screen.print(f"  {topic}: ", style="bold", end="")
        screen.print("; ".join(q.asks.rstrip("?").lower() for q in questions))


def _show_todos(plan: Plan, screen: Console) -> None:
    from rich.table import Table

    rows = [todo for todo in plan.todos if todo.due.kind not in ("document", "duty")]
    if rows:
        _heading(f"To do, counted from {plan.as_of}", screen)
        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in ("latest safe day", "slack", "what", "who to whom", "article"):
            table.add_column(column, overflow="fold")
        for todo in rows:
            day, slack, style = "no day fixed", "", ""
            if todo.day is not None:
                day = str(todo.day.safe_on)
                slack = "LATE" if todo.day.late else f"{todo.day.slack_days} days"
                style = "bold red" if todo.day.late else ""
            elif todo.due.deadline is not None:
                day = todo.due.deadline.show()
            who = " to ".join(part.replace("_", " ") for part in (todo.due.by, todo.due.to) if part)
            extra = f" Urgent route: {todo.due.urgent}" if todo.due.urgent else ""
            if todo.day is not None and todo.day.caveat:
                extra += f" ({todo.day.caveat})"
            what = f"{todo.due.kind}: {todo.due.says}{extra}"
            table.add_row(day, slack, what, who, "; ".join(todo.due.cites), style=style)
        screen.print(table)
    duties = [todo for todo in plan.todos if todo.due.kind == "duty"]
    if duties:
        _heading("Duties that come with it", screen)
        for todo in duties:
            by = f"{todo.due.by.replace('_', ' ')}: " if todo.due.by else ""
            screen.print(f"  {by}{todo.due.says} ({'; '.join(todo.due.cites)})")


def _show_papers(plan: Plan, screen: Console) -> None:
    from rich.table import Table

    rows = [todo for todo in plan.todos if todo.due.kind == "document"]
    if not rows:
        return
    _heading("Papers to carry", screen)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in ("paper", "for", "article"):
        table.add_column(column, overflow="fold")
    for todo in rows:
        table.add_row(todo.due.says, _lines_text(todo.n_lines, todo.lines), "; ".join(todo.due.cites))
    screen.print(table)


def _lines_text(n: int, lines: tuple[Line, ...]) -> str:
    labels = [line.label for line in lines]
    if labels == ["the visit"]:
        return "the visit"
    if n <= 3:
        return "; ".join(labels)
    return f"{n} lines"


def _show_groups(plan: Plan, screen: Console) -> None:
    from rich.table import Table

    from openraa.determine import Status

    titles = {"visit": "The visit", "person": "People", "item": "Goods", "conveyance": "Conveyances"}
    elsewhere = (Status.GAP, Status.UNCONFIRMED, Status.OUT_OF_SCOPE)
    for subject, title in titles.items():
        groups = [g for g in plan.groups if g.subject == subject and g.determination.status not in elsewhere]
        if not groups:
            continue
        _heading(title, screen)
        table = Table(box=None, header_style="bold", pad_edge=False)
        table.add_column("", no_wrap=True)
        table.add_column("for", overflow="fold", max_width=26)
        table.add_column("what the agreement says", overflow="fold", ratio=1)
        table.add_column("article", overflow="fold", max_width=26)
        for group in groups:
            word, style = word_of(group)
            table.add_row(word, _who(group), _says(group), "; ".join(group.determination.cites), style=style)
        screen.print(table)


def word_of(group: Group) -> tuple[str, str]:
    """What a group's determination does, in one word, and the style of that word."""
    if group.effect is not None:
        return group.effect.value, EFFECT_STYLE[group.effect.value]
    words = {
        "UNDETERMINED": "open",
        "GAP": "silent",
        "UNCONFIRMED": "unconfirmed",
        "CONFLICT": "conflict",
        "OUT_OF_SCOPE": "does not arise",
        "INVALID": "impossible facts",
    }
    status = group.determination.status.value
    return words[status], STATUS_STYLE[status]


def _who(group: Group) -> str:
    n = len(group.lines)
    if group.subject == "visit":
        return "the visit"
    if n == group.n_asked:
        return f"all {n}" if n > 1 else group.lines[0].label
    if group.exception and n <= 12:
        return "; ".join(line.label for line in group.lines)
    return f"{n} of {group.n_asked}"


def _says(group: Group) -> str:
    from openraa.visit import group_text

    return group_text(group)


def _show_remarks(plan: Plan, screen: Console) -> None:
    from openraa.determine import Status
    from openraa.visit import remarks

    titles = {
        Status.UNCONFIRMED: "The agreement's text on this is not confirmed here",
        Status.GAP: f"The agreement is silent: the law of {_country(plan.visit.receiving)} decides, or an arrangement",
    }
    for status, title in titles.items():
        rows = remarks(plan, status)
        if rows:
            _heading(title, screen)
        for row in rows:
            cite = f" ({row.cite})" if row.cite else ""
            screen.print(f"{row.because}{cite}", style=STATUS_STYLE[status.value])
            who = "; ".join(row.labels) if row.n_lines <= 3 else f"{row.n_lines} lines"
            screen.print(f"    {' '.join(row.questions)} For {who}.", style="dim")
        if rows and status is Status.UNCONFIRMED and plan.stack is not None:
            screen.print(
                f"Keys such as S18 name sources; `raa agreements {plan.stack.ids[0]}` lists them.", style="dim"
            )


def _show_missing(plan: Plan, screen: Console) -> None:
    if not plan.missing:
        return
    from openraa.vocabulary import load_vocabulary

    facts = load_vocabulary().facts
    _heading("What is still missing, in the order in which it matters", screen)
    for n, row in enumerate(plan.missing, 1):
        who = _lines_text(row.n_lines, row.lines)
        screen.print(f"{n:>2}. {facts[row.fact].ask}  ({row.fact})", style="bold")
        screen.print(f"    for {who}; needed for {', '.join(row.questions)}")


def _show_next(plan: Plan, screen: Console, path: Path) -> None:
    _heading("Next", screen)
    if plan.unverified:
        screen.print(
            "Parts of this plan rest on summaries or on text that is not confirmed here; they say so in --json.",
            style="yellow",
        )
    screen.print(f"raa check {path} --html plan.html     the same as a page to print or send")
    screen.print(f"raa check {path} --json               every determination with its trace")
    if plan.stack is not None:
        stack = ",".join(plan.stack.ids)
        person = next((g for g in plan.groups if g.subject == "person"), None)
        question = person.question.name if person else plan.stack.questions[0]
        screen.print(f"raa ask {question} -a {stack}    one question, explained")
        screen.print(f"raa rulebook show {plan.stack.ids[0]}    the agreement, article by article")
    else:
        screen.print(f"raa agreements --between {plan.visit.sending} {plan.visit.receiving}    what is under way")
