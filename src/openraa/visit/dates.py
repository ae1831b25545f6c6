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
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925, "大正": 1911, "T": 1911}
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
_WORD = r"([^\W\d_]+)\.?"
_JAPANESE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_ERA = re.compile(r"(令和|平成|昭和|大正|[RHST])\.?\s?(元|\d{1,2})[年./-](\d{1,2})[月./-](\d{1,2})日?", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1\d{2}")
_DAY_WORD = re.compile(rf"(\d{{1,2}})(?:er|°|º|st|nd|rd|th)?[\s-]+{_WORD}[\s,-]+(\d{{4}})")
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
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _YEAR_FIRST.fullmatch(plain):
        return Read(_day(found[1], found[3], found[4]))
    if found := _JAPANESE.fullmatch(plain):
        return Read(_day(found[1], found[2], found[3]))
    if found := _ERA.fullmatch(plain):
        year = _ERAS[found[1].upper()] + (1 if found[2] == "元" else int(found[2]))
        return Read(_day(str(year), found[3], found[4]))
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
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
