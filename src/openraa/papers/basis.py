"""The articles on which a paper relies, from the determinations of the plan, each with how far its text was read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from openraa.determine import Due, Status
from openraa.papers.model import Block, Cites, Column, Country, Heading, Place, Prose, Table, Value, Voice
from openraa.problems import Said, say
from openraa.rulebook import Verification
from openraa.visit import Line, Plan, Subject
from openraa.visit.plan import VISIT_LABEL
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
) -> dict[Reference, list[Line]]:
    """The articles that ask for these requirements, answer these questions or have these effects, and for which lines.

    Each stands once, in the order of the articles.
    """
    names = {found.agreement.id: found.agreement.short for found in plan.governing.findings}
    found: dict[Reference, list[Line]] = {}
    for group in plan.groups:
        determination = group.determination
        wanted = group.question.name in questions or group.effect in effects
        if wanted and determination.status is Status.DETERMINED:
            says = say(group.question.answers[determination.answer].says)
            for row in determination.supports:
                provision = row.provision
                if provision.cite:
                    name = names.get(provision.rulebook, provision.rulebook)
                    found.setdefault(Reference(name, provision.cite, says, provision.verified), []).extend(group.lines)
    for todo in plan.todos:
        if todo.due.label in labels:
            books = dict.fromkeys(name.partition(":")[0] for name in todo.due.provisions)
            agreement = ", ".join(names.get(book, book) for book in books)
            for cite in todo.due.cites:
                reference = Reference(agreement, cite, say(todo.due.says), todo.due.verified)
                found.setdefault(reference, []).extend(todo.lines)
    order = list(dict.fromkeys(row.agreement for row in found))
    return {row: found[row] for row in sorted(found, key=lambda row: (order.index(row.agreement), _place(row.cite)))}


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def _place(cite: str) -> tuple[object, ...]:
    """Where an article stands in its agreement; what names no article comes last."""
    match = re.match(r"Arts?\.? ([IVXLC]+|\d+)\b", cite)
    if not match:
        return (1,)
    digits = [_ROMAN.get(letter, 0) for letter in match[1]]
    roman = sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
    rest = tuple(
        (int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|[a-z]+", cite[match.end() :])
    )
    return (0, int(match[1]) if match[1].isdigit() else roman, rest)


def basis(
    plan: Plan,
    *,
    labels: Collection[str] = (),
    questions: Collection[str] = (),
    effects: Collection[Effect] = (),
    with_lines: bool = True,
) -> list[Block]:
    """A table of the articles relied on; without an agreement in force, a sentence that says so.

    `with_lines` adds for whom or what each of them holds, which papers about the whole visit must not leave open.
    """
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
        Column(say("For"), share=4, optional=True),
        Column(say("Encoded from"), share=2),
    )
    rows = tuple(
        (
            say(row.agreement) if several else "",
            Cites((row.cite,)),
            row.says,
            _whom(plan, lines) if with_lines else "",
            HOW_READ[row.verified],
        )
        for row, lines in found.items()
    )
    remark = Prose((say("The wording is a summary, not the text of the agreement."),), Voice.REMARK)
    return [Heading(heading), Table(columns, rows), remark]


def _whom(plan: Plan, lines: Iterable[Line]) -> Value:
    """Up to three lines by name, more by number."""
    each = {id(line): line for line in lines}
    names = [line.label for line in each.values()]
    if VISIT_LABEL in names:
        return say("the visit")
    if len(names) <= 3:
        return "; ".join(names)
    subject = next(iter(each.values())).subject
    return say(_OF_ALL[subject], n=len(names), all=len(plan.visit.of(subject)))


_OF_ALL = {
    Subject.PEOPLE: say("{n} of {all} persons"),
    Subject.ITEMS: say("{n} of {all} lines of goods"),
    Subject.CONVEYANCES: say("{n} of {all} conveyances"),
}


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
    return any(due.label == label for due in _dues(plan))


def cites_of(plan: Plan, label: str) -> tuple[str, ...]:
    """The articles that ask for a requirement, or may ask for it."""
    return tuple(dict.fromkeys(cite for due in _dues(plan) if due.label == label for cite in due.cites))


def _dues(plan: Plan) -> Iterator[Due]:
    for group in plan.groups:
        yield from (*group.determination.due, *group.determination.may_be_due)


def _ids(groups: Iterable[tuple[Line, ...]]) -> set[int]:
    return {id(line) for lines in groups for line in lines}
