"""The files for people and machines, with what each holds."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.language import Reading
from openraa.site.edition import Edition
from openraa.site.page import Page


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The list of downloads."""
    yield Page(
        "downloads",
        "downloads.html.j2",
        words("Downloads"),
        summary=words("The register as files for people and machines."),
    )
