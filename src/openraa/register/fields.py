"""Reading the register's YAML field by field: every fault becomes a problem with its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from openraa.problems import Place, Problem, nearest
from openraa.register.model import DatedOn
from openraa.vocabulary import Placed, country


class Fields:
    """A reader of one file that collects problems; `allowed` names the keys of each kind of mapping."""

    def __init__(self, path: str, allowed: Mapping[str, Sequence[str]]) -> None:
        self.path = path
        self.allowed = allowed
        self.problems: list[Problem] = []

    def problem(self, place: Place, code: str, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(place, code, message, remedy))

    def keys(self, placed: Placed, kind: str, required: Sequence[str] = ()) -> dict[str, Placed]:
        if not isinstance(placed.value, dict):
            self.problem(placed.place, kind, f"this {kind} is {placed.kind}, not a mapping")
            return {}
        for key, _, place in placed.items():
            if key not in self.allowed[kind]:
                remedy = nearest(key, self.allowed[kind]) or f"One of {', '.join(self.allowed[kind])}."
                self.problem(place, "unknown-key", f"`{key}` is not a key of this {kind}", remedy)
        for key in required:
            if key not in placed.value:
                self.problem(placed.place, "missing-key", f"this {kind} has no `{key}`", "Add it.")
        return {k: v for k, v in placed.value.items() if v.value is not None and k in self.allowed[kind]}

    def text(self, placed: Placed | None) -> str:
        if placed is None or isinstance(placed.value, list | dict):
            return ""
        if isinstance(placed.value, bool):
            return "yes" if placed.value else "no"
        return str(placed.value)

    def list(self, placed: Placed | None) -> list[Placed]:
        return placed.value if placed is not None and isinstance(placed.value, list) else []

    def names(self, placed: Placed | None) -> tuple[str, ...]:
        return tuple(self.text(item) for item in self.list(placed))

    def one_of(self, placed: Placed | None, allowed: Sequence[str]) -> str:
        word = self.text(placed)
        if placed is not None and word not in allowed:
            remedy = nearest(word, allowed) or f"One of {', '.join(allowed)}."
            self.problem(placed.place, "unknown-value", f"`{word}` is not allowed here", remedy)
            return ""
        return word

    def state(self, placed: Placed | None) -> str:
        code = self.text(placed)
        if placed is not None and country(code) is None:
            self.problem(
                placed.place, "unknown-country", f"`{code}` is not a country code",
                "Write the ISO 3166 alpha-2 code; `raa codes countries` lists them.",
            )  # fmt: skip
        return code

    def partial(self, placed: Placed | None) -> DatedOn | None:
        if placed is None:
            return None
        on = DatedOn.parse(self.text(placed))
        if on is None:
            self.problem(placed.place, "date", "this is not a date", "Write YYYY-MM-DD, YYYY-MM or YYYY.")
        return on

    def day(self, placed: Placed | None) -> date | None:
        if placed is None or isinstance(placed.value, date):
            return placed.value if placed and isinstance(placed.value, date) else None
        self.problem(placed.place, "date", "this is not a day", "Write YYYY-MM-DD.")
        return None
