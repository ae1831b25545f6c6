"""An exercise of many visits on a terminal: who may go where under what, shared steps, where the pairs differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openraa.cli.output import heading

if TYPE_CHECKING:
    from rich.console import Console

    from openraa.language import Language
    from openraa.visit import ExercisePlan, Group, Pair


def show_exercise(plan: ExercisePlan, screen: Console, words: Language) -> None:
    """The exercise's matrix, its steps by date and the questions that come out differently."""
    exercise = plan.exercise
    screen.print(exercise.name, style="bold underline")
    screen.print(
        words(
            "{n} visits, {first} to {last}",
            n=len(plan.pairs),
            first=words.day(exercise.begins_on),
            last=words.day(exercise.ends_on),
        )
    )
    if exercise.description:
        screen.print(exercise.description)
    _show_problems(plan, screen, words)
    _show_matrix(plan, screen, words)
    _show_todos(plan, screen, words)
    _show_differences(plan, screen, words)
    heading(words("Next"), screen)
    for pair in plan.pairs:
        screen.print(f"raa check {pair.plan.visit.path.parent}", soft_wrap=True)


def _show_problems(plan: ExercisePlan, screen: Console, words: Language) -> None:
    from openraa.visit import pair_text

    for pair in plan.pairs:
        n = len(pair.plan.problems)
        if n:
            text = words.plural("{n} finding in its manifests", "{n} findings in its manifests", n)
            screen.print(f"{pair_text(pair, words)}: {text}", style="yellow")


def _show_matrix(plan: ExercisePlan, screen: Console, words: Language) -> None:
    from rich.table import Table

    from openraa.visit import pair_summary

    heading(words("What governs whom"), screen)
    table = Table(header_style="bold", pad_edge=False, show_lines=True)
    table.add_column(words("from / to"), style="bold")
    for state in plan.receiving:
        table.add_column(words.country(state), overflow="fold")
    for sending in plan.sending:
        cells = []
        for receiving in plan.receiving:
            pairs = plan.between(sending, receiving)
            cells.append("\n\n".join("\n".join(pair_summary(pair, words)) for pair in pairs))
        table.add_row(words.country(sending), *cells)
    screen.print(table)


def _show_todos(plan: ExercisePlan, screen: Console, words: Language) -> None:
    from rich.table import Table

    from openraa.visit import due_text, pair_text, slack_text, step_text

    rows = [row for row in plan.todos() if row.todo.due.kind not in ("document", "duty")]
    if not rows:
        return
    heading(words("Steps of all visits"), screen)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in (words("Latest safe day"), words("Slack"), words("What"), words("For"), words("Article")):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(
            due_text(row.todo, words),
            slack_text(row.todo, words),
            step_text(row.todo, words),
            words.join([pair_text(pair, words) for pair in row.pairs]),
            words.cites(row.todo.due.cites),
            style="bold red" if row.todo.day is not None and row.todo.day.late else "",
        )
    screen.print(table)


def _show_differences(plan: ExercisePlan, screen: Console, words: Language) -> None:
    from rich.table import Table

    from openraa.visit import pair_text

    rows = plan.differences()
    if not rows:
        return
    heading(words("Where the visits differ"), screen)
    table = Table(header_style="bold", pad_edge=False, show_lines=True)
    table.add_column(words("question"), overflow="fold", ratio=2)
    for pair in plan.pairs:
        table.add_column(pair_text(pair, words), overflow="fold", ratio=1)
    for row in rows:
        cells = [_outcomes(pair, groups, words) for pair, groups in row.groups]
        table.add_row(words(row.question.asks), *cells)
    screen.print(table)


def _outcomes(pair: Pair, groups: tuple[Group, ...], words: Language) -> str:
    from openraa.visit import word_of
    from openraa.vocabulary import Effect

    if pair.plan.stack is None:
        return words("law of {state}", state=words.country(pair.receiving))
    if not groups:
        return words("not asked")
    found: dict[str, int] = {}
    for group in groups:
        word = words(word_of(group))
        if group.effect is Effect.STATES:
            word = words(group.question.answers[group.determination.answer].says)
        found[word] = found.get(word, 0) + len(group.lines)
    if len(found) == 1:
        return next(iter(found))
    return "\n".join(f"{word}: {words.number(n)}" for word, n in found.items())
