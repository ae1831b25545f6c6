"""The papers of a usual visit, 300 people and 60 vehicles, as a planner runs them: one process, manifests to PDFs.

`make bench` prints the seconds and writes `benchmarks/results/papers.json`.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
REPEATS = 5
N_PEOPLE, N_VEHICLES, N_ITEMS = 300, 60, 400
VISIT = """
[visit]
name = "A usual visit"
sending = "FR"
receiving = "IT"
begins_on = 2026-06-01
ends_on = 2026-06-19
planned_on = 2026-04-01
activity = "exercise"

[[places]]
name = "Capo Teulada"

[facts]
person.presence = "official_duty"
rs.formalities_met = true

[manifests]
people = "people.csv"
items = "items.csv"
conveyances = "conveyances.csv"
"""


def write_visit(folder: Path) -> None:
    """A visit of the usual size; a tenth of the people travel under orders of their own."""
    (folder / "visit.toml").write_text(VISIT, encoding="utf-8")
    people = ["name,rank,nationality,role,passport,id card,movement order,bears arms,orders authorise arms"]
    for n in range(N_PEOPLE):
        order = "individual" if n % 10 == 0 else "collective"
        people.append(f"Exemple Numéro {n:03d},Sergent,FRA,member,20AB{n:05d},FR-{n:05d},{order},yes,yes")
    items = ["description,serial,quantity,unit,kind,owner,use,arms,dangerous goods"]
    for n in range(N_ITEMS):
        first = n * 100
        items.append(f'"Rifle, series {n}",R-{first:06d} to R-{first + 9:06d},10,each,weapons,force,force,yes,no')
    vehicles = ["registration,description,means,kind,owner,use"]
    vehicles += [f"6 174 {n:04d},GBC 180 truck,vehicle,service,force,official" for n in range(N_VEHICLES)]
    for name, rows in (("people", people), ("items", items), ("conveyances", vehicles)):
        (folder / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def main() -> None:
    """Run it."""
    times: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_visit(folder)
        command = [sys.executable, "-m", "openraa", "papers", str(folder), "--out", str(folder / "out"), "--json"]
        for _ in range(REPEATS):
            begin = time.perf_counter()
            done = subprocess.run(command, capture_output=True, check=True, text=True)
            times.append(time.perf_counter() - begin)
        made = json.loads(done.stdout)
    report = {
        "people": N_PEOPLE,
        "conveyances": N_VEHICLES,
        "items": N_ITEMS,
        "papers": len(made["papers"]),
        "pages": sum(paper["pages"] or 0 for paper in made["papers"]),
        "seconds": round(statistics.median(times), 2),
        "range": [round(min(times), 2), round(max(times), 2)],
        "peak_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "load": os.getloadavg()[0]},
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "papers.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(
        f"{N_PEOPLE} people, {N_VEHICLES} vehicles, {N_ITEMS} items: "
        f"{report['papers']} papers, {report['pages']} pages in {report['seconds']} s, {report['peak_mib']} MiB"
    )


if __name__ == "__main__":
    main()
