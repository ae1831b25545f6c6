"""The articles on which a paper relies, from the determinations of the plan, each with how far its text was read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from openraa.determine import Status
from openraa.papers.model import Block, Cites, Column, Country, Heading, Place, Prose, Table, Voice
from openraa.problems import Said, say
from openraa.rulebook import Verification
from openraa.visit import Line, Plan
from openraa.vocabulary import Effect

HOW_READ = {
    Verification.FULL_TEXT: say("full text"),
    Verification.PART_TEXT: say("part of the text"),
    Verification.SUMMARY: say("summary only"),
    Verification.UNVERIFIED: say("unverified"),
}


@dataclass(frozen=True, slots=True)
class Reference:
    """One article and what it says here."""

    agreement: str
    cite: str
    says: Said
    verified: Verification


def references(
    plan: Plan,
    *,
    labels: Collection[str] = (),
    questions: Collection[str] = (),
    effects: Collection[Effect] = (),
) -> list[Reference]:
    """The articles that ask for these requirements, answer these questions or have these effects; each once."""
    names = {found.agreement.id: found.agreement.short for found in plan.governing.findings}
    found: dict[Reference, None] = {}
    for group in plan.groups:
        determination = group.determination
        wanted = group.question.name in questions or group.effect in effects
        if wanted and determination.status is Status.DETERMINED:
            says = say(group.question.answers[determination.answer].says)
            for row in determination.supports:
                provision = row.provision
                if provision.cite:
                    name = names.get(provision.rulebook, provision.rulebook)
                    found[Reference(name, provision.cite, says, provision.verified)] = None
    for todo in plan.todos:
        if todo.due.label in labels:
            books = dict.fromkeys(name.partition(":")[0] for name in todo.due.provisions)
            agreement = ", ".join(names.get(book, book) for book in books)
            for cite in todo.due.cites:
                found[Reference(agreement, cite, say(todo.due.says), todo.due.verified)] = None
    return list(found)


def basis(
    plan: Plan,
    *,
    labels: Collection[str] = (),
    questions: Collection[str] = (),
    effects: Collection[Effect] = (),
) -> list[Block]:
    """A table of the articles relied on; without an agreement in force, a sentence that says so."""
    if plan.stack is None:
        none = say(
            "No agreement in force between {sending} and {receiving} governs this visit. The law of {receiving} "
            "decides, and what the two governments arrange.",
            sending=Country(plan.visit.sending, Place.IN_TEXT),
            receiving=Country(plan.visit.receiving, Place.IN_TEXT),
        )
        return [Heading(say("Legal basis")), Prose((none,))]
    found = references(plan, labels=labels, questions=questions, effects=effects)
    if not found:
        return []
    agreements = list(dict.fromkeys(row.agreement for row in found))
    several = len(agreements) > 1
    heading = say("Legal basis") if several else say("Legal basis: {agreement}", agreement=say(agreements[0]))
    columns = (
        Column(say("Agreement"), share=4, optional=True),
        Column(say("Provision"), share=3),
        Column(say("What it says here"), share=7),
        Column(say("Encoded from"), share=2),
    )
    rows = tuple(
        (say(row.agreement) if several else "", Cites((row.cite,)), row.says, HOW_READ[row.verified]) for row in found
    )  # fmt: skip
    remark = Prose((say("The wording is a summary, not the text of the agreement."),), Voice.REMARK)
    return [Heading(heading), Table(columns, rows), remark]


def who(plan: Plan, question: str, answer: str) -> set[int]:
    """The lines (by id) for which the question is determined with this answer."""
    return _ids(
        group.lines
        for group in plan.groups
        if group.question.name == question
        and group.determination.status is Status.DETERMINED
        and group.determination.answer == answer
    )


def may_be_asked(plan: Plan, label: str) -> bool:
    """Whether a requirement arises for any line, or may arise once missing facts are known."""
    determinations = (group.determination for group in plan.groups)
    return any(due.label == label for each in determinations for due in (*each.due, *each.may_be_due))


def _ids(groups: Iterable[tuple[Line, ...]]) -> set[int]:
    return {id(line) for lines in groups for line in lines}
