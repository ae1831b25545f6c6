"""`raa agreements`: the register, and what is in force between two States on a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import console, print_json
from openraa.problems import COMMAND_LINE, Exit, Problem, Refused, say

if TYPE_CHECKING:
    from rich.console import Console

    from openraa.register import Agreement, Governing


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("agreements")(agreements)


def agreements(
    name: Annotated[str, typer.Argument(help="One agreement, with its life and sources.")] = "",
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(help="Sending and receiving State: what binds them.", metavar="SENDING RECEIVING"),
    ] = None,
    at: Annotated[str, typer.Option(help="On this day (YYYY-MM-DD); left out: today.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    folder: Annotated[
        list[Path] | None, typer.Option(help="A further folder with agreements.", show_default=False)
    ] = None,
) -> None:
    """List the agreements, show one, or say what is in force between two States on a day."""
    from openraa.register import governing, load_agreement, load_agreements

    if name and between:
        raise Refused(Problem(COMMAND_LINE, "argument", "name an agreement or two States, not both", "Leave one out."))
    if between:
        on = read_day(at) if at else date.today()
        sending, receiving = (state_code(code) for code in between)
        result = governing(load_agreements(folder or ()).values(), sending, receiving, on)
        print_json(governing_json(result)) if as_json else show_governing(result, console())
        if not result.governs:
            raise typer.Exit(Exit.NO)
    elif name:
        agreement = load_agreement(name, folder or ())
        print_json(_agreement_json(agreement)) if as_json else _show_one(agreement, console())
    else:
        rows = sorted(load_agreements(folder or ()).values(), key=lambda a: a.id)
        print_json([_agreement_json(a) for a in rows]) if as_json else _show_list(rows, console())


def read_day(text: str) -> date:
    """A day from the command line.

    Raises:
        Refused: it is not written YYYY-MM-DD.
    """
    try:
        if len(text) != 10:
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        message = say("`{text}` is not a day", text=text)
        raise Refused(Problem(COMMAND_LINE, "no-such-day", message, say("Write YYYY-MM-DD."))) from None


def state_code(code: str) -> str:
    """The ISO alpha-2 code of a State named by alpha-2 or alpha-3 code.

    Raises:
        Refused: there is no such code, or it was withdrawn.
    """
    from openraa.vocabulary import country

    row = country(code)
    if row is None:
        raise Refused(
            Problem(
                COMMAND_LINE, "unknown-country", f"`{code}` is not a country code",
                "Write an ISO 3166 code such as FR or FRA; `raa codes countries` lists them.",
            )
        )  # fmt: skip
    if row["valid_to"]:
        instead = f" Use {row['replaced_by']}." if row["replaced_by"] else ""
        raise Refused(
            Problem(
                COMMAND_LINE, "withdrawn-country", f"the code `{code}` ({row['name_en']}) was withdrawn",
                f"It ended on {row['valid_to']}.{instead}",
            )
        )  # fmt: skip
    return row["alpha2"]


def show_governing(result: Governing, screen: Console) -> None:
    """What binds two States, in words."""
    for line in result.explanation:
        screen.print(line, style="bold" if line is result.explanation[0] else "")
    if result.governs:
        screen.print(f"Judged under: {', '.join(result.governs)}")
    for row in result.findings:
        mark = "" if row.verified else " (unverified)"
        style = "green" if row.binds else "dim"
        screen.print(f"  {row.agreement.id}: {row.force.value}{mark}. {row.because}", style=style)


def governing_json(result: Governing) -> dict[str, object]:
    """What binds two States, for machines."""
    return {
        "sending": result.sending,
        "receiving": result.receiving,
        "on": result.on.isoformat(),
        "governs": list(result.governs),
        "explanation": list(result.explanation),
        "findings": [
            {
                "agreement": row.agreement.id,
                "force": row.force.value,
                "since": row.since.isoformat() if row.since else None,
                "because": row.because,
                "verified": row.verified,
            }
            for row in result.findings
        ],
    }


def _show_list(rows: list[Agreement], screen: Console) -> None:
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for column in ("agreement", "parties", "in force", "name"):
        table.add_column(column)
    for row in rows:
        states = [party.state for party in row.parties]
        shown = ", ".join(states[:6]) + (f" and {len(states) - 6} more" if len(states) > 6 else "")
        table.add_row(row.id, shown, row.in_force, row.short)
    screen.print(table)


def _show_one(agreement: Agreement, screen: Console) -> None:
    screen.print(agreement.short, style="bold")
    for language, title in agreement.titles.items():
        screen.print(f"{language}: {title}")
    screen.print(f"In force: {agreement.in_force}. {agreement.in_force_note}")
    if agreement.force_rule:
        screen.print(f"Enters into force: {agreement.force_rule.text} ({agreement.force_rule.cite}).")
    if agreement.supplements:
        screen.print(f"Supplements {', '.join(agreement.supplements)}.")
    screen.print()
    for event in agreement.life:
        mark = "" if event.verified else "  unverified"
        where = f", {event.place}" if event.place else ""
        state = f" ({event.state})" if event.state else ""
        sources = f" [{', '.join(event.sources)}]" if event.sources else ""
        screen.print(f"{event.on or 'date unknown'!s:<12}{event.event.replace('_', ' ')}{state}{where}{sources}{mark}")
        if event.note:
            screen.print(f"{'':<12}{event.note}", style="dim")
        for other in event.disputed:
            screen.print(
                f"{'':<12}disputed: {other.on or ''} {other.note} [{', '.join(other.sources)}]",
                style="yellow",
            )
    screen.print()
    for party in agreement.parties:
        since = f"since {party.since}" if party.since else "date not confirmed"
        screen.print(f"{party.state}  {since}{'' if party.verified else '  unverified'}  {party.note}")
    for row in agreement.territory:
        screen.print(f"Territory of {row.state}, {row.area}: applies {row.applies} {row.cite} {row.note}")
    screen.print()
    for source in agreement.sources.values():
        screen.print(f"[{source.key}] {source.title}. {source.publisher} {source.date} {source.address}", style="dim")


def _agreement_json(agreement: Agreement) -> dict[str, object]:
    return {
        "id": agreement.id,
        "short": agreement.short,
        "titles": agreement.titles,
        "kind": agreement.kind,
        "in_force": agreement.in_force,
        "stack": list(agreement.stack),
        "supplements": list(agreement.supplements),
        "directions": [{"sending": a, "receiving": b} for a, b in agreement.directions] or "both",
        "parties": [
            {"state": p.state, "since": p.since.isoformat() if p.since else None, "verified": p.verified}
            for p in agreement.parties
        ],
        "territory": [
            {"state": t.state, "area": t.area, "applies": t.applies, "cite": t.cite, "note": t.note}
            for t in agreement.territory
        ],
        "life": [
            {
                "event": e.event,
                "on": str(e.on) if e.on else None,
                "place": e.place or None,
                "state": e.state or None,
                "note": e.note or None,
                "verified": e.verified,
                "sources": list(e.sources),
                "disputed": [
                    {"on": str(d.on) if d.on else None, "note": d.note, "sources": list(d.sources)} for d in e.disputed
                ],
            }
            for e in agreement.life
        ],
        "sources": {
            key: {
                "title": s.title,
                "publisher": s.publisher,
                "address": s.address,
                "date": s.date,
                "seen": s.seen,
            }
            for key, s in agreement.sources.items()
        },
    }
