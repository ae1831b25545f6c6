"""Method, accessibility, downloads, search, and the page for an address that leads nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from openraa.language import Reading
from openraa.site.agreement import SEEN
from openraa.site.edition import Edition
from openraa.site.page import Page
from openraa.site.rulebook import MARKS, MEANS


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """Pages about the register itself."""
    provisions = Counter(row.verified for stack in edition.stacks.values() for row in stack.rulebooks[-1].provisions)
    yield Page(
        "method",
        "method.html.j2",
        words("Method"),
        {
            "marks": [(words(MARKS[each]), words(MEANS[each]), provisions[each]) for each in MARKS],
            "seen": [words(text) for text in SEEN.values()],
            "n_sources": sum(len(each.sources) for each in edition.agreements.values()),
        },
        summary=words("How the register is made, how sure it is, what unverified means, and its licence."),
    )
    yield Page(
        "accessibility",
        "accessibility.html.j2",
        words("Accessibility"),
        summary=words("What this site does so that everybody can use it."),
    )
