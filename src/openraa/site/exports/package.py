"""The tables as a data package: what each column means, may hold and points to.

Source: Frictionless Data Package and Table Schema, version 1.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from importlib import resources

from openraa.register import EVENTS, KINDS, Reach
from openraa.site.exports.tables import TABLES, Row

ABOUT = {
    "agreements": "Agreements between States on visiting forces, and those that stand beside them.",
    "titles": "Titles of the agreements.",
    "parties": "The States of each agreement and since when it binds them.",
    "territory": "What is known of the parts of a State's territory that an agreement reaches.",
    "events": "The life of each agreement: dated events with their sources.",
    "disputes": "Dates that a source states differently.",
    "sources": "The documents that the register rests on.",
}
_KEYS = {
    "agreements": ["id"],
    "titles": ["agreement", "language"],
    "parties": ["agreement", "state"],
    "territory": ["agreement", "number"],
    "events": ["agreement", "number"],
    "disputes": ["agreement", "event", "number"],
    "sources": ["agreement", "key"],
}
_YES_NO_UNKNOWN = ["yes", "no", "unknown"]
_ALLOWED: Mapping[tuple[str, str], Sequence[str]] = {
    ("agreements", "kind"): KINDS,
    ("agreements", "in_force"): _YES_NO_UNKNOWN,
    ("agreements", "reach"): [reach.value for reach in Reach],
    ("territory", "applies"): _YES_NO_UNKNOWN,
    ("events", "event"): EVENTS,
}
_PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
_PATTERNS = {("events", "on"): _PARTIAL_DATE, ("disputes", "on"): _PARTIAL_DATE}
_STATE = "^[A-Z]{2}$"


def codebook() -> list[dict[str, str]]:
    """Every column of every table: what it means, what it may hold, where it comes from."""
    text = (resources.files("openraa.site.exports") / "codebook.csv").read_text(encoding="utf-8")
    rows = [dict(row) for row in csv.DictReader(io.StringIO(text))]
    for row in rows:
        row["allowed"] = ";".join(_ALLOWED.get((row["table"], row["column"]), ()))
    return rows


def data_package(files: Mapping[str, bytes]) -> dict[str, object]:
    """The description of the tables, given as CSV files by path."""
    return {
        "profile": "tabular-data-package",
        "name": "openraa-register",
        "title": "Register of visiting-forces agreements",
        "description": "Agreements on visiting forces and their lives, with sources. The register's own words; an "
        "entry that no source confirms says so. Texts are in English, codes are ISO 3166 and ISO 639. A cell that "
        "holds several values separates them by a semicolon; an empty cell is not known or does not apply.",
        "licenses": [
            {
                "name": "Apache-2.0",
                "title": "Apache License 2.0",
                "path": "https://www.apache.org/licenses/LICENSE-2.0",
            }
        ],
        "resources": [*(_table(name, files) for name in TABLES), _codebook(files)],
    }


def csv_text(columns: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Rows as CSV (RFC 4180, UTF-8, lines end in LF)."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8")


def columns_of(table: str) -> list[str]:
    """The columns of a table in their order."""
    return [row["column"] for row in codebook() if row["table"] == table]


def _table(name: str, files: Mapping[str, bytes]) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": list(_fields(name)),
        "missingValues": [""],
        "primaryKey": _KEYS[name],
    }
    links = []
    if name != "agreements":
        links.append({"fields": ["agreement"], "reference": {"resource": "agreements", "fields": ["id"]}})
    if name == "disputes":
        both = {"resource": "events", "fields": ["agreement", "number"]}
        links.append({"fields": ["agreement", "event"], "reference": both})
    if links:
        schema["foreignKeys"] = links
    return _resource(name, ABOUT[name], files) | {"schema": schema}


def _codebook(files: Mapping[str, bytes]) -> dict[str, object]:
    names = ("table", "column", "type", "required", "list", "meaning", "source", "allowed")
    fields = [{"name": name, "type": "string"} for name in names]
    schema = {"fields": fields, "missingValues": [""], "primaryKey": ["table", "column"]}
    return _resource("codebook", "What each column of the tables means.", files) | {"schema": schema}


def _resource(name: str, about: str, files: Mapping[str, bytes]) -> dict[str, object]:
    data = files[f"{name}.csv"]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "description": about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
    }


def _fields(table: str) -> Iterator[dict[str, object]]:
    for row in codebook():
        if row["table"] != table:
            continue
        place = (table, row["column"])
        constraints: dict[str, object] = {}
        if row["required"] == "yes":
            constraints["required"] = True
        if place in _ALLOWED:
            constraints["enum"] = list(_ALLOWED[place])
        if place in _PATTERNS:
            constraints["pattern"] = _PATTERNS[place]
        if row["column"] == "state":
            constraints["pattern"] = _STATE
        field: dict[str, object] = {"name": row["column"], "type": row["type"], "description": row["meaning"]}
        if row["type"] == "boolean":
            field |= {"trueValues": ["true"], "falseValues": ["false"]}
        if constraints:
            field["constraints"] = constraints
        yield field
