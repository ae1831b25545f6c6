"""From a paper to its payload, and from the payload to PDF.

The payload is everything that will be printed, as JSON; Typst gets it as data, so that no name or number in it can
be taken for markup. The same payload gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path

import typst

from openraa.language import Language
from openraa.papers.model import (
    Block,
    Boxes,
    Column,
    Field,
    Fields,
    Heading,
    NewPage,
    Paper,
    Plural,
    Prose,
    Table,
    Value,
    shown,
    spoken,
    totals_in,
)
from openraa.problems import COMMAND_LINE, Problem, Refused, Said, say
from openraa.visit import Visit

STANDARDS = ["a-2a", "ua-1"]
_LAYOUT = Path(__file__).with_name("paper.typ")
_FONTS = {
    "font_source_sans_pro": "files",
    "noto_cjk_sans_jp_regular": "",
    "noto_cjk_sans_jp_bold": "",
}
"""The Latin letters of the Japanese font are those of Source Sans, but only for western Europe; so that one leads."""


def visit_hash(visit: Visit) -> str:
    """SHA-256 over everything that a visit states, so that a paper shows from which data it was made."""
    stated = {
        "visit": [visit.name, visit.sending, visit.receiving, visit.activity, visit.description],
        "days": [visit.begins_on, visit.ends_on, visit.planned_on],
        "places": [[place.name, place.area, place.code] for place in visit.places],
        "agreement": visit.agreement,
        "facts": dict(visit.facts),
        "lines": [[line.subject.value, line.label, dict(line.cells)] for line in visit.lines],
        "particulars": asdict(visit.particulars),
    }
    text = json.dumps(stated, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def payload_of(paper: Paper, visit: Visit, *, hashed: str, unconfirmed: bool) -> bytes:
    """Everything that is printed on a paper, in its languages, as JSON."""
    lead = paper.languages[0]
    made = visit.planned_on or visit.begins_on
    blocks = shown(paper.blocks, unconfirmed=unconfirmed)
    value = {
        "name": paper.name,
        "title": _in_each(paper.title, paper.languages),
        "lang": lead.code,
        "visit": visit.name,
        "hash": hashed[:16],
        "made": [made.year, made.month, made.day],
        "landscape": paper.landscape,
        "says": {
            "page": lead(say("Page {n} of {total}")),
            "prepared": lead(say("Prepared with OpenRAA; not an official form unless an authority adopts it.")),
            "open": lead(say("to be filled in")),
            "unconfirmed": lead(say("unconfirmed field")),
        },
        "blocks": [_block(block, paper.languages) for block in blocks],
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def typeset(payload: bytes, name: str, *, long_at: int = 300_000) -> tuple[bytes, int]:
    """The PDF of a payload and the number of its pages: tagged, archival (PDF/A-2a) and accessible (PDF/UA-1).

    A payload of `long_at` bytes or more is set in a process of its own: Typst keeps some 14 KiB for each cell until
    its process ends.

    Raises:
        Refused: a character in it is in no font.
    """
    if len(payload) < long_at:
        found = _compiled(payload)
    else:
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            found = pool.submit(_compiled, payload).result()
    if isinstance(found, str):
        raise Refused(
            Problem(
                COMMAND_LINE,
                "cannot-print",
                say("the paper {name} cannot be set: {why}", name=name, why=found),
                say("Write the names and descriptions in Latin, Greek, Cyrillic, Japanese or Chinese letters."),
            )
        )
    return found


def _compiled(payload: bytes) -> tuple[bytes, int] | str:
    """The PDF and its pages, or what Typst says is wrong."""
    inputs = {"paper": payload.decode("utf-8")}
    compiler = typst.Compiler(_LAYOUT, root=_LAYOUT.parent, font_paths=_fonts(), sys_inputs=inputs)
    year, month, day = json.loads(payload)["made"]
    made = datetime(year, month, day, tzinfo=UTC)
    try:
        pdf = compiler.compile(
            format="pdf",
            pdf_standards=STANDARDS,  # type: ignore[arg-type]
            timestamp=int(made.timestamp()),
        )
        (n_pages,) = json.loads(compiler.query("<n-pages>", field="value"))
    except typst.TypstError as error:
        return str(error)
    assert isinstance(pdf, bytes)
    return pdf, int(n_pages)


@cache
def _fonts() -> typst.Fonts:
    folders = [Path(str(import_module(name).__file__)).parent / folder for name, folder in _FONTS.items()]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=folders)


def _in_each(value: Value, languages: tuple[Language, ...]) -> list[str]:
    """A value in each language, once where it is the same."""
    neutral = len(languages) > 1
    return list(dict.fromkeys(spoken(value, words, neutral=neutral) for words in languages))


def _field(row: Field, languages: tuple[Language, ...]) -> dict[str, object]:
    return {
        "label": _in_each(row.label, languages),
        "value": None if row.value is None or row.value == "" else _in_each(row.value, languages),
        "number": row.number,
        "wide": row.wide,
        "unconfirmed": row.unconfirmed,
        "states": row.states.name if row.states else None,
        "totals": _totals(row.value, languages[0]),
    }


def _totals(value: Value, words: Language) -> list[list[str]]:
    """The totals that a text gives, each with the number as it is printed in the leading language."""
    return [[total.part.name, total.measure.name, words.number(total.n)] for total in totals_in(value)]


def _column(column: Column, languages: tuple[Language, ...]) -> dict[str, object]:
    return {
        "label": _in_each(column.label, languages),
        "states": column.states.name if column.states else None,
        "share": column.share,
        "right": column.right,
        "number": column.number,
        "unconfirmed": column.unconfirmed,
    }


def _cell(value: Value, languages: tuple[Language, ...]) -> str | None:
    if value is None:
        return None
    return " / ".join(dict.fromkeys(spoken(value, words, neutral=True) for words in languages))


def _block(block: Block, languages: tuple[Language, ...]) -> dict[str, object]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": _in_each(text, languages)}
        case Fields(rows, part):
            return {
                "kind": "fields",
                "part": part.name if part else None,
                "rows": [_field(row, languages) for row in rows],
            }
        case Boxes(rows):
            return {"kind": "boxes", "rows": [_field(row, languages) for row in rows]}
        case Table(columns, rows, part, totals):
            return {
                "kind": "table",
                "part": part.name if part else None,
                "columns": [_column(column, languages) for column in columns],
                "rows": [[_cell(cell, languages) for cell in row] for row in rows],
                "totals": [
                    {
                        "label": _in_each(label, languages),
                        "text": [languages[0].number(total.n)],
                        "totals": _totals(total, languages[0]),
                    }
                    for label, total in totals
                ],
            }
        case Prose(paragraphs, voice):
            return {
                "kind": "prose",
                "voice": voice.value,
                "paragraphs": [
                    {
                        "said": _paragraph(text, languages),
                        "totals": _totals(text, languages[0]),
                    }
                    for text in paragraphs
                ],
            }
        case NewPage():
            return {"kind": "newpage"}


def _paragraph(text: Value, languages: tuple[Language, ...]) -> list[dict[str, str]]:
    """A paragraph in each language, once where it is the same."""
    found: dict[str, str] = {}
    for words in languages if isinstance(text, Said | Plural) else languages[:1]:
        found.setdefault(spoken(text, words), words.code)
    return [{"lang": code, "text": said} for said, code in found.items()]
