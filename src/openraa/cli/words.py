"""`raa facts`, `raa questions`, `raa codes`: the vocabulary, for looking things up."""

from __future__ import annotations

from typing import Annotated

import typer

from openraa.cli.output import console, print_json


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("facts")(facts)
    app.command("questions")(questions)
    app.command("codes")(codes)


def facts(
    part: Annotated[str, typer.Argument(help="Only facts whose name or meaning holds this text.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """List the facts: what can be known about a person, a thing or a visit."""
    from openraa.vocabulary import load_vocabulary

    rows = [
        fact
        for fact in load_vocabulary().facts.values()
        if part.lower() in f"{fact.name} {fact.definition} {' '.join(fact.values)}".lower()
    ]
    if as_json:
        print_json([{"name": f.name, "type": f.type.value, "choices": f.choices(), "def": f.definition} for f in rows])
        return
    screen = console()
    for fact in rows:
        screen.print(fact.name, style="bold", end="")
        screen.print(f"  {fact.choices()}")
        screen.print(f"    {fact.definition}")


def questions(
    part: Annotated[str, typer.Argument(help="Only questions whose name or wording holds this text.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """List the questions that agreements answer, with their possible answers."""
    from openraa.vocabulary import load_vocabulary

    rows = [
        question
        for question in load_vocabulary().questions.values()
        if part.lower() in f"{question.name} {question.asks} {' '.join(question.answers)}".lower()
    ]
    if as_json:
        print_json(
            [
                {
                    "name": q.name,
                    "subject": q.subject,
                    "stage": q.stage.value,
                    "asks": q.asks,
                    "answers": {name: answer.says for name, answer in q.answers.items()},
                }
                for q in rows
            ]
        )
        return
    screen = console()
    for question in rows:
        screen.print(question.name, style="bold", end="")
        screen.print(f"  {question.asks}")
        for answer in question.answers.values():
            screen.print(f"    {answer.name}: {answer.says}")


def codes(
    name: Annotated[str, typer.Argument(help="Which list; left out: the names of the lists.")] = "",
    part: Annotated[str, typer.Argument(help="Only rows that hold this text.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Show a code list: countries, ranks, goods, dangerous goods, authorities, events."""
    from openraa.vocabulary import code_list, code_list_names

    if not name:
        print_json(list(code_list_names())) if as_json else print("\n".join(code_list_names()))
        return
    rows = [row for row in code_list(name) if part.lower() in " ".join(row.values()).lower()]
    if as_json:
        print_json(rows)
        return
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for column in rows[0] if rows else ():
        table.add_column(column)
    for row in rows:
        table.add_row(*row.values())
    console().print(table)
