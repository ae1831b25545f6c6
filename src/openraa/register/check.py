"""Lives that cannot be: what is wrong in one agreement, and what only shows beside the others or on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from openraa.problems import Place, Problem, Severity, say
from openraa.register.model import Agreement, DatedOn, LifeEvent
from openraa.vocabulary import country, country_on, withdrawn

ORDER = (
    ("talks_start", "agreement_in_principle"),
    ("talks_start", "signature"),
    ("agreement_in_principle", "signature"),
    ("signature", "ratification"),
    ("signature", "entry_into_force"),
    ("entry_into_force", "first_use"),
    ("entry_into_force", "joint_committee"),
    ("entry_into_force", "termination"),
)
"""Steps of which the second cannot come before the first. Parliaments may approve before the signature."""
BY_A_PARTY = ("tabled", "approval", "ratification")
ONCE = ("intent", "talks_start", "agreement_in_principle", "signature", "entry_into_force", "termination")


def impossible(agreement: Agreement) -> list[Problem]:
    """What cannot be in the life of one agreement, whatever the others say and whatever day it is."""
    found = [*_order(agreement), *_twice(agreement), *_by_strangers(agreement), *_unsourced(agreement)]
    found += [*_party_dates(agreement), *_codes(agreement), *_force_rule(agreement)]
    return sorted(found, key=lambda problem: problem.place)


def check_register(agreements: Mapping[str, Agreement], today: date, only: Iterable[str] = ()) -> list[Problem]:
    """What is wrong beside the other agreements or on this day: unknown names, and a future told as past.

    `only` limits the report to these agreements; the names of all are known.
    """
    chosen = set(only) or set(agreements)
    found: list[Problem] = []
    for agreement in agreements.values():
        if agreement.id in chosen:
            found += [*_unknown_names(agreement, agreements), *_future(agreement, today)]
    return sorted(found, key=lambda problem: problem.place)


def _first(agreement: Agreement, kind: str) -> LifeEvent | None:
    dated = [event for event in agreement.events(kind) if event.on]
    return min(dated, key=lambda event: event.on or DatedOn(9999), default=None)


def _order(agreement: Agreement) -> Iterator[Problem]:
    provisional = bool(agreement.events("provisional_application"))
    for earlier, later in ORDER:
        before, after = _first(agreement, earlier), _first(agreement, later)
        if not before or not after or not before.on or not after.on or after.on.latest >= before.on.earliest:
            continue
        if provisional and "entry_into_force" in (earlier, later):
            continue
        steps = {"later": _words(after), "day": str(after.on), "earlier": _words(before), "first": str(before.on)}
        if later == "entry_into_force":
            remedy = say("Correct a date, or record the provisional application.")
        else:
            remedy = say("Correct a date; another date that a source gives belongs under `disputed`.")
        yield Problem(
            after.at, "life", say("{later} on {day}, before {earlier} on {first}", **steps), remedy
        )  # fmt: skip


def _words(event: LifeEvent) -> object:
    return say(event.event.replace("_", " "))


def _twice(agreement: Agreement) -> Iterator[Problem]:
    known: dict[object, LifeEvent] = {}
    for event in agreement.life:
        key: object = (event.event, event.state)
        if event.event not in ONCE:
            key = (event.event, event.state, event.on, event.note)
        if key in known:
            yield Problem(
                event.at, "duplicate-event",
                say("{step} is given twice; it stands already in line {line}", step=_words(event),
                    line=known[key].at.line),
                say("Keep one; another date that a source gives belongs under `disputed`."),
            )  # fmt: skip
        known.setdefault(key, event)
    states = [party.state for party in agreement.parties]
    for n, party in enumerate(agreement.parties):
        if party.state in states[:n]:
            yield Problem(
                party.at, "duplicate-party", say("{state} is a party twice", state=party.state), say("Keep one.")
            )


def _by_strangers(agreement: Agreement) -> Iterator[Problem]:
    if not agreement.parties:
        return
    for event in agreement.life:
        if event.event in BY_A_PARTY and country(event.state) and agreement.party(event.state) is None:
            yield Problem(
                event.at, "not-a-party",
                say("{step} by {state}, which is no party", step=_words(event), state=event.state),
                say("The parties are {states}.", states=", ".join(party.state for party in agreement.parties)),
            )  # fmt: skip


def _unsourced(agreement: Agreement) -> Iterator[Problem]:
    remedy = say("Name its sources under `sources`; what no source says is left out.")
    for event in agreement.life:
        if not event.sources:
            yield Problem(event.at, "no-source", say("an event without a source"), remedy)
        for other in event.disputed:
            if not other.sources:
                yield Problem(event.at, "no-source", say("a disputed fact without a source"), remedy)
    for party in agreement.parties:
        if party.verified and not party.sources:
            remedy_of_party = say("Name its sources, or say `verified: unverified`.")
            yield Problem(party.at, "no-source", say("a party without a source"), remedy_of_party)
    for row in agreement.territory:
        if row.applies in ("yes", "no") and not row.sources:
            yield Problem(
                row.at, "no-source", say("a territory without a source"),
                say("Name its sources, or say `applies: unknown`."),
            )  # fmt: skip


def _party_dates(agreement: Agreement) -> Iterator[Problem]:
    force = _first(agreement, "entry_into_force")
    provisional = bool(agreement.events("provisional_application"))
    for party in agreement.parties:
        if party.since and party.until and party.until < party.since:
            yield Problem(
                party.at, "life", say("bound until {until}, before {since}", until=party.until, since=party.since),
                say("Correct a date."),
            )  # fmt: skip
        if party.since and force and force.on and party.since < force.on.earliest and not provisional:
            values = {"state": party.state, "since": party.since, "force": str(force.on)}
            yield Problem(
                party.at, "life",
                say("{state} is bound from {since}, before the entry into force on {force}", **values),
                say("Correct a date, or record the provisional application."),
            )  # fmt: skip


def _codes(agreement: Agreement) -> Iterator[Problem]:
    """A withdrawn code stands only where its day lies before the withdrawal."""
    for event in agreement.life:
        yield from _code(event.state, event.on.earliest if event.on else None, event.at)
    for party in agreement.parties:
        yield from _code(party.state, party.until, party.at)
    for row in agreement.territory:
        yield from _code(row.state, None, row.at)


def _code(code: str, on: date | None, at: Place) -> Iterator[Problem]:
    row = country(code) if on is None else country_on(code, on)
    if row and row["valid_to"] and (on is None or on.isoformat()[: len(row["valid_to"])] > row["valid_to"]):
        yield Problem(at, "withdrawn-country", *withdrawn(row))


def _force_rule(agreement: Agreement) -> Iterator[Problem]:
    rule = agreement.force_rule
    begun = _first(agreement, "entry_into_force")
    if not rule or not rule.days or not begun or not begun.on or not begun.on.day:
        return
    before = _first(agreement, rule.after)
    if before and before.on and before.on.day:
        expected = before.on.earliest + timedelta(days=rule.days)
        if begun.on.earliest != expected:
            values = {"days": rule.days, "step": _words(before), "expected": expected, "found": begun.on.earliest}
            yield Problem(
                begun.at, "force-rule",
                say("by its rule ({days} days after {step}) it enters into force on {expected}, not on {found}",
                    **values),
                say("Correct a date or `force_rule`."),
            )  # fmt: skip


def _unknown_names(agreement: Agreement, known: Mapping[str, Agreement]) -> Iterator[Problem]:
    lists = {"supplements": agreement.supplements, "stack": agreement.stack, "related": agreement.related}
    for key, names in lists.items():
        for name in names:
            if name not in known:
                yield Problem(
                    Place(agreement.path), "unknown-agreement",
                    say("`{key}` names `{name}`, which is no agreement of the register", key=key, name=name),
                    say("`raa agreements` lists them all."),
                )  # fmt: skip


def _future(agreement: Agreement, today: date) -> Iterator[Problem]:
    for event in agreement.life:
        if event.on and event.on.earliest > today and not event.expected:
            yield Problem(
                event.at, "future",
                say("{step} on {day} lies after today, {today}", step=_words(event), day=str(event.on), today=today),
                say("Correct the date, or say `expected: yes`."),
            )  # fmt: skip
        if event.on and event.on.latest < today and event.expected:
            yield Problem(
                event.at, "expected-and-past",
                say("{step} was expected for {day}, which has passed", step=_words(event), day=str(event.on)),
                say("Say what happened, with its source, or remove it."), Severity.WARNING,
            )  # fmt: skip
    coming = any(event.expected for event in agreement.events("entry_into_force"))
    for party in agreement.parties:
        if party.since and party.since > today and not coming:
            yield Problem(
                party.at, "future",
                say("{state} is bound from {since}, which lies after today, {today}", state=party.state,
                    since=party.since, today=today),
                say("Correct the date, or record the entry into force with `expected: yes`."),
            )  # fmt: skip
    for source in agreement.sources.values():
        on = DatedOn.parse(source.date)
        if on and on.earliest > today:
            yield Problem(
                Place(agreement.path), "future",
                say("the source {key} is dated {day}, after today, {today}", key=source.key, day=str(on), today=today),
                say("Correct the date."),
            )  # fmt: skip
