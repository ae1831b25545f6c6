"""A built site as files: its pages, their links, and what HTML readers say of them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Read:
    """What a page holds that links can start from or lead to."""

    ids: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.read.ids.append(str(values["id"]))
        for name in ("href", "src", "action"):
            if values.get(name) is not None:
                self.read.links.append((tag, str(values[name])))
        loads = tag in ("script", "img", "source", "iframe", "object", "video", "audio")
        if (loads and values.get("src")) or (tag == "link" and values.get("rel") in ("stylesheet", "icon")):
            self.read.loads.append(str(values.get("src") or values.get("href")))

    def handle_data(self, data: str) -> None:
        self.read.text.append(data)


def read_page(text: str) -> Read:
    """The ids, links and loaded files of a page."""
    reader = _Reader()
    reader.feed(text)
    return reader.read


def broken_links(site: Path) -> list[str]:
    """Every link within the site that leads to no file or to no anchor, and every id that a page has twice."""
    pages = {path.relative_to(site).as_posix(): read_page(path.read_text("utf-8")) for path in site.rglob("*.html")}
    found = []
    for name, page in pages.items():
        found += [f"{name}: the id {each} stands twice" for each in set(page.ids) if page.ids.count(each) > 1]
        for _, address in page.links:
            parts = urlsplit(address)
            if parts.scheme or name == "404.html":
                continue
            folder = posixpath.dirname(name)
            target = posixpath.normpath(posixpath.join(folder, unquote(parts.path))) if parts.path else name
            if not (site / target).is_file():
                found.append(f"{name}: {address} leads nowhere")
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].ids:
                found.append(f"{name}: {address} has no such anchor")
    return found
