"""The backward planner: from the first day of the visit back to today, what is due when and what is late."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from openraa.determine import Due, Status
from openraa.language import Language, language
from openraa.problems import say
from openraa.rulebook import Counting, Side
from openraa.visit.calendars import Calendar
from openraa.visit.deadlines import due_day, event_day
from openraa.visit.model import Line
from openraa.visit.plan import Plan, Todo
from openraa.visit.report import KINDS, lines_text, parties_text, step_text, todo_json, way_out
from openraa.vocabulary import country_name, load_vocabulary

SOON_DAYS = 7
STEPS_FORMAT = "steps/1"


class Timing(Enum):
    """How a step stands on the day from which slack is counted."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    OPEN = "open"
    AFTERWARDS = "afterwards"
    UNDATED = "undated"
    PERHAPS = "perhaps"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Days that did not count: a weekend or a public holiday of a State."""

    on: date
    state: str
    holiday: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the to-do list with how it stands and, for working days, the days that were left out.

    `waits_for` are the missing facts on which it depends whether the step arises at all.
    """

    todo: Todo
    timing: Timing
    skipped: tuple[Skipped, ...] = ()
    waits_for: tuple[str, ...] = ()

    @property
    def follows(self) -> bool:
        """Whether it begins only after an event, be its day known (the last day) or not (an incident)."""
        deadline = self.todo.due.deadline
        return deadline is not None and not deadline.before


def steps_of(plan: Plan) -> list[Step]:
    """Every step by its latest safe day; then what begins only after another event; what has no day; what may arise.

    Papers to carry and duties are no steps: they have no day of their own.
    """
    found = []
    for todo in plan.todos:
        if todo.due.kind not in ("document", "duty"):
            found.append(Step(todo, _timing(todo), _skipped(todo, plan)))
    found += steps_that_may_arise(plan)
    order = list(Timing)
    rank = {Timing.AFTERWARDS: 1, Timing.UNDATED: 2, Timing.PERHAPS: 3}
    return sorted(
        found,
        key=lambda step: (
            rank.get(step.timing, 0),
            step.todo.day.safe_on if step.todo.day else date.max,
            order.index(step.timing),
        ),
    )


def steps_that_may_arise(plan: Plan) -> list[Step]:
    """Steps that arise or not, depending on facts that are missing."""
    sure = {(todo.due.kind, todo.due.label) for todo in plan.todos}
    found: dict[tuple[str, str], tuple[Due, dict[int, Line], dict[str, None]]] = {}
    for group in plan.groups:
        for due in group.determination.may_be_due:
            key = (due.kind, due.label)
            if due.kind not in ("document", "duty") and key not in sure:
                _, lines, facts = found.setdefault(key, (due, {}, {}))
                lines.update({id(line): line for line in group.lines})
                facts.update({ask.fact: None for ask in group.determination.ask})
    steps = []
    for due, lines, facts in found.values():
        day = due_day(due.deadline, plan.visit, as_of=plan.as_of) if due.deadline else None
        todo = Todo(due, len(lines), tuple(lines.values()), day)
        steps.append(Step(todo, Timing.PERHAPS, _skipped(todo, plan), tuple(facts)))
    return steps


def _timing(todo: Todo) -> Timing:
    if todo.day is None:
        deadline = todo.due.deadline
        return Timing.UNDATED if deadline is None or deadline.before else Timing.AFTERWARDS
    left = todo.day.slack_days
    if left is None:
        return Timing.OPEN
    if left < 0:
        return Timing.LATE
    return Timing.TODAY if left == 0 else Timing.SOON if left <= SOON_DAYS else Timing.OPEN


def _skipped(todo: Todo, plan: Plan) -> tuple[Skipped, ...]:
    deadline, visit = todo.due.deadline, plan.visit
    event_on = event_day(deadline.event, visit) if deadline else None
    if todo.day is None or deadline is None or event_on is None:
        return ()
    found = []
    if deadline.count is Counting.WORKING:
        state = visit.receiving if deadline.calendar is Side.RECEIVING else visit.sending
        found += _off(Calendar(state), *sorted((todo.day.last_on, event_on)))
    if todo.day.safe_on < todo.day.last_on:
        found += _off(Calendar(visit.sending), todo.day.safe_on, todo.day.last_on + timedelta(days=1))
    return tuple(found)


def _off(calendar: Calendar, first: date, end: date) -> list[Skipped]:
    days = [first + timedelta(days=n) for n in range(1, (end - first).days)]
    return [Skipped(day, calendar.state, calendar.holiday(day)) for day in days if not calendar.works_on(day)]


def unconfirmed_text(plan: Plan, words: Language) -> str:
    """That the agreement may ask for more than the plan knows of, where its text is not confirmed."""
    names = {group.question.name for group in plan.groups if group.determination.status is Status.UNCONFIRMED}
    if not names:
        return ""
    return words.plural(
        "On {n} question the agreement's text is not confirmed here; it may ask for steps that are not listed.",
        "On {n} questions the agreement's text is not confirmed here; it may ask for steps that are not listed.",
        len(names),
    )


def waiting_text(step: Step, words: Language) -> str:
    """On which missing facts it depends whether a step arises."""
    if step.timing is not Timing.PERHAPS:
        return ""
    if not step.waits_for:
        return words("Whether this arises depends on the case.")
    facts = load_vocabulary().facts
    labels = tuple(say(facts[name].label) for name in step.waits_for)
    return words("Whether this arises depends on: {facts}.", facts=labels)


def timing_text(step: Step, words: Language) -> str:
    """How a step stands, in words."""
    day = step.todo.day
    match step.timing:
        case Timing.LATE if day is not None and day.slack_days is not None:
            if -day.slack_days <= (day.last_on - day.safe_on).days:
                return words("past the latest safe day; the rule itself ends on {last}", last=day.last_on)
            return words.plural("late by {n} day", "late by {n} days", -day.slack_days)
        case Timing.TODAY:
            return words("today is the last day")
        case Timing.SOON | Timing.OPEN if day is not None and day.slack_days is not None:
            return words.plural("{n} day left", "{n} days left", day.slack_days)
        case Timing.AFTERWARDS:
            return words("begins only with its event")
        case Timing.PERHAPS if day is not None and day.late:
            return words("perhaps, and late if so")
        case Timing.PERHAPS:
            return words("perhaps")
        case _:
            return words("no day fixed")


def counting_text(step: Step, words: Language) -> str:
    """How the day of a step was counted: its rule and the days that were left out."""
    deadline, day = step.todo.due.deadline, step.todo.day
    if deadline is None or day is None:
        return ""
    text = words("{rule}: last day {last}", rule=deadline.show(), last=day.last_on)
    holidays = [row for row in step.skipped if row.holiday]
    n_weekend = len(step.skipped) - len(holidays)
    parts = [
        words("{day} ({holiday}, {state})", day=row.on, holiday=row.holiday, state=country_name(row.state))
        for row in holidays
    ]
    if n_weekend:
        parts.insert(0, words.plural("{n} day of weekends", "{n} days of weekends", n_weekend))
    if parts:
        text = words("{counted}; left out: {days}", counted=text, days=words.join(parts))
    return text


def steps_json(plan: Plan) -> dict[str, object]:
    """The steps for machines, in the versioned format `steps/1`."""
    words = language("en")
    return {
        "format": STEPS_FORMAT,
        "visit": plan.visit.name,
        "as_of": plan.as_of.isoformat() if plan.as_of else None,
        "begins_on": plan.visit.begins_on.isoformat(),
        "ends_on": plan.visit.ends_on.isoformat(),
        "governs": list(plan.governing.governs),
        "governing": list(plan.governing.explanation),
        "unconfirmed": unconfirmed_text(plan, words) or None,
        "steps": [
            {
                **todo_json(step.todo),
                "timing": step.timing.value,
                "follows": step.follows,
                "waits_for": list(step.waits_for),
                "way_out": way_out(step.todo, words) or None,
                "left_out": [
                    {"on": row.on.isoformat(), "state": row.state, "holiday": row.holiday or None}
                    for row in step.skipped
                ],
            }
            for step in steps_of(plan)
        ],
    }


def calendar_file(plan: Plan, words: Language) -> bytes:
    """The visit and its dated steps as an iCalendar file (RFC 5545) that ordinary calendar programs open.

    Each step is an all-day event on its latest safe day, with reminders a week and a day before; what has no day, or
    arises only perhaps, stands in the text of the visit's own event. The identifiers stay the same when dates change,
    so that importing again updates.
    """
    from icalendar import Alarm, Calendar, Event

    visit = plan.visit
    stamp = datetime.combine(plan.as_of or visit.begins_on, time())
    made = Calendar()
    made.add("prodid", "-//OpenRAA//clearance plan//EN")
    made.add("version", "2.0")
    made.add("name", visit.name)
    made.add("x-wr-calname", visit.name)

    def event(key: str, summary: str, first: date, end: date, text: str) -> Event:
        found = Event()
        found.add("uid", _uid(visit.name, visit.sending, visit.receiving, key))
        found.add("dtstamp", stamp)
        found.add("sequence", (stamp.date() - date(2000, 1, 1)).days)
        found.add("summary", summary)
        found.add("dtstart", first)
        found.add("dtend", end)
        found.add("description", text)
        found.add("transp", "TRANSPARENT")
        made.add_component(found)
        return found

    pair = words(
        "{sending} to {receiving}", sending=words.country(visit.sending), receiving=words.country(visit.receiving)
    )
    steps = steps_of(plan)
    undated = [_entry(step, words) for step in steps if step.todo.day is None or step.timing is Timing.PERHAPS]
    text = [visit.description, unconfirmed_text(plan, words), *undated]
    last = visit.ends_on + timedelta(days=1)
    event("visit", f"{visit.name} ({pair})", visit.begins_on, last, "\n\n".join(part for part in text if part))
    for step in steps:
        todo, day = step.todo, step.todo.day
        if day is None or step.timing is Timing.PERHAPS:
            continue
        summary = f"{words(KINDS[todo.due.kind])}: {words(todo.due.says)}"
        key = f"{todo.due.kind}/{todo.due.label}/{todo.due.by}/{todo.due.to}"
        found = event(
            key,
            summary,
            day.safe_on,
            day.safe_on + timedelta(days=1),
            _entry(step, words),
        )
        for n_days in (7, 1):
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", summary)
            alarm.add("trigger", timedelta(days=-n_days))
            found.add_component(alarm)
    return bytes(made.to_ical())


def _entry(step: Step, words: Language) -> str:
    """All that is to be said of a step, one thing a line."""
    rule = step.todo.due.deadline
    parts = [
        step_text(step.todo, words),
        parties_text(step.todo, words),
        words("For {lines}.", lines=lines_text(step.todo.lines, words)),
        words.cites(step.todo.due.cites),
        counting_text(step, words) if step.todo.day else words(rule.show()) if rule else timing_text(step, words),
        waiting_text(step, words),
    ]
    return "\n".join(part for part in parts if part)


def _uid(*parts: str) -> str:
    return f"{hashlib.sha256('|'.join(parts).encode('utf-8')).hexdigest()[:32]}@openraa"
