"""`raa timeline`, `raa network`, `raa map`: the register drawn, in the terminal and as SVG."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.agreements import read_day, state_code
from openraa.cli.output import FolderOption, LangOption, console, heading, print_json, words_of, write_text
from openraa.problems import COMMAND_LINE, Problem, Refused, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console
    from rich.text import Text

    from openraa.language import Language
    from openraa.register import Agreement
    from openraa.site.pictures import Phase, Picture

SvgOption = Annotated[Path | None, typer.Option("--svg", help="Write the picture to this file.")]
JsonOption = Annotated[bool, typer.Option("--json", help="What the picture shows, for machines.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="What the picture shows, as CSV.")]
AtOption = Annotated[str, typer.Option("--at", help="On this day (YYYY-MM-DD); left out: today.")]
_BARS = {"in force": "█", "not confirmed": "/", "signed": "▒", "talks": "░", "ended": "-"}
_STYLES = {"in force": "blue", "not confirmed": "dim", "signed": "yellow", "talks": "magenta", "ended": "dim"}
_MARKS = {"talks": "◆", "signed": "■", "force": "●", "accent": "✕", "soft": "·"}
_MARK_STYLES = {"talks": "magenta", "signed": "yellow", "force": "blue", "accent": "red", "soft": "dim"}
_COLUMNS = 46


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("timeline")(timeline_command)
    app.command("network")(network_command)
    app.command("map")(map_command)


def timeline_command(
    agreements: Annotated[
        list[str] | None, typer.Argument(help="Agreements by id; left out: all of the register.")
    ] = None,
    at: AtOption = "",
    svg: SvgOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Draw the life of one agreement event by event, or the lives of several below each other."""
    from openraa.register import load_agreement, load_agreements
    from openraa.site.pictures import timeline, timelines

    words, today = words_of(lang), read_day(at) if at else date.today()
    chosen = [load_agreement(name, folder or ()) for name in agreements or ()]
    if len(chosen) == 1:
        picture = timeline(chosen[0], words, today=today)
    else:
        chosen = chosen or list(load_agreements(folder or ()).values())
        picture = timelines(chosen, words, today=today)
    if _written(picture, svg, as_json=as_json, as_csv=as_csv):
        return
    screen = console()
    if len(chosen) == 1:
        _show_life(chosen[0], screen, words, today)
    else:
        _show_lives(chosen, screen, words, today)


def network_command(
    at: AtOption = "",
    svg: SvgOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Draw who has which kind of agreement with whom."""
    from openraa.register import load_agreements
    from openraa.site.pictures import network, ties_and_hubs

    words, today = words_of(lang), read_day(at) if at else date.today()
    known = load_agreements(folder or ()).values()
    picture = network(known, words, today=today)
    if _written(picture, svg, as_json=as_json, as_csv=as_csv):
        return
    from rich.table import Table

    screen = console()
    ties, hubs = ties_and_hubs(known, today)
    heading(words("Agreements of several States"), screen)
    for hub in hubs:
        screen.print(words(hub.agreement.short), style="bold")
        screen.print("  " + words.join(sorted(words.country(state) for state in hub.states)))
    heading(words("Agreements of two States"), screen)
    table = Table(box=None, show_header=False)
    for state in sorted({state for tie in ties for state in tie.states}, key=words.country):
        partners: dict[str, int] = {}
        for tie in ties:
            if state in tie.states:
                other = tie.states[tie.states[0] == state]
                partners[other] = partners.get(other, 0) + 1
        shown = [f"{words.country(other)}{f' ×{n}' if n > 1 else ''}" for other, n in sorted(partners.items())]
        count = sum(partners.values())
        table.add_row(words.country(state), "■" * min(count, 24), str(count), words.join(shown))
    screen.print(table)


def map_command(
    state: Annotated[str, typer.Argument(help="The State in question, as ISO 3166 code.")],
    at: AtOption = "",
    role: Annotated[
        str, typer.Option("--role", help="receiving: whose forces may come; sending: where its own may go.")
    ] = "receiving",
    svg: SvgOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Draw who may visit whom: for one State on one day, with the territories that the agreements reach or not."""
    from openraa.language import state_in_text
    from openraa.register import load_agreements
    from openraa.site.pictures import world_map
    from openraa.vocabulary import areas, country_name

    if role not in ("receiving", "sending"):
        message = say("`{role}` is not a role on this map", role=role)
        raise Refused(Problem(COMMAND_LINE, "role", message, say("Write receiving or sending.")))
    words, on = words_of(lang), read_day(at) if at else date.today()
    code = state_code(state)
    if code in areas():
        message = say(
            "{area} is a territory of {state}", area=country_name(code), state=state_in_text(areas()[code].state)
        )
        remedy = say("Name the State: {state}.", state=areas()[code].state)
        raise Refused(Problem(COMMAND_LINE, "territory", message, remedy))
    known = load_agreements(folder or ()).values()
    picture = world_map(known, code, words, role=role, on=on)
    if _written(picture, svg, as_json=as_json, as_csv=as_csv):
        return
    from rich.table import Table

    screen = console()
    screen.print(picture.title, style="bold")
    if not picture.rows:
        screen.print(words("The register knows no agreement of this State."))
        return
    table = Table(box=None, header_style="bold")
    for column in picture.columns:
        table.add_column(column)
    together: dict[tuple[str, ...], list[str]] = {}
    for row in picture.rows:
        together.setdefault(row[1:], []).append(row[0])
    for rest, places in together.items():
        table.add_row(words.join(places), *rest)
    screen.print(table)


def _written(picture: Picture, svg: Path | None, *, as_json: bool, as_csv: bool) -> bool:
    """Whether the picture went to a file or to a machine, so that nothing needs to be drawn."""
    if as_json and as_csv:
        message = say("JSON and CSV cannot both go to the screen")
        raise Refused(Problem(COMMAND_LINE, "argument", message, say("Leave one out.")))
    if svg is not None:
        write_text(svg, picture.svg)
    if as_json:
        print_json(list(picture.data))
    if as_csv:
        print(picture.to_csv(), end="")
    return as_json or as_csv or svg is not None


def _show_life(agreement: Agreement, screen: Console, words: Language, today: date) -> None:
    from rich.table import Table
    from rich.text import Text

    from openraa.site.pictures import dated, disputed_texts, event_name, mark_of, phases

    events = sorted(agreement.life, key=lambda event: (event.on is None, event.on.latest if event.on else date.max))
    days = [on.earliest for event in events if (on := event.on)] + [today]
    first, last = min(days).year, max(days).year + 1
    screen.print(words(agreement.short), style="bold")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("", "", _years(first, last))
    table.add_row("", words("stages"), _bar(phases(agreement, today), first, last, today))
    for event in events:
        kind = mark_of(event.event)
        line = Text(" " * _COLUMNS, style="dim")
        for other in event.disputed:
            if other.on:
                _put(line, _column(other.on.earliest, first, last), "○", "red")
        if event.on:
            begins, ends = _column(event.on.earliest, first, last), _column(event.on.latest, first, last)
            for n in range(begins, ends + 1):
                _put(line, n, "~", "dim")
            mark = _MARKS[kind] if event.verified else "?"
            _put(line, (begins + ends) // 2, mark, _MARK_STYLES[kind])
        doubts = disputed_texts(event, words) + ([] if event.verified else [words("unverified")])
        name = Text(event_name(event, words))
        for doubt in doubts:
            name.append(f"\n{doubt}", style="red")
        table.add_row(dated(event.on, words), name, line)
    screen.print(table)


def _show_lives(agreements: Sequence[Agreement], screen: Console, words: Language, today: date) -> None:
    from rich.table import Table

    from openraa.site.pictures import Stage, phases

    lived = {agreement.id: phases(agreement, today) for agreement in agreements}
    begun = [bar.begins.earliest for bars in lived.values() for bar in bars]
    first, last = min([*begun, today]).year, today.year + 1
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("", _years(first, last))
    for agreement in sorted(agreements, key=lambda each: (_begin(lived[each.id]), each.id)):
        table.add_row(agreement.id, _bar(lived[agreement.id], first, last, today))
    screen.print(table)
    for stage in Stage:
        screen.print(f"{_BARS[stage.value]} {words(stage.says)}", style=_STYLES[stage.value])


def _begin(bars: Sequence[Phase]) -> date:
    return min((bar.begins.earliest for bar in bars), default=date.max)


def _column(day: date, first: int, last: int) -> int:
    begin, end = date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal()
    return min(max(int((day.toordinal() - begin) / (end - begin) * _COLUMNS), 0), _COLUMNS - 1)


def _years(first: int, last: int) -> str:
    text = [" "] * (_COLUMNS + 4)
    step = next(step for step in (1, 2, 5, 10, 20, 25, 50, 100) if step * _COLUMNS / (last - first) >= 6)
    for year in range(first - first % step + step * bool(first % step), last, step):
        column = _column(date(year, 1, 1), first, last)
        text[column : column + 4] = str(year)
    return "".join(text).rstrip()


def _bar(bars: Sequence[Phase], first: int, last: int, today: date) -> Text:
    from rich.text import Text

    line = Text(" " * _COLUMNS)
    for bar in bars:
        ends = _column(bar.ends.earliest if bar.ends else max(today, bar.begins.earliest), first, last)
        for n in range(_column(bar.begins.earliest, first, last), ends + 1):
            _put(line, n, _BARS[bar.stage.value], _STYLES[bar.stage.value])
    return line


def _put(line: Text, column: int, sign: str, style: str) -> None:
    """Write a sign into a line of fixed width."""
    line.plain = line.plain[:column] + sign + line.plain[column + 1 :]
    line.stylize(style, column, column + 1)
