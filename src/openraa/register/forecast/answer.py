"""When may it be signed, when in force: the estimate for one agreement on a day, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from openraa.language import state_in_text
from openraa.problems import COMMAND_LINE, Problem, Refused, Said, nearest, say
from openraa.register.forecast.classes import (
    ENOUGH,
    ENOUGH_FOR_80,
    ReferenceClass,
    reference_class,
)
from openraa.register.forecast.curve import Distribution, model_of
from openraa.register.forecast.span import Span, Step, span_of
from openraa.register.model import Agreement, DatedOn, LifeEvent
from openraa.vocabulary import country

FEW_BEYOND = 3


class Stage(Enum):
    """How far an agreement had come on a day."""

    BEFORE_TALKS = "talks have not begun"
    TALKS = "talks are running"
    SIGNED = "signed, not in force"
    IN_FORCE = "in force"
    ENDED = "no longer in force"
    UNKNOWN = "not known"


@dataclass(frozen=True)
class Estimate:
    """How long a step still takes: days from the day that was asked about, never less than none."""

    distribution: Distribution

    @property
    def median(self) -> float:
        """As likely sooner as later."""
        return self.distribution.quantile(0.5)

    def interval(self, share: float) -> tuple[float, float]:
        """The middle of the distribution that holds this share of it."""
        return self.distribution.quantile((1 - share) / 2), self.distribution.quantile((1 + share) / 2)

    def chance_by(self, days: float) -> float:
        """The chance that the step is done within so many days."""
        return 1 - self.distribution.chance_longer(days)


@dataclass(frozen=True)
class Part:
    """One step that lies ahead: its estimate, or why there is none.

    `passed` is how many days the step runs already, at least; None where it has not begun.
    """

    step: Step
    reference: ReferenceClass
    passed: int | None
    estimate: Estimate | None
    refusal: Said | None
    doubts: tuple[Said, ...]


@dataclass(frozen=True)
class Forecast:
    """What the register's history says on a day about what is ahead of an agreement.

    `parts` holds the steps ahead in their order; `in_force` adds them up where both can be estimated.
    """

    agreement: Agreement
    at: date
    stage: Stage
    says: Said
    parts: tuple[Part, ...]
    in_force: Estimate | None
    last_step: LifeEvent | None

    @property
    def answered(self) -> bool:
        """Whether there is an estimate, or nothing is left to estimate."""
        return self.stage is Stage.IN_FORCE or any(part.estimate for part in self.parts)


def forecast(agreements: Iterable[Agreement], of: Agreement, at: date) -> Forecast:
    """When an agreement may be signed and in force, judged on a day by what the register dates up to that day.

    The estimate is conditional: a step that has run for long is compared with those that ran as long.
    """
    known = list(agreements)
    past = [e for e in of.life if e.on and e.on.latest <= at and e.event != "statement" and not e.expected]
    last = max(past, key=lambda e: e.on.earliest if e.on else date.min, default=None)
    stage, says = _stage(of, at)
    if stage is Stage.TALKS:
        signature = _part(known, of, Step.SIGNATURE, at)
        force = _part(known, of, Step.FORCE, at)
        total = None
        if signature.estimate and force.estimate:
            total = Estimate(signature.estimate.distribution.then(force.estimate.distribution))
        return Forecast(of, at, stage, says, (signature, force), total, last)
    if stage is Stage.SIGNED:
        part = _part(known, of, Step.FORCE, at)
        return Forecast(of, at, stage, says, (part,), part.estimate, last)
    return Forecast(of, at, stage, says, (), None, last)


def _stage(of: Agreement, at: date) -> tuple[Stage, Said]:
    force, signature = (span_of(of, step, at) for step in (Step.FORCE, Step.SIGNATURE))
    begun = [e.on for e in of.events("entry_into_force") if e.on and e.on.earliest <= at and not e.expected]
    if begun:
        if of.in_force == "no":
            return Stage.ENDED, say("It entered into force on {day} and is no longer in force.", day=_day(min(begun)))
        return Stage.IN_FORCE, say("It entered into force on {day}: nothing is left to estimate.", day=_day(min(begun)))
    if isinstance(force, Span):
        return Stage.SIGNED, say("It was signed on {day}; it is not in force.", day=_day(force.start))
    if isinstance(signature, Span) and signature.running:
        return Stage.TALKS, say("Talks began on {day}.", day=_day(signature.start))
    starts = [e for e in of.events("talks_start") if e.on and not e.expected]
    if of.in_force == "yes":
        return Stage.IN_FORCE, say("It is in force; the register does not know since when.")
    if not starts and not of.events("signature") and of.in_force == "no":
        return Stage.BEFORE_TALKS, say("The register has no start of talks: there is nothing to count from.")
    if starts and all(e.on and e.on.latest > at for e in starts):
        return Stage.BEFORE_TALKS, say(
            "By {at} talks had not begun: they began on {day}.", at=at, day=_day(min(e.on for e in starts if e.on))
        )
    return Stage.UNKNOWN, say("The register does not know how far it has come: there is nothing to count from.")


def _day(on: DatedOn) -> date | str:
    """The day, for a language to write; what is less precise stays as it is."""
    return on.earliest if on.day else str(on)


def _part(agreements: Sequence[Agreement], of: Agreement, step: Step, at: date) -> Part:
    reference = reference_class(agreements, of, step, at)
    own = span_of(of, step, at)
    passed = own.shortest if isinstance(own, Span) else None
    refusal = _refusal(reference, passed or 0)
    if refusal:
        return Part(step, reference, passed, None, refusal, ())
    estimate = Estimate(model_of(reference.spans).left(float(passed or 0)))
    return Part(step, reference, passed, estimate, None, tuple(_doubts(reference, passed or 0)))


def _refusal(reference: ReferenceClass, passed: int) -> Said | None:
    if not reference.enough:
        return say(
            "No estimate: the widest class has {n} completed steps, and {enough} are the fewest that bear one.",
            n=len(reference.completed), enough=ENOUGH,
        )  # fmt: skip
    if all(span.middle <= passed for span in reference.spans):
        return say("No estimate: it has run longer than every agreement of the class, so that history is silent.")
    return None


def _doubts(reference: ReferenceClass, passed: int) -> Iterable[Said]:
    n = len(reference.completed)
    beyond = [span for span in reference.spans if span.middle > passed]
    if passed and len(beyond) < FEW_BEYOND:
        names = tuple(say(span.short) for span in beyond)
        yield say(
            "Only {n} of the class lasted longer than this has run ({names}): "
            "what follows rests on the form of the curve, hardly on cases.",
            n=len(beyond), names=names,
        )  # fmt: skip
    if n < ENOUGH_FOR_80:
        yield say(
            "With {n} completed steps the 80 % interval rests on the form of the curve; {enough} would bear it.",
            n=n, enough=ENOUGH_FOR_80,
        )  # fmt: skip
    yield say(
        "The register holds agreements that were concluded more often than talks that failed: the estimate is "
        "rather too early than too late."
    )


def statements_of(of: Agreement, at: date) -> tuple[LifeEvent, ...]:
    """What was said about an agreement up to a day, as the register has it, the latest first."""
    said = [e for e in of.events("statement") if e.on and e.on.earliest <= at]
    return tuple(sorted(said, key=lambda e: e.on.earliest if e.on else date.min, reverse=True))


def agreement_meant(agreements: Iterable[Agreement], names: Sequence[str]) -> Agreement:
    """The agreement that an id (`jp-fr-raa`) or two States (`jp-fr`, or `JP` and `FR`) mean.

    Between two States it is the visiting-forces agreement that is not in force yet; else the one that is.

    Raises:
        Refused: there is none, or several could be meant.
    """
    known = {agreement.id: agreement for agreement in agreements}
    if len(names) == 1 and names[0] in known:
        return known[names[0]]
    states = [_state(part) for part in (names[0].split("-") if len(names) == 1 else names)]
    if len(states) != 2 or None in states or states[0] == states[1]:
        name = " ".join(names)
        remedy = nearest(name, known) or say("Name an agreement (`raa agreements` lists them) or two States: `jp-fr`.")
        message = say("`{name}` is neither an agreement of the register nor two States", name=name)
        raise Refused(Problem(COMMAND_LINE, "unknown-agreement", message, remedy))
    one, other = (str(state) for state in states)
    both = [a for a in known.values() if a.party(one) and a.party(other) and a.on_status]
    found = [a for a in both if len(a.parties) == 2] or both
    ahead = [a for a in found if a.in_force == "no" and not a.events("entry_into_force")]
    found = ahead or found
    if len(found) == 1:
        return found[0]
    pair = {"one": state_in_text(one), "other": state_in_text(other)}
    if not found:
        message = say("the register has no visiting-forces agreement of {one} and {other}", **pair)
        raise Refused(Problem(COMMAND_LINE, "unknown-agreement", message, say("`raa agreements` lists them all.")))
    ids = ", ".join(a.id for a in found)
    message = say("several agreements of {one} and {other} could be meant", **pair)
    raise Refused(Problem(COMMAND_LINE, "agreement", message, say("Name one: {ids}.", ids=ids)))


def _state(text: str) -> str | None:
    row = country(text.upper())
    return row["alpha2"] if row and not row["valid_to"] else None
