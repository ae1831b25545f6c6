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
from tests.support.tables import by_single_case, by_table, seeded_rows, table_of

QUESTIONS = ("status.member", "entry.visa", "arms.carry", "customs.force_goods", "jurisdiction.primary")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    here = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    session = SparkSession.builder.master("local[2]").config(map=here).getOrCreate()
    yield session
    session.stop()


@pytest.mark.parametrize("name", ["nato-sofa-1951", "nl-ga-2014", "jp-au-raa-2022"])
def test_spark_says_what_the_evaluator_says(name: str, spark: SparkSession, tmp_path: Path) -> None:
    stack = load_stack([name])
    determiner = determiner_for(stack)
    statement = compile_stack(stack, QUESTIONS, "cases", ["id"])
    rows = seeded_rows(determiner, statement.facts, 60)
    pq.write_table(table_of(rows, stack.vocabulary.facts, statement.facts), tmp_path / "cases.parquet")
    spark.read.parquet(str(tmp_path / "cases.parquet")).createOrReplaceTempView("cases")
    results = [row.asDict() for row in spark.sql(statement.sql("spark", pretty=False)).collect()]
    assert len(results) == len(rows)
    for result in results:
        for legend in statement.legends:
            row = rows[result["id"]]
            assert by_table(legend, result) == by_single_case(determiner, legend.question, row), (legend.question, row)
