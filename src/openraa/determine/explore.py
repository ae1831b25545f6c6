"""Exactness for one case: every outcome that completions of the missing facts can lead to.

Kleene's logic is sound but may be over-cautious (`x || !x`). Here the missing facts are tried in a fixed
order, values that no condition tells apart as one, and equal results are shared. What comes out is a
reduced ordered decision diagram, which is canonical: a fact matters to the outcome exactly when it stands
in it. Source: R. E. Bryant, Graph-Based Algorithms for Boolean Function Manipulation (1986).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from openraa.determine.evaluate import Evaluator, Situation
from openraa.determine.grouping import Group, ValueTest, group_values, signature
from openraa.determine.model import Outcome
from openraa.determine.truth import truth_of
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
    atoms,
    facts_of,
)
from openraa.vocabulary import Value

MOST_SITUATIONS = 6_000  # situations tried for one question before the cautious answer is given instead


class TooManySituations(Exception):
    """The missing facts are too many to be tried out."""


@dataclass(frozen=True, slots=True)
class Node:
    """A test of one missing fact. A child is None where the vocabulary's constraints exclude the group."""

    fact: str
    groups: tuple[Group, ...]
    children: tuple[Diagram | None, ...]


Diagram: TypeAlias = Outcome | Node


@dataclass
class Explorer:
    """Builds diagrams for one evaluator; the groups of values are found once for each question."""

    evaluator: Evaluator
    _groups: dict[tuple[str, str], tuple[Group, ...] | None] = field(default_factory=dict)
    _order: dict[str, int] = field(default_factory=dict)
    _support: dict[str, tuple[Condition, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._order = {name: n for n, name in enumerate(self.evaluator.stack.vocabulary.facts)}

    def diagram(self, question: str, facts: Mapping[str, Value], *, all_given: bool = False) -> Diagram:
        """The question's outcome as a function of the facts that are missing.

        With `all_given` facts that could follow from earlier answers are given instead, with whatever value, and are
        tested first.

        Raises:
            TooManySituations: there are too many completions to try, or two dates to compare.
        """
        run = _Run(self, question, all_given)
        result = run.build(facts, 0)
        if result is None:
            raise TooManySituations
        return result

    def following_facts(self, question: str) -> tuple[str, ...]:
        """The facts that the question reads and that can follow from earlier answers."""
        read = {name for condition in self.support(question) for name in facts_of(condition)}
        return tuple(name for name in self._order if name in read & self.evaluator.derived)

    def open_facts(self, question: str, s: Situation) -> set[str]:
        """The missing facts in conditions that are still unknown: a superset of those that matter."""
        found: set[str] = set()
        self._collect_question(question, s, found, set())
        return found

    def groups(self, question: str, name: str) -> tuple[Group, ...]:
        """The values of a fact, grouped by what the question's conditions can tell apart."""
        key = (question, name)
        if key not in self._groups:
            self._groups[key] = self._find_groups(question, name)
        groups = self._groups[key]
        if groups is None:
            raise TooManySituations
        return groups

    def _find_groups(self, question: str, name: str) -> tuple[Group, ...] | None:
        fact = self.evaluator.stack.vocabulary.facts[name]
        tests: list[ValueTest] = []
        for condition in self.support(question):
            for atom in atoms(condition):
                match atom:
                    case ComparesFacts(left, _, right) if name in (left, right):
                        return None
                    case FactHolds(of) | Compares(of) | OneOf(of) if of == name:
                        tests.append(atom)
                    case _:
                        pass
        return tuple(group_values(fact, tests))

    def support(self, question: str) -> tuple[Condition, ...]:
        """Every condition that can influence the question's outcome, through earlier questions too."""
        if question not in self._support:
            stack = self.evaluator.stack
            found: list[Condition] = [condition for _, condition in stack.constraints]
            todo, seen = [question], set[str]()
            while todo:
                name = todo.pop()
                if name in seen:
                    continue
                seen.add(name)
                todo.extend(stack.dependencies.get(name, ()))
                found.append(stack.scopes.get(name, ALWAYS))
                if name in self.evaluator.programs:
                    found.extend(self.evaluator.programs[name].conditions.values())
                found.extend(row.when for row in stack.unconfirmed if row.question == name)
            self._support[question] = tuple(found)
        return self._support[question]

    def _collect_question(self, question: str, s: Situation, found: set[str], seen: set[str]) -> None:
        program = self.evaluator.programs.get(question)
        if program is None or question in seen:
            return
        seen.add(question)
        verdict = s.verdict(question)
        if verdict.settled is not None:
            return
        scope = self.evaluator.stack.scopes.get(question, ALWAYS)
        self._collect(scope, s, found, seen)
        for name, truth in verdict.applies.items():
            if truth is None:
                self._collect(program.conditions[name], s, found, seen)
        for row in self.evaluator.stack.unconfirmed:
            if row.question == question:
                self._collect(row.when, s, found, seen)

    def _collect(self, condition: Condition, s: Situation, found: set[str], seen: set[str]) -> None:
        if truth_of(condition, s, self.evaluator.derived) is not None:
            return
        match condition:
            case Not(of):
                self._collect(of, s, found, seen)
            case And(parts) | Or(parts):
                for part in parts:
                    self._collect(part, s, found, seen)
            case FactHolds(fact) | Compares(fact) | OneOf(fact):
                found.add(fact)
            case ComparesFacts(left, _, right):
                found.update(fact for fact in (left, right) if fact not in s.facts)
            case Answered(question):
                self._collect_question(question, s, found, seen)
            case Constant() | TermHolds():
                pass

    def position(self, fact: str) -> int:
        """Where the fact stands in the fixed order of tests."""
        return self._order[fact]


class _Run:
    """One diagram under construction."""

    def __init__(self, explorer: Explorer, question: str, all_given: bool) -> None:
        self.explorer = explorer
        self.evaluator = explorer.evaluator
        self.question = question
        self.given_first = explorer.following_facts(question) if all_given else ()
        self.nodes: dict[tuple[str, tuple[int, ...]], Node] = {}
        self.n_situations = 0

    def build(self, facts: Mapping[str, Value], depth: int) -> Diagram | None:
        self.n_situations += 1
        if self.n_situations > MOST_SITUATIONS or depth > 60:
            raise TooManySituations
        s = self.evaluator.situation(facts)
        if any(judge(s) is False for _, judge in self.evaluator.constraints):
            return None
        fact = next((name for name in self.given_first if name not in facts), "")
        if not fact:
            verdict = s.verdict(self.question)
            if verdict.settled is not None:
                return verdict.settled
            fact = min(self.explorer.open_facts(self.question, s), key=self.explorer.position)
        groups = self.explorer.groups(self.question, fact)
        if fact in self.evaluator.derived and not self.given_first:
            _, still = s.derivation(fact)
            groups = tuple(g for g in groups if any(v in still for v in self._members(fact, g)))
            groups = tuple(Group(self._member(fact, g, still), g.shown) for g in groups)
        children = tuple(self.build({**facts, fact: group.value}, depth + 1) for group in groups)
        real = [child for child in children if child is not None]
        if not real:
            return None
        if all(child is real[0] or child == real[0] for child in real):
            return real[0]
        key = (fact, tuple(id(child) if isinstance(child, Node) else hash(child) for child in children))
        if key not in self.nodes:
            self.nodes[key] = Node(fact, groups, children)
        return self.nodes[key]

    def _members(self, name: str, group: Group) -> list[Value]:
        fact = self.evaluator.stack.vocabulary.facts[name]
        tests = [
            atom
            for condition in self.explorer.support(self.question)
            for atom in atoms(condition)
            if isinstance(atom, FactHolds | Compares | OneOf) and atom.fact == name
        ]
        wanted = signature(group.value, tests)
        return [value for value in fact.values if signature(value, tests) == wanted]

    def _member(self, name: str, group: Group, still: frozenset[Value]) -> Value:
        return next(value for value in self._members(name, group) if value in still)


def outcomes(diagram: Diagram) -> frozenset[Outcome]:
    """Every outcome the diagram can lead to."""
    found: set[Outcome] = set()
    for node in _walk(diagram):
        if isinstance(node, Outcome):
            found.add(node)
    return frozenset(found)


def facts_in(diagram: Diagram) -> frozenset[str]:
    """The facts on which the outcome depends."""
    return frozenset(node.fact for node in _walk(diagram) if isinstance(node, Node))


def outcomes_with(diagram: Diagram, fact: str, group: Group) -> frozenset[Outcome]:
    """The outcomes that remain when `fact` has a value of `group`."""
    found: set[Outcome] = set()
    seen: set[int] = set()
    todo: list[Diagram] = [diagram]
    while todo:
        node = todo.pop()
        if isinstance(node, Outcome):
            found.add(node)
        elif id(node) not in seen:
            seen.add(id(node))
            for one, child in zip(node.groups, node.children, strict=True):
                if child is not None and (node.fact != fact or one.shown == group.shown):
                    todo.append(child)
    return frozenset(found)


def groups_of(diagram: Diagram, fact: str) -> tuple[Group, ...]:
    """The groups of a fact's values that the diagram tells apart."""
    for node in _walk(diagram):
        if isinstance(node, Node) and node.fact == fact:
            return tuple(g for g, child in zip(node.groups, node.children, strict=True) if child is not None)
    return ()


def _walk(diagram: Diagram) -> Iterator[Diagram]:
    seen: set[int] = set()
    todo: list[Diagram] = [diagram]
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        if isinstance(node, Node):
            todo.extend(child for child in reversed(node.children) if child is not None)
