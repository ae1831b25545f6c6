"""`raa compare`, `raa reciprocity`, `raa review`: where agreements, Parties and versions differ."""

from __future__ import annotations

import subprocess
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.agreements import state_code
from openraa.cli.output import FolderOption, LangOption, console, heading, print_json, words_of, write_text
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
_MARKS = {"same": "=", "differs": "≠", "neither": "–", "not known": "?", "not proven": "…"}
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
    html: Annotated[Path | None, typer.Option("--html", help="Write it as a page for a browser.")] = None,
    svg: Annotated[Path | None, typer.Option("--svg", help="Write the matrix as a picture.")] = None,
    as_json: JsonOption = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Compare agreements question by question: the same, different and where, or only one of them speaks.

    Persons are compared by their treaty status; where the definitions of a status differ, its own question shows it.
    Exit status 0: compared; 1: the time was over first.
    """
    from openraa.prove import Likeness, compare, comparison_json, comparison_page
    from openraa.register import load_agreements
    from openraa.vocabulary import load_vocabulary

    if len(agreements) < 2:
        raise Refused(Problem(COMMAND_LINE, "compare", "a comparison needs two agreements", "Name a second one."))
    for name in question or ():
        load_vocabulary().question(name)
    words, screen = words_of(lang), console()
    stacks = [stack_of(name, folder or ()) for name in agreements]
    found: list[Comparison] = []
    for left, right in combinations(stacks, 2):
        with console(stderr=True).status(
            words("Comparing {left} with {right} ...", left=_name(left), right=_name(right))
        ):
            found.append(compare(left, right, questions=question or (), one_sided=bool(question), seconds=seconds))
    if svg is not None:
        from openraa.site.pictures import matrix

        write_text(svg, matrix(stacks, found, load_agreements(folder or ()), words).svg)
    if html is not None:
        write_text(html, comparison_page(stacks, found, load_agreements(folder or ()), words))
    if as_json:
        rows = [comparison_json(each, words) for each in found]
        print_json(rows[0] if len(rows) == 1 else rows)
    elif len(found) == 1:
        show_comparison(found[0], screen, words, full=bool(question))
    else:
        _show_matrix(found, stacks, screen, words)
    if any(each.of(Likeness.NOT_PROVEN) for each in found):
        raise typer.Exit(Exit.NO)


def reciprocity_command(
    agreement: Annotated[str, typer.Argument(help="A rulebook by id or path, or a stack (`base,supplement`).")],
    between: Annotated[
        tuple[str, str] | None,
        typer.Option(help="The two Parties; left out, those that the register names.", metavar="STATE STATE"),
    ] = None,
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
        parties=[state_code(each) for each in between]
        if between
        else [p.state for p in entry.parties]
        if entry
        else (),
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


def _show_title(before: str, stack: Stack, screen: Console) -> None:
    """A stack by its ids and titles: a draft says what it is in its title."""
    screen.print(f"{before}{_name(stack)}", style="bold", end="", soft_wrap=True)
    screen.print(f"  {' + '.join(book.title for book in stack.rulebooks)}", style="dim", soft_wrap=True)


def show_comparison(found: Comparison, screen: Console, words: Language, *, full: bool) -> None:
    """A comparison: how many questions stand how, every region of those that differ, and the others by name."""
    from openraa.prove import Likeness, counts_text

    for stack in (found.left, found.right):
        _show_title("", stack, screen)
    counts = counts_text(found, words)
    for likeness, says, n in counts:
        screen.print(f"  {n:>3}  {says}", style=_STYLES[likeness.value])
    told = [row for row in found.rows if full or row.likeness is Likeness.DIFFERS]
    for row in told:
        show_question(row, found, screen, words, with_case=full)
    for likeness, says, _ in counts:
        names = [row.question for row in found.of(likeness) if row not in told]
        if names:
            heading(says, screen)
            screen.print(", ".join(names), style="dim")
    if not full:
        screen.print()
        screen.print(words("One question with a case of each region: --question NAME. A page: --html FILE."))


def show_question(
    row: Compared,
    found: Comparison,
    screen: Console,
    words: Language,
    *,
    names: tuple[str, str] | None = None,
    summary: str = "",
    with_case: bool = False,
) -> None:
    """One question of a comparison with all its regions.

    `names` are what the two sides are called, if not by ids; `summary` says how they stand, if not as two agreements.
    """
    from openraa.prove import summary_of

    screen.print()
    asks = words(found.left.vocabulary.questions[row.question].asks)
    screen.print(f"{asks}  ({row.question})", style="bold", soft_wrap=True)
    screen.print(f"  {summary or summary_of(row, words)}", style=_STYLES[row.likeness.value])
    names = names or (_name(found.left), _name(found.right))
    for n, region in enumerate(row.regions, 1):
        _show_region(n, row, region, found, screen, words, names=names, with_case=with_case)


def _show_region(
    n: int,
    row: Compared,
    region: Region,
    found: Comparison,
    screen: Console,
    words: Language,
    *,
    names: tuple[str, str],
    with_case: bool,
) -> None:
    from openraa.prove import case_text, sides, where_text

    vocabulary = found.left.vocabulary
    for k, clauses in enumerate(where_text(region, vocabulary, words)):
        margin, opening = (f"  {n}. ", words("where")) if k == 0 else ("     ", words("or where"))
        if clauses:
            _show_lines(margin, opening, clauses, screen)
        else:
            screen.print(f"{margin}{words('in every case')}", style="cyan")
    for name, side in zip(names, sides(row, region, found, words), strict=True):
        weak = f" [{words('unverified')}]" if side.unverified else ""
        screen.print(f"     {name}: ", style="bold", end="", soft_wrap=True)
        screen.print(f"{side.answer}{weak}", soft_wrap=True)
        for requirement in side.requires:
            screen.print(f"       + {requirement}", soft_wrap=True)
        if side.cites:
            screen.print(f"       {words.join(side.cites)}", style="dim", soft_wrap=True)
    if with_case:
        _show_lines("     ", words("for instance"), case_text(region, vocabulary, words), screen)


def _show_lines(margin: str, opening: str, lines: Sequence[str], screen: Console) -> None:
    """Clauses under each other, the first behind the opening words."""
    from rich.cells import cell_len

    first = f"{margin}{opening} "
    for k, line in enumerate(lines):
        screen.print(first if k == 0 else " " * cell_len(first), end="", soft_wrap=True)
        screen.print(line, style="cyan", soft_wrap=True)


def _show_matrix(found: Sequence[Comparison], stacks: Sequence[Stack], screen: Console, words: Language) -> None:
    from rich.table import Table
    from rich.text import Text

    from openraa.prove import Likeness, cell_text

    for n, stack in enumerate(stacks, 1):
        _show_title(f"{n}  ", stack, screen)
    pairs = list(combinations(range(1, len(stacks) + 1), 2))
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column(words("question"), no_wrap=True)
    for left, right in pairs:
        table.add_column(f"{left} | {right}", no_wrap=True)
    names = {row.question for each in found for row in each.rows}
    for name in found[0].left.vocabulary.questions:
        if name in names:
            cells = []
            for pair, each in zip(pairs, found, strict=True):
                row = each.row(name)
                mark = _MARKS.get(row.likeness.value) or cell_text(row, pair, words)
                shown = f"{mark} {len(row.regions)}" if row.likeness is Likeness.DIFFERS else mark
                cells.append(Text(shown, style=_STYLES[row.likeness.value]))
            table.add_row(name, *cells)
    screen.print()
    screen.print(table)
    screen.print()
    for likeness in Likeness.in_order():
        if likeness.value in _MARKS and any(each.of(likeness) for each in found):
            screen.print(f"{_MARKS[likeness.value]}  {words(likeness.says)}", style=_STYLES[likeness.value])
    screen.print(words("The differences of two of them: raa compare A B. All of them as a page: --html FILE."))


def _show_reciprocity(found: Reciprocity, screen: Console, words: Language) -> None:
    from openraa.vocabulary import country_name

    _show_title("", found.stack, screen)
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
    names = (words("as it stands"), words("with the Parties exchanged"))
    for row in found.one_sided:
        show_question(row, found.by_name, screen, words, names=names)
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
            show_question(row, found.by_law, screen, words, names=names)


def _show_review(found: Review, screen: Console, words: Language) -> None:
    _show_title("", found.comparison.right, screen)
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
        n = len(row.regions)
        summary = words.plural("It changes in {n} way", "It changes in {n} ways", n) if n and row.complete else ""
        names = (words("before"), words("after"))
        show_question(row, found.comparison, screen, words, names=names, summary=summary)
