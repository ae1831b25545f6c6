"""What binds two States on a day: which agreement, since when, and which of several governs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from openraa.language import state_in_text
from openraa.problems import Said, say
from openraa.register.model import Agreement, Finding, Force, LifeEvent, Reach
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
    explanation: tuple[Said, ...]
    ambiguous: bool = False

    @property
    def unencoded(self) -> tuple[Finding, ...]:
        """The binding agreements on status whose text the register does not hold as a rulebook."""
        return tuple(row for row in self.findings if _unencoded(row))


def finding(agreement: Agreement, sending: str, receiving: str, on: date) -> Finding | None:
    """The agreement's force between two States on a day; None when it does not concern both.

    A State is bound from its own date; where the register has none, from the agreement's entry into force.
    """
    one, other = agreement.party(sending), agreement.party(receiving)
    if one is None or other is None or sending == receiving:
        return None
    if agreement.directions and (sending, receiving) not in agreement.directions:
        pairs = tuple(
            say("{sending} to {receiving}", sending=state_in_text(a), receiving=state_in_text(b))
            for a, b in agreement.directions
        )
        return Finding(
            agreement, Force.WRONG_DIRECTION, say("It covers only {directions}.", directions=pairs), None, True
        )
    ended = [event.on for event in agreement.events("termination") if event.on]
    until = min((p.until for p in (one, other) if p.until), default=None)
    if (ended and ended[0].latest <= on) or (until and until <= on):
        when = str(ended[0]) if ended else str(until)
        if not ended and agreement.in_force == "unknown":
            note = (
                say(agreement.in_force_note) if agreement.in_force_note else say("Whether it was renewed is not known.")
            )
            text = say("Its term ran to {when}. {note}", when=when, note=note)
            return Finding(agreement, Force.UNKNOWN, text, None, False)
        return Finding(agreement, Force.ENDED, say("It ended on {when}.", when=when), None, True)
    begun = [event for event in agreement.events("entry_into_force") if event.on]
    general = begun[0].on if begun else None
    dates = [party.since or (general.latest if general and party.verified else None) for party in (one, other)]
    verified = all(p.verified for p in (one, other)) and all(e.verified for e in begun)
    if agreement.in_force == "no":
        because = _noted(agreement, on)
        return Finding(agreement, Force.ENDED if begun else Force.NOT_YET, because, None, True)
    if None not in dates:
        since = max(day for day in dates if day is not None)
        if since <= on:
            told = str(general) if general and not general.day and since == general.latest else since
            text = say("In force since {since}.", since=told)
            if not verified:
                text = say("In force since {since} (unverified).", since=told)
            return Finding(agreement, Force.IN_FORCE, text, since, verified)
        text = say("In force only from {since}.", since=since)
        if not verified:
            text = say("In force only from {since} (unverified).", since=since)
        return Finding(agreement, Force.NOT_YET, text, since, verified)
    if agreement.in_force == "yes" and (general is None or general.earliest <= on):
        missing = tuple(country_name(p.state) for p, day in zip((one, other), dates, strict=True) if day is None)
        because = say("The date is not confirmed for: {states}.", states=missing)
        return Finding(agreement, Force.IN_FORCE_UNDATED, because, None, False)
    if agreement.in_force == "yes":
        return Finding(agreement, Force.NOT_YET, _progress(agreement, on), None, verified)
    because = _noted(agreement, on)
    signed = agreement.events("signature") or agreement.events("exchange_of_notes")
    return Finding(agreement, Force.UNKNOWN if signed else Force.NOT_YET, because, None, False)


def _noted(agreement: Agreement, on: date) -> Said:
    return say(agreement.in_force_note) if agreement.in_force_note else _progress(agreement, on)


def latest_step(agreement: Agreement, on: date) -> LifeEvent | None:
    """The last step of a life that had been taken by a day; statements and uses are no steps. None: none by then."""
    past = [event for event in agreement.life if event.on and event.on.earliest <= on and not event.expected]
    steps = [event for event in past if event.event not in ("statement", "joint_committee", "first_use")]
    return max(steps, key=lambda event: event.on.earliest if event.on else date.min, default=None)


def _progress(agreement: Agreement, on: date) -> Said:
    last = latest_step(agreement, on)
    if last is None:
        return say("No step is recorded by that date.")
    assert last.on
    values = {"step": say(last.event.replace("_", " ")), "on": last.on.earliest if last.on.day else str(last.on)}
    if last.verified:
        return say("Latest step by that date: {step}, {on}.", **values)
    return say("Latest step by that date: {step}, {on} (unverified).", **values)


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
    explanation: list[Said] = []
    unencoded = [
        say(
            "{agreement} binds them, but the register holds no rulebook of it: what it says is not taken into account."
            " {because}",
            agreement=say(row.agreement.short), because=row.because,
        )
        for row in found if _unencoded(row)
    ]  # fmt: skip
    if not bases and unencoded:
        explanation.append(
            say(
                "No rulebook of the register governs forces of {sending} in {receiving} on {on}.",
                sending=state_in_text(sending), receiving=state_in_text(receiving), on=on,
            )
        )  # fmt: skip
        return Governing(sending, receiving, on, (), (), tuple(found), (*explanation, *unencoded))
    if not bases:
        explanation.append(
            say(
                "No agreement of the register governs forces of {sending} in {receiving} on {on}.",
                sending=state_in_text(sending), receiving=state_in_text(receiving), on=on,
            )
        )  # fmt: skip
        return Governing(sending, receiving, on, (), (), tuple(found), tuple(explanation))
    base = bases[0]
    stack = list(base.agreement.stack)
    chosen = [base]
    name = say(base.agreement.short)
    explanation.append(say("{agreement} governs. {because}", agreement=name, because=base.because))
    for extra in binding:
        agreement = extra.agreement
        if extra is base:
            continue
        if agreement.reach is not Reach.GENERAL or agreement in [b.agreement for b in bases]:
            reason = say(agreement.reach_because or "It governs only where it is named.")
            explanation.append(
                say(
                    "{agreement} is in force too, but does not govern this visit: {reason}",
                    agreement=say(agreement.short), reason=reason,
                )
            )  # fmt: skip
        elif set(agreement.supplements) <= set(stack):
            stack += [name for name in agreement.stack if name not in stack]
            chosen.append(extra)
            explanation.append(
                say("{agreement} supplements it. {because}", agreement=say(agreement.short), because=extra.because)
            )
    explanation += unencoded
    if len(bases) > 1:
        others = ", ".join(f.agreement.id for f in bases)
        explanation.append(
            say(
                "More than one could govern ({others}): the visit file should name one, `agreement = [...]`.",
                others=others,
            )
        )
    return Governing(
        sending, receiving, on, tuple(stack), tuple(chosen), tuple(found), tuple(explanation), len(bases) > 1
    )


def _unencoded(row: Finding) -> bool:
    agreement = row.agreement
    return row.binds and agreement.on_status and not agreement.stack and agreement.reach is Reach.GENERAL


def _named(found: list[Finding], sending: str, receiving: str, on: date, named: tuple[str, ...]) -> Governing:
    by_id = {f.agreement.id: f for f in found}
    chosen = tuple(by_id[name] for name in named if name in by_id)
    explanation = []
    for row in chosen:
        values = {"agreement": say(row.agreement.short), "because": row.because, "force": say(row.force.value)}
        explanation.append(
            say("The visit names {agreement}. {because}", **values)
            if row.binds
            else say("The visit names {agreement}. {because} It is {force}: the plan is hypothetical.", **values)
        )
    for name in named:
        if name not in by_id:
            explanation.append(
                say(
                    "The visit names {name}, to which these two States are not both parties: the plan is hypothetical.",
                    name=name,
                )
            )
    return Governing(sending, receiving, on, named, chosen, tuple(found), tuple(explanation))
