"""All exports as files, and a folder that is written whole or not at all."""

from __future__ import annotations

import dataclasses
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from pathlib import Path

from openraa.problems import Place, Problem, Refused, Unavailable, say
from openraa.register import Agreement, DatedOn
from openraa.site.exports.linked import linked_data
from openraa.site.exports.package import codebook, columns_of, csv_text, data_package
from openraa.site.exports.tables import TABLES, tables

PACKAGE = "datapackage.json"


def register_files(agreements: Iterable[Agreement]) -> dict[str, bytes]:
    """The register as CSV tables with codebook and description, as JSON, and as JSON-LD: by path."""
    known = sorted(agreements, key=lambda a: a.id)
    rows = tables(known)
    files = {f"{name}.csv": csv_text(columns_of(name), rows[name]) for name in TABLES}
    book = codebook()
    files["codebook.csv"] = csv_text(list(book[0]), book)
    files[PACKAGE] = _json(data_package(files))
    files["register.json"] = _json([_plain(agreement) for agreement in known])
    files["register.jsonld"] = _json(linked_data(known))
    return files


def write_whole(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder: made beside it and moved into place when all are there.

    The folder may be missing, be empty, or hold an earlier export, which is replaced.

    Raises:
        Refused: it holds something else.
        Unavailable: it cannot be written.
    """
    out = out.absolute()
    try:
        if out.exists() and (not out.is_dir() or (any(out.iterdir()) and not (out / PACKAGE).is_file())):
            message = say("this is not an earlier export, and nothing in it is touched")
            raise Refused(Problem(Place(str(out)), "folder", message, say("Name a new or an empty folder.")))
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise _unavailable(out, error) from None
    try:
        made = beside / "new"
        for name, data in files.items():
            (made / name).parent.mkdir(parents=True, exist_ok=True)
            (made / name).write_bytes(data)
        if out.exists():
            out.rename(beside / "old")
        made.rename(out)
    except OSError as error:
        if (beside / "old").exists() and not out.exists():
            (beside / "old").rename(out)
        raise _unavailable(out, error) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _unavailable(out: Path, error: OSError) -> Unavailable:
    return Unavailable(f"{out}: cannot be written: {error.strerror}. Name another folder.")


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _plain(value: object) -> object:
    match value:
        case DatedOn():
            return str(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case Mapping():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value):
        left_out = {"at", "path"}
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name not in left_out}
    return value
