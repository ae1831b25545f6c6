"""The comparison matrix: questions down, agreements across; agreements that are the same on a question share a sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from xml.etree.ElementTree import Element

from openraa.language import Language
from openraa.problems import COMMAND_LINE, Problem, Refused, say
from openraa.prove import Comparison, Likeness, stack_name, title_of
from openraa.register import Agreement
from openraa.rulebook import Stack
from openraa.site.pictures.svg import Canvas, Picture, wrap
from openraa.vocabulary import questions_by_topic

MARGIN = 24.0
SIGNS = "ABCDEFGH"
SILENT, OPEN = "–", "?"
_COLOURS = ("force", "signed", "talks", "soft", "accent", "ended", "ink", "force")
_COLUMN = 84.0


def signs(likeness: Mapping[tuple[int, int], Likeness], n: int, weak: frozenset[int] = frozenset()) -> tuple[str, ...]:
    """A sign for each of `n` agreements on one question, from how each two stand to each other.

    `weak` are those whose own text on it is not confirmed: others get their letters first.

    Those that are the same in every case have the same letter; `–` does not speak of it; `?` is not known, or not
    proven, to be the same as any that has a letter.
    """
    found: dict[int, str] = {}
    heads: list[int] = []
    for j in sorted(range(n), key=lambda j: (j in weak, j)):
        alike = [likeness[(min(i, j), max(i, j))] for i in heads]
        if _silent(likeness, j, n):
            found[j] = SILENT
        elif Likeness.SAME in alike:
            found[j] = found[heads[alike.index(Likeness.SAME)]]
        elif any(each in (Likeness.NOT_KNOWN, Likeness.NOT_PROVEN) for each in alike):
            found[j] = OPEN
        else:
            heads.append(j)
            found[j] = SIGNS[len(heads) - 1]
    return tuple(found[j] for j in range(n))


def _weak(stacks: Sequence[Stack], question: str) -> frozenset[int]:
    """The agreements whose text on a question is not confirmed."""
    return frozenset(n for n, stack in enumerate(stacks) if any(row.question == question for row in stack.unconfirmed))


def _silent(likeness: Mapping[tuple[int, int], Likeness], j: int, n: int) -> bool:
    said = [likeness[(min(i, j), max(i, j))] for i in range(n) if i != j]
    sides = [Likeness.ONLY_LEFT if i < j else Likeness.ONLY_RIGHT for i in range(n) if i != j]
    return any(each is Likeness.NEITHER or each is side for each, side in zip(said, sides, strict=True))


def matrix(
    stacks: Sequence[Stack],
    found: Sequence[Comparison],
    agreements: Mapping[str, Agreement],
    words: Language,
    *,
    width: int = 0,
) -> Picture:
    """The comparisons of each two of these stacks, in the order of `combinations`, as one picture.

    Raises:
        Refused: there are more agreements than signs.
    """
    if len(stacks) > len(SIGNS):
        message = say("the picture of a comparison holds at most {n} agreements", n=len(SIGNS))
        raise Refused(Problem(COMMAND_LINE, "too-many", message, say("Leave some out.")))
    names = [title_of(stack, agreements.get(stack.ids[-1]), words) for stack in stacks]
    pairs = list(combinations(range(len(stacks)), 2))
    spoken = {row.question for each in found for row in each.rows}
    topics = questions_by_topic(each for name, each in stacks[0].vocabulary.questions.items() if name in spoken)
    title = words("Agreements compared, question by question")
    description = words.join(f"{n} {name}" for n, name in enumerate(names, 1))
    width = width or int(2 * MARGIN + 420 + _COLUMN * len(stacks))
    canvas = Canvas("matrix", width, title=title, description=description, lang=words.code)
    left = width - MARGIN - _COLUMN * len(stacks)
    room = left - MARGIN - 14
    y = canvas.lines(MARGIN, 36, title, width - 2 * MARGIN, size=19, bold=True) + 4
    for n, name in enumerate(names, 1):
        canvas.text(MARGIN, y, str(n), size=13, bold=True)
        y = canvas.lines(MARGIN + 22, y, name, width - 2 * MARGIN - 22)
    y = _key(canvas, y + 10, words)
    rows, data = [], []
    for topic, questions in topics.items():
        y += 20
        canvas.lines(MARGIN, y, words(topic), room, size=14, bold=True)
        y += 18 * (len(wrap(words(topic), 14, room, bold=True)) - 1)
        for n in range(len(stacks)):
            middle = left + _COLUMN * (n + 0.5)
            canvas.text(middle, y, str(n + 1), anchor="middle", bold=True, colour="soft")
        y += 8
        for question in questions:
            likeness = {pair: each.row(question.name).likeness for pair, each in zip(pairs, found, strict=True)}
            open_to = (
                n for n, each in enumerate(stacks) if question.name in {row.question for row in each.unconfirmed}
            )
            row = signs(likeness, len(stacks), frozenset(open_to))
            canvas.add("line", x1=MARGIN, x2=width - MARGIN, y1=y, y2=y, class_="s-line")
            below = canvas.lines(MARGIN, y + 18, words(question.asks), room, size=12.5)
            group = canvas.group(class_="row")
            canvas.tip(group, words.join([words(question.asks), " ".join(row)]))
            for n, sign in enumerate(row):
                _cell(canvas, left + _COLUMN * n, y, sign, group)
            y = max(below - 10, y + 27)
            rows.append((words(topic), words(question.asks), *row))
            data.append(
                {"question": question.name}
                | {stack_name(stack): sign for stack, sign in zip(stacks, row, strict=True)}
                | {f"{a + 1}|{b + 1}": likeness[(a, b)].value for a, b in pairs}
            )
    canvas.height = y + 16
    columns = (words("topic"), words("question"), *names)
    return Picture(canvas.name, title, description, canvas.to_svg(), columns, tuple(rows), tuple(data))


def _cell(canvas: Canvas, x: float, y: float, sign: str, group: Element) -> None:
    middle = x + _COLUMN / 2
    if sign == SILENT:
        canvas.text(middle, y + 18, sign, anchor="middle", colour="soft", parent=group)
        return
    colour = "soft" if sign == OPEN else _COLOURS[SIGNS.index(sign)]
    dashed = {"stroke_dasharray": "3 2"} if sign == OPEN else {}
    canvas.add("rect", group, "", x=x + 18, y=y + 4, width=_COLUMN - 36, height=19, rx=9.5,
               class_=f"s-{colour} f-paper", stroke_width="1.6", **dashed)  # fmt: skip
    canvas.text(middle, y + 18, sign, size=12.5, anchor="middle", bold=True, colour=colour, parent=group)


def _key(canvas: Canvas, y: float, words: Language) -> float:
    for text in (
        words("The same letter in a row: the same answer and the same requirements in every case."),
        words("Another letter: they differ in at least one case."),
        words("–: it does not speak of this. ?: not known, because a text is not confirmed, or not proven in time."),
    ):
        y = canvas.lines(MARGIN, y, text, canvas.width - 2 * MARGIN, size=12.5, colour="soft")
    return y
