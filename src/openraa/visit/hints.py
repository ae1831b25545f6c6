"""Hints with the nearest right spelling, for as many faults as somebody may read: looking for them costs time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from openraa.problems import nearest

MOST = 50  # of one kind in one manifest
LONGEST_WORD = 100
MOST_COMPARED = 5000


@dataclass
class Hints:
    """Gives the first hints that are asked for, then none."""

    candidates: Iterable[str]
    n_given: int = field(default=0, init=False)

    def __call__(self, word: str) -> str:
        """A hint with the nearest candidate, or an empty string."""
        self.n_given += 1
        if self.n_given > MOST or len(word) > LONGEST_WORD:
            return ""
        return nearest(word, list(self.candidates)[:MOST_COMPARED])
