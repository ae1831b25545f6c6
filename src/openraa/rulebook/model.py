"""The one small intermediate representation: what every engine prints and nothing else knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from openraa.problems import Place, Said, say
from openraa.rulebook.condition import ALWAYS, Condition
from openraa.vocabulary import code_list


class Layer(Enum):
    """In which order rulebooks are asked: the agreement first, general law last."""

    AGREEMENT = "agreement"
    IMPLEMENTING_LAW = "implementing_law"
    GENERAL_LAW = "general_law"


class Verification(Enum):
    """How far the encoding of a block was checked against the source."""

    FULL_TEXT = "full-text"
    PART_TEXT = "part-text"
    SUMMARY = "summary"
    UNVERIFIED = "unverified"


class Counting(Enum):
    """Which days count."""

    CALENDAR = "calendar"
    WORKING = "working"


class Unit(Enum):
    """The unit of a deadline's length."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"


class Side(Enum):
    """Whose calendar of working days."""

    SENDING = "sending"
    RECEIVING = "receiving"


@dataclass(frozen=True, slots=True)
class Deadline:
    """At the latest so long before, or so long after, an event."""

    length: int
    unit: Unit
    count: Counting
    calendar: Side
    before: bool
    event: str

    def show(self) -> Said:
        """The deadline in words."""
        label = next((row["label"] for row in code_list("events") if row["code"] == self.event), self.event)
        if self.before:
            return say("{length} before: {event}", length=self._length(), event=say(label))
        return say("{length} after: {event}", length=self._length(), event=say(label))

    def _length(self) -> Said:
        match self.unit, self.count, self.length:
            case Unit.DAYS, Counting.WORKING, 1:
                return say("1 working day")
            case Unit.DAYS, Counting.WORKING, n:
                return say("{n} working days", n=n)
            case Unit.DAYS, _, 1:
                return say("1 day")
            case Unit.DAYS, _, n:
                return say("{n} days", n=n)
            case Unit.HOURS, _, n:
                return say("{n} h", n=n)
            case Unit.MONTHS, _, 1:
                return say("1 month")
            case _:
                return say("{n} months", n=self.length)


_HOURS = {Unit.HOURS: 1, Unit.DAYS: 24, Unit.MONTHS: 24 * 30}


def falls_due_first(one: Deadline | None, other: Deadline | None) -> bool:
    """Whether `one` falls due no later than `other`: the longer notice before an event, the shorter term after.

    A working day counts for one and a half, a month for thirty days; no deadline falls due last.
    """
    if one is None or other is None:
        return one is not None
    if one.before != other.before:
        return one.before
    lengths = [d.length * _HOURS[d.unit] * (1.5 if d.count is Counting.WORKING else 1) for d in (one, other)]
    return lengths[0] >= lengths[1] if one.before else lengths[0] <= lengths[1]


@dataclass(frozen=True, slots=True)
class Requirement:
    """A document, certificate, consent, notice or duty that comes with an answer."""

    kind: str
    label: str
    by: str = ""
    to: str = ""
    deadline: Deadline | None = None
    when: Condition = ALWAYS
    cite: str = ""
    urgent: str = ""
    silence: str = ""
    changes: str = ""
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Validity:
    """From the first day on, up to but without the second."""

    first: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Provision:
    """A cited piece of law: it answers one question under a condition, or switches others off."""

    id: str
    rulebook: str
    question: str
    answer: str
    when: Condition
    cite: str
    paragraphs: tuple[str, ...]
    verified: Verification
    place: Place
    params: Mapping[str, str] = field(default_factory=dict)
    overrides: tuple[str, ...] = ()
    disapplies: tuple[str, ...] = ()
    requires: tuple[Requirement, ...] = ()
    valid: Validity = Validity()
    sources: tuple[str, ...] = ()
    doubt: str = ""
    article: str = ""

    @property
    def answers(self) -> bool:
        """Whether it gives an answer; otherwise it only disapplies."""
        return bool(self.question)

    @property
    def outcome(self) -> str:
        """What distinguishes its answer from another's: the answer and the numbers that belong to it."""
        numbers = ", ".join(f"{name} {value}" for name, value in sorted(self.params.items()))
        return f"{self.answer} ({numbers})" if numbers else self.answer


@dataclass(frozen=True, slots=True)
class Term:
    """A named condition; `redefines` names the rulebook whose term of that name it replaces."""

    name: str
    rulebook: str
    means: Condition
    cite: str
    paragraphs: tuple[str, ...]
    place: Place
    redefines: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """The text is silent on a question under a condition, and we know it."""

    question: str
    rulebook: str
    when: Condition
    because: str
    cite: str
    paragraphs: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """The agreement's text on a question is not confirmed here; `dealt_with` says whether it has one at all."""

    id: str
    question: str
    rulebook: str
    when: Condition
    known: str
    cite: str
    paragraphs: tuple[str, ...]
    sources: tuple[str, ...]
    place: Place
    dealt_with: bool = True


@dataclass(frozen=True, slots=True)
class NotOperational:
    """Paragraphs that answer none of the catalogue's questions, and why."""

    paragraphs: tuple[str, ...]
    because: str
    place: Place


@dataclass(frozen=True, slots=True)
class OneSided:
    """The agreement treats the Parties differently on a question, and we know it."""

    question: str
    because: str
    cite: str
    paragraphs: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """Which text was read, and how far."""

    text: str
    language: str
    authentic: bool
    read: str
    where: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the commentary with its prose, for reading."""

    title: str
    prose: str
    line: int


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Our encoding of one agreement's, or one act's, provisions."""

    id: str
    title: str
    layer: Layer
    source: Source
    verified: Verification
    path: str
    hash: str
    supplements: tuple[str, ...] = ()
    alongside: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    paragraph_places: Mapping[str, Place] = field(default_factory=dict)
    scopes: Mapping[str, Condition] = field(default_factory=dict)
    provisions: tuple[Provision, ...] = ()
    terms: tuple[Term, ...] = ()
    silences: tuple[Silence, ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()
    not_operational: tuple[NotOperational, ...] = ()
    one_sided: tuple[OneSided, ...] = ()
    sections: tuple[Section, ...] = ()
