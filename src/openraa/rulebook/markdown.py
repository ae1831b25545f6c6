"""A rulebook file into its parts: front matter, headings with prose, fenced blocks, each with its line."""

from __future__ import annotations

from dataclasses import dataclass

from markdown_it import MarkdownIt

from openraa.problems import Place, Problem, Refused
from openraa.rulebook.model import Section
from openraa.vocabulary import Placed, read_yaml

BLOCK_KINDS = ("provision", "term", "silent", "unconfirmed", "not-operational", "one-sided")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its kind, its YAML, and the heading under which it stands."""

    kind: str
    content: Placed
    article: str


@dataclass(frozen=True, slots=True)
class Document:
    """A rulebook file, taken apart but not yet understood."""

    path: str
    front: Placed
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]


def prose_html(prose: str) -> str:
    """The prose of a section as HTML; markup of other kinds in it is shown as text."""
    return str(MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"]).render(prose))


def split_document(text: str, path: str) -> tuple[Document, list[Problem]]:
    """The parts of a rulebook file, and every problem with its YAML.

    Raises:
        Refused: there is no front matter to read.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---":
        raise Refused(
            Problem(
                Place(path, 1, 1),
                "front-matter",
                "the file does not begin with front matter",
                "Begin with a line `---`, then `rulebook: ID` and the other keys, then a line `---`.",
            )
        )
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == "---"), None)
    if end is None:
        raise Refused(Problem(Place(path, 1, 1), "front-matter", "the front matter has no end", "Add a line `---`."))
    front = read_yaml("\n".join(lines[1:end]), path, first_line=2)
    problems: list[Problem] = []
    blocks: list[Block] = []
    sections: list[Section] = []
    heading, heading_line, prose = "", end + 2, list[str]()

    def close_section() -> None:
        if heading or prose:
            sections.append(Section(heading, "\n\n".join(prose), heading_line))

    tokens = MarkdownIt("commonmark").parse("\n".join(lines[end + 1 :]))
    in_heading = False
    for token in tokens:
        line = (token.map[0] if token.map else 0) + end + 2
        match token.type:
            case "heading_open":
                close_section()
                heading, heading_line, prose, in_heading = "", line, [], True
            case "inline" if in_heading:
                heading, in_heading = token.content, False
            case "inline":
                prose.append(token.content)
            case "fence":
                kind = token.info.strip()
                if kind not in BLOCK_KINDS:
                    if kind.replace("_", "-").rstrip("s") in BLOCK_KINDS or kind in ("", "yaml"):
                        problems.append(
                            Problem(
                                Place(path, line, 1),
                                "block-kind",
                                f"`{kind}` is not a kind of block",
                                f"One of {', '.join(BLOCK_KINDS)}.",
                            )
                        )
                    continue
                try:
                    content = read_yaml(token.content, path, first_line=line + 1)
                except Refused as refused:
                    problems.extend(refused.problems)
                else:
                    blocks.append(Block(kind, content, heading))
    close_section()
    return Document(path, front, tuple(blocks), tuple(sections)), problems
