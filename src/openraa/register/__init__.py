"""Register: agreements between States, their lives and their territory.

In:  one `agreement.yaml` in each agreement's folder.
Out: what binds two States on a day, since when, on which sources; which of several governs.
Not here: what an agreement says (rulebook), what it means for a case (determine).
"""

from openraa.register.force import Governing, finding, governing, treaty_circle
from openraa.register.model import (
    Agreement,
    DatedOn,
    Finding,
    Force,
    LifeEvent,
    Party,
    Reach,
    SourceEntry,
    TerritoryRow,
)
from openraa.register.read import EVENTS, KINDS, load_agreement, load_agreements, read_agreement

__all__ = [
    "EVENTS",
    "KINDS",
    "Agreement",
    "DatedOn",
    "Finding",
    "Force",
    "Governing",
    "LifeEvent",
    "Party",
    "Reach",
    "SourceEntry",
    "TerritoryRow",
    "finding",
    "governing",
    "load_agreement",
    "load_agreements",
    "read_agreement",
    "treaty_circle",
]
