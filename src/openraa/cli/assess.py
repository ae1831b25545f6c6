"""`raa sql`, `raa assess`, `raa explain`: a table of cases instead of one case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import FolderOption, LangOption, console, words_of
from openraa.cli.prove import stack_of
from openraa.problems import COMMAND_LINE, Problem, Refused, nearest, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from openraa.assess import Assessed
    from openraa.rulebook import Stack

EMBEDDED = "embedded"
ENGINES = {EMBEDDED: EMBEDDED, "duckdb": "duckdb"}
ADDRESSES = {"postgresql://": "postgres", "postgres://": "postgres", "spark://": "spark"}
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
    table: Annotated[
        str,
        typer.Argument(help="A Parquet or CSV file, or a database's table: a column for each fact, empty = unknown."),
    ],
    agreement: AgreementOption,
    out: Annotated[str, typer.Option("--out", help="The file to write, .parquet or .csv; with Spark a new folder.")],
    question: QuestionOption = None,
    result: Annotated[
        list[str] | None,
        typer.Option("--result", help="Only status, answer, provisions or requirements; may be given several times."),
    ] = None,
    engine: Annotated[
        str,
        typer.Option("--engine", help="embedded, duckdb, postgresql://user@host/database, or spark://host:port."),
    ] = EMBEDDED,
    absent_unknown: Annotated[
        bool, typer.Option("--absent-unknown", help="Facts without a column are unknown in every row.")
    ] = False,
    threads: Annotated[
        int, typer.Option("--threads", help="Of embedded and duckdb; 0: as many as there are cores.", min=0)
    ] = 0,
    memory: Annotated[
        str, typer.Option("--memory", help="Of duckdb: a limit such as 2GB; beyond it, disk is used.")
    ] = "",
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Determine every row of a table: status, answer, effective provisions and requirements of each question.

    Other columns are passed on. A legend is written beside the result. Nothing is written when a column or value
    does not fit.
    """
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    words, stack = words_of(lang), stack_of(agreement, folder or ())
    names = _questions(stack, question)
    kind = _engine(engine)
    measured = (BarColumn(), TimeRemainingColumn()) if kind == EMBEDDED else (SpinnerColumn(),)
    with Progress(TextColumn("{task.description}"), *measured, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(words("Assessing {table} ...", table=Path(table).name), total=1.0)
        done = _assess(
            kind, engine, table, stack, names, out, absent_unknown, threads, memory, _results(result, kind),
            lambda share: bar.update(task, completed=share),
        )  # fmt: skip
    screen = console()
    screen.print(
        words("{n} rows, {n_questions} questions: {out}", n=done.n_rows, n_questions=len(names), out=done.out),
        soft_wrap=True,
    )
    screen.print(
        words("What the numbers mean: {legend}", legend=f"{done.out}.legend.json"), style="dim", soft_wrap=True
    )


def _assess(
    kind: str,
    engine: str,
    table: str,
    stack: Stack,
    names: Sequence[str],
    out: str,
    absent_unknown: bool,
    threads: int,
    memory: str,
    wanted: Sequence[str],
    on_progress: Callable[[float], None],
) -> Assessed:
    from openraa import assess

    if kind == "spark":
        return assess.assess_spark(engine, table, stack, names, out, absent_unknown=absent_unknown)
    if kind == "postgres":
        with assess.open_postgres(engine, table) as database:
            return assess.assess_database(database, stack, names, Path(out), absent_unknown=absent_unknown)
    if kind == "duckdb":
        return assess.assess_with_duckdb(
            Path(table), stack, names, Path(out), absent_unknown=absent_unknown, threads=threads, memory=memory
        )
    return assess.assess_file(
        Path(table), stack, names, Path(out),
        absent_unknown=absent_unknown, threads=threads, wanted=wanted, on_progress=on_progress,
    )  # fmt: skip


def _results(wanted: Sequence[str] | None, kind: str) -> tuple[str, ...]:
    """Which results to write, all when none is named.

    Raises:
        Refused: there is no such result, or the engine writes all.
    """
    from openraa.assess import RESULTS

    for name in wanted or ():
        if name not in RESULTS:
            message = say("`{result}` is not a result", result=name)
            remedy = nearest(name, RESULTS) or say("Use one of {names}.", names=RESULTS)
            raise Refused(Problem(COMMAND_LINE, "result", message, remedy))
    if wanted and kind != EMBEDDED:
        message = say("this engine writes all results")
        raise Refused(Problem(COMMAND_LINE, "result", message, say("Leave `--result` or `--engine` out.")))
    return tuple(wanted or ())


def _engine(name: str) -> str:
    """Which kind of engine an address means.

    Raises:
        Refused: none.
    """
    kind = ENGINES.get(name) or next((kind for begin, kind in ADDRESSES.items() if name.startswith(begin)), "")
    if not kind:
        message = say("`{engine}` is not an engine", engine=name.partition("@")[2] or name)
        remedy = nearest(name, ENGINES) or say(
            "Use embedded, duckdb, postgresql://user@host/database, or spark://host:port."
        )
        raise Refused(Problem(COMMAND_LINE, "engine", message, remedy))
    return kind


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
