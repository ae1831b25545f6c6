"""`raa manifest check`, `raa manifest template`: manifests by themselves."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import LangOption, console, print_json, words_of
from openraa.problems import COMMAND_LINE, Exit, Problem, Refused, Severity, Unavailable, errors_of, nearest, say

if TYPE_CHECKING:
    from openraa.language import Language
    from openraa.visit import Checked, Subject

SHOWN = 40

Kind = Annotated[str, typer.Option(help="people, items or conveyances; left out: known by the headings.")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    group = typer.Typer(no_args_is_help=True, help="Manifests: check one, or begin one from a template.")
    group.command("check")(check)
    group.command("template")(template)
    app.add_typer(group, name="manifest")


def check(
    files: Annotated[list[Path], typer.Argument(help="Manifests of one visit.", show_default=False)],
    kind: Kind = "",
    sheet: Annotated[str, typer.Option(help="Only this sheet of a workbook.")] = "",
    encoding: Annotated[str, typer.Option(help="Of text files: utf-8, shift_jis, windows-1252 and others.")] = "",
    date_order: Annotated[str, typer.Option(help="The order of dates such as 03/04/2026: dmy or mdy.")] = "",
    visit: Annotated[
        Path | None,
        typer.Option(help="The visit that they are for: its days, its agreement's questions.", show_default=False),
    ] = None,
    lang: LangOption = "",
    everything: Annotated[bool, typer.Option("--all", help="Show every finding.")] = False,
    good: Annotated[
        Path | None,
        typer.Option(help="Write the good rows into this folder: people.csv and so on.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    folder: Annotated[
        list[Path] | None, typer.Option(help="A further folder with agreements.", show_default=False)
    ] = None,
) -> None:
    """Look for everything in manifests at which an office or a gate would stop.

    Errors take their rows out of a plan (exit status 2); warnings do not.
    """
    from openraa.visit import Source, Stay, check_manifests, circle_of, open_visit, plan_visit, waiting
    from openraa.vocabulary import load_vocabulary

    words = words_of(lang)
    if date_order not in ("", "dmy", "mdy", "ymd"):
        message = say("`{order}` is not an order of dates", order=date_order)
        raise Refused(Problem(COMMAND_LINE, "date-order", message, say("Write dmy, mdy or ymd.")))
    planned = open_visit(visit, folders=folder or []) if visit else None
    stay = Stay(planned.begins_on, planned.ends_on) if planned else Stay(date.today(), date.today(), known=False)
    checked = check_manifests(
        files,
        load_vocabulary(),
        stay,
        circle=circle_of(planned, folders=folder or []) if planned else None,
        subject=_subject(kind) if kind else None,
        source=Source("", sheet, encoding, date_order),
    )
    if planned:
        lines = tuple(line for sheet in checked.sheets for line in sheet.lines)
        plan = plan_visit(replace(planned, lines=lines), as_of=planned.begins_on, folders=folder or [])
        checked = replace(checked, problems=(*checked.problems, *waiting(plan, checked.sheets)))
    if good is not None:
        _write_good_rows(checked, good)
    if as_json:
        print_json(_json(checked))
    else:
        _show(checked, words, everything=everything)
    if errors_of(checked.problems):
        raise typer.Exit(Exit.BAD_INPUT)


def template(
    kind: Annotated[str, typer.Option(help="people, items or conveyances.", show_default=False)],
    out: Annotated[Path, typer.Option(help="The file to write, ending in .xlsx.", show_default=False)],
    lang: LangOption = "",
) -> None:
    """Write an empty manifest as an XLSX workbook, with drop-downs, notes and an example row."""
    from openraa.visit import write_template

    subject, words = _subject(kind), words_of(lang)
    if out.suffix.lower() != ".xlsx":
        message = say("`{name}` does not end in .xlsx", name=out.name)
        raise Refused(Problem(COMMAND_LINE, "file-kind", message, say("Name a file such as people.xlsx.")))
    data = write_template(subject, words)
    try:
        out.write_bytes(data)
    except OSError as error:
        raise Unavailable(f"{out}: cannot be written: {error.strerror}. Name another file.") from None
    print(out)


def _write_good_rows(checked: Checked, folder: Path) -> None:
    from openraa.visit import Subject, good_rows

    read = {Path(sheet.path).resolve() for sheet in checked.sheets}
    for subject in Subject:
        lines = [line for sheet in checked.sheets if sheet.subject is subject for line in sheet.lines]
        target = folder / f"{subject.value}.csv"
        if not lines:
            continue
        if target.resolve() in read:
            message = say("{path} is one of the manifests that were checked", path=str(target))
            raise Refused(Problem(COMMAND_LINE, "overwrite", message, say("Name another folder.")))
        try:
            folder.mkdir(parents=True, exist_ok=True)
            target.write_bytes(good_rows(lines).encode("utf-8-sig"))
        except OSError as error:
            raise Unavailable(f"{target}: cannot be written: {error.strerror}. Name another folder.") from None
        print(f"Wrote {target}", file=sys.stderr)


def _subject(kind: str) -> Subject:
    from openraa.visit import Subject

    names = [subject.value for subject in Subject]
    if kind not in names:
        message = say("there is no kind of manifest `{kind}`", kind=kind)
        remedy = nearest(kind, names) or say("Use one of {names}.", names=", ".join(names))
        raise Refused(Problem(COMMAND_LINE, "manifest-kind", message, remedy))
    return Subject(kind)


def _show(checked: Checked, words: Language, *, everything: bool) -> None:
    from openraa.visit import Subject

    screen = console()
    titles = {
        Subject.PEOPLE: words("people"),
        Subject.ITEMS: words("items"),
        Subject.CONVEYANCES: words("conveyances"),
    }
    for sheet in checked.sheets:
        good = words.plural("{n} good row", "{n} good rows", len(sheet.lines))
        screen.print(f"{sheet.path}: {titles[sheet.subject]}, {good}", style="bold")
    for path in checked.skipped:
        screen.print(words("{path}: does not look like a manifest; left out", path=path), style="dim")
    if not checked.problems:
        screen.print(words("Nothing to mend."), style="green")
        return
    screen.print()
    counts = Counter((problem.severity, problem.code) for problem in checked.problems)
    for (severity, code), n in sorted(counts.items(), key=lambda row: (row[0][0].value, -row[1], row[0][1])):
        style = "red" if severity is Severity.ERROR else "yellow"
        name = words("error") if severity is Severity.ERROR else words("warning")
        screen.print(f"{n:>6}  {name}  {code}", style=style)
    screen.print()
    ordered = [*errors_of(checked.problems), *(p for p in checked.problems if p.severity is not Severity.ERROR)]
    shown = ordered if everything else ordered[:SHOWN]
    for problem in shown:
        style = "red" if problem.severity is Severity.ERROR else "yellow"
        screen.print(f"{problem.place}: {words(problem.message)} [{problem.code}]", style=style, soft_wrap=True)
        if problem.remedy:
            screen.print(f"    {words(problem.remedy)}", soft_wrap=True)
    if len(shown) < len(ordered):
        screen.print(words("... and {n} more; --all shows them, --json too", n=len(ordered) - len(shown)))
    if checked.n_rows_out:
        screen.print()
        screen.print(
            words.plural(
                "{n} row cannot be used as it is; the others can.",
                "{n} rows cannot be used as they are; the others can.",
                checked.n_rows_out,
            ),
            style="bold red",
        )


def _json(checked: Checked) -> dict[str, object]:
    counts = Counter(problem.code for problem in checked.problems)
    return {
        "format": "manifest-check/1",
        "manifests": [
            {"path": sheet.path, "kind": sheet.subject.value, "n_good_rows": len(sheet.lines)}
            for sheet in checked.sheets
        ],
        "skipped": list(checked.skipped),
        "n_rows_out": checked.n_rows_out,
        "counts": dict(sorted(counts.items())),
        "problems": [problem.to_json() for problem in checked.problems],
    }
