"""Serial numbers in a cell: single ones, lists, and ranges such as `R-20001 to R-20030`."""

from __future__ import annotations

import re

LARGEST_RANGE = 100_000
_LONGEST_RANGE = 100  # characters
_RANGE = re.compile(r"(.*?)(\d+)(?:\s+(?:to|a|à|al|au|-)\s+|\s*(?:–|—|~|〜|～|\.\.|から)\s*)(.*?)(\d+)(?:まで)?")


def serials(text: str) -> tuple[str, ...]:
    """The single serial numbers of a cell such as `R-1, R-5 to R-9`, leading noughts kept.

    A part that does not read as a range is one serial number.
    """
    found: list[str] = []
    for part in serial_parts(text):
        span = _span(part)
        if span is None:
            found.append(part)
        else:
            head, first, last, width = span
            found += [f"{head}{number:0{width}d}" for number in range(first, last + 1)]
    return tuple(found)


def serial_parts(text: str) -> tuple[str, ...]:
    """The serial numbers and ranges of a cell, one by one."""
    return tuple(part for piece in re.split(r"[,;、，；\n]+", text) if (part := piece.strip()))


def n_serials(text: str) -> int:
    """How many serial numbers a cell stands for, without writing them out."""
    spans = [_span(part) for part in serial_parts(text)]
    return sum(1 if span is None else span[2] - span[1] + 1 for span in spans)


def _span(part: str) -> tuple[str, int, int, int] | None:
    match = _RANGE.fullmatch(part) if len(part) <= _LONGEST_RANGE else None
    if not match:
        return None
    head, first, head_again, last = match.groups()
    if head_again not in ("", head) or len(first) != len(last) or len(first) > 18:
        return None
    low, high = int(first), int(last)
    return (head, low, high, len(first)) if 0 <= high - low < LARGEST_RANGE else None
