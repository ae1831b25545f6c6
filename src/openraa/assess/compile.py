"""A stack's questions as one SQL statement over a table with a column for each fact; NULL is unknown.

Two readings of a question stand side by side. Provisions are effective by Kleene's three-valued logic, which is what
SQL's own NULL logic is. Outcomes are exact: certain where every completion of the missing facts gives them
(`certain.py`). Names of columns: a fact's own name; `entry.visa status`, `entry.visa answer` and so on for results.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from sqlglot import exp

from openraa.assess.certain import Certain, Combination, Part, certain
from openraa.assess.sql import (
    among,
    chosen,
    column,
    every,
    is_false,
    is_true,
    is_unknown,
    literal,
    no,
    some,
)
from openraa.determine import (
    CONFLICT,
    GAP,
    INVALID,
    OUT_OF_SCOPE,
    UNCONFIRMED,
    Group,
    Outcome,
    Status,
    determiner_for,
    validity_condition,
)
from openraa.rulebook import Provision, Stack
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
    Op,
    Or,
    TermHolds,
    both,
)
from openraa.vocabulary import Fact, FactType

UNDETERMINED = Outcome(Status.UNDETERMINED.value)
ONCE = ("postgres", "sqlite")
IMPOSSIBLE = "facts impossible"
BITS = 62  # provisions or requirements that one whole number of 64 bits holds, its sign left alone

_OPERATORS: Mapping[Op, type[exp.Binary]] = {
    Op.EQ: exp.EQ, Op.NE: exp.NEQ, Op.LT: exp.LT, Op.LE: exp.LTE, Op.GT: exp.GT, Op.GE: exp.GTE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Legend:
    """What the columns of one question mean: outcomes by number, provisions and requirements by bit."""

    question: str
    outcomes: tuple[Outcome, ...]
    provisions: tuple[str, ...]
    requirements: tuple[tuple[str, str], ...]

    def column(self, what: str) -> str:
        """The name of a result's column: `status`, `answer`, `provisions` or `requirements`."""
        return f"{self.question} {what}"


@dataclass(frozen=True, slots=True)
class Statement:
    """Questions compiled for one stack: the facts that they read, and the query with what its results mean."""

    stack: Stack
    facts: tuple[str, ...]
    results: tuple[str, ...]
    legends: tuple[Legend, ...]
    query: exp.Select
    reads: frozenset[str] = frozenset()

    def sql(self, dialect: str, *, pretty: bool = True) -> str:
        """The query in a dialect of SQL, such as duckdb, postgres, spark or sqlite.

        PostgreSQL and SQLite would write each step into the next, again and again; they are told to work it out once.
        """
        query = self.query
        if dialect in ONCE:
            query = query.copy()
            for step in query.find_all(exp.CTE):
                step.set("materialized", True)
        return query.sql(dialect=dialect, pretty=pretty, comments=pretty)


@dataclass(frozen=True, slots=True)
class Following:
    """What follows from earlier answers, as a query: the facts that it reads, the columns that it gives."""

    facts: tuple[str, ...]
    columns: tuple[str, ...]
    query: exp.Select


def compile_stack(
    stack: Stack, questions: Sequence[str], source: exp.Expr | str, keep: Sequence[str] = ()
) -> Statement:
    """The questions as one statement over `source`, a table with the facts by name; `keep` are columns passed on."""
    table = exp.to_table(source) if isinstance(source, str) else source
    return _Compiler(stack).statement(questions, table, keep)


@dataclass
class _Columns:
    """Columns in the order in which they can be computed: each step reads only those before it.

    `provided` are there already, in the source.
    """

    provided: frozenset[str] = frozenset()
    steps: list[dict[str, exp.Expr]] = field(default_factory=list)
    rank: dict[str, int] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.rank or name in self.provided

    def add(self, name: str, value: exp.Expr) -> exp.Column:
        """A named column, computed once its parts are."""
        if name not in self:
            reads = [self.rank[each.name] + 1 for each in value.find_all(exp.Column) if each.name in self.rank]
            at = max(reads, default=0)
            while len(self.steps) <= at:
                self.steps.append({})
            self.steps[at][name] = value
            self.rank[name] = at
        return column(name)


def compile_impossible(stack: Stack) -> tuple[tuple[str, ...], exp.Expr]:
    """That a row breaks a constraint of the vocabulary, and the facts that this reads."""
    compiler = _Compiler(stack)
    broken = compiler._broken()
    return tuple(compiler.facts), broken


def compile_following(stack: Stack, source: exp.Expr, keep: Sequence[str]) -> Following:
    """What follows from earlier answers, for a source that gives the facts: the first half of a statement's work."""
    return _Compiler(stack).following(source, keep)


def compile_rest(
    stack: Stack, questions: Sequence[str], source: exp.Expr, keep: Sequence[str], provided: Iterable[str]
) -> Statement:
    """The questions over a source that gives the facts and, in columns named as in `Following`, what follows."""
    return _Compiler(stack, frozenset(provided)).statement(questions, source, keep)


class _Compiler:
    def __init__(self, stack: Stack, provided: frozenset[str] = frozenset()) -> None:
        self.stack = stack
        self.determiner = determiner_for(stack)
        self.evaluator = self.determiner.evaluator
        self.columns = _Columns(provided)
        self.facts: dict[str, None] = {}
        self._numbers = {name: n for n, name in enumerate(stack.provisions, 1)}
        self._settled: dict[str, dict[Outcome, exp.Expr]] = {}

    def statement(self, questions: Sequence[str], source: exp.Expr, keep: Sequence[str]) -> Statement:
        legends, shown = [], []
        broken = column(IMPOSSIBLE) if IMPOSSIBLE in self.columns else self.columns.add(IMPOSSIBLE, self._broken())
        for question in questions:
            legend, columns = self._results(question, broken)
            legends.append(legend)
            shown += columns
        query, names = self._query([*map(column, keep), *shown], source, keep)
        results = tuple(each.alias for each in shown)
        steps = [value for step in self.columns.steps for value in step.values()]
        reads = frozenset(each.name for value in [*steps, *shown] for each in value.find_all(exp.Column))
        return Statement(self.stack, names, results, tuple(legends), query, reads & self.columns.provided)

    def following(self, source: exp.Expr, keep: Sequence[str]) -> Following:
        """The columns of facts that follow from earlier answers, and of those answers that conditions read."""
        names: list[str] = []
        for name in self.evaluator.derived:
            if self._follows(name):
                names.append(self._fact(name).name)
                for value in self.stack.vocabulary.facts[name].values:
                    flag = self._value_may_be(name, str(value))
                    names += [flag.name] if isinstance(flag, exp.Column) else []
        query, facts = self._query([*map(column, keep), *map(column, names)], source, keep)
        return Following(facts, tuple(names), query)

    def _query(
        self, shown: Sequence[exp.Expr], source: exp.Expr, keep: Sequence[str]
    ) -> tuple[exp.Select, tuple[str, ...]]:
        query = exp.select(*shown, copy=False)
        last = "facts"
        names = tuple(name for name in self.stack.vocabulary.facts if name in self.facts)
        given = [*keep, *names, *sorted(self.columns.provided)]
        query = query.with_("facts", as_=exp.select(*map(column, given)).from_(source), copy=False)
        for n, step in enumerate(self.columns.steps, 1):
            rows = [exp.alias_(value, exp.to_identifier(name, quoted=True), copy=False) for name, value in step.items()]
            name = f"step_{n}"
            query = query.with_(name, as_=exp.select(exp.Star(), *rows, copy=False).from_(last), copy=False)
            last = name
        return query.from_(last, copy=False), names

    def _broken(self) -> exp.Expr:
        return some(is_false(self._condition(condition)) for _, condition in self.stack.constraints)

    def _results(self, question: str, broken: exp.Expr) -> tuple[Legend, list[exp.Expr]]:
        exact = certain(self.determiner, question)
        outcome = self.columns.add(f"{question} outcome", self._outcome(question, exact, broken))
        outcomes = tuple(dict.fromkeys([*self._possible_outcomes(question), INVALID, UNDETERMINED]))
        legend = Legend(question, outcomes, self._acting(question), self._labels(question))
        scope = self.stack.scopes.get(question, ALWAYS)
        outside = some([broken.copy(), *([] if scope == ALWAYS else [is_false(self._condition(scope))])])

        def text(of: str, values: Mapping[Outcome, str]) -> exp.Expr:
            cases = [(exp.EQ(this=outcome.copy(), expression=exp.Literal.number(n)), exp.Literal.string(values[each]))
                     for n, each in enumerate(outcomes) if values[each]]  # fmt: skip
            return exp.alias_(chosen(cases, exp.null()), exp.to_identifier(legend.column(of), quoted=True), copy=False)

        def bits(of: str, truths: Sequence[exp.Expr]) -> list[exp.Expr]:
            found = []
            for part in range(0, max(1, len(truths)), BITS):
                terms = [
                    chosen([(is_true(truth), exp.Literal.number(2**n))], exp.Literal.number(0))
                    for n, truth in enumerate(truths[part : part + BITS])
                ]
                total = terms[0] if terms else exp.Literal.number(0)
                for term in terms[1:]:
                    total = exp.Add(this=total, expression=term)
                value = chosen([(outside.copy(), exp.Literal.number(0))], total)
                name = legend.column(of) + (f" {part // BITS + 1}" if part else "")
                whole = exp.cast(value, "bigint")
                found.append(exp.alias_(whole, exp.to_identifier(name, quoted=True), copy=False))
            return found

        effective = [self._effective(name) for name in legend.provisions]
        due = [self._due(question, kind, label) for kind, label in legend.requirements]
        return legend, [
            text("status", {each: each.status for each in outcomes}),
            text("answer", {each: each.answer for each in outcomes}),
            *bits("provisions", effective),
            *bits("requirements", due),
        ]

    def _possible_outcomes(self, question: str) -> list[Outcome]:
        answers = dict.fromkeys(_answer_of(row) for row in self.stack.provisions_of(question))
        return [*answers, CONFLICT, UNCONFIRMED, GAP, OUT_OF_SCOPE]

    def _acting(self, question: str) -> tuple[str, ...]:
        """The provisions that answer the question and those that act on them, as a determination lists them."""
        program = self.evaluator.programs.get(question)
        return tuple(program.conditions) if program else ()

    def _labels(self, question: str) -> tuple[tuple[str, str], ...]:
        rows = [self.stack.provisions[name] for name in self._acting(question)]
        return tuple(dict.fromkeys((each.kind, each.label) for row in rows for each in row.requires))

    def _due(self, question: str, kind: str, label: str) -> exp.Expr:
        rows = [
            every([is_true(self._effective(name)), is_true(self._condition(each.when))])
            for name in self._acting(question)
            for each in self.stack.provisions[name].requires
            if (each.kind, each.label) == (kind, label)
        ]
        return some(rows)

    def _outcome(self, question: str, exact: tuple[Certain, ...] | None, broken: exp.Expr) -> exp.Expr:
        """The outcome's number in the legend."""
        outcomes = [*self._possible_outcomes(question), INVALID, UNDETERMINED]
        number = {each: exp.Literal.number(n) for n, each in enumerate(dict.fromkeys(outcomes))}
        if exact is None:
            ways = [(holds, outcome) for outcome, holds in self._settle(question).items()]
        else:
            ways = [(self._certain(row), row.outcome) for row in exact]
        cases = [(broken.copy(), number[INVALID]), *((is_true(holds), number[each]) for holds, each in ways)]
        return chosen(cases, number[UNDETERMINED])

    def _certain(self, row: Certain) -> exp.Expr:
        if not row.follows:
            return some(map(self._combination, row.parts[0][1]))
        if not self._follows(row.follows):
            return self._parts(row.follows, row.where_given)
        if row.parts == row.where_given:
            return self._parts(row.follows, row.parts)
        given = self._given(row.follows)
        return some(
            [
                every([no(is_unknown(given)), self._parts(row.follows, row.where_given)]),
                every([is_unknown(given.copy()), self._parts(row.follows, row.parts)]),
            ]
        )

    def _parts(self, follows: str, parts: Sequence[Part]) -> exp.Expr:
        fact = self.stack.vocabulary.facts[follows]
        possible = [part for part in parts if part[1]]
        if len(possible) == 1 and len(possible[0][0]) == 1 and len(possible[0][0][0].members) == 1:
            groups, combinations = possible[0]
            return every([self._in_groups(fact, groups), some(map(self._combination, combinations))])
        found = []
        for groups, combinations in parts:
            values = [str(value) for group in groups for value in group.members]
            has_none = every(no(self._value_may_be(follows, value)) for value in values) if values else exp.false()
            found.append(some([has_none, *map(self._combination, combinations)]))
        return every(found)

    def _combination(self, combination: Combination) -> exp.Expr:
        return every(self._in_groups(self.stack.vocabulary.facts[fact], groups) for fact, groups in combination)

    def _in_groups(self, fact: Fact, groups: Sequence[Group]) -> exp.Expr:
        value = self._fact(fact.name)
        if fact.type is FactType.BOOL:
            return value if groups[0].value else no(value)
        if fact.type is FactType.ENUM:
            return among(value, [literal(fact, each) for group in groups for each in group.members])
        return some(
            exp.Between(this=value.copy(), low=literal(fact, group.value), high=literal(fact, group.last))
            for group in groups
            if group.last is not None
        )

    # Kleene's logic: conditions, provisions, and what earlier questions answer

    def _condition(self, condition: Condition) -> exp.Expr:
        match condition:
            case Constant(value):
                return exp.true() if value else exp.false()
            case Not(of):
                return no(self._condition(of))
            case And(parts):
                return every(map(self._condition, parts))
            case Or(parts):
                return some(map(self._condition, parts))
            case FactHolds(fact):
                return self._given(fact)
            case Compares(fact, op, value):
                known = self.stack.vocabulary.facts[fact]
                return _OPERATORS[op](this=self._fact(fact), expression=literal(known, value))
            case OneOf(fact, values):
                known = self.stack.vocabulary.facts[fact]
                return among(self._fact(fact), [literal(known, value) for value in values])
            case ComparesFacts(left, op, right):
                return _OPERATORS[op](this=self._given(left), expression=self._given(right))
            case Answered(question, answers):
                return self._answered(question, answers)
            case TermHolds(term):
                raise AssertionError(f"term {term} was not replaced by its meaning")
            case _:
                assert_never(condition)

    def _given(self, name: str) -> exp.Column:
        self.facts[name] = None
        return column(name)

    def _fact(self, name: str) -> exp.Column:
        """The fact as it is given, or as it follows from earlier answers."""
        if not self._follows(name):
            return self._given(name)
        known = f"{name} given or following"
        if known not in self.columns:
            flags = self._values_that_follow(name)
            cases = (
                (every([flag.copy(), *(no(other.copy()) for v, other in flags.items() if v != value)]),
                 exp.Literal.string(value))
                for value, flag in flags.items()
            )  # fmt: skip
            self.columns.add(known, exp.func("coalesce", self._given(name), chosen(cases, exp.null())))
        return column(known)

    def _follows(self, name: str) -> bool:
        """Whether the fact can follow from answers of this stack."""
        derivation = self.stack.vocabulary.facts[name].derivation
        return derivation is not None and any(row.question in self.evaluator.programs for row in derivation.values)

    def _value_may_be(self, name: str, value: str) -> exp.Expr:
        """Whether a fact that may follow from earlier answers can still have this value."""
        if not self._follows(name):
            given = self._given(name)
            return some([is_unknown(given), is_true(exp.EQ(this=given.copy(), expression=exp.Literal.string(value)))])
        flag = f"{name} may be {value}"
        if flag in self.columns:
            return column(flag)
        known, fact = self._fact(name), self.stack.vocabulary.facts[name]
        assert fact.derivation is not None
        open_: exp.Expr = exp.true()
        if value in fact.derivation.named:
            open_ = self._values_that_follow(name).get(value, exp.false())
        same = exp.EQ(this=known.copy(), expression=exp.Literal.string(value))
        return self.columns.add(flag, chosen([(is_unknown(known), open_)], same))

    def _values_that_follow(self, name: str) -> dict[str, exp.Column]:
        """For each value of a fact that follows from earlier answers, whether those leave it possible."""
        fact = self.stack.vocabulary.facts[name]
        derivation = fact.derivation
        assert derivation is not None
        possible: dict[str, list[exp.Expr]] = {value: [] for value in fact.values}
        reached: list[exp.Expr] = []
        for row in derivation.values:
            if row.question not in self.evaluator.programs:
                continue
            holds = self._answered(row.question, (row.answer,))
            open_ = self._may_be(row.question, UNCONFIRMED)
            maybe = some([no(is_false(holds)), open_.copy()])
            possible[str(row.value)].append(every([*(each.copy() for each in reached), maybe]))
            reached.append(no(every([is_true(holds.copy()), no(open_)])))
        by = self._given(derivation.otherwise_by)
        named = [exp.Literal.string(given) for given in derivation.otherwise]
        for value in {**dict.fromkeys(derivation.otherwise.values()), derivation.default: None}:
            from_ = [exp.Literal.string(given) for given, to in derivation.otherwise.items() if to == value]
            ways = [among(by.copy(), from_)] if from_ else []
            if value == derivation.default:
                ways.append(no(among(by.copy(), [each.copy() for each in named])) if named else exp.true())
            rest = some([is_unknown(by.copy()), *(is_true(way) for way in ways)])
            possible[str(value)].append(every([*(each.copy() for each in reached), rest]))
        return {
            value: self.columns.add(f"{name} may follow as {value}", some(ways))
            for value, ways in possible.items()
            if ways
        }

    def _effective(self, name: str) -> exp.Column:
        row = self.stack.provisions[name]
        key = f"p{self._numbers[name]}"
        if key not in self.columns:
            actors = [no(self._effective(actor)) for actor in self.stack.defeated_by.get(name, ())]
            value = every([self._condition(both(validity_condition(row, self.stack), row.when)), *actors])
            value = exp.paren(value, copy=False)
            value.add_comments([f" {name}: {row.cite} "])
            self.columns.add(key, value)
        return column(key)

    def _answered(self, question: str, answers: tuple[str, ...]) -> exp.Expr:
        """Whether an earlier question has one of these answers; unknown while some possible outcome has, some not."""
        name = f"{question} is {' or '.join(answers)}"
        if name in self.columns:
            return column(name)
        self._settle(question)
        of = [each for each in self._possible_outcomes(question) if each.answer in answers]
        others = [each for each in self._possible_outcomes(question) if each.answer not in answers]
        may, may_not = (some(self._may_be(question, each) for each in rows) for rows in (of, others))
        return self.columns.add(name, chosen([(no(may), exp.false()), (no(may_not), exp.true())], exp.null()))

    def _may_be(self, question: str, outcome: Outcome) -> exp.Expr:
        self._settle(question)
        name = f"{question} may be {_shown(outcome)}"
        return column(name) if name in self.columns else exp.false()

    def _settle(self, question: str) -> dict[Outcome, exp.Expr]:
        """For each outcome, that it is the only possible one; its possibility becomes a column of its own."""
        if question not in self._settled:
            possible = self._possible(question)
            flags = {}
            for outcome, holds in possible.items():
                flags[outcome] = self.columns.add(f"{question} may be {_shown(outcome)}", holds)
            self._settled[question] = {
                outcome: every([flag.copy(), *(no(other.copy()) for o, other in flags.items() if o != outcome)])
                for outcome, flag in flags.items()
            }
        return self._settled[question]

    def _possible(self, question: str) -> dict[Outcome, exp.Expr]:
        """For each outcome whether it is still possible, as the evaluator says it."""
        program = self.evaluator.programs.get(question)
        if program is None:
            return {GAP: exp.true()}
        found: dict[Outcome, list[exp.Expr]] = {}
        going: list[exp.Expr] = []  # what holds where a layer is reached
        clear: list[exp.Expr] = []  # nothing was possible in the layers before

        def may(outcome: Outcome, *holds: exp.Expr) -> None:
            found.setdefault(outcome, []).append(every(each.copy() for each in (*going, *holds)))

        for layer in program.layers:
            by: dict[Outcome, list[exp.Expr]] = {}
            for name, outcome in layer.answers:
                by.setdefault(outcome, []).append(self._effective(name))
            sure = {outcome: some(is_true(each.copy()) for each in rows) for outcome, rows in by.items()}
            open_ = {outcome: some(is_unknown(each.copy()) for each in rows) for outcome, rows in by.items()}
            any_sure = some(each.copy() for each in sure.values())
            several = some(
                every([sure[one].copy(), sure[other].copy()]) for n, one in enumerate(by) for other in list(by)[:n]
            )
            two_sure = every([several, *clear])
            for outcome in by:
                may(outcome, sure[outcome], no(two_sure))
                may(outcome, no(any_sure), open_[outcome])
            either = {o: some([sure[o].copy(), open_[o].copy()]) for o in by}
            contested = some(
                every([either[one].copy(), either[other].copy()]) for n, one in enumerate(by) for other in list(by)[:n]
            )
            if len(by) > 1:
                may(CONFLICT, contested)
            going.append(no(any_sure))
            any_open = some(each.copy() for each in open_.values())
            texts = [self._condition(row.when) for row, _ in layer.unconfirmed]
            sure_text, open_text = (
                some(is_true(each) for each in texts),
                some(is_unknown(each.copy()) for each in texts),
            )
            if texts:
                may(UNCONFIRMED, some([sure_text, open_text]))
                going.append(no(sure_text))
            clear += [no(any_open), no(open_text)]
        may(GAP)
        scope = self.stack.scopes.get(question, ALWAYS)
        flags = {outcome: some(rows) for outcome, rows in found.items()}
        if scope != ALWAYS:
            arises = self._condition(scope)
            flags = {outcome: every([holds, no(is_false(arises.copy()))]) for outcome, holds in flags.items()}
            flags[OUT_OF_SCOPE] = no(is_true(arises))
        return flags


def _answer_of(row: Provision) -> Outcome:
    return Outcome(Status.DETERMINED.value, row.answer, row.outcome)


def _shown(outcome: Outcome) -> str:
    return outcome.numbers or outcome.answer or outcome.status
