"""JSON files: a list of objects, or an object that holds such lists."""

from __future__ import annotations

import json
from pathlib import Path

from openraa.problems import Place, Problem, Refused, nearest, say
from openraa.visit.read.bounds import MOST_BRACKETS, MOST_COLUMNS
from openraa.visit.read.encoding import encoding_of
from openraa.visit.read.row import UNFIT, Content, Row, too_wide


def json_content(path: Path, place: Place, sheet: str, encoding: str) -> Content:
    """The objects of a list as rows, numbered from 1; keys are the columns. Numbers stay as they are written.

    Raises:
        Refused: it is not JSON, or holds no list of objects under that name.
    """
    data, problems = _loaded(path, place, encoding)
    objects = _chosen(data, place, sheet)
    columns: dict[str, int] = {}
    rows = []
    for number, given in enumerate(objects, 1):
        cells: dict[int, str] = {}
        if not isinstance(given, _Object):
            problems.append(
                Problem(
                    Place(place.path, number), "json", say("this entry of the list is no object"),
                    say('Write {{"name": "...", ...}} for each line.'),
                )
            )  # fmt: skip
            rows.append(Row(number, (_shown(given),)))
            continue
        for key, value in given.pairs:
            column = columns.setdefault(key, len(columns))
            if column >= MOST_COLUMNS:
                raise Refused(too_wide(Place(place.path, number)))
            here = Place(place.path, number, column + 1)
            text = _shown(value)
            if isinstance(value, _Object | list):
                message = say("a list or an object stands in one cell")
                problems.append(Problem(here, "nested", message, say("Write one text or number."), value=text))
            elif column in cells:
                message = say("this key stands twice in the object")
                problems.append(Problem(here, "duplicate-key", message, say("Keep one of them."), value=text))
            cells.setdefault(column, text)
        rows.append(Row(number, tuple(cells.get(n, "") for n in range(max(cells, default=-1) + 1))))
    return Content([Row(0, tuple(columns)), *rows], problems)


def json_names(path: Path, place: Place) -> tuple[str, ...]:
    """The keys under which an object holds lists; none if the file is a list itself."""
    data, _ = _loaded(path, place, "")
    return tuple(key for key, value in data.pairs if isinstance(value, list)) if isinstance(data, _Object) else ()


class _Object:
    """An object with its keys in order, those that stand twice included; keys can be shown in messages."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        self.pairs = [(UNFIT.sub("\ufffd", key).strip(), value) for key, value in pairs]


def _loaded(path: Path, place: Place, encoding: str) -> tuple[object, list[Problem]]:
    raw = path.read_bytes()
    codec, problems = encoding_of(raw, place, encoding)
    if raw.count(b"{") + raw.count(b"[") > MOST_BRACKETS:
        raise Refused(
            Problem(
                place, "too-large", say("the file has more than {n} objects and lists", n=MOST_BRACKETS),
                say("Split the file."),
            )
        )  # fmt: skip
    text = raw.decode(codec)
    try:
        return json.loads(
            text, object_pairs_hook=_Object, parse_int=str, parse_float=str, parse_constant=_refuse_constant
        ), problems
    except json.JSONDecodeError as error:
        where, why = Place(place.path, error.lineno, error.colno), error.msg
    except RecursionError:
        where, why = place, "lists or objects are nested too deeply"
    except ValueError as error:
        where, why = place, str(error)
    raise Refused(
        Problem(where, "json", say("this is not valid JSON: {why}", why=why), say("Check brackets, commas and quotes."))
    )


def _refuse_constant(text: str) -> object:
    raise ValueError(f"{text} is no number")


def _chosen(data: object, place: Place, sheet: str) -> list[object]:
    if isinstance(data, list) and not sheet:
        return data
    lists = {key: value for key, value in data.pairs if isinstance(value, list)} if isinstance(data, _Object) else {}
    if sheet in lists:
        return lists[sheet]
    if not sheet and len(lists) == 1:
        return next(iter(lists.values()))
    remedy: str
    if not lists:
        message = say("the file holds no list of objects")
        remedy = say('Write a list, [{{"name": "..."}}], or name it: {{"people": [...]}}.')
    elif sheet:
        message = say("there is no list `{sheet}`", sheet=sheet)
        remedy = nearest(sheet, lists) or say("One of {names}.", names=", ".join(lists)[:200])
    else:
        message = say("the file holds several lists")
        remedy = say("Name one after #, as in file.json#people: one of {names}.", names=", ".join(lists)[:200])
    raise Refused(Problem(place, "sheet", message, remedy))


def _shown(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value.strip()
        case list():
            return "[...]"
        case _:
            return "{...}"
