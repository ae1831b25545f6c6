"""What an agreement says: question by question, with conditions in words, and article by article with the commentary.

Anchors last: a question's is its name, a provision's its id in the rulebook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from openraa.language import Reading
from openraa.pages import Markup
from openraa.problems import Said, say
from openraa.prove import Asked, answer_of, answer_text, asked_text
from openraa.rulebook import (
    Covered,
    OneSided,
    Provision,
    Requirement,
    Rulebook,
    Section,
    Silence,
    Stack,
    Unconfirmed,
    Verification,
    coverage,
    prose_html,
)
from openraa.rulebook.condition import ALWAYS, Told, condition_in_words
from openraa.site.edition import Edition
from openraa.site.page import Page
from openraa.vocabulary import Question, questions_by_topic

READ = {
    "full": say("the full text"),
    "part": say("part of the text"),
    "fragment": say("a fragment of the text"),
    "reports": say("reports about the text"),
}
MARKS = {
    Verification.FULL_TEXT: say("full text"),
    Verification.PART_TEXT: say("part of the text"),
    Verification.SUMMARY: say("summary only"),
    Verification.UNVERIFIED: say("unverified"),
}
MEANS = {
    Verification.FULL_TEXT: say("checked against the full text"),
    Verification.PART_TEXT: say("checked against a text of which only part was read"),
    Verification.SUMMARY: say("taken from a summary; the text itself was not read"),
    Verification.UNVERIFIED: say("not confirmed by any text or summary that was read"),
}
COVERED = {
    Covered.ENCODED: say("encoded"),
    Covered.SILENT: say("silent"),
    Covered.UNCONFIRMED: say("not confirmed"),
    Covered.NOT_OPERATIONAL: say("answers no question"),
    Covered.HOLE: say("not covered"),
}


@dataclass(frozen=True, slots=True)
class Other:
    """A provision that this one acts on: its citation and where it stands."""

    cite: str
    rulebook: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Card:
    """One provision in words."""

    provision: Provision
    anchor: str
    answer: str
    when: Told
    always: bool
    requires: tuple[tuple[str, Told | None], ...]
    prevails: tuple[Other, ...]
    switches_off: tuple[Other, ...]
    weak: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One question: what this text answers, where it is silent or not confirmed, which base texts answer it too."""

    question: Question
    cards: tuple[Card, ...]
    silences: tuple[tuple[Silence, Told], ...]
    unconfirmed: tuple[tuple[Unconfirmed, Told], ...]
    one_sided: tuple[OneSided, ...]
    base: tuple[str, ...]


def anchor_of(provision_id: str) -> str:
    """The anchor of a provision in its rulebook's page."""
    return f"p-{provision_id.partition(':')[2]}"


def entries(stack: Stack, words: Reading) -> dict[Said, list[Entry]]:
    """By topic, each question that the last rulebook of the stack speaks of."""
    book = stack.rulebooks[-1]
    spoken = {
        row.question for rows in (book.provisions, book.silences, book.unconfirmed, book.one_sided) for row in rows
    }
    questions = [each for name, each in stack.vocabulary.questions.items() if name in spoken]
    return {
        topic: [_entry(question, stack, book, words) for question in asked]
        for topic, asked in questions_by_topic(questions).items()
    }


def _entry(question: Question, stack: Stack, book: Rulebook, words: Reading) -> Entry:
    def mine(rows: Any) -> Iterator[Any]:
        return (row for row in rows if row.question == question.name and row.rulebook == book.id)

    def told(row: Silence | Unconfirmed) -> Told:
        return condition_in_words(row.when, stack.vocabulary)

    base = [row.rulebook for row in stack.provisions_of(question.name) if row.rulebook != book.id]
    return Entry(
        question,
        tuple(
            _card(stack.provisions[row.id], stack, words) for row in book.provisions if row.question == question.name
        ),
        tuple((row, told(row)) for row in mine(stack.silences)),
        tuple((row, told(row)) for row in mine(stack.unconfirmed)),
        tuple(row for row in book.one_sided if row.question == question.name),
        tuple(dict.fromkeys(base)),
    )


def _card(provision: Provision, stack: Stack, words: Reading) -> Card:
    return Card(
        provision,
        anchor_of(provision.id),
        answer_text(provision.question, answer_of(provision), stack.vocabulary, words) if provision.answers else "",
        condition_in_words(provision.when, stack.vocabulary),
        provision.when == ALWAYS,
        tuple(_required(row, stack, words) for row in provision.requires),
        _others(provision.overrides, stack),
        _others(provision.disapplies, stack),
        provision.verified in (Verification.SUMMARY, Verification.UNVERIFIED),
    )


def _required(row: Requirement, stack: Stack, words: Reading) -> tuple[str, Told | None]:
    text = asked_text(Asked.of(row), stack.vocabulary, words)
    if row.cite:
        text = f"{text} ({words.cite(row.cite)})"
    return text, None if row.when == ALWAYS else condition_in_words(row.when, stack.vocabulary)


def _others(names: tuple[str, ...], stack: Stack) -> tuple[Other, ...]:
    known = [stack.provisions[name] for name in names if name in stack.provisions]
    return tuple(Other(row.cite, row.rulebook, anchor_of(row.id)) for row in known)


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """Two pages for each rulebook: by question and by article."""
    for name, stack in edition.stacks.items():
        agreement, book = edition.agreements[name], stack.rulebooks[-1]
        title = words(agreement.short)
        shared = {"agreement": agreement, "book": book, "stack": stack, "read": READ, "marks": MARKS, "means": MEANS}
        topics = entries(stack, words)
        data = _data(edition, name)
        yield Page(
            f"agreements/{name}/rulebook",
            "rulebook.html.j2",
            words("{agreement}: what it says", agreement=title),
            shared | {"topics": topics, "switches": _switches(stack, book, words), "count": _counts(topics)},
            under="agreements/index",
            summary=words(
                "What the agreement answers, question by question, each with its article: {agreement}", agreement=title
            ),
            data=data,
        )
        yield Page(
            f"agreements/{name}/articles",
            "articles.html.j2",
            words("{agreement}: article by article", agreement=title),
            shared | {"sections": _sections(book), "coverage": coverage(book), "covered": COVERED},
            under="agreements/index",
            summary=words(
                "Commentary of the articles, and which paragraph is encoded where: {agreement}", agreement=title
            ),
            data=data,
        )


def _switches(stack: Stack, book: Rulebook, words: Reading) -> tuple[Card, ...]:
    return tuple(_card(stack.provisions[row.id], stack, words) for row in book.provisions if not row.answers)


def _counts(topics: Mapping[Said, list[Entry]]) -> Mapping[str, int]:
    rows = [entry for each in topics.values() for entry in each]
    cards = [card for row in rows for card in row.cards]
    return {
        "questions": len(rows),
        "provisions": len(cards),
        "doubts": sum(bool(card.provision.doubt) for card in cards),
        "silences": sum(len(row.silences) for row in rows),
        "unconfirmed": sum(len(row.unconfirmed) for row in rows),
    }


def _sections(book: Rulebook) -> list[tuple[Section, Markup, list[tuple[str, str, str]]]]:
    """Each heading with its commentary and the provisions under it: anchor, citation, question."""
    return [
        (
            section,
            Markup(prose_html(section.prose)),
            [(anchor_of(p.id), p.cite, p.question) for p in book.provisions if p.article == section.title],
        )
        for section in book.sections
        if section.title or section.prose
    ]


def _data(edition: Edition, name: str) -> Mapping[str, object]:
    agreement = edition.agreements[name]
    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "name": agreement.short,
        "about": {"@type": "Legislation", "identifier": name, "name": agreement.short},
        "version": edition.stacks[name].hash,
    }
    if edition.base_url:
        found["url"] = f"{edition.base_url}en/agreements/{name}/rulebook.html"
    return found
