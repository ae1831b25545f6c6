"""The network of States: who has which kind of agreement with whom.

States stand on a ring, their names outside it, so that no name meets another however many there are. An agreement of
two is an arc between them; an agreement of three or more is one hub inside the ring with a spoke to each of its
States. The order on the ring makes arcs and spokes short; it follows from the agreements alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import atan2, ceil, cos, degrees, hypot, pi, sin

from openraa.language import Language
from openraa.problems import say
from openraa.register import Agreement, finding
from openraa.site.pictures.stages import FAMILIES, Stage, family, stage
from openraa.site.pictures.svg import Canvas, Picture, measure, wrap

MARGIN = 24.0
LOOKS = {
    "reciprocal_access": ("accent", 3.4),
    "status_of_forces": ("force", 2.2),
    "defence_cooperation": ("signed", 2.2),
    "supplement": ("force", 1.0),
    "logistics": ("talks", 1.5),
    "information": ("soft", 1.2),
}
"""Colour and width of the lines of each kind; acts of one State's own law bind no two and have none."""
DASHES = {"supplement": "1 3", "logistics": "9 4", "information": "2 4", "defence_cooperation": "14 3 2 3"}
_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Tie:
    """An agreement of two States: its kind, and how far it has come on the day."""

    states: tuple[str, str]
    agreement: Agreement
    stage: Stage | None


@dataclass(frozen=True, slots=True)
class Hub:
    """An agreement of three States or more."""

    agreement: Agreement
    states: tuple[str, ...]


def ties_and_hubs(agreements: Iterable[Agreement], on: date) -> tuple[tuple[Tie, ...], tuple[Hub, ...]]:
    """The agreements as lines between two States and as hubs of several, in the order of their ids."""
    ties, hubs = [], []
    for agreement in sorted(agreements, key=lambda each: each.id):
        states = tuple(dict.fromkeys(party.state for party in agreement.parties))
        if family(agreement) not in LOOKS or len(states) < 2:
            continue
        if len(states) > 2:
            hubs.append(Hub(agreement, states))
            continue
        one, other = sorted(states)
        found = [finding(agreement, *pair, on) for pair in ((one, other), (other, one))]
        stages = [each for row in found if row and (each := stage(row, on))]
        ties.append(Tie((one, other), agreement, min(stages, key=list(Stage).index, default=None)))
    return tuple(ties), tuple(hubs)


def ring(ties: Sequence[Tie], hubs: Sequence[Hub]) -> tuple[str, ...]:
    """The States in their order on the ring.

    Each in turn moves next to the middle of those it is tied to, as long as that makes the lines together shorter;
    it starts from the order of the codes, so the same agreements always give the same ring.
    """
    lines: dict[tuple[str, str], float] = {}
    for tie in ties:
        lines[tie.states] = lines.get(tie.states, 0) + 1
    for hub in hubs:
        for pair in combinations(sorted(hub.states), 2):
            lines[pair] = lines.get(pair, 0) + 1.5 / len(hub.states)
    order = sorted({state for pair in lines for state in pair})
    near: dict[str, list[tuple[str, float]]] = {state: [] for state in order}
    for (one, other), weight in lines.items():
        near[one].append((other, weight))
        near[other].append((one, weight))
    for _ in range(_ROUNDS):
        place = {state: 2 * pi * n / len(order) for n, state in enumerate(order)}
        middle = {}
        for state in order:
            pull = [(cos(place[other]) * weight, sin(place[other]) * weight) for other, weight in near[state]]
            x, y = sum(p[0] for p in pull) + cos(place[state]), sum(p[1] for p in pull) + sin(place[state])
            middle[state] = atan2(y, x) % (2 * pi) if hypot(x, y) > 1e-9 else place[state]
        better = sorted(order, key=lambda state: (round(middle[state], 9), state))
        if _length(better, lines) >= _length(order, lines):
            break
        order = better
    return tuple(_swapped(order, lines))


def _swapped(order: list[str], lines: Mapping[tuple[str, str], float]) -> list[str]:
    """The order after every exchange of neighbours, and of next neighbours, that makes the lines shorter."""
    best = _length(order, lines)
    for _ in range(8):
        before = best
        for step in (1, 2, 3, 5, 8):
            for n in range(len(order)):
                m = (n + step) % len(order)
                order[n], order[m] = order[m], order[n]
                length = _length(order, lines)
                if length < best - 1e-9:
                    best = length
                else:
                    order[n], order[m] = order[m], order[n]
        if best == before:
            break
    return order


def _length(order: Sequence[str], lines: Mapping[tuple[str, str], float]) -> float:
    place = {state: n for n, state in enumerate(order)}
    half = len(order) / 2
    return sum(w * (half - abs(abs(place[a] - place[b]) - half)) for (a, b), w in lines.items())


def network(agreements: Iterable[Agreement], words: Language, *, today: date, width: int = 960) -> Picture:
    """Every State of the register on a ring, and what ties it to others on a day.

    The ring needs room for its names: where `width` has too little the picture is wider, and a phone shows it smaller.
    """
    known = list(agreements)
    ties, hubs = ties_and_hubs(known, today)
    order = ring(ties, hubs)
    title = words("Who has an agreement with whom")
    description = words(
        "{states} States on a ring; {ties} agreements of two States as arcs between them, {hubs} agreements of "
        "several States as hubs with spokes. The same stands in the table.",
        states=len(order), ties=len(ties), hubs=len(hubs),
    )  # fmt: skip
    size = 12.5
    longest = max((measure(words.country(state), size, bold=True) for state in order), default=0.0)
    least = max(size * 1.25 * sum(_room(state, ties, hubs) for state in order) / (2 * pi), 60.0)
    width = max(width, ceil(2 * (least + longest + MARGIN + 14)))
    radius = width / 2 - MARGIN - longest - 14
    canvas = Canvas("network", width, title=title, description=description, lang=words.code)
    top = canvas.lines(MARGIN, 36, title, width - 2 * MARGIN, size=20, bold=True)
    angles = _angles(order, ties, hubs)
    reach = {state: radius + 14 + measure(words.country(state), size, bold=True) for state in order}
    above = max((-sin(angles[state]) * reach[state] for state in order), default=radius)
    below = max((sin(angles[state]) * reach[state] for state in order), default=radius)
    cx, cy = width / 2, top + above + 8
    spots = {state: (cx + radius * cos(a), cy + radius * sin(a)) for state, a in angles.items()}
    _hubs(canvas, hubs, spots, (cx, cy), radius, words)
    _ties(canvas, ties, spots, (cx, cy), words)
    _states(canvas, order, angles, spots, ties, hubs, size, words)
    y = _key(canvas, cy + below + 40, {family(tie.agreement) for tie in ties}, hubs, words)
    canvas.height = y
    columns = (words("agreement"), words("kind"), words("States"), words("stage"))
    rows, data = [], []
    for agreement in sorted(known, key=lambda each: each.id):
        tie = next((tie for tie in ties if tie.agreement.id == agreement.id), None)
        hub = next((hub for hub in hubs if hub.agreement.id == agreement.id), None)
        if tie or hub:
            states = tie.states if tie else hub.states if hub else ()
            at = words(tie.stage.says) if tie and tie.stage else ""
            kind = words(FAMILIES[family(agreement)])
            rows.append((words(agreement.short), kind, words.join(words.country(s) for s in states), at))
            data.append(
                {"agreement": agreement.id, "kind": agreement.kind, "states": list(states),
                 "drawn_as": "hub" if hub else "arc", "stage": tie.stage.value if tie and tie.stage else None}
            )  # fmt: skip
    return Picture(canvas.name, title, description, canvas.to_svg(), columns, tuple(rows), tuple(data))


Spot = tuple[float, float]


def _count(state: str, ties: Sequence[Tie], hubs: Sequence[Hub]) -> int:
    return sum(state in tie.states for tie in ties) + sum(state in hub.states for hub in hubs)


def _room(state: str, ties: Sequence[Tie], hubs: Sequence[Hub]) -> float:
    """The share of the ring that a State takes: more where many lines end."""
    return 1 + 0.22 * min(_count(state, ties, hubs), 16)


def _angles(order: Sequence[str], ties: Sequence[Tie], hubs: Sequence[Hub]) -> dict[str, float]:
    rooms = [_room(state, ties, hubs) for state in order]
    angles, at = {}, 0.0
    for state, room in zip(order, rooms, strict=True):
        angles[state] = 2 * pi * (at + room / 2) / sum(rooms) - pi / 2
        at += room
    return angles


def _ties(canvas: Canvas, ties: Sequence[Tie], spots: Mapping[str, Spot], centre: Spot, words: Language) -> None:
    """Arcs that bend to the middle; those of one pair lie side by side."""
    group = canvas.group(fill="none", stroke_linecap="round")
    by_pair: dict[tuple[str, str], list[Tie]] = {}
    for tie in ties:
        by_pair.setdefault(tie.states, []).append(tie)
    for pair, rows in by_pair.items():
        (ax, ay), (bx, by) = spots[pair[0]], spots[pair[1]]
        for n, tie in enumerate(sorted(rows, key=lambda tie: list(LOOKS).index(family(tie.agreement)))):
            pull = 0.42 + 0.1 * n
            mx = (ax + bx) / 2 + (centre[0] - (ax + bx) / 2) * pull
            my = (ay + by) / 2 + (centre[1] - (ay + by) / 2) * pull
            long = hypot(bx - ax, by - ay) or 1.0
            mx, my = mx + (ay - by) / long * 22 * n, my + (bx - ax) / long * 22 * n
            kind = family(tie.agreement)
            colour, wide = LOOKS[kind]
            line = canvas.add("path", group, "", d=f"M{ax:.1f} {ay:.1f}Q{mx:.1f} {my:.1f} {bx:.1f} {by:.1f}",
                              class_=f"s-{colour} tie", stroke_width=wide,
                              opacity=0.95 if tie.stage is Stage.IN_FORCE else 0.5,
                              stroke_dasharray=DASHES.get(kind, "none"))  # fmt: skip
            canvas.tip(line, words.join([words(tie.agreement.short), *([words(tie.stage.says)] if tie.stage else [])]))


def hub_spots(hubs: Sequence[Hub], spots: Mapping[str, Spot], centre: Spot, radius: float) -> dict[str, Spot]:
    """Where the hubs stand: drawn from the middle towards their States, and apart from each other."""
    found: dict[str, Spot] = {}
    for hub in sorted(hubs, key=lambda hub: (-len(hub.states), hub.agreement.id)):
        xs, ys = zip(*(spots[state] for state in hub.states), strict=True)
        x, y = sum(xs) / len(xs), sum(ys) / len(ys)
        x, y = centre[0] + (x - centre[0]) * 0.85, centre[1] + (y - centre[1]) * 0.85
        for _ in range(200):
            close = [other for other in found.values() if hypot(x - other[0], y - other[1]) < radius * 0.24]
            if not close:
                break
            ox, oy = close[0]
            away = hypot(x - ox, y - oy) or 1.0
            x, y = x + (x - ox or 0.7) / away * 6, y + (y - oy or 0.7) / away * 6
        found[hub.agreement.id] = (x, y)
    return found


def _hubs(
    canvas: Canvas, hubs: Sequence[Hub], spots: Mapping[str, Spot], centre: Spot, radius: float, words: Language
) -> None:
    spokes = canvas.group(fill="none")
    at = hub_spots(hubs, spots, centre, radius)
    for n, hub in enumerate(hubs, 1):
        x, y = at[hub.agreement.id]
        for state in hub.states:
            sx, sy = spots[state]
            canvas.add("line", spokes, "", x1=x, y1=y, x2=sx, y2=sy, class_="s-ended spoke", stroke_width=0.8,
                       opacity=0.75)  # fmt: skip
        group = canvas.group(class_="hub")
        canvas.tip(group, words(hub.agreement.short))
        canvas.add("circle", group, "", cx=x, cy=y, r=13, class_="f-paper s-ink", stroke_width=1.6)
        canvas.text(x, y + 4.6, str(n), size=13, anchor="middle", bold=True, parent=group)


def _states(
    canvas: Canvas,
    order: Sequence[str],
    angles: Mapping[str, float],
    spots: Mapping[str, Spot],
    ties: Sequence[Tie],
    hubs: Sequence[Hub],
    size: float,
    words: Language,
) -> None:
    for state in order:
        n = _count(state, ties, hubs)
        (x, y), angle = spots[state], angles[state]
        group = canvas.group(class_="state")
        canvas.tip(
            group, words("{state}: {agreements}", state=words.country(state),
                         agreements=words.plural("{n} agreement", "{n} agreements", n))
        )  # fmt: skip
        dot = 3 + min(n, 16) * 0.3
        canvas.add("circle", group, "", cx=x, cy=y, r=dot, class_="f-ink s-paper")
        turned = degrees(angle)
        flipped = cos(angle) < -1e-9
        tx, ty = x + 12 * cos(angle), y + 12 * sin(angle)
        label = canvas.text(
            tx, ty + size * 0.35, words.country(state), size=size, anchor="end" if flipped else "start",
            bold=n > 4, parent=group,
        )  # fmt: skip
        label.set("transform", f"rotate({turned + (180 if flipped else 0):.1f} {tx:.1f} {ty:.1f})")


def _key(canvas: Canvas, y: float, kinds: set[str], hubs: Sequence[Hub], words: Language) -> float:
    x = MARGIN
    for kind in (kind for kind in LOOKS if kind in kinds):
        text = words(FAMILIES[kind])
        wide = 46 + measure(text, 12.5)
        if x > MARGIN and x + wide > canvas.width - MARGIN:
            x, y = MARGIN, y + 22
        colour, stroke = LOOKS[kind]
        canvas.add("line", x1=x, x2=x + 36, y1=y - 4, y2=y - 4, class_=f"s-{colour}", stroke_width=stroke,
                   stroke_dasharray=DASHES.get(kind, "none"))  # fmt: skip
        canvas.text(x + 44, y, text, size=12.5, colour="soft")
        x += wide + 20
    y += 24
    pale = words("Pale lines: not in force, or not confirmed. Names in bold: more than four agreements.")
    y = canvas.lines(MARGIN, y, pale, canvas.width - 2 * MARGIN, size=12.5, colour="soft") + 6
    for n, hub in enumerate(hubs, 1):
        canvas.add("circle", cx=MARGIN + 10, cy=y - 4, r=10, class_="f-paper s-ink", stroke_width=1.4)
        canvas.text(MARGIN + 10, y, str(n), size=12, anchor="middle", bold=True)
        text = words("{agreement}: {n} States", agreement=say(hub.agreement.short), n=len(hub.states))
        for line in wrap(text, 12.5, canvas.width - 2 * MARGIN - 30):
            canvas.text(MARGIN + 30, y, line, size=12.5)
            y += 18
        y += 8
    return y + 4
