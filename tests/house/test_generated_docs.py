"""Reference pages that are made from data stay true to it."""

from __future__ import annotations

from openraa.vocabulary import Stage, load_vocabulary
from tests.support.generated import ROOT, hold_against

NOTE = "<!-- Made from the vocabulary by `make bless`; edit the data, not this page. -->\n"


def test_the_question_catalogue() -> None:
    vocabulary = load_vocabulary()
    lines = [NOTE, "# The question catalogue\n"]
    lines.append(
        f"{len(vocabulary.questions)} questions, the same for all agreements. Each has a closed set of answers. "
        "`raa questions` prints them too.\n"
    )
    titles = {
        Stage.PLAN: "Asked when a visit is planned",
        Stage.STAY: "Arising during the stay",
        Stage.INCIDENT: "After an incident",
        Stage.CLAIM: "About a claim",
        Stage.AGREEMENT: "About the agreement itself",
    }
    for stage, title in titles.items():
        lines.append(f"## {title}\n")
        for question in vocabulary.questions.values():
            if question.stage is not stage:
                continue
            lines.append(f"### `{question.name}`\n\n{question.asks} Subject: {question.subject}.\n")
            lines.append("| answer | meaning | effect |\n|---|---|---|")
            lines += [f"| `{a.name}` | {a.says} | {a.effect.value} |" for a in question.answers.values()]
            lines.append("")
    hold_against(ROOT / "docs" / "reference" / "questions.md", "\n".join(lines))


def test_the_facts() -> None:
    vocabulary = load_vocabulary()
    lines = [NOTE, "# The facts\n"]
    lines.append(
        f"{len(vocabulary.facts)} facts. Every fact may also be missing: unknown is not false. "
        "`raa facts` prints them too.\n"
    )
    lines.append("| fact | values | meaning | decided by |\n|---|---|---|---|")
    for fact in vocabulary.facts.values():
        choices = fact.choices().replace("one of ", "").replace("|", "\\|")
        lines.append(f"| `{fact.name}` | {choices} | {fact.definition} | {fact.decided_by} |")
    lines += ["", "## Requirements\n", "| label | kind | wording |\n|---|---|---|"]
    lines += [f"| `{r.name}` | {r.kind} | {r.says} |" for r in vocabulary.requirements.values()]
    hold_against(ROOT / "docs" / "reference" / "facts.md", "\n".join(lines) + "\n")
