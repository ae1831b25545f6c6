"""Which facts questions read, and which of them a table must have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlglot import exp

from openraa.assess.compile import IMPOSSIBLE, compile_following, compile_impossible, compile_rest
from openraa.determine import determiner_for
from openraa.rulebook import Stack


@dataclass(frozen=True, slots=True)
class Reads:
    """The facts that questions read. From `basis` the facts in `follow` can follow; a table has those or these."""

    facts: tuple[str, ...]
    basis: tuple[str, ...]
    follow: tuple[str, ...]
    constrained: tuple[str, ...]

    def needed(self, present: Iterable[str]) -> tuple[str, ...]:
        """The facts that a table with these columns must have, if nothing is to be unknown in every row."""
        free = {*self.constrained, *self.follow}
        if set(self.follow) <= set(present):
            free |= {*self.basis}
        return tuple(name for name in self.facts if name not in free)


def facts_read(stack: Stack, questions: Sequence[str]) -> Reads:
    """The facts that the questions read under the stack."""
    nothing = exp.to_table("nothing")
    following = compile_following(stack, nothing, [])
    constrained, _ = compile_impossible(stack)
    direct = compile_rest(stack, questions, nothing, [], (*following.columns, IMPOSSIBLE)).facts
    return reads_of(stack, following.facts, constrained, direct)


def reads_of(stack: Stack, following: Sequence[str], constrained: Sequence[str], direct: Iterable[str]) -> Reads:
    """The same, where what follows from answers, the constraints and the questions themselves were compiled."""
    known, derived = set(direct), determiner_for(stack).evaluator.derived
    used = {*known, *following, *constrained}
    return Reads(
        tuple(name for name in stack.vocabulary.facts if name in used),
        tuple(name for name in following if name not in known),
        tuple(name for name in following if name in derived),
        tuple(name for name in constrained if name not in known),
    )
