"""Movement orders: one page for each person under an order of their own, and one order with a list for the group.

Fields after the NATO travel order as a form of the US Army (English and French) shows them. Languages: the sending
State's and English; under the NATO agreement French too, as its Art. III(2)(b) asks and the Czech foreign ministry
explains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from openraa.language import Language, language, official_language
from openraa.papers.basis import basis, may_be_asked, who
from openraa.papers.lines import cell, nationalities
from openraa.papers.model import (
    Block,
    Boxes,
    Column,
    Country,
    Field,
    Fields,
    Heading,
    Job,
    LeftOut,
    Measure,
    NewPage,
    Paper,
    Part,
    Place,
    Prose,
    States,
    Table,
    Total,
    Value,
    Voice,
)
from openraa.problems import Said, say
from openraa.visit import Line, Movement, Subject

SINGLE, GROUP = "movement-orders-single", "movement-order-group"
SINGLE_TITLE, GROUP_TITLE = say("Movement orders for single persons"), say("Movement order for a group")
_REQUIREMENTS = (
    "movement_order", "orders_authorising_arms", "courier_movement_order", "countersignature_of_movement_order",
)  # fmt: skip


def build_single(job: Job) -> Paper | LeftOut:
    """An order of their own for each person whose row says so."""
    people = _under(job, "individual")
    if not people:
        return LeftOut(SINGLE, SINGLE_TITLE, say("No row of the people's manifest asks for an individual order."))
    members = who(job.plan, "status.member", "qualifies")
    shared = basis(job.plan, labels=_REQUIREMENTS)
    blocks: list[Block] = []
    for line in people:
        if blocks:
            blocks.append(NewPage())
        blocks += [
            Heading(say("Order for {name}", name=line.label)),
            Fields(
                (
                    Field(say("Order number"), cell(line, "order_number") or None),
                    Field(say("Country of origin"), Country(job.visit.sending)),
                    Field(say("Name"), line.label, states=States.NAME),
                    Field(say("Rank"), cell(line, "rank") or None, states=States.RANK),
                    Field(say("Service number"), cell(line, "service_number") or None, states=States.SERVICE_NUMBER),
                    Field(say("Identity card"), cell(line, "id_card") or None, states=States.ID_CARD),
                    Field(say("Authority to carry arms"), _arms(line)),
                    *_weapon(line),
                ),
                Part.UNDER_SINGLE_ORDERS,
            ),
            Fields((*_journey(job), _dispatches(job, [line.label]))),
            Heading(say("Certificate")),
            Prose((_certificate(job, [line], members),), Voice.STATEMENT),
            *_signatures(job),
            *shared,
        ]
    remarks = _remarks(job) if _under(job, "collective") else (*_remarks(job), *_without_order(job))
    return Paper(SINGLE, SINGLE_TITLE, tuple(blocks), _languages(job), remarks=remarks)


def build_group(job: Job) -> Paper | LeftOut:
    """One order for everybody whose row says that they travel under the group's, with the list attached."""
    people = _under(job, "collective")
    if not people:
        return LeftOut(GROUP, GROUP_TITLE, say("No row of the people's manifest asks for a collective order."))
    members = who(job.plan, "status.member", "qualifies")
    order = job.visit.particulars.order
    numbers = {cell(line, "order_number") for line in people} - {""}
    total = Total(Part.UNDER_GROUP_ORDER, Measure.LINES, len(people))
    with_arms = [_arms(line) for line in people]
    roll = Table(
        columns=(
            Column(say("No."), right=True),
            Column(say("Name"), States.NAME, share=5),
            Column(say("Rank"), States.RANK, share=4),
            Column(say("Nationality"), States.NATIONALITY, share=2),
            Column(say("Service number"), States.SERVICE_NUMBER, share=3, optional=True),
            Column(say("Identity card"), States.ID_CARD, share=3),
            Column(say("Authority to carry arms"), share=4),
        ),
        rows=tuple(
            (
                n, line.label, cell(line, "rank"), nationalities(line), cell(line, "service_number"),
                cell(line, "id_card"), _arms(line),
            )
            for n, line in enumerate(people, 1)
        ),
        part=Part.UNDER_GROUP_ORDER,
        totals=((say("Persons on this list"), total),),
    )  # fmt: skip
    blocks: tuple[Block, ...] = (
        Fields(
            (
                Field(say("Order number"), order.number or (numbers.pop() if len(numbers) == 1 else None)),
                Field(say("Country of origin"), Country(job.visit.sending)),
                Field(say("Bearers: the group on the attached list, persons"), total),
                Field(
                    say("Of these with authority to carry arms"),
                    None if None in with_arms else with_arms.count(_GRANTED),
                ),
                *_journey(job),
                _dispatches(job, [line.label for line in people]),
            )
        ),
        Heading(say("Certificate")),
        Prose((_certificate(job, people, members),), Voice.STATEMENT),
        *_signatures(job),
        *basis(job.plan, labels=_REQUIREMENTS),
        NewPage(),
        Heading(say("Attached list")),
        roll,
    )
    return Paper(GROUP, GROUP_TITLE, blocks, _languages(job), remarks=(*_remarks(job), *_without_order(job)))


def _under(job: Job, kind: str) -> list[Line]:
    return [line for line in job.visit.of(Subject.PEOPLE) if line.facts.get("doc.movement_order") == kind]


def _languages(job: Job) -> tuple[Language, ...]:
    own = official_language(job.visit.sending)
    codes = [own, "en"] if own else ["en"]
    if job.plan.stack is not None and "nato-sofa-1951" in job.plan.stack.ids:
        codes.append("fr")
    return tuple(language(code) for code in dict.fromkeys(codes))


def _remarks(job: Job) -> tuple[Said, ...]:
    found = []
    if not official_language(job.visit.sending):
        found.append(
            say("It is not in a language of the sending State: there are none but English, French, Japanese, Italian.")
        )
    courier = job.visit.particulars.order.courier
    if courier and courier not in {line.label for line in job.visit.of(Subject.PEOPLE)}:
        found.append(say("The courier {name} is not among the people of the visit.", name=courier))
    return tuple(found)


def _without_order(job: Job) -> tuple[Said, ...]:
    """Those to whom the agreement gives an order to carry, but whose row names none."""
    needed = {id(line): line for todo in job.plan.todos if todo.due.label == "movement_order" for line in todo.lines}
    ordered = {id(line) for line in (*_under(job, "individual"), *_under(job, "collective"))}
    names = [line.label for key, line in needed.items() if key not in ordered and line.subject is Subject.PEOPLE]
    if not names:
        return ()
    return (say("Under no order, though the agreement asks for one: {names}.", names=", ".join(names)),)


def _journey(job: Job) -> tuple[Field, ...]:
    """From, to, via and the days, as far as the movements of the visit file say."""
    visit, movements = job.visit, job.visit.particulars.movements
    out, back = (movements[0], movements[-1]) if movements else (Movement(), Movement())
    returns = back if len(movements) > 1 and back.destination == out.origin else Movement()
    places = ", ".join(place.name for place in visit.places if place.name)
    return (
        Field(say("From"), out.origin or Country(visit.sending)),
        Field(say("To"), _where(visit.receiving, out.destination or places)),
        Field(say("Via"), ", ".join(out.via) or None, wide=True),
        Field(say("Departs on"), out.departs_at.date() if out.departs_at else None),
        Field(say("Expected to return on"), returns.arrives_at.date() if returns.arrives_at else None),
        Field(say("Stay in the receiving State, from"), visit.begins_on),
        Field(say("Stay in the receiving State, until"), visit.ends_on),
    )


_LOCODE = re.compile("([A-Z]{2})[A-Z2-9]{3}")


def _where(state: str, place: str) -> Value:
    """A place with its State; without it where the place is a UN/LOCODE of another, such as a stop on the way."""
    if not place:
        return Country(state)
    if (code := _LOCODE.fullmatch(place)) and code[1] != state:
        return place
    return say("{state}: {place}", state=Country(state), place=place)


_GRANTED, _NOT_GRANTED = say("granted"), say("not granted")


def _arms(line: Line) -> Value:
    """Granted only where the row says both that the person bears arms and that orders authorise it."""
    bears, authorised = line.facts.get("person.bears_arms"), line.facts.get("arms.orders_authorise")
    if bears is False or authorised is False:
        return _NOT_GRANTED
    return _GRANTED if bears and authorised else None


def _weapon(line: Line) -> tuple[Field, ...]:
    weapon, serial = cell(line, "weapon"), cell(line, "weapon_serial")
    if not (weapon or serial):
        return ()
    return (
        Field(say("Weapon"), weapon or None),
        Field(say("Serial number of the weapon"), serial or None, states=States.WEAPON_SERIAL),
    )


def _dispatches(job: Job, names: Sequence[str]) -> Field:
    """The sealed dispatches, on the order of whoever is their courier."""
    order = job.visit.particulars.order
    label = say("Authorised to carry sealed dispatches that hold official documents only")
    if not order.dispatches:
        return Field(label, None, wide=True)
    if order.courier and order.courier not in names:
        return Field(label, say("none"), wide=True)
    value = say("{n}, numbered {numbers}", n=len(order.dispatches), numbers=", ".join(order.dispatches))
    return Field(label, value, wide=True)


def _certificate(job: Job, people: Sequence[Line], members: set[int]) -> Said:
    """What the signer certifies; under an agreement only where everybody is determined to belong to the force."""
    plan = job.plan
    if plan.stack is None:
        return say(
            "I certify that those named in this order belong to the armed forces of {state} or travel with them, "
            "and that their movement is authorised.",
            state=Country(job.visit.sending, Place.OF),
        )
    names = {found.agreement.id: found.agreement.short for found in plan.governing.findings}
    agreement = say(names.get(plan.stack.ids[0], plan.stack.ids[0]))
    others = [line.label for line in people if id(line) not in members]
    if len(others) == len(people):
        return say(
            "I certify that those named in this order belong to a force under the {agreement}, and that their movement "
            "is authorised under it. What the visit file states does not settle that they belong to it.",
            agreement=agreement,
        )
    if others:
        return say(
            "I certify that those named in this order belong to a force under the {agreement}, and that their movement "
            "is authorised under it. Not settled for: {names}.",
            agreement=agreement,
            names=", ".join(others),
        )
    return say(
        "I certify that those named in this order belong to a force under the {agreement}, and that their movement is "
        "authorised under it.",
        agreement=agreement,
    )


def _signatures(job: Job) -> tuple[Block, ...]:
    order = job.visit.particulars.order
    name = " ".join(filter(None, (order.signed_rank, order.signed_by)))
    signer = ", ".join(filter(None, (name, order.signed_post)))
    day = order.issued_on.isoformat() if order.issued_on else ""
    fields = Fields(
        (
            Field(say("Issuing authority"), order.authority or None),
            Field(say("Issued at, on"), ", ".join(filter(None, (order.issued_at, day))) or None),
        )
    )
    rows = [Field(say("Signature: rank, name, post"), signer or None), Field(say("Stamp"), None)]
    if may_be_asked(job.plan, "countersignature_of_movement_order"):
        rows.append(Field(say("Countersignature of the receiving State, where it asks for one"), None))
    return fields, Boxes(tuple(rows))
