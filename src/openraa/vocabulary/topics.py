"""Questions by topic, as people look for them."""

from __future__ import annotations

from collections.abc import Iterable

from openraa.problems import Said, say
from openraa.vocabulary.model import Question

TOPICS = {
    "status": say("Status of persons"),
    "entry": say("Entry and departure"),
    "stay": say("Stay"),
    "exit": say("Departure and removal"),
    "conduct": say("Conduct"),
    "uniform": say("Uniform"),
    "arms": say("Arms"),
    "driving": say("Driving"),
    "vehicle": say("Vehicles"),
    "customs": say("Customs"),
    "goods": say("Goods"),
    "tax": say("Tax"),
    "procurement": say("Local purchase"),
    "labour": say("Local labour"),
    "facilities": say("Facilities"),
    "medical": say("Medical care"),
    "telecom": say("Telecommunications"),
    "security": say("Security and military police"),
    "jurisdiction": say("Criminal jurisdiction"),
    "claims": say("Claims"),
    "treaty": say("The agreement itself"),
}


def questions_by_topic(questions: Iterable[Question]) -> dict[Said, list[Question]]:
    """The questions by topic, in the order of the catalogue."""
    found: dict[Said, list[Question]] = {}
    for question in questions:
        found.setdefault(TOPICS[question.name.partition(".")[0]], []).append(question)
    return found
