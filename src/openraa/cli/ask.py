"""`raa ask`: one question, or all of a subject, about one case."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from openraa.cli.output import STATUS_STYLE, console, print_json, split_names
from openraa.problems import COMMAND_LINE, Exit, Place, Problem, Refused, nearest

if TYPE_CHECKING:
    from openraa.determine import Case, Determination, Determiner
    from openraa.vocabulary import Vocabulary

SUBJECTS = ("person", "item", "conveyance", "visit", "incident", "claim", "agreement")
_SUBJECT_OF_FACT = {
    "person": "person", "document": "person", "arms": "person", "item": "item", "offence": "incident",
    "claim": "claim", "agreement": "agreement", "visit": "visit",
}  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("ask")(ask)


def ask(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[QUESTION] [FACT=VALUE]...",
            help="A question of the catalogue (left out: all questions of the subject), then what is known. "
            "`fact=?` says that a fact cannot be found out.",
        ),
    ] = None,
    agreement: Annotated[
        str, typer.Option("--agreement", "-a", help="The stack, base text first: A or A,SUPPLEMENT.")
    ] = "",
    subject: Annotated[str, typer.Option(help=f"Without a question: {', '.join(SUBJECTS)}.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The trace, for machines.")] = False,
    folder: Annotated[
        list[Path] | None, typer.Option(help="A further folder with agreements.", show_default=False)
    ] = None,
) -> None:
    """Ask an agreement: the answer, its article, what comes with it, and what is still missing."""
    from openraa.determine import determiner_for
    from openraa.rulebook import load_stack
    from openraa.vocabulary import load_vocabulary

    vocabulary = load_vocabulary()
    question, pairs, unobtainable = _read_words(words or [], vocabulary)
    if not agreement:
        raise Refused(
            Problem(
                COMMAND_LINE,
                "stack",
                "no agreement is named",
                "Add, for instance, `--agreement nato-sofa-1951`.",
            )
        )
    determiner = determiner_for(load_stack(split_names(agreement), folder or ()))
    case = _case(pairs, unobtainable, vocabulary)
    names = [question] if question else _questions_of(subject, pairs, determiner)
    results = determiner.determine_all(names, case)
    if sys.stdin.isatty() and sys.stdout.isatty() and not as_json and question:
        results = _ask_one_by_one(determiner, question, case, vocabulary)
    _show(results, determiner, as_json=as_json, single=bool(question))
    if any(result.status.value in ("CONFLICT", "INVALID") for result in results):
        raise typer.Exit(Exit.NO)


def _read_words(words: list[str], vocabulary: Vocabulary) -> tuple[str, list[tuple[str, str]], list[str]]:
    question, pairs, unobtainable = "", list[tuple[str, str]](), list[str]()
    for word in words:
        name, equals, value = word.partition("=")
        if equals and value == "?":
            unobtainable.append(name)
        elif equals:
            pairs.append((name, value))
        elif question:
            raise Refused(
                Problem(
                    COMMAND_LINE, "argument", f"`{word}` is neither a fact with its value nor the only question",
                    "Write `fact=value`.",
                )
            )  # fmt: skip
        else:
            question = vocabulary.question(word).name
    return question, pairs, unobtainable


def _case(pairs: list[tuple[str, str]], unobtainable: list[str], vocabulary: Vocabulary) -> Case:
    from openraa.determine import make_case

    problems: list[Problem] = []
    typed: list[tuple[str, object, Place]] = []
    for name, text in pairs:
        try:
            typed.append((name, vocabulary.fact(name).parse(text), COMMAND_LINE))
        except Refused as refused:
            problems.extend(refused.problems)
        except ValueError as error:
            choices = vocabulary.facts[name].choices()
            problems.append(Problem(COMMAND_LINE, "value", f"{name}: {error}", f"`{name}` is {choices}."))
    if problems:
        raise Refused(problems)
    return make_case(typed, vocabulary, unobtainable=unobtainable)


def _questions_of(subject: str, pairs: list[tuple[str, str]], determiner: Determiner) -> list[str]:
    questions = determiner.stack.vocabulary.questions
    if subject and subject not in SUBJECTS:
        remedy = nearest(subject, SUBJECTS) or f"One of {', '.join(SUBJECTS)}."
        raise Refused(Problem(COMMAND_LINE, "subject", f"`{subject}` is not a subject", remedy))
    if not subject:
        facts = determiner.stack.vocabulary.facts
        found = [_SUBJECT_OF_FACT.get(facts[name].subject, "person") for name, _ in pairs if name in facts]
        by_weight = ("claim", "incident", "item", "person", "agreement", "visit")
        subject = next((name for name in by_weight if name in found), "person")
    return [
        name
        for name in determiner.stack.questions
        if questions[name].subject == subject or (subject == "item" and questions[name].subject == "conveyance")
    ]


def _ask_one_by_one(determiner: Determiner, question: str, case: Case, vocabulary: Vocabulary) -> list[Determination]:
    """Put the missing facts to the person at the terminal until the question is settled or they stop."""
    from openraa.determine import Case, describe_ask

    screen = console()
    while True:
        result = determiner.determine(question, case)
        if not result.ask:
            return [result]
        wanted = result.ask[0]
        if wanted.settled_by:
            earlier = [determiner.determine(name, case) for name in wanted.settled_by]
            wanted = next((one.ask[0] for one in earlier if one.ask), wanted)
        fact = vocabulary.facts[wanted.fact]
        screen.print()
        for line in describe_ask(wanted, determiner.stack):
            screen.print(line)
        screen.print(f"  {fact.choices()}; `?` if it cannot be found out; empty to stop")
        try:
            text = input("> ").strip()
        except EOFError:
            text = ""
        if not text:
            return [result]
        if text == "?":
            case = Case(case.facts, case.unobtainable | {fact.name})
            continue
        try:
            case = Case({**case.facts, fact.name: fact.parse(text)}, case.unobtainable)
        except ValueError as error:
            screen.print(str(error), style="red")


def _show(results: list[Determination], determiner: Determiner, *, as_json: bool, single: bool) -> None:
    from openraa.determine import describe_ask, explain, to_json

    stack = determiner.stack
    if as_json:
        shown = [to_json(result, stack) for result in results]
        print_json(shown[0] if single else shown)
        return
    screen = console()
    if not results:
        screen.print("No question of the catalogue about this subject is answered by this stack.")
    for result in results:
        asks = stack.vocabulary.questions[result.question].asks
        screen.print(f"{asks}  ({result.question})", style="bold")
        head = result.answer or result.status.value
        screen.print(head, style=STATUS_STYLE[result.status.value])
        screen.print(explain(result, stack))
        if result.ask:
            screen.print("Missing, in the order in which it matters:", style="bold")
            for wanted in result.ask:
                for line in describe_ask(wanted, stack):
                    screen.print(f"  {line}")
        screen.print()
    screen.print(f"Judged under {', '.join(stack.ids)} (encoding {stack.hash}).", style="dim")
