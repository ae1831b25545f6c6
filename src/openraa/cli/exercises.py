"""An exercise of many visits on a terminal: who may go where under what, shared steps, where the pairs differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    _heading(words("Next"), screen)
    for pair in plan.pairs:
        screen.print(f"raa check {pair.plan.visit.path.parent}", soft_wrap=True)


def _heading(text: str, screen: Console) -> None:
    screen.print()
    screen.print(text.upper(), style="bold cyan")


def _show_problems(plan: ExercisePlan, screen: Console, words: Language) -> None:
    for pair in plan.pairs:
        n = len(pair.plan.problems)
        if n:
            text = words.plural("{n} finding in its manifests", "{n} findings in its manifests", n)
            screen.print(f"{_pair(pair, words)}: {text}", style="yellow")


def _pair(pair: Pair, words: Language) -> str:
    return words(
        "{sending} to {receiving}", sending=words.country(pair.sending), receiving=words.country(pair.receiving)
    )


def _show_matrix(plan: ExercisePlan, screen: Console, words: Language) -> None:
    from rich.table import Table

    _heading(words("What governs whom"), screen)
    table = Table(header_style="bold", pad_edge=False, show_lines=True)
    table.add_column(words("from / to"), style="bold")
    for state in plan.receiving:
        table.add_column(words.country(state), overflow="fold")
    for sending in plan.sending:
        cells = []
        for receiving in plan.receiving:
            pairs = plan.between(sending, receiving)
            cells.append("\n".join(_cell(pair, words) for pair in pairs))
        table.add_row(words.country(sending), *cells)
    screen.print(table)


def _cell(pair: Pair, words: Language) -> str:
    from openraa.visit import Subject

    chosen = pair.plan.governing.chosen
    governed = bool(pair.plan.governing.governs)
    name = " + ".join(words(found.agreement.short) for found in chosen) if governed else words("nothing governs")
    counts = [
        words.plural("{n} person", "{n} people", pair.n(Subject.PEOPLE)),
        words.plural("{n} item", "{n} items", pair.n(Subject.ITEMS)),
        words.plural("{n} conveyance", "{n} conveyances", pair.n(Subject.CONVEYANCES)),
    ]
    late = sum(todo.day is not None and todo.day.late for todo in pair.plan.todos)
    rows = [name, words.join(counts)]
    if late:
        rows.append(words.plural("{n} step is late", "{n} steps are late", late))
    if pair.plan.missing:
        rows.append(words.plural("{n} fact is missing", "{n} facts are missing", len(pair.plan.missing)))
    return "\n".join(rows)


def _show_todos(plan: ExercisePlan, screen: Console, words: Language) -> None:
    from rich.table import Table

    rows = [row for row in plan.todos() if row.todo.due.kind not in ("document", "duty")]
    if not rows:
        return
    _heading(words("Steps of all visits"), screen)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in (words("latest safe day"), words("slack"), words("what"), words("for"), words("article")):
        table.add_column(column, overflow="fold")
    for row in rows:
        day = row.todo.day
        when = words.day(day.safe_on) if day else words("no day fixed")
        slack = ""
        if day is not None and day.slack_days is not None:
            slack = words("LATE") if day.late else words.plural("{n} day", "{n} days", day.slack_days)
        table.add_row(
            when,
            slack,
            f"{words(row.todo.due.kind)}: {words(row.todo.due.says)}",
            words.join([_pair(pair, words) for pair in row.pairs]),
            "; ".join(row.todo.due.cites),
            style="bold red" if day and day.late else "",
        )
    screen.print(table)


def _show_differences(plan: ExercisePlan, screen: Console, words: Language) -> None:
    from rich.table import Table

    rows = plan.differences()
    if not rows:
        return
    _heading(words("Where the visits differ"), screen)
    table = Table(header_style="bold", pad_edge=False, show_lines=True)
    table.add_column(words("question"), overflow="fold", ratio=2)
    for pair in plan.pairs:
        table.add_column(_pair(pair, words), overflow="fold", ratio=1)
    for row in rows:
        cells = [_outcomes(pair, groups, words) for pair, groups in row.groups]
        table.add_row(words(row.question.asks), *cells)
    screen.print(table)


def _outcomes(pair: Pair, groups: tuple[Group, ...], words: Language) -> str:
    from openraa.cli.visits import word_of
    from openraa.vocabulary import Effect

    if pair.plan.stack is None:
        return words("law of {state}", state=words.country(pair.receiving))
    if not groups:
        return words("not asked")
    found: dict[str, int] = {}
    for group in groups:
        word, _ = word_of(group)
        if group.effect is Effect.STATES:
            word = words(group.question.answers[group.determination.answer].says)
        found[word] = found.get(word, 0) + len(group.lines)
    if len(found) == 1:
        return next(iter(found))
    return "\n".join(f"{word}: {words.number(n)}" for word, n in found.items())
