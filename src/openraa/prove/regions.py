"""Where two stacks answer one question differently: disjoint regions of cases, each with a case that shows it.

A model of the difference is looked up in both evaluators and made as general as it can be while the two keep
differing in the same way; what is covered is put aside, and the next model is sought outside it.
Source of the idea of disjoint regions with a witness each: region decomposition as Imandra's documentation
describes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openraa.determine import GAP, OUT_OF_SCOPE, Outcome, Situation, Status, compile_condition, determiner_for
from openraa.prove.cubes import Cube, Facts, Grid
from openraa.prove.encode import Asked, Encoding, answer_of
from openraa.prove.search import Solver, Watch, conditions_of
from openraa.prove.space import Formula, Space
from openraa.prove.widen import Widener
from openraa.rulebook import Stack
from openraa.rulebook.condition import ALWAYS, Condition, facts_of

MOST = 60  # cubes sought for one question


@dataclass(frozen=True, slots=True)
class Difference:
    """How two stacks differ in a case: either outcome, and what only one of them requires.

    That a question does not arise and that a text is silent on it are one: a gap.
    """

    left: Outcome
    right: Outcome
    only_left: frozenset[Asked]
    only_right: frozenset[Asked]

    @property
    def known(self) -> bool:
        """Whether both texts are confirmed here."""
        return Status.UNCONFIRMED.value not in (self.left.status, self.right.status)


@dataclass(frozen=True, slots=True)
class Region:
    """All cases in which two stacks differ in one way, as disjoint cubes, and one case in full that shows it.

    `left_by` and `right_by` are the provisions on which either answer rests somewhere in the region.
    """

    difference: Difference
    where: tuple[Cube, ...]
    case: Facts
    left_by: tuple[str, ...]
    right_by: tuple[str, ...]


def said(stack: Stack, question: str, case: Facts) -> tuple[Outcome, frozenset[Asked]]:
    """What a stack says to a full case, by its evaluator: the outcome, and everything that is required with it."""
    evaluator = determiner_for(stack).evaluator
    situation = evaluator.situation(case)
    verdict = situation.verdict(question)
    assert verdict.settled is not None, "with every fact given, every outcome is settled"
    if verdict.settled in (GAP, OUT_OF_SCOPE):
        return GAP, frozenset()
    asked = {
        Asked.of(row)
        for name, effective in verdict.effective.items()
        if effective
        for row in stack.provisions[name].requires
        if _is_due(row.when, situation, evaluator.derived)
    }
    return verdict.settled, frozenset(row for row in asked if not any(map(row.gives_way_to, asked)))


def _is_due(when: Condition, situation: Situation, derived: frozenset[str]) -> bool:
    truth = compile_condition(when, derived)(situation)
    assert truth is not None, "with every fact given, every condition is true or false"
    return truth


class Pair:
    """Two stacks in one space, ready to be asked where they differ.

    Facts that follow from earlier answers (a person's treaty status) are the same on both sides: where the
    definitions differ, the questions of status show it. Only statuses that one of the two can give are looked at.
    """

    def __init__(
        self, left: Stack, right: Stack, watch: Watch, *, within: Iterable[Condition] = (), where: Condition = ALWAYS
    ) -> None:
        self.left, self.right = left, right
        self.space = Space(left.vocabulary)
        self.encodings = tuple(Encoding(stack, self.space, derive=False) for stack in (left, right))
        self.watch = watch
        self._background = [formula for encoding in self.encodings for formula in encoding.constraints]
        self._background += map(self.encodings[0].condition, within)
        self._stated, self._where = where, self.encodings[0].condition(where)
        statuses = [Encoding(stack, self.space).statuses() for stack in (left, right)]
        self._statuses = {
            name: self.space.some(each[name] for each in statuses)
            for name in statuses[0] | statuses[1]
            if all(name in each for each in statuses)
        }
        self.solver = self._fresh(self._statuses)

    def _fresh(self, facts: Iterable[str]) -> Solver:
        """A solver that knows what holds in every case, as far as it concerns these facts."""
        statuses = [self._statuses[name] for name in self._statuses if name in set(facts)]
        return Solver(self.space, self.watch, [*self._background, *statuses])

    def can_answer(self, question: str) -> tuple[bool, bool]:
        """Whether either side has an answer to the question in any case, if only two that contradict each other."""
        return self._can(question, Status.DETERMINED, Status.CONFLICT)

    def can_be_unconfirmed(self, question: str) -> tuple[bool, bool]:
        """Whether either side's text on the question is not confirmed in some case."""
        return self._can(question, Status.UNCONFIRMED)

    def _can(self, question: str, *statuses: Status) -> tuple[bool, bool]:
        wanted = {status.value for status in statuses}
        left, right = (
            [formula for outcome, formula in each.outcomes(question).items() if outcome.status in wanted]
            for each in self.encodings
        )
        possible, some = self.solver.possible, self.space.some
        return bool(left) and possible(some(left)), bool(right) and possible(some(right))

    def regions(self, question: str) -> tuple[tuple[Region, ...], bool]:
        """Where the two differ, and whether these are all the regions.

        Raises:
            NotProven: the time is over.
        """
        space, vocabulary = self.space, self.space.vocabulary
        conditions = [*conditions_of(self.left, question), *conditions_of(self.right, question), self._stated]
        grid, facts = Grid(vocabulary, conditions), {name for each in conditions for name in facts_of(each)}
        spoken = tuple(self._spoken(each, question) for each in self.encodings)
        solver = self._fresh(facts)
        differ, widener = solver.named(self._differ(*spoken)), Widener(solver, grid)
        found: dict[Difference, list[tuple[Cube, Facts]]] = {}
        alike: dict[Difference, Formula] = {}
        inside: list[Formula] = []
        while len(inside) < MOST:
            model = solver.find(differ, *map(space.no, inside))
            if model is None:
                break
            case = space.values(model, facts)
            difference = self._difference(question, case)
            if difference not in alike:
                alike[difference] = solver.named(self._formula(difference, *spoken))
            cube = widener.around(case, alike[difference], facts, inside)
            found.setdefault(difference, []).append((cube, case))
            inside.append(solver.named(cube.formula(space)))
        rows = sorted(found.items(), key=_weight)
        return tuple(self._region(solver, question, *row, facts) for row in rows), len(inside) < MOST

    def _spoken(self, encoding: Encoding, question: str) -> _Spoken:
        outcomes = dict(encoding.outcomes(question))
        nothing = self.space.some([outcomes.pop(each) for each in (GAP, OUT_OF_SCOPE) if each in outcomes])
        something = self.space.no(nothing)
        asked = {row: self.space.every([f, something]) for row, f in encoding.asked(question).items()}
        return _Spoken({**outcomes, GAP: nothing}, asked, self.space.constant(False))

    def _differ(self, left: _Spoken, right: _Spoken) -> Formula:
        space = self.space
        outcomes = [space.every([f, space.no(right.outcome(o))]) for o, f in left.outcomes.items()]
        asked = [space.differs(left.asks(row), right.asks(row)) for row in left.asked | right.asked]
        return space.every([self._where, space.some([*outcomes, *asked])])

    def _difference(self, question: str, case: Facts) -> Difference:
        left, right = (said(stack, question, case) for stack in (self.left, self.right))
        assert left != right, "a difference that the solver found must be one for the evaluators"
        return Difference(left[0], right[0], left[1] - right[1], right[1] - left[1])

    def _formula(self, difference: Difference, left: _Spoken, right: _Spoken) -> Formula:
        space = self.space
        parts = [self._where, left.outcome(difference.left), right.outcome(difference.right)]
        for row in left.asked | right.asked:
            only_left = space.every([left.asks(row), space.no(right.asks(row))])
            only_right = space.every([right.asks(row), space.no(left.asks(row))])
            for formula, wanted in ((only_left, difference.only_left), (only_right, difference.only_right)):
                parts.append(formula if row in wanted else space.no(formula))
        return space.every(parts)

    def _region(
        self, solver: Solver, question: str, difference: Difference, found: list[tuple[Cube, Facts]], facts: set[str]
    ) -> Region:
        found.sort(key=lambda row: len(row[0].sides))
        inside = solver.named(self.space.some(cube.formula(self.space) for cube, _ in found))
        left_by, right_by = (
            self._resting_on(solver, question, inside, side, facts) for side in self._sides(difference)
        )
        return Region(difference, tuple(cube for cube, _ in found), found[0][1], left_by, right_by)

    def _resting_on(
        self, solver: Solver, question: str, inside: Formula, side: tuple[Stack, Encoding, Outcome], facts: set[str]
    ) -> tuple[str, ...]:
        """The provisions on which the outcome rests somewhere inside; each case found tells all that it rests on."""
        stack, encoding, outcome = side
        rows = [row.id for row in stack.provisions_of(question) if answer_of(row) == outcome]
        found: set[str] = set()
        while rest := [name for name in rows if name not in found]:
            model = solver.find(inside, self.space.some(map(encoding.effective, rest)))
            if model is None:
                break
            case = self.space.values(model, facts)
            effective = determiner_for(stack).evaluator.situation(case).verdict(question).effective
            new = {name for name in rest if effective[name]}
            assert new, "what the solver found effective must be so for the evaluator"
            found |= new
        return tuple(name for name in rows if name in found)

    def _sides(self, difference: Difference) -> Iterator[tuple[Stack, Encoding, Outcome]]:
        yield self.left, self.encodings[0], difference.left
        yield self.right, self.encodings[1], difference.right


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What one side can say to a question, and when."""

    outcomes: dict[Outcome, Formula]
    asked: dict[Asked, Formula]
    never: Formula

    def outcome(self, outcome: Outcome) -> Formula:
        return self.outcomes.get(outcome, self.never)

    def asks(self, row: Asked) -> Formula:
        return self.asked.get(row, self.never)


def _weight(row: tuple[Difference, object]) -> tuple[object, ...]:
    """Different answers first, then requirements, then where only one speaks, then what is not confirmed."""
    difference, _ = row
    ranks = {Status.UNCONFIRMED.value: 3, Status.GAP.value: 2}
    rank = max(ranks.get(side.status, 0) for side in (difference.left, difference.right))
    return (rank, difference.left == difference.right, difference.left, difference.right, len(difference.only_left))
