"""A stack as formulas: the same meaning as the evaluator's, for every complete case at once.

In a complete case every fact has a value, so that conditions are true or false. A fact that follows from earlier
answers has one of the values that these leave open. What the evaluator calls a settled outcome is here one formula
for each outcome; exactly one of them holds in each case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import assert_never

import z3

from openraa.determine import CONFLICT, GAP, OUT_OF_SCOPE, UNCONFIRMED, Outcome, Status, validity_condition
from openraa.prove.space import Formula, Space
from openraa.rulebook import Deadline, Provision, Requirement, Stack, falls_due_first
from openraa.rulebook.condition import (
    ALWAYS,
    And,
    Answered,
    Compares,
    ComparesFacts,
    Condition,
    Constant,
    FactHolds,
    Not,
    OneOf,
    Or,
    TermHolds,
    both,
    facts_of,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a requirement asks for, as far as two agreements can differ in it."""

    kind: str
    label: str
    by: str = ""
    to: str = ""
    deadline: Deadline | None = None
    urgent: str = ""
    silence: str = ""
    changes: str = ""
    standing: bool = False

    @classmethod
    def of(cls, row: Requirement) -> Asked:
        """What this requirement asks for."""
        return cls(
            row.kind, row.label, row.by, row.to, row.deadline, row.urgent, row.silence, row.changes, row.standing
        )

    def gives_way_to(self, other: Asked) -> bool:
        """Whether both ask for the same, and the other falls due earlier."""
        same = (self.kind, self.label) == (other.kind, other.label)
        first = falls_due_first(other.deadline, self.deadline)
        return same and first and not falls_due_first(self.deadline, other.deadline)


class Encoding:
    """One stack in a space. `derived` says whether facts follow from earlier answers, or are taken as given."""

    def __init__(self, stack: Stack, space: Space, *, derive: bool = True) -> None:
        self.stack = stack
        self.space = space
        self.derive = derive
        self._conditions: dict[Condition, Formula] = {}
        self._effective: dict[str, Formula] = {}
        self._outcomes: dict[str, dict[Outcome, Formula]] = {}
        self._answers: dict[tuple[str, str], Formula] = {}
        self._derivations: dict[str, Formula] = {}

    @cached_property
    def constraints(self) -> tuple[Formula, ...]:
        """What the vocabulary says of every real case."""
        return tuple(self.condition(condition) for _, condition in self.stack.constraints)

    def axioms(self) -> list[Formula]:
        """What holds in every case for all that was encoded so far: ranges, constraints, facts that follow."""
        found = [*self.constraints, *self._derivations.values()]
        return [*self.space.ranges, *found]

    def condition(self, condition: Condition) -> Formula:
        """The condition as a formula."""
        found = self._conditions.get(condition)
        if found is None:
            found = self._conditions[condition] = self._condition(condition)
        return found

    def _condition(self, condition: Condition) -> Formula:
        match condition:
            case Constant(value):
                return self.space.constant(value)
            case Not(of):
                return self.space.no(self.condition(of))
            case And(parts):
                return self.space.every(map(self.condition, parts))
            case Or(parts):
                return self.space.some(map(self.condition, parts))
            case FactHolds() | Compares() | ComparesFacts() | OneOf():
                if self.derive:
                    for name in facts_of(condition):
                        self._derive(name)
                return self.space.test(condition)
            case Answered(question, answers):
                return self.space.some(self.answered(question, answer) for answer in answers)
            case TermHolds(term):
                raise AssertionError(f"term {term} was not replaced by its meaning")
            case _:
                assert_never(condition)

    def applies(self, name: str) -> Formula:
        """The provision's condition and validity hold."""
        row = self.stack.provisions[name]
        return self.condition(both(validity_condition(row, self.stack), row.when))

    def effective(self, name: str) -> Formula:
        """The provision applies, and nothing that acts on it is effective."""
        if name not in self._effective:
            for row in self.stack.ancestry(name):
                if row not in self._effective:
                    actors = [self.space.no(self._effective[actor]) for actor in self.stack.defeated_by.get(row, ())]
                    self._effective[row] = self.space.every([self.applies(row), *actors])
        return self._effective[name]

    def scope(self, question: str) -> Formula:
        """The question arises."""
        return self.condition(self.stack.scopes.get(question, ALWAYS))

    def outcomes(self, question: str) -> Mapping[Outcome, Formula]:
        """For each outcome that the question can have, when it has it."""
        if question not in self._outcomes:
            self._outcomes[question] = self._find_outcomes(question)
        return self._outcomes[question]

    def outcome(self, question: str, wanted: Outcome) -> Formula:
        """When the question has this outcome."""
        return self.outcomes(question).get(wanted, self.space.constant(False))

    def answered(self, question: str, answer: str) -> Formula:
        """When the question has this answer; with whichever numbers."""
        key = (question, answer)
        if key not in self._answers:
            rows = self.outcomes(question).items() if question in self.stack.questions else ()
            wanted = Status.DETERMINED.value
            self._answers[key] = self.space.some(f for o, f in rows if o.status == wanted and o.answer == answer)
        return self._answers[key]

    def _find_outcomes(self, question: str) -> dict[Outcome, Formula]:
        space, stack = self.space, self.stack
        if question not in stack.questions:
            return {GAP: space.constant(True)}
        scope = self.scope(question)
        found: dict[Outcome, list[Formula]] = {OUT_OF_SCOPE: [self.space.no(scope)]}
        layer_of = {book.id: book.layer for book in stack.rulebooks}
        rest = scope
        for layer in stack.layers:
            answers: dict[Outcome, list[Formula]] = {}
            for row in stack.by_question.get((question, layer), ()):
                answers.setdefault(answer_of(row), []).append(self.effective(row.id))
            given = {outcome: space.some(rows) for outcome, rows in answers.items()}
            for outcome, formula in given.items():
                others = [self.space.no(other) for name, other in given.items() if name != outcome]
                found.setdefault(outcome, []).append(space.every([rest, formula, *others]))
            several = [space.every([one, other]) for one, other in _pairs(list(given.values()))]
            if several:
                found.setdefault(CONFLICT, []).append(space.every([rest, space.some(several)]))
            rest = space.every([rest, *(space.no(formula) for formula in given.values())])
            open_ = [
                self.condition(row.when)
                for row in stack.unconfirmed
                if row.question == question and layer_of[row.rulebook] is layer
            ]
            if open_:
                unconfirmed = space.some(open_)
                found.setdefault(UNCONFIRMED, []).append(space.every([rest, unconfirmed]))
                rest = space.every([rest, self.space.no(unconfirmed)])
        found[GAP] = [rest]
        return {outcome: space.some(rows) for outcome, rows in found.items()}

    def silent(self, question: str) -> Formula:
        """A declared silence covers the question."""
        return self.space.some(self.condition(row.when) for row in self.stack.silences if row.question == question)

    def provisions(self, question: str) -> tuple[Provision, ...]:
        """Every provision that takes part in the question: those that answer it and those that act on them."""
        wanted = {name for row in self.stack.provisions_of(question) for name in self.stack.ancestry(row.id)}
        return tuple(row for name, row in self.stack.provisions.items() if name in wanted)

    def asked(self, question: str) -> dict[Asked, Formula]:
        """What can be required with the question's answer, and when it is; of two deadlines the earlier counts."""
        rows: dict[Asked, list[Formula]] = {}
        for provision in self.provisions(question):
            for row in provision.requires:
                needs = [self.scope(question), self.effective(provision.id), self.condition(row.when)]
                rows.setdefault(Asked.of(row), []).append(self.space.every(needs))
        due = {asked: self.space.some(parts) for asked, parts in rows.items()}
        return {
            asked: self.space.every([formula, *(self.space.no(due[o]) for o in due if asked.gives_way_to(o))])
            for asked, formula in due.items()
        }

    def statuses(self) -> dict[str, Formula]:
        """For each fact that follows from earlier answers: that it has a value which these leave open."""
        for name, fact in self.stack.vocabulary.facts.items():
            if fact.derivation is not None:
                self._derive(name)
        return dict(self._derivations)

    def _derive(self, name: str) -> None:
        """Ties a fact that follows from earlier answers to these; nothing when no such question is in the stack."""
        fact = self.stack.vocabulary.facts[name]
        if fact.derivation is None or name in self._derivations:
            return
        asked = [row for row in fact.derivation.values if row.question in self.stack.questions]
        if not asked:
            return
        space = self.space
        self._derivations[name] = space.constant(True)  # while its own questions are encoded
        before = space.constant(True)
        allowed: dict[str, list[Formula]] = {}
        for row in asked:
            holds = self.answered(row.question, row.answer)
            open_ = self.outcome(row.question, UNCONFIRMED)
            allowed.setdefault(row.value, []).append(space.every([before, space.some([holds, open_])]))
            before = space.every([before, self.space.no(holds)])
        rest, by = fact.derivation.otherwise, fact.derivation.otherwise_by
        for value in self.stack.vocabulary.facts[by].values:
            named = rest.get(value, fact.derivation.default)
            allowed.setdefault(named, []).append(space.every([before, space.equals(by, value)]))
        may = {value: space.some(rows) for value, rows in allowed.items()}
        several = space.some(space.every([one, other]) for one, other in _pairs(list(may.values())))
        unnamed = {value: several for value in fact.values if value not in fact.derivation.named}
        nothing = space.constant(False)
        self._derivations[name] = space.every(
            z3.Implies(space.equals(name, value), may.get(value, unnamed.get(value, nothing))) for value in fact.values
        )


def answer_of(row: Provision) -> Outcome:
    """The outcome that a provision gives."""
    return Outcome(Status.DETERMINED.value, row.answer, row.outcome)


def _pairs(rows: list[Formula]) -> Iterable[tuple[Formula, Formula]]:
    return ((one, other) for n, one in enumerate(rows) for other in rows[:n])
