"""The backward planner and its calendar file, read back by an independent reader."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
import vobject

from openraa.language import language
from openraa.visit import (
    Calendar,
    Plan,
    Timing,
    calendar_file,
    counting_text,
    open_visit,
    plan_visit,
    steps_of,
    way_out,
)
from tests.support.commands import raa

VISIT = """
[visit]
name = "Medical course in Doha"
sending = "NL"
receiving = "QA"
begins_on = {begins}
ends_on = 2027-03-25
planned_on = 2027-02-15
agreement = ["nl-qa-2014"]

[facts]
visit.movement = "formed_unit"

[manifests]
people = "people.csv"
"""


def folder(tmp_path: Path, begins: str = "2027-03-14") -> Path:
    (tmp_path / "visit.toml").write_text(VISIT.format(begins=begins), "utf-8")
    (tmp_path / "people.csv").write_text("name,nationality,role\nJansen Piet,NLD,member\n", "utf-8")
    return tmp_path


def plan(tmp_path: Path, as_of: date, begins: str = "2027-03-14") -> Plan:
    return plan_visit(open_visit(folder(tmp_path, begins)), as_of=as_of)


@pytest.mark.parametrize(
    ("as_of", "timing"),
    [
        (date(2027, 2, 1), Timing.OPEN),
        (date(2027, 2, 20), Timing.SOON),
        (date(2027, 2, 26), Timing.TODAY),
        (date(2027, 2, 27), Timing.LATE),
    ],
)
def test_a_step_is_open_soon_due_today_or_late(tmp_path: Path, as_of: date, timing: Timing) -> None:
    # Fifteen days before 14 March is Saturday 27 February: in the Netherlands the last working day is Friday 26.
    (step,) = steps_of(plan(tmp_path, as_of))
    assert step.todo.day is not None
    assert step.todo.day.last_on == date(2027, 2, 27)
    assert step.todo.day.safe_on == date(2027, 2, 26)
    assert step.timing is timing


def test_a_late_step_names_the_way_out_or_says_that_there_is_none(tmp_path: Path) -> None:
    late = plan(tmp_path, date(2027, 3, 5))
    (step,) = steps_of(late)
    assert way_out(step, language()) == "The agreement offers no urgent route; ask the foreign ministry at once."
    (early,) = steps_of(plan(tmp_path, date(2027, 2, 1)))
    assert way_out(early, language()) == ""


def test_the_days_that_were_left_out_are_named(tmp_path: Path) -> None:
    (step,) = steps_of(plan(tmp_path, date(2027, 2, 1)))
    assert "left out: 1 day of weekends" in counting_text(step, language())


def test_the_weekend_is_that_of_each_state() -> None:
    friday, saturday, sunday = date(2027, 3, 5), date(2027, 3, 6), date(2027, 3, 7)
    works = {
        state: [Calendar(state).works_on(day) for day in (friday, saturday, sunday)] for state in ("QA", "NL", "IL")
    }
    assert works == {"QA": [False, False, True], "NL": [True, False, False], "IL": [False, False, True]}


def test_the_calendar_file_opens_in_an_independent_reader(tmp_path: Path) -> None:
    found = plan(tmp_path, date(2027, 2, 15))
    read = vobject.readOne(calendar_file(found, language()).decode("utf-8"))
    events = {str(event.summary.value): event for event in read.vevent_list}
    assert len(events) == 2
    visit = events["Medical course in Doha (Netherlands to Qatar)"]
    assert (visit.dtstart.value, visit.dtend.value) == (date(2027, 3, 14), date(2027, 3, 26))
    step = next(event for name, event in events.items() if name.startswith("notice"))
    assert step.dtstart.value == date(2027, 2, 26)
    assert step.dtstamp.value.replace(tzinfo=None) == datetime(2027, 2, 15)
    assert "Art. 3" in step.description.value
    assert len(step.valarm_list) == 2


def test_identifiers_stay_when_the_dates_move(tmp_path: Path) -> None:
    def uids(begins: str) -> list[str]:
        read = vobject.readOne(calendar_file(plan(tmp_path, date(2027, 2, 15), begins), language()).decode("utf-8"))
        return [event.uid.value for event in read.vevent_list]

    assert uids("2027-03-14") == uids("2027-03-17")
    assert len(set(uids("2027-03-14"))) == 2


def test_a_hostile_name_stays_inside_its_line(tmp_path: Path) -> None:
    folder(tmp_path)
    path = tmp_path / "visit.toml"
    path.write_text(path.read_text("utf-8").replace("Medical course in Doha", "A;B,C\\\\nEND:VCALENDAR"), "utf-8")
    text = calendar_file(plan_visit(open_visit(tmp_path), as_of=date(2027, 2, 15)), language()).decode("utf-8")
    assert text.count("\r\nEND:VCALENDAR") == 1
    assert vobject.readOne(text).name == "VCALENDAR"


def test_the_command_plans_backward_and_writes_the_calendar(tmp_path: Path) -> None:
    visit = str(folder(tmp_path))
    ran = raa("plan", visit, "--why")
    assert ran.status == 0
    assert "BACK FROM THE FIRST DAY" in ran.out
    assert "2027-02-26" in ran.out
    late = raa("plan", visit, "--as-of", "2027-03-05")
    assert "LATE: ACT FIRST" in late.out
    assert "late by 7 days" in late.out
    data = json.loads(raa("plan", visit, "--json").out)
    assert data["format"] == "steps/1"
    assert data["steps"][0]["timing"] == "open"
    target = tmp_path / "x.ics"
    assert raa("plan", visit, "--ics", str(target)).status == 0
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--as-of", "soon"), "is not a day"),
        (("--lang", "xx"), "there is no language"),
        (("--ics", "/no/such/folder/x.ics"), "cannot be written"),
    ],
)
def test_wrong_arguments_are_said(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    ran = raa("plan", str(folder(tmp_path)), *arguments)
    assert ran.status in (2, 3)
    assert says in ran.err


def test_without_an_agreement_there_is_nothing_to_plan(tmp_path: Path) -> None:
    path = folder(tmp_path) / "visit.toml"
    path.write_text(path.read_text("utf-8").replace('agreement = ["nl-qa-2014"]\n', ""), "utf-8")
    ran = raa("plan", str(tmp_path))
    assert ran.status == 1
    assert "no agreement whose notices could be planned" in ran.out
