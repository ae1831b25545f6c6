"""The world map of who may visit whom: for one State on one day, with its territories as the agreement has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from openraa.language import Language
from openraa.problems import Said, say
from openraa.register import Agreement, Finding, governing
from openraa.site.pictures.earth import Sheet, codes_with_shapes, point_of
from openraa.site.pictures.stages import VISITING, Stage, family, stage, swatch
from openraa.site.pictures.svg import Canvas, Picture
from openraa.vocabulary import areas

MARGIN = 24.0
SMALL = 1.4
"""Shapes whose outline is shorter than this many hundred characters are marked by a dot too."""


class Tone(Enum):
    """How a State or area is drawn."""

    SELF = "the State itself"
    IN_FORCE = "in force"
    DOUBT = "in force, not verified"
    UNCONFIRMED = "not confirmed"
    SIGNED = "signed"
    TALKS = "talks"
    ENDED = "ended"
    REACHED = "reached"
    UNKNOWN = "reach not known"
    NOT_REACHED = "not reached"

    @property
    def says(self) -> Said:
        """Its name in the legend."""
        return _LOOKS[self][0]


_LOOKS: dict[Tone, tuple[Said, str, str]] = {
    Tone.SELF: (say("the State itself"), "ink", ""),
    Tone.IN_FORCE: (say("in force"), "force", ""),
    Tone.DOUBT: (say("in force, but not verified or without a confirmed date"), "force", "doubt"),
    Tone.UNCONFIRMED: (say("signed; not confirmed to be in force"), "soft", "unknown"),
    Tone.SIGNED: (say("signed, not yet in force"), "signed", "signed"),
    Tone.TALKS: (say("talks or intent"), "talks", "talks"),
    Tone.ENDED: (say("ended"), "ended", "ended"),
    Tone.REACHED: (say("territory: the agreement reaches it"), "force", ""),
    Tone.UNKNOWN: (say("territory: not known whether the agreement reaches it"), "accent", "reach"),
    Tone.NOT_REACHED: (say("territory: the agreement does not reach it"), "accent", "none"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one other State stands to the chosen one on the day: the furthest agreement, and all that it rests on."""

    state: str
    stage: Stage
    verified: bool
    findings: tuple[Finding, ...]

    @property
    def tone(self) -> Tone:
        """How it is drawn."""
        if self.stage is Stage.IN_FORCE:
            return Tone.IN_FORCE if self.verified else Tone.DOUBT
        return Tone[self.stage.name]


@dataclass(frozen=True, slots=True)
class AreaReached:
    """Whether the agreement in question reaches an area of the receiving State: yes, no or unknown."""

    code: str
    state: str
    applies: str
    agreement: str
    cite: str


def standings(agreements: Iterable[Agreement], state: str, *, role: str, on: date) -> tuple[Standing, ...]:
    """How every other State of the register stands to `state`, which is `receiving` or `sending`."""
    known = tuple(agreements)
    concerned = [agreement for agreement in known if agreement.party(state)]
    others = sorted({party.state for agreement in concerned for party in agreement.parties} - {state})
    found = []
    for other in others:
        sending, receiving = (other, state) if role == "receiving" else (state, other)
        result = governing(concerned, sending, receiving, on)
        rows = [row for row in result.findings if family(row.agreement) in VISITING]
        staged = [(each, row) for row in rows if (each := stage(row, on)) is not None]
        if result.chosen:
            best, used = Stage.IN_FORCE, result.chosen
        elif staged:
            best = min((each for each, _ in staged), key=list(Stage).index)
            used = tuple(row for each, row in staged if each is best)
        else:
            continue
        found.append(Standing(other, best, used[0].verified, used))
    return tuple(found)


def areas_reached(standing: Iterable[Standing], state: str, *, role: str) -> tuple[AreaReached, ...]:
    """The areas of the receiving States that have a code of their own, and whether each agreement reaches them."""
    receiving: dict[str, dict[str, Agreement]] = {}
    for each in standing:
        if each.stage is Stage.ENDED or (role == "receiving" and each.stage is not Stage.IN_FORCE):
            continue
        agreement = each.findings[0].agreement
        receiving.setdefault(state if role == "receiving" else each.state, {})[agreement.id] = agreement
    rows = []
    for code, area in areas().items():
        rows += [_of_area(agreement, code, area.state) for agreement in receiving.get(area.state, {}).values()]
    return tuple(rows)


def _of_area(agreement: Agreement, code: str, state: str) -> AreaReached:
    row = next((row for row in agreement.territory if row.state == state and code in row.codes), None)
    return AreaReached(code, state, row.applies if row else "unknown", agreement.id, row.cite if row else "")


def world_map(
    agreements: Iterable[Agreement], state: str, words: Language, *, role: str = "receiving", on: date, width: int = 960
) -> Picture:
    """Who may send forces to `state` (`role` receiving), or where its forces may go (`role` sending), on a day.

    What governs is the register's own answer. Areas with a code of their own are drawn by what the agreement says of
    them; hatched where that is not known. Borders are those of the data set, as the picture says.
    """
    title = (
        words("Whose forces may visit: {state} as receiving State, {day}", state=words.country(state), day=on)
        if role == "receiving"
        else words("Where forces may go: {state} as sending State, {day}", state=words.country(state), day=on)
    )
    found = standings(agreements, state, role=role, on=on)
    reached = areas_reached(found, state, role=role)
    tones = _tones(found, reached, state)
    named = _named(tones, words)
    description = words.join(f"{words(tone.says)}: {', '.join(names)}" for tone, names in named.items())
    canvas = Canvas(f"map-{state.lower()}-{role}", width, title=title, description=description, lang=words.code)
    y = canvas.lines(MARGIN, 36, title, width - 2 * MARGIN, size=19, bold=True)
    sheet = Sheet(MARGIN / 2, y - 6, width - MARGIN)
    canvas.add("path", d=sheet.frame(), class_="f-tint s-line")
    land = canvas.group(stroke_width=0.6, stroke_linejoin="round")
    for code in codes_with_shapes():
        if code not in tones:
            canvas.add("path", land, "", d=sheet.path(code), class_="f-land s-paper")
    for code, tone in tones.items():
        _draw(canvas, sheet, code, tone, words)
    y = _key(canvas, sheet.top + sheet.height + 28, named, words)
    note = words(
        "Borders are those of the data set Natural Earth and imply no position. Equal-area projection (Equal Earth). "
        "States without a colour: the register knows no agreement."
    )
    canvas.height = canvas.lines(MARGIN, y + 6, note, width - 2 * MARGIN, size=12, colour="soft") + 6
    columns = (words("State or territory"), words("standing"), words("agreement"), words("since"), words("article"))
    names = {f.agreement.id: words(f.agreement.short) for each in found for f in each.findings}
    rows = [_row(each, words) for each in found]
    rows += [
        (words.country(row.code), words(_REACH[row.applies].says), names[row.agreement], "", words.cite(row.cite))
        for row in reached
    ]
    data = [_record(each, state, role, on) for each in found]
    data += [_area_record(row, state, role, on) for row in reached]
    return Picture(canvas.name, title, description, canvas.to_svg(), columns, tuple(rows), tuple(data))


_REACH = {"yes": Tone.REACHED, "unknown": Tone.UNKNOWN, "no": Tone.NOT_REACHED}


def _tones(found: Iterable[Standing], reached: Sequence[AreaReached], state: str) -> dict[str, Tone]:
    """How each place is drawn; an area counts as reached when one of several agreements reaches it."""
    tones = {each.state: each.tone for each in found}
    for code in dict.fromkeys(row.code for row in reached):
        said = [row.applies for row in reached if row.code == code]
        tones[code] = _REACH[min(said, key=list(_REACH).index)]
    return tones | {state: Tone.SELF}


def _named(tones: Mapping[str, Tone], words: Language) -> dict[Tone, list[str]]:
    """The names under each tone; areas drawn like the State that they belong to go without saying."""
    named: dict[Tone, list[str]] = {}
    for tone in Tone:
        codes = [code for code, each in tones.items() if each is tone]
        names = [words.country(c) for c in codes if c not in areas() or tones.get(areas()[c].state) is not tone]
        if names:
            named[tone] = sorted(names)
    return named


def _draw(canvas: Canvas, sheet: Sheet, code: str, tone: Tone, words: Language) -> None:
    says, colour, hatch = _LOOKS[tone]
    outline = sheet.path(code)
    group = canvas.group(class_="place", id=f"{canvas.name}-{code}")
    canvas.tip(group, words("{place}: {standing}", place=words.country(code), standing=words(says)))
    empty = hatch == "none"
    look = {"class_": f"{'f-paper' if empty else ''} s-{colour}".strip(), "stroke_width": "0.9"}
    if hatch and not empty:
        look["fill"] = canvas.fill(hatch)
    elif not hatch:
        look["class_"] = f"f-{colour} s-paper"
    if outline:
        canvas.add("path", group, "", d=outline, stroke_linejoin="round", **look)
    if len(outline) < SMALL * 100 and (point := point_of(code)):
        x, y = sheet.at(*point)
        canvas.add("circle", group, "", cx=x, cy=y, r=3.8, **look)


def _key(canvas: Canvas, y: float, named: Mapping[Tone, list[str]], words: Language) -> float:
    """What each tone means and whom it covers, in words: nothing has to be read off the map."""
    left, room = MARGIN + 30, canvas.width - 2 * MARGIN - 30
    for tone, names in named.items():
        says, colour, hatch = _LOOKS[tone]
        box = swatch(canvas, MARGIN, y - 11, 20, 13, colour, "" if hatch == "none" else hatch)
        if hatch == "none":
            box.set("class", f"f-paper s-{colour}")
        head = words(says) if tone is Tone.SELF else words("{standing} ({n})", standing=words(says), n=len(names))
        y = canvas.lines(left, y, head, room, size=13, bold=True)
        y = canvas.lines(left, y - 1, ("、" if words.code == "ja" else ", ").join(names), room, size=12.5) + 6
    return y


def _row(each: Standing, words: Language) -> tuple[str, ...]:
    since = each.findings[0].since
    return (
        words.country(each.state),
        words(each.tone.says),
        words.join(words(found.agreement.short) for found in each.findings),
        words.day(since) if since else "",
        "",
    )


def _record(each: Standing, state: str, role: str, on: date) -> dict[str, object]:
    since = each.findings[0].since
    return {
        "state": state,
        "role": role,
        "on": on.isoformat(),
        "place": each.state,
        "standing": each.tone.value,
        "agreements": [found.agreement.id for found in each.findings],
        "since": since.isoformat() if since else None,
        "verified": each.verified,
        "reaches": None,
        "cite": None,
    }


def _area_record(row: AreaReached, state: str, role: str, on: date) -> dict[str, object]:
    return {
        "state": state,
        "role": role,
        "on": on.isoformat(),
        "place": row.code,
        "standing": None,
        "agreements": [row.agreement],
        "since": None,
        "verified": None,
        "reaches": row.applies,
        "cite": row.cite or None,
    }
