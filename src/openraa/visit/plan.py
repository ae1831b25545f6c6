"""The clearance plan: every question of every line, grouped, with a dated to-do list and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from openraa.determine import Ask, Case, Determination, Determiner, Due, Status, determiner_for
from openraa.determine.truth import Judge, compile_condition
from openraa.problems import Place, Problem
from openraa.register import Governing
from openraa.rulebook import Stack, Verification
from openraa.rulebook.condition import read_condition
from openraa.visit.deadlines import DueDay, due_day
from openraa.visit.model import Line, Subject, Visit
from openraa.visit.territory import Reached, reached
from openraa.vocabulary import Effect, Question, Stage, Value, Vocabulary, load_vocabulary

VISIT_LABEL = "the visit"


@dataclass(frozen=True, slots=True)
class Group:
    """Lines for which a question comes out alike, with the same articles."""

    subject: str
    question: Question
    determination: Determination
    lines: tuple[Line, ...]
    n_asked: int

    @property
    def exception(self) -> bool:
        """Whether this is the smaller part of the lines asked, to be listed one by one."""
        return len(self.lines) * 2 < self.n_asked

    @property
    def effect(self) -> Effect | None:
        """What the answer does for the visiting force; None where there is no answer."""
        answer = self.question.answers.get(self.determination.answer)
        return answer.effect if answer else None


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to carry, obtain, give or do, for so many lines, at the latest on a day."""

    due: Due
    n_lines: int
    lines: tuple[Line, ...]
    day: DueDay | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that is missing, the lines and questions that wait for it, and what it would settle.

    Counted in determinations, which are lines times questions: `n_settled` are those that some answer settles alone,
    `n_certain` those of them that every answer settles alone, `n_waiting` all that wait for it.
    """

    fact: str
    n_lines: int
    questions: tuple[str, ...]
    n_settled: int
    n_certain: int
    n_waiting: int
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What the agreement in force means for a planned visit."""

    visit: Visit
    governing: Governing
    stack: Stack | None
    territory: tuple[Reached, ...]
    groups: tuple[Group, ...]
    todos: tuple[Todo, ...]
    missing: tuple[Missing, ...]
    left_open: tuple[Question, ...]
    as_of: date | None
    n_lines: int
    problems: tuple[Problem, ...]

    @property
    def unverified(self) -> bool:
        """Whether anything in the plan rests on less than a text that was read."""
        weak = (Verification.SUMMARY, Verification.UNVERIFIED)
        return any(group.determination.verification in weak for group in self.groups)


def make_plan(
    visit: Visit,
    governing: Governing,
    stack: Stack | None,
    vocabulary: Vocabulary,
    *,
    as_of: date | None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Plan:
    """The clearance plan of a visit under what governs it.

    Lines with the same facts are determined once. Questions of the planning stage are asked, those whose
    `plan_if` condition is false for a line left out. `as_of` is the day from which slack is counted.
    """
    groups: list[Group] = []
    if stack is not None:
        groups = _groups(visit, stack, vocabulary, on_progress)
    return Plan(
        visit=visit,
        governing=governing,
        stack=stack,
        territory=reached(visit, governing.chosen),
        groups=tuple(groups),
        todos=tuple(_todos(groups, visit, as_of)),
        missing=tuple(_missing(groups)),
        left_open=tuple(q for q in vocabulary.questions.values() if q.stage is Stage.PLAN) if stack is None else (),
        as_of=as_of,
        n_lines=len(visit.lines),
        problems=visit.problems,
    )


def _groups(
    visit: Visit,
    stack: Stack,
    vocabulary: Vocabulary,
    on_progress: Callable[[int, int], None] | None,
) -> list[Group]:
    determiner = determiner_for(stack)
    asked: dict[str, int] = {}
    found: dict[tuple[str, object], tuple[Determination, list[Line]]] = {}
    known: dict[tuple[str, frozenset[tuple[str, object]]], list[Determination]] = {}
    rows = rows_of(visit)
    for n, (subject, line) in enumerate(rows, 1):
        facts = {**visit.facts, **line.facts}
        key = (subject, frozenset(facts.items()))
        if key not in known:
            known[key] = _determine(determiner, subject, Case(facts), vocabulary)
        for result in known[key]:
            asked[result.question] = asked.get(result.question, 0) + 1
            group_key = (result.question, _signature(result))
            found.setdefault(group_key, (result, []))[1].append(line)
        if on_progress and (n % 500 == 0 or n == len(rows)):
            on_progress(n, len(rows))
    questions = vocabulary.questions
    groups = [
        Group(
            questions[result.question].subject,
            questions[result.question],
            result,
            tuple(lines),
            asked[result.question],
        )
        for result, lines in found.values()
    ]
    order = {name: n for n, name in enumerate(questions)}
    subjects = ["visit", "person", "item", "conveyance"]
    return sorted(groups, key=lambda g: (subjects.index(g.subject), order[g.question.name], -len(g.lines)))


def rows_of(visit: Visit) -> list[tuple[str, Line]]:
    """What questions are asked of: the visit as a whole and each of its lines, with the subject of its questions."""
    whole = Line(Subject.PEOPLE, VISIT_LABEL, {}, {}, Place(str(visit.path)))
    return [("visit", whole), *((line.subject.one, line) for line in visit.lines)]


def planning_questions(subject: str, facts: Mapping[str, Value], vocabulary: Vocabulary) -> list[Question]:
    """The questions of the planning stage that come up for a subject with these facts, in the catalogue's order."""
    stated = _Stated(facts)
    return [
        question
        for question in vocabulary.questions.values()
        if question.stage is Stage.PLAN
        and question.subject == subject
        and not (question.plan_if and _plan_condition(question.plan_if)(stated) is False)
    ]


def _determine(determiner: Determiner, subject: str, case: Case, vocabulary: Vocabulary) -> list[Determination]:
    spoken = set(determiner.stack.questions)
    asked = planning_questions(subject, case.facts, vocabulary)
    return determiner.determine_all([question.name for question in asked if question.name in spoken], case)


@dataclass(slots=True)
class _Stated:
    """Facts as they are stated, before any question is answered."""

    facts: Mapping[str, Value]

    def derived(self, fact: str) -> Value | None:
        """Nothing follows from answers yet."""
        return self.facts.get(fact)

    def answered(self, question: str, answers: tuple[str, ...]) -> bool | None:  # noqa: ARG002
        """No question is answered yet."""
        return None


@lru_cache(maxsize=256)
def _plan_condition(text: str) -> Judge:
    return compile_condition(read_condition(text, load_vocabulary()), frozenset())


def _signature(result: Determination) -> object:
    return (
        result.status,
        result.answer,
        result.cites,
        tuple((due.kind, due.label) for due in result.due),
        result.possible,
        tuple((ask.fact, tuple((choice.shown, choice.outcomes) for choice in ask.choices)) for ask in result.ask),
        tuple(row.because for row in result.silences),
    )


def _todos(groups: Iterable[Group], visit: Visit, as_of: date | None) -> list[Todo]:
    found: dict[tuple[str, str], tuple[Due, dict[int, Line]]] = {}
    for group in groups:
        for due in group.determination.due:
            key = (due.kind, due.label)
            kept, lines = found.setdefault(key, (due, {}))
            if due.cites != kept.cites:
                cites = tuple(dict.fromkeys((*kept.cites, *due.cites)))
                found[key] = (replace(kept, cites=cites), lines)
            lines.update({id(line): line for line in group.lines})
    todos = []
    for due, lines in found.values():
        day = due_day(due.deadline, visit, as_of=as_of) if due.deadline else None
        todos.append(Todo(due, len(lines), tuple(lines.values()), day))
    kinds = ["notice", "consent", "certificate", "duty", "document"]
    return sorted(todos, key=lambda t: (t.day is None, t.day.safe_on if t.day else date.max, kinds.index(t.due.kind)))


def _missing(groups: Iterable[Group]) -> list[Missing]:
    """The missing facts, those first whose answers would settle most."""
    found: dict[str, list[tuple[Group, Ask]]] = {}
    for group in groups:
        for ask in group.determination.ask:
            found.setdefault(ask.fact, []).append((group, ask))
    rows = []
    for fact, asked in found.items():
        lines = {id(line): line for group, _ in asked for line in group.lines}
        rows.append(
            Missing(
                fact=fact,
                n_lines=len(lines),
                questions=tuple(dict.fromkeys(group.question.name for group, _ in asked)),
                n_settled=sum(len(group.lines) for group, ask in asked if ask.settles),
                n_certain=sum(len(group.lines) for group, ask in asked if 0 < ask.settles == len(ask.choices)),
                n_waiting=sum(len(group.lines) for group, _ in asked),
                lines=tuple(lines.values()),
            )
        )
    return sorted(rows, key=lambda row: (-row.n_settled, -row.n_certain, -row.n_waiting, row.fact))


def n_findings(plan: Plan, status: Status) -> int:
    """How many determinations came out with this status."""
    return sum(len(group.lines) for group in plan.groups if group.determination.status is status)
