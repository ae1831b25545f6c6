"""Where an agreement stands on a day, in one word, for lists."""

from __future__ import annotations

from datetime import date
from enum import Enum

from openraa.problems import say
from openraa.register import Agreement


class Standing(Enum):
    """The stages of an agreement's life; the value is what a list says."""

    IN_FORCE = say("in force")
    NOT_CONFIRMED = say("not confirmed to be in force")
    SIGNED = say("signed, not in force")
    TALKS = say("being negotiated")
    INTENDED = say("intended")
    ENDED = say("no longer in force")


def standing(agreement: Agreement, on: date) -> Standing:
    """The stage that the agreement had reached by a day, as far as the register knows.

    What the register calls unknown is not confirmed, even where a step is dated.
    """

    def reached(*kinds: str) -> bool:
        return any(
            event.on and event.on.latest <= on and not event.expected
            for kind in kinds
            for event in agreement.events(kind)
        )

    begun = agreement.events("entry_into_force")
    if reached("termination"):
        return Standing.ENDED
    if agreement.in_force == "yes" and (reached("entry_into_force") or not any(event.on for event in begun)):
        return Standing.IN_FORCE
    signed = reached("signature", "exchange_of_notes")
    if agreement.in_force == "unknown" and (signed or not any(event.on for event in agreement.events("signature"))):
        return Standing.NOT_CONFIRMED
    if agreement.in_force == "no" and reached("entry_into_force"):
        return Standing.ENDED
    if signed:
        return Standing.SIGNED
    if reached("talks_start", "round", "agreement_in_principle"):
        return Standing.TALKS
    return Standing.INTENDED
