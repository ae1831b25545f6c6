"""Made-up agreements with made-up lives, for tests of pictures."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from openraa.problems import Place
from openraa.register import EVENTS, Agreement, DatedOn, LifeEvent, Party, Reach
from openraa.register.model import Disputed, SourceEntry, TerritoryRow

STATES = ("AU", "FR", "GB", "JP", "NC", "PH", "SG", "US")
HERE = Place("made-up", 1)


def event(
    kind: str, on: str = "", *, place: str = "", state: str = "", verified: bool = True, others: tuple[str, ...] = ()
) -> LifeEvent:
    """One event, with the other dates that sources give for it."""
    disputed = tuple(Disputed(dated_on(other), "another source", ("S2",)) for other in others)
    return LifeEvent(kind, dated_on(on), place, state, "", ("S1",), verified, disputed, HERE)


def agreement(
    name: str,
    states: tuple[str, ...],
    *life: LifeEvent,
    kind: str = "reciprocal_access",
    in_force: str = "yes",
    since: str = "",
    directions: tuple[tuple[str, str], ...] = (),
    territory: tuple[TerritoryRow, ...] = (),
    short: str = "",
) -> Agreement:
    """An agreement of these States; `since` binds all of them."""
    bound = date.fromisoformat(since) if since else None
    return Agreement(
        id=name,
        short=short or f"Agreement {name}",
        titles={"en": name},
        kind=kind,
        supplements=(),
        directions=directions,
        parties=tuple(Party(state, bound, None, ("S1",), True) for state in states),
        in_force=in_force,
        in_force_note="",
        stack=(),
        reach=Reach.GENERAL,
        reach_because="",
        territory=territory,
        force_rule=None,
        life=life,
        sources={key: SourceEntry(key, "A made-up page", "Publisher") for key in ("S1", "S2")},
    )


def territory(state: str, code: str, applies: str) -> TerritoryRow:
    """What is known of an area."""
    return TerritoryRow(state, code, applies, "Art. 1", ("S1",), codes=(code,))


def dated_on(text: str) -> DatedOn | None:
    """`2024`, `2024-05` or `2024-05-02`."""
    return DatedOn(*map(int, text.split("-"))) if text else None


def dates() -> st.SearchStrategy[DatedOn]:
    """Days, months and years of the last hundred years, and a few to come."""
    days = st.dates(date(1930, 1, 1), date(2030, 12, 31))
    return st.builds(
        lambda day, exact: DatedOn(day.year, day.month if exact else 0, day.day if exact > 1 else 0),
        days,
        st.integers(0, 2),
    )


def lives() -> st.SearchStrategy[Agreement]:
    """Agreements with any events in any order, long names included."""
    names = st.text(st.characters(exclude_categories=["Cs"]), max_size=60) | st.just("自衛隊及び軍隊の" * 8)
    disputed = st.lists(st.builds(lambda on: Disputed(on, "", ("S2",)), st.none() | dates()), max_size=3)
    events = st.builds(
        lambda kind, on, place, state, verified, others: LifeEvent(
            kind, on, place, state, "", ("S1",), verified, tuple(others), HERE
        ),
        st.sampled_from(EVENTS),
        st.none() | dates(),
        names,
        st.sampled_from(("", *STATES)),
        st.booleans(),
        disputed,
    )
    return st.builds(
        lambda states, life, short, kind, in_force: agreement(
            "made-up", tuple(states), *life, short=short or "x", kind=kind, in_force=in_force
        ),
        st.lists(st.sampled_from(STATES), min_size=2, max_size=6, unique=True),
        st.lists(events, max_size=8),
        names,
        st.sampled_from(("reciprocal_access", "status_of_forces", "logistics", "protocol", "implementing_act")),
        st.sampled_from(("yes", "no", "unknown")),
    )
