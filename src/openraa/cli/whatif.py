"""`raa whatif`: what a draft would have changed for visits of the past, in numbers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.agreements import state_code
from openraa.cli.output import (
    EFFECT_STYLE,
    FolderOption,
    LangOption,
    console,
    heading,
    print_json,
    show_problems,
    split_names,
    words_of,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from openraa.language import Language
    from openraa.rulebook import Stack
    from openraa.visit import Move, Replay, Side, WhatIf
    from openraa.vocabulary import Question

_ALWAYS = (
    "determinations", "answered", "unanswered", "forbids", "notice_days", "notices", "consents", "papers", "duties",
    "missing",
)  # fmt: skip
_OF_A_VISIT = ("answered", "forbids", "notice_days", "papers", "consents", "missing")
_MOST = 5


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("whatif")(whatif)


def whatif(
    draft: Annotated[
        str,
        typer.Argument(
            help="The draft: a rulebook's path, folder or id; a stack as BASE,SUPPLEMENT.", show_default=False
        ),
    ],
    visits: Annotated[Path, typer.Option("--visits", help="The folder with the visits to replay.", show_default=False)],
    against: Annotated[
        str,
        typer.Option(help="Compare with this agreement; left out: with what is in force for each visit."),
    ] = "",
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(help="Only visits between these two States, both ways.", metavar="STATE STATE"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, for machines.")] = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Replay visits under a draft: answers, refusals, days of notice, papers and permissions, before and after."""
    from openraa.rulebook import load_stack
    from openraa.visit import replay_visits, what_if_json

    words, folders = words_of(lang), folder or []
    found = replay_visits(
        visits,
        load_stack(split_names(draft), folders),
        against=load_stack(split_names(against), folders) if against else None,
        between=(state_code(between[0]), state_code(between[1])) if between else None,
        folders=folders,
    )
    if as_json:
        print_json(what_if_json(found))
        return
    screen = console()
    _show(found, screen, words)
    heading(words("Next"), screen)
    command = ["raa rulebook show", split_names(draft)[0], *(f"--folder {each}" for each in folders)]
    screen.print(" ".join(command), soft_wrap=True)
    screen.print(words("`--json` has every figure of every visit, and every line behind each number."), style="dim")


def _show(found: WhatIf, screen: Console, words: Language) -> None:
    _show_head(found, screen, words)
    _show_left_out(found, screen, words)
    _show_total(found, screen, words)
    _show_visits(found, screen, words)
    _show_questions(found, screen, words)


def _named(stack: Stack, words: Language) -> str:
    from openraa.register import load_agreements

    known = load_agreements()
    names = {book.id: words(known[book.id].short) if book.id in known else book.title for book in stack.rulebooks}
    return " + ".join(f"{name} ({key})" for key, name in names.items())


def _show_head(found: WhatIf, screen: Console, words: Language) -> None:
    first = min(row.visit.begins_on for row in found.replays)
    last = max(row.visit.ends_on for row in found.replays)
    screen.print(_named(found.draft, words), style="bold underline")
    n = len(found.replays)
    replayed = words.plural("{n} visit replayed", "{n} visits replayed", n)
    screen.print(words("{replayed}, {first} to {last}", replayed=replayed, first=first, last=last))
    if found.against is None:
        screen.print(words("Before: what governs each visit, as `raa check` plans it."))
    else:
        screen.print(
            words("Before: as if this governed every visit: {agreement}.", agreement=_named(found.against, words))
        )
    screen.print(words("After: as if the draft had governed every visit."))
    if found.between is None:
        text = words(
            "A rulebook has no parties of its own: the visits of all States were replayed. `--between` restricts."
        )
        screen.print(text, style="dim")
    elif found.elsewhere:
        n = len(found.elsewhere)
        text = words.plural(
            "{n} visit between other States was not replayed.", "{n} visits between other States were not replayed.", n
        )
        screen.print(text, style="dim")


def _show_left_out(found: WhatIf, screen: Console, words: Language) -> None:
    for row in found.replays:
        if row.n_rows_left_out:
            text = words.plural(
                "{n} row could not be used and is left out; `raa check` says why",
                "{n} rows could not be used and are left out; `raa check` says why",
                row.n_rows_left_out,
            )
            screen.print(f"{row.visit.path}: {text}", style="yellow", soft_wrap=True)
    if not found.left_out:
        return
    n = len(found.left_out)
    text = words.plural("{n} visit could not be used", "{n} visits could not be used", n)
    heading(text, screen)
    for out in found.left_out:
        show_problems(out.problems, screen, words, most=_MOST)


def _show_total(found: WhatIf, screen: Console, words: Language) -> None:
    from openraa.visit import FIGURES

    before, after = found.total()
    heading(words("All visits together"), screen)
    table = _table("", words("before"), words("after"), words("difference"))
    for column in table.columns[1:]:
        column.justify = "right"
    depth = {"": -1}
    for figure in FIGURES:
        depth[figure.key] = depth[figure.part_of] + 1
        one, other = before[figure.key], after[figure.key]
        if one or other or figure.key in _ALWAYS:
            name = "  " * depth[figure.key] + words(figure.says)
            style = "" if depth[figure.key] else "bold"
            table.add_row(name, words.number(one), words.number(other), _difference(one, other, words), style=style)
    screen.print(table)
    screen.print(words("The longest notice is that of the visit with the longest; all else is added up."), style="dim")


def _difference(one: int, other: int, words: Language) -> str:
    if one == other:
        return "="
    return f"{'+' if other > one else '−'}{words.number(abs(other - one))}"


def _show_visits(found: WhatIf, screen: Console, words: Language) -> None:
    heading(words("Visit by visit"), screen)
    table = _table(
        words("Visit"),
        words("Answered"),
        words("Forbidden"),
        words("Days of notice"),
        words("Papers"),
        words("Consents"),
        words("Facts missing"),
    )
    for column in table.columns[1:]:
        column.justify, column.width = "right", 9
    for row in found.replays:
        cells = [_move(row.counts_before[key], row.counts_after[key], words) for key in _OF_A_VISIT]
        table.add_row(_visit(row, words), *cells)
    screen.print(table)


def _visit(row: Replay, words: Language) -> str:
    visit = row.visit
    pair = words(
        "{sending} to {receiving}", sending=words.country(visit.sending), receiving=words.country(visit.receiving)
    )
    under = " + ".join(row.before.governing.governs) or words("nothing governs")
    rows = [
        visit.name,
        words("{pair}, {day}", pair=pair, day=visit.begins_on),
        words("before: {agreement}", agreement=under),
    ]
    if not row.after.governing.governs:
        rows.append(words(row.after.governing.explanation[0]))
    return "\n".join(rows)


def _move(one: int, other: int, words: Language) -> str:
    return words.number(one) if one == other else f"{words.number(one)} → {words.number(other)}"


def _show_questions(found: WhatIf, screen: Console, words: Language) -> None:
    from openraa.visit import Kind

    rows = found.questions()
    several = len({move.before.under for row in rows for move in row.moves}) > 1
    heading(words("What changes, question by question"), screen)
    for row in rows:
        if not row.n_changed:
            continue
        of = words("{n} of {all}", n=row.n_changed, all=row.n_lines)
        screen.print(f"{words(row.question.asks)}  ({of})", style="bold")
        table = _table(words("lines"), words("before"), words("after"))
        table.columns[0].justify, table.columns[0].width = "right", 7
        for column in table.columns[1:]:
            column.ratio = 1
        table.expand, table.show_header = True, row is rows[0]
        for move in row.moves:
            if move.changes:
                _add_move(table, move, words, several=several)
        screen.print(table)
    kinds = {kind: sum(len(m.lines) for row in rows for m in row.moves if m.kind is kind) for kind in Kind}
    if not any(row.n_changed for row in rows):
        screen.print(words("No answer changes."), style="bold green")
    texts = (
        (Kind.SAME, words.plural("{n} answer stays the same.", "{n} answers stay the same.", kinds[Kind.SAME])),
        (
            Kind.STILL_NONE,
            words.plural(
                "{n} determination has no answer on either side.",
                "{n} determinations have no answer on either side.",
                kinds[Kind.STILL_NONE],
            ),
        ),
    )
    for kind, text in texts:
        if kinds[kind]:
            screen.print(text, style="dim")


def _add_move(table: Table, move: Move, words: Language, *, several: bool) -> None:
    """One row; `several` where the first side rests on different agreements, which are then named."""
    effect = move.effect_after
    table.add_row(
        words.number(len(move.lines)),
        _side(move.question, move.before, move.cites_before, words, named=several),
        _side(move.question, move.after, move.cites_after, words),
        style=EFFECT_STYLE[effect.value] if effect else "magenta",
    )


def _side(question: Question, side: Side, cites: tuple[str, ...], words: Language, *, named: bool = False) -> str:
    from openraa.visit import STANDINGS, verified_text

    if side.answered:
        text = verified_text(words(question.answers[side.answer].says), side.verification, words)
    else:
        text = words(STANDINGS[side.standing])
    where = words.cites(cites)
    if named and side.under:
        under = " + ".join(side.under)
        where = f"{under}: {where}" if where else under
    return f"{text}\n{where}" if where else text


def _table(*columns: str) -> Table:
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table
