"""Determinations case by case, beside zen-engine, cedarpy, regopy and cel-expr-python, in one run.

`make bench` prints the table and writes `benchmarks/results/cases.json`. No timing is taken before every
engine has given the same answers on the same seeded cases.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import peers
from openraa.determine import Case, Determiner, explain
from openraa.rulebook import load_stack
from openraa.vocabulary import FactType, Value, load_vocabulary

RESULTS = Path(__file__).parent / "results"
REPEATS = 5


def seeded_cases(facts: list[str], n: int, seed: int, determiner: Determiner) -> list[dict[str, Value]]:
    """Complete cases that break no constraint."""
    vocabulary, random_ = load_vocabulary(), random.Random(seed)
    found: list[dict[str, Value]] = []
    while len(found) < n:
        case: dict[str, Value] = {}
        for name in facts:
            fact = vocabulary.facts[name]
            match fact.type:
                case FactType.BOOL:
                    case[name] = random_.random() < 0.5
                case FactType.INT:
                    case[name] = random_.choice([fact.low, min(fact.high, 21), min(fact.high, 22), fact.high])
                case FactType.ENUM:
                    case[name] = random_.choice(fact.values)
                case FactType.DATE:
                    raise ValueError(name)
        if not determiner.evaluator.broken(Case(case)):
            found.append(case)
    return found


def rate(run: Callable[[Mapping[str, Value]], object], cases: list[dict[str, Value]], seconds: float) -> list[float]:
    """Cases a second, each repeat over at least this long, the first one thrown away."""
    rates = []
    for _ in range(REPEATS + 1):
        gc.collect()
        done, begin = 0, time.perf_counter()
        while time.perf_counter() - begin < seconds:
            for case in cases[:50]:
                run(case)
            done += len(cases[:50])
        rates.append(done / (time.perf_counter() - begin))
    return rates[1:]


def disagreements(theirs: object, ours: Mapping[str, str]) -> int:
    """How many answers differ; where we report a conflict, a first-match engine may answer either."""
    assert isinstance(theirs, dict)
    return sum(theirs[q] != answer for q, answer in ours.items() if answer != "CONFLICT")


def person_all_questions(stack_ids: list[str], cases: list[dict[str, Value]]) -> float:
    """Milliseconds for all questions about one person, with trace and prose; the median."""
    determiner = Determiner(load_stack(stack_ids))
    vocabulary = load_vocabulary()
    questions = [q for q in determiner.stack.questions if vocabulary.questions[q].subject == "person"]
    times = []
    for case in cases[:200]:
        begin = time.perf_counter()
        for result in determiner.determine_all(questions, Case(case)):
            explain(result, determiner.stack)
        times.append((time.perf_counter() - begin) * 1000)
    return statistics.median(times)


def help_seconds() -> float:
    """Seconds that `raa --help` takes as a process; the median of nine."""
    command = [sys.executable, "-m", "openraa", "--help"]
    times = []
    for _ in range(9):
        begin = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agreement", default="nato-sofa-1951")
    parser.add_argument("--seconds", type=float, default=0.5)
    options = parser.parse_args()
    stack = load_stack([options.agreement])
    determiner = Determiner(stack)
    questions = peers.comparable(stack)
    facts = peers.facts_needed(stack, questions)
    cases = seeded_cases(facts, 300, 1951, determiner)

    def ours(case: Mapping[str, Value]) -> dict[str, str]:
        situation = determiner.evaluator.situation(case)
        return {q: str(situation.verdict(q).settled) for q in questions}

    def ours_explained(case: Mapping[str, Value]) -> list[object]:
        return list(determiner.determine_all(questions, Case(case)))

    makers = {
        "cel-expr-python": peers.cel_engine,
        "zen-engine": peers.zen_engine,
        "cedarpy": peers.cedar_engine,
        "regopy": peers.rego_engine,
    }
    engines: dict[str, Callable[[Mapping[str, Value]], object]] = {"OpenRAA": ours}
    notes = {
        "OpenRAA": "missing facts, conflicts, gaps",
        "OpenRAA with trace": "the same, with the whole trace",
    }
    for name, make in makers.items():
        try:
            engine = make(stack, questions)
            wrong = sum(disagreements(engine(case), ours(case)) for case in cases)
        except ImportError as error:
            print(f"{name} is not installed: {error}", file=sys.stderr)
            continue
        if wrong:
            print(f"{name} disagrees in {wrong} answers; it is not timed", file=sys.stderr)
            continue
        engines[name] = engine
        notes[name] = "complete facts only; defeat worked out beforehand; a conflict goes unseen"
    engines["OpenRAA with trace"] = ours_explained
    rows = []
    for name, engine in engines.items():
        rates = rate(engine, cases, options.seconds)
        rows.append(
            {
                "engine": name,
                "cases_per_second": round(statistics.median(rates)),
                "range": [round(min(rates)), round(max(rates))],
                "note": notes[name],
            }
        )
    base = next(row["cases_per_second"] for row in rows if row["engine"] == "OpenRAA")
    for row in rows:
        row["openraa_is_times_as_fast"] = round(base / row["cases_per_second"], 2)
    everything = [name for name, fact in load_vocabulary().facts.items() if fact.type is not FactType.DATE]
    person = person_all_questions([options.agreement], seeded_cases(everything, 200, 1952, determiner))
    report = {
        "agreement": options.agreement,
        "questions": len(questions),
        "provisions": sum(len(stack.provisions_of(q)) for q in questions),
        "facts": len(facts),
        "cases": len(cases),
        "rows": rows,
        "all_person_questions_with_explanation_ms": round(person, 2),
        "raa_help_seconds": round(help_seconds(), 3),
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "load": os.getloadavg()[0]},
        "versions": {name: peers.version_of(name) for name in makers},
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "cases.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    width = max(len(str(row["engine"])) for row in rows)
    print(f"{options.agreement}: {report['questions']} questions, {report['provisions']} provisions a case")
    for row in sorted(rows, key=lambda r: -r["cases_per_second"]):
        print(
            f"{row['engine']:<{width}}  {row['cases_per_second']:>8} cases/s"
            f"  OpenRAA is {row['openraa_is_times_as_fast']:>6} times as fast  {row['note']}"
        )
    print(f"All questions of one person with explanation: {person:.2f} ms")
    print(f"raa --help: {report['raa_help_seconds']} s")


if __name__ == "__main__":
    main()
