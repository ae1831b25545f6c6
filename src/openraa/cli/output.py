"""What the commands share in showing things: a console, JSON, and colours for statuses."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console


def console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal, or 100 columns where there is none."""
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else 100
    return Console(file=stream, width=width, highlight=False, soft_wrap=False, markup=False)


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
