"""A stack: a base text with its supplements and further layers, ready for the engines.

Terms are replaced by their meaning, ids resolved, and the order found in which defeat is computed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from openraa.problems import COMMAND_LINE, Place, Problem, Refused, nearest
from openraa.rulebook.condition import (
    ALWAYS,
    And,
    Condition,
    ConditionFault,
    Not,
    Or,
    TermHolds,
    facts_of,
    questions_of,
    read_condition,
)
from openraa.rulebook.model import Layer, Provision, Rulebook, Silence, Term, Unconfirmed
from openraa.vocabulary import Vocabulary

_LAYERS = tuple(Layer)


@dataclass(frozen=True, eq=False)
class Stack:
    """What a case is judged under. Every engine reads this and nothing else.

    `provisions` holds all of them by id, overriders and disappliers before what they act on.
    """

    rulebooks: tuple[Rulebook, ...]
    vocabulary: Vocabulary
    provisions: Mapping[str, Provision]
    terms: Mapping[str, Term]
    silences: tuple[Silence, ...]
    unconfirmed: tuple[Unconfirmed, ...]
    scopes: Mapping[str, Condition]
    constraints: tuple[tuple[str, Condition], ...]
    defeated_by: Mapping[str, tuple[str, ...]]
    layer_of: Mapping[str, Layer] = field(default_factory=dict)

    @property
    def ids(self) -> tuple[str, ...]:
        """The rulebooks' ids, base first."""
        return tuple(rulebook.id for rulebook in self.rulebooks)

    @cached_property
    def hash(self) -> str:
        """Identifies the encoding: every determination carries it, so that it can be made again."""
        return hashlib.sha256("".join(book.hash for book in self.rulebooks).encode()).hexdigest()[:16]

    @cached_property
    def layers(self) -> tuple[Layer, ...]:
        """The layers present, in the order in which they are asked."""
        present = {book.layer for book in self.rulebooks}
        return tuple(layer for layer in _LAYERS if layer in present)

    @cached_property
    def by_question(self) -> Mapping[tuple[str, Layer], tuple[Provision, ...]]:
        """The answer-giving provisions of each question and layer."""
        rows: dict[tuple[str, Layer], list[Provision]] = {}
        for provision in self.provisions.values():
            if provision.answers:
                rows.setdefault((provision.question, self.layer_of[provision.id]), []).append(provision)
        return {key: tuple(row) for key, row in rows.items()}

    @cached_property
    def questions(self) -> tuple[str, ...]:
        """The questions that the stack speaks of, in the order of the catalogue."""
        spoken = {question for question, _ in self.by_question}
        spoken |= {row.question for row in self.silences} | {row.question for row in self.unconfirmed}
        return tuple(name for name in self.vocabulary.questions if name in spoken)

    def provisions_of(self, question: str) -> tuple[Provision, ...]:
        """Every answer-giving provision of the question, agreement first."""
        return tuple(p for layer in self.layers for p in self.by_question.get((question, layer), ()))

    def ancestry(self, provision_id: str) -> tuple[str, ...]:
        """The provision and all that can act on it, directly or not, in the order of computation."""
        wanted: set[str] = set()
        todo = [provision_id]
        while todo:
            name = todo.pop()
            if name not in wanted:
                wanted.add(name)
                todo.extend(self.defeated_by.get(name, ()))
        return tuple(name for name in self.provisions if name in wanted)

    @cached_property
    def dependencies(self) -> Mapping[str, tuple[str, ...]]:
        """For each question, the earlier questions whose answers its own outcome can read."""
        return _dependencies(self)


def build_stack(rulebooks: Sequence[Rulebook], vocabulary: Vocabulary) -> Stack:
    """The stack of these rulebooks, base text first.

    Raises:
        Refused: a base is missing, a name is unknown, an override is impossible, something runs in a circle.
    """
    problems: list[Problem] = []
    _check_order(rulebooks, problems)
    terms = _terms(rulebooks, problems)
    meanings = _inline_terms(terms, problems)

    def inlined(condition: Condition, place: Place) -> Condition:
        return _inline(condition, meanings, place, problems)

    provisions: dict[str, Provision] = {}
    layer_of: dict[str, Layer] = {}
    for book in rulebooks:
        for row in book.provisions:
            requires = tuple(replace(r, when=inlined(r.when, row.place)) for r in row.requires)
            provisions[row.id] = replace(row, when=inlined(row.when, row.place), requires=requires)
            layer_of[row.id] = book.layer
    defeated_by = _defeat(rulebooks, provisions, layer_of, problems)
    order = _order(provisions, defeated_by, problems)
    scopes: dict[str, Condition] = {}
    for book in rulebooks:
        for question, scope in book.scopes.items():
            scopes[question] = inlined(scope, Place(book.path))
    constraints = []
    for constraint in vocabulary.constraints:
        try:
            constraints.append((constraint.says, read_condition(constraint.holds, vocabulary)))
        except ConditionFault as fault:
            place = Place("vocabulary/constraints.yaml")
            problems.append(Problem(place, fault.code, f"{constraint.id}: {fault.message}", fault.remedy))
    stack = Stack(
        rulebooks=tuple(rulebooks),
        vocabulary=vocabulary,
        provisions={name: provisions[name] for name in order},
        terms=terms,
        silences=tuple(replace(row, when=inlined(row.when, row.place)) for book in rulebooks for row in book.silences),
        unconfirmed=tuple(
            replace(row, when=inlined(row.when, row.place)) for book in rulebooks for row in book.unconfirmed
        ),
        scopes=scopes,
        constraints=tuple(constraints),
        defeated_by=defeated_by,
        layer_of=layer_of,
    )
    if not problems:
        _refuse_question_circles(stack, problems)
    if problems:
        raise Refused(problems)
    return stack


def _check_order(rulebooks: Sequence[Rulebook], problems: list[Problem]) -> None:
    seen: list[str] = []
    for book in rulebooks:
        if book.id in seen:
            problems.append(Problem(COMMAND_LINE, "stack", f"`{book.id}` is named twice", "Name it once."))
        for base in book.supplements:
            if base not in seen:
                problems.append(
                    Problem(
                        COMMAND_LINE,
                        "stack",
                        f"`{book.id}` supplements `{base}`, which does not stand before it",
                        f"Write `{','.join([*book.supplements, book.id])}`.",
                    )
                )
        seen.append(book.id)


def _terms(rulebooks: Sequence[Rulebook], problems: list[Problem]) -> dict[str, Term]:
    terms: dict[str, Term] = {}
    for book in rulebooks:
        for term in book.terms:
            earlier = terms.get(term.name)
            if earlier and not term.redefines:
                problems.append(
                    Problem(
                        term.place, "term", f"`{term.name}` is a term of {earlier.rulebook} already",
                        f"Add `redefines: {earlier.rulebook}`, or choose another name.",
                    )
                )  # fmt: skip
            if term.redefines and (earlier is None or not any(b.id == term.redefines for b in rulebooks)):
                if term.redefines in book.alongside:
                    continue
                problems.append(
                    Problem(
                        term.place, "term", f"`{term.name}` is not a term of {term.redefines} in this stack",
                        nearest(term.name, terms),
                    )
                )  # fmt: skip
            terms[term.name] = term
    return terms


def _inline_terms(terms: Mapping[str, Term], problems: list[Problem]) -> dict[str, Condition]:
    meanings: dict[str, Condition] = {}

    def meaning(name: str, path: tuple[str, ...]) -> Condition:
        if name not in meanings:
            term = terms[name]
            if name in path:
                circle = " -> ".join([*path[path.index(name) :], name])
                problems.append(Problem(term.place, "circle", f"these terms run in a circle: {circle}"))
                return ALWAYS
            for other in _terms_in(term.means):
                if other in terms:
                    meaning(other, (*path, name))
            meanings.setdefault(name, _inline(term.means, meanings, term.place, problems, known=terms))
        return meanings[name]

    for name in terms:
        meaning(name, ())
    return meanings


def _terms_in(condition: Condition) -> Iterable[str]:
    match condition:
        case TermHolds(term):
            yield term
        case Not(of):
            yield from _terms_in(of)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _terms_in(part)
        case _:
            return


def _inline(
    condition: Condition,
    meanings: Mapping[str, Condition],
    place: Place,
    problems: list[Problem],
    known: Iterable[str] = (),
) -> Condition:
    match condition:
        case TermHolds(term):
            if term in meanings:
                return meanings[term]
            if term not in known:
                problems.append(
                    Problem(place, "unknown-term", f"`term.{term}` is not defined", nearest(term, meanings))
                )
            return ALWAYS
        case Not(of):
            return Not(_inline(of, meanings, place, problems, known))
        case And(parts):
            return And(tuple(_inline(part, meanings, place, problems, known) for part in parts))
        case Or(parts):
            return Or(tuple(_inline(part, meanings, place, problems, known) for part in parts))
        case _:
            return condition


def _defeat(
    rulebooks: Sequence[Rulebook],
    provisions: Mapping[str, Provision],
    layer_of: Mapping[str, Layer],
    problems: list[Problem],
) -> dict[str, tuple[str, ...]]:
    present = {book.id for book in rulebooks}
    alongside = {book.id: set(book.alongside) for book in rulebooks}
    defeated_by: dict[str, list[str]] = {}
    for row in provisions.values():
        for target in (*row.overrides, *row.disapplies):
            owner = target.partition(":")[0]
            if owner not in present and owner in alongside[row.rulebook]:
                continue
            fault, remedy = "", ""
            if target not in provisions:
                fault = f"`{target}` is not a provision of this stack"
                remedy = nearest(target, provisions)
            elif target == row.id:
                fault = f"`{target}` acts on itself"
            elif layer_of[target] is not layer_of[row.id]:
                fault = f"`{target}` stands in another layer, which cannot be overridden"
            elif target in row.overrides and not provisions[target].answers:
                fault = f"`{target}` gives no answer, so it cannot be overridden"
                remedy = "Use `disapplies`."
            elif target in row.overrides and provisions[target].question != row.question:
                fault = f"`{target}` answers another question, `{provisions[target].question}`"
                remedy = "An answer overrides answers of its own question; use a block with `disapplies`."
            if fault:
                problems.append(Problem(row.place, "override", fault, remedy))
            elif row.id not in defeated_by.setdefault(target, []):
                defeated_by[target].append(row.id)
    return {target: tuple(rows) for target, rows in defeated_by.items()}


def _order(
    provisions: Mapping[str, Provision],
    defeated_by: Mapping[str, tuple[str, ...]],
    problems: list[Problem],
) -> list[str]:
    done: dict[str, None] = {}
    for start in provisions:
        path: list[str] = []
        todo: list[tuple[str, bool]] = [(start, False)]
        while todo:
            name, leaving = todo.pop()
            if leaving:
                path.pop()
                done[name] = None
            elif name in path:
                circle = " <- ".join([*path[path.index(name) :], name])
                problems.append(
                    Problem(provisions[name].place, "circle", f"these provisions defeat in a circle: {circle}")
                )
                return list(provisions)
            elif name not in done:
                path.append(name)
                todo.append((name, True))
                todo.extend((other, False) for other in defeated_by.get(name, ()) if other not in done)
    return list(done)


def _dependencies(stack: Stack) -> dict[str, tuple[str, ...]]:
    derived = {
        name: tuple(row.question for row in fact.derivation.values)
        for name, fact in stack.vocabulary.facts.items()
        if fact.derivation
    }

    def of_condition(condition: Condition) -> Iterable[str]:
        yield from questions_of(condition)
        for fact in facts_of(condition):
            yield from derived.get(fact, ())

    rows: dict[str, tuple[str, ...]] = {}
    for question in stack.questions:
        conditions = [stack.scopes.get(question, ALWAYS)]
        for provision in stack.provisions_of(question):
            conditions.extend(stack.provisions[name].when for name in stack.ancestry(provision.id))
        conditions.extend(row.when for row in stack.silences if row.question == question)
        conditions.extend(row.when for row in stack.unconfirmed if row.question == question)
        rows[question] = tuple(dict.fromkeys(name for c in conditions for name in of_condition(c)))
    return rows


def _refuse_question_circles(stack: Stack, problems: list[Problem]) -> None:
    rows = stack.dependencies
    settled: set[str] = set()

    def visit(question: str, path: tuple[str, ...]) -> None:
        if question in path:
            circle = " -> ".join([*path[path.index(question) :], question])
            provision = next(iter(stack.provisions_of(question)), None)
            place = provision.place if provision else Place(stack.rulebooks[-1].path)
            problems.append(Problem(place, "circle", f"these questions depend on each other: {circle}"))
        elif question not in settled:
            for earlier in rows.get(question, ()):
                visit(earlier, (*path, question))
            settled.add(question)

    for question in rows:
        visit(question, ())
