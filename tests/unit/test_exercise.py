"""Exercises of many visits: each pair under its own agreement."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from openraa.problems import Refused
from openraa.visit import ExercisePlan, is_exercise, open_visit, plan_exercise, plan_visit, read_exercise
from tests.support.commands import raa
from tests.support.generated import ROOT

FIVE = ROOT / "examples" / "five-nations"
VISIT = """
[visit]
name = "{sending} to {receiving}"
sending = "{sending}"
receiving = "{receiving}"
begins_on = {begins}
ends_on = 2026-06-30

[facts]
visit.advance_notice_given = false

[manifests]
people = "people.csv"
"""


def write(folder: Path, *pairs: tuple[str, str, str]) -> Path:
    rows = []
    for sending, receiving, begins in pairs:
        name = f"{sending}-{receiving}"
        (folder / name).mkdir()
        text = VISIT.format(sending=sending, receiving=receiving, begins=begins)
        (folder / name / "visit.toml").write_text(text, "utf-8")
        (folder / name / "people.csv").write_text(f"name,nationality,role\nA B,{sending},member\n", "utf-8")
        rows.append(f'[[visits]]\npath = "{name}"\n')
    (folder / "exercise.toml").write_text('[exercise]\nname = "E"\n' + "\n".join(rows), "utf-8")
    return folder


def plan(folder: Path) -> ExercisePlan:
    exercise = read_exercise(folder, open_visit)
    return plan_exercise(exercise, lambda visit: plan_visit(visit, as_of=date(2026, 1, 5)))


def test_each_pair_is_judged_under_its_own_agreement() -> None:
    found = plan(FIVE)
    governs = {pair.sending: pair.plan.governing.governs for pair in found.pairs}
    assert governs == {
        "AU": ("jp-au-raa-2022",),
        "GB": ("jp-uk-raa-2023",),
        "PH": ("jp-ph-raa-2024",),
        "FR": (),
    }


def test_the_matrix_has_a_row_for_each_sender_and_a_column_for_each_receiver(tmp_path: Path) -> None:
    found = plan(write(tmp_path, ("FR", "IT", "2026-06-01"), ("FR", "DE", "2026-06-01"), ("GB", "IT", "2026-06-02")))
    assert found.sending == ("FR", "GB")
    assert found.receiving == ("IT", "DE")
    assert len(found.between("FR", "DE")) == 1
    assert found.between("GB", "DE") == ()
    assert found.exercise.begins_on == date(2026, 6, 1)


def test_a_step_that_several_visits_share_stands_once_and_names_them(tmp_path: Path) -> None:
    folder = write(tmp_path, ("FR", "IT", "2026-06-01"), ("GB", "IT", "2026-06-01"))
    found = plan(folder)
    shared = [row for row in found.todos() if len(row.pairs) == 2]
    alone = [todo for pair in found.pairs for todo in pair.plan.todos]
    assert shared
    assert len(alone) == sum(len(row.pairs) for row in found.todos())
    assert {pair.sending for pair in shared[0].pairs} == {"FR", "GB"}


def test_a_question_counts_as_different_only_among_pairs_that_an_agreement_governs() -> None:
    found = plan(FIVE)
    for row in found.differences():
        outcomes = {
            frozenset((g.determination.status, g.determination.answer) for g in groups)
            for pair, groups in row.groups
            if pair.plan.stack is not None and groups
        }
        assert len(outcomes) > 1, row.question.name


def test_alike_pairs_differ_in_nothing(tmp_path: Path) -> None:
    assert plan(write(tmp_path, ("FR", "IT", "2026-06-01"), ("BE", "IT", "2026-06-01"))).differences() == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no visit is named"),
        ('[exercise]\nname = "E"\n', "no visit is named"),
        ('[[visits]]\npath = "x"\n', "the exercise has no name"),
        ('[exercise]\nname = "E"\nplaned_on = 2026-01-01\n', "`planed_on` is not a key here"),
        ('[exercise]\nname = "E"\nplanned_on = "soon"\n', "`planned_on` is not a date"),
        ('[exercise]\nname = "E"\n[[visits]]\nfolder = "x"\n', "a visit has no path"),
        ('[exercise]\nname = "E"\n[[visits]]\npath = "gone"\n', "cannot be opened"),
        ("[exercise\n", "not valid TOML"),
    ],
)
def test_a_faulty_exercise_says_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "exercise.toml").write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        read_exercise(tmp_path, open_visit)
    assert any(says in problem.message for problem in refused.value.problems)


def test_a_visit_named_twice_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, ("FR", "IT", "2026-06-01"))
    with (folder / "exercise.toml").open("a") as file:
        file.write('[[visits]]\npath = "./FR-IT"\n')
    with pytest.raises(Refused, match="named twice"):
        read_exercise(folder, open_visit)


def test_a_folder_with_a_visit_is_no_exercise(tmp_path: Path) -> None:
    folder = write(tmp_path, ("FR", "IT", "2026-06-01"))
    assert is_exercise(folder)
    assert not is_exercise(folder / "FR-IT")
    assert not is_exercise(folder / "nothing")


def test_check_shows_an_exercise_and_says_that_one_pair_has_no_agreement() -> None:
    ran = raa("check", str(FIVE))
    assert ran.status == 1
    assert "nothing governs" in ran.out
    assert "WHAT GOVERNS WHOM" in ran.out
    data = json.loads(raa("check", str(FIVE), "--json").out)
    assert data["format"] == "exercise/1"
    assert [pair["sending"] for pair in data["pairs"]] == ["AU", "GB", "PH", "FR"]
    assert len(data["plans"]) == 4
