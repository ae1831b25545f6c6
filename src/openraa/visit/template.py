"""An empty manifest as a workbook: headings, drop-downs, notes and an example in one language; it reads back."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from openraa.language import Language
from openraa.problems import say
from openraa.visit.columns import NO, YES, Column, columns_of
from openraa.visit.model import Subject
from openraa.vocabulary import FactType, load_vocabulary

if TYPE_CHECKING:
    import xlsxwriter

LAST_ROW = 5000  # as far as drop-downs and formats reach
_LEFT_OUT = ("name",)  # family name and given names stand instead
_NEEDED = ("family_name",)
_TITLES = {Subject.PEOPLE: say("people"), Subject.ITEMS: say("items"), Subject.CONVEYANCES: say("conveyances")}
_WIDTHS = (30, 12, 60, 60)  # of the columns that explain
_WIDE = {"description": 36, "mrz": 48, "owner_name": 24, "proper_shipping_name": 28, "serial": 24, "marks": 20}


@dataclass(frozen=True, slots=True)
class _Field:
    """One column of the template: what stands above it, what may stand in it, and the example."""

    column: Column
    heading: str
    needed: bool
    about: str
    choices: tuple[str, ...]
    example: str


def write_template(subject: Subject, words: Language) -> bytes:
    """The workbook: one sheet to fill in, with an example row, and one that explains the columns."""
    import xlsxwriter

    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        stream,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    fields = [_field(column, words) for column in columns_of(subject).values() if column.name not in _LEFT_OUT]
    title, explained = _sheet_name(words(_TITLES[subject])), _sheet_name(words("explanation"))
    sheet = workbook.add_worksheet(title)
    _explain(workbook, workbook.add_worksheet(explained), fields, words)
    _fill(workbook, sheet, fields, explained, words)
    workbook.close()
    return stream.getvalue()


def _field(column: Column, words: Language) -> _Field:
    fact = load_vocabulary().facts.get(column.fact)
    about = words(column.note) if column.note else words(fact.ask) if fact else ""
    choices: tuple[str, ...] = ()
    example = column.example.get(words.code, "")
    if column.kind == "yesno" or (fact is not None and fact.type is FactType.BOOL):
        choices = (YES[words.code][0], NO[words.code][0])
        example = {"yes": choices[0], "no": choices[1]}.get(example, example)
    elif column.values:
        first = {value: by_language[words.code][0] for value, by_language in column.values.items()}
        choices = tuple(first.values())
        example = first.get(example, example)
    needed = column.required or column.name in _NEEDED
    heading = column.headings[words.code][0]
    return _Field(column, heading[0].upper() + heading[1:], needed, about, choices, example)


def _fill(workbook: xlsxwriter.Workbook, sheet: Any, fields: Sequence[_Field], explained: str, words: Language) -> None:
    look = {"bold": True, "text_wrap": True, "valign": "top", "border": 1}
    head = workbook.add_format({**look, "bg_color": "#DCE6F1"})
    needed_head = workbook.add_format({**look, "bg_color": "#F8CBAD"})
    text = {"num_format": "@"}
    formats = {
        "date": ({"num_format": "yyyy-mm-dd"}, 12),
        "whole": ({"num_format": "0"}, 10),
        "decimal": ({"num_format": "0.###"}, 12),
    }
    for n, field in enumerate(fields):
        look_of_cell, width = formats.get(field.column.kind, (text, 16))
        cell = workbook.add_format(look_of_cell)
        example = workbook.add_format({**look_of_cell, "italic": True, "font_color": "#7F7F7F"})
        width = max(width, _WIDE.get(field.column.name, 0), min(28, len(field.heading) + 3))
        sheet.set_column(n, n, width, cell)
        sheet.write_string(0, n, field.heading + (" *" if field.needed else ""), needed_head if field.needed else head)
        sheet.write_comment(0, n, _note(field, words), {"x_scale": 2.2, "y_scale": 1.4, "visible": False})
        _restrict(sheet, n, field, explained, fields, words)
        if not field.example:
            continue
        if field.column.kind == "date":
            sheet.write_datetime(1, n, date.fromisoformat(field.example), example)
        elif field.column.kind in ("whole", "decimal"):
            sheet.write_number(1, n, int(field.example), example)
        else:
            sheet.write_string(1, n, field.example, example)
    sheet.set_row(0, 45)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _note(field: _Field, words: Language) -> str:
    parts = [field.about]
    if field.needed:
        parts.append(words("This column must be filled."))
    if field.column.kind == "date":
        parts.append(words("A date, best as YYYY-MM-DD."))
    if field.choices:
        parts.append(words("Words: {choices}.", choices=", ".join(field.choices)))
    return "\n".join(part for part in parts if part) or field.heading


def _restrict(sheet: Any, n: int, field: _Field, explained: str, fields: Sequence[_Field], words: Language) -> None:
    """A drop-down or a bound for the cells of a column. It warns only: synonyms are read too."""
    rule: dict[str, Any]
    if field.choices:
        row = fields.index(field) + 4
        quoted = explained.replace("'", "''")
        last = _letters(4 + len(field.choices) - 1)
        rule = {"validate": "list", "source": f"='{quoted}'!$E${row}:${last}${row}"}
    elif field.column.kind == "whole":
        rule = {"validate": "integer", "criteria": ">=", "value": 0}
    elif field.column.kind == "decimal":
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    elif field.column.kind == "date":
        rule = {"validate": "date", "criteria": ">=", "value": date(1900, 1, 1)}
    else:
        return
    rule |= {
        "error_type": "warning",
        "error_title": field.heading[:32],
        "error_message": words("This is not one of the usual values. Keep it?")[:255],
    }
    sheet.data_validation(1, n, LAST_ROW, n, rule)


def _sheet_name(text: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", text)[:31]


def _letters(index: int) -> str:
    """The letters of a column of a sheet, counted from 0."""
    first, second = divmod(index, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + second)


def _explain(workbook: xlsxwriter.Workbook, sheet: Any, fields: Sequence[_Field], words: Language) -> None:
    bold = workbook.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "valign": "top"})
    wrap = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    sheet.write_string(
        0, 0, words("Fill in the first sheet, one row each. Row 2 is an invented example: write over it.")
    )
    sheet.write_string(
        1, 0, words("Columns with a star must be filled. Any other column may be left empty or deleted.")
    )
    titles = [
        words("Heading of the column"),
        words("Must be filled"),
        words("What it is for"),
        words("Headings that are understood too"),
        words("Words to choose from"),
    ]
    for n, title in enumerate(titles):
        sheet.write_string(2, n, title, bold)
    for row, field in enumerate(fields, 3):
        column_heading = field.column.headings[words.code][0]
        others = [text for texts in field.column.headings.values() for text in texts if text != column_heading]
        cells = [field.heading, "*" if field.needed else "", field.about, ", ".join(dict.fromkeys(others))]
        for n, text in enumerate((*cells, *field.choices)):
            sheet.write_string(row, n, text, wrap)
        widths = (*_WIDTHS, *([18] * len(field.choices)))
        n_lines = max(_n_lines(text, width) for text, width in zip((*cells, *field.choices), widths, strict=True))
        sheet.set_row(row, 15 * n_lines)
    for n, width in enumerate(_WIDTHS):
        sheet.set_column(n, n, width)
    sheet.set_column(4, 20, 18)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _n_lines(text: str, width: int) -> int:
    """About how many lines a text takes in a column; letters outside Latin are twice as wide."""
    return max(1, -(-sum(1 if ord(c) < 0x2000 else 2 for c in text) // width))
