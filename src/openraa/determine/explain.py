"""A determination in words that a lawyer would sign, and as data: both are made from the trace alone."""

from __future__ import annotations

from collections.abc import Iterable

from openraa.determine.model import (
    TRACE_FORMAT,
    Ask,
    Determination,
    Due,
    ProvisionTrace,
    Role,
    Status,
)
from openraa.rulebook import Layer, Stack, Verification
from openraa.rulebook.condition import show_condition
from openraa.vocabulary import Plain, Vocabulary

RESTS_ON = {
    Verification.FULL_TEXT: "This rests on the full text.",
    Verification.PART_TEXT: "This rests on a text of which only part was read.",
    Verification.SUMMARY: "This rests on a summary; the text itself was not read.",
    Verification.UNVERIFIED: "This is unverified: no text or summary that confirms it was read.",
}
_LAYERS = {
    Layer.AGREEMENT: "the agreement",
    Layer.IMPLEMENTING_LAW: "the implementing law",
    Layer.GENERAL_LAW: "the general law",
}


def explain(determination: Determination, stack: Stack) -> str:
    """The determination as prose: the answer and its article, why, what comes with it, on what it rests."""
    return "\n".join(_sentences(determination, stack))


def _sentences(d: Determination, stack: Stack) -> list[str]:
    vocabulary = stack.vocabulary
    match d.status:
        case Status.DETERMINED:
            lines = [_answer(d, stack)]
        case Status.UNDETERMINED:
            lines = _undetermined(d, vocabulary)
        case Status.GAP:
            lines = _gap(d)
        case Status.UNCONFIRMED:
            lines = [
                ("The agreement deals with this; its text" if row.dealt_with else "The agreement's text on this")
                + f" is not confirmed here. {row.known}"
                f"{_cited(row.cite)} Source: {', '.join(row.sources)}."
                for row in d.unconfirmed
            ]
        case Status.CONFLICT:
            answers = "; ".join(
                f"{_said(d.question, row.provision.answer, vocabulary)} ({_source(row, stack)})"
                for row in d.supports
                if row.provision.answers
            )
            lines = [f"The provisions contradict each other, and nothing says which prevails: {answers}."]
        case Status.OUT_OF_SCOPE:
            lines = ["This question does not arise here."]
        case Status.INVALID:
            lines = ["The facts cannot all be true: " + " ".join(d.broken)]
    lines += _because(d, stack)
    lines += [_requirement(due) for due in d.due]
    if d.status is Status.DETERMINED or d.status is Status.CONFLICT:
        lines.append(RESTS_ON[d.verification])
        lines += [f"Doubt: {row.provision.doubt}" for row in d.supports if row.provision.doubt]
        if d.layer is not Layer.AGREEMENT:
            lines.append(f"The agreement is silent; this is the answer of {_LAYERS[d.layer]}.")
    if d.beneath is not None:
        name = _LAYERS[d.beneath.layer]
        lines += [f"Under {name}: {line}" for line in _sentences(d.beneath, stack)[:1]]
    return lines


def _answer(d: Determination, stack: Stack) -> str:
    text = _said(d.question, d.answer, stack.vocabulary)
    if d.params:
        shares = ", ".join(
            f"{name.replace('_', ' ')} {'not known yet' if value is None else value}"
            for name, value in d.params.items()
        )
        text += f" ({shares})"
    cites = "; ".join(dict.fromkeys(_source(row, stack) for row in d.supports))
    return f"{text}: {cites}." if cites else f"{text}."


def _said(question: str, answer: str, vocabulary: Vocabulary) -> str:
    return vocabulary.questions[question].answers[answer].says.rstrip(".")


def _source(row: ProvisionTrace, stack: Stack) -> str:
    if len(stack.rulebooks) == 1:
        return row.provision.cite
    return f"{row.provision.rulebook} {row.provision.cite}"


def _cited(cite: str) -> str:
    return f" ({cite})" if cite else ""


def _undetermined(d: Determination, vocabulary: Vocabulary) -> list[str]:
    options = " or ".join(f"`{outcome}`" for outcome in d.possible)
    facts = [vocabulary.facts[ask.fact].label for ask in d.ask]
    if not facts:
        return [f"This cannot be settled with what can be known; it remains open between {options}."]
    many = f"{len(facts)} facts are" if len(facts) > 1 else "one fact is"
    return [f"Not settled: {many} missing ({'; '.join(facts)}). It comes out as {options}."]


def _gap(d: Determination) -> list[str]:
    if d.silences:
        return [f"The agreement is silent: {row.because}{_cited(row.cite)}" for row in d.silences]
    return ["The agreement is silent: none of its provisions answers this."]


def _because(d: Determination, stack: Stack) -> list[str]:
    facts = stack.vocabulary.facts
    lines = []
    if d.status in (Status.DETERMINED, Status.CONFLICT):
        clauses = [facts[name].clause(value) for name, value in d.facts_used.items()]
        if clauses:
            lines.append("Because " + "; ".join(clauses) + ".")
    for row in d.provisions:
        if row.role is Role.DEFEATED and row.provision.answers and row.defeated_by:
            by = ", ".join(stack.provisions[name].cite for name in row.defeated_by)
            said = _said(d.question, row.provision.answer, stack.vocabulary)
            lines.append(f"{_source(row, stack)} would say “{said}”, but {by} prevails over it.")
    return lines


def _requirement(due: Due) -> str:
    verb = {
        "document": "To be carried or shown",
        "certificate": "To be certified",
        "consent": "Consent to be obtained",
        "notice": "Notice to be given",
        "duty": "Duty",
    }[due.kind]
    when = f", at the latest {due.deadline.show()}" if due.deadline and due.deadline.before else ""
    if due.deadline and not due.deadline.before:
        when = f", within {due.deadline.show()}"
    to = f" to {due.to.replace('_', ' ')}" if due.to else ""
    extra = f" Urgent route: {due.urgent}" if due.urgent else ""
    if due.silence:
        extra += f" Silence counts as {due.silence}."
    return f"{verb}: {due.says}{to}{when}: {'; '.join(due.cites)}.{extra}"


def describe_ask(ask: Ask, stack: Stack) -> list[str]:
    """One missing fact in words: the question, why it matters, what each answer would lead to."""
    fact = stack.vocabulary.facts[ask.fact]
    cites = list(dict.fromkeys(stack.provisions[name].cite for name in ask.needed_by))
    shown = ", ".join(cites[:4]) + (f" and {len(cites) - 4} more" if len(cites) > 4 else "")
    lines = [f"{fact.ask} ({ask.fact})", f"  needed by {shown}"]
    if fact.decided_by and fact.decided_by != "determination":
        lines.append(f"  decided by: {fact.decided_by}")
    if ask.settled_by:
        lines.append(f"  follows from the answers of {', '.join(ask.settled_by)}")
    for choice in ask.choices:
        results = " or ".join(str(outcome) for outcome in choice.outcomes) or "open"
        lines.append(f"  {choice.shown} -> {results}")
    return lines


def to_json(d: Determination, stack: Stack) -> dict[str, Plain]:
    """The determination for machines, in the versioned format `trace/1`."""
    facts = stack.vocabulary.facts
    return {
        "format": TRACE_FORMAT,
        "rulebook": {"stack": list(d.stack), "hash": d.stack_hash},
        "question": d.question,
        "asks": stack.vocabulary.questions[d.question].asks,
        "outcome": {
            "status": d.status.value,
            "answer": d.answer or None,
            "params": {name: None if value is None else str(value) for name, value in d.params.items()},
            "by": d.by,
            "possible": [str(outcome) for outcome in d.possible],
            "layer": d.layer.value,
            "verified": d.verification.value,
        },
        "provisions": [_provision_json(row, stack) for row in d.provisions],
        "requirements": {
            "due": [_due_json(due) for due in d.due],
            "possible": [_due_json(due) for due in d.may_be_due],
        },
        "ask": [_ask_json(ask, stack) for ask in d.ask],
        "silent": [{"because": row.because, "cite": row.cite} for row in d.silences],
        "unconfirmed": [{"known": row.known, "cite": row.cite, "source": list(row.sources)} for row in d.unconfirmed],
        "facts_used": {name: facts[name].show(value) for name, value in d.facts_used.items()},
        "broken": list(d.broken),
        "earlier": {
            name: {"status": one.status.value, "answer": one.answer or None, "cites": list(one.cites)}
            for name, one in d.earlier.items()
        },
        "beneath": to_json(d.beneath, stack) if d.beneath else None,
        "prose": explain(d, stack),
    }


def _truth(value: bool | None) -> str:
    return "U" if value is None else "T" if value else "F"


def _provision_json(row: ProvisionTrace, stack: Stack) -> Plain:
    provision = row.provision
    return {
        "id": provision.id,
        "answer": provision.answer or None,
        "app": _truth(row.applies),
        "eff": _truth(row.effective),
        "role": row.role.value,
        "cite": {"text": provision.cite, "file": provision.place.path, "line": provision.place.line},
        "verified": provision.verified.value,
        "when": show_condition(provision.when),
        "because": [{"expr": r.expression, "value": _truth(r.truth), "facts": list(r.facts)} for r in row.because],
        "defeated_by": list(row.defeated_by),
        "defeats": [name for name, actors in stack.defeated_by.items() if provision.id in actors],
        "doubt": provision.doubt or None,
    }


def _due_json(due: Due) -> Plain:
    deadline = due.deadline
    return {
        "kind": due.kind,
        "label": due.label,
        "says": due.says,
        "by": due.by or None,
        "to": due.to or None,
        "deadline": None
        if deadline is None
        else {
            deadline.unit.value: deadline.length,
            "count": deadline.count.value,
            "calendar": deadline.calendar.value,
            "before" if deadline.before else "after": deadline.event,
        },
        "cites": list(due.cites),
        "provisions": list(due.provisions),
        "verified": due.verified.value,
        "urgent": due.urgent or None,
        "silence": due.silence or None,
        "changes": due.changes or None,
        "standing": due.standing,
    }


def _ask_json(ask: Ask, stack: Stack) -> Plain:
    fact = stack.vocabulary.facts[ask.fact]
    return {
        "fact": ask.fact,
        "ask": fact.ask,
        "type": fact.type.value,
        "decided_by": fact.decided_by or None,
        "needed_by": list(ask.needed_by),
        "settled_by": list(ask.settled_by),
        "choices": [
            {"value": choice.shown, "leads_to": [str(outcome) for outcome in choice.outcomes]} for choice in ask.choices
        ],
    }


def cites_of(determinations: Iterable[Determination]) -> tuple[str, ...]:
    """Every citation that the determinations rest on, each once."""
    return tuple(dict.fromkeys(cite for d in determinations for cite in d.cites))
