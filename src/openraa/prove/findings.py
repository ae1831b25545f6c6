"""What a proof says: for each property whether it was proven, and every case that shows that it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from openraa.problems import Place, Said, Severity, say
from openraa.prove.cubes import Cube, Facts
from openraa.rulebook import Stack


class Property(Enum):
    """What can be proven of a rulebook, in the order in which it is shown."""

    POSSIBLE = "possible"
    CONFLICT = "conflict"
    GAP = "gap"
    EFFECT = "effect"
    DEFEAT = "defeat"
    VERSIONS = "versions"
    ANCHOR = "anchor"

    @property
    def says(self) -> Said:
        """The property as a sentence."""
        return _SAYS[self]


_SAYS = {
    Property.POSSIBLE: say("There are cases that the vocabulary and each question's scope allow."),
    Property.CONFLICT: say("No case has two answers to one question."),
    Property.GAP: say("No case is left without an answer, unless the silence is declared."),
    Property.EFFECT: say("Every provision and every declared silence takes effect in some case."),
    Property.DEFEAT: say("Every override and every disapplication has an effect in some case."),
    Property.VERSIONS: say("Versions of one provision never apply together."),
    Property.ANCHOR: say("Every provision can be reached on some day of its validity."),
}


class Verdict(Enum):
    """Whether a property holds. NOT_PROVEN means that the time was over: neither yes nor no."""

    PROVEN = "proven"
    FAILED = "failed"
    NOT_PROVEN = "not proven"


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason why a property does not hold.

    `where` describes the cases that show it, as briefly as it can be; `case` is one of them in full, which the
    evaluator confirmed.
    """

    property: Property
    message: Said
    remedy: Said
    place: Place
    question: str = ""
    provisions: tuple[str, ...] = ()
    where: Cube | None = None
    case: Facts | None = None
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Checked:
    """One property of one stack: how many things were looked at, and what was found."""

    property: Property
    verdict: Verdict
    n_checked: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """All properties of one stack."""

    stack: Stack
    checked: tuple[Checked, ...]
    seconds: float

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding."""
        return tuple(finding for row in self.checked for finding in row.findings)

    @property
    def verdict(self) -> Verdict:
        """PROVEN when every property is, FAILED when one fails."""
        verdicts = {row.verdict for row in self.checked}
        if Verdict.FAILED in verdicts:
            return Verdict.FAILED
        return Verdict.NOT_PROVEN if Verdict.NOT_PROVEN in verdicts else Verdict.PROVEN
