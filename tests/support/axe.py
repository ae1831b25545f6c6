"""axe-core in the browser: what it finds wrong with a page, by its rules for WCAG and its best practices."""

from __future__ import annotations

from functools import cache
from importlib import resources

from playwright.sync_api import Page


@cache
def _script() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """One line for each rule that the page breaks, with the first element that breaks it."""
    page.evaluate(_script())
    found = page.evaluate("async () => (await axe.run({preload: false})).violations")
    return [f"{row['id']}: {row['help']}: {row['nodes'][0]['html'][:200]}" for row in found]
