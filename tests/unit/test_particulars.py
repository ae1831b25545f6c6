"""What papers say beyond the manifests: the tables of visit.toml, read strictly."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from openraa.problems import Refused
from openraa.visit import Visit, open_visit

VISIT = """
[visit]
name = "V"
sending = "FR"
receiving = "IT"
begins_on = 2026-06-01
ends_on = 2026-06-10

{more}

[manifests]
people = "people.csv"
"""


def opened(folder: Path, more: str) -> Visit:
    (folder / "visit.toml").write_text(VISIT.format(more=more), "utf-8")
    (folder / "people.csv").write_text("name,nationality,role\nA B,FR,member\n", "utf-8")
    return open_visit(folder)


def refused(folder: Path, more: str) -> list[str]:
    with pytest.raises(Refused) as caught:
        opened(folder, more)
    assert all(problem.place.line and problem.remedy for problem in caught.value.problems)
    return [problem.message for problem in caught.value.problems]


def test_a_visit_without_particulars_knows_none(tmp_path: Path) -> None:
    particulars = opened(tmp_path, "").particulars
    assert (particulars.order.number, particulars.customs.sequence, particulars.movements) == ("", None, ())


def test_order_customs_and_movements_are_read(tmp_path: Path) -> None:
    particulars = opened(
        tmp_path,
        """
[order]
number = "12/2026"
issued_on = 2026-05-01
dispatches = ["D-1", "D-2"]

[customs]
status = "U"
context = "E"
sequence = 42

[[movements]]
from = "Lyon"
to = "Decimomannu"
departs_at = 2026-06-01T06:00:00Z
conveyances = "F-RAFA"

[[movements]]
from = "Decimomannu"
to = "Lyon"
""",
    ).particulars
    assert particulars.order.issued_on == date(2026, 5, 1)
    assert particulars.order.dispatches == ("D-1", "D-2")
    assert particulars.customs.sequence == 42
    first, second = particulars.movements
    assert (first.origin, first.destination, first.conveyances) == ("Lyon", "Decimomannu", ("F-RAFA",))
    assert first.departs_at == datetime(2026, 6, 1, 6, tzinfo=UTC)
    assert second.departs_at is None


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ('[order]\nnumbr = "1"', "`numbr` is not a key of [order]"),
        ("[order]\nnumber = 1", "`number` is not text"),
        ('[order]\nissued_on = "1 May"', "`issued_on` is not a date"),
        ("[order]\nissued_on = 2026-05-01T10:00:00", "`issued_on` is not a date"),
        ("[order]\ndispatches = [1]", "`dispatches` is not a list of texts"),
        ('[customs]\nstatus = "X"', "`X` is no value of `status`"),
        ("[customs]\nsequence = 1000000", "`sequence` is not a whole number from 1 to 999999"),
        ("[customs]\nsequence = true", "`sequence` is not a whole number from 1 to 999999"),
        ('[contact]\nemail = "nobody"', "`nobody` does not look right"),
        ("[[movements]]\ndeparts_at = 2026-06-01", "`departs_at` is not a day with a time of day"),
        (
            "[[movements]]\ndeparts_at = 2026-06-02T06:00:00Z\narrives_at = 2026-06-01T06:00:00Z",
            "movement 1 arrives before it departs",
        ),
        ("[movements]\nfrom = 1", "`movements` is a list of tables"),
        (
            "[ship]\narrives_at = 2026-06-02T06:00:00\ndeparts_at = 2026-06-01T06:00:00",
            "the ship departs before it arrives",
        ),
    ],
)
def test_a_wrong_particular_is_refused_with_its_line_and_a_remedy(tmp_path: Path, more: str, says: str) -> None:
    assert refused(tmp_path, more) == [says]


def test_all_wrong_particulars_come_together(tmp_path: Path) -> None:
    assert len(refused(tmp_path, '[order]\nnumber = 1\nnumbr = 2\n[customs]\nstatus = "X"')) == 3
