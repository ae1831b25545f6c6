"""`raa cases`: worked legal cases against the rulebooks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from openraa.cli.output import console, print_json
from openraa.problems import Exit


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("cases")(cases)


def cases(
    files: Annotated[list[Path], typer.Argument(help="Case files (YAML).", show_default=False)],
    as_json: Annotated[bool, typer.Option("--json", help="Every result, for machines.")] = False,
    folder: Annotated[
        list[Path] | None, typer.Option(help="A further folder with agreements.", show_default=False)
    ] = None,
    only: Annotated[str, typer.Option(help="Only cases whose stack names this agreement.")] = "",
) -> None:
    """Run worked cases; the last line counts them, and the exit status is 0 only when none failed."""
    from openraa.determine import read_cases, run_cases
    from openraa.rulebook import FILE_NAME, load_stack
    from openraa.vocabulary import load_vocabulary

    vocabulary = load_vocabulary()
    rows = [case for path in files for case in read_cases(path, vocabulary)]
    if only:
        rows = [case for case in rows if only in case.agreement]
    beside = [path.resolve().parent.parent for path in files if (path.parent / FILE_NAME).is_file()]
    results = list(run_cases(rows, lambda names: load_stack(names, [*beside, *(folder or ())])))
    failed = [result for result in results if not result.passed]
    if as_json:
        print_json(
            [
                {
                    "id": result.case.id,
                    "agreement": list(result.case.agreement),
                    "question": result.case.question,
                    "passed": result.passed,
                    "differences": list(result.differences),
                    "explanation": result.explanation,
                }
                for result in results
            ]
        )
    else:
        screen = console()
        for result in failed:
            screen.print(f"{result.case.id} ({result.case.place})", style="bold red")
            screen.print(f"  {', '.join(result.case.agreement)}: {result.case.question}")
            for difference in result.differences:
                screen.print(f"  {difference}")
            if result.case.why:
                screen.print(f"  the case says: {result.case.why} {result.case.cite}")
            for line in result.explanation.splitlines():
                screen.print(f"  the program says: {line}")
            screen.print()
        print(f"{len(results) - len(failed)} passed, {len(failed)} failed")
    if failed:
        raise typer.Exit(Exit.NO)
