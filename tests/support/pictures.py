"""What a picture holds, read back from its SVG: its texts with the boxes that they take, and where it points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from openraa.site.pictures.svg import NAMESPACE, measure

SVG = f"{{{NAMESPACE}}}"


@dataclass(frozen=True, slots=True)
class Box:
    """The room that one line of text takes."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two lie over each other by more than a hair."""
        return (
            min(self.right, other.right) - max(self.left, other.left) > 0.5
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 0.5
        )


def root_of(svg: str) -> ElementTree.Element:
    """The picture, parsed: fails where it is not XML."""
    return ElementTree.fromstring(svg)


def boxes(svg: str) -> list[Box]:
    """The texts that are drawn, each with its box by the widths that the layout counts with."""
    found = []
    for element in root_of(svg).iter(f"{SVG}text"):
        text, size = element.text or "", float(element.attrib["font-size"])
        wide = measure(text, size, bold=element.get("font-weight") == "600")
        x, y = float(element.attrib["x"]), float(element.attrib["y"])
        left = {"start": x, "middle": x - wide / 2, "end": x - wide}[element.attrib["text-anchor"]]
        found.append(Box(text, left, y - size * 0.8, left + wide, y + size * 0.2))
    return found


def faults(svg: str) -> Iterator[str]:
    """What no picture may have: text that leaves it or lies over other text, scripts, references to elsewhere."""
    root = root_of(svg)
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    drawn = boxes(svg)
    for n, box in enumerate(drawn):
        if box.left < 0 or box.top < 0 or box.right > width or box.bottom > height:
            yield f"leaves the picture: {box}"
        yield from (f"lies over: {box.text} | {other.text}" for other in drawn[n + 1 :] if box.meets(other))
    if "http" in svg.replace(NAMESPACE, "") or re.search(r"url\((?!#)|@import|href|<script|\son\w+=", svg):
        yield "refers to something outside, or runs something"
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    if len(ids) != len(set(ids)):
        yield "an id twice"
    pointed = re.findall(r"url\(#([^)]+)\)", svg) + root.attrib["aria-labelledby"].split()
    yield from (f"points to nothing: {name}" for name in set(pointed) - set(ids))
