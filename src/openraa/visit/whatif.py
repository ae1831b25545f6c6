"""What a draft would have changed: visits planned twice, as they are governed and under the draft, in numbers.

A determination is one question about one line of a visit. Every planning question that comes up for a line is counted
on both sides, so that a text which does not speak of a question is seen to leave it without an answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import TypeAlias

from openraa.determine import Determination, Status
from openraa.language import state_in_text
from openraa.problems import Place, Problem, Refused, Said, errors_of, say
from openraa.register import load_agreements
from openraa.rulebook import Stack, Verification
from openraa.visit.exercise import FILE_NAME as EXERCISE_FILE
from openraa.visit.exercise import read_exercise
from openraa.visit.files import FILE_NAME as VISIT_FILE
from openraa.visit.model import Line, Visit
from openraa.visit.plan import VISIT_LABEL, Plan, planning_questions, rows_of
from openraa.visit.planning import open_visit, plan_under, plan_visit, visit_under
from openraa.visit.steps import Timing, steps_of
from openraa.vocabulary import Effect, Question, load_vocabulary

WHAT_IF_FORMAT = "what-if/1"
DEPTH = 2
_PAPERS = ("document", "certificate")


class Standing(Enum):
    """How a question stands for a line: answered, or why it has no answer."""

    ANSWERED = "answered"
    NO_AGREEMENT = "no_agreement"
    NOT_DEALT_WITH = "not_dealt_with"
    SILENT = "silent"
    UNCONFIRMED = "unconfirmed"
    OPEN = "open"
    CONFLICT = "conflict"
    OUT_OF_SCOPE = "out_of_scope"
    INVALID = "invalid"


_STANDING = {
    Status.DETERMINED: Standing.ANSWERED,
    Status.GAP: Standing.SILENT,
    Status.UNCONFIRMED: Standing.UNCONFIRMED,
    Status.UNDETERMINED: Standing.OPEN,
    Status.CONFLICT: Standing.CONFLICT,
    Status.OUT_OF_SCOPE: Standing.OUT_OF_SCOPE,
    Status.INVALID: Standing.INVALID,
}

STANDINGS: Mapping[Standing, Said] = {
    Standing.ANSWERED: say("answered"),
    Standing.NO_AGREEMENT: say("no agreement governs"),
    Standing.NOT_DEALT_WITH: say("not dealt with"),
    Standing.SILENT: say("silent"),
    Standing.UNCONFIRMED: say("text not confirmed"),
    Standing.OPEN: say("facts missing"),
    Standing.CONFLICT: say("provisions contradict each other"),
    Standing.OUT_OF_SCOPE: say("does not arise"),
    Standing.INVALID: say("impossible facts"),
}

Counts: TypeAlias = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that is reported: its key for machines, what it counts, and the figure of which it is a part."""

    key: str
    says: Said
    part_of: str = ""


FIGURES: tuple[Figure, ...] = (
    Figure("determinations", say("Determinations: questions, each for one line")),
    Figure("answered", say("answered"), "determinations"),
    Figure("exempts", say("exempted"), "answered"),
    Figure("permits", say("permitted"), "answered"),
    Figure("requires", say("something required"), "answered"),
    Figure("forbids", say("forbidden"), "answered"),
    Figure("refers", say("left to the law of a State"), "answered"),
    Figure("states", say("stated, such as a status"), "answered"),
    Figure("unanswered", say("without an answer"), "determinations"),
    *(
        Figure(standing.value, says, "unanswered")
        for standing, says in STANDINGS.items()
        if standing is not Standing.ANSWERED
    ),
    Figure("notice_days", say("Longest notice, in days before the first day")),
    Figure("dated_steps", say("Steps with a latest day before the visit")),
    Figure("late_steps", say("too late on the day of planning"), "dated_steps"),
    Figure("notices", say("Notices to give")),
    Figure("consents", say("Permissions to ask")),
    Figure("papers", say("Kinds of papers to carry")),
    Figure("papers_by_line", say("counted for each line"), "papers"),
    Figure("duties", say("Duties")),
    Figure("perhaps", say("Steps that may arise, depending on missing facts")),
    Figure("missing", say("Facts still missing")),
)
_LONGEST = frozenset({"notice_days"})


@dataclass(frozen=True, slots=True)
class Side:
    """What a question comes to for a line on one side, under which rulebooks, and how sure that is."""

    standing: Standing
    answer: str = ""
    under: tuple[str, ...] = ()
    verification: Verification = Verification.FULL_TEXT

    @property
    def answered(self) -> bool:
        """Whether there is an answer."""
        return self.standing is Standing.ANSWERED


class Kind(Enum):
    """What became of a determination."""

    SAME = "same"
    GAINED = "gained"
    LOST = "lost"
    CHANGED = "changed"
    STILL_NONE = "still_none"


@dataclass(frozen=True, slots=True)
class Concerned:
    """A line that a move concerns, and its visit."""

    visit: Visit
    line: Line


@dataclass(frozen=True, slots=True)
class Move:
    """Lines for which a question goes from one outcome to another, with the citations on both sides."""

    question: Question
    before: Side
    after: Side
    cites_before: tuple[str, ...]
    cites_after: tuple[str, ...]
    lines: tuple[Concerned, ...]

    @property
    def kind(self) -> Kind:
        """What became of these determinations."""
        one, other = self.before, self.after
        if one.answered and other.answered:
            return Kind.SAME if one.answer == other.answer else Kind.CHANGED
        if one.answered:
            return Kind.LOST
        return Kind.GAINED if other.answered else Kind.STILL_NONE

    @property
    def changes(self) -> bool:
        """Whether an answer came, went or became another one."""
        return self.kind in (Kind.GAINED, Kind.LOST, Kind.CHANGED)

    @property
    def effect_after(self) -> Effect | None:
        """What the answer under the draft does for the visiting force."""
        return self.question.answers[self.after.answer].effect if self.after.answered else None


@dataclass(frozen=True, slots=True)
class QuestionMoves:
    """One question over all visits: its moves, the largest first."""

    question: Question
    moves: tuple[Move, ...]

    @property
    def n_lines(self) -> int:
        """For how many lines it was asked."""
        return sum(len(move.lines) for move in self.moves)

    @property
    def n_changed(self) -> int:
        """For how many lines an answer came, went or became another one."""
        return sum(len(move.lines) for move in self.moves if move.changes)


@dataclass(frozen=True, slots=True)
class Replay:
    """One visit planned twice, with the figures of both plans."""

    before: Plan
    after: Plan
    counts_before: Counts
    counts_after: Counts

    @property
    def visit(self) -> Visit:
        """The visit as it is read today."""
        return self.before.visit

    @property
    def n_rows_left_out(self) -> int:
        """How many rows of its manifests could not be used."""
        return len({(problem.place.path, problem.place.line) for problem in errors_of(self.visit.problems)})


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A visit, or an exercise, that could not be used."""

    path: Path
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Visits replayed under a draft; `against` is None where the first side is what is in force for each visit."""

    folder: Path
    draft: Stack
    against: Stack | None
    between: tuple[str, str] | None
    replays: tuple[Replay, ...]
    elsewhere: tuple[Visit, ...]
    left_out: tuple[LeftOut, ...]

    def total(self) -> tuple[Counts, Counts]:
        """The figures of all visits together on both sides; the longest notice of all is kept, all else is added up."""
        return _sum(row.counts_before for row in self.replays), _sum(row.counts_after for row in self.replays)

    def questions(self) -> tuple[QuestionMoves, ...]:
        """Question by question what became of the lines, those with most changes first."""
        return moves_of(self.replays)


def replay(before: Plan, after: Plan) -> Replay:
    """Two plans of one visit, counted."""
    return Replay(before, after, counts_of(before), counts_of(after))


def counts_of(plan: Plan) -> Counts:
    """The figures of one plan, by the keys of `FIGURES`."""
    counts = {figure.key: 0 for figure in FIGURES}
    for question, _, outcome in _sided(plan):
        side = outcome.side
        counts["determinations"] += 1
        counts["answered" if side.answered else "unanswered"] += 1
        if side.answered:
            counts[question.answers[side.answer].effect.value] += 1
        else:
            counts[side.standing.value] += 1
    for todo in plan.todos:
        key = "papers" if todo.due.kind in _PAPERS else {"notice": "notices", "consent": "consents"}.get(todo.due.kind)
        counts[key or "duties"] += 1
        counts["papers_by_line"] += todo.n_lines if key == "papers" else 0
    steps = steps_of(plan)
    sure = [step for step in steps if step.timing is not Timing.PERHAPS]
    days = [step.todo.day for step in sure if step.todo.day is not None and not step.follows]
    counts["notice_days"] = max(((plan.visit.begins_on - day.safe_on).days for day in days), default=0)
    counts["dated_steps"] = len(days)
    counts["late_steps"] = sum(day.late for day in days)
    counts["perhaps"] = len(steps) - len(sure)
    counts["missing"] = len(plan.missing)
    return counts


def _sum(rows: Iterable[Counts]) -> Counts:
    found = {figure.key: 0 for figure in FIGURES}
    for row in rows:
        for key, n in row.items():
            found[key] = max(found[key], n) if key in _LONGEST else found[key] + n
    return found


def moves_of(replays: Iterable[Replay]) -> tuple[QuestionMoves, ...]:
    """What became of every determination of these visits, by question and outcome.

    Questions stand in the order of how many lines changed, then of the catalogue; so do the moves of each.
    """
    found: dict[tuple[str, Side, Side], _Alike] = {}
    questions = load_vocabulary().questions
    for row in replays:
        for alike in _moves_of_one(row):
            key = (alike.question.name, alike.before, alike.after)
            kept = found.setdefault(key, _Alike(alike.question, alike.before, alike.after))
            kept.cites_before.update(alike.cites_before)
            kept.cites_after.update(alike.cites_after)
            kept.lines.extend(alike.lines)
    moves: dict[str, list[Move]] = {}
    for kept in found.values():
        cites = tuple(kept.cites_before), tuple(kept.cites_after)
        move = Move(kept.question, kept.before, kept.after, *cites, tuple(kept.lines))
        moves.setdefault(kept.question.name, []).append(move)
    rows = [
        QuestionMoves(questions[name], tuple(sorted(each, key=lambda move: (not move.changes, -len(move.lines)))))
        for name, each in moves.items()
    ]
    order = {name: n for n, name in enumerate(questions)}
    return tuple(sorted(rows, key=lambda row: (-row.n_changed, order[row.question.name])))


@dataclass(slots=True)
class _Alike:
    """Lines with the same outcomes on both sides, while they are collected; the citations keep their order."""

    question: Question
    before: Side
    after: Side
    cites_before: dict[str, None] = field(default_factory=dict)
    cites_after: dict[str, None] = field(default_factory=dict)
    lines: list[Concerned] = field(default_factory=list)


def _moves_of_one(row: Replay) -> Iterable[_Alike]:
    """The moves of one visit. Outcomes of one plan are few objects, told apart here by which object they are."""
    found: dict[tuple[str, int, int], _Alike] = {}
    unasked = _Sided((), Side(Standing.NOT_DEALT_WITH))
    then = {(question.name, _key(line)): outcome for question, line, outcome in _sided(row.before)}
    for question, line, after in _sided(row.after):
        before = then.get((question.name, _key(line)), unasked)
        key = (question.name, id(before), id(after))
        if key not in found:
            cites = dict.fromkeys(before.cites), dict.fromkeys(after.cites)
            found[key] = _Alike(question, before.side, after.side, *cites)
        found[key].lines.append(Concerned(row.visit, line))
    return found.values()


@dataclass(frozen=True, slots=True)
class _Sided:
    """An outcome of one plan, with its citations."""

    cites: tuple[str, ...]
    side: Side


def _sided(plan: Plan) -> list[tuple[Question, Line, _Sided]]:
    """Every planning question of every line of a plan, with its outcome."""
    vocabulary = load_vocabulary()
    under = plan.governing.governs if plan.stack is not None else ()
    unasked = _Sided(
        (), Side(Standing.NOT_DEALT_WITH if plan.stack is not None else Standing.NO_AGREEMENT, under=under)
    )
    found: dict[tuple[str, object], _Sided] = {}
    for group in plan.groups:
        outcome = _Sided(_cites(group.determination), _side(group.determination, under))
        found.update({(group.question.name, _key(line)): outcome for line in group.lines})
    asked: dict[object, list[Question]] = {}
    rows = []
    for subject, line in rows_of(plan.visit):
        facts, key = frozenset(line.facts.items()), _key(line)
        if (subject, facts) not in asked:
            asked[subject, facts] = planning_questions(subject, {**plan.visit.facts, **line.facts}, vocabulary)
        rows += [(question, line, found.get((question.name, key), unasked)) for question in asked[subject, facts]]
    return rows


def _key(line: Line) -> object:
    """What a line is known by in two plans of the same files."""
    return (line.subject.value, line.place.path, line.place.line, line.label)


def _side(determination: Determination, under: tuple[str, ...]) -> Side:
    return Side(_STANDING[determination.status], determination.answer, under, determination.verification)


def _cites(determination: Determination) -> tuple[str, ...]:
    """The citations of an answer; where there is none, of what is silent, not confirmed or open."""
    match determination.status:
        case Status.DETERMINED:
            return determination.cites
        case Status.GAP:
            rows = [row.cite for row in determination.silences]
        case Status.UNCONFIRMED:
            rows = [row.cite for row in determination.unconfirmed]
        case _:
            needed = {name for ask in determination.ask for name in ask.needed_by}
            rows = [row.provision.cite for row in determination.provisions if row.provision.id in needed]
    return tuple(dict.fromkeys(cite for cite in rows if cite))


def replay_visits(
    folder: Path,
    draft: Stack,
    *,
    against: Stack | None = None,
    between: tuple[str, str] | None = None,
    folders: Sequence[Path] = (),
) -> WhatIf:
    """Every visit of a folder, planned as it is governed (or under `against`) and under the draft.

    `between` keeps only visits between these two States, in either direction. Days are counted from the day on which
    a visit was planned. Visits that cannot be used are left out and named in the result.

    Raises:
        Refused: there is no such folder, no visit in it, or none that can be used.
    """
    opened, left_out = find_visits(folder, folders=folders)
    kept: list[Visit] = []
    elsewhere: list[Visit] = []
    for visit in opened:
        wanted = between is None or {visit.sending, visit.receiving} == set(between)
        (kept if wanted else elsewhere).append(visit)
    if not opened and left_out:
        raise Refused([problem for row in left_out for problem in row.problems])
    if not opened:
        raise _refusal(folder, say("there is no visit in this folder"), _WHERE)
    if not kept:
        assert between is not None
        message = say(
            "none of the {n} visits is between {one} and {other}",
            n=len(opened),
            one=state_in_text(between[0]),
            other=state_in_text(between[1]),
        )
        raise _refusal(folder, message, say("Leave out `--between`, or name two other States."))
    return WhatIf(
        folder=folder,
        draft=draft,
        against=against,
        between=between,
        replays=tuple(_replay(visit, draft, against, folders) for visit in kept),
        elsewhere=tuple(elsewhere),
        left_out=tuple(left_out),
    )


_WHERE = say("A visit is a folder with a {file}; it may lie up to {n} folders deep.", file=VISIT_FILE, n=DEPTH)


def _replay(visit: Visit, draft: Stack, against: Stack | None, folders: Sequence[Path]) -> Replay:
    day = visit.planned_on
    if against is None:
        before = plan_visit(visit, as_of=day, folders=folders)
    else:
        before = plan_under(visit_under(visit, against.ids, folders=folders), against, as_of=day, folders=folders)
    after = plan_under(visit_under(visit, draft.ids, folders=folders), draft, as_of=day, folders=folders)
    return replay(before, after)


def find_visits(folder: Path, *, folders: Sequence[Path] = ()) -> tuple[list[Visit], list[LeftOut]]:
    """The visits in a folder and up to two folders below it, and those of its exercises; each once, by path.

    What cannot be used comes second, with its problems.

    Raises:
        Refused: there is no such folder, or an agreement of `folders` is malformed.
    """
    load_agreements(folders)
    if not folder.is_dir():
        message = say("there is no such folder") if not folder.exists() else say("this is not a folder")
        raise _refusal(folder, message, _WHERE)
    found: dict[Path, Visit | LeftOut] = {}

    def opened(path: Path) -> Visit:
        file = path / VISIT_FILE if path.is_dir() else path
        key = file.resolve()
        if key not in found:
            try:
                found[key] = open_visit(file, folders=folders)
            except Refused as refused:
                found[key] = LeftOut(file, refused.problems)
        row = found[key]
        if isinstance(row, LeftOut):
            raise Refused(row.problems)
        return row

    faulty = []
    for file in _files(folder, VISIT_FILE):
        try:
            opened(file)
        except Refused:
            continue
    for file in _files(folder, EXERCISE_FILE):
        try:
            read_exercise(file, opened)
        except Refused as refused:
            said = {problem for row in found.values() if isinstance(row, LeftOut) for problem in row.problems}
            own = tuple(problem for problem in refused.problems if problem not in said)
            if own:
                faulty.append(LeftOut(file, own))
    visits = [row for row in found.values() if isinstance(row, Visit)]
    return visits, [*(row for row in found.values() if isinstance(row, LeftOut)), *faulty]


def _files(folder: Path, name: str) -> list[Path]:
    return [path for depth in range(DEPTH + 1) for path in sorted(folder.glob("/".join(["*"] * depth + [name])))]


def _refusal(folder: Path, message: Said, remedy: Said) -> Refused:
    return Refused(Problem(Place(str(folder)), "visits", message, remedy))


def what_if_json(found: WhatIf) -> dict[str, object]:
    """Everything for machines, in the versioned format `what-if/1`."""
    before, after = found.total()
    return {
        "format": WHAT_IF_FORMAT,
        "folder": str(found.folder),
        "draft": _stack_json(found.draft),
        "against": _stack_json(found.against) if found.against else None,
        "between": list(found.between) if found.between else None,
        "total": _counts_json(before, after),
        "visits": [
            {
                "path": str(row.visit.path),
                "name": row.visit.name,
                "sending": row.visit.sending,
                "receiving": row.visit.receiving,
                "begins_on": row.visit.begins_on.isoformat(),
                "ends_on": row.visit.ends_on.isoformat(),
                "planned_on": row.visit.planned_on.isoformat() if row.visit.planned_on else None,
                "n_lines": row.before.n_lines,
                "n_rows_left_out": row.n_rows_left_out,
                "under_before": list(row.before.governing.governs),
                "under_after": list(row.after.governing.governs),
                "because_before": list(row.before.governing.explanation),
                "because_after": list(row.after.governing.explanation),
                "figures": _counts_json(row.counts_before, row.counts_after),
                "missing_before": [missing.fact for missing in row.before.missing],
                "missing_after": [missing.fact for missing in row.after.missing],
                "problems": [problem.to_json() for problem in row.visit.problems],
            }
            for row in found.replays
        ],
        "questions": [
            {
                "question": row.question.name,
                "asks": row.question.asks,
                "n_lines": row.n_lines,
                "n_changed": row.n_changed,
                "moves": [
                    {
                        "kind": move.kind.value,
                        "n_lines": len(move.lines),
                        "before": _side_json(move.question, move.before, move.cites_before),
                        "after": _side_json(move.question, move.after, move.cites_after),
                        "lines": [
                            {
                                "visit": str(each.visit.path),
                                "label": each.line.label,
                                "row": each.line.place.line if each.line.label != VISIT_LABEL else None,
                            }
                            for each in move.lines
                        ],
                    }
                    for move in row.moves
                ],
            }
            for row in found.questions()
        ],
        "elsewhere": [
            {"path": str(visit.path), "sending": visit.sending, "receiving": visit.receiving}
            for visit in found.elsewhere
        ],
        "left_out": [
            {"path": str(row.path), "problems": [problem.to_json() for problem in row.problems]}
            for row in found.left_out
        ],
    }


def _stack_json(stack: Stack) -> dict[str, object]:
    return {"stack": list(stack.ids), "titles": [book.title for book in stack.rulebooks], "hash": stack.hash}


def _counts_json(before: Counts, after: Counts) -> dict[str, object]:
    return {
        "before": dict(before),
        "after": dict(after),
        "difference": {key: after[key] - before[key] for key in before},
    }


def _side_json(question: Question, side: Side, cites: tuple[str, ...]) -> dict[str, object]:
    answer = question.answers.get(side.answer)
    return {
        "standing": side.standing.value,
        "answer": side.answer or None,
        "says": answer.says if answer else None,
        "effect": answer.effect.value if answer else None,
        "under": list(side.under),
        "cites": list(cites),
        "verified": side.verification.value if answer else None,
    }
