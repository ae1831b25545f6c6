"""The shapes of the world map, made from Natural Earth's borders as the npm package `world-atlas` carries them.

`python -m tests.support.world FOLDER`, where FOLDER holds countries-50m.json and countries-10m.json of that package,
writes src/openraa/site/pictures/world/world.json. See the README beside it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from tests.support.generated import ROOT

TARGET = ROOT / "src" / "openraa" / "site" / "pictures" / "world" / "world.json"
TOLERANCE, SMALLEST, SOUTH = 0.22, 0.5, -60.0
PARTS = {
    "FR": {"GF": (-56, -50, 0, 7), "GP": (-62, -61, 15.5, 16.6), "MQ": (-61.5, -60.5, 14, 15), "RE": (55, 56, -22, -20),
           "YT": (44, 46, -14, -12)},
    "NL": {"BQ": (-70, -62, 11, 18)},
    "NO": {"SJ": (-10, 36, 73, 82), "BV": (2, 5, -55, -54)},
    "NZ": {"TK": (-173, -171, -10, -8)},
    "": {"CX": (105, 106, -11, -10), "CC": (96, 97.5, -13, -11)},
}  # fmt: skip
"""Areas with a code of their own that the data set has within their State: west, east, south and north around them."""
Point = tuple[float, float]


def main(folder: Path) -> None:
    """Write the file anew."""
    from openraa.vocabulary import country

    middle = json.loads((folder / "countries-50m.json").read_text("utf-8"))
    numeric = {row["n3"]: row["code"] for row in json.loads((folder / "codes.json").read_text("utf-8"))}
    arcs = [_line(arc, middle["transform"]) for arc in middle["arcs"]]
    lines: dict[int, list[Point]] = {}
    shapes: dict[str, list[list[Point]]] = {}
    points: dict[str, tuple[float, float, float]] = {}
    for geometry in middle["objects"]["countries"]["geometries"]:
        state = numeric.get(geometry.get("id", ""), "")
        for ring in _rings(geometry):
            full = _joined(ring, arcs)
            code = _part(state, full)
            full = max(_cut(full), key=len)
            west, east, south, north = _bounds(full)
            if north < SOUTH:
                continue
            size = (east - west) * (north - south)
            if code and (code not in points or size > points[code][2]):
                points[code] = (round((west + east) / 2, 1), round((south + north) / 2, 1), size)
            if size >= SMALLEST:
                for n in ring:
                    n = n if n >= 0 else ~n
                    lines.setdefault(n, _simpler(arcs[n]))
                thin = _joined(ring, lines)
                shapes.setdefault(code, []).extend(part for part in _cut(thin) if len(set(part)) > 3)
    fine = json.loads((folder / "countries-10m.json").read_text("utf-8"))
    fine_arcs = [_line(arc, fine["transform"]) for arc in fine["arcs"]]
    for geometry in fine["objects"]["countries"]["geometries"]:
        for ring in _rings(geometry):
            full = _joined(ring, fine_arcs)
            code = _part(numeric.get(geometry.get("id", ""), ""), full)
            if code and code not in points:
                west, east, south, north = _bounds(full)
                points[code] = (round((west + east) / 2, 1), round((south + north) / 2, 1), 0)
    rows = {
        code: [[round(v, 1) for point in ring for v in point] for ring in rings]
        for code, rings in sorted(shapes.items())
    }
    dots = {code: list(point[:2]) for code, point in sorted(points.items()) if code == "" or country(code)}
    text = json.dumps({"shapes": rows, "points": dots}, separators=(",", ":"))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8")


def _line(arc: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    x = y = 0
    points = []
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    for dx, dy in arc:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def _rings(geometry: dict[str, object]) -> list[list[int]]:
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [ring for polygon in polygons for ring in polygon]  # type: ignore[attr-defined]


def _joined(ring: list[int], arcs: list[list[Point]] | dict[int, list[Point]]) -> list[Point]:
    points: list[Point] = []
    for n in ring:
        line = arcs[n] if n >= 0 else arcs[~n][::-1]
        points += line[1:] if points else line
    return points


def _cut(ring: list[Point]) -> list[list[Point]]:
    """A ring in the parts that lie east and west of the line of 180 degrees, over which the package joins shapes."""
    x, unrolled = ring[0][0], []
    for east, north in ring:
        x += (east - x + 180) % 360 - 180
        unrolled.append((x, north))
    parts = []
    for turn in (-360, 0, 360):
        part = [(x + turn, y) for x, y in unrolled]
        for edge, side in ((-180.0, 1), (180.0, -1)):
            part = _kept(part, edge, side)
        parts.append(part)
    return [part for part in parts if part]


def _kept(ring: list[Point], edge: float, side: int) -> list[Point]:
    """What of a ring lies on one side of a meridian (Sutherland and Hodgman)."""
    kept: list[Point] = []
    for (ax, ay), (bx, by) in zip(ring[-1:] + ring[:-1], ring, strict=True):
        inside, was = (bx - edge) * side >= 0, (ax - edge) * side >= 0
        if inside != was:
            kept.append((edge, ay + (by - ay) * (edge - ax) / (bx - ax)))
        if inside:
            kept.append((bx, by))
    return kept


def _bounds(points: list[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), max(xs), min(ys), max(ys)


def _part(state: str, points: list[Point]) -> str:
    west, east, south, north = _bounds(points)
    for code, (w, e, s, n) in PARTS.get(state, {}).items():
        if w <= west and east <= e and s <= south and north <= n:
            return code
    return state


def _simpler(line: list[Point]) -> list[Point]:
    """Ramer, Douglas and Peucker: no left-out point lies further than the tolerance from the line."""
    if len(line) < 3:
        return line
    (ax, ay), (bx, by) = line[0], line[-1]
    long = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5

    def away(point: Point) -> float:
        x, y = point
        if long == 0:
            return float(((x - ax) ** 2 + (y - ay) ** 2) ** 0.5)
        return float(abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / long)

    n, most = max(((i, away(p)) for i, p in enumerate(line[1:-1], 1)), key=lambda row: row[1])
    if most <= TOLERANCE:
        return [line[0], line[-1]]
    return _simpler(line[: n + 1])[:-1] + _simpler(line[n:])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
