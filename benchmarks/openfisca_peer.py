"""OpenFisca-core over a table, in an environment of its own (it is AGPL): `python openfisca_peer.py SPEC.json`.

SPEC names an .npz of columns and the provisions of each question as in `vectors.py`; prints seconds and peak memory and
writes the answers beside the columns. Inputs are set outside the clock, as its users do once for many formulas.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from openfisca_core.entities import Entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

sys.path.insert(0, str(Path(__file__).parent))
from vectors import first_match, peak_mib

PERIOD = "2026-01"


def main(path: str) -> None:
    """Build the system, set the inputs, time the formulas."""
    spec = json.loads(Path(path).read_text(encoding="utf-8"))
    columns = dict(np.load(spec["columns"]))
    n_rows = len(next(iter(columns.values())))
    case = Entity("case", "cases", "", "")

    def variable(name: str, kind: type, formula: object = None) -> type[Variable]:
        body = {"value_type": kind, "entity": case, "definition_period": DateUnit.MONTH, "label": name}
        return type(name, (Variable,), {**body, **({"formula": formula} if formula else {})})

    def formula_of(rows: list[tuple[list[object], int]]) -> object:
        return lambda cases, period: first_match(rows, lambda name: cases(name, period), cases.count)

    seconds = []
    for _ in range(spec["repeats"]):
        system = TaxBenefitSystem([case])
        for name, values in columns.items():
            system.add_variable(variable(name, bool if values.dtype == bool else int))
        for n, rows in enumerate(spec["questions"]):
            system.add_variable(variable(f"q{n}", int, formula_of(rows)))
        simulation = SimulationBuilder().build_default_simulation(system, n_rows)
        for name, values in columns.items():
            simulation.set_input(name, PERIOD, values)
        begin = time.perf_counter()
        found = {f"q{n}": simulation.calculate(f"q{n}", PERIOD) for n in range(len(spec["questions"]))}
        seconds.append(time.perf_counter() - begin)
    if n_rows <= spec["gate"]:
        np.savez(spec["answers"], **found)
    print(json.dumps({"seconds": sorted(seconds)[len(seconds) // 2], "peak_mib": peak_mib()}))


if __name__ == "__main__":
    main(sys.argv[1])
