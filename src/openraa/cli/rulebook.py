"""`raa rulebook`: lint and show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import console, print_json
from openraa.problems import Exit, Place, Problem, Refused, Severity, errors_of, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from openraa.rulebook import Rulebook, Stack

group = typer.Typer(help="Check and read rulebooks.", no_args_is_help=True, rich_markup_mode=None, add_completion=False)


def add_to(app: typer.Typer) -> None:
    """Adds the group."""
    app.add_typer(group, name="rulebook")


@group.command("lint")
def lint(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Rulebooks, their folders, or ids; left out: all shipped ones.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Problems, for machines.")] = False,
    folder: Annotated[
        list[Path] | None, typer.Option(help="A further folder with agreements.", show_default=False)
    ] = None,
    table: Annotated[bool, typer.Option("--coverage/--no-coverage", help="Print the coverage table.")] = True,
) -> None:
    """Report every problem of a rulebook with file, line and column, and its coverage table."""
    from openraa.rulebook import check_coverage, check_use, load_rulebook, load_stack, rulebook_paths

    names = paths or list(rulebook_paths(folder or ()))
    problems: list[Problem] = []
    books = []
    for name in names:
        try:
            book = load_rulebook(name, folder or ())
            books.append(book)
            problems += check_coverage(book) + check_use(book)
            stack = load_stack([*book.supplements, name], folder or ())
            problems += _prove(stack, book, folder or ())
        except Refused as refused:
            problems.extend(refused.problems)
    if as_json:
        print_json([problem.to_json() for problem in problems])
    else:
        screen = console()
        for problem in problems:
            style = "red" if problem.severity is Severity.ERROR else "yellow"
            screen.print(str(problem), style=style, soft_wrap=True)
        for book in books:
            if table and paths:
                _show_coverage(book, screen)
        n_errors = len(errors_of(problems))
        print(f"{len(names)} rulebooks, {n_errors} errors, {len(problems) - n_errors} warnings")
    if errors_of(problems):
        raise typer.Exit(Exit.BAD_INPUT)


def _prove(stack: Stack, book: Rulebook, folders: Sequence[Path]) -> list[Problem]:
    """A problem for everything that `raa prove` finds of the stack."""
    from openraa.prove import SECONDS, Verdict, in_force, prove
    from openraa.register import load_agreements

    proof = prove(stack, in_force=in_force(load_agreements(folders).get(book.id)))
    problems = []
    for row in proof.findings:
        when = "; ".join(row.where.clauses(stack.vocabulary)) if row.where else ""
        message = f"{row.message}, when {when}" if when else row.message
        problems.append(Problem(row.place, row.property.value, message, row.remedy, row.severity))
    for checked in proof.checked:
        if checked.verdict is Verdict.NOT_PROVEN:
            text = f"not proven within {SECONDS:g} s: {checked.property.says}"
            problems.append(Problem(Place(book.path), "not-proven", text, "Use `raa prove --seconds`."))
    return problems


@group.command("show")
def show(
    name: Annotated[str, typer.Argument(help="A rulebook's id or path.")],
    question: Annotated[str, typer.Option(help="Only what answers this question.")] = "",
    article: Annotated[str, typer.Option(help="Only this article, such as VII.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    folder: Annotated[
        list[Path] | None, typer.Option(help="A further folder with agreements.", show_default=False)
    ] = None,
) -> None:
    """Read a rulebook question by question, or article by article, with its coverage."""
    from openraa.rulebook import load_rulebook
    from openraa.vocabulary import load_vocabulary

    book = load_rulebook(name, folder or ())
    if question:
        load_vocabulary().question(question)
    articles = list(dict.fromkeys(p.split(".")[0] for p in book.paragraphs))
    if article and article not in articles:
        remedy = nearest(article, articles) or f"One of {', '.join(articles)}."
        raise Refused(Problem(Place(book.path), "unknown-article", f"there is no article `{article}`", remedy))
    if as_json:
        print_json(_book_json(book, question, article))
        return
    screen = console()
    screen.print(book.title, style="bold")
    read = {"full": "full text", "part": "part of the text", "fragment": "a fragment", "reports": "reports"}
    screen.print(f"Read: {read.get(book.source.read, book.source.read)} ({book.source.language}). {book.source.note}")
    screen.print()
    if article or not question:
        _show_articles(book, [article] if article else articles, screen)
    if question or not article:
        _show_questions(book, question, screen)
    _show_coverage(book, screen, article)


def _selected(book: Rulebook, question: str, article: str) -> list:  # type: ignore[type-arg]
    return [
        row
        for row in book.provisions
        if (not question or row.question == question)
        and (not article or any(p.split(".")[0] == article for p in row.paragraphs))
    ]


def _book_json(book: Rulebook, question: str, article: str) -> object:
    from openraa.rulebook import coverage
    from openraa.rulebook.condition import show_condition

    return {
        "rulebook": book.id,
        "title": book.title,
        "hash": book.hash,
        "provisions": [
            {
                "id": row.id,
                "question": row.question or None,
                "answer": row.answer or None,
                "when": show_condition(row.when),
                "overrides": list(row.overrides),
                "disapplies": list(row.disapplies),
                "requires": [r.label for r in row.requires],
                "cite": row.cite,
                "verified": row.verified.value,
                "doubt": row.doubt or None,
            }
            for row in _selected(book, question, article)
        ],
        "coverage": [
            {
                "paragraph": row.paragraph,
                "covered": row.covered.value,
                "by": list(row.by),
                "because": row.because or None,
            }
            for row in coverage(book)
        ],
    }


def _show_articles(book: Rulebook, articles: list[str], screen: Console) -> None:
    wanted = {f"article {name}".lower() for name in articles}
    for section in book.sections:
        head = section.title.partition(":")[0].strip().lower()
        if section.title and (head in wanted or len(articles) > 1):
            screen.print(section.title, style="bold underline")
            if section.prose:
                screen.print(section.prose.replace("\n", " ") if "\n\n" not in section.prose else section.prose)
            for row in book.provisions:
                if row.article == section.title:
                    _show_provision(row, screen)
            for silence in book.silences:
                if section.line < silence.place.line < _next_line(book, section.line):
                    screen.print(f"  silent on {silence.question}: {silence.because}", style="magenta")
            screen.print()


def _next_line(book: Rulebook, line: int) -> int:
    return min((s.line for s in book.sections if s.line > line), default=10**9)


def _show_questions(book: Rulebook, question: str, screen: Console) -> None:
    from openraa.vocabulary import load_vocabulary

    for name, entry in load_vocabulary().questions.items():
        rows = [row for row in book.provisions if row.question == name]
        silences = [row for row in book.silences if row.question == name]
        unconfirmed = [row for row in book.unconfirmed if row.question == name]
        if (question and name != question) or not (rows or silences or unconfirmed):
            continue
        screen.print(f"{entry.asks}  ({name})", style="bold")
        for row in rows:
            _show_provision(row, screen)
        for silence in silences:
            screen.print(f"  silent ({silence.cite or 'whole text'}): {silence.because}", style="magenta")
        for entry_ in unconfirmed:
            screen.print(f"  not confirmed here: {entry_.known} [{', '.join(entry_.sources)}]", style="yellow")
        screen.print()


def _show_provision(row: object, screen: Console) -> None:
    from openraa.rulebook import Provision, Verification
    from openraa.rulebook.condition import ALWAYS, show_condition
    from openraa.vocabulary import load_vocabulary

    assert isinstance(row, Provision)
    vocabulary = load_vocabulary()
    if row.answers:
        says = vocabulary.questions[row.question].answers[row.answer].says
        screen.print(f"  {row.cite}: {says}", style="green")
    else:
        screen.print(f"  {row.cite}: switches off {', '.join(row.disapplies)}", style="green")
    if row.when != ALWAYS:
        screen.print(f"      when {show_condition(row.when)}")
    if row.overrides:
        screen.print(f"      prevails over {', '.join(row.overrides)}")
    for requirement in row.requires:
        deadline = f", {requirement.deadline.show()}" if requirement.deadline else ""
        screen.print(f"      {requirement.kind}: {vocabulary.requirements[requirement.label].says}{deadline}")
    if row.doubt:
        screen.print(f"      doubt: {row.doubt}", style="yellow")
    if row.verified is not Verification.FULL_TEXT:
        screen.print(f"      {row.verified.value}", style="yellow")


def _show_coverage(book: Rulebook, screen: Console, article: str = "") -> None:
    from rich.table import Table

    from openraa.rulebook import Covered, coverage

    table = Table(title=f"Coverage of {book.id}", box=None, header_style="bold", title_justify="left")
    table.add_column("paragraph", no_wrap=True)
    table.add_column("covered", no_wrap=True)
    table.add_column("by or because")
    for row in coverage(book):
        if article and row.paragraph.split(".")[0] != article:
            continue
        style = "red" if row.covered is Covered.HOLE else ""
        table.add_row(row.paragraph, row.covered.value, ", ".join(row.by) or row.because, style=style)
    screen.print(table)
