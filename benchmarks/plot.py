"""Log-log plots as SVG: a few lines of drawing instead of a plotting library."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, GAP = 400, 340, 60, 40, 70  # of a panel, and around it
LOW, HIGH = 0.0001, 1000.0  # seconds that are shown
COLOURS = {"prove": "#0b5394", "compare": "#b45f06", "z3": "#3d85c6", "cvc5": "#6a329f", "grid": "#990000",
           "guess": "#990000", "openraa": "#0b5394", "reading": "#888888", "statement": "#b45f06", "null": "#6a329f",
           "polars": "#38761d"}  # fmt: skip
DASHES = {"guess": "6 5", "reading": "2 3", "z3": "2 3", "cvc5": "2 3"}
TICKS = {0.0001: "0.1 ms", 0.001: "1 ms", 0.01: "10 ms", 0.1: "100 ms", 1.0: "1 s", 10.0: "10 s", 100.0: "100 s",
         1000.0: "1,000 s"}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """Points of provisions and seconds under one name."""

    name: str
    points: Sequence[tuple[float, float]]
    style: str


@dataclass(frozen=True)
class Panel:
    """Lines on one pair of axes; a target is a point that should not be passed."""

    title: str
    lines: Sequence[Line]
    target: tuple[float, float] | None = None
    across: str = "provisions"


def write_plot(path: Path, panels: Sequence[Panel]) -> None:
    """The panels beside each other, with one key below for all."""
    every = {line.name: line.style for panel in panels for line in panel.lines if line.points}
    wide = LEFT + len(panels) * (WIDTH + GAP)
    across = max(1, min(3, (wide - LEFT) // 230))
    high = TOP + HEIGHT + 74 + -(-len(every) // across) * 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" font-family="sans-serif" font-size="13">',
        f'<rect width="{wide}" height="{high}" fill="#fff"/>',
    ]
    for n, panel in enumerate(panels):
        parts += _panel(panel, LEFT + n * (WIDTH + GAP), n)
    for n, (name, style) in enumerate(every.items()):
        x, y = LEFT + (n % across) * (wide - LEFT) // across, TOP + HEIGHT + 62 + (n // across) * 24
        parts.append(f'<path d="M{x} {y}h34" {_stroke(style)}/><text x="{x + 42}" y="{y + 4}">{escape(name)}</text>')
    path.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")


def _panel(panel: Panel, x0: float, number: int) -> list[str]:
    xs = sorted({x for line in panel.lines for x, _ in line.points})
    first, last = math.log(xs[0]), math.log(xs[-1])

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log(x) - first) / (last - first)
        up = math.log(y / LOW) / math.log(HIGH / LOW)
        return round(x0 + across * WIDTH, 1), round(TOP + (1 - up) * HEIGHT, 1)

    frame = f'x="{x0}" y="{TOP}" width="{WIDTH}" height="{HEIGHT}"'
    parts = [
        f'<clipPath id="clip{number}"><rect {frame}/></clipPath>',
        f'<text x="{x0}" y="{TOP - 14}" font-weight="bold">{escape(panel.title)}</text>',
    ]
    for seconds, text in TICKS.items():
        y = at(xs[0], seconds)[1]
        parts.append(f'<path d="M{x0} {y}h{WIDTH}" stroke="#ddd"/>')
        parts.append(f'<text x="{x0 - 6}" y="{y + 4}" text-anchor="end">{text}</text>')
    for x in xs:
        across = at(x, LOW)[0]
        parts.append(f'<path d="M{across} {TOP}v{HEIGHT}" stroke="#eee"/>')
        parts.append(f'<text x="{across}" y="{TOP + HEIGHT + 18}" text-anchor="middle">{x:,.0f}</text>')
    parts.append(f'<text x="{x0 + WIDTH / 2}" y="{TOP + HEIGHT + 38}" text-anchor="middle">{panel.across}</text>')
    for line in panel.lines:
        shown = [at(x, y) for x, y in line.points]
        path = "L".join(f"{x} {y}" for x, y in shown)
        parts.append(f'<path d="M{path}" clip-path="url(#clip{number})" {_stroke(line.style)}/>')
        colour = COLOURS[line.style]
        inside = [(x, y) for x, y in shown if TOP <= y <= TOP + HEIGHT and line.style != "guess"]
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{colour}"/>' for x, y in inside]
    if panel.target:
        x, y = at(*panel.target)
        parts.append(f'<path d="M{x - 6} {y}h12M{x} {y - 6}v12" stroke="#000" stroke-width="2"/>')
        parts.append(f'<text x="{x - 10}" y="{y - 8}" text-anchor="end">target: {panel.target[1]:.0f} s</text>')
    return [*parts, f'<rect {frame} fill="none" stroke="#888"/>']


def _stroke(style: str) -> str:
    dash = f' stroke-dasharray="{DASHES[style]}"' if style in DASHES else ""
    return f'fill="none" stroke="{COLOURS[style]}" stroke-width="2"{dash}'
