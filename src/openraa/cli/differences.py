"""`raa diff`: two versions of a visit, and what the change asks for, authority by authority."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import FolderOption, LangOption, console, heading, print_json, words_of
from openraa.cli.visits import open_plan
from openraa.problems import Exit, Severity, say

if TYPE_CHECKING:
    from rich.console import Console

    from openraa.language import Language
    from openraa.visit import Change, Difference, Effect, Outcome
    from openraa.vocabulary import Question

_STYLE = {
    "still covered": "green",
    "notify only": "cyan",
    "amend": "yellow",
    "open": "yellow",
    "ask again": "bold red",
    "forbidden": "bold red",
}
_MOST = 40
_INFERRED = "*"


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
    second = open_plan(after, as_of, folder or [])
    first = open_plan(before, as_of or str(second.as_of), folder or [])
    found = compare_visits(first, second)
    if as_json:
        print_json(difference_json(found))
    else:
        _show(found, console(), words)
    problems = [problem for plan in (first, second) for problem in plan.problems]
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(Exit.BAD_INPUT)


def _show(found: Difference, screen: Console, words: Language) -> None:
    left_out = False
    for plan in (found.before, found.after):
        n = sum(problem.severity is Severity.ERROR for problem in plan.problems)
        if n:
            left_out = True
            text = words.plural("{n} finding left out rows", "{n} findings left out rows", n)
            screen.print(f"{plan.visit.path}: {text}", style="red", soft_wrap=True)
    if found.same and left_out:
        screen.print(words("In the rows that could be used, the two versions say the same."), style="yellow")
        return
    if found.same:
        screen.print(words("The two versions say the same."), style="bold green")
        return
    _show_changes(found, screen, words)
    _show_outcomes(found, screen, words)
    _show_effects(found, screen, words)


def _show_changes(found: Difference, screen: Console, words: Language) -> None:
    heading(words("What changed"), screen)
    for row in found.head:
        nothing = say("nothing")
        values = {
            "before": nothing if row.before == "" else row.before,
            "after": nothing if row.after == "" else row.after,
        }
        screen.print("  " + words("{what}: {before} → {after}", what=row.what, **values))
    for change in found.changes[:_MOST]:
        screen.print(f"  {_said(change, words)}")
    if len(found.changes) > _MOST:
        screen.print(words("... and {n} more; `--json` has them all", n=len(found.changes) - _MOST))


def _said(change: Change, words: Language) -> str:
    from openraa.visit import How, columns_of

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
    titles = columns_of(change.subject)
    cells = words.join(
        f"{titles[name].headings[words.code][0] if name in titles else name}: {one or '∅'} → {other or '∅'}"
        for name, one, other in change.cells
    )
    return f"{text} ({cells})"


def _show_outcomes(found: Difference, screen: Console, words: Language) -> None:
    if not found.outcomes:
        return
    heading(words("What the agreement answers differently now"), screen)
    rows: dict[tuple[str, str, str], list[Outcome]] = {}
    for row in found.outcomes:
        rows.setdefault((row.question.name, row.before, row.after), []).append(row)
    for alike in rows.values():
        row = alike[0]
        labels = "; ".join(words(each.line.label) for each in alike[:3])
        shown = labels if len(alike) <= 3 else words.plural("{n} line", "{n} lines", len(alike))
        screen.print(f"  {words(row.question.asks)} ({shown})")
        before = _answer(row.question, row.before, words) if row.before else words("nothing")
        screen.print(f"      {before} → {_answer(row.question, row.after, words)}")
        if row.verdict.value != "still covered":
            style = _STYLE[row.verdict.value]
            screen.print(f"      {words(row.verdict.value)}: {words(row.because)}", style=style)


def _answer(question: Question, word: str, words: Language) -> str:
    from openraa.determine import Status
    from openraa.visit import OUTCOMES

    return words(question.answers[word].says if word in question.answers else OUTCOMES[Status(word)])


def _show_effects(found: Difference, screen: Console, words: Language) -> None:
    from openraa.determine import actor
    from openraa.visit import Verdict

    heading(words("What that asks for"), screen)
    if found.nothing_governs:
        state = words.country(found.after.visit.receiving)
        text = words("No agreement governs: each authority of {state} has to be asked under its law.", state=state)
        screen.print(text, style="yellow")
        return
    parts: dict[str, list[Effect]] = {}
    for effect in sorted(found.effects, key=lambda effect: effect.paper):
        authority = actor(effect.authority) if effect.authority else say("authority not named by the agreement")
        name = words("papers to carry") if effect.paper else words(authority)
        parts.setdefault(name, []).append(effect)
    for name, effects in parts.items():
        most = max((effect.verdict for effect in effects), key=list(Verdict).index)
        screen.print(f"{name}: {words(most.value)}", style=f"bold {_STYLE[most.value].removeprefix('bold ')}")
        for effect in effects:
            _show_effect(effect, screen, words)
    if any(effect.inferred for effect in found.effects):
        screen.print(f"{_INFERRED} {words('our inference, not the words of the agreement')}", style="dim")
    if not found.effects:
        screen.print(words("The agreement asks for no notice, consent or paper that this plan knows of."))
    if found.undetermined:
        text = words.plural(
            "On {n} question facts about what changed are missing; `raa check` lists them.",
            "On {n} questions facts about what changed are missing; `raa check` lists them.",
            len(found.undetermined),
        )
        screen.print(text, style="yellow")
    if found.unconfirmed:
        text = words.plural(
            "On {n} question the agreement's text is not confirmed here; ask whether the change matters.",
            "On {n} questions the agreement's text is not confirmed here; ask whether the change matters.",
            len(found.unconfirmed),
        )
        screen.print(text, style="yellow")


def _show_effect(effect: Effect, screen: Console, words: Language) -> None:
    from openraa.visit import KINDS

    mark = _INFERRED if effect.inferred else ""
    what = f"{words(KINDS[effect.due.kind])}: {words(effect.due.says)}"
    text = f"  {words(effect.verdict.value)}{mark} · {what} ({words.cites(effect.due.cites)})"
    screen.print(text, style=_STYLE[effect.verdict.value])
    if effect.verdict.value == "still covered" and not effect.inferred:
        return
    screen.print(f"      {words(effect.because)}", style="dim")
    if effect.moved and effect.before and effect.before.day and effect.after and effect.after.day:
        days = {"was": effect.before.day.safe_on, "now": effect.after.day.safe_on}
        screen.print("      " + words("Latest safe day: {now}, and not {was} as before.", **days))
    if effect.newly_late and effect.after and effect.after.day:
        text = words("Late: its latest safe day was {day}.", day=effect.after.day.safe_on)
        screen.print(f"      {text}", style="bold red")
