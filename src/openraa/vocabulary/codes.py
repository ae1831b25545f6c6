"""Code lists as rows: countries with dated codes, ranks, goods classes, dangerous goods, authorities."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from openraa.problems import COMMAND_LINE, Problem, Refused, Said, nearest, say


def code_list_names() -> tuple[str, ...]:
    """The names of the code lists."""
    folder = resources.files("openraa.vocabulary") / "codes"
    return tuple(sorted(f.name.removesuffix(".csv") for f in folder.iterdir() if f.name.endswith(".csv")))


@cache
def code_list(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a code list, each a mapping of column to text.

    Raises:
        Refused: there is no list of that name.
    """
    if name not in code_list_names():
        remedy = nearest(name, code_list_names()) or f"One of {', '.join(code_list_names())}."
        raise Refused(Problem(COMMAND_LINE, "unknown-code-list", f"there is no code list `{name}`", remedy))
    text = (resources.files("openraa.vocabulary") / "codes" / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))


@cache
def _countries() -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for row in code_list("countries"):
        for key in ("alpha2", "alpha3"):
            if row[key] and (not row["valid_to"] or row[key] not in rows):
                rows[row[key]] = row
    return rows


def country(code: str) -> dict[str, str] | None:
    """The country of an ISO 3166-1 alpha-2 or alpha-3 code, today's before a withdrawn one; else None."""
    return _countries().get(code.strip().upper())


def country_on(code: str, on: date) -> dict[str, str] | None:
    """The country that a code meant on a day: `CS` was Czechoslovakia in 1990 and Serbia and Montenegro in 2005.

    A code that has been given out again means its old holder up to the withdrawal. None: no such code.
    """
    key = code.strip().upper()
    rows = [row for row in code_list("countries") if key in (row["alpha2"], row["alpha3"])]
    past = sorted((row["valid_to"], n) for n, row in enumerate(rows) if row["valid_to"])
    for valid_to, n in past:
        if on.isoformat()[: len(valid_to)] <= valid_to:
            return rows[n]
    return country(key)


def withdrawn(row: dict[str, str]) -> tuple[Said, Said]:
    """What to say of a withdrawn code: that it is, and what replaced it and when."""
    message = say("the code `{code}` ({name}) was withdrawn", code=row["alpha2"], name=row["name_en"])
    if not row["replaced_by"]:
        return message, say("It ended on {day}.", day=row["valid_to"])
    codes = row["replaced_by"].split()
    instead = ", ".join(f"{code} ({country_name(code)})" for code in codes)
    return message, say("It ended on {day}. Since then: {codes}.", day=row["valid_to"], codes=instead)


class StateName(str):
    """The English name of a State that remembers its code, so that it can be said in another language."""

    __slots__ = ("code",)
    code: str


@cache
def country_name(code: str) -> StateName:
    """The English name of a country, or the code itself when it is unknown."""
    row = country(code)
    name = StateName(row["name_en"] if row else code)
    name.code = row["alpha2"] if row else code
    return name


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a State's territory with an ISO code of its own, such as New Caledonia."""

    code: str
    state: str
    name: str
    towns: tuple[str, ...]


@cache
def areas() -> dict[str, Area]:
    """The areas with a code of their own, by that code."""
    return {
        row["alpha2"]: Area(
            row["alpha2"], row["state"], country_name(row["alpha2"]), tuple(t for t in row["towns"].split("; ") if t)
        )
        for row in code_list("areas")
    }


def find_area(text: str, state: str) -> Area | None:
    """The area of that State which a text names: by its code, its English or French name, or a town in it."""
    word = text.strip().casefold()
    if not word:
        return None
    for area in areas().values():
        row = country(area.code)
        names = (area.code, row["alpha3"], row["name_en"], row["name_fr"]) if row else (area.code,)
        if area.state == state and word in {name.casefold() for name in names}:
            return area
    words = _spaced(word)
    for area in areas().values():
        if area.state == state and any(_spaced(name.casefold()) in words for name in (area.name, *area.towns)):
            return area
    return None


def _spaced(text: str) -> str:
    return " ".join(("", *re.findall(r"[^\W_]+", text), ""))
