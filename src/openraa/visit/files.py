"""The visit file, `visit.toml`, and the manifests that it names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from openraa.language import state_in_text
from openraa.problems import Place, Problem, Refused, Severity, errors_of, nearest, say
from openraa.visit.coach import Sheet, Stay, coach
from openraa.visit.columns import FATAL, Circle, positions, read_lines
from openraa.visit.hints import Hints
from openraa.visit.model import Line, Source, Subject, Visit, VisitPlace
from openraa.visit.particulars import PARTICULARS_TABLES, read_particulars
from openraa.visit.read import read_table
from openraa.vocabulary import Value, Vocabulary, areas, country, find_area

FILE_NAME = "visit.toml"
GIVEN_BY_THE_VISIT = ("visit.begins_on", "visit.ends_on", "visit.sending_state", "visit.receiving_state")
_KEYS = {
    "": ("visit", "places", "facts", "manifests", *PARTICULARS_TABLES),
    "visit": (
        "name", "sending", "receiving", "begins_on", "ends_on", "activity", "description", "agreement", "planned_on",
    ),
    "places": ("name", "area"),
    "manifests": ("people", "items", "conveyances"),
    "a manifest": ("file", "sheet", "encoding", "date_order", "columns"),
}  # fmt: skip


def read_visit(path: Path, vocabulary: Vocabulary, parties_of: Callable[[str, str, date], frozenset[str]]) -> Visit:
    """The visit in a folder or `visit.toml`. Bad rows stand in its `problems`; good rows are kept.

    `parties_of` gives the treaty circle for a sending and a receiving State on a day.

    Raises:
        Refused: the visit file itself, or a manifest as a whole, cannot be used; all problems together.
    """
    file = path / FILE_NAME if path.is_dir() else path
    shown = str(file)
    reader = _VisitFile(load_toml(file, shown), shown, vocabulary)
    visit = reader.table("visit")
    name = reader.text("visit", "name", required=True)
    sending, receiving = reader.state("sending"), reader.state("receiving")
    begins, ends = reader.day("begins_on", required=True), reader.day("ends_on", required=True)
    planned = reader.day("planned_on")
    if begins and ends and ends < begins:
        reader.problem(
            "visit", "ends_on", say("the visit ends on {ends}, before it begins on {begins}", ends=ends, begins=begins),
            say("Swap them."),
        )  # fmt: skip
    if sending and sending == receiving:
        reader.problem(
            "visit",
            "receiving",
            say("both States are the same"),
            say("A visit crosses a frontier; forces in an overseas territory of their own State are at home."),
        )
    agreement = visit.get("agreement", [])
    if isinstance(agreement, str):
        agreement = [part.strip() for part in agreement.split(",")]
    if not isinstance(agreement, list) or not all(isinstance(part, str) for part in agreement):
        reader.problem(
            "visit", "agreement", say("`agreement` is a list of ids"),
            say("Write {example}.", example='["nato-sofa-1951"]'),
        )  # fmt: skip
        agreement = []
    facts = reader.facts()
    places = reader.places(receiving)
    sources = reader.sources()
    particulars = read_particulars(reader.data, reader.problem)
    if not sources:
        reader.problem(
            "manifests", "", say("no manifest is named"),
            say("Write, under [manifests], {example}.", example='people = "people.csv"'),
        )  # fmt: skip
    if reader.problems or begins is None or ends is None:
        raise Refused(reader.problems)
    facts |= dict(zip(GIVEN_BY_THE_VISIT, (begins, ends, sending, receiving), strict=True))
    circle = Circle(sending, receiving, parties_of(sending, receiving, begins))
    lines, problems = _read_manifests(sources, file.parent, circle, vocabulary, Stay(begins, ends))
    return Visit(
        name=name,
        sending=sending,
        receiving=receiving,
        begins_on=begins,
        ends_on=ends,
        activity=reader.text("visit", "activity"),
        description=reader.text("visit", "description"),
        places=places,
        agreement=tuple(agreement),
        planned_on=planned,
        facts=facts,
        lines=tuple(lines),
        problems=tuple(problems),
        path=file,
        particulars=particulars,
    )


def _read_manifests(
    sources: Iterable[tuple[Subject, Source]], folder: Path, circle: Circle, vocabulary: Vocabulary, stay: Stay
) -> tuple[list[Line], list[Problem]]:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    fatal: list[Problem] = []
    for subject, source in sources:
        path = folder / source.file
        try:
            sheet, faults = read_sheet(path, subject, source, circle, vocabulary)
        except Refused as refused:
            fatal.extend(refused.problems)
            continue
        if any(fault.code in FATAL for fault in errors_of(faults)):
            fatal.extend(faults)
        sheets.append(sheet)
        problems += faults
    if fatal:
        raise Refused(fatal)
    findings = coach(sheets, stay)
    out = {(problem.place.path, problem.place.line) for problem in errors_of(findings)}
    lines = [line for sheet in sheets for line in sheet.lines if (line.place.path, line.place.line) not in out]
    lines, problems = _with_owners(lines, problems + findings)
    return lines, sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)


def read_sheet(
    path: Path, subject: Subject, source: Source, circle: Circle, vocabulary: Vocabulary
) -> tuple[Sheet, list[Problem]]:
    """The good lines of one manifest, and the problems with the others.

    Raises:
        Refused: the file cannot be used as a whole.
    """
    shown = f"{path}#{source.sheet}" if source.sheet else str(path)
    table = read_table(path, shown_as=shown, sheet=source.sheet, encoding=source.encoding)
    lines, problems = read_lines(table, subject, circle, vocabulary, source)
    columns = positions(table, subject, vocabulary, source)
    return Sheet(subject, table.path, table.header.number, lines, columns), problems


def _with_owners(lines: list[Line], problems: list[Problem]) -> tuple[list[Line], list[Problem]]:
    """Lines that name their owner, with what is known of that person; an owner who is not listed is a fault."""
    people = {line.label: line for line in lines if line.subject is Subject.PEOPLE}
    hint = Hints(people)
    found = []
    for line in lines:
        name = line.cells.get("owner_name", "")
        if not name:
            found.append(line)
        elif name in people:
            found.append(replace(line, facts={**people[name].facts, **line.facts}))
        else:
            remedy = hint(name) or say("Write the name as in the people's manifest.")
            message = say("`{name}` is not among the people", name=name[:60])
            problems.append(Problem(line.place, "unknown-owner", message, remedy, value=name))
    return found, problems


def load_toml(file: Path, shown: str) -> dict[str, object]:
    try:
        data = file.read_bytes()
    except OSError as error:
        why = error.strerror or say("it cannot be read")
        raise Refused(
            Problem(
                Place(shown), "no-file", say("the visit file cannot be opened: {why}", why=why),
                say("Name a folder with a {file}, or the file itself.", file=FILE_NAME),
            )
        ) from None  # fmt: skip
    if len(data) > 1_000_000:
        raise Refused(
            Problem(Place(shown), "too-large", say("the visit file is larger than 1 MB"), say("Use manifests."))
        )
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused(
            Problem(Place(shown), "encoding", say("the file is not UTF-8"), say("Save it as UTF-8."))
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = str(error)
        where = re.search(r"\(at line (\d+), column (\d+)\)", found)
        place = Place(shown, int(where[1]), int(where[2])) if where else Place(shown)
        raise Refused(
            Problem(
                place, "toml", say("this is not valid TOML: {found}", found=found), say("Check quotes and brackets.")
            )
        ) from None


class _VisitFile:
    def __init__(self, data: dict[str, object], shown: str, vocabulary: Vocabulary) -> None:
        self.data = data
        self.shown = shown
        self.vocabulary = vocabulary
        self.problems: list[Problem] = []
        self._lines = key_lines(shown)
        self._refuse_unknown("", data)
        for part in ("visit", "manifests"):
            self._refuse_unknown(part, self.table(part))

    def problem(self, part: str, key: str, message: str, remedy: str) -> None:
        line = self._lines.get((part, key)) or self._lines.get((part, "")) or 0
        self.problems.append(Problem(Place(self.shown, line), "visit", message, remedy))

    def table(self, part: str) -> dict[str, object]:
        value = self.data.get(part, {})
        if isinstance(value, dict):
            return value
        self.problem(part, "", say("`{part}` is a table", part=part), say("Begin it with a line [{part}].", part=part))
        return {}

    def text(self, part: str, key: str, *, required: bool = False) -> str:
        value = self.table(part).get(key, "")
        if isinstance(value, str) and (value.strip() or not required):
            return value.strip()
        message = say("`{key}` is missing", key=key) if value == "" else say("`{key}` is not text", key=key)
        self.problem(part, key, message, say("Write {example}.", example=f'{key} = "..."'))
        return ""

    def state(self, key: str) -> str:
        code = self.text("visit", key, required=True)
        row = country(code) if code else None
        if code and (row is None or row["valid_to"]):
            self.problem(
                "visit",
                key,
                say("`{code}` is not a country code of today", code=code),
                say("Write an ISO 3166 code such as FR or FRA."),
            )
        area = areas().get(row["alpha2"]) if row else None
        if area is not None:
            self.problem(
                "visit",
                key,
                say("{area} belongs to {state}", area=area.name, state=state_in_text(area.state)),
                say('Write {key} = "{state}".', key=key, state=area.state)
                if key == "sending"
                else say(
                    'Write receiving = "{state}", and area = "{code}" under [[places]].',
                    state=area.state,
                    code=area.code,
                ),
            )
            return area.state
        return row["alpha2"] if row else ""

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self.table("visit").get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            if 1950 <= value.year <= 2150:
                return value
            message = say("`{key}` lies too far away: {day}", key=key, day=value)
            self.problem("visit", key, message, say("Check the year."))
            return None
        if value is not None or required:
            message = say("`{key}` is not a date", key=key) if value is not None else say("`{key}` is missing", key=key)
            self.problem("visit", key, message, say("Write {key} = 2026-03-01, without quotes.", key=key))
        return None

    def places(self, state: str) -> tuple[VisitPlace, ...]:
        rows = self.data.get("places", [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.problem(
                "places", "", say("`places` is a list of tables"),
                say("Write {example}.", example='[[places]], name = "..."'),
            )  # fmt: skip
            return ()
        places = []
        for row in rows:
            self._refuse_unknown("places", row)
            name, area = str(row.get("name", "")), str(row.get("area", ""))
            known = find_area(area or name, state)
            if known is None and area and country(area) and (country(area) or {})["alpha2"] != state:
                message = say("`{area}` is no area of {state}", area=area, state=state_in_text(state))
                self.problem("places", "area", message, say("`raa codes areas` lists those with a code of their own."))
            places.append(VisitPlace(name, area or (known.name if known else ""), known.code if known else ""))
        return tuple(places)

    def sources(self) -> list[tuple[Subject, Source]]:
        """The manifests that the file names: each a file name, a table that describes one, or a list of these."""
        found = []
        for subject in Subject:
            rows = self.table("manifests").get(subject.value, [])
            for row in rows if isinstance(rows, list) else [rows]:
                source = self._source(subject.value, row)
                if source is not None:
                    found.append((subject, source))
        return found

    def _source(self, key: str, row: object) -> Source | None:
        if isinstance(row, str) and row.strip():
            name, _, sheet = row.strip().partition("#")
            return Source(name, sheet)
        if not isinstance(row, dict) or not isinstance(row.get("file"), str):
            self.problem(
                "manifests",
                key,
                say("`{key}` names no file", key=key),
                say('Write {key} = "file.csv", or a table [manifests.{key}] with file = "file.csv".', key=key),
            )
            return None
        self._refuse_unknown("a manifest", row)
        columns = row.get("columns", {})
        texts = {name: row.get(name, "") for name in ("sheet", "encoding", "date_order")}
        if not isinstance(columns, dict) or not all(
            isinstance(value, str) for value in (*texts.values(), *columns.values())
        ):
            self.problem("manifests", key, say("a setting of `{key}` is not text", key=key), say("Put it into quotes."))
            return None
        if texts["date_order"] not in ("", "dmy", "mdy", "ymd"):
            self.problem(
                "manifests", key, say("`{order}` is not an order of dates", order=texts["date_order"]),
                say("Write dmy, mdy or ymd."),
            )  # fmt: skip
            return None
        return Source(row["file"], columns={str(k): str(v) for k, v in columns.items()}, **texts)

    def facts(self) -> dict[str, Value]:
        facts: dict[str, Value] = {}
        for prefix, rows in self.table("facts").items():
            for name, value in rows.items() if isinstance(rows, dict) else [("", rows)]:
                full = f"{prefix}.{name}" if name else prefix
                if full not in self.vocabulary.facts:
                    hint = nearest(full, self.vocabulary.facts) or say("`raa facts` lists them.")
                    self.problem("facts", full, say("`{name}` is not a fact", name=full), hint)
                    continue
                fact = self.vocabulary.facts[full]
                if fault := fact.fault(value):
                    message = say("{fact}: {fault}", fact=full, fault=fault)
                    self.problem("facts", full, message, say("It is {choices}.", choices=fact.choices()))
                    continue
                assert isinstance(value, Value)
                facts[full] = value
        return facts

    def _refuse_unknown(self, part: str, table: Mapping[str, object]) -> None:
        for key in table:
            if key not in _KEYS[part]:
                where = f"[{part}]" if part else say("the visit file")
                remedy = nearest(key, _KEYS[part]) or say("One of {names}.", names=", ".join(_KEYS[part]))
                self.problem(part, key, say("`{key}` is not a key of {where}", key=key, where=where), remedy)


def key_lines(shown: str) -> dict[tuple[str, str], int]:
    """The line of each table and key, for messages: the TOML reader does not keep them."""
    lines: dict[tuple[str, str], int] = {}
    part = ""
    for number, line in enumerate(Path(shown).read_text("utf-8-sig", errors="replace").splitlines(), 1):
        word = line.strip()
        if word.startswith("["):
            part = word.strip("[] ")
            lines.setdefault((part, ""), number)
        elif "=" in word:
            key = word.partition("=")[0].strip().strip('"')
            lines.setdefault((part, key), number)
            if part.startswith("facts"):
                full = f"{part.removeprefix('facts').strip('.')}.{key}".strip(".")
                lines.setdefault(("facts", full), number)
            elif "." not in part:
                lines.setdefault(("", part), number)
    return lines
