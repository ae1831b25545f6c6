"""The page of one agreement: its life with sources, what is disputed, its Parties, territory and kin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from openraa.language import Reading
from openraa.problems import say
from openraa.register import Agreement, DatedOn, LifeEvent, Relation, load_statements, related
from openraa.site.agreements import KINDS
from openraa.site.edition import Edition
from openraa.site.gallery import gallery
from openraa.site.page import Page
from openraa.site.standing import Standing, standing

SEEN = {
    "full": say("read in full"),
    "part": say("read in part"),
    "excerpt": say("an excerpt was seen"),
    "copy": say("a copy elsewhere was seen"),
    "opening": say("its opening was seen"),
}
APPLIES = {"yes": say("applies"), "no": say("does not apply"), "unknown": say("not known whether it applies")}
_LEGAL_FORCE = {Standing.IN_FORCE: "InForce", Standing.ENDED: "NotInForce", Standing.SIGNED: "NotInForce"}


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a life, with the anchor by which it is linked; `ahead`: after the edition's day, or expected."""

    anchor: str
    event: LifeEvent
    ahead: bool


def steps(agreement: Agreement, on: date) -> tuple[Step, ...]:
    """The life in order of time; events without a date come last."""
    anchors: dict[str, int] = {}
    found = []
    for event in sorted(agreement.life, key=_when):
        name = f"{event.on or 'undated'}-{event.event}{'-' + event.state if event.state else ''}"
        anchors[name] = anchors.get(name, 0) + 1
        anchor = name if anchors[name] == 1 else f"{name}-{anchors[name]}"
        found.append(Step(anchor, event, event.expected or (event.on is not None and event.on.earliest > on)))
    return tuple(found)


def _when(event: LifeEvent) -> tuple[bool, date]:
    return event.on is None, event.on.earliest if event.on else date.max


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """One page for each agreement."""
    for agreement in edition.agreements.values():
        stands = standing(agreement, edition.on)
        yield Page(
            f"agreements/{agreement.id}",
            "agreement.html.j2",
            words(agreement.short),
            {
                "agreement": agreement,
                "stands": stands,
                "kind": KINDS[agreement.kind],
                "steps": steps(agreement, edition.on),
                "kin": _kin(agreement, edition),
                "compared": _compared(agreement, edition),
                "shown": gallery(edition, words.code).get(f"timeline-{agreement.id}"),
                "statements": load_statements().about(agreement.id, edition.agreements),
                "seen": SEEN,
                "applies": APPLIES,
            },
            under="agreements/index",
            summary=words(
                "{agreement}: its life with sources, Parties, territory and what it says.",
                agreement=words(agreement.short),
            ),
            data=_data(agreement, stands, edition),
        )


def _kin(agreement: Agreement, edition: Edition) -> Mapping[Relation, list[Agreement]]:
    """Related agreements by how they are related, the closest first."""
    found: dict[Relation, list[Agreement]] = {}
    for relation, other in related(agreement, edition.agreements):
        found.setdefault(relation, []).append(other)
    return found


def _compared(agreement: Agreement, edition: Edition) -> tuple[tuple[Agreement, str], ...]:
    """The agreements that this one is compared with, and the page of each comparison."""
    return tuple(
        (edition.agreements[other], f"compare/{pair[0]}--{pair[1]}")
        for pair in edition.comparisons
        if agreement.id in pair
        for other in pair
        if other != agreement.id
    )


def _data(agreement: Agreement, stands: Standing, edition: Edition) -> Mapping[str, object]:
    """The agreement as linked data; only what a source confirms."""

    def day(kind: str) -> DatedOn | None:
        return next((each.on for each in agreement.events(kind) if each.on and each.verified), None)

    found: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "identifier": agreement.id,
        "name": agreement.short,
        "alternateName": list(agreement.titles.values()),
        "legislationType": agreement.kind,
        "legislationJurisdiction": [
            {"@type": "Country", "identifier": party.state} for party in agreement.parties if party.verified
        ],
        "citation": [row.address for row in agreement.sources.values() if row.address],
    }
    if stands in _LEGAL_FORCE:
        found["legislationLegalForce"] = _LEGAL_FORCE[stands]
    if signed := day("signature"):
        found["legislationDate"] = str(signed)
    if edition.base_url:
        found["url"] = f"{edition.base_url}en/agreements/{agreement.id}.html"
    return found
