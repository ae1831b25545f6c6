"""Whole tables: OpenRAA beside every engine that people would pick instead, on the same seeded cases, in one run.

`python -m benchmarks.bulk` prints the tables and writes `benchmarks/results/bulk.json`, `docs/explanation/bulk.md` and
its plot; `--most-rows 1000000` leaves the longest tables out. Each measurement runs in a process of its own, which also
tells its peak memory. Nothing is timed before its answers were compared with the evaluator's.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow.parquet as pq
from tests.support.large import many_questions

from benchmarks import bulk_report, peers, vectors
from benchmarks.bulk_engines import ENGINES, EXACT, GAP, Work, answers_of, vector_work
from benchmarks.cases import RESULTS, disagreements, rate, seeded_cases
from openraa.assess.compile import compile_impossible
from openraa.determine import Case, Determiner, determiner_for
from openraa.rulebook import load_stack
from openraa.vocabulary import Fact, FactType, Value

ROWS = 1_000_000
GROWTH = (10_000, 100_000, 1_000_000, 10_000_000, 100_000_000)
MISSING = (0.0, 0.002, 0.05, 0.15)
CHECKED = 1_000  # rows on which an engine's answers are compared before it is timed
SLOW = 10.0  # seconds for a tenth of the rows; what takes longer is measured on that tenth
SIX = ("entry.visa", "arms.carry", "customs.force_goods", "driving.licence", "jurisdiction.custody", "tax.liability")
TWO_VALUED = ("SQL CASE", "polars first match", "numpy select")
OPENFISCA = Path(__file__).parent / ".openfisca" / "bin" / "python"
CASE_BY_CASE: Mapping[str, Callable[..., peers.Engine]] = {
    "cel-expr-python": peers.cel_engine,
    "zen-engine": peers.zen_engine,
    "common-expression-language": peers.common_engine,
    "cedarpy": peers.cedar_engine,
    "regopy": peers.rego_engine,
    "clingo": peers.clingo_engine,
}


def works() -> dict[str, Work]:
    """What is measured: shipped stacks, a few questions and all that peers can express, and a generated rulebook."""
    nato, german = load_stack(["nato-sofa-1951"]), load_stack(["nato-sofa-1951", "de-sa-1959"])
    generated = many_questions(1000).stack()
    found = [
        Work("NATO, 6 questions", nato, tuple(q for q in peers.comparable(nato) if q in SIX)),
        Work("NATO, all", nato, tuple(peers.comparable(nato))),
        Work("NATO and German supplement, all", german, tuple(peers.comparable(german))),
        Work("generated, 1,000 provisions", generated, tuple(peers.comparable(generated))),
    ]
    return {work.name: work for work in found}


def column(fact: Fact) -> str:
    """A column of random values of a fact, as SQL."""
    match fact.type:
        case FactType.BOOL:
            value = "random() < 0.5"
        case FactType.ENUM:
            values = ", ".join(f"'{each}'" for each in fact.values)
            value = f"([{values}])[1 + (random() * {len(fact.values)})::INT % {len(fact.values)}]"
        case FactType.INT:
            value = f"({fact.low} + random() * {fact.high - fact.low})::INT"
        case FactType.DATE:
            value = "DATE '2026-01-01' + (random() * 300)::INT"
    return f'{value} AS "{fact.name}"'


def make_pool(work: Work, n_rows: int, path: Path) -> None:
    """Seeded complete cases that break no constraint of the vocabulary."""
    constrained, impossible = compile_impossible(work.stack)
    names = [fact.name for fact in work.facts]
    types = {FactType.BOOL: "BOOLEAN", FactType.ENUM: "VARCHAR", FactType.INT: "BIGINT", FactType.DATE: "DATE"}
    facts = work.stack.vocabulary.facts
    free = "".join(f', NULL::{types[facts[name].type]} AS "{name}"' for name in constrained if name not in names)
    columns = ", ".join(column(fact) for fact in work.facts)
    shown = ", ".join(f'"{name}"' for name in names)
    cases = f"SELECT {columns}{free} FROM range({n_rows * 1000})"
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1; SELECT setseed(0.42)")
        kept = f"SELECT {shown} FROM ({cases}) WHERE NOT ({impossible.sql('duckdb')}) LIMIT {n_rows}"
        connection.execute(f"COPY ({kept}) TO '{path}' (FORMAT parquet)")


def make_table(pool: Path, n_rows: int, missing: float, path: Path) -> None:
    """Rows of the pool, again from its start when it ends, each value gone with this chance."""
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1; SELECT setseed(0.42)")
        names = pq.read_schema(pool).names
        columns = ", ".join(f'CASE WHEN random() >= {missing} THEN "{name}" END AS "{name}"' for name in names)
        times = -(-n_rows // pq.read_metadata(pool).num_rows)
        rows = f"SELECT {columns} FROM range({times}), '{pool}' LIMIT {n_rows}"
        connection.execute(f"COPY ({rows}) TO '{path}' (FORMAT parquet)")


def measure(work: str, engine: str, path: str, threads: int, repeats: int) -> dict[str, Any]:
    """Seconds and peak memory of one engine on one table; called in a process of its own."""
    run = ENGINES[engine](works()[work], Path(path), threads)
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - begin)
    return {"seconds": statistics.median(seconds), "peak_mib": vectors.peak_mib()}


def measured(work: Work, engine: str, path: Path, threads: int, repeats: int = 3) -> dict[str, Any]:
    """The same, in a process of its own."""
    if engine == "OpenFisca-core":
        return openfisca(work, path, repeats)
    request = json.dumps([work.name, engine, str(path), threads, repeats])
    environment = {**os.environ, "POLARS_MAX_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
    command = [sys.executable, "-m", "benchmarks.bulk", "--measure", request]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def openfisca(work: Work, path: Path, repeats: int) -> dict[str, Any]:
    """OpenFisca-core in its own environment, on the same columns."""
    columns, questions = vector_work(work, path)
    inputs, answers, spec = (path.with_suffix(f".fisca.{name}") for name in ("npz", "found.npz", "json"))
    np.savez(inputs, **columns)
    request = {"columns": str(inputs), "answers": str(answers), "questions": questions, "repeats": repeats}
    spec.write_text(json.dumps({**request, "gate": CHECKED}), encoding="utf-8")
    script = Path(__file__).parent / "openfisca_peer.py"
    ran = subprocess.run([str(OPENFISCA), str(script), str(spec)], capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def openfisca_answers(work: Work, path: Path) -> list[dict[str, str]]:
    """What OpenFisca-core answers, row by row."""
    openfisca(work, path, 1)
    found = np.load(path.with_suffix(".fisca.found.npz"))
    named = [[*work.answers(q), GAP] for q in work.questions]
    columns = [[named[n][int(code)] for code in found[f"q{n}"]] for n in range(len(work.questions))]
    return [dict(zip(work.questions, row, strict=True)) for row in zip(*columns, strict=True)]


def gate(work: Work, missing: float, engines: Sequence[str], folder: Path) -> dict[str, dict[str, int]]:
    """How many answers of each engine agree with the evaluator, are held back, or are given and not justified.

    Rows that break a constraint and cases with two answers are left out for peers, which know neither.
    """
    path = folder / "gate.parquet"
    make_table(folder / "pool.parquet", CHECKED, missing, path)
    determiner = determiner_for(work.stack)
    rows = [{k: v for k, v in row.items() if v is not None} for row in pq.read_table(path).to_pylist()]
    true: list[dict[str, str]] = []
    for row in rows:
        found = {q: determiner.determine(q, Case(row)) for q in work.questions}
        true.append({q: _told(each.answer or each.status.value) for q, each in found.items()})
    told: dict[str, dict[str, int]] = {}
    for engine in engines:
        if engine == "OpenFisca-core":
            answers = openfisca_answers(work, path)
        else:
            answers = answers_of(work, engine, ENGINES[engine](work, path, _gate_threads())(), path)
        is_ours = engine in EXACT
        counts = {"agree": 0, "held back": 0, "unjustified": 0}
        for ours, theirs in zip(true, answers, strict=True):
            for question in work.questions:
                right, given = ours[question], theirs[question]
                if not is_ours and right in ("CONFLICT", "INVALID"):
                    continue
                counts["agree" if given == right else "held back" if given == "" else "unjustified"] += 1
        told[engine] = counts
        if counts["unjustified"] and (is_ours or engine not in TWO_VALUED or not missing):
            raise AssertionError(f"{engine} on {work.name} at {missing}: {counts}")
    return told


def _gate_threads() -> int:
    return int(os.environ.get("POLARS_MAX_THREADS", "2"))


def _told(outcome: str) -> str:
    return {"UNDETERMINED": ""}.get(outcome, outcome)


def bulk(work: Work, missing: Sequence[float], threads: Sequence[int], folder: Path) -> list[dict[str, Any]]:
    """Every engine on tables of a million rows."""
    found = []
    make_pool(work, ROWS, folder / "pool.parquet")
    for share in missing:
        engines = [e for e in ENGINES if e not in TWO_VALUED or not share]
        if not share and OPENFISCA.exists():
            engines.append("OpenFisca-core")
        agreed = gate(work, share, [e for e in engines if e != "reading"], folder)
        path, tenth = folder / "cases.parquet", folder / "tenth.parquet"
        make_table(folder / "pool.parquet", ROWS, share, path)
        make_table(folder / "pool.parquet", ROWS // 10, share, tenth)
        for engine in engines:
            for n in threads if engine not in ("numpy select", "OpenFisca-core") else (1,):
                first, n_rows = measured(work, engine, tenth, n, 1), ROWS // 10
                if first["seconds"] < SLOW:
                    first, n_rows = measured(work, engine, path, n), ROWS
                row = {
                    "work": work.name, "missing": share, "engine": engine, "threads": n, "rows": n_rows,
                    "seconds": round(first["seconds"], 4), "rows_per_s": round(n_rows / first["seconds"]),
                    "peak_mib": first["peak_mib"], "checked": agreed.get(engine, {}),
                }  # fmt: skip
                tell(row)
                found.append(row)
    return found


def growth(work: Work, most: int, folder: Path) -> list[dict[str, Any]]:
    """The same six questions on ever longer tables, 5 % missing, two threads."""
    found = []
    make_pool(work, ROWS, folder / "pool.parquet")
    for n_rows in (n for n in GROWTH if n <= most):
        path = folder / "long.parquet"
        make_table(folder / "pool.parquet", n_rows, 0.05, path)
        for engine in ("OpenRAA", "reading", "SQL NULL logic", "SQL statement", "polars three-valued"):
            if n_rows > 10_000_000 and engine not in ("OpenRAA", "reading"):
                continue
            one = measured(work, engine, path, 2, 3 if n_rows <= ROWS else 1)
            row = {"engine": engine, "rows": n_rows, **one, "rows_per_s": round(n_rows / one["seconds"])}
            tell(row)
            found.append(row)
    return found


def case_by_case(work: Work) -> list[dict[str, Any]]:
    """Cases a second of engines that take one at a time, on complete facts, after they agreed with ours."""
    determiner = Determiner(work.stack)
    questions, facts = list(work.questions), [fact.name for fact in work.facts]
    cases = seeded_cases(facts, 200, random.Random(1).randrange(9999), determiner)
    found: list[dict[str, Any]] = []
    for name, make in CASE_BY_CASE.items():
        run: Callable[[Mapping[str, Value]], object] = make(work.stack, questions)
        checked = cases[:100] if name != "clingo" else cases[:20]
        wrong = sum(
            disagreements(run(case), {q: str(determiner.outcome(q, Case(case)).answer or GAP) for q in questions})
            for case in checked
        )
        if wrong:
            raise AssertionError(f"{name} on {work.name}: {wrong} answers differ")
        row = {"work": work.name, "engine": name, "rows_per_s": round(statistics.median(rate(run, cases, 0.3)), 1)}
        tell(row)
        found.append(row)
    return found


def tell(row: Mapping[str, Any]) -> None:
    """Progress."""
    print(" | ".join(f"{key} {value}" for key, value in row.items() if value != {}), flush=True)


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", help=argparse.SUPPRESS)
    parser.add_argument("--most-rows", type=int, default=GROWTH[-1])
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(*json.loads(options.measure))))
        return
    every = works()
    first, *others = every.values()
    begin = time.time()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tables = bulk(first, MISSING, (1, 2), folder)
        tables += bulk(others[0], MISSING, (2,), folder)
        for work in others[1:]:
            tables += bulk(work, (0.0, 0.05), (2,), folder)
        singles = [row for work in (first, others[0]) for row in case_by_case(work)]
        longer = growth(first, options.most_rows, folder)
    report = {
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "shared": True},
        "minutes": round((time.time() - begin) / 60, 1),
        "versions": {name: peers.version_of(name) for name in bulk_report.PACKAGES},
        "works": {
            work.name: {
                "questions": len(work.questions), "facts": len(work.facts),
                "provisions": sum(len(work.rows(q)) for q in work.questions),
            }
            for work in every.values()
        },
        "tables": tables,
        "case_by_case": singles,
        "growth": longer,
    }  # fmt: skip
    (RESULTS / "bulk.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    bulk_report.write(report)


if __name__ == "__main__":
    main()
