"""What a change of plans means: two versions of a visit, line by line, and for each authority.

The verdicts come from these rules, in this order:

1. Nothing that the requirement was based on changed: still covered.
2. The provision says what a change asks for, or gives one permission for repeated moves: that.
3. The requirement did not arise before: ask again, or a new paper to carry.
4. It was based on what changed, and the agreement has no rule on changes: amend. This is our inference.
5. It no longer arises: notify only. This is our inference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from openraa.determine import Due
from openraa.problems import Said, say
from openraa.visit.model import Line, Subject, Visit
from openraa.visit.plan import VISIT_LABEL, Plan, Todo
from openraa.vocabulary import Question

DIFFERENCE_FORMAT = "difference/1"
_UNTOLD = ("number",)


class How(Enum):
    """How a line differs between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REPLACED = "replaced"


class Verdict(Enum):
    """What a change asks for, from the least to the most."""

    COVERED = "still covered"
    NOTIFY = "notify only"
    AMEND = "amend"
    ASK_AGAIN = "ask again"


@dataclass(frozen=True, slots=True)
class Change:
    """One line that differs, with the cells that do; `before` or `after` is None where it is added or removed."""

    how: How
    subject: Subject
    before: Line | None
    after: Line | None
    cells: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class HeadChange:
    """Something about the visit as a whole that differs."""

    what: Said
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question that comes out differently for a line."""

    question: Question
    line: Line
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What the change means for one requirement; `inferred` where the agreement has no rule on changes."""

    due: Due
    verdict: Verdict
    because: Said
    inferred: bool
    before: Todo | None
    after: Todo | None

    @property
    def authority(self) -> str:
        """Who is concerned: who is told or asked; for papers to carry who carries them."""
        return self.due.to or self.due.by

    @property
    def newly_late(self) -> bool:
        """Whether its day has passed now and had not before."""
        was = self.before is not None and self.before.day is not None and self.before.day.late
        return bool(self.after and self.after.day and self.after.day.late and not was)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two versions of a visit side by side."""

    before: Plan
    after: Plan
    head: tuple[HeadChange, ...]
    changes: tuple[Change, ...]
    outcomes: tuple[Outcome, ...]
    effects: tuple[Effect, ...]

    @property
    def same(self) -> bool:
        """Whether nothing at all differs."""
        return not self.head and not self.changes

    @property
    def verdict(self) -> Verdict:
        """The most that any requirement asks for."""
        order = list(Verdict)
        return max((effect.verdict for effect in self.effects), key=order.index, default=Verdict.COVERED)


def compare_visits(before: Plan, after: Plan) -> Difference:
    """What differs between two plans, and what that asks for, requirement by requirement."""
    head = tuple(_head(before, after))
    changes = tuple(change for subject in Subject for change in _lines(before.visit, after.visit, subject))
    return Difference(
        before=before,
        after=after,
        head=head,
        changes=changes,
        outcomes=tuple(_outcomes(before, after, changes)),
        effects=tuple(_effects(before, after, head, changes)),
    )


def _head(before: Plan, after: Plan) -> Iterator[HeadChange]:
    one, other = before.visit, after.visit
    rows = [
        (say("sending State"), one.sending, other.sending),
        (say("receiving State"), one.receiving, other.receiving),
        (say("first day"), one.begins_on.isoformat(), other.begins_on.isoformat()),
        (say("last day"), one.ends_on.isoformat(), other.ends_on.isoformat()),
        (say("places"), "; ".join(p.name for p in one.places), "; ".join(p.name for p in other.places)),
        (say("activity"), one.activity, other.activity),
        (say("what governs"), ", ".join(before.governing.governs), ", ".join(after.governing.governs)),
    ]
    for name in sorted({*one.facts, *other.facts} - {"visit.begins_on", "visit.ends_on"}):
        if one.facts.get(name) != other.facts.get(name):
            rows.append((say(name), _shown(one.facts.get(name)), _shown(other.facts.get(name))))
    if one.particulars.movements != other.particulars.movements:
        rows.append((say("movements"), _movements(one), _movements(other)))
    for what, first, second in rows:
        if first != second:
            yield HeadChange(what, first, second)


def _movements(visit: Visit) -> str:
    return "; ".join(
        " ".join(
            part
            for part in (
                ",".join(movement.conveyances),
                f"{movement.origin}-{movement.destination}",
                f"{movement.departs_at:%Y-%m-%d %H:%M}" if movement.departs_at else "",
            )
            if part
        )
        for movement in visit.particulars.movements
    )


def _shown(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _lines(one: Visit, other: Visit, subject: Subject) -> Iterator[Change]:
    left, right = list(one.of(subject)), list(other.of(subject))
    for key in (_content, *_IDENTITY[subject], _kind):
        left, right, pairs = _matched(left, right, key)
        for before, after in pairs:
            cells = tuple(_cells(before, after))
            if cells:
                how = How.REPLACED if key is _kind else How.CHANGED
                yield Change(how, subject, before, after, cells)
    for line in left:
        yield Change(How.REMOVED, subject, line, None)
    for line in right:
        yield Change(How.ADDED, subject, None, line)


_Key = Callable[[Line], object]


def _matched(
    left: Iterable[Line], right: Iterable[Line], key: _Key
) -> tuple[list[Line], list[Line], list[tuple[Line, Line]]]:
    waiting: dict[object, list[Line]] = {}
    for line in right:
        found = key(line)
        if found:
            waiting.setdefault(found, []).append(line)
    pairs, unmatched = [], []
    for line in left:
        partners = waiting.get(key(line)) if key(line) else None
        if partners:
            pairs.append((line, partners.pop(0)))
        else:
            unmatched.append(line)
    taken = {id(after) for _, after in pairs}
    return unmatched, [line for line in right if id(line) not in taken], pairs


def _content(line: Line) -> object:
    return tuple(sorted((name, text) for name, text in line.cells.items() if name not in _UNTOLD and text))


def _kind(line: Line) -> object:
    """What makes a line a substitute for another: the same facts and description, only its identity is another."""
    description = line.cells.get("description") or line.cells.get("function") or line.cells.get("rank") or ""
    return (description, tuple(sorted((name, str(value)) for name, value in line.facts.items())))


def _cell_key(*names: str) -> _Key:
    def key(line: Line) -> object:
        texts = tuple(line.cells.get(name, "") for name in names)
        return (names, texts) if all(texts) and texts[0].casefold() not in ("no", "none", "-") else None

    return key


_IDENTITY: dict[Subject, tuple[_Key, ...]] = {
    Subject.PEOPLE: (
        _cell_key("passport"),
        _cell_key("id_card"),
        _cell_key("service_number"),
        _cell_key("name", "birth_date"),
        _cell_key("name"),
    ),
    Subject.ITEMS: (_cell_key("serial", "description"), _cell_key("description", "number"), _cell_key("description")),
    Subject.CONVEYANCES: (_cell_key("registration"),),
}


def _cells(before: Line, after: Line) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys((*before.cells, *after.cells)):
        one, other = before.cells.get(name, ""), after.cells.get(name, "")
        if one != other and name not in _UNTOLD:
            yield name, one, other


def _outcomes(before: Plan, after: Plan, changes: Iterable[Change]) -> Iterator[Outcome]:
    """The questions that come out differently: of lines that changed, and of all lines when the visit did."""
    partner = {id(c.after): c.before for c in changes if c.after is not None}
    told = {_content(line): line for line in before.visit.lines}
    earlier = _answers(before)
    visit_before = next((line for group in before.groups for line in group.lines if line.label == VISIT_LABEL), None)
    for group in after.groups:
        for line in group.lines:
            was = visit_before if line.label == VISIT_LABEL else partner.get(id(line), told.get(_content(line)))
            if was is None:
                continue
            now = _word(group.determination.status.value, group.determination.answer)
            then = earlier.get((id(was), group.question.name))
            if then is not None and then != now:
                yield Outcome(group.question, line, then, now)


def _answers(plan: Plan) -> dict[tuple[int, str], str]:
    return {
        (id(line), group.question.name): _word(group.determination.status.value, group.determination.answer)
        for group in plan.groups
        for line in group.lines
    }


def _word(status: str, answer: str) -> str:
    return answer or status


def _effects(before: Plan, after: Plan, head: tuple[HeadChange, ...], changes: tuple[Change, ...]) -> Iterator[Effect]:
    earlier, later = _by_requirement(before), _by_requirement(after)
    gone = {id(change.before) for change in changes if change.before is not None}
    come = {id(change.after) for change in changes if change.after is not None}
    for key in dict.fromkeys((*earlier, *later)):
        was, now = earlier.get(key), later.get(key)
        if was is None and now is not None:
            paper = now.due.kind == "document"
            because = say("This paper was not asked for before.") if paper else say("This was not required before.")
            yield Effect(now.due, Verdict.NOTIFY if paper else Verdict.ASK_AGAIN, because, False, None, now)
            continue
        if was is not None and now is None:
            yield Effect(was.due, Verdict.NOTIFY, say("This is no longer required."), True, was, None)
            continue
        assert was is not None
        assert now is not None
        whole = any(line.label == VISIT_LABEL for line in now.lines)
        touched = [line for line in was.lines if id(line) in gone] + [line for line in now.lines if id(line) in come]
        yield _touched(was, now, _reason(head, touched, changes if whole else ()))


def _reason(head: tuple[HeadChange, ...], touched: list[Line], all_changes: tuple[Change, ...]) -> Said | None:
    """What changed of that on which a requirement was based; None where nothing did."""
    if head:
        return say("It was based on other particulars of the visit: {what}.", what=tuple(row.what for row in head))
    if touched:
        labels = tuple(dict.fromkeys(line.label for line in touched))
        return say("It was based on what changed: {lines}.", lines=labels[:4])
    if all_changes:
        return say("It covers the visit as a whole, of which lines changed.")
    return None


def _touched(was: Todo, now: Todo, reason: Said | None) -> Effect:
    due = now.due
    if reason is None:
        return Effect(due, Verdict.COVERED, say("Nothing changed that it was based on."), False, was, now)
    rules = {"notify": Verdict.NOTIFY, "amend": Verdict.AMEND, "ask_anew": Verdict.ASK_AGAIN}
    if due.changes in rules:
        because = say("{reason} The agreement says what a change asks for.", reason=reason)
        return Effect(due, rules[due.changes], because, False, was, now)
    if due.standing:
        because = say("{reason} One permission covers repeated moves.", reason=reason)
        return Effect(due, Verdict.COVERED, because, False, was, now)
    if due.kind == "document":
        because = say("{reason} The paper has to be made out anew.", reason=reason)
        return Effect(due, Verdict.AMEND, because, True, was, now)
    because = say("{reason} The agreement has no rule on changes.", reason=reason)
    return Effect(due, Verdict.AMEND, because, True, was, now)


def _by_requirement(plan: Plan) -> dict[tuple[str, str, str, str], Todo]:
    return {
        (todo.due.kind, todo.due.label, todo.due.by, todo.due.to): todo
        for todo in plan.todos
        if todo.due.kind != "duty"
    }


def difference_json(found: Difference) -> dict[str, object]:
    """The difference for machines, in the versioned format `difference/1`."""
    return {
        "format": DIFFERENCE_FORMAT,
        "before": str(found.before.visit.path),
        "after": str(found.after.visit.path),
        "same": found.same,
        "verdict": found.verdict.value,
        "visit": [{"what": row.what, "before": row.before or None, "after": row.after or None} for row in found.head],
        "lines": [
            {
                "how": change.how.value,
                "subject": change.subject.value,
                "before": change.before.label if change.before else None,
                "after": change.after.label if change.after else None,
                "cells": [{"column": name, "before": one, "after": other} for name, one, other in change.cells],
            }
            for change in found.changes
        ],
        "outcomes": [
            {"question": row.question.name, "line": row.line.label, "before": row.before, "after": row.after}
            for row in found.outcomes
        ],
        "effects": [
            {
                "authority": effect.authority or None,
                "kind": effect.due.kind,
                "label": effect.due.label,
                "says": effect.due.says,
                "verdict": effect.verdict.value,
                "because": effect.because,
                "inferred": effect.inferred,
                "cites": list(effect.due.cites),
                "safe_on": effect.after.day.safe_on.isoformat() if effect.after and effect.after.day else None,
                "newly_late": effect.newly_late,
            }
            for effect in found.effects
        ],
    }
