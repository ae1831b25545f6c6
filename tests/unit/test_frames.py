"""Data frames in, data frames of the same kind out."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from openraa.assess import assess_frame, look_ups
from openraa.problems import Refused
from openraa.rulebook import load_stack
from tests.support.tables import looked_up_with

NATO = load_stack(["nato-sofa-1951"])
COLUMNS = {
    "id": [3, 1, 2],
    "person.status": ["force_member", None, "dependant"],
    "arms.orders_authorise": [True, None, None],
}


def test_a_polars_frame_comes_back_as_one_in_its_own_order() -> None:
    found = assess_frame(pl.DataFrame(COLUMNS), NATO, ["arms.carry"])
    assert isinstance(found, pl.DataFrame)
    assert found["id"].to_list() == [3, 1, 2]
    assert found["arms.carry answer"].to_list() == ["permitted", None, "no_treaty_right"]


def test_an_arrow_table_comes_back_as_one() -> None:
    found = assess_frame(pa.table(COLUMNS), NATO, ["arms.carry"])
    assert isinstance(found, pa.Table)
    assert found.column("arms.carry status").to_pylist() == ["DETERMINED", "UNDETERMINED", "DETERMINED"]


def test_a_frame_with_a_wrong_type_is_refused_with_its_column() -> None:
    with pytest.raises(Refused, match=r"column `arms\.orders_authorise` holds double"):
        assess_frame(pa.table({**COLUMNS, "arms.orders_authorise": [0.5, 1.0, 2.0]}), NATO, ["arms.carry"])


def test_a_pandas_frame_comes_back_as_one_and_its_floats_and_times_are_numbers_and_days() -> None:
    frame = pd.DataFrame({**COLUMNS, "visit.begins_on": pd.to_datetime(["2026-05-01", None, "2026-05-03"])})
    found = assess_frame(frame, NATO, ["arms.carry"])
    assert isinstance(found, pd.DataFrame)
    assert found["arms.carry answer"].isna().tolist() == [False, True, False]
    assert found["arms.carry provisions"].tolist()[0] > 0


def test_whatever_speaks_the_interchange_interfaces_comes_back_as_an_arrow_table() -> None:
    class Streams:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return pa.table(COLUMNS).__arrow_c_stream__(requested_schema)

    class Interchanges:
        def __dataframe__(self, nan_as_null: bool = False, allow_copy: bool = True) -> object:
            return pa.table(COLUMNS).__dataframe__(nan_as_null, allow_copy)

    for frame in (Streams(), Interchanges()):
        found = assess_frame(frame, NATO, ["arms.carry"])
        assert found.column("arms.carry answer").to_pylist() == ["permitted", None, "no_treaty_right"]


def test_what_is_no_frame_and_what_holds_wrong_values_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="this table cannot be read"):
        assess_frame(object(), NATO, ["arms.carry"])
    wrong = {**COLUMNS, "person.status": ["force_membr", None, "force_membr"]}
    with pytest.raises(Refused, match=r"`force_membr` is no value of it, in 2 rows"):
        assess_frame(pa.table(wrong), NATO, ["arms.carry"])
    late = {**COLUMNS, "visit.begins_on": [datetime(2026, 5, 1, 8), None, None]}
    with pytest.raises(Refused, match=r"column `visit\.begins_on`: `2026-05-01 08:00:00` is no value of it"):
        assess_frame(pa.table(late), NATO, ["arms.carry"])
    half = {**COLUMNS, "visit.days": [1.5, None, float("inf")]}
    if "visit.days" in NATO.vocabulary.facts:
        with pytest.raises(Refused, match="in 2 rows"):
            assess_frame(pa.table(half), NATO, ["arms.carry"])


def test_an_empty_frame_has_the_columns_of_results() -> None:
    empty = pa.table({name: pa.array([], type_) for name, type_ in
                      {"person.status": pa.string(), "arms.orders_authorise": pa.bool_()}.items()})  # fmt: skip
    found = assess_frame(empty, NATO, ["arms.carry"])
    assert found.num_rows == 0
    assert "arms.carry requirements" in found.column_names


def test_what_is_too_large_to_be_looked_up_is_given_to_duckdb_with_the_same_result() -> None:
    looked_up = assess_frame(pa.table(COLUMNS), NATO, ["arms.carry"])
    with looked_up_with(MOST_ENTRIES=1):
        assert look_ups(NATO, ["arms.carry"]) is None
        by_statement = assess_frame(pa.table(COLUMNS), NATO, ["arms.carry"])
    assert by_statement.to_pylist() == looked_up.to_pylist()
