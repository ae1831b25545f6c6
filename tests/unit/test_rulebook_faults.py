"""Rulebook files that are wrong: every problem with its line, what was expected, and the nearest spelling."""

from __future__ import annotations

from pathlib import Path

import pytest

from openraa.problems import Refused
from openraa.rulebook import check_coverage, check_use, parse_rulebook, read_rulebook
from tests.support.small import VOCABULARY, book, rule

HEAD = """---
rulebook: t
title: T
source: {text: T, language: en, read: full}
verified: full-text
paragraphs: {I: [1, 2]}
---
"""


def faults(text: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        parse_rulebook(text, "t.md", VOCABULARY)
    return [str(problem) for problem in refused.value.problems]


def block(content: str, kind: str = "provision") -> str:
    return f"{HEAD}\n```{kind}\n{content}\n```\n"


@pytest.mark.parametrize(
    ("text", "place", "says", "remedy"),
    [
        ("no front matter", "t.md:1:1", "does not begin with front matter", "`---`"),
        ("---\nrulebook: t\n", "t.md:1:1", "has no end", "`---`"),
        (HEAD.replace("title: T\n", ""), "t.md:2:1", "has no `title`", "title"),
        (HEAD.replace("verified", "verifyed"), "t.md:5:1", "`verifyed` is not a key", "verified"),
        (HEAD.replace("read: full", "read: fully"), "t.md:4:", "`fully` is not allowed", "`full`"),
        (block("id: a\nquestion: qq\nanswer: x\nparagraph: I.1"), "t.md:11:11", "not a question", ""),
        (block("id: a\nquestion: q\nanswer: xx\nparagraph: I.1"), "t.md:12:9", "not an answer", "`x`"),
        (block("id: a\nquestion: q\nanswer: x"), "t.md:10:1", "has no `paragraph`", ""),
        (block("id: a\nquestion: q\nanswer: x\nparagraph: I.3"), "t.md:13:12", "not a listed", "`I."),
        (block("id: a\nquestion: q\nanswer: x\nparagraph: I.1\nwhen: a && bb"), "t.md:14:12", "not a fact", ""),
        (block("id: a\nquestion: q\nanswer: x\nparagraph: I.1\nwhen: >-\n  a &&\n  zz"), "t.md:16:3", "not a fact", ""),
        (block('id: a\nquestion: q\nanswer: x\nparagraph: I.1\nwhen: "a && zz"'), "t.md:14:13", "not a fact", ""),
        (block("id: a\nquestion: q\nparagraph: I.1"), "t.md:10:1", "needs `question` and `answer`", ""),
        (block("id: a\nquestion: q\nanswer: x\ndisapplies: [b]\nparagraph: I.1"), "t.md:10:1", "not both", ""),
        (block("id: a b\nquestion: q\nanswer: x\nparagraph: I.1"), "t.md:10:5", "not an id", ""),
        (block("- a\n- b"), "t.md:10:1", "a mapping", ""),
        (block("id: a\nquestion: q\nanswer: x\nparagraph: I.1\nrequires: [{document: cart}]"), "t.md:14:23",
         "`cart` is not a document", "`card`"),
        (block("id: a\nquestion: q\nanswer: x\nparagraph: I.1\nrequires: [{notice: card}]"), "t.md:14:21",
         "is a document, not a notice", ""),
        (block("id: a\nquestion: q\nanswer: x\nparagraph: I.1\nrequires: [{notice: word, deadline: {days: 5}}]"),
         "t.md:14:37", "one length and one event", "before"),
        (block("id: a\nquestion: q\nanswer: x\nparagraph: I.1\nparams: {s: 1/(e + 1)}"), "t.md:14:13",
         "not a whole-number fact", ""),
        (block("id: a\nquestion: q\nanswer: x\nparagraph: I.1\nparams: {s: __import__('os')}"), "t.md:14:10",
         "more than + - * /", ""),
        (block("id: a\nquestion: q\nanswer: x\nparagraph: I.1\nvalid: {from: 2021-01-01, to: 2020-01-01}"),
         "t.md:14:8", "ends before it begins", ""),
        (block("question: q\nbecause: B", "silnt").replace("silnt", "silents"), "t.md:9:1", "not a kind", "silent"),
    ],
)  # fmt: skip
def test_each_fault_has_its_place_and_remedy(text: str, place: str, says: str, remedy: str) -> None:
    found = faults(text)
    assert any(f.startswith(place) and says in f and remedy in f for f in found), "\n".join(found)


def test_all_faults_come_together() -> None:
    text = block("id: a\nquestion: qq\nanswer: x\nparagraph: I.9") + "\n```provision\nid: b\n```\n"
    assert len(faults(text)) >= 4


def test_duplicate_ids_name_the_first_place() -> None:
    one = "```provision\nid: a\nquestion: q\nanswer: x\nparagraph: I.1\n```\n"
    assert any("already a provision `a` in line 10" in f for f in faults(HEAD + "\n" + one + "\n" + one))


def test_a_file_that_is_not_utf8_names_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "t.md"
    path.write_bytes(HEAD.encode() + b"caf\xe9\n")
    with pytest.raises(Refused, match="not UTF-8") as refused:
        read_rulebook(path, VOCABULARY)
    assert (refused.value.problems[0].place.line, refused.value.problems[0].place.column) == (8, 4)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="cannot be opened"):
        read_rulebook(tmp_path / "none.md", VOCABULARY)


def test_a_paragraph_without_a_block_is_a_hole() -> None:
    holes = check_coverage(book(rule("p", "x")))
    assert len(holes) == 8
    assert "paragraph I.2" in holes[0].message


def test_a_term_that_nothing_uses_is_pointed_out() -> None:
    text = "```term\nname: t\nmeans: a\nparagraph: I.1\n```\n"
    assert "nothing uses" in check_use(book(rule("p", "x") + text))[0].message
    assert not check_use(book(rule("p", "x", "term.t") + text))
