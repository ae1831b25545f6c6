"""One page: where it lies, what its template needs, and how it becomes HTML in a language."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from openraa import __version__
from openraa.language import LANGUAGES, Reading, has_words
from openraa.pages import Markup, escape, page_template
from openraa.problems import Said, say
from openraa.register import DatedOn
from openraa.rulebook.condition import AllOf, AnyOf
from openraa.site.edition import Edition

NAVIGATION = (
    ("agreements/index", say("Agreements")),
    ("states/index", say("States")),
    ("questions/index", say("Questions")),
    ("compare/index", say("Comparisons")),
    ("forecasts/index", say("Forecasts")),
    ("press", say("Press")),
    ("events", say("Events")),
    ("pictures", say("Pictures")),
    ("downloads", say("Downloads")),
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one language.

    `path` is without language and ending, the same in every language; `under` is the entry of the navigation that it
    belongs to; `data` is what machines read of it, as JSON-LD.
    """

    path: str
    template: str
    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    under: str = ""
    summary: str = ""
    data: Mapping[str, object] | None = None
    scripts: tuple[str, ...] = ()


def file_of(path: str, code: str) -> str:
    """The file of a page in a language, below the site's folder."""
    return f"{code}/{path}.html"


def link(here: str, there: str, anchor: str = "") -> str:
    """The relative address of one file of the site from another."""
    address = quote(posixpath.relpath(there, posixpath.dirname(here) or "."))
    return f"{address}#{quote(anchor, safe=':.')}" if anchor else address


def render(page: Page, edition: Edition, words: Reading) -> str:
    """The page as HTML."""
    here = file_of(page.path, words.code)

    def to(path: str, anchor: str = "") -> str:
        return link(here, file_of(path, words.code), anchor) if path != page.path or not anchor else f"#{quote(anchor)}"

    html = page_template("openraa.site", page.template).render(
        page=page,
        version=__version__,
        edition=edition,
        words=words,
        on=words.when(edition.on.year, edition.on.month, edition.on.day),
        to=to,
        asset=lambda name: link(here, name),
        elsewhere=[(code, LANGUAGES[code], link(here, file_of(page.path, code))) for code in edition.languages],
        absolute=lambda code: f"{edition.base_url}{quote(file_of(page.path, code))}",
        navigation=[(path, words(says)) for path, says in NAVIGATION],
        said=said_in(words),
        cited=cited_in(words),
        dated=lambda day: dated(day, words),
        told=told_in(words),
        data=embedded(page.data) if page.data else None,
        **page.values,
    )
    return tidy(html)


def tidy(html: str) -> str:
    """Lines without blanks around them, and no empty lines."""
    return "\n".join(line for line in (line.strip() for line in html.splitlines()) if line) + "\n"


def embedded(data: Mapping[str, object]) -> Markup:
    """JSON that can stand within an element of a page whatever its texts hold."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def said_in(words: Reading) -> Callable[[str], Markup]:
    """Says a text in the page's language; one that there is only in English is marked as English."""

    def said(text: str) -> Markup:
        template = text.template if isinstance(text, Said) else text
        if words.code == "en" or template in words.texts or not re.search("[A-Za-z]{2}", template):
            return escape(words(text))
        return Markup('<span lang="en">{}</span>').format(text)

    return said


def cited_in(words: Reading) -> Callable[[str], Markup]:
    """A citation in the page's language, marked as English where it has English words only."""
    said = said_in(words)
    return lambda cite: said(cite) if has_words(cite) else escape(cite)


def dated(day: DatedOn | None, words: Reading) -> str:
    """A date as precise as its source."""
    return words("date not known") if day is None else words.when(day.year, day.month, day.day)


def told_in(words: Reading) -> Callable[[object], Markup]:
    """Says a condition: clauses, and lists of clauses within each other."""

    def items(parts: tuple[object, ...]) -> Markup:
        return Markup("<ul>{}</ul>").format(Markup().join(Markup("<li>{}</li>").format(told(p)) for p in parts))

    def told(condition: object) -> Markup:
        match condition:
            case AllOf(()):
                return escape(words("in every case"))
            case AnyOf(()):
                return escape(words("in no case"))
            case AllOf(parts):
                return Markup("{}{}").format(words("all of these:"), items(parts))
            case AnyOf(parts):
                return Markup("{}{}").format(words("at least one of these:"), items(parts))
            case _:
                return escape(words(str(condition) if not isinstance(condition, Said) else condition))

    return told
