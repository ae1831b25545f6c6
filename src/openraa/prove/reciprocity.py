"""Reciprocity: do both Parties get the same when they change places?

Two things can make a difference. The text may name a Party. Or the text is the same for both, and the outcome
follows the law or the standing choice of the State in a role: then it differs as far as the two States' laws do.
The vocabulary declares for each fact what becomes of it when the Parties change places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from openraa.prove.compare import Compared, Comparison, Likeness, compare
from openraa.prove.search import SECONDS, conditions_of
from openraa.rulebook import OneSided, Stack
from openraa.rulebook.condition import And, Compares, Condition, Not, OneOf, Op, Or, facts_of, rename_facts
from openraa.vocabulary import Fact, FactType, Value, Vocabulary

SENDING, RECEIVING = "visit.sending_state", "visit.receiving_state"


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """Whether an agreement treats its Parties alike.

    `by_name` compares the agreement with itself after the Parties changed places; `by_law` does so where the two
    States' laws or standing choices may differ. `declared` are the one-sided provisions that the rulebook declares,
    `needless` those of them where both Parties get the same. `directions` are the only ones covered, if not all.
    """

    stack: Stack
    parties: tuple[str, ...]
    directions: tuple[tuple[str, str], ...]
    by_name: Comparison
    by_law: Comparison
    declared: tuple[OneSided, ...]

    @property
    def one_sided(self) -> tuple[Compared, ...]:
        """The questions on which the text names a Party and gives it something else."""
        return tuple(row for row in self.by_name.rows if row.regions)

    @property
    def undeclared(self) -> tuple[Compared, ...]:
        """Those of them that the rulebook does not declare."""
        declared = {row.question for row in self.declared}
        return tuple(row for row in self.one_sided if row.question not in declared)

    @property
    def needless(self) -> tuple[OneSided, ...]:
        """Declarations of questions on which both Parties get the same."""
        differing = {row.question for row in self.one_sided}
        return tuple(row for row in self.declared if row.question not in differing)

    @property
    def by_states(self) -> tuple[Compared, ...]:
        """The questions whose outcome follows the law or choice of the State in a role."""
        return tuple(row for row in self.by_law.rows if row.regions)

    @property
    def reciprocal(self) -> bool:
        """Whether it is proven that both Parties get the same, save what the rulebook declares one-sided."""
        return self.proven and not self.undeclared

    @property
    def proven(self) -> bool:
        """Whether the time sufficed."""
        return not self.by_name.of(Likeness.NOT_PROVEN) and not self.by_law.of(Likeness.NOT_PROVEN)


def reciprocity(
    stack: Stack,
    *,
    parties: Sequence[str] = (),
    directions: Sequence[tuple[str, str]] = (),
    seconds: float = SECONDS,
) -> Reciprocity:
    """The same outcome and requirements in every case when the Parties change places, or all regions where not.

    `parties` are two-letter codes; left out, any two States. `directions` are those that the agreement covers, if not
    every one. Each half of the work may take `seconds`.
    """
    within = _between(parties)
    swapped = {name: fact.swap_with for name, fact in stack.vocabulary.facts.items() if fact.swap_with}
    by_name = compare(stack, _renamed(stack, swapped, stack.vocabulary), within=within, seconds=seconds)
    laws = {name: fact for name, fact in stack.vocabulary.facts.items() if fact.of_state}
    others = {name: f"exchanged.{name}" for name in laws}
    vocabulary = _with_exchanged(stack.vocabulary, laws, others)
    left, right = replace(stack, vocabulary=vocabulary), _renamed(stack, others, vocabulary)
    rows: list[Compared] = []
    spent = 0.0
    for question in stack.questions:
        reads = [name for name in laws if any(name in facts_of(each) for each in conditions_of(stack, question))]
        if reads:
            order = _before(reads, others, vocabulary)
            part = compare(left, right, questions=[question], where=order, seconds=max(0.001, seconds - spent))
            rows += part.rows
            spent += part.seconds
    by_law = Comparison(left, right, tuple(rows), spent)
    declared = tuple(row for book in stack.rulebooks for row in book.one_sided)
    return Reciprocity(stack, tuple(parties), tuple(directions), by_name, by_law, declared)


def _between(parties: Sequence[str]) -> list[Condition]:
    """The visit is between two different ones of these States."""
    if not parties:
        return []
    both = [OneOf(name, tuple(parties)) for name in (SENDING, RECEIVING)]
    same = [And((Compares(SENDING, Op.EQ, each), Compares(RECEIVING, Op.EQ, each))) for each in parties]
    return [*both, *(Not(each) for each in same)]


def _before(names: Sequence[str], others: Mapping[str, str], vocabulary: Vocabulary) -> Condition:
    """The first of these facts that differ between the States has an earlier value before the exchange.

    Every difference has a mirror image; this keeps one of the two.
    """
    ways: list[Condition] = []
    alike: list[Condition] = []
    for name in names:
        fact, other = vocabulary.facts[name], others[name]
        values: Sequence[Value] = (False, True) if fact.type is FactType.BOOL else fact.values
        ways += [
            And((*alike, Compares(name, Op.EQ, one), Compares(other, Op.EQ, later)))
            for n, one in enumerate(values)
            for later in values[n + 1 :]
        ]
        alike.append(Or(tuple(And((Compares(name, Op.EQ, v), Compares(other, Op.EQ, v))) for v in values)))
    return Or(tuple(ways))


def _with_exchanged(vocabulary: Vocabulary, laws: Mapping[str, Fact], others: Mapping[str, str]) -> Vocabulary:
    more = {others[name]: replace(fact, name=others[name], exchanged=True) for name, fact in laws.items()}
    return replace(vocabulary, facts={**vocabulary.facts, **more})


def _renamed(stack: Stack, names: Mapping[str, str], vocabulary: Vocabulary) -> Stack:
    """The stack with facts of its conditions replaced by others."""

    def renamed(condition: Condition) -> Condition:
        return rename_facts(condition, names)

    return replace(
        stack,
        vocabulary=vocabulary,
        provisions={
            key: replace(
                row,
                when=renamed(row.when),
                requires=tuple(replace(each, when=renamed(each.when)) for each in row.requires),
            )
            for key, row in stack.provisions.items()
        },
        silences=tuple(replace(row, when=renamed(row.when)) for row in stack.silences),
        unconfirmed=tuple(replace(row, when=renamed(row.when)) for row in stack.unconfirmed),
        scopes={question: renamed(scope) for question, scope in stack.scopes.items()},
        constraints=tuple((says, renamed(condition)) for says, condition in stack.constraints),
    )
