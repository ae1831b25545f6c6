"""What a case is, and what a determination says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from openraa.problems import COMMAND_LINE, Place, Problem, Refused
from openraa.rulebook import Deadline, Layer, Provision, Silence, Unconfirmed, Verification
from openraa.vocabulary import Value, Vocabulary

TRACE_FORMAT = "trace/1"


class Status(Enum):
    """The outcome of a question for a case. All but DETERMINED are findings, never answers."""

    DETERMINED = "DETERMINED"
    UNDETERMINED = "UNDETERMINED"
    GAP = "GAP"
    CONFLICT = "CONFLICT"
    OUT_OF_SCOPE = "OUT_OF_SCOPE"
    INVALID = "INVALID"
    UNCONFIRMED = "UNCONFIRMED"


@dataclass(frozen=True, slots=True, order=True)
class Outcome:
    """One way a question can come out: an answer with its numbers, or a status without one."""

    status: str
    answer: str = ""
    numbers: str = ""

    def __str__(self) -> str:
        return self.answer or self.status


GAP = Outcome(Status.GAP.value)
CONFLICT = Outcome(Status.CONFLICT.value)
OUT_OF_SCOPE = Outcome(Status.OUT_OF_SCOPE.value)
INVALID = Outcome(Status.INVALID.value)
UNCONFIRMED = Outcome(Status.UNCONFIRMED.value)


@dataclass(frozen=True, slots=True)
class Case:
    """Typed facts about one subject. A fact that is not in `facts` is unknown, never false.

    `unobtainable` facts are unknown too, and are not asked for again.
    """

    facts: Mapping[str, Value]
    unobtainable: frozenset[str] = frozenset()


class Role(Enum):
    """What a provision does in a determination."""

    SUPPORTS = "supports"
    DEFEATED = "defeated"
    NOT_MET = "not_met"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reason:
    """An atom of a condition, its truth here, and the facts it reads."""

    expression: str
    truth: bool | None
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProvisionTrace:
    """One provision in a determination: whether it applies, whether it is effective, and why."""

    provision: Provision
    applies: bool | None
    effective: bool | None
    role: Role
    because: tuple[Reason, ...]
    defeated_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """A requirement that arises, with every provision that asks for it; the earliest deadline is kept."""

    kind: str
    label: str
    says: str
    by: str
    to: str
    deadline: Deadline | None
    cites: tuple[str, ...]
    provisions: tuple[str, ...]
    verified: Verification
    urgent: str = ""
    silence: str = ""
    changes: str = ""
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One group of values of a missing fact, and the outcomes that remain once it is known."""

    shown: str
    value: Value
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A missing fact that matters, the provisions that need it, and what each choice would lead to."""

    fact: str
    needed_by: tuple[str, ...]
    choices: tuple[Choice, ...]
    settled_by: tuple[str, ...] = ()

    @property
    def settles(self) -> int:
        """How many of its choices settle the question alone."""
        return sum(len(choice.outcomes) == 1 for choice in self.choices)


@dataclass(frozen=True, slots=True)
class Determination:
    """The outcome of one question for one case, with everything needed to check it by hand."""

    question: str
    status: Status
    answer: str
    params: Mapping[str, Fraction | None]
    by: str
    possible: tuple[Outcome, ...]
    layer: Layer
    provisions: tuple[ProvisionTrace, ...]
    due: tuple[Due, ...]
    may_be_due: tuple[Due, ...]
    ask: tuple[Ask, ...]
    silences: tuple[Silence, ...]
    unconfirmed: tuple[Unconfirmed, ...]
    facts_used: Mapping[str, Value]
    broken: tuple[str, ...]
    stack: tuple[str, ...]
    stack_hash: str
    earlier: Mapping[str, Determination] = field(default_factory=dict)
    beneath: Determination | None = None

    @property
    def outcome(self) -> Outcome:
        """The outcome as it compares with others."""
        return Outcome(self.status.value, self.answer)

    @property
    def supports(self) -> tuple[ProvisionTrace, ...]:
        """The provisions on which the answer rests."""
        return tuple(row for row in self.provisions if row.role is Role.SUPPORTS)

    @property
    def verification(self) -> Verification:
        """The weakest verification among what the answer rests on."""
        order = list(Verification)
        rows = [row.provision.verified for row in self.supports]
        if self.status is Status.UNCONFIRMED:
            return Verification.UNVERIFIED
        return max(rows, key=order.index, default=Verification.FULL_TEXT)

    @property
    def cites(self) -> tuple[str, ...]:
        """The citations of what the answer rests on, each once."""
        return tuple(dict.fromkeys(row.provision.cite for row in self.supports if row.provision.cite))


def make_case(
    pairs: Iterable[tuple[str, object, Place]], vocabulary: Vocabulary, *, unobtainable: Iterable[str] = ()
) -> Case:
    """A case from named values, each of which is checked against the vocabulary.

    Raises:
        Refused: a fact is unknown or a value outside its range; all problems come together.
    """
    problems: list[Problem] = []
    facts: dict[str, Value] = {}
    for name, value, place in pairs:
        try:
            fact = vocabulary.fact(name, place)
        except Refused as refused:
            problems.extend(refused.problems)
            continue
        if fault := fact.fault(value):
            problems.append(Problem(place, "value", f"{name}: {fault}", f"`{name}` is {fact.choices()}."))
            continue
        assert isinstance(value, Value)
        facts[name] = value
    missing = frozenset(unobtainable)
    for name in missing:
        if name not in vocabulary.facts:
            problems.append(Problem(COMMAND_LINE, "unknown-fact", f"`{name}` is not a fact", ""))
    if problems:
        raise Refused(problems)
    return Case(facts, missing)
