"""The pictures of the site: each as SVG in every language, its data as CSV, and a page that shows the large ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from openraa.language import Reading, reading
from openraa.site.edition import Edition
from openraa.site.page import Page
from openraa.site.pictures import Picture, matrix, network, timeline, timelines, world_map
from openraa.site.pictures.curve import curve

_NARROW = 360
_WHOLE = ("timelines", "network", "matrix")


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture and where its files lie; `narrow` is the same for a phone, where there is one."""

    name: str
    picture: Picture
    narrow: Picture | None = None

    def file(self, code: str, *, narrow: bool = False) -> str:
        """The file of the picture in a language."""
        return f"{code}/pictures/{self.name}{'-narrow' if narrow else ''}.svg"

    @property
    def data_file(self) -> str:
        """The file of its data, the same in every language."""
        return f"data/pictures/{self.name}.csv"


@lru_cache(maxsize=8)
def gallery(edition: Edition, code: str) -> Mapping[str, Shown]:
    """Every picture of an edition in a language, by name."""
    words, known, on = reading(code), tuple(edition.agreements.values()), edition.on
    found = [
        Shown(
            "timelines",
            timelines(known, words, today=on),
            timelines(known, words, today=on, width=_NARROW),
        ),
        Shown("network", network(known, words, today=on)),
    ]
    for each in known:
        if any(event.on for event in each.life):
            found.append(Shown(f"timeline-{each.id}", timeline(each, words, today=on)))
    for state in edition.states:
        found.append(Shown(f"map-{state}", world_map(known, state, words, on=on)))
    for name, (made, _) in edition.forecasts.items():
        for part in made.parts:
            if part.reference.completed:
                found.append(Shown(f"curve-{name}-{part.step.name.lower()}", curve(made, part, words)))
    if drawn := _matrix(edition, words):
        found.append(Shown("matrix", drawn))
    return {each.name: each for each in found}


def _matrix(edition: Edition, words: Reading) -> Picture | None:
    """The agreements that are compared with each other, each with each."""
    names = sorted({name for pair in edition.comparisons for name in pair})
    pairs = [(one, other) for one, other in combinations(names, 2)]
    missing = {name: sum(pair not in edition.comparisons for pair in pairs if name in pair) for name in names}
    while any(missing.values()):
        names.remove(max(names, key=lambda name: (missing[name], name)))
        pairs = list(combinations(names, 2))
        missing = {name: sum(pair not in edition.comparisons for pair in pairs if name in pair) for name in names}
    if len(names) < 2:
        return None
    stacks = [edition.stacks[name] for name in names]
    return matrix(stacks, [edition.comparisons[pair] for pair in pairs], edition.agreements, words)


def files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """The pictures and their data."""
    for code in edition.languages:
        for shown in gallery(edition, code).values():
            yield shown.file(code), shown.picture.svg.encode()
            if shown.narrow:
                yield shown.file(code, narrow=True), shown.narrow.svg.encode()
    for shown in gallery(edition, edition.languages[0]).values():
        yield shown.data_file, shown.picture.to_csv().encode()


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The large pictures."""
    known = gallery(edition, words.code)
    yield Page(
        "pictures",
        "pictures.html.j2",
        words("Pictures"),
        {
            "shown": [known[name] for name in _WHOLE if name in known],
            "states": sorted(edition.states, key=words.country),
        },
        summary=words("Time lines, the network of States and the comparison of agreements, with their data."),
    )
