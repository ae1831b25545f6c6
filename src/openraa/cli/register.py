"""`raa register`: check the register's files, take agreements in from a table, write the register out."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from openraa.cli.agreements import read_day
from openraa.cli.output import FolderOption, LangOption, console, print_json, show_problems, words_of
from openraa.problems import COMMAND_LINE, Exit, Problem, Refused, errors_of, say

group = typer.Typer(
    help="Check, extend and export the register of agreements.", no_args_is_help=True, rich_markup_mode=None,
    add_completion=False,
)  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Adds the group."""
    app.add_typer(group, name="register")


@group.command("check")
def check(
    folder: FolderOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Problems, for machines.")] = False,
    lang: LangOption = "",
) -> None:
    """Report lives that cannot be, facts without a source and withdrawn codes, with file and line."""
    from openraa.register import check_register, check_statements, load_agreements

    words = words_of(lang)
    known = {}
    try:
        known = load_agreements(folder or ())
        problems = [*check_register(known, date.today()), *check_statements(known, date.today())]
    except Refused as refused:
        problems = list(refused.problems)
    if as_json:
        print_json([problem.to_json() for problem in problems])
    else:
        screen = console()
        show_problems(problems, screen, words, most=200)
        n_errors = len(errors_of(problems))
        screen.print(
            words(
                "Agreements: {n}. Errors: {errors}. Warnings: {warnings}.",
                n=len(known), errors=n_errors, warnings=len(problems) - n_errors,
            ),
            style="red" if n_errors else "green",
        )  # fmt: skip
    if errors_of(problems):
        raise typer.Exit(Exit.BAD_INPUT)


@group.command("import")
def take_in(
    path: Annotated[Path, typer.Argument(help="A CSV file, one agreement a row; `raa register template`.")],
    out: Annotated[Path, typer.Option("--out", help="The folder that gets a folder for each agreement.")],
    good_rows: Annotated[
        bool, typer.Option("--good-rows", help="Take the good rows in though others are bad.")
    ] = False,
    folder: FolderOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="What was taken in and what not, for machines.")] = False,
    lang: LangOption = "",
) -> None:
    """Take in a table of agreements; bad rows are reported, and nothing is written halfway."""
    from openraa.register import load_agreements, read_table, write_agreements

    words = words_of(lang)
    found = read_table(path, load_agreements(folder or ()), date.today())
    write = bool(found.taken) and (good_rows or not found.problems)
    files = write_agreements(found.taken, out) if write else []
    n_bad = found.n_rows - len(found.taken)
    if as_json:
        print_json(
            {
                "rows": found.n_rows,
                "taken": [row.agreement.id for row in found.taken] if write else [],
                "files": [str(file) for file in files],
                "problems": [problem.to_json() for problem in found.problems],
            }
        )
    else:
        screen = console()
        show_problems(found.problems, screen, words, most=200)
        if write:
            text = words.plural("{n} agreement was taken in.", "{n} agreements were taken in.", len(files))
            screen.print(text, style="green")
            for file in files:
                screen.print(f"  {file}", style="dim")
            screen.print(words("Use it with `--folder {folder}`.", folder=str(out)))
        elif not found.n_rows:
            screen.print(words("The table has no rows."), style="yellow")
        else:
            text = words.plural("{n} row is bad; nothing was written.", "{n} rows are bad; nothing was written.", n_bad)
            screen.print(text, style="red")
            if found.taken:
                screen.print(words("`--good-rows` takes the others in."))
    if n_bad or not found.n_rows:
        raise typer.Exit(Exit.NO if write else Exit.BAD_INPUT)


@group.command("template")
def print_template() -> None:
    """Print the header of the table that `raa register import` reads."""
    from openraa.register import template

    print(template(), end="")


@group.command("export")
def export_command(
    out: Annotated[Path | None, typer.Option("--out", help="Write everything into this folder.")] = None,
    akn: Annotated[str, typer.Option("--akn", help="Only the commentary of this rulebook, as Akoma Ntoso.")] = "",
    at: Annotated[str, typer.Option("--at", help="The day that the commentaries carry; left out: today.")] = "",
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Export the register: CSV tables with a codebook as a data package, JSON, JSON-LD, commentaries as Akoma Ntoso.

    With `--akn ID` alone, that commentary goes to standard output; with `--out` it is the only one in the folder.
    """
    from openraa.register import load_agreements
    from openraa.rulebook import load_rulebook, rulebook_paths
    from openraa.site.exports import akoma_ntoso, register_files, write_whole

    words = words_of(lang)
    if out is None and not akn:
        remedy = say("Write `--out FOLDER` for everything, or `--akn ID` for one commentary.")
        raise Refused(Problem(COMMAND_LINE, "argument", say("nothing says what to export, or where to"), remedy))
    on = read_day(at) if at else date.today()
    known = load_agreements(folder or ())
    names = [akn] if akn else sorted(rulebook_paths(folder or ()))
    texts = {}
    for name in names:
        book = load_rulebook(name, folder or ())
        texts[f"akn/{book.id}.xml"] = akoma_ntoso(book, known.get(book.id), on)
    if out is None:
        sys.stdout.write(next(iter(texts.values())).decode("utf-8"))
        return
    files = register_files(known.values()) | texts
    write_whole(out, files)
    text = words.plural("Wrote {n} file into:", "Wrote {n} files into:", len(files))
    print(f"{text} {out}", file=sys.stderr)
