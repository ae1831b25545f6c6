"""`agreement.yaml` into an `Agreement`, every fault with its place."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from openraa.problems import COMMAND_LINE, Place, Problem, Refused, nearest, say
from openraa.register.check import impossible
from openraa.register.fields import Fields
from openraa.register.model import (
    Agreement,
    Disputed,
    ForceRule,
    LifeEvent,
    Party,
    Reach,
    SourceEntry,
    TerritoryRow,
)
from openraa.rulebook import shipped_agreements
from openraa.vocabulary import Placed, areas, country, find_area, read_yaml, withdrawn

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
FILE_KEYS = {
    "agreement": (
        "id", "short", "titles", "kind", "supplements", "directions", "parties", "in_force", "in_force_note",
        "stack", "reach", "reach_because", "territory", "force_rule", "life", "sources", "related",
    ),
    "party": ("state", "since", "until", "sources", "verified", "note"),
    "event": ("event", "on", "place", "state", "note", "sources", "verified", "disputed", "expected"),
    "disputed date": ("on", "note", "sources"),
    "territory": ("state", "area", "applies", "cite", "sources", "note", "codes"),
    "force rule": ("text", "cite", "days", "after"),
    "source": ("title", "publisher", "address", "date", "language", "seen"),
    "direction": ("sending", "receiving"),
}  # fmt: skip


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
    agreement, problems = parse_agreement(text, name)
    if problems:
        raise Refused(problems)
    return agreement


def parse_agreement(text: str, name: str) -> tuple[Agreement, list[Problem]]:
    """The agreement in the text of a file called `name`, and what is wrong with it.

    Raises:
        Refused: the text is no YAML of our subset.
    """
    reader = _Reader(name)
    agreement = reader.agreement(read_yaml(text, name))
    return agreement, reader.problems


class _Reader(Fields):
    def __init__(self, path: str) -> None:
        super().__init__(path, FILE_KEYS)
        self.sources: dict[str, SourceEntry] = {}

    def agreement(self, placed: Placed) -> Agreement:
        entry = self.keys(placed, "agreement", ("id", "short", "titles", "kind", "parties", "in_force"))
        for key, value, _ in entry["sources"].items() if "sources" in entry else ():
            row = self.keys(value, "source", ("title",))
            texts = {name: self.text(item) for name, item in row.items()}
            self.sources[key] = SourceEntry(key=key, **{"title": "", **texts})
        life = tuple(self._event(item) for item in self.list(entry.get("life")))
        agreement = Agreement(
            id=self.text(entry.get("id")),
            short=self.text(entry.get("short")),
            titles={key: self.text(v) for key, v, _ in entry["titles"].items()} if "titles" in entry else {},
            kind=self.one_of(entry.get("kind"), KINDS),
            supplements=self.names(entry.get("supplements")),
            directions=self._directions(entry.get("directions")),
            parties=tuple(self._party(item) for item in self.list(entry.get("parties"))),
            in_force=self.one_of(entry.get("in_force"), ("yes", "no", "unknown")) or "unknown",
            in_force_note=self.text(entry.get("in_force_note")),
            stack=self.names(entry.get("stack")),
            reach=Reach(self.one_of(entry.get("reach"), [r.value for r in Reach]) or "general"),
            reach_because=self.text(entry.get("reach_because")),
            territory=tuple(self._territory(item) for item in self.list(entry.get("territory"))),
            force_rule=self._force_rule(entry.get("force_rule")),
            life=life,
            sources=self.sources,
            path=self.path,
            related=self.names(entry.get("related")),
        )
        self.problems += impossible(agreement)
        folder = self.path.rsplit("/", 2)[-2] if self.path.count("/") else ""
        if folder and agreement.id != folder:
            self.problem(placed.place, "id", f"the id `{agreement.id}` differs from the folder `{folder}`")
        return agreement

    def _event(self, placed: Placed) -> LifeEvent:
        entry = self.keys(placed, "event", ("event",))
        event = LifeEvent(
            event=self.one_of(entry.get("event"), EVENTS),
            on=self.partial(entry.get("on")),
            place=self.text(entry.get("place")),
            state=self.state(entry.get("state")),
            note=self.text(entry.get("note")),
            sources=self._source_keys(entry.get("sources")),
            verified=self.text(entry.get("verified")) != "unverified",
            disputed=tuple(
                Disputed(
                    self.partial(row.get("on")),
                    self.text(row.get("note")),
                    self._source_keys(row.get("sources")),
                )
                for row in (self.keys(item, "disputed date") for item in self.list(entry.get("disputed")))
            ),
            at=placed.place,
            expected=self.text(entry.get("expected")) == "yes",
        )
        self.one_of(entry.get("expected"), ("yes", "no"))
        return event

    def _party(self, placed: Placed) -> Party:
        entry = self.keys(placed, "party", ("state",))
        return Party(
            state=self.state(entry.get("state")),
            since=self.day(entry.get("since")),
            until=self.day(entry.get("until")),
            sources=self._source_keys(entry.get("sources")),
            verified=self.text(entry.get("verified")) != "unverified",
            note=self.text(entry.get("note")),
            at=placed.place,
        )

    def _territory(self, placed: Placed) -> TerritoryRow:
        entry = self.keys(placed, "territory", ("state", "area", "applies"))
        state, area = self.state(entry.get("state")), self.text(entry.get("area"))
        codes = tuple(self.text(item) for item in self.list(entry.get("codes")))
        for code in codes:
            row = country(code)
            if row and row["valid_to"]:
                self.problem(placed.place, "withdrawn-country", *withdrawn(row))
            elif code not in areas() or areas()[code].state != state:
                self.problem(placed.place, "area", f"`{code}` is no area of {state} in codes/areas.csv")
        named = find_area(area, state) if area and not codes else None
        return TerritoryRow(
            state=state,
            area=area,
            codes=codes or ((named.code,) if named and named.name == area else ()),
            applies=self.one_of(entry.get("applies"), ("yes", "no", "unknown")),
            cite=self.text(entry.get("cite")),
            sources=self._source_keys(entry.get("sources")),
            note=self.text(entry.get("note")),
            at=placed.place,
        )

    def _force_rule(self, placed: Placed | None) -> ForceRule | None:
        if placed is None:
            return None
        entry = self.keys(placed, "force rule", ("text",))
        days = entry["days"].value if "days" in entry else 0
        return ForceRule(
            text=self.text(entry.get("text")),
            cite=self.text(entry.get("cite")),
            days=days if isinstance(days, int) else 0,
            after=self.text(entry.get("after")),
        )

    def _source_keys(self, placed: Placed | None) -> tuple[str, ...]:
        keys = self.names(placed)
        for key in keys:
            if key not in self.sources:
                assert placed is not None
                hint = nearest(key, self.sources) or "Add it under `sources`."
                self.problem(placed.place, "unknown-source", f"there is no source `{key}` in this file", hint)
        return keys

    def _directions(self, placed: Placed | None) -> tuple[tuple[str, str], ...]:
        rows = (self.keys(item, "direction", ("sending", "receiving")) for item in self.list(placed))
        return tuple((self.state(row.get("sending")), self.state(row.get("receiving"))) for row in rows)
