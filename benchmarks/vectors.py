"""Provisions over columns with plain NumPy, as a person would write them: two-valued, the first that holds answers.

Knows nothing of OpenRAA, so that OpenFisca's own environment can read it too. A condition is a nested list: ["const",
true], ["fact", name], ["compare", name, operator, value], ["in", name, [values]], ["not", c], ["and", c...], ["or",
c...]. Enumerated facts are columns of whole numbers, their values too; GAP is -1.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

OPERATORS: Mapping[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def holds(condition: Sequence[Any], column: Callable[[str], Any], n_rows: int) -> Any:
    """Where the condition is true."""
    kind, *rest = condition
    if kind == "const":
        return np.full(n_rows, rest[0])
    if kind == "fact":
        return column(rest[0])
    if kind == "compare":
        return OPERATORS[rest[1]](column(rest[0]), rest[2])
    if kind == "in":
        found = np.zeros(n_rows, bool)
        for value in rest[1]:
            found |= column(rest[0]) == value
        return found
    if kind == "not":
        return ~holds(rest[0], column, n_rows)
    parts = [holds(part, column, n_rows) for part in rest]
    found = parts[0].copy()
    for part in parts[1:]:
        found = found & part if kind == "and" else found | part
    return found


def first_match(rows: Sequence[tuple[Sequence[Any], int]], column: Callable[[str], Any], n_rows: int) -> Any:
    """The answer, as a number, of the first provision whose condition holds."""
    conditions = [holds(condition, column, n_rows) for condition, _ in rows]
    answers = [np.int8(answer) for _, answer in rows]
    return np.select(conditions, answers, default=np.int8(-1))


def peak_mib() -> int:
    """The most memory that this process has had, as Linux counts it since its program began."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) // 1024
