"""`raa prove`, `compare`, `reciprocity` and `review` as a negotiator types them: text, data, and wrong input."""

from __future__ import annotations

import json
import subprocess
from itertools import combinations
from pathlib import Path

import pytest

from openraa.determine import Case, Determiner
from openraa.language import LANGUAGES
from openraa.rulebook import load_stack
from openraa.vocabulary import load_vocabulary
from tests.support.commands import raa
from tests.support.generated import ROOT

DRAFT = str(ROOT / "examples" / "drafts" / "jp-fr-illustration")
QATAR = ROOT / "src" / "openraa" / "agreements" / "nl-qa-2014" / "rulebook.md"


def copied(folder: Path, *changes: tuple[str, str]) -> Path:
    """A copy of the agreement with Qatar, with pieces of its text replaced."""
    text = QATAR.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / "nl-qa-2014" / "rulebook.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path.parent


def test_a_shipped_rulebook_is_proven_in_words_and_as_data() -> None:
    text = raa("prove", "nl-qa-2014")
    assert text.status == 0
    assert text.out.startswith("nl-qa-2014: proven\n")
    assert text.out.count("✓") == 7
    (data,) = json.loads(raa("prove", "nl-qa-2014", "--json").out)
    assert data["format"] == "proof/1"
    assert data["verdict"] == "proven"
    assert [row["verdict"] for row in data["properties"]] == ["proven"] * 7


def test_a_gap_fails_with_its_article_and_a_case(tmp_path: Path) -> None:
    path = copied(tmp_path, ("notice_days >= 15", "notice_days >= 16"))
    ran = raa("prove", str(path))
    assert ran.status == 1
    assert "✗ No case is left without an answer" in ran.out
    assert "days of notice: 15 days" in ran.out


def test_every_region_of_a_comparison_is_a_case_that_the_two_agreements_judge_as_shown() -> None:
    data = json.loads(raa("compare", "nato-sofa-1951", "eu-sofa-2003", "--json").out)
    assert data["format"] == "comparison/1"
    stacks = [Determiner(load_stack([name])) for name in ("nato-sofa-1951", "eu-sofa-2003")]
    facts = load_vocabulary().facts
    shown = [(row["question"], region) for row in data["questions"] for region in row["regions"]]
    assert len(shown) > 40
    for question, region in shown:
        case = Case({name: facts[name].parse(text) for name, text in region["case"].items()})
        for side, determiner in zip(("left", "right"), stacks, strict=True):
            found = determiner.determine(question, case)
            wanted = region[side]
            assert (found.answer or None) == wanted["answer"], (question, region)
            assert found.status.value == wanted["status"] or wanted["status"] == "GAP"


def test_a_comparison_of_two_shows_counts_regions_and_the_rest_by_name() -> None:
    ran = raa("compare", "jp-au-raa-2022", "jp-ph-raa-2024")
    assert ran.status == 0
    assert "  2  They differ" in ran.out
    assert "Is this person a member of the visiting force?  (status.member)" in ran.out
    assert "[unverified]" in ran.out
    assert "NOT KNOWN, BECAUSE A TEXT IS NOT CONFIRMED" in ran.out
    one = raa("compare", "jp-au-raa-2022", "jp-ph-raa-2024", "--question", "status.member")
    assert "for instance" in one.out
    assert "civilian" not in one.out


def test_a_draft_is_called_what_it_is_wherever_it_is_compared(tmp_path: Path) -> None:
    label = "illustration, not an official text"
    page = tmp_path / "page.html"
    assert label in raa("compare", DRAFT, "jp-au-raa-2022", "--html", str(page)).out
    assert label in page.read_text(encoding="utf-8")
    assert label in raa("reciprocity", DRAFT, "--between", "FR", "JP").out
    assert label in raa("prove", DRAFT).out


def test_several_agreements_make_a_matrix_of_pairs_that_agrees_with_the_pairs() -> None:
    names = (DRAFT, "jp-au-raa-2022", "jp-uk-raa-2023", "jp-ph-raa-2024")
    ran = raa("compare", *names)
    assert "1 | 2  1 | 3  1 | 4  2 | 3  2 | 4  3 | 4" in ran.out
    data = json.loads(raa("compare", *names, "--json").out)
    assert len(data) == len(list(combinations(names, 2)))
    (row,) = [line.split() for line in ran.out.splitlines() if line.startswith("entry.consent ")]
    marks = {"same": ["="], "not known": ["?"]}
    wanted: list[str] = []
    for each in data:
        (found,) = [q for q in each["questions"] if q["question"] == "entry.consent"]
        wanted += marks.get(found["likeness"]) or ["≠", str(len(found["regions"]))]
    assert row[1:] == wanted


def test_the_safeguards_about_the_death_penalty_are_found_and_not_listed() -> None:
    for name in ("nato-sofa-1951", "jp-au-raa-2022", DRAFT):
        data = json.loads(raa("reciprocity", name, "--json").out)
        assert data["reciprocal"]
        facts = {fact for row in data["following_the_states"] for region in row["regions"] for fact in region["case"]}
        assert any(fact.startswith("exchanged.rs.death_penalty") for fact in facts), name


def test_a_one_sided_term_fails_and_says_which_question(tmp_path: Path) -> None:
    path = copied(tmp_path, ('person.role == "armed_forces_member"', 'visit.sending_state == "QA"'))
    ran = raa("reciprocity", str(path), "--between", "NL", "QA")
    assert ran.status == 1
    assert "Not reciprocal: the text treats the Parties differently." in ran.out
    assert "as it stands:" in ran.out
    assert "with the Parties exchanged:" in ran.out


@pytest.mark.parametrize("code", LANGUAGES)
def test_reciprocity_and_review_speak_the_languages(code: str, tmp_path: Path) -> None:
    english = raa("reciprocity", "nato-sofa-1951").out
    shown = raa("reciprocity", "nato-sofa-1951", "--lang", code).out
    assert (shown == english) == (code == "en")
    path = copied(tmp_path, ("days: 15", "days: 20"))
    reviewed = raa("review", "nl-qa-2014", str(path), "--lang", code)
    assert reviewed.status == 1
    assert "20" in reviewed.out


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A Lawyer", "-c", "user.email=lawyer@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def test_two_revisions_of_one_rulebook_wording_only_and_then_a_change_of_law(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    copied(tmp_path)
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    copied(tmp_path, ("## Article", "Other prose of ours.\n\n## Article"))
    git(tmp_path, "commit", "-qam", "wording")
    path = tmp_path / "nl-qa-2014" / "rulebook.md"
    wording = raa("review", f"HEAD~1:{path}", f"HEAD:{path}")
    assert (wording.status, "No legal change" in wording.out) == (0, True)
    copied(tmp_path, ("days: 15", "days: 20"))
    changed = raa("review", f"HEAD:{path}", str(path.parent))
    assert changed.status == 1
    assert "2 questions change" in changed.out
    data = json.loads(raa("review", f"HEAD:{path}", str(path.parent), "--json").out)
    assert not data["no_legal_change"]
    deadlines = [
        [asked["deadline"] for asked in region[side]["only_here"]]
        for row in data["comparison"]["questions"]
        for region in row["regions"]
        for side in ("left", "right")
    ]
    assert ["15 days before: entry into the receiving State"] in deadlines
    assert ["20 days before: entry into the receiving State"] in deadlines


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("compare", "nato-sofa-1951"), "needs two agreements"),
        (("compare", "nato-sofa-1951", "nato"), "there is no rulebook `nato`"),
        (("compare", "nato-sofa-1951", "jp-fr-raa"), "has no rulebook: its text is not known here"),
        (("compare", "nato-sofa-1951", "eu-sofa-2003", "--question", "entry.vsa"), "entry.visa"),
        (("prove", "nowhere/at-all"), "there is no rulebook"),
        (("reciprocity", "nato-sofa-1951", "--between", "FR", "XX"), "`XX` is not a country code"),
        (("review", "no-such-revision:src/openraa/agreements/nl-qa-2014/rulebook.md", "nl-qa-2014"), "cannot be read"),
        (("review", "nl-qa-2014", "HEAD:no/such/file.md"), "cannot be read"),
        (("compare", "nato-sofa-1951", "eu-sofa-2003", "--html", "/no/such/folder/x.html"), "cannot be written"),
    ],
)
def test_wrong_input_is_refused_in_words(arguments: tuple[str, ...], says: str) -> None:
    ran = raa(*arguments)
    assert ran.status not in (0, 1)
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_a_time_that_is_over_is_not_proven_and_the_exit_status_tells() -> None:
    ran = raa("compare", "nato-sofa-1951", "nl-ga-2014", "--seconds", "0.1")
    assert ran.status == 1
    assert "Not proven in time" in ran.out
    proof = raa("prove", "nato-sofa-1951", "--seconds", "0.1", "--json")
    (data,) = json.loads(proof.out)
    assert data["verdict"] in ("not proven", "proven")
