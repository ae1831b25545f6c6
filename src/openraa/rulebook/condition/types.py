"""From the untyped tree to typed nodes: every name known, every comparison between like and like."""

from __future__ import annotations

from datetime import date

from openraa.problems import nearest
from openraa.rulebook.condition.parse import (
    ConditionFault,
    Junction,
    Literal,
    Membership,
    Name,
    Negation,
    Relation,
    Tree,
    parse_condition,
)
from openraa.rulebook.condition.syntax import (
    And,
    Answered,
    Compares,
    ComparesFacts,
    Condition,
    Constant,
    FactHolds,
    Not,
    OneOf,
    Op,
    Or,
    TermHolds,
)
from openraa.vocabulary import Fact, FactType, Question, Vocabulary

_MIRRORED = {Op.LT: Op.GT, Op.LE: Op.GE, Op.GT: Op.LT, Op.GE: Op.LE, Op.EQ: Op.EQ, Op.NE: Op.NE}


def read_condition(text: str, vocabulary: Vocabulary) -> Condition:
    """The typed condition that `text` states.

    Raises:
        ConditionFault: outside the language, an unknown name, or unlike types compared.
    """
    return _condition(parse_condition(text), vocabulary)


def _condition(tree: Tree, vocabulary: Vocabulary) -> Condition:
    match tree:
        case Literal(bool() as value):
            return Constant(value)
        case Literal(value, at):
            raise ConditionFault(at, "type", f"`{value}` alone is not a condition", "Compare a fact with it.")
        case Name(text, at):
            return _bare_name(text, at, vocabulary)
        case Negation(of):
            return Not(_condition(of, vocabulary))
        case Junction(every, parts):
            typed = tuple(_condition(part, vocabulary) for part in parts)
            return And(typed) if every else Or(typed)
        case Relation():
            return _relation(tree, vocabulary)
        case Membership():
            return _membership(tree, vocabulary)


def _bare_name(text: str, at: int, vocabulary: Vocabulary) -> Condition:
    if text.startswith("term."):
        return TermHolds(text.removeprefix("term."), at)
    if text.startswith("question."):
        raise ConditionFault(at, "type", f"`{text}` is not true or false", "Compare it with an answer.")
    fact = _fact(text, at, vocabulary)
    if fact.type is not FactType.BOOL:
        raise ConditionFault(
            at, "type", f"`{text}` is not true or false by itself", f"Compare it: it is {fact.choices()}."
        )
    return FactHolds(text, at)


def _fact(text: str, at: int, vocabulary: Vocabulary) -> Fact:
    if text in vocabulary.facts:
        return vocabulary.facts[text]
    hint = nearest(text, vocabulary.facts)
    if text in vocabulary.questions:
        hint = f"It is a question; write `question.{text}` to read its answer."
    raise ConditionFault(at, "unknown-fact", f"`{text}` is not a fact of the vocabulary", hint)


def _question(text: str, at: int, vocabulary: Vocabulary) -> Question:
    name = text.removeprefix("question.")
    if name in vocabulary.questions:
        return vocabulary.questions[name]
    raise ConditionFault(
        at,
        "unknown-question",
        f"`{name}` is not a question of the catalogue",
        nearest(name, vocabulary.questions),
    )


def _relation(tree: Relation, vocabulary: Vocabulary) -> Condition:
    match tree.left, tree.right:
        case Name(left, left_at), Name(right, right_at):
            return _two_facts(tree, _fact(left, left_at, vocabulary), _fact(right, right_at, vocabulary))
        case Name(text, at), Literal() as literal:
            return _one_fact(text, at, tree.op, literal, tree.at, vocabulary)
        case Literal() as literal, Name(text, at):
            return _one_fact(text, at, _MIRRORED[tree.op], literal, tree.at, vocabulary)
        case _:
            raise ConditionFault(
                tree.at, "type", f"`{tree.op.value}` compares a fact with a value",
                "Write the fact on one side and a single value on the other.",
            )  # fmt: skip


def _two_facts(tree: Relation, left: Fact, right: Fact) -> Condition:
    if left.type is not right.type or left.type not in (FactType.INT, FactType.DATE):
        raise ConditionFault(
            tree.at, "type", f"`{left.name}` and `{right.name}` cannot be compared with each other",
            "Two facts can be compared when both are whole numbers or both are dates.",
        )  # fmt: skip
    return ComparesFacts(left.name, tree.op, right.name, tree.at)


def _one_fact(text: str, at: int, op: Op, literal: Literal, begin: int, vocabulary: Vocabulary) -> Condition:
    if text.startswith("term."):
        raise ConditionFault(at, "type", "a term is true or false by itself", "Write `term.x` or `!term.x`.")
    if text.startswith("question."):
        if op not in (Op.EQ, Op.NE):
            raise ConditionFault(begin, "type", "answers know only `==`, `!=` and `in`")
        answered = _answered(text, at, (literal,), begin, vocabulary)
        return answered if op is Op.EQ else Not(answered)
    fact = _fact(text, at, vocabulary)
    _refuse_unless_fits(fact, literal)
    if fact.type is FactType.BOOL:
        if op not in (Op.EQ, Op.NE):
            raise ConditionFault(begin, "type", f"`{text}` is true or false; it has no order")
        holds = FactHolds(text, at)
        return holds if (literal.value is True) == (op is Op.EQ) else Not(holds)
    if fact.type is FactType.ENUM and op not in (Op.EQ, Op.NE):
        raise ConditionFault(begin, "type", f"the values of `{text}` have no order", "Use `==`, `!=` or `in`.")
    return Compares(text, op, literal.value, begin)


def _membership(tree: Membership, vocabulary: Vocabulary) -> Condition:
    if not isinstance(tree.left, Name):
        raise ConditionFault(tree.at, "type", "`in` follows a fact")
    text = tree.left.text
    if text.startswith("question."):
        return _answered(text, tree.left.at, tree.items, tree.at, vocabulary)
    fact = _fact(text, tree.left.at, vocabulary)
    if fact.type is FactType.BOOL:
        raise ConditionFault(tree.at, "type", f"`{text}` is true or false; `in` is not needed")
    for item in tree.items:
        _refuse_unless_fits(fact, item)
    values = tuple(item.value for item in tree.items)
    if len(set(values)) < len(values):
        raise ConditionFault(tree.at, "type", "a value stands twice in the list", "Give each value once.")
    return OneOf(text, values, tree.at)


def _answered(text: str, at: int, items: tuple[Literal, ...], begin: int, vocabulary: Vocabulary) -> Answered:
    question = _question(text, at, vocabulary)
    for item in items:
        if not isinstance(item.value, str) or item.value not in question.answers:
            raise ConditionFault(
                item.at, "unknown-answer", f"`{item.value}` is not an answer of `{question.name}`",
                nearest(str(item.value), question.answers) or f"One of {', '.join(question.answers)}.",
            )  # fmt: skip
    return Answered(question.name, tuple(str(item.value) for item in items), begin)


def _refuse_unless_fits(fact: Fact, literal: Literal) -> None:
    if not (fault := fact.fault(literal.value)):
        return
    hint = f"`{fact.name}` is {fact.choices()}."
    if fact.type is FactType.DATE and not isinstance(literal.value, date):
        hint = 'Write a date as `date("YYYY-MM-DD")`.'
    elif fact.type is FactType.ENUM:
        hint = nearest(str(literal.value), fact.values) or hint
    raise ConditionFault(literal.at, "type", fault, hint)
