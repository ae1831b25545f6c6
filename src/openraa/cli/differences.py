"""`raa diff`: two versions of a visit, and what the change asks for, authority by authority."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import FolderOption, LangOption, console, heading, print_json, words_of
from openraa.cli.visits import open_plan
from openraa.problems import Exit, Severity

if TYPE_CHECKING:
    from rich.console import Console

    from openraa.language import Language
    from openraa.visit import Change, Difference

_STYLE = {"still covered": "green", "notify only": "cyan", "amend": "yellow", "ask again": "bold red"}
_MOST = 40


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("diff")(diff)


def diff(
    before: Annotated[Path, typer.Argument(help="The visit as the authorities know it.", show_default=False)],
    after: Annotated[Path, typer.Argument(help="The visit as it is planned now.", show_default=False)],
    as_of: Annotated[
        str, typer.Option(help="The day from which slack is counted; left out: planned_on of the second, or today.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for machines.")] = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Compare two versions of a visit: still covered, notify only, amend or ask again, for each authority, and why."""
    from openraa.visit import compare_visits, difference_json

    words = words_of(lang)
    first, second = (open_plan(path, as_of, folder or []) for path in (before, after))
    found = compare_visits(first, second)
    if as_json:
        print_json(difference_json(found))
    else:
        _show(found, console(), words)
    problems = [problem for plan in (first, second) for problem in plan.problems]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(Exit.BAD_INPUT)


def _show(found: Difference, screen: Console, words: Language) -> None:
    for plan in (found.before, found.after):
        n = sum(problem.severity is Severity.ERROR for problem in plan.problems)
        if n:
            text = words.plural("{n} finding left out rows", "{n} findings left out rows", n)
            screen.print(f"{plan.visit.path}: {text}", style="red")
    if found.same:
        screen.print(words("The two versions say the same."), style="bold green")
        return
    _show_changes(found, screen, words)
    _show_outcomes(found, screen, words)
    _show_effects(found, screen, words)


def _show_changes(found: Difference, screen: Console, words: Language) -> None:
    heading(words("What changed"), screen)
    for row in found.head:
        before, after = row.before or words("nothing"), row.after or words("nothing")
        screen.print(f"  {words(row.what)}: {before} → {after}")
    for change in found.changes[:_MOST]:
        screen.print(f"  {_said(change, words)}")
    if len(found.changes) > _MOST:
        screen.print(words("... and {n} more; `--json` has them all", n=len(found.changes) - _MOST))


def _said(change: Change, words: Language) -> str:
    from openraa.visit import How

    before = change.before.label if change.before else ""
    after = change.after.label if change.after else ""
    match change.how:
        case How.ADDED:
            return words("{line} is new", line=after)
        case How.REMOVED:
            return words("{line} is gone", line=before)
        case How.REPLACED:
            text = words("{after} takes the place of {before}", after=after, before=before)
        case How.CHANGED:
            text = words("{line} changed", line=after)
    cells = words.join(f"{name} {one or '∅'} → {other or '∅'}" for name, one, other in change.cells)
    return f"{text} ({cells})"


def _show_outcomes(found: Difference, screen: Console, words: Language) -> None:
    if not found.outcomes:
        return
    heading(words("What the agreement answers differently now"), screen)
    rows: dict[tuple[str, str, str], list[str]] = {}
    for row in found.outcomes:
        rows.setdefault((row.question.asks, row.before, row.after), []).append(row.line.label)
    for (asks, before, after), labels in rows.items():
        shown = "; ".join(labels) if len(labels) <= 3 else words.plural("{n} line", "{n} lines", len(labels))
        screen.print(f"  {words(asks)} {before} → {after} ({shown})")


def _show_effects(found: Difference, screen: Console, words: Language) -> None:
    from openraa.determine import Status, actor
    from openraa.visit import KINDS

    heading(words("What that asks for"), screen)
    if found.after.stack is None:
        state = words.country(found.after.visit.receiving)
        text = words("No agreement governs: each authority of {state} has to be asked under its law.", state=state)
        screen.print(text, style="yellow")
        return
    by_authority: dict[str, list[int]] = {}
    for n, effect in enumerate(found.effects):
        by_authority.setdefault(effect.authority, []).append(n)
    for authority, numbers in by_authority.items():
        name = words(actor(authority)) if authority else words("papers to carry")
        screen.print(name, style="bold")
        for n in numbers:
            effect = found.effects[n]
            what = f"{words(KINDS[effect.due.kind])}: {words(effect.due.says)}"
            screen.print(f"  {words(effect.verdict.value)}  ", style=_STYLE[effect.verdict.value], end="")
            screen.print(f"{what} ({'; '.join(effect.due.cites)})")
            mark = " " + words("This is our inference, not the agreement's words.") if effect.inferred else ""
            screen.print(f"      {words(effect.because)}{mark}", style="dim")
            if effect.newly_late:
                screen.print(f"      {words('Its day has passed with the new dates.')}", style="bold red")
    if not found.effects:
        screen.print(words("The agreement asks for no notice, consent or paper that this plan knows of."))
    unconfirmed = {g.question.name for g in found.after.groups if g.determination.status is Status.UNCONFIRMED}
    if unconfirmed:
        text = words.plural(
            "On {n} question the agreement's text is not confirmed here; ask whether the change matters.",
            "On {n} questions the agreement's text is not confirmed here; ask whether the change matters.",
            len(unconfirmed),
        )
        screen.print(text, style="yellow")
