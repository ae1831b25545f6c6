"""Days as people write them in lists: read where there is no doubt, asked for where there is.

A day that could be read in two ways is never guessed: 03/04/2026 is 3 April or March 4, and the file has to say which.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

ORDERS = ("dmy", "mdy", "ymd")
FIRST_YEAR, LAST_YEAR = 1900, 2199
# First day of each era of Japan; an era ends on the day before the next one begins.
_ERAS = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier janv gennaio gen",
            "feb february février fevrier févr fevr fév fev febbraio",
            "mar march mars marzo",
            "apr april avril avr aprile",
            "may mai maggio mag",
            "jun june juin giugno giu",
            "jul july juillet juil luglio lug",
            "aug august août aout agosto ago",
            "sep sept september septembre settembre set",
            "oct october octobre ottobre ott",
            "nov november novembre",
            "dec december décembre decembre déc dicembre dic",
        ),
        1,
    )
    for name in names.split()
}
_MIDNIGHT = re.compile(r"(?<=\d)[T ]00:00(:00(\.0+)?)?$")
_WORD = r"([^\W\d_]+)\.?"
_JAPANESE = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日?")
_ERA = re.compile(r"(令和|平成|昭和|大正|[RHST])\.?\s?(元|\d{1,2})[年./-](\d{1,2})[月./-](\d{1,2})日?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1\d{2}")
_DAY_WORD = re.compile(rf"(\d{{1,2}})(?:er|°|o|st|nd|rd|th)?[\s-]+{_WORD}[\s,-]+(\d{{4}})")
_WORD_DAY = re.compile(rf"{_WORD}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})")


@dataclass(frozen=True, slots=True)
class Read:
    """What a text says as a day: one day, two that it could be, or none.

    `order` is dmy or mdy where the text itself shows which of its first numbers is the day.
    """

    day: date | None
    either: tuple[date, date] | None = None
    short_year: bool = False
    order: str = ""


@lru_cache(maxsize=65536)
def read_day(text: str, order: str = "") -> Read:
    """The day that a text says; `order` (dmy, mdy or ymd) settles numbers that could be read in two ways.

    Known are ISO dates, year first with / or ., day.month.year, numbers with / - or blanks, months as words in
    English, French and Italian, and Japanese dates, with eras. Points between numbers always mean day first: no
    usage writes the month first with points.
    """
    plain = _MIDNIGHT.sub("", unicodedata.normalize("NFKC", text).strip())
    if found := _YEAR_FIRST.fullmatch(plain):
        return Read(_day(found[1], found[3], found[4]))
    if found := _JAPANESE.fullmatch(plain):
        return Read(_day(found[1], found[2], found[3]))
    if found := _ERA.fullmatch(plain):
        return Read(_era_day(found[1].upper(), 1 if found[2] == "元" else int(found[2]), found[3], found[4]))
    if found := _DAY_WORD.fullmatch(plain):
        return Read(_day(found[3], _month(found[2]), found[1]))
    if found := _WORD_DAY.fullmatch(plain):
        return Read(_day(found[3], _month(found[1]), found[2]))
    if found := _YEAR_LAST.fullmatch(plain):
        return _year_last(found[1], found[2], found[3], found[4], order)
    return Read(None, short_year=bool(_SHORT_YEAR.fullmatch(plain)))


def _year_last(first: str, separator: str, second: str, year: str, order: str) -> Read:
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if order == "mdy" and separator != ".":
        return Read(month_first)
    if order == "dmy" or separator == ".":
        return Read(day_first)
    if day_first and month_first and day_first != month_first:
        return Read(None, (day_first, month_first))
    shown = "" if day_first and month_first else "dmy" if day_first else "mdy"
    return Read(day_first or month_first, order=shown if day_first or month_first else "")


def orders_shown(texts: Iterable[str]) -> set[str]:
    """The orders that the texts of a column show by themselves."""
    return {read.order for read in map(read_day, texts) if read.order}


def _month(word: str) -> str:
    return str(_MONTHS.get(word.lower(), 0))


def _day(year: str, month: str, day: str) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _era_day(era: str, year: int, month: str, day: str) -> date | None:
    until = date.max
    for name, letter, begins in _ERAS:
        if era in (name, letter):
            found = _day(str(begins.year + year - 1), month, day)
            return found if found and begins <= found < until else None
        until = begins
    return None
