"""Text to an untyped tree: the grammar of our CEL subset, with a column for every node.

Grammar: or := and ("||" and)*; and := unary ("&&" unary)*; unary := "!" unary | relation;
relation := primary (("==" | "!=" | "<" | "<=" | ">" | ">=") primary | "in" list)?;
primary := name | literal | "date" "(" string ")" | "(" or ")". Names are dotted.
Source of the syntax: the Common Expression Language definition, of which this is a subset.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from openraa.rulebook.condition.syntax import Op


class ConditionFault(Exception):
    """What is wrong in a condition; `at` counts characters from its beginning."""

    def __init__(self, at: int, code: str, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.at, self.code, self.message, self.remedy = at, code, message, remedy


@dataclass(frozen=True, slots=True)
class Name:
    """A dotted name: a fact, a term or an earlier question."""

    text: str
    at: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant; a date is one already."""

    value: bool | int | str | date
    at: int


@dataclass(frozen=True, slots=True)
class Relation:
    """Two operands and an operator."""

    left: Tree
    op: Op
    right: Tree
    at: int


@dataclass(frozen=True, slots=True)
class Membership:
    """A name `in` a list of literals."""

    left: Tree
    items: tuple[Literal, ...]
    at: int


@dataclass(frozen=True, slots=True)
class Negation:
    """`!` and its operand."""

    of: Tree
    at: int


@dataclass(frozen=True, slots=True)
class Junction:
    """Operands joined by `&&` (all) or `||` (any)."""

    all: bool
    parts: tuple[Tree, ...]
    at: int


Tree: TypeAlias = Name | Literal | Relation | Membership | Negation | Junction

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\s*\.\s*[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<float>-?\d+\.\d+|-?\.\d+)
      | (?P<int>-?\d+[uU]?)
      | (?P<string>"[^"\\\n]*"|'[^'\\\n]*')
      | (?P<op>&&|\|\||==|!=|<=|>=|[<>!()\[\],?:+*/%{}.=&|-])""",
    re.VERBOSE,
)
_COMPARISONS = {op.value: op for op in Op}
_DEEPEST = 60
_NOT_OURS = {
    "+": "arithmetic", "-": "arithmetic", "*": "arithmetic", "/": "arithmetic", "%": "arithmetic",
    "?": "the conditional operator", ":": "the conditional operator", "{": "maps and messages",
    "}": "maps and messages", "[": "a list, except after `in`", ".": "selection",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def parse_condition(text: str) -> Tree:
    """The untyped tree of a condition.

    Raises:
        ConditionFault: the text is outside the language; says what was expected, and where.
    """
    tokens = _tokens(text)
    tree, rest = _any_of(tokens, 0, 0)
    if tokens[rest].kind != "end":
        raise _unexpected(tokens[rest], "the end of the condition, `&&` or `||`")
    return tree


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            what = "an unfinished text or one with a backslash" if text[at] in "\"'" else f"`{text[at]}`"
            raise ConditionFault(at, "syntax", f"{what} is not part of the condition language")
        kind = found.lastgroup or "op"
        if kind == "float":
            raise ConditionFault(at, "syntax", "numbers with a point are not part of the condition language")
        if kind != "space":
            tokens.append(_Token(kind, found.group(), at))
        at = found.end()
    tokens.append(_Token("end", "", len(text)))
    return tokens


def _unexpected(token: _Token, expected: str) -> ConditionFault:
    if token.text in _NOT_OURS:
        message = f"`{token.text}`: {_NOT_OURS[token.text]} is not part of the condition language"
    elif token.text in ("=", "&", "|"):
        message = f"`{token.text}` is not an operator; write `{token.text * 2}`"
    else:
        found = f"`{token.text}`" if token.text else "the end of the condition"
        message = f"found {found}"
    return ConditionFault(token.at, "syntax", message, f"Expected {expected}.")


def _any_of(tokens: list[_Token], at: int, depth: int) -> tuple[Tree, int]:
    return _junction(tokens, at, depth, "||")


def _junction(tokens: list[_Token], at: int, depth: int, sign: str) -> tuple[Tree, int]:
    if depth > _DEEPEST:
        raise ConditionFault(tokens[at].at, "syntax", "the condition is nested too deeply", "Use a term.")
    begin = tokens[at].at
    parts: list[Tree] = []
    while True:
        if sign == "||":
            part, at = _junction(tokens, at, depth, "&&")
        else:
            part, at = _unary(tokens, at, depth)
        parts.append(part)
        if tokens[at].text != sign:
            break
        at += 1
    return (parts[0] if len(parts) == 1 else Junction(sign == "&&", tuple(parts), begin)), at


def _unary(tokens: list[_Token], at: int, depth: int) -> tuple[Tree, int]:
    if tokens[at].text == "!":
        if depth > _DEEPEST:
            raise ConditionFault(tokens[at].at, "syntax", "the condition is nested too deeply", "Use a term.")
        deeper = _unary if tokens[at + 1].text == "!" else _primary
        operand, after = deeper(tokens, at + 1, depth + 1)
        if tokens[after].text in _COMPARISONS or tokens[after].text == "in":
            raise ConditionFault(
                tokens[at].at,
                "syntax",
                "`!` before a comparison negates only its left side",
                "Write `!(a == b)`, or use `!=`.",
            )
        return Negation(operand, tokens[at].at), after
    return _relation(tokens, at, depth)


def _relation(tokens: list[_Token], at: int, depth: int) -> tuple[Tree, int]:
    begin = tokens[at].at
    left, at = _primary(tokens, at, depth)
    token = tokens[at]
    if token.kind == "name" and token.text == "in":
        items, at = _list(tokens, at + 1)
        tree: Tree = Membership(left, items, begin)
    elif token.kind == "op" and token.text in _COMPARISONS:
        right, at = _primary(tokens, at + 1, depth)
        tree = Relation(left, _COMPARISONS[token.text], right, begin)
    else:
        return left, at
    if tokens[at].text in _COMPARISONS or (tokens[at].kind == "name" and tokens[at].text == "in"):
        raise ConditionFault(
            tokens[at].at, "syntax", "comparisons cannot be chained", "Join two comparisons with `&&`."
        )
    return tree, at


def _list(tokens: list[_Token], at: int) -> tuple[tuple[Literal, ...], int]:
    if tokens[at].text != "[":
        raise _unexpected(tokens[at], "a list of values in square brackets after `in`")
    items: list[Literal] = []
    while True:
        at += 1
        if tokens[at].text == "]" and not items:
            raise ConditionFault(tokens[at].at, "syntax", "the list is empty", "Give at least one value.")
        item, at = _primary(tokens, at, 0)
        if not isinstance(item, Literal):
            raise ConditionFault(tokens[at - 1].at, "syntax", "a list holds values only")
        items.append(item)
        if tokens[at].text == "]":
            return tuple(items), at + 1
        if tokens[at].text != ",":
            raise _unexpected(tokens[at], "`,` or `]`")


def _primary(tokens: list[_Token], at: int, depth: int) -> tuple[Tree, int]:
    token = tokens[at]
    match token.kind:
        case "int":
            if token.text[-1] in "uU" or len(token.text) > 12:
                raise ConditionFault(token.at, "syntax", f"`{token.text}` is not a whole number of ours")
            return Literal(int(token.text), token.at), at + 1
        case "string":
            return Literal(token.text[1:-1], token.at), at + 1
        case "name" if token.text in ("true", "false"):
            return Literal(token.text == "true", token.at), at + 1
        case "name" if token.text == "null":
            raise ConditionFault(
                token.at, "syntax", "`null` is not part of the condition language",
                "A fact that is not given is unknown by itself.",
            )  # fmt: skip
        case "name" if tokens[at + 1].text == "(":
            return _date(tokens, at)
        case "name" if token.text != "in":
            return Name(re.sub(r"\s+", "", token.text), token.at), at + 1
        case "op" if token.text == "(":
            tree, at = _junction(tokens, at + 1, depth + 1, "||")
            if tokens[at].text != ")":
                raise _unexpected(tokens[at], "`)`")
            return tree, at + 1
        case _:
            raise _unexpected(token, "a fact, a value or `(`")


def _date(tokens: list[_Token], at: int) -> tuple[Tree, int]:
    name, argument, close = tokens[at], tokens[at + 2], tokens[min(at + 3, len(tokens) - 1)]
    if name.text != "date":
        raise ConditionFault(
            name.at, "syntax", f"the function `{name.text}` is not part of the condition language",
            'The only function is `date("YYYY-MM-DD")`.',
        )  # fmt: skip
    if argument.kind != "string" or close.text != ")":
        raise ConditionFault(name.at, "syntax", 'a date is written `date("YYYY-MM-DD")`')
    try:
        if len(argument.text) != 12:
            raise ValueError
        return Literal(date.fromisoformat(argument.text[1:-1]), name.at), at + 4
    except ValueError:
        raise ConditionFault(
            argument.at, "no-such-day", f"{argument.text} is not a day of the calendar", "Write YYYY-MM-DD."
        ) from None
