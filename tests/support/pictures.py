"""What a picture holds, read back from its SVG: its texts with the boxes that they take, and where it points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians, sin
from xml.etree import ElementTree

from openraa.site.pictures.svg import NAMESPACE, measure

SVG = f"{{{NAMESPACE}}}"


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Box:
    """The room that one line of text takes: its four corners, in turn."""

    text: str
    corners: tuple[Point, Point, Point, Point]

    def meets(self, other: Box) -> bool:
        """Whether the two lie over each other by more than a hair: no line parts them (separating axis)."""
        for corners in (self.corners, other.corners):
            for (ax, ay), (bx, by) in pairwise(corners):
                long = hypot(bx - ax, by - ay) or 1.0
                across = ((by - ay) / long, (ax - bx) / long)
                (low, high), (least, most) = (_shadow(each.corners, across) for each in (self, other))
                if min(high, most) - max(low, least) < 0.5:
                    return False
        return True


def _shadow(corners: tuple[Point, ...], across: Point) -> tuple[float, float]:
    along = [x * across[0] + y * across[1] for x, y in corners]
    return min(along), max(along)


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
        right, top, bottom = left + wide, y - size * 0.8, y + size * 0.2
        turn = re.fullmatch(r"rotate\(([-\d.]+) ([-\d.]+) ([-\d.]+)\)", element.get("transform", "rotate(0 0 0)"))
        assert turn is not None
        angle, cx, cy = radians(float(turn[1])), float(turn[2]), float(turn[3])
        corners = [
            (cx + (px - cx) * cos(angle) - (py - cy) * sin(angle), cy + (px - cx) * sin(angle) + (py - cy) * cos(angle))
            for px, py in ((left, top), (right, top), (right, bottom), (left, bottom))
        ]
        found.append(Box(text, (corners[0], corners[1], corners[2], corners[3])))
    return found


def faults(svg: str) -> Iterator[str]:
    """What no picture may have: text that leaves it or lies over other text, scripts, references to elsewhere."""
    root = root_of(svg)
    width, height = (float(part) for part in root.attrib["viewBox"].split()[2:])
    drawn = boxes(svg)
    for n, box in enumerate(drawn):
        if not all(0 <= x <= width and 0 <= y <= height for x, y in box.corners):
            yield f"leaves the picture: {box}"
        yield from (f"lies over: {box.text} | {other.text}" for other in drawn[n + 1 :] if box.meets(other))
    if "http" in svg.replace(NAMESPACE, "") or re.search(r"url\((?!#)|@import|href|<script|\son\w+=", svg):
        yield "refers to something outside, or runs something"
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    if len(ids) != len(set(ids)):
        yield "an id twice"
    pointed = re.findall(r"url\(#([^)]+)\)", svg) + root.attrib["aria-labelledby"].split()
    yield from (f"points to nothing: {name}" for name in set(pointed) - set(ids))
