"""The papers of travel: passenger list, clearance request for aircraft, ship visit request."""

from __future__ import annotations

import warnings
from datetime import date
from pathlib import Path

import pytest
from pydifact.segmentcollection import Interchange

from openraa.language import language
from openraa.papers import Job, LeftOut, Paper, make_papers
from openraa.papers.clearance_request import build as clearance_request
from openraa.papers.passenger_list import build as passenger_list
from openraa.papers.ship_visit_request import build as ship_visit_request
from openraa.visit import Plan, open_visit, plan_visit
from tests.support.generated import ROOT

EXAMPLES = ROOT / "examples"


def plan(folder: Path) -> Plan:
    return plan_visit(open_visit(folder), as_of=date(2027, 3, 1))


def job(folder: Path) -> Job:
    return Job(plan(folder), language("en"))


def write(folder: Path, people: str, more: str) -> Path:
    (folder / "visit.toml").write_text(
        '[visit]\nname = "V"\nsending = "FR"\nreceiving = "IT"\nbegins_on = 2027-04-01\nends_on = 2027-04-09\n'
        f'[manifests]\npeople = "people.csv"\n{more}',
        "utf-8",
    )
    (folder / "people.csv").write_text(people, "utf-8")
    return folder


LEG = '[[movements]]\nconveyances = ["{name}"]\nfrom = "LFPO"\nto = "LIRA"\ncall_sign = "{name}"\n'


def test_an_independent_reader_finds_every_person_of_the_visit_in_the_machine_form() -> None:
    visit = plan(EXAMPLES / "uk-japan-ship")
    (edi,) = [f for f in make_papers(visit, language("en")).files if f.name.endswith(".edi")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        segments = [(s.tag, list(s.elements)) for s in Interchange.from_str(edi.data.decode("ascii")).segments]
    names = [" ".join(elements[3]) for tag, elements in segments if tag == "NAD" and elements[0] == "FM"]
    assert names == [line.label.upper() for line in visit.visit.lines if line.subject.value == "people"]
    assert edi.counts == {"people": len(names)}


def test_a_name_in_one_column_is_not_taken_apart(tmp_path: Path) -> None:
    folder = write(tmp_path, "name,nationality\nDubois Marie,FRA\n", LEG.format(name="CTM1"))
    paper = passenger_list(job(folder))
    assert isinstance(paper, Paper)
    assert b"NAD+FL+++DUBOIS MARIE'" in paper.machine[0].data


def test_with_two_movements_the_rows_say_who_is_on_which(tmp_path: Path) -> None:
    legs = LEG.format(name="CTM1") + LEG.format(name="CTM2")
    silent = passenger_list(job(write(tmp_path, "name,nationality\nA B,FRA\nC D,FRA\n", legs)))
    assert isinstance(silent, LeftOut)
    assert "`conveyance`" in silent.because
    people = "name,nationality,travels in\nA B,FRA,CTM1\nC D,FRA,CTM2\n"
    paper = passenger_list(job(write(tmp_path, people, legs)))
    assert isinstance(paper, Paper)
    text = paper.machine[0].data.decode("ascii")
    assert text.count("UNH+") == 2
    assert text.index("TDT+20+CTM1") < text.index("A B") < text.index("TDT+20+CTM2") < text.index("C D")


@pytest.mark.parametrize(
    ("name", "leg", "because"),
    [
        ("山田 太郎", LEG.format(name="CTM1"), "Latin letters"),
        ("A B", '[[movements]]\nfrom = "LFPO"\nto = "LIRA"\n', "lacks its call sign"),
    ],
)
def test_where_there_can_be_no_machine_form_the_paper_says_why(
    tmp_path: Path, name: str, leg: str, because: str
) -> None:
    paper = passenger_list(job(write(tmp_path, f"name,nationality\n{name},FRA\n", leg)))
    assert isinstance(paper, Paper)
    assert paper.machine == ()
    assert because in str(paper.blocks[-1])


def test_papers_without_a_subject_are_left_out_with_the_reason(tmp_path: Path) -> None:
    folder = write(tmp_path, "name,nationality\nA B,FRA\n", "")
    for build, says in [
        (passenger_list, "[[movements]]"),
        (clearance_request, "no aircraft"),
        (ship_visit_request, "no ship"),
    ]:
        left = build(job(folder))
        assert isinstance(left, LeftOut)
        assert says in left.because


def test_the_clearance_request_holds_each_aircraft_and_what_is_unknown_stays_open() -> None:
    paper = clearance_request(job(EXAMPLES / "japan-australia"))
    assert isinstance(paper, Paper)
    text = str(paper.blocks)
    for stated in ("79-8701", "79-8702", "KESTREL 11", "RJOI", "YPTN", "Darwin FIR boundary"):
        assert stated in text
    assert "Radio frequencies', value=None" in text.replace('"', "'")


def test_the_ship_visit_request_holds_the_call_and_the_dimensions() -> None:
    paper = ship_visit_request(job(EXAMPLES / "uk-japan-ship"))
    assert isinstance(paper, Paper)
    text = str(paper.blocks)
    for stated in ("M399", "52.5", "10.9", "2.3", "Busan", "one tug"):
        assert stated in text
