"""How long a step still takes: spans, classes, the model, refusals, and what is said of it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from openraa.language import LANGUAGES, language
from openraa.problems import Refused
from openraa.register import Agreement, DatedOn, load_agreements, read_agreement
from openraa.register.forecast import (
    DAYS_IN_MONTH,
    ENOUGH,
    Estimate,
    LeftOut,
    Span,
    Stage,
    Step,
    agreement_meant,
    backtest,
    curve_rows,
    forecast,
    length_said,
    observed_curve,
    reference_class,
    when_said,
)
from openraa.register.forecast.curve import model_of
from openraa.register.forecast.span import span_of
from openraa.site.pictures.curve import curve
from tests.support.commands import raa
from tests.support.pictures import faults

TODAY = date(2026, 11, 24)
LIFE = """id: {id}
short: Agreement {id}
titles: {{en: Test}}
kind: {kind}
parties:
- {{state: {one}, sources: [text]}}
- {{state: {other}, sources: [text]}}
in_force: "{force}"
life:{life}
sources:
  text: {{title: The text}}
"""


def agreement(
    folder: Path, name: str, *events: str, force: str = "yes", kind: str = "reciprocal_access", parties: str = "JP FR"
) -> Agreement:
    path = folder / name / "agreement.yaml"
    path.parent.mkdir(exist_ok=True)
    life = "".join(f"\n- {{event: {event.replace(' ', ', on: ', 1)}, sources: [text]}}" for event in events)
    one, other = parties.split()
    text = LIFE.format(id=name, kind=kind, one=one, other=other, force=force, life=life or " []")
    path.write_text(text, encoding="utf-8")
    return read_agreement(path)


def concluded(folder: Path, n: int, kind: str = "reciprocal_access") -> list[Agreement]:
    """So many agreements, signed after 100, 200, ... days of talks and in force half as long after that."""
    made = []
    for i in range(1, n + 1):
        start = date(2015, 1, 1)
        signed, force = start + timedelta(days=100 * i), start + timedelta(days=150 * i)
        events = (f"talks_start {start}", f"signature {signed}", f"entry_into_force {force}")
        made.append(agreement(folder, f"a{i}", *events, kind=kind, parties="JP AU"))
    return made


def span(days: int, *, running: bool = False, name: str = "x") -> Span:
    start = DatedOn(2000, 1, 1)
    return Span(name, name, start, None if running else start, days, None if running else days)


def spans_of(days: list[int], running: list[int]) -> list[Span]:
    return [span(each) for each in days] + [span(each, running=True) for each in running]


# Spans


def test_dates_that_are_months_give_a_span_between_two_lengths(tmp_path: Path) -> None:
    found = span_of(agreement(tmp_path, "a", "talks_start 2020-01", "signature 2020-03-10"), Step.SIGNATURE, TODAY)
    assert isinstance(found, Span)
    assert (found.shortest, found.longest) == (39, 69)


def test_talks_that_are_not_known_to_be_over_run_only_where_the_register_says_so(tmp_path: Path) -> None:
    running = span_of(agreement(tmp_path, "a", "talks_start 2026-11-14", force="no"), Step.SIGNATURE, TODAY)
    assert isinstance(running, Span)
    assert running.running
    assert running.shortest == 10
    silent = agreement(tmp_path, "b", "talks_start 2026-11-14", force="unknown")
    assert isinstance(span_of(silent, Step.SIGNATURE, TODAY), LeftOut)


def test_what_ended_after_the_day_was_still_running_on_it(tmp_path: Path) -> None:
    found = agreement(tmp_path, "a", "talks_start 2020-01-01", "signature 2021-01-01")
    then = span_of(found, Step.SIGNATURE, date(2020, 4, 10))
    assert isinstance(then, Span)
    assert then.running
    assert then.shortest == 100
    assert span_of(found, Step.SIGNATURE, date(2019, 12, 31)) is None


@pytest.mark.parametrize(
    "events",
    [
        ("signature 2020-01-01", "entry_into_force 2020-01-01"),
        ("signature 2020-01-01", "entry_into_force 2021-01-01, verified: unverified"),
        ("entry_into_force 2021-01-01",),
        ("signature 2020-01-01",),
    ],
    ids=["on the day of signature", "unverified", "no start", "no end"],
)
def test_a_step_that_cannot_be_measured_is_left_out_with_a_reason(tmp_path: Path, events: tuple[str, ...]) -> None:
    found = span_of(agreement(tmp_path, "a", *events), Step.FORCE, TODAY)
    assert isinstance(found, LeftOut)
    assert found.because


# Classes


def test_the_class_is_the_narrowest_with_enough_completed_steps(tmp_path: Path) -> None:
    of = agreement(tmp_path, "own", "talks_start 2026-01-01", force="no")
    near = concluded(tmp_path, ENOUGH)
    far = agreement(tmp_path, "far", "talks_start 2020-01-01", "signature 2020-09-01", parties="PH NZ")
    found = reference_class([*near, far, of], of, Step.SIGNATURE, TODAY)
    assert {each.agreement for each in found.spans} == {each.id for each in near}
    wider = reference_class([*near[1:], far, of], of, Step.SIGNATURE, TODAY)
    assert "far" in {each.agreement for each in wider.spans}
    assert [n for _, n in wider.narrower] == [ENOUGH - 1]
    assert found.narrower == ()
    assert "own" not in {each.agreement for each in wider.spans}


def test_agreements_on_supplies_are_never_taken_for_visiting_forces(tmp_path: Path) -> None:
    of = agreement(tmp_path, "own", "talks_start 2026-01-01", force="no")
    found = reference_class([*concluded(tmp_path, 9, kind="logistics"), of], of, Step.SIGNATURE, TODAY)
    assert not found.spans


# The model


def test_completed_spans_alone_give_students_prediction_interval() -> None:
    logs = np.log(days := [120, 240, 260, 400, 550, 800, 1100, 2000])
    normal = model_of([span(each) for each in days])
    kept = next(law for law in normal.laws if law[0] is stats.norm)
    weights = kept[3] / kept[3].sum()
    for share in (0.1, 0.5, 0.9):
        spread = np.std(logs, ddof=1) * np.sqrt(1 + 1 / len(logs))
        expected = np.mean(logs) + stats.t.ppf(share, len(logs) - 1) * spread
        below = weights @ stats.norm.cdf((expected - kept[1]) / kept[2])
        assert below == pytest.approx(share, abs=0.01)


def test_the_heaviest_parameters_are_near_scipys_censored_fit() -> None:
    done, running = [120, 240, 260, 400, 550, 800, 1100, 2000], [900, 300]
    model = model_of(spans_of(done, running))
    _, places, scales, weights = next(law for law in model.laws if law[0] is stats.norm)
    censored = stats.CensoredData(uncensored=np.log(done), right=np.log(running))
    place, scale = stats.norm.fit(censored)
    best = int(np.argmax(weights))
    assert places[best] == pytest.approx(place, abs=0.1)
    assert scales[best] == pytest.approx(scale, abs=0.1)


LENGTHS = st.lists(st.integers(20, 6000), min_size=ENOUGH, max_size=14, unique=True)
RUNNING = st.lists(st.integers(1, 4000), max_size=4)


@settings(max_examples=30, deadline=None)
@given(LENGTHS, RUNNING, st.integers(0, 3000))
def test_intervals_nest_around_the_median_and_lie_ahead(done: list[int], running: list[int], passed: int) -> None:
    estimate = Estimate(model_of(spans_of(done, running)).left(passed))
    (low50, high50), (low80, high80) = estimate.interval(0.5), estimate.interval(0.8)
    assert 0 < low80 <= low50 <= estimate.median <= high50 <= high80


@settings(max_examples=30, deadline=None)
@given(LENGTHS, st.integers(0, 10))
def test_a_step_that_turns_out_to_run_on_never_shortens_the_median(done: list[int], which: int) -> None:
    known = Estimate(model_of(spans_of(done, [])).left(0))
    chosen = done[which % len(done)]
    others = [each for each in done if each != chosen]
    censored = Estimate(model_of(spans_of(others, [chosen])).left(0))
    assert censored.median >= known.median * 0.97  # the laws' weights change too, and may take a little back
    plain, cut = observed_curve(spans_of(done, [])).median, observed_curve(spans_of(others, [chosen])).median
    assert plain is not None
    assert cut is None or cut >= plain


@settings(max_examples=30, deadline=None)
@given(LENGTHS, st.integers(0, 2000), st.integers(1, 1000))
def test_the_longer_it_has_run_the_later_it_is_expected_to_end(done: list[int], passed: int, more: int) -> None:
    model = model_of([span(each) for each in done])
    now, later = (each + model.left(each).quantile(0.5) for each in (passed, passed + more))
    assert later >= now * 0.999


def test_steps_of_nearly_one_length_are_no_trouble() -> None:
    estimate = Estimate(model_of(spans_of([200, 201, 202, 203, 204, 5999], [5998])).left(3000))
    assert 0 < estimate.interval(0.8)[0] < estimate.median


def test_two_steps_take_as_long_as_both_together() -> None:
    one = model_of(spans_of([100, 110, 120, 130, 140], [])).left(0)
    two = model_of(spans_of([1000, 1010, 1020, 1030, 1040], [])).left(0)
    assert one.then(two).quantile(0.5) == pytest.approx(1140, abs=10)


def test_the_score_prefers_the_forecast_that_was_nearer() -> None:
    made = model_of(spans_of([280, 300, 310, 330, 350], [])).left(0)
    assert made.score(310) < made.score(600) < made.score(3000)


def test_the_plain_curve_is_that_of_kaplan_and_meier() -> None:
    found = observed_curve(spans_of([100, 200, 400], [150]))
    assert found.days == (100.0, 150.0, 200.0, 400.0)
    assert found.longer == pytest.approx((0.75, 0.75, 0.375, 0.0))
    assert found.median == 200.0


# Answers and refusals


def test_a_class_that_is_too_small_bears_no_estimate(tmp_path: Path) -> None:
    of = agreement(tmp_path, "own", "talks_start 2026-01-01", force="no")
    found = forecast([*concluded(tmp_path, ENOUGH - 1), of], of, TODAY)
    assert found.stage is Stage.TALKS
    assert not found.answered
    assert all(part.refusal and part.estimate is None for part in found.parts)
    assert forecast([*concluded(tmp_path, ENOUGH), of], of, TODAY).answered


def test_talks_that_ran_longer_than_all_others_bear_no_estimate(tmp_path: Path) -> None:
    of = agreement(tmp_path, "own", "talks_start 1990-01-01", force="no")
    first = forecast([*concluded(tmp_path, 6), of], of, TODAY).parts[0]
    assert first.refusal is not None
    assert "longer than every agreement" in first.refusal


def test_few_that_lasted_longer_are_named(tmp_path: Path) -> None:
    of = agreement(tmp_path, "own", "talks_start 2025-07-01", force="no")
    doubts = forecast([*concluded(tmp_path, 6), of], of, TODAY).parts[0].doubts
    assert any("Agreement a6" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("events", "force", "stage"),
    [
        ((), "no", Stage.BEFORE_TALKS),
        (("talks_start 2027-01-01",), "no", Stage.BEFORE_TALKS),
        (("signature 2026-01-01",), "no", Stage.SIGNED),
        (("signature 2026-01-01",), "unknown", Stage.UNKNOWN),
        (("signature 2020-01-01", "entry_into_force 2021-01-01"), "yes", Stage.IN_FORCE),
        (("signature 2020-01-01", "entry_into_force 2021-01-01"), "no", Stage.ENDED),
    ],
)
def test_how_far_it_has_come_decides_what_is_estimated(
    tmp_path: Path, events: tuple[str, ...], force: str, stage: Stage
) -> None:
    of = agreement(tmp_path, "own", *events, force=force)
    found = forecast([*concluded(tmp_path, 6), of], of, TODAY)
    assert found.stage is stage
    assert len(found.parts) == (1 if stage is Stage.SIGNED else 0)


def test_what_came_later_does_not_change_what_is_said_of_an_earlier_day(tmp_path: Path) -> None:
    on = date(2022, 1, 1)
    before = agreement(tmp_path, "own", "talks_start 2021-11-01", force="no")
    after = agreement(tmp_path, "own", "talks_start 2021-11-01", "signature 2022-09-01", "entry_into_force 2023-01-01")
    others = concluded(tmp_path, 7)
    one, other = (forecast([*others, of], of, on) for of in (before, after))
    assert one.in_force is not None
    assert other.in_force is not None
    assert one.in_force.interval(0.8) == other.in_force.interval(0.8)


def test_france_is_judged_by_how_long_its_talks_run_already() -> None:
    known = load_agreements()
    of = agreement_meant(known.values(), ["jp-fr"])
    first = forecast(known.values(), of, TODAY).parts[0]
    assert of.id == "jp-fr-raa"
    if of.events("signature") or first.estimate is None or first.passed is None:
        pytest.skip("the register has moved on")
    fresh = model_of(first.reference.spans).left(0)
    assert first.passed + first.estimate.median > fresh.quantile(0.5)
    assert when_said(first.estimate.median, TODAY) > str(TODAY.year)


@pytest.mark.parametrize("names", [["jp-fr"], ["FR", "JP"], ["JPN", "fra"], ["jp-fr-raa"]])
def test_two_states_mean_their_agreement_that_is_ahead(names: list[str]) -> None:
    assert agreement_meant(load_agreements().values(), names).id == "jp-fr-raa"


@pytest.mark.parametrize("names", [["jp-xx"], ["jp"], ["JP", "JP"], ["JP", "FR", "GB"], ["SU", "JP"], ["IS", "BT"]])
def test_names_that_mean_no_agreement_are_refused(names: list[str]) -> None:
    with pytest.raises(Refused):
        agreement_meant(load_agreements().values(), names)


def test_several_agreements_between_two_states_have_to_be_named() -> None:
    with pytest.raises(Refused, match="several agreements"):
        agreement_meant(load_agreements().values(), ["NL", "US"])


# The back-test


def test_each_outcome_is_tried_without_itself(tmp_path: Path) -> None:
    of = agreement(tmp_path, "own", "talks_start 2026-01-01", force="no")
    found = backtest([*concluded(tmp_path, 8), of], of, Step.SIGNATURE, TODAY)
    assert found is not None
    assert len(found.tried) == 8
    assert found.n_inside(0.5) <= found.n_inside(0.8) <= 8
    assert found.width(0.5) < found.width(0.8)
    assert all(each.then is None and each.then_n == 0 for each in found.tried)


def test_a_class_without_one_to_spare_is_not_tried(tmp_path: Path) -> None:
    of = agreement(tmp_path, "own", "talks_start 2026-01-01", force="no")
    assert backtest([*concluded(tmp_path, ENOUGH), of], of, Step.SIGNATURE, TODAY) is None


# What is said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (10, "less than a month"),
        (31, "1 month"),
        (400, "13 months"),
        (1100, "3 years"),
        (40 * 366, "more than 30 years"),
        (float("inf"), "more than 30 years"),
    ],
)
def test_lengths_are_rounded_to_what_they_deserve(days: float, said: str) -> None:
    assert length_said(days) == said


def test_days_far_ahead_are_said_as_years() -> None:
    assert when_said(200, TODAY) == "2027-06"
    assert when_said(3 * 365, TODAY) == "2029"
    assert when_said(float("inf"), TODAY) == "after 2056"


def test_a_forecast_for_machines_says_what_it_rests_on() -> None:
    ran = raa("forecast", "jp-uk-raa-2023", "--at", "2023-03-01", "--json")
    told = json.loads(ran.out)
    assert ran.status == (0 if told["answered"] else 1)
    step = told["steps"][0]
    assert step["reference_class"]["completed"] == sum(
        not each["running"] for each in step["reference_class"]["members"]
    )
    assert "jp-uk-raa-2023" not in {each["agreement"] for each in step["reference_class"]["members"]}


def test_a_screen_names_class_intervals_and_statements() -> None:
    ran = raa("forecast", "jp-fr", "--at", "2026-11-24")
    for words in ("80 % interval", "Compared with:", "jp-au-raa-2022", "sankeiweekly.com"):
        assert words in " ".join(ran.out.split())


def test_talks_that_have_not_begun_end_with_a_plain_no() -> None:
    ran = raa("forecast", "jp-ca-raa", "--at", "2026-11-24")
    assert ran.status == 1
    assert "80 %" not in ran.out


@pytest.mark.parametrize(
    "arguments", [("jp-fr", "--at", "tomorrow"), ("jp-xx",), ("jp-ca-raa", "--at", "2026-11-24", "--svg", "x.svg")]
)
def test_bad_arguments_are_told_and_write_nothing(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = raa("forecast", *arguments)
    assert ran.status == 2
    assert "Traceback" not in ran.err
    assert not list(tmp_path.iterdir())


# The picture


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_curve_stands_for_itself_and_has_a_text(lang: str) -> None:
    known = load_agreements()
    found = forecast(known.values(), known["jp-fr-raa"], TODAY)
    for part in found.parts:
        svg = curve(found, part, language(lang)).svg
        root = ElementTree.fromstring(svg)
        space = "{http://www.w3.org/2000/svg}"
        assert root.get("viewBox")
        assert root.find(f"{space}title") is not None
        says = root.findtext(f"{space}desc")
        assert says
        assert str(len(part.reference.completed)) in says
        assert "script" not in svg
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")
        assert svg == curve(found, part, language(lang)).svg


def test_a_name_with_markup_stays_a_name(tmp_path: Path) -> None:
    of = agreement(tmp_path, "own", "talks_start 2026-01-01", force="no")
    object.__setattr__(of, "short", "<script>&\x00")
    found = forecast([*concluded(tmp_path, 6), of], of, TODAY)
    svg = curve(found, found.parts[0], language("en")).svg
    assert "<script>" not in svg
    ElementTree.fromstring(svg)


def test_the_curves_table_falls_and_starts_where_the_talks_stand() -> None:
    known = load_agreements()
    part = forecast(known.values(), known["jp-fr-raa"], TODAY).parts[0]
    rows = list(curve_rows(part))
    for name in ("observed", "estimate"):
        shares = [float(row["not_done"]) for row in rows if row["curve"] == name]
        assert shares == sorted(shares, reverse=True)
    estimates = [row for row in rows if row["curve"] == "estimate"]
    if estimates and part.passed:
        assert float(estimates[0]["months"]) == pytest.approx(part.passed / DAYS_IN_MONTH, abs=0.1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_text_of_a_curve_lies_over_another_or_leaves_it(lang: str, tmp_path: Path) -> None:
    known = load_agreements()
    few = agreement(tmp_path, "own", "talks_start 2026-01-01", force="no")
    for found in (
        forecast(known.values(), known["jp-fr-raa"], TODAY),
        forecast([*concluded(tmp_path, ENOUGH - 1), few], few, TODAY),
    ):
        for part in found.parts:
            assert not list(faults(curve(found, part, language(lang)).svg))


def test_other_commands_do_not_load_the_statistics() -> None:
    code = "import sys, openraa.register, openraa.cli.app; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
