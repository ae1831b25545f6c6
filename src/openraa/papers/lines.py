"""What papers read off the lines of a manifest: nationality, grade, serial numbers, quantities, what counts as arms."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from openraa.papers.model import Value
from openraa.problems import say
from openraa.visit import Line, Subject, Visit, arms_by_kind, serial_parts
from openraa.vocabulary import code_list, country, load_vocabulary

_ARMS = re.compile(r"\b(arms?|weapons?|ammunition|munitions?)\b")
_LOT = re.compile(r"(lot|lotto|batch)\b|ロット", re.IGNORECASE)


def cell(line: Line, name: str) -> str:
    """The text of a cell; empty where the manifest has no such column."""
    return line.cells.get(name, "")


def nationalities(line: Line) -> str:
    """The three-letter codes of a person's nationalities."""
    words = re.split(r"[;,/+ ]+", cell(line, "nationality").strip())
    return " ".join((country(word) or {"alpha3": word})["alpha3"] for word in words if word)


def tie(line: Line) -> Value:
    """How a person is tied to the force, in the vocabulary's words."""
    value = line.facts.get("person.role")
    label = load_vocabulary().facts["person.role"].value_labels.get(str(value), "")
    return say(label) if label else cell(line, "role")


@dataclass(frozen=True, slots=True)
class Grade:
    """A rank's grade on the NATO scale, if it is known, and its place in the order of ranks."""

    text: Value
    place: int


def grades(sending: str, people: Iterable[Line]) -> dict[tuple[str, str], Grade]:
    """The grade of each service and rank in a list of people.

    Ranks without a grade keep their place in the list where the list is in the order of rank as far as grades are
    known; else they come after the others. People without a rank come last.

    Source: vocabulary/codes/ranks.csv. A rank that means two grades in two services has none unless the service is
    known.
    """
    rows = [row for row in code_list("ranks") if row["country"] == sending]
    places = {row["grade"]: n for n, row in reversed(list(enumerate(code_list("ranks"))))}
    order = sorted(places, key=_grade_order)
    found = {}
    keys = list(dict.fromkeys((cell(line, "service"), cell(line, "rank")) for line in people))
    for key in keys:
        service, rank = key
        written = [
            row for row in rows if rank and _plain(rank) in (_plain(row["rank_native"]), _plain(row["abbreviation"]))
        ]
        fitting = written or [row for row in rows if rank and _plain(rank) == _plain(row["rank_en"])]
        in_service = [row for row in fitting if row["service"] in service.casefold().replace("maritime", "navy")]
        rows_left = in_service or fitting
        named = {row["grade"] for row in rows_left}
        if len(named) != 1:
            found[key] = Grade("", len(order) if rank else len(order) + 1)
            continue
        (grade,) = named
        sure = any(row["verified"] == "yes" for row in rows_left)
        found[key] = Grade(grade if sure else say("{grade} (unverified)", grade=grade), order.index(grade))
    known = [found[key].place for key in keys if found[key].text]
    if known == sorted(known):
        ranked = [key for key in keys if key[1]]
        found |= {key: Grade(found[key].text, n) for n, key in enumerate(ranked)}
        found |= {key: Grade("", len(ranked)) for key in keys if not key[1]}
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\s.\-]+", " ", text.casefold()).strip()


def _grade_order(grade: str) -> tuple[int, int]:
    number = re.search(r"\d+", grade)
    branch = 0 if grade.startswith("OF") else 1 if grade.startswith("WO") else 2
    return branch, -int(number[0]) if number else 0


def only_lots(text: str) -> bool:
    """Whether a cell names lots or batches, as for ammunition, and no serial number of a single piece."""
    found = serial_parts(text)
    return bool(found) and all(_LOT.match(part) for part in found)


def quantity(line: Line) -> int | None:
    """The quantity of an item; None where the manifest gives none."""
    text = cell(line, "quantity")
    return int(text) if text.isdigit() else None


def measure(line: Line, name: str) -> Value:
    """A mass, a length or another decimal number of a line; what is none stays as it is written."""
    text = cell(line, name)
    return Decimal(text) if re.fullmatch(r"\d+(\.\d+)?", text) else text


def arms(visit: Visit) -> list[Line]:
    """The items that are arms or ammunition: by their fact, or without one by the word for their kind."""
    return [line for line in visit.of(Subject.ITEMS) if _is_arms(line)]


def _is_arms(line: Line) -> bool:
    fact = line.facts.get("item.arms_or_ammunition")
    if fact is not None:
        return bool(fact)
    kind = cell(line, "kind")
    return arms_by_kind(kind) or bool(_ARMS.search(kind.casefold()))


def dangerous(visit: Visit) -> list[Line]:
    """The items that are dangerous goods: by their fact, or because they have a UN number."""
    return [
        line
        for line in visit.of(Subject.ITEMS)
        if line.facts.get("item.dangerous_goods") is True or cell(line, "un_number")
    ]


def conveyances(visit: Visit, kind: str) -> list[Line]:
    """The conveyances of a kind: road_vehicle, aircraft or ship."""
    return [line for line in visit.of(Subject.CONVEYANCES) if line.facts.get("conveyance.kind") == kind]
