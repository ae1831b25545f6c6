"""The diplomatic clearance request for aircraft, with the content of the EU diplomatic clearance form, boxes 1 to 48.

The groups of boxes are those of the form; which number a single box has within its group was inferred from the order
of a copy, so single numbers are not printed.
"""

from __future__ import annotations

from openraa.papers.lines import cell, conveyances, dangerous, measure
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
    Prose,
    States,
    Table,
    Total,
    Value,
    Voice,
    plural,
)
from openraa.problems import Said, say
from openraa.visit import Line
from openraa.visit.particulars import Movement

NAME = "clearance-request"
TITLE = say("Diplomatic clearance request for aircraft")


def build(job: Job) -> Paper | LeftOut:
    """One request for the aircraft of the visit: their particulars, then each movement with entry and exit."""
    aircraft = conveyances(job.visit, "aircraft")
    if not aircraft:
        return LeftOut(NAME, TITLE, say("The visit lists no aircraft."))
    names = {line.label for line in aircraft}
    movements = [m for m in job.visit.particulars.movements if not m.conveyances or names & set(m.conveyances)]
    goods = dangerous(job.visit)
    blocks: list[Block] = [
        Fields(
            (
                Field(say("Reference number"), job.visit.particulars.order.number or None),
                Field(say("Amendment number"), None),
                Field(say("Requesting State"), Country(job.visit.sending)),
                Field(say("Issuing State"), Country(job.visit.receiving)),
            )
        ),
        Heading(say("What is asked (boxes 3 to 10)")),
        _asked(job, movements, goods),
        Heading(say("Aircraft (boxes 11 to 20)")),
        _aircraft(aircraft, movements),
    ]
    for n, movement in enumerate(movements, 1):
        blocks += _movement(job, movement, n, goods)
    if not movements:
        blocks += _movement(job, Movement(), 1, goods)
    if goods:
        blocks += [NewPage(), Heading(say("Appendix 2: dangerous goods (boxes 41 to 48)")), _goods(goods)]
    return Paper(NAME, TITLE, tuple(blocks), (job.words,), landscape=True)


def _asked(job: Job, movements: list[Movement], goods: list[Line]) -> Table:
    rules = {movement.flight_rules for movement in movements if movement.flight_rules}
    numbers = [movement.clearance_number for movement in movements if movement.clearance_number]
    return Table(
        columns=(
            Column(say("State"), share=3),
            Column(say("Request")),
            Column(say("Notification")),
            Column(say("Landing")),
            Column(say("Dangerous goods")),
            Column(say("Amendment")),
            Column(say("Flight rules")),
            Column(say("Existing clearance number"), share=3),
        ),
        rows=(
            (
                Country(job.visit.receiving),
                "" if numbers else say("yes"),
                say("yes") if numbers else "",
                say("yes"),
                say("yes") if goods else "",
                "",
                ", ".join(sorted(rules)),
                ", ".join(numbers),
            ),
        ),
    )


def _aircraft(aircraft: list[Line], movements: list[Movement]) -> Table:
    signs = {name: movement.call_sign for movement in movements for name in movement.conveyances}
    pilots = {name: movement.pilot for movement in movements for name in movement.conveyances}
    return Table(
        columns=(
            Column(say("Registration"), States.REGISTRATION, share=2),
            Column(say("Type"), States.DESCRIPTION, share=4),
            Column(say("Stands by")),
            Column(say("Call sign"), share=2),
            Column(say("Crew"), right=True),
            Column(say("Pilot: rank and name"), share=4),
            Column(say("Photo sensors")),
            Column(say("Armament")),
            Column(say("Electronic-warfare equipment")),
        ),
        rows=tuple(
            (
                line.label,
                cell(line, "description"),
                _yes_or_no(cell(line, "spare")),
                cell(line, "call_sign") or signs.get(line.label, ""),
                cell(line, "n_crew"),
                cell(line, "commander") or pilots.get(line.label, ""),
                _yes_or_no(cell(line, "photo_sensors")),
                _yes_or_no(cell(line, "armament")),
                _yes_or_no(cell(line, "ew_equipment")),
            )
            for line in aircraft
        ),
        part=Part.AIRCRAFT,
        totals=((say("Aircraft"), Total(Part.AIRCRAFT, Measure.LINES, len(aircraft))),),
    )


def _movement(job: Job, movement: Movement, n: int, goods: list[Line]) -> list[Block]:
    visit, contact = job.visit, job.visit.particulars.contact
    carried = [line for line in conveyances(visit, "aircraft") if line.label in movement.conveyances]
    counted = [cell(line, "n_passengers") for line in carried]
    passengers = sum(map(int, counted)) if counted and all(counted) else None
    return [
        Heading(say("Movement {n} (boxes 21 to 29)", n=n)),
        Fields(
            (
                Field(say("Aircraft on it"), ", ".join(movement.conveyances) or None),
                Field(say("Date"), movement.departs_at or visit.begins_on),
                Field(say("Purpose"), movement.purpose or visit.description or visit.activity or None, wide=True),
                Field(say("Departure"), _where(movement.origin, movement.departs_at)),
                Field(say("Destination"), _where(movement.destination, movement.arrives_at)),
                Field(say("Stops on the way"), ", ".join(movement.via) or say("none given")),
                Field(say("Alternates"), ", ".join(movement.alternates) or None),
                Field(say("Radio frequencies"), ", ".join(movement.frequencies) or None),
                Field(say("Passengers"), passengers),
                Field(
                    say("Very important persons: title or rank, and name"),
                    ", ".join(movement.vip) or say("none listed"),
                ),
                Field(say("Dangerous goods"), _goods_said(goods)),
            )
        ),
        Heading(say("Remarks and contact (boxes 30 to 34)")),
        Fields(
            (
                Field(say("Remarks"), movement.remarks or say("no remarks"), wide=True),
                Field(say("Contact"), " ".join(filter(None, (contact.rank, contact.name))) or None),
                Field(say("Telephone"), contact.telephone or None),
                Field(say("E-mail"), contact.email or None),
                Field(say("Fax"), None),
            )
        ),
        Heading(say("Reserved for the issuing State (boxes 35 and 36)")),
        Boxes(
            (
                Field(say("State and clearance number"), None),
                Field(say("Stamp"), None),
                Field(say("Date and signature"), None),
            )
        ),
        Heading(say("Appendix 1: route over the State (boxes 37 to 40)")),
        Table(
            columns=(
                Column(say("State"), share=2),
                Column(say("Entry point or airfield, time"), share=4),
                Column(say("Route over territory"), share=5),
                Column(say("Exit point or airfield, time"), share=4),
            ),
            rows=(
                (
                    Country(visit.receiving),
                    _where(movement.entry_point, movement.entry_at),
                    movement.route,
                    _where(movement.exit_point, movement.exit_at),
                ),
            ),
        ),
        Prose((say("Times marked Z are UTC; others are printed as the visit file gives them."),), Voice.REMARK),
    ]


def _goods(goods: list[Line]) -> Table:
    return Table(
        columns=(
            Column(say("UN number"), States.UN_NUMBER),
            Column(say("Proper shipping name"), share=4),
            Column(say("Class or division")),
            Column(say("Packing group")),
            Column(say("Gross mass, kg"), right=True),
            Column(say("Net quantity, kg"), right=True),
            Column(say("Net explosive quantity, kg"), right=True),
            Column(say("Goods as listed"), States.DESCRIPTION, share=4),
        ),
        rows=tuple(
            (
                cell(line, "un_number"),
                cell(line, "proper_shipping_name"),
                cell(line, "hazard_class"),
                cell(line, "packing_group"),
                measure(line, "gross_mass_kg"),
                measure(line, "net_mass_kg"),
                measure(line, "net_explosive_mass_kg"),
                cell(line, "description"),
            )
            for line in goods
        ),
        part=Part.DANGEROUS_GOODS,
    )


def _goods_said(goods: list[Line]) -> Value:
    if not goods:
        return say("none listed")
    return plural(
        "{n} line, see appendix 2",
        "{n} lines, see appendix 2",
        Total(Part.DANGEROUS_GOODS, Measure.LINES, len(goods)),
    )


def _where(place: str, at: Value) -> Value:
    if not place and at is None:
        return None
    return say("{place}, {at}", place=place, at=at) if place and at is not None else place or at


def _yes_or_no(text: str) -> Said | str:
    return {"yes": say("yes"), "no": say("no")}.get(text, text)
