"""Reads one workbook, as a program of its own: a hostile file can end this process, not the one that asked.

It imports nothing of ours, so that it starts fast. A request comes as JSON on standard input, the reply goes as
JSON to standard output: {"refused": [why, detail]}, or names, or rows with findings and notes. The texts for
people are made by the one who asked (workbook.py).

The XML is scanned before the workbook is opened for its values: cells are stored sparsely, but read into a
rectangle, so that one cell in the last corner would cost as much as all of them.
"""

from __future__ import annotations

import datetime
import json
import posixpath
import re
import sys
import zipfile
from collections.abc import Callable
from xml.parsers import expat

CHUNK = 1 << 18
CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class No(Exception):
    """The workbook cannot be used: why, and a detail such as a cell or a name."""


def letters(column: int) -> str:
    """The letters of a column counted from 1."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number


class Sheet:
    """What a scan finds in one sheet: where its cells stand, and what is odd about them. All counted from 1."""

    def __init__(self) -> None:
        self.top = self.left = 1 << 30
        self.bottom = self.right = 0
        self.formulas: list[tuple[int, int]] = []
        self.errors: list[tuple[int, int]] = []
        self.merged: list[tuple[int, int]] = []  # rows below the first one of a merged area, first and last
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []

    @property
    def corner(self) -> str:
        return f"{letters(self.right)}{self.bottom}"

    def refuse_unless_bounded(self, bounds: dict[str, int]) -> None:
        if self.right > bounds["columns"]:
            raise No("wide", self.corner)
        if self.bottom > bounds["lines"]:
            raise No("long", self.corner)
        if (self.bottom - self.top + 1) * (self.right - self.left + 1) > bounds["cells"]:
            raise No("area", self.corner)


Start = Callable[[str, dict[str, str]], None]


def parse(archive: zipfile.ZipFile, name: str, start: Start | None = None) -> None:
    """Go through one XML part to its end, which also compares its length and checksum with the directory's."""

    def doctype(*ignored: object) -> None:
        raise No("doctype", name)

    parser = expat.ParserCreate()
    if start:
        parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = doctype
    length = 0
    with archive.open(name) as part:
        while chunk := part.read(CHUNK):
            length += len(chunk)
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    if length != archive.getinfo(name).file_size:
        raise No("broken", "")


def scan_xlsx_sheet(archive: zipfile.ZipFile, name: str, bounds: dict[str, int]) -> Sheet:
    """Positions are those of the reader: the place that a cell names, else the next one.

    This runs for every cell of every workbook; it is written for speed.
    """
    sheet = Sheet()
    columns: dict[str, int] = {}
    row = column = last = n_cells = 0
    top = left = 1 << 30
    bottom = right = 0
    most = bounds["cells"]

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column, last, n_cells, top, left, bottom, right
        if ":" in tag:
            tag = tag.rpartition(":")[2]
        if tag == "c":
            n_cells += 1
            if "r" in attributes:
                place = attributes["r"]
                head = place.rstrip("0123456789")
                if head not in columns:
                    columns[head] = placed(place)[1]
                column = columns[head]
                row = int(place[len(head) :])
            else:
                column += 1
            if "t" in attributes and attributes["t"] == "e":
                sheet.errors.append((row, column))
        elif tag == "v" or tag == "is":
            if column > right:
                right = column
            if column < left:
                left = column
            if row > bottom:
                bottom = row
            if row < top:
                top = row
        elif tag == "f":
            sheet.formulas.append((row, column))
        elif tag == "row":
            last = row = int(attributes.get("r", last + 1))
            column = 0
            if n_cells > most:
                raise No("cells", "")
            if attributes.get("hidden") in ("1", "true"):
                sheet.hidden_rows.append(row)
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            sheet.hidden_columns.append(int(attributes["min"]))
        elif tag == "mergeCell":
            first, _, second = attributes["ref"].partition(":")
            if second and placed(second)[0] > placed(first)[0]:
                sheet.merged.append((placed(first)[0] + 1, placed(second)[0]))

    parse(archive, name, start)
    if n_cells > most:
        raise No("cells", "")
    sheet.top, sheet.left, sheet.bottom, sheet.right = top, left, bottom, right
    return sheet


def placed(text: str) -> tuple[int, int]:
    """Row and column of a place such as B7."""
    found = CELL.fullmatch(text)
    if not found:
        raise No("broken", "")
    return int(found[2]), column_number(found[1])


def scan_ods(archive: zipfile.ZipFile, bounds: dict[str, int]) -> tuple[dict[str, Sheet], bool]:
    """All sheets of an OpenDocument, for all of them are read when it is opened; and whether it has links."""
    sheets: dict[str, Sheet] = {}
    sheet = Sheet()
    row = last_row = first = column = 0  # the row and cell at hand, with their repetitions
    n_cells = n_filled = 0
    linked = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal sheet, row, last_row, first, column, n_cells, linked
        tag = tag.rpartition(":")[2]
        if tag in ("table-cell", "covered-table-cell"):
            n_cells += 1
            if n_cells > bounds["cells"]:
                raise No("cells", "")
            first = column + 1
            column += repeated(attributes, "table:number-columns-repeated")
            spanned = repeated(attributes, "table:number-rows-spanned")
            if spanned > 1:
                sheet.merged.append((row + 1, row + spanned - 1))
            if "table:formula" in attributes:
                sheet.formulas.append((row, first))
            if attributes.get("calcext:value-type") == "error":
                sheet.errors.append((row, first))
            if "office:value-type" in attributes or "table:formula" in attributes:
                fill()
        elif tag == "p":
            fill()
        elif tag == "table-row":
            row = last_row + 1
            last_row += repeated(attributes, "table:number-rows-repeated")
            column = 0
            if attributes.get("table:visibility") in ("collapse", "filter"):
                sheet.hidden_rows.append(row)
        elif tag == "table":
            sheet = sheets[attributes.get("table:name", "")] = Sheet()
            row = last_row = column = 0
        elif tag == "table-column":
            if attributes.get("table:visibility") in ("collapse", "filter"):
                sheet.hidden_columns.append(1)
        elif tag in ("table-source", "cell-range-source", "dde-source", "database-source-sql"):
            linked = True

    def fill() -> None:
        """Something stands in the cell at hand, and in all its repetitions."""
        nonlocal n_filled
        sheet.top, sheet.left = min(sheet.top, row), min(sheet.left, first)
        sheet.bottom, sheet.right = max(sheet.bottom, last_row), max(sheet.right, column)
        n_filled += (column - first + 1) * (last_row - row + 1)
        if n_filled > 2 * bounds["cells"]:  # a cell may be counted twice: for its value and for its text
            raise No("area", sheet.corner)

    parse(archive, "content.xml", start)
    if sum(each.bottom * each.right for each in sheets.values()) > bounds["cells"]:
        raise No("area", max(sheets.values(), key=lambda each: each.bottom * each.right).corner)
    return sheets, linked


def repeated(attributes: dict[str, str], name: str) -> int:
    number = int(attributes.get(name, 1))
    if not 1 <= number <= 1 << 21:
        raise No("broken", "")
    return number


def open_archive(path: str, bounds: dict[str, int]) -> zipfile.ZipFile:
    with open(path, "rb") as file:
        start = file.read(8)
        if start == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            encrypted = "EncryptedPackage".encode("utf-16-le") in start + file.read()
            raise No("password" if encrypted else "old", "")
    archive = zipfile.ZipFile(path)
    infos = archive.infolist()
    if len(infos) > bounds["parts"]:
        raise No("parts", "")
    if len({info.filename for info in infos}) != len(infos):
        raise No("broken", "")
    if sum(info.file_size for info in infos) > bounds["unpacked"]:
        raise No("unpacked", "")
    if any(info.flag_bits & 1 for info in infos):
        raise No("password", "")
    return archive


def xlsx_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The parts of the sheets, by sheet name."""
    books = [target for kind, target in relations(archive, "", "").values() if kind == "officeDocument"]
    if len(books) != 1:
        raise No("broken", "")
    folder, _, name = books[0].rpartition("/")
    targets = relations(archive, folder, name)
    sheets: dict[str, str] = {}

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            key = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
            sheets[attributes.get("name", "")] = targets.get(key, ("", ""))[1]

    parse(archive, books[0], sheet)
    return sheets


def relations(archive: zipfile.ZipFile, folder: str, name: str) -> dict[str, tuple[str, str]]:
    """What a part refers to: kind and part, by id."""
    found: dict[str, tuple[str, str]] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            part = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], part)

    parse(archive, posixpath.join(folder, "_rels", f"{name}.rels"), relation)
    return found


def scan(path: str, bounds: dict[str, int]) -> tuple[Callable[[str], Sheet], list[tuple[str, str]]]:
    """How to scan a sheet, and what is to be noted about the workbook as a whole."""
    archive = open_archive(path, bounds)
    names = archive.namelist()
    notes = []
    if "content.xml" in names:
        if "META-INF/manifest.xml" in names:
            parse(archive, "META-INF/manifest.xml", refuse_encrypted)
        sheets, linked = scan_ods(archive, bounds)
        if linked:
            notes.append(("links", ""))
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            notes.append(("macros", ""))
        parts = {name: name for name in sheets}
        others = [name for name in names if name in ("styles.xml", "meta.xml", "settings.xml")]
    else:
        parts = xlsx_sheets(archive)
        others = [name for name in names if name.endswith((".xml", ".rels")) and name not in parts.values()]
        sheets = {}
        if any(name.startswith("xl/externalLinks/") or name == "xl/connections.xml" for name in names):
            notes.append(("links", ""))
        if any(name.endswith("vbaProject.bin") for name in names):
            notes.append(("macros", ""))
    for name in others:
        parse(archive, name)

    def scanned(name: str) -> Sheet:
        if name in sheets:
            return sheets[name]
        part = parts.get(name, "")
        if not part.endswith(".xml") or part not in names:
            raise No("broken", "")
        return scan_xlsx_sheet(archive, part, bounds)

    return scanned, notes


def refuse_encrypted(tag: str, attributes: dict[str, str]) -> None:
    if tag.rpartition(":")[2] == "encryption-data":
        raise No("password", "")


def read(path: str, wanted: str, bounds: dict[str, int]) -> dict[str, object]:
    scan_sheet, notes = scan(path, bounds)
    import python_calamine as calamine

    with calamine.CalamineWorkbook.from_path(path) as workbook:
        tables = [
            (sheet.name, sheet.visible == calamine.SheetVisibleEnum.Visible)
            for sheet in workbook.sheets_metadata
            if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        ]
        visible = [name for name, seen in tables if seen]
        if wanted == "*":
            return {"names": visible}
        if wanted and wanted not in dict(tables):
            raise No("sheet", ", ".join(visible)[:300])
        if not wanted and not visible:
            raise No("hidden", ", ".join(name for name, _ in tables)[:300])
        name = wanted or visible[0]
        if not wanted and tables[0][0] != name:
            notes.append(("hidden-sheet", name))
        sheet = scan_sheet(name)
        if not sheet.bottom:
            return {"rows": [], "findings": [], "notes": notes}
        sheet.refuse_unless_bounded(bounds)
        page = workbook.get_sheet_by_name(name)
        if page.height * page.width > bounds["cells"]:
            raise No("area", sheet.corner)
        rows, findings = rows_of(page, bounds)
    there = {row[0] for row in rows}
    findings += [(row, column, "formula", f"{letters(column)}{row}") for row, column in sheet.formulas if row in there]
    at_formulas = set(sheet.formulas)
    findings += [
        (row, column, "error", f"{letters(column)}{row}")
        for row, column in sheet.errors
        if row in there and (row, column) not in at_formulas
    ]
    findings += [(row, 0, "merged", "") for row in covered(sheet.merged, sheet.bottom) if row in there]
    if hidden := [row for row in sheet.hidden_rows if row in there]:
        notes.append(("hidden-rows", f"{len(hidden)} {hidden[0]}"))
    if any(column <= sheet.right for column in sheet.hidden_columns):
        notes.append(("hidden-columns", ""))
    return {"rows": rows, "findings": findings, "notes": notes}


def covered(areas: list[tuple[int, int]], bottom: int) -> list[int]:
    """The rows of merged areas, each once, however many areas overlap."""
    rows: list[int] = []
    reached = 0
    for first, last in sorted(areas):
        rows += range(max(first, reached + 1), min(last, bottom) + 1)
        reached = max(reached, last)
    return rows


def rows_of(page: object, bounds: dict[str, int]) -> tuple[list[list[object]], list[tuple[int, int, str, str]]]:
    top, left = page.start or (0, 0)  # type: ignore[attr-defined]
    padding = [""] * left
    rows: list[list[object]] = []
    findings: list[tuple[int, int, str, str]] = []
    length = 0
    for number, values in enumerate(page.iter_rows(), top + 1):  # type: ignore[attr-defined]
        cells: list[str] = []
        for value in values:
            if value.__class__ is str:
                text = value.strip()
            else:
                text = shown(value)
                if value.__class__ is float and abs(value) >= 1e15:
                    findings.append((number, left + len(cells) + 1, "digits", text))
            cells.append(text)
            length += len(text)
        if length > bounds["text"]:
            raise No("text", "")
        if any(cells):
            rows.append([number, *padding, *cells])
    return rows, findings


def shown(value: object) -> str:
    """A value of a cell as text: days as ISO, times as HH:MM, numbers as a spreadsheet shows them."""
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
        case datetime.datetime():
            if value.time() == datetime.time():
                return value.date().isoformat()
            return value.isoformat(" ", "seconds").removesuffix(":00")
        case datetime.time():
            return value.isoformat("seconds").removesuffix(":00")
        case datetime.timedelta():
            minutes, seconds = divmod(round(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02d}" + (f":{seconds:02d}" if seconds else "")
        case datetime.date():
            return value.isoformat()
        case _:
            return str(value).strip()


def limit(bounds: dict[str, int]) -> None:
    """Let the system end this process when it takes too much, where the system can."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, bounds["memory"]), (resource.RLIMIT_CPU, bounds["seconds"])):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Answer the request."""
    request = json.load(sys.stdin)
    bounds = request["bounds"]
    limit(bounds)
    reply: dict[str, object]
    try:
        reply = read(request["path"], request["sheet"], bounds)
    except No as no:
        reply = {"refused": no.args}
    except MemoryError:
        reply = {"refused": ["memory", ""]}
    except BaseException as error:  # whatever a library makes of a broken file, a panic included
        reply = {"refused": ["password" if error.__class__.__name__ == "PasswordError" else "broken", ""]}
    sys.stdout.buffer.write(json.dumps(reply, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
