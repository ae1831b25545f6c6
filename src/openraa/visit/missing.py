"""A missing fact: whom to ask for it, and where in the visit's files the answer belongs."""

from __future__ import annotations

from openraa.problems import Said, say
from openraa.visit.columns import column_for
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


def where_it_belongs(row: Missing, fact: Fact) -> Said:
    """The column or key that would hold the answer; what is the same for all lines may stand in the visit file."""
    subjects = {line.subject for line in row.lines if line.label != VISIT_LABEL}
    if fact.subject in ("visit", "receiving_state", "agreement") or not subjects:
        return say("Write it into {file}, under [facts], as {fact}.", file=FILE_NAME, fact=row.fact)
    columns = tuple(
        say("column `{column}` of the {kind}", column=column_for(row.fact, subject), kind=say(subject.value))
        for subject in Subject
        if subject in subjects
    )
    return say(
        "Fill in: {columns}; or, if it is the same for all, {fact} under [facts] in {file}.",
        columns=columns, fact=row.fact, file=FILE_NAME,
    )  # fmt: skip
