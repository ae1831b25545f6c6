"""Asking the solver about one stack, within a time, and replaying what it finds through the evaluator."""

from __future__ import annotations

import time
from collections.abc import Iterable

import z3

from openraa.determine import determiner_for
from openraa.prove.cubes import Grid
from openraa.prove.encode import Encoding
from openraa.prove.space import Formula, Space
from openraa.rulebook import Provision, Stack
from openraa.rulebook.condition import Condition, facts_of
from openraa.vocabulary import Value

SECONDS = 30.0


class NotProven(Exception):
    """The time was over before the solver knew."""


class Watch:
    """The time that is left for a piece of work."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left.

        Raises:
            NotProven: there are none.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise NotProven
        return left


class Solver:
    """Finds cases in a space; what was stated once holds for all later questions."""

    def __init__(self, space: Space, watch: Watch) -> None:
        self.space = space
        self.watch = watch
        self._solver = z3.Solver(ctx=space.context)
        self._n_ranges = 0
        self._background: list[Formula] = []

    def state(self, formulas: Iterable[Formula]) -> None:
        """These hold in every case from now on."""
        for formula in formulas:
            self._background.append(formula)
            self._solver.add(formula)

    def find(self, *formulas: Formula) -> z3.ModelRef | None:
        """A case in which all of these hold, or None when there is none.

        Raises:
            NotProven: the time is over.
        """
        self._settle_ranges()
        self._solver.set("timeout", max(1, int(self.watch.left() * 1000)))
        answer = self._solver.check(*formulas)
        if answer == z3.unknown:
            raise NotProven
        return self._solver.model() if answer == z3.sat else None

    def as_smtlib(self, *formulas: Formula) -> str:
        """The same question in SMT-LIB 2, for another solver."""
        self._settle_ranges()
        copy = z3.Solver(ctx=self.space.context)
        copy.add(*self._background, *formulas)
        return str(copy.to_smt2())

    def _settle_ranges(self) -> None:
        self.state(self.space.ranges[self._n_ranges :])
        self._n_ranges = len(self.space.ranges)


class Search:
    """One stack with its formulas, its evaluator, and a solver that knows what holds in every case."""

    def __init__(self, stack: Stack, watch: Watch | None = None) -> None:
        self.stack = stack
        self.watch = watch or Watch()
        self.space = Space(stack.vocabulary)
        self.encoding = Encoding(stack, self.space)
        self.solver = Solver(self.space, self.watch)
        self.determiner = determiner_for(stack)
        for question in stack.questions:
            self.watch.left()
            self.encoding.outcomes(question)
            self.encoding.silent(question)
        self.solver.state(self.encoding.axioms())

    @property
    def own_provisions(self) -> dict[str, Provision]:
        """The provisions of the stack's last rulebook, on which the eye is; those before it have their own proof."""
        own = self.stack.rulebooks[-1].id
        return {name: row for name, row in self.stack.provisions.items() if row.rulebook == own}

    def case(self, model: z3.ModelRef, question: str) -> dict[str, Value]:
        """The facts of a model that can influence the question's outcome."""
        return self.space.values(model, facts_behind(self.stack, question))

    def grid(self, question: str) -> Grid:
        """The values of facts that the question's conditions tell apart."""
        return Grid(self.stack.vocabulary, conditions_behind(self.stack, question))


def conditions_behind(stack: Stack, question: str) -> tuple[Condition, ...]:
    """Every condition that can influence the question's outcome, what is required with it, or its silences."""
    silences = [row.when for row in stack.silences if row.question == question]
    required = [
        row.when
        for provision in stack.provisions_of(question)
        for name in stack.ancestry(provision.id)
        for row in stack.provisions[name].requires
    ]
    return (*determiner_for(stack).explorer.support(question), *silences, *required)


def facts_behind(stack: Stack, question: str) -> set[str]:
    """Every fact that can influence the question's outcome, what is required with it, or its silences."""
    found = {name for condition in conditions_behind(stack, question) for name in facts_of(condition)}
    for name in tuple(found):
        derivation = stack.vocabulary.facts[name].derivation
        if derivation is not None:
            found.add(derivation.otherwise_by)
    return found
