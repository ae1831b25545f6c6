"""How long proofs and comparisons take, and how that grows; beside exhaustion and cvc5, in one run.

`make bench` prints the tables and writes `benchmarks/results/proofs.json` and the plot in the docs. Before a peer is
timed on a question it must have given the same answer; whatever a time limit cuts off is checked not to be a yes.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import z3
from tests.support.large import Generated, many_questions, one_question
from tests.support.solvers import solved_by_cvc5

from benchmarks.plot import Line, Panel, write_plot
from openraa.cli.prove import stack_of
from openraa.determine import CONFLICT, GAP, determiner_for
from openraa.prove import Likeness, Verdict, compare, in_force, prove
from openraa.prove.search import Search, facts_behind
from openraa.register import load_agreements
from openraa.rulebook import Stack, rulebook_paths
from openraa.vocabulary import Value

RESULTS = Path(__file__).parent / "results"
PLOT = Path(__file__).parents[1] / "docs" / "explanation" / "performance-of-proofs.svg"
REPEATS = 3
PATIENCE = 15.0  # seconds after which a peer is stopped; what is left is extrapolated, and said to be
PER_QUESTION = (5, 10, 30, 100, 300, 600)
PER_RULEBOOK = (50, 100, 250, 500, 1000, 2000)
TARGETS = {"shipped": 2.0, "pair": 2.0, "1000 provisions": 30.0}


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes, compiling included; the median."""
    times = []
    for _ in range(REPEATS):
        determiner_for.cache_clear()
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


def shipped(stacks: Mapping[str, Stack]) -> list[dict[str, object]]:
    """Every shipped rulebook by itself."""
    agreements = load_agreements()
    rows: list[dict[str, object]] = []
    for name, stack in stacks.items():
        force = in_force(agreements.get(name))
        seconds = timed(lambda stack=stack, force=force: prove(stack, in_force=force))  # type: ignore[misc]
        rows.append({"rulebook": name, "provisions": len(stack.provisions), "seconds": round(seconds, 3)})
    return sorted(rows, key=lambda row: -float(str(row["seconds"])))


def pairs(stacks: Mapping[str, Stack]) -> list[dict[str, object]]:
    """Every pair of shipped rulebooks, once each; the slowest first."""
    rows: list[dict[str, object]] = []
    for left, right in itertools.combinations(stacks, 2):
        found = compare(stacks[left], stacks[right])
        assert not found.of(Likeness.NOT_PROVEN)
        cubes = sum(len(region.where) for row in found.rows for region in row.regions)
        rows.append({"pair": f"{left}|{right}", "seconds": round(found.seconds, 3), "cubes": cubes})
    return sorted(rows, key=lambda row: -float(str(row["seconds"])))


def growth(made: Generated) -> dict[str, object]:
    """Proof of one generated rulebook, and comparison with a copy in which one provision of a hundred is edited."""
    stack, edited = made.stack(), made.edited().stack()
    proof = prove(stack, seconds=300)
    assert proof.verdict is Verdict.PROVEN, "generated rulebooks are without fault"
    found = compare(stack, edited, seconds=300)
    assert not found.of(Likeness.NOT_PROVEN)
    assert found.of(Likeness.DIFFERS), "the edits change something"
    return {
        "provisions": len(stack.provisions),
        "questions": len(stack.questions),
        "prove": round(timed(lambda: prove(stack, seconds=300)), 4),
        "compare": round(timed(lambda: compare(stack, edited, seconds=300)), 4),
    }


def planted(made: Generated) -> dict[str, object]:
    """Seconds to find one planted conflict and one planted gap, and nothing else."""
    found: dict[str, object] = {}
    for name, faulty in (("conflict", made.with_conflict()), ("gap", made.with_gap())):
        stack = faulty.stack()
        findings = prove(stack, seconds=300).findings
        assert {row.property.value for row in findings} == {name}
        found[f"prove, with a {name}"] = round(timed(lambda stack=stack: prove(stack, seconds=300)), 4)  # type: ignore[misc]
    return found


def by_exhaustion(stack: Stack) -> dict[str, object]:
    """The one question's conflicts, gaps and effects from every combination of values that its conditions tell apart.

    After `PATIENCE` seconds the rest is extrapolated.
    """
    search = Search(stack)
    grid, facts = search.grid("q"), sorted(facts_behind(stack, "q"))
    values = [[group.value for group in grid.groups(name)] for name in facts]
    n_cases, n_done, effective = math.prod(map(len, values)), 0, set[str]()
    evaluator, begin = search.determiner.evaluator, time.perf_counter()
    for case in _cases(facts, values):
        verdict = evaluator.situation(case).verdict("q")
        assert verdict.settled not in (CONFLICT, GAP)
        effective |= {name for name, is_so in verdict.effective.items() if is_so}
        n_done += 1
        if time.perf_counter() - begin > PATIENCE:
            break
    seconds = (time.perf_counter() - begin) * n_cases / n_done
    assert n_done < n_cases or effective == set(stack.provisions)
    return {"cases": n_cases, "exhaustion": float(f"{seconds:.4g}"), "exhaustion_measured": n_done == n_cases}


def _cases(facts: list[str], values: list[list[Value]]) -> Iterator[dict[str, Value]]:
    for chosen in itertools.product(*values):
        yield dict(zip(facts, chosen, strict=True))


def by_solvers(stack: Stack) -> dict[str, object]:
    """The same questions in SMT-LIB, a conflict and a gap for each question of the rulebook, read and solved anew."""
    search = Search(stack)
    texts = [
        search.solver.as_smtlib(search.encoding.outcome(question, outcome))
        for question in stack.questions
        for outcome in (CONFLICT, GAP)
    ]
    found: dict[str, object] = {}
    for name, solve in (("z3 on SMT-LIB", solved_by_z3), ("cvc5 on SMT-LIB", _cvc5)):
        begin = time.perf_counter()
        n_solved = 0
        for text in texts:
            answer = solve(text)
            assert answer in ("unsat", "unknown"), "generated rulebooks are without fault"
            n_solved += answer == "unsat"
            if time.perf_counter() - begin > 3 * PATIENCE:
                break
        found[name] = round(time.perf_counter() - begin, 4) if n_solved == len(texts) else None
    return found


def _cvc5(text: str) -> str:
    return solved_by_cvc5(text, seconds=PATIENCE)


def solved_by_z3(text: str) -> str:
    """What Z3 answers to a question in SMT-LIB 2."""
    solver = z3.Solver()
    solver.from_string(text)
    return str(solver.check())


def cut_off(made: Generated, seconds: float) -> dict[str, object]:
    """Verdicts under a time limit on a rulebook without fault and on one with a gap: never a wrong yes."""
    whole, holed = (prove(each.stack(), seconds=seconds) for each in (made, made.with_gap()))
    assert whole.verdict is not Verdict.FAILED, "there is nothing to find"
    assert holed.verdict is not Verdict.PROVEN, "a time limit must not hide the gap"
    return {
        "limit": seconds,
        "provisions": len(made.rows),
        "questions": len(made.questions),
        "without fault": whole.verdict.value,
        "with a gap": holed.verdict.value,
        "seconds": [round(whole.seconds, 2), round(holed.seconds, 2)],
    }


def main() -> None:
    """Run everything."""
    stacks = {name: stack_of(name, ()) for name in rulebook_paths()}
    by_question = []
    for n in PER_QUESTION:
        made = one_question(n)
        stack = made.stack()
        by_question.append({**growth(made), **planted(made), **by_solvers(stack), **by_exhaustion(stack)})
        print(by_question[-1], flush=True)
    by_size = []
    for n in PER_RULEBOOK:
        made = many_questions(n)
        by_size.append({**growth(made), **by_solvers(made.stack())})
        print(by_size[-1], flush=True)
    alone, together = shipped(stacks), pairs(stacks)
    report = {
        "shipped": alone,
        "pairs": {
            "n": len(together),
            "median": statistics.median(float(str(row["seconds"])) for row in together),
            "n_over_target": sum(float(str(row["seconds"])) > TARGETS["pair"] for row in together),
            "slowest": together[:10],
        },
        "provisions_per_question": by_question,
        "size_of_rulebook": by_size,
        "time_limit": [
            cut_off(many_questions(2000), 0.5),
            *(cut_off(one_question(600), limit) for limit in (0.5, 0.1)),
        ],
        "targets_in_seconds": TARGETS,
        "machine": {"python": platform.python_version(), "cores": os.cpu_count(), "load": os.getloadavg()[0]},
        "versions": {name: version(name) for name in ("z3-solver", "cvc5")},
    }
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "proofs.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    draw(report)
    print(f"Slowest shipped rulebook: {alone[0]}; slowest pair of {len(together)}: {together[0]}")
    for row in report["time_limit"]:
        print(row)


def draw(report: Mapping[str, object]) -> None:
    """The plot of both growths."""
    rows, sizes = report["provisions_per_question"], report["size_of_rulebook"]
    assert isinstance(rows, list)
    assert isinstance(sizes, list)

    def line(name: str, of: list[dict[str, float]], key: str, style: str) -> Line:
        return Line(name, [(row["provisions"], row[key]) for row in of if row.get(key)], style)

    measured = [row for row in rows if row["exhaustion_measured"]]
    beyond = rows[max(0, len(measured) - 1) :]
    solvers = [("Z3, SMT-LIB text", "z3 on SMT-LIB", "z3"), ("cvc5, SMT-LIB text", "cvc5 on SMT-LIB", "cvc5")]
    left = Panel(
        "All provisions answer one question",
        [
            line("prove", rows, "prove", "prove"),
            line("compare", rows, "compare", "compare"),
            *(line(name, rows, key, style) for name, key, style in solvers),
            line("exhaustion", measured, "exhaustion", "grid"),
            line("exhaustion, extrapolated", beyond, "exhaustion", "guess"),
        ],
    )
    right = Panel(
        "About 2.5 provisions a question",
        [
            line("prove", sizes, "prove", "prove"),
            line("compare", sizes, "compare", "compare"),
            *(line(name, sizes, key, style) for name, key, style in solvers),
        ],
        target=(1000, TARGETS["1000 provisions"]),
    )
    write_plot(PLOT, [left, right])


if __name__ == "__main__":
    main()
