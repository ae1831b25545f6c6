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
    """That a fact has no value of a group, with a formula that says so; told apart as objects, which is quick."""

    name: str
    group: Group
    formula: Formula
    key: int


class Widener:
    """Cubes in one solver. A cube is built from what it excludes: for each fact the values that it must not have."""

    def __init__(self, solver: Solver, grid: Grid) -> None:
        self.solver = solver
        self.grid = grid
        self._outside: dict[tuple[str, Group | None], tuple[Exclusion, ...]] = {}

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
        for name in reversed(list(dict.fromkeys(row.name for row in core))):
            core = self._core(fails, [row for row in core if row.name != name]) or core
        rows_of = Counter(row.name for row in core)
        for row in tuple(core):
            if row in core and rows_of[row.name] > 1:  # the only one of its fact was just found to be needed
                core = self._core(fails, [other for other in core if other is not row]) or core
        return Cube({name: self._side(name, case, core) for name in case if name in rows_of})

    def _side(self, name: str, case: Facts, core: Sequence[Exclusion]) -> tuple[Group, ...]:
        groups = self.grid.groups(name) or (self.grid.group(name, case[name]),)
        excluded = {row.group for row in core if row.name == name}
        return tuple(group for group in groups if group not in excluded or len(groups) == 1)

    def _exclusions(self, case: Facts, names: Iterable[str]) -> list[Exclusion]:
        """Everything that the case excludes; a fact whose every value counts excludes all but its own."""
        found: list[Exclusion] = []
        for name in names:
            own = self.grid.group(name, case[name])
            rows = self._exclusions_of(name, own)
            found += [row for row in rows if row.group != own] if self.grid.groups(name) else rows
        return found

    def _exclusions_of(self, name: str, own: Group) -> tuple[Exclusion, ...]:
        groups, space = self.grid.groups(name), self.solver.space
        key = (name, None if groups else own)
        if key not in self._outside:
            rows = []
            for group in groups or (own,):
                inside = side_formula(space, name, (group,))
                formula = self.solver.named(space.no(inside) if groups else inside)
                rows.append(Exclusion(name, group, formula, formula.get_id()))
            self._outside[key] = tuple(rows)
        return self._outside[key]

    def _core(self, fails: Formula, exclusions: Sequence[Exclusion]) -> list[Exclusion] | None:
        """Those of the exclusions that suffice; None when even all of them leave room for a failure."""
        core = self.solver.core([fails, *(row.formula for row in exclusions)])
        return None if core is None else [row for row in exclusions if row.key in core]
