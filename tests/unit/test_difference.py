"""Two versions of a visit: what changed, and what that asks for."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openraa.visit import Difference, How, Plan, Verdict, compare_visits, open_visit, plan_visit
from tests.support.commands import raa
from tests.support.generated import ROOT

EXAMPLES = ROOT / "examples"
HEAD = "name,rank,nationality,role,passport,movement order,id card,bears arms,drives\n"
PEOPLE = (
    "Dubois Marie,Capitaine,FRA,member,20AA00001,collective,FR-1,no,no\n"
    "Noel Denis,Sergent,FRA,member,20AA00002,collective,FR-2,no,yes\n"
)
VEHICLES = (
    "registration,description,means,kind,owner,use,temporary,triptyque,under own power\n"
    "6 174 0001,Truck,road vehicle,service,force,official,yes,T-1,yes\n"
)


def plan(folder: Path, people: str = PEOPLE, vehicles: str = VEHICLES, head: str = "") -> Plan:
    folder.mkdir(exist_ok=True)
    (folder / "people.csv").write_text(HEAD + people, "utf-8")
    (folder / "vehicles.csv").write_text(vehicles, "utf-8")
    (folder / "visit.toml").write_text(
        head
        or '[visit]\nname = "V"\nsending = "FR"\nreceiving = "IT"\nbegins_on = 2027-05-10\nends_on = 2027-05-20\n'
        '[facts]\nvisit.movement = "formed_unit"\nvisit.crossing_frontier = true\nrs.formalities_met = true\n'
        'person.presence = "official_duty"\nperson.carved_out = false\n'
        '[manifests]\npeople = "people.csv"\nconveyances = "vehicles.csv"\n',
        "utf-8",
    )
    return plan_visit(open_visit(folder), as_of=date(2027, 3, 1))


def difference(tmp_path: Path, *, people: str = PEOPLE, vehicles: str = VEHICLES) -> Difference:
    return compare_visits(plan(tmp_path / "a"), plan(tmp_path / "b", people, vehicles))


def test_a_visit_does_not_differ_from_itself(tmp_path: Path) -> None:
    found = difference(tmp_path)
    assert found.same
    assert found.effects
    assert {effect.verdict for effect in found.effects} == {Verdict.COVERED}


def test_another_order_of_the_rows_changes_nothing(tmp_path: Path) -> None:
    found = difference(tmp_path, people="".join(reversed(PEOPLE.splitlines(keepends=True))))
    assert found.same


def test_one_number_plate_is_a_substitution_and_concerns_only_what_covered_the_vehicle(tmp_path: Path) -> None:
    found = difference(tmp_path, vehicles=VEHICLES.replace("0001", "0077"))
    (change,) = found.changes
    assert change.how is How.REPLACED
    assert ("registration", "6 174 0001", "6 174 0077") in change.cells
    verdicts = {effect.due.label: effect.verdict for effect in found.effects}
    assert verdicts["triptyque"] is Verdict.AMEND
    assert verdicts["movement_order"] is Verdict.COVERED
    assert all(effect.inferred for effect in found.effects if effect.verdict is Verdict.AMEND)


def test_one_more_driver_touches_the_papers_of_people_and_not_those_of_vehicles(tmp_path: Path) -> None:
    found = difference(tmp_path, people=PEOPLE + "Roche Luc,Caporal,FRA,member,20AA00003,collective,FR-3,no,yes\n")
    (change,) = found.changes
    assert change.how is How.ADDED
    verdicts = {effect.due.label: effect.verdict for effect in found.effects}
    assert verdicts["movement_order"] is Verdict.AMEND
    assert verdicts["triptyque"] is Verdict.COVERED


def test_arming_somebody_changes_an_answer_and_asks_for_a_new_paper(tmp_path: Path) -> None:
    found = difference(tmp_path, people=PEOPLE.replace("FR-1,no", "FR-1,yes"))
    (change,) = found.changes
    assert change.cells == (("bears_arms", "no", "yes"),)
    assert {row.line.label for row in found.outcomes} <= {"Dubois Marie"}


def test_a_paper_that_is_no_longer_asked_for_is_notified_only(tmp_path: Path) -> None:
    found = difference(
        tmp_path,
        vehicles=VEHICLES.splitlines(keepends=True)[0]
        + VEHICLES.splitlines()[1].replace("official,yes", "official,no"),
    )
    gone = [effect for effect in found.effects if effect.after is None]
    assert all(effect.verdict is Verdict.NOTIFY for effect in gone)


def test_another_day_touches_everything_that_was_asked_for(tmp_path: Path) -> None:
    before = plan(tmp_path / "a")
    head = (tmp_path / "a" / "visit.toml").read_text("utf-8").replace("2027-05-10", "2027-05-11")
    found = compare_visits(before, plan(tmp_path / "b", head=head))
    assert [(row.before, row.after) for row in found.head] == [("2027-05-10", "2027-05-11")]
    assert Verdict.COVERED not in {effect.verdict for effect in found.effects}


def test_a_day_that_makes_a_notice_late_is_marked(tmp_path: Path) -> None:
    def qatar(folder: Path, begins: str) -> Plan:
        head = (
            f'[visit]\nname = "V"\nsending = "NL"\nreceiving = "QA"\nbegins_on = {begins}\nends_on = 2027-05-20\n'
            'agreement = ["nl-qa-2014"]\n[manifests]\npeople = "people.csv"\n'
        )
        return plan(folder, PEOPLE.replace("FRA", "NLD"), head=head)

    found = compare_visits(qatar(tmp_path / "a", "2027-05-01"), qatar(tmp_path / "b", "2027-03-10"))
    assert any(effect.newly_late for effect in found.effects)


names = st.sampled_from(["Dubois Marie", "Noel Denis", "Roche Luc", "Petit Anne"])
ranks = st.sampled_from(["Capitaine", "Sergent"])


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_every_difference_is_about_what_changed_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    def rows() -> list[tuple[str, str]]:
        people = data.draw(st.lists(names, min_size=1, max_size=4, unique=True))
        return [(name, data.draw(ranks)) for name in people]

    def text(people: list[tuple[str, str]]) -> str:
        order = ["Dubois Marie", "Noel Denis", "Roche Luc", "Petit Anne"]
        return "".join(
            f"{n},{r},FRA,member,20AA{order.index(n)},collective,FR-{order.index(n)},no,no\n" for n, r in people
        )

    folder = tmp_path_factory.mktemp("pair")
    one, other = rows(), rows()
    found = compare_visits(plan(folder / "a", text(one)), plan(folder / "b", text(other)))
    expected = {n for n, _ in set(one) ^ set(other)}
    told = {line.label for c in found.changes for line in (c.before, c.after) if line}
    assert told == expected
    assert found.same == (set(one) == set(other))


def test_the_command_says_it_in_words_and_for_machines(tmp_path: Path) -> None:
    plan(tmp_path / "a")
    plan(tmp_path / "b", vehicles=VEHICLES.replace("0001", "0077"))
    ran = raa("diff", str(tmp_path / "a"), str(tmp_path / "b"), "--as-of", "2027-03-01")
    assert ran.status == 0
    assert "6 174 0077 takes the place of 6 174 0001" in ran.out
    data = json.loads(raa("diff", str(tmp_path / "a"), str(tmp_path / "b"), "--json").out)
    assert data["format"] == "difference/1"
    assert data["verdict"] == "amend"
    assert "The two versions say the same." in raa("diff", str(tmp_path / "a"), str(tmp_path / "a")).out


def test_where_nothing_governs_every_authority_has_to_be_asked(tmp_path: Path) -> None:
    head = (
        '[visit]\nname = "V"\nsending = "FR"\nreceiving = "JP"\nbegins_on = 2027-05-10\nends_on = {}\n'
        '[manifests]\npeople = "people.csv"\n'
    )
    plan(tmp_path / "a", head=head.format("2027-05-20"))
    plan(tmp_path / "b", head=head.format("2027-05-21"))
    ran = raa("diff", str(tmp_path / "a"), str(tmp_path / "b"))
    assert "each authority of Japan has to be asked under its law" in " ".join(ran.out.split())


def test_a_missing_second_visit_is_said(tmp_path: Path) -> None:
    plan(tmp_path / "a")
    ran = raa("diff", str(tmp_path / "a"), str(tmp_path / "none"))
    assert ran.status == 2
    assert "cannot be opened" in ran.err
