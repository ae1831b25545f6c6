"""Machine-readable zones of passports and identity cards: ICAO Doc 9303, parts 3 (common), 4 (TD3), 5 (TD1), 6 (TD2).

A zone is read only where its shape is one of the three; each check digit is verified and reported by name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from itertools import cycle

_WEIGHTS = (7, 3, 1)
_WORTH = {"<": 0} | {c: n for n, c in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
PARTS_WITH_CHECK_DIGIT = ("document number", "birth date", "expiry date", "personal number", "whole zone")
_CUT_SHORT = 10  # characters from which a name may have been cut to fit
_LONGEST_NAME = 100  # characters; no zone holds more than 39
_ALLOWED = re.compile(r"[A-Z0-9<]+")
# Part 3, section 6.A gives these letters a transcription of their own; for some it allows more than one.
_SPELT = {
    "Ä": ("AE", "A"), "Ö": ("OE", "O"), "Ü": ("UE", "U", "UXX"), "Å": ("AA", "A"), "Ø": ("OE", "O"), "Æ": ("AE",),
    "Œ": ("OE",), "ß": ("SS",), "ẞ": ("SS",), "Ð": ("D",), "Þ": ("TH",), "Ł": ("L",), "Ñ": ("N", "NXX"), "Đ": ("D",),
    "Ĳ": ("IJ",), "Ŋ": ("N",), "Ħ": ("H",), "ı": ("I",),
}  # fmt: skip


class Shape(Enum):
    """The three sizes of documents, by the lengths of their lines."""

    TD1 = (30, 30, 30)
    TD2 = (36, 36)
    TD3 = (44, 44)


class NotAZone(ValueError):
    """The text is no machine-readable zone; the message says why."""


@dataclass(frozen=True, slots=True)
class Zone:
    """What a zone says. Dates keep two digits for the year, as the zone does; `wrong` names failed check digits."""

    shape: Shape
    document: str
    issuer: str
    family_name: str
    given_names: str
    number: str
    nationality: str
    birth: str
    sex: str
    expiry: str
    optional: str
    wrong: tuple[str, ...]

    def born_on(self, today: date) -> date | None:
        """The day of birth: of the two centuries the later one that is not in the future; None where unknown."""
        return _day(self.birth, latest=today)

    def expires_on(self, today: date) -> date | None:
        """The day of expiry: documents last ten years or so, hence the century that comes nearest to today."""
        days = [day for century in (1900, 2000, 2100) if (day := _in_century(self.expiry, century))]
        return min(days, key=lambda day: abs((day - today).days), default=None)


def read_zone(text: str) -> Zone:
    """The zone in a text: its lines separated by line breaks, slashes or blanks, or without separation.

    Raises:
        NotAZone: the text has not the lines, length or letters of a zone.
    """
    lines = [line for line in re.split(r"[\s/|]+", unicodedata.normalize("NFKC", text).strip().upper()) if line]
    joined = "".join(lines)
    if not joined:
        raise NotAZone("it is empty")
    if not _ALLOWED.fullmatch(joined):
        strange = next(c for c in joined if not _ALLOWED.fullmatch(c))
        raise NotAZone(f"`{strange}` does not occur in a machine-readable zone")
    for shape in Shape:
        if len(joined) == sum(shape.value) and (len(lines) == 1 or tuple(map(len, lines)) == shape.value):
            at = [sum(shape.value[:n]) for n in range(len(shape.value) + 1)]
            return _read(shape, [joined[at[n] : at[n + 1]] for n in range(len(shape.value))])
    found = ", ".join(str(len(line)) for line in lines)
    raise NotAZone(f"its lines have {found} characters, not 30+30+30, 36+36 or 44+44")


def check_digit(text: str) -> str:
    """The check digit of a text: weights 7, 3, 1 from the left, digits as they are, A to Z 10 to 35, filler 0.

    Source: Doc 9303 part 3, section 4.9.
    """
    return str(sum(_WORTH[c] * weight for c, weight in zip(text, cycle(_WEIGHTS), strict=False)) % 10)


def spelt_alike(zone: str, text: str) -> bool:
    """Whether a name in a zone can be the transcription of a name as it is written, cut short or not.

    Names in other than Latin letters cannot be compared and count as alike.
    """
    words = (
        unicodedata.normalize("NFC", text[:_LONGEST_NAME]).upper().replace("-", " ").replace("'", "").replace("’", "")
    )
    if any(c.isalpha() and not _is_latin(c) for c in words):
        return True
    letters = [(c, _spellings(c)) for c in words]
    written = " ".join("".join(c for c, ways in letters if ways).split())
    return _fits(" ".join(zone.split()), [_spellings(c) for c in written])


def _fits(seen: str, letters: Sequence[tuple[str, ...]]) -> bool:
    """Whether the letters can be spelt so that they give what is seen; ten characters or more may be cut short."""
    reached = {0}  # how far into the zone the letters so far can reach
    for ways in letters:
        if len(seen) in reached and len(seen) >= _CUT_SHORT:
            return True
        reached = {
            min(at + len(way), len(seen))
            for at in reached
            for way in ways
            if seen.startswith(way, at) or (len(seen) >= _CUT_SHORT and way.startswith(seen[at:]))
        }
    return len(seen) in reached


def _spellings(c: str) -> tuple[str, ...]:
    """The ways to write a letter in a zone; none for signs that are left out."""
    if c in _SPELT:
        return _SPELT[c]
    if c == " ":
        return (c,)
    plain = "".join(d for d in unicodedata.normalize("NFD", c) if not unicodedata.combining(d))
    return (plain,) if plain.isascii() and plain.isalnum() else ()


def _is_latin(c: str) -> bool:
    return "LATIN" in unicodedata.name(c, "")


def _read(shape: Shape, lines: list[str]) -> Zone:
    first, second = lines[0], lines[1]
    if shape is Shape.TD1:
        number, optional, wrong = _number(first[5:14], first[14], first[15:30])
        birth, sex, expiry, nationality = second[0:6], second[7], second[8:14], second[15:18]
        digits = [("birth date", birth, second[6]), ("expiry date", expiry, second[14])]
        whole = first[5:30] + second[0:7] + second[8:15] + second[18:29]
        composite, names = second[29], lines[2]
        optional = " ".join((optional, second[18:29].replace("<", " "))).strip()
    else:
        tail = second[28:42] if shape is Shape.TD3 else second[28:35]
        number, optional, wrong = _number(second[0:9], second[9], tail if shape is Shape.TD2 else "")
        if shape is Shape.TD3:
            optional = tail.replace("<", " ").strip()
        birth, sex, expiry, nationality = second[13:19], second[20], second[21:27], second[10:13]
        digits = [("birth date", birth, second[19]), ("expiry date", expiry, second[27])]
        if shape is Shape.TD3 and not (second[42] == "<" and not optional):
            digits.append(("personal number", tail, second[42]))
        end = 43 if shape is Shape.TD3 else 35
        whole = second[0:10] + second[13:20] + second[21:end]
        composite, names = second[-1], first[5:]
    wrong += [name for name, text, digit in digits if check_digit(text) != digit.replace("<", "0")]
    if check_digit(whole) != composite:
        wrong.append("whole zone")
    family, _, given = names.partition("<<")
    return Zone(
        shape=shape,
        document=first[0:2].rstrip("<"),
        issuer=first[2:5].rstrip("<"),
        family_name=" ".join(family.replace("<", " ").split()),
        given_names=" ".join(given.replace("<", " ").split()),
        number=number,
        nationality=nationality.rstrip("<"),
        birth=birth,
        sex="X" if sex == "<" else sex,
        expiry=expiry,
        optional=optional,
        wrong=tuple(wrong),
    )


def _number(number: str, digit: str, rest: str) -> tuple[str, str, list[str]]:
    """The document number; one of more than nine characters goes on in the optional data (part 5, note j)."""
    if digit == "<" and not rest.startswith("<") and rest:
        more, _, optional = rest.partition("<")
        number, digit = number + more[:-1], more[-1]
        rest = optional
    wrong = [] if check_digit(number) == digit.replace("<", "0") else ["document number"]
    return number.replace("<", ""), rest.replace("<", " ").strip(), wrong


def _in_century(text: str, century: int) -> date | None:
    try:
        return date(century + int(text[0:2]), int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None


def _day(text: str, *, latest: date) -> date | None:
    days = [day for century in (1900, 2000) if (day := _in_century(text, century)) and day <= latest]
    return max(days, default=None)
