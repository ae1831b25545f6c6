"""The cover sheet: every paper with its pages, what it counts and its hash; what was left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from openraa.papers.model import (
    Block,
    Column,
    Country,
    Field,
    Fields,
    Heading,
    Job,
    LeftOut,
    Paper,
    Prose,
    Table,
    Voice,
)
from openraa.problems import Problem, Said, say

NAME = "cover-sheet"
TITLE = say("Cover sheet")
_SHOWN = 100


class File(Protocol):
    """What the cover sheet says of a file."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> Said: ...
    @property
    def n_pages(self) -> int | None: ...
    @property
    def counts(self) -> dict[str, int]: ...
    @property
    def sha256(self) -> str: ...


def build(
    job: Job,
    files: Sequence[File],
    left_out: Iterable[LeftOut],
    remarks: Sequence[tuple[Said, Said]],
    problems: Sequence[Problem],
    *,
    hashed: str,
) -> Paper:
    """The list of the papers that were printed before it."""
    visit = job.visit
    blocks: list[Block] = [
        Fields(
            (
                Field(say("Visit"), visit.name, wide=True),
                Field(say("Sending State"), Country(visit.sending)),
                Field(say("Receiving State"), Country(visit.receiving)),
                Field(say("Begins on"), visit.begins_on),
                Field(say("Ends on"), visit.ends_on),
                Field(say("What governs"), job.plan.governing.explanation[0], wide=True),
                Field(say("SHA-256 of the visit's data"), hashed, wide=True),
            )
        ),
    ]
    if problems:
        blocks.append(Heading(say("Rows that were left out")))
        first = say("These papers are not complete: rows of the manifests that could not be used are not on them.")
        shown = [_problem(problem) for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            shown.append(say("... and {n} more.", n=len(problems) - _SHOWN))
        blocks.append(Prose((first, *shown), Voice.STATEMENT))
    blocks += [
        Heading(say("Papers")),
        Table(
            columns=(
                Column(say("Paper"), share=5),
                Column(say("File"), share=5),
                Column(say("Pages"), right=True),
                Column(say("People"), right=True),
                Column(say("Items"), right=True),
                Column(say("Conveyances"), right=True),
                Column(say("SHA-256"), share=8),
            ),
            rows=tuple(
                (
                    file.title,
                    file.name,
                    file.n_pages or "",
                    *(file.counts.get(subject, "") for subject in ("people", "items", "conveyances")),
                    file.sha256,
                )
                for file in files
            ),
        ),
        Prose((say("The hash is that of the file. Counts, names and serial numbers on these papers were compared."),),
              Voice.REMARK),
    ]  # fmt: skip
    if remarks:
        columns = (Column(say("Paper"), share=2), Column(say("What to know before it is used"), share=5))
        blocks += [Heading(say("Remarks")), Table(columns, tuple(remarks))]
    left = tuple((paper.title, paper.because) for paper in left_out)
    if left:
        columns = (Column(say("Paper"), share=2), Column(say("Why"), share=5))
        blocks += [Heading(say("Papers that were left out")), Table(columns, left)]
    return Paper(NAME, TITLE, tuple(blocks), (job.words,))


def _problem(problem: Problem) -> Said:
    return say("{place}: {message}", place=str(problem.place), message=problem.message)
