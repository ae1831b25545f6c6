"""From a case to a determination: the outcome, what it rests on, what comes with it, what to ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache

from openraa.determine.ask import what_to_ask
from openraa.determine.evaluate import Evaluator, Program, Situation, Verdict
from openraa.determine.explore import (
    Diagram,
    Explorer,
    TooManySituations,
    outcomes,
)
from openraa.determine.model import (
    INVALID,
    UNCONFIRMED,
    Ask,
    Case,
    Determination,
    Due,
    Outcome,
    ProvisionTrace,
    Role,
    Status,
)
from openraa.determine.truth import Truth, reasons, truth_of
from openraa.problems import COMMAND_LINE, Place
from openraa.rulebook import (
    Layer,
    Provision,
    Requirement,
    Silence,
    Stack,
    Unconfirmed,
    Verification,
    build_stack,
    falls_due_first,
    walk_arithmetic,
)
from openraa.rulebook.condition import ALWAYS
from openraa.vocabulary import Effect, Value


class Determiner:
    """Answers questions about cases under one stack; built once, used for any number of cases."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.evaluator = Evaluator(stack)
        self.explorer = Explorer(self.evaluator)

    def outcome(self, question: str, case: Case) -> Outcome:
        """Only the outcome, without explanation: Kleene's logic, no exhaustion.

        Raises:
            Refused: the question is unknown.
        """
        self.stack.vocabulary.question(question)
        if self.evaluator.broken(case):
            return INVALID
        settled = self.evaluator.situation(case.facts).verdict(question).settled
        return settled or Outcome(Status.UNDETERMINED.value)

    def determine(self, question: str, case: Case, *, place: Place = COMMAND_LINE) -> Determination:
        """The outcome of `question` for `case`, explained.

        Unknown is not false: where a missing fact matters the status is UNDETERMINED, with what to ask.

        Raises:
            Refused: the question is unknown.
        """
        self.stack.vocabulary.question(question, place)
        return self._determine(question, self.evaluator.situation(case.facts), case)

    def determine_all(self, questions: Iterable[str], case: Case) -> list[Determination]:
        """Several questions about one case; earlier answers are found once and shared."""
        situation = self.evaluator.situation(case.facts)
        return [self._determine(question, situation, case) for question in questions]

    def _determine(self, question: str, s: Situation, case: Case) -> Determination:
        if broken := self.evaluator.broken(case):
            invalid = Verdict(INVALID, frozenset((INVALID,)), {}, {}, Layer.AGREEMENT)
            return self._build(question, s, case, invalid, INVALID, "kleene", invalid.possible, (), broken)
        verdict = s.verdict(question)
        outcome, by, possible = verdict.settled, "kleene", verdict.possible
        diagram: Diagram | None = None
        if outcome is None:
            try:
                diagram = self.explorer.diagram(question, case.facts)
                possible = outcomes(diagram)
                by = "exhaustion"
            except TooManySituations:
                pass
            if len(possible) == 1:
                outcome = next(iter(possible))
        ask: tuple[Ask, ...] = ()
        if outcome is None:
            ask = what_to_ask(self.explorer, question, s, case, diagram)
        return self._build(question, s, case, verdict, outcome, by, possible, ask, ())

    def _build(
        self,
        question: str,
        s: Situation,
        case: Case,
        verdict: Verdict,
        outcome: Outcome | None,
        by: str,
        possible: frozenset[Outcome],
        ask: tuple[Ask, ...],
        broken: tuple[str, ...],
    ) -> Determination:
        stack, program = self.stack, self.evaluator.programs.get(question)
        status = Status(outcome.status) if outcome else Status.UNDETERMINED
        answer = outcome.answer if outcome else ""
        rows = self._trace(program, verdict, s, outcome) if program else ()
        supports = [row.provision for row in rows if row.role is Role.SUPPORTS]
        decisive = self._decisive(rows)
        used: dict[str, Value] = {}
        for row in decisive:
            for reason in row.because:
                for fact in reason.facts:
                    value = s.facts.get(fact)
                    if value is None and fact in self.evaluator.derived:
                        value = s.derived(fact)
                    if value is not None:
                        used[fact] = value
        earlier = {
            name: self._determine(name, s, case)
            for name in (stack.dependencies.get(question, ()) if program else ())
            if self._was_read(name, rows, s)
        }
        due, may_be = self._requirements(rows, s)
        return Determination(
            question=question,
            status=status,
            answer=answer,
            params=_numbers(supports, s.facts) if answer else {},
            by=by,
            possible=tuple(sorted(possible)),
            layer=verdict.layer,
            provisions=rows,
            due=due,
            may_be_due=may_be,
            ask=ask,
            silences=self._silences(program, s) if status in (Status.GAP, Status.UNDETERMINED) else (),
            unconfirmed=self._unconfirmed(program, s) if UNCONFIRMED in possible else (),
            facts_used=used,
            broken=broken,
            stack=stack.ids,
            stack_hash=stack.hash,
            earlier=earlier,
            beneath=self._beneath(question, case, answer, verdict.layer),
        )

    def _decisive(self, rows: tuple[ProvisionTrace, ...]) -> list[ProvisionTrace]:
        """The rows that settle the outcome: those that apply, and overriders of them that do not."""
        applying = {row.provision.id for row in rows if row.role is not Role.NOT_MET}
        overriders = {actor for name in applying for actor in self.stack.defeated_by.get(name, ())}
        return [row for row in rows if row.provision.id in applying | overriders]

    def _was_read(self, question: str, rows: tuple[ProvisionTrace, ...], s: Situation) -> bool:
        """Whether an earlier question's answer was really used, rather than given as a fact."""
        vocabulary = self.stack.vocabulary
        for name in self.evaluator.derived:
            derivation = vocabulary.facts[name].derivation
            assert derivation is not None
            if any(row.question == question for row in derivation.values):
                read = any(name in reason.facts for row in rows for reason in row.because)
                return read and name not in s.facts and s.verdict(question).settled is not None
        return question in s.verdicts

    def _beneath(self, question: str, case: Case, answer: str, layer: Layer) -> Determination | None:
        """What the next layer says, where the answer refers to the receiving State's law."""
        known = self.stack.vocabulary.questions[question].answers.get(answer)
        later = self.stack.layers[self.stack.layers.index(layer) + 1 :] if layer in self.stack.layers else ()
        if known is None or known.effect is not Effect.REFERS or not later:
            return None
        below = _below(self.stack, layer)
        return determiner_for(below).determine(question, case) if below else None

    def _trace(
        self, program: Program, verdict: Verdict, s: Situation, outcome: Outcome | None
    ) -> tuple[ProvisionTrace, ...]:
        stack = self.stack
        answering = {name: key for part in program.layers for name, key in part.answers}
        rows = []
        for name, condition in program.conditions.items():
            if name not in verdict.applies:
                continue
            applies, effective = verdict.applies[name], verdict.effective[name]
            role = _role(applies, effective, name, answering, outcome)
            acting = [a for a in stack.defeated_by.get(name, ()) if verdict.effective.get(a) is not False]
            rows.append(
                ProvisionTrace(
                    provision=stack.provisions[name],
                    applies=applies,
                    effective=effective,
                    role=role,
                    because=reasons(condition, s, self.evaluator.derived),
                    defeated_by=tuple(acting) if applies is not False else (),
                )
            )
        return tuple(rows)

    def _requirements(self, rows: tuple[ProvisionTrace, ...], s: Situation) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
        due: dict[tuple[str, str], Due] = {}
        may_be: dict[tuple[str, str], Due] = {}
        for row in rows:
            if row.effective is False:
                continue
            for requirement in row.provision.requires:
                truth: Truth = True
                if requirement.when != ALWAYS:
                    truth = self._truth(requirement, s)
                if truth is False:
                    continue
                target = due if truth and row.effective else may_be
                new = self._due(requirement, row.provision)
                key = (new.kind, new.label)
                target[key] = _merged(target[key], new) if key in target else new
        return tuple(due.values()), tuple(d for key, d in may_be.items() if key not in due)

    def _truth(self, requirement: Requirement, s: Situation) -> Truth:
        return truth_of(requirement.when, s, self.evaluator.derived)

    def _due(self, requirement: Requirement, provision: Provision) -> Due:
        return Due(
            kind=requirement.kind,
            label=requirement.label,
            says=self.stack.vocabulary.requirements[requirement.label].says,
            by=requirement.by,
            to=requirement.to,
            deadline=requirement.deadline,
            cites=(requirement.cite or provision.cite,),
            provisions=(provision.id,),
            verified=provision.verified,
            urgent=requirement.urgent,
            silence=requirement.silence,
            changes=requirement.changes,
            standing=requirement.standing,
        )

    def _silences(self, program: Program | None, s: Situation) -> tuple[Silence, ...]:
        return tuple(row for row, judge in program.silences if judge(s)) if program else ()

    def _unconfirmed(self, program: Program | None, s: Situation) -> tuple[Unconfirmed, ...]:
        if program is None:
            return ()
        return tuple(row for part in program.layers for row, judge in part.unconfirmed if judge(s) is not False)


def _role(
    applies: Truth,
    effective: Truth,
    name: str,
    answering: Mapping[str, Outcome],
    outcome: Outcome | None,
) -> Role:
    if applies is False:
        return Role.NOT_MET
    if effective is False:
        return Role.DEFEATED
    settled = outcome is not None and outcome.status in (Status.DETERMINED.value, Status.CONFLICT.value)
    if effective is True:
        return Role.SUPPORTS
    if settled and answering.get(name) == outcome:
        return Role.SUPPORTS
    return Role.OPEN


def _numbers(supports: list[Provision], facts: Mapping[str, Value]) -> dict[str, Fraction | None]:
    numbers: dict[str, Fraction | None] = {}
    for provision in supports:
        for name, text in provision.params.items():

            def value(fact: str) -> int:
                given = facts.get(fact)
                if not isinstance(given, int):
                    raise LookupError(fact)
                return given

            try:
                numbers[name] = walk_arithmetic(text, value)
            except LookupError:
                numbers[name] = None
    return numbers


def _merged(one: Due, other: Due) -> Due:
    order = list(Verification)
    first, second = (one, other) if falls_due_first(one.deadline, other.deadline) else (other, one)
    return Due(
        kind=one.kind,
        label=one.label,
        says=one.says,
        by=first.by or second.by,
        to=first.to or second.to,
        deadline=first.deadline or second.deadline,
        cites=tuple(dict.fromkeys((*one.cites, *other.cites))),
        provisions=tuple(dict.fromkeys((*one.provisions, *other.provisions))),
        verified=max(one.verified, other.verified, key=order.index),
        urgent=first.urgent or second.urgent,
        silence=first.silence or second.silence,
        changes=first.changes or second.changes,
        standing=one.standing and other.standing,
    )


@lru_cache(maxsize=64)
def determiner_for(stack: Stack) -> Determiner:
    """The determiner of this stack, compiled once."""
    return Determiner(stack)


def _below(stack: Stack, layer: Layer) -> Stack | None:
    order = list(Layer)
    books = [book for book in stack.rulebooks if order.index(book.layer) > order.index(layer)]
    return build_stack(books, stack.vocabulary) if books else None
