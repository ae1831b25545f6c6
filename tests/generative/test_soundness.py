"""Held forever: what is determined holds in every completion, and what is possible happens in one."""

from __future__ import annotations

import itertools

from hypothesis import given, settings

from openraa.determine import Case, Determiner, Outcome, Status
from tests.generative.strategies import BOOLS, ENUM, bodies, cases
from tests.support.small import book, stack

DOMAINS = {**dict.fromkeys(BOOLS, (False, True)), "e": ENUM, "n": tuple(range(31))}


def every_outcome(determiner: Determiner, facts: dict[str, object]) -> dict[tuple[object, ...], Outcome]:
    """The outcome in each completion, by brute force."""
    missing = [name for name in DOMAINS if name not in facts]
    found = {}
    for values in itertools.product(*(DOMAINS[name] for name in missing)):
        full = {**facts, **dict(zip(missing, values, strict=True)), "d": False}
        situation = determiner.evaluator.situation(full)
        settled = situation.verdict("q").settled
        assert settled is not None, "with every fact given, every outcome is settled"
        found[values] = settled
    return found


@settings(max_examples=150, deadline=None)
@given(body=bodies(), facts=cases())
def test_determined_means_in_every_completion_and_possible_means_in_one(body: str, facts: dict[str, object]) -> None:
    determiner = Determiner(stack(book(body or "Nothing.")))
    result = determiner.determine("q", Case({**facts, "d": False}))  # type: ignore[dict-item]
    outcomes = set(every_outcome(determiner, facts).values())
    assert set(result.possible) == outcomes
    if len(outcomes) == 1:
        only = next(iter(outcomes))
        assert (result.status.value, result.answer) == (only.status, only.answer)
    else:
        assert result.status is Status.UNDETERMINED


@settings(max_examples=60, deadline=None)
@given(body=bodies(), facts=cases())
def test_a_fact_is_asked_exactly_when_the_outcome_depends_on_it(body: str, facts: dict[str, object]) -> None:
    determiner = Determiner(stack(book(body or "Nothing.")))
    result = determiner.determine("q", Case({**facts, "d": False}))  # type: ignore[dict-item]
    outcomes = every_outcome(determiner, facts)
    missing = [name for name in DOMAINS if name not in facts]
    relevant = set()
    for index, name in enumerate(missing):
        by_rest: dict[tuple[object, ...], set[Outcome]] = {}
        for values, outcome in outcomes.items():
            by_rest.setdefault(values[:index] + values[index + 1 :], set()).add(outcome)
        if any(len(found) > 1 for found in by_rest.values()):
            relevant.add(name)
    assert {ask.fact for ask in result.ask} == relevant


@settings(max_examples=60, deadline=None)
@given(body=bodies(), facts=cases())
def test_each_choice_shows_where_it_leads(body: str, facts: dict[str, object]) -> None:
    determiner = Determiner(stack(book(body or "Nothing.")))
    result = determiner.determine("q", Case({**facts, "d": False}))  # type: ignore[dict-item]
    for ask in result.ask:
        for choice in ask.choices:
            with_it = {**facts, ask.fact: choice.value}
            assert set(choice.outcomes) == set(every_outcome(determiner, with_it).values())


@settings(max_examples=100, deadline=None)
@given(body=bodies(), facts=cases())
def test_learning_a_fact_never_changes_what_was_determined(body: str, facts: dict[str, object]) -> None:
    determiner = Determiner(stack(book(body or "Nothing.")))
    full: dict[str, object] = {"a": True, "b": False, "c": True, "e": "green", "n": 7, **facts, "d": False}
    known: dict[str, object] = {}
    settled: tuple[str, str] | None = None
    for name, value in full.items():
        known[name] = value
        result = determiner.determine("q", Case(dict(known)))  # type: ignore[arg-type]
        if settled is not None:
            assert (result.status.value, result.answer) == settled
        if result.status is not Status.UNDETERMINED:
            settled = (result.status.value, result.answer)
