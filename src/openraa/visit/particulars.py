"""What papers say beyond the manifests: the order, who to call, customs, movements and the ship.

Each table of `visit.toml` is one class here, each key one field; all of them may be left out. Which fields there are
follows the field lists of the forms that the papers follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from openraa.problems import nearest, say

Report = Callable[[str, str, str, str], None]
"""Takes the table, the key, the message and the remedy of a problem."""


_DAY = {"kind": "day"}
_INSTANT = {"kind": "instant"}


def _text(*, choices: tuple[str, ...] = (), pattern: str = "", says: str = "") -> Any:
    return field(default="", metadata={"kind": "text", "choices": choices, "pattern": pattern, "says": says})


def _texts() -> Any:
    return field(default=(), metadata={"kind": "texts"})


def _number(low: int, high: int) -> Any:
    return field(default=None, metadata={"kind": "number", "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class OrderParticulars:
    """`[order]`: the order under which people travel."""

    number: str = _text()
    authority: str = _text()
    issued_on: date | None = field(default=None, metadata=_DAY)
    issued_at: str = _text()
    signed_by: str = _text()
    signed_rank: str = _text()
    signed_post: str = _text()
    dispatches: tuple[str, ...] = _texts()
    courier: str = _text()


@dataclass(frozen=True, slots=True)
class ContactParticulars:
    """`[contact]`: who answers questions about the visit."""

    name: str = _text()
    rank: str = _text()
    post: str = _text()
    telephone: str = _text()
    email: str = _text(pattern=r"[^@\s]+@[^@\s]+", says="name@example.org")


@dataclass(frozen=True, slots=True)
class CustomsParticulars:
    """`[customs]`: the parts of a form-302 serial number, and where copies go."""

    issued_on: date | None = field(default=None, metadata=_DAY)
    status: str = _text(choices=("U", "N"))
    context: str = _text(choices=("N", "E", "O"))
    sequence: int | None = _number(1, 999_999)
    office: str = _text()
    office_address: str = _text()
    reference: str = _text()
    final_destination: str = _text()


@dataclass(frozen=True, slots=True)
class Movement:
    """One of `[[movements]]`: conveyances that go somewhere together."""

    conveyances: tuple[str, ...] = _texts()
    origin: str = _text()
    destination: str = _text()
    via: tuple[str, ...] = _texts()
    departs_at: datetime | None = field(default=None, metadata=_INSTANT)
    arrives_at: datetime | None = field(default=None, metadata=_INSTANT)
    entry_point: str = _text()
    entry_at: datetime | None = field(default=None, metadata=_INSTANT)
    exit_point: str = _text()
    exit_at: datetime | None = field(default=None, metadata=_INSTANT)
    route: str = _text()
    alternates: tuple[str, ...] = _texts()
    flight_rules: str = _text(choices=("I", "V", "Y", "Z"))
    call_sign: str = _text()
    frequencies: tuple[str, ...] = _texts()
    pilot: str = _text()
    purpose: str = _text()
    clearance_number: str = _text()
    vip: tuple[str, ...] = _texts()
    remarks: str = _text()


@dataclass(frozen=True, slots=True)
class ShipParticulars:
    """`[ship]`: a call at a port."""

    port: str = _text()
    berth: str = _text()
    last_port: str = _text()
    next_port: str = _text()
    arrives_at: datetime | None = field(default=None, metadata=_INSTANT)
    departs_at: datetime | None = field(default=None, metadata=_INSTANT)
    purpose: str = _text()
    largest_liberty_party: int | None = _number(0, 100_000)
    n_officers: int | None = _number(0, 100_000)
    n_petty_officers: int | None = _number(0, 100_000)
    n_ratings: int | None = _number(0, 100_000)
    n_passengers: int | None = _number(0, 100_000)
    head_of_delegation: str = _text()
    frequencies: tuple[str, ...] = _texts()
    services: tuple[str, ...] = _texts()


@dataclass(frozen=True, slots=True)
class Particulars:
    """All of them; what the visit file does not say is empty or None."""

    order: OrderParticulars = OrderParticulars()
    contact: ContactParticulars = ContactParticulars()
    customs: CustomsParticulars = CustomsParticulars()
    ship: ShipParticulars = ShipParticulars()
    movements: tuple[Movement, ...] = ()


PARTICULARS_TABLES = ("order", "contact", "customs", "ship", "movements")
_IN_FILE = {"origin": "from", "destination": "to"}


def read_particulars(data: Mapping[str, object], problem: Report) -> Particulars:
    """The particulars in a visit file; what is wrong with them goes to `problem`, all of it."""
    rows = data.get("movements", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        problem("movements", "", say("`movements` is a list of tables"), say("Begin each with a line [[movements]]."))
        rows = []
    movements = tuple(Movement(**_values(Movement, "movements", row, problem)) for row in rows)
    for n, movement in enumerate(movements, 1):
        if movement.departs_at and movement.arrives_at and _is_after(movement.departs_at, movement.arrives_at):
            problem("movements", "arrives_at", say("movement {n} arrives before it departs", n=n), say("Swap them."))
    ship = ShipParticulars(**_values(ShipParticulars, "ship", _table(data, "ship", problem), problem))
    if ship.arrives_at and ship.departs_at and _is_after(ship.arrives_at, ship.departs_at):
        problem("ship", "departs_at", say("the ship departs before it arrives"), say("Swap them."))
    return Particulars(
        order=OrderParticulars(**_values(OrderParticulars, "order", _table(data, "order", problem), problem)),
        contact=ContactParticulars(**_values(ContactParticulars, "contact", _table(data, "contact", problem), problem)),
        customs=CustomsParticulars(**_values(CustomsParticulars, "customs", _table(data, "customs", problem), problem)),
        ship=ship,
        movements=movements,
    )


def _is_after(first: datetime, second: datetime) -> bool:
    return (first.utcoffset() is None) == (second.utcoffset() is None) and first > second


def _table(data: Mapping[str, object], part: str, problem: Report) -> Mapping[str, object]:
    value = data.get(part, {})
    if isinstance(value, dict):
        return value
    problem(part, "", say("`{part}` is a table", part=part), say("Begin it with a line [{part}].", part=part))
    return {}


def _values(kind: type[Any], part: str, table: Mapping[str, object], problem: Report) -> dict[str, Any]:
    known = {_IN_FILE.get(each.name, each.name): each for each in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in known:
            remedy = nearest(key, known) or say("One of {names}.", names=", ".join(known))
            problem(part, key, say("`{key}` is not a key of [{part}]", key=key, part=part), remedy)
            continue
        read, fault, remedy = _value(key, value, known[key].metadata)
        if fault:
            problem(part, key, fault, remedy)
        else:
            values[known[key].name] = read
    return values


def _value(key: str, value: object, wanted: Mapping[str, Any]) -> tuple[Any, str, str]:
    """The value, or None with what is wrong and what to write."""
    match wanted["kind"]:
        case "text":
            return _read_text(key, value, wanted)
        case "texts":
            if isinstance(value, str):
                value = [value]
            if isinstance(value, list) and all(isinstance(part, str) and part.strip() for part in value):
                return tuple(part.strip() for part in value), "", ""
            return None, say("`{key}` is not a list of texts", key=key), say('Write {key} = ["..."].', key=key)
        case "day":
            if isinstance(value, date) and not isinstance(value, datetime) and 1950 <= value.year <= 2150:
                return value, "", ""
            remedy = say("Write {key} = 2026-03-01, without quotes.", key=key)
            return None, say("`{key}` is not a date", key=key), remedy
        case "instant":
            if isinstance(value, datetime) and 1950 <= value.year <= 2150:
                return value, "", ""
            remedy = say("Write {key} = 2026-03-01T06:30:00Z, without quotes.", key=key)
            return None, say("`{key}` is not a day with a time of day", key=key), remedy
        case _:
            low, high = wanted["low"], wanted["high"]
            if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
                return value, "", ""
            return (
                None,
                say("`{key}` is not a whole number from {low} to {high}", key=key, low=low, high=high),
                say("Write digits without quotes."),
            )


def _read_text(key: str, value: object, wanted: Mapping[str, Any]) -> tuple[Any, str, str]:
    if not isinstance(value, str):
        return None, say("`{key}` is not text", key=key), say('Write {key} = "...".', key=key)
    text = value.strip()
    if wanted["choices"] and text not in wanted["choices"]:
        choices = ", ".join(wanted["choices"])
        return (
            None,
            say("`{value}` is no value of `{key}`", value=text[:40], key=key),
            say("One of {names}.", names=choices),
        )
    if wanted["pattern"] and not re.fullmatch(wanted["pattern"], text):
        return (
            None,
            say("`{value}` does not look right", value=text[:40]),
            say("Write it like {form}.", form=wanted["says"]),
        )
    return text, "", ""
