"""`raa compare`, `raa reciprocity`, `raa review`: where agreements, Parties and versions differ."""

from __future__ import annotations

import subprocess
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import FolderOption, LangOption, console, heading, print_json, words_of
from openraa.cli.prove import SecondsOption, stack_of
from openraa.problems import COMMAND_LINE, Exit, Problem, Refused, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from openraa.language import Language
    from openraa.prove import Compared, Comparison, Reciprocity, Region, Review
    from openraa.rulebook import Stack

_STYLES = {
    "same": "green",
    "differs": "bold red",
    "only left": "cyan",
    "only right": "cyan",
    "neither": "dim",
    "not known": "yellow",
    "not proven": "bold yellow",
}
QuestionOption = Annotated[
    list[str] | None, typer.Option("--question", help="Only this question; may be given several times.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="For machines.")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("compare")(compare_command)
    app.command("reciprocity")(reciprocity_command)
    app.command("review")(review_command)


def compare_command(
    agreements: Annotated[
        list[str], typer.Argument(help="Two or more rulebooks by id or path, or stacks (`base,supplement`).")
    ],
    question: QuestionOption = None,
    seconds: SecondsOption = 30.0,
    as_json: JsonOption = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Compare agreements question by question: the same, different and where, or only one of them speaks.

    Persons are compared by their treaty status; where the definitions of a status differ, its own question shows it.
    Exit status 0: compared; 1: the time was over first.
    """
    from openraa.prove import Likeness, compare, comparison_json
    from openraa.vocabulary import load_vocabulary

    if len(agreements) < 2:
        raise Refused(Problem(COMMAND_LINE, "compare", "a comparison needs two agreements", "Name a second one."))
    for name in question or ():
        load_vocabulary().question(name)
    words, screen = words_of(lang), console()
    stacks = [stack_of(name, folder or ()) for name in agreements]
    found = []
    for left, right in combinations(stacks, 2):
        with console(stderr=True).status(
            words("Comparing {left} with {right} ...", left=_name(left), right=_name(right))
        ):
            found.append(compare(left, right, questions=question or (), seconds=seconds))
    if as_json:
        rows = [comparison_json(each, words) for each in found]
        print_json(rows[0] if len(rows) == 1 else rows)
    elif len(found) == 1:
        show_comparison(found[0], screen, words, full=bool(question))
    else:
        _show_matrix(found, screen, words)
    if any(each.of(Likeness.NOT_PROVEN) for each in found):
        raise typer.Exit(Exit.NO)


def reciprocity_command(
    agreement: Annotated[str, typer.Argument(help="A rulebook by id or path, or a stack (`base,supplement`).")],
    seconds: SecondsOption = 30.0,
    as_json: JsonOption = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Let the Parties change places: the same in every case, or where not.

    Exit status 0: both Parties get the same, or what is one-sided is declared; 1: not so, or not proven in time.
    """
    from openraa.prove import reciprocity, reciprocity_json
    from openraa.register import load_agreements

    words, screen = words_of(lang), console()
    stack = stack_of(agreement, folder or ())
    entry = load_agreements(folder or ()).get(stack.ids[-1])
    found = reciprocity(
        stack,
        parties=[party.state for party in entry.parties] if entry else (),
        directions=entry.directions if entry else (),
        seconds=seconds,
    )
    if as_json:
        print_json(reciprocity_json(found, words))
    else:
        _show_reciprocity(found, screen, words)
    if not found.reciprocal:
        raise typer.Exit(Exit.NO)


def review_command(
    old: Annotated[str, typer.Argument(help="The version before: a path, an id, or REVISION:PATH from git.")],
    new: Annotated[str, typer.Argument(help="The version after, given in the same way.")],
    seconds: SecondsOption = 30.0,
    as_json: JsonOption = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Review a change of a rulebook: no legal change, or what changes, region by region.

    Exit status 0: no legal change; 1: there is one, or the time was over before that was known.
    """
    from openraa.prove import review, review_json

    words, screen = words_of(lang), console()
    found = review(*(_version(name, folder or ()) for name in (old, new)), seconds=seconds)
    if as_json:
        print_json(review_json(found, words))
    else:
        _show_review(found, screen, words)
    if not found.no_legal_change:
        raise typer.Exit(Exit.NO)


def _version(name: str, folders: Sequence[Path]) -> Stack:
    """A version of a rulebook with what it supplements: by path, id, or revision and path.

    Raises:
        Refused: there is no such version, or it is wrong.
    """
    from openraa.rulebook import build_stack, load_rulebook, parse_rulebook
    from openraa.vocabulary import load_vocabulary

    revision, _, path = name.partition(":")
    if Path(name).is_dir() or not path or Path(name).exists():
        return stack_of(name, folders)
    beside = Path(path).parent.is_dir()
    folder, wanted = (Path(path).parent, f"./{Path(path).name}") if beside else (Path.cwd(), path)
    shown = subprocess.run(["git", "-C", str(folder), "show", f"{revision}:{wanted}"], capture_output=True, check=False)
    if shown.returncode:
        why = shown.stderr.decode(errors="replace").strip().splitlines()
        raise Refused(
            Problem(
                COMMAND_LINE, "revision", f"`{name}` cannot be read: {why[-1] if why else 'git failed'}",
                "Write REVISION:PATH, such as HEAD~1:agreements/x/rulebook.md.",
            )
        )  # fmt: skip
    try:
        text = shown.stdout.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(Problem(COMMAND_LINE, "encoding", f"`{name}` is not UTF-8", "Name another revision.")) from None
    book = parse_rulebook(text, name, load_vocabulary())
    return build_stack([*(load_rulebook(base, folders) for base in book.supplements), book], load_vocabulary())


def _name(stack: Stack) -> str:
    from openraa.prove import stack_name

    return stack_name(stack)


def show_comparison(found: Comparison, screen: Console, words: Language, *, full: bool) -> None:
    """A comparison: a line for each question, and every region of those that differ."""
    from openraa.prove import Likeness, summary_of

    screen.print(f"{_name(found.left)}  |  {_name(found.right)}", style="bold")
    counts = {likeness: len(found.of(likeness)) for likeness in Likeness}
    parts = [f"{n} {words(likeness.says)}" for likeness, n in counts.items() if n]
    screen.print(words.join(parts))
    for row in found.rows:
        if row.regions or full:
            show_question(row, found, screen, words)
    rest = [row for row in found.rows if not row.regions]
    if rest and not full:
        heading(words("Without a difference to show"), screen)
        for row in rest:
            screen.print(f"{row.question}  {words(summary_of(row))}", style=_STYLES[row.likeness.value])


def show_question(row: Compared, found: Comparison, screen: Console, words: Language) -> None:
    """One question of a comparison with all its regions."""
    from openraa.prove import summary_of

    screen.print()
    asks = words(found.left.vocabulary.questions[row.question].asks)
    screen.print(f"{asks}  ({row.question})", style="bold", soft_wrap=True)
    screen.print(f"  {words(summary_of(row))}", style=_STYLES[row.likeness.value])
    for n, region in enumerate(row.regions, 1):
        _show_region(n, row, region, found, screen, words)
    if not row.complete:
        screen.print(f"  {words('There may be more; these are the first.')}", style="yellow")


def _show_region(n: int, row: Compared, region: Region, found: Comparison, screen: Console, words: Language) -> None:
    from openraa.prove import sides, where_text

    names = (_name(found.left), _name(found.right))
    for k, (name, side) in enumerate(zip(names, sides(row, region, found, words), strict=True)):
        mark = f"{n}." if k == 0 else "  "
        cites = f" ({words.join(side.cites)})" if side.cites else ""
        weak = f" [{words('unverified')}]" if side.unverified else ""
        screen.print(f"  {mark} {name}: {side.answer}{cites}{weak}", soft_wrap=True)
        for requirement in side.requires:
            screen.print(f"       + {requirement}", soft_wrap=True)
    for k, clauses in enumerate(where_text(region, found.left.vocabulary, words)):
        before = words("when") if k == 0 else words("or when")
        joined = f" {words('and')} ".join(clauses)
        screen.print(f"     {before} {joined}", style="dim", soft_wrap=True)


def _show_matrix(found: Sequence[Comparison], screen: Console, words: Language) -> None:
    from rich.table import Table

    from openraa.prove import summary_of

    table = Table(box=None, header_style="bold")
    table.add_column(words("question"), no_wrap=True)
    for each in found:
        table.add_column(f"{_name(each.left)} | {_name(each.right)}")
    names = dict.fromkeys(row.question for each in found for row in each.rows)
    for name in found[0].left.vocabulary.questions:
        if name in names:
            cells = [next((row for row in each.rows if row.question == name), None) for each in found]
            table.add_row(
                name,
                *("" if c is None else f"[{_STYLES[c.likeness.value]}]{words(summary_of(c))}[/]" for c in cells),
            )
    screen.print(table, markup=True)


def _show_reciprocity(found: Reciprocity, screen: Console, words: Language) -> None:
    from openraa.vocabulary import country_name

    screen.print(_name(found.stack), style="bold")
    if not found.proven:
        screen.print(words("not proven in time"), style="bold yellow")
    if found.directions:
        pairs = tuple(
            say("{sending} to {receiving}", sending=country_name(a), receiving=country_name(b))
            for a, b in found.directions
        )
        screen.print(words("It covers only {directions}; the other way there is no right at all.", directions=pairs))
    if found.undeclared:
        screen.print(words("Not reciprocal: the text treats the Parties differently."), style="bold red")
    elif found.one_sided:
        screen.print(words("One-sided on some questions, as the rulebook declares."), style="yellow")
    elif found.proven:
        screen.print(
            words("Reciprocal in its text: no case has another outcome when the Parties change places."),
            style="bold green",
        )
    reasons = {row.question: row for row in found.declared}
    for row in found.one_sided:
        show_question(row, found.by_name, screen, words)
        if row.question in reasons:
            declared = reasons[row.question]
            cite = f" ({words.cite(declared.cite)})" if declared.cite else ""
            screen.print(f"  {words('Declared: {because}', because=words(declared.because))}{cite}", style="yellow")
    for declared in found.needless:
        text = words("`{question}` is declared one-sided, but both Parties get the same.", question=declared.question)
        screen.print(f"{declared.place}: {text}", style="yellow")
    if found.by_states:
        heading(words("The same text, another outcome where the States' own laws or choices differ"), screen)
        for row in found.by_states:
            show_question(row, found.by_law, screen, words)


def _show_review(found: Review, screen: Console, words: Language) -> None:
    screen.print(f"{_name(found.comparison.left)}", style="bold")
    for says, names in (
        (say("added"), found.added),
        (say("removed"), found.removed),
        (say("changed in their blocks"), found.reworded),
    ):
        if names:
            screen.print(f"{words(says)}: {', '.join(names)}", style="dim", soft_wrap=True)
    if found.no_legal_change:
        screen.print(
            words("No legal change: every case has the outcome and the requirements that it had."), style="bold green"
        )
        return
    screen.print(words.plural("{n} question changes", "{n} questions change", len(found.changed)), style="bold red")
    for row in found.changed:
        show_question(row, found.comparison, screen, words)
