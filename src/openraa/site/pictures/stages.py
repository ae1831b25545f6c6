"""The stages of a life that pictures tell apart, and how each is drawn and called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from xml.etree import ElementTree

from openraa.language import Language
from openraa.problems import Said, say
from openraa.register import Agreement, DatedOn, Finding, Force
from openraa.site.pictures.svg import Canvas, measure, wrap


class Stage(Enum):
    """How far an agreement has come, the furthest first."""

    IN_FORCE = "in force"
    UNCONFIRMED = "not confirmed"
    SIGNED = "signed"
    TALKS = "talks"
    ENDED = "ended"

    @property
    def says(self) -> Said:
        """Its name in a legend."""
        return _SAYS[self]

    @property
    def hatch(self) -> str:
        """The pattern that it is filled with; empty where it is a plain colour."""
        return _HATCH[self]


_SAYS = {
    Stage.IN_FORCE: say("in force"),
    Stage.UNCONFIRMED: say("signed; whether or since when in force is not confirmed"),
    Stage.SIGNED: say("signed, not yet in force"),
    Stage.TALKS: say("talks"),
    Stage.ENDED: say("ended"),
}
_HATCH = {
    Stage.IN_FORCE: "",
    Stage.UNCONFIRMED: "unknown",
    Stage.SIGNED: "signed",
    Stage.TALKS: "talks",
    Stage.ENDED: "ended",
}
FAMILIES = {
    "reciprocal_access": say("reciprocal access"),
    "status_of_forces": say("status of forces"),
    "defence_cooperation": say("defence cooperation"),
    "supplement": say("supplements and protocols"),
    "logistics": say("logistics"),
    "information": say("information security and equipment"),
    "acts": say("implementing acts"),
}
"""Kinds of agreement as pictures group them."""
_FAMILY = {
    "protocol": "supplement", "information_security": "information", "equipment_transfer": "information",
    "implementing_act": "acts",
}  # fmt: skip
VISITING = ("reciprocal_access", "status_of_forces", "defence_cooperation")
"""The families under which forces of one State visit another; others only add to them or serve another end."""


def family(agreement: Agreement) -> str:
    """The group of kinds that an agreement belongs to, a key of `FAMILIES`."""
    return _FAMILY.get(agreement.kind, agreement.kind)


@dataclass(frozen=True, slots=True)
class Phase:
    """One bar of a life: a stage from one date to another; without an end it lasts to the day of the picture."""

    stage: Stage
    begins: DatedOn
    ends: DatedOn | None


def phases(agreement: Agreement, on: date) -> tuple[Phase, ...]:
    """The bars of an agreement's life up to a day, as its dated events say and no further."""
    talks, signed = _first(agreement, on, "talks_start"), _first(agreement, on, "signature", "exchange_of_notes")
    force = _first(agreement, on, "entry_into_force")
    ended = _first(agreement, on, "termination")
    until = [party.until for party in agreement.parties if party.until]
    lapsed = ended is None and len(agreement.parties) == 2 and bool(until) and min(until) <= on
    if lapsed:
        last = min(until)
        ended = DatedOn(last.year, last.month, last.day)
    bars = []
    if talks:
        bars.append(Phase(Stage.TALKS, talks, signed or force or ended))
    if signed and (force is None or signed < force):
        known = force or agreement.in_force == "no"
        bars.append(Phase(Stage.SIGNED if known else Stage.UNCONFIRMED, signed, force or ended))
    if force:
        lost = agreement.in_force == "no" and ended is None
        bars.append(Phase(Stage.UNCONFIRMED if lost else Stage.IN_FORCE, force, ended))
        if ended and lapsed and agreement.in_force == "unknown":
            bars.append(Phase(Stage.UNCONFIRMED, ended, None))
    return tuple(bars)


def _first(agreement: Agreement, on: date, *kinds: str) -> DatedOn | None:
    for kind in kinds:
        days = [e.on for e in agreement.events(kind) if e.on and e.on.earliest <= on and not e.expected]
        if days:
            return min(days)
    return None


def stage(found: Finding, on: date) -> Stage | None:
    """How far what the register found between two States has come on a day; None where no step is recorded."""
    agreement = found.agreement
    match found.force:
        case Force.IN_FORCE | Force.IN_FORCE_UNDATED:
            return Stage.IN_FORCE
        case Force.ENDED:
            return Stage.ENDED
        case Force.WRONG_DIRECTION:
            return None
        case Force.UNKNOWN | Force.NOT_YET:
            if _first(agreement, on, "signature", "exchange_of_notes"):
                return Stage.UNCONFIRMED if found.force is Force.UNKNOWN else Stage.SIGNED
            if _first(agreement, on, "talks_start", "round", "agreement_in_principle", "intent"):
                return Stage.TALKS
            return None


def dated(on: DatedOn | None, words: Language) -> str:
    """A date of the register in the reader's language, as precise as it is known."""
    return words.when(on.year, on.month, on.day) if on else words("date not known")


def legend(
    canvas: Canvas, y: float, entries: list[tuple[str, str, str]], *, left: float = 24, size: float = 12.5
) -> float:
    """Boxes with their meaning in as many lines as it takes; each entry is class, pattern and text.

    Gives the base line after it.
    """
    x = left
    for colour, hatch, text in entries:
        lines = wrap(text, size, canvas.width - 24 - left - 26)
        wide = 26 + max(measure(line, size) for line in lines)
        if x > left and x + wide > canvas.width - 24:
            x, y = left, y + 22
        swatch(canvas, x, y - 11, 18, 12, colour, hatch)
        for line in lines:
            canvas.text(x + 25, y - 1, line, size=size, colour="soft")
            y += 17
        y -= 17
        x += wide + 22
    return y + 22


def swatch(
    canvas: Canvas,
    x: float,
    y: float,
    width: float,
    height: float,
    colour: str,
    hatch: str = "",
    parent: ElementTree.Element | None = None,
) -> ElementTree.Element:
    """A box in a colour or a pattern, with a border that holds it together in print."""
    paint = {"fill": canvas.fill(hatch)} if hatch else {}
    classes = f"s-{colour}" if hatch else f"f-{colour} s-{colour}"
    return canvas.add("rect", parent, "", x=x, y=y, width=max(width, 1.0), height=height, rx=2, class_=classes, **paint)


COLOUR = {
    Stage.IN_FORCE: "force",
    Stage.UNCONFIRMED: "soft",
    Stage.SIGNED: "signed",
    Stage.TALKS: "talks",
    Stage.ENDED: "ended",
}
