"""`raa agreements`, `raa show`, `raa statements`: the register, and what is in force between two States on a day."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from openraa.cli.output import FolderOption, LangOption, console, print_json, words_of
from openraa.problems import COMMAND_LINE, Exit, Problem, Refused, nearest, say


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("agreements")(agreements)
    app.command("show")(show)
    app.command("statements")(statements)


def agreements(
    name: Annotated[str, typer.Argument(help="One agreement, with its life and sources.")] = "",
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(help="Sending and receiving State: what binds them.", metavar="SENDING RECEIVING"),
    ] = None,
    at: Annotated[str, typer.Option(help="On this day (YYYY-MM-DD); left out: today.")] = "",
    of: Annotated[str, typer.Option(help="Only the agreements of this State.", metavar="STATE")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    folder: FolderOption = None,
    lang: LangOption = "",
) -> None:
    """List the agreements, show one, or say what applies between two States on a day and what does not yet."""
    from openraa.cli.agreement_json import agreement_json, governing_json
    from openraa.cli.agreement_screen import show_between, show_list
    from openraa.register import governing, load_agreements

    if name and between:
        raise Refused(Problem(COMMAND_LINE, "argument", "name an agreement or two States, not both", "Leave one out."))
    if name:
        show(name, as_json=as_json, folder=folder, lang=lang)
        return
    words = words_of(lang)
    known = load_agreements(folder or ())
    if between:
        on = read_day(at) if at else date.today()
        sending, receiving = (state_code(code) for code in between)
        result = governing(known.values(), sending, receiving, on)
        print_json(governing_json(result)) if as_json else show_between(result, console(), words)
        if not result.governs:
            raise typer.Exit(Exit.NO)
        return
    state = state_code(of) if of else ""
    rows = sorted((row for row in known.values() if not state or row.party(state)), key=lambda row: row.id)
    print_json([agreement_json(row) for row in rows]) if as_json else show_list(rows, console(), words)


def show(
    name: Annotated[str, typer.Argument(help="The agreement's id; `raa agreements` lists them.")],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    folder: FolderOption = None,
    lang: LangOption = "",
) -> None:
    """Show an agreement: its life step by step, parties, territory, related agreements and sources."""
    from openraa.cli.agreement_json import agreement_json
    from openraa.cli.agreement_screen import show_one
    from openraa.register import load_agreement, load_agreements

    agreement = load_agreement(name, folder or ())
    if as_json:
        print_json(agreement_json(agreement))
    else:
        show_one(agreement, load_agreements(folder or ()), console(), words_of(lang))


def statements(
    about: Annotated[str, typer.Option(help="Only those on this agreement or State.", metavar="ID")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    lang: LangOption = "",
) -> None:
    """Look up what the press says of the agreements, and what the register and its sources say to that."""
    from openraa.cli.agreement_json import statement_json
    from openraa.cli.statement_screen import show_statements
    from openraa.register import load_agreements, load_statements
    from openraa.vocabulary import country

    known, found = load_agreements(), load_statements()
    rows = found.statements
    if about:
        if about not in known and country(about) is None:
            hint = nearest(about, known)
            remedy = say("{hint} `raa agreements` lists them all.", hint=hint) if hint else ""
            message = say("`{name}` is no agreement and no State", name=about)
            raise Refused(Problem(COMMAND_LINE, "about", message, remedy or say("`raa agreements` lists them all.")))
        rows = found.about(about if about in known else state_code(about), known)
    if as_json:
        print_json([statement_json(row, found, known, date.today()) for row in rows])
    else:
        show_statements(rows, found, known, date.today(), console(), words_of(lang))


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
    from openraa.vocabulary import country, withdrawn

    row = country(code)
    if row is None:
        raise Refused(
            Problem(
                COMMAND_LINE, "unknown-country", f"`{code}` is not a country code",
                "Write an ISO 3166 code such as FR or FRA; `raa codes countries` lists them.",
            )
        )  # fmt: skip
    if row["valid_to"]:
        raise Refused(Problem(COMMAND_LINE, "withdrawn-country", *withdrawn(row)))
    return row["alpha2"]
