"""The same rulebook for other engines: each gets every provision's effective condition, expanded.

Peers know neither missing facts nor defeat, so the conditions they receive have both worked out already and
are only right where every fact is given. What a peer cannot express is said beside its row.
"""

from __future__ import annotations

import importlib.metadata
import json
from collections.abc import Callable, Mapping
from typing import Any

from openraa.rulebook import Stack
from openraa.rulebook.condition import (
    And,
    Answered,
    Compares,
    ComparesFacts,
    Condition,
    Constant,
    FactHolds,
    Not,
    OneOf,
    Or,
    TermHolds,
    facts_of,
    questions_of,
)
from openraa.vocabulary import Value

Answers = dict[str, str]
Engine = Callable[[Mapping[str, Value]], Answers]


def effective(stack: Stack, name: str) -> Condition:
    """The condition under which a provision is effective: it applies, and nothing that acts on it is."""
    provision = stack.provisions[name]
    parts = [provision.when, *(Not(effective(stack, actor)) for actor in stack.defeated_by.get(name, ()))]
    return And(tuple(parts)) if len(parts) > 1 else parts[0]


def comparable(stack: Stack) -> list[str]:
    """The questions that read no earlier answer, so that every peer can be asked them."""
    found = []
    for question in stack.questions:
        rows = stack.provisions_of(question)
        conditions = [effective(stack, row.id) for row in rows]
        plain = all(not list(questions_of(c)) for c in conditions) and question not in stack.scopes
        if rows and plain and not any(row.valid.first or row.valid.end for row in rows):
            found.append(question)
    return found


def facts_needed(stack: Stack, questions: list[str]) -> list[str]:
    """The facts that these questions read."""
    found: dict[str, None] = {}
    for question in questions:
        for row in stack.provisions_of(question):
            found |= dict.fromkeys(facts_of(effective(stack, row.id)))
    return list(found)


def chain(stack: Stack, question: str, show: Callable[[Condition], str]) -> str:
    """The question as one conditional expression: the first effective provision answers."""
    text = '"GAP"'
    for row in reversed(stack.provisions_of(question)):
        text = f'({show(effective(stack, row.id))}) ? "{row.answer}" : ({text})'
    return text


def name_of(fact: str) -> str:
    """A fact's name without its point, for engines where a point selects."""
    return fact.replace(".", "__")


def infix(condition: Condition, *, conj: str, disj: str, neg: str, fact: Callable[[str], str], member: str) -> str:
    """The condition in an infix language with these signs; `member` formats a membership test."""

    def text(node: Condition) -> str:
        match node:
            case Constant(value):
                return "true" if value else "false"
            case FactHolds(name):
                return fact(name)
            case Compares(name, op, value):
                return f"{fact(name)} {op.value} {json.dumps(value)}"
            case OneOf(name, values):
                items = "[" + ", ".join(json.dumps(value) for value in values) + "]"
                return member.format(fact=fact(name), items=items)
            case Not(of):
                return f"{neg}({text(of)})"
            case And(parts):
                return "(" + f" {conj} ".join(text(part) for part in parts) + ")"
            case Or(parts):
                return "(" + f" {disj} ".join(text(part) for part in parts) + ")"
            case ComparesFacts() | Answered() | TermHolds():
                raise ValueError("not expressible here")

    return text(condition)


def cel_engine(stack: Stack, questions: list[str]) -> Engine:
    """cel-expr-python: one expression for each question."""
    from cel_expr_python import cel

    vocabulary = stack.vocabulary
    kinds = {"bool": cel.Type.BOOL, "int": cel.Type.INT, "enum": cel.Type.STRING}
    facts = facts_needed(stack, questions)
    env = cel.NewEnv(variables={name_of(f): kinds[vocabulary.facts[f].type.value] for f in facts})

    def show(condition: Condition) -> str:
        return infix(condition, conj="&&", disj="||", neg="!", fact=name_of, member="({fact} in {items})")

    programs = {q: env.compile(chain(stack, q, show)) for q in questions}

    def run(case: Mapping[str, Value]) -> Answers:
        data = {name_of(name): case[name] for name in facts}
        return {q: program.eval(data=data).value() for q, program in programs.items()}

    return run


def zen_engine(stack: Stack, questions: list[str]) -> Engine:
    """zen-engine: one expression node with a conditional expression for each question."""
    import zen

    def show(condition: Condition) -> str:
        return infix(condition, conj="and", disj="or", neg="not ", fact=name_of, member="({fact} in {items})")

    expressions = [
        {"id": f"e{n}", "key": q.replace(".", "__"), "value": chain(stack, q, show)} for n, q in enumerate(questions)
    ]
    graph = {
        "nodes": [
            {"id": "in", "type": "inputNode", "name": "in", "position": {"x": 0, "y": 0}},
            {
                "id": "ex",
                "type": "expressionNode",
                "name": "ex",
                "position": {"x": 1, "y": 0},
                "content": {"expressions": expressions},
            },
            {"id": "out", "type": "outputNode", "name": "out", "position": {"x": 2, "y": 0}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "ex", "type": "edge"},
            {"id": "2", "sourceId": "ex", "targetId": "out", "type": "edge"},
        ],
    }
    decision = zen.ZenEngine().create_decision(json.dumps(graph))
    facts = facts_needed(stack, questions)

    def run(case: Mapping[str, Value]) -> Answers:
        result = decision.evaluate({name_of(name): case[name] for name in facts})["result"]
        return {q: result[q.replace(".", "__")] for q in questions}

    return run


def cedar_engine(stack: Stack, questions: list[str]) -> Engine:
    """cedarpy: one permit for each provision; every answer of every question is asked in one batch."""
    import cedarpy

    def fact(name: str) -> str:
        return f"context.{name_of(name)}"

    def show(condition: Condition) -> str:
        return infix(condition, conj="&&", disj="||", neg="!", fact=fact, member="({items}.contains({fact}))")

    policies, asked = [], []
    for q in questions:
        for row in stack.provisions_of(q):
            policies.append(
                f'permit(principal, action == Action::"{q}={row.answer}", resource) '
                f"when {{ {show(effective(stack, row.id))} }};"
            )
            if (q, row.answer) not in asked:
                asked.append((q, row.answer))
    policy_set = cedarpy.PolicySet.from_str("\n".join(policies))
    entities = cedarpy.Entities.from_json_str("[]")
    facts = facts_needed(stack, questions)

    def run(case: Mapping[str, Value]) -> Answers:
        context = {name_of(name): case[name] for name in facts}
        requests = [
            {"principal": 'P::"p"', "action": f'Action::"{q}={a}"', "resource": 'R::"r"', "context": context}
            for q, a in asked
        ]
        results = cedarpy.is_authorized_batch(requests, policy_set, entities)
        answers = dict.fromkeys(questions, "GAP")
        for (q, answer), result in zip(asked, results, strict=True):
            if result.allowed and answers[q] == "GAP":
                answers[q] = answer
        return answers

    return run


def rego_engine(stack: Stack, questions: list[str]) -> Engine:
    """regopy: a rule for each node of each condition, since Rego has no `or`; compiled once."""
    import regopy

    rules: list[str] = []
    named: dict[Condition, str] = {}

    def name(node: Condition) -> str:
        if node in named:
            return named[node]
        own = named[node] = f"n{len(named)}"
        match node:
            case Constant(value):
                rules.append(f"{own} if {{ {'true' if value else 'false'} }}")
            case FactHolds(fact):
                rules.append(f"{own} if {{ input.{name_of(fact)} == true }}")
            case Compares(fact, op, value):
                rules.append(f"{own} if {{ input.{name_of(fact)} {op.value} {json.dumps(value)} }}")
            case OneOf(fact, values):
                rules.extend(f"{own} if {{ input.{name_of(fact)} == {json.dumps(v)} }}" for v in values)
            case Not(of):
                rules.append(f"{own} if {{ not {name(of)} }}")
            case And(parts):
                rules.append(f"{own} if {{ {'; '.join(name(part) for part in parts)} }}")
            case Or(parts):
                rules.extend(f"{own} if {{ {name(part)} }}" for part in parts)
            case _:
                raise ValueError("not expressible here")
        return own

    for n, q in enumerate(questions):
        for row in stack.provisions_of(q):
            rules.append(f'answers contains ["{n}", "{row.answer}"] if {{ {name(effective(stack, row.id))} }}')
    module = "package raa\nimport rego.v1\n" + "\n".join(rules) + "\n"
    interpreter = regopy.Interpreter()
    interpreter.add_module("raa", module)
    bundle = interpreter.build("answers=data.raa.answers")
    facts = facts_needed(stack, questions)

    def run(case: Mapping[str, Value]) -> Answers:
        interpreter.set_input({name_of(fact): case[fact] for fact in facts})
        output: Any = json.loads(str(interpreter.query_bundle(bundle)))
        rows = output.get("bindings", output)["answers"] if "bindings" in output else output["expressions"][0]
        answers = dict.fromkeys(questions, "GAP")
        for n, answer in rows:
            answers[questions[int(n)]] = answer
        return answers

    return run


def common_engine(stack: Stack, questions: list[str]) -> Engine:
    """common-expression-language: one compiled expression for each question."""
    import cel

    facts = facts_needed(stack, questions)

    def show(condition: Condition) -> str:
        return infix(condition, conj="&&", disj="||", neg="!", fact=name_of, member="({fact} in {items})")

    programs = {q: cel.compile(chain(stack, q, show)) for q in questions}

    def run(case: Mapping[str, Value]) -> Answers:
        data = {name_of(name): case[name] for name in facts}
        return {q: str(program.execute(data)) for q, program in programs.items()}

    return run


def clingo_engine(stack: Stack, questions: list[str]) -> Engine:
    """clingo: a rule for each node of each condition, grounded and solved for every case."""
    import clingo

    rules: list[str] = []
    named: dict[Condition, str] = {}

    def name(node: Condition) -> str:
        if node in named:
            return named[node]
        own = named[node] = f"n{len(named)}"
        match node:
            case Constant(value):
                rules.extend([f"{own}."] if value else [])
            case FactHolds(fact):
                rules.append(f'{own} :- is("{fact}", 1).')
            case Compares(fact, op, value):
                shown = f'"{value}"' if isinstance(value, str) else str(int(value))  # type: ignore[arg-type]
                sign = "=" if op.value == "==" else op.value
                rules.append(f'{own} :- is("{fact}", V), V {sign} {shown}.')
            case OneOf(fact, values):
                rules.extend(f'{own} :- is("{fact}", {json.dumps(value)}).' for value in values)
            case Not(of):
                rules.append(f"{own} :- not {name(of)}.")
            case And(parts):
                rules.append(f"{own} :- {', '.join(name(part) for part in parts)}.")
            case Or(parts):
                rules.extend(f"{own} :- {name(part)}." for part in parts)
            case _:
                raise ValueError("not expressible here")
        return own

    for n, q in enumerate(questions):
        for row in stack.provisions_of(q):
            rules.append(f'answer({n}, "{row.answer}") :- {name(effective(stack, row.id))}.')
    program = "\n".join([*(f"#defined {own}/0." for own in named.values()), *rules, "#show answer/2."])
    facts = facts_needed(stack, questions)

    def run(case: Mapping[str, Value]) -> Answers:
        given = " ".join(
            f'is("{name}", {json.dumps(value) if isinstance(value, str) else int(value)}).'  # type: ignore[arg-type]
            for name, value in ((name, case[name]) for name in facts)
        )
        control = clingo.Control(["--warn=none"])
        control.add("base", [], program + given)
        control.ground([("base", [])])
        answers = dict.fromkeys(questions, "GAP")
        with control.solve(yield_=True) as models:
            for model in models:
                for symbol in model.symbols(shown=True):
                    question, answer = symbol.arguments
                    answers[questions[question.number]] = answer.string
        return answers

    return run


def version_of(name: str) -> str:
    """The installed version of a package."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
