"""What a draft would have changed: counted by hand for small visits, and adding up for large ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from openraa.problems import Refused
from openraa.rulebook import Stack, load_stack
from openraa.visit import (
    FIGURES,
    Kind,
    Move,
    Standing,
    WhatIf,
    find_visits,
    open_visit,
    replay_visits,
    visit_under,
    what_if_json,
)
from openraa.vocabulary import Effect
from tests.support.generated import ROOT

SKETCH = """---
rulebook: {name}
title: Sketch (invented)
source: {{text: An invented draft, language: en, read: full}}
verified: full-text
paragraphs: {{I: [], II: [], III: [], IV: []}}
---
## Article I

```provision
id: I
question: status.member
when: person.role == "armed_forces_member"
answer: qualifies
paragraph: I
```

## Article II

```provision
id: II
question: entry.visa
when: person.status == "force_member"
answer: exempt
requires:
  - document: movement_order
paragraph: II
```

## Article III

```provision
id: III
question: arms.carry
when: person.status == "force_member" && arms.orders_authorise
answer: {answer}
requires:
  - notice: weapons_list
    by: sending
    to: receiving_authorities
    deadline: {{days: 30, count: calendar, before: entry}}
paragraph: {article}
```
"""
VISIT = """
[visit]
name = "{sending} to {receiving}"
sending = "{sending}"
receiving = "{receiving}"
begins_on = {begins}
ends_on = 2025-12-31
planned_on = 2025-08-18

[manifests]
people = "people.csv"
"""
HEAD = "name,nationality,role,bears arms,orders authorise arms,drives\n"
MEMBER = "A One,{0},member,no,,no\n"
ARMED = "B Two,{0},member,yes,yes,no\n"
CIVILIAN = "C Three,{0},civilian,no,,no\n"


def draft(
    folder: Path, name: str = "sketch", *, answer: str = "permitted", days: int = 30, article: str = "III"
) -> Stack:
    (folder / name).mkdir(exist_ok=True)
    text = SKETCH.format(name=name, answer=answer, article=article)
    (folder / name / "rulebook.md").write_text(text, "utf-8")
    return load_stack([str(folder / name)])


def visit(
    folder: Path, rows: str = MEMBER + ARMED + CIVILIAN, *, sending: str = "FR", receiving: str = "JP",
    begins: str = "2025-09-08",
) -> Path:  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    text = VISIT.format(sending=sending, receiving=receiving, begins=begins)
    (folder / "visit.toml").write_text(text, "utf-8")
    (folder / "people.csv").write_text(HEAD + rows.format(sending), "utf-8")
    return folder


def moves(found: WhatIf, question: str) -> list[Move]:
    return [move for row in found.questions() if row.question.name == question for move in row.moves]


def test_the_figures_of_a_small_visit_are_those_counted_by_hand(tmp_path: Path) -> None:
    # Seven questions of the visit, seven of each person, and arms for one of them.
    visit(tmp_path / "visits" / "a")
    before, after = replay_visits(tmp_path / "visits", draft(tmp_path)).total()
    nothing = {figure.key: 0 for figure in FIGURES}
    assert before == nothing | {"determinations": 29, "unanswered": 29, "no_agreement": 29}
    assert after == nothing | {
        "determinations": 29,
        "answered": 5,
        "states": 2,  # two members of the force
        "exempts": 2,  # without visa
        "permits": 1,  # arms
        "unanswered": 24,
        "silent": 2,  # the civilian: status and visa
        "not_dealt_with": 22,
        "notice_days": 31,  # thirty days before 8 September is a Saturday
        "dated_steps": 1,
        "late_steps": 1,  # planned on 18 August
        "notices": 1,
        "papers": 1,
        "papers_by_line": 2,
    }


def test_what_depends_on_a_missing_fact_is_counted_as_such(tmp_path: Path) -> None:
    visit(tmp_path / "visits" / "a", "B Two,{0},member,yes,,no\n")
    _, after = replay_visits(tmp_path / "visits", draft(tmp_path)).total()
    assert (after["missing"], after["open"], after["perhaps"], after["notices"]) == (1, 1, 1, 0)


def test_of_several_visits_the_longest_notice_is_kept_and_all_else_is_added(tmp_path: Path) -> None:
    for n, begins in enumerate(("2025-09-08", "2025-09-15", "2025-11-05")):
        visit(tmp_path / "visits" / str(n), begins=begins)
    found = replay_visits(tmp_path / "visits", draft(tmp_path))
    _, after = found.total()
    each = [row.counts_after for row in found.replays]
    assert len(each) == 3
    assert after["notice_days"] == max(row["notice_days"] for row in each) == 32  # Saturday, and Assumption
    for key in after:
        if key != "notice_days":
            assert after[key] == sum(row[key] for row in each), key
    assert after["late_steps"] == 2


def test_a_move_names_the_answers_and_the_articles_of_both_sides(tmp_path: Path) -> None:
    visit(tmp_path / "visits" / "a")
    earlier, later = draft(tmp_path, "earlier"), draft(tmp_path, "later", answer="no_treaty_right", article="IV")
    found = replay_visits(tmp_path / "visits", later, against=earlier)
    (arms,) = moves(found, "arms.carry")
    assert (arms.before.answer, arms.after.answer) == ("permitted", "no_treaty_right")
    assert (arms.cites_before, arms.cites_after) == (("Art. III",), ("Art. IV",))
    assert (arms.before.under, arms.after.under) == (("earlier",), ("later",))
    assert (arms.kind, arms.effect_after) == (Kind.CHANGED, Effect.FORBIDS)
    assert [each.line.label for each in arms.lines] == ["B Two"]
    assert {move.kind for move in moves(found, "entry.visa")} == {Kind.SAME, Kind.STILL_NONE}


def test_answers_come_and_go(tmp_path: Path) -> None:
    visit(tmp_path / "visits" / "a")
    gained = replay_visits(tmp_path / "visits", draft(tmp_path))
    (arms,) = moves(gained, "arms.carry")
    assert (arms.kind, arms.before.standing, arms.cites_before) == (Kind.GAINED, Standing.NO_AGREEMENT, ())
    lost = replay_visits(
        tmp_path / "visits", load_stack(["jp-uk-raa-2023"]), against=load_stack([str(tmp_path / "sketch")])
    )
    kinds = [(move.kind, move.after.standing) for move in moves(lost, "entry.visa")]
    assert (Kind.LOST, Standing.OPEN) in kinds or (Kind.LOST, Standing.UNCONFIRMED) in kinds


def test_a_draft_against_itself_changes_nothing(tmp_path: Path) -> None:
    visit(tmp_path / "visits" / "a")
    found = replay_visits(tmp_path / "visits", draft(tmp_path), against=draft(tmp_path))
    before, after = found.total()
    assert before == after
    assert {move.kind for row in found.questions() for move in row.moves} == {Kind.SAME, Kind.STILL_NONE}


def test_questions_stand_in_the_order_of_how_many_lines_change(tmp_path: Path) -> None:
    visit(tmp_path / "visits" / "a")
    rows = replay_visits(tmp_path / "visits", draft(tmp_path)).questions()
    assert [row.question.name for row in rows[:3]] == ["status.member", "entry.visa", "arms.carry"]
    changed = [row.n_changed for row in rows]
    assert changed == sorted(changed, reverse=True)


def test_visits_between_other_states_are_kept_apart(tmp_path: Path) -> None:
    for sending, receiving in (("FR", "JP"), ("JP", "FR"), ("GB", "JP")):
        visit(tmp_path / "visits" / f"{sending}-{receiving}", sending=sending, receiving=receiving)
    found = replay_visits(tmp_path / "visits", draft(tmp_path), between=("JP", "FR"))
    assert [row.visit.sending for row in found.replays] == ["FR", "JP"]
    assert [row.sending for row in found.elsewhere] == ["GB"]
    with pytest.raises(Refused, match="none of the 3 visits is between Germany and Italy"):
        replay_visits(tmp_path / "visits", draft(tmp_path), between=("DE", "IT"))


def test_a_third_national_is_inside_the_circle_of_one_text_and_outside_that_of_the_other(tmp_path: Path) -> None:
    folder = visit(tmp_path / "a", "D Four,BEL,member,no,,no\n", receiving="DE")
    today = open_visit(folder)
    under = visit_under(today, ["sketch"])
    assert today.lines[0].facts["person.national_other_party"] is True
    assert under.lines[0].facts["person.national_other_party"] is False
    assert under.lines[0].facts["person.national_non_party"] is True
    assert visit_under(today, ["nato-sofa-1951"]) is today


def test_a_known_agreement_does_not_govern_where_it_does_not_reach() -> None:
    found = replay_visits(ROOT / "examples" / "uk-new-caledonia", load_stack(["nato-sofa-1951"]))
    (row,) = found.replays
    assert row.after.governing.governs == ()
    assert row.counts_after["no_agreement"] == row.counts_after["determinations"]


def test_every_visit_is_found_once_also_that_of_an_exercise_elsewhere(tmp_path: Path) -> None:
    folder = tmp_path / "visits"
    visit(folder)
    visit(folder / "one")
    visit(folder / "deep" / "two")
    visit(folder / "deep" / "deeper" / "three")
    visit(tmp_path / "elsewhere")
    text = '[exercise]\nname = "E"\n' + "".join(
        f'[[visits]]\npath = "{path}"\n' for path in ("one", "../elsewhere", "deep/two")
    )
    (folder / "exercise.toml").write_text(text, "utf-8")
    visits, left_out = find_visits(folder)
    found = [row.path.resolve().parent.relative_to(tmp_path).as_posix() for row in visits]
    assert found == ["visits", "visits/one", "visits/deep/two", "elsewhere"]
    assert left_out == []


def test_what_cannot_be_used_is_left_out_and_named(tmp_path: Path) -> None:
    folder = tmp_path / "visits"
    visit(folder / "good", MEMBER + "E Five,XX,member,no,,no\n")
    (visit(folder / "bad") / "visit.toml").write_text("[visit\n", "utf-8")
    (visit(folder / "empty") / "people.csv").unlink()
    (folder / "exercise.toml").write_text('[exercise]\nname = "E"\n[[visits]]\npath = "bad"\n[[visits]]\n', "utf-8")
    found = replay_visits(folder, draft(tmp_path))
    assert [row.visit.path.parent.name for row in found.replays] == ["good"]
    assert found.replays[0].n_rows_left_out == 1
    assert [row.path.parent.name for row in found.left_out] == ["bad", "empty", "visits"]
    assert [problem.message for problem in found.left_out[2].problems] == ["a visit has no path"]


def test_where_nothing_can_be_used_all_problems_are_told(tmp_path: Path) -> None:
    (visit(tmp_path / "visits" / "bad") / "visit.toml").write_text("[visit\n", "utf-8")
    with pytest.raises(Refused, match="not valid TOML"):
        replay_visits(tmp_path / "visits", draft(tmp_path))


@pytest.mark.parametrize("name", ["nato-sofa-1951", "jp-au-raa-2022"])
def test_the_figures_add_up(name: str) -> None:
    found = replay_visits(ROOT / "examples", load_stack([name]))
    for row in found.replays:
        for counts in (row.counts_before, row.counts_after):
            assert counts["answered"] + counts["unanswered"] == counts["determinations"]
            assert sum(counts[effect.value] for effect in Effect) == counts["answered"]
            none = [standing for standing in Standing if standing is not Standing.ANSWERED]
            assert sum(counts[standing.value] for standing in none) == counts["unanswered"]
        assert row.counts_before["determinations"] == row.counts_after["determinations"]
    before, after = found.total()
    lines = {(move.before.answered, move.after.answered): 0 for row in found.questions() for move in row.moves}
    for row in found.questions():
        for move in row.moves:
            lines[move.before.answered, move.after.answered] += len(move.lines)
    assert sum(lines.values()) == after["determinations"]
    assert sum(n for (_, answered), n in lines.items() if answered) == after["answered"]
    assert sum(n for (answered, _), n in lines.items() if answered) == before["answered"]


def test_the_data_hold_the_lines_behind_each_number(tmp_path: Path) -> None:
    visit(tmp_path / "visits" / "a")
    data = what_if_json(replay_visits(tmp_path / "visits", draft(tmp_path)))
    assert data["format"] == "what-if/1"
    assert data["draft"]["stack"] == ["sketch"]  # type: ignore[index]
    assert data["total"]["difference"]["answered"] == 5  # type: ignore[index]
    for row in data["questions"]:  # type: ignore[attr-defined]
        for move in row["moves"]:
            assert len(move["lines"]) == move["n_lines"]
