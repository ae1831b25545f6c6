"""Change review: a draft against the version before it, as law and as text."""

from __future__ import annotations

from dataclasses import dataclass, replace

from openraa.problems import Place
from openraa.prove.compare import Compared, Comparison, Likeness, compare
from openraa.prove.search import SECONDS
from openraa.rulebook import Provision, Stack


@dataclass(frozen=True, slots=True)
class Review:
    """What changes between two versions of a rulebook.

    `comparison` holds every change of law. `added`, `removed` and `reworded` name provisions whose blocks changed;
    that alone changes no law.
    """

    comparison: Comparison
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[str, ...]

    @property
    def changed(self) -> tuple[Compared, ...]:
        """The questions with another outcome or other requirements in some case."""
        return tuple(row for row in self.comparison.rows if row.regions or row.likeness is Likeness.NOT_PROVEN)

    @property
    def no_legal_change(self) -> bool:
        """Whether every case has the outcome and the requirements that it had."""
        return not self.changed


def review(old: Stack, new: Stack, *, seconds: float = SECONDS) -> Review:
    """What changes from `old` to `new`: region by region, or nothing.

    Both are versions of one rulebook, so that its provisions keep their ids where they are the same.
    """
    before, after = ({name: _text(row) for name, row in stack.provisions.items()} for stack in (old, new))
    return Review(
        compare(old, new, one_sided=True, seconds=seconds),
        tuple(name for name in after if name not in before),
        tuple(name for name in before if name not in after),
        tuple(name for name in after if name in before and before[name] != after[name]),
    )


def _text(row: Provision) -> Provision:
    """The provision without the place where it stands."""
    return replace(row, place=Place(""))
