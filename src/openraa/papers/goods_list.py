"""The customs goods list in the manner of form 302: the confirmed fields of the form, our own list of the goods.

Sources of the fields: the user manual of the EU form 302 (copies, serial number), HMRC on the six-part form, Regulation
(EU) 2015/2447 Arts 285 to 287 (statement, pre-authentication, return copy). The boxes of Annex 52-01 to Regulation
(EU) 2015/2446 were not read: what only they could confirm is marked unconfirmed.
"""

from __future__ import annotations

import re
from datetime import date

from openraa.papers.basis import basis
from openraa.papers.lines import cell, measure, quantity
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
    Place,
    Prose,
    States,
    Table,
    Total,
    Value,
    Voice,
)
from openraa.problems import say
from openraa.visit import Line, Subject
from openraa.vocabulary import country, load_vocabulary

NAME = "customs-goods-list"
TITLE = say("Customs goods list in the manner of form 302")
_SERIAL = re.compile(r"([A-Z]{2})(\d{8})([UN])([NEO])(\d{6})")


def build(job: Job) -> Paper | LeftOut:
    """All items and conveyances, with what is known of the form around them."""
    visit = job.visit
    items, conveyances = visit.of(Subject.ITEMS), visit.of(Subject.CONVEYANCES)
    if not items and not conveyances:
        return LeftOut(NAME, TITLE, say("The visit lists neither items nor conveyances."))
    customs, order, contact = visit.particulars.customs, visit.particulars.order, visit.particulars.contact
    certifier = ", ".join(filter(None, (order.signed_rank, order.signed_by, order.signed_post)))
    blocks: list[Block] = [
        Fields(
            (
                Field(say("Serial number (18 characters)"), serial_of(job)),
                Field(say("Copy number"), None),
                Field(say("Mission, exercise or transport reference"), customs.reference or None),
                Field(say("Final destination"), customs.final_destination or None),
                Field(say("Designated office"), customs.office or None),
                Field(say("Address of that office, for the return copy"), customs.office_address or None),
                Field(say("Country of dispatch"), Country(visit.sending), unconfirmed=True),
                Field(say("Country of destination"), Country(visit.receiving), unconfirmed=True),
                Field(say("Consignor unit"), None, unconfirmed=True),
                Field(say("Consignee unit"), None, unconfirmed=True),
                Field(say("Customs office of departure"), None, unconfirmed=True),
                Field(say("Customs office of entry"), None, unconfirmed=True),
                Field(say("Carrier"), ", ".join(_each(conveyances, "carrier")) or None, unconfirmed=True),
                Field(say("Custodian"), contact.name or None, unconfirmed=True),
            )
        )
    ]
    if items:
        blocks += [Heading(say("Goods")), _goods(items)]
    if conveyances:
        blocks += [Heading(say("Conveyances")), _conveyances(conveyances)]
    blocks += [
        Heading(say("Statement")),
        Prose(
            (
                say(
                    "The goods on this list that belong to the force move under the control of the armed forces of "
                    "{state}. Goods of others are listed only so that the list is complete.",
                    state=Country(visit.sending, Place.OF),
                ),
            ),
            Voice.STATEMENT,
        ),
        Boxes(
            (
                Field(say("Signature, stamp and date"), None),
                Field(say("Pre-authentication: stamp and signature of the designated office"), None),
                Field(say("Stamp and signature of the receiving force"), None),
                Field(say("Customs stamp at destination"), None),
                Field(say("Certifying officer: rank, name, post"), certifier or None, unconfirmed=True),
            )
        ),
        Heading(say("Copies and who acknowledges them")),
        _copies(job),
        *basis(
            job.plan,
            labels=("customs_certificate", "agreed_customs_documents", "manifest", "customs_inventory", "triptyque"),
            questions=("customs.force_goods", "customs.service_vehicle"),
        ),
    ]
    remarks = () if serial_of(job) else (say("The serial number is not complete: [customs] lacks a part of it."),)
    return Paper(NAME, TITLE, tuple(blocks), (job.words,), landscape=True, remarks=remarks)


def serial_of(job: Job) -> str | None:
    """The serial number of the form, if the visit file gives every part of it."""
    customs = job.visit.particulars.customs
    if not (customs.issued_on and customs.status and customs.context and customs.sequence):
        return None
    serial = show_serial(job.visit.sending, customs.issued_on, customs.status, customs.context, customs.sequence)
    assert check_serial(serial)
    return serial


def show_serial(state: str, day: date, status: str, context: str, sequence: int) -> str:
    """State, day, status, context and number in one: 18 characters.

    Source: user manual of the EU form 302, as summarised; what the letters of status and context stand for was not
    read and is not spelled out here.
    """
    return f"{state}{day:%Y%m%d}{status}{context}{sequence:06d}"


def check_serial(text: str) -> bool:
    """Whether this is a serial number of the form: a State of today, a real day, letters that exist, a number."""
    match = _SERIAL.fullmatch(text)
    if not match or match[5] == "000000":
        return False
    row = country(match[1])
    try:
        date.fromisoformat(f"{match[2][:4]}-{match[2][4:6]}-{match[2][6:]}")
    except ValueError:
        return False
    return row is not None and not row["valid_to"]


def _goods(items: tuple[Line, ...]) -> Table:
    return Table(
        columns=(
            Column(say("No."), right=True),
            Column(say("Description"), States.DESCRIPTION, share=9),
            Column(say("Serial number, range or lot"), States.SERIAL, share=6, optional=True),
            Column(say("Quantity"), States.QUANTITY, right=True),
            Column(say("Unit"), States.UNIT, share=2),
            Column(say("Belongs to"), share=3),
            Column(say("Packages"), share=2, right=True, unconfirmed=True),
            Column(say("Kind of package"), share=2, unconfirmed=True),
            Column(say("Marks"), share=2, unconfirmed=True),
            Column(say("Gross mass, kg"), share=2, right=True, unconfirmed=True),
            Column(say("Volume, m³"), share=2, right=True, unconfirmed=True),
            Column(say("Value"), share=2, right=True, unconfirmed=True),
            Column(say("Conveyance"), share=3, unconfirmed=True),
            Column(say("Container"), share=3, unconfirmed=True),
            Column(say("Seal"), share=2, unconfirmed=True),
        ),
        rows=tuple(
            (
                n,
                line.label,
                cell(line, "serial"),
                quantity(line),
                cell(line, "unit"),
                _owner(line),
                *(cell(line, name) for name in ("packages", "package_kind", "marks")),
                *(measure(line, name) for name in ("gross_mass_kg", "volume_m3")),
                " ".join(filter(None, (cell(line, "value"), cell(line, "currency")))),
                *(cell(line, name) for name in ("conveyance", "container", "seal")),
            )
            for n, line in enumerate(items, 1)
        ),
        part=Part.GOODS,
        totals=((say("Lines of goods"), Total(Part.GOODS, Measure.LINES, len(items))),),
    )


def _owner(line: Line) -> Value:
    owner = str(line.facts.get("item.owner"))
    if owner == "individual":
        return say("a private person")
    label = load_vocabulary().facts["item.owner"].value_labels.get(owner, "")
    return say(label) if label else None


def _conveyances(lines: tuple[Line, ...]) -> Table:
    return Table(
        columns=(
            Column(say("No."), right=True),
            Column(say("Registration"), States.REGISTRATION, share=4),
            Column(say("Description"), States.DESCRIPTION, share=7),
            Column(say("Belongs to"), share=3),
            Column(say("Chassis number"), share=4, optional=True),
            Column(say("Gross mass, kg"), share=2, right=True, optional=True),
        ),
        rows=tuple(
            (
                n, line.label, cell(line, "description"), _owner(line), cell(line, "chassis_number"),
                measure(line, "gross_mass_kg"),
            )
            for n, line in enumerate(lines, 1)
        ),
        part=Part.CONVEYANCES,
        totals=((say("Conveyances"), Total(Part.CONVEYANCES, Measure.LINES, len(lines))),),
    )  # fmt: skip


def _copies(job: Job) -> Table:
    """Copies 1 to 5, and one more for each State that the movements pass through, where they name it by its code."""
    stops = dict.fromkeys(stop for movement in job.visit.particulars.movements for stop in movement.via)
    transit = [row["alpha2"] for stop in stops if re.fullmatch("[A-Za-z]{2,3}", stop) and (row := country(stop))]
    rows: list[tuple[Value, ...]] = [(str(n), None, None) for n in range(1, 5)]
    rows += [(f"4{'abcdefghijklmnopqrstuvwxyz'[n]}", Country(code), None) for n, code in enumerate(transit[:26])]
    rows.append(("5", None, None))
    columns = (
        Column(say("Copy"), right=True),
        Column(say("Recipient"), share=3),
        Column(say("Acknowledged: date, name, stamp"), share=4),
    )
    return Table(columns, tuple(rows))


def _each(lines: tuple[Line, ...], name: str) -> list[str]:
    return list(dict.fromkeys(cell(line, name) for line in lines if cell(line, name)))
