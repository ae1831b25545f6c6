"""Some thousands of damaged rulebooks, case files and visits: a message with its place each, never a crash."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openraa.determine import read_cases
from openraa.problems import Problem, Refused
from openraa.register import read_agreement
from openraa.rulebook import build_stack, check_coverage, parse_rulebook, read_rulebook, shipped_agreements
from openraa.visit import read_visit
from openraa.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[2]
VISITS = sorted((ROOT / "examples").glob("*/visit.toml"))
BOOKS = sorted(shipped_agreements().glob("*/rulebook.md"))
JUNK = ["", " ", "\n", "---", "```", "```provision", ":", "- ", "[", "]", "{", "}", '"', "'", "&a", "*a", "!!x", "|",
        ">", "#", "\t", "null", "true", "99999999999999999999", "-1", "2026-02-30", "é", "日本", "\ufeff", "\x00",
        "id: I.1", "overrides: [x]", "when: (", "answer: nope", ",", ";", "=", "[[", "]]", "\u202e", "🙂"]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn, texts: list[str]) -> str:
    """One of the texts with a few pieces cut out, doubled, swapped or replaced by junk."""
    text = draw(st.sampled_from(texts))
    for _ in range(draw(st.integers(1, 4))):
        if not text:
            break
        start = draw(st.integers(0, len(text) - 1))
        end = min(len(text), start + draw(st.integers(0, 40)))
        piece = draw(st.one_of(st.just(""), st.sampled_from(JUNK), st.just(text[start:end] * 2), st.text(max_size=6)))
        text = text[:start] + piece + text[end:]
    return text


def proper(problems: tuple[Problem, ...]) -> None:
    """Every problem says where and what."""
    assert problems
    for problem in problems:
        assert problem.place.path
        assert problem.message
        assert problem.code


SHORT = """---
rulebook: short
title: Short
source: {text: Made up, language: en, read: full}
verified: full-text
paragraphs: {I: [1, 2], II: []}
scopes: {jurisdiction.primary: 'question.jurisdiction.type == "concurrent"'}
---
## Article I: entry

Prose.

```provision
id: I.1
question: entry.visa
when: person.role == "armed_forces_member" && rs.formalities_met
answer: exempt
requires:
  - document: id_card
  - document: movement_order
paragraph: I.1
```

```provision
id: I.2
question: entry.visa
when: >-
  person.role != "armed_forces_member" ||
  person.days_absent > 21
answer: receiving_law
overrides: [I.1]
valid: {from: 2001-01-01, to: 2030-01-01}
paragraph: [I.2, I.1]
```

```silent
question: entry.visa
when: person.carved_out
because: Nobody thought of it.
paragraph: II
```
"""


@settings(max_examples=1500, deadline=None)
@given(text=damaged([SHORT]))
def test_a_damaged_rulebook_is_read_or_refused_with_places(text: str) -> None:
    vocabulary = load_vocabulary()
    try:
        book = parse_rulebook(text, "short.md", vocabulary)
        check_coverage(book)
        build_stack((book,), vocabulary)
    except Refused as refused:
        proper(refused.problems)


@settings(max_examples=200, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_as_a_rulebook(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.md"
        path.write_bytes(data)
        with pytest.raises(Refused) as refused:
            read_rulebook(path, load_vocabulary())
    proper(refused.value.problems)


CASES = """cases:
- id: A-1
  agreement: [nato-sofa-1951]
  question: entry.visa
  facts: {person.status: force_member, rs.formalities_met: true}
  expected: exempt
  params: {receiving: "1/4"}
  possible: [exempt]
  ask: [rs.formalities_met]
  cite: "Art. III(1)"
  why: Because.
"""


@settings(max_examples=600, deadline=None)
@given(text=damaged([CASES]))
def test_a_damaged_case_file_is_read_or_refused(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.yaml"
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            read_cases(path, load_vocabulary())
        except Refused as refused:
            proper(refused.problems)


LIFE = """id: short
short: Short
titles: {en: Short}
kind: status_of_forces
parties:
- {state: FR, since: 2001-01-01, sources: [text]}
- {state: JP}
in_force: unknown
stack: [short]
life:
- {event: signature, on: 2000-05, place: Paris, sources: [text]}
- {event: entry_into_force, on: 2001-01-01, sources: [text]}
sources:
  text: {title: The text}
"""


@settings(max_examples=600, deadline=None)
@given(text=damaged([LIFE]))
def test_a_damaged_life_is_read_or_refused(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "short" / "agreement.yaml"
        path.parent.mkdir()
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            read_agreement(path)
        except Refused as refused:
            proper(refused.problems)


def no_parties(sending: str, receiving: str, on: date) -> frozenset[str]:
    return frozenset()


@pytest.mark.parametrize("visit", VISITS, ids=[path.parent.name for path in VISITS])
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_visit_is_read_or_refused(visit: Path, data: st.DataObject) -> None:
    files = [path for path in sorted(visit.parent.iterdir()) if path.suffix in (".toml", ".csv")]
    chosen = data.draw(st.sampled_from(files))
    text = data.draw(damaged([chosen.read_text("utf-8")]))
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "visit"
        shutil.copytree(visit.parent, copy)
        (copy / chosen.name).write_bytes(text.encode("utf-8", "surrogatepass"))
        try:
            found = read_visit(copy, load_vocabulary(), no_parties)
        except Refused as refused:
            proper(refused.problems)
        else:
            if found.problems:
                proper(found.problems)


@settings(max_examples=150, deadline=None)
@given(start=st.integers(0, 3000), junk=st.binary(max_size=40), cut=st.integers(0, 200))
def test_a_damaged_workbook_is_read_or_refused(start: int, junk: bytes, cut: int) -> None:
    source = ROOT / "examples" / "france-italy"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "visit"
        shutil.copytree(source, copy)
        data = (source / "manifest.xlsx").read_bytes()
        at = min(start, len(data))
        (copy / "manifest.xlsx").write_bytes(data[:at] + junk + data[at + cut :])
        try:
            found = read_visit(copy, load_vocabulary(), no_parties)
        except Refused as refused:
            proper(refused.problems)
        else:
            if found.problems:
                proper(found.problems)
