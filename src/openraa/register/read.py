"""`agreement.yaml` into an `Agreement`, every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from openraa.problems import COMMAND_LINE, Place, Problem, Refused, nearest, say
from openraa.register.model import (
    Agreement,
    DatedOn,
    Disputed,
    ForceRule,
    LifeEvent,
    Party,
    Reach,
    SourceEntry,
    TerritoryRow,
)
from openraa.rulebook import shipped_agreements
from openraa.vocabulary import Placed, areas, country, find_area, read_yaml

FILE_NAME = "agreement.yaml"
KINDS = (
    "reciprocal_access", "status_of_forces", "supplement", "protocol", "implementing_act", "logistics",
    "information_security", "equipment_transfer", "defence_cooperation",
)  # fmt: skip
EVENTS = (
    "intent", "talks_start", "round", "agreement_in_principle", "signature", "tabled", "approval",
    "ratification", "exchange_of_notes", "entry_into_force", "provisional_application", "first_use", "joint_committee",
    "amendment", "suspension", "termination", "statement",
)  # fmt: skip
_KEYS = {
    "agreement": (
        "id", "short", "titles", "kind", "supplements", "directions", "parties", "in_force", "in_force_note",
        "stack", "reach", "reach_because", "territory", "force_rule", "life", "sources",
    ),
    "party": ("state", "since", "until", "sources", "verified", "note"),
    "event": ("event", "on", "place", "state", "note", "sources", "verified", "disputed"),
    "disputed date": ("on", "note", "sources"),
    "territory": ("state", "area", "applies", "cite", "sources", "note", "codes"),
    "force rule": ("text", "cite", "days", "after"),
    "source": ("title", "publisher", "address", "date", "language", "seen"),
    "direction": ("sending", "receiving"),
}  # fmt: skip
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$")


def load_agreements(folders: Sequence[Path] = ()) -> dict[str, Agreement]:
    """Every agreement by id: the shipped ones and those in `folders`, which win.

    Raises:
        Refused: one of them is malformed; all problems come together.
    """
    stamps = []
    for folder in (shipped_agreements(), *folders):
        for path in sorted(folder.glob(f"*/{FILE_NAME}")):
            stamps.append((path, path.stat().st_mtime_ns))
    return dict(_load(tuple(stamps)))


@cache
def _load(stamps: tuple[tuple[Path, int], ...]) -> tuple[tuple[str, Agreement], ...]:
    found: dict[str, Agreement] = {}
    problems: list[Problem] = []
    for path, _ in stamps:
        try:
            agreement = read_agreement(path)
            found[agreement.id] = agreement
        except Refused as refused:
            problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return tuple(found.items())


def load_agreement(name: str, folders: Sequence[Path] = ()) -> Agreement:
    """The agreement of that id.

    Raises:
        Refused: there is none.
    """
    known = load_agreements(folders)
    if name not in known:
        hint = nearest(name, known)
        remedy = say("`raa agreements` lists them all.")
        if hint:
            remedy = say("{hint} `raa agreements` lists them all.", hint=hint)
        message = say("there is no agreement `{name}` in the register", name=name)
        raise Refused(Problem(COMMAND_LINE, "unknown-agreement", message, remedy))
    return known[name]


def read_agreement(path: Path) -> Agreement:
    """The agreement in this file.

    Raises:
        Refused: the file is malformed, or its life cannot be.
    """
    shipped = shipped_agreements()
    name = f"agreements/{path.relative_to(shipped)}" if path.is_relative_to(shipped) else str(path)
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refused(
            Problem(Place(name), "no-file", "this file cannot be read as UTF-8 text", "Check path and encoding.")
        ) from None
    reader = _Reader(name)
    agreement = reader.agreement(read_yaml(text, name))
    if reader.problems:
        raise Refused(reader.problems)
    return agreement


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.sources: dict[str, SourceEntry] = {}

    def agreement(self, placed: Placed) -> Agreement:
        entry = self._keys(placed, "agreement", ("id", "short", "titles", "kind", "parties", "in_force"))
        for key, value, _ in entry["sources"].items() if "sources" in entry else ():
            row = self._keys(value, "source", ("title",))
            texts = {name: self._text(item) for name, item in row.items()}
            self.sources[key] = SourceEntry(key=key, **{"title": "", **texts})
        life = tuple(self._event(item) for item in self._list(entry.get("life")))
        agreement = Agreement(
            id=self._text(entry.get("id")),
            short=self._text(entry.get("short")),
            titles={key: self._text(v) for key, v, _ in entry["titles"].items()} if "titles" in entry else {},
            kind=self._one_of(entry.get("kind"), KINDS),
            supplements=self._names(entry.get("supplements")),
            directions=self._directions(entry.get("directions")),
            parties=tuple(self._party(item) for item in self._list(entry.get("parties"))),
            in_force=self._one_of(entry.get("in_force"), ("yes", "no", "unknown")) or "unknown",
            in_force_note=self._text(entry.get("in_force_note")),
            stack=self._names(entry.get("stack")),
            reach=Reach(self._one_of(entry.get("reach"), [r.value for r in Reach]) or "general"),
            reach_because=self._text(entry.get("reach_because")),
            territory=tuple(self._territory(item) for item in self._list(entry.get("territory"))),
            force_rule=self._force_rule(entry.get("force_rule")),
            life=life,
            sources=self.sources,
            path=self.path,
        )
        self._check_life(life)
        folder = self.path.rsplit("/", 2)[-2] if self.path.count("/") else ""
        if folder and agreement.id != folder:
            self._problem(placed.place, "id", f"the id `{agreement.id}` differs from the folder `{folder}`")
        return agreement

    def _event(self, placed: Placed) -> LifeEvent:
        entry = self._keys(placed, "event", ("event",))
        event = LifeEvent(
            event=self._one_of(entry.get("event"), EVENTS),
            on=self._date(entry.get("on")),
            place=self._text(entry.get("place")),
            state=self._state(entry.get("state")),
            note=self._text(entry.get("note")),
            sources=self._source_keys(entry.get("sources")),
            verified=self._text(entry.get("verified")) != "unverified",
            disputed=tuple(
                Disputed(
                    self._date(row.get("on")),
                    self._text(row.get("note")),
                    self._source_keys(row.get("sources")),
                )
                for row in (self._keys(item, "disputed date") for item in self._list(entry.get("disputed")))
            ),
            at=placed.place,
        )
        if event.verified and not event.sources:
            self._problem(
                placed.place, "no-source", "an event without a source",
                "Name its sources, or say `verified: unverified`.",
            )  # fmt: skip
        return event

    def _party(self, placed: Placed) -> Party:
        entry = self._keys(placed, "party", ("state",))
        return Party(
            state=self._state(entry.get("state")),
            since=self._day(entry.get("since")),
            until=self._day(entry.get("until")),
            sources=self._source_keys(entry.get("sources")),
            verified=self._text(entry.get("verified")) != "unverified",
            note=self._text(entry.get("note")),
        )

    def _territory(self, placed: Placed) -> TerritoryRow:
        entry = self._keys(placed, "territory", ("state", "area", "applies"))
        state, area = self._state(entry.get("state")), self._text(entry.get("area"))
        codes = tuple(self._text(item) for item in self._list(entry.get("codes")))
        for code in codes:
            if code not in areas() or areas()[code].state != state:
                self._problem(placed.place, "area", f"`{code}` is no area of {state} in codes/areas.csv")
        named = find_area(area, state) if area and not codes else None
        return TerritoryRow(
            state=state,
            area=area,
            codes=codes or ((named.code,) if named and named.name == area else ()),
            applies=self._one_of(entry.get("applies"), ("yes", "no", "unknown")),
            cite=self._text(entry.get("cite")),
            sources=self._source_keys(entry.get("sources")),
            note=self._text(entry.get("note")),
        )

    def _force_rule(self, placed: Placed | None) -> ForceRule | None:
        if placed is None:
            return None
        entry = self._keys(placed, "force rule", ("text",))
        days = entry["days"].value if "days" in entry else 0
        return ForceRule(
            text=self._text(entry.get("text")),
            cite=self._text(entry.get("cite")),
            days=days if isinstance(days, int) else 0,
            after=self._text(entry.get("after")),
        )

    def _check_life(self, life: tuple[LifeEvent, ...]) -> None:
        dated = [event for event in life if event.on is not None]
        first = {
            kind: min((e.on for e in dated if e.event == kind and e.on), default=None)
            for kind in ("signature", "entry_into_force", "provisional_application")
        }
        signed, force = first["signature"], first["entry_into_force"]
        if signed and force and force.latest < signed.earliest and not first["provisional_application"]:
            event = next(e for e in dated if e.event == "entry_into_force")
            self._problem(
                event.at, "life", f"in force on {force}, before the signature on {signed}",
                "Correct a date, or record the provisional application.",
            )  # fmt: skip

    def _problem(self, place: Place, code: str, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(place, code, message, remedy))

    def _keys(self, placed: Placed, kind: str, required: Sequence[str] = ()) -> dict[str, Placed]:
        if not isinstance(placed.value, dict):
            self._problem(placed.place, kind, f"this {kind} is {placed.kind}, not a mapping")
            return {}
        for key, _, place in placed.items():
            if key not in _KEYS[kind]:
                remedy = nearest(key, _KEYS[kind]) or f"One of {', '.join(_KEYS[kind])}."
                self._problem(place, "unknown-key", f"`{key}` is not a key of this {kind}", remedy)
        for key in required:
            if key not in placed.value:
                self._problem(placed.place, "missing-key", f"this {kind} has no `{key}`", "Add it.")
        return {k: v for k, v in placed.value.items() if v.value is not None and k in _KEYS[kind]}

    def _text(self, placed: Placed | None) -> str:
        if placed is None or isinstance(placed.value, list | dict):
            return ""
        if isinstance(placed.value, bool):
            return "yes" if placed.value else "no"
        return str(placed.value)

    def _list(self, placed: Placed | None) -> list[Placed]:
        return placed.value if placed is not None and isinstance(placed.value, list) else []

    def _names(self, placed: Placed | None) -> tuple[str, ...]:
        return tuple(self._text(item) for item in self._list(placed))

    def _one_of(self, placed: Placed | None, allowed: Sequence[str]) -> str:
        word = self._text(placed)
        if placed is not None and word not in allowed:
            remedy = nearest(word, allowed) or f"One of {', '.join(allowed)}."
            self._problem(placed.place, "unknown-value", f"`{word}` is not allowed here", remedy)
            return ""
        return word

    def _state(self, placed: Placed | None) -> str:
        code = self._text(placed)
        if placed is not None and country(code) is None:
            self._problem(
                placed.place, "unknown-country", f"`{code}` is not a country code",
                "Write the ISO 3166 alpha-2 code; `raa codes countries` lists them.",
            )  # fmt: skip
        return code

    def _source_keys(self, placed: Placed | None) -> tuple[str, ...]:
        keys = self._names(placed)
        for key in keys:
            if key not in self.sources:
                assert placed is not None
                hint = nearest(key, self.sources) or "Add it under `sources`."
                self._problem(placed.place, "unknown-source", f"there is no source `{key}` in this file", hint)
        return keys

    def _directions(self, placed: Placed | None) -> tuple[tuple[str, str], ...]:
        rows = (self._keys(item, "direction", ("sending", "receiving")) for item in self._list(placed))
        return tuple((self._state(row.get("sending")), self._state(row.get("receiving"))) for row in rows)

    def _date(self, placed: Placed | None) -> DatedOn | None:
        if placed is None:
            return None
        found = _PARTIAL.match(self._text(placed))
        if found is None or not 1 <= int(found[2] or 1) <= 12:
            self._problem(placed.place, "date", "this is not a date", "Write YYYY-MM-DD, YYYY-MM or YYYY.")
            return None
        return DatedOn(int(found[1]), int(found[2] or 0), int(found[3] or 0))

    def _day(self, placed: Placed | None) -> date | None:
        if placed is None or isinstance(placed.value, date):
            return placed.value if placed else None  # type: ignore[return-value]
        self._problem(placed.place, "date", "this is not a day", "Write YYYY-MM-DD.")
        return None
