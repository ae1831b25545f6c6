"""Two versions of a visit: what changed, and what that asks for."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openraa.problems import Place
from openraa.register import Governing
from openraa.visit import (
    Difference,
    How,
    Line,
    Plan,
    Subject,
    Verdict,
    Visit,
    compare_visits,
    make_plan,
    open_visit,
    plan_visit,
)
from openraa.vocabulary import Value
from tests.support.commands import raa
from tests.support.generated import ROOT
from tests.support.small import VOCABULARY, book, rule, stack

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


def test_another_day_touches_what_states_the_journey_and_no_identity_card(tmp_path: Path) -> None:
    before = plan(tmp_path / "a")
    head = (tmp_path / "a" / "visit.toml").read_text("utf-8").replace("2027-05-10", "2027-05-11")
    found = compare_visits(before, plan(tmp_path / "b", head=head))
    assert [(row.before, row.after) for row in found.head] == [(date(2027, 5, 10), date(2027, 5, 11))]
    verdicts = {effect.due.label: effect.verdict for effect in found.effects}
    assert verdicts["movement_order"] is Verdict.AMEND
    assert verdicts["id_card"] is Verdict.COVERED
    (card,) = [effect for effect in found.effects if effect.due.label == "id_card"]
    assert card.because == "If it is valid on all days of the visit, it stands."


def test_a_day_that_makes_a_notice_late_is_marked(tmp_path: Path) -> None:
    def qatar(folder: Path, begins: str) -> Plan:
        head = (
            f'[visit]\nname = "V"\nsending = "NL"\nreceiving = "QA"\nbegins_on = {begins}\nends_on = 2027-05-20\n'
            'agreement = ["nl-qa-2014"]\n[manifests]\npeople = "people.csv"\n'
        )
        return plan(folder, PEOPLE.replace("FRA", "NLD"), head=head)

    found = compare_visits(qatar(tmp_path / "a", "2027-05-01"), qatar(tmp_path / "b", "2027-03-10"))
    (late,) = [effect for effect in found.effects if effect.newly_late]
    assert late.moved
    assert late.after is not None
    assert late.after.day is not None
    assert late.after.day.safe_on == date(2027, 2, 23)


def test_both_versions_are_counted_from_one_day(tmp_path: Path) -> None:
    # Only the day of planning differs: that a notice is late now is no consequence of the change.
    def write(folder: Path, planned: str, people: str) -> None:
        plan(folder, people, head="[visit]\n" + QATAR.format(begins="2027-05-01", planned=planned))

    write(tmp_path / "a", "2027-01-01", PEOPLE.replace("FRA", "NLD"))
    write(tmp_path / "b", "2027-04-28", PEOPLE.replace("FRA", "NLD").replace("Sergent", "Adjudant"))
    ran = raa("diff", str(tmp_path / "a"), str(tmp_path / "b"))
    assert "What changed".upper() in ran.out
    assert "Late: its latest safe day" not in ran.out


def test_what_is_forbidden_now_is_said_to_be_so(tmp_path: Path) -> None:
    def qatar(folder: Path, notice_days: int) -> Plan:
        head = "[visit]\n" + QATAR.format(begins="2027-05-01", planned="2027-01-01")
        return plan(
            folder, head=head.replace("[manifests]", f"[facts]\nvisit.notice_days = {notice_days}\n[manifests]")
        )

    found = compare_visits(qatar(tmp_path / "a", 20), qatar(tmp_path / "b", 10))
    (row,) = [row for row in found.outcomes if row.question.name == "entry.advance_list"]
    assert (row.before, row.after, row.verdict) == ("in_time", "late", Verdict.FORBIDDEN)
    assert found.verdict is Verdict.FORBIDDEN
    ran = raa("diff", str(tmp_path / "a"), str(tmp_path / "b"))
    assert "forbidden: The agreement forbids this" in ran.out
    assert "The advance list comes too late." in " ".join(ran.out.split())


def test_authorities_of_another_state_are_asked_again(tmp_path: Path) -> None:
    before = plan(tmp_path / "a")
    head = (tmp_path / "a" / "visit.toml").read_text("utf-8").replace('receiving = "IT"', 'receiving = "DE"')
    found = compare_visits(before, plan(tmp_path / "b", head=head))
    assert [row.key for row in found.head] == ["receiving"]
    there = [effect for effect in found.effects if effect.after is not None]
    assert {(effect.verdict, effect.inferred) for effect in there} == {(Verdict.ASK_AGAIN, True)}


NOTICE = """requires:
- notice: word
  by: force
  to: customs{more}
"""


def made_up(
    one: Sequence[dict[str, Value]], other: Sequence[dict[str, Value]], more: str = "", body: str = ""
) -> Difference:
    """Two versions of a visit under an agreement that asks for one notice where `a` holds, with a rule or without."""
    body = body or rule("one", "x", "a", more=NOTICE.format(more=more)) + rule("two", "y", "!a")

    def version(people: Sequence[dict[str, Value]]) -> Plan:
        lines = tuple(
            Line(Subject.PEOPLE, f"P{n}", {"name": f"P{n}", "rank": str(facts)}, facts, Place("people.csv", n))
            for n, facts in enumerate(people, 1)
        )
        day = date(2027, 5, 10)
        visit = Visit("V", "FR", "IT", day, day, "", "", (), (), None, {}, lines, (), Path("v"))
        governs = Governing("FR", "IT", day, ("book",), (), (), ())
        return make_plan(visit, governs, stack(book(body)), VOCABULARY, as_of=day)

    return compare_visits(version(one), version(other))


@pytest.mark.parametrize(
    ("more", "verdict", "inferred"),
    [
        ("", Verdict.AMEND, True),
        ("\n  changes: notify", Verdict.NOTIFY, False),
        ("\n  changes: amend", Verdict.AMEND, False),
        ("\n  changes: ask_anew", Verdict.ASK_AGAIN, False),
        ("\n  standing: true", Verdict.COVERED, False),
        ("\n  changes: ask_anew\n  standing: true", Verdict.ASK_AGAIN, False),
    ],
)
def test_the_agreements_own_rule_on_changes_comes_before_our_inference(
    more: str, verdict: Verdict, inferred: bool
) -> None:
    yes: dict[str, Value] = {"a": True}
    (effect,) = made_up([yes], [yes, yes | {"b": True}], more).effects
    assert (effect.verdict, effect.inferred) == (verdict, inferred)


def test_the_agreements_rule_is_not_asked_where_nothing_changed() -> None:
    yes: dict[str, Value] = {"a": True}
    (effect,) = made_up([yes, {"a": False}], [yes, {"a": False, "b": True}], "\n  changes: ask_anew").effects
    assert effect.verdict is Verdict.COVERED


def test_what_was_not_required_before_is_asked_and_what_fell_away_is_notified() -> None:
    yes, no = {"a": True}, {"a": False}
    (arises,) = made_up([no], [yes]).effects
    assert (arises.verdict, arises.inferred) == (Verdict.ASK_AGAIN, False)
    (gone,) = made_up([yes], [no]).effects
    assert (gone.verdict, gone.inferred) == (Verdict.NOTIFY, True)


def test_what_depends_on_a_missing_fact_is_open_and_not_called_settled() -> None:
    # With `a` unknown the notice may still be required: it has not fallen away.
    for before in ([{"a": True}], [{"a": False}]):
        found = made_up(before, [{}])
        (effect,) = found.effects
        assert effect.verdict is Verdict.OPEN
        assert "depends on what is missing" in effect.because
        assert [row.verdict for row in found.outcomes] == [Verdict.OPEN]


def test_a_changed_line_that_cannot_be_judged_is_not_called_covered() -> None:
    # `c` is missing for the second person before and after, and what is known of that person changed.
    body = rule("one", "x", "c") + rule("two", "y", "!c")
    found = made_up([{"a": True}, {"b": True}], [{"a": True}, {"b": False}], body=body)
    assert (found.undetermined, found.verdict) == ({"q"}, Verdict.OPEN)
    assert made_up([{"b": True}], [{"b": True}], body=body).undetermined == frozenset()


def test_a_new_line_whose_answer_forbids_is_named() -> None:
    yes, no = {"a": True}, {"a": False}
    found = made_up([yes], [yes, no])
    (row,) = found.outcomes
    assert (row.line.label, row.before, row.verdict) == ("P2", "", Verdict.FORBIDDEN)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({}, optional={"a": st.booleans(), "b": st.booleans()}), max_size=4))
def test_no_version_differs_from_itself(people: list[dict[str, Value]]) -> None:
    found = made_up(people, people)
    assert found.same
    assert not found.outcomes
    assert found.verdict is Verdict.COVERED


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


QATAR = """name = "V"
sending = "NL"
receiving = "QA"
begins_on = {begins}
ends_on = 2027-05-20
planned_on = {planned}
agreement = ["nl-qa-2014"]
[manifests]
people = "people.csv"
"""


def test_where_nothing_governs_every_authority_has_to_be_asked(tmp_path: Path) -> None:
    head = (
        '[visit]\nname = "V"\nsending = "FR"\nreceiving = "JP"\nbegins_on = 2027-05-10\nends_on = {}\n'
        '[manifests]\npeople = "people.csv"\n'
    )
    plan(tmp_path / "a", head=head.format("2027-05-20"))
    plan(tmp_path / "b", head=head.format("2027-05-21"))
    ran = raa("diff", str(tmp_path / "a"), str(tmp_path / "b"))
    assert "each authority of Japan has to be asked under its law" in " ".join(ran.out.split())
    data = json.loads(raa("diff", str(tmp_path / "a"), str(tmp_path / "b"), "--json").out)
    assert (data["nothing_governs"], data["verdict"], data["effects"]) == (True, "ask again", [])


@pytest.mark.parametrize(
    ("arguments", "says"), [(("--as-of", "soon"), "is not a day"), (("--lang", "xx"), "there is no language")]
)
def test_wrong_arguments_are_said(tmp_path: Path, arguments: tuple[str, ...], says: str) -> None:
    plan(tmp_path / "a")
    ran = raa("diff", str(tmp_path / "a"), str(tmp_path / "a"), *arguments)
    assert (ran.status, says in ran.err) == (2, True)


def test_rows_that_cannot_be_used_are_said_for_each_version(tmp_path: Path) -> None:
    plan(tmp_path / "a")
    plan(tmp_path / "b", PEOPLE + "Petit Anne,Major,Atlantis,member,1,collective,2,no,no\n")
    ran = raa("diff", str(tmp_path / "a"), str(tmp_path / "b"))
    assert ran.status == 2
    assert "1 finding left out rows" in ran.out
    assert "In the rows that could be used, the two versions say the same." in ran.out
    assert "Traceback" not in ran.err


def test_where_the_text_is_not_confirmed_nothing_is_called_covered(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "philippines-japan", tmp_path / "b")
    path = tmp_path / "b" / "visit.toml"
    path.write_text(path.read_text("utf-8").replace("2026-10-16", "2026-10-18"), "utf-8")
    ran = raa("diff", str(EXAMPLES / "philippines-japan"), str(tmp_path / "b"), "--json")
    data = json.loads(ran.out)
    assert data["verdict"] == "open"
    assert data["unconfirmed"]


def test_a_missing_second_visit_is_said(tmp_path: Path) -> None:
    plan(tmp_path / "a")
    ran = raa("diff", str(tmp_path / "a"), str(tmp_path / "none"))
    assert ran.status == 2
    assert "cannot be opened" in ran.err
