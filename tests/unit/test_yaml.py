"""YAML with places: a strict subset, each fault with line and column."""

from __future__ import annotations

from datetime import date

import pytest

from openraa.problems import Refused
from openraa.vocabulary import read_yaml


def test_values_know_their_places() -> None:
    read = read_yaml("a: 1\nb:\n  - x\n  - {c: true}\n", "f.yaml", first_line=10)
    assert isinstance(read.value, dict)
    assert str(read.value["a"].place) == "f.yaml:10:4"
    assert read.plain() == {"a": 1, "b": ["x", {"c": True}]}


def test_norway_is_not_false_and_numbers_with_a_point_stay_text() -> None:
    read = read_yaml("a: NO\nb: yes\nc: 1.5\nd: 2026-01-31\ne: '7'\non: x\nf: ~\n", "f.yaml")
    assert read.plain() == {
        "a": "NO",
        "b": "yes",
        "c": "1.5",
        "d": date(2026, 1, 31),
        "e": "7",
        "on": "x",
        "f": None,
    }


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("a: 1\na: 2\n", "f.yaml:2:1", "given twice"),
        ("a: [1, 2\nb: 3\n", "f.yaml:2:", "not valid YAML"),
        ("a: &x 1\nb: *x\n", "f.yaml:1:", "anchors"),
        ("a: !!python/object x\n", "f.yaml:1:", "tags"),
        ("? [a]\n: b\n", "f.yaml:1:", "plain word"),
        ("a: 2026-02-30\n", "f.yaml:1:4", "not a day"),
        ("a: " + "[" * 5000, "f.yaml:1", "nested too deeply"),
        ("- " * 5000, "f.yaml:1", "nested too deeply"),
        ("a: \x00", "f.yaml:1", "not valid YAML"),
        ("\tb: 1\n", "f.yaml:1:", "not valid YAML"),
    ],
)
def test_faults_have_a_place(text: str, place: str, says: str) -> None:
    with pytest.raises(Refused) as refused:
        read_yaml(text, "f.yaml")
    problem = refused.value.problems[0]
    assert str(problem.place).startswith(place)
    assert says in problem.message
