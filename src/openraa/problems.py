"""Problems, refusals and the exit codes of the command line.

A problem is in somebody's file: it has a place and a remedy, and comes together with all the others.
A refusal is an exception that carries them. Unavailable is the world: a file that cannot be read.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum


class Exit(IntEnum):
    """What the exit status of `raa` means; the one table."""

    OK = 0
    NO = 1  # the work was done and the answer is no: a case failed, a line of the visit is refused
    BAD_INPUT = 2  # somebody's file or argument is wrong; nothing was written
    UNAVAILABLE = 3  # a file, folder or service could not be reached


class Said(str):
    """An English text that remembers its template and values, so that it can be said in another language."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]


def say(template: str, /, **values: object) -> Said:
    """`template` with `{name}` replaced by the values; catalogues are collected from calls of this function.

    Said texts, names of States, days, whole numbers and tuples of these are said in the reader's language too.
    """
    said = Said(template.format(**{name: _plain(value) for name, value in values.items()}) if values else template)
    said.template, said.values = template, values
    return said


def _plain(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, tuple) else value


class Severity(Enum):
    """An error stops the work on the file it is in; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: a file (or "command line"), a line and a column counted from 1."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do about it; `value` is what stands there, where it is a cell."""

    place: Place
    code: str
    message: str
    remedy: str = ""
    severity: Severity = Severity.ERROR
    value: str = ""

    def __str__(self) -> str:
        first = f"{self.place}: {self.message} [{self.code}]"
        return f"{first}\n    {self.remedy}" if self.remedy else first

    def to_json(self) -> dict[str, object]:
        """The problem for machines."""
        return {
            "path": self.place.path,
            "line": self.place.line or None,
            "column": self.place.column or None,
            "code": self.code,
            "severity": self.severity.value,
            "value": self.value or None,
            "message": self.message,
            "remedy": self.remedy,
        }


class Refused(Exception):
    """The input cannot be used; `problems` says why, all of it at once."""

    def __init__(self, problems: Sequence[Problem] | Problem) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Unavailable(Exception):
    """Something outside could not be reached; the message says what and what to try."""


COMMAND_LINE = Place("command line")


def nearest(word: str, candidates: Iterable[str]) -> str:
    """A hint with the nearest right spelling of `word`, or an empty string when nothing is near."""
    names = list(candidates)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.6)
    if not close:
        tails = [name for name in names if name.rsplit(".", 1)[-1] == word.rsplit(".", 1)[-1]]
        close = tails[:1]
    return say("Did you mean `{name}`?", name=close[0]) if close else ""


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """Only the problems that stop the work."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]
