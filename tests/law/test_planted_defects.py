"""Planted defects: a copy of a shipped rulebook is spoilt in one place, and the command that should find it does.

Each row says what a lawyer must be able to read in the output: the provision, its article, and the clauses of the
smallest case. None of it may stand in the output for the rulebook as shipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import openraa
from openraa.problems import Exit
from openraa.rulebook import shipped_agreements
from tests.support.commands import Ran, raa


@dataclass(frozen=True)
class Defect:
    """One change of one rulebook, the command that finds it, and what this command must say."""

    kind: str
    command: str
    rulebook: str
    fragment: str
    instead: str
    says: tuple[str, ...]
    status: int = Exit.NO


DEFECTS = [
    Defect(
        "a gap: a condition is too narrow by some days",
        "prove", "nl-qa-2014",
        "id: 3.list_late\nquestion: entry.advance_list\nwhen: visit.notice_days < 15\n",
        "id: 3.list_late\nquestion: entry.advance_list\nwhen: visit.notice_days < 10\n",
        (
            "✗ No case is left without an answer",
            "no answer to “Was the advance list of persons and equipment given in time?” (`entry.advance_list`)",
            "when days of notice: 10 to 14 days",
        ),
    ),
    Defect(
        "a gap: a declared silence is taken out",
        "prove", "nl-qa-2014",
        '```silent\nquestion: jurisdiction.type\nwhen: offence.against == "mixed"\n'
        "because: The text does not say what holds when the same act harms the force and others.\n"
        "paragraph: 12.3\n```\n",
        "",
        (
            "no answer to “Which State or States may exercise criminal jurisdiction?” (`jurisdiction.type`)",
            "when tie to the sending side: one of these: member of the armed forces; employee of an armed service",
            "and the law of the receiving State punishes it",
            "and interest offended against: interests inside and outside the sending side",
        ),
    ),
    Defect(
        "a gap: one month is left out in a supplement",
        "prove", "pfp-sofa-1995",
        "answer: not_yet_effective\nparagraph: VI\n```\n\n```provision\nid: VI.effective\n"
        "question: treaty.denunciation\nwhen: treaty.months_since_denunciation >= 12\n",
        "answer: not_yet_effective\nparagraph: VI\n```\n\n```provision\nid: VI.effective\n"
        "question: treaty.denunciation\nwhen: treaty.months_since_denunciation > 12\n",
        (
            "no answer to “May a Party denounce, and has it taken effect?” (`treaty.denunciation`)",
            "when months since denunciation: 12 months",
        ),
    ),
    Defect(
        "an overlap: one day belongs to two answers",
        "prove", "nl-qa-2014",
        "id: 3.list_late\nquestion: entry.advance_list\nwhen: visit.notice_days < 15\n",
        "id: 3.list_late\nquestion: entry.advance_list\nwhen: visit.notice_days <= 15\n",
        (
            "✗ No case has two answers to one question.",
            "“The advance list was given in time.” (`nl-qa-2014:3.list_in_time`, Art. 3)",
            "“The advance list comes too late.” (`nl-qa-2014:3.list_late`, Art. 3)",
            "when days of notice: 15 days",
        ),
    ),
    Defect(
        "an overlap: a paper makes the file complete and incomplete",
        "prove", "eu-sofa-2003",
        '  doc.movement_order == "none"\nanswer: insufficient',
        '  doc.movement_order in ["none", "collective"]\nanswer: insufficient',
        ("(`eu-sofa-2003:2`, Art. 2)", "(`eu-sofa-2003:2.none`, Art. 2)", "when movement order: collective"),
    ),
    Defect(
        "an override is forgotten inside one text",
        "prove", "nl-ga-2014",
        "when: term.personnel && offence.on_duty\nanswer: sending\noverrides: [III.3]\n",
        "when: term.personnel && offence.on_duty\nanswer: sending\n",
        (
            "“The sending State has the primary right.” (`nl-ga-2014:III.2.duty`, Art. III(2))",
            "“The receiving State has the primary right.” (`nl-ga-2014:III.3`, Art. III(3))",
            "and it arose in the performance of official duty",
        ),
    ),
    Defect(
        "a supplement forgets to override its base",
        "prove", "de-sa-1959",
        "answer: distinct_private_mark_required\noverrides: [nato-sofa-1951:V.2.private]\n",
        "answer: distinct_private_mark_required\n",
        ("(`nato-sofa-1951:V.2.private`, Art. V(2))", "(`de-sa-1959:10.marks`, SA Art. 10)", "kind of thing: private"),
    ),
    Defect(
        "an exception without effect: its condition holds of nobody",
        "prove", "nl-ga-2014",
        'when: term.personnel && offence.against == "sending_state_security_only"\n',
        'when: term.personnel && offence.against == "sending_state_security_only" && person.status == "dependant"\n',
        (
            "✗ Every provision and every declared silence takes effect in some case.",
            "`nl-ga-2014:III.2.a` (Art. III(2)(a)) never takes effect: nothing meets its condition",
        ),
    ),
    Defect(
        "an override that is not needed: the two never meet",
        "prove", "nl-us-1954",
        "answer: receiving_keeps\noverrides: [nato-sofa-1951:VII.3.c]",
        "answer: receiving_keeps\noverrides: [nato-sofa-1951:VII.3.c, A.3.waiver]",
        (
            "✗ Every override and every disapplication has an effect in some case.",
            "`nl-us-1954:A.3.important` (Annex, item 3) names `nl-us-1954:A.3.waiver` (Annex, item 3) in `overrides`, "
            "but the two never meet",
        ),
    ),
    Defect(
        "a disapplication of nothing",
        "prove", "nl-us-1954",
        "```provision\nid: A.2.countersignature\n",
        "```provision\nid: A.2.nothing\nwhen: \"!rs.requires_countersignature\"\n"
        "disapplies: [nato-sofa-1951:III.2.b.countersignature]\nparagraph: A.2\ncite: Annex, item 2\n```\n\n"
        "```provision\nid: A.2.countersignature\n",
        (
            "`nl-us-1954:A.2.nothing` (Annex, item 2) names `nato-sofa-1951:III.2.b.countersignature` "
            "(Art. III(2)(b), last sentence) in `disapplies`, but the two never meet",
        ),
    ),
    Defect(
        "a condition that contradicts the scope of its question",
        "prove", "nato-sofa-1951",
        "when: term.force_or_civilian && offence.on_duty\nanswer: sending\n",
        'when: term.force_or_civilian && offence.on_duty && question.jurisdiction.type == "sending_only"\n'
        "answer: sending\n",
        (
            "`nato-sofa-1951:VII.3.a.ii` (Art. VII(3)(a)(ii)) never takes effect: its condition is met only where its "
            "question does not arise",
        ),
    ),
    Defect(
        "a scope that nothing meets",
        "prove", "nl-qa-2014",
        '  claims.cost_share: claim.claimant == "third_party"\n',
        '  claims.cost_share: claim.claimant == "third_party" && claim.claimant == "civilian_employee"\n',
        (
            "✗ There are cases that the vocabulary and each question's scope allow.",
            "the scope of `claims.cost_share` can never be met",
            "`nl-qa-2014:8.cost` (Art. 8) never takes effect",
        ),
    ),
    Defect(
        "a silence declared where there is an answer",
        "prove", "nl-qa-2014",
        "question: driving.licence\nwhen: \"!term.personnel\"\n",
        "question: driving.licence\nwhen: term.personnel\n",
        (
            "the silence declared on “Is the licence good for driving in the receiving State?” (`driving.licence`) "
            "covers nothing",
            "no answer to “Is the licence good for driving in the receiving State?”",
        ),
    ),
    Defect(
        "a date error: the validity ends before it begins",
        "prove", "nl-qa-2014",
        'when: item.bought_locally\nanswer: receiving_law\nparagraph: "14"\n',
        'when: item.bought_locally\nanswer: receiving_law\nparagraph: "14"\n'
        "valid: {from: 2015-06-01, to: 2015-01-01}\n",
        ("the validity ends before it begins", "Swap the dates."),
        Exit.BAD_INPUT,
    ),
    Defect(
        "a date error: a provision that ends before the agreement is in force",
        "prove", "nl-qa-2014",
        "id: 7.no_interference\n",
        "id: 7.no_interference\nvalid: {to: 2014-12-01}\n",
        (
            "✗ Every provision can be reached on some day of its validity.",
            "`nl-qa-2014:7.no_interference` (Art. 7, 11, 12(1)) applies on no day of the agreement's force: "
            "valid before 2014-12-01, in force from 2014-12-16",
            "and first day of the visit: from 2014-12-01 on",
        ),
    ),
    Defect(
        "a date error: two versions are valid together",
        "prove", "nl-qa-2014",
        '```provision\nid: 14.licence\nquestion: driving.licence\nwhen: term.personnel\nanswer: no_treaty_right\n'
        'paragraph: "14"\n',
        '```provision\nid: 14.licence_new\nquestion: driving.licence\nwhen: term.personnel\nanswer: accepted\n'
        'paragraph: "14"\nvalid: {from: 2015-06-01}\n```\n\n'
        '```provision\nid: 14.licence\nquestion: driving.licence\nwhen: term.personnel\nanswer: no_treaty_right\n'
        'paragraph: "14"\nvalid: {to: 2015-07-01}\n',
        (
            "✗ Versions of one provision never apply together.",
            "`nl-qa-2014:14.licence_new` and `nl-qa-2014:14.licence` are versions of Art. 14",
            "and first day of the visit: 2015-06-01 to 2015-06-30",
        ),
    ),
    Defect(
        "a requirement that never arises",
        "prove", "nl-us-1954",
        "  - duty: restricted_articles_respected\n    by: force\n",
        "  - duty: restricted_articles_respected\n    by: force\n    when: \"!item.bought_locally\"\n",
        ("the requirement `restricted_articles_respected` of `nl-us-1954:A.6` (Annex, item 6) never arises",),
    ),
    Defect(
        "a one-sided answer: one State's force loses its first right",
        "reciprocity", "nato-sofa-1951",
        "when: term.force_or_civilian && offence.on_duty\nanswer: sending\n",
        'when: term.force_or_civilian && offence.on_duty && visit.sending_state != "US"\nanswer: sending\n',
        (
            "Not reciprocal: the text treats the Parties differently.",
            "If both States may, which goes first?  (jurisdiction.primary)",
            "Art. VII(3)(a)(ii)",
            "it arose in the performance of official duty",
            "sending State: United States",
        ),
    ),
    Defect(
        "a one-sided requirement",
        "reciprocity", "eu-sofa-2003",
        "  visit.receiving_consent\nanswer: satisfied\n",
        "  visit.receiving_consent\nanswer: satisfied\nrequires:\n  - document: id_card\n"
        '    when: visit.receiving_state == "FR"\n',
        (
            "Not reciprocal: the text treats the Parties differently.",
            "(entry.consent)",
            "+ To be carried or shown: a personal identity card",
            "Art. 9",
            "receiving State: France",
        ),
    ),
    Defect(
        "an answer is swapped",
        "review", "nl-ga-2014",
        "question: jurisdiction.waiver\nanswer: sympathetic_consideration",
        "question: jurisdiction.waiver\nanswer: must_waive_on_request",
        (
            "changed in their blocks: nl-ga-2014:III.4.waiver",
            "in every case",
            "before: A request for waiver must be considered sympathetically.",
            "after: The right must be waived on request.",
            "Art. III(4)",
        ),
    ),
    Defect(
        "a deadline is changed",
        "review", "nl-qa-2014",
        "answer: in_time\nrequires:\n  - notice: personnel_and_equipment_list_15_days_before\n    by: force\n"
        "    to: foreign_affairs\n    deadline: {days: 15,",
        "answer: in_time\nrequires:\n  - notice: personnel_and_equipment_list_15_days_before\n    by: force\n"
        "    to: foreign_affairs\n    deadline: {days: 10,",
        (
            "changed in their blocks: nl-qa-2014:3.list_in_time",
            "at the latest 15 days before",
            "at the latest 10 days before",
            "days of notice: from 15 days on",
            "Art. 3",
        ),
    ),
    Defect(
        "a requirement is dropped",
        "review", "de-sa-1959",
        "overrides: [nato-sofa-1951:VI.not_members]\nrequires:\n  - document: firearms_certificate\n",
        "overrides: [nato-sofa-1951:VI.not_members]\n",
        (
            "changed in their blocks: de-sa-1959:12",
            "+ To be carried or shown: a firearms certificate",
            "treaty status: civilian component",
            "the person is a guard or specially endangered",
            "SA Art. 12(1) and (3)",
        ),
    ),
    Defect(
        "a protocol on the third level forgets one of two overrides",
        "prove", "pfp-fap-1997",
        "overrides: [paris-protocol-1952:15, nato-sofa-1951:XVI]",
        "overrides: [nato-sofa-1951:XVI]",
        (
            "two answers to “How is a dispute between Parties settled?” (`treaty.dispute_route`)",
            "(`paris-protocol-1952:15`, ",
            "“A dispute is settled by negotiation only.” (`pfp-fap-1997:IV`, Further Additional Protocol Art. IV)",
        ),
    ),
    Defect(
        "no defect: a provision that repeats what the texts below say is taken out",
        "review", "pfp-fap-1997",
        "```provision\nid: I.1.b\nquestion: status.member\nwhen: >-\n"
        '  visit.allied_hq && visit.involves_non_nato_party && person.role == "armed_forces_member" && '
        "term.present_on_duty\nanswer: qualifies\nparagraph: I.1.b\n```\n",
        "```not-operational\nparagraph: I.1.b\nbecause: Left out.\n```\n",
        ("removed: pfp-fap-1997:I.1.b", "No legal change"),
        Exit.OK,
    ),
]  # fmt: skip


def plant(defect: Defect, folder: Path) -> Path:
    """A copy of the rulebook's folder with the defect in it."""
    copied = folder / defect.rulebook
    shutil.copytree(shipped_agreements() / defect.rulebook, copied)
    file = copied / "rulebook.md"
    text = file.read_text(encoding="utf-8")
    assert text.count(defect.fragment) == 1, f"{defect.kind}: the fragment stands {text.count(defect.fragment)} times"
    file.write_text(text.replace(defect.fragment, defect.instead), encoding="utf-8")
    return copied


def run(command: str, rulebook: str, path: str) -> Ran:
    """The command on the version at `path`; a review sets it beside the shipped one."""
    return raa(command, rulebook, path) if command == "review" else raa(command, path)


@cache
def as_shipped(command: str, rulebook: str) -> Ran:
    return run(command, rulebook, rulebook)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.kind)
def test_a_planted_defect_is_found_and_told(defect: Defect, tmp_path: Path) -> None:
    ran = run(defect.command, defect.rulebook, str(plant(defect, tmp_path)))
    told = f"{ran.out}\n{ran.err}"
    assert ran.status == defect.status, told
    missing = [text for text in defect.says if text not in told]
    assert not missing, f"{missing} is not in:\n{told}"
    before = as_shipped(defect.command, defect.rulebook)
    assert any(text not in before.out for text in defect.says), "the rulebook as shipped says the same"


def test_defects_of_at_least_ten_kinds_stand_in_several_rulebooks() -> None:
    assert len({defect.kind for defect in DEFECTS}) == len(DEFECTS) >= 10
    assert len({defect.rulebook for defect in DEFECTS}) >= 7


def test_contradictory_constraints_are_told_as_that_and_nothing_is_called_proven(tmp_path: Path) -> None:
    copied = tmp_path / "openraa"
    shutil.copytree(Path(openraa.__file__).parent, copied, ignore=shutil.ignore_patterns("__pycache__"))
    constraints = copied / "vocabulary" / "constraints.yaml"
    with constraints.open("a", encoding="utf-8") as file:
        file.write("nobody:\n  holds: visit.notice_days > 5 && person.stateless\n  says: All are stateless.\n")
        file.write("somebody:\n  holds: person.national_sending\n  says: All are nationals of the sending State.\n")
    ran = subprocess.run(
        [sys.executable, "-m", "openraa", "prove", "nl-qa-2014"],
        capture_output=True, encoding="utf-8", check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert ran.returncode == Exit.NO, ran.stderr
    assert "no case can satisfy the vocabulary" in ran.stdout
    for says in ("A stateless person holds no nationality.", "All are stateless.", "All are nationals of the sending"):
        assert says in ran.stdout
    assert "A visit does not end before it begins." not in ran.stdout
    assert "✓" not in ran.stdout
