"""Functions of a few small codes as diagrams: which value an expression has, for every combination of codes.

A diagram tests one variable after the other, always in the same order, and ends in a value. Equal diagrams are one
object. Source: R. E. Bryant, Graph-Based Algorithms for Boolean Function Manipulation, 1986; here for variables with
several codes and values of any kind (A. Srinivasan et al., Algorithms for Discrete Function Manipulation, 1990).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeAlias

MOST = 100_000  # tests made for one question before its diagram counts as too large
_LAST = 1 << 30


class Leaf:
    """A value."""

    __slots__ = ("value",)
    rank = _LAST

    def __init__(self, value: Any) -> None:
        self.value = value


class Test:
    """A variable, by its place in the order, and what follows for each of its codes."""

    __slots__ = ("children", "rank")

    def __init__(self, rank: int, children: tuple[Diagram, ...]) -> None:
        self.rank = rank
        self.children = children


Diagram: TypeAlias = "Leaf | Test"


class TooLarge(Exception):
    """A diagram has more tests than it may."""


class Diagrams:
    """Diagrams over variables in a fixed order."""

    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.room = MOST
        self._leaves: dict[Hashable, Leaf] = {}
        self._tests: dict[tuple[int, ...], Test] = {}
        self._done: dict[tuple[Hashable, ...], Diagram] = {}

    @property
    def made(self) -> int:
        """How many tests were made so far."""
        return len(self._tests)

    def variable(self, size: int) -> int:
        """A further variable with so many codes, last in the order."""
        self.sizes.append(size)
        return len(self.sizes) - 1

    def leaf(self, value: Hashable) -> Leaf:
        """A value."""
        return self._leaves.setdefault((type(value), value), Leaf(value))

    def test(self, rank: int, children: Sequence[Diagram]) -> Diagram:
        """What follows for each code of a variable.

        Raises:
            TooLarge: more tests than there is room for.
        """
        first = children[0]
        if all(child is first for child in children):
            return first
        key = (rank, *map(id, children))
        found = self._tests.get(key)
        if found is None:
            if len(self._tests) >= self.room:
                raise TooLarge
            found = self._tests[key] = Test(rank, tuple(children))
        return found

    def map(self, name: Hashable, of: Diagram, change: Callable[[Any], Hashable]) -> Diagram:
        """Every value changed; `name` says by what, and is the same for the same change only."""
        if isinstance(of, Leaf):
            return self.leaf(change(of.value))
        key = (name, id(of))
        if key not in self._done:
            self._done[key] = self.test(of.rank, [self.map(name, child, change) for child in of.children])
        return self._done[key]

    def join(self, name: Hashable, one: Diagram, other: Diagram, value: Callable[[Any, Any], Hashable]) -> Diagram:
        """The values of two diagrams put together; `name` says by what."""
        if isinstance(one, Leaf) and isinstance(other, Leaf):
            return self.leaf(value(one.value, other.value))
        key = (name, id(one), id(other))
        if key not in self._done:
            rank, (ones, others) = self._apart(one, other)
            pairs = zip(ones, others, strict=True)
            self._done[key] = self.test(rank, [self.join(name, a, b, value) for a, b in pairs])
        return self._done[key]

    def choose(self, when: Diagram, then: Diagram, otherwise: Diagram) -> Diagram:
        """`then` where `when` is true, else `otherwise`."""
        if isinstance(when, Leaf):
            return then if when.value is True else otherwise
        if then is otherwise:
            return then
        key = ("choose", id(when), id(then), id(otherwise))
        if key not in self._done:
            rank, (whens, thens, rest) = self._apart(when, then, otherwise)
            rows = zip(whens, thens, rest, strict=True)
            self._done[key] = self.test(rank, [self.choose(*row) for row in rows])
        return self._done[key]

    def walk(self, *of: Diagram) -> list[Diagram]:
        """Every diagram in these, each once."""
        seen: dict[int, Diagram] = {}
        todo = list(of)
        while todo:
            each = todo.pop()
            if id(each) not in seen:
                seen[id(each)] = each
                if isinstance(each, Test):
                    todo.extend(each.children)
        return list(seen.values())

    def _apart(self, *of: Diagram) -> tuple[int, list[Sequence[Diagram]]]:
        """The first variable that any of these tests, and of each what follows for each of its codes."""
        rank = min(each.rank for each in of)
        size = self.sizes[rank]
        return rank, [each.children if isinstance(each, Test) and each.rank == rank else (each,) * size for each in of]
