"""A missing fact: whom to ask for it, and where in the visit's files the answer belongs."""

from __future__ import annotations

from collections.abc import Iterable

from openraa.problems import Said, say
from openraa.visit.columns import columns_of
from openraa.visit.files import FILE_NAME
from openraa.visit.model import Subject
from openraa.visit.plan import VISIT_LABEL, Missing
from openraa.vocabulary import Fact

_DECIDED_BY = {
    "receiving law": say("The law of the receiving State decides: ask its authorities."),
    "sending law": say("The law of the sending State decides: ask the legal adviser of the force."),
    "receiving authority": say("An authority of the receiving State decides: ask there."),
    "receiving customs": say("The customs authorities of the receiving State decide: ask there."),
    "sending certificate where provided": say("A certificate of the sending State says so, where there is one."),
    "receiving certificate where provided": say("A certificate of the receiving State says so, where there is one."),
}
_KNOWN_BY = {
    "person": say("Ask the unit that sends the person."),
    "conveyance": say("Ask the unit that brings it."),
    "item": say("Ask the unit that brings the goods."),
    "arms": say("Ask the unit that brings the arms."),
    "document": say("See whether the paper is at hand; if not, ask whoever issues it."),
    "receiving_state": say("Ask the authorities of the receiving State."),
    "visit": say("Ask whoever plans the visit."),
}


def whom_to_ask(fact: Fact) -> Said:
    """Who knows or decides a fact."""
    return _DECIDED_BY.get(fact.decided_by) or _KNOWN_BY.get(fact.subject) or say("Ask whoever knows the case.")


def where_it_belongs(row: Missing) -> Said:
    """The column or key that would hold the answer.

    A fact that is the same for all lines may stand under [facts] of the visit file too.
    """
    columns = _columns(row.fact, {line.subject for line in row.lines if line.label != VISIT_LABEL})
    if not columns:
        return say("{file}: {fact} under [facts]", file=FILE_NAME, fact=row.fact)
    text = tuple(say("{kind}: column `{column}`", kind=say(kind), column=column) for kind, column in columns)
    if any(line.label == VISIT_LABEL for line in row.lines):
        return say("{file}: {fact} under [facts]; {columns}", file=FILE_NAME, fact=row.fact, columns=text)
    return say("{columns}; if all are alike, {file}: {fact} under [facts]", columns=text, file=FILE_NAME, fact=row.fact)


def column_for(fact: str, subject: Subject) -> str:
    """The column of a manifest that states a fact; a fact without one may head a column by its own name."""
    return next((c.name for c in columns_of(subject).values() if fact in (c.fact, c.held)), fact)


def _columns(fact: str, subjects: Iterable[Subject]) -> list[tuple[str, str]]:
    return [(subject.value, column_for(fact, subject)) for subject in Subject if subject in set(subjects)]
