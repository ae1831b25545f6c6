"""A clearance plan on a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openraa.cli.output import EFFECT_STYLE, STATUS_STYLE, heading, show_problems
from openraa.problems import Severity

if TYPE_CHECKING:
    from rich.console import Console

    from openraa.language import Language
    from openraa.visit import Plan


def show_plan(plan: Plan, screen: Console, words: Language, path: Path) -> None:
    """The plan on a terminal, in a language."""
    _show_head(plan, screen, words)
    _show_problems(plan, screen, words)
    _show_governing(plan, screen, words)
    if plan.stack is None:
        _show_nothing_governs(plan, screen, words)
    else:
        _show_todos(plan, screen, words)
        _show_papers(plan, screen, words)
        _show_groups(plan, screen, words)
        _show_missing(plan, screen, words)
        _show_remarks(plan, screen, words)
    _show_next(plan, screen, words, path)


def _show_head(plan: Plan, screen: Console, words: Language) -> None:
    from openraa.visit import Subject, journey_text

    visit = plan.visit
    screen.print(visit.name, style="bold underline")
    screen.print(journey_text(visit, words))
    n = {subject: len(visit.of(subject)) for subject in Subject}
    counts = [
        words.plural("{n} person", "{n} people", n[Subject.PEOPLE]),
        words.plural("{n} item", "{n} items", n[Subject.ITEMS]),
        words.plural("{n} conveyance", "{n} conveyances", n[Subject.CONVEYANCES]),
    ]
    screen.print(words.join(text for text, subject in zip(counts, Subject, strict=True) if n[subject]))
    screen.print()


def _show_problems(plan: Plan, screen: Console, words: Language) -> None:
    errors = [p for p in plan.problems if p.severity is Severity.ERROR]
    if errors:
        rows = len({(p.place.path, p.place.line) for p in errors})
        text = words.plural(
            "{n} row could not be used; the others were planned. What is wrong:",
            "{n} rows could not be used; the others were planned. What is wrong:",
            rows,
        )
        screen.print(text, style="bold red")
    show_problems(plan.problems, screen, words)
    if plan.problems:
        screen.print()


def _show_governing(plan: Plan, screen: Console, words: Language) -> None:
    from openraa.visit import beside_text

    heading(words("What governs"), screen)
    for n, line in enumerate(plan.governing.explanation):
        screen.print(words(line), style="" if n else "bold")
    for row in plan.governing.findings:
        if not row.binds:
            screen.print(beside_text(row, words), style="dim")
    for part in plan.territory:
        cite = f"{words.cite(part.cite)}:" if part.cite else ""
        text = " ".join(text for text in (words(part.says), cite, words(part.note)) if text)
        screen.print(text, style="" if part.applies == "yes" else "yellow")


def _show_nothing_governs(plan: Plan, screen: Console, words: Language) -> None:
    from openraa.visit import left_open_text
    from openraa.vocabulary import questions_by_topic

    heading(words("What therefore holds"), screen)
    screen.print(left_open_text(plan, words))
    for topic, questions in questions_by_topic(plan.left_open).items():
        screen.print(f"  {words(topic)}: ", style="bold", end="")
        screen.print(" ".join(words(q.asks) for q in questions))


def _show_todos(plan: Plan, screen: Console, words: Language) -> None:
    from rich.table import Table

    from openraa.visit import due_text, duty_text, parties_text, slack_text, step_text

    rows = [todo for todo in plan.todos if todo.due.kind not in ("document", "duty")]
    if rows and plan.as_of:
        heading(words("To do, counted from {day}", day=plan.as_of), screen)
        table = Table(box=None, header_style="bold", pad_edge=False)
        for column in (
            words("Latest safe day"),
            words("Slack"),
            words("What"),
            words("Who to whom"),
            words("Article"),
        ):
            table.add_column(column, overflow="fold")
        for todo in rows:
            table.add_row(
                due_text(todo, words),
                slack_text(todo, words),
                step_text(todo, words),
                parties_text(todo, words),
                words.cites(todo.due.cites),
                style="bold red" if todo.day is not None and todo.day.late else "",
            )
        screen.print(table)
    duties = [todo for todo in plan.todos if todo.due.kind == "duty"]
    if duties:
        heading(words("Duties that come with it"), screen)
        for todo in duties:
            screen.print(f"  {duty_text(todo, words)} ({words.cites(todo.due.cites)})")


def _show_papers(plan: Plan, screen: Console, words: Language) -> None:
    from rich.table import Table

    from openraa.visit import lines_text

    rows = [todo for todo in plan.todos if todo.due.kind == "document"]
    if not rows:
        return
    heading(words("Papers to carry"), screen)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in (words("Paper"), words("For"), words("Article")):
        table.add_column(column, overflow="fold")
    for todo in rows:
        table.add_row(words(todo.due.says), lines_text(todo.lines, words), words.cites(todo.due.cites))
    screen.print(table)


def _show_groups(plan: Plan, screen: Console, words: Language) -> None:
    from rich.table import Table

    from openraa.determine import Status
    from openraa.visit import PARTS, group_text, style_of, who, word_of

    elsewhere = (Status.GAP, Status.UNCONFIRMED, Status.OUT_OF_SCOPE)
    for subject, title in PARTS.items():
        groups = [g for g in plan.groups if g.subject == subject and g.determination.status not in elsewhere]
        if not groups:
            continue
        heading(words(title), screen)
        table = Table(box=None, header_style="bold", pad_edge=False)
        table.add_column("", no_wrap=True)
        table.add_column(words("For"), overflow="fold", max_width=26)
        table.add_column(words("What the agreement says"), overflow="fold", ratio=1)
        table.add_column(words("Article"), overflow="fold", max_width=26)
        for group in groups:
            table.add_row(
                words(word_of(group)),
                who(group, words),
                group_text(group, words),
                words.cites(group.determination.cites),
                style={**EFFECT_STYLE, **STATUS_STYLE}[style_of(group)],
            )
        screen.print(table)


def _show_missing(plan: Plan, screen: Console, words: Language) -> None:
    from openraa.visit import lines_text, where_it_belongs, whom_to_ask
    from openraa.vocabulary import load_vocabulary

    if not plan.missing:
        return
    facts = load_vocabulary().facts
    heading(words("What is still missing, in the order in which it matters"), screen)
    for n, row in enumerate(plan.missing, 1):
        screen.print(f"{n:>2}. {words(facts[row.fact].ask)}  ({row.fact})", style="bold")
        text = words(
            "for {lines}; needed for {questions}",
            lines=lines_text(row.lines, words),
            questions=", ".join(row.questions),
        )
        screen.print(f"    {text}")
        screen.print(
            f"    {words(whom_to_ask(facts[row.fact]))} {words(where_it_belongs(row, facts[row.fact]))}", style="dim"
        )


def _show_remarks(plan: Plan, screen: Console, words: Language) -> None:
    from openraa.determine import Status
    from openraa.visit import lines_text, remarks, silent_title

    titles = {
        Status.UNCONFIRMED: words("The agreement's text on this is not confirmed here"),
        Status.GAP: silent_title(plan, words),
    }
    for status, title in titles.items():
        rows = remarks(plan, status)
        if rows:
            heading(title, screen)
        for row in rows:
            cite = f" ({words.cite(row.cite)})" if row.cite else ""
            screen.print(f"{words(row.because)}{cite}", style=STATUS_STYLE[status.value])
            asks = " ".join(map(words, row.questions))
            screen.print(f"    {asks} {words('For {lines}.', lines=lines_text(row.lines, words))}", style="dim")
        if rows and status is Status.UNCONFIRMED and plan.stack is not None:
            command = f"raa agreements {plan.stack.ids[0]}"
            screen.print(words("Keys such as S18 name sources; `{command}` lists them.", command=command), style="dim")


def _show_next(plan: Plan, screen: Console, words: Language, path: Path) -> None:
    heading(words("Next"), screen)
    if plan.unverified:
        text = words(
            "Parts of this plan rest on summaries or on text that is not confirmed here; they say so in --json."
        )
        screen.print(text, style="yellow")
    rows = [
        (f"raa check {path} --html plan.html", words("the same as a page to print or send")),
        (f"raa check {path} --json", words("every determination with its trace")),
    ]
    if plan.stack is not None:
        rows.insert(0, (f"raa plan {path}", words("every step, back from the first day; also as a calendar file")))
        stack = ",".join(plan.stack.ids)
        person = next((g for g in plan.groups if g.subject == "person"), None)
        question = person.question.name if person else plan.stack.questions[0]
        rows.append((f"raa ask {question} -a {stack}", words("one question, explained")))
        rows.append((f"raa rulebook show {plan.stack.ids[0]}", words("the agreement, article by article")))
    else:
        command = f"raa agreements --between {plan.visit.sending} {plan.visit.receiving}"
        rows.append((command, words("what is under way")))
    for command, what in rows:
        screen.print(f"{command}    {what}", soft_wrap=True)
