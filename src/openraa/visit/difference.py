"""What a change of plans means: two versions of a visit, line by line, and for each authority.

The verdicts come from these rules, in this order:

1. Another agreement governs, or other States are concerned: ask again. This is our inference.
2. Nothing that the authority was told or decides on changed, and no answer changed: still covered.
3. The provision says what a change asks for, or gives one permission for repeated moves: that.
4. An answer changed to one that requires something, or the requirement did not arise before: ask again; a paper is
   made out. What is forbidden now is said to be so.
5. It was based on what changed, and the agreement has no rule on changes: amend. This is our inference.
6. It no longer arises: notify only. This is our inference. Where facts are missing for that: open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from openraa.determine import Determination, Due, Status
from openraa.problems import Said, say
from openraa.visit.files import GIVEN_BY_THE_VISIT
from openraa.visit.model import Line, Subject, Visit
from openraa.visit.plan import VISIT_LABEL, Group, Plan, Todo
from openraa.visit.steps import Step, steps_that_may_arise
from openraa.vocabulary import Effect as Does
from openraa.vocabulary import Fact, Question, Value, country_name, load_vocabulary

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
    OPEN = "open"
    ASK_AGAIN = "ask again"
    FORBIDDEN = "forbidden"


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
    """Something about the visit as a whole that differs: `key` is a fact, or a key of the visit file."""

    key: str
    what: Said
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question that comes out differently for a line; `before` is empty for a line that is new."""

    question: Question
    line: Line
    before: str
    after: str
    verdict: Verdict

    @property
    def because(self) -> Said:
        """What the new answer means for what was settled before."""
        match self.verdict:
            case Verdict.OPEN:
                return say("A fact is missing: whether what was settled still holds cannot be told yet.")
            case Verdict.FORBIDDEN:
                return say("The agreement forbids this: leave it out, or ask for an arrangement.")
            case Verdict.ASK_AGAIN:
                return say("The agreement requires something for this that it did not require before.")
            case _:
                return say("The agreement asks for nothing more because of this.")


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
    def paper(self) -> bool:
        """Whether this is a paper to carry rather than something that an authority is told or asked."""
        return self.due.kind == "document"

    @property
    def authority(self) -> str:
        """Who is told or asked: the addressee, or the receiving State where it acts; empty where nobody is named."""
        return self.due.to or (self.due.by if self.due.by == "receiving" else "")

    @property
    def moved(self) -> bool:
        """Whether its latest safe day is another one now."""
        one, other = self.before and self.before.day, self.after and self.after.day
        return bool(one and other and one.safe_on != other.safe_on)

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
    def nothing_governs(self) -> bool:
        """Whether something changed and no agreement governs now: then each authority has to be asked."""
        return self.after.stack is None and not self.same

    @property
    def unconfirmed(self) -> frozenset[str]:
        """The questions on which the agreement's text is not confirmed here, if anything changed."""
        groups = () if self.same else self.after.groups
        return frozenset(g.question.name for g in groups if g.determination.status is Status.UNCONFIRMED)

    @property
    def undetermined(self) -> frozenset[str]:
        """The questions that cannot be answered for what changed, because facts are missing."""
        come = {id(change.after) for change in self.changes}
        return frozenset(
            group.question.name
            for group in self.after.groups
            if group.determination.status is Status.UNDETERMINED
            and (self.head or any(id(line) in come for line in group.lines))
        )

    @property
    def verdict(self) -> Verdict:
        """The most that anything asks for; where facts are missing or a text is not confirmed, open at least."""
        order = list(Verdict)
        rows = [effect.verdict for effect in self.effects] + [outcome.verdict for outcome in self.outcomes]
        if self.nothing_governs:
            rows.append(Verdict.ASK_AGAIN)
        if self.unconfirmed or self.undetermined:
            rows.append(Verdict.OPEN)
        return max(rows, key=order.index, default=Verdict.COVERED)


def compare_visits(before: Plan, after: Plan) -> Difference:
    """What differs between two plans, and what that asks for, requirement by requirement."""
    head = tuple(_head(before, after))
    changes = tuple(change for subject in Subject for change in _lines(before.visit, after.visit, subject))
    rows = list(_outcomes(before, after, changes))
    raised = {(due.kind, due.label) for row, found in rows if row.verdict is Verdict.ASK_AGAIN for due in found.due}
    return Difference(
        before=before,
        after=after,
        head=head,
        changes=changes,
        outcomes=tuple(row for row, _ in rows),
        effects=tuple(_Effects(before, after, head, changes, raised).all()),
    )


def _head(before: Plan, after: Plan) -> Iterator[HeadChange]:
    one, other = before.visit, after.visit
    rows: list[tuple[str, Said, Value, Value]] = [
        ("sending", say("sending State"), country_name(one.sending), country_name(other.sending)),
        ("receiving", say("receiving State"), country_name(one.receiving), country_name(other.receiving)),
        ("begins_on", say("first day"), one.begins_on, other.begins_on),
        ("ends_on", say("last day"), one.ends_on, other.ends_on),
        ("places", say("places"), _places(one), _places(other)),
        ("activity", say("activity"), one.activity, other.activity),
        ("description", say("description"), one.description, other.description),
        ("governs", say("what governs"), ", ".join(before.governing.governs), ", ".join(after.governing.governs)),
        ("movements", say("movements"), _movements(one), _movements(other)),
    ]
    stack = after.stack or before.stack
    facts = (stack.vocabulary if stack else load_vocabulary()).facts
    for name in sorted({*one.facts, *other.facts} - set(GIVEN_BY_THE_VISIT)):
        was, now = (_shown(facts[name], visit.facts.get(name)) for visit in (one, other))
        rows.append((name, say(facts[name].label), was, now))
    for key, what, first, second in rows:
        if first != second:
            yield HeadChange(key, what, first, second)


def _shown(fact: Fact, value: Value | None) -> Value:
    """The value of a fact as it is read: yes or no, the label of one of its values, a number or a day."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return say(fact.value_labels[value]) if isinstance(value, str) and value in fact.value_labels else value


def _places(visit: Visit) -> str:
    return "; ".join(f"{place.name} ({place.area})" if place.area else place.name for place in visit.places)


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


def _outcomes(before: Plan, after: Plan, changes: tuple[Change, ...]) -> Iterator[tuple[Outcome, Determination]]:
    """The questions that come out differently: of lines that changed, and of all lines when the visit did.

    Of lines that are new, what is forbidden, and what requires something that no line required before.
    """
    partner = {id(c.after): c.before for c in changes if c.after is not None}
    told = {(line.subject, _content(line)): line for line in before.visit.lines}
    earlier = {(id(line), group.question.name): group for group in before.groups for line in group.lines}
    visit_before = next((line for group in before.groups for line in group.lines if line.label == VISIT_LABEL), None)
    known = {(group.question.name, _word(group)) for group in before.groups}
    for group in after.groups:
        now = _word(group)
        for line in group.lines:
            if line.label == VISIT_LABEL:
                was = visit_before
            else:
                was = partner[id(line)] if id(line) in partner else told.get((line.subject, _content(line)))
            then = earlier.get((id(was), group.question.name)) if was is not None else None
            if then is not None and _word(then) != now:
                row = Outcome(group.question, line, _word(then), now, _verdict(group, then.effect))
                yield row, group.determination
            elif then is None and group.effect is not None:
                verdict = _verdict(group, None)
                new = verdict is Verdict.ASK_AGAIN and (group.question.name, now) not in known
                if verdict is Verdict.FORBIDDEN or new:
                    yield Outcome(group.question, line, "", now, verdict), group.determination


def _verdict(group: Group, then: Does | None) -> Verdict:
    """What an answer asks for that was another one, or none, before."""
    if group.determination.status is Status.UNDETERMINED:
        return Verdict.OPEN
    if group.effect is Does.FORBIDS:
        return Verdict.FORBIDDEN
    return Verdict.ASK_AGAIN if group.effect is Does.REQUIRES and then is not Does.REQUIRES else Verdict.COVERED


def _word(group: Group) -> str:
    return group.determination.answer or group.determination.status.value


_Requirement = tuple[str, str]
_TOLD = ("begins_on", "ends_on", "places", "activity", "description", "movements")


class _Effects:
    """The requirements of two plans, matched, with what each asks for now."""

    def __init__(
        self,
        before: Plan,
        after: Plan,
        head: tuple[HeadChange, ...],
        changes: tuple[Change, ...],
        raised: set[_Requirement],
    ) -> None:
        self.before, self.after = _by_requirement(before), _by_requirement(after)
        self.perhaps = {(step.todo.due.kind, step.todo.due.label): step for step in steps_that_may_arise(after)}
        self.known_perhaps = {(step.todo.due.kind, step.todo.due.label) for step in steps_that_may_arise(before)}
        self.head, self.changes, self.raised = head, changes, raised
        stack = after.stack or before.stack
        self.vocabulary = stack.vocabulary if stack else load_vocabulary()
        self.gone = {id(change.before) for change in changes if change.before is not None}
        self.come = {id(change.after) for change in changes if change.after is not None}
        lines = (*before.visit.lines, *after.visit.lines)
        self.content = {id(line): _content(line) for line in lines}
        self.used: dict[_Requirement, set[str]] = {}
        for group in (*before.groups, *after.groups):
            for due in group.determination.due:
                self.used.setdefault((due.kind, due.label), set()).update(group.determination.facts_used)
        self.elsewhere = any(row.key in ("sending", "receiving", "governs") for row in head)

    def all(self) -> Iterator[Effect]:
        for key in dict.fromkeys((*self.before, *self.after)):
            was, now = self.before.get(key), self.after.get(key)
            if now is None and key in self.perhaps:
                step = self.perhaps[key]
                yield Effect(step.todo.due, Verdict.OPEN, self._open(step), True, was, step.todo)
            elif now is None:
                assert was is not None
                yield Effect(was.due, Verdict.NOTIFY, say("This is no longer required."), True, was, None)
            elif self.elsewhere:
                because = say("Other States are concerned, or another agreement governs; what was settled before is "
                              "not known to carry over.")  # fmt: skip
                yield Effect(now.due, Verdict.ASK_AGAIN, because, True, was, now)
            elif was is None and now.due.kind == "document":
                yield Effect(
                    now.due, Verdict.AMEND, say("This paper was not asked for before; it has to be made out."), False,
                    None, now,
                )  # fmt: skip
            elif was is None:
                yield Effect(now.due, Verdict.ASK_AGAIN, say("This was not required before."), False, None, now)
            elif now.due.kind == "document":
                yield self._paper(was, now)
            else:
                yield self._told(was, now)

        for key, step in self.perhaps.items():
            if key not in self.before and key not in self.known_perhaps:
                yield Effect(step.todo.due, Verdict.OPEN, self._open(step), True, None, step.todo)

    def _open(self, step: Step) -> Said:
        facts = tuple(say(self.vocabulary.facts[name].label) for name in step.waits_for)
        if not facts:
            return say("Whether this is required now depends on the case.")
        return say("Whether this is required now depends on what is missing: {facts}.", facts=facts)

    def _told(self, was: Todo, now: Todo) -> Effect:
        """What an authority is told or asked."""
        due, reason = now.due, self._reason(was, now)
        if reason is None:
            return Effect(due, Verdict.COVERED, say("Nothing changed that it was based on."), False, was, now)
        rules = {"notify": Verdict.NOTIFY, "amend": Verdict.AMEND, "ask_anew": Verdict.ASK_AGAIN}
        if due.changes in rules:
            because = say("{reason} The agreement says what a change asks for.", reason=reason)
            return Effect(due, rules[due.changes], because, False, was, now)
        if due.standing:
            because = say("{reason} One permission covers repeated moves.", reason=reason)
            return Effect(due, Verdict.COVERED, because, False, was, now)
        if (due.kind, due.label) in self.raised:
            because = say("{reason} The agreement requires it now for what it did not before.", reason=reason)
            return Effect(due, Verdict.ASK_AGAIN, because, False, was, now)
        because = say("{reason} The agreement has no rule on changes.", reason=reason)
        return Effect(due, Verdict.AMEND, because, True, was, now)

    def _reason(self, was: Todo, now: Todo) -> Said | None:
        """What changed of that on which a notice, consent or certificate was based; None where nothing did."""
        used = self.used[now.due.kind, now.due.label]
        rows = tuple(row.what for row in self.head if row.key in _TOLD or row.key in used)
        what = (*rows, *_some(self._touched(was, now)))
        if what:
            return say("It was based on what changed: {what}.", what=what)
        if self.changes and any(line.label == VISIT_LABEL for line in now.lines):
            return say("It covers the visit as a whole, of which lines changed.")
        return None

    def _paper(self, was: Todo, now: Todo) -> Effect:
        """A paper to carry: papers that state the journey change with it, all others with their own lines only."""
        due = now.due
        journey = self.vocabulary.requirements[due.label].states_journey
        rows = tuple(row.what for row in self.head if row.key in ("begins_on", "ends_on", "places", "movements"))
        if journey and rows:
            because = say("It states the journey, which changed: {what}. It has to be made out anew.", what=rows)
            return Effect(due, Verdict.AMEND, because, True, was, now)
        come = _labels(line for line in now.lines if id(line) in self.come)
        gone = _labels(line for line in was.lines if id(line) in self.gone)
        earlier = self._contents(was)
        come = come or _labels(line for line in now.lines if self.content.get(id(line)) not in earlier)
        if come:
            because = (
                say("See to it for {lines}; for all others it stands if it is valid on all days.", lines=_some(come))
                if rows
                else say("See to it for {lines}; for all others it stands.", lines=_some(come))
            )
            return Effect(due, Verdict.AMEND, because, True, was, now)
        if gone and journey:
            because = say("It may still name {lines}; if it does, make it out anew.", lines=_some(gone))
            return Effect(due, Verdict.AMEND, because, True, was, now)
        if rows:
            because = say("If it is valid on all days of the visit, it stands.")
            return Effect(due, Verdict.COVERED, because, True, was, now)
        return Effect(due, Verdict.COVERED, say("Nothing changed that it was based on."), False, was, now)

    def _touched(self, was: Todo, now: Todo) -> list[str]:
        """The lines of a requirement that changed, came or went, or for which it arises only in one version."""
        one, other = self._contents(was), self._contents(now)
        rows = [line for line in was.lines if id(line) in self.gone or self.content.get(id(line)) not in other]
        rows += [line for line in now.lines if id(line) in self.come or self.content.get(id(line)) not in one]
        return _labels(rows)

    def _contents(self, todo: Todo) -> set[object]:
        return {self.content.get(id(line)) for line in todo.lines}


def _labels(lines: Iterable[Line]) -> list[str]:
    return list(dict.fromkeys(line.label for line in lines if line.label != VISIT_LABEL))


def _some(labels: list[str]) -> tuple[str, ...]:
    """Some lines by name, and how many more there are."""
    if len(labels) <= 5:
        return tuple(labels)
    return (*labels[:4], say("{n} more", n=len(labels) - 4))


def _by_requirement(plan: Plan) -> dict[_Requirement, Todo]:
    return {(todo.due.kind, todo.due.label): todo for todo in plan.todos if todo.due.kind != "duty"}


def difference_json(found: Difference) -> dict[str, object]:
    """The difference for machines, in the versioned format `difference/1`."""
    return {
        "format": DIFFERENCE_FORMAT,
        "before": str(found.before.visit.path),
        "after": str(found.after.visit.path),
        "same": found.same,
        "verdict": found.verdict.value,
        "nothing_governs": found.nothing_governs,
        "unconfirmed": sorted(found.unconfirmed),
        "undetermined": sorted(found.undetermined),
        "as_of": found.after.as_of.isoformat() if found.after.as_of else None,
        "visit": [
            {"key": row.key, "what": row.what, "before": str(row.before) or None, "after": str(row.after) or None}
            for row in found.head
        ],
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
            {
                "question": row.question.name,
                "line": row.line.label,
                "before": row.before or None,
                "after": row.after,
                "verdict": row.verdict.value,
            }
            for row in found.outcomes
        ],
        "effects": [
            {
                "authority": effect.authority or None,
                "by": effect.due.by or None,
                "kind": effect.due.kind,
                "label": effect.due.label,
                "says": effect.due.says,
                "verdict": effect.verdict.value,
                "because": effect.because,
                "inferred": effect.inferred,
                "cites": list(effect.due.cites),
                "safe_on_before": effect.before.day.safe_on.isoformat()
                if effect.before and effect.before.day
                else None,
                "safe_on": effect.after.day.safe_on.isoformat() if effect.after and effect.after.day else None,
                "newly_late": effect.newly_late,
            }
            for effect in found.effects
        ],
    }
