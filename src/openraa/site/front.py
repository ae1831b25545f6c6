"""The first page: who may visit whom, what happened last, which talks run, and where the doubt lies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from openraa.language import Reading
from openraa.register import Agreement, load_statements
from openraa.register.forecast import DAYS_IN_MONTH
from openraa.site.agreement import Step, steps
from openraa.site.edition import Edition
from openraa.site.events import doubts, latest
from openraa.site.page import Page
from openraa.site.standing import Standing, standing

_LATEST = 8


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The first page."""
    stands = {name: standing(each, edition.on) for name, each in edition.agreements.items()}
    yield Page(
        "index",
        "front.html.j2",
        words("Register of visiting forces agreements"),
        {
            "states": sorted(edition.states, key=words.country),
            "pairs": " ".join(f"{one}-{other}" for one, other in edition.pairs),
            "latest": latest(edition, _LATEST),
            "talks": _talks(edition),
            "doubts": doubts(edition),
            "unsure": [each for name, each in edition.agreements.items() if stands[name] is Standing.NOT_CONFIRMED],
            "in_force": sum(each is Standing.IN_FORCE for each in stands.values()),
            "n_statements": len(load_statements().statements),
            "n_rulebooks": len(edition.stacks),
            "n_open": sum(len(stack.rulebooks[-1].unconfirmed) for stack in edition.stacks.values()),
        },
        summary=words(
            "Which States may send forces to which, under which agreement, since when, and how sure that is."
        ),
        data={
            "@context": "https://schema.org",
            "@type": "Dataset",
            "name": "Register of visiting forces agreements",
            "description": "Agreements on visiting forces, their lives with sources, and what they say.",
            "license": "https://www.apache.org/licenses/LICENSE-2.0",
            "isAccessibleForFree": True,
            "inLanguage": list(edition.languages),
            "version": edition.on.isoformat(),
        },
        scripts=("pick.js",),
    )


def _talks(edition: Edition) -> list[tuple[Agreement, Step | None, int, Step]]:
    """Talks that run: when they began, for how many months, and the latest that is known of them."""
    found = []
    for agreement in edition.agreements.values():
        if standing(agreement, edition.on) is not Standing.TALKS:
            continue
        past = [step for step in steps(agreement, edition.on) if step.event.on and not step.ahead]
        begun = next((step for step in past if step.event.event == "talks_start"), None)
        found.append((agreement, begun, _months(begun, edition.on), past[-1]))
    return found


def _months(step: Step | None, on: date) -> int:
    """How many months ago, to the nearest one, as the forecast counts them."""
    if step is None or step.event.on is None:
        return 0
    return round((on - step.event.on.earliest).days / DAYS_IN_MONTH)
