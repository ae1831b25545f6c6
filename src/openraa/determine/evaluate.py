"""The readable reference: the outcome of one question for one case.

Meaning: a provision applies when its condition (and its validity) holds; it is effective when it applies
and nothing that acts on it is effective; overriders come first, so one pass suffices. The effective
answers of a question decide its outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openraa.determine.model import CONFLICT, GAP, OUT_OF_SCOPE, UNCONFIRMED, Case, Outcome, Status
from openraa.determine.truth import Judge, Truth, compile_condition
from openraa.rulebook import Layer, Provision, Silence, Stack, Unconfirmed
from openraa.rulebook.condition import ALWAYS, Compares, Condition, Op, both
from openraa.vocabulary import Value


@dataclass(frozen=True, slots=True)
class LayerProgram:
    """One layer's part of a question: its answers and what is unconfirmed."""

    layer: Layer
    answers: tuple[tuple[str, Outcome], ...]
    unconfirmed: tuple[tuple[Unconfirmed, Judge], ...]


@dataclass(frozen=True, slots=True)
class Program:
    """A question compiled for one stack."""

    question: str
    scope: Judge | None
    order: tuple[tuple[str, Judge, tuple[str, ...]], ...]
    layers: tuple[LayerProgram, ...]
    silences: tuple[tuple[Silence, Judge], ...]
    conditions: Mapping[str, Condition]


@dataclass(slots=True)
class Verdict:
    """The three-valued outcome: `settled`, or the outcomes that remain possible."""

    settled: Outcome | None
    possible: frozenset[Outcome]
    applies: dict[str, Truth]
    effective: dict[str, Truth]
    layer: Layer


class Situation:
    """One case under one stack: its facts, and the answers found so far, each computed once."""

    __slots__ = ("_derived", "evaluator", "facts", "verdicts")

    def __init__(self, evaluator: Evaluator, facts: Mapping[str, Value]) -> None:
        self.evaluator = evaluator
        self.facts = facts
        self.verdicts: dict[str, Verdict] = {}
        self._derived: dict[str, tuple[Value | None, frozenset[Value]]] = {}

    def verdict(self, question: str) -> Verdict:
        """The question's three-valued outcome here."""
        known = self.verdicts.get(question)
        if known is None:
            known = self.verdicts[question] = self.evaluator.run(question, self)
        return known

    def answered(self, question: str, answers: tuple[str, ...]) -> Truth:
        """Whether an earlier question has one of these answers; none at all counts as no."""
        verdict = self.verdict(question)
        if verdict.settled is not None:
            return verdict.settled.answer in answers
        matching = [outcome.answer in answers for outcome in verdict.possible]
        if all(matching):
            return True
        return None if any(matching) else False

    def derived(self, fact: str) -> Value | None:
        """The value that follows from earlier answers, when those settle it."""
        return self.derivation(fact)[0]

    def derivation(self, fact: str) -> tuple[Value | None, frozenset[Value]]:
        """The value that follows from earlier answers, and every value that still may."""
        known = self._derived.get(fact)
        if known is None:
            known = self._derived[fact] = self._derive(fact)
        return known

    def _derive(self, name: str) -> tuple[Value | None, frozenset[Value]]:
        fact = self.evaluator.stack.vocabulary.facts[name]
        assert fact.derivation is not None
        asked = [row for row in fact.derivation.values if row.question in self.evaluator.programs]
        if not asked:
            return None, frozenset(fact.values)
        possible: set[Value] = set()
        for row in asked:
            holds = self.answered(row.question, (row.answer,))
            if UNCONFIRMED in self.verdict(row.question).possible:
                holds = None
            if holds is not False:
                possible.add(row.value)
            if holds:
                break
        else:
            by = self.facts.get(fact.derivation.otherwise_by)
            rest, default = fact.derivation.otherwise, fact.derivation.default
            possible |= {*rest.values(), default} if by is None else {rest.get(str(by), default)}
        if len(possible) == 1:
            return next(iter(possible)), frozenset(possible)
        possible |= {value for value in fact.values if value not in fact.derivation.named}
        return None, frozenset(possible)


class Evaluator:
    """A stack's questions, compiled once, for any number of cases."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.derived = frozenset(name for name, fact in stack.vocabulary.facts.items() if fact.derivation is not None)
        self.programs = {question: self._compile(question) for question in stack.questions}
        self.constraints = tuple(
            (says, compile_condition(condition, self.derived)) for says, condition in stack.constraints
        )

    def situation(self, facts: Mapping[str, Value]) -> Situation:
        """A situation with these facts."""
        return Situation(self, facts)

    def broken(self, case: Case) -> tuple[str, ...]:
        """The constraints of the vocabulary that the case breaks."""
        situation = self.situation(case.facts)
        return tuple(says for says, judge in self.constraints if judge(situation) is False)

    def run(self, question: str, s: Situation) -> Verdict:
        """The three-valued outcome of a question in a situation."""
        program = self.programs.get(question)
        if program is None:
            return Verdict(GAP, frozenset((GAP,)), {}, {}, Layer.AGREEMENT)
        applies: dict[str, Truth] = {}
        effective: dict[str, Truth] = {}
        scope = True if program.scope is None else program.scope(s)
        if scope is False:
            return Verdict(OUT_OF_SCOPE, frozenset((OUT_OF_SCOPE,)), applies, effective, Layer.AGREEMENT)
        for name, judge, actors in program.order:
            truth = applies[name] = judge(s)
            if truth is not False:
                for actor in actors:
                    acting = effective[actor]
                    if acting is True:
                        truth = False
                        break
                    if acting is None:
                        truth = None
            effective[name] = truth
        settled, possible, layer = _outcome(program, effective, s)
        if scope is None:
            return Verdict(None, possible | {OUT_OF_SCOPE}, applies, effective, layer)
        return Verdict(settled, possible, applies, effective, layer)

    def _compile(self, question: str) -> Program:
        stack = self.stack
        rows = stack.provisions_of(question)
        wanted = {name for row in rows for name in stack.ancestry(row.id)}
        conditions = {
            name: both(validity_condition(row, stack), row.when)
            for name, row in stack.provisions.items()
            if name in wanted
        }
        order = tuple(
            (name, compile_condition(condition, self.derived), stack.defeated_by.get(name, ()))
            for name, condition in conditions.items()
        )
        book_layers = {book.id: book.layer for book in stack.rulebooks}
        layers = []
        for layer in stack.layers:
            answers = tuple(
                (row.id, Outcome(Status.DETERMINED.value, row.answer, row.outcome))
                for row in stack.by_question.get((question, layer), ())
            )
            unconfirmed = tuple(
                (row, compile_condition(row.when, self.derived))
                for row in stack.unconfirmed
                if row.question == question and book_layers[row.rulebook] is layer
            )
            layers.append(LayerProgram(layer, answers, unconfirmed))
        scope = stack.scopes.get(question, ALWAYS)
        return Program(
            question=question,
            scope=None if scope == ALWAYS else compile_condition(scope, self.derived),
            order=order,
            layers=tuple(layers),
            silences=tuple(
                (row, compile_condition(row.when, self.derived)) for row in stack.silences if row.question == question
            ),
            conditions=conditions,
        )


def _outcome(
    program: Program, effective: Mapping[str, Truth], s: Situation
) -> tuple[Outcome | None, frozenset[Outcome], Layer]:
    possible: set[Outcome] = set()
    for part in program.layers:
        certain: set[Outcome] = set()
        open_: set[Outcome] = set()
        for name, outcome in part.answers:
            truth = effective[name]
            if truth is True:
                certain.add(outcome)
            elif truth is None:
                open_.add(outcome)
        if len(certain) > 1 and not possible:
            return CONFLICT, frozenset((CONFLICT,)), part.layer
        if len(certain) == 1 and open_ <= certain and not possible:
            return next(iter(certain)), frozenset(certain), part.layer
        possible |= certain or open_
        if len(certain | open_) > 1:
            possible.add(CONFLICT)
        if certain:
            return None, frozenset(possible), part.layer
        truths = [judge(s) for _, judge in part.unconfirmed]
        if True in truths:
            if not possible:
                return UNCONFIRMED, frozenset((UNCONFIRMED,)), part.layer
            return None, frozenset(possible | {UNCONFIRMED}), part.layer
        if None in truths:
            possible.add(UNCONFIRMED)
    possible.add(GAP)
    return (None if len(possible) > 1 else GAP), frozenset(possible), Layer.AGREEMENT


def validity_condition(row: Provision, stack: Stack) -> Condition:
    """The provision's validity as a condition on its question's anchor date."""
    anchors = [stack.vocabulary.questions[row.question].anchor] if row.question else []
    anchors += ["visit.begins_on"] if not anchors else []
    condition: Condition = ALWAYS
    if row.valid.first:
        condition = both(condition, Compares(anchors[0], Op.GE, row.valid.first))
    if row.valid.end:
        condition = both(condition, Compares(anchors[0], Op.LT, row.valid.end))
    return condition
