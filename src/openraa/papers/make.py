"""From the plan of a visit to its papers on disk: build, print, compare, and only then write."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from openraa.language import Language
from openraa.papers import (
    arms_list,
    clearance_request,
    cover_sheet,
    dangerous_goods,
    goods_list,
    movement_order,
    note_verbale,
    passenger_list,
    personnel_list,
    ship_visit_request,
)
from openraa.papers.agree import Stated, disagreements, statements_of
from openraa.papers.model import Build, Job, LeftOut, MachineForm, Paper, Part
from openraa.papers.typeset import payload_of, typeset, visit_hash
from openraa.problems import COMMAND_LINE, Problem, Refused, Said, Unavailable, errors_of, nearest, say
from openraa.visit import Plan, Subject, Visit, n_serials

PAPERS: dict[str, Build] = {
    movement_order.SINGLE: movement_order.build_single,
    movement_order.GROUP: movement_order.build_group,
    personnel_list.NAME: personnel_list.build,
    arms_list.NAME: arms_list.build,
    goods_list.NAME: goods_list.build,
    dangerous_goods.NAME: dangerous_goods.build,
    clearance_request.NAME: clearance_request.build,
    ship_visit_request.NAME: ship_visit_request.build,
    passenger_list.NAME: passenger_list.build,
    note_verbale.NAME: note_verbale.build,
}
"""Every paper but the cover sheet, in the order in which they are printed and listed."""


_MOST_SERIALS = 1_000_000


@dataclass(frozen=True, slots=True)
class PrintedFile:
    """A file of the set: its bytes, and what the paper in it counts."""

    name: str
    paper: str
    title: Said
    data: bytes
    n_pages: int | None
    counts: dict[str, int]

    @property
    def sha256(self) -> str:
        """The hash of the file."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class PaperSet:
    """The papers of a visit, which agree with each other; what was left out, and why."""

    visit_hash: str
    files: tuple[PrintedFile, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]


def make_papers(
    plan: Plan,
    words: Language,
    *,
    only: Sequence[str] = (),
    unconfirmed: bool = False,
    despite_problems: bool = False,
    on_paper: Callable[[str], None] = lambda name: None,
) -> PaperSet:
    """The papers of a visit. All of them are compared, also those that `only` leaves unprinted.

    Raises:
        Refused: rows of the visit are wrong (unless `despite_problems`), papers disagree, or a name is no paper's.
    """
    _refuse_unless_known(only)
    problems = errors_of(plan.problems)
    if problems and not despite_problems:
        raise Refused(problems)
    _refuse_unless_countable(plan.visit)
    job, hashed = Job(plan, words), visit_hash(plan.visit)
    built = [build(job) for build in PAPERS.values()]
    papers = [paper for paper in built if isinstance(paper, Paper)]
    left_out = tuple(paper for paper in built if isinstance(paper, LeftOut))
    payloads = {
        paper.name: payload_of(paper, plan.visit, hashed=hashed, unconfirmed=unconfirmed) for paper in papers
    }  # fmt: skip
    refuse_unless_agreed(papers, payloads)
    with_cover = not only or cover_sheet.NAME in only
    files: list[PrintedFile] = []
    for paper in papers:
        if with_cover or paper.name in only:
            on_paper(paper.name)
            files += _files(paper, payloads[paper.name])
    if with_cover:
        on_paper(cover_sheet.NAME)
        remarks = [(paper.title, remark) for paper in papers for remark in paper.remarks]
        cover = cover_sheet.build(job, files, left_out, remarks, problems, hashed=hashed)
        payload = payload_of(cover, plan.visit, hashed=hashed, unconfirmed=unconfirmed)
        files = [*_files(cover, payload), *files]
    if only:
        files = [file for file in files if file.paper in only]
        left_out = tuple(paper for paper in left_out if paper.name in only)
    return PaperSet(hashed, tuple(files), left_out, tuple(problems))


def refuse_unless_agreed(papers: Iterable[Paper], payloads: dict[str, bytes]) -> None:
    """Compare what the payloads and the machine forms finally say.

    Raises:
        Refused: two of them differ.
    """
    stated = []
    for paper in papers:
        stated.append(Stated(f"{paper.name}.pdf", statements_of(payloads[paper.name])))
        stated += [Stated(paper.name + form.ending, form.read(form.data)) for form in paper.machine]
    problems = disagreements(stated)
    if problems:
        raise Refused(problems)


def write_papers(made: PaperSet, folder: Path) -> list[Path]:
    """Write the files into a folder: all of them or none. Other files there stay as they are.

    Raises:
        Unavailable: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = [file.name for file in made.files if (folder / file.name).is_dir()]
        if taken:
            raise Unavailable(say("{path} is a folder. Name another folder for the papers.", path=folder / taken[0]))
        aside = Path(tempfile.mkdtemp(prefix=".papers-", dir=folder))
        try:
            for file in made.files:
                (aside / file.name).write_bytes(file.data)
            for file in made.files:
                os.replace(aside / file.name, folder / file.name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    except OSError as error:
        why = error.strerror or str(error)
        raise Unavailable(say("{path}: cannot be written: {why}. Name another folder.", path=folder, why=why)) from None
    return [folder / file.name for file in made.files]


def _refuse_unless_known(only: Sequence[str]) -> None:
    names = [cover_sheet.NAME, *PAPERS]
    for name in only:
        if name not in names:
            remedy = nearest(name, names) or say("One of {names}.", names=", ".join(names))
            raise Refused(Problem(COMMAND_LINE, "unknown-paper", say("there is no paper `{name}`", name=name), remedy))


def _refuse_unless_countable(visit: Visit) -> None:
    """Ranges are written out to be compared; a few short rows could stand for more than memory holds."""
    n = 0
    for line in visit.of(Subject.ITEMS):
        n += n_serials(line.cells.get("serial", ""))
        if n > _MOST_SERIALS:
            message = say("the items stand for more than {n} serial numbers", n=_MOST_SERIALS)
            remedy = say("Look for a range that is too long, or divide the visit.")
            raise Refused(Problem(line.place, "too-many-serials", message, remedy))


def _files(paper: Paper, payload: bytes) -> list[PrintedFile]:
    pdf, n_pages = typeset(payload, paper.name)
    counts = _counts(payload)
    files = [PrintedFile(f"{paper.name}.pdf", paper.name, paper.title, pdf, n_pages, counts)]
    return files + [_machine_file(paper, form) for form in paper.machine]


def _machine_file(paper: Paper, form: MachineForm) -> PrintedFile:
    counts = _by_subject((s.part, len(s.rows)) for s in form.read(form.data) if s.rows is not None)
    return PrintedFile(paper.name + form.ending, paper.name, paper.title, form.data, None, counts)


def _counts(payload: bytes) -> dict[str, int]:
    return _by_subject((s.part, len(s.rows)) for s in statements_of(payload) if s.rows is not None)


def _by_subject(rows: Iterable[tuple[Part, int]]) -> dict[str, int]:
    """How many people, items and conveyances a paper lists: the longest list of each kind."""
    counts: dict[str, int] = {}
    for part, n in rows:
        counts[part.subject] = max(counts.get(part.subject, 0), n)
    return counts
