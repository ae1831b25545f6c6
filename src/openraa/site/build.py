"""The site as a folder: everything is made beside it and moved into place whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from openraa import __version__
from openraa.language import LANGUAGES, Reading, reading
from openraa.pages import page_template
from openraa.problems import COMMAND_LINE, Place, Problem, Refused, Unavailable, say
from openraa.site import (
    about,
    agreement,
    agreements,
    comparisons,
    downloads,
    events,
    forecasts,
    front,
    gallery,
    press,
    questions,
    rulebook,
    search,
    states,
)
from openraa.site.edition import Edition
from openraa.site.page import Page, file_of, render, tidy
from openraa.site.standing import Standing

MANIFEST = "site.json"
FORMAT = "site/1"
_KINDS = (
    front, agreements, agreement, rulebook, states, questions, comparisons, forecasts, press, events, gallery,
    downloads, about, search,
)  # fmt: skip
_ASSETS = ("search.js", "pick.js", "icon.svg")


def write_site(edition: Edition, out: Path, on_progress: Callable[[int], None] | None = None) -> tuple[int, int]:
    """Write the site into a folder; says how many files it has and how many bytes.

    The folder may be missing, be empty, or hold an earlier build, which is replaced only when the new one is whole.
    `on_progress` hears how many files are written. The same edition gives the same bytes.

    Raises:
        Refused: the folder holds something else.
        Unavailable: it cannot be written.
    """
    out = out.absolute()
    refuse_unless_ours(out)
    try:
        beside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".building", dir=out.parent))
    except OSError as error:
        raise _unavailable(out, error) from None
    try:
        sums = _write_all(edition, beside, on_progress)
        beside.chmod(0o755)
        _move(beside, out)
    except OSError as error:
        raise _unavailable(out, error) from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return len(sums) + 1, sum(size for size, _ in sums.values())


def refuse_unless_ours(out: Path) -> None:
    """Nothing that is not an earlier build of the site may be replaced.

    Raises:
        Refused: the folder holds other files, or is none.
        Unavailable: it cannot be looked at.
    """
    place = Place(str(out))
    try:
        if not out.parent.is_dir():
            raise Refused(
                Problem(
                    place, "no-folder", say("the folder {folder} does not exist", folder=str(out.parent)),
                    say("Make it, or name another with --out."),
                )
            )  # fmt: skip
        if out.is_symlink() or (out.exists() and not out.is_dir()):
            raise Refused(Problem(place, "not-a-folder", say("this is no folder"), say("Name another with --out.")))
        if not out.exists() or not any(out.iterdir()):
            return
    except OSError as error:
        raise _unavailable(out, error) from None
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if json.loads((out / MANIFEST).read_text("utf-8")).get("format") == FORMAT:
            return
    raise Refused(
        Problem(
            place, "other-files", say("this folder holds files that are no earlier build of the site"),
            say("Name an empty folder or a new one with --out; nothing was written."),
        )
    )  # fmt: skip


def check_base_url(url: str) -> str:
    """The site's own address, with a stroke at its end; empty stays empty.

    Raises:
        Refused: it is no address of the web.
    """
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise Refused(
            Problem(
                COMMAND_LINE, "base-url", say("`{url}` is no address of a site", url=url),
                say("Write it as https://example.org/raa/."),
            )
        )  # fmt: skip
    return url if url.endswith("/") else f"{url}/"


def _unavailable(out: Path, error: OSError) -> Unavailable:
    return Unavailable(
        f"{out}: cannot be written: {error.strerror or error}. Nothing was changed; name another folder."
    )


def _write_all(edition: Edition, folder: Path, on_progress: Callable[[int], None] | None) -> dict[str, tuple[int, str]]:
    sums: dict[str, tuple[int, str]] = {}
    for name, data in files(edition):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        sums[name] = (len(data), hashlib.sha256(data).hexdigest())
        if on_progress:
            on_progress(len(sums))
    manifest = {
        "format": FORMAT,
        "made_with": f"openraa {__version__}",
        "as_of": edition.on.isoformat(),
        "languages": list(edition.languages),
        "files": {name: {"bytes": size, "sha256": digest} for name, (size, digest) in sorted(sums.items())},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    return sums


def _move(new: Path, out: Path) -> None:
    """The new folder to its place; what was there comes back if that fails."""
    if not out.exists():
        os.rename(new, out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".old", dir=out.parent))
    os.rename(out, old / "site")
    try:
        os.rename(new, out)
    except OSError:
        os.rename(old / "site", out)
        raise
    finally:
        if out.exists():
            shutil.rmtree(old, ignore_errors=True)


def files(edition: Edition) -> Iterator[tuple[str, bytes]]:
    """Every file of the site but its manifest, name and content."""
    for code in edition.languages:
        words = reading(code)
        for page in pages(edition, words):
            yield file_of(page.path, code), render(page, edition, words).encode()
        yield f"{code}/events.atom", events.atom(edition, words).encode()
        yield f"{code}/events.ics", events.calendar(edition, words)
        yield f"{code}/search-index.js", search.index(edition, words).encode()
    yield from gallery.files(edition)
    yield from downloads.files(edition)
    yield "site.css", _style(edition)
    for name in _ASSETS:
        yield name, (resources.files("openraa.site") / name).read_bytes()
    yield "index.html", _alone("root.html.j2", edition)
    yield "404.html", _alone("missing.html.j2", edition)
    yield "robots.txt", _robots(edition)
    if edition.base_url:
        yield "sitemap.xml", _sitemap(edition)


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """Every page in a language."""
    for kind in _KINDS:
        yield from kind.pages(edition, words)


def _style(edition: Edition) -> bytes:
    """The style sheet, which knows by what a list can be narrowed, and what leaves nothing of it."""
    kinds, there = list(agreements.KINDS), {(r.standing, r.agreement.kind) for r in agreements.listed(edition)}
    template = page_template("openraa.site", "site.css.j2")
    return template.render(
        standings=[each.name for each in Standing],
        kinds=kinds,
        empty=[(each.name, kind) for each in Standing for kind in kinds if (each, kind) not in there],
    ).encode()


def _alone(template: str, edition: Edition) -> bytes:
    """A page that stands outside the languages and speaks them all."""
    each = [(code, LANGUAGES[code], reading(code)) for code in edition.languages]
    root = urlsplit(edition.base_url).path or "/"
    return tidy(page_template("openraa.site", template).render(each=each, root=root, edition=edition)).encode()


def _robots(edition: Edition) -> bytes:
    lines = ["User-agent: *", "Allow: /"]
    if edition.base_url:
        lines.append(f"Sitemap: {edition.base_url}sitemap.xml")
    return ("\n".join(lines) + "\n").encode()


def _sitemap(edition: Edition) -> bytes:
    """Every page with its counterparts in the other languages, by the sitemaps protocol."""
    rows = []
    for page in pages(edition, reading(edition.languages[0])):
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{edition.base_url}{file_of(page.path, code)}"/>'
            for code in edition.languages
        )
        rows += [
            f"<url><loc>{edition.base_url}{file_of(page.path, code)}</loc>{others}</url>" for code in edition.languages
        ]
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    )
    return (head + "\n".join(rows) + "\n</urlset>\n").encode()
