"""Asking the solver about one stack, within a time, and replaying what it finds through the evaluator."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import z3

from openraa.determine import determiner_for
from openraa.prove.cubes import Grid
from openraa.prove.encode import Encoding
from openraa.prove.space import Formula, Space, literals
from openraa.rulebook import Provision, Silence, Stack
from openraa.rulebook.condition import ALWAYS, Condition, facts_of, questions_of
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

    def __init__(self, space: Space, watch: Watch, background: Iterable[Formula] = ()) -> None:
        self.space = space
        self.watch = watch
        self._solver = z3.Solver(ctx=space.context)
        self._n_ranges = 0
        self._n_names = 0
        self._background: list[Formula] = []
        self.state(background)

    def state(self, formulas: Iterable[Formula]) -> None:
        """These hold in every case from now on."""
        for formula in formulas:
            self._background.append(formula)
            z3.Z3_solver_assert(self.space.context.ref(), self._solver.solver, formula.as_ast())

    def find(self, *formulas: Formula) -> z3.ModelRef | None:
        """A case in which all of these hold, or None when there is none.

        Raises:
            NotProven: the time is over.
        """
        return self._solver.model() if self._holds(formulas) else None

    def possible(self, *formulas: Formula) -> bool:
        """Whether there is a case in which all of these hold. Nothing of a question asked so is kept for the next.

        Raises:
            NotProven: the time is over.
        """
        self._settle_ranges()
        context, solver = self.space.context.ref(), self._solver.solver
        z3.Z3_solver_push(context, solver)
        try:
            for formula in formulas:
                z3.Z3_solver_assert(context, solver, formula.as_ast())
            return self._holds(())
        finally:
            z3.Z3_solver_pop(context, solver, 1)

    def _holds(self, formulas: Sequence[Formula]) -> bool:
        self._settle_ranges()
        self._solver.set("timeout", max(1, int(self.watch.left() * 1000)))
        answer = z3.Z3_solver_check_assumptions(
            self.space.context.ref(), self._solver.solver, len(formulas), literals(formulas)
        )
        if answer == z3.Z3_L_UNDEF:
            raise NotProven
        return bool(answer == z3.Z3_L_TRUE)

    def named(self, formula: Formula) -> Formula:
        """A new Boolean that holds exactly when the formula does; quick to assume again and again."""
        self._n_names += 1
        name = z3.Bool(f" {self._n_names}", self.space.context)
        self.state([name == formula])
        return name

    def core(self, rows: Sequence[Formula]) -> frozenset[int] | None:
        """The ids of those rows, each of them `named`, that cannot hold together; None when all of them can.

        Raises:
            NotProven: the time is over.
        """
        if self._holds(rows):
            return None
        context, core = self.space.context.ref(), self._solver.unsat_core()
        return frozenset(
            z3.Z3_get_ast_id(context, z3.Z3_ast_vector_get(context, core.vector, n)) for n in range(len(core))
        )

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
        self.determiner = determiner_for(stack)
        for question in stack.questions:
            self.watch.left()
            self.encoding.outcomes(question)
            self.encoding.silent(question)
        self.solver = self.fresh()

    def fresh(self) -> Solver:
        """A further solver that knows what holds in every case; small when it serves one question."""
        return Solver(self.space, self.watch, self.encoding.axioms())

    @cached_property
    def own_provisions(self) -> dict[str, Provision]:
        """The provisions of the stack's last rulebook, on which the eye is; those before it have their own proof."""
        own = self.stack.rulebooks[-1].id
        return {name: row for name, row in self.stack.provisions.items() if row.rulebook == own}

    @property
    def own_silences(self) -> tuple[Silence, ...]:
        """The silences that the stack's last rulebook declares."""
        own = self.stack.rulebooks[-1].id
        return tuple(row for row in self.stack.silences if row.rulebook == own)

    def case(self, model: z3.ModelRef, question: str) -> dict[str, Value]:
        """The facts of a model that can influence the question's outcome."""
        return self.space.values(model, facts_behind(self.stack, question))

    def direct(self, question: str) -> frozenset[str]:
        """The facts that the question's own conditions and those of earlier questions read."""
        return frozenset(name for row in conditions_of(self.stack, question) for name in facts_of(row))

    def grid(self, question: str) -> Grid:
        """The values of facts that the question's conditions tell apart."""
        return Grid(self.stack.vocabulary, conditions_behind(self.stack, question))


def conditions_of(stack: Stack, question: str) -> Iterator[Condition]:
    """Every condition that the question's outcome reads, with facts that follow from others taken as given."""
    programs = determiner_for(stack).evaluator.programs
    todo, seen = [question], set[str]()
    while todo:
        name = todo.pop()
        if name in seen or name not in programs:
            continue
        seen.add(name)
        yield stack.scopes.get(name, ALWAYS)
        yield from programs[name].conditions.values()
        yield from (row.when for row in stack.unconfirmed if row.question == name)
        yield from (row.when for row in stack.silences if row.question == name)
        conditions = [*programs[name].conditions.values(), stack.scopes.get(name, ALWAYS)]
        todo.extend(dict.fromkeys(other for condition in conditions for other in questions_of(condition)))
    for provision in stack.provisions_of(question):
        for name in stack.ancestry(provision.id):
            yield from (row.when for row in stack.provisions[name].requires)


def conditions_behind(stack: Stack, question: str) -> tuple[Condition, ...]:
    """Every condition that can influence the question's outcome, through facts that follow from others too."""
    return (*determiner_for(stack).explorer.support(question), *conditions_of(stack, question))


def facts_behind(stack: Stack, question: str) -> set[str]:
    """Every fact that can influence the question's outcome, what is required with it, or its silences."""
    found = {name for condition in conditions_behind(stack, question) for name in facts_of(condition)}
    for name in tuple(found):
        derivation = stack.vocabulary.facts[name].derivation
        if derivation is not None:
            found.add(derivation.otherwise_by)
    return found
