"""Coverage: which block speaks for which paragraph of the source text, and which paragraph has none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from openraa.problems import Place, Problem, Severity
from openraa.rulebook.condition import TermHolds, atoms
from openraa.rulebook.model import Rulebook


class Covered(Enum):
    """How a paragraph is dealt with."""

    ENCODED = "encoded"
    SILENT = "silent"
    UNCONFIRMED = "unconfirmed"
    NOT_OPERATIONAL = "not operational"
    HOLE = "not covered"


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One paragraph of the source: how it is covered, by which blocks, or why not."""

    paragraph: str
    covered: Covered
    by: tuple[str, ...] = ()
    because: str = ""


def coverage(book: Rulebook) -> tuple[CoverageRow, ...]:
    """The coverage table of a rulebook, in the order of the source text."""
    encoded: dict[str, list[str]] = {}
    for provision in book.provisions:
        for paragraph in provision.paragraphs:
            encoded.setdefault(paragraph, []).append(provision.id.partition(":")[2])
    for term in book.terms:
        for paragraph in term.paragraphs:
            encoded.setdefault(paragraph, []).append(f"term.{term.name}")
    silent = {p: row.because for row in book.silences for p in row.paragraphs}
    unconfirmed = {p: row.known for row in book.unconfirmed for p in row.paragraphs}
    reasons = {p: row.because for row in book.not_operational for p in row.paragraphs}
    rows = []
    for paragraph in book.paragraphs:
        if paragraph in encoded:
            rows.append(CoverageRow(paragraph, Covered.ENCODED, tuple(encoded[paragraph])))
        elif paragraph in silent:
            rows.append(CoverageRow(paragraph, Covered.SILENT, because=silent[paragraph]))
        elif paragraph in unconfirmed:
            rows.append(CoverageRow(paragraph, Covered.UNCONFIRMED, because=unconfirmed[paragraph]))
        elif paragraph in reasons:
            rows.append(CoverageRow(paragraph, Covered.NOT_OPERATIONAL, because=reasons[paragraph]))
        else:
            rows.append(CoverageRow(paragraph, Covered.HOLE))
    return tuple(rows)


def check_coverage(book: Rulebook) -> list[Problem]:
    """A problem for each paragraph without a block, and for each that is called both encoded and not."""
    problems = []
    for row in coverage(book):
        place = book.paragraph_places.get(row.paragraph, Place(book.path))
        if row.covered is Covered.HOLE:
            problems.append(
                Problem(
                    place, "coverage", f"no block speaks for paragraph {row.paragraph}",
                    "Encode it, declare it `silent`, or list it as `not-operational` with the reason.",
                )
            )  # fmt: skip
    encoded = {p for row in book.provisions for p in row.paragraphs}
    for reason in book.not_operational:
        for paragraph in reason.paragraphs:
            if paragraph in encoded:
                problems.append(
                    Problem(
                        reason.place, "coverage", f"{paragraph} is called not operational, but is encoded",
                        "Remove it from this block.", Severity.WARNING,
                    )
                )  # fmt: skip
    for question in sorted({row.question for row in book.unconfirmed} & {p.question for p in book.provisions}):
        if any(row.question == question and row.verified.value == "full-text" for row in book.provisions):
            place = next(row.place for row in book.unconfirmed if row.question == question)
            problems.append(
                Problem(
                    place, "coverage", f"`{question}` is both confirmed in full text and unconfirmed",
                    "Say which of the two it is.", Severity.WARNING,
                )
            )  # fmt: skip
    return problems


def check_use(book: Rulebook) -> list[Problem]:
    """A warning for each term that nothing uses."""
    conditions = [p.when for p in book.provisions] + [t.means for t in book.terms]
    conditions += [r.when for p in book.provisions for r in p.requires] + list(book.scopes.values())
    conditions += [s.when for s in book.silences] + [u.when for u in book.unconfirmed]
    used = {atom.term for c in conditions for atom in atoms(c) if isinstance(atom, TermHolds)}
    return [
        Problem(term.place, "unused-term", f"nothing uses the term `{term.name}`", "Remove it.", Severity.WARNING)
        for term in book.terms
        if term.name not in used and not term.redefines
    ]
