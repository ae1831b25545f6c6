"""Pictures: time lines, networks, maps and curves as vector graphics, light and dark, each with a text in its place.

In:  agreements, forecasts, and what compares them.
Out: one SVG for each picture, which needs nothing else.
Not here: pages (site), what the pictures show (register, prove).
"""

from openraa.site.pictures.svg import Picture

__all__ = ["Picture"]
