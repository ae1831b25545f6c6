"""Rulebooks: agreements as typed, cited provisions.

In:  literate Markdown, one provision = one block = one citation.
Out: `Rulebook`, and the `Stack` that every engine reads; coverage of the source text.
Not here: outcomes for a case (determine), the lives of agreements (register).
"""

from openraa.rulebook.arithmetic import facts_of_arithmetic, walk_arithmetic
from openraa.rulebook.coverage import CoverageRow, Covered, check_coverage, check_use, coverage
from openraa.rulebook.library import (
    FILE_NAME,
    load_rulebook,
    load_stack,
    rulebook_paths,
    shipped_agreements,
)
from openraa.rulebook.markdown import prose_html
from openraa.rulebook.model import (
    Counting,
    Deadline,
    Layer,
    NotOperational,
    OneSided,
    Provision,
    Requirement,
    Rulebook,
    Section,
    Side,
    Silence,
    Source,
    Term,
    Unconfirmed,
    Unit,
    Validity,
    Verification,
    falls_due_first,
)
from openraa.rulebook.read import cite_paragraphs, parse_rulebook, read_rulebook
from openraa.rulebook.stack import Stack, build_stack

__all__ = [
    "FILE_NAME",
    "Counting",
    "CoverageRow",
    "Covered",
    "Deadline",
    "Layer",
    "NotOperational",
    "OneSided",
    "Provision",
    "Requirement",
    "Rulebook",
    "Section",
    "Side",
    "Silence",
    "Source",
    "Stack",
    "Term",
    "Unconfirmed",
    "Unit",
    "Validity",
    "Verification",
    "build_stack",
    "check_coverage",
    "check_use",
    "cite_paragraphs",
    "coverage",
    "facts_of_arithmetic",
    "falls_due_first",
    "load_rulebook",
    "load_stack",
    "parse_rulebook",
    "prose_html",
    "read_rulebook",
    "rulebook_paths",
    "shipped_agreements",
    "walk_arithmetic",
]
