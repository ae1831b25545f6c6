"""`raa site`: the public register as a folder of static pages."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from openraa.cli.agreements import read_day
from openraa.cli.output import FolderOption, console, split_names, words_of
from openraa.problems import COMMAND_LINE, Problem, Refused, say

group = typer.Typer(
    help="The public register as static pages.", no_args_is_help=True, rich_markup_mode=None, add_completion=False
)


def add_to(app: typer.Typer) -> None:
    """Adds the group."""
    app.add_typer(group, name="site")


@group.callback()
def _site() -> None:
    """The public register as static pages."""


@group.command("build")
def build(
    out: Annotated[Path, typer.Option("--out", help="The folder to write: new, empty, or an earlier build.")],
    lang: Annotated[
        str,
        typer.Option("--lang", help="Only these languages, such as `en,ja`; left out: all four.", show_default=False),
    ] = "",
    at: Annotated[str, typer.Option(help="As of this day (YYYY-MM-DD); left out: today.", show_default=False)] = "",
    base_url: Annotated[
        str,
        typer.Option("--base-url", help="The site's own address, for feeds and search engines.", show_default=False),
    ] = "",
    comparisons: Annotated[bool, typer.Option(help="Compare agreements with each other.")] = True,
    folder: FolderOption = None,
) -> None:
    """Write the register as a site that any web server can serve, or a browser open from a disk.

    A failed build leaves the folder as it was. The same register, day and address give the same bytes.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from openraa.language import LANGUAGES
    from openraa.site import check_base_url, gather, refuse_unless_ours, write_site

    codes = split_names(lang) or list(LANGUAGES)
    for code in codes:
        words_of(code)
    if len(set(codes)) != len(codes):
        raise Refused(Problem(COMMAND_LINE, "language", say("a language is named twice"), say("Name each once.")))
    on = read_day(at) if at else date.today()
    url = check_base_url(base_url)
    refuse_unless_ours(out.absolute())
    words = words_of("")
    started = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True)) as bar:
        comparing = bar.add_task(words("Comparing agreements"), total=None, visible=comparisons)
        edition = gather(
            on, codes, base_url=url, folders=folder or (), compared=None if comparisons else (),
            on_progress=lambda n, total: bar.update(comparing, completed=n, total=total),
        )  # fmt: skip
        writing = bar.add_task(words("Writing files"), total=None)
        n_files, n_bytes = write_site(edition, out, lambda n: bar.update(writing, completed=n))
    seconds = time.monotonic() - started
    print(
        words(
            "{out}: {n} files, {size} MB, in {seconds} s. Open {first}.",
            out=str(out), n=n_files, first=str(out / "index.html"), size=f"{n_bytes / 1e6:.1f}",
            seconds=f"{seconds:.0f}",
        )
    )  # fmt: skip
