"""What is missing, in the order in which it matters, on a made-up agreement; whom to ask and where it belongs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openraa.problems import Place
from openraa.register import Governing
from openraa.visit import (
    Line,
    Missing,
    Plan,
    Subject,
    Visit,
    columns_of,
    make_plan,
    open_visit,
    plan_visit,
    where_it_belongs,
    whom_to_ask,
)
from openraa.vocabulary import Value, load_vocabulary
from tests.support.commands import raa
from tests.support.generated import ROOT
from tests.support.small import VOCABULARY, book, rule, stack

DAY = date(2027, 5, 10)


def person(n: int, facts: dict[str, Value]) -> Line:
    return Line(Subject.PEOPLE, f"Person {n}", {"name": f"Person {n}"}, facts, Place("people.csv", n + 1))


def plan(body: str, *people: dict[str, Value]) -> Plan:
    lines = tuple(person(n, facts) for n, facts in enumerate(people, 1))
    visit = Visit("V", "FR", "IT", DAY, DAY, "", "", (), (), None, {}, lines, (), Path("v"))
    governs = Governing("FR", "IT", DAY, ("book",), (), (), ())
    return make_plan(visit, governs, stack(book(body)), VOCABULARY, as_of=DAY)


def order(found: Plan) -> list[str]:
    return [row.fact for row in found.missing]


def test_what_settles_more_lines_comes_first() -> None:
    # Of c three persons wait, of d one.
    body = rule("one", "x", "a && c") + rule("two", "y", "a && !c") + rule("three", "x", "b && d", question="r")
    body += rule("four", "y", "b && !d", question="r")
    three: dict[str, Value] = {"a": True, "b": False}
    one: dict[str, Value] = {"a": False, "b": True}
    assert order(plan(body, one, three, three, three)) == ["c", "d"]
    assert order(plan(body, one, one, one, three)) == ["d", "c"]


def test_what_settles_more_questions_of_one_line_comes_first() -> None:
    body = rule("one", "x", "d") + rule("two", "y", "!d") + rule("three", "x", "d && c", question="r")
    body += rule("four", "y", "!d || !c", question="r")
    (first, second) = plan(body, {}).missing
    assert (first.fact, first.n_settled, first.n_certain, first.n_waiting) == ("d", 2, 1, 2)
    assert (second.fact, second.n_settled, second.n_certain, second.n_waiting) == ("c", 1, 0, 1)


def test_a_fact_that_only_narrows_comes_after_one_that_settles_a_single_line() -> None:
    # Neither a nor b alone settles q: with one of them known the other still decides.
    narrowing = rule("one", "x", "(a && b) || (!a && !b)") + rule("two", "y", "(a && !b) || (!a && b)")
    settling = rule("three", "x", "c && d", question="r") + rule("four", "y", "!c && d", question="r")
    off: dict[str, Value] = {"c": True, "d": False}
    people: list[dict[str, Value]] = [off, off, off, {"a": True, "b": False, "d": True}]
    found = plan(narrowing + settling, *people)
    assert order(found) == ["c", "a", "b"]
    assert [row.n_settled for row in found.missing] == [1, 0, 0]
    assert [row.n_waiting for row in found.missing] == [1, 3, 3]


def test_lines_of_one_question_are_not_counted_for_another() -> None:
    # c waits in q for two persons and in r for one of them: three determinations, and not two times two.
    body = rule("one", "x", "c") + rule("two", "y", "!c")
    body += rule("three", "x", "a && c", question="r") + rule("four", "y", "a && !c", question="r")
    (row,) = plan(body, {"a": True}, {"a": False}).missing
    assert (row.n_lines, row.n_waiting, row.n_settled) == (2, 3, 3)


def test_what_is_known_for_all_is_not_missing() -> None:
    assert plan(rule("one", "x", "c") + rule("two", "y", "!c"), {"c": True}, {"c": False}).missing == ()


facts = st.fixed_dictionaries({}, optional={name: st.booleans() for name in ("a", "b", "c")})


@settings(max_examples=60, deadline=None)
@example([{"b": False}, {"b": True}])  # both wait for a and c, and c settles the question of one of them only
@given(st.lists(facts, min_size=1, max_size=5))
def test_the_counts_follow_from_asking_each_line_by_itself(people: list[dict[str, Value]]) -> None:
    body = rule("one", "x", "a && b") + rule("two", "y", "!a && c")
    body += rule("three", "x", "b || c", question="r") + rule("four", "y", "!b && !c", question="r")
    found = {row.fact: row for row in plan(body, *people).missing}
    alone: list[Missing] = [row for each in people for row in plan(body, each).missing]
    assert set(found) == {row.fact for row in alone}
    for name, row in found.items():
        parts = [each for each in alone if each.fact == name]
        assert row.n_settled == sum(each.n_settled for each in parts)
        assert row.n_waiting == sum(each.n_waiting for each in parts)
        assert row.n_certain <= row.n_settled <= row.n_waiting
    keys = [(-row.n_settled, -row.n_certain, -row.n_waiting) for row in found.values()]
    assert keys == sorted(keys)


def missing(fact: str, *subjects: Subject) -> Missing:
    lines = tuple(Line(subject, "L", {}, {}, Place("x", 2)) for subject in subjects)
    return Missing(fact, len(lines), ("q",), 0, 0, 0, lines)


@pytest.mark.parametrize(
    ("fact", "subjects", "ask", "where"),
    [
        ("rs.requires_countersignature", (Subject.PEOPLE,), "receiving State", "visit.toml, under [facts]"),
        ("item.quantity_reasonable", (Subject.ITEMS,), "customs authorities", "of the items"),
        ("doc.triptyque", (Subject.CONVEYANCES,), "issues it", "column `triptyque` of the conveyances"),
        ("person.ordinarily_resident_receiving", (Subject.PEOPLE,), "law of the receiving State", "of the people"),
        ("visit.location", (), "plans the visit", "visit.location"),
    ],
)
def test_whom_to_ask_and_where_it_belongs(fact: str, subjects: tuple[Subject, ...], ask: str, where: str) -> None:
    known = load_vocabulary().facts[fact]
    assert ask in whom_to_ask(known)
    assert where in where_it_belongs(missing(fact, *subjects), known)


def test_every_fact_that_somebody_decides_says_whom_to_ask() -> None:
    elsewhere = ("determination", "see jurisdiction.duty_finding")
    for fact in load_vocabulary().facts.values():
        if fact.decided_by and fact.decided_by not in elsewhere:
            assert "sk whoever knows" not in whom_to_ask(fact), fact.name


def test_following_the_advice_settles_what_waited(tmp_path: Path) -> None:
    # The advice names a column or a key; filling it in there removes the fact from what is missing.
    visit = tmp_path / "visit.toml"
    visit.write_text(
        '[visit]\nname = "V"\nsending = "FR"\nreceiving = "IT"\nbegins_on = 2027-05-10\nends_on = 2027-05-20\n'
        '[manifests]\nconveyances = "c.csv"\n',
        "utf-8",
    )
    table = tmp_path / "c.csv"
    table.write_text(
        "registration,description,means,kind,owner,use\n1 AB,Truck,road vehicle,service,force,official\n", "utf-8"
    )
    before = order(plan_visit(open_visit(tmp_path), as_of=DAY))
    assert "doc.triptyque" in before
    assert "triptyque" in columns_of(Subject.CONVEYANCES)
    heading = "registration,description,means,kind,owner,use,triptyque"
    table.write_text(f"{heading}\n1 AB,Truck,road vehicle,service,force,official,T-1\n", "utf-8")
    assert "doc.triptyque" not in order(plan_visit(open_visit(tmp_path), as_of=DAY))
    table.write_text(
        "registration,description,means,kind,owner,use\n1 AB,Truck,road vehicle,service,force,official\n", "utf-8"
    )
    visit.write_text(visit.read_text("utf-8").replace("[manifests]", "[facts]\ndoc.triptyque = true\n[manifests]"))
    assert "doc.triptyque" not in order(plan_visit(open_visit(tmp_path), as_of=DAY))


def test_the_screen_says_whom_to_ask_and_where(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = " ".join(raa("check", "examples/france-italy").out.split())
    assert "Ask the authorities of the receiving State. Write it into visit.toml, under [facts]" in text
