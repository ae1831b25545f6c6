"""What all pictures share: the elements of an SVG, its palette, and how wide a text will be.

A picture needs nothing else: no script, no font, no request. It follows the reader's light or dark screen by CSS
variables and turns to black and white in print; what colour says, a pattern or a shape says too.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2000/svg"
PALETTE: Mapping[str, tuple[str, str, str]] = {
    "paper": ("#ffffff", "#0d1117", "#ffffff"),
    "tint": ("#f4f6f8", "#161b22", "#ffffff"),
    "line": ("#d5dbe1", "#343b44", "#b0b0b0"),
    "soft": ("#57606a", "#9da7b3", "#333333"),
    "ink": ("#1b1f24", "#e6edf3", "#000000"),
    "land": ("#e3e7eb", "#2b323b", "#f2f2f2"),
    "force": ("#1f6f9f", "#5aaede", "#5c5c5c"),
    "signed": ("#b86e00", "#e0a346", "#6e6e6e"),
    "talks": ("#7a62b3", "#a991e0", "#8c8c8c"),
    "ended": ("#7d868f", "#7d868f", "#9a9a9a"),
    "accent": ("#b3261e", "#ff8a80", "#000000"),
}
"""Each colour on a light screen, on a dark one, and in print.

Blue, amber and violet of different lightness are told apart with every common kind of colour blindness.
"""
FONT = "system-ui, 'Noto Sans', 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic', sans-serif"
HATCHES = ("signed", "talks", "unknown", "ended", "doubt", "reach")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NARROW, _WIDE, _WIDEST = frozenset("ijlI.,:;'|!()[]/ ’‘·ft"), frozenset("mwMWGOQ%—…"), frozenset("@")


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its SVG, and the same as a table for those who do not see it.

    `title`, `description` and `rows` under `columns` are in the reader's language; `data` is for machines.
    """

    name: str
    title: str
    description: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    data: tuple[Mapping[str, object], ...]

    def to_csv(self) -> str:
        """`data` as CSV in English with ids; lists stand in one cell, separated by `;`."""
        out = io.StringIO()
        names = list(dict.fromkeys(key for row in self.data for key in row))
        writer = csv.DictWriter(out, names, lineterminator="\n")
        writer.writeheader()
        for row in self.data:
            writer.writerow({key: _cell(value) for key, value in row.items()})
        return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return ";".join(map(_cell, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def measure(text: str, size: float, *, bold: bool = False) -> float:
    """About how wide `text` is at a font size; rather too wide than too narrow for the usual sans-serif faces."""
    return sum(map(_ems, text)) * size * (1.07 if bold else 1.0)


def _ems(char: str) -> float:
    if unicodedata.east_asian_width(char) in "WF":
        return 1.0
    if unicodedata.combining(char):
        return 0.0
    base = unicodedata.normalize("NFD", char)[0]
    if base in _NARROW:
        return 0.36
    if base in _WIDEST:
        return 1.03
    if base in _WIDE:
        return 0.94
    return 0.7 if base.isupper() else 0.6


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """`text` in lines no wider than `width`; between words, or between any two characters of Japanese.

    A word that is wider than a line alone is broken.
    """
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, size, width, bold):
        if line and measure((line + piece).rstrip(), size, bold=bold) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str, size: float, width: float, bold: bool) -> list[str]:
    pieces = []
    for piece in re.findall(r"[ -⺀]+? |[ -⺀]+|[^ -⺀][、。，）」』]*", text):
        if measure(piece.rstrip(), size, bold=bold) <= width:
            pieces.append(piece)
        else:
            pieces.extend(piece)
    return pieces


class Canvas:
    """An SVG while it is drawn. Lengths are pixels at the picture's natural size.

    `name` makes ids that stay apart when several pictures stand in one page.
    """

    def __init__(self, name: str, width: float, *, title: str, description: str, lang: str) -> None:
        self.name, self.width, self.height = name, width, 0.0
        self.root = ElementTree.Element(
            "svg",
            {
                "xmlns": NAMESPACE,
                "class": "pic",
                "role": "img",
                "lang": lang,
                "aria-labelledby": f"{name}-title {name}-desc",
                "font-family": FONT,
            },
        )
        self.add("title", None, title, id=f"{name}-title")
        self.add("desc", None, description, id=f"{name}-desc")
        self.add("style", None, STYLE)
        self._hatches()

    def add(
        self, tag: str, parent: ElementTree.Element | None = None, text: str = "", **attributes: object
    ) -> ElementTree.Element:
        """A new element; `_` in names of attributes stands for `-`, `class_` for `class`."""
        written = {key.rstrip("_").replace("_", "-"): _number(value) for key, value in attributes.items()}
        element = ElementTree.SubElement(self.root if parent is None else parent, tag, written)
        if text:
            element.text = _clean(text)
        return element

    def group(self, parent: ElementTree.Element | None = None, **attributes: object) -> ElementTree.Element:
        """A group of elements."""
        return self.add("g", parent, "", **attributes)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 13,
        anchor: str = "start",
        bold: bool = False,
        colour: str = "ink",
        parent: ElementTree.Element | None = None,
    ) -> ElementTree.Element:
        """One line of text; `y` is its base line, `anchor` is start, middle or end."""
        weight = {"font_weight": 600} if bold else {}
        return self.add(
            "text", parent, text, x=x, y=y, font_size=size, text_anchor=anchor, class_=f"f-{colour}", **weight
        )

    def lines(
        self,
        x: float,
        y: float,
        text: str,
        width: float,
        *,
        size: float = 13,
        bold: bool = False,
        colour: str = "ink",
    ) -> float:
        """A wrapped text whose first base line is `y`; the base line of a further line."""
        for line in wrap(text, size, width, bold=bold):
            self.text(x, y, line, size=size, bold=bold, colour=colour)
            y += round(size * 1.4)
        return y

    def tip(self, element: ElementTree.Element, text: str) -> None:
        """What shows when the pointer rests on an element, and is read out for it."""
        self.add("title", element, text)

    def fill(self, kind: str) -> str:
        """The pattern of one of `HATCHES`, for an attribute `fill`."""
        return f"url(#{self.name}-{kind})"

    def to_svg(self) -> str:
        """The picture as text.

        Its height must have been set.
        """
        assert self.height > 0
        width, height = _number(self.width), _number(self.height)
        self.root.set("viewBox", f"0 0 {width} {height}")
        self.root.set("width", width)
        self.root.set("height", height)
        return ElementTree.tostring(self.root, encoding="unicode") + "\n"

    def _hatches(self) -> None:
        defs = self.add("defs")
        for kind in HATCHES:
            step = {"signed": 6, "talks": 6, "unknown": 4.5, "ended": 5, "doubt": 8, "reach": 4.5}[kind]
            turned = {"patternTransform": "rotate(45)"} if kind in ("signed", "unknown", "reach") else {}
            pattern = self.add(
                "pattern", defs, id=f"{self.name}-{kind}", width=step, height=step, patternUnits="userSpaceOnUse",
                **turned,
            )  # fmt: skip
            match kind:
                case "signed":
                    self.add("rect", pattern, width=step, height=step, class_="f-signed", opacity=0.35)
                    self.add("rect", pattern, width=2.6, height=step, class_="f-signed")
                case "doubt":
                    self.add("rect", pattern, width=step, height=step, class_="f-force", opacity=0.45)
                    self.add("rect", pattern, width=4, height=step, class_="f-force")
                case "talks":
                    self.add("rect", pattern, width=step, height=step, class_="f-talks", opacity=0.22)
                    self.add("circle", pattern, cx=3, cy=3, r=1.5, class_="f-talks")
                case "reach":
                    self.add("rect", pattern, width=step, height=step, class_="f-paper")
                    self.add("path", pattern, d="M0 0h4.5M0 0v4.5", class_="s-accent", stroke_width=1.6)
                case "unknown":
                    self.add("rect", pattern, width=step, height=step, class_="f-paper")
                    self.add("rect", pattern, width=1.2, height=step, class_="f-soft")
                case _:
                    self.add("rect", pattern, width=step, height=step, class_="f-tint")
                    self.add("rect", pattern, width=step, height=1.4, class_="f-ended")


def _style() -> str:
    light, dark, printed = ("".join(f"--pic-{name}:{values[i]};" for name, values in PALETTE.items()) for i in range(3))
    uses = "".join(
        f".pic .f-{name}{{fill:{values[0]};fill:var(--pic-{name})}}"
        f".pic .s-{name}{{stroke:{values[0]};stroke:var(--pic-{name})}}"
        for name, values in PALETTE.items()
    )
    return (
        f".pic{{{light}background:var(--pic-paper);max-width:100%;height:auto}}"
        f"@media (prefers-color-scheme:dark){{.pic{{{dark}}}}}"
        f"@media print{{.pic{{{printed}print-color-adjust:exact;-webkit-print-color-adjust:exact}}}}{uses}"
    )


STYLE = _style()


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return _clean(str(value))


def _clean(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)
