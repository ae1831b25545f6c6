"""How the terminal shows what the press says and what the register says to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from openraa.cli.agreement_screen import source_line, when

if TYPE_CHECKING:
    from rich.console import Console

    from openraa.language import Language
    from openraa.register import Agreement, Statement, Statements

_STYLE = {
    "SUPPORTED": "bold green",
    "DISPUTED": "bold yellow",
    "CONTRADICTED": "bold red",
    "NOT_CONFIRMED": "bold yellow",
}


def show_statements(
    rows: Sequence[Statement],
    statements: Statements,
    agreements: Mapping[str, Agreement],
    today: date,
    screen: Console,
    words: Language,
) -> None:
    """Statements by article, each with its finding, what it rests on and the versions side by side."""
    for article in dict.fromkeys(row.article for row in rows):
        entry = statements.articles[article]
        screen.print(source_line(entry, words), style="bold cyan")
        for row in rows:
            if row.article == article:
                screen.print()
                _show_statement(row, statements, agreements, today, screen, words)
        screen.print()
    if not rows:
        screen.print(words("No statement about it is in the register."))


def _show_statement(
    row: Statement,
    statements: Statements,
    agreements: Mapping[str, Agreement],
    today: date,
    screen: Console,
    words: Language,
) -> None:
    from rich.padding import Padding

    from openraa.register import events_of, source_of, span_said, spans_of

    said = words("{who}: {what}", who=words(row.by), what=words(row.says)) if row.by else words(row.says)
    screen.print(words(row.verdict.value).upper(), style=_STYLE[row.verdict.name], end="")
    screen.print(f"  {said}", style="bold")
    screen.print(Padding(words(row.answer), (0, 0, 0, 2), expand=False))
    for side in row.sides:
        names = [source_of(key, statements, agreements) for key in side.sources]
        publishers = [name.publisher or name.title for name in names if name]
        line = words("{version} ({sources})", version=words(side.says), sources=words.join(publishers))
        screen.print(Padding(f"- {line}", (0, 0, 0, 2), expand=False), style="yellow")
    for span in spans_of(row, agreements, today):
        screen.print(Padding(words(span_said(span)), (0, 0, 0, 2), expand=False))
    for agreement, event in events_of(row, agreements):
        mark = "" if event.verified else f" ({words('unverified')})"
        sources = ", ".join(event.sources)
        step = words(event.event.replace("_", " "))
        screen.print(f"  {when(event.on, words)}  {step}{mark}  {agreement.id} [{sources}]", style="dim")
    for name in dict.fromkeys([*row.sources, *(key for side in row.sides for key in side.sources)]):
        source = source_of(name, statements, agreements)
        if source:
            screen.print(Padding(source_line(source, words), (0, 0, 0, 2), expand=False), style="dim")
    screen.print(f"  {row.id}", style="dim")
