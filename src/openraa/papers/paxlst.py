"""Passenger and crew lists as UN/EDIFACT PAXLST, directory D.02B.

Segments, qualifiers and their order follow the WCO/IATA PAXLST implementation guide, version 3.0 of 2010 (read in
extracts, and held against messages that others exchange). What is not confirmed there stands in `UNCONFIRMED` and is
written only when asked for: the code of identity cards in DOC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

UNCONFIRMED = {"I": "the code of an identity card in DOC"}
_SYNTAX = "+:'?"
_LEVEL_A = re.compile(r"[A-Z0-9 .,\-()/=!\"%&*;<>+:'?]*")


class NotLatin(ValueError):
    """A text that cannot be written with the letters of syntax level A."""


@dataclass(frozen=True, slots=True)
class Traveller:
    """A person on the list; States are ISO 3166 three-letter codes, empty texts and None are left out."""

    family_name: str
    given_names: str
    crew: bool = False
    sex: str = ""
    born_on: date | None = None
    nationality: str = ""
    document: str = ""
    document_kind: str = "P"
    document_expires_on: date | None = None
    document_issuer: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """The crossing: the flight, vessel or vehicle, and where and when it leaves and arrives."""

    identifier: str
    departs_from: str
    arrives_at: str
    departs: datetime | None = None
    arrives: datetime | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """Who sends the list: a name, and how to reach them."""

    name: str
    telephone: str = ""
    email: str = ""


def paxlst(
    lists: Sequence[tuple[Leg, Sequence[Traveller]]],
    *,
    sender: Party,
    recipient: str,
    reference: str,
    prepared_at: datetime,
    unconfirmed: bool = False,
) -> str:
    """The interchange: for each leg one message for passengers (BGM 745) and one for crew (BGM 250), if there are any.

    `reference` is the control reference, up to 14 letters and digits.

    Raises:
        NotLatin: a name or number cannot be written in Latin letters.
        ValueError: there is nobody to list, or the reference is malformed.
    """
    if not re.fullmatch(r"[A-Z0-9]{1,14}", reference):
        raise ValueError("the reference is one to fourteen letters and digits")
    messages = []
    for leg, travellers in lists:
        for kind, role, total, crew in (("745", "FL", "42", False), ("250", "FM", "41", True)):
            people = [traveller for traveller in travellers if traveller.crew is crew]
            if people:
                messages.append((leg, kind, role, total, people))
    if not messages:
        raise ValueError("nobody is on the list")
    at = f"{prepared_at:%y%m%d:%H%M}"
    who, to = _text(sender.name, 35), _text(recipient, 35)
    segments = [f"UNB+UNOA:4+{who}+{to}+{at}+{reference}++APIS"]
    segments.append(f"UNG+PAXLST+{who}+{to}+{at}+1+UN+D:02B")
    for n, (leg, kind, role, total, people) in enumerate(messages, 1):
        message = [
            f"UNH+{n}+PAXLST:D:02B:UN:IATA+{reference}+01:F",
            f"BGM+{kind}",
            f"NAD+MS+++{who}",
            *_contact(sender),
            *_leg(leg),
        ]
        for person in people:
            message += _person(person, role, unconfirmed)
        message.append(f"CNT+{total}:{len(people)}")
        message.append(f"UNT+{len(message) + 1}+{n}")
        segments += message
    segments.append(f"UNE+{len(messages)}+1")
    segments.append(f"UNZ+1+{reference}")
    return "UNA:+.? '\r\n" + "".join(f"{segment}'\r\n" for segment in segments)


def read_paxlst(text: str) -> list[list[list[str]]]:
    """The segments of an interchange: each a list of elements, each a list of components, escapes undone."""
    body = text.removeprefix("UNA:+.? '")
    segments = []
    for segment in _split(body, "'"):
        segment = segment.strip("\r\n")
        if segment:
            segments.append([[_plain(c) for c in _split(element, ":")] for element in _split(segment, "+")])
    return segments


def travellers_in(text: str) -> list[tuple[str, str]]:
    """The names and document numbers that an interchange lists, in its order."""
    found: list[tuple[str, str]] = []
    for tag, *elements in read_paxlst(text):
        if tag[0] == "NAD" and elements[0][0] in ("FL", "FM"):
            found.append((" ".join(part for part in elements[3] if part), ""))
        elif tag[0] == "DOC" and found:
            found[-1] = (found[-1][0], elements[1][0])
    return found


def _contact(sender: Party) -> Iterable[str]:
    parts = []
    if sender.telephone:
        parts.append(f"{_text(sender.telephone, 70)}:TE")
    if sender.email:
        parts.append(f"{_text(sender.email.replace('@', ' AT '), 70)}:EM")
    return [f"COM+{'+'.join(parts)}"] if parts else []


def _leg(leg: Leg) -> Iterable[str]:
    yield f"TDT+20+{_text(leg.identifier, 17)}"
    yield f"LOC+125+{_text(leg.departs_from, 35)}"
    if leg.departs:
        yield f"DTM+189:{leg.departs:%y%m%d%H%M}:201"
    yield f"LOC+87+{_text(leg.arrives_at, 35)}"
    if leg.arrives:
        yield f"DTM+232:{leg.arrives:%y%m%d%H%M}:201"


def _person(person: Traveller, role: str, unconfirmed: bool) -> Iterable[str]:
    given = f":{_text(person.given_names, 35)}" if person.given_names else ""
    yield f"NAD+{role}+++{_text(person.family_name, 35)}{given}"
    if person.sex in ("M", "F"):
        yield f"ATT+2++{person.sex}"
    if person.born_on:
        yield f"DTM+329:{person.born_on:%y%m%d}"
    if person.nationality:
        yield f"NAT+2+{person.nationality}"
    if person.document and (unconfirmed or person.document_kind not in UNCONFIRMED):
        yield f"DOC+{person.document_kind}:110:111+{_text(person.document, 35)}"
        if person.document_expires_on:
            yield f"DTM+36:{person.document_expires_on:%y%m%d}"
        if person.document_issuer:
            yield f"LOC+91+{person.document_issuer}"


def latin(text: str) -> str:
    """A text in the capital letters of syntax level A, accents left out.

    Raises:
        NotLatin: a letter of it has no counterpart.
    """
    special = {
        "ß": "SS",
        "Æ": "AE",
        "Ø": "OE",
        "Œ": "OE",
        "Þ": "TH",
        "Ð": "D",
        "Ł": "L",
        "’": "'",
        "_": "-",
    }
    letters = "".join(special.get(c, c) for c in unicodedata.normalize("NFKC", text).upper())
    plain = "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
    if not _LEVEL_A.fullmatch(plain):
        raise NotLatin(text)
    return plain


def _text(text: str, longest: int) -> str:
    return re.sub(f"([{re.escape(_SYNTAX)}])", r"?\1", latin(text)[:longest])


def _split(text: str, separator: str) -> list[str]:
    parts, start, at = [], 0, 0
    while at < len(text):
        if text[at] == "?":
            at += 1
        elif text[at] == separator:
            parts.append(text[start:at])
            start = at + 1
        at += 1
    return [*parts, text[start:]]


def _plain(text: str) -> str:
    return re.sub(r"\?(.)", r"\1", text, flags=re.DOTALL)
