"""Reference pages that are made from data stay true to it."""

from __future__ import annotations

import re

from openraa.register import EVENTS, FILE_KEYS, KINDS, columns
from openraa.visit import Subject, columns_of
from openraa.vocabulary import FactType, Stage, load_vocabulary
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


def test_the_columns_of_manifests() -> None:
    page = ROOT / "docs" / "reference" / "manifests.md"
    begin, end = "<!-- columns: made from columns.yaml by `make bless` -->\n", "<!-- end of columns -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    facts = load_vocabulary().facts
    lines = []
    for subject in Subject:
        lines += [f"### {subject.value.capitalize()}\n", "| column | headings | cells | for |", "|---|---|---|---|"]
        for column in columns_of(subject).values():
            fact = facts.get(column.fact)
            headings = "<br>".join(f"{code}: {', '.join(texts)}" for code, texts in column.headings.items())
            cells = {"text": "", "yesno": "yes or no", "date": "day"}.get(column.kind, column.kind)
            if fact is not None and fact.type is FactType.BOOL:
                cells = "yes or no"
            elif column.held.startswith("doc."):
                cells = "number, or no"
            elif column.values:
                cells = "<br>".join(" / ".join(by[code][0] for code in by) for by in column.values.values())
            about = column.note or (fact.ask if fact else "")
            lines.append(f"| `{column.name}`{'*' if column.required else ''} | {headings} | {cells} | {about} |")
        lines.append("")
    assert end in rest
    hold_against(page, before + begin + "\n" + "\n".join(lines) + end + rest.partition(end)[2])


def test_every_finding_of_the_coach_is_explained() -> None:
    source = (ROOT / "src" / "openraa" / "visit" / "coach.py").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "reference" / "manifests.md").read_text(encoding="utf-8")
    codes = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source)) | {"vague", "expired", "mrz"}
    assert len(codes) > 20
    assert {code for code in codes if f"`{code}`" not in page} == set()


def test_the_columns_of_a_table_of_agreements() -> None:
    page = ROOT / "docs" / "reference" / "register.md"
    begin, end = "<!-- columns: made from register/columns.yaml by `make bless` -->\n", "<!-- end of columns -->"
    before, _, rest = page.read_text(encoding="utf-8").partition(begin)
    lines = ["| column | meaning | must be there | also called |", "|---|---|---|---|"]
    for column in columns():
        required = "yes" if column.required else ""
        lines.append(f"| `{column.name}` | {column.means} | {required} | {', '.join(column.synonyms)} |")
    hold_against(page, before + begin + "\n".join(lines) + "\n" + end + rest.partition(end)[2])


def test_the_page_on_the_register_names_every_kind_event_and_key() -> None:
    text = (ROOT / "docs" / "reference" / "register.md").read_text(encoding="utf-8")
    keys = [key for keys in FILE_KEYS.values() for key in keys]
    assert [name for name in (*KINDS, *EVENTS, *keys) if f"`{name}`" not in text] == []
