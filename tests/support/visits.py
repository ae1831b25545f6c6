"""A small visit that has a little of everything, for tests of papers."""

from __future__ import annotations

from pathlib import Path

from openraa.visit import Plan, open_visit, plan_visit

VISIT = """
[visit]
name = "Exercise # $x$ * _y_"
sending = "{sending}"
receiving = "{receiving}"
begins_on = 2026-06-01
ends_on = 2026-06-10
planned_on = 2026-04-01
activity = "exercise"

[[places]]
name = "Capo Teulada"

[facts]
person.presence = "official_duty"
person.carved_out = false
rs.formalities_met = true
visit.territory = "metropolitan"

[order]
number = "OM-417"
dispatches = ["D-1", "D-2"]
courier = "Yamada # Taro *bold*"
signed_by = "Claire Martin"

[customs]
issued_on = 2026-05-04
status = "N"
context = "E"
sequence = 42

[[movements]]
from = "Lyon"
to = "Capo Teulada"
departs_at = 2026-05-31T08:00:00+02:00

{more}

[manifests]
people = "people.csv"
items = "items.csv"
conveyances = "conveyances.csv"
"""
PEOPLE = """name,rank,nationality,role,id card,movement order,bears arms,orders authorise arms
Yamada # Taro *bold*,Colonel,FRA,member,FR-1,individual,yes,yes
Noël _Élise_ $x$,Capitaine,FRA,member,FR-2,individual,no,no
山田 太郎,Sergent,FRA;JPN,member,FR-3,collective,yes,yes
Łukasz Żółć,Unheard-of,FRA,member,FR-4,collective,yes,yes
Salmon Ines,Soldat,FRA,member,FR-5,collective,no,
Salmon Ines,Soldat,FRA,member,FR-6,collective,no,
"""
ITEMS = """description,serial,quantity,unit,kind,owner,use,arms,dangerous goods
Rifle #1 *x*,"R-1, R-5 to R-9",6,each,weapons,force,force,yes,no
Smoke grenade,,40,each,ammunition,force,force,yes,yes
Tent,T-1 to T-8,8,each,equipment,force,force,no,no
"""
CONVEYANCES = """registration,description,means,kind,owner,use
6 174 0011,Truck,vehicle,service,force,official
"""


def write_visit(
    folder: Path,
    *,
    people: str = PEOPLE,
    items: str = ITEMS,
    more: str = "",
    sending: str = "FR",
    receiving: str = "IT",
) -> Path:
    """Write the visit, or one that differs from it, into a folder."""
    text = VISIT.format(more=more, sending=sending, receiving=receiving)
    (folder / "visit.toml").write_text(text, "utf-8")
    for name, rows in (("people", people), ("items", items), ("conveyances", CONVEYANCES)):
        (folder / f"{name}.csv").write_text(rows, "utf-8")
    return folder


def plan_of(folder: Path) -> Plan:
    """The plan of a written visit, as of the day on which it was planned."""
    visit = open_visit(folder)
    assert visit.planned_on is not None
    return plan_visit(visit, as_of=visit.planned_on)
