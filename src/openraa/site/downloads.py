"""The files for people and machines, with what each holds."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.language import Reading
from openraa.problems import say
from openraa.site.edition import Edition
from openraa.site.exports import TABLES, akoma_ntoso, register_files
from openraa.site.page import Page

ABOUT = {
    "datapackage.json": say("Data package: the tables below with their columns, types and keys described"),
    "codebook.csv": say("Codebook: what each column means and which values it can have"),
    "register.json": say("The whole register as JSON"),
    "register.jsonld": say("The whole register as linked data (JSON-LD)"),
}


def files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The register as tables, JSON and linked data, and each rulebook's commentary as Akoma Ntoso."""
    for name, data in register_files(edition.agreements.values()).items():
        yield f"data/{name}", data
    for name, stack in edition.stacks.items():
        yield f"data/akn/{name}.xml", akoma_ntoso(stack.rulebooks[-1], edition.agreements[name], edition.on)


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The list of downloads."""
    yield Page(
        "downloads",
        "downloads.html.j2",
        words("Downloads"),
        {"about": ABOUT, "tables": [f"{name}.csv" for name in TABLES]},
        summary=words("The register as files for people and machines."),
    )
