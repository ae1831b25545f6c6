"""A question as a few look-ups: the statement of `compile.py`, worked out ahead for every combination of codes.

Facts are few and their values fall into few groups, so what a question says is a function of some small codes, unknown
among them. Its diagram is cut into tables of at most some ten thousand entries: a row packs the codes of some facts
into one number, looks up where in the diagram that leads, and goes on from there with the next facts.
Source: look-up cascades of decision diagrams (T. Sasao, M. Matsuura, A Method to Decompose Multiple-Output Logic
Functions, 2004).
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlglot import exp

from openraa.assess.codes import OPERATORS, Coded, Codes, Comparison, value_of
from openraa.assess.compile import IMPOSSIBLE, Legend, compile_following, compile_impossible, compile_rest
from openraa.assess.diagram import Diagram, Diagrams, Leaf, Test, TooLarge
from openraa.assess.reads import Reads, reads_of
from openraa.determine import determiner_for
from openraa.rulebook import Stack
from openraa.rulebook.condition import Op

ENTRIES = 2**16  # in one table, so that its key fits in 16 bits and it lies in the processor's cache
MOST_ENTRIES = 2**22  # where one fact alone needs more
JOINT = 4_000  # tests that the columns of one question may have together before they are looked up apart
STATE = "what follows"
_COMPARE: Mapping[Op, Callable[[Any, Any], bool]] = {
    Op.EQ: operator.eq, Op.NE: operator.ne, Op.LT: operator.lt, Op.LE: operator.le, Op.GT: operator.gt,
    Op.GE: operator.ge,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One look-up: what the codes of some variables are worth in the key, what the step before is worth, the table."""

    reads: tuple[tuple[str, int], ...]
    carries: int
    table: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Cascade:
    """Look-ups one after the other. The last gives the place of a row's values among `values`."""

    steps: tuple[Step, ...]
    values: tuple[Any, ...]

    def of(self, codes: Rows) -> Codes:
        """For each row the place of its values."""
        found: Codes | None = None
        for step in self.steps:
            dtype = _key_type(len(step.table))
            key: Codes | None = None
            if found is not None and step.carries:
                key = found.astype(dtype)
                key *= step.carries
            for name, worth in step.reads:
                code = codes.of(name, dtype)
                if key is None:
                    key = code * dtype(worth)
                else:
                    key += code if worth == 1 else code * dtype(worth)
            assert key is not None
            found = step.table.take(key)
        return np.zeros(codes.n_rows, np.uint8) if found is None else found


class Rows:
    """The codes of some rows, by the name of the variable; wider ones are made when a key needs them."""

    def __init__(self, n_rows: int) -> None:
        self.n_rows = n_rows
        self._codes: dict[tuple[str, type], Codes] = {}

    def add(self, name: str, codes: Codes) -> None:
        """The codes of a further variable."""
        self._codes[name, codes.dtype.type] = codes

    def of(self, name: str, dtype: type[np.unsignedinteger[Any]]) -> Codes:
        """The codes of a variable as numbers of this type."""
        key = (name, dtype)
        if key not in self._codes:
            narrow = next(codes for (of, _), codes in self._codes.items() if of == name)
            self._codes[key] = narrow.astype(dtype)
        return self._codes[key]


def _key_type(entries: int) -> type[np.unsignedinteger[Any]]:
    """The smallest numbers that can be places in a table of this length."""
    return np.uint8 if entries <= 2**8 else np.uint16 if entries <= 2**16 else np.uint32


@dataclass(frozen=True, slots=True)
class Part:
    """Columns of a question that are looked up together. A column of bits may be the sum of several parts."""

    columns: tuple[int, ...]
    cascade: Cascade


@dataclass(frozen=True, slots=True)
class LookedUp:
    """One question: its legend, the names of its columns, the parts that give them."""

    legend: Legend
    columns: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class LookUps:
    """Questions over codes: the facts that they read, what is looked up for all of them first, and each question."""

    reads: Reads
    coded: Coded
    first: tuple[tuple[str, Cascade], ...]
    questions: tuple[LookedUp, ...]

    def ready(self, codes: Rows) -> None:
        """Adds what is looked up for all questions to the codes of facts and comparisons."""
        for name, cascade in self.first:
            codes.add(name, cascade.of(codes))


def look_ups(stack: Stack, questions: Sequence[str]) -> LookUps | None:
    """The questions as look-ups; None where a diagram is too large for that. The last few are kept."""
    return _look_ups(stack, tuple(questions))


@lru_cache(maxsize=8)
def _look_ups(stack: Stack, questions: tuple[str, ...]) -> LookUps | None:
    try:
        return _Compiler(stack, questions).look_ups()
    except TooLarge:
        return None


class _Compiler:
    def __init__(self, stack: Stack, questions: Sequence[str]) -> None:
        nothing = exp.to_table("nothing")
        self.stack = stack
        self.following = compile_following(stack, nothing, [])
        constrained, self.impossible = compile_impossible(stack)
        provided = (*self.following.columns, IMPOSSIBLE)
        self.rests = [compile_rest(stack, [question], nothing, [], provided) for question in questions]
        queries = [self.following.query, self.impossible, *(rest.query for rest in self.rests)]
        self.coded = Coded(stack.vocabulary.facts, queries)
        direct = [name for rest in self.rests for name in rest.facts]
        self.reads = reads_of(stack, self.following.facts, constrained, direct)
        self.states: tuple[tuple[Any, ...], ...] = ()

    def look_ups(self) -> LookUps:
        first = [(IMPOSSIBLE, self._first([self.impossible], {}))]
        if self.following.columns:
            shown = [exp.column(name) for name in self.following.columns]
            state = self._first(shown, _steps(self.following.query))
            self.states = state.values
            first.append((STATE, state))
        questions = []
        for rest in self.rests:
            work = _Work(self)
            work.read(_steps(rest.query))
            outputs = [work.shown(each) for each in rest.query.expressions]
            questions.append(LookedUp(rest.legends[0], rest.results, tuple(work.parts(outputs))))
        used = {name for each in questions for part in each.parts for name in _variables(part.cascade)}
        shared = tuple((name, cascade) for name, cascade in first if name in used)
        return LookUps(self.reads, self.coded, shared, tuple(questions))

    def _first(self, shown: Sequence[exp.Expr], steps: Mapping[str, exp.Expr]) -> Cascade:
        work = _Work(self)
        work.read(steps)
        return work.cascade(work.together([work.diagram(each) for each in shown]))


class _Work:
    """The diagrams of one question's columns."""

    def __init__(self, compiler: _Compiler) -> None:
        self.coded = compiler.coded
        self.diagrams = Diagrams()
        self.names: list[str] = []
        self._columns: dict[str, Diagram] = {}
        states = compiler.states
        if states:
            self._variable(STATE, len(states))
            for n, name in enumerate(compiler.following.columns):
                self._columns[name] = self.diagrams.test(0, [self.diagrams.leaf(state[n]) for state in states])
        rank = self._variable(IMPOSSIBLE, 2)
        self._columns[IMPOSSIBLE] = self.diagrams.test(rank, [self.diagrams.leaf(False), self.diagrams.leaf(True)])
        self._comparisons: dict[Comparison, Diagram] = {}
        for comparison in compiler.coded.comparisons:
            rank = self._variable(variable_of(comparison), 3)
            codes = [self.diagrams.leaf(value) for value in (None, True, False)]
            self._comparisons[comparison] = self.diagrams.test(rank, codes)
        explorer = determiner_for(compiler.stack).explorer
        for name in sorted(compiler.coded.columns, key=explorer.position):
            groups = compiler.coded.columns[name].groups
            rank = self._variable(name, len(groups) + 1)
            values = [self.diagrams.leaf(value) for value in (None, *(group.value for group in groups))]
            self._columns[name] = self.diagrams.test(rank, values)

    def _variable(self, name: str, size: int) -> int:
        self.names.append(name)
        return self.diagrams.variable(size)

    def read(self, steps: Mapping[str, exp.Expr]) -> None:
        """Columns that follow from others, in an order in which each needs earlier ones only."""
        for name, value in steps.items():
            self._columns[name] = self.diagram(value)

    def diagram(self, of: exp.Expr) -> Diagram:
        """The value of an expression in three-valued logic, as SQL has it."""
        make = self.diagrams
        match of:
            case exp.Column():
                return self._columns[of.name]
            case exp.Paren() | exp.Alias():
                return self.diagram(of.this)
            case exp.Null():
                return make.leaf(None)
            case exp.Boolean() | exp.Literal():
                return make.leaf(value_of(of))
            case exp.Cast():
                return make.leaf(value_of(of)) if isinstance(of.this, exp.Literal) else self.diagram(of.this)
            case exp.And():
                return reduce(lambda a, b: make.join("and", a, b, _and), map(self.diagram, of.flatten()))
            case exp.Or():
                return reduce(lambda a, b: make.join("or", a, b, _or), map(self.diagram, of.flatten()))
            case exp.Not():
                return make.map("not", self.diagram(of.this), lambda value: None if value is None else not value)
            case exp.Is():
                wanted = None if isinstance(of.expression, exp.Null) else value_of(of.expression)
                return make.map(("is", wanted), self.diagram(of.this), lambda value: value is wanted)
            case exp.In():
                values = frozenset(map(value_of, of.expressions))
                return make.map(("in", values), self.diagram(of.this), lambda v: None if v is None else v in values)
            case exp.Between():
                low, high = value_of(of.args["low"]), value_of(of.args["high"])
                name = ("between", low, high)
                return make.map(name, self.diagram(of.this), lambda v: None if v is None else low <= v <= high)
            case exp.Case():
                rest = of.args.get("default")
                found = make.leaf(None) if rest is None else self.diagram(rest)
                for row in reversed(of.args["ifs"]):
                    found = make.choose(self.diagram(row.this), self.diagram(row.args["true"]), found)
                return found
            case exp.Add():
                return reduce(lambda a, b: make.join("+", a, b, operator.add), map(self.diagram, of.flatten()))
            case exp.Coalesce():
                parts = map(self.diagram, (of.this, *of.expressions))
                return reduce(lambda a, b: make.join("else", a, b, lambda x, y: y if x is None else x), parts)
            case _ if type(of) in OPERATORS:
                return self._compared(of, OPERATORS[type(of)])
            case _:
                raise AssertionError(f"no statement has {type(of).__name__}")

    def _compared(self, of: exp.Expr, op: Op) -> Diagram:
        if isinstance(of.this, exp.Column) and isinstance(of.expression, exp.Column):
            return self._comparisons[Comparison(of.this.name, op, of.expression.name)]
        value, compare = value_of(of.expression), _COMPARE[op]
        left = self.diagram(of.this)
        return self.diagrams.map((op, type(value), value), left, lambda v: None if v is None else compare(v, value))

    def shown(self, of: exp.Expr) -> list[Diagram]:
        """A column of results: one diagram, or several whose sum it is, where one would be too large."""
        inner = of.find(exp.Add)
        outside = of.find(exp.Case)
        if inner is None or outside is None or outside.args["default"] is not inner:
            return [self.diagram(of)]
        skip, nothing = self.diagram(outside.args["ifs"][0].this), self.diagrams.leaf(0)
        found: list[Diagram] = []
        for term in map(self.diagram, inner.flatten()):
            value = self.diagrams.choose(skip, nothing, term)
            both = self._if_small("+", found[-1], value, operator.add) if found else None
            found = [*found, value] if both is None else [*found[:-1], both]
        return found

    def parts(self, outputs: Sequence[Sequence[Diagram]]) -> Iterable[Part]:
        """The columns of a question, those together that stay small together."""
        rows = [(n, diagram) for n, each in enumerate(outputs) for diagram in each]
        columns, root = [rows[0][0]], self.together([rows[0][1]])
        for n, diagram in rows[1:]:
            both = None if n in columns else self._if_small(*_with(root, diagram))
            if both is None:
                yield Part(tuple(columns), self.cascade(root))
                columns, root = [n], self.together([diagram])
            else:
                columns, root = [*columns, n], both
        yield Part(tuple(columns), self.cascade(root))

    def together(self, of: Sequence[Diagram]) -> Diagram:
        """Diagrams as one, whose values are their values in a row."""
        first = self.diagrams.map("alone", of[0], lambda value: (value,))
        return reduce(lambda one, other: self.diagrams.join(*_with(one, other)), of[1:], first)

    def _if_small(self, name: str, one: Diagram, other: Diagram, value: Callable[[Any, Any], Any]) -> Diagram | None:
        """Two diagrams joined, unless that takes more than a few thousand tests."""
        room = self.diagrams.room
        self.diagrams.room = min(room, self.diagrams.made + JOINT)
        try:
            return self.diagrams.join(name, one, other, value)
        except TooLarge:
            return None
        finally:
            self.diagrams.room = room

    def cascade(self, root: Diagram) -> Cascade:
        """The diagram cut into tables.

        Raises:
            TooLarge: one fact alone would need too large a table.
        """
        sizes = self.diagrams.sizes
        ranks = sorted({each.rank for each in self.diagrams.walk(root) if isinstance(each, Test)})
        live: list[Diagram] = [root]
        steps = []
        while ranks:
            taken, entries = 1, len(live) * sizes[ranks[0]]
            while taken < len(ranks) and entries * sizes[ranks[taken]] <= ENTRIES:
                entries *= sizes[ranks[taken]]
                taken += 1
            if entries > MOST_ENTRIES:
                raise TooLarge
            block, ranks = ranks[:taken], ranks[taken:]
            table, after = _table(live, block, sizes)
            worth = entries // len(live)
            carries = worth if len(live) > 1 else 0
            reads = []
            for rank in block:
                worth //= sizes[rank]
                reads.append((self.names[rank], worth))
            steps.append(Step(tuple(reads), carries, table))
            live = after
        assert all(isinstance(each, Leaf) for each in live)
        return Cascade(tuple(steps), tuple(each.value for each in live if isinstance(each, Leaf)))


def _table(live: Sequence[Diagram], block: Sequence[int], sizes: Sequence[int]) -> tuple[NDArray[Any], list[Diagram]]:
    """Where each diagram leads for all codes of the block's variables, as places in a list; and that list."""
    after: dict[int, Diagram] = {}
    places: dict[int, int] = {}
    made: dict[tuple[int, int], NDArray[Any]] = {}

    def entries(of: Diagram, level: int) -> NDArray[Any]:
        key = (id(of), level)
        if key not in made:
            if level == len(block):
                after[id(of)] = of
                made[key] = np.array([places.setdefault(id(of), len(places))], np.uint32)
            elif of.rank > block[level] or isinstance(of, Leaf):
                made[key] = np.tile(entries(of, level + 1), sizes[block[level]])
            else:
                made[key] = np.concatenate([entries(child, level + 1) for child in of.children])
        return made[key]

    table = np.concatenate([entries(each, 0) for each in live])
    return table.astype(_key_type(len(places))), list(after.values())


def _with(one: Diagram, other: Diagram) -> tuple[str, Diagram, Diagram, Callable[[Any, Any], Any]]:
    """How a diagram's value is added to values in a row."""
    return "with", one, other, lambda values, value: (*values, value)


def _steps(query: exp.Select) -> dict[str, exp.Expr]:
    """The columns that a statement works out before it shows its results, in their order."""
    return {
        each.alias: each.this
        for step in query.args["with_"].expressions
        for each in step.this.expressions
        if isinstance(each, exp.Alias)
    }


def variable_of(comparison: Comparison) -> str:
    """The name of a comparison among the variables."""
    return f"{comparison.left} {comparison.op.value} {comparison.right}"


def _variables(cascade: Cascade) -> Iterable[str]:
    return (name for step in cascade.steps for name, _ in step.reads)


def _and(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _or(one: bool | None, other: bool | None) -> bool | None:
    if one is True or other is True:
        return True
    return None if one is None or other is None else False
