"""Workbooks made by hand, part by part, as no spreadsheet program would write them."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
ROOT_RELS = RELS.replace("worksheets/sheet1.xml", "xl/workbook.xml").replace('/worksheet"', '/officeDocument"')
BOOK = (
    f'<?xml version="1.0"?><workbook xmlns="{MAIN}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="one" sheetId="1" r:id="r1"/></sheets></workbook>'
)
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_NAMES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def text_cell(place: str, text: str) -> str:
    """A cell of an XLSX sheet with its text inside."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


PEOPLE = (
    f'<row r="1">{text_cell("A1", "name")}{text_cell("B1", "nationality")}</row>'
    f'<row r="2">{text_cell("A2", "A B")}{text_cell("B2", "FRA")}</row>'
)


def xlsx(path: Path, rows: str = PEOPLE, *, after: str = "", more: Mapping[str, str | bytes] | None = None) -> Path:
    """A workbook with one sheet of these rows, something after them, and further or other parts."""
    sheet = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": ROOT_RELS,
        "xl/_rels/workbook.xml.rels": RELS,
        "xl/workbook.xml": BOOK,
        "xl/worksheets/sheet1.xml": sheet,
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def ods_cell(text: str, attributes: str = "") -> str:
    """A cell of an ODS table."""
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'


ODS_PEOPLE = "".join(
    f"<table:table-row>{ods_cell(first)}{ods_cell(second)}</table:table-row>"
    for first, second in (("name", "nationality"), ("A B", "FRA"))
)


def ods(path: Path, rows: str = ODS_PEOPLE, *, more: Mapping[str, str | bytes] | None = None) -> Path:
    """An OpenDocument workbook with one table of these rows, and further parts."""
    content = (
        f'<?xml version="1.0"?><office:document-content{ODS_NAMES}><office:body><office:spreadsheet>'
        f'<table:table table:name="one">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></manifest:manifest>'
    )
    parts: dict[str, str | bytes] = {"content.xml": content, "META-INF/manifest.xml": manifest, **(more or {})}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        for name, data in parts.items():
            archive.writestr(name, data)
    return path
