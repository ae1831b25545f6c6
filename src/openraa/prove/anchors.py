"""Every anchor date reachable: each provision can apply on a day of its validity on which the agreement is in force."""

from __future__ import annotations

from collections.abc import Iterator

from openraa.problems import Said, say
from openraa.prove.findings import Finding, Property
from openraa.prove.search import Search
from openraa.prove.space import Formula
from openraa.register import Agreement
from openraa.rulebook import Validity
from openraa.rulebook.condition import Compares, Op


def in_force(agreement: Agreement | None) -> Validity:
    """The days on which an agreement can be in force at all, as far as the register dates them."""
    if agreement is None:
        return Validity()
    begun = [e.on.earliest for e in agreement.events("entry_into_force") if e.on]
    ended = [e.on.latest for e in agreement.events("termination") if e.on]
    return Validity(min(begun, default=None), max(ended, default=None))


def anchors(search: Search, force: Validity) -> Iterator[Finding | None]:
    """For each of the last rulebook's provisions None when it can apply on a day that counts, otherwise a finding.

    A provision whose condition nothing meets is passed over.
    """
    vocabulary = search.stack.vocabulary
    for name, row in search.own_provisions.items():
        anchor = vocabulary.questions[row.question].anchor if row.question else "visit.begins_on"
        if not search.solver.possible(search.encoding.condition(row.when)):
            continue  # no day would help it; that is the finding that it never takes effect
        days: list[Formula] = []
        if force.first:
            days.append(search.encoding.condition(Compares(anchor, Op.GE, force.first)))
        if force.end:
            days.append(search.encoding.condition(Compares(anchor, Op.LT, force.end)))
        if search.solver.possible(search.encoding.applies(name), *days):
            yield None
            continue
        first, end = row.valid.first, row.valid.end
        yield Finding(
            Property.ANCHOR,
            say(
                "`{name}` ({cite}) applies on no day of the agreement's force: valid {valid}, in force {force}",
                name=name, cite=row.cite, valid=_shown(Validity(first, end)), force=_shown(force),
            ),
            say("Mend its validity, or the dates in agreement.yaml."),
            row.place,
            row.question,
            (name,),
        )  # fmt: skip


def _shown(valid: Validity) -> Said:
    match valid:
        case Validity(None, None):
            return say("on any day")
        case Validity(first, None):
            return say("from {first}", first=first)
        case Validity(None, end):
            return say("before {end}", end=end)
        case Validity(first, end):
            return say("from {first}, before {end}", first=first, end=end)
