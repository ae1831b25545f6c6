"""Exact arithmetic for the numbers that belong to an answer, such as a share of 1/(n + 1)."""

from __future__ import annotations

import ast
from collections.abc import Callable
from fractions import Fraction


def facts_of_arithmetic(text: str) -> list[str]:
    """The facts that an answer's number is computed from.

    Raises:
        ValueError: the text is not exact arithmetic of whole numbers and facts.
    """
    found: list[str] = []

    def note(name: str) -> int:
        found.append(name)
        return 1

    walk_arithmetic(text, note)
    return found


def walk_arithmetic(text: str, fact: Callable[[str], int]) -> Fraction | None:
    """The exact value of `text`, asking `fact` for each fact's value; a fraction or None for division by 0.

    Raises:
        ValueError: the text is not exact arithmetic of whole numbers and facts.
    """
    if len(text) > 200:
        raise ValueError("the number's formula is too long")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"`{text}` is not arithmetic") from None

    def value(node: ast.expr) -> Fraction | None:
        match node:
            case ast.Constant(value=int() as number) if not isinstance(number, bool):
                return Fraction(number)
            case ast.Name() | ast.Attribute():
                return Fraction(fact(ast.unparse(node)))
            case ast.BinOp(left, op, right):
                a, b = value(left), value(right)
                if a is None or b is None:
                    return None
                match op:
                    case ast.Add():
                        return a + b
                    case ast.Sub():
                        return a - b
                    case ast.Mult():
                        return a * b
                    case ast.Div():
                        return a / b if b else None
        raise ValueError(f"`{text}` holds more than + - * / of whole numbers and facts")

    return value(tree)
