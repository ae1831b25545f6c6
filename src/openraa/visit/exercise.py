"""An exercise: many visits under one name, each pair of States under its own agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openraa.language import Language
from openraa.pages import page_template
from openraa.problems import Place, Problem, Refused, nearest, say
from openraa.visit.files import FILE_NAME as VISIT_FILE
from openraa.visit.files import key_lines, load_toml
from openraa.visit.model import Subject, Visit
from openraa.visit.plan import Group, Plan, Todo
from openraa.visit.report import (
    due_text,
    group_text,
    parties_text,
    plan_json,
    slack_text,
    step_text,
    style_of,
    todo_json,
    word_of,
)
from openraa.vocabulary import Question

FILE_NAME = "exercise.toml"
EXERCISE_FORMAT = "exercise/1"
_KEYS = {"": ("exercise", "visits"), "exercise": ("name", "description", "planned_on"), "visits": ("path",)}


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise and its visits, in the order of the file."""

    name: str
    description: str
    planned_on: date | None
    visits: tuple[Visit, ...]
    path: Path

    @property
    def begins_on(self) -> date:
        """The first day of the first visit."""
        return min(visit.begins_on for visit in self.visits)

    @property
    def ends_on(self) -> date:
        """The last day of the last visit."""
        return max(visit.ends_on for visit in self.visits)


@dataclass(frozen=True, slots=True)
class Pair:
    """One sending State's visit to one receiving State, and its plan."""

    plan: Plan

    @property
    def sending(self) -> str:
        """Whose forces go."""
        return self.plan.visit.sending

    @property
    def receiving(self) -> str:
        """Where they go."""
        return self.plan.visit.receiving

    def n(self, subject: Subject) -> int:
        """How many lines of a manifest it has."""
        return len(self.plan.visit.of(subject))


@dataclass(frozen=True, slots=True)
class SharedTodo:
    """The same step, due on the same day, for one or more pairs."""

    todo: Todo
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that comes out differently for the pairs: for each pair, its groups."""

    question: Question
    groups: tuple[tuple[Pair, tuple[Group, ...]], ...]


@dataclass(frozen=True, slots=True)
class ExercisePlan:
    """The plans of an exercise's visits, side by side."""

    exercise: Exercise
    pairs: tuple[Pair, ...]

    @property
    def sending(self) -> tuple[str, ...]:
        """The sending States, each once, in the order of the file."""
        return tuple(dict.fromkeys(pair.sending for pair in self.pairs))

    @property
    def receiving(self) -> tuple[str, ...]:
        """The receiving States, each once, in the order of the file."""
        return tuple(dict.fromkeys(pair.receiving for pair in self.pairs))

    def between(self, sending: str, receiving: str) -> tuple[Pair, ...]:
        """The visits from one State to another."""
        return tuple(pair for pair in self.pairs if (pair.sending, pair.receiving) == (sending, receiving))

    def todos(self) -> list[SharedTodo]:
        """Every step of every visit by its latest safe day; one that several visits share stands once."""
        found: dict[tuple[object, ...], tuple[Todo, list[Pair]]] = {}
        for pair in self.pairs:
            for todo in pair.plan.todos:
                key = (todo.due.kind, todo.due.label, todo.due.by, todo.due.to, todo.day and todo.day.safe_on)
                found.setdefault(key, (todo, []))[1].append(pair)
        rows = [SharedTodo(todo, tuple(pairs)) for todo, pairs in found.values()]
        return sorted(rows, key=lambda row: row.todo.day.safe_on if row.todo.day else date.max)

    def differences(self) -> list[Difference]:
        """The questions that do not come out alike for all pairs that an agreement governs, in catalogue order."""
        by_question: dict[str, dict[int, list[Group]]] = {}
        questions: dict[str, Question] = {}
        for n, pair in enumerate(self.pairs):
            for group in pair.plan.groups:
                questions[group.question.name] = group.question
                by_question.setdefault(group.question.name, {}).setdefault(n, []).append(group)
        rows = []
        for name, groups in by_question.items():
            outcomes = {
                frozenset((g.determination.status, g.determination.answer) for g in groups.get(n, ()))
                for n, pair in enumerate(self.pairs)
                if pair.plan.stack is not None and n in groups
            }
            if len(outcomes) > 1:
                sides = tuple((pair, tuple(groups.get(n, ()))) for n, pair in enumerate(self.pairs))
                rows.append(Difference(questions[name], sides))
        return rows


def is_exercise(path: Path) -> bool:
    """Whether a path is an exercise file or a folder that holds one and no visit."""
    if path.is_dir():
        return (path / FILE_NAME).exists() and not (path / VISIT_FILE).exists()
    return path.name == FILE_NAME


def read_exercise(path: Path, open_visit: Callable[[Path], Visit]) -> Exercise:
    """The exercise in a folder or `exercise.toml`, with every visit that it names.

    Raises:
        Refused: the file, or one of its visits as a whole, cannot be used; all problems together.
    """
    file = path / FILE_NAME if path.is_dir() else path
    shown = str(file)
    data = load_toml(file, shown)
    lines = key_lines(shown)
    problems: list[Problem] = []

    def problem(part: str, key: str, message: str, remedy: str) -> None:
        line = lines.get((part, key)) or lines.get((part, "")) or 0
        problems.append(Problem(Place(shown, line), "exercise", message, remedy))

    def refuse_unknown(part: str, table: Iterable[str]) -> None:
        for key in table:
            if key not in _KEYS[part]:
                known = ", ".join(_KEYS[part])
                problem(
                    part,
                    key,
                    say("`{key}` is not a key here", key=key),
                    nearest(key, _KEYS[part]) or say("One of {known}.", known=known),
                )

    refuse_unknown("", data)
    head = data.get("exercise", {})
    if not isinstance(head, dict):
        head = {}
    refuse_unknown("exercise", head)
    name = head.get("name", "")
    if not isinstance(name, str) or not name.strip():
        problem("exercise", "name", say("the exercise has no name"), say('Write, under [exercise], name = "...".'))
    planned = head.get("planned_on")
    if planned is not None and type(planned) is not date:
        problem(
            "exercise",
            "planned_on",
            say("`planned_on` is not a date"),
            say("Write planned_on = 2026-03-01, without quotes."),
        )
        planned = None
    rows = data.get("visits", [])
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        problem("visits", "", say("no visit is named"), say('Write [[visits]] and path = "folder" for each visit.'))
        rows = []
    visits: list[Visit] = []
    seen: dict[Path, None] = {}
    for row in rows:
        refuse_unknown("visits", row)
        folder = row.get("path")
        if not isinstance(folder, str) or not folder.strip():
            problem("visits", "path", say("a visit has no path"), say('Write path = "folder".'))
            continue
        target = (file.parent / folder).resolve()
        if target in seen:
            problem(
                "visits", "path", say("the visit `{folder}` is named twice", folder=folder), say("Keep one of the two.")
            )
            continue
        seen[target] = None
        try:
            visits.append(open_visit(file.parent / folder))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return Exercise(str(name).strip(), str(head.get("description", "")), planned, tuple(visits), file)


def plan_exercise(exercise: Exercise, plan: Callable[[Visit], Plan]) -> ExercisePlan:
    """Each visit of the exercise under its own agreement."""
    return ExercisePlan(exercise, tuple(Pair(plan(visit)) for visit in exercise.visits))


def exercise_json(plan: ExercisePlan) -> dict[str, object]:
    """The matrix, the shared steps and the differences for machines, in the versioned format `exercise/1`.

    The plan of each visit is what `plan_json` gives for it.
    """
    exercise = plan.exercise
    return {
        "format": EXERCISE_FORMAT,
        "exercise": {
            "name": exercise.name,
            "begins_on": exercise.begins_on.isoformat(),
            "ends_on": exercise.ends_on.isoformat(),
            "description": exercise.description or None,
        },
        "pairs": [
            {
                "sending": pair.sending,
                "receiving": pair.receiving,
                "stack": list(pair.plan.governing.governs),
                "lines": {subject.value: pair.n(subject) for subject in Subject},
            }
            for pair in plan.pairs
        ],
        "todo": [
            {**todo_json(row.todo), "pairs": [[pair.sending, pair.receiving] for pair in row.pairs]}
            for row in plan.todos()
        ],
        "differences": [
            {
                "question": row.question.name,
                "pairs": [
                    {
                        "sending": pair.sending,
                        "receiving": pair.receiving,
                        "outcomes": [
                            {
                                "status": group.determination.status.value,
                                "answer": group.determination.answer or None,
                                "n": len(group.lines),
                                "cites": list(group.determination.cites),
                            }
                            for group in groups
                        ],
                    }
                    for pair, groups in row.groups
                ],
            }
            for row in plan.differences()
        ],
        "plans": [plan_json(pair.plan) for pair in plan.pairs],
    }


def pair_text(pair: Pair, words: Language) -> str:
    """Whose forces go where."""
    return words(
        "{sending} to {receiving}", sending=words.country(pair.sending), receiving=words.country(pair.receiving)
    )


def pair_summary(pair: Pair, words: Language) -> list[str]:
    """What governs a pair, how much it brings, what is late and what is missing; a line each."""
    found = pair.plan.governing
    rows = [
        " + ".join(words(row.agreement.short) for row in found.chosen) if found.governs else words("nothing governs")
    ]
    counts = [
        (pair.n(Subject.PEOPLE), words.plural("{n} person", "{n} people", pair.n(Subject.PEOPLE))),
        (pair.n(Subject.ITEMS), words.plural("{n} item", "{n} items", pair.n(Subject.ITEMS))),
        (
            pair.n(Subject.CONVEYANCES),
            words.plural("{n} conveyance", "{n} conveyances", pair.n(Subject.CONVEYANCES)),
        ),
    ]
    rows.append(words.join(text for n, text in counts if n))
    late = sum(todo.day is not None and todo.day.late for todo in pair.plan.todos)
    if late:
        rows.append(words.plural("{n} step is late", "{n} steps are late", late))
    if pair.plan.missing:
        rows.append(words.plural("{n} fact is missing", "{n} facts are missing", len(pair.plan.missing)))
    return rows


def exercise_html(plan: ExercisePlan, words: Language) -> str:
    """The exercise as one page that needs nothing else."""
    return page_template("openraa.visit", "exercise.html.j2").render(
        plan=plan,
        exercise=plan.exercise,
        words=words,
        steps=[row for row in plan.todos() if row.todo.due.kind not in ("document", "duty")],
        differences=plan.differences(),
        cell=lambda pair: pair_summary(pair, words),
        pairs=lambda pairs: words.join(pair_text(pair, words) for pair in pairs),
        text=lambda group: group_text(group, words),
        word=lambda group: words(word_of(group)),
        style=style_of,
        due=lambda todo: due_text(todo, words),
        slack=lambda todo: slack_text(todo, words),
        parties=lambda todo: parties_text(todo, words),
        step=lambda todo: step_text(todo, words),
    )
