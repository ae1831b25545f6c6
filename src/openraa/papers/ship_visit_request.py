"""The ship visit request: the fields that the known requests for visits of warships and public vessels share."""

from __future__ import annotations

from openraa.papers.lines import cell, conveyances, measure
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
    Paper,
    Part,
    States,
    Table,
    Total,
)
from openraa.problems import say
from openraa.visit import Line

NAME = "ship-visit-request"
TITLE = say("Ship visit request")


def build(job: Job) -> Paper | LeftOut:
    """One request for the ships of the visit, with their dimensions, the call and the people on board."""
    ships = conveyances(job.visit, "ship")
    if not ships:
        return LeftOut(NAME, TITLE, say("The visit lists no ship."))
    visit, ship, contact = job.visit, job.visit.particulars.ship, job.visit.particulars.contact
    blocks: list[Block] = [
        Fields(
            (
                Field(say("Requesting State"), Country(visit.sending)),
                Field(say("State visited"), Country(visit.receiving)),
                Field(say("Agency"), visit.particulars.order.authority or None),
                Field(say("Reference number"), visit.particulars.order.number or None),
                Field(say("Purpose"), ship.purpose or visit.description or visit.activity or None, wide=True),
            )
        ),
        Heading(say("Ships")),
        _ships(ships),
        Heading(say("Call")),
        Fields(
            (
                Field(say("Port"), ship.port or (visit.places[0].name if visit.places else None)),
                Field(say("Berth"), ship.berth or None),
                Field(say("Arrives"), ship.arrives_at or visit.begins_on),
                Field(say("Departs"), ship.departs_at or visit.ends_on),
                Field(say("Last port"), ship.last_port or None),
                Field(say("Next port"), ship.next_port or None),
                Field(say("Radio frequencies"), ", ".join(ship.frequencies) or None),
                Field(say("Services asked for"), ", ".join(ship.services) or say("none"), wide=True),
            )
        ),
        Heading(say("People on board")),
        Fields(
            (
                Field(say("Head of delegation"), ship.head_of_delegation or say("none named")),
                Field(say("Officers"), ship.n_officers),
                Field(say("Petty officers"), ship.n_petty_officers),
                Field(say("Other ranks"), ship.n_ratings),
                Field(say("Passengers"), ship.n_passengers),
                Field(say("Largest daily liberty party"), ship.largest_liberty_party),
            )
        ),
        Heading(say("Contact")),
        Fields(
            (
                Field(say("Contact"), " ".join(filter(None, (contact.rank, contact.name))) or None),
                Field(say("Telephone"), contact.telephone or None),
                Field(say("E-mail"), contact.email or None),
            )
        ),
        Boxes((Field(say("Date and signature"), None), Field(say("For the State visited"), None))),
    ]
    return Paper(NAME, TITLE, tuple(blocks), (job.words,), landscape=True)


def _ships(ships: list[Line]) -> Table:
    return Table(
        columns=(
            Column(say("Hull number"), States.REGISTRATION, share=2),
            Column(say("Name and type"), States.DESCRIPTION, share=5),
            Column(say("Call sign"), share=2),
            Column(say("Commanding officer: rank and name"), share=4),
            Column(say("Length, m"), right=True),
            Column(say("Breadth, m"), right=True),
            Column(say("Draught, m"), right=True),
            Column(say("Displacement, t"), right=True),
            Column(say("Weapons on board")),
        ),
        rows=tuple(
            (
                line.label,
                cell(line, "description"),
                cell(line, "call_sign"),
                cell(line, "commander"),
                measure(line, "length_m"),
                measure(line, "width_m"),
                measure(line, "draught_m"),
                measure(line, "displacement_t"),
                {"yes": say("yes"), "no": say("no")}.get(cell(line, "armament"), ""),
            )
            for line in ships
        ),
        part=Part.SHIPS,
        totals=((say("Ships"), Total(Part.SHIPS, Measure.LINES, len(ships))),),
    )
