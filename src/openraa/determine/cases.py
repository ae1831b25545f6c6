"""Worked cases: what a lawyer derived by hand, held against what the program determines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from openraa.determine.determine import determiner_for
from openraa.determine.explain import explain
from openraa.determine.model import Case, Determination, Status, make_case
from openraa.problems import Place, Problem, Refused
from openraa.rulebook import Counting, Deadline, Stack
from openraa.vocabulary import Placed, Vocabulary, read_yaml

_KEYS = (
    "id", "agreement", "question", "facts", "expected", "possible", "ask", "params", "requires", "deadlines", "cite",
    "why", "unobtainable",
)  # fmt: skip
_DEADLINE = re.compile(r"\d+ (hours|days|working days|months) (before|after) [a-z_]+")


@dataclass(frozen=True, slots=True)
class WorkedCase:
    """One row of a case file."""

    id: str
    agreement: tuple[str, ...]
    question: str
    case: Case
    expected: str
    possible: frozenset[str] | None
    ask: frozenset[str] | None
    params: dict[str, str] | None
    requires: tuple[str, ...]
    deadlines: Mapping[str, str]
    cite: str
    why: str
    place: Place


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How a case came out, and every way in which it differs from what was expected."""

    case: WorkedCase
    determination: Determination
    differences: tuple[str, ...]
    explanation: str

    @property
    def passed(self) -> bool:
        """Whether everything that the case states came out."""
        return not self.differences


def read_cases(path: Path, vocabulary: Vocabulary) -> list[WorkedCase]:
    """The cases of one file.

    Raises:
        Refused: the file cannot be read, or a row is malformed; all problems come together.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(Problem(Place(str(path)), "encoding", "the file is not UTF-8", "Save it as UTF-8.")) from None
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise Refused(
            Problem(Place(str(path)), "no-file", f"this file cannot be opened: {why}", "Check the path.")
        ) from None
    document = read_yaml(text, str(path))
    rows = {key: value for key, value, _ in document.items()}.get("cases")
    if rows is None or not isinstance(rows.value, list):
        raise Refused(Problem(document.place, "cases", "the file has no list `cases`", "Begin with a line `cases:`."))
    problems: list[Problem] = []
    cases: list[WorkedCase] = []
    for row in rows.value:
        try:
            cases.append(_read_case(row, vocabulary))
        except Refused as refused:
            problems.extend(refused.problems)
    seen: dict[str, Place] = {}
    for case in cases:
        if case.id in seen:
            where = f"line {seen[case.id].line}"
            problems.append(Problem(case.place, "duplicate-id", f"`{case.id}` stands already in {where}", ""))
        seen.setdefault(case.id, case.place)
    if problems:
        raise Refused(problems)
    return cases


def run_cases(cases: Sequence[WorkedCase], stack_of: Callable[[Sequence[str]], Stack]) -> Iterator[CaseResult]:
    """Each case with its result. `stack_of` finds the stack of a list of rulebook ids.

    Raises:
        Refused: a rulebook is unknown or wrong.
    """
    for case in cases:
        stack = stack_of(case.agreement)
        determination = determiner_for(stack).determine(case.question, case.case, place=case.place)
        yield CaseResult(case, determination, tuple(_differences(case, determination)), explain(determination, stack))


def _differences(case: WorkedCase, d: Determination) -> Iterator[str]:
    found = d.answer if d.status is Status.DETERMINED else d.status.value
    if found != case.expected:
        yield f"expected {case.expected}, found {found}"
    if case.possible is not None and {str(outcome) for outcome in d.possible} != case.possible:
        yield f"expected possible {_set(case.possible)}, found {_set(str(o) for o in d.possible)}"
    if case.ask is not None and {ask.fact for ask in d.ask} != case.ask:
        yield f"expected to ask {_set(case.ask)}, found {_set(ask.fact for ask in d.ask)}"
    if case.params is not None:
        for name, text in case.params.items():
            value = d.params.get(name)
            if value is None or value != Fraction(text):
                yield f"expected {name} {text}, found {value}"
    found_labels = {due.label for due in d.due}
    deadlines = {due.label: _written(due.deadline) for due in d.due if due.deadline is not None}
    for label, text in case.deadlines.items():
        if deadlines.get(label) != text:
            yield f"expected {label} {text}, found {deadlines.get(label, 'no deadline')}"
    if absent := [label for label in case.requires if label not in found_labels]:
        yield f"expected to require {_set(absent)}, found {_set(found_labels)}"


def _written(deadline: Deadline) -> str:
    """The deadline as a case states it."""
    working = "working " if deadline.count is Counting.WORKING else ""
    when = "before" if deadline.before else "after"
    return f"{deadline.length} {working}{deadline.unit.value} {when} {deadline.event}"


def _set(names: object) -> str:
    return "{" + ", ".join(sorted(names)) + "}"  # type: ignore[call-overload]


def _read_case(row: Placed, vocabulary: Vocabulary) -> WorkedCase:
    entry = {key: value for key, value, _ in row.items()}
    problems = [
        Problem(place, "unknown-key", f"`{key}` is not a key of a case", f"One of {', '.join(_KEYS)}.")
        for key, _, place in row.items()
        if key not in _KEYS
    ]
    for key in ("id", "agreement", "question", "expected"):
        if key not in entry:
            problems.append(Problem(row.place, "missing-key", f"this case has no `{key}`", "Add it."))
    if problems:
        raise Refused(problems)
    pairs = [(name, value.value, place) for name, value, place in (entry["facts"].items() if "facts" in entry else ())]
    question = vocabulary.question(str(entry["question"].value), entry["question"].place)
    expected = str(entry["expected"].value)
    if expected not in question.answers and expected not in {status.value for status in Status}:
        raise Refused(
            Problem(
                entry["expected"].place, "unknown-answer", f"`{expected}` is not an answer of {question.name}",
                f"One of {', '.join(question.answers)}, or a status such as UNDETERMINED or GAP.",
            )
        )  # fmt: skip
    params = {name: str(value.value) for name, value, _ in entry["params"].items()} if "params" in entry else None
    for name, text in (params or {}).items():
        try:
            Fraction(text)
        except (ValueError, ZeroDivisionError):
            raise Refused(
                Problem(entry["params"].place, "params", f"{name}: `{text}` is not a fraction", "Write 1/4.")
            ) from None
    stated = [(name, value) for name, value, _ in entry["deadlines"].items()] if "deadlines" in entry else []
    for name, value in stated:
        if not _DEADLINE.fullmatch(str(value.value)):
            raise Refused(
                Problem(
                    value.place, "deadline", f"{name}: `{value.value}` is not a deadline",
                    "Write 21 days after absence, or 5 working days before entry.",
                )
            )  # fmt: skip
    return WorkedCase(
        id=str(entry["id"].value),
        agreement=_names(entry["agreement"]),
        question=question.name,
        case=make_case(pairs, vocabulary, unobtainable=_names(entry.get("unobtainable"))),
        expected=expected,
        possible=frozenset(_names(entry["possible"])) if "possible" in entry else None,
        ask=frozenset(_names(entry["ask"])) if "ask" in entry else None,
        params=params,
        requires=_names(entry.get("requires")),
        deadlines={name: str(value.value) for name, value in stated},
        cite=str(entry["cite"].value) if "cite" in entry else "",
        why=str(entry["why"].value) if "why" in entry else "",
        place=row.place,
    )


def _names(placed: Placed | None) -> tuple[str, ...]:
    if placed is None or placed.value is None:
        return ()
    if isinstance(placed.value, list):
        return tuple(str(item.value) for item in placed.value)
    return (str(placed.value),)
