"""The `raa` program: its commands, and how every failure is shown."""

from __future__ import annotations

import os
import sys

import typer

from openraa.cli import (
    agreements,
    ask,
    assess,
    cases,
    compare,
    differences,
    forecast,
    manifest,
    papers,
    pictures,
    planning,
    prove,
    register,
    rulebook,
    site,
    visits,
    whatif,
    words,
)
from openraa.cli.output import show_refused, words_of_arguments
from openraa.problems import Exit, Refused, Unavailable

app = typer.Typer(
    name="raa",
    help="Visiting forces under their agreement: what it permits, exempts, requires and forbids, "
    "each with its article.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
visits.add_to(app)
planning.add_to(app)
differences.add_to(app)
whatif.add_to(app)
ask.add_to(app)
agreements.add_to(app)
forecast.add_to(app)
pictures.add_to(app)
manifest.add_to(app)
papers.add_to(app)
register.add_to(app)
rulebook.add_to(app)
prove.add_to(app)
compare.add_to(app)
assess.add_to(app)
site.add_to(app)
cases.add_to(app)
words.add_to(app)


def main() -> None:
    """Run the command line; every failure that is not ours ends with a message and an exit status."""
    try:
        app()
    except Refused as refused:
        show_refused(refused.problems, words_of_arguments(sys.argv[1:]))
        sys.exit(Exit.BAD_INPUT)
    except Unavailable as unavailable:
        print(unavailable, file=sys.stderr)
        sys.exit(Exit.UNAVAILABLE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Exit.OK)
