"""`raa sql`, `raa assess` and `raa explain` as a researcher types them, and what they say to wrong tables."""

from __future__ import annotations

import csv
import json
import resource
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.support.commands import raa

CARRY = ("-a", "nato-sofa-1951", "--question", "arms.carry")


def table(folder: Path, text: str) -> str:
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


GOOD = "id,person.status,arms.orders_authorise\n7,force_member,yes\n8,dependant,\n9,,\n"


def test_a_table_is_assessed_and_each_row_can_be_explained(tmp_path: Path) -> None:
    cases, out = table(tmp_path, GOOD), tmp_path / "out.csv"
    ran = raa("assess", cases, *CARRY, "--out", str(out))
    assert ran.status == 0
    assert "3 rows" in ran.out
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert [rows[key]["row"] for key in ("7", "8", "9")] == ["1", "2", "3"]
    assert [rows[key]["arms.carry status"] for key in ("7", "8", "9")] == ["DETERMINED", "DETERMINED", "UNDETERMINED"]
    assert [rows[key]["arms.carry answer"] for key in ("7", "8", "9")] == ["permitted", "no_treaty_right", ""]
    legend = json.loads(Path(f"{out}.legend.json").read_text(encoding="utf-8"))["questions"]["arms.carry"]
    bits = int(rows["8"]["arms.carry provisions"])
    assert [row["id"] for row in legend["provisions"] if bits >> row["bit"] & 1] == ["nato-sofa-1951:VI.not_members"]
    shown = raa("explain", cases, *CARRY, "--row", "2")
    assert shown.status == 0
    assert "The agreement gives no right to carry arms: Art. VI." in shown.out


def test_the_legend_tells_the_numbers_of_an_answer_and_how_far_its_text_was_verified(tmp_path: Path) -> None:
    cases, out = table(tmp_path, "claim.sending_states\n1\n"), tmp_path / "out.csv"
    wanted = ("-a", "nato-sofa-1951", "--question", "claims.cost_share", "--absent-unknown")
    assert raa("assess", cases, *wanted, "--out", str(out)).status == 0
    legend = json.loads(Path(f"{out}.legend.json").read_text(encoding="utf-8"))["questions"]["claims.cost_share"]
    shares = {row["answer"]: row["numbers"] for row in legend["provisions"] if row.get("numbers")}
    assert shares["split"]["receiving"] == "1/(2 * claim.sending_states + 1)"
    assert {row["verified"] for row in legend["provisions"]} == {"full-text"}


def test_parquet_in_and_out_with_columns_passed_on(tmp_path: Path) -> None:
    columns = {"note": ["a", "b"], "person.status": ["force_member", None], "arms.orders_authorise": [False, False]}
    pq.write_table(pa.table(columns), tmp_path / "cases.parquet")
    out = tmp_path / "out.parquet"
    assert raa("assess", str(tmp_path / "cases.parquet"), *CARRY, "--out", str(out), "--threads", "1").status == 0
    rows = sorted(pq.read_table(out).to_pylist(), key=lambda row: row["row"])
    assert [row["note"] for row in rows] == ["a", "b"]
    assert [row["arms.carry answer"] for row in rows] == ["no_treaty_right"] * 2, "certain without the status"


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "spark", "sqlite"])
def test_the_statement_names_its_provisions_and_articles(dialect: str) -> None:
    ran = raa("sql", "nato-sofa-1951", "--question", "arms.carry", "--dialect", dialect, "--table", "movements")
    assert ran.status == 0
    assert "nato-sofa-1951:VI.no_orders: Art. VI" in ran.out
    assert "FROM movements" in ran.out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("person.status\nforce_member\n", "no column for facts that the questions read: arms.orders_authorise"),
        ("person.status,arms.orders_authorise\nforce_membr,yes\n", "`force_membr` is no value of it, in 1 rows"),
        ("person.status,arms.orders_authorise\nforce_member,perhaps\n", "`perhaps` is no value of it"),
        ("person.statuss,arms.orders_authorise\nforce_member,yes\n", "column `person.statuss` is no fact"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_and_nothing_is_written(text: str, says: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    ran = raa("assess", table(tmp_path, text), *CARRY, "--out", str(out))
    assert ran.status == 2
    assert says in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.csv"]


def test_files_that_are_no_tables_and_places_that_cannot_be_written(tmp_path: Path) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 and then nothing")
    good = table(tmp_path, GOOD)
    for arguments, says in (
        ((str(broken), *CARRY, "--out", str(tmp_path / "o.csv")), "this table cannot be read"),
        ((str(tmp_path / "none.csv"), *CARRY, "--out", str(tmp_path / "o.csv")), "there is no such file"),
        ((good, *CARRY, "--out", str(tmp_path / "o.txt")), "is neither Parquet nor CSV"),
        ((good, *CARRY, "--out", str(tmp_path / "nowhere" / "o.csv")), "o.csv"),
        ((good, "-a", "nowhere", "--out", str(tmp_path / "o.csv")), "there is no rulebook `nowhere`"),
        ((good, "-a", "nato-sofa-1951", "--question", "arms.cary", "--out", str(tmp_path / "o.csv")), "arms.carry"),
    ):
        ran = raa("assess", *arguments)
        assert ran.status not in (0, 1), arguments
        assert says in ran.err
        assert "Traceback" not in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["broken.parquet", "cases.csv"]
    assert "there is no row 4" in raa("explain", good, *CARRY, "--row", "4").err
    assert "is not a dialect" in raa("sql", "nato-sofa-1951", "--dialect", "oracle").err


def test_what_is_absent_may_be_said_to_be_unknown(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    cases = table(tmp_path, "arms.orders_authorise\nno\nyes\n")
    assert raa("assess", cases, *CARRY, "--out", str(out), "--absent-unknown").status == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["row"])
    assert [row["arms.carry status"] for row in rows] == ["DETERMINED", "UNDETERMINED"]


@pytest.mark.parametrize("engine", ["embedded", "duckdb"])
def test_a_disk_that_takes_no_more_is_said_in_one_line_and_nothing_stays(engine: str, tmp_path: Path) -> None:
    rows = 60_000
    columns = {"note": [f"{n * n}" for n in range(rows)], "person.status": ["dependant"] * rows}
    pq.write_table(pa.table({**columns, "arms.orders_authorise": [None] * rows}), tmp_path / "cases.parquet")
    command = [sys.executable, "-m", "openraa", "assess", str(tmp_path / "cases.parquet"), *CARRY, "--engine", engine]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    ran = subprocess.run(
        [*command, "--out", str(tmp_path / "out.parquet")],
        capture_output=True,
        text=True,
        preexec_fn=limit,
        check=False,
    )
    assert ran.returncode == 3, ran.stderr
    assert "cannot be written" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["cases.parquet"]


@pytest.mark.parametrize(
    ("engine", "says"),
    [
        ("embeded", "Did you mean `embedded`"),
        ("mysql://root:hidden@host/db", "`host/db` is not an engine"),
        ("duckdb", "`dependnt` is no value of it"),
    ],
)
def test_engines_that_there_are_not_and_tables_that_they_refuse(engine: str, says: str, tmp_path: Path) -> None:
    cases = table(tmp_path, "person.status,arms.orders_authorise\ndependnt,yes\n")
    ran = raa("assess", cases, *CARRY, "--engine", engine, "--out", str(tmp_path / "out.csv"))
    assert ran.status == 2
    assert says in ran.err
    assert "hidden" not in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["cases.csv"]


def test_duckdb_and_the_embedded_engine_write_the_same_table(tmp_path: Path) -> None:
    cases = table(tmp_path, GOOD)
    found = []
    for engine in ("embedded", "duckdb"):
        out = tmp_path / f"{engine}.csv"
        assert raa("assess", cases, *CARRY, "--engine", engine, "--out", str(out)).status == 0
        with out.open(encoding="utf-8", newline="") as file:
            found.append(sorted(tuple(row.items()) for row in csv.DictReader(file)))
    assert found[0] == found[1]
    refused = raa("assess", cases, *CARRY, "--engine", "duckdb", "--memory", "much", "--out", str(tmp_path / "o.csv"))
    assert (refused.status, "DuckDB cannot be set up" in refused.err) == (3, True)


def test_an_empty_table_gives_an_empty_result_and_one_with_a_column_twice_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert raa("assess", table(tmp_path, GOOD.splitlines()[0] + "\n"), *CARRY, "--out", str(out)).status == 0
    assert out.read_text(encoding="utf-8").count("\n") == 1
    assert "arms.carry answer" in out.read_text(encoding="utf-8")
    twice = table(tmp_path, "id,id,person.status,arms.orders_authorise\n1,2,dependant,yes\n")
    assert "column `id` is there twice" in raa("assess", twice, *CARRY, "--out", str(out)).err
    many = raa("assess", table(tmp_path, GOOD), "-a", "nato-sofa-1951", "--out", str(out))
    assert "facts that the questions read, such as person.role" in many.err
    torn = table(tmp_path, "person.status,arms.orders_authorise\ndependant,yes\ndependant\n")
    assert "this table cannot be read" in raa("assess", torn, *CARRY, "--out", str(out)).err


def test_only_the_results_that_are_wanted_are_written(tmp_path: Path) -> None:
    cases, out = table(tmp_path, GOOD), tmp_path / "out.csv"
    assert raa("assess", cases, *CARRY, "--result", "answer", "--out", str(out)).status == 0
    assert out.read_text(encoding="utf-8").splitlines()[0] == '"row","id","arms.carry answer"'
    assert "Did you mean `answer`" in raa("assess", cases, *CARRY, "--result", "answr", "--out", str(out)).err
    refused = raa("assess", cases, *CARRY, "--result", "answer", "--engine", "duckdb", "--out", str(out))
    assert (refused.status, "this engine writes all results" in refused.err) == (2, True)
