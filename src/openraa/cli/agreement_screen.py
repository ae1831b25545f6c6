"""How the terminal shows agreements: one with its life, what binds two States, the list of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from openraa.cli.output import heading

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from openraa.language import Language
    from openraa.register import Agreement, DatedOn, Finding, Governing, LifeEvent, SourceEntry, TerritoryRow

MOST_STATEMENTS = 4
"""How many of the latest statements tell where talks stand."""


def show_one(agreement: Agreement, known: Mapping[str, Agreement], screen: Console, words: Language) -> None:
    """An agreement: title, life, parties, territory, related agreements, what the press says, sources."""
    screen.print(words(agreement.short), style="bold", end="")
    screen.print(f"  {agreement.id}", style="dim")
    screen.print(words(agreement.kind.replace("_", " ")))
    for code, title in agreement.titles.items():
        screen.print(f"{code}  {title}", style="dim")
    if agreement.in_force_note:
        screen.print(words(agreement.in_force_note))
    if rule := agreement.force_rule:
        screen.print(
            words(
                "Its own rule on entry into force: {rule} ({cite}).", rule=words(rule.text), cite=words.cite(rule.cite)
            )
        )
    for sending, receiving in agreement.directions:
        values = {"sending": words.country_in_text(sending), "receiving": words.country_in_text(receiving)}
        screen.print(words("It covers forces of {sending} in {receiving}.", **values))
    _show_life(agreement, screen, words)
    _show_parties(agreement, screen, words)
    if agreement.territory:
        heading(words("Territory"), screen)
        for row in agreement.territory:
            _show_territory(row, screen, words)
    _show_related(agreement, known, screen, words)
    heading(words("Sources"), screen)
    for source in agreement.sources.values():
        screen.print(source_line(source, words), style="dim")


def _show_life(agreement: Agreement, screen: Console, words: Language) -> None:
    heading(words("Life"), screen)
    table = _rows()
    for event in agreement.life:
        table.add_row(when(event.on, words), _event_text(event, words))
    screen.print(table)


def _event_text(event: LifeEvent, words: Language) -> Text:
    from rich.text import Text

    text = Text(words(event.event.replace("_", " ")), style="bold")
    if event.state:
        text.append(f" · {words.country(event.state)}", style="")
    if event.place:
        text.append(f" · {words(event.place)}", style="")
    if event.expected:
        text.append(f"  {words('expected')}", style="bold yellow")
    if not event.verified:
        text.append(f"  {words('unverified')}", style="bold yellow")
    if event.sources:
        text.append(f"  [{', '.join(event.sources)}]", style="dim")
    if event.on and not event.on.day:
        precision = words("only the month is known") if event.on.month else words("only the year is known")
        text.append(f"  {precision}", style="dim italic")
    if event.note:
        text.append(f"\n{words(event.note)}", style="not bold")
    for other in event.disputed:
        said = ": ".join(part for part in (when(other.on, words), words(other.note)) if part)
        text.append("\n")
        text.append(words("disputed"), style="bold yellow")
        text.append(f"  {said}  [{', '.join(other.sources)}]", style="yellow")
    return text


def _show_parties(agreement: Agreement, screen: Console, words: Language) -> None:
    if not agreement.parties:
        return
    heading(words("Parties"), screen)
    table = _rows()
    for party in agreement.parties:
        if agreement.in_force == "no" and not party.since:
            since = ""
        elif party.since and party.until:
            since = words("{since} to {until}", since=party.since, until=party.until)
        elif party.since:
            since = words("since {since}", since=party.since)
        else:
            since = words("date not confirmed")
        parts = [since] if since else []
        parts += [] if party.verified else [words("unverified")]
        parts += [words(party.note)] if party.note else []
        table.add_row(words.country(party.state), words.join(parts))
    screen.print(table)


def _show_territory(row: TerritoryRow, screen: Console, words: Language, indent: int = 0) -> None:
    from rich.padding import Padding

    values = {"area": words(row.area), "state": words.country(row.state)}
    if row.applies == "yes":
        text = words("{state}, {area}: the agreement applies there.", **values)
    elif row.applies == "no":
        text = words("{state}, {area}: the agreement does not apply there.", **values)
    else:
        text = words("{state}, {area}: whether the agreement applies there is not confirmed.", **values)
    codes = f" ({words.join(map(words.country, row.codes))})" if row.codes else ""
    parts = [f"{text}{codes}", words.cite(row.cite), words(row.note) if row.note else ""]
    line = Padding(" ".join(part for part in parts if part), (0, 0, 0, indent), expand=False)
    screen.print(line, style="" if row.applies == "yes" else "yellow")


def _show_related(agreement: Agreement, known: Mapping[str, Agreement], screen: Console, words: Language) -> None:
    from openraa.register import load_statements, related

    rows = related(agreement, known)
    if rows:
        heading(words("Related agreements"), screen)
        table = _rows()
        for relation, other in rows:
            table.add_row(words(relation.value), f"{words(other.short)}  {other.id}")
        screen.print(table)
    n = len(load_statements().about(agreement.id, known))
    if n:
        screen.print()
        many = words.plural("{n} statement of the press is looked at:", "{n} statements of the press are looked at:", n)
        screen.print(f"{many} raa statements --about {agreement.id}")


def source_line(source: SourceEntry, words: Language) -> str:
    """A source in one line: who published what, when, in which language, and where."""
    language = words.language_name(source.language) if source.language else ""
    facts = ", ".join(part for part in (source.publisher, source.date, language) if part)
    return " ".join(part for part in (f"[{source.key}]", f"{source.title}.", f"{facts}.", source.address) if part)


def when(on: DatedOn | None, words: Language) -> str:
    """A date as precise as it is known."""
    return words.when(on.year, on.month, on.day) if on else ""


def show_between(result: Governing, screen: Console, words: Language) -> None:
    """What applies between two States on a day and where, what does not yet and where the talks stand."""
    for n, line in enumerate(result.explanation):
        screen.print(words(line), style="" if n else "bold")
    if result.governs:
        screen.print(words("Judged under: {names}", names=", ".join(result.governs)), style="dim")
    for title, rows in _groups(result, words):
        if rows:
            heading(title, screen)
            for row in rows:
                _show_finding(row, result, screen, words)


def _groups(result: Governing, words: Language) -> list[tuple[str, list[Finding]]]:
    from openraa.register import Force

    def of(*forces: Force) -> list[Finding]:
        return [row for row in result.findings if row.force in forces]

    return [
        (words("What applies"), of(Force.IN_FORCE, Force.IN_FORCE_UNDATED)),
        (words("What does not apply yet"), of(Force.NOT_YET)),
        (words("Not confirmed to be in force"), of(Force.UNKNOWN)),
        (words("What does not apply"), of(Force.ENDED, Force.WRONG_DIRECTION)),
    ]


def _show_finding(row: Finding, result: Governing, screen: Console, words: Language) -> None:
    from rich.padding import Padding

    from openraa.register import Force, latest_step

    agreement = row.agreement
    screen.print(words(agreement.short), style="green" if row.binds else "", end="")
    screen.print(f"  {agreement.id}", style="dim")
    lines = []
    if row.force in (Force.NOT_YET, Force.UNKNOWN):
        step = latest_step(agreement, result.on)
        lines.append(_standing(step, words) if step else words("No step is recorded by that date."))
        later = [event for event in agreement.life if event.event == "statement" and _after(event, step, result.on)]
        lines += [_standing(event, words) for event in sorted(later, key=_day)[-MOST_STATEMENTS:]]
        if agreement.in_force_note:
            lines.append(words("Known today: {note}", note=words(agreement.in_force_note)))
    else:
        lines.append(words(row.because))
        if row.binds and agreement.in_force_note:
            lines.append(words(agreement.in_force_note))
    for line in lines:
        screen.print(Padding(line, (0, 0, 0, 2), expand=False))
    for part in agreement.territory:
        if part.state == result.receiving and row.force is not Force.WRONG_DIRECTION:
            _show_territory(part, screen, words, indent=2)


def _day(event: LifeEvent) -> date:
    return event.on.earliest if event.on else date.min


def _after(event: LifeEvent, step: LifeEvent | None, on: date) -> bool:
    return event.on is not None and (step is None or _day(step) < _day(event)) and _day(event) <= on


def _standing(event: LifeEvent, words: Language) -> str:
    parts = [words(event.event.replace("_", " ")), words(event.place) if event.place else ""]
    step = words.join(part for part in parts if part)
    if not event.verified:
        step = words("{text} (unverified)", text=step)
    values = {"when": when(event.on, words), "step": step}
    if event.note:
        return words("{when}: {step}. {note}", note=words(event.note), **values)
    return words("{when}: {step}.", **values)


def show_list(rows: Sequence[Agreement], screen: Console, words: Language) -> None:
    """All agreements, one a line."""
    from rich.table import Table

    table = Table(box=None, header_style="bold")
    for column in (words("agreement"), words("parties"), words("in force"), words("name")):
        table.add_column(column)
    answers = {"yes": words("yes"), "no": words("no"), "unknown": words("not confirmed")}
    for row in rows:
        states = [party.state for party in row.parties]
        shown = ", ".join(states[:6])
        if len(states) > 6:
            shown = words("{states} and {n} more", states=shown, n=len(states) - 6)
        answer = answers[row.in_force]
        if row.in_force == "yes" and not all(event.verified for event in row.events("entry_into_force")):
            answer = words("{text} (unverified)", text=answer)
        table.add_row(row.id, shown, answer, words(row.short))
    screen.print(table)


def _rows() -> Table:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    return table
