"""The commands as a user types them: what they print, how they end, and what they say to wrong input."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.commands import raa
from tests.support.generated import ROOT

NATO = ("-a", "nato-sofa-1951")
EXAMPLES = ROOT / "examples"


def test_help_lists_the_commands() -> None:
    ran = raa("--help")
    assert ran.status == 0
    for command in ("ask", "check", "cases", "rulebook", "agreements", "facts", "questions", "codes"):
        assert command in ran.out


def test_an_answer_comes_with_article_reason_papers_and_verification() -> None:
    ran = raa("ask", "entry.visa", *NATO, "person.status=force_member", "rs.formalities_met=true")
    assert ran.status == 0
    for words in ("exempt", "No visa is needed: Art. III(1)", "Because", "identity card", "movement order",
                  "This rests on the full text."):  # fmt: skip
        assert words in ran.out


def test_without_a_question_all_of_the_subject_are_answered() -> None:
    ran = raa("ask", *NATO, "person.status=dependant", "--json")
    names = {row["question"] for row in json.loads(ran.out)}
    assert {"entry.visa", "arms.carry", "driving.licence"} <= names


def test_the_trace_is_versioned_json() -> None:
    ran = raa("ask", "arms.carry", *NATO, "person.status=civilian_component", "--json")
    trace = json.loads(ran.out)
    assert trace["format"] == "trace/1"
    assert trace["outcome"]["answer"] == "no_treaty_right"
    assert trace["rulebook"]["stack"] == ["nato-sofa-1951"]
    supports = [row for row in trace["provisions"] if row["role"] == "supports"]
    assert supports
    assert supports[0]["cite"]["text"].startswith("Art. VI")
    assert supports[0]["cite"]["line"] > 1


def test_an_unobtainable_fact_is_not_asked() -> None:
    ran = raa("ask", "arms.carry", *NATO, "person.status=force_member", "arms.orders_authorise=?", "--json")
    assert json.loads(ran.out)["outcome"]["status"] == "UNDETERMINED"
    assert json.loads(ran.out)["ask"] == []


def test_cases_end_with_one_counting_line_and_fail_with_an_explanation(tmp_path: Path) -> None:
    text = (
        "cases:\n- id: X-1\n  agreement: [nato-sofa-1951]\n  question: arms.carry\n"
        "  facts: {person.status: dependant}\n  expected: permitted\n"
    )
    (tmp_path / "x.yaml").write_text(text)
    ran = raa("cases", str(tmp_path / "x.yaml"))
    assert ran.status == 1
    assert ran.out.splitlines()[-1] == "0 passed, 1 failed"
    assert "expected permitted, found no_treaty_right" in ran.out
    assert "The agreement gives no right to carry arms" in ran.out


def test_a_rulebook_is_read_by_question_and_by_article() -> None:
    by_question = raa("rulebook", "show", "nato-sofa-1951", "--question", "arms.carry")
    assert "may possess and carry arms" in by_question.out
    assert "Is this person a member" not in by_question.out
    by_article = raa("rulebook", "show", "nato-sofa-1951", "--article", "VI")
    assert "Art. VI" in by_article.out
    assert "Coverage of nato-sofa-1951" in by_article.out


def test_what_is_in_force_between_two_states_on_a_day() -> None:
    ran = raa("agreements", "--between", "FRA", "IT", "--at", "2026-03-09")
    assert (ran.status, "nato-sofa-1951" in ran.out) == (0, True)
    before = raa("agreements", "--between", "FR", "IT", "--at", "1952-01-01")
    assert before.status == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ask", "entry.vise", *NATO), "Did you mean `entry.visa`?"),
        (("ask", "entry.visa", *NATO, "person.statuss=dependant"), "Did you mean `person.status`?"),
        (("ask", "entry.visa", *NATO, "person.status=soldier"), "is not one of"),
        (("ask", "entry.visa", *NATO, "person.age=121"), "outside 0 to 120"),
        (("ask", "entry.visa", *NATO, "person.age=old"), "a whole number from 0 to 120"),
        (("ask", "entry.visa", *NATO, "rs.formalities_met=maybe"), "true or false"),
        (("ask", "entry.visa", "-a", "nato-sofa-1915"), "Did you mean `nato-sofa-1951`?"),
        (("ask", "entry.visa"), "no agreement is named"),
        (("ask", "entry.visa", "entry.passport", *NATO), "Write `fact=value`"),
        (("ask", *NATO, "--subject", "persn"), "Did you mean `person`?"),
        (("agreements", "--between", "FR", "XX"), "not a country code"),
        (("agreements", "--between", "FR", "IT", "--at", "2026-02-30"), "is not a day"),
        (("agreements", "nato"), "there is no agreement `nato`"),
        (("rulebook", "lint", "nowhere.md"), "cannot be opened"),
        (("rulebook", "show", "nato-sofa-1951", "--article", "XXX"), "there is no article"),
        (("rulebook", "show", "nato-sofa-1951", "--question", "x"), "not a question"),
        (("cases", "nowhere.yaml"), "cannot be opened"),
        (("codes", "contries"), "Did you mean `countries`?"),
        (("check", "nowhere"), "cannot be opened"),
    ],
)
def test_wrong_arguments_get_a_message_with_a_remedy_and_status_two(arguments: tuple[str, ...], says: str) -> None:
    ran = raa(*arguments)
    assert ran.status == 2
    assert says in ran.err + ran.out
    assert "Traceback" not in ran.err + ran.out


@pytest.fixture
def visit(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "japan-australia", tmp_path / "visit")
    return tmp_path / "visit"


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("visit.toml", "begins_on = 2023-08-26\n", "", "`begins_on` is missing"),
        ("visit.toml", "ends_on = 2023-08-29", "ends_on = 2023-08-20", "before it begins"),
        ("visit.toml", "ends_on = 2023-08-29", 'ends_on = "29 August"', "`ends_on` is not a date"),
        ("visit.toml", 'people = "people.csv"', 'people = "persons.csv"', "cannot be opened"),
        ("visit.toml", 'sending = "JP"', 'sending = "JPX"', "not a country code"),
        ("visit.toml", 'receiving = "AU"', 'receiving = "JP"', "both States are the same"),
        ("visit.toml", 'name = "F-35A', 'nmae = "F-35A', "`nmae` is not a key"),
        ("visit.toml", "person.carved_out = false", "person.carved = false", "not a fact"),
        ("visit.toml", "person.carved_out = false", 'person.carved_out = "no"', "true or false"),
        ("visit.toml", "[facts]", "[facts", "not valid TOML"),
        ("people.csv", "nationality", "nation", "no column `nationality`"),
        ("people.csv", "rank,", "name,", "stands twice"),
    ],
)
def test_a_visit_that_cannot_be_used_says_why_with_its_place(
    visit: Path, file: str, old: str, new: str, says: str
) -> None:
    edit(visit / file, old, new)
    ran = raa("check", str(visit))
    assert ran.status == 2
    assert says in ran.err
    assert str(visit) in ran.err
    assert "Traceback" not in ran.err


def test_bad_rows_are_reported_with_row_column_value_and_remedy_and_good_rows_are_kept(visit: Path) -> None:
    path = visit / "people.csv"
    rows = path.read_text("utf-8").splitlines()
    rows[5] = rows[5].replace("JPN", "Jpp")
    rows[9] = rows[9].replace("member", "solider")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    ran = raa("check", str(visit), "--json")
    assert ran.status == 2
    plan = json.loads(ran.out)
    assert plan["visit"]["n_lines"] == 55 - 2 + 2 + 8
    found = {(p["line"], p["column"]): p for p in plan["problems"]}
    assert "`Jpp` is not a country of today" in found[6, 5]["message"]
    assert "Did you mean `soldier`?" in found[10, 6]["remedy"]


def test_the_plan_as_a_page_stands_alone(tmp_path: Path) -> None:
    page = tmp_path / "plan.html"
    ran = raa("check", str(EXAMPLES / "france-italy"), "--html", str(page))
    assert ran.status == 0
    text = page.read_text("utf-8")
    assert "No visa is needed." in text
    assert "<script" not in text
    assert "http" not in text.replace("http-equiv", "")


def test_a_page_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    ran = raa("check", str(EXAMPLES / "france-italy"), "--html", str(tmp_path / "none" / "plan.html"))
    assert ran.status == 3
    assert "cannot be written" in ran.err


def test_hostile_text_in_a_manifest_stays_text(visit: Path, tmp_path: Path) -> None:
    edit(visit / "people.csv", "Air Self-Defense Force,JPN", "<script>alert(1)</script>,JPN")
    rows = (visit / "people.csv").read_text("utf-8").splitlines()
    cells = rows[1].split(",")
    cells[1] = "<img src=x onerror=alert(1)>"
    rows[1] = ",".join(cells)
    (visit / "people.csv").write_text("\n".join(rows), encoding="utf-8")
    page = tmp_path / "plan.html"
    raa("check", str(visit), "--html", str(page))
    assert "<img" not in page.read_text("utf-8")
    assert "<script" not in page.read_text("utf-8")


def test_nothing_in_force_is_said_with_what_follows() -> None:
    ran = raa("check", str(EXAMPLES / "france-japan"))
    assert ran.status == 1
    assert "No agreement of the register governs forces of France in Japan" in ran.out
    assert "no treaty rights in Japan" in ran.out
    assert "Does the person need a visa".lower() in ran.out.lower()


def test_the_program_runs_as_a_module_and_as_a_process() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "openraa", "questions", "entry.visa"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0
    assert "No visa is needed." in ran.stdout


def test_the_broken_twin_reports_each_bad_row_and_plans_the_others() -> None:
    ran = raa("check", str(EXAMPLES / "broken"), "--json")
    assert ran.status == 2
    plan = json.loads(ran.out)
    codes = {problem["code"] for problem in plan["problems"]}
    assert codes == {"unknown-country", "value", "missing", "extra-cell", "duplicate"}
    assert len({(p["path"], p["line"]) for p in plan["problems"]}) == 6
    assert plan["visit"]["n_lines"] == 12 - 5 + 2
