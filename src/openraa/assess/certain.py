"""Which few facts make an outcome certain: every smallest combination of known facts, whatever else is unknown.

A question is a function of finitely many groups of values. Its outcome is certain under what is known exactly when
one of these combinations is part of what is known; so they decide it without trying any completion.
Source: the complete sum of prime implicants (A. Blake, Canonical Expressions in Boolean Algebra, 1937; O. Coudert and
J. C. Madre, Implicit and Incremental Computation of Primes, 1992), here for facts with several values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import TypeAlias

from openraa.determine import Case, Determiner, Diagram, Explorer, Group, Node, Outcome, TooManySituations, signature
from openraa.rulebook.condition import (
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
    atoms,
    facts_of,
)

MOST = 20_000  # combinations sought for one outcome before the question is left to cautious logic

Combination: TypeAlias = tuple[tuple[str, tuple[Group, ...]], ...]


Part: TypeAlias = tuple[tuple[Group, ...], tuple[Combination, ...]]


@dataclass(frozen=True, slots=True)
class Certain:
    """When an outcome is certain. Of each part: either the fact `follows` has none of the part's values, or one of its
    combinations is known. That fact may follow from others, and so be known in part; `where_given` are the parts for
    cases that give it outright. Where there is no such fact, the one part names no values.
    """

    outcome: Outcome
    follows: str
    parts: tuple[Part, ...]
    where_given: tuple[Part, ...]


def certain(determiner: Determiner, question: str) -> tuple[Certain, ...] | None:
    """For each outcome of a question when it is certain; None where the question is too large to say."""
    explorer = determiner.explorer
    try:
        diagram = explorer.diagram(question, {})
        given = explorer.diagram(question, {}, all_given=True)
        follow, outright = _Sums(explorer, question, all_given=False), _Sums(explorer, question, all_given=True)
        found = []
        for outcome in sorted(_outcomes(diagram) | _outcomes(given)):
            fact, parts = follow.certain(diagram, outcome)
            known, where_given = outright.certain(given, outcome)
            found.append(Certain(outcome, fact or known, parts, where_given))
        return tuple(found)
    except (TooManySituations, OverflowError):
        return None


def _outcomes(diagram: Diagram) -> set[Outcome]:
    if isinstance(diagram, Outcome):
        return {diagram}
    return {found for child in diagram.children if child is not None for found in _outcomes(child)}


@dataclass(frozen=True, slots=True, eq=False)
class _Test:
    """A fact and what follows for each group of its values. Equal tests are one object."""

    fact: str
    children: tuple[_Formula, ...]


_Formula: TypeAlias = "bool | _Test"
_Literals: TypeAlias = frozenset[tuple[str, int]]


class _Sums:
    """Formulas over the groups of one question, shared where they are equal."""

    def __init__(self, explorer: Explorer, question: str, *, all_given: bool) -> None:
        self.explorer = explorer
        self.derived = explorer.evaluator.derived
        self.question = question
        self.all_given = all_given
        self.groups: dict[str, tuple[Group, ...]] = {}
        self._known: dict[tuple[str, tuple[int, ...]], _Test] = {}
        self._meets: dict[tuple[int, int], _Formula] = {}
        self._opposites: dict[int, _Formula] = {}
        self._constraints: _Formula | None = None
        self._smallest: dict[int, tuple[_Literals, ...]] = {}

    def position(self, fact: str) -> tuple[bool, int]:
        """Where the fact stands in the order of tests."""
        return not (self.all_given and fact in self.derived), self.explorer.position(fact)

    def certain(self, diagram: Diagram, outcome: Outcome) -> tuple[str, tuple[Part, ...]]:
        """When the outcome is certain: a fact that may follow from others, if any, and the parts.

        Raises:
            OverflowError: that has too many parts, or several facts follow from others.
        """
        fails = self._no(self.holds(diagram, outcome))
        formula = self._no(self._meet(self._real(), fails))
        derived = [fact for fact in self.groups if fact in self.derived]
        if len(derived) > 1:
            raise OverflowError
        if not derived:
            return "", (((), self._combinations(formula)),)
        parts: dict[_Formula, list[Group]] = {}
        for n, group in enumerate(self.groups[derived[0]]):
            parts.setdefault(self._where(formula, derived[0], n), []).append(group)
        return derived[0], tuple((tuple(groups), self._combinations(part)) for part, groups in parts.items())

    def _real(self) -> _Formula:
        """The vocabulary's constraints, as far as they bind facts on which the question turns."""
        if self._constraints is None:
            self._constraints = True
            rest = [condition for _, condition in self.explorer.evaluator.stack.constraints if _is_plain(condition)]
            bound = True
            while bound:
                bound = False
                for condition in tuple(rest):
                    if any(fact in self.groups for fact in facts_of(condition)):
                        self._constraints = self._meet(self._constraints, self._formula(condition))
                        rest.remove(condition)
                        bound = True
        return self._constraints

    def _formula(self, condition: Condition) -> _Formula:
        match condition:
            case Constant(value):
                return value
            case Not(of):
                return self._no(self._formula(of))
            case And(parts):
                return reduce(self._meet, map(self._formula, parts))
            case Or(parts):
                return self._no(reduce(self._meet, (self._no(self._formula(part)) for part in parts)))
            case FactHolds(fact) | Compares(fact) | OneOf(fact):
                groups = self.groups.setdefault(fact, self.explorer.groups(self.question, fact))
                return self._test(fact, tuple(signature(group.value, [condition])[0] for group in groups))
            case _:
                raise AssertionError("only plain conditions are asked for")

    def _no(self, formula: _Formula) -> _Formula:
        """It does not hold."""
        if isinstance(formula, bool):
            return not formula
        if id(formula) not in self._opposites:
            self._opposites[id(formula)] = self._test(formula.fact, tuple(map(self._no, formula.children)))
        return self._opposites[id(formula)]

    def _where(self, formula: _Formula, fact: str, n: int) -> _Formula:
        """The formula where the fact has the values of its nth group."""
        if isinstance(formula, bool):
            return formula
        if formula.fact == fact:
            return formula.children[n]
        return self._test(formula.fact, tuple(self._where(child, fact, n) for child in formula.children))

    def _combinations(self, formula: _Formula) -> tuple[Combination, ...]:
        real = tuple(filter(self._is_real, self.smallest(formula)))
        return tuple(_together(real, self.groups))

    def _is_real(self, literals: _Literals) -> bool:
        """Whether no constraint of the vocabulary excludes the combination by itself."""
        facts = {fact: self.groups[fact][n].value for fact, n in literals}
        return not self.explorer.evaluator.broken(Case(facts))

    def holds(self, diagram: Diagram | None, outcome: Outcome) -> _Formula:
        """Where the question has this outcome, or the diagram knows of no case."""
        memo: dict[int, _Formula] = {}

        def walk(node: Diagram | None) -> _Formula:
            if node is None:
                return True
            if isinstance(node, Outcome):
                return node == outcome
            if id(node) not in memo:
                self.groups.setdefault(node.fact, self.explorer.groups(self.question, node.fact))
                memo[id(node)] = self._test(node.fact, tuple(map(walk, self._aligned(node))))
            return memo[id(node)]

        return walk(diagram)

    def _aligned(self, node: Node) -> Iterator[Diagram | None]:
        """The children in the order of the fact's groups; those that the node leaves out are impossible."""
        at = {group.shown: child for group, child in zip(node.groups, node.children, strict=True)}
        return (at.get(group.shown) for group in self.groups[node.fact])

    def _test(self, fact: str, children: tuple[_Formula, ...]) -> _Formula:
        if all(child is children[0] for child in children):
            return children[0]
        key = (fact, tuple(map(id, children)))
        if key not in self._known:
            self._known[key] = _Test(fact, children)
        return self._known[key]

    def _meet(self, one: _Formula, other: _Formula) -> _Formula:
        """Both hold."""
        if one is False or other is False:
            return False
        if isinstance(one, bool):
            return other
        if isinstance(other, bool) or one is other:
            return one
        key = (id(one), id(other))
        if key not in self._meets:
            fact = min(one.fact, other.fact, key=self.position)
            n = len(self.groups[fact])
            ones, others = (f.children if f.fact == fact else (f,) * n for f in (one, other))
            self._meets[key] = self._test(fact, tuple(map(self._meet, ones, others)))
        return self._meets[key]

    def smallest(self, formula: _Formula) -> tuple[_Literals, ...]:
        """Every smallest combination of known groups under which the formula holds throughout.

        Raises:
            OverflowError: there are too many.
        """
        if isinstance(formula, bool):
            return (frozenset(),) if formula else ()
        if id(formula) not in self._smallest:
            whatever: _Formula = True
            for child in formula.children:
                whatever = self._meet(whatever, child)
            found = list(self.smallest(whatever))
            free = tuple(found)
            for n, child in enumerate(formula.children):
                for literals in self.smallest(child):
                    if not any(each <= literals for each in free):
                        found.append(literals | {(formula.fact, n)})
            if len(found) > MOST:
                raise OverflowError
            self._smallest[id(formula)] = tuple(found)
        return self._smallest[id(formula)]


def _is_plain(condition: Condition) -> bool:
    """Whether it compares facts with values only."""
    return not any(isinstance(atom, ComparesFacts | Answered) for atom in atoms(condition))


def _together(found: tuple[_Literals, ...], groups: dict[str, tuple[Group, ...]]) -> Iterator[Combination]:
    """Combinations that differ in one fact's value only, as one."""
    rows: list[dict[str, frozenset[int]]] = [{fact: frozenset((n,)) for fact, n in literals} for literals in found]
    for fact in groups:
        joined: dict[tuple[tuple[str, frozenset[int]], ...], set[int]] = {}
        rest: list[dict[str, frozenset[int]]] = []
        for row in rows:
            if fact in row:
                others = tuple(sorted((f, n) for f, n in row.items() if f != fact))
                joined.setdefault(others, set()).update(row[fact])
            else:
                rest.append(row)
        rows = rest + [{**dict(others), fact: frozenset(ns)} for others, ns in joined.items()]
    for row in sorted(rows, key=lambda row: (len(row), sorted((f, sorted(n)) for f, n in row.items()))):
        yield tuple((fact, tuple(groups[fact][n] for n in sorted(row[fact]))) for fact in groups if fact in row)
