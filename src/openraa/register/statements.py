"""What the press says of the agreements, and what the register says to it: statement by statement, with sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import resources

from openraa.problems import Place, Problem, Refused, Said, nearest, say
from openraa.register.fields import Fields
from openraa.register.model import Agreement, DatedOn, LifeEvent, SourceEntry
from openraa.register.read import EVENTS
from openraa.vocabulary import Placed, read_yaml

DAYS_IN_MONTH = 365.2425 / 12
NEAR = 1 / 3
"""How far a span may lie from what is said of it ("about two years") and still bear it out."""


class Verdict(Enum):
    """What register and sources say to a statement."""

    SUPPORTED = "supported"
    DISPUTED = "disputed"
    CONTRADICTED = "contradicted"
    NOT_CONFIRMED = "not confirmed"


@dataclass(frozen=True, slots=True)
class EventRef:
    """Events of an agreement's life: all of a kind, or the one on a date."""

    agreement: str
    event: str
    on: DatedOn | None


@dataclass(frozen=True, slots=True)
class SpanClaim:
    """Two steps of a life, and how many months the statement gives for the time between them."""

    agreement: str
    start: str
    end: str
    about: int
    at_least: int


@dataclass(frozen=True, slots=True)
class Span:
    """The time between two steps in months, as wide as the precision of their dates; open while the end is missing."""

    claim: SpanClaim
    begins: LifeEvent
    ends: LifeEvent | None
    low: float
    high: float

    @property
    def open(self) -> bool:
        """Whether the second step has not been recorded: the span then runs to the day of asking."""
        return self.ends is None

    @property
    def bears_out(self) -> bool:
        """Whether it fits what the statement says of it; an open one fits while it can still end in time."""
        if self.claim.at_least:
            return self.high >= self.claim.at_least
        longest, shortest = self.claim.about * (1 + NEAR), self.claim.about * (1 - NEAR)
        return self.low <= longest and (self.open or self.high >= shortest)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the versions that sources give of the same fact."""

    says: str
    on: DatedOn | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that an article says, in our words; `by` is whom the article quotes, empty where it speaks itself."""

    id: str
    says: str
    by: str
    article: str
    about: tuple[str, ...]
    states: tuple[str, ...]
    verdict: Verdict
    answer: str
    events: tuple[EventRef, ...]
    spans: tuple[SpanClaim, ...]
    sides: tuple[Side, ...]
    sources: tuple[str, ...]
    at: Place


@dataclass(frozen=True, slots=True)
class Statements:
    """All statements, the articles that make them and the sources that no agreement has."""

    articles: Mapping[str, SourceEntry]
    sources: Mapping[str, SourceEntry]
    statements: tuple[Statement, ...]

    def about(self, name: str, agreements: Mapping[str, Agreement]) -> tuple[Statement, ...]:
        """The statements on an agreement, by its id, or on a State, by its code: of itself or of its agreements."""
        if name in agreements:
            return tuple(row for row in self.statements if name in row.about)
        return tuple(
            row
            for row in self.statements
            if name in row.states or any(agreements[a].party(name) for a in row.about if a in agreements)
        )


_KEYS = {
    "file": ("articles", "sources", "statements"),
    "statement": (
        "id", "article", "by", "says", "about", "states", "finding", "answer", "events", "spans", "sides", "sources",
    ),
    "event": ("agreement", "event", "on"),
    "span": ("agreement", "from", "to", "about", "at_least"),
    "side": ("says", "on", "sources"),
    "source": ("title", "publisher", "address", "date", "language", "seen"),
}  # fmt: skip
FILE = "register/statements.yaml"


@cache
def load_statements() -> Statements:
    """The shipped statements.

    Raises:
        Refused: the file is malformed; all problems come together.
    """
    return read_statements((resources.files("openraa.register") / "statements.yaml").read_text("utf-8"), FILE)


def read_statements(text: str, path: str) -> Statements:
    """The statements of a file.

    Raises:
        Refused: it is malformed; all problems come together.
    """
    reader = _Reader(path, _KEYS)
    found = reader.statements(read_yaml(text, path))
    if reader.problems:
        raise Refused(reader.problems)
    return found


def events_of(statement: Statement, agreements: Mapping[str, Agreement]) -> tuple[tuple[Agreement, LifeEvent], ...]:
    """The events that a statement rests on, in the order of the file."""
    return tuple(pair for ref in statement.events for pair in _events(ref, agreements))


def _events(ref: EventRef, agreements: Mapping[str, Agreement]) -> Iterator[tuple[Agreement, LifeEvent]]:
    agreement = agreements.get(ref.agreement)
    for event in agreement.events(ref.event) if agreement else ():
        if ref.on is None or event.on == ref.on:
            assert agreement
            yield agreement, event


def spans_of(statement: Statement, agreements: Mapping[str, Agreement], today: date) -> tuple[Span, ...]:
    """The spans of a statement in months, counted from the register's own dates.

    A step whose first day is not known exactly makes the span as wide as its precision.
    """
    spans = (_span(claim, agreements, today) for claim in statement.spans)
    return tuple(span for span in spans if span)


def span_said(span: Span) -> Said:
    """A span of months, as wide as the precision of its dates."""
    low, high = round(span.low), round(span.high)
    values = {"begin": say(span.claim.start.replace("_", " ")), "end": say(span.claim.end.replace("_", " "))}
    if span.open:
        return say("From {begin} until today, without {end}: {months} months.", **values, months=low)
    if low == high:
        return say("From {begin} to {end}: {months} months.", **values, months=low)
    return say("From {begin} to {end}: {low} to {high} months.", **values, low=low, high=high)


def _span(claim: SpanClaim, agreements: Mapping[str, Agreement], today: date) -> Span | None:
    agreement = agreements.get(claim.agreement)
    begins = _earliest(agreement, claim.start) if agreement else None
    if agreement is None or begins is None or begins.on is None:
        return None
    ends = _earliest(agreement, claim.end)
    last = ends.on if ends and ends.on else DatedOn(today.year, today.month, today.day)
    low, high = (last.earliest - begins.on.latest).days, (last.latest - begins.on.earliest).days
    return Span(claim, begins, ends, low / DAYS_IN_MONTH, high / DAYS_IN_MONTH)


def _earliest(agreement: Agreement, kind: str) -> LifeEvent | None:
    dated = [event for event in agreement.events(kind) if event.on]
    return min(dated, key=lambda event: event.on or DatedOn(9999), default=None)


def source_of(name: str, statements: Statements, agreements: Mapping[str, Agreement]) -> SourceEntry | None:
    """The source of a statement: a key of the statements' file, or agreement:key."""
    agreement, colon, key = name.partition(":")
    if colon:
        return agreements[agreement].sources.get(key) if agreement in agreements else None
    return statements.sources.get(name) or statements.articles.get(name)


def check_statements(agreements: Mapping[str, Agreement], today: date) -> list[Problem]:
    """What is wrong with the statements beside the register: unknown names, and a finding that its dates do not bear.

    A supported statement needs an event or a source. Where spans are claimed, all of them must fit a supported
    one, none a contradicted one, and both kinds must be there in a disputed one.
    """
    known = load_statements()
    problems: list[Problem] = []
    for row in known.statements:
        names = [*row.about, *(e.agreement for e in row.events), *(s.agreement for s in row.spans)]
        for name in dict.fromkeys(name for name in names if name not in agreements):
            remedy = nearest(name, agreements) or say("`raa agreements` lists them all.")
            problems.append(
                Problem(row.at, "unknown-agreement", say("there is no agreement `{name}`", name=name), remedy)
            )
        for ref in row.events:
            if ref.agreement in agreements and not list(_events(ref, agreements)):
                text = say("{agreement} has no such event: {event}", agreement=ref.agreement, event=ref.event)
                problems.append(Problem(row.at, "unknown-event", text, say("Look at `raa show`.")))
        for name in (*row.sources, *(key for side in row.sides for key in side.sources)):
            if source_of(name, known, agreements) is None:
                text = say("there is no source `{key}` in this file", key=name)
                problems.append(Problem(row.at, "unknown-source", text, say("Add it under `sources`.")))
        if row.verdict is not Verdict.NOT_CONFIRMED and not (row.events or row.sources or row.sides):
            problems.append(
                Problem(
                    row.at, "no-source", say("a finding without an event or a source"),
                    say("Name what it rests on, or say `finding: not_confirmed`."),
                )
            )  # fmt: skip
        problems += _spans_that_do_not_bear(row, agreements, today)
    return problems


def _spans_that_do_not_bear(row: Statement, agreements: Mapping[str, Agreement], today: date) -> Iterator[Problem]:
    fits = {span.bears_out for span in spans_of(row, agreements, today)}
    wanted = {
        Verdict.SUPPORTED: [{True}],
        Verdict.CONTRADICTED: [{False}],
        Verdict.DISPUTED: [{True, False}],
        Verdict.NOT_CONFIRMED: [{True}, {False}, {True, False}],
    }[row.verdict]
    if fits and fits not in wanted:
        text = say("the dates of the register do not bear out the finding: {finding}", finding=say(row.verdict.value))
        yield Problem(row.at, "finding", text, say("Look at the spans, and correct the finding or a date."))


class _Reader(Fields):
    """Reads the statements' file."""

    def statements(self, placed: Placed) -> Statements:
        entry = self.keys(placed, "file", ("articles", "statements"))
        articles = self._sources(entry.get("articles"))
        sources = self._sources(entry.get("sources"))
        rows = tuple(self._statement(item, articles) for item in self.list(entry.get("statements")))
        ids = [row.id for row in rows]
        for n, row in enumerate(rows):
            if row.id in ids[:n]:
                self.problem(row.at, "duplicate-id", say("the id `{id}` is given twice", id=row.id))
        return Statements(articles, sources, rows)

    def _sources(self, placed: Placed | None) -> dict[str, SourceEntry]:
        found = {}
        for key, value, _ in placed.items() if placed else ():
            row = self.keys(value, "source", ("title",))
            texts = {name: self.text(item) for name, item in row.items()}
            found[key] = SourceEntry(key=key, **{"title": "", **texts})
        return found

    def _statement(self, placed: Placed, articles: Mapping[str, SourceEntry]) -> Statement:
        entry = self.keys(placed, "statement", ("id", "article", "says", "finding", "answer"))
        verdicts = {verdict.name.lower(): verdict for verdict in Verdict}
        finding = self.one_of(entry.get("finding"), list(verdicts))
        article = self.one_of(entry.get("article"), list(articles))
        return Statement(
            id=self.text(entry.get("id")),
            says=self.text(entry.get("says")),
            by=self.text(entry.get("by")),
            article=article,
            about=self.names(entry.get("about")),
            states=tuple(self.state(item) for item in self.list(entry.get("states"))),
            verdict=verdicts.get(finding, Verdict.NOT_CONFIRMED),
            answer=self.text(entry.get("answer")),
            events=tuple(self._event(item) for item in self.list(entry.get("events"))),
            spans=tuple(self._span(item) for item in self.list(entry.get("spans"))),
            sides=tuple(self._side(item) for item in self.list(entry.get("sides"))),
            sources=self.names(entry.get("sources")),
            at=placed.place,
        )

    def _event(self, placed: Placed) -> EventRef:
        entry = self.keys(placed, "event", ("agreement", "event"))
        kind = self.one_of(entry.get("event"), EVENTS)
        return EventRef(self.text(entry.get("agreement")), kind, self.partial(entry.get("on")))

    def _span(self, placed: Placed) -> SpanClaim:
        entry = self.keys(placed, "span", ("agreement", "from", "to"))
        about, at_least = (self._months(entry.get(key)) for key in ("about", "at_least"))
        if not about and not at_least:
            self.problem(placed.place, "span", say("a span without `about` or `at_least`"), say("Give one in months."))
        start, end = (self.one_of(entry.get(key), EVENTS) for key in ("from", "to"))
        return SpanClaim(self.text(entry.get("agreement")), start, end, about, at_least)

    def _months(self, placed: Placed | None) -> int:
        if placed is None:
            return 0
        if isinstance(placed.value, bool) or not isinstance(placed.value, int) or placed.value < 1:
            self.problem(placed.place, "months", say("this is not a number of months"), say("Write a whole number."))
            return 0
        return placed.value

    def _side(self, placed: Placed) -> Side:
        entry = self.keys(placed, "side", ("says", "sources"))
        return Side(self.text(entry.get("says")), self.partial(entry.get("on")), self.names(entry.get("sources")))
