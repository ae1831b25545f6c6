"""The quality coach: what an officer at a desk or a gate would stop at, said while it can still be mended.

In:  the good lines of all manifests of a visit, with the columns in which their cells stand.
Out: problems with row, column, value, reason and remedy. An error takes its row out of the plan: the same person
     twice, days that cannot be, a nationality that the passport contradicts. All else is a warning; what is only our
     advice, and no article's demand, says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, cast

from openraa.problems import Place, Problem, Said, Severity, nearest, say
from openraa.visit.columns import column_for, fold, says_no
from openraa.visit.hints import Hints
from openraa.visit.model import Line, Subject
from openraa.visit.mrz import NotAZone, Zone, read_zone, spelt_alike
from openraa.visit.serials import n_serials, serials
from openraa.vocabulary import Plain, code_list, country, load_vocabulary, read_yaml

if TYPE_CHECKING:
    from openraa.visit.plan import Plan

YOUNGEST_MEMBER = 16
OLDEST = 100
PASSPORT_ADVICE = timedelta(days=182)
_MOST_SERIALS = 2_000_000  # written out to find those that stand twice; more are not compared
_CODE_ONLY = re.compile(r"(?=.*\d)[A-Z0-9][A-Z0-9\-./#_]*")
_AMMUNITION = re.compile(r"\b(ammunition|cartridges?|rounds?|grenades?|cartouches?|munitions?|cartucce)\b|弾薬")
_UN_NUMBER = re.compile(r"(?:UN|ONU|ID)?[\s.:-]*(\d{4})", re.IGNORECASE)
_CLASS = re.compile(r"(\d(?:\.\d)?)\s?([A-L]|S|N)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The good lines of one manifest, and the column of the file in which each of our columns stands."""

    subject: Subject
    path: str
    header: int
    lines: Sequence[Line]
    columns: Mapping[str, int]

    def place(self, line: Line, column: str) -> Place:
        """Where a cell of a line stands; the row alone where the file has no such column."""
        return Place(line.place.path, line.place.line, self.columns.get(column, 0))


@dataclass(frozen=True, slots=True)
class Stay:
    """When the visit takes place; without a visit both days are today."""

    begins_on: date
    ends_on: date
    known: bool = True


def coach(sheets: Sequence[Sheet], stay: Stay) -> list[Problem]:
    """Every finding about the manifests of a visit, row by row, then across rows and sheets."""
    people = [sheet for sheet in sheets if sheet.subject is Subject.PEOPLE]
    items = [sheet for sheet in sheets if sheet.subject is Subject.ITEMS]
    conveyances = [sheet for sheet in sheets if sheet.subject is Subject.CONVEYANCES]
    found: list[Problem] = []
    for sheet in people:
        for line in sheet.lines:
            found += _person(sheet, line, stay)
    for sheet in items:
        for line in sheet.lines:
            found += _item(sheet, line)
    found += _people_twice(people)
    found += _numbers_twice(sheets)
    found += _serials_twice(items)
    found += _named_people(people, [*items, *conveyances])
    found += _carried(items, conveyances)
    found += _weapons_of_people(people, items)
    found += _places_on_board(people, conveyances)
    return found


# People, one by one


def _person(sheet: Sheet, line: Line, stay: Stay) -> Iterator[Problem]:
    cells = line.cells
    for part in ("family_name", "given_names"):
        if "name" not in sheet.columns and part in sheet.columns and not cells.get(part):
            yield _warn(
                sheet, line, part, "incomplete-name", say("`{column}` is empty", column=part),
                say("Write it as in the passport; if the person has only one name, leave it so."),
            )  # fmt: skip
    yield from _days(sheet, line, stay)
    if cells.get("mrz"):
        yield from _zone(sheet, line, stay)
    if cells.get("weapon") or cells.get("weapon_serial"):
        column = "weapon" if cells.get("weapon") else "weapon_serial"
        if line.facts.get("person.bears_arms") is False and not says_no(cells[column]):
            yield _warn(
                sheet, line, column, "weapon-unborne",
                say("a weapon is named, but the row says that no arms are borne"),
                say("Correct one of the two."),
            )  # fmt: skip
        if cells.get("weapon") and not says_no(cells["weapon"]) and not cells.get("weapon_serial"):
            yield _warn(
                sheet, line, "weapon_serial", "missing-serial", say("the weapon has no serial number"),
                say("Write it: our advice, since lists of arms are checked weapon by weapon."),
            )  # fmt: skip


def _days(sheet: Sheet, line: Line, stay: Stay) -> Iterator[Problem]:
    born, arrives, departs = (_day(line, name) for name in ("birth_date", "arrives_on", "departs_on"))
    if born:
        age = stay.begins_on.year - born.year - ((stay.begins_on.month, stay.begins_on.day) < (born.month, born.day))
        if born > stay.begins_on:
            yield _error(
                sheet, line, "birth_date", "impossible-date", say("this birth date lies in the future"), _CHECK_YEAR
            )
        elif age > OLDEST:
            yield _warn(
                sheet,
                line,
                "birth_date",
                "improbable-age",
                say("this makes the person {n} years old", n=age),
                _CHECK_YEAR,
            )
        elif age < YOUNGEST_MEMBER and line.facts.get("person.role") == "armed_forces_member":
            yield _warn(
                sheet, line, "birth_date", "improbable-age",
                say("this makes a member of the force {n} years old", n=age), _CHECK_YEAR,
            )  # fmt: skip
    if arrives and departs and departs < arrives:
        yield _error(
            sheet, line, "departs_on", "impossible-date",
            say("this departure lies before the arrival on {day}", day=arrives.isoformat()), _CHECK_BOTH,
        )  # fmt: skip
    if stay.known:
        for name, day in (("arrives_on", arrives), ("departs_on", departs)):
            if day and not stay.begins_on <= day <= stay.ends_on:
                yield _warn(
                    sheet, line, name, "outside-visit",
                    say(
                        "this day lies outside the visit, {begins} to {ends}",
                        begins=stay.begins_on.isoformat(), ends=stay.ends_on.isoformat(),
                    ),
                    say("Correct the day here, or the days of the visit."),
                )  # fmt: skip
    leaves = departs or stay.ends_on
    for name in ("passport_expires_on", "id_card_expires_on"):
        day = _day(line, name)
        if day is None:
            continue
        if born and day <= born:
            yield _error(
                sheet,
                line,
                name,
                "impossible-date",
                say("this document expires before its holder was born"),
                _CHECK_BOTH,
            )
        elif day < stay.begins_on:
            yield _warn(
                sheet, line, name, "expired",
                say("this document expired before {day}", day=stay.begins_on.isoformat()), _RENEW,
            )  # fmt: skip
        elif day < leaves:
            yield _warn(
                sheet, line, name, "expires-during-stay",
                say("this document expires before the person leaves on {day}", day=leaves.isoformat()), _RENEW,
            )  # fmt: skip
        elif name == "passport_expires_on" and day < leaves + PASSPORT_ADVICE and stay.known:
            yield _warn(
                sheet, line, name, "expires-soon", say("this passport expires within six months after the stay"),
                say("Our advice, not the agreement's demand: carriers and States of transit often want six months."),
            )  # fmt: skip


_CHECK_YEAR = say("Check the year.")
_CHECK_BOTH = say("Check both days.")
_RENEW = say("Renew it before the visit, or correct the day.")


def _day(line: Line, column: str) -> date | None:
    try:
        return date.fromisoformat(line.cells.get(column, ""))
    except ValueError:
        return None


# The machine-readable zone against the typed columns


def _zone(sheet: Sheet, line: Line, stay: Stay) -> Iterator[Problem]:
    try:
        zone = read_zone(line.cells["mrz"])
    except NotAZone as error:
        yield _warn(
            sheet, line, "mrz", "mrz", say("this is no machine-readable zone: {why}", why=str(error)),
            say("Copy its lines as printed, with / between them."),
        )  # fmt: skip
        return
    for name in zone.wrong:
        yield _warn(
            sheet, line, "mrz", "mrz-check-digit", say("the check digit of the {part} does not hold", part=say(name)),
            say("A character is misread or mistyped: read the zone again."),
        )  # fmt: skip
    is_passport = zone.document.startswith("P")
    for column, printed in (
        ("passport" if is_passport else "id_card", zone.number),
        ("birth_date", _iso(zone.born_on(stay.begins_on))),
        ("sex", zone.sex),
        ("passport_expires_on" if is_passport else "id_card_expires_on", _iso(zone.expires_on(stay.begins_on))),
        ("passport_issuer" if is_passport else "", zone.issuer),
        ("nationality", zone.nationality),
    ):
        typed = line.cells.get(column, "")
        if typed and printed and not says_no(typed) and not _same(column, printed, typed):
            yield _differs(sheet, line, column, printed, typed)
    yield from _names_in_zone(sheet, line, zone)


def _same(column: str, printed: str, typed: str) -> bool:
    match column:
        case "nationality" | "passport_issuer":
            codes = {_alpha3(part) for part in re.split(r"[;,\s]+", typed) if part}
            return printed in codes or _alpha3(printed) in codes or (printed == "D" and "DEU" in codes)
        case "passport" | "id_card":
            return re.sub(r"[\W_]", "", typed).upper() == printed
        case _:
            return typed == printed


def _alpha3(code: str) -> str:
    row = country(code)
    return row["alpha3"] if row else code


def _names_in_zone(sheet: Sheet, line: Line, zone: Zone) -> Iterator[Problem]:
    cells = line.cells
    if cells.get("family_name") or cells.get("given_names"):
        for column, printed in (("family_name", zone.family_name), ("given_names", zone.given_names)):
            typed = cells.get(column, "")
            if typed and not spelt_alike(printed, typed):
                yield _differs(sheet, line, column, printed, typed)
        return
    family, given = zone.family_name, zone.given_names
    if not any(spelt_alike(order.strip(), line.label) for order in (f"{family} {given}", f"{given} {family}")):
        yield _differs(sheet, line, "name", f"{family} {given}".strip(), line.label)


def _differs(sheet: Sheet, line: Line, column: str, printed: str, typed: str) -> Problem:
    message = say(
        "{column}: `{typed}` is typed, but the machine-readable zone says `{printed}`",
        column=column, typed=typed[:60], printed=printed,
    )  # fmt: skip
    remedy = say("Compare both with the document and correct the wrong one.")
    severity = Severity.ERROR if column == "nationality" else Severity.WARNING
    return Problem(sheet.place(line, column), "mrz-mismatch", message, remedy, severity, typed[:200])


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


# Goods, one by one


@dataclass(frozen=True, slots=True)
class _Words:
    vague: Mapping[str, str]
    endings: Mapping[str, str]
    filler: frozenset[str]
    weapons: frozenset[str]
    ammunition: frozenset[str]


@cache
def _words() -> _Words:
    text = (resources.files("openraa.visit") / "coach.yaml").read_text(encoding="utf-8")
    data = cast("dict[str, Plain]", read_yaml(text, "coach.yaml").plain())

    def texts(row: Plain) -> Iterator[str]:
        assert isinstance(row, dict)
        for key, words in row.items():
            if key != "because":
                assert isinstance(words, list)
                yield from (fold(str(word)) for word in words)

    def with_reasons(key: str) -> dict[str, str]:
        rows = data[key]
        assert isinstance(rows, list)
        return {word: str(row["because"]) for row in rows if isinstance(row, dict) for word in texts(row)}

    vague = {
        fold(word): "it is too broad for a customs declaration"
        for row in code_list("goods")
        for word in row["usually_vague"].split("; ")
        if word
    }
    return _Words(
        vague=vague | with_reasons("vague"),
        endings=with_reasons("endings"),
        filler=frozenset(texts(data["filler"])),
        weapons=frozenset(texts(data["weapons"])),
        ammunition=frozenset(texts(data["ammunition"])),
    )


def reasons() -> tuple[str, ...]:
    """Every reason that the coach gives for calling a description vague: texts that need a translation."""
    words = _words()
    return tuple(dict.fromkeys((*words.vague.values(), *words.endings.values())))


@lru_cache(maxsize=65536)
def vague_because(description: str) -> str:
    """Why a description of goods says too little; empty if it says enough."""
    words = _words()
    text = fold(description)
    parts = [part for part in text.split() if part not in words.filler and not part.isdigit()]
    for ending, because in words.endings.items():
        if text.endswith(ending):
            return because
    if text in words.vague:
        return words.vague[text]
    if _CODE_ONLY.fullmatch(description.strip().upper()):
        return "it is only a code"
    known = [words.vague.get(part, "") for part in parts]
    if not parts or all(known):
        return known[0] if known else "it is too short"
    if text.isascii() and sum(c.isalpha() for c in text) < 3:
        return "it is too short"
    return ""


def _item(sheet: Sheet, line: Line) -> Iterator[Problem]:
    cells = line.cells
    because = vague_because(line.label)
    if because:
        yield _warn(
            sheet, line, "description", "vague", say("this description is vague: {because}", because=say(because)),
            say("Say what it is, so that somebody who has never seen it knows it: kind, model, size or calibre."),
        )  # fmt: skip
    serial, n = cells.get("serial", ""), cells.get("quantity", "")
    if not serial:
        yield from _serial_missing(sheet, line)
    elif n.isdigit() and not _by_lot(line) and n_serials(serial) != int(n) and n_serials(serial) > 1:
        yield _warn(
            sheet, line, "serial", "serials-quantity",
            say("{n} serial numbers stand here, but the quantity is {quantity}", n=n_serials(serial), quantity=int(n)),
            say("Give one number for each piece, or correct the quantity."),
        )  # fmt: skip
    elif _is_weapon(line) and n.isdigit() and n_serials(serial) != int(n):
        yield _warn(
            sheet, line, "serial", "serials-quantity",
            say("one serial number stands here, but the quantity is {quantity}", quantity=int(n)),
            say("Give one number for each weapon, one by one or as a range such as R-20001 to R-20030."),
        )  # fmt: skip
    yield from _dangerous(sheet, line)


def _serial_missing(sheet: Sheet, line: Line) -> Iterator[Problem]:
    if _is_weapon(line):
        yield _warn(
            sheet, line, "serial", "missing-serial", say("weapons stand here without serial numbers"),
            say("Write them, one by one or as a range: our advice, since lists of arms are checked weapon by weapon."),
        )  # fmt: skip
    elif _by_lot(line):
        yield _warn(
            sheet, line, "serial", "missing-lot", say("ammunition or explosives stand here without a lot number"),
            say("Write the lot number: our advice, since stores and transport ask for it."),
        )  # fmt: skip


def arms_by_kind(kind: str) -> bool:
    """Whether a word in the column `kind` means arms or ammunition, in any of the languages."""
    return fold(kind) in _words().weapons | _words().ammunition


def _kind_word(line: Line) -> str:
    return fold(line.cells.get("kind", ""))


def _is_weapon(line: Line) -> bool:
    """Whether it is weapons, which are counted one by one: by the word for their kind, or by their HS chapter."""
    if line.facts.get("item.arms_or_ammunition") is False or _by_lot(line):
        return False
    hs = re.sub(r"\D", "", line.cells.get("hs_code", ""))
    return (
        _kind_word(line) in _words().weapons
        or line.facts.get("item.arms_or_ammunition") is True
        or hs.startswith(("9301", "9302", "9303"))
    )


def _by_lot(line: Line) -> bool:
    """Whether it is ammunition or explosives, which have lots: by kind, class, HS chapter or description."""
    cells = line.cells
    return _in_lots(cells.get("kind", ""), cells.get("hazard_class", ""), cells.get("hs_code", ""), line.label)


@lru_cache(maxsize=65536)
def _in_lots(kind: str, hazard: str, hs_code: str, label: str) -> bool:
    return (
        fold(kind) in _words().ammunition
        or bool(re.match(r"1(\.|$)", hazard))
        or re.sub(r"\D", "", hs_code).startswith(("9306", "36"))
        or bool(_AMMUNITION.search(fold(label)))
    )


@cache
def _classes() -> Mapping[str, str]:
    return {row["code"]: row["packing_group"] for row in code_list("dangerous_goods")}


def _dangerous(sheet: Sheet, line: Line) -> Iterator[Problem]:
    cells = line.cells
    number, hazard, group = (cells.get(name, "") for name in ("un_number", "hazard_class", "packing_group"))
    number, hazard = ("" if says_no(text) else text for text in (number, hazard))
    if not (number or hazard or group):
        return
    if line.facts.get("item.dangerous_goods") is False and (number or hazard):
        yield _warn(
            sheet, line, "un_number" if number else "hazard_class", "not-dangerous",
            say("the row gives a UN number or class, but says that these are no dangerous goods"), _ONE_OF_TWO,
        )  # fmt: skip
    un = _UN_NUMBER.fullmatch(number)
    if number and un is None:
        yield _warn(
            sheet, line, "un_number", "un-number", say("`{text}` is no UN number", text=number[:40]),
            say("Write its four digits."),
        )  # fmt: skip
    if number and not hazard:
        yield _warn(
            sheet, line, "hazard_class", "un-without-class",
            say("the UN number {number} has no class", number=number[:10]),
            say("Write the class or division from the transport document; `raa codes dangerous_goods` lists them."),
        )  # fmt: skip
    if hazard and not number:
        yield _warn(
            sheet, line, "un_number", "class-without-un", say("class {hazard} has no UN number", hazard=hazard[:10]),
            say("Write the four digits of the UN number from the transport document or the package."),
        )  # fmt: skip
    if not hazard:
        return
    match = _CLASS.fullmatch(hazard)
    code = match[1] if match else ""
    if match is None or not any(known == code or known.startswith(f"{code}.") for known in _classes()):
        yield _warn(
            sheet, line, "hazard_class", "hazard-class", say("`{hazard}` is no class or division", hazard=hazard[:40]),
            (nearest(hazard, _classes()) if len(hazard) < 10 else "") or say("`raa codes dangerous_goods` lists them."),
        )  # fmt: skip
        return
    if code in ("1", "2", "4", "5", "6"):
        yield _warn(
            sheet, line, "hazard_class", "hazard-class", say("class {code} has divisions", code=code),
            say("Write the division, such as {code}.1.", code=code),
        )  # fmt: skip
    if un is not None and (int(un[1]) < 1000) != code.startswith("1"):
        yield _warn(
            sheet, line, "un_number", "un-class",
            say("UN {number} does not fit class {code}: numbers below 1000 are explosives, others are not (unverified)",
                number=un[1], code=code),
            say("Compare both with the transport document."),
        )  # fmt: skip
    if group and _classes().get(code) == "no":
        yield _warn(
            sheet, line, "packing_group", "packing-group", say("class {code} has no packing groups", code=code),
            say("Leave the packing group out, or correct the class."),
        )  # fmt: skip


_ONE_OF_TWO = say("Correct one of the two.")


# Across rows and sheets


def _people_twice(sheets: Iterable[Sheet]) -> Iterator[Problem]:
    seen: dict[tuple[object, str], Line] = {}
    for sheet in sheets:
        for line in sheet.lines:
            name = _name(line.label)
            keys = [(name, line.cells.get(column, "")) for column in ("birth_date", "passport", "id_card")]
            first = next((seen[key] for key in keys if key[1] and not says_no(key[1]) and key in seen), None)
            if first is not None:
                yield _error(
                    sheet, line, "name", "duplicate-person",
                    say("`{name}` stands already in row {row} of {file}", name=line.label, row=first.place.line,
                        file=first.place.path),
                    say("Keep one of the two rows. If they are two persons, correct what they share."),
                )  # fmt: skip
            for key in keys:
                seen.setdefault(key, line)


def _numbers_twice(sheets: Iterable[Sheet]) -> Iterator[Problem]:
    columns = {
        Subject.PEOPLE: ("passport", "id_card", "service_number", "weapon_serial"),
        Subject.CONVEYANCES: ("chassis_number",),
    }
    seen: dict[tuple[str, str], Line] = {}
    for sheet in sheets:
        for column in columns.get(sheet.subject, ()):
            if column not in sheet.columns:
                continue
            for line in sheet.lines:
                text = line.cells.get(column, "")
                if not text or says_no(text) or len(text) < 3:
                    continue
                first = seen.setdefault((column, text.upper()), line)
                if first is not line and _name(first.label) != _name(line.label):
                    yield _warn(
                        sheet, line, column, "duplicate-number",
                        say("`{text}` stands also in row {row} of {file}, for {name}", text=text[:60],
                            row=first.place.line, file=first.place.path, name=first.label),
                        say("Correct the wrong one."),
                    )  # fmt: skip


def _serials_twice(sheets: Iterable[Sheet]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Line] = {}
    for sheet in sheets:
        for line in sheet.lines:
            text = line.cells.get("serial", "")
            if not text or says_no(text) or _by_lot(line) or len(seen) + n_serials(text) > _MOST_SERIALS:
                continue
            what = fold(line.label)
            written = serials(text)
            repeated = len(set(written)) < len(written)
            for serial in written:
                first = seen.setdefault((what, serial), line)
                if first is not line or (repeated and written.count(serial) > 1):
                    yield _warn(
                        sheet, line, "serial", "duplicate-serial",
                        say("the serial number `{serial}` stands already in row {row} of {file}", serial=serial[:60],
                            row=first.place.line, file=first.place.path),
                        say("Correct the wrong one, or keep one of the rows."),
                    )  # fmt: skip
                    break


def _name(text: str) -> frozenset[str]:
    """A name as it is compared: its words in any order."""
    return frozenset(fold(text).split())


def _named_people(people: Sequence[Sheet], others: Iterable[Sheet]) -> Iterator[Problem]:
    listed = {_name(line.label): line.label for sheet in people for line in sheet.lines}
    hint = Hints(listed.values())
    if not listed:
        return
    for sheet in others:
        for column in ("commander", "driver"):
            if column not in sheet.columns or sheet.subject is not Subject.CONVEYANCES:
                continue
            for line in sheet.lines:
                name = line.cells.get(column, "")
                if name and not says_no(name) and _name(name) not in listed:
                    yield _warn(
                        sheet, line, column, "unlisted-person", say("`{name}` is not among the people", name=name[:60]),
                        hint(name) or say("Add the person, or write the name as there."),
                    )  # fmt: skip


def _carried(items: Iterable[Sheet], conveyances: Sequence[Sheet]) -> Iterator[Problem]:
    listed = {fold(line.label): line.label for sheet in conveyances for line in sheet.lines}
    hint = Hints(listed.values())
    if not listed:
        return
    for sheets, column in ((items, "conveyance"), (conveyances, "trailer_of")):
        for sheet in sheets:
            if column not in sheet.columns:
                continue
            for line in sheet.lines:
                text = line.cells.get(column, "")
                if text and not says_no(text) and fold(text) not in listed:
                    yield _warn(
                        sheet, line, column, "unlisted-conveyance",
                        say("`{text}` is not among the conveyances", text=text[:60]),
                        hint(text) or say("Add it there, or write its registration as there."),
                    )  # fmt: skip


def _weapons_of_people(people: Sequence[Sheet], items: Iterable[Sheet]) -> Iterator[Problem]:
    if not any("weapon_serial" in sheet.columns for sheet in people):
        return
    listed: set[str] = set()
    for sheet in items:
        for line in sheet.lines:
            if _is_weapon(line) and len(listed) + n_serials(line.cells.get("serial", "")) <= _MOST_SERIALS:
                listed.update(serial.upper() for serial in serials(line.cells.get("serial", "")))
    if not listed:
        return
    hint = Hints(sorted(listed))
    for sheet in people:
        for line in sheet.lines if "weapon_serial" in sheet.columns else ():
            text = line.cells.get("weapon_serial", "")
            if text and not says_no(text) and text.upper() not in listed:
                yield _warn(
                    sheet, line, "weapon_serial", "unlisted-weapon",
                    say("the weapon `{text}` is not among the arms in the list of goods", text=text[:60]),
                    hint(text) or say("Add it there, or correct the number."),
                )  # fmt: skip


def _places_on_board(people: Sequence[Sheet], conveyances: Sequence[Sheet]) -> Iterator[Problem]:
    """More people on board than are listed; fewer may come by other means."""
    if not people or not conveyances:
        return
    moving = [line for sheet in conveyances for line in sheet.lines if line.cells.get("spare") != "yes"]
    counts = [line.cells.get(name, "") for line in moving for name in ("n_crew", "n_passengers")]
    on_board = sum(int(count) for count in counts if count.isdigit())
    n = sum(len(sheet.lines) for sheet in people)
    if on_board > n:
        sheet = conveyances[0]
        yield Problem(
            Place(sheet.path, sheet.header), "people-on-board",
            say("crews and passengers add up to {on_board}, but only {n} people are listed", on_board=on_board, n=n),
            say("Correct the counts, or list everybody."), Severity.WARNING,
        )  # fmt: skip


# What the agreement's questions wait for


def waiting(plan: Plan, sheets: Sequence[Sheet]) -> list[Problem]:
    """The facts for which questions of the governing agreement wait, and that a column can state."""
    found = []
    for row in plan.missing:
        fact = load_vocabulary().facts[row.fact]
        for sheet in sheets:
            lines = [line for line in row.lines if line.place.path == sheet.path and line.place.line]
            if not lines or fact.subject == "visit":
                continue
            name = column_for(row.fact, sheet.subject)
            rows = ", ".join(str(line.place.line) for line in lines[:5]) + (", ..." if len(lines) > 5 else "")
            found.append(
                Problem(
                    Place(sheet.path, lines[0].place.line, sheet.columns.get(name, 0)), "missing-fact",
                    say("`{column}` is not given in {n} rows ({rows}); waiting for it: {questions}", column=name,
                        n=len(lines), rows=rows, questions=", ".join(row.questions)),
                    say("{question} Fill in the column `{column}`.", question=say(fact.ask), column=name),
                    Severity.WARNING,
                )
            )  # fmt: skip
    return found


def _warn(sheet: Sheet, line: Line, column: str, code: str, message: Said, remedy: str) -> Problem:
    value = line.cells.get(column, "")[:200]
    return Problem(sheet.place(line, column), code, message, remedy, Severity.WARNING, value)


def _error(sheet: Sheet, line: Line, column: str, code: str, message: Said, remedy: str) -> Problem:
    return Problem(sheet.place(line, column), code, message, remedy, value=line.cells.get(column, "")[:200])
