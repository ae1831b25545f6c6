"""Register: agreements between States, their lives and their territory.

In:  one `agreement.yaml` in each agreement's folder; `statements.yaml`; tables of agreements.
Out: what binds two States on a day, since when, on which sources; which of several governs; what cannot be; what
     the press says of it all and what the register says to that.
Not here: what an agreement says (rulebook), what it means for a case (determine).
"""

from openraa.register.check import check_register, impossible
from openraa.register.force import Governing, finding, governing, latest_step, treaty_circle
from openraa.register.model import (
    Agreement,
    DatedOn,
    Disputed,
    Finding,
    Force,
    LifeEvent,
    Party,
    Reach,
    SourceEntry,
    TerritoryRow,
)
from openraa.register.read import EVENTS, FILE_KEYS, KINDS, load_agreement, load_agreements, read_agreement
from openraa.register.related import Relation, related
from openraa.register.statements import (
    Span,
    Statement,
    Statements,
    Verdict,
    check_statements,
    events_of,
    load_statements,
    source_of,
    span_said,
    spans_of,
)
from openraa.register.table import ReadTable, columns, read_table, template, write_agreements

__all__ = [
    "EVENTS",
    "FILE_KEYS",
    "KINDS",
    "Agreement",
    "DatedOn",
    "Disputed",
    "Finding",
    "Force",
    "Governing",
    "LifeEvent",
    "Party",
    "Reach",
    "ReadTable",
    "Relation",
    "SourceEntry",
    "Span",
    "Statement",
    "Statements",
    "TerritoryRow",
    "Verdict",
    "check_register",
    "check_statements",
    "columns",
    "events_of",
    "finding",
    "governing",
    "impossible",
    "latest_step",
    "load_agreement",
    "load_agreements",
    "load_statements",
    "read_agreement",
    "read_table",
    "related",
    "source_of",
    "span_said",
    "spans_of",
    "template",
    "treaty_circle",
    "write_agreements",
]
