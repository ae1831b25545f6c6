"""Blocks into typed provisions: every key known, every condition typed, every problem with its place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TypeVar

from openraa.problems import Place, Problem, Refused, Severity, nearest
from openraa.rulebook.arithmetic import facts_of_arithmetic
from openraa.rulebook.condition import ALWAYS, Condition, ConditionFault, read_condition
from openraa.rulebook.markdown import Block, Document, split_document
from openraa.rulebook.model import (
    Counting,
    Deadline,
    Layer,
    NotOperational,
    OneSided,
    Provision,
    Requirement,
    Rulebook,
    Side,
    Silence,
    Source,
    Term,
    Unconfirmed,
    Unit,
    Validity,
    Verification,
)
from openraa.vocabulary import REQUIREMENT_KINDS, FactType, Placed, Vocabulary

LARGEST_RULEBOOK = 4_000_000  # bytes
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*$")
_NAMES_OF = {
    "front matter": (
        "rulebook", "title", "layer", "supplements", "alongside", "source", "verified", "paragraphs", "scopes",
    ),
    "source": ("text", "language", "authentic", "read", "where", "note"),
    "provision": (
        "id", "question", "when", "answer", "params", "overrides", "disapplies", "requires", "paragraph",
        "cite", "verified", "source", "valid", "doubt",
    ),
    "term": ("name", "means", "paragraph", "cite", "redefines"),
    "silent": ("question", "when", "because", "paragraph", "cite"),
    "unconfirmed": ("id", "question", "when", "known", "source", "paragraph", "cite", "dealt_with"),
    "not-operational": ("paragraph", "because"),
    "one-sided": ("question", "because", "paragraph", "cite"),
    "requirement": (
        *REQUIREMENT_KINDS, "by", "to", "deadline", "when", "cite", "urgent", "silence", "changes", "standing",
    ),
    "deadline": ("days", "hours", "months", "count", "calendar", "before", "after"),
}  # fmt: skip
ACTORS = ("sending", "receiving", "person", "force")
ADDRESSEES = (
    "foreign_affairs", "defence", "customs", "immigration", "quarantine", "police", "aviation", "ports",
    "sending_authorities", "receiving_authorities", "other_parties",
)  # fmt: skip
EVENTS = (
    "entry", "exit", "activity", "import", "arrival", "arrest", "absence", "incident", "notice", "proposal",
)  # fmt: skip
_E = TypeVar("_E", bound=Enum)


def read_rulebook(path: Path, vocabulary: Vocabulary, *, shown_as: str = "") -> Rulebook:
    """The rulebook in this file.

    Raises:
        Refused: the file cannot be read, or says something that is not right; every problem has its place.
    """
    name = shown_as or str(path)
    try:
        if path.stat().st_size > LARGEST_RULEBOOK:
            raise Refused(Problem(Place(name), "too-large", "the file is larger than 4 MB", "Split it."))
        data = path.read_bytes()
    except OSError as error:
        why = error.strerror or "it cannot be read"
        raise Refused(
            Problem(Place(name), "no-file", f"this rulebook cannot be opened: {why}", "Check the path.")
        ) from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        raise Refused(
            Problem(Place(name, line, column), "encoding", "the file is not UTF-8", "Save it again as UTF-8.")
        ) from None
    return parse_rulebook(text, name, vocabulary)


def parse_rulebook(text: str, path: str, vocabulary: Vocabulary) -> Rulebook:
    """The rulebook that `text` states; `path` is only for messages.

    Raises:
        Refused: with every problem that was found.
    """
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Refused(Problem(Place(path, line), "encoding", "the file holds a NUL byte", "Remove it."))
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    document, problems = split_document(text, path)
    return _Reader(document, text, vocabulary, problems).rulebook()


class _Reader:
    """Reads one document; collects problems so that all of them come together."""

    def __init__(self, document: Document, text: str, vocabulary: Vocabulary, problems: list[Problem]) -> None:
        self.document = document
        self.text = text
        self.lines = text.splitlines()
        self.vocabulary = vocabulary
        self.problems = problems
        self.id = ""
        self.verified = Verification.UNVERIFIED
        self.paragraph_places: dict[str, Place] = {}

    def rulebook(self) -> Rulebook:
        front = self._keys(self.document.front, "front matter", required=("rulebook", "title", "source"))
        self.id = self._word(front.get("rulebook"), "rulebook")
        if self.id and not _ID.match(self.id):
            self._problem(front["rulebook"].place, "id", f"`{self.id}` is not an id", "Use letters, digits, dashes.")
        self.verified = self._choice(front.get("verified"), Verification, Verification.UNVERIFIED)
        self._read_paragraphs(front.get("paragraphs"))
        scopes = {}
        for question, placed, place in front["scopes"].items() if "scopes" in front else ():
            self._known_question(question, place)
            scopes[question] = self._condition(placed)
        blocks = self.document.blocks
        rulebook = Rulebook(
            id=self.id,
            title=self._word(front.get("title"), "title"),
            layer=self._choice(front.get("layer"), Layer, Layer.AGREEMENT),
            source=self._source(front.get("source")),
            verified=self.verified,
            path=self.document.path,
            hash=hashlib.sha256(self.text.encode()).hexdigest(),
            supplements=self._words(front.get("supplements"), "supplements"),
            alongside=self._words(front.get("alongside"), "alongside"),
            paragraphs=tuple(self.paragraph_places),
            paragraph_places=self.paragraph_places,
            scopes=scopes,
            provisions=tuple(self._provision(b) for b in blocks if b.kind == "provision"),
            terms=tuple(self._term(b) for b in blocks if b.kind == "term"),
            silences=tuple(self._silence(b) for b in blocks if b.kind == "silent"),
            unconfirmed=tuple(self._unconfirmed(b) for b in blocks if b.kind == "unconfirmed"),
            not_operational=tuple(self._not_operational(b) for b in blocks if b.kind == "not-operational"),
            one_sided=tuple(self._one_sided(b) for b in blocks if b.kind == "one-sided"),
            sections=self.document.sections,
        )
        self._refuse_duplicates("provision", [(p.id, p.place) for p in rulebook.provisions])
        self._refuse_duplicates("term", [(t.name, t.place) for t in rulebook.terms])
        if self.problems:
            raise Refused(sorted(self.problems, key=lambda problem: problem.place))
        return rulebook

    # Blocks

    def _provision(self, block: Block) -> Provision:
        place = block.content.place
        entry = self._keys(block.content, "provision", required=("id", "paragraph"))
        question, answer = self._word(entry.get("question")), self._word(entry.get("answer"))
        if "disapplies" in entry:
            if question or answer:
                self._problem(
                    place, "provision", "a provision gives an answer or disapplies others, not both",
                    "Make two blocks of it.",
                )  # fmt: skip
        elif not question or not answer:
            self._problem(place, "provision", "a provision needs `question` and `answer`, or `disapplies`", "Add them.")
        elif self._known_question(question, entry["question"].place):
            known = self.vocabulary.questions[question].answers
            if answer not in known:
                self._problem(
                    entry["answer"].place, "unknown-answer", f"`{answer}` is not an answer of `{question}`",
                    nearest(answer, known) or f"One of {', '.join(known)}.",
                )  # fmt: skip
        paragraphs = self._paragraph(entry.get("paragraph"))
        return Provision(
            id=self._local_id(entry.get("id")),
            rulebook=self.id,
            question=question,
            answer=answer,
            when=self._condition(entry.get("when")),
            cite=self._cite(entry, paragraphs),
            paragraphs=paragraphs,
            verified=self._choice(entry.get("verified"), Verification, self.verified),
            place=place,
            params=self._params(entry.get("params")),
            overrides=self._ids(entry.get("overrides"), "overrides"),
            disapplies=self._ids(entry.get("disapplies"), "disapplies"),
            requires=self._requirements(entry.get("requires")),
            valid=self._validity(entry.get("valid")),
            sources=self._words(entry.get("source"), "source"),
            doubt=self._word(entry.get("doubt")),
            article=block.article,
        )

    def _term(self, block: Block) -> Term:
        entry = self._keys(block.content, "term", required=("name", "means"))
        paragraphs = self._paragraph(entry.get("paragraph"))
        return Term(
            name=self._word(entry.get("name")),
            rulebook=self.id,
            means=self._condition(entry.get("means")),
            cite=self._cite(entry, paragraphs),
            paragraphs=paragraphs,
            place=block.content.place,
            redefines=self._word(entry.get("redefines")),
        )

    def _silence(self, block: Block) -> Silence:
        entry = self._keys(block.content, "silent", required=("question", "because"))
        question = self._word(entry.get("question"))
        if "question" in entry:
            self._known_question(question, entry["question"].place)
        paragraphs = self._paragraph(entry.get("paragraph"))
        return Silence(
            question=question,
            rulebook=self.id,
            when=self._condition(entry.get("when")),
            because=self._word(entry.get("because")),
            cite=self._cite(entry, paragraphs),
            paragraphs=paragraphs,
            place=block.content.place,
        )

    def _one_sided(self, block: Block) -> OneSided:
        entry = self._keys(block.content, "one-sided", required=("question", "because"))
        question = self._word(entry.get("question"))
        if "question" in entry:
            self._known_question(question, entry["question"].place)
        paragraphs = self._paragraph(entry.get("paragraph"))
        because, cite = self._word(entry.get("because")), self._cite(entry, paragraphs)
        return OneSided(question, because, cite, paragraphs, block.content.place)

    def _unconfirmed(self, block: Block) -> Unconfirmed:
        entry = self._keys(block.content, "unconfirmed", required=("id", "question", "known", "source"))
        question = self._word(entry.get("question"))
        if "question" in entry:
            self._known_question(question, entry["question"].place)
        paragraphs = self._paragraph(entry.get("paragraph"))
        return Unconfirmed(
            id=self._local_id(entry.get("id")),
            question=question,
            rulebook=self.id,
            when=self._condition(entry.get("when")),
            known=self._word(entry.get("known")),
            cite=self._cite(entry, paragraphs),
            paragraphs=paragraphs,
            sources=self._words(entry.get("source"), "source"),
            place=block.content.place,
            dealt_with=self._one_of(entry.get("dealt_with"), ("known", "unknown")) != "unknown",
        )

    def _not_operational(self, block: Block) -> NotOperational:
        entry = self._keys(block.content, "not-operational", required=("paragraph", "because"))
        return NotOperational(
            self._paragraph(entry.get("paragraph")), self._word(entry.get("because")), block.content.place
        )

    def _requirements(self, placed: Placed | None) -> tuple[Requirement, ...]:
        return tuple(self._requirement(item) for item in self._list(placed, "requires"))

    def _requirement(self, placed: Placed) -> Requirement:
        entry = self._keys(placed, "requirement")
        kinds = [kind for kind in REQUIREMENT_KINDS if kind in entry]
        if len(kinds) != 1:
            self._problem(
                placed.place, "requirement", f"a requirement is exactly one of {', '.join(REQUIREMENT_KINDS)}",
                "Write, for instance, `- document: identity_card`.",
            )  # fmt: skip
            return Requirement("", "")
        label = self._word(entry[kinds[0]])
        known = self.vocabulary.requirements.get(label)
        if known is None or known.kind != kinds[0]:
            of_kind = [name for name, row in self.vocabulary.requirements.items() if row.kind == kinds[0]]
            told = f"is a {known.kind}, not a {kinds[0]}" if known else f"is not a {kinds[0]} of the vocabulary"
            self._problem(
                entry[kinds[0]].place, "unknown-requirement", f"`{label}` {told}",
                nearest(label, of_kind) or "Add it to vocabulary/requirements.yaml with its wording.",
            )  # fmt: skip
        standing = entry.get("standing")
        return Requirement(
            kind=kinds[0],
            label=label,
            by=self._one_of(entry.get("by"), ACTORS),
            to=self._one_of(entry.get("to"), ADDRESSEES),
            deadline=self._deadline(entry.get("deadline")),
            when=self._condition(entry.get("when")),
            cite=self._word(entry.get("cite")),
            urgent=self._word(entry.get("urgent")),
            silence=self._one_of(entry.get("silence"), ("consent", "refusal")),
            changes=self._one_of(entry.get("changes"), ("notify", "amend", "ask_anew")),
            standing=standing is not None and standing.value is True,
        )

    def _deadline(self, placed: Placed | None) -> Deadline | None:
        if placed is None:
            return None
        entry = self._keys(placed, "deadline")
        units = [unit for unit in Unit if unit.value in entry]
        ways = [way for way in ("before", "after") if way in entry]
        length = entry[units[0].value].value if len(units) == 1 else None
        if len(units) != 1 or len(ways) != 1 or not isinstance(length, int) or not 0 <= length <= 3650:
            self._problem(
                placed.place, "deadline", "a deadline has one length and one event",
                "Write, for instance, `{days: 15, count: calendar, before: entry}`.",
            )  # fmt: skip
            return None
        return Deadline(
            length=length,
            unit=units[0],
            count=self._choice(entry.get("count"), Counting, Counting.CALENDAR),
            calendar=self._choice(entry.get("calendar"), Side, Side.RECEIVING),
            before=ways[0] == "before",
            event=self._one_of(entry[ways[0]], EVENTS),
        )

    def _validity(self, placed: Placed | None) -> Validity:
        if placed is None:
            return Validity()
        days: list[date | None] = []
        for key in ("from", "to"):
            value = {k: v.value for k, v, _ in placed.items()}.get(key)
            if value is not None and not isinstance(value, date):
                self._problem(placed.place, "valid", f"`{key}` is not a date", "Write YYYY-MM-DD.")
                value = None
            days.append(value)
        if days[0] and days[1] and days[0] >= days[1]:
            self._problem(placed.place, "valid", "the validity ends before it begins", "Swap the dates.")
        return Validity(days[0], days[1])

    def _params(self, placed: Placed | None) -> dict[str, str]:
        params: dict[str, str] = {}
        for name, value, place in placed.items() if placed else ():
            text = str(value.value)
            try:
                for fact in facts_of_arithmetic(text):
                    known = self.vocabulary.facts.get(fact)
                    if known is None or known.type is not FactType.INT:
                        hint = nearest(fact, self.vocabulary.facts)
                        self._problem(value.place, "params", f"`{fact}` is not a whole-number fact", hint)
            except ValueError as error:
                self._problem(place, "params", str(error), "Write, for instance, `1/(claim.sending_states + 1)`.")
            params[name] = text
        return params

    def _source(self, placed: Placed | None) -> Source:
        if placed is None:
            return Source("", "", False, "")
        entry = self._keys(placed, "source", required=("text", "language", "read"))
        authentic = entry.get("authentic")
        return Source(
            text=self._word(entry.get("text")),
            language=self._word(entry.get("language")),
            authentic=authentic is not None and authentic.value is True,
            read=self._one_of(entry.get("read"), ("full", "part", "fragment", "reports")),
            where=self._word(entry.get("where")),
            note=self._word(entry.get("note")),
        )

    def _read_paragraphs(self, placed: Placed | None) -> None:
        for article, rows, place in placed.items() if placed else ():
            items = self._list(rows, f"paragraphs of {article}")
            if not items:
                self.paragraph_places[article] = place
            for item in items:
                name = f"{article}.{item.value}"
                if name in self.paragraph_places:
                    self._problem(item.place, "paragraphs", f"`{name}` is listed twice", "Keep one.")
                self.paragraph_places[name] = item.place

    # Small parts

    def _problem(self, place: Place, code: str, message: str, remedy: str = "") -> None:
        self.problems.append(Problem(place, code, message, remedy, Severity.ERROR))

    def _keys(self, placed: Placed, kind: str, required: Sequence[str] = ()) -> dict[str, Placed]:
        if not isinstance(placed.value, dict):
            what = f"a {kind} is a mapping of keys and values, not {placed.kind}"
            self._problem(placed.place, kind.replace(" ", "-"), what, "Write `key: value` lines.")
            return {}
        known = _NAMES_OF[kind]
        for key, _, place in placed.items():
            if key not in known:
                remedy = nearest(key, known) or f"One of {', '.join(known)}."
                self._problem(place, "unknown-key", f"`{key}` is not a key of a {kind}", remedy)
        for key in required:
            if key not in placed.value or placed.value[key].value is None:
                self._problem(placed.place, "missing-key", f"this {kind} has no `{key}`", f"Add `{key}: ...`.")
        return {key: item for key, item in placed.value.items() if item.value is not None}

    def _word(self, placed: Placed | None, what: str = "this") -> str:
        if placed is None:
            return ""
        if isinstance(placed.value, dict | list):
            self._problem(placed.place, "text", f"{what} must be text, not {placed.kind}", "Put it in quotes.")
            return ""
        if isinstance(placed.value, bool):
            return "true" if placed.value else "false"
        return str(placed.value)

    def _list(self, placed: Placed | None, what: str) -> list[Placed]:
        if placed is None or placed.value is None:
            return []
        if not isinstance(placed.value, list):
            self._problem(placed.place, "list", f"`{what}` must be a list, not {placed.kind}", "Use [ ... ].")
            return []
        return placed.value

    def _words(self, placed: Placed | None, what: str) -> tuple[str, ...]:
        if placed is not None and not isinstance(placed.value, list | dict):
            return (self._word(placed),)
        return tuple(self._word(item, what) for item in self._list(placed, what))

    def _choice(self, placed: Placed | None, kind: type[_E], default: _E) -> _E:
        if placed is None:
            return default
        word = self._one_of(placed, [str(item.value) for item in kind])
        return kind(word) if word else default

    def _one_of(self, placed: Placed | None, allowed: Iterable[str]) -> str:
        if placed is None:
            return ""
        word, names = self._word(placed), list(allowed)
        if word in names:
            return word
        remedy = nearest(word, names) or f"One of {', '.join(names)}."
        self._problem(placed.place, "unknown-value", f"`{word}` is not allowed here", remedy)
        return ""

    def _known_question(self, name: str, place: Place) -> bool:
        if name in self.vocabulary.questions:
            return True
        hint = nearest(name, self.vocabulary.questions)
        self._problem(place, "unknown-question", f"`{name}` is not a question of the catalogue", hint)
        return False

    def _local_id(self, placed: Placed | None) -> str:
        word = self._word(placed)
        if placed is not None and not _ID.match(word):
            self._problem(placed.place, "id", f"`{word}` is not an id", "Use letters, digits, dots, dashes.")
        return f"{self.id}:{word}"

    def _ids(self, placed: Placed | None, what: str) -> tuple[str, ...]:
        return tuple(word if ":" in word else f"{self.id}:{word}" for word in self._words(placed, what))

    def _paragraph(self, placed: Placed | None) -> tuple[str, ...]:
        names = self._words(placed, "paragraph")
        for name in names:
            if name not in self.paragraph_places:
                assert placed is not None
                remedy = nearest(name, self.paragraph_places) or "Add it to `paragraphs` in the front matter."
                self._problem(placed.place, "unknown-paragraph", f"`{name}` is not a listed paragraph", remedy)
        return names

    def _cite(self, entry: dict[str, Placed], paragraphs: tuple[str, ...]) -> str:
        return self._word(entry.get("cite")) or cite_paragraphs(paragraphs)

    def _condition(self, placed: Placed | None) -> Condition:
        if placed is None:
            return ALWAYS
        text = self._word(placed, "the condition")
        try:
            return read_condition(text, self.vocabulary)
        except ConditionFault as fault:
            place = self._inside(placed.place, text, fault.at)
            self._problem(place, fault.code, fault.message, fault.remedy)
            return ALWAYS

    def _inside(self, start: Place, text: str, at: int) -> Place:
        """The place of character `at` of a value that begins at `start`, however YAML has wrapped it."""
        wanted = sum(not char.isspace() for char in text[:at])
        at_end = not text[at:].strip()
        line, column = start.line - 1, start.column - 1
        if line >= len(self.lines):
            return start
        if self.lines[line][column : column + 1] in ("'", '"'):
            column += 1
        elif self.lines[line][column : column + 1] in (">", "|"):
            line, column = line + 1, 0
        while line < len(self.lines):
            for index in range(column, len(self.lines[line])):
                if self.lines[line][index].isspace():
                    continue
                if wanted == 0:
                    return Place(start.path, line + 1, index + 1)
                wanted -= 1
                if wanted == 0 and at_end:
                    return Place(start.path, line + 1, index + 2)
            line, column = line + 1, 0
        return start

    def _refuse_duplicates(self, kind: str, named: list[tuple[str, Place]]) -> None:
        seen: dict[str, Place] = {}
        for name, place in named:
            if name in seen:
                short = name.partition(":")[2] or name
                self._problem(
                    place, "duplicate-id", f"there is already a {kind} `{short}` in line {seen[name].line}",
                    "Give one of them another id.",
                )  # fmt: skip
            seen.setdefault(name, place)


def cite_paragraphs(paragraphs: Sequence[str]) -> str:
    """`VII.3.a.ii` as a citation: Art. VII(3)(a)(ii)."""
    cites = []
    for paragraph in paragraphs:
        head, *rest = paragraph.split(".")
        cites.append(head + "".join(f"({part})" for part in rest))
    return ("Art. " + ", ".join(cites)) if cites else ""
