"""Runs `raa` in this process, as a shell would: arguments in; exit status, output and errors out."""

from __future__ import annotations

import contextlib
import io
import sys
from dataclasses import dataclass

from openraa.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    status: int
    out: str
    err: str


def raa(*arguments: str) -> Ran:
    """Run a command."""
    out, err = io.StringIO(), io.StringIO()
    before = sys.argv
    sys.argv = ["raa", *arguments]
    status = 0
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as stop:
        status = int(stop.code or 0)
    finally:
        sys.argv = before
    return Ran(status, out.getvalue(), err.getvalue())
