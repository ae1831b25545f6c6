"""Movement orders: one page for each person under an order of their own, and one order with a list for the group.

Fields after the NATO travel order as a form of the US Army (English and French) shows them. Languages: the sending
State's and English; under the NATO agreement French too, as its Art. III(2)(b) asks and the Czech foreign ministry
explains.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from openraa.language import Language, language, official_language
from openraa.papers.basis import basis, cites_of, may_be_asked, who
from openraa.papers.lines import cell, nationalities
from openraa.papers.model import (
    Block,
    Boxes,
    Cites,
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
_REQUIREMENTS = ("movement_order", "orders_authorising_arms", "countersignature_of_movement_order")
_COURIER = "courier_movement_order"


def build_single(job: Job) -> Paper | LeftOut:
    """An order of their own for each person whose row says so."""
    people = _under(job, "individual")
    if not people:
        return LeftOut(SINGLE, SINGLE_TITLE, say("No row of the people's manifest asks for an individual order."))
    members = who(job.plan, "status.member", "qualifies")
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
            Fields((*_journey(job), _dispatches(job, [line.label], alone=len(people) == 1))),
            Heading(say("Certificate")),
            *_certificate(job, [line], members),
            *_signatures(job),
            *basis(job.plan, labels=_requirements(job, [line]), with_lines=False),
        ]
    remarks = (*_remarks(job), *_unsettled(job, people, members))
    if not _under(job, "collective"):
        remarks += (*_without_courier(job), *_without_order(job))
    return Paper(SINGLE, SINGLE_TITLE, tuple(blocks), _languages(job), remarks=remarks)


def build_group(job: Job) -> Paper | LeftOut:
    """One order for everybody whose row says that they travel under the group's, with the list attached."""
    people = _under(job, "collective")
    if not people:
        return LeftOut(GROUP, GROUP_TITLE, say("No row of the people's manifest asks for a collective order."))
    members = who(job.plan, "status.member", "qualifies")
    order = job.visit.particulars.order
    single = may_be_asked(job.plan, _COURIER)  # then dispatches travel under an order of their courier's own
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
                *(() if single else (_dispatches(job, [line.label for line in people]),)),
            )
        ),
        Heading(say("Certificate")),
        *_certificate(job, people, members),
        *_signatures(job),
        *basis(job.plan, labels=_requirements(job, people, group=True), with_lines=False),
        NewPage(),
        Heading(say("Attached list")),
        roll,
    )
    remarks = (*_remarks(job), *_unsettled(job, people, members), *_without_courier(job), *_without_order(job))
    return Paper(GROUP, GROUP_TITLE, blocks, _languages(job), remarks=remarks)


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


def _without_courier(job: Job) -> tuple[Said, ...]:
    """Sealed dispatches for which the agreement asks an order of the courier's own, where nobody has one."""
    order = job.visit.particulars.order
    due = any(todo.due.label == _COURIER for todo in job.plan.todos)
    if not (due or (order.dispatches and may_be_asked(job.plan, _COURIER))):
        return ()
    if order.courier in {line.label for line in _under(job, "individual")}:
        return ()
    return (
        say(
            "Documents under seal travel with a courier who has an individual movement order ({cites}); the visit "
            "file names no courier with such an order.",
            cites=Cites(cites_of(job.plan, _COURIER)),
        ),
    )


def _requirements(job: Job, people: Sequence[Line], *, group: bool = False) -> tuple[str, ...]:
    """What an order answers: that of a courier is one of their own, and none for arms where nobody may carry them."""
    courier = not group and job.visit.particulars.order.courier in ("", *(line.label for line in people))
    unarmed = all(_arms(line) == _NOT_GRANTED for line in people)
    left_out = {"orders_authorising_arms"} if unarmed else set()
    return tuple(label for label in (*_REQUIREMENTS, *((_COURIER,) if courier else ())) if label not in left_out)


def _journey(job: Job) -> tuple[Field, ...]:
    """From, to, via and the days, as far as the movements of the visit file say."""
    visit, movements = job.visit, job.visit.particulars.movements
    out, back = (movements[0], movements[-1]) if movements else (Movement(), Movement())
    returns = back if len(movements) > 1 and back.destination == out.origin else Movement()
    places = ", ".join(place.name for place in visit.places if place.name)
    return (
        Field(say("From"), out.origin or Country(visit.sending)),
        Field(say("To"), out.destination or places or Country(visit.receiving)),
        Field(say("Via"), ", ".join(out.via) or None, wide=True),
        Field(say("Departs on"), _at(out.departs_at)),
        Field(say("Expected to return on"), _at(returns.arrives_at)),
        Field(say("Receiving State"), Country(visit.receiving), wide=True),
        Field(say("Stay in the receiving State, from"), visit.begins_on),
        Field(say("Stay in the receiving State, until"), visit.ends_on),
    )


def _at(at: datetime | None) -> str | None:
    """A day and time with its distance from UTC, since the day may be another one at the place."""
    if at is None:
        return None
    offset = "" if not at.tzinfo else " UTC" if not at.utcoffset() else f" (UTC{at.isoformat()[-6:]})"
    return f"{at:%Y-%m-%d %H:%M}{offset}"


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


def _dispatches(job: Job, names: Sequence[str], *, alone: bool = True) -> Field:
    """The sealed dispatches, on the order of whoever is their courier."""
    order = job.visit.particulars.order
    label = say("Authorised to carry sealed dispatches that hold official documents only")
    if not order.dispatches or not (order.courier or alone):
        return Field(label, None, wide=True)
    if order.courier and order.courier not in names:
        return Field(label, say("none"), wide=True)
    value = say("{n}, numbered {numbers}", n=len(order.dispatches), numbers=", ".join(order.dispatches))
    return Field(label, value, wide=True)


def _certificate(job: Job, people: Sequence[Line], members: set[int]) -> tuple[Block, ...]:
    """What the signer certifies, and for whom it still has to be settled before anybody can."""
    plan = job.plan
    if plan.stack is None:
        text = say(
            "I certify that those named in this order belong to the armed forces of {state} or travel with them, "
            "and that their movement is authorised.",
            state=Country(job.visit.sending, Place.OF),
        )
    else:
        names = {found.agreement.id: found.agreement.short for found in plan.governing.findings}
        text = say(
            "I certify that those named in this order belong to a force under the {agreement}, and that their "
            "movement is authorised under it.",
            agreement=say(names.get(plan.stack.ids[0], plan.stack.ids[0])),
        )
    certificate = Prose((text,), Voice.STATEMENT)
    unsettled = _unsettled(job, people, members)
    return (certificate, Prose(unsettled, Voice.REMARK)) if unsettled else (certificate,)


def _unsettled(job: Job, people: Sequence[Line], members: set[int]) -> tuple[Said, ...]:
    """Those of whom the certificate would say that they belong to the force, though that is not determined."""
    others = [line.label for line in people if id(line) not in members]
    if job.plan.stack is None or not others:
        return ()
    if len(others) == len(people):
        return (
            say(
                "To be settled before the certificate is signed: what the visit file states does not show that those "
                "named belong to the force."
            ),
        )
    return (
        say(
            "To be settled before the certificate is signed: what the visit file states does not show that these "
            "belong to the force: {names}.",
            names=", ".join(others),
        ),
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
