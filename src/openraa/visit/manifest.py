"""Manifests looked at by themselves, outside a visit: every sheet that looks like one, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openraa.problems import Place, Problem, Refused, errors_of, say
from openraa.visit.coach import Sheet, Stay, coach
from openraa.visit.columns import FATAL, Circle, positions, read_lines, subject_of
from openraa.visit.model import Source, Subject
from openraa.visit.read import Table, read_table, sheet_names
from openraa.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Checked:
    """Manifests that were read, the sheets that look like none, and every problem, row by row."""

    sheets: tuple[Sheet, ...]
    skipped: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def n_rows_out(self) -> int:
        """How many rows cannot be used."""
        return len({(p.place.path, p.place.line) for p in errors_of(self.problems) if p.place.line})


def check_manifests(
    paths: Sequence[Path],
    vocabulary: Vocabulary,
    stay: Stay,
    *,
    circle: Circle | None = None,
    subject: Subject | None = None,
    source: Source | None = None,
) -> Checked:
    """Read files as manifests of one visit and look at them together.

    The kind of each table is known by its headings unless `subject` tells it; `source` says how the files are
    written. Of a workbook every sheet that looks like a manifest is read.

    Raises:
        Refused: a file cannot be read, or none of its tables looks like a manifest.
    """
    source = source or Source("")
    circle = circle or Circle("", "", frozenset())
    sheets: list[Sheet] = []
    skipped: list[str] = []
    problems: list[Problem] = []
    for path in paths:
        tables = list(_tables(path, source))
        kinds = [subject or subject_of(table.header.cells) for table in tables]
        if not any(kinds):
            raise Refused(_no_manifest(path, tables))
        for table, kind in zip(tables, kinds, strict=True):
            if kind is None:
                skipped.append(table.path)
                continue
            lines, faults = read_lines(table, kind, circle, vocabulary, source)
            problems += faults
            if not any(fault.code in FATAL for fault in errors_of(faults)):
                columns = positions(table, kind, vocabulary, source)
                sheets.append(Sheet(kind, table.path, table.header.number, lines, columns))
    problems += coach(sheets, stay)
    problems.sort(key=lambda problem: (problem.place.path, problem.place.line, problem.place.column))
    return Checked(tuple(sheets), tuple(skipped), tuple(problems))


def _tables(path: Path, source: Source) -> Iterable[Table]:
    names = (source.sheet,) if source.sheet else sheet_names(path, shown_as=str(path))
    if len(names) <= 1 and not source.sheet:
        yield read_table(path, shown_as=str(path), encoding=source.encoding)
        return
    for name in names:
        try:
            yield read_table(path, shown_as=f"{path}#{name}", sheet=name, encoding=source.encoding)
        except Refused as refused:
            if any(problem.code != "empty" for problem in refused.problems):
                raise


def _no_manifest(path: Path, tables: Sequence[Table]) -> Problem:
    headings = ", ".join(f"`{cell}`" for table in tables for cell in table.header.cells[:8] if cell)
    return Problem(
        Place(str(path)),
        "no-manifest",
        say("the headings do not look like a manifest: {headings}", headings=headings),
        say("Name its kind with --kind people, items or conveyances; `raa manifest template` shows the headings."),
    )
