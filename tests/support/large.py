"""Rulebooks of any size with a vocabulary of their own, of which is known beforehand what a proof must say.

The general provisions of a question are the leaves of a tree of tests, so that in every case exactly one of them
applies; exceptions narrow a leaf by a fact that it leaves free and name all that they override; some leaves have two
versions, and some provisions require a document. Nothing conflicts and nothing is left open, until that is planted.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from openraa.rulebook import Stack, build_stack, parse_rulebook
from openraa.vocabulary import Vocabulary, parse_vocabulary

ANSWERS = {"allowed": "permits", "refused": "forbids", "on_request": "refers"}
EXCEPTIONS = 0.3  # share of provisions that are exceptions
VERSION_CHANGE = "2020-01-01"
SIZES = (1, 1, 2, 2, 2, 2, 3, 3, 4, 5)  # provisions of a question: 2.5 on average, as in the shipped rulebooks

Values: TypeAlias = tuple[str, ...] | tuple[int, int]  # those that are left, or the ends of a range
Box: TypeAlias = Mapping[str, Values]


@dataclass(frozen=True)
class Row:
    """One provision to be written."""

    id: str
    question: str
    paragraph: int
    answer: str
    box: Box
    overrides: tuple[str, ...] = ()
    valid: str = ""
    requires: str = ""


@dataclass
class Generated:
    """A rulebook that can be changed before it is read."""

    vocabulary: Vocabulary
    questions: Sequence[str]
    domains: dict[str, Values]
    rows: list[Row] = field(default_factory=list)

    def stack(self) -> Stack:
        """The rulebook, read and compiled like any other."""
        last = max(row.paragraph for row in self.rows)
        head = (
            "---\nrulebook: generated\ntitle: Generated\nsource: {text: T, language: en, read: full}\n"
            f"verified: full-text\nparagraphs: {{I: [{', '.join(map(str, range(1, last + 1)))}]}}\n---\n"
        )
        text = head + "## Article I\n\n" + "".join(map(self._block, self.rows))
        return build_stack([parse_rulebook(text, "generated.md", self.vocabulary)], self.vocabulary)

    def with_conflict(self) -> Generated:
        """The same with a further provision that answers differently in a part of a leaf."""
        row = self._lone()
        other = replace(row, id="planted", answer=_another(row.answer))
        return replace(self, rows=[*self.rows, other])

    def with_gap(self) -> Generated:
        """The same without one general provision that nothing else names."""
        return replace(self, rows=[row for row in self.rows if row.id != self._lone().id])

    def edited(self, share: float = 0.01) -> Generated:
        """The same with another answer in this share of the provisions, at least in one."""
        chance = random.Random(len(self.rows))
        chosen = set(chance.sample(range(len(self.rows)), max(1, round(share * len(self.rows)))))
        return replace(
            self,
            rows=[replace(row, answer=_another(row.answer)) if n in chosen else row for n, row in enumerate(self.rows)],
        )

    def _lone(self) -> Row:
        """A general provision beside others that no provision names, of a question that no other reads."""
        named = {name for row in self.rows for name in (*row.overrides, *row.box)}
        n_rows = Counter(row.question for row in self.rows)
        return next(
            row
            for row in reversed(self.rows)
            if not {row.id, f"question.{row.question}"} & named
            and not row.overrides
            and not row.valid
            and n_rows[row.question] > 1
        )

    def _block(self, row: Row) -> str:
        lines = [f"id: {row.id}", f"paragraph: I.{row.paragraph}", f"question: {row.question}", f"answer: {row.answer}"]
        when = " && ".join(self._test(name, values) for name, values in row.box.items())
        lines += [f"when: '{when}'"] if when else []
        lines += [f"overrides: [{', '.join(row.overrides)}]"] if row.overrides else []
        lines += [f"valid: {{{row.valid}}}"] if row.valid else []
        lines += [f"requires: [{{document: {row.requires}}}]"] if row.requires else []
        return "```provision\n" + "\n".join(lines) + "\n```\n\n"

    def _test(self, name: str, values: Values) -> str:
        match values:
            case (int(low), int(high)):
                lowest, highest = self.domains[name]
                ends = [f"{name} >= {low}"] * (low != lowest) + [f"{name} <= {high}"] * (high != highest)
                return " && ".join(ends)
            case ("true",):
                return name
            case ("false",):
                return f"!{name}"
            case (only,):
                return f'{name} == "{only}"'
            case _:
                return f"{name} in [{', '.join(f'{chr(34)}{value}{chr(34)}' for value in values)}]"


def one_question(n_provisions: int, *, seed: int = 1951) -> Generated:
    """This many provisions that all answer one question, over 20 facts."""
    domains: dict[str, Values] = {f"yes{n}": ("true", "false") for n in range(10)}
    domains |= {f"kind{n}": tuple(f"k{v}" for v in range(size)) for n, size in enumerate((3, 4, 5, 6, 8, 12))}
    domains |= {f"number{n}": (0, 365) for n in range(4)}
    made = Generated(_vocabulary(domains, ["q"]), ["q"], domains)
    _answer(made, "q", domains, n_provisions, random.Random(seed))
    return made


def many_questions(n_provisions: int, *, seed: int = 1951) -> Generated:
    """This many provisions, about 2.5 for a question; each question reads six facts, some an earlier answer too."""
    chance = random.Random(seed)
    sizes: list[int] = []
    while sum(sizes) < n_provisions:
        sizes.append(min(chance.choice(SIZES), n_provisions - sum(sizes)))
    questions = [f"q{n}" for n in range(len(sizes))]
    domains: dict[str, Values] = {}
    for n in range(round(2.5 * len(questions))):
        kind = chance.choices(("yes", "kind", "number"), (65, 26, 9))[0]
        values = {"yes": ("true", "false"), "kind": tuple(f"k{v}" for v in range(3 + n % 8)), "number": (0, 365)}[kind]
        domains[f"{kind}{n}"] = values
    made = Generated(_vocabulary(domains, questions), questions, domains)
    roots: dict[str, set[str]] = {}
    for question, size in zip(questions, sizes, strict=True):
        own = chance.sample(sorted(domains), min(6, len(domains)))
        readable: dict[str, Values] = {name: domains[name] for name in own}
        earlier = chance.choice(sorted(roots)) if roots and chance.random() < 0.25 else ""
        if earlier and not roots[earlier] & set(own):
            given = dict.fromkeys(row.answer for row in made.rows if row.question == earlier)
            readable = {f"question.{earlier}": tuple(given), **readable}
        else:
            roots[question] = set(own)
        _answer(made, question, readable, size, chance)
    return made


def _answer(made: Generated, question: str, domains: Mapping[str, Values], n: int, chance: random.Random) -> None:
    """Adds `n` provisions that answer the question, once in every case."""
    n_exceptions = round(EXCEPTIONS * n) if n > 2 else 0
    n_versions = (n - n_exceptions) // 12
    boxes: list[Box] = [{}]
    while len(boxes) < n - n_exceptions - n_versions:
        some = chance.sample(range(len(boxes)), min(3, len(boxes)))
        boxes += _split(boxes.pop(min(some, key=lambda i: len(boxes[i]))), domains, chance)
    last = made.rows[-1].paragraph if made.rows else 0
    room = [name for name, values in domains.items() if len(values) > 1]
    spread = _spread([min(3, sum(name not in box for name in room)) for box in boxes], n_exceptions, chance)
    for i, (box, n_here) in enumerate(zip(boxes, spread, strict=True)):
        row = Row(f"{question}-p{i}", question, last + 1 + i, chance.choice(list(ANSWERS)), box)
        if n_versions and not n_here:
            n_versions -= 1
            newer = replace(row, id=f"{row.id}-new", answer=_another(row.answer), valid=f"from: {VERSION_CHANGE}")
            made.rows += [replace(row, valid=f"to: {VERSION_CHANGE}"), newer]
            continue
        above = [replace(row, requires=f"paper{chance.randrange(9)}" if chance.random() < 0.2 else "")]
        free = chance.sample([name for name in room if name not in box], n_here)
        for name in free:
            narrowed = _split(box, {name: domains[name]}, chance)[0]
            over = tuple(each.id for each in above)
            above.append(replace(row, id=f"{row.id}-x{len(over)}", answer=_another(above[-1].answer), box=narrowed,
                                 overrides=over))  # fmt: skip
        made.rows += above
    assert not n_versions, "there are leaves enough without an exception"


def _spread(room: Sequence[int], n: int, chance: random.Random) -> list[int]:
    """How many exceptions each leaf gets, of `n` in all."""
    counts = [0] * len(room)
    for _ in range(n):
        counts[chance.choice([i for i, most in enumerate(room) if counts[i] < most])] += 1
    return counts


def _split(box: Box, domains: Mapping[str, Values], chance: random.Random) -> list[Box]:
    """The two halves of a box by a test of one fact."""
    while True:
        name = chance.choice(list(domains))
        match box.get(name, domains[name]):
            case (int(low), int(high)) if low < high:
                cut = chance.randrange(low, high)
                return [{**box, name: (low, cut)}, {**box, name: (cut + 1, high)}]
            case (str(), str(), *_) as values:
                several = list(values)
                chance.shuffle(several)
                cut = chance.randrange(1, len(several))
                return [{**box, name: tuple(several[:cut])}, {**box, name: tuple(several[cut:])}]
            case _:
                pass


def _another(answer: str) -> str:
    names = list(ANSWERS)
    return names[(names.index(answer) + 1) % len(names)]


def _vocabulary(domains: Mapping[str, Values], questions: Sequence[str]) -> Vocabulary:
    facts = ["visit.begins_on: {type: date, def: Begin.}"]
    for name, values in domains.items():
        if isinstance(values[0], int):
            facts.append(f"{name}: {{type: int, min: {values[0]}, max: {values[1]}, def: Number.}}")
        elif values == ("true", "false"):
            facts.append(f"{name}: {{type: bool, def: Yes or no.}}")
        else:
            facts.append(f"{name}: {{type: enum, values: {{{', '.join(f'{v}: {v}' for v in values)}}}, def: Kind.}}")
    answers = ", ".join(f"{name}: {{says: {name}., effect: {effect}}}" for name, effect in ANSWERS.items())
    return parse_vocabulary(
        {
            "facts.yaml": "\n".join(facts),
            "questions.yaml": "\n".join(
                f'{name}: {{subject: person, stage: plan, asks: "Q?", answers: {{{answers}}}}}' for name in questions
            ),
            "requirements.yaml": "\n".join(f"paper{n}: {{kind: document, says: a paper}}" for n in range(9)),
            "constraints.yaml": "{}",
        }
    )
