"""The register as linked data: JSON-LD in the terms of schema.org and of ELI, the European Legislation Identifier.

What is only negotiated is no legislation: it is a creative work whose status says so. Dates that are not days are
said in the register's own tables, not here, where a day would have to be made up.
Source: schema.org/Legislation; ELI ontology 1.
"""

from __future__ import annotations

from collections.abc import Iterable

from openraa.language import state_in_text
from openraa.register import Agreement, LifeEvent, SourceEntry
from openraa.vocabulary import country_name

_CONTEXT: dict[str, object] = {
    "schema": "https://schema.org/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "name": "schema:name",
    "alternateName": "schema:alternateName",
    "description": "schema:description",
    "identifier": "schema:identifier",
    "license": {"@id": "schema:license", "@type": "@id"},
    "hasPart": {"@id": "schema:hasPart", "@type": "@id"},
    "legislationType": "schema:legislationType",
    "legislationDate": {"@id": "schema:legislationDate", "@type": "xsd:date"},
    "legislationLegalForce": {"@id": "schema:legislationLegalForce", "@type": "@id"},
    "creativeWorkStatus": "schema:creativeWorkStatus",
    "spatialCoverage": "schema:spatialCoverage",
    "citation": "schema:citation",
    "publisher": "schema:publisher",
    "url": {"@id": "schema:url", "@type": "@id"},
    "inLanguage": "schema:inLanguage",
    "datePublished": "schema:datePublished",
    "date_document": {"@id": "eli:date_document", "@type": "xsd:date"},
    "first_date_entry_in_force": {"@id": "eli:first_date_entry_in_force", "@type": "xsd:date"},
    "in_force": {"@id": "eli:in_force", "@type": "@id"},
    "related_to": {"@id": "eli:related_to", "@type": "@id"},
}
_FORCE = {
    "yes": {"legislationLegalForce": "schema:InForce", "in_force": "eli:InForce-inForce"},
    "no": {"legislationLegalForce": "schema:NotInForce", "in_force": "eli:InForce-notInForce"},
}


def linked_data(agreements: Iterable[Agreement]) -> dict[str, object]:
    """The agreements as a graph; their addresses are relative to wherever the file lies."""
    rows = sorted(agreements, key=lambda a: a.id)
    known = {each.id for each in rows}
    return {
        "@context": _CONTEXT,
        "@graph": [
            {
                "@id": "#register",
                "@type": "schema:Dataset",
                "name": {"@value": "Register of visiting-forces agreements", "@language": "en"},
                "description": {
                    "@value": "Agreements between States on visiting forces and their lives, with sources.",
                    "@language": "en",
                },
                "license": "https://www.apache.org/licenses/LICENSE-2.0",
                "hasPart": [f"#{each.id}" for each in rows],
            },
            *(_agreement(each, known) for each in rows),
        ],
    }


def _agreement(of: Agreement, known: set[str]) -> dict[str, object]:
    signed, force = (_first_day(of, kind) for kind in ("signature", "entry_into_force"))
    exists = any(of.events(kind) for kind in ("signature", "exchange_of_notes", "entry_into_force")) or (
        of.in_force != "no"
    )
    node: dict[str, object] = {
        "@id": f"#{of.id}",
        "@type": ["schema:Legislation", "eli:LegalResource"] if exists else "schema:CreativeWork",
        "identifier": of.id,
        "name": [{"@value": title, "@language": language} for language, title in of.titles.items()],
        "alternateName": {"@value": of.short, "@language": "en"},
        "spatialCoverage": [
            {
                "@type": "schema:Country",
                "identifier": party.state,
                "name": {"@value": str(country_name(party.state) or state_in_text(party.state)), "@language": "en"},
            }
            for party in of.parties
        ],
        "citation": [_source(source) for source in of.sources.values()],
    }
    if exists:
        node["legislationType"] = of.kind.replace("_", " ")
        node |= _FORCE.get(of.in_force, {})
        if signed:
            node |= {"legislationDate": signed, "date_document": signed}
        if force:
            node["first_date_entry_in_force"] = force
    else:
        node["creativeWorkStatus"] = "in negotiation" if of.events("talks_start") else "discussed"
    related = [f"#{name}" for name in dict.fromkeys([*of.supplements, *of.related]) if name in known]
    if related and exists:
        node["related_to"] = related
    return node


def _source(source: SourceEntry) -> dict[str, object]:
    node: dict[str, object] = {"@type": "schema:CreativeWork", "name": source.title}
    if source.publisher:
        node["publisher"] = {"@type": "schema:Organization", "name": source.publisher}
    if source.address.startswith(("http://", "https://")):
        node["url"] = source.address.replace(" ", "%20")
    if source.date:
        node["datePublished"] = source.date
    if source.language:
        node["inLanguage"] = source.language
    return node


def _first_day(of: Agreement, kind: str) -> str | None:
    days = [event.on.earliest for event in of.events(kind) if _is_day(event) and event.on]
    return min(days).isoformat() if days else None


def _is_day(event: LifeEvent) -> bool:
    return event.verified and not event.expected and event.on is not None and bool(event.on.day)
