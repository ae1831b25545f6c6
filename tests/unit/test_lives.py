"""Lives that cannot be are refused with file and line; what the shipped register says is possible."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from openraa.problems import Refused, Severity
from openraa.register import Agreement, DatedOn, check_register, load_agreements, read_agreement
from openraa.vocabulary import country_on

TODAY = date(2026, 11, 24)
FILE = """id: base
short: Base
titles: {{en: Test}}
kind: status_of_forces
supplements: [{supplements}]
parties:
{parties}
in_force: "{force}"
stack: []
{more}
life:
{life}
sources:
  text: {{title: The text{source_date}}}
"""
PARTIES = "- {state: FR, sources: [text]}\n- {state: JP, sources: [text]}"
SIGNED = "- {event: signature, on: 2020-05-01, sources: [text]}"
FORCE = "- {event: entry_into_force, on: 2021-01-01, sources: [text]}"


def written(tmp_path: Path, **values: str) -> Path:
    fields = {"supplements": "", "parties": PARTIES, "force": "yes", "more": "", "life": SIGNED, "source_date": ""}
    path = tmp_path / "base" / "agreement.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(FILE.format(**(fields | values)), encoding="utf-8")
    return path


def problems(tmp_path: Path, **values: str) -> list[str]:
    """What is wrong with an agreement, alone or on this day."""
    try:
        found = read_agreement(written(tmp_path, **values))
    except Refused as refused:
        return [str(problem) for problem in refused.problems]
    return [str(problem) for problem in check_register({found.id: found}, TODAY)]


def line_of(tmp_path: Path, part: str) -> int:
    text = (tmp_path / "base" / "agreement.yaml").read_text("utf-8")
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


@pytest.mark.parametrize(
    ("life", "where", "says"),
    [
        (f"{SIGNED}\n- {{event: entry_into_force, on: 2019, sources: [text]}}", "on: 2019", "before signature"),
        (f"{SIGNED}\n- {{event: talks_start, on: 2020-06, sources: [text]}}", "signature", "before talks start"),
        (f"{SIGNED}\n{FORCE}\n- {{event: first_use, on: 2020-12, sources: [text]}}", "first_use", "before entry into"),
        (f"{SIGNED}\n{FORCE}\n- {{event: termination, on: 2020-12, sources: [text]}}", "termination", "before entry"),
        (f"{SIGNED}\n- {{event: ratification, on: 2020-04-30, sources: [text]}}", "ratification", "before signature"),
        (f"{SIGNED}\n{SIGNED.replace('2020', '2021')}", "2021", "given twice"),
        (f"{SIGNED}\n- {{event: approval, on: 2020-06, state: IT, sources: [text]}}", "IT", "which is no party"),
        (f"{SIGNED}\n- {{event: tabled, on: 2020-06, state: XX, sources: [text]}}", "XX", "not a country code"),
        (f"{SIGNED}\n- {{event: round, on: 2020-01}}", "round", "an event without a source"),
        (f"{SIGNED}\n- {{event: round, on: 2020-01, verified: unverified}}", "round", "an event without a source"),
        ("- {event: signature, on: 2020, sources: [text], disputed: [{on: 2021}]}", "disputed", "without a source"),
        (f"{SIGNED}\n- {{event: round, on: 2026-12, sources: [text]}}", "2026-12", "lies after today, 2026-11-24"),
        ('- {event: signature, on: "2020-02-30", sources: [text]}', "02-30", "this is not a date"),
        ('- {event: signature, on: "2020-00", sources: [text]}', "2020-00", "this is not a date"),
        (f"{SIGNED}\n- {{event: statement, on: 2020, state: YU, sources: [text]}}", "YU", "Since then: CS"),
    ],
)
def test_a_life_that_cannot_be_is_named_with_file_and_line(tmp_path: Path, life: str, where: str, says: str) -> None:
    found = problems(tmp_path, life=life)
    assert len(found) == 1, found
    assert says in found[0]
    assert f"agreement.yaml:{line_of(tmp_path, where)}:" in found[0]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"parties": "- {state: FR, sources: [text]}\n- {state: FR, sources: [text]}"}, "a party twice"),
        ({"parties": "- {state: FR, sources: [text]}\n- {state: JP}"}, "a party without a source"),
        ({"parties": PARTIES + "\n- {state: DD, sources: [text]}"}, "ended on 1990-10-30. Since then: DE (Germany)"),
        (
            {"parties": "- {state: FR, since: 2020-01-01, sources: [text]}\n- {state: JP, sources: [text]}",
             "life": f"{SIGNED}\n{FORCE}"},
            "before the entry into force on 2021-01-01",
        ),
        (
            {"parties": PARTIES.replace("FR,", "FR, since: 2022-01-01, until: 2021-01-01,")},
            "bound until 2021-01-01, before 2022-01-01",
        ),
        ({"parties": PARTIES.replace("FR,", "FR, since: 2027-01-01,")}, "which lies after today"),
        ({"supplements": "nowhere"}, "`supplements` names `nowhere`, which is no agreement"),
        ({"more": "related: [nowhere]"}, "`related` names `nowhere`"),
        ({"source_date": ", date: 2027-01-01"}, "the source text is dated 2027-01-01"),
        ({"more": 'territory: [{state: FR, area: all, applies: "yes"}]'}, "a territory without a source"),
        ({"more": "territory: [{state: NL, area: x, codes: [AN], applies: unknown}]"}, "BQ (Bonaire"),
        (
            {"more": "force_rule: {text: x, days: 5, after: signature}", "life": f"{SIGNED}\n{FORCE}"},
            "by its rule (5 days after signature) it enters into force on 2020-05-06, not on 2021-01-01",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_of_parties_territory_and_sources_is_named(
    tmp_path: Path, values: dict[str, str], says: str
) -> None:
    found = problems(tmp_path, **values)
    assert len(found) == 1, found
    assert says in found[0]


def test_provisional_application_lets_an_agreement_work_before_it_is_in_force(tmp_path: Path) -> None:
    life = f"{SIGNED}\n- {{event: provisional_application, on: 2020-05-01, sources: [text]}}\n{FORCE}"
    assert problems(tmp_path, life=f"{life}\n- {{event: first_use, on: 2020-06, sources: [text]}}") == []


def test_what_is_expected_may_lie_ahead_and_is_warned_of_once_it_has_passed(tmp_path: Path) -> None:
    coming = "- {event: entry_into_force, on: 2026-12-01, expected: yes, sources: [text]}"
    assert (
        problems(tmp_path, life=f"{SIGNED}\n{coming}", parties=PARTIES.replace("FR,", "FR, since: 2026-12-01,")) == []
    )
    found = read_agreement(written(tmp_path, life=f"{SIGNED}\n{coming}"))
    late = check_register({"base": found}, date(2026, 12, 2))
    assert [problem.severity for problem in late] == [Severity.WARNING]


def test_dates_that_may_agree_are_not_out_of_order(tmp_path: Path) -> None:
    life = "- {event: talks_start, on: 2020-05, sources: [text]}\n- {event: signature, on: 2020-05-01, sources: [text]}"
    assert problems(tmp_path, life=life) == []


def test_a_former_state_may_stand_with_its_own_time(tmp_path: Path) -> None:
    parties = PARTIES + "\n- {state: DD, since: 1970-01-01, until: 1990-10-02, sources: [text]}"
    life = "- {event: signature, on: 1969, state: DD, sources: [text]}"
    assert problems(tmp_path, parties=parties, life=life) == []


def test_the_shipped_register_has_no_problem() -> None:
    assert check_register(load_agreements(), TODAY) == []


@pytest.mark.parametrize(
    ("code", "on", "name"),
    [
        ("CS", date(1990, 1, 1), "Czechoslovakia"),
        ("CS", date(2005, 1, 1), "Serbia and Montenegro"),
        ("CS", date(2020, 1, 1), "Serbia and Montenegro"),
        ("BY", date(1990, 1, 1), "Byelorussian"),
        ("BY", date(2020, 1, 1), "Belarus"),
        ("FRA", date(1960, 1, 1), "France"),
    ],
)
def test_a_code_means_what_it_meant_on_the_day(code: str, on: date, name: str) -> None:
    row = country_on(code, on)
    assert row is not None
    assert row["name_en"].startswith(name)


def test_a_date_is_read_as_precisely_as_it_is_written() -> None:
    assert DatedOn.parse("2014-07") == DatedOn(2014, 7)
    for wrong in ("2014-13", "2014-02-30", "0000", "14-07-01", "2014-7-1", "２０１４", "2014-07-01T00:00"):
        assert DatedOn.parse(wrong) is None, wrong


def test_every_event_and_party_of_the_register_has_a_source_or_says_that_it_is_unverified() -> None:
    def bare(agreement: Agreement) -> list[str]:
        return [p.state for p in agreement.parties if not p.sources and p.verified]

    assert {row.id: bare(row) for row in load_agreements().values() if bare(row)} == {}
