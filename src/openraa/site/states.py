"""Who may visit whom: the States, a page for each, and one for each two that have or negotiate an agreement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openraa.language import Reading
from openraa.register import Agreement, Finding, Governing, Reach, TerritoryRow
from openraa.site.agreement import APPLIES, Step, steps
from openraa.site.edition import Edition, Pair
from openraa.site.gallery import gallery
from openraa.site.page import Page
from openraa.site.standing import Standing, standing

BILATERAL = 2
_UNDERWAY = (Standing.SIGNED, Standing.TALKS, Standing.INTENDED)


@dataclass(frozen=True, slots=True)
class Partner:
    """Another State, and what governs visits in either direction."""

    state: str
    path: str
    there: Governing
    here: Governing

    @property
    def governs(self) -> tuple[Finding, ...]:
        """What governs, whichever the direction, each once."""
        return tuple({found.agreement.id: found for side in (self.there, self.here) for found in side.chosen}.values())

    @property
    def unencoded(self) -> tuple[Finding, ...]:
        """What is in force on visiting forces, but has no rulebook here."""
        rows = (*self.there.unencoded, *self.here.unencoded)
        return tuple({found.agreement.id: found for found in rows}.values())

    @property
    def pending(self) -> tuple[Finding, ...]:
        """What there is between the two that does not govern."""
        governs = {found.agreement.id for found in self.governs}
        rows = {found.agreement.id: found for side in (self.there, self.here) for found in side.findings}
        return tuple(found for name, found in rows.items() if name not in governs)


@dataclass(frozen=True, slots=True)
class Direction:
    """One direction of a pair."""

    sending: str
    receiving: str
    result: Governing
    special: tuple[Finding, ...]
    territory: tuple[tuple[Agreement, TerritoryRow], ...]


def for_some_visits(result: Governing) -> tuple[Finding, ...]:
    """What binds in this direction but covers some visits only, and has no rulebook here."""
    return tuple(
        found
        for found in result.findings
        if found.binds
        and found.agreement.on_status
        and not found.agreement.stack
        and found.agreement.reach is not Reach.GENERAL
    )


def pair_of(one: str, other: str) -> Pair:
    """Two States in the order in which their page names them."""
    return (one, other) if one < other else (other, one)


def pair_path(one: str, other: str) -> str:
    """The page of two States."""
    return f"pairs/{'-'.join(pair_of(one, other))}"


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The list of States, each State, each pair."""
    by_name = sorted(edition.states, key=words.country)
    yield Page(
        "states/index",
        "states.html.j2",
        words("States"),
        {"states": [(state, _n_partners(state, edition)) for state in by_name]},
        summary=words("Choose a State to see whose forces it may receive, and whom its own may visit."),
    )
    for state in edition.states:
        partners = [_partner(state, other, edition) for other in by_name if pair_of(state, other) in edition.pairs]
        mine = [each for each in edition.agreements.values() if each.party(state)]
        yield Page(
            f"states/{state}",
            "state.html.j2",
            words.country(state),
            {
                "state": state,
                "bound": [row for row in partners if row.governs],
                "unread": [row for row in partners if not row.governs and row.unencoded],
                "others": [row for row in partners if not row.governs and not row.unencoded],
                "underway": _underway(mine, edition),
                "mine": [(each, standing(each, edition.on)) for each in mine],
                "territory": [(each, row) for each in mine for row in each.territory if row.state == state],
                "applies": APPLIES,
                "shown": gallery(edition, words.code)[f"map-{state}"],
            },
            under="states/index",
            summary=words(
                "What applies to visiting forces of and in {state}, and what does not yet.",
                state=words.country_in_text(state),
            ),
        )
    for pair, agreements in edition.pairs.items():
        yield _pair_page(pair, agreements, edition, words)


def _n_partners(state: str, edition: Edition) -> int:
    return sum(state in pair for pair in edition.pairs)


def _partner(state: str, other: str, edition: Edition) -> Partner:
    return Partner(other, pair_path(state, other), edition.governing[state, other], edition.governing[other, state])


def _underway(agreements: list[Agreement], edition: Edition) -> list[tuple[Agreement, Standing, Step | None]]:
    """The agreements that are on their way, with the last step that was taken."""
    found = []
    for agreement in agreements:
        stands = standing(agreement, edition.on)
        if stands in _UNDERWAY:
            past = [
                s for s in steps(agreement, edition.on) if s.event.on and not s.ahead and s.event.event != "statement"
            ]
            found.append((agreement, stands, past[-1] if past else None))
    return found


def _pair_page(pair: Pair, agreements: tuple[Agreement, ...], edition: Edition, words: Reading) -> Page:
    one, other = sorted(pair, key=words.country)
    names = {"one": words.country(one), "other": words.country(other)}
    own = [each for each in agreements if len(each.parties) <= BILATERAL]
    recent = [(each, step) for each in own for step in steps(each, edition.on) if step.event.on and not step.ahead]
    recent.sort(key=lambda row: row[1].event.on.earliest if row[1].event.on else edition.on, reverse=True)
    return Page(
        pair_path(*pair),
        "pair.html.j2",
        words("{one} and {other}", **names),
        {
            "pair": (one, other),
            "directions": [_direction(one, other, agreements, edition), _direction(other, one, agreements, edition)],
            "underway": _underway(list(agreements), edition),
            "recent": recent[:8],
            "compared": _compared(agreements, edition),
            "applies": APPLIES,
        },
        under="states/index",
        summary=words(
            "Which agreement governs visiting forces between {one} and {other}, in either direction.", **names
        ),
    )


def _direction(sending: str, receiving: str, agreements: tuple[Agreement, ...], edition: Edition) -> Direction:
    rows = [(each, row) for each in agreements for row in each.territory if row.state == receiving]
    result = edition.governing[sending, receiving]
    return Direction(sending, receiving, result, for_some_visits(result), tuple(rows))


def _compared(agreements: tuple[Agreement, ...], edition: Edition) -> Mapping[str, tuple[Agreement, Agreement]]:
    names = {each.id for each in agreements}
    return {
        f"compare/{a}--{b}": (edition.agreements[a], edition.agreements[b])
        for a, b in edition.comparisons
        if a in names and b in names
    }
