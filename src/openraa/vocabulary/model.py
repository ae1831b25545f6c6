"""The common vocabulary: facts, questions, requirements, and what a valid value is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum
from typing import Final, TypeAlias

from openraa.problems import COMMAND_LINE, Place, Problem, Refused, Said, nearest, say

Value: TypeAlias = bool | int | str | date

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)


class FactType(Enum):
    """The closed set of fact types; a further one would have to be expressible in every engine."""

    BOOL = "bool"
    INT = "int"
    ENUM = "enum"
    DATE = "date"


class Effect(Enum):
    """What an answer does for the visiting force."""

    PERMITS = "permits"
    EXEMPTS = "exempts"
    REQUIRES = "requires"
    FORBIDS = "forbids"
    REFERS = "refers"
    STATES = "states"


class Stage(Enum):
    """When a question comes up."""

    PLAN = "plan"
    STAY = "stay"
    INCIDENT = "incident"
    CLAIM = "claim"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """`value` is the derived fact's value where `question` has the answer `answer`."""

    value: str
    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a fact follows from earlier determinations: first match wins, else `otherwise` by a raw fact."""

    values: tuple[DerivedValue, ...]
    otherwise_by: str
    otherwise: Mapping[str, str]
    default: str

    @property
    def named(self) -> frozenset[str]:
        """The values that earlier answers or the raw fact can lead to."""
        return frozenset({row.value for row in self.values} | {*self.otherwise.values(), self.default})


@dataclass(frozen=True, slots=True)
class Fact:
    """One typed fact. Enumerated values keep their order; whole numbers and dates have closed ranges.

    When the Parties change places, a fact trades places with `swap_with`, and one that belongs to the law or the
    standing choice of the State in a role (`of_state`: sending or receiving) becomes that of the other State.
    `code_list` names the code list whose codes are the values. An `exchanged` fact is that of the other State, when
    the Parties have changed places.
    """

    name: str
    type: FactType
    definition: str
    label: str
    ask: str
    subject: str
    values: tuple[str, ...] = ()
    value_labels: Mapping[str, str] = field(default_factory=dict)
    low: int = 0
    high: int = 0
    unit: str = ""
    if_true: str = ""
    if_false: str = ""
    decided_by: str = ""
    derivation: Derivation | None = None
    swap_with: str = ""
    of_state: str = ""
    code_list: str = ""
    exchanged: bool = False

    def show(self, value: Value) -> str:
        """The value as it is written in a case or on the command line."""
        if isinstance(value, bool):
            return "true" if value else "false"
        return value.isoformat() if isinstance(value, date) else str(value)

    def clause(self, value: Value) -> Said:
        """The fact with this value as a clause of a sentence."""
        if self.exchanged:
            return say("with the Parties exchanged: {clause}", clause=replace(self, exchanged=False).clause(value))
        label = say(self.label)
        if isinstance(value, bool):
            text = self.if_true if value else self.if_false
            return say(text) if text else say("{fact}: {value}", fact=label, value=say("yes") if value else say("no"))
        if self.type is FactType.ENUM:
            return say("{fact}: {value}", fact=label, value=self.value_label(str(value)))
        unit = f" {self.unit}" if self.unit and self.type is FactType.INT else ""
        return say("{fact}: {value}", fact=label, value=f"{self.show(value)}{unit}")

    def value_label(self, value: str) -> str:
        """What an enumerated value is called, so that it can be said in another language."""
        found = self.value_labels.get(value, value)
        return found if self.code_list else say(found)

    def choices(self) -> str:
        """The allowed values, in words."""
        match self.type:
            case FactType.BOOL:
                return say("true or false")
            case FactType.INT:
                return say("a whole number from {low} to {high}", low=self.low, high=self.high)
            case FactType.DATE:
                return say("a date written YYYY-MM-DD")
            case FactType.ENUM:
                if self.code_list:
                    return say("a code of the list {name}", name=self.code_list)
                return say("one of {names}", names=", ".join(self.values))

    def fault(self, value: object) -> str:
        """What is wrong with `value` for this fact; an empty string when it is right."""
        match self.type:
            case FactType.BOOL:
                right = isinstance(value, bool)
            case FactType.INT:
                right = isinstance(value, int) and not isinstance(value, bool)
                if right and not self.low <= int(str(value)) <= self.high:
                    return say("{value} lies outside {low} to {high}", value=value, low=self.low, high=self.high)
            case FactType.DATE:
                right = isinstance(value, date)
                if isinstance(value, date) and not FIRST_DAY <= value <= LAST_DAY:
                    return say("{value} lies outside {low} to {high}", value=value, low=FIRST_DAY, high=LAST_DAY)
            case FactType.ENUM:
                right = isinstance(value, str) and value in self.values
        return "" if right else say("`{value}` is not {choices}", value=_shown(value), choices=self.choices())

    def parse(self, text: str) -> Value:
        """Read a value as typed on the command line or in a spreadsheet.

        Raises:
            ValueError: the text is no value of this fact; the message says what was expected.
        """
        word = text.strip()
        value: object = word
        match self.type:
            case FactType.BOOL:
                value = {"true": True, "yes": True, "false": False, "no": False}.get(word.lower(), word)
            case FactType.INT:
                if word.lstrip("+-").isdecimal() and word.isascii() and len(word) < 12:
                    value = int(word)
            case FactType.DATE:
                try:
                    value = date.fromisoformat(word) if len(word) == 10 else word
                except ValueError:
                    value = word
            case FactType.ENUM:
                pass
        if fault := self.fault(value):
            hint = nearest(word, self.values)
            raise ValueError(f"{fault}. {hint}".rstrip())
        assert isinstance(value, bool | int | str | date)
        return value


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)[:60]


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer of a question, with the sentence that states it."""

    name: str
    says: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class Question:
    """An entry of the common catalogue: the same for all agreements, so that they can be compared."""

    name: str
    subject: str
    stage: Stage
    asks: str
    answers: Mapping[str, Answer]
    anchor: str = "visit.begins_on"
    plan_if: str = ""


@dataclass(frozen=True, slots=True)
class RequirementLabel:
    """A paper, certificate, consent, notice or duty that provisions may ask for.

    `states_journey` marks papers that state where and when the holder moves, and change with it.
    """

    name: str
    kind: str
    says: str
    states_journey: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """A condition that is true of every real case; a case that breaks it is invalid."""

    id: str
    holds: str
    says: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All facts, questions and requirement labels, by name."""

    facts: Mapping[str, Fact]
    questions: Mapping[str, Question]
    requirements: Mapping[str, RequirementLabel]
    constraints: tuple[Constraint, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def fact(self, name: str, place: Place = COMMAND_LINE) -> Fact:
        """The fact of that name.

        Raises:
            Refused: there is none; the nearest spelling is given.
        """
        if name in self.facts:
            return self.facts[name]
        raise Refused(self._unknown("fact", name, self.facts, place, "`raa facts` lists them all."))

    def question(self, name: str, place: Place = COMMAND_LINE) -> Question:
        """The question of that name.

        Raises:
            Refused: there is none; the nearest spelling is given.
        """
        if name in self.questions:
            return self.questions[name]
        raise Refused(self._unknown("question", name, self.questions, place, "`raa questions` lists them all."))

    @staticmethod
    def _unknown(kind: str, name: str, known: Iterable[str], place: Place, where: str) -> Problem:
        remedy = " ".join(part for part in (nearest(name, known), where) if part)
        return Problem(place, f"unknown-{kind}", f"`{name}` is not a {kind} of the vocabulary", remedy)
