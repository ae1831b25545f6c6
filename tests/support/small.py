"""A small vocabulary and helpers to write rulebooks in a few lines, for tests of meaning."""

from __future__ import annotations

from openraa.determine import Case, Determination, Determiner
from openraa.rulebook import Rulebook, Stack, build_stack, parse_rulebook
from openraa.vocabulary import Value, Vocabulary, parse_vocabulary

FACTS = """
a: {type: bool, def: A.}
b: {type: bool, def: B.}
c: {type: bool, def: C.}
d: {type: bool, def: D.}
n: {type: int, min: 0, max: 30, def: N.}
m: {type: int, min: 0, max: 30, def: M.}
e: {type: enum, values: {red: red, green: green, blue: blue}, def: E.}
who: {type: enum, values: {one: one, two: two, other: other}, def: Who.,
  derived: [{value: one, question: is_one, answer: "yes"}, {value: two, question: is_two, answer: "yes"}],
  otherwise: {by: e, map: {red: other}, default: other}}
on: {type: date, def: On.}
until: {type: date, def: Until.}
visit.begins_on: {type: date, def: Begin.}
"""
QUESTIONS = """
q: {subject: person, stage: plan, asks: "Q?", answers: {
  x: {says: X., effect: permits}, y: {says: Y., effect: forbids}, z: {says: Z., effect: refers}}}
r: {subject: person, stage: plan, asks: "R?", answers: {
  x: {says: X., effect: permits}, y: {says: Y., effect: forbids}}}
is_one: {subject: person, stage: plan, asks: "One?", answers: {
  "yes": {says: Yes., effect: states}, "no": {says: No., effect: states}}}
is_two: {subject: person, stage: plan, asks: "Two?", answers: {
  "yes": {says: Yes., effect: states}, "no": {says: No., effect: states}}}
"""
REQUIREMENTS = """
card: {kind: document, says: a card}
order: {kind: document, says: an order}
word: {kind: notice, says: a notice}
"""
CONSTRAINTS = """
not_all: {holds: "!(a && b && c && d)", says: Not all four.}
"""


def small_vocabulary() -> Vocabulary:
    """The vocabulary above."""
    return parse_vocabulary(
        {
            "facts.yaml": FACTS,
            "questions.yaml": QUESTIONS,
            "requirements.yaml": REQUIREMENTS,
            "constraints.yaml": CONSTRAINTS,
        }
    )


VOCABULARY = small_vocabulary()


def book(body: str, *, name: str = "book", front: str = "", verified: str = "full-text") -> Rulebook:
    """A rulebook whose blocks are `body`; paragraphs 1 to 9 exist."""
    text = (
        f"---\nrulebook: {name}\ntitle: T\nsource: {{text: T, language: en, read: full}}\n"
        f"verified: {verified}\nparagraphs: {{I: [1, 2, 3, 4, 5, 6, 7, 8, 9]}}\n{front}---\n## Article I\n\n{body}\n"
    )
    return parse_rulebook(text, f"{name}.md", VOCABULARY)


def rule(
    name: str,
    answer: str = "",
    when: str = "",
    *,
    question: str = "q",
    overrides: str = "",
    disapplies: str = "",
    more: str = "",
) -> str:
    """One provision block."""
    lines = [f"id: {name}", "paragraph: I.1"]
    if answer:
        lines += [f"question: {question}", f"answer: {answer}"]
    if when:
        lines.append(f"when: '{when}'")
    if overrides:
        lines.append(f"overrides: [{overrides}]")
    if disapplies:
        lines.append(f"disapplies: [{disapplies}]")
    return "```provision\n" + "\n".join(lines) + ("\n" + more if more else "") + "\n```\n\n"


def stack(*books: Rulebook) -> Stack:
    """The stack of these books under the small vocabulary."""
    return build_stack(books, VOCABULARY)


def determine(body: str, facts: dict[str, Value], question: str = "q", front: str = "") -> Determination:
    """The determination of one question under a book with this body."""
    return Determiner(stack(book(body, front=front))).determine(question, Case(facts))
