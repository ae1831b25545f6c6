"""Each question of the catalogue under every agreement, and the table of agreements by questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openraa.language import Reading
from openraa.problems import Said, say
from openraa.prove import Side, answers_text
from openraa.register import Agreement
from openraa.rulebook import Stack
from openraa.site.edition import Edition
from openraa.site.page import Page
from openraa.vocabulary import Effect, Question, questions_by_topic

EFFECTS = {
    Effect.PERMITS: say("permits"),
    Effect.EXEMPTS: say("exempts"),
    Effect.REQUIRES: say("requires"),
    Effect.FORBIDS: say("forbids"),
    Effect.REFERS: say("refers to national law"),
    Effect.STATES: say("settles it"),
}
SILENT, OPEN = say("silent"), say("not confirmed")


@dataclass(frozen=True, slots=True)
class Answered:
    """One agreement on one question: all that it can answer, each answer with its articles.

    Where it is not its `own` text that speaks, the answers are those of the text that it supplements.
    """

    agreement: Agreement
    answers: tuple[Side, ...]
    own: bool


def effects_of(stack: Stack, question: str) -> tuple[tuple[str, Said], ...]:
    """What an agreement can do for a force on a question, in a word each; silent, or not confirmed."""
    answers = stack.vocabulary.questions[question].answers
    found = list(dict.fromkeys(answers[row.answer].effect for row in stack.provisions_of(question)))
    if found:
        return tuple((effect.name, EFFECTS[effect]) for effect in Effect if effect in found)
    if any(row.question == question for row in stack.unconfirmed):
        return (("OPEN", OPEN),)
    return (("SILENT", SILENT),)


def speaks(stack: Stack, question: str) -> bool:
    """Whether the last rulebook of a stack speaks of a question itself, be it to say that the text is silent."""
    book = stack.rulebooks[-1]
    return any(row.question == question for rows in (book.provisions, book.silences, book.unconfirmed) for row in rows)


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The list of questions, and each question under every agreement."""
    spoken = {name for stack in edition.stacks.values() for name in stack.questions}
    questions = [each for name, each in edition.vocabulary.questions.items() if name in spoken]
    yield Page(
        "questions/index",
        "questions.html.j2",
        words("Questions"),
        {"topics": _topics(questions, edition)},
        summary=words("The questions that every agreement is asked, the same for all, so that they can be compared."),
    )
    for question in questions:
        rows = [
            Answered(edition.agreements[name], answers_text(stack, question.name, words), speaks(stack, question.name))
            for name, stack in edition.stacks.items()
        ]
        yield Page(
            f"questions/{question.name}",
            "question.html.j2",
            words(question.asks),
            {
                "question": question,
                "rows": [row for row in rows if row.answers and row.own],
                "as_base": [row for row in rows if row.answers and not row.own],
                "silent": [row for row in rows if not row.answers],
            },
            under="questions/index",
            summary=words("The answer of each agreement, with its articles: {question}", question=words(question.asks)),
        )


def _topics(questions: list[Question], edition: Edition) -> Mapping[Said, list[tuple[Question, int]]]:
    return {
        topic: [
            (each, sum(bool(stack.provisions_of(each.name)) for stack in edition.stacks.values())) for each in asked
        ]
        for topic, asked in questions_by_topic(questions).items()
    }
