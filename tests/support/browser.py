"""A real browser for the pages that OpenRAA writes: Debian's Chromium, driven by playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

PHONE = (390, 844)
DESK = (1200, 900)


@dataclass
class Opened:
    """A page as it stands in the browser, and what it said and asked for on the way."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def overflow(self) -> list[str]:
        """The elements that reach beyond the right edge of the window, where that makes the page scroll sideways."""
        return list(
            self.page.evaluate(
                """() => {
                    const root = document.documentElement;
                    if (root.scrollWidth <= root.clientWidth) return [];
                    return [...document.body.querySelectorAll('*')]
                        .filter(e => e.getBoundingClientRect().right > root.clientWidth + 1)
                        .map(e => e.tagName + ': ' + e.textContent.trim().slice(0, 60))
                        .concat('the page is ' + root.scrollWidth + ' wide');
                }"""
            )
        )


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser of this machine; where there is none the test is skipped, which CI does not allow."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield running
        finally:
            running.close()


@contextmanager
def opened(
    running: Browser, file: Path, *, size: tuple[int, int] = DESK, checked: bool = False, dark: bool = False
) -> Iterator[Opened]:
    """A file of this machine in a window of that size, with everything that it asks for noted.

    A page that is `checked` lets a script of the test in, which its own policy would not.
    """
    context = running.new_context(
        viewport={"width": size[0], "height": size[1]}, bypass_csp=checked, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    seen = Opened(page)

    def note_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            seen.complaints.append(message.text)

    def note_request(request: Request) -> None:
        if request.url != file.as_uri():
            seen.requests.append(request.url)

    page.on("console", note_console)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.on("request", note_request)
    try:
        page.goto(file.as_uri(), wait_until="load")
        yield seen
    finally:
        context.close()
