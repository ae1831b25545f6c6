"""The solver against every case: what is proven holds in each, what is shown happens, and regions are exact."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from openraa.determine import CONFLICT, GAP, OUT_OF_SCOPE, UNCONFIRMED, Outcome, determiner_for
from openraa.prove import Cube, Finding, Property, compare, prove
from openraa.rulebook import Stack
from openraa.rulebook.condition import show_condition
from openraa.vocabulary import Value
from tests.generative.strategies import BOOLS, ENUM, bodies, conditions
from tests.support.small import book, rule, stack

DOMAINS: dict[str, tuple[Value, ...]] = {**dict.fromkeys(BOOLS, (False, True)), "e": ENUM, "n": tuple(range(31))}


def every_case() -> Iterator[dict[str, Value]]:
    for values in itertools.product(*DOMAINS.values()):
        yield dict(zip(DOMAINS, values, strict=True))


def outcome(of: Stack, case: dict[str, Value]) -> tuple[Outcome, frozenset[str]]:
    """The outcome of `q` in a full case, and the papers that come with it."""
    evaluator = determiner_for(of).evaluator
    verdict = evaluator.situation({**case, "d": False}).verdict("q")
    assert verdict.settled is not None
    papers = {row.label for name, is_so in verdict.effective.items() if is_so for row in of.provisions[name].requires}
    silent = verdict.settled in (GAP, OUT_OF_SCOPE)
    return (GAP, frozenset()) if silent else (verdict.settled, frozenset(papers))


def inside(cube: Cube, case: dict[str, Value]) -> bool:
    return all(
        any(case[name] in (group.members or (group.value,)) if group.last is None
            else group.value <= case[name] <= group.last for group in groups)  # type: ignore[operator]
        for name, groups in cube.sides.items()
    )  # fmt: skip


def of_kind(findings: tuple[Finding, ...], wanted: Property) -> list[Finding]:
    return [row for row in findings if row.property is wanted]


@settings(max_examples=60, deadline=None)
@given(body=bodies())
def test_conflicts_gaps_and_effects_are_found_exactly_where_some_case_has_them(body: str) -> None:
    made = stack(book(body))
    proof = prove(made)
    outcomes, effective = set(), set()
    for case in every_case():
        verdict = determiner_for(made).evaluator.situation({**case, "d": False}).verdict("q")
        outcomes.add(verdict.settled)
        effective |= {name for name, is_so in verdict.effective.items() if is_so}
    assert bool(of_kind(proof.findings, Property.CONFLICT)) == (CONFLICT in outcomes)
    assert bool(of_kind(proof.findings, Property.GAP)) == (GAP in outcomes)
    without = {name for row in of_kind(proof.findings, Property.EFFECT) for name in row.provisions}
    assert without == set(made.provisions) - effective
    for row in (*of_kind(proof.findings, Property.CONFLICT), *of_kind(proof.findings, Property.GAP)):
        assert row.where is not None
        assert row.case is not None
        shown = {name: values[0] for name, values in DOMAINS.items()} | dict(row.case)
        assert inside(row.where, shown)
        wanted = CONFLICT if row.property is Property.CONFLICT else GAP
        assert outcome(made, shown)[0] == wanted


@settings(max_examples=60, deadline=None)
@given(left=bodies(), right=bodies(), paper=conditions(3))
def test_regions_are_exactly_the_cases_that_differ_and_do_not_overlap(left: str, right: str, paper: object) -> None:
    asks = rule("ask", "x", show_condition(paper), more="requires: [{document: card}]")  # type: ignore[arg-type]
    one, other = stack(book(left + asks)), stack(book(right))
    (row,) = compare(one, other, questions=["q"], one_sided=True).rows
    assert row.complete
    cubes = [(region, cube) for region in row.regions for cube in region.where]
    for case in every_case():
        said = outcome(one, case), outcome(other, case)
        hit = [region for region, cube in cubes if inside(cube, case)]
        assert len(hit) == (said[0] != said[1]), (case, said, hit)
        for region in hit:
            difference = region.difference
            assert (difference.left, difference.right) == (said[0][0], said[1][0])
            assert {asked.label for asked in difference.only_left} == said[0][1] - said[1][1]
    for region in row.regions:
        assert any(inside(cube, {**DOMAINS_FIRST, **region.case}) for cube in region.where)


@settings(max_examples=40, deadline=None)
@given(body=bodies(), order=st.randoms(use_true_random=False))
def test_a_book_is_the_same_as_itself_in_another_order(body: str, order: object) -> None:
    blocks = [block for block in body.split("\n\n") if block.strip()]
    mixed = list(blocks)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    found = compare(stack(book(body)), stack(book("\n\n".join(mixed) + "\n")), one_sided=True)
    assert found.is_same
    assert not any(row.regions for row in found.rows)


@settings(max_examples=60, deadline=None)
@given(body=bodies())
def test_what_is_left_open_is_not_called_the_same(body: str) -> None:
    """A text that is not confirmed somewhere is never proven to be the same as one that answers there."""
    made = stack(book(body))
    answers = stack(book(rule("p", "x")))
    (row,) = compare(made, answers, questions=["q"], one_sided=True).rows
    outcomes = Counter(outcome(made, case)[0] for case in every_case())
    if outcomes[UNCONFIRMED]:
        assert row.regions
        assert any(region.difference.left == UNCONFIRMED for region in row.regions)


DOMAINS_FIRST = {name: values[0] for name, values in DOMAINS.items()}
