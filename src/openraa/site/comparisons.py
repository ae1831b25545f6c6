"""Agreements compared: the table of agreements by questions, and a page for each two that are compared in full."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.language import Reading
from openraa.prove import Likeness, comparison_rows, counts_text
from openraa.site.edition import Edition, Pair
from openraa.site.page import Page
from openraa.site.questions import EFFECTS, OPEN, SILENT, effects_of
from openraa.vocabulary import questions_by_topic


def path_of(pair: Pair) -> str:
    """The page of a comparison."""
    return f"compare/{pair[0]}--{pair[1]}"


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The table, then each comparison."""
    spoken = {name for stack in edition.stacks.values() for name in stack.questions}
    questions = [each for name, each in edition.vocabulary.questions.items() if name in spoken]
    yield Page(
        "compare/index",
        "comparisons.html.j2",
        words("Agreements compared"),
        {
            "columns": [edition.agreements[name] for name in edition.stacks],
            "topics": {
                topic: [(each, [effects_of(stack, each.name) for stack in edition.stacks.values()]) for each in asked]
                for topic, asked in questions_by_topic(questions).items()
            },
            "legend": [*((effect.name, says) for effect, says in EFFECTS.items()), ("OPEN", OPEN), ("SILENT", SILENT)],
            "pairs": [
                (
                    path_of(pair),
                    *(edition.agreements[name] for name in pair),
                    {each: len(found.of(each)) for each in Likeness},
                )
                for pair, found in edition.comparisons.items()
            ],
            "kinds": [
                each
                for each in Likeness.in_order()
                if each is not Likeness.NEITHER and any(found.of(each) for found in edition.comparisons.values())
            ],
        },
        summary=words("What each agreement does on each question, in one table, and comparisons of two at a time."),
    )
    for pair, found in edition.comparisons.items():
        agreements = [edition.agreements[name] for name in pair]
        names = {"one": words(agreements[0].short), "other": words(agreements[1].short)}
        topics = comparison_rows((found.left, found.right), (found,), words)
        yield Page(
            path_of(pair),
            "comparison.html.j2",
            words("{one} compared with {other}", **names),
            {
                "agreements": agreements,
                "topics": {
                    topic: kept
                    for topic, rows in topics.items()
                    if (kept := [r for r in rows if r.cells[0].likeness != Likeness.NEITHER.name])
                },
                "counts": [row for row in counts_text(found, words) if row[0] is not Likeness.NEITHER],
            },
            under="compare/index",
            summary=words(
                "Question by question where the two are the same and where they differ: {one}; {other}", **names
            ),
        )
