"""Results as columns: status, answer, effective provisions and requirements of each question, row by row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from openraa.assess.codes import Codes, Wrong
from openraa.assess.compile import Legend
from openraa.assess.lookup import LookedUp, LookUps, variable_of
from openraa.rulebook import Stack
from openraa.vocabulary import Fact


@dataclass(frozen=True, slots=True)
class _Words:
    """A column of text: the words, and for each place of a cascade the word's number and whether there is one."""

    words: pa.Array
    numbers: NDArray[np.int16]
    absent: NDArray[np.bool_]


class Results:
    """What rows of facts become, for questions as look-ups."""

    def __init__(self, look_ups: LookUps) -> None:
        self.look_ups = look_ups
        self.names = tuple(name for question in look_ups.questions for name in question.columns)
        self._columns = [_columns(question) for question in look_ups.questions]

    def of(self, facts: Mapping[str, pa.Array], n_rows: int) -> tuple[list[pa.Array], list[tuple[Fact, Wrong]]]:
        """The columns of results for rows with these facts, and which of their values their facts cannot have."""
        coded, wrong = self.look_ups.coded, list[tuple[Fact, Wrong]]()
        codes: dict[str, Codes] = {}
        for name, column in coded.columns.items():
            if name not in facts:
                codes[name] = np.zeros(n_rows, column.dtype)
                continue
            codes[name], found = column.encode(facts[name])
            if found is not None:
                wrong.append((column.fact, found))
        if wrong:
            return [], wrong
        for comparison in coded.comparisons:
            codes[variable_of(comparison)] = coded.compare(comparison, facts, n_rows)
        self.look_ups.ready(codes, n_rows)
        shown: list[pa.Array] = []
        for question, columns in zip(self.look_ups.questions, self._columns, strict=True):
            places = [part.cascade.of(codes, n_rows) for part in question.parts]
            shown += [_shown(column, places) for column in columns]
        return shown, []


_Column = list[tuple[int, "_Words | NDArray[np.int64]"]]


def _columns(question: LookedUp) -> list[_Column]:
    """For each column of a question the parts of which it is the sum, with their values."""
    found: list[_Column] = [[] for _ in question.columns]
    for number, part in enumerate(question.parts):
        for n, column in enumerate(part.columns):
            values = [value[n] for value in part.cascade.values]
            is_text = question.columns[column].endswith((" status", " answer"))
            found[column].append((number, _words(values) if is_text else np.array(values, np.int64)))
    return found


def _words(values: Sequence[str | None]) -> _Words:
    words = {word: n for n, word in enumerate(dict.fromkeys(word for word in values if word is not None))}
    numbers = np.array([0 if word is None else words[word] for word in values], np.int16)
    return _Words(pa.array(list(words), pa.string()), numbers, np.array([word is None for word in values]))


def _shown(column: _Column, places: Sequence[Codes]) -> pa.Array:
    number, values = column[0]
    if isinstance(values, _Words):
        absent = values.absent.take(places[number]) if values.absent.any() else None
        return pa.DictionaryArray.from_arrays(pa.array(values.numbers.take(places[number]), mask=absent), values.words)
    total = values.take(places[number])
    for number, more in column[1:]:
        assert not isinstance(more, _Words)
        total += more.take(places[number])
    return pa.array(total)


def legends_json(legends: Sequence[Legend], stack: Stack) -> dict[str, Any]:
    """What the columns of results mean, for machines: the bit of each provision and requirement."""
    return {
        "format": "assessment/1",
        "stack": list(stack.ids),
        "hash": stack.hash,
        "questions": {
            legend.question: {
                "provisions": [
                    {"bit": n, "id": name, "cite": stack.provisions[name].cite}
                    for n, name in enumerate(legend.provisions)
                ],
                "requirements": [
                    {"bit": n, "kind": kind, "requirement": label}
                    for n, (kind, label) in enumerate(legend.requirements)
                ],
            }
            for legend in legends
        },
    }
