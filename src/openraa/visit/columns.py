"""What the columns of a manifest state: rows of text into lines of typed facts, faults with row and column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import cast

from openraa.language import LANGUAGES, state_named
from openraa.problems import Place, Problem, Severity, nearest, say
from openraa.visit.dates import orders_shown, read_day
from openraa.visit.hints import Hints
from openraa.visit.model import Line, Source, Subject
from openraa.visit.read import Row, Table
from openraa.vocabulary import Fact, FactType, Plain, Value, Vocabulary, country, read_yaml

YES = {"en": ("yes", "y", "true", "x", "1"), "fr": ("oui", "o"), "ja": ("はい", "有", "○"), "it": ("sì", "si")}
NO = {"en": ("no", "n", "false", "0", "-", "none"), "fr": ("non",), "ja": ("いいえ", "無", "なし"), "it": ("no",)}
KINDS = ("text", "date", "whole", "decimal", "state", "yesno")
STATELESS = ("XXA", "STATELESS")
_LABEL = {Subject.PEOPLE: "name", Subject.ITEMS: "description", Subject.CONVEYANCES: "registration"}
_WHOLE = re.compile(r"[0-9]{1,9}")
_DECIMAL = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,3}|,[0-9]{1,2})?")
FATAL = ("missing-column", "duplicate-column", "mapping")  # errors after which nothing of the table can be used
_NATIONALITIES = re.compile(r"[;/+|、]+")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a manifest: its headings by language, what it states and the words allowed in it.

    The first heading of a language, and the first word of a value, are those that templates show.
    """

    name: str
    headings: Mapping[str, tuple[str, ...]]
    fact: str = ""
    held: str = ""
    kind: str = "text"
    required: bool = False
    values: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    note: str = ""
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def closed(self) -> bool:
        """Whether only the words of `values` are allowed, though the column states no fact."""
        return bool(self.values) and not self.fact


@dataclass(frozen=True, slots=True)
class Circle:
    """Who counts as what towards a visit: needed to read nationalities."""

    sending: str
    receiving: str
    parties: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Cell:
    """What the text of a cell comes to: the text to keep, facts, and what is wrong with it."""

    text: str
    facts: tuple[tuple[str, Value], ...] = ()
    fault: tuple[str, str, str] | None = None


_Reader = Callable[[str], _Cell]


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A heading as it is compared: without case, width, Latin accents and punctuation."""
    plain = _folded(text)
    return " ".join(re.findall(r"[^\W_]+", plain)) or plain


def fold_word(text: str) -> str:
    """The word in a cell as it is compared: without case, width and Latin accents; hyphens count as blanks."""
    plain = _folded(text)
    return re.sub(r"[\s_-]+", " ", plain).strip() or plain


def _folded(text: str) -> str:
    if text.isascii():
        return text.casefold().strip()
    wide = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFC", re.sub("[\u0300-\u036f]", "", unicodedata.normalize("NFD", wide))).strip()


@cache
def columns_of(subject: Subject) -> dict[str, Column]:
    """The columns of a manifest, by their main name."""
    text = (resources.files("openraa.visit") / "columns.yaml").read_text(encoding="utf-8")
    table = cast("dict[str, dict[str, dict[str, Plain]]]", read_yaml(text, "columns.yaml").plain())
    columns = {}
    for name, row in table[subject.value].items():
        given = cast("dict[str, dict[str, list[str]]]", row.get("words") or row.get("choices") or {})
        columns[name] = Column(
            name=name,
            headings={code: _texts(row[code]) for code in LANGUAGES},
            fact=str(row.get("fact") or ""),
            held=str(row.get("held") or ""),
            kind=str(row.get("kind") or "text"),
            required=row.get("required") is True,
            values={value: {code: _texts(words) for code, words in by.items()} for value, by in given.items()},
            note=str(row.get("note") or ""),
            example=_examples(row.get("example")),
        )
    return columns


def _examples(value: Plain) -> dict[str, str]:
    """The example by language; one text stands for all."""
    if isinstance(value, dict):
        return {code: str(text) for code, text in value.items()}
    return {code: str(value) for code in LANGUAGES} if value is not None else {}


def _texts(value: object) -> tuple[str, ...]:
    assert isinstance(value, list)
    return tuple(str(text) for text in value)


@cache
def _by_heading(subject: Subject) -> dict[str, Column]:
    found: dict[str, Column] = {}
    for column in columns_of(subject).values():
        for text in (column.name, *(heading for texts in column.headings.values() for heading in texts)):
            found.setdefault(fold(text), column)
    return found


def positions(table: Table, subject: Subject, vocabulary: Vocabulary, source: Source) -> dict[str, int]:
    """The column of the table, counted from 1, in which each of our columns stands."""
    heads, _ = _heads(table, subject, vocabulary, source)
    return {column.name: n for n, column in enumerate(heads, 1) if column is not None}


def column_of(heading: str, subject: Subject) -> Column | None:
    """The column that a heading means; None if it is unknown.

    A heading in two languages, such as `氏名 / Name`, is understood if all its parts mean the same.
    """
    by_heading = _by_heading(subject)
    column = by_heading.get(fold(heading))
    if column is None:
        meant = [by_heading.get(fold(part)) for part in re.split(r"[/|()（）\n]+", heading) if part.strip()]
        names = {column.name if column else "" for column in meant}
        column = meant[0] if len(names) == 1 else None
    return column


def column_for(fact: str, subject: Subject) -> str:
    """The column of a manifest that states a fact; a fact without one may head a column by its own name."""
    return next((column.name for column in columns_of(subject).values() if fact in (column.fact, column.held)), fact)


def subject_of(headings: Iterable[str]) -> Subject | None:
    """Which manifest a row of headings belongs to: the one that knows most of them; None if none knows two."""
    there = [text for text in headings if text]
    counts: dict[Subject, int] = {}
    required: dict[Subject, int] = {}
    for subject in Subject:
        found = {column.name: column for text in there if (column := column_of(text, subject))}
        counts[subject] = len(found)
        required[subject] = sum(column.required for column in found.values())
    best = max(Subject, key=lambda subject: (required[subject] > 0, counts[subject], required[subject]))
    return best if counts[best] >= 2 else None


def read_lines(
    table: Table, subject: Subject, circle: Circle, vocabulary: Vocabulary, source: Source | None = None
) -> tuple[list[Line], list[Problem]]:
    """The good lines of a table, and every problem with the others. A bad row gives no line at all.

    `source` says how the file is written: its own headings, and the order of its dates.
    """
    source = source or Source(table.path)
    heads, problems = _heads(table, subject, vocabulary, source)
    problems = [*table.problems, *problems]
    if any(problem.severity is Severity.ERROR and problem.place.line <= table.header.number for problem in problems):
        return [], problems
    readers = [_reader(column, circle, vocabulary, source) if column else None for column in heads]
    spoilt = {problem.place.line for problem in table.problems if problem.severity is Severity.ERROR}
    lines: list[Line] = []
    doubtful: list[tuple[int, Problem]] = []
    seen: dict[str, int] = {}
    for row in table.rows:
        line, faults = _line(row, table.path, subject, heads, readers)
        for fault in faults:
            if fault.code == "ambiguous-date":
                doubtful.append((fault.place.column, fault))
            else:
                problems.append(fault)
        if line.label in seen and subject is Subject.CONVEYANCES:
            message = say("`{label}` stands already in row {row}", label=line.label, row=seen[line.label])
            faults.append(Problem(line.place, "duplicate", message, say("Keep one of the two rows."), value=line.label))
            problems.append(faults[-1])
        if not faults and row.number not in spoilt:
            seen.setdefault(line.label, row.number)
            lines.append(line)
    return lines, [*problems, *_asked(doubtful, table)]


def _asked(doubtful: list[tuple[int, Problem]], table: Table) -> Iterable[Problem]:
    """The doubts about dates, each with what the rest of its column shows."""
    shown: dict[int, set[str]] = {}
    remedy: str
    for column, fault in doubtful:
        if column not in shown:
            texts = (row.cells[column - 1] for row in table.rows if column <= len(row.cells))
            shown[column] = orders_shown(texts)
        remedy = say('Say which comes first, date_order = "dmy" or "mdy" for this manifest, or write YYYY-MM-DD.')
        if len(shown[column]) == 1:
            order = next(iter(shown[column]))
            remedy = say(
                'Other rows of this column can only be {order}. If all are, say date_order = "{order}" for this '
                "manifest; or write YYYY-MM-DD.",
                order=order,
            )
        yield Problem(fault.place, fault.code, fault.message, remedy, value=fault.value)


def _heads(
    table: Table, subject: Subject, vocabulary: Vocabulary, source: Source
) -> tuple[list[Column | None], list[Problem]]:
    known = columns_of(subject)
    own = {fold(heading): name for heading, name in source.columns.items()}
    problems = []
    for heading, name in source.columns.items():
        if name and name not in known and name not in vocabulary.facts:
            problems.append(
                Problem(
                    Place(table.path), "mapping", say("`{name}` is no column of {kind}", name=name, kind=subject.value),
                    nearest(name, known) or say("docs/reference/manifests.md lists them."), value=name,
                )
            )  # fmt: skip
        elif fold(heading) not in {fold(text) for text in table.header.cells}:
            message = say("no column is headed `{heading}`, which the visit file maps", heading=heading)
            problems.append(
                Problem(
                    Place(table.path, table.header.number), "unused-mapping", message,
                    nearest(heading, table.header.cells) or say("Check its spelling."), Severity.WARNING, heading,
                )
            )  # fmt: skip
    heads: list[Column | None] = []
    for index, text in enumerate(table.header.cells):
        place = Place(table.path, table.header.number, index + 1)
        mapped = own.get(fold(text))
        if mapped == "":  # the visit file leaves this column out
            heads.append(None)
            continue
        column = known.get(mapped) if mapped else column_of(text, subject)
        fact = mapped or text
        if column is None and fact in vocabulary.facts:
            column = Column(fact, {}, fact=fact)
        if column is None and text:
            hint = nearest(fold(text), _by_heading(subject))
            problems.append(
                Problem(
                    place, "unknown-column", say("the column `{text}` is not known and was not used", text=text),
                    hint or say("docs/reference/manifests.md lists them."), Severity.WARNING, text,
                )
            )  # fmt: skip
        elif column is not None and column in heads:
            message = say("the column `{name}` stands twice: `{text}` means it too", name=column.name, text=text)
            remedy = say(
                'Remove one of them, or leave it out in the visit file: columns = {{"{text}" = ""}}.', text=text
            )
            problems.append(Problem(place, "duplicate-column", message, remedy, value=text))
        heads.append(column)
    names = {column.name for column in heads if column}
    missing = [column.name for column in known.values() if column.required and column.name not in names]
    if subject is Subject.PEOPLE and not ({"name"} <= names or {"family_name"} <= names):
        missing.append("name")
    for name in missing:
        usual = " / ".join(texts[0] for texts in known[name].headings.values())
        problems.append(
            Problem(
                Place(table.path, table.header.number), "missing-column", say("there is no column `{name}`", name=name),
                say("Head one column with {usual}, or map yours in the visit file.", usual=usual),
            )
        )  # fmt: skip
    return heads, problems


def _line(
    row: Row, path: str, subject: Subject, heads: list[Column | None], readers: list[_Reader | None]
) -> tuple[Line, list[Problem]]:
    faults: list[Problem] = []
    facts: dict[str, Value] = {}
    cells: dict[str, str] = {}
    n_cells = len(row.cells)
    for index, column in enumerate(heads):
        if column is None:
            continue
        text = row.cells[index] if index < n_cells else ""
        if not text:
            cells[column.name] = ""
            if column.required:
                place = Place(path, row.number, index + 1)
                message = say("`{name}` is empty", name=column.name)
                faults.append(Problem(place, "missing", message, say("Fill it in.")))
            continue
        reader = readers[index]
        if reader is None:
            cells[column.name] = text
            continue
        cell = reader(text)
        cells[column.name] = cell.text
        for name, value in cell.facts:
            if not column.held or name not in facts:  # what is told outright stands before what follows from it
                facts[name] = value
        if cell.fault:
            code, says, remedy = cell.fault
            faults.append(Problem(Place(path, row.number, index + 1), code, says, remedy, value=text))
    if n_cells > len(heads) and any(row.cells[len(heads) :]):
        place = Place(path, row.number, len(heads) + 1)
        message = say("this row has more cells than there are columns")
        faults.append(Problem(place, "extra-cell", message, say("Check its separators and quotes.")))
    if subject is Subject.PEOPLE and not cells.get("name"):
        cells["name"] = " ".join(part for part in (cells.get("family_name"), cells.get("given_names")) if part)
        if not cells["name"]:
            message = say("this row names nobody")
            faults.append(Problem(Place(path, row.number), "missing", message, say("Fill in the name.")))
    label = cells.get(_LABEL[subject]) or f"row {row.number}"
    return Line(subject, label, cells, facts, Place(path, row.number)), faults


def _reader(column: Column, circle: Circle, vocabulary: Vocabulary, source: Source) -> _Reader | None:
    """What reads the cells of a column; None where the text is simply kept."""
    if column.name == "nationality":
        return cache(lambda text: _nationality(text, circle))
    if column.kind == "date":
        return cache(lambda text: _date(text, source.date_order))
    if column.kind == "whole":
        return cache(_whole)
    if column.kind == "decimal":
        return cache(_decimal)
    if column.kind == "state":
        return cache(_state)
    if column.held:
        return lambda text: _Cell(text, ((column.held, fold_word(text) not in _no()),))
    if column.kind == "yesno" or column.fact or column.closed:
        fact = vocabulary.facts.get(column.fact)
        return _closed_reader(column, fact)
    return None


def _date(text: str, order: str) -> _Cell:
    read = read_day(text, order)
    if read.day:
        return _Cell(read.day.isoformat())
    if read.either:
        one, other = read.either
        message = say("`{text}` could be {one} or {other}", text=text, one=one.isoformat(), other=other.isoformat())
        return _Cell(text, fault=("ambiguous-date", message, ""))
    if read.short_year:
        message = say("`{text}` has a year of two digits", text=text)
        return _Cell(text, fault=("short-year", message, say("Write the year with four digits.")))
    message = say("`{text}` is not a day", text=text[:40])
    return _Cell(text, fault=("date", message, say("Write YYYY-MM-DD, or the day as 9 March 2026.")))


def _whole(text: str) -> _Cell:
    plain = unicodedata.normalize("NFKC", text)
    if _WHOLE.fullmatch(plain):
        return _Cell(plain)
    message = say("`{text}` is no whole number", text=text[:40])
    return _Cell(text, fault=("number", message, say("Write digits only.")))


def _decimal(text: str) -> _Cell:
    plain = unicodedata.normalize("NFKC", text)
    if _DECIMAL.fullmatch(plain):
        return _Cell(plain.replace(",", "."))
    if re.fullmatch(r"\d{1,3},\d{3}", plain):
        message = say("the comma in `{text}` could part thousands or decimals", text=text[:40])
        return _Cell(text, fault=("ambiguous-number", message, say("Write a point before decimals, nothing else.")))
    message = say("`{text}` is no number with up to three decimals", text=text[:40])
    return _Cell(text, fault=("number", message, say("Write digits, with a point or comma before the decimals only.")))


def _state(text: str) -> _Cell:
    code = _state_code(text)
    return _Cell(code) if code else _Cell(text, fault=_no_state(text))


def _state_code(text: str) -> str:
    row = country(text) or country(state_named(text) or "-")
    return row["alpha2"] if row and not row["valid_to"] else ""


def _no_state(text: str) -> tuple[str, str, str]:
    row = country(text)
    if row and row["replaced_by"]:
        remedy = say("It was replaced by {codes}; `raa codes countries` lists them all.", codes=row["replaced_by"])
    else:
        remedy = say("Write a code such as JPN or JP; `raa codes countries` lists them.")
    return ("unknown-country", say("`{text}` is not a country of today", text=text[:40]), remedy)


def _nationality(text: str, circle: Circle) -> _Cell:
    codes: dict[str, None] = {}
    for word in _parts(text):
        if word.upper() in STATELESS:
            continue
        code = _state_code(word)
        if not code:
            return _Cell(text, fault=_no_state(word))
        codes[code] = None
    others = set(codes) - {circle.sending, circle.receiving}
    return _Cell(
        "; ".join(codes) or STATELESS[0],
        (
            ("person.stateless", not codes),
            ("person.national_sending", circle.sending in codes),
            ("person.national_receiving", circle.receiving in codes),
            ("person.national_other_party", bool(others & circle.parties)),
            ("person.national_non_party", bool(others - circle.parties)),
        ),
    )


def _parts(text: str) -> list[str]:
    """The nationalities in a cell: separated by signs, or by blanks and commas where each part is a code."""
    parts = [part.strip() for part in _NATIONALITIES.split(text.strip()) if part.strip()]
    found = []
    for part in parts:
        words = re.split(r"[ ,]+", part)
        found += words if all(country(word) or word.upper() in STATELESS for word in words) else [part]
    return found


@cache
def _yes() -> frozenset[str]:
    return frozenset(fold_word(word) for words in YES.values() for word in words)


@cache
def _no() -> frozenset[str]:
    return frozenset(fold_word(word) for words in NO.values() for word in words)


@lru_cache(maxsize=65536)
def says_no(text: str) -> bool:
    """Whether a cell says no, in any of the languages."""
    return fold_word(text) in _no()


def _closed_reader(column: Column, fact: Fact | None) -> _Reader:
    """What reads the cells of a column in which only certain words are allowed."""
    yes_no = column.kind == "yesno" or (fact is not None and fact.type is FactType.BOOL)
    words = {fold_word(w): value for value, by in column.values.items() for ws in by.values() for w in ws}
    values = ("yes", "no") if yes_no else fact.values if fact else tuple(column.values)
    choices = fact.choices() if fact and not yes_no else " / ".join(values)
    hint = Hints((*values, *words))

    def read(text: str) -> _Cell:
        word = fold_word(text)
        value: Value | None
        if yes_no:
            value = True if word in _yes() else False if word in _no() else None
            kept = "yes" if value else "no"
        else:
            kept = words.get(word, word.replace(" ", "_"))
            try:
                value = fact.parse(kept) if fact else (kept if kept in column.values else None)
            except ValueError:
                value = None
        if value is None:
            message = say("{column}: `{text}` is not understood", column=column.name, text=text[:60])
            return _Cell(text, fault=("value", message, hint(word) or say("Write {choices}.", choices=choices)))
        return _Cell(text, ((column.fact, value),)) if fact else _Cell(kept)

    return cache(read)
