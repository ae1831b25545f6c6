"""YAML with places: every value knows its line and column, so that every problem can name them.

A strict subset: no anchors, no aliases, no tags, no duplicate keys. `yes`, `no`, `on` and `off` are plain
words (NO is Norway), only `true` and `false` are truth values, and numbers with a point stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import yaml

from openraa.problems import Place, Problem, Refused

Scalar: TypeAlias = str | int | bool | date | None
Plain: TypeAlias = "Scalar | list[Plain] | dict[str, Plain]"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[+-]?\d{1,18}$")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_BRACKETS = re.compile(r"[\[\]{}]")
_DEEPEST = 60
LARGEST_FILE = 4_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Placed:
    """A YAML value and where it stands. `value` is a scalar, a list of Placed, or a dict of Placed."""

    value: Scalar | list[Placed] | dict[str, Placed]
    place: Place
    key_places: dict[str, Place] | None = None

    def plain(self) -> Plain:
        """The value as ordinary Python data."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value

    def items(self) -> Iterator[tuple[str, Placed, Place]]:
        """Key, value and the key's place, in file order; nothing when this is not a mapping."""
        if isinstance(self.value, dict):
            places = self.key_places or {}
            for key, item in self.value.items():
                yield key, item, places.get(key, item.place)

    @property
    def kind(self) -> str:
        """What this is, in words for a message."""
        match self.value:
            case dict():
                return "a mapping"
            case list():
                return "a list"
            case bool():
                return "true or false"
            case int():
                return "a whole number"
            case date():
                return "a date"
            case None:
                return "nothing"
            case _:
                return "text"


def read_yaml(text: str, path: str, *, first_line: int = 1) -> Placed:
    """Read one YAML document whose first line is line `first_line` of the file `path`.

    Raises:
        Refused: the text is not YAML of our subset; the problem names line and column.
    """
    _refuse_unless_harmless(text, path, first_line)
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(path, first_line + mark.line, mark.column + 1) if mark else Place(path, first_line)
        words = ", ".join(part for part in (error.context, error.problem) if part)
        raise Refused(
            Problem(place, "yaml", f"this is not valid YAML: {words}", "Check indentation, colons and quotes.")
        ) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        first = str(error).splitlines()[0] if str(error) else "it is nested too deeply"
        raise Refused(
            Problem(Place(path, first_line), "yaml", f"this is not valid YAML: {first}", "Check the text.")
        ) from None
    finally:
        loader.dispose()
    if node is None:
        return Placed(None, Place(path, first_line, 1))
    try:
        return _placed(node, path, first_line)
    except RecursionError:
        raise Refused(_too_deep(Place(path, first_line))) from None


def _refuse_unless_harmless(text: str, path: str, first_line: int) -> None:
    if len(text) > LARGEST_FILE:
        raise Refused(
            Problem(Place(path), "too-large", f"the file has more than {LARGEST_FILE} characters", "Split it.")
        )
    depth = 0
    for bracket in _BRACKETS.finditer(text):
        depth += 1 if bracket.group() in "[{" else -1
        if depth > _DEEPEST:
            line = text.count("\n", 0, bracket.start())
            raise Refused(_too_deep(Place(path, first_line + line)))
    if dashes := re.search(r"^\s*(?:- ){20}", text, re.MULTILINE):
        raise Refused(_too_deep(Place(path, first_line + text.count("\n", 0, dashes.start()))))
    if "&" in text or "*" in text or "!" in text:
        _refuse_unless_plain(text, path, first_line)


def _refuse_unless_plain(text: str, path: str, first_line: int) -> None:
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
            if anchor or tag:
                mark = event.start_mark
                place = Place(path, first_line + mark.line, mark.column + 1) if mark else Place(path)
                raise Refused(
                    Problem(
                        place,
                        "yaml-subset",
                        "anchors (&), aliases (*) and tags (!) are not used here",
                        "Write the value out, or put it into quotes if it is meant as text.",
                    )
                )
    except (yaml.YAMLError, RecursionError):
        return  # reported with its place by the reading that follows


def _too_deep(place: Place) -> Problem:
    return Problem(place, "yaml-depth", "the text is nested too deeply", "Flatten it.")


def _placed(node: yaml.Node, path: str, first_line: int) -> Placed:
    place = Place(path, first_line + node.start_mark.line, node.start_mark.column + 1)
    if isinstance(node, yaml.ScalarNode):
        return Placed(_scalar(node, place), place)
    if isinstance(node, yaml.SequenceNode):
        return Placed([_placed(item, path, first_line) for item in node.value], place)
    values: dict[str, Placed] = {}
    places: dict[str, Place] = {}
    for key_node, value_node in node.value:
        key_place = Place(path, first_line + key_node.start_mark.line, key_node.start_mark.column + 1)
        if not isinstance(key_node, yaml.ScalarNode):
            raise Refused(Problem(key_place, "yaml-key", "a key must be a plain word", "Write `key: value`."))
        key = key_node.value
        if key in values:
            raise Refused(
                Problem(
                    key_place,
                    "duplicate-key",
                    f"`{key}` is given twice; it stands already in line {places[key].line}",
                    "Keep one of them.",
                )
            )
        values[key] = _placed(value_node, path, first_line)
        places[key] = key_place
    return Placed(values, place, places)


def _scalar(node: yaml.ScalarNode, place: Place) -> Scalar:
    text: str = node.value
    if node.style:
        return text
    if text in ("", "~", "null"):
        return None
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.match(text):
        return int(text)
    if _DAY.match(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Refused(
                Problem(place, "no-such-day", f"{text} is not a day of the calendar", "Write YYYY-MM-DD.")
            ) from None
    return text
