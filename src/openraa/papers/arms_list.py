"""The list of arms and ammunition: one row for each serial number or range, totals, and who bears what."""

from __future__ import annotations

from openraa.papers.basis import basis
from openraa.papers.lines import arms, cell, measure, only_lots, quantity
from openraa.papers.model import (
    Block,
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
    Value,
)
from openraa.problems import Said, say
from openraa.visit import Line, Subject, n_serials, serial_parts, serials

NAME = "arms-and-ammunition-list"
TITLE = say("List of arms and ammunition")


def build(job: Job) -> Paper | LeftOut:
    """The items that are arms or ammunition, and the weapons that rows of people name."""
    lines = arms(job.visit)
    bearers = [line for line in job.visit.of(Subject.PEOPLE) if cell(line, "weapon") or cell(line, "weapon_serial")]
    if not lines and not bearers:
        return LeftOut(NAME, TITLE, say("No row names arms or ammunition."))
    listed = {serial for line in lines for serial in serials(cell(line, "serial"))}
    blocks: list[Block] = [
        Fields(
            (
                Field(say("Sending State"), Country(job.visit.sending)),
                Field(say("Receiving State"), Country(job.visit.receiving)),
                Field(say("Begins on"), job.visit.begins_on),
                Field(say("Ends on"), job.visit.ends_on),
            )
        )
    ]
    if lines:
        blocks += [Heading(say("Arms and ammunition")), _list(lines, len(listed))]
    if bearers:
        blocks += [Heading(say("Who bears what")), _bearers(bearers, listed)]
    blocks += basis(
        job.plan,
        labels=("orders_authorising_arms", "weapons_list", "receiving_rules_on_arms", "storage_by_receiving_law"),
        questions=("arms.carry", "arms.use"),
    )
    return Paper(NAME, TITLE, tuple(blocks), (job.words,), remarks=tuple(_remarks(lines, bearers, listed)))


def _list(lines: list[Line], n: int) -> Table:
    rows: list[tuple[Value, ...]] = []
    for line in lines:
        for serial, amount in _split(line):
            rows.append(
                (
                    len(rows) + 1, line.label, cell(line, "calibre"), serial, amount, cell(line, "unit"),
                    measure(line, "net_explosive_mass_kg"),
                )
            )  # fmt: skip
    return Table(
        columns=(
            Column(say("No."), right=True),
            Column(say("Description"), States.DESCRIPTION, share=6),
            Column(say("Calibre"), share=2, optional=True),
            Column(say("Serial number, range or lot"), States.SERIAL, share=5),
            Column(say("Quantity"), States.QUANTITY, right=True),
            Column(say("Unit"), States.UNIT, share=2),
            Column(say("Net explosive mass, kg"), share=2, right=True, optional=True),
        ),
        rows=tuple(rows),
        part=Part.ARMS,
        totals=((say("Serial numbers and lots"), Total(Part.ARMS, Measure.SERIALS, n)),),
    )


def _split(line: Line) -> list[tuple[str, Value]]:
    """A row for each serial number or range where their numbers add up to the quantity; else the row as written."""
    each = serial_parts(cell(line, "serial"))
    amount = quantity(line)
    if len(each) > 1 and sum(n_serials(part) for part in each) == amount:
        return [(part, n_serials(part)) for part in each]
    return [(cell(line, "serial"), amount)]


def _bearers(people: list[Line], listed: set[str]) -> Table:
    return Table(
        columns=(
            Column(say("Name"), States.NAME, share=4),
            Column(say("Rank"), States.RANK, share=3),
            Column(say("Weapon"), share=4),
            Column(say("Serial number of the weapon"), States.WEAPON_SERIAL, share=4),
            Column(say("On the list above"), share=2),
        ),
        rows=tuple(
            (
                line.label,
                cell(line, "rank"),
                cell(line, "weapon"),
                cell(line, "weapon_serial") or None,
                say("yes") if cell(line, "weapon_serial") in listed else say("no"),
            )
            for line in people
        ),
        part=Part.BEARERS,
        totals=((say("Persons"), Total(Part.BEARERS, Measure.LINES, len(people))),),
    )


def _remarks(lines: list[Line], bearers: list[Line], listed: set[str]) -> list[Said]:
    found = []
    for line in lines:
        n, amount = n_serials(cell(line, "serial")), quantity(line)
        if n and amount is not None and n != amount and not only_lots(cell(line, "serial")):
            found.append(
                say("{item}: {n} serial numbers for a quantity of {amount}.", item=line.label, n=n, amount=amount)
            )  # fmt: skip
    missing = [cell(line, "weapon_serial") for line in bearers]
    absent = [serial for serial in missing if serial and serial not in listed]
    if absent:
        found.append(say("Borne by persons but on no list of goods: {serials}.", serials=", ".join(absent)))
    return found
