"""Pictures: time lines, networks, maps and curves as vector graphics, light and dark, each with a text in its place.

In:  agreements, forecasts, and what compares them.
Out: one SVG for each picture, which needs nothing else.
Not here: pages (site), what the pictures show (register, prove).
"""

from openraa.site.pictures.matrix import matrix
from openraa.site.pictures.network import network, ties_and_hubs
from openraa.site.pictures.stages import Phase, Stage, dated, family, phases
from openraa.site.pictures.svg import Picture
from openraa.site.pictures.timeline import disputed_texts, event_name, mark_of, timeline, timelines
from openraa.site.pictures.worldmap import areas_reached, standings, world_map

__all__ = [
    "Phase",
    "Picture",
    "Stage",
    "areas_reached",
    "dated",
    "disputed_texts",
    "event_name",
    "family",
    "mark_of",
    "matrix",
    "network",
    "phases",
    "standings",
    "ties_and_hubs",
    "timeline",
    "timelines",
    "world_map",
]
