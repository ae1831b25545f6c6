"""Data frames in, data frames of the same kind out."""

from __future__ import annotations

import polars as pl
import pyarrow as pa
import pytest

from openraa.assess import assess_frame
from openraa.problems import Refused, Unavailable
from openraa.rulebook import load_stack

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
    with pytest.raises(Refused, match=r"column `arms\.orders_authorise` holds DOUBLE"):
        assess_frame(pa.table({**COLUMNS, "arms.orders_authorise": [0.5, 1.0, 2.0]}), NATO, ["arms.carry"])


def test_without_pyarrow_a_frame_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("openraa.assess.embedded.find_spec", lambda name: None)
    with pytest.raises(Unavailable, match="polars frames need pyarrow here"):
        assess_frame(pl.DataFrame(COLUMNS), NATO, ["arms.carry"])
