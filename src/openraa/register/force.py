"""What binds two States on a day: which agreement, since when, and which of several governs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openraa.register.model import Agreement, Finding, Force, Reach
from openraa.vocabulary import country_name


@dataclass(frozen=True, slots=True)
class Governing:
    """The answer for one direction on one day.

    `governs` is the stack to judge under, empty when nothing governs; `findings` holds every agreement of
    the register between the two States, the binding ones first.
    """

    sending: str
    receiving: str
    on: date
    governs: tuple[str, ...]
    chosen: tuple[Finding, ...]
    findings: tuple[Finding, ...]
    explanation: tuple[str, ...]
    ambiguous: bool = False


def finding(agreement: Agreement, sending: str, receiving: str, on: date) -> Finding | None:
    """The agreement's force between two States on a day; None when it does not concern both.

    A State is bound from its own date; where the register has none, from the agreement's entry into force.
    """
    one, other = agreement.party(sending), agreement.party(receiving)
    if one is None or other is None or sending == receiving:
        return None
    if agreement.directions and (sending, receiving) not in agreement.directions:
        covered = "; ".join(f"{country_name(a)} to {country_name(b)}" for a, b in agreement.directions)
        return Finding(agreement, Force.WRONG_DIRECTION, f"It covers only {covered}.", None, True)
    ended = [event.on for event in agreement.events("termination") if event.on]
    until = min((p.until for p in (one, other) if p.until), default=None)
    if (ended and ended[0].latest <= on) or (until and until <= on):
        when = str(ended[0]) if ended else str(until)
        if not ended and agreement.in_force == "unknown":
            note = agreement.in_force_note or "Whether it was renewed is not known."
            return Finding(agreement, Force.UNKNOWN, f"Its term ran to {when}. {note}", None, False)
        return Finding(agreement, Force.ENDED, f"It ended on {when}.", None, True)
    begun = [event for event in agreement.events("entry_into_force") if event.on]
    general = begun[0].on if begun else None
    dates = [party.since or (general.latest if general and party.verified else None) for party in (one, other)]
    verified = all(p.verified for p in (one, other)) and all(e.verified for e in begun)
    if agreement.in_force == "no":
        because = agreement.in_force_note or _progress(agreement, on)
        return Finding(agreement, Force.ENDED if begun else Force.NOT_YET, because, None, True)
    if None not in dates:
        since = max(day for day in dates if day is not None)
        if since <= on:
            return Finding(agreement, Force.IN_FORCE, f"In force since {since}.", since, verified)
        return Finding(agreement, Force.NOT_YET, f"In force only from {since}.", since, verified)
    if agreement.in_force == "yes" and (general is None or general.earliest <= on):
        missing = [p.state for p, day in zip((one, other), dates, strict=True) if day is None]
        because = f"The date for {' and '.join(country_name(s) for s in missing)} is not confirmed."
        return Finding(agreement, Force.IN_FORCE_UNDATED, because, None, False)
    if agreement.in_force == "yes":
        return Finding(agreement, Force.NOT_YET, _progress(agreement, on), None, verified)
    because = agreement.in_force_note or _progress(agreement, on)
    signed = agreement.events("signature") or agreement.events("exchange_of_notes")
    return Finding(agreement, Force.UNKNOWN if signed else Force.NOT_YET, because, None, False)


def _progress(agreement: Agreement, on: date) -> str:
    past = [event for event in agreement.life if event.on and event.on.earliest <= on]
    steps = [event for event in past if event.event not in ("statement", "joint_committee", "first_use")]
    if not steps:
        return "No step is recorded by that date."
    last = max(steps, key=lambda event: event.on.earliest if event.on else date.min)
    mark = "" if last.verified else " (unverified)"
    return f"Latest step by that date: {last.event.replace('_', ' ')}, {last.on}{mark}."


def treaty_circle(agreements: Iterable[Agreement], sending: str, receiving: str, on: date) -> frozenset[str]:
    """The States inside the treaty circle of what governs: needed to tell third parties' nationals apart."""
    result = governing(agreements, sending, receiving, on)
    return frozenset(party.state for found in result.chosen for party in found.agreement.parties)


def governing(
    agreements: Iterable[Agreement], sending: str, receiving: str, on: date, named: tuple[str, ...] = ()
) -> Governing:
    """Which agreement governs a visit from one State to another that begins on a day.

    Among binding agreements the supplements join their base. An agreement that covers special units, or
    that yields to others by its own terms, governs only when it is `named`. Two general ones are ambiguous.
    """
    order = list(Force)
    found = [f for f in (finding(a, sending, receiving, on) for a in agreements) if f is not None]
    found.sort(key=lambda f: (order.index(f.force), f.agreement.id))
    binding = [f for f in found if f.binds and f.agreement.stack]
    if named:
        return _named(found, sending, receiving, on, named)
    bases = [f for f in binding if not f.agreement.supplements and f.agreement.reach is Reach.GENERAL]
    if not bases:
        bases = [f for f in binding if f.agreement.reach is Reach.YIELDS]
    explanation: list[str] = []
    if not bases:
        explanation.append(
            f"No agreement of the register governs forces of {country_name(sending)} "
            f"in {country_name(receiving)} on {on}."
        )
        return Governing(sending, receiving, on, (), (), tuple(found), tuple(explanation))
    base = bases[0]
    stack = list(base.agreement.stack)
    chosen = [base]
    explanation.append(f"{base.agreement.short} governs. {base.because}")
    for extra in binding:
        agreement = extra.agreement
        if extra is base:
            continue
        if agreement.reach is not Reach.GENERAL or agreement in [b.agreement for b in bases]:
            reason = agreement.reach_because or "It governs only where it is named."
            explanation.append(f"{agreement.short} is in force too, but does not govern this visit: {reason}")
        elif set(agreement.supplements) <= set(stack):
            stack += [name for name in agreement.stack if name not in stack]
            chosen.append(extra)
            explanation.append(f"{agreement.short} supplements it. {extra.because}")
    if len(bases) > 1:
        others = ", ".join(f.agreement.id for f in bases)
        explanation.append(
            f"More than one could govern ({others}): the visit file should name one, `agreement = [...]`."
        )
    return Governing(
        sending, receiving, on, tuple(stack), tuple(chosen), tuple(found), tuple(explanation), len(bases) > 1
    )


def _named(found: list[Finding], sending: str, receiving: str, on: date, named: tuple[str, ...]) -> Governing:
    by_id = {f.agreement.id: f for f in found}
    chosen = tuple(by_id[name] for name in named if name in by_id)
    explanation = []
    for row in chosen:
        sure = "" if row.binds else f" It is {row.force.value}: the plan is hypothetical."
        explanation.append(f"The visit names {row.agreement.short}. {row.because}{sure}")
    for name in named:
        if name not in by_id:
            explanation.append(
                f"The visit names {name}, to which these two States are not both parties: the plan is hypothetical."
            )
    return Governing(sending, receiving, on, named, chosen, tuple(found), tuple(explanation))
