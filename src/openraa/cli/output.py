"""What the commands share in showing things: a console, JSON, and colours for statuses."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.problems import COMMAND_LINE, Problem, Refused, Severity, Unavailable

if TYPE_CHECKING:
    from rich.console import Console

    from openraa.language import Language

LangOption = Annotated[
    str, typer.Option("--lang", help="en, fr, ja or it; left out: OPENRAA_LANG, or English.", show_default=False)
]
FolderOption = Annotated[
    list[Path] | None, typer.Option("--folder", help="A further folder with agreements.", show_default=False)
]


def console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal, or 100 columns where there is none."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else 100
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, markup=False)


def words_of(lang: str) -> Language:
    """The language that was asked for: the option, else the environment's OPENRAA_LANG, else English.

    Raises:
        Refused: there is no such language.
    """
    from openraa.language import language

    return language(lang or os.environ.get("OPENRAA_LANG", "") or "en")


def words_of_arguments(arguments: Sequence[str]) -> Language:
    """The language in which to say that a command failed: the one its arguments ask for, else English."""
    asked = ""
    for argument, following in zip(arguments, (*arguments, "")[1:], strict=True):
        if argument == "--lang":
            asked = following
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    try:
        return words_of(asked)
    except Refused:
        return words_of("en")


def heading(text: str, screen: Console) -> None:
    """The title of a part of a screen."""
    screen.print()
    screen.print(text.upper(), style="bold cyan")


def problem_text(problem: Problem, words: Language) -> str:
    """A problem in a language: where, what, and what to do."""
    place = words("command line") if problem.place == COMMAND_LINE else problem.place
    first = f"{place}: {words(problem.message)} [{problem.code}]"
    return f"{first}\n    {words(problem.remedy)}" if problem.remedy else first


def show_problems(problems: Sequence[Problem], screen: Console, words: Language, most: int = 20) -> None:
    """The first problems, errors in red, and how many more there are."""
    for problem in problems[:most]:
        style = "red" if problem.severity is Severity.ERROR else "yellow"
        screen.print(problem_text(problem, words), style=style, soft_wrap=True)
    if len(problems) > most:
        screen.print(words("... and {n} more; `--json` has them all", n=len(problems) - most), style="red")


def show_refused(problems: Sequence[Problem], words: Language, most: int = 200) -> None:
    """Why nothing was done, on standard error."""
    for problem in problems[:most]:
        print(problem_text(problem, words), file=sys.stderr)
    if len(problems) > most:
        print(words("... and {n} more", n=len(problems) - most), file=sys.stderr)


def write_text(path: Path, text: str) -> None:
    """Write a file and say so on standard error.

    Raises:
        Unavailable: it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unavailable(f"{path}: cannot be written: {error.strerror}. Name another file.") from None
    print(f"Wrote {path}", file=sys.stderr)


def print_json(value: object) -> None:
    """The value as JSON, readable and in a fixed order."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def split_names(text: str) -> list[str]:
    """`a,b` as names, without blanks."""
    return [part.strip() for part in text.split(",") if part.strip()]


STATUS_STYLE = {
    "DETERMINED": "bold green",
    "UNDETERMINED": "bold yellow",
    "UNCONFIRMED": "bold yellow",
    "GAP": "bold magenta",
    "CONFLICT": "bold red",
    "OUT_OF_SCOPE": "dim",
    "INVALID": "bold red",
}
EFFECT_STYLE = {
    "permits": "green",
    "exempts": "green",
    "requires": "yellow",
    "forbids": "red",
    "refers": "cyan",
    "states": "",
}
