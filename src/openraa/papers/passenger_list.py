"""The passenger list: who travels on which movement, as PDF and as UN/EDIFACT PAXLST."""

from __future__ import annotations

from datetime import date, datetime, time

from openraa.papers.lines import cell, nationalities
from openraa.papers.model import (
    Block,
    Column,
    Field,
    Fields,
    Heading,
    Job,
    LeftOut,
    MachineForm,
    Measure,
    Paper,
    Part,
    Prose,
    Statement,
    States,
    Table,
    Total,
    Voice,
)
from openraa.papers.paxlst import Leg, NotLatin, Party, Traveller, paxlst, travellers_in
from openraa.papers.typeset import visit_hash
from openraa.problems import Said, say
from openraa.visit import Line, Subject
from openraa.visit.particulars import Movement
from openraa.vocabulary import country

NAME = "passenger-list"
TITLE = say("Passenger and crew list")


def build(job: Job) -> Paper | LeftOut:
    """The people of the visit on its movements; with several movements their rows have to say who is on which."""
    people, movements = job.visit.of(Subject.PEOPLE), job.visit.particulars.movements
    if not people:
        return LeftOut(NAME, TITLE, say("The visit lists no people."))
    if not movements:
        return LeftOut(NAME, TITLE, say("The visit file names no movement: add [[movements]]."))
    carried = [(movement, _on(movement, people, alone=len(movements) == 1)) for movement in movements]
    rows = [(n, movement, line) for n, (movement, lines) in enumerate(carried, 1) for line in lines]
    if not rows:
        because = say("The list of people does not say who is on which movement: add the column `conveyance`.")
        return LeftOut(NAME, TITLE, because)
    blocks: list[Block] = [Heading(say("Movements"))]
    for n, (movement, lines) in enumerate(carried, 1):
        blocks.append(
            Fields(
                (
                    Field(say("Movement"), n),
                    Field(say("Flight, vessel or vehicle"), _identifier(movement) or None),
                    Field(say("From"), movement.origin or None),
                    Field(say("Departs"), movement.departs_at),
                    Field(say("To"), movement.destination or None),
                    Field(say("Arrives"), movement.arrives_at),
                    Field(say("Persons on it"), len(lines)),
                )
            )
        )
    blocks += [Heading(say("Persons")), _table(rows)]
    machine, remark = _machine(job, carried)
    if remark:
        blocks.append(Prose((remark,), Voice.REMARK))
    return Paper(NAME, TITLE, tuple(blocks), (job.words,), landscape=True, machine=machine)


def _on(movement: Movement, people: tuple[Line, ...], *, alone: bool) -> list[Line]:
    named = set(movement.conveyances)
    if any(cell(line, "conveyance") for line in people):
        return [line for line in people if cell(line, "conveyance") in named]
    return list(people) if alone else []


def _table(rows: list[tuple[int, Movement, Line]]) -> Table:
    return Table(
        columns=(
            Column(say("Movement"), right=True),
            Column(say("Name"), States.NAME, share=6),
            Column(say("Crew"), share=2),
            Column(say("Sex"), States.SEX, share=1),
            Column(say("Born on"), States.BIRTH_DATE, share=2),
            Column(say("Nationality"), States.NATIONALITY, share=2),
            Column(say("Passport"), States.PASSPORT, share=4),
            Column(say("Valid until"), share=2),
            Column(say("Issued by"), share=2),
        ),
        rows=tuple(
            (
                n,
                line.label,
                say("yes") if _is_crew(line) else "",
                cell(line, "sex"),
                cell(line, "birth_date"),
                nationalities(line),
                cell(line, "passport"),
                cell(line, "passport_expires_on"),
                _alpha3(cell(line, "passport_issuer")),
            )
            for n, _, line in rows
        ),
        part=Part.CARRIED_LIST,
        totals=((say("Persons"), Total(Part.CARRIED_LIST, Measure.LINES, len(rows))),),
    )


def _machine(job: Job, carried: list[tuple[Movement, list[Line]]]) -> tuple[tuple[MachineForm, ...], Said | None]:
    """The PAXLST file, or why there is none."""
    visit = job.visit
    for movement, lines in carried:
        if lines and not (_identifier(movement) and movement.origin and movement.destination):
            return (), say("No PAXLST file: a movement lacks its call sign or conveyance, or where it begins and ends.")
    contact = visit.particulars.contact
    name = visit.particulars.order.authority or contact.post or _alpha3(visit.sending)
    made = visit.planned_on or visit.begins_on
    lists = [(_leg(movement), [_traveller(line) for line in lines]) for movement, lines in carried if lines]
    try:
        text = paxlst(
            lists,
            sender=Party(name, contact.telephone, contact.email),
            recipient=_alpha3(visit.receiving),
            reference=visit_hash(visit)[:12].upper(),
            prepared_at=datetime.combine(made, time()),
        )
    except NotLatin as error:
        return (), say("No PAXLST file: `{text}` cannot be written in Latin letters.", text=str(error))
    return (MachineForm(".edi", text.encode("ascii"), _read),), None


def _read(data: bytes) -> tuple[Statement, ...]:
    rows = tuple({States.NAME: name, States.PASSPORT: number} for name, number in travellers_in(data.decode("ascii")))
    return (Statement(Part.CARRIED_LIST, rows, ((Measure.LINES, len(rows)),)),)


def _identifier(movement: Movement) -> str:
    return movement.call_sign or (movement.conveyances[0] if movement.conveyances else "")


def _leg(movement: Movement) -> Leg:
    return Leg(
        _identifier(movement), movement.origin, movement.destination, movement.departs_at, movement.arrives_at
    )  # fmt: skip


def _traveller(line: Line) -> Traveller:
    # A name in one column is not taken apart: which part is the family name is not known.
    family, given = cell(line, "family_name"), cell(line, "given_names")
    codes = nationalities(line).split()
    return Traveller(
        family_name=family if family and given else line.label,
        given_names=given if family else "",
        crew=_is_crew(line),
        sex=cell(line, "sex"),
        born_on=_day(cell(line, "birth_date")),
        nationality=codes[0] if len(codes) == 1 else "",
        document=cell(line, "passport") if line.facts.get("doc.passport") else "",
        document_expires_on=_day(cell(line, "passport_expires_on")),
        document_issuer=_alpha3(cell(line, "passport_issuer")),
    )


def _is_crew(line: Line) -> bool:
    return cell(line, "crew") == "yes"


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _alpha3(code: str) -> str:
    return (country(code) or {"alpha3": ""})["alpha3"] if code else ""
