"""With which agreements one is compared: the narrowest class that is large enough."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from openraa.language import state_in_text
from openraa.problems import Said, say
from openraa.register.forecast.span import LeftOut, Span, Step, span_of
from openraa.register.model import Agreement

ENOUGH = 5
"""So many completed steps a class needs. Of n alike, the next falls between the shortest and the longest with the
chance (n - 1)/(n + 1): 67 % of five, which bears a 50 % interval; an 80 % interval needs nine."""
ENOUGH_FOR_80 = 9


@dataclass(frozen=True, slots=True)
class ReferenceClass:
    """Agreements that are taken to be alike in how long a step takes; the one that is judged is not among them.

    `narrower` names the classes that were too small, each with how many completed steps it has.
    """

    name: Said
    step: Step
    spans: tuple[Span, ...]
    left_out: tuple[LeftOut, ...]
    narrower: tuple[tuple[Said, int], ...] = ()

    @property
    def completed(self) -> tuple[Span, ...]:
        """The spans whose end is known."""
        return tuple(span for span in self.spans if not span.running)

    @property
    def enough(self) -> bool:
        """Whether it has as many completed steps as an estimate needs."""
        return len(self.completed) >= ENOUGH


def reference_class(agreements: Iterable[Agreement], of: Agreement, step: Step, at: date) -> ReferenceClass:
    """The narrowest class around an agreement with enough completed steps by that day; else the widest there is."""
    others = [agreement for agreement in agreements if agreement.id != of.id]
    tried: list[ReferenceClass] = []
    for name, belongs in _ladder(of):
        found = _class(name, step, [agreement for agreement in others if belongs(agreement)], at)
        narrower = tuple((each.name, len(each.completed)) for each in tried)
        tried.append(replace(found, narrower=narrower))
        if found.enough:
            break
    return tried[-1]


def _ladder(of: Agreement) -> Iterator[tuple[Said, Callable[[Agreement], bool]]]:
    states = {party.state for party in of.parties}
    kind = say(of.kind.replace("_", " "))
    if 0 < len(states) <= 2:
        yield (
            say(
                "agreements of the same kind ({kind}) with one of these States: {states}",
                kind=kind, states=tuple(state_in_text(state) for state in sorted(states)),
            ),
            lambda a: a.kind == of.kind and bool(states & {party.state for party in a.parties}),
        )  # fmt: skip
    yield say("all agreements of the same kind ({kind})", kind=kind), lambda a: a.kind == of.kind
    if of.on_status:
        yield (
            say("all visiting-forces agreements between two States"),
            lambda a: a.on_status and len(a.parties) == 2,
        )
        yield (
            say("all visiting-forces agreements, of two States or more"),
            lambda a: a.on_status,
        )


def _class(name: Said, step: Step, members: list[Agreement], at: date) -> ReferenceClass:
    found = [span_of(agreement, step, at) for agreement in sorted(members, key=lambda a: a.id)]
    spans = sorted((each for each in found if isinstance(each, Span)), key=lambda span: (span.middle, span.agreement))
    return ReferenceClass(name, step, tuple(spans), tuple(each for each in found if isinstance(each, LeftOut)))
