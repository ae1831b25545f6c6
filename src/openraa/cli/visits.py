"""`raa check`: a planned visit under the agreement in force."""

from __future__ import annotations

import typer


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
