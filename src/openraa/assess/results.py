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
from openraa.assess.lookup import LookedUp, LookUps, Rows, variable_of
from openraa.rulebook import Provision, Stack
from openraa.vocabulary import Fact


@dataclass(frozen=True, slots=True)
class _Words:
    """A column of text: the words, and for each place of a cascade the word's number and whether there is one."""

    words: pa.Array
    numbers: NDArray[np.int8]


class Results:
    """What rows of facts become, for questions as look-ups; of each question only some columns, if so wanted."""

    def __init__(self, look_ups: LookUps, wanted: Sequence[str] = ()) -> None:
        self.look_ups = look_ups
        kept = [
            [n for n, name in enumerate(question.columns) if not wanted or kind_of(name) in wanted]
            for question in look_ups.questions
        ]
        rows = zip(look_ups.questions, kept, strict=True)
        self.names = tuple(question.columns[n] for question, numbers in rows for n in numbers)
        self._columns = [
            [_columns(question)[n] for n in numbers] for question, numbers in zip(look_ups.questions, kept, strict=True)
        ]

    def of(self, facts: Mapping[str, pa.Array], n_rows: int) -> tuple[list[pa.Array], list[tuple[Fact, Wrong]]]:
        """The columns of results for rows with these facts, and which of their values their facts cannot have."""
        coded, wrong = self.look_ups.coded, list[tuple[Fact, Wrong]]()
        codes = Rows(n_rows)
        for name, column in coded.columns.items():
            if name not in facts:
                codes.add(name, np.zeros(n_rows, column.dtype))
                continue
            coded_values, found = column.encode(facts[name])
            codes.add(name, coded_values)
            if found is not None:
                wrong.append((column.fact, found))
        if wrong:
            return [], wrong
        for comparison in coded.comparisons:
            codes.add(variable_of(comparison), coded.compare(comparison, facts, n_rows))
        self.look_ups.ready(codes)
        shown: list[pa.Array] = []
        for question, columns in zip(self.look_ups.questions, self._columns, strict=True):
            places = [part.cascade.of(codes) for part in question.parts]
            shown += [_shown(column, places) for column in columns]
        return shown, []


RESULTS = ("status", "answer", "provisions", "requirements")
_Column = list[tuple[int, "_Words | NDArray[np.signedinteger[Any]]"]]


def kind_of(column: str) -> str:
    """Which of the results a column holds; one of many bits can go on in `entry.visa provisions 2`."""
    return column.split(" ")[1]


def _columns(question: LookedUp) -> list[_Column]:
    """For each column of a question the parts of which it is the sum, with their values."""
    found: list[_Column] = [[] for _ in question.columns]
    for number, part in enumerate(question.parts):
        for n, column in enumerate(part.columns):
            values = [value[n] for value in part.cascade.values]
            is_text = kind_of(question.columns[column]) in ("status", "answer")
            found[column].append((number, _words(values) if is_text else _bits(values, column, question)))
    return found


def _words(values: Sequence[str | None]) -> _Words:
    words = {word: n for n, word in enumerate(dict.fromkeys(word for word in values if word is not None))}
    numbers = np.array([-1 if word is None else words[word] for word in values], np.int8)
    return _Words(pa.array(list(words), pa.string()), numbers)


def _bits(values: Sequence[int], column: int, question: LookedUp) -> NDArray[np.signedinteger[Any]]:
    """In the smallest numbers that hold all bits of the column."""
    name, legend = question.columns[column], question.legend
    n_bits = len(legend.provisions if kind_of(name) == "provisions" else legend.requirements)
    dtype = np.int16 if n_bits < 15 else np.int32 if n_bits < 31 else np.int64
    return np.array(values, dtype)


def _shown(column: _Column, places: Sequence[Codes]) -> pa.Array:
    number, values = column[0]
    if isinstance(values, _Words):
        indices = _known(values.numbers.take(places[number]))
        return pa.DictionaryArray.from_arrays(indices, values.words, safe=False)
    total = values.take(places[number])
    for number, more in column[1:]:
        assert not isinstance(more, _Words)
        total += more.take(places[number])
    return pa.array(total)


def _known(numbers: NDArray[np.int8]) -> pa.Array:
    """Places in a list of words, none where the number is negative."""
    known = numbers >= 0
    if known.all():
        return pa.array(numbers)
    bitmap = np.packbits(known, bitorder="little")
    return pa.Array.from_buffers(pa.int8(), len(numbers), [pa.py_buffer(bitmap), pa.py_buffer(numbers)])


def legends_json(legends: Sequence[Legend], stack: Stack) -> dict[str, Any]:
    """What the columns of results mean, for machines: the bit of each provision and requirement. With a provision
    stand its answer and the numbers that belong to it, such as shares of a cost, and how far its text was verified.
    """
    return {
        "format": "assessment/1",
        "stack": list(stack.ids),
        "hash": stack.hash,
        "questions": {
            legend.question: {
                "provisions": [
                    {"bit": n, **_provision(stack.provisions[name])} for n, name in enumerate(legend.provisions)
                ],
                "requirements": [
                    {"bit": n, "kind": kind, "requirement": label}
                    for n, (kind, label) in enumerate(legend.requirements)
                ],
            }
            for legend in legends
        },
    }


def _provision(row: Provision) -> dict[str, Any]:
    shown = {"id": row.id, "cite": row.cite, "answer": row.answer, "numbers": dict(row.params)}
    return {**{key: value for key, value in shown.items() if value}, "verified": row.verified.value}
