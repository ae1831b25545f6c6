"""The report on whole tables: `docs/explanation/bulk.md` and its plot, from what `benchmarks.bulk` measured."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.cases import RESULTS
from benchmarks.plot import Line, Panel, write_plot

DOCS = Path(__file__).parents[1] / "docs" / "explanation"
PACKAGES = (
    "duckdb", "polars", "numpy", "pyarrow", "cel-expr-python", "zen-engine", "common-expression-language", "cedarpy",
    "regopy", "clingo",
)  # fmt: skip
FILES = ("OpenRAA", "SQL statement", "OpenRAA, answers", "SQL NULL logic", "SQL CASE", "reading")
MEMORY = (
    "OpenRAA in memory", "OpenRAA in memory, answers", "polars three-valued", "polars first match", "numpy select",
    "OpenFisca-core",
)  # fmt: skip
GIVES = {
    "OpenRAA": "all results, exact",
    "OpenRAA, answers": "status and answer, exact",
    "OpenRAA in memory": "all results, exact",
    "OpenRAA in memory, answers": "status and answer, exact",
    "SQL statement": "all results, exact",
    "SQL NULL logic": "answers, cautious",
    "SQL CASE": "answers, complete facts only",
    "polars three-valued": "answers, cautious",
    "polars first match": "answers, complete facts only",
    "numpy select": "answers, complete facts only",
    "OpenFisca-core": "answers, complete facts only",
    "reading": "nothing: decodes and counts every column",
}
RIVALS = {
    "OpenRAA": ("SQL statement",),
    "OpenRAA, answers": ("SQL NULL logic", "SQL CASE"),
    "OpenRAA in memory, answers": ("polars three-valued", "polars first match", "numpy select", "OpenFisca-core"),
}
CANNOT = (
    ("engine", "missing facts", "conflicts and gaps", "status from earlier answers", "article, requirements"),
    (
        "SQL `CASE`, polars first match, `numpy.select`, OpenFisca-core",
        "no: unknown is taken for false or cannot be held", "first match hides a conflict", "written out by hand", "no",
    ),
    (
        "SQL and polars with NULL logic", "cautious: holds back what all completions agree on",
        "with a further expression each", "no: a status known in part is lost", "no",
    ),
    ("cel-expr-python, common-expression-language", "no: an unknown value is an error", "no", "no", "no"),
    ("zen-engine", "no", "first match hides a conflict", "by nodes in order", "no"),
    (
        "cedarpy", "no: an error skips a policy", "yes or no only: one request for each answer", "no",
        "the policies that decided",
    ),
    ("regopy", "undefined is not true: unknown is taken for false", "yes, as several answers", "by rules", "no"),
    ("clingo", "by solving every completion", "yes, as several answers", "by rules", "no"),
)  # fmt: skip


INTRODUCTION = (
    "Written by `make bench` from one run; the figures are in `benchmarks/results/bulk.json`. Times on shared",
    "machines vary by a third and more; read the ratios. Before an engine was timed, its answers were compared with",
    "the evaluator's on 1,000 rows: those that know missing facts at every rate of missing facts, the others on",
    "complete facts. Rows are random values that break no constraint of the vocabulary. Peers get each provision's",
    "effective condition, worked out for them, and what suits them best: enumerated columns, expressions built before",
    "the clock runs, results left in memory where the row says so.",
)


WHY = (
    "",
    "Why: engines that know complete facts only work on whole words of bits, 64 rows in one step, and need neither the",
    "codes of unknown values nor status, conflict and gap. polars with NULL logic does the same on two bits a value;",
    "it gives one column for each question where OpenRAA gives status and answer, checks no value against the",
    "vocabulary, and holds back about one answer in fifty that is certain. DuckDB's `CASE` writes one column too.",
)


def write(report: Mapping[str, Any]) -> None:
    """The page and the plot."""
    growth = report["growth"]
    styles = {
        "OpenRAA": "openraa", "reading": "reading", "SQL statement": "statement", "SQL NULL logic": "null",
        "polars three-valued": "polars",
    }  # fmt: skip
    lines = [
        Line(name, [(row["rows"], row["seconds"]) for row in growth if row["engine"] == name], style)
        for name, style in styles.items()
    ]
    title = "Six questions, 5 % missing, two threads"
    write_plot(DOCS / "bulk.svg", [Panel(title, [line for line in lines if line.points], across="rows")])
    (DOCS / "bulk.md").write_text("\n".join(_page(report)) + "\n", encoding="utf-8")


def _page(report: Mapping[str, Any]) -> Iterator[str]:
    tables, machine = report["tables"], report["machine"]
    yield "# How fast tables are assessed, and beside what"
    yield ""
    yield from INTRODUCTION
    yield ""
    yield (
        f"Python {machine['python']}, {machine['cores']} cores, {report['minutes']} minutes; "
        + ", ".join(f"{name} {version}" for name, version in report["versions"].items())
        + "."
    )
    yield ""
    yield "| work | questions | provisions | facts |"
    yield "|---|---:|---:|---:|"
    for name, size in report["works"].items():
        yield f"| {name} | {size['questions']} | {size['provisions']} | {size['facts']} |"
    yield ""
    yield "## In short"
    yield ""
    yield from _short(report)
    for title, engines in (("From file to file", FILES), ("In memory", MEMORY)):
        yield ""
        yield f"## {title}"
        yield ""
        alone = "`numpy.select` and OpenFisca-core run on one thread."
        yield f"Thousand rows a second, {'Parquet to Parquet.' if engines is FILES else alone}"
        yield ""
        yield from _table(tables, engines)
    yield ""
    yield "Answers compared on 1,000 rows at 5 % missing: none of them unjustified; held back though certain:"
    held = [row for row in tables if row["missing"] == 0.05 and row["checked"].get("held back")]
    yield "; ".join(dict.fromkeys(f"{r['engine']} {_share(r)} ({r['work']})" for r in held)) + "."
    yield ""
    yield "## Case by case"
    yield ""
    yield "Complete facts, answers only; beside `raa assess` from file to file with all results."
    yield ""
    yield "| engine | work | cases a second | OpenRAA is times as fast |"
    yield "|---|---|---:|---:|"
    for row in report["case_by_case"]:
        ours = _best(tables, row["work"], 0.0, "OpenRAA")["rows_per_s"]
        yield f"| {row['engine']} | {row['work']} | {row['rows_per_s']:,.0f} | {ours / row['rows_per_s']:,.0f} |"
    yield ""
    yield "## Longer tables"
    yield ""
    yield "![Seconds against rows, both logarithmic](bulk.svg)"
    yield ""
    yield "| engine | rows | seconds | rows a second | peak memory, MiB |"
    yield "|---|---:|---:|---:|---:|"
    for row in sorted(report["growth"], key=lambda row: (row["engine"], row["rows"])):
        shown = f"{row['seconds']:,.2f} | {row['rows_per_s']:,.0f} | {row['peak_mib']:,}"
        yield f"| {row['engine']} | {row['rows']:,} | {shown} |"
    yield ""
    yield "## What the others cannot say"
    yield ""
    for n, cells in enumerate(CANNOT):
        yield f"| {' | '.join(cells)} |"
        if not n:
            yield "|---|---|---|---|---|"


def _short(report: Mapping[str, Any]) -> Iterator[str]:
    """The targets, met or not, and where another engine is faster."""
    tables = report["tables"]
    work = next(iter(report["works"]))
    ours = _best(tables, work, 0.0, "OpenRAA")
    single = max((row for row in report["case_by_case"] if row["work"] == work), key=lambda row: row["rows_per_s"])
    times = ours["rows_per_s"] / single["rows_per_s"]
    yield (
        f"- Complete facts, {work}: {ours['rows_per_s']:,} rows a second with all results, file to file, "
        f"{times:,.0f} times the fastest engine that takes case by case ({single['engine']})."
    )
    for name in report["works"]:
        mine, theirs = _best(tables, name, 0.05, "OpenRAA"), _best(tables, name, 0.05, "SQL statement")
        answers, null = _best(tables, name, 0.05, "OpenRAA, answers"), _best(tables, name, 0.05, "SQL NULL logic")
        one, two = (a["rows_per_s"] / b["rows_per_s"] for a, b in ((mine, theirs), (answers, null)))
        yield (
            f"- 5 % missing, {name}: {one:.1f} times the same statement on DuckDB (all results), {two:.1f} times "
            "NULL logic in SQL (answers). The target was ten."
        )
    growth = [row for row in report["growth"] if row["engine"] == "OpenRAA"]
    first, last = (next(row for row in growth if row["rows"] >= 1_000_000), growth[-1])
    each = (last["seconds"] / last["rows"]) / (first["seconds"] / first["rows"])
    yield (
        f"- From {first['rows']:,} to {last['rows']:,} rows a row's cost changes by the factor {each:.2f}; peak memory "
        f"from {first['peak_mib']:,} to {last['peak_mib']:,} MiB."
    )
    floor = next(row for row in report["growth"] if row["engine"] == "reading" and row["rows"] == last["rows"])
    yield f"- Reading the columns alone takes 1/{last['seconds'] / floor['seconds']:.1f} of that time."
    faster = [
        f"{rival['engine']} on {rival['work']}, {rival['missing']:.1%} missing: "
        f"{rival['rows_per_s'] / mine['rows_per_s']:.1f} times as fast as {mine['engine']}"
        for mine, rival in _pairs(report)
        if rival["rows_per_s"] > mine["rows_per_s"]
    ]
    if faster:
        yield "- **Not first**, likes compared (answers with answers, all results with all results):"
        yield from (f"  - {line}" for line in faster)
        yield from WHY
    else:
        yield "- First in every row where likes are compared."


def _pairs(report: Mapping[str, Any]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    tables = report["tables"]
    for name in report["works"]:
        for missing in sorted({row["missing"] for row in tables if row["work"] == name}):
            for mine, rivals in RIVALS.items():
                for rival in rivals:
                    if any(_is(row, name, missing, rival) for row in tables):
                        yield _best(tables, name, missing, mine), _best(tables, name, missing, rival)


def _table(tables: Sequence[Mapping[str, Any]], engines: Sequence[str]) -> Iterator[str]:
    columns = list(dict.fromkeys((row["work"], row["missing"]) for row in tables))
    for work in dict.fromkeys(work for work, _ in columns):
        shares = [missing for name, missing in columns if name == work]
        threads = sorted({row["threads"] for row in tables if row["work"] == work and row["engine"] == "OpenRAA"})
        yield f"**{work}**"
        yield ""
        heads = [f"{missing:.1%} missing, {n} thread{'s' * (n > 1)}" for missing in shares for n in threads]
        yield f"| engine | gives | {' | '.join(heads)} | peak MiB |"
        yield f"|---|---|{'---:|' * (len(heads) + 1)}"
        for engine in engines:
            cells, peak = [], 0
            for missing in shares:
                for n in threads:
                    found = [r for r in tables if _is(r, work, missing, engine) and r["threads"] == n]
                    found = found or [r for r in tables if _is(r, work, missing, engine) and n == threads[0]]
                    cells.append(f"{found[0]['rows_per_s'] / 1000:,.0f}" if found else "")
                    peak = max(peak, *(row["peak_mib"] for row in found)) if found else peak
            if any(cells):
                yield f"| {engine} | {GIVES[engine]} | {' | '.join(cells)} | {peak:,} |"
        yield ""


def _is(row: Mapping[str, Any], work: str, missing: float, engine: str) -> bool:
    return bool((row["work"], row["missing"], row["engine"]) == (work, missing, engine))


def _best(tables: Sequence[Mapping[str, Any]], work: str, missing: float, engine: str) -> Mapping[str, Any]:
    return max((row for row in tables if _is(row, work, missing, engine)), key=lambda row: float(row["rows_per_s"]))


def _share(row: Mapping[str, Any]) -> str:
    return f"{row['checked']['held back'] / sum(row['checked'].values()):.1%}"


if __name__ == "__main__":
    write(json.loads((RESULTS / "bulk.json").read_text(encoding="utf-8")))
