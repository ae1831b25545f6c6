"""The world on a sheet: shapes of States and areas from `world/world.json`, in an equal-area projection."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2
_EAST, NORTH, SOUTH = 180.0, 84.0, -57.0


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """The Equal Earth projection of a place in degrees: x to the east, y to the north, on a sphere of radius 1.

    Source: B. Šavrič, T. Patterson, B. Jenny, "The Equal Earth map projection", International Journal of Geographical
    Information Science 33(3), 2019, pages 454-465, equations 9 and 10.
    """
    theta = asin(_M * sin(radians(latitude)))
    squared = theta * theta
    sixth = squared**3
    slope = _A1 + 3 * _A2 * squared + sixth * (7 * _A3 + 9 * _A4 * squared)
    x = radians(longitude) * cos(theta) / (_M * slope)
    y = theta * (_A1 + _A2 * squared + sixth * (_A3 + _A4 * squared))
    return x, y


@dataclass(frozen=True, slots=True)
class Sheet:
    """A map of a width in pixels, its upper edge at `top`: from 84° N to 57° S."""

    left: float
    top: float
    width: float

    @property
    def height(self) -> float:
        """How high it is."""
        return (equal_earth(0, NORTH)[1] - equal_earth(0, SOUTH)[1]) * self._scale

    @property
    def _scale(self) -> float:
        return self.width / (2 * equal_earth(_EAST, 0)[0])

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place stands."""
        x, y = equal_earth(longitude, latitude)
        return (
            self.left + self.width / 2 + x * self._scale,
            self.top + (equal_earth(0, NORTH)[1] - y) * self._scale,
        )

    def path(self, code: str) -> str:
        """The outline of a State or area; empty where it is drawn as a point alone."""
        parts = []
        for ring in _world().shapes.get(code, ()):
            steps: list[tuple[int, int]] = []
            for longitude, latitude in zip(ring[::2], ring[1::2], strict=True):
                x, y = self.at(longitude, max(latitude, SOUTH))
                spot = (round(x * 10), round(y * 10))
                if not steps or spot != steps[-1]:
                    steps.append(spot)
            if len(set(steps)) > 2:
                x0, y0 = steps[0]
                moves = " ".join(f"{_tenths(b[0] - a[0])} {_tenths(b[1] - a[1])}" for a, b in pairwise(steps))
                parts.append(f"M{_tenths(x0)} {_tenths(y0)}l{moves}z")
        return "".join(parts)

    def frame(self) -> str:
        """The edge of the map."""
        latitudes = [SOUTH + (NORTH - SOUTH) * n / 24 for n in range(25)]
        west = [self.at(-_EAST, latitude) for latitude in latitudes]
        east = [self.at(_EAST, latitude) for latitude in reversed(latitudes)]
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in west + east) + "z"


def codes_with_shapes() -> tuple[str, ...]:
    """The codes that have an outline; the empty one is land that has no code."""
    return tuple(_world().shapes)


def point_of(code: str) -> tuple[float, float] | None:
    """Longitude and latitude of a place by its code, or None where the data set has none."""
    return _world().points.get(code)


def _tenths(n: int) -> str:
    return f"{n // 10}" if n % 10 == 0 else f"{n / 10:g}"


@dataclass(frozen=True, slots=True)
class _World:
    shapes: dict[str, list[list[float]]]
    points: dict[str, tuple[float, float]]


@cache
def _world() -> _World:
    text = (resources.files("openraa.site.pictures") / "world" / "world.json").read_text("utf-8")
    return _World(**json.loads(text))
