"""A comparison of agreements as one HTML page: a matrix of questions that opens into regions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from openraa.language import Language
from openraa.pages import page_template
from openraa.problems import Said, say
from openraa.prove.compare import Compared, Comparison, Likeness
from openraa.prove.tell import (
    Side,
    answers_text,
    case_text,
    cell_text,
    sides,
    stack_name,
    summary_of,
    title_of,
    where_text,
)
from openraa.register import Agreement
from openraa.rulebook import Stack, Verification
from openraa.vocabulary import Question, questions_by_topic

_IN_FORCE = {"yes": say("in force"), "no": say("not in force"), "unknown": say("not confirmed to be in force")}
_READ = {
    Verification.FULL_TEXT: say("encoded from the full text"),
    Verification.PART_TEXT: say("encoded from part of the text"),
    Verification.SUMMARY: say("encoded from summaries"),
    Verification.UNVERIFIED: say("unverified"),
}


@dataclass(frozen=True, slots=True)
class _Column:
    """One agreement at the head of the page."""

    number: int
    name: str
    title: str
    force: str
    read: tuple[str, ...]
    hash: str


@dataclass(frozen=True, slots=True)
class _Cell:
    """How a pair of agreements stands on a question."""

    pair: tuple[int, int]
    text: str
    likeness: str
    summary: str
    regions: tuple[_RegionCard, ...]


@dataclass(frozen=True, slots=True)
class _RegionCard:
    """One region: where it lies, both sides, and a case."""

    where: tuple[tuple[str, ...], ...]
    sides: tuple[Side, Side]
    case: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One question: a cell for each pair, and all that each agreement can answer."""

    question: Question
    cells: tuple[_Cell, ...]
    answers: tuple[tuple[Side, ...], ...]

    @property
    def differs(self) -> bool:
        """Whether any two agreements do not say the same on it."""
        return any(cell.likeness not in (Likeness.SAME.name, Likeness.NEITHER.name) for cell in self.cells)


def comparison_page(
    stacks: Sequence[Stack], found: Sequence[Comparison], agreements: Mapping[str, Agreement], words: Language
) -> str:
    """The comparisons of each two of these stacks, in the order of `combinations`, as one page.

    `agreements` is the register, which knows what is in force. The page needs nothing else: no script, no request.
    """
    pairs = list(combinations(range(1, len(stacks) + 1), 2))
    topics = comparison_rows(stacks, found, words)
    return page_template("openraa.prove", "compare.html.j2").render(
        words=words,
        columns=[_column(n, stack, agreements.get(stack.ids[-1]), words) for n, stack in enumerate(stacks, 1)],
        pairs=pairs,
        counts=list(zip(pairs, found, strict=True)),
        counted=[likeness for likeness in Likeness.in_order() if any(each.of(likeness) for each in found)],
        topics=topics,
        alone=sum(map(len, topics.values())) == 1,
    )


def comparison_rows(
    stacks: Sequence[Stack], found: Sequence[Comparison], words: Language
) -> dict[Said, list[ComparedRow]]:
    """By topic, each question that one of the stacks speaks of, in words: what each says, and where they differ."""
    pairs = list(combinations(range(1, len(stacks) + 1), 2))
    spoken = {row.question for each in found for row in each.rows}
    questions = [each for name, each in stacks[0].vocabulary.questions.items() if name in spoken]
    return {
        topic: [_row(question, stacks, pairs, found, words) for question in asked]
        for topic, asked in questions_by_topic(questions).items()
    }


def _column(number: int, stack: Stack, agreement: Agreement | None, words: Language) -> _Column:
    force: Said = _IN_FORCE[agreement.in_force] if agreement else say("not in the register of agreements")
    return _Column(
        number,
        stack_name(stack),
        title_of(stack, agreement, words),
        words(force),
        tuple(dict.fromkeys(words(_READ[book.verified]) for book in stack.rulebooks)),
        stack.hash,
    )


def _row(
    question: Question,
    stacks: Sequence[Stack],
    pairs: Sequence[tuple[int, int]],
    found: Sequence[Comparison],
    words: Language,
) -> ComparedRow:
    return ComparedRow(
        question,
        tuple(_cell(pair, each, each.row(question.name), words) for pair, each in zip(pairs, found, strict=True)),
        tuple(answers_text(stack, question.name, words) for stack in stacks),
    )


def _cell(pair: tuple[int, int], found: Comparison, row: Compared, words: Language) -> _Cell:
    cards = tuple(
        _RegionCard(
            where_text(region, found.left.vocabulary, words),
            sides(row, region, found, words),
            case_text(region, found.left.vocabulary, words),
        )
        for region in row.regions
    )
    return _Cell(
        pair,
        cell_text(row, pair, words),
        row.likeness.name,
        summary_of(row, words),
        cards,
    )
