"""Every text is said in every language: the catalogues hold what code and law can say, translated, and nothing else."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from openraa.cli.output import problem_text
from openraa.language import CATALOGUES, LANGUAGES, Language
from openraa.papers import make_papers
from openraa.problems import Refused
from openraa.visit import (
    exercise_html,
    open_visit,
    plan_exercise,
    plan_html,
    plan_visit,
    read_exercise,
)
from tests.support.generated import ROOT
from tests.support.messages import FOLDER, catalogue, renewed, wanted

EXAMPLES = ROOT / "examples"

OTHERS = tuple(code for code in LANGUAGES if code != "en")
EACH = pytest.mark.parametrize(("code", "name"), [(code, name) for code in OTHERS for name in CATALOGUES])

# Words that are the same in English and in the other language.
SAME: dict[str, frozenset[str]] = {
    "fr": frozenset(
        {
            "Article",
            "Calibre",
            "Contact",
            "Date",
            "Destination",
            "Gibraltar",
            "Licence",
            "Notification",
            "Page",
            "Pages",
            "Question",
            "Questions",
            "Source",
            "Port",
            "Type",
            "Volume, m³",
            "article",
            "date",
            "description",
            "document",
            "force",
            "incident",
            "police",
            "question",
            "Parties",
            "Sources",
            "parties",
            "ratification",
            "sources",
            "section (a)",
            "section (b)",
            "section (c)",
            "section (d)",
            "section (e)",
            "section (e)(i)",
            "section (e)(ii)",
            "section (e)(iii)",
            "section (e)(iv)",
            "section (e)(v)",
            "signature",
            "suspension",
            "triptyque",
            "{n} question",
            "{n} questions",
            "{n} silence",
            "{n} silences",
        }
    ),
    "it": frozenset({"Bermuda", "Feed (Atom)", "File", "Volume, m³", "{n} partner"}),
    "ja": frozenset(),
}
# English texts with a word of four letters whose Japanese needs no Japanese character.
NO_JAPANESE: frozenset[str] = frozenset()

PLURAL_FORMS = {"fr": 2, "it": 2, "ja": 1}
JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
LONG_WORD = re.compile(r"[A-Za-z]{4}")
QUOTED = re.compile(r"`[^`]*`|\{\w*\}")


def key(message: Message) -> str:
    """The text under which the message is found: the singular where it has two forms."""
    return message.id if isinstance(message.id, str) else message.id[0]


def pairs(code: str, name: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Of each message its key, its English forms and its translated forms."""
    for message in catalogue(code, name):
        if message.id:
            english = [message.id] if isinstance(message.id, str) else list(message.id)
            forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
            yield key(message), english, forms


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def faults(code: str, english: list[str], forms: list[str]) -> list[str]:
    """What is wrong with the translation of one text."""
    if not forms or not all(form.strip() for form in forms):
        return ["no translation"]
    found = []
    wanted_forms = PLURAL_FORMS[code] if len(english) == 2 else 1
    if len(forms) != wanted_forms:
        found.append(f"{len(forms)} forms, not {wanted_forms}")
    for form in forms:
        try:
            names = placeholders(form)
        except ValueError as error:
            found.append(f"braces: {error}")
            continue
        if set(names) != {name for text in english for name in placeholders(text)}:
            found.append(f"placeholders {names}")
        if form in english and LONG_WORD.search(QUOTED.sub("", form)) and form not in SAME[code]:
            found.append("the same as its English")
        bare = [QUOTED.sub("", text) for text in english]
        if code == "ja" and LONG_WORD.search(bare[0]) and not JAPANESE.search(form) and english[0] not in NO_JAPANESE:
            found.append("no Japanese character")
    return found


@EACH
def test_a_catalogue_holds_exactly_the_wanted_texts(code: str, name: str) -> None:
    held = {(message.id if isinstance(message.id, str) else tuple(message.id)) for message in catalogue(code, name)}
    held.discard("")
    texts = set(wanted(name))
    assert texts - held == set(), "run `make messages`, then translate"
    assert held - texts == set(), "run `make messages`: these are said no more"


@EACH
def test_a_catalogue_is_as_make_messages_writes_it(code: str, name: str) -> None:
    assert (FOLDER / code / f"{name}.po").read_text("utf-8") == renewed(code, name), "run `make messages`"


@EACH
def test_every_text_has_a_whole_and_true_translation(code: str, name: str) -> None:
    wrong = {text: bad for text, english, forms in pairs(code, name) if (bad := faults(code, english, forms))}
    listing = "\n".join(f"  {'; '.join(bad)}: {text[:100]}" for text, bad in list(wrong.items())[:40])
    assert not wrong, f"{code}/{name}: {len(wrong)} texts\n{listing}"


@EACH
def test_no_translation_is_a_guess_of_a_tool(code: str, name: str) -> None:
    assert [key(message) for message in catalogue(code, name) if message.fuzzy and message.id] == []


@EACH
def test_no_text_stands_in_both_catalogues(code: str, name: str) -> None:
    other = next(one for one in CATALOGUES if one != name)
    assert {key(message) for message in catalogue(code, name) if message.id}.isdisjoint(
        key(message) for message in catalogue(code, other) if message.id
    )


def test_the_lists_of_exceptions_hold_only_what_needs_one() -> None:
    for code in OTHERS:
        held = {
            form for name in CATALOGUES for _, english, forms in pairs(code, name) for form in forms if form in english
        }  # fmt: skip
        assert SAME[code] - held == set(), code
    japanese = {text: forms for name in CATALOGUES for text, _, forms in pairs("ja", name)}
    assert {text for text in NO_JAPANESE if any(JAPANESE.search(form) for form in japanese.get(text, ["語"]))} == set()


@pytest.mark.parametrize(
    ("code", "english", "forms", "fault"),
    [
        ("fr", ["In force since {day}."], [""], "no translation"),
        ("fr", ["In force since {day}."], [" "], "no translation"),
        ("fr", ["In force since {day}."], ["En vigueur depuis le {jour}."], "placeholders ['jour']"),
        ("fr", ["In force since {day}."], ["En vigueur."], "placeholders []"),
        ("it", ["In force since {day}."], ["In vigore dal {day."], "braces: expected '}' before end of string"),
        ("it", ["In force since {day}."], ["In force since {day}."], "the same as its English"),
        ("ja", ["In force since {day}."], ["En vigueur {day}"], "no Japanese character"),
        ("fr", ["{n} line", "{n} lines"], ["{n} ligne"], "1 forms, not 2"),
        ("ja", ["{n} line", "{n} lines"], ["{n}行", "{n}行"], "2 forms, not 1"),
        ("fr", ["{n} line", "{n} lines"], ["{n} ligne", "lignes"], "placeholders []"),
    ],
)
def test_a_wrong_translation_is_noticed(code: str, english: list[str], forms: list[str], fault: str) -> None:
    assert fault in faults(code, english, forms)


def test_a_right_translation_is_not() -> None:
    assert faults("ja", ["{n} line", "{n} lines"], ["{n}行"]) == []
    assert faults("fr", ["In force since {day}."], ["En vigueur depuis le {day}."]) == []
    assert faults("fr", ["`raa facts`"], ["`raa facts`"]) == []


class Asked(Mapping[str, str | tuple[str, ...]]):
    """A catalogue without translations that notes which texts it was asked for."""

    def __init__(self) -> None:
        self.texts: set[str] = set()

    def __getitem__(self, text: str) -> str:
        self.texts.add(text)
        raise KeyError(text)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def not_wanted(self) -> set[str]:
        every = {text if isinstance(text, str) else text[0] for name in CATALOGUES for text in wanted(name)}
        return self.texts - every - {""}


@pytest.mark.parametrize("name", ["france-italy", "france-japan", "philippines-japan", "uk-new-caledonia", "broken"])
def test_whatever_a_plan_says_is_wanted_from_translators(name: str) -> None:
    asked = Asked()
    visit = open_visit(EXAMPLES / name)
    plan_html(plan_visit(visit, as_of=visit.begins_on), Language("fr", asked))
    assert len(asked.texts) > 30
    assert asked.not_wanted() == set()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["france-italy", "japan-australia", "uk-japan-ship"])
def test_whatever_papers_say_is_wanted_from_translators(name: str) -> None:
    asked = Asked()
    visit = open_visit(EXAMPLES / name)
    make_papers(plan_visit(visit, as_of=visit.begins_on), Language("fr", asked))
    assert len(asked.texts) > 30
    assert asked.not_wanted() == set()


def test_whatever_an_exercise_says_is_wanted_from_translators() -> None:
    asked = Asked()
    exercise = read_exercise(EXAMPLES / "five-nations", open_visit)
    plan = plan_exercise(exercise, lambda visit: plan_visit(visit, as_of=visit.begins_on))
    exercise_html(plan, Language("fr", asked))
    assert len(asked.texts) > 30
    assert asked.not_wanted() == set()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "visit = 3",
        "visit = [",
        '[visit]\nname = 3\nsending = "XX"\nreceiving = "NC"\nbegins_on = "soon"\nends_on = 3000-01-01\nagreement = 4',
        '[visit]\nname = "x"\nsending = "FR"\nreceiving = "FR"\nbegins_on = 2026-03-02\nends_on = 2026-03-01',
        'places = 3\n[visit]\nbegin_on = 3\n[facts.person]\nrole = "cook"\n[facts.visit]\ndays = 3',
        "[manifests]\ncats = 1",
        '[manifests]\npeople = {file = "a.csv", date_order = "xyz"}\nitems = {file = 3}',
        '[manifests]\nconveyances = {file = "b", sheet = 1}',
    ],
)
def test_whatever_is_wrong_with_a_visit_file_is_wanted_from_translators(text: str, tmp_path: Path) -> None:
    (tmp_path / "visit.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        open_visit(tmp_path)
    asked = Asked()
    for problem in refused.value.problems:
        assert problem_text(problem, Language("en", asked)) == str(problem)
    assert asked.texts
    assert asked.not_wanted() == set()


def test_the_page_on_languages_links_every_glossary() -> None:
    pages = ROOT / "docs" / "reference"
    glossaries = [page.name for page in pages.glob("terms-*.md")]
    assert glossaries
    for name in glossaries:
        assert f"]({name})" in (pages / "languages.md").read_text("utf-8"), f"link {name} in languages.md"
