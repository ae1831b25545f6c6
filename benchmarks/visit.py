"""A visit at full size, 35,000 people and 50,000 items in one workbook, as a planner runs it: one process, `raa check`.

`make bench` prints seconds and peak memory, compares the reading of the larger sheet with openpyxl's read-only mode
in the same run, and writes `benchmarks/results/visit.json`. Everybody in it is invented; the seed is fixed.
"""

from __future__ import annotations

import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

import xlsxwriter

RESULTS = Path(__file__).parent / "results"
REPEATS = 3
N_PEOPLE, N_ITEMS = 35_000, 50_000
VISIT = """
[visit]
name = "A visit at full size"
sending = "FR"
receiving = "IT"
begins_on = 2026-06-01
ends_on = 2026-06-19
planned_on = 2026-03-02
activity = "exercise"

[[places]]
name = "Capo Teulada"

[facts]
person.presence = "official_duty"
rs.formalities_met = true

[manifests]
people = "visit.xlsx#people"
items = "visit.xlsx#items"
"""
PEOPLE = ("name", "rank", "unit", "nationality", "role", "birth date", "id card", "passport", "movement order",
          "bears arms", "orders authorise arms", "drives", "licence", "resident")  # fmt: skip
ITEMS = ("description", "serial", "quantity", "unit", "kind", "owner", "use", "arms", "dangerous goods", "value",
         "currency")  # fmt: skip
GOODS = (
    ("Rifle HK416 F", "weapons", "yes", "no"),
    ("Radio set PR4G", "equipment", "no", "no"),
    ("Field ration, 24 hours", "provisions", "no", "no"),
    ("Diesel F-54 in drums", "fuel", "no", "yes"),
    ("Tent, ten persons", "equipment", "no", "no"),
)
READ_OURS = (
    "import sys, time; from pathlib import Path; from openraa.visit import read_table; t = time.perf_counter(); "
    "n = len(read_table(Path(sys.argv[1]), shown_as='t', sheet='items').rows); print(n, time.perf_counter() - t)"
)
READ_THEIRS = (
    "import sys, time, openpyxl; t = time.perf_counter(); b = openpyxl.load_workbook(sys.argv[1], read_only=True, "
    "data_only=True); n = sum(any(r) for r in b['items'].iter_rows(values_only=True)) - 1; "
    "print(n, time.perf_counter() - t)"
)


def write_visit(folder: Path) -> None:
    """The visit file and its workbook: days are days, numbers are numbers, as a planner's list has them."""
    chance = random.Random(20260601)
    (folder / "visit.toml").write_text(VISIT, encoding="utf-8")
    book = xlsxwriter.Workbook(str(folder / "visit.xlsx"), {"default_date_format": "yyyy-mm-dd"})
    page = book.add_worksheet("people")
    page.write_row(0, 0, PEOPLE)
    for n in range(1, N_PEOPLE + 1):
        born = date(1966, 1, 1) + timedelta(days=chance.randrange(14_000))
        role, arms = ("civilian", "no") if chance.random() < 0.04 else ("member", chance.choice(("yes", "yes", "no")))
        nationality = chance.choices(("FRA", "ITA;FRA", "DEU", "CHE"), (96, 1, 2, 1))[0]
        page.write_row(n, 0, [f"Exemple {chance.choice(('Alix', 'Camille', 'Dominique'))} {n:05d}",
                              chance.choice(("Soldat", "Caporal", "Sergent", "Capitaine")), f"{n % 40 + 1}e compagnie",
                              nationality, role])  # fmt: skip
        page.write_datetime(n, 5, born)
        page.write_row(n, 6, [f"FR-{n:06d}", f"20AB{n:05d}", "collective", arms, arms,
                              chance.choice(("yes", "no")), "sending_military", "no"])  # fmt: skip
    page = book.add_worksheet("items")
    page.write_row(0, 0, ITEMS)
    for n in range(1, N_ITEMS + 1):
        goods, kind, arms, dangerous = chance.choice(GOODS)
        serial = f"S{n:07d}" if kind in ("weapons", "equipment") else ""
        page.write_row(n, 0, [goods, serial, 1 if serial else chance.randrange(1, 500), "each", kind, "force", "force",
                              arms, dangerous, chance.randrange(10, 5000) + 0.5, "EUR"])  # fmt: skip
    book.close()


def measured(command: list[str]) -> tuple[float, int, str]:
    """Seconds, peak memory in MiB of the process and its children taken together, and what it printed."""
    begin = time.perf_counter()
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(command, stdout=out)
        peak = 0
        while process.poll() is None:
            peak = max(peak, resident(process.pid))
            time.sleep(0.02)
        seconds = time.perf_counter() - begin
        out.seek(0)
        return seconds, peak // 1024, out.read().decode()


def resident(pid: int) -> int:
    """KiB in use by a process and its children; 0 where the system does not tell (Linux does)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in lines if line.startswith("VmRSS:")), 0)
    return own + sum(resident(int(child)) for child in children)


def main() -> None:
    """Run it."""
    checks, ours, theirs = [], [], []
    peak = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_visit(folder)
        workbook = str(folder / "visit.xlsx")
        size = (folder / "visit.xlsx").stat().st_size
        for _ in range(REPEATS):
            seconds, mib, out = measured([sys.executable, "-m", "openraa", "check", str(folder)])
            assert f"{N_PEOPLE} people; {N_ITEMS} items" in out  # every row was used
            checks.append(seconds)
            peak = max(peak, mib)
            for times, program in ((ours, READ_OURS), (theirs, READ_THEIRS)):
                _, _, printed = measured([sys.executable, "-c", program, workbook])
                n, taken = printed.split()
                assert int(n) == N_ITEMS
                times.append(float(taken))
    report = {
        "people": N_PEOPLE,
        "items": N_ITEMS,
        "workbook_mb": round(size / 1e6, 1),
        "check_seconds": round(statistics.median(checks), 2),
        "check_range": [round(min(checks), 2), round(max(checks), 2)],
        "peak_mib": peak,
        "read_items_seconds": round(statistics.median(ours), 2),
        "openpyxl_seconds": round(statistics.median(theirs), 2),
        "ratio": round(statistics.median(theirs) / statistics.median(ours), 1),
        "versions": {name: version(name) for name in ("python-calamine", "openpyxl")},
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "load": os.getloadavg()[0]},
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "visit.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(
        f"{N_PEOPLE:,} people and {N_ITEMS:,} items: read, checked and planned in {report['check_seconds']} s, "
        f"{peak} MiB; {N_ITEMS:,} rows read in {report['read_items_seconds']} s, openpyxl "
        f"{report['openpyxl_seconds']} s (ratio {report['ratio']})"
    )


if __name__ == "__main__":
    main()
