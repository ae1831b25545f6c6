"""An edition: what one build of the site shows, gathered before the first page is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import combinations
from pathlib import Path

from openraa.prove import Comparison, compare
from openraa.register import Agreement, Governing, governing, load_agreements
from openraa.register.forecast import Backtest, Forecast, Stage, backtest, forecast
from openraa.rulebook import Stack, load_stack
from openraa.vocabulary import Vocabulary, load_vocabulary

SECONDS = 300.0  # for one comparison; far more than any takes, so that a build does not depend on the machine's speed
MANY = 3  # an agreement of so many Parties or more is compared with every other agreement of that size
_FAMILY = ("reciprocal_access",)

Pair = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Edition:
    """The register on a day, and what the site works out from it.

    `stacks` holds each agreement that has a rulebook, by id; `comparisons` each two of them that are compared in full;
    `forecasts` each agreement on its way, with a back-test of each step that lies ahead.
    """

    on: date
    agreements: Mapping[str, Agreement]
    stacks: Mapping[str, Stack]
    comparisons: Mapping[Pair, Comparison]
    languages: tuple[str, ...]
    base_url: str = ""
    forecasts: Mapping[str, tuple[Forecast, tuple[Backtest | None, ...]]] = field(default_factory=dict)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The catalogue of questions, the same for all rulebooks."""
        return load_vocabulary()

    @cached_property
    def pairs(self) -> Mapping[Pair, tuple[Agreement, ...]]:
        """Each two States that have an agreement or negotiate one, with all of these; States in alphabetical order."""
        found: dict[Pair, list[Agreement]] = {}
        for agreement in self.agreements.values():
            for pair in combinations(sorted({party.state for party in agreement.parties}), 2):
                found.setdefault(pair, []).append(agreement)
        return {pair: tuple(found[pair]) for pair in sorted(found)}

    @cached_property
    def states(self) -> tuple[str, ...]:
        """Every State that is party to an agreement or negotiates one, by code."""
        return tuple(sorted({party.state for each in self.agreements.values() for party in each.parties}))

    @cached_property
    def governing(self) -> Mapping[Pair, Governing]:
        """What governs visits from one State to another, for both directions of each pair."""
        agreements = list(self.agreements.values())
        return {
            (sending, receiving): governing(agreements, sending, receiving, self.on)
            for one, other in self.pairs
            for sending, receiving in ((one, other), (other, one))
        }


def gather(
    on: date,
    languages: Sequence[str],
    *,
    base_url: str = "",
    folders: Sequence[Path] = (),
    compared: Sequence[Pair] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Edition:
    """The edition of a day.

    `compared` are the agreements to compare, two by two; left out, those of `compared_pairs`. `on_progress` hears how
    many of the comparisons are done.

    Raises:
        Refused: an agreement or a rulebook is wrong.
    """
    agreements = dict(sorted(load_agreements(folders).items()))
    stacks = {
        name: load_stack(each.stack, folders)
        for name, each in agreements.items()
        if each.stack and each.stack[-1] == name
    }
    found: dict[Pair, Comparison] = {}
    wanted = compared_pairs(agreements, stacks) if compared is None else tuple(compared)
    for n, (one, other) in enumerate(wanted, 1):
        found[one, other] = compare(stacks[one], stacks[other], seconds=SECONDS)
        if on_progress:
            on_progress(n, len(wanted))
    return Edition(on, agreements, stacks, found, tuple(languages), base_url, _forecasts(agreements, on))


def _forecasts(
    agreements: Mapping[str, Agreement], on: date
) -> dict[str, tuple[Forecast, tuple[Backtest | None, ...]]]:
    """The agreements whose talks run or that wait for their entry into force."""
    known, tried = list(agreements.values()), dict[object, Backtest | None]()
    found = {}
    for name, agreement in agreements.items():
        made = forecast(known, agreement, on)
        if made.stage in (Stage.TALKS, Stage.SIGNED):
            for part in made.parts:
                key = (part.step, part.reference.name, tuple(span.agreement for span in part.reference.spans))
                if key not in tried:
                    tried[key] = backtest(known, agreement, part.step, on)
            tests = [
                tried[part.step, part.reference.name, tuple(span.agreement for span in part.reference.spans)]
                for part in made.parts
            ]
            found[name] = (made, tuple(tests))
    return found


def compared_pairs(agreements: Mapping[str, Agreement], stacks: Mapping[str, Stack]) -> tuple[Pair, ...]:
    """Which two agreements are compared in full.

    Those of many Parties and the reciprocal access agreements among each other; a supplement with its base; every
    other with the base of the largest circle. The rest can be compared with `raa compare`.
    """
    if not stacks:
        return ()
    core = [
        name
        for name in stacks
        if agreements[name].kind in _FAMILY
        or (len(agreements[name].parties) >= MANY and not agreements[name].supplements)
    ]
    largest = max(stacks, key=lambda name: (len(agreements[name].parties), name))
    found = set(combinations(sorted(core), 2))
    for name in stacks:
        others = [base for base in agreements[name].supplements if base in stacks] or [largest]
        found |= {(min(name, other), max(name, other)) for other in others if other != name}
    return tuple(sorted(found))
