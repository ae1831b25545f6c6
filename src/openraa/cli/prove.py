"""`raa prove`: what holds of every case under a rulebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import FolderOption, LangOption, console, print_json, split_names, words_of
from openraa.problems import COMMAND_LINE, Exit, Problem, Refused, Severity, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from openraa.language import Language
    from openraa.prove import Checked, Finding, Proof
    from openraa.rulebook import Stack

SecondsOption = Annotated[
    float, typer.Option("--seconds", help="How long each rulebook may take; what is left then is not proven.", min=0.1)
]


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("prove")(prove_command)


def prove_command(
    rulebooks: Annotated[
        list[str] | None,
        typer.Argument(help="Rulebooks by id or path, or stacks (`base,supplement`); left out: all shipped ones."),
    ] = None,
    seconds: SecondsOption = 30.0,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    lang: LangOption = "",
    folder: FolderOption = None,
) -> None:
    """Prove that no case has two answers, none is left open, and nothing is without effect.

    Exit status 0: all is proven; 1: something fails, or the time was over first.
    """
    from openraa.prove import Verdict, in_force, prove
    from openraa.register import load_agreements
    from openraa.rulebook import rulebook_paths

    words, screen = words_of(lang), console()
    agreements = load_agreements(folder or ())
    proofs = []
    for name in rulebooks or rulebook_paths(folder or ()):
        stack = stack_of(name, folder or ())
        own = stack.ids[-1]
        with console(stderr=True).status(words("Proving {name} ...", name=own)):
            proof = prove(stack, in_force=in_force(agreements.get(own)), seconds=seconds)
        proofs.append(proof)
        if not as_json:
            _show(proof, screen, words)
    if as_json:
        print_json([proof_json(proof) for proof in proofs])
    elif len(proofs) > 1:
        n_proven = sum(proof.verdict is Verdict.PROVEN for proof in proofs)
        screen.print(words("{n} of {all} rulebooks proven", n=n_proven, all=len(proofs)), style="bold")
    if any(proof.verdict is not Verdict.PROVEN for proof in proofs):
        raise typer.Exit(Exit.NO)


def stack_of(name: str, folders: Sequence[Path]) -> Stack:
    """The stack that a name, a path, or several with commas mean; one alone brings what it supplements.

    Raises:
        Refused: there is no such rulebook, or they do not fit together.
    """
    from openraa.register import load_agreements
    from openraa.rulebook import load_rulebook, load_stack, rulebook_paths

    names = split_names(name)
    for each in names:
        entry = load_agreements(folders).get(each)
        if entry and not entry.stack and not Path(each).is_dir() and each not in rulebook_paths(folders):
            message = say("`{name}` is in the register, but has no rulebook: its text is not known here", name=each)
            raise Refused(Problem(COMMAND_LINE, "no-text", message, say(entry.in_force_note)))
    if len(names) == 1:
        names = [*load_rulebook(names[0], folders).supplements, *names]
    return load_stack(names, folders)


def _show(proof: Proof, screen: Console, words: Language) -> None:
    from openraa.prove import Verdict

    titles = {
        Verdict.PROVEN: (say("proven"), "bold green"),
        Verdict.FAILED: (say("fails"), "bold red"),
        Verdict.NOT_PROVEN: (say("not proven in time"), "bold yellow"),
    }
    says, style = titles[proof.verdict]
    stack = proof.stack
    n_provisions, n_questions = len(stack.provisions), len(stack.questions)
    screen.print(f"{', '.join(stack.ids)}: {words(says)}", style=style)
    screen.print(f"  {stack.rulebooks[-1].title}", soft_wrap=True)
    sizes = words(
        "{n_provisions} provisions, {n_questions} questions, {seconds} s",
        n_provisions=n_provisions, n_questions=n_questions, seconds=f"{proof.seconds:.1f}",
    )  # fmt: skip
    screen.print(f"  {sizes}", style="dim")
    for row in proof.checked:
        mark, colour = {
            Verdict.PROVEN: ("✓", "green"),
            Verdict.FAILED: ("✗", "red"),
            Verdict.NOT_PROVEN: ("?", "yellow"),
        }[row.verdict]
        screen.print(f"  {mark} {words(row.property.says)} {_count(row, words)}", style=colour, soft_wrap=True)
        remedies = [finding.remedy for finding in row.findings]
        for finding, following in zip(row.findings, [*remedies[1:], ""], strict=False):
            _show_finding(finding, stack, screen, words, with_remedy=finding.remedy != following)
    screen.print()


def _count(row: Checked, words: Language) -> str:
    from openraa.prove import Verdict

    if row.verdict is Verdict.NOT_PROVEN:
        return words("({n} checked when the time was over)", n=row.n_checked)
    return words("({n} checked)", n=row.n_checked)


def _show_finding(finding: Finding, stack: Stack, screen: Console, words: Language, *, with_remedy: bool) -> None:
    """One finding: where, what, in which cases, and what to do, unless the next one says the same."""
    style = "red" if finding.severity is Severity.ERROR else "yellow"
    screen.print(f"    {finding.place}: {words(finding.message)}", style=style, soft_wrap=True)
    if finding.where is not None:
        clauses = finding.where.clauses(stack.vocabulary)
        if not clauses:
            screen.print(f"        {words('in every case')}", soft_wrap=True)
        for n, clause in enumerate(clauses):
            before = words("when") if n == 0 else words("and")
            screen.print(f"        {before} {words(clause)}", soft_wrap=True)
    if with_remedy:
        screen.print(f"        {words(finding.remedy)}", style="dim", soft_wrap=True)


def proof_json(proof: Proof) -> dict[str, object]:
    """A proof for machines."""
    from openraa.prove import facts_json

    stack = proof.stack
    return {
        "format": "proof/1",
        "stack": list(stack.ids),
        "hash": stack.hash,
        "verdict": proof.verdict.value,
        "seconds": round(proof.seconds, 3),
        "properties": [
            {
                "property": row.property.value,
                "says": row.property.says,
                "verdict": row.verdict.value,
                "checked": row.n_checked,
                "findings": [
                    {
                        "severity": finding.severity.value,
                        "message": finding.message,
                        "remedy": finding.remedy,
                        "path": finding.place.path,
                        "line": finding.place.line or None,
                        "question": finding.question or None,
                        "provisions": list(finding.provisions),
                        "when": None if finding.where is None else finding.where.to_json(stack.vocabulary),
                        "case": None if finding.case is None else facts_json(finding.case, stack.vocabulary),
                    }
                    for finding in row.findings
                ],
            }
            for row in proof.checked
        ],
    }
