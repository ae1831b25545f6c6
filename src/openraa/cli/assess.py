"""`raa sql`, `raa assess`, `raa explain`: a table of cases instead of one case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import FolderOption, LangOption, console, words_of
from openraa.cli.prove import stack_of
from openraa.problems import COMMAND_LINE, Problem, Refused, nearest, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from openraa.rulebook import Stack

DIALECTS = ("duckdb", "postgres", "spark", "sqlite")
AgreementOption = Annotated[
    str, typer.Option("--agreement", "-a", help="A rulebook by id or path, or a stack (`base,supplement`).")
]
QuestionOption = Annotated[
    list[str] | None,
    typer.Option("--question", help="Only this question; may be given several times. Left out: all of the agreement."),
]


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("sql")(sql_command)
    app.command("assess")(assess_command)
    app.command("explain")(explain_command)


def sql_command(
    agreement: Annotated[str, typer.Argument(help="A rulebook by id or path, or a stack (`base,supplement`).")],
    question: QuestionOption = None,
    dialect: Annotated[str, typer.Option("--dialect", help="duckdb, postgres, spark or sqlite.")] = "duckdb",
    table: Annotated[str, typer.Option("--table", help="The table with a column for each fact.")] = "cases",
    folder: FolderOption = None,
) -> None:
    """Print the questions as one SQL statement, with the provisions as comments. NULL is unknown."""
    from openraa.assess import compile_stack

    if dialect not in DIALECTS:
        message = say("`{dialect}` is not a dialect", dialect=dialect)
        remedy = nearest(dialect, DIALECTS) or say("Use one of {names}.", names=DIALECTS)
        raise Refused(Problem(COMMAND_LINE, "dialect", message, remedy))
    stack = stack_of(agreement, folder or ())
    print(compile_stack(stack, _questions(stack, question), table).sql(dialect))


def assess_command(
    table: Annotated[Path, typer.Argument(help="A Parquet or CSV file: a column for each fact, empty where unknown.")],
    agreement: AgreementOption,
    out: Annotated[Path, typer.Option("--out", help="The file to write, .parquet or .csv.")],
    question: QuestionOption = None,
    absent_unknown: Annotated[
        bool, typer.Option("--absent-unknown", help="Facts without a column are unknown in every row.")
    ] = False,
    threads: Annotated[int, typer.Option("--threads", help="0: as many as there are cores.", min=0)] = 0,
    memory: Annotated[str, typer.Option("--memory", help="A limit such as 2GB; beyond it, disk is used.")] = "",
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Determine every row of a table: status, answer, effective provisions and requirements of each question.

    Other columns are passed on. A legend is written beside the result. Nothing is written when a column or value
    does not fit.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from openraa.assess import assess_file

    words, stack = words_of(lang), stack_of(agreement, folder or ())
    names = _questions(stack, question)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(words("Assessing {table} ...", table=table.name), total=1.0)
        done = assess_file(
            table, stack, names, out, absent_unknown=absent_unknown, threads=threads, memory=memory,
            on_progress=lambda share: bar.update(task, completed=share),
        )  # fmt: skip
    screen = console()
    screen.print(
        words("{n} rows, {n_questions} questions: {out}", n=done.n_rows, n_questions=len(names), out=done.out),
        soft_wrap=True,
    )
    screen.print(
        words("What the numbers mean: {legend}", legend=f"{done.out}.legend.json"), style="dim", soft_wrap=True
    )


def explain_command(
    table: Annotated[Path, typer.Argument(help="The table that was assessed.")],
    agreement: AgreementOption,
    row: Annotated[int, typer.Option("--row", help="Its row, counted from 1.", min=1)],
    question: QuestionOption = None,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Determine one row of a table again as a single case, with the full explanation."""
    from openraa.assess import row_of
    from openraa.determine import Case, determiner_for, explain

    words, stack = words_of(lang), stack_of(agreement, folder or ())
    names = _questions(stack, question)
    facts = row_of(table, row, stack, names)
    screen = console()
    case = Case(facts)  # type: ignore[arg-type]
    for n, found in enumerate(determiner_for(stack).determine_all(names, case)):
        if n:
            screen.print()
        asks = words(stack.vocabulary.questions[found.question].asks)
        screen.print(f"{asks}  ({found.question})", style="bold", soft_wrap=True)
        screen.print(explain(found, stack, words), soft_wrap=True)


def _questions(stack: Stack, wanted: Sequence[str] | None) -> tuple[str, ...]:
    """The questions to ask, in the order of the catalogue.

    Raises:
        Refused: there is no such question.
    """
    for name in wanted or ():
        stack.vocabulary.question(name)
    return tuple(name for name in stack.vocabulary.questions if name in (wanted or stack.questions))
