"""Reads the vocabulary's data files, which a non-programmer can open, into its types."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from openraa.problems import Place, Problem, Refused
from openraa.vocabulary.codes import code_list, country_name
from openraa.vocabulary.model import (
    Answer,
    Constraint,
    Derivation,
    DerivedValue,
    Effect,
    Fact,
    FactType,
    Question,
    RequirementLabel,
    Stage,
    Vocabulary,
)
from openraa.vocabulary.placed_yaml import Placed, read_yaml

REQUIREMENT_KINDS = ("document", "certificate", "consent", "notice", "duty")


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the program.

    Raises:
        Refused: a data file is wrong (only while somebody edits it).
    """
    folder = resources.files("openraa.vocabulary")
    texts = {
        name: (folder / name).read_text(encoding="utf-8")
        for name in ("facts.yaml", "questions.yaml", "requirements.yaml", "constraints.yaml")
    }
    return parse_vocabulary(texts)


def parse_vocabulary(texts: Mapping[str, str]) -> Vocabulary:
    """The vocabulary in these files' texts, by file name.

    Raises:
        Refused: an entry is malformed; every problem has its line.
    """
    problems: list[Problem] = []
    facts: dict[str, Fact] = {}
    questions: dict[str, Question] = {}
    requirements: dict[str, RequirementLabel] = {}
    places: dict[str, Place] = {}
    for name, entry, place in read_yaml(texts["facts.yaml"], "facts.yaml").items():
        _collect(problems, place, lambda n=name, e=entry: facts.update({n: _fact(n, e)}))
        places[name] = place
    for name, entry, place in read_yaml(texts["questions.yaml"], "questions.yaml").items():
        _collect(problems, place, lambda n=name, e=entry: questions.update({n: _question(n, e)}))
        places[name] = place
    for name, entry, place in read_yaml(texts["requirements.yaml"], "requirements.yaml").items():
        _collect(problems, place, lambda n=name, e=entry: requirements.update({n: _requirement(n, e)}))
        places[name] = place
    constraints = tuple(
        Constraint(name, _text(entry, "holds"), _text(entry, "says"))
        for name, entry, _ in read_yaml(texts["constraints.yaml"], "constraints.yaml").items()
    )
    if problems:
        raise Refused(problems)
    return Vocabulary(
        MappingProxyType(facts),
        MappingProxyType(questions),
        MappingProxyType(requirements),
        constraints,
        MappingProxyType(places),
    )


def _collect(problems: list[Problem], place: Place, build: object) -> None:
    assert callable(build)
    try:
        build()
    except (KeyError, ValueError, TypeError) as error:
        problems.append(Problem(place, "vocabulary", f"this entry is malformed: {error}", "See its neighbours."))


def _entry(placed: Placed) -> dict[str, Placed]:
    if not isinstance(placed.value, dict):
        raise TypeError(f"expected a mapping, found {placed.kind}")
    return placed.value


def _text(placed: Placed, key: str, default: str | None = None) -> str:
    entry = _entry(placed)
    if key not in entry:
        if default is None:
            raise KeyError(f"`{key}` is missing")
        return default
    return str(entry[key].value)


def _number(placed: Placed, key: str) -> int:
    value = _entry(placed)[key].value if key in _entry(placed) else 0
    if not isinstance(value, int):
        raise TypeError(f"`{key}` must be a whole number")
    return value


def _fact(name: str, placed: Placed) -> Fact:
    entry = _entry(placed)
    kind = FactType(_text(placed, "type"))
    labels: dict[str, str] = {}
    codes = _text(placed, "values_from", "")
    if codes == "countries":
        labels = {row["alpha2"]: country_name(row["alpha2"]) for row in code_list(codes) if not row["valid_to"]}
    elif kind is FactType.ENUM:
        labels = {value: str(label.value) for value, label, _ in entry["values"].items()}
        if not labels:
            raise ValueError("`values` must map each value to its label")
    return Fact(
        name=name,
        type=kind,
        definition=_text(placed, "def"),
        label=_text(placed, "label", name),
        ask=_text(placed, "ask", _text(placed, "def")),
        subject=_text(placed, "subject", name.split(".")[0]),
        values=tuple(labels),
        value_labels=labels,
        low=_number(placed, "min"),
        high=_number(placed, "max"),
        unit=_text(placed, "unit", ""),
        if_true=_text(placed, "if_true", ""),
        if_false=_text(placed, "if_false", ""),
        decided_by=_text(placed, "decided_by", ""),
        derivation=_derivation(entry) if "derived" in entry else None,
        swap_with=_text(placed, "swap_with", ""),
        of_state=_text(placed, "of_state", ""),
        code_list=codes,
    )


def _derivation(entry: dict[str, Placed]) -> Derivation:
    rows = entry["derived"].value
    assert isinstance(rows, list)
    otherwise = entry["otherwise"]
    return Derivation(
        tuple(DerivedValue(_text(row, "value"), _text(row, "question"), _text(row, "answer")) for row in rows),
        _text(otherwise, "by"),
        {key: str(value.value) for key, value, _ in _entry(otherwise)["map"].items()},
        _text(otherwise, "default"),
    )


def _question(name: str, placed: Placed) -> Question:
    entry = _entry(placed)
    answers = {
        answer: Answer(answer, _text(wording, "says"), Effect(_text(wording, "effect")))
        for answer, wording, _ in entry["answers"].items()
    }
    return Question(
        name=name,
        subject=_text(placed, "subject"),
        stage=Stage(_text(placed, "stage")),
        asks=_text(placed, "asks"),
        answers=answers,
        anchor=_text(placed, "anchor", "visit.begins_on"),
        plan_if=_text(placed, "plan_if", ""),
    )


def _requirement(name: str, placed: Placed) -> RequirementLabel:
    kind = _text(placed, "kind")
    if kind not in REQUIREMENT_KINDS:
        raise ValueError(f"`kind` must be one of {', '.join(REQUIREMENT_KINDS)}")
    entry = _entry(placed)
    journey = "states_journey" in entry and entry["states_journey"].value is True
    return RequirementLabel(name, kind, _text(placed, "says"), journey)
