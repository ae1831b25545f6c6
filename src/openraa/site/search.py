"""Search without a server: an index for the browser, and everything as a plain list for those without scripts."""

from __future__ import annotations

import json
from collections.abc import Iterator

from openraa.language import Reading
from openraa.problems import say
from openraa.register import load_statements
from openraa.site.agreement import steps
from openraa.site.edition import Edition
from openraa.site.page import Page, dated
from openraa.site.questions import speaks
from openraa.site.standing import standing

KINDS = {
    "agreement": say("Agreement"),
    "state": say("State"),
    "question": say("Question"),
    "event": say("Event"),
    "rulebook": say("What it says"),
    "statement": say("Statement"),
    "pair": say("Two States"),
    "page": say("Page"),
}
_PAGES = (
    ("method", say("Method"), say("How sure we are, and what unverified means")),
    ("accessibility", say("Accessibility"), say("What this site does so that everybody can use it.")),
    ("downloads", say("Downloads"), say("The register as files for people and machines.")),
    ("forecasts/index", say("Forecasts"), say("How long such talks take, and when these may end")),
    ("press", say("What the press says"), say("Press")),
    ("pictures", say("Pictures"), say("Maps")),
    ("events", say("Events"), say("Every dated event in the lives of the agreements, newest first.")),
    ("compare/index", say("Agreements compared"), say("What each agreement does on each question, in one table.")),
)


def pages(edition: Edition, words: Reading) -> Iterator[Page]:
    """The page that searches; without scripts it is a list of everything."""
    yield Page(
        "search",
        "search.html.j2",
        words("Search"),
        {"states": sorted(edition.states, key=words.country)},
        summary=words("Search agreements, States, questions and events."),
        scripts=(f"{words.code}/search-index.js", "search.js"),
    )


def index(edition: Edition, words: Reading) -> str:
    """The index as a script that sets one value, so that it also works from a disk."""
    rows: list[list[str]] = []
    for name, agreement in edition.agreements.items():
        states = [words.country(party.state) for party in agreement.parties]
        text = [name, *agreement.titles.values(), *states, words(standing(agreement, edition.on).value)]
        if words.code != "en":
            text.append(agreement.short)
        rows.append(["agreement", words(agreement.short), f"agreements/{name}", " ".join(text)])
    for state in edition.states:
        rows.append(["state", words.country(state), f"states/{state}", state])
    for path, title, says in _PAGES:
        rows.append(["page", words(title), path, words(says)])
    questions = [edition.vocabulary.questions[name] for name in _spoken(edition)]
    for question in questions:
        answers = " ".join(words(answer.says) for answer in question.answers.values())
        rows.append(["question", words(question.asks), f"questions/{question.name}", f"{question.name} {answers}"])
    for name, agreement in edition.agreements.items():
        for step in steps(agreement, edition.on):
            event = step.event
            heading = f"{words(event.event.replace('_', ' '))}, {dated(event.on, words)}"
            known = [agreement.sources[key] for key in event.sources if key in agreement.sources]
            sources = " ".join(f"{row.publisher} {row.title}" for row in known)
            other = " ".join(f"{dated(each.on, words) if each.on else ''} {each.note}" for each in event.disputed)
            state = words.country(event.state) if event.state else ""
            note = words(event.note) if event.note else ""
            text = [f"{words(agreement.short)}. {note} {other} {state} {event.place} {sources}"]
            rows.append(["event", heading, f"agreements/{name}#{step.anchor}", " ".join(text).strip()])
    for row in load_statements().statements:
        about = " ".join(words(edition.agreements[name].short) for name in row.about if name in edition.agreements)
        text = [f"{words(row.verdict.value)}. {words(row.answer)} {words(row.by)} {about}"]
        rows.append(["statement", words(row.says), f"press#{row.id}", " ".join(text)])
    for name in edition.forecasts:
        heading = words("Forecast: {agreement}", agreement=words(edition.agreements[name].short))
        rows.append(["page", heading, f"forecasts/{name}", name])
    data = {
        "kinds": {name: words(says) for name, says in KINDS.items()},
        "rows": rows,
        "books": {
            name: [k for k, question in enumerate(questions) if speaks(stack, question.name)]
            for name, stack in edition.stacks.items()
        },
        "questions": [question.name for question in questions],
        "pairs": [f"{one}-{other}" for one, other in edition.pairs],
        "says": {
            "none": words("Nothing was found. Try fewer or other words; the list below has everything."),
            "one": words("1 result"),
            "many": words("{n} results", n="%n"),
            "more": words("{n} more; write another word to narrow the search", n="%n"),
            "and": words("{one} and {other}", one="%1", other="%2"),
        },
    }
    text_of_all = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"window.register={text_of_all};\n"


def _spoken(edition: Edition) -> list[str]:
    spoken = {name for stack in edition.stacks.values() for name in stack.questions}
    return [name for name in edition.vocabulary.questions if name in spoken]
