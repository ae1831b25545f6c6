"""A rulebook's commentary as Akoma Ntoso 3.0: our words about an agreement, marked as such, never its text.

The work is a `doc` of the name "commentary". Its addresses have the country `zz`, which ISO 3166 leaves to users:
a commentary on a treaty is of no one country, and Akoma Ntoso wants one.
Source: OASIS Akoma Ntoso Version 1.0, parts 1 and 2; Naming Convention 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

from openraa.register import Agreement
from openraa.rulebook import Provision, Requirement, Rulebook, Section, Silence, Unconfirmed
from openraa.rulebook.condition import ALWAYS, show_condition
from openraa.vocabulary import Vocabulary, load_vocabulary

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
Element = ElementTree.Element
Block = Provision | Silence | Unconfirmed
_MARKUP = re.compile(r"\*\*(?P<b>[^*]+)\*\*|\*(?P<i>[^*\s][^*]*)\*")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHECKED = {
    "full-text": "Checked against the full text.",
    "part-text": "Checked against a text of which a part was read.",
    "summary": "Taken from a summary; the text was not read.",
    "unverified": "Unverified.",
}


def akoma_ntoso(book: Rulebook, agreement: Agreement | None, made_on: date) -> bytes:
    """The commentary as an XML file, which validates against the OASIS schema; the same input gives the same bytes.

    It has one section for each heading and one paragraph for each provision, known silence and open point.
    """
    vocabulary = load_vocabulary()
    blocks: list[Block] = [*book.provisions, *book.silences, *book.unconfirmed]
    blocks.sort(key=lambda block: block.place.line)
    root = Element("akomaNtoso", {"xmlns": NAMESPACE})
    doc = _add(root, "doc", name="commentary", contains="originalVersion")
    _meta(doc, book, blocks, vocabulary, made_on)
    _sources(doc, agreement)
    _preface(doc, book, agreement)
    body = _add(doc, "mainBody")
    for number, (section, own) in enumerate(_sections(book.sections, blocks), 1):
        _section(body, section, own, f"sec_{number}", vocabulary)
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _sections(sections: Sequence[Section], blocks: Sequence[Block]) -> Iterator[tuple[Section, list[Block]]]:
    ends = [after.line for _, after in pairwise(sections)]
    for section, end in zip(sections, [*ends, 10**9], strict=True):
        own = [block for block in blocks if section.line <= block.place.line < end]
        if own or section.prose.strip():
            yield section, own


def _meta(doc: Element, book: Rulebook, blocks: Sequence[Block], vocabulary: Vocabulary, made_on: date) -> None:
    meta = _add(doc, "meta")
    identification = _add(meta, "identification", source="#openraa")
    work = f"/akn/zz/doc/commentary/{book.id}"
    expression = f"{work}/eng@{made_on}"
    levels = (("FRBRWork", work), ("FRBRExpression", expression), ("FRBRManifestation", f"{expression}.xml"))
    for level, address in levels:
        element = _add(identification, level)
        _add(element, "FRBRthis", value=f"{work}/!main" if level == "FRBRWork" else f"{expression}/!main")
        _add(element, "FRBRuri", value=address)
        _add(element, "FRBRdate", date=made_on.isoformat(), name="export")
        _add(element, "FRBRauthor", **{"href": "#openraa", "as": "#author"})
        if level == "FRBRWork":
            _add(element, "FRBRcountry", value="zz")
            _add(element, "FRBRnumber", value=book.id)
            _add(element, "FRBRname", value=book.title)
        elif level == "FRBRExpression":
            _add(element, "FRBRlanguage", language="eng")
        else:
            _add(element, "FRBRformat", value="application/akn+xml")
    references = _add(meta, "references", source="#openraa")
    _add(references, "TLCOrganization", eId="openraa", href="/akn/ontology/organization/openraa", showAs="OpenRAA")
    for question in sorted({block.question for block in blocks if block.question}):
        href = f"/akn/ontology/concept/openraa/{question}"
        _add(
            references, "TLCConcept", eId=_concept(question), href=href, showAs=vocabulary.questions[question].asks
        )  # fmt: skip
    _add(references, "TLCRole", eId="author", href="/akn/ontology/role/author", showAs="author")


def _sources(doc: Element, agreement: Agreement | None) -> None:
    """The documents that the commentary cites by their keys in the register, such as S18."""
    references = doc.find("meta/references")
    assert references is not None
    for source in (agreement.sources if agreement else {}).values():
        shown = ", ".join(part for part in (source.title, source.publisher, source.date) if part)
        href = f"#{_named(source.key)}"
        if source.address.startswith(("http://", "https://")):
            href = source.address.replace(" ", "%20")
        _add(
            references,
            "TLCReference",
            eId=_named(source.key),
            name="source",
            href=href,
            showAs=f"{source.key}: {shown}",
        )


def _named(key: str) -> str:
    return f"source-{key}"


def _preface(doc: Element, book: Rulebook, agreement: Agreement | None) -> None:
    preface = _add(doc, "preface")
    line = _add(preface, "p")
    _add(line, "docTitle", book.title)
    for language, title in (agreement.titles if agreement else {}).items():
        _add(preface, "p", title, **{"class": "title", "xml:lang": language})
    _add(
        preface, "p", "A commentary in words of its own, with the provisions as OpenRAA encodes them. "
        "It is not the text of the agreement and has no legal force.", **{"class": "notice"},
    )  # fmt: skip
    source = book.source
    _add(preface, "p", f"Rests on: {source.text}. {_CHECKED[book.verified.value]}", **{"class": "source"})
    if source.note:
        _add(preface, "p", source.note, **{"class": "source"})
    _add(preface, "p", f"SHA-256 of the rulebook: {book.hash}", **{"class": "hash"})


def _section(body: Element, section: Section, own: Sequence[Block], name: str, vocabulary: Vocabulary) -> None:
    element = _add(body, "section", eId=name)
    if section.title:
        _add(element, "heading", section.title)
    paragraphs = [part for part in re.split(r"\n\s*\n", section.prose) if part.strip()]
    if paragraphs:
        intro = _add(element, "intro" if own else "content")
        for paragraph in paragraphs:
            _prose(intro, paragraph)
    for number, block in enumerate(own, 1):
        _block(element, block, f"{name}__para_{number}", vocabulary)


def _block(section: Element, block: Block, name: str, vocabulary: Vocabulary) -> None:
    kind = {Provision: "provision", Silence: "silence", Unconfirmed: "not-confirmed"}[type(block)]
    refers = {"refersTo": f"#{_concept(block.question)}"} if block.question else {}
    element = _add(section, "paragraph", eId=name, **{"class": kind}, **refers)
    if block.cite:
        _add(element, "num", block.cite)
    if block.question:
        _add(element, "heading", vocabulary.questions[block.question].asks)
    content = _add(element, "content")
    for role, text in _told(block, vocabulary):
        _add(content, "p", text, **{"class": role})


def _told(block: Block, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """What a block says, line by line, each with its role."""
    match block:
        case Provision():
            if block.answers:
                yield "answer", vocabulary.questions[block.question].answers[block.answer].says
            for name, value in block.params.items():
                yield "number", f"{name}: {value}"
            if block.overrides:
                yield "prevails", f"Prevails over: {', '.join(block.overrides)}"
            if block.disapplies:
                yield "switches-off", f"Switches off: {', '.join(block.disapplies)}"
        case Silence():
            yield "answer", f"The text is silent. {block.because}"
        case Unconfirmed():
            yield "answer", f"Not confirmed. {block.known}"
    if block.when != ALWAYS:
        yield "condition", f"Where: {show_condition(block.when)}"
    if isinstance(block, Provision):
        for requirement in block.requires:
            yield "requires", _requirement(requirement, vocabulary)
        if block.sources:
            yield "sources", f"Sources: {', '.join(block.sources)}"
        if block.doubt:
            yield "doubt", f"Doubt: {block.doubt}"
        yield "verification", _CHECKED[block.verified.value]
        yield "id", block.id


def _requirement(row: Requirement, vocabulary: Vocabulary) -> str:
    parts = [f"Requires: {vocabulary.requirements[row.label].says}"]
    if row.by:
        parts.append(f"owed by: {row.by.replace('_', ' ')}")
    if row.to:
        parts.append(f"to: {row.to.replace('_', ' ')}")
    if row.deadline:
        parts.append(str(row.deadline.show()))
    if row.when != ALWAYS:
        parts.append(f"where {show_condition(row.when)}")
    if row.cite:
        parts.append(row.cite)
    return "; ".join(parts)


def _prose(parent: Element, text: str) -> None:
    """One paragraph of commentary, with what it stresses."""
    line = _add(parent, "p")
    last: Element | None = None
    at = 0
    text = " ".join(text.split())
    for found in _MARKUP.finditer(text):
        _append(line, last, text[at : found.start()])
        tag = "b" if found["b"] else "i"
        last = _add(line, tag, found[tag])
        at = found.end()
    _append(line, last, text[at:])


def _append(line: Element, last: Element | None, text: str) -> None:
    if last is None:
        line.text = _clean(text)
    else:
        last.tail = _clean(text)


def _concept(question: str) -> str:
    return f"question-{question.replace('.', '-')}"


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    element = ElementTree.SubElement(parent, tag, {key: _clean(value) for key, value in attributes.items()})
    if text:
        element.text = _clean(" ".join(text.split()))
    return element


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
