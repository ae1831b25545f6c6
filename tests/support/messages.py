"""The texts that must have a translation: collected from the law's data and from the code, kept in the catalogues.

`make messages` brings the catalogues up to date: new texts come in empty, unused ones go.
"""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, nodes

from openraa.language import CATALOGUES, LANGUAGES, has_words
from openraa.papers import Measure, Part
from openraa.register import EVENTS, KINDS, Force, Relation, Verdict, load_agreements, load_statements
from openraa.rulebook import load_stack
from openraa.visit import Subject, columns_of
from openraa.visit.coach import reasons
from openraa.visit.mrz import PARTS_WITH_CHECK_DIGIT
from openraa.vocabulary import code_list, load_vocabulary
from tests.support.generated import ROOT

SOURCE = ROOT / "src" / "openraa"
FOLDER = SOURCE / "language" / "catalogues"
MADE = datetime(2026, 11, 1, tzinfo=UTC)


def law_texts() -> Iterator[tuple[str, str]]:
    """Every text of the law's data that a plan or a paper can show, and where it stands."""
    vocabulary = load_vocabulary()
    for question in vocabulary.questions.values():
        yield question.asks, f"question {question.name}"
        for answer in question.answers.values():
            yield answer.says, f"answer {question.name}={answer.name}"
    for name, requirement in vocabulary.requirements.items():
        yield requirement.says, f"requirement {name} ({requirement.kind})"
    for fact in vocabulary.facts.values():
        yield fact.label, f"fact {fact.name}, a label"
        yield fact.ask, f"fact {fact.name}, a question"
        yield fact.if_true, f"fact {fact.name}=true, a clause"
        yield fact.if_false, f"fact {fact.name}=false, a clause"
        for value, label in {} if fact.code_list else fact.value_labels.items():
            yield label, f"fact {fact.name}={value}"
    for agreement in load_agreements([]).values():
        yield agreement.short, f"{agreement.id}, its short name"
        yield agreement.in_force_note, f"{agreement.id}, why in force or not"
        yield agreement.reach_because, f"{agreement.id}, what it governs"
        for row in agreement.territory:
            yield worded(row.cite), f"{agreement.id}, a citation"
            yield row.area, f"{agreement.id}, an area"
            yield row.note, f"{agreement.id}, territory of {row.state}"
        if agreement.force_rule:
            yield agreement.force_rule.text, f"{agreement.id}, its rule on entry into force"
            yield worded(agreement.force_rule.cite), f"{agreement.id}, a citation"
        for party in agreement.parties:
            yield party.note, f"{agreement.id}, {party.state} as a party"
        for event in agreement.life:
            yield event.note, f"{agreement.id}, {event.event}"
            yield event.place if any(map(str.islower, event.place.split())) else "", f"{agreement.id}, a place"
            for other in event.disputed:
                yield other.note, f"{agreement.id}, {event.event} as others have it"
        if agreement.stack:
            stack = load_stack(agreement.stack, [])
            for silence in stack.silences:
                yield silence.because, f"{silence.rulebook}, silent {silence.cite}"
                yield worded(silence.cite), f"{silence.rulebook}, a citation"
            for gap in stack.unconfirmed:
                yield gap.known, f"{gap.rulebook}, not confirmed {gap.cite}"
                yield worded(gap.cite), f"{gap.rulebook}, a citation"
            for provision in stack.provisions.values():
                yield worded(provision.cite), f"{provision.rulebook}, a citation"
                yield provision.doubt, f"{provision.rulebook}, doubt on {provision.cite}"
                for requires in provision.requires:
                    yield worded(requires.cite), f"{provision.rulebook}, a citation"
                    yield requires.urgent, f"{provision.rulebook} {provision.cite}, urgent route"
    for statement in load_statements().statements:
        where = f"statement {statement.id}"
        yield statement.says, where
        yield statement.by, f"{where}, whom it quotes"
        yield statement.answer, f"{where}, what the register says to it"
        for side in statement.sides:
            yield side.says, f"{where}, one version"


def worded(cite: str) -> str:
    """A citation that holds words to translate, such as "second sentence"; empty where it is an article alone."""
    return cite if has_words(cite) else ""


def screen_texts() -> Iterator[tuple[str | tuple[str, ...], str]]:
    """Every text that code and page templates give to `say`, `words` or `plural`, and where it stands."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                texts = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
                yield from _texts_of_call(name, texts, path)
    for subject in Subject:
        for column in columns_of(subject).values():
            if column.note:
                yield column.note, f"visit/columns.yaml, {subject.value} {column.name}"
    for text in (*reasons(), *PARTS_WITH_CHECK_DIGIT):
        yield text, "visit/coach.py"
    for path in sorted(SOURCE.rglob("*.j2")):
        for call in Environment().parse(path.read_text("utf-8")).find_all(nodes.Call):
            name = call.node.attr if isinstance(call.node, nodes.Getattr) else getattr(call.node, "name", "")
            texts = [arg.value if isinstance(arg, nodes.Const) else None for arg in call.args]
            yield from _texts_of_call(name, texts, path)


def closed_texts() -> Iterator[tuple[str, str]]:
    """The words of closed sets that screens and papers show though code does not spell them out there."""
    for force in Force:
        yield force.value, "whether an agreement is in force"
    for event in EVENTS:
        yield event.replace("_", " "), "a step in the life of an agreement"
    for kind in KINDS:
        yield kind.replace("_", " "), "a kind of agreement"
    for closed in (Relation, Verdict):
        for value in closed:
            yield value.value, "how agreements are related" if closed is Relation else "what the register says"
    for name in ("authorities", "events"):
        for row in code_list(name):
            yield row["label"], f"code list {name}"
    for outcome in ("consent", "refusal"):
        yield outcome, "what silence counts as"
    for constraint in load_vocabulary().constraints:
        yield constraint.says, "facts that cannot all be true"
    for kind in (Part, Measure):
        for member in kind:
            yield member.says if isinstance(member, Part) else member.value, "what papers count"


def _texts_of_call(name: str, texts: list[object], path: Path) -> Iterator[tuple[str | tuple[str, ...], str]]:
    where = path.relative_to(SOURCE).as_posix()
    if name in ("say", "words") and texts and isinstance(texts[0], str):
        yield texts[0], where
    if name == "plural" and len(texts) >= 2 and isinstance(texts[0], str) and isinstance(texts[1], str):
        yield (texts[0], texts[1]), where


def wanted(name: str) -> dict[str | tuple[str, ...], list[str]]:
    """The texts of one catalogue and where each stands. A text of the law is not asked for twice."""
    found: dict[str | tuple[str, ...], list[str]] = {}
    for text, where in law_texts():
        if text:
            found.setdefault(text, []).append(where)
    if name == "law":
        return found
    screens: dict[str | tuple[str, ...], list[str]] = {}
    for message, where in (*screen_texts(), *closed_texts()):
        if message not in found:
            screens.setdefault(message, []).append(where)
    return screens


def catalogue(code: str, name: str) -> Catalog:
    """The catalogue as it stands."""
    path = FOLDER / code / f"{name}.po"
    if not path.exists():
        return Catalog(locale=code)
    return read_po(io.BytesIO(path.read_bytes()), locale=code)


def renewed(code: str, name: str) -> str:
    """The catalogue with exactly the wanted texts, in their order, and the translations that it has."""
    old = catalogue(code, name)
    new = Catalog(
        locale=code, project="OpenRAA", version="1", copyright_holder="", creation_date=MADE, revision_date=MADE,
        fuzzy=False, header_comment=f"# {name} in {LANGUAGES[code]}. Order and comments are made by `make messages`.",
    )  # fmt: skip
    for text, where in wanted(name).items():
        known = old.get(text if isinstance(text, str) else text[0])
        comments = list(dict.fromkeys(where))[:2]
        new[text] = Message(text, string=known.string if known else "", auto_comments=comments)
    out = io.BytesIO()
    write_po(out, new, width=0, no_location=True, omit_header=False)
    return out.getvalue().decode("utf-8")


def untranslated(code: str, name: str) -> list[str]:
    """The texts of a catalogue that have no translation."""
    empty = []
    for message in catalogue(code, name):
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if message.id and not (forms and all(forms)):
            empty.append(message.id if isinstance(message.id, str) else message.id[0])
    return empty


def main() -> None:
    """Bring every catalogue up to date and say what is missing."""
    for code in LANGUAGES:
        if code == "en":
            continue
        for name in CATALOGUES:
            path = FOLDER / code / f"{name}.po"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(renewed(code, name), encoding="utf-8")
            left = [
                m
                for m in catalogue(code, name)
                if m.id and not (m.string if isinstance(m.string, str) else all(m.string))
            ]
            print(f"{code}/{name}: {len(left)} texts without a translation")


if __name__ == "__main__":
    main()
