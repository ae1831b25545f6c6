"""The backward planner and its calendar file, read back by an independent reader."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
import vobject

from openraa.determine import Due
from openraa.language import LANGUAGES, language
from openraa.register import Governing
from openraa.rulebook import Counting, Deadline, Side, Unit, Verification
from openraa.visit import (
    Calendar,
    DueDay,
    Plan,
    Step,
    Timing,
    Todo,
    Visit,
    calendar_file,
    counting_text,
    due_day,
    open_visit,
    plan_visit,
    step_text,
    steps_of,
    timing_text,
    unconfirmed_text,
    waiting_text,
    way_out,
)
from tests.support.commands import raa
from tests.support.generated import ROOT

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


def first(found: Plan) -> Step:
    return steps_of(found)[0]


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
    step = first(plan(tmp_path, as_of))
    assert step.todo.day is not None
    assert step.todo.day.last_on == date(2027, 2, 27)
    assert step.todo.day.safe_on == date(2027, 2, 26)
    assert step.timing is timing


def test_a_late_step_names_the_way_out_or_says_that_there_is_none(tmp_path: Path) -> None:
    late = plan(tmp_path, date(2027, 3, 5))
    step = first(late)
    assert way_out(step.todo, language()) == "The agreement offers no urgent route; ask the foreign ministry at once."
    early = first(plan(tmp_path, date(2027, 2, 1)))
    assert way_out(early.todo, language()) == ""


def test_between_the_safe_day_and_the_rules_own_last_day_both_are_said(tmp_path: Path) -> None:
    step = first(plan(tmp_path, date(2027, 2, 27)))
    assert timing_text(step, language()) == "past the latest safe day; the rule itself ends on 2027-02-27"
    assert timing_text(first(plan(tmp_path, date(2027, 2, 28))), language()) == "late by 2 days"


def test_what_arises_only_perhaps_is_listed_last_with_what_it_waits_for(tmp_path: Path) -> None:
    rows = steps_of(plan(tmp_path, date(2027, 2, 1)))
    perhaps = {step.todo.due.label: step for step in rows if step.timing is Timing.PERHAPS}
    assert [step.timing for step in rows] == [Timing.OPEN, Timing.PERHAPS, Timing.PERHAPS]
    step = perhaps["prior_written_permission"]
    assert step.waits_for == ("visit.prior_written_permission",)
    assert waiting_text(step, language()) == "Whether this arises depends on: written permission."


def test_once_the_fact_is_known_the_step_is_sure(tmp_path: Path) -> None:
    path = folder(tmp_path) / "visit.toml"
    text = path.read_text("utf-8").replace("[facts]", "[facts]\nvisit.prior_written_permission = false")
    path.write_text(text, "utf-8")
    rows = steps_of(plan_visit(open_visit(tmp_path), as_of=date(2027, 2, 1)))
    assert Timing.PERHAPS not in {step.timing for step in rows}
    assert "prior_written_permission" in {step.todo.due.label for step in rows}


def test_where_the_text_is_not_confirmed_the_plan_does_not_claim_that_nothing_is_asked() -> None:
    found = plan_visit(open_visit(ROOT / "examples" / "japan-australia"), as_of=date(2023, 8, 1))
    assert "it may ask for steps that are not listed" in unconfirmed_text(found, language())


def made_up(sending: str, receiving: str, begins: date, ends: date) -> Visit:
    return Visit("V", sending, receiving, begins, ends, "", "", (), (), None, {}, (), (), Path("v"))


def step_with(deadline: Deadline, visit: Visit, as_of: date, urgent: str = "") -> tuple[Step, Plan]:
    """The only step of a plan in which one notice with this deadline is due."""
    due = Due("notice", "word", "a notice", "force", "customs", deadline, ("Art. 1",), ("b:1",),
              Verification.FULL_TEXT, urgent=urgent)  # fmt: skip
    governs = Governing(visit.sending, visit.receiving, visit.begins_on, (), (), (), ())
    todo = Todo(due, 1, (), due_day(deadline, visit, as_of=as_of))
    found = Plan(visit, governs, None, (), (), (todo,), (), (), as_of, 0, ())
    return first(found), found


def test_five_working_days_leave_out_the_holidays_of_the_state_named() -> None:
    # Back from Friday 30 April 2027: in the Netherlands King's Day, 27 April, is left out; in France it is not.
    back = Deadline(5, Unit.DAYS, Counting.WORKING, Side.RECEIVING, before=True, event="entry")
    visit = made_up("FR", "NL", date(2027, 4, 30), date(2027, 5, 5))
    step, _ = step_with(back, visit, date(2027, 4, 1))
    assert step.todo.day == DueDay(date(2027, 4, 22), date(2027, 4, 22), 21)
    assert {row.on: bool(row.holiday) for row in step.skipped} == {
        date(2027, 4, 24): False, date(2027, 4, 25): False, date(2027, 4, 27): True,
    }  # fmt: skip
    assert "left out: 2 days of weekends; 2027-04-27 (King's Day, Netherlands)" in counting_text(step, language())
    assert counting_text(step, language()).startswith("5 working days before: entry into the receiving State")


def test_an_urgent_route_of_the_agreement_is_offered_when_it_is_late_and_not_before() -> None:
    back = Deadline(48, Unit.HOURS, Counting.CALENDAR, Side.RECEIVING, before=True, event="entry")
    visit = made_up("FR", "IT", date(2027, 5, 12), date(2027, 5, 20))
    late, _ = step_with(back, visit, date(2027, 5, 11), "by telephone to the duty officer")
    early, _ = step_with(back, visit, date(2027, 5, 10), "by telephone to the duty officer")
    assert way_out(late.todo, language()) == "Urgent route: by telephone to the duty officer"
    assert (early.timing, way_out(early.todo, language())) == (Timing.TODAY, "")


def test_an_urgent_route_is_said_once() -> None:
    back = Deadline(48, Unit.HOURS, Counting.CALENDAR, Side.RECEIVING, before=True, event="entry")
    visit = made_up("FR", "IT", date(2027, 5, 12), date(2027, 5, 20))
    for as_of in (date(2027, 5, 9), date(2027, 5, 11)):
        step, _ = step_with(back, visit, as_of, "by telephone")
        assert step_text(step.todo, language()).count("Urgent route: by telephone") == 1


def test_who_is_asked_at_once_is_the_addressee_or_the_state_that_acts() -> None:
    back = Deadline(10, Unit.DAYS, Counting.CALENDAR, Side.RECEIVING, before=True, event="entry")
    step, _ = step_with(back, made_up("FR", "IT", date(2027, 5, 12), date(2027, 5, 20)), date(2027, 5, 11))
    assert way_out(step.todo, language()).endswith("ask the customs authorities at once.")
    asked = replace(step, todo=replace(step.todo, due=replace(step.todo.due, to="", by="receiving")))
    assert way_out(asked.todo, language()).endswith("ask the receiving State at once.")


def test_what_follows_the_last_day_is_never_put_before_it() -> None:
    # The visit ends on Saturday; one day later is Sunday, and the Friday before would be too early.
    after = Deadline(1, Unit.DAYS, Counting.CALENDAR, Side.RECEIVING, before=False, event="exit")
    step, _ = step_with(after, made_up("FR", "IT", date(2027, 5, 10), date(2027, 5, 22)), date(2027, 5, 1))
    assert step.follows
    assert step.todo.day is not None
    assert step.todo.day.safe_on == date(2027, 5, 23)


@pytest.mark.parametrize(("before", "timing"), [(False, Timing.AFTERWARDS), (True, Timing.UNDATED)])
def test_what_depends_on_an_event_without_a_day_is_kept(before: bool, timing: Timing) -> None:
    rule = Deadline(24, Unit.HOURS, Counting.CALENDAR, Side.RECEIVING, before=before, event="incident")
    step, found = step_with(rule, made_up("FR", "IT", date(2027, 5, 10), date(2027, 5, 22)), date(2027, 5, 1))
    assert step.timing is timing
    read = vobject.readOne(calendar_file(found, language()).decode("utf-8"))
    assert "24 h " in read.vevent.description.value


def test_a_later_plan_updates_the_calendar(tmp_path: Path) -> None:
    def sequence(as_of: date) -> int:
        read = vobject.readOne(calendar_file(plan(tmp_path, as_of), language()).decode("utf-8"))
        return int(read.vevent_list[0].sequence.value)

    assert sequence(date(2027, 2, 15)) < sequence(date(2027, 2, 16))
    one, again = (calendar_file(plan(tmp_path, date(2027, 2, 15)), language()) for _ in range(2))
    assert one == again


def test_the_days_that_were_left_out_are_named(tmp_path: Path) -> None:
    step = first(plan(tmp_path, date(2027, 2, 1)))
    assert "left out: 1 day of weekends" in counting_text(step, language())


def test_the_weekend_is_that_of_each_state() -> None:
    friday, saturday, sunday = date(2027, 3, 5), date(2027, 3, 6), date(2027, 3, 7)
    works = {
        state: [Calendar(state).works_on(day) for day in (friday, saturday, sunday)] for state in ("QA", "NL", "IL")
    }
    assert works == {"QA": [False, False, True], "NL": [True, False, False], "IL": [False, False, True]}


def test_the_weekend_is_that_of_the_year_in_question() -> None:
    thursday, friday = date(2012, 3, 1), date(2012, 3, 2)
    assert [Calendar("SA").works_on(day) for day in (thursday, friday)] == [False, False]
    assert Calendar("SA").works_on(date(2027, 3, 4))
    # The United Arab Emirates moved from Friday and Saturday to Saturday and Sunday in 2022.
    assert [Calendar("AE").works_on(day) for day in (date(2012, 3, 4), date(2027, 3, 7))] == [True, False]


@pytest.mark.parametrize(
    ("state", "first_on", "end", "says"),
    [
        ("QA", date(2027, 3, 1), date(2027, 3, 8), "follow the moon are estimates"),
        ("QA", date(2027, 4, 5), date(2027, 4, 8), ""),
        ("NP", date(2027, 4, 5), date(2027, 4, 8), "only Saturday has been free"),
        ("QA", date(2101, 4, 5), date(2101, 4, 8), "are not known"),
        ("ZZ", date(2027, 4, 5), date(2027, 4, 8), "are not known"),
        ("FR", date(2027, 4, 5), date(2027, 4, 8), ""),
    ],
)
def test_what_is_unsure_about_a_calendar_is_said(state: str, first_on: date, end: date, says: str) -> None:
    caveat = Calendar(state).caveat(first_on, end)
    assert (caveat is None) if not says else (caveat is not None and says in caveat)


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


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_calendar_file_holds_the_same_days_in_every_language(tmp_path: Path, code: str) -> None:
    found = plan(tmp_path, date(2027, 2, 15))
    read = [vobject.readOne(calendar_file(found, language(c)).decode("utf-8")) for c in ("en", code)]
    days = [[(e.uid.value, e.dtstart.value, e.dtend.value) for e in each.vevent_list] for each in read]
    assert days[0] == days[1]
    assert all(
        event.summary.value and event.description.value
        for event in read[1].vevent_list
        if hasattr(event, "valarm_list")
    )


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


@pytest.mark.parametrize("command", [("plan",), ("diff", "examples/france-italy")])
def test_an_exercise_is_no_visit(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = raa(*command, "examples/five-nations")
    assert ran.status == 2
    assert "Name one of its visits" in ran.err


def test_without_an_agreement_there_is_nothing_to_plan(tmp_path: Path) -> None:
    path = folder(tmp_path) / "visit.toml"
    path.write_text(path.read_text("utf-8").replace('agreement = ["nl-qa-2014"]\n', ""), "utf-8")
    ran = raa("plan", str(tmp_path))
    assert ran.status == 1
    assert "no agreement whose notices could be planned" in ran.out
