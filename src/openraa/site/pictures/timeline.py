"""Time lines: the life of one agreement event by event, and the lives of all agreements below each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from xml.etree.ElementTree import Element

from openraa.language import Language
from openraa.problems import Said, say
from openraa.register import Agreement, DatedOn, LifeEvent
from openraa.site.pictures.axis import Axis, axis_over
from openraa.site.pictures.stages import COLOUR, FAMILIES, Phase, Stage, dated, family, legend, phases, swatch
from openraa.site.pictures.svg import Canvas, Picture, measure, wrap

MARKS = {
    "talks": ("intent", "talks_start", "round", "agreement_in_principle"),
    "signed": ("signature", "tabled", "approval", "ratification", "exchange_of_notes", "amendment"),
    "force": ("entry_into_force", "provisional_application", "first_use", "joint_committee"),
    "accent": ("suspension", "termination"),
    "soft": ("statement",),
}
"""Which events share a mark: diamonds for talks, squares for signing and approval, discs for force, crosses for the
end, dots for statements."""
MARGIN = 24.0
DATES = 138.0
"""The width of the column of dates."""
NARROW = 600
CLOSE = 2000
"""Agreements before this year are few; on the picture of all, the years before take less room."""


def timeline(agreement: Agreement, words: Language, *, today: date, width: int = 840) -> Picture:
    """The life of one agreement: a bar for each stage, and below it a row for each event.

    A date known to the month or year is drawn as long as it may mean. A date that another source gives stands on the
    same row, hollow; what is not verified has a broken outline. Below 600 pixels the texts stand above the marks.
    """
    title = words("Time line: {agreement}", agreement=say(agreement.short))
    events = _in_order(agreement.life)
    bars = phases(agreement, today)
    description = _described(agreement, bars, words, today)
    canvas = Canvas(f"timeline-{agreement.id}", width, title=title, description=description, lang=words.code)
    narrow = width < NARROW
    axis = axis_over([*_days(events), today], MARGIN if narrow else 396, width - MARGIN)
    y = canvas.lines(MARGIN, 34, title, width - 2 * MARGIN, size=18, bold=True) + 4
    y = legend(canvas, y + 6, _legend_of_bars(bars, words))
    top = y + 44
    marks = canvas.group()
    y = top + 10
    _bars(canvas, axis, bars, y, 16, today, words)
    if not narrow:
        canvas.text(MARGIN, y + 13, words("stages"), colour="soft")
    y += 36
    for event in events:
        y = _row(canvas, axis, event, y, words, narrow=narrow)
    bottom = y
    axis.draw(canvas, marks, top, bottom, today, words("today, {day}", day=today))
    y = legend_of_marks(canvas, bottom + 30, events, words)
    canvas.height = y
    columns = (words("date"), words("event"), words("State"), words("place"), words("how sure"), words("sources"))
    rows = tuple(_table_row(event, agreement, words) for event in events)
    data = tuple(_record(agreement, event) for event in events)
    return Picture(canvas.name, title, description, canvas.to_svg(), columns, rows, data)


def timelines(agreements: Iterable[Agreement], words: Language, *, today: date, width: int = 960) -> Picture:
    """The lives of many agreements, grouped by kind and within that by their first date."""
    groups = _grouped(agreements)
    rows = [agreement for group in groups.values() for agreement in group]
    title = words("Agreements and their lives")
    description = words.plural(
        "The stages of {n} agreement, from talks to force, on one time axis.",
        "The stages of {n} agreements, from talks to force, on one time axis.",
        len(rows),
    )
    canvas = Canvas("timelines", width, title=title, description=description, lang=words.code)
    narrow = width < NARROW
    days = [day for agreement in rows for day in _days(agreement.life, ("statement", "intent"))]
    axis = axis_over([*days, today], MARGIN if narrow else 372, width - MARGIN, close_until=CLOSE)
    y = canvas.lines(MARGIN, 36, title, width - 2 * MARGIN, size=20, bold=True) + 6
    lived = {agreement.id: phases(agreement, today) for agreement in rows}
    y = legend(canvas, y + 4, _legend_of_bars([bar for bars in lived.values() for bar in bars], words))
    if axis.bend:
        text = words("Years before {year} are drawn closer together.", year=str(axis.bend))
        y = canvas.lines(MARGIN, y + 1, text, width - 2 * MARGIN, size=12.5, colour="soft") - 2
    top = y + 44
    lines = canvas.group()
    y = top + 8
    for name, group in groups.items():
        y = canvas.lines(MARGIN, y + 22, words(FAMILIES[name]), width - 2 * MARGIN, size=14, bold=True) - 6
        for agreement in group:
            y = _life(canvas, axis, agreement, lived[agreement.id], y, today, words, narrow=narrow)
        y += 6
    axis.draw(canvas, lines, top, y, today, words("today, {day}", day=today))
    canvas.height = y + 24
    columns = (words("agreement"), words("kind"), words("stage"), words("from"), words("to"))
    table, data = [], []
    for agreement in rows:
        for bar in lived[agreement.id]:
            until = dated(bar.ends, words) if bar.ends else words("today")
            kind = words(FAMILIES[family(agreement)])
            table.append((words(agreement.short), kind, words(bar.stage.says), dated(bar.begins, words), until))
            data.append(_bar_record(agreement, bar))
        if not lived[agreement.id]:
            unknown = words("date not known")
            table.append((words(agreement.short), words(FAMILIES[family(agreement)]), "–", unknown, unknown))
            data.append({"agreement": agreement.id, "kind": agreement.kind})
    return Picture(canvas.name, title, description, canvas.to_svg(), columns, tuple(table), tuple(data))


def _in_order(life: Iterable[LifeEvent]) -> list[LifeEvent]:
    """Dated events first, in order; a month stands after its days, as it may mean the last."""
    return sorted(life, key=lambda event: (event.on is None, event.on.latest if event.on else date.max))


def _days(life: Iterable[LifeEvent], without: Sequence[str] = ()) -> list[date]:
    found = []
    for event in life:
        if event.event not in without:
            dates = [event.on, *(other.on for other in event.disputed)]
            found += [day for on in dates if on for day in (on.earliest, on.latest)]
    return found


def _grouped(agreements: Iterable[Agreement]) -> dict[str, list[Agreement]]:
    known = list(agreements)
    groups = {name: [each for each in known if family(each) == name] for name in FAMILIES}

    def first(agreement: Agreement) -> tuple[date, str]:
        return min(_days(agreement.life, ("statement", "intent")), default=date.max), agreement.id

    return {name: sorted(group, key=first) for name, group in groups.items() if group}


def _bars(
    canvas: Canvas, axis: Axis, bars: Iterable[Phase], y: float, height: float, today: date, words: Language
) -> None:
    for bar in bars:
        begins = axis.x(bar.begins.earliest)
        ends = axis.x(bar.ends.earliest if bar.ends else max(today, bar.begins.latest))
        box = swatch(canvas, begins, y, ends - begins, height, COLOUR[bar.stage], bar.stage.hatch)
        until = dated(bar.ends, words) if bar.ends else words("today")
        canvas.tip(
            box,
            words(
                "{stage}: {begins} to {ends}", stage=words(bar.stage.says), begins=dated(bar.begins, words), ends=until
            ),
        )
        if bar.begins.earliest != bar.begins.latest:
            late = axis.x(bar.begins.latest)
            canvas.add("rect", x=begins, y=y - 2, width=max(late - begins, 1.5), height=height + 4, rx=2,
                       fill="none", class_="s-ink", stroke_dasharray="2 2")  # fmt: skip


def _row(canvas: Canvas, axis: Axis, event: LifeEvent, y: float, words: Language, *, narrow: bool) -> float:
    """One event: its texts, and its marks on the axis; the top of the next row.

    On a wide picture a date that another source gives stands beside its own mark, on a line of its own.
    """
    kind = mark_of(event.event)
    left = MARGIN if narrow else MARGIN + DATES
    room = (canvas.width - MARGIN if narrow else axis.left - 20) - left
    canvas.add("line", x1=MARGIN, x2=axis.right, y1=y, y2=y, class_="s-line", opacity=0.6)
    line = y + 18
    if narrow:
        line = canvas.lines(left, line, dated(event.on, words), room, size=12, colour="soft")
    else:
        canvas.lines(MARGIN, line, dated(event.on, words), DATES - 12, size=12, colour="soft")
    below = canvas.lines(left, line, event_name(event, words), room, bold=kind != "soft")
    if event.place:
        below = canvas.lines(left, below - 1, event.place, room, size=12, colour="soft")
    if event.expected:
        below = canvas.lines(left, below - 1, words("expected"), room, size=12, colour="accent")
    if not event.verified:
        below = canvas.lines(left, below - 1, words("unverified"), room, size=12, colour="accent")
    lines = [y + 14]
    for text in disputed_texts(event, words):
        lines.append(below - 5)
        below = canvas.lines(left, below - 1, text, room, size=12, colour="accent")
    if narrow:
        lines = [below + 2 + 15 * n for n in range(len(lines))]
        below = lines[-1] + 20
    group = canvas.group(class_="event")
    canvas.tip(group, words.join([event_name(event, words), when_and_where(event, words)]))
    if event.on is None:
        canvas.text(axis.left + 4, lines[0] + 5, "?", bold=True, colour="accent", parent=group)
    else:
        _mark(canvas, axis, event.on, lines[0], kind, group, broken=not event.verified or event.expected)
    for on, at in zip((other.on for other in event.disputed), lines[1:], strict=True):
        if on:
            _mark(canvas, axis, on, at, kind, group, hollow=True)
    return max(below - 7, y + 29)


def mark_of(event: str) -> str:
    """The mark that a kind of event has, a key of `MARKS`."""
    return next(mark for mark, kinds in MARKS.items() if event in kinds)


def _mark(
    canvas: Canvas,
    axis: Axis,
    on: DatedOn,
    y: float,
    kind: str,
    group: Element | None,
    *,
    hollow: bool = False,
    broken: bool = False,
    size: float = 1.0,
) -> None:
    early, late = axis.x(on.earliest), axis.x(on.latest)
    x = (early + late) / 2
    if on.earliest != on.latest:
        wide = max(late - early, 22 * size)
        canvas.add("rect", group, "", x=x - wide / 2, y=y - 4 * size, width=wide, height=8 * size, rx=4 * size,
                   class_=f"f-{kind} fuzzy", opacity=0.4)  # fmt: skip
    paint = f"f-paper s-{kind}" if hollow or broken else f"f-{kind} s-{kind}"
    look = {"class_": f"{paint} mark", "stroke_width": "1.6"} | ({"stroke_dasharray": "2 1.6"} if broken else {})
    mark_shape(canvas, x, y, kind, group, look, size)


def mark_shape(
    canvas: Canvas, x: float, y: float, kind: str, group: Element | None, look: dict[str, str], size: float = 1.0
) -> None:
    """The shape of a mark at a point: what colour says, the shape says too."""
    match kind:
        case "talks":
            r = 6 * size
            points = f"{x:.1f},{y - r:.1f} {x + r:.1f},{y:.1f} {x:.1f},{y + r:.1f} {x - r:.1f},{y:.1f}"
            canvas.add("polygon", group, "", points=points, **look)
        case "signed":
            r = 5 * size
            canvas.add("rect", group, "", x=x - r, y=y - r, width=2 * r, height=2 * r, **look)
        case "accent":
            r = 5 * size
            d = f"M{x - r:.1f} {y - r:.1f}l{2 * r} {2 * r}m0 {-2 * r}l{-2 * r} {2 * r}"
            canvas.add("path", group, "", d=d, **(look | {"stroke_width": "2.2"}))
        case _:
            canvas.add("circle", group, "", cx=x, cy=y, r=(5.5 if kind == "force" else 3.2) * size, **look)


def _life(
    canvas: Canvas,
    axis: Axis,
    agreement: Agreement,
    bars: Sequence[Phase],
    y: float,
    today: date,
    words: Language,
    *,
    narrow: bool,
) -> float:
    room = canvas.width - 2 * MARGIN if narrow else axis.left - MARGIN - 16
    lines = wrap(words(agreement.short), 12.5, room)
    canvas.add("line", x1=MARGIN, x2=axis.right, y1=y + 1, y2=y + 1, class_="s-line", opacity=0.6)
    below = y + 17
    for line in lines:
        canvas.text(MARGIN, below, line, size=12.5)
        below += 16
    row = 18.0
    at = below - 11 if narrow else y + 6
    _bars(canvas, axis, bars, at, 12, today, words)
    if not bars:
        canvas.text(axis.left + 4, at + 11, words("no stage with a date"), size=12, colour="soft")
    for event in agreement.life:
        if event.on and not event.expected and event.event in ("signature", "entry_into_force", "termination"):
            group = canvas.group(class_="event")
            canvas.tip(group, words.join([event_name(event, words), when_and_where(event, words)]))
            _mark(canvas, axis, event.on, at + 6, mark_of(event.event), group, broken=not event.verified, size=0.8)
    return max(below - 8, at + row) + (4 if narrow else 2)


def event_name(event: LifeEvent, words: Language) -> str:
    """What happened, and in which State where it happened in one."""
    name = words(event.event.replace("_", " "))
    name = name[:1].upper() + name[1:]
    return words("{event} ({state})", event=name, state=words.country(event.state)) if event.state else name


def when_and_where(event: LifeEvent, words: Language) -> str:
    """The date as it is known, and the place."""
    return words.join([dated(event.on, words), *([event.place] if event.place else [])])


def disputed_texts(event: LifeEvent, words: Language) -> list[str]:
    """What other sources say of the date."""
    return [
        words("another source: {date}", date=dated(other.on, words)) if other.on else words("another source disagrees")
        for other in event.disputed
    ]


def _entry(stage: Stage, words: Language) -> tuple[str, str, str]:
    return COLOUR[stage], stage.hatch, words(stage.says)


def _legend_of_bars(bars: Iterable[Phase], words: Language) -> list[tuple[str, str, str]]:
    shown = {bar.stage for bar in bars}
    return [_entry(stage, words) for stage in Stage if stage in shown]


_MARK_SAYS: dict[str, Said] = {
    "talks": say("talks"),
    "signed": say("signing and approval"),
    "force": say("force and use"),
    "accent": say("end"),
    "soft": say("statement"),
}


def legend_of_marks(canvas: Canvas, y: float, events: Sequence[LifeEvent], words: Language) -> float:
    """What the marks mean that these events have; gives the foot of the picture."""
    kinds = {mark_of(event.event) for event in events}
    entries: list[tuple[str, str, dict[str, str]]] = [
        (kind, words(text), {"class_": f"f-{kind} s-{kind}"}) for kind, text in _MARK_SAYS.items() if kind in kinds
    ]
    if any(other.on for event in events for other in event.disputed):
        entries.append(("signed", words("hollow: what another source says"), {"class_": "f-paper s-signed"}))
    if not all(event.verified and not event.expected for event in events):
        entries.append(
            (
                "signed",
                words("broken outline: unverified, or only expected"),
                {"class_": "f-paper s-signed", "stroke_dasharray": "2 1.6"},
            )
        )
    if any(event.on and event.on.earliest != event.on.latest for event in events):
        entries.append(("long", words("long: known only to the month or year"), {"class_": "f-signed"}))
    x = MARGIN
    for kind, text, look in entries:
        lines = wrap(text, 12, canvas.width - 2 * MARGIN - 22)
        wide = 22 + max(measure(line, 12) for line in lines)
        if x > MARGIN and x + wide > canvas.width - MARGIN:
            x, y = MARGIN, y + 22
        if kind == "long":
            canvas.add("rect", None, "", x=x - 2, y=y - 8, width=16, height=8, rx=4, opacity=0.35, **look)
        else:
            mark_shape(canvas, x + 6, y - 4, kind, None, look | {"stroke_width": "1.6"})
        for line in lines:
            canvas.text(x + 20, y, line, size=12, colour="soft")
            y += 16
        y -= 16
        x += wide + 18
    return y + 22


def _described(agreement: Agreement, bars: Sequence[Phase], words: Language, today: date) -> str:
    """The stages in a sentence each, for those who do not see the picture."""
    texts = []
    for bar in bars:
        values = {"stage": words(bar.stage.says), "begins": dated(bar.begins, words)}
        texts.append(
            words("{stage}: {begins} to {ends}", ends=dated(bar.ends, words), **values)
            if bar.ends
            else words("{stage}: since {begins}", **values)
        )
    texts.append(words.plural("{n} event is marked.", "{n} events are marked.", len(agreement.life)))
    return words.join(texts)


def _table_row(event: LifeEvent, agreement: Agreement, words: Language) -> tuple[str, ...]:
    sure = [words("expected")] if event.expected else []
    sure += [] if event.verified else [words("unverified")]
    publishers = dict.fromkeys(agreement.sources[key].publisher or key for key in event.sources)
    return (
        dated(event.on, words),
        event_name(event, words) if not event.state else words(event.event.replace("_", " ")),
        words.country(event.state) if event.state else "",
        event.place,
        words.join([*sure, *disputed_texts(event, words)]) or words("as its sources say"),
        words.join(publishers),
    )


def _record(agreement: Agreement, event: LifeEvent) -> dict[str, object]:
    return {
        "agreement": agreement.id,
        "event": event.event,
        "on": str(event.on) if event.on else None,
        "state": event.state or None,
        "place": event.place or None,
        "verified": event.verified,
        "expected": event.expected,
        "disputed": [str(other.on) for other in event.disputed if other.on],
        "sources": list(event.sources),
    }


def _bar_record(agreement: Agreement, bar: Phase) -> dict[str, object]:
    return {
        "agreement": agreement.id,
        "kind": agreement.kind,
        "stage": bar.stage.value,
        "from": str(bar.begins),
        "to": str(bar.ends) if bar.ends else None,
    }
