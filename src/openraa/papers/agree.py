"""Whether the papers of a visit tell one story.

Every paper is judged by what it finally says: the payload that was printed, and machine files read back from their
bytes. Papers that list the same part of the visit must hold the same rows, a part must lie within its whole, and every
number must be the number of rows that some paper lists.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from openraa.papers.model import Measure, Part, Statement, States
from openraa.problems import Place, Problem, say
from openraa.visit import serials

_ROW_NAMES = {"people": States.NAME, "items": States.DESCRIPTION, "conveyances": States.REGISTRATION}
_ADDED_UP = (States.QUANTITY, States.SERIAL)
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Stated:
    """One file of a set of papers and what it says."""

    name: str
    statements: tuple[Statement, ...]


def disagreements(papers: Sequence[Stated]) -> list[Problem]:
    """Every value in which two papers differ, each with both papers and what each of them says."""
    listed = [(paper.name, each) for paper in papers for each in paper.statements if each.rows is not None]
    problems: list[Problem] = []
    for (name, first), (other_name, second) in combinations(listed, 2):
        if first.part is second.part:
            problems += _compared(name, first, other_name, second, part_of=False)
        elif first.part.whole is second.part:
            problems += _compared(name, first, other_name, second, part_of=True)
        elif second.part.whole is first.part:
            problems += _compared(other_name, second, name, first, part_of=True)
        elif first.part.whole is second.part.whole is not None:
            problems += _same_row(name, first, other_name, second)
    return problems + list(_totals(papers, listed))


def statements_of(payload: bytes) -> tuple[Statement, ...]:
    """What a paper says, read from the payload that is printed."""
    found: list[Statement] = []
    singly: dict[str, list[Mapping[States, str]]] = {}
    for block in json.loads(payload)["blocks"]:
        match block["kind"]:
            case "table":
                if block["part"]:
                    found.append(Statement(Part[block["part"]], _rows(block)))
                for total in block["totals"]:
                    found += _numbers(total["totals"], total["text"][0])
            case "fields" | "boxes":
                for row in block["rows"]:
                    found += _numbers(row["totals"], (row["value"] or [""])[0])
                if block.get("part"):
                    singly.setdefault(block["part"], []).append(_row(block["rows"]))
            case "prose":
                for paragraph in block["paragraphs"]:
                    found += _numbers(paragraph["totals"], paragraph["said"][0]["text"])
    return (*found, *(Statement(Part[part], tuple(rows)) for part, rows in singly.items()))


def _row(fields: Iterable[Mapping[str, Any]]) -> Mapping[States, str]:
    return {States[field["states"]]: (field["value"] or [""])[0] for field in fields if field["states"]}


def _rows(block: Mapping[str, list[Any]]) -> tuple[Mapping[States, str], ...]:
    columns = [(n, States[column["states"]]) for n, column in enumerate(block["columns"]) if column["states"]]
    return tuple({states: row[n] or "" for n, states in columns} for row in block["rows"])


def _numbers(totals: list[list[str]], text: str) -> Iterator[Statement]:
    """The totals of a text. One whose number does not stand in it is read as the first number that does."""
    numbers = re.findall(r"\d+(?:[\s.,  ]\d{3})*", text)
    for part, measure, shown in totals:
        stands = shown if shown in numbers else (numbers or ["0"])[0]
        yield Statement(Part[part], None, ((Measure[measure], int(re.sub(r"\D", "", stands))),))


def _totals(papers: Sequence[Stated], listed: Sequence[tuple[str, Statement]]) -> Iterator[Problem]:
    """Totals that differ from what is listed, or from each other where nothing is listed."""
    given = [
        (paper.name, each.part, measure, n)
        for paper in papers
        for each in paper.statements
        for measure, n in each.totals
    ]
    for name, part, measure, n in given:
        lists = [(other, _measured(rows, measure)) for other, rows in listed if rows.part is part]
        lists = [(other, m) for other, m in lists if m is not None]
        bounded = measure is Measure.LINES and part.subject != "items" and not part.repeats
        wholes = [(other, len(rows.rows or ())) for other, rows in listed if bounded and rows.part is part.whole]
        others = [(other, m) for other, its, its_measure, m in given if its is part and its_measure is measure]
        found = [(other, m) for other, m in lists or others if m != n]
        found += [(other, m) for other, m in wholes if m < n]
        for other, m in found[:1]:
            text = say(
                "{paper} gives {n} as the number of {part} ({measure}), {other} has {m}",
                paper=name, n=n, part=say(part.says), measure=say(measure.value), other=other, m=m,
            )  # fmt: skip
            yield _problem(name, str(n), text)


def _measured(statement: Statement, measure: Measure) -> int | None:
    rows = statement.rows or ()
    match measure:
        case Measure.LINES:
            return len(rows)
        case Measure.PIECES:
            if any(States.QUANTITY not in row for row in rows):
                return None
            return sum(_whole(row[States.QUANTITY]) for row in rows)
        case Measure.SERIALS:
            if any(States.SERIAL not in row for row in rows):
                return None
            return sum(len(list(serials(row[States.SERIAL]))) for row in rows)


def _compared(name: str, first: Statement, other_name: str, second: Statement, *, part_of: bool) -> list[Problem]:
    problems: list[Problem] = []
    for what, mine, theirs in _aspects(first, second):
        wrong = [key for key in mine if (1 if part_of and first.part.repeats else mine[key]) > theirs[key]]
        if not part_of:
            wrong += [key for key in theirs if theirs[key] > mine[key]]
        for key in sorted(wrong)[:_SHOWN]:
            values = {"value": ", ".join(filter(None, key)), "paper": name, "other": other_name}
            if what is States.QUANTITY:
                text = say(
                    "{paper} lists {n} of `{value}`, {other} lists {m}", n=mine[key], m=theirs[key], **values
                )  # fmt: skip
            else:
                text = say(
                    "`{value}` stands {n} times in {paper} and {m} times in {other}",
                    n=mine[key], m=theirs[key], **values,
                )  # fmt: skip
            problems.append(_problem(name, values["value"], text))
    return problems


def _same_row(name: str, first: Statement, other_name: str, second: Statement) -> list[Problem]:
    """Values that differ between two parts of one whole in a row that both name, once each."""
    row_name = _ROW_NAMES[first.part.subject]
    theirs = _by_name(second, row_name)
    problems = []
    for key, row in _by_name(first, row_name).items():
        for states in row.keys() & theirs.get(key, {}).keys():
            mine, other = _normal(row[states], states), _normal(theirs[key][states], states)
            if mine != other and row_name is not States.DESCRIPTION:
                text = say(
                    "{paper} gives `{value}` as {what} of {row}, {other} gives `{m}`",
                    paper=name, value=row[states], what=say(states.value), row=row[row_name], other=other_name,
                    m=theirs[key][states],
                )  # fmt: skip
                problems.append(_problem(name, row[states], text))
    return problems


def _by_name(statement: Statement, row_name: States) -> dict[str, Mapping[States, str]]:
    rows = [row for row in statement.rows or () if row_name in row]
    counted = Counter(_normal(row[row_name], row_name) for row in rows)
    return {key: row for row in rows if counted[key := _normal(row[row_name], row_name)] == 1}


def _aspects(
    first: Statement, second: Statement
) -> Iterator[tuple[States, Counter[tuple[str, ...]], Counter[tuple[str, ...]]]]:
    """What both statements state, each as countable keys: rows for people and conveyances, amounts for goods."""
    rows, others = first.rows or (), second.rows or ()
    if not rows and not others:
        return
    states = [_states(rows), _states(others)]
    shared = [s for s in States if all(s in each for each in states if each)]
    name = _ROW_NAMES[first.part.subject]
    if name not in shared:
        return
    if first.part.subject != "items":
        yield name, _counted(rows, shared), _counted(others, shared)
        return
    plain = [s for s in shared if s not in _ADDED_UP and s is not States.UN_NUMBER]
    if States.QUANTITY in shared:
        yield States.QUANTITY, _added(rows, plain), _added(others, plain)
    if States.SERIAL in shared:
        yield States.SERIAL, _serials(rows), _serials(others)
    if States.UN_NUMBER in shared:
        yield States.UN_NUMBER, _once(rows), _once(others)


def _states(rows: Iterable[Mapping[States, str]]) -> set[States]:
    return {states for row in rows for states in row}


def _counted(rows: Iterable[Mapping[States, str]], shared: Sequence[States]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(_normal(row[s], s) for s in shared) for row in rows)


def _added(rows: Iterable[Mapping[States, str]], shared: Sequence[States]) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        found[tuple(_normal(row[s], s) for s in shared)] += _whole(row[States.QUANTITY])
    return found


def _serials(rows: Iterable[Mapping[States, str]]) -> Counter[tuple[str, ...]]:
    return Counter(
        (_normal(row[States.DESCRIPTION], States.DESCRIPTION), serial)
        for row in rows
        for serial in serials(row[States.SERIAL])
    )


def _once(rows: Iterable[Mapping[States, str]]) -> Counter[tuple[str, ...]]:
    return Counter({(_normal(row[States.DESCRIPTION], States.DESCRIPTION), row[States.UN_NUMBER]): 1 for row in rows})


def _whole(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})


def _normal(text: str, states: States) -> str:
    """A value as it compares: names without case and accents, since machine forms have neither."""
    if states is not States.NAME:
        return text.strip()
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", plain.translate(_PLAIN)).strip()


def _problem(name: str, value: str, message: str) -> Problem:
    remedy = say(
        "Nothing was written. Look at the rows with this value; if they are right, the fault is the program's."
    )
    return Problem(Place(name), "papers-disagree", message, remedy, value=value)
