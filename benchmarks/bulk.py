"""Whole tables: `raa assess` beside the plain SQL statement, and beside engines that take case by case, in one run.

`python -m benchmarks.bulk` prints the table and writes `benchmarks/results/bulk.json`. Peers get complete facts only
and the questions that they can express; no timing is taken before all have given the same answers.
"""

from __future__ import annotations

import json
import platform
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import duckdb

from benchmarks import peers
from benchmarks.cases import RESULTS, disagreements, rate, seeded_cases
from openraa.assess import assess_file, compile_stack
from openraa.determine import Case, Determiner
from openraa.rulebook import Stack, load_stack
from openraa.vocabulary import Fact, FactType, Value

ROWS = (100_000, 1_000_000, 2_000_000)
MISSING = (0.0, 0.002, 0.05, 0.15)
REPEATS = 2
QUESTIONS = (
    "entry.visa", "arms.carry", "customs.force_goods", "driving.licence", "jurisdiction.primary", "tax.liability",
)  # fmt: skip


def column(fact: Fact, missing: float) -> str:
    """A column of random values of a fact, as SQL."""
    match fact.type:
        case FactType.BOOL:
            value = "random() < 0.5"
        case FactType.ENUM:
            values = ", ".join(f"'{each}'" for each in fact.values)
            value = f"([{values}])[1 + (random() * {len(fact.values)})::INT % {len(fact.values)}]"
        case FactType.INT:
            value = f"({fact.low} + random() * {fact.high - fact.low})::INT"
        case _:
            value = "DATE '2026-01-01' + (random() * 300)::INT"
    return f'CASE WHEN random() < {missing} THEN NULL ELSE {value} END AS "{fact.name}"'


def seconds(run: Callable[[], object]) -> float:
    """The median of some runs."""
    times = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        run()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def tables(stack: Stack, folder: Path) -> list[dict[str, object]]:
    """Seconds for each size and share of missing facts: reading the columns, the plain statement, `raa assess`."""
    statement = compile_stack(stack, QUESTIONS, f"read_parquet('{folder}/cases.parquet')")
    found: list[dict[str, object]] = []
    for n in ROWS:
        for missing in MISSING if n == ROWS[1] else MISSING[2:3]:
            path, out = folder / "cases.parquet", folder / "out.parquet"
            columns = ", ".join(column(stack.vocabulary.facts[name], missing) for name in statement.facts)
            with duckdb.connect() as connection:
                connection.execute("SET threads = 2; SELECT setseed(0.42)")
                connection.execute(f"COPY (SELECT {columns} FROM range({n})) TO '{path}'")
                counts = ", ".join(f'count("{name}")' for name in statement.facts)
                reading = f"SELECT {counts} FROM '{path}'"
                plain = compile_stack(stack, QUESTIONS, "cases").sql("duckdb", pretty=False)
                connection.execute(f"CREATE VIEW cases AS FROM '{path}'")
                floor = seconds(lambda sql=reading: connection.execute(sql).fetchall())  # type: ignore[misc]
                sql = f"COPY ({plain}) TO '{folder}/plain.parquet' (COMPRESSION zstd)"
                simple = seconds(lambda sql=sql: connection.execute(sql))  # type: ignore[misc]
            ours = seconds(lambda path=path, out=out: assess_file(path, stack, QUESTIONS, out, threads=2))  # type: ignore[misc]
            row: dict[str, object] = {
                "rows": n,
                "missing": missing,
                "columns": len(statement.facts),
                "read_s": round(floor, 3),
                "statement_s": round(simple, 3),
                "assess_s": round(ours, 3),
                "rows_per_s": round(n / ours),
                "determinations_per_s": round(n * len(QUESTIONS) / ours),
                "times_the_statement": round(simple / ours, 2),
            }
            print(" | ".join(f"{key} {value}" for key, value in row.items()), flush=True)
            found.append(row)
    return found


def case_by_case(stack: Stack) -> list[dict[str, object]]:
    """Determinations a second of the peers, on complete facts, after they agreed with ours."""
    determiner = Determiner(stack)
    questions = [name for name in peers.comparable(stack) if name in QUESTIONS]
    facts = peers.facts_needed(stack, questions)
    cases = seeded_cases(facts, 200, random.Random(1).randrange(9999), determiner)
    found: list[dict[str, object]] = []
    for name in ("cel_engine", "zen_engine", "cedar_engine", "rego_engine"):
        run: Callable[[Mapping[str, Value]], object] = getattr(peers, name)(stack, questions)
        wrong = sum(
            disagreements(run(case), {q: str(determiner.outcome(q, Case(case)).answer or "GAP") for q in questions})
            for case in cases[:100]
        )
        speed = statistics.median(rate(run, cases, 0.3)) * len(questions) if not wrong else 0.0
        print(f"{name}: {len(questions)} questions, {wrong} disagreements, {speed:,.0f} determinations/s", flush=True)
        found.append({"engine": name, "questions": questions, "wrong": wrong, "determinations_per_s": round(speed)})
    return found


def main(arguments: Sequence[str] = ()) -> None:
    """Measure, print, write."""
    stack = load_stack(["nato-sofa-1951"])
    engines = case_by_case(stack)
    with tempfile.TemporaryDirectory() as folder:
        bulk = tables(stack, Path(folder))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    result = {
        "machine": f"{platform.machine()}, 2 cores, shared",
        "questions": QUESTIONS,
        "tables": bulk,
        "case_by_case": engines,
        "peak_mib": peak,
    }
    (RESULTS / "bulk.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(f"peak {peak} MiB")


if __name__ == "__main__":
    main()
