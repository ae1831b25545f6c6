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
from openraa.language import Language, language
from openraa.problems import Said, say
from openraa.rulebook import Layer, Stack, Unconfirmed, Verification
from openraa.rulebook.condition import show_condition
from openraa.vocabulary import Plain, code_list

RESTS_ON = {
    Verification.FULL_TEXT: say("This rests on the full text."),
    Verification.PART_TEXT: say("This rests on a text of which only part was read."),
    Verification.SUMMARY: say("This rests on a summary; the text itself was not read."),
    Verification.UNVERIFIED: say("This is unverified: no text or summary that confirms it was read."),
}
_LAYERS = {
    Layer.AGREEMENT: say("the agreement"),
    Layer.IMPLEMENTING_LAW: say("the implementing law"),
    Layer.GENERAL_LAW: say("the general law"),
}
ACTORS = {
    "sending": say("sending State"),
    "receiving": say("receiving State"),
    "force": say("the force"),
    "person": say("the person"),
}


def actor(code: str) -> Said:
    """Who does something or is told, in words; an authority's label is that of the code list."""
    label = next((row["label"] for row in code_list("authorities") if row["code"] == code), "")
    return say(label) if label else ACTORS.get(code, say(code.replace("_", " ")))


def explain(determination: Determination, stack: Stack, words: Language | None = None) -> str:
    """The determination as prose: the answer and its article, why, what comes with it, on what it rests."""
    return "\n".join(_Prose(determination, stack, words or language("en")).sentences())


class _Prose:
    """One determination in one language."""

    def __init__(self, determination: Determination, stack: Stack, words: Language) -> None:
        self.d = determination
        self.stack = stack
        self.words = words

    def sentences(self) -> list[str]:
        d, words = self.d, self.words
        match d.status:
            case Status.DETERMINED:
                lines = [self._answer()]
            case Status.UNDETERMINED:
                lines = self._undetermined()
            case Status.GAP:
                lines = self._gap()
            case Status.UNCONFIRMED:
                lines = [self._unconfirmed(row) for row in d.unconfirmed]
            case Status.CONFLICT:
                answers = words.join(
                    f"{self._said(row.provision.answer)} ({self._source(row)})"
                    for row in d.supports
                    if row.provision.answers
                )
                lines = [
                    words(
                        "The provisions contradict each other, and nothing says which prevails: {answers}.",
                        answers=answers,
                    )
                ]
            case Status.OUT_OF_SCOPE:
                lines = [words("This question does not arise here.")]
            case Status.INVALID:
                broken = " ".join(map(words, d.broken))
                lines = [words("The facts cannot all be true: {reasons}", reasons=broken)]
        lines += self._because()
        lines += [self._requirement(due) for due in d.due]
        if d.status is Status.DETERMINED or d.status is Status.CONFLICT:
            lines.append(words(RESTS_ON[d.verification]))
            for row in d.supports:
                if row.provision.doubt:
                    lines.append(words("Doubt: {doubt}", doubt=words(row.provision.doubt)))
            if d.layer is not Layer.AGREEMENT:
                lines.append(words("The agreement is silent; this is the answer of {layer}.", layer=_LAYERS[d.layer]))
        if d.beneath is not None:
            below = _Prose(d.beneath, self.stack, words).sentences()[:1]
            lines += [words("Under {layer}: {line}", layer=_LAYERS[d.beneath.layer], line=line) for line in below]
        return lines

    def _answer(self) -> str:
        d, words = self.d, self.words
        text = self._said(d.answer)
        if d.params:
            shares = words.join(
                words("{name} not known yet", name=name.replace("_", " "))
                if value is None
                else f"{name.replace('_', ' ')} {value}"
                for name, value in d.params.items()
            )
            text += f" ({shares})"
        cites = "; ".join(dict.fromkeys(self._source(row) for row in d.supports))
        return words("{answer}: {cites}.", answer=text, cites=cites) if cites else words("{answer}.", answer=text)

    def _said(self, answer: str) -> str:
        return self.words(self.stack.vocabulary.questions[self.d.question].answers[answer].says).rstrip(".。")

    def _source(self, row: ProvisionTrace) -> str:
        if len(self.stack.rulebooks) == 1:
            return self.words.cite(row.provision.cite)
        return f"{row.provision.rulebook} {self.words.cite(row.provision.cite)}"

    def _cited(self, cite: str) -> str:
        return f" ({self.words.cite(cite)})" if cite else ""

    def _unconfirmed(self, row: Unconfirmed) -> str:
        values = {"known": self.words(row.known), "cite": self._cited(row.cite), "sources": ", ".join(row.sources)}
        if row.dealt_with:
            return self.words(
                "The agreement deals with this; its text is not confirmed here. {known}{cite} Source: {sources}.",
                **values,
            )
        return self.words(
            "The agreement's text on this is not confirmed here. {known}{cite} Source: {sources}.", **values
        )

    def _undetermined(self) -> list[str]:
        words = self.words
        options = words(" or ").join(f"`{outcome}`" for outcome in self.d.possible)
        facts = [words(self.stack.vocabulary.facts[ask.fact].label) for ask in self.d.ask]
        if not facts:
            return [
                words(
                    "This cannot be settled with what can be known; it remains open between {options}.", options=options
                )
            ]
        missing = words.plural("{n} fact is missing", "{n} facts are missing", len(facts))
        return [
            words(
                "Not settled: {missing} ({facts}). It comes out as {options}.",
                missing=missing, facts=words.join(facts), options=options,
            )
        ]  # fmt: skip

    def _gap(self) -> list[str]:
        if not self.d.silences:
            return [self.words("The agreement is silent: none of its provisions answers this.")]
        return [
            self.words(
                "The agreement is silent: {because}{cite}", because=self.words(row.because), cite=self._cited(row.cite)
            )
            for row in self.d.silences
        ]

    def _because(self) -> list[str]:
        d, words, facts = self.d, self.words, self.stack.vocabulary.facts
        lines = []
        if d.status in (Status.DETERMINED, Status.CONFLICT):
            clauses = [words(facts[name].clause(value)) for name, value in d.facts_used.items()]
            if clauses:
                lines.append(words("Because {clauses}.", clauses=words.join(clauses)))
        for row in d.provisions:
            if row.role is Role.DEFEATED and row.provision.answers and row.defeated_by:
                by = self.words.cites(self.stack.provisions[name].cite for name in row.defeated_by)
                values = {"source": self._source(row), "said": self._said(row.provision.answer), "by": by}
                lines.append(words("{source} would say “{said}”, but {by} prevails over it.", **values))
        return lines

    def _requirement(self, due: Due) -> str:
        words = self.words
        parts = [words(due.says)]
        if due.to:
            parts.append(words("to {authority}", authority=actor(due.to)))
        if due.deadline and due.deadline.before:
            parts.append(words("at the latest {deadline}", deadline=due.deadline.show()))
        elif due.deadline:
            parts.append(words("within {deadline}", deadline=due.deadline.show()))
        text = f"{words(VERBS[due.kind])}: {words.join(parts)}: {words.cites(due.cites)}."
        if due.urgent:
            text += " " + words("Urgent route: {route}", route=words(due.urgent))
        if due.silence:
            text += " " + words("Silence counts as {outcome}.", outcome=words(due.silence))
        return text


VERBS = {
    "document": say("To be carried or shown"),
    "certificate": say("To be certified"),
    "consent": say("Consent to be obtained"),
    "notice": say("Notice to be given"),
    "duty": say("Duty"),
}


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
