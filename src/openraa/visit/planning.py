"""From a visit file to its plan: what governs it, whether that reaches its places, and the clearance plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

from openraa.language import state_in_text
from openraa.problems import Place, Problem, Refused, say
from openraa.register import Agreement, Governing, finding, governing, load_agreements, treaty_circle
from openraa.rulebook import Stack, load_stack
from openraa.visit.columns import Circle
from openraa.visit.files import read_visit
from openraa.visit.model import Visit
from openraa.visit.plan import Plan, make_plan
from openraa.visit.territory import nowhere, reached
from openraa.vocabulary import load_vocabulary

_OF_THIRD_STATES = ("person.national_other_party", "person.national_non_party")

Progress = Callable[[int], AbstractContextManager[Callable[[int, int], None] | None]]


def open_visit(path: Path, *, folders: Sequence[Path] = ()) -> Visit:
    """The visit in a folder or `visit.toml`, its nationalities read against the treaty circle of what governs.

    Raises:
        Refused: the visit file or a manifest as a whole cannot be used, or it names an agreement that is unknown.
    """
    agreements = load_agreements(folders)
    visit = read_visit(
        path,
        load_vocabulary(),
        lambda sending, receiving, on: treaty_circle(agreements.values(), sending, receiving, on),
    )
    for name in visit.agreement:
        if name not in agreements:
            raise Refused(
                Problem(
                    Place(str(visit.path)),
                    "unknown-agreement",
                    say("there is no agreement `{name}`", name=name),
                    say("`raa agreements` lists them all."),
                )
            )
    return visit


def circle_of(visit: Visit, *, folders: Sequence[Path] = ()) -> Circle:
    """Who counts as what towards a visit, for reading further manifests of it."""
    parties = treaty_circle(load_agreements(folders).values(), visit.sending, visit.receiving, visit.begins_on)
    return Circle(visit.sending, visit.receiving, parties)


def visit_under(visit: Visit, names: Iterable[str], *, folders: Sequence[Path] = ()) -> Visit:
    """The visit with its nationalities read against the parties of these agreements, and not of what governs.

    Names that the register does not know, such as that of a draft, have no further parties.
    """
    agreements = load_agreements(folders)
    parties = frozenset(party.state for name in names if name in agreements for party in agreements[name].parties)
    same = (circle_of(visit, folders=folders).parties ^ parties) <= {visit.sending, visit.receiving}
    of_third = any(line.facts.get(name) for line in visit.lines for name in _OF_THIRD_STATES)
    if same or not of_third:
        return visit
    return read_visit(visit.path, load_vocabulary(), lambda sending, receiving, on: parties)


def plan_visit(
    visit: Visit,
    *,
    as_of: date | None,
    folders: Sequence[Path] = (),
    progress: Progress = lambda n_lines: nullcontext(),
) -> Plan:
    """The clearance plan of a visit under the agreement in force on its first day.

    An agreement that is known not to reach any place of the visit does not govern it. `as_of` is the day from
    which slack is counted; `progress` is told the number of lines and gives what is called as they are done.
    """
    found = governing_of(visit, load_agreements(folders).values())
    stack = load_stack(found.governs, folders) if found.governs else None
    with progress(len(visit.lines)) as advance:
        return make_plan(visit, found, stack, load_vocabulary(), as_of=as_of, on_progress=advance)


def plan_under(visit: Visit, stack: Stack, *, as_of: date | None, folders: Sequence[Path] = ()) -> Plan:
    """The plan of a visit as it would be if these rulebooks governed it, whatever is in force.

    Where the register knows the agreement and that it reaches no place of the visit, nothing governs.
    """
    agreements = [row for row in load_agreements(folders).values() if row.id in stack.ids]
    found = [finding(row, visit.sending, visit.receiving, visit.begins_on) for row in agreements]
    chosen = tuple(row for row in found if row is not None)
    unreached = nowhere(reached(visit, chosen), visit)
    names = " + ".join(stack.ids)
    text = (
        say("{names} does not reach the places of this visit.", names=names)
        if unreached
        else say("Planned as if {names} governed.", names=names)
    )
    governs = Governing(
        sending=visit.sending,
        receiving=visit.receiving,
        on=visit.begins_on,
        governs=() if unreached else stack.ids,
        chosen=chosen,
        findings=chosen,
        explanation=(text,),
    )
    return make_plan(visit, governs, None if unreached else stack, load_vocabulary(), as_of=as_of)


def governing_of(visit: Visit, agreements: Iterable[Agreement]) -> Governing:
    """What governs a visit: what is in force between the States, unless it reaches none of the places."""
    found = governing(agreements, visit.sending, visit.receiving, visit.begins_on, visit.agreement)
    rows = reached(visit, found.chosen)
    if not found.governs or visit.agreement or not nowhere(rows, visit):
        return found
    first = say(
        "No agreement in force between {sending} and {receiving} reaches the places of this visit.",
        sending=state_in_text(visit.sending),
        receiving=state_in_text(visit.receiving),
    )
    return replace(found, governs=(), explanation=(first,))
