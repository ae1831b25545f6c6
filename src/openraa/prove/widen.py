"""From one case to all that are alike: the largest cube around it in which a formula holds throughout."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from openraa.determine import Group
from openraa.prove.cubes import Cube, Facts, Grid, side_formula
from openraa.prove.search import Solver
from openraa.prove.space import Formula


@dataclass(frozen=True, slots=True, eq=False)
class Exclusion:
    """That a fact has no value of a group, or `only` the one of the group; told apart as objects, which is quick."""

    name: str
    group: Group
    only: bool
    formula: Formula
    key: int


class Widener:
    """Cubes in one solver. A cube is built from what it excludes: for each fact the values that it must not have.

    A fact that some condition compares with another fact is pinned to its own value where no range of it will do.
    """

    def __init__(self, solver: Solver, grid: Grid) -> None:
        self.solver = solver
        self.grid = grid
        self._outside: dict[str, tuple[Exclusion, ...]] = {}

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
        near = [name for name in case if name in direct]
        core: list[Exclusion] | None = None
        for names in (near, list(case)):
            for pinned in (False, True):
                if core is None and (not pinned or not self.grid.related.isdisjoint(names)):
                    core = self._core(fails, self._exclusions(case, names, pinned))
        assert core is not None, "what the solver found in a case must hold in it"
        for name in reversed(list(dict.fromkeys(row.name for row in core))):
            core = self._core(fails, [row for row in core if row.name != name]) or core
        rows_of = Counter(row.name for row in core)
        for row in tuple(core):
            if row in core and rows_of[row.name] > 1:  # the only one of its fact was just found to be needed
                core = self._core(fails, [other for other in core if other is not row]) or core
        return Cube({name: self._side(name, core) for name in case if name in rows_of})

    def _side(self, name: str, core: Sequence[Exclusion]) -> tuple[Group, ...]:
        rows = [row for row in core if row.name == name]
        if rows[0].only:
            return (rows[0].group,)
        excluded = {row.group for row in rows}
        return tuple(group for group in self.grid.groups(name) if group not in excluded)

    def _exclusions(self, case: Facts, names: Iterable[str], pinned: bool) -> list[Exclusion]:
        """Everything that the case excludes; a pinned fact that is compared with others excludes all but its own."""
        found: list[Exclusion] = []
        for name in names:
            if pinned and name in self.grid.related:
                found.append(self._exclusion(name, self.grid.single(name, case[name]), only=True))
                continue
            own = self.grid.group(name, case[name])
            found += [row for row in self._exclusions_of(name) if row.group != own]
        return found

    def _exclusions_of(self, name: str) -> tuple[Exclusion, ...]:
        """One for each group of a fact's values."""
        if name not in self._outside:
            self._outside[name] = tuple(self._exclusion(name, group, only=False) for group in self.grid.groups(name))
        return self._outside[name]

    def _exclusion(self, name: str, group: Group, *, only: bool) -> Exclusion:
        inside = side_formula(self.solver.space, name, (group,))
        formula = self.solver.named(inside if only else self.solver.space.no(inside))
        return Exclusion(name, group, only, formula, formula.get_id())

    def _core(self, fails: Formula, exclusions: Sequence[Exclusion]) -> list[Exclusion] | None:
        """Those of the exclusions that suffice; None when even all of them leave room for a failure."""
        core = self.solver.core([fails, *(row.formula for row in exclusions)])
        return None if core is None else [row for row in exclusions if row.key in core]
