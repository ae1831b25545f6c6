"""The dangerous-goods list: what appendix 2 of the EU clearance form asks for (boxes 41 to 48), and where each lies."""

from __future__ import annotations

from openraa.papers.lines import cell, dangerous, measure, quantity
from openraa.papers.model import (
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

NAME = "dangerous-goods-list"
TITLE = say("Dangerous-goods list")


def build(job: Job) -> Paper | LeftOut:
    """The items that are dangerous goods; what a row does not give is to be filled in."""
    lines = dangerous(job.visit)
    if not lines:
        return LeftOut(NAME, TITLE, say("No row names dangerous goods."))
    contact = job.visit.particulars.contact
    table = Table(
        columns=(
            Column(say("No."), right=True),
            Column(say("UN number"), States.UN_NUMBER, share=2, number="41"),
            Column(say("Proper shipping name"), share=6, number="42"),
            Column(say("Class or division"), share=2, number="43"),
            Column(say("Packing group"), share=2, number="44"),
            Column(say("Description"), States.DESCRIPTION, share=7),
            Column(say("Quantity"), States.QUANTITY, right=True),
            Column(say("Unit"), States.UNIT, share=2),
            Column(say("Gross mass, kg"), share=2, right=True, number="45"),
            Column(say("Net mass, kg"), share=2, right=True, number="46"),
            Column(say("Net explosive mass, kg (class 1)"), share=2, right=True, number="47"),
            Column(say("Container"), share=3, optional=True),
            Column(say("Conveyance"), share=3, optional=True),
        ),
        rows=tuple(
            (
                n,
                cell(line, "un_number") or None,
                cell(line, "proper_shipping_name") or None,
                cell(line, "hazard_class") or None,
                cell(line, "packing_group"),
                line.label,
                quantity(line),
                cell(line, "unit"),
                measure(line, "gross_mass_kg") or None,
                measure(line, "net_mass_kg") or None,
                measure(line, "net_explosive_mass_kg"),
                cell(line, "container"),
                cell(line, "conveyance"),
            )
            for n, line in enumerate(lines, 1)
        ),
        part=Part.DANGEROUS_GOODS,
        totals=((say("Lines of dangerous goods"), Total(Part.DANGEROUS_GOODS, Measure.LINES, len(lines))),),
    )
    blocks = (
        Fields(
            (
                Field(say("Sending State"), Country(job.visit.sending)),
                Field(say("Receiving State"), Country(job.visit.receiving)),
                Field(say("Person to call"), " ".join(filter(None, (contact.rank, contact.name))) or None),
                Field(say("Telephone"), contact.telephone or None),
            )
        ),
        Heading(say("Dangerous goods")),
        table,
        Boxes((Field(say("Signature, stamp and date"), None),)),
    )
    without = [line.label for line in lines if not cell(line, "un_number")]
    remarks = (say("Rows without a UN number: {items}.", items="; ".join(without)),) if without else ()
    return Paper(NAME, TITLE, blocks, (job.words,), landscape=True, remarks=remarks)
