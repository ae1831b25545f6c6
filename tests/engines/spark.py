"""The same statement on Spark gives what the single case gives; run by `make spark`, which installs PySpark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from openraa.assess import compile_stack
from openraa.determine import determiner_for
from openraa.rulebook import load_stack
from tests.support.commands import raa
from tests.support.tables import by_single_case, by_table, seeded_rows, table_of

QUESTIONS = ("status.member", "entry.visa", "arms.carry", "customs.force_goods", "jurisdiction.primary")


CARRY = ("-a", "nato-sofa-1951", "--question", "arms.carry")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    here = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    session = SparkSession.builder.master("local[2]").config(map=here).getOrCreate()
    yield session
    session.stop()


@pytest.mark.parametrize("name", ["nato-sofa-1951", "nl-ga-2014", "jp-au-raa-2022"])
def test_spark_says_what_the_evaluator_says(name: str, spark: SparkSession, tmp_path: Path) -> None:
    assert spark.version
    stack = load_stack([name])
    determiner = determiner_for(stack)
    statement = compile_stack(stack, QUESTIONS, "cases", ["id"])
    rows = seeded_rows(determiner, statement.facts, 60)
    pq.write_table(table_of(rows, stack.vocabulary.facts, statement.facts), tmp_path / "cases.parquet")
    out = tmp_path / "out"
    wanted = [option for question in QUESTIONS for option in ("--question", question)]
    ran = raa(
        "assess", str(tmp_path / "cases.parquet"), "-a", name, *wanted, "--engine", "spark://local", "--out", str(out)
    )
    assert ran.status == 0, ran.err
    results = pq.read_table(out).to_pylist()
    assert len(results) == len(rows)
    for result in results:
        for legend in statement.legends:
            row = rows[result["id"]]
            assert by_table(legend, result) == by_single_case(determiner, legend.question, row), (legend.question, row)


def test_what_does_not_fit_or_is_not_there_is_said_in_words(spark: SparkSession, tmp_path: Path) -> None:
    assert spark.version
    cases, out = tmp_path / "cases.csv", tmp_path / "out"
    engine = ("--engine", "spark://local", "--out", str(out))
    for text, says in (
        ("person.status,arms.orders_authorise\nforce_membr,true\n", "`force_membr` is no value of it, in 1 rows"),
        ("person.status,arms.orders_authorise\nforce_member,perhaps\n", "column `arms.orders_authorise` holds string"),
        ("person.status\nforce_member\n", "no column for facts that the questions read"),
    ):
        cases.write_text(text, encoding="utf-8")
        ran = raa("assess", str(cases), *CARRY, *engine)
        assert (ran.status, says in ran.err) == (2, True), ran.err
    assert "this table cannot be read" in raa("assess", "nowhere", *CARRY, *engine).err
    out.mkdir()
    assert "exists" in raa("assess", str(cases), *CARRY, *engine).err
    assert list(out.iterdir()) == []


def test_a_master_that_cannot_be_reached_is_said_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SparkSession, "getActiveSession", lambda: None)
    ran = raa("assess", "cases", *CARRY, "--engine", "spark://127.0.0.1:9", "--out", str(tmp_path / "out"))
    assert ran.status == 3
    assert "spark://127.0.0.1:9 cannot be reached" in ran.err
