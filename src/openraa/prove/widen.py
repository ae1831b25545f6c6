"""From one case to all that are alike: the largest cube around it in which a formula holds throughout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TypeAlias

from openraa.determine import Group
from openraa.prove.cubes import Cube, Facts, Grid, side_formula
from openraa.prove.search import Solver
from openraa.prove.space import Formula

Exclusion: TypeAlias = tuple[str, Group]


class Widener:
    """Cubes in one solver. A cube is built from what it excludes: for each fact the values that it must not have."""

    def __init__(self, solver: Solver, grid: Grid) -> None:
        self.solver = solver
        self.grid = grid
        self._outside: dict[Exclusion, Formula] = {}

    def around(self, case: Facts, wanted: Formula, direct: Collection[str], apart: Sequence[Formula] = ()) -> Cube:
        """A cube around a case in which `wanted` holds throughout, and none of `apart` anywhere.

        No value that it excludes could be let in alone. Facts named in `direct` are tried first: with them the cube
        speaks of what the question's own conditions read, not of that from which it follows.

        Raises:
            AssertionError: `wanted` does not even hold in the case.
            NotProven: the time is over.
        """
        space = self.solver.space
        fails = self.solver.named(space.some([space.no(wanted), *apart]))
        core = self._core(fails, self._exclusions(case, [name for name in case if name in direct]))
        if core is None:
            core = self._core(fails, self._exclusions(case, case))
        assert core is not None, "what the solver found in a case must hold in it"
        for name in reversed(list(dict.fromkeys(name for name, _ in core))):
            core = self._core(fails, [row for row in core if row[0] != name]) or core
        rows_of = Counter(name for name, _ in core)
        for row in tuple(core):
            if row in core and rows_of[row[0]] > 1:  # the only one of its fact was just found to be needed
                core = self._core(fails, [other for other in core if other != row]) or core
        excluded = set(core)
        names = dict.fromkeys(name for name in case if any(name == row[0] for row in excluded))
        return Cube({name: self._side(name, case, excluded) for name in names})

    def _side(self, name: str, case: Facts, excluded: Collection[Exclusion]) -> tuple[Group, ...]:
        groups = self.grid.groups(name) or (self.grid.group(name, case[name]),)
        return tuple(group for group in groups if (name, group) not in excluded or len(groups) == 1)

    def _exclusions(self, case: Facts, names: Iterable[str]) -> list[Exclusion]:
        """Everything that the case excludes; a fact whose every value counts excludes all but its own."""
        found: list[Exclusion] = []
        for name in names:
            own = self.grid.group(name, case[name])
            groups = self.grid.groups(name)
            found += [(name, group) for group in groups if group != own] or ([] if groups else [(name, own)])
        return found

    def _core(self, fails: Formula, exclusions: Sequence[Exclusion]) -> list[Exclusion] | None:
        """Those of the exclusions that suffice; None when even all of them leave room for a failure."""
        rows = {self._formula(row).get_id(): row for row in exclusions}
        core = self.solver.core([fails, *map(self._formula, exclusions)])
        return None if core is None else [row for key, row in rows.items() if key in core]

    def _formula(self, row: Exclusion) -> Formula:
        if row not in self._outside:
            name, group = row
            space = self.solver.space
            inside = side_formula(space, name, (group,))
            self._outside[row] = self.solver.named(space.no(inside) if self.grid.groups(name) else inside)
        return self._outside[row]
