"""Seeded changes to every shipped rulebook: which of them the compiler, the proofs and the worked cases catch.

`make mutation` prints the table and writes `benchmarks/results/mutation.json` and `docs/explanation/mutation.md`.
A change after which every case has the outcome and the requirements that it had is no defect and is not counted;
the change review (`raa review`) decides that. A dropped silence changes no outcome; it counts when a question that
has answers elsewhere is left open.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from openraa.determine import GAP, WorkedCase, read_cases, run_cases
from openraa.problems import Refused, errors_of
from openraa.prove import Finding, Verdict, in_force, prove, review
from openraa.prove.search import Search
from openraa.register import load_agreements
from openraa.rulebook import (
    Provision,
    Rulebook,
    Silence,
    Stack,
    Verification,
    build_stack,
    check_coverage,
    check_use,
    load_rulebook,
    load_stack,
    rulebook_paths,
    shipped_agreements,
)
from openraa.rulebook.condition import (
    ALWAYS,
    And,
    Answered,
    Compares,
    Condition,
    ConditionFault,
    Constant,
    FactHolds,
    Not,
    OneOf,
    Op,
    Or,
    TermHolds,
    read_condition,
    show_condition,
)
from openraa.vocabulary import load_vocabulary

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "mutation.json"
PAGE = ROOT / "docs" / "explanation" / "mutation.md"
WORKED = ROOT / "tests" / "law" / "worked-cases.yaml"
SEED = 1951
PER_KIND = 3


class Kind(Enum):
    """What is changed, in words for a page."""

    DROP_PART = "one of several conditions that must hold together is dropped"
    DROP_ALTERNATIVE = "one of several alternatives is dropped"
    NEGATE = "a yes-or-no condition is turned round"
    FLIP = "“is” becomes “is not”"
    SHIFT_NUMBER = "a number in a condition is one more or one less"
    SWAP_ANSWER = "an answer is replaced by another answer to the same question"
    REMOVE_OVERRIDE = "an override is removed"
    REMOVE_DISAPPLICATION = "a disapplication is removed"
    DROP_PROVISION = "a whole provision is dropped"
    DROP_REQUIREMENT = "a paper, notice, consent or duty is dropped"
    SHIFT_DEADLINE = "a deadline is one more or one less"
    WIDEN_SCOPE = "the condition under which a question arises is dropped"
    DROP_SILENCE = "a declared silence is dropped; in other cases the question has an answer"
    DROP_LONE_SILENCE = "a declared silence is dropped; the question has no answer anywhere"


class Fate(Enum):
    """What became of a change."""

    COMPILER = "compiler"
    PROOFS = "proofs"
    CASES = "cases"
    BOTH = "proofs and cases"
    SURVIVED = "survived"
    EQUIVALENT = "no legal change"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rulebook with one change: where it is, what it is, and the condition that was written anew, if any."""

    kind: Kind
    book: Rulebook
    at: str
    line: int
    what: str
    condition: Condition | None = None
    silence: Silence | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A change and its fate; `case` is the first worked case that fails, `questions` those that come out otherwise."""

    mutant: Mutant
    fate: Fate
    finding: str = ""
    case: str = ""
    questions: tuple[str, ...] = ()


# The changes


def mutants(book: Rulebook) -> Iterator[Mutant]:
    """Every change of one place in a rulebook."""
    bases = [load_rulebook(name) for name in book.supplements]
    yield from _of_conditions(book)
    for n, row in enumerate(book.provisions):
        yield from _of_provision(book, n, row)
    for question, scope in book.scopes.items():
        rest = {name: when for name, when in book.scopes.items() if name != question}
        what = f"no scope: {show_condition(scope)}"
        yield Mutant(Kind.WIDEN_SCOPE, replace(book, scopes=rest), f"scopes, {question}", 1, what)
    answered = {row.question for each in (*bases, book) for row in each.provisions}
    for n, silence in enumerate(book.silences):
        changed = replace(book, silences=_without(book.silences, n))
        at, what = f"silent, {silence.question}", f"no silence where {show_condition(silence.when)}"
        kind = Kind.DROP_SILENCE if silence.question in answered else Kind.DROP_LONE_SILENCE
        yield Mutant(kind, changed, at, silence.place.line, what, silence=silence)


def _of_provision(book: Rulebook, n: int, row: Provision) -> Iterator[Mutant]:
    def changed(kind: Kind, what: str, **parts: object) -> Mutant:
        rows = (*book.provisions[:n], replace(row, **parts), *book.provisions[n + 1 :])
        return Mutant(kind, replace(book, provisions=rows), row.id, row.place.line, what)

    if row.question:
        answers = load_vocabulary().questions[row.question].answers
        for answer in answers:
            if answer != row.answer:
                yield changed(Kind.SWAP_ANSWER, f"{answer} instead of {row.answer}", answer=answer)
    for k, target in enumerate(row.overrides):
        yield changed(Kind.REMOVE_OVERRIDE, f"no override of {target}", overrides=_without(row.overrides, k))
    for k, target in enumerate(row.disapplies):
        if len(row.disapplies) > 1:
            rest = _without(row.disapplies, k)
            yield changed(Kind.REMOVE_DISAPPLICATION, f"no disapplication of {target}", disapplies=rest)
    kind = Kind.DROP_PROVISION if row.question or len(row.disapplies) > 1 else Kind.REMOVE_DISAPPLICATION
    dropped = replace(book, provisions=_without(book.provisions, n))
    yield Mutant(kind, dropped, row.id, row.place.line, f"no {row.id.partition(':')[2]}")
    for k, due in enumerate(row.requires):
        rest_due = _without(row.requires, k)
        yield changed(Kind.DROP_REQUIREMENT, f"no {due.kind} {due.label}", requires=rest_due)
        if due.deadline is not None:
            for step in (-1, 1):
                length = due.deadline.length + step
                if length > 0:
                    later = replace(due, deadline=replace(due.deadline, length=length))
                    rows = (*row.requires[:k], later, *row.requires[k + 1 :])
                    what = f"{due.label}: {length} instead of {due.deadline.length} {due.deadline.unit.value}"
                    yield changed(Kind.SHIFT_DEADLINE, what, requires=rows)


def _of_conditions(book: Rulebook) -> Iterator[Mutant]:
    for n, row in enumerate(book.provisions):
        for kind, what, when in changes(row.when):
            rows = (*book.provisions[:n], replace(row, when=when), *book.provisions[n + 1 :])
            yield Mutant(kind, replace(book, provisions=rows), row.id, row.place.line, what, when)
    for n, term in enumerate(book.terms):
        for kind, what, means in changes(term.means):
            terms = (*book.terms[:n], replace(term, means=means), *book.terms[n + 1 :])
            yield Mutant(kind, replace(book, terms=terms), f"term.{term.name}", term.place.line, what, means)


def changes(condition: Condition) -> Iterator[tuple[Kind, str, Condition]]:
    """Every condition that differs from this one in one place."""
    if not isinstance(condition, And | Or | Constant):  # the only part there is
        yield Kind.DROP_PART, f"without {show_condition(condition)}", ALWAYS
    for part, put in _parts(condition):
        for kind, what, new in _changes_here(part):
            yield kind, what, put(new)


def _changes_here(part: Condition) -> Iterator[tuple[Kind, str, Condition]]:
    match part:
        case And(parts) | Or(parts):
            kind = Kind.DROP_PART if isinstance(part, And) else Kind.DROP_ALTERNATIVE
            for n, dropped in enumerate(parts):
                rest = _without(parts, n)
                yield kind, f"without {show_condition(dropped)}", rest[0] if len(rest) == 1 else type(part)(rest)
        case FactHolds() | TermHolds() | Answered():
            yield Kind.NEGATE, f"turned round: {show_condition(part)}", Not(part)
        case OneOf(fact, values):
            for n, value in enumerate(values):
                rest_values = _without(values, n)
                if rest_values:
                    yield Kind.DROP_ALTERNATIVE, f"without {fact} == {value}", replace(part, values=rest_values)
            yield Kind.FLIP, f"turned round: {show_condition(part)}", Not(part)
        case Compares(fact, Op.EQ | Op.NE as op, value) if not isinstance(value, int | date) or isinstance(value, bool):
            yield Kind.FLIP, f"turned round: {show_condition(part)}", replace(part, op=_OTHER[op])
        case Compares(fact, _, value):
            for step in (-1, 1):
                new = value + timedelta(days=step) if isinstance(value, date) else int(value) + step
                yield Kind.SHIFT_NUMBER, f"{fact}: {new} instead of {value}", replace(part, value=new)


_OTHER = {Op.EQ: Op.NE, Op.NE: Op.EQ}


def _parts(condition: Condition) -> Iterator[tuple[Condition, Callable[[Condition], Condition]]]:
    """Every part of a condition, with what puts another in its place."""
    yield condition, lambda new: new
    match condition:
        case Not(of):
            for part, put in _parts(of):
                yield part, lambda new, put=put: Not(put(new))
        case And(parts) | Or(parts):
            for n, each in enumerate(parts):
                for part, put in _parts(each):
                    yield part, lambda new, put=put, n=n: type(condition)((*parts[:n], put(new), *parts[n + 1 :]))


def _without(rows: Sequence[object], n: int) -> tuple:
    return (*rows[:n], *rows[n + 1 :])


def sample(book: Rulebook, seed: int, per_kind: int) -> list[Mutant]:
    """So many changes of each kind, always the same ones for one seed."""
    by_kind: dict[Kind, list[Mutant]] = {}
    for mutant in mutants(book):
        by_kind.setdefault(mutant.kind, []).append(mutant)
    found = []
    for kind in Kind:
        rows = by_kind.get(kind, [])
        chosen = random.Random(f"{seed} {book.id} {kind.name}").sample(rows, min(per_kind, len(rows)))
        found += chosen
    return found


# What catches them


class Judge:
    """One rulebook as shipped: its proof, its cases, and what becomes of a changed version of it."""

    def __init__(self, name: str) -> None:
        self.book = load_rulebook(name)
        self.stack = load_stack([*self.book.supplements, name])
        self.force = in_force(load_agreements().get(name))
        self.known = {_key(finding) for finding in self._findings(self.stack)}
        self.faults = {str(problem) for problem in _lint(self.book)}
        self.cases = [case for case in every_case() if name in case.agreement]

    def judge(self, mutant: Mutant) -> Result:
        """What becomes of the change."""
        try:
            if mutant.condition is not None:
                read_condition(show_condition(mutant.condition), load_vocabulary())
            stack = self._stack(mutant.book, self.stack.ids)
        except (Refused, ConditionFault) as fault:
            return Result(mutant, Fate.COMPILER, str(fault))
        if faults := [str(problem) for problem in _lint(mutant.book) if str(problem) not in self.faults]:
            return Result(mutant, Fate.COMPILER, faults[0])
        if mutant.kind is Kind.DROP_SILENCE:
            assert mutant.silence is not None
            questions = (mutant.silence.question,) if self._uncovers(stack, mutant.silence) else ()
        else:
            questions = tuple(row.question for row in review(self.stack, stack).changed)
        if not questions:
            return Result(mutant, Fate.EQUIVALENT)
        finding = next((row for row in self._findings(stack) if _key(row) not in self.known), None)
        try:
            case = self._failing(mutant.book, questions)
        except Refused as fault:
            return Result(mutant, Fate.COMPILER, str(fault), questions=questions)
        fates = {(True, True): Fate.BOTH, (True, False): Fate.PROOFS, (False, True): Fate.CASES}
        fate = fates.get((finding is not None, bool(case)), Fate.SURVIVED)
        return Result(mutant, fate, str(finding.message) if finding else "", case, questions)

    def _findings(self, stack: Stack) -> tuple[Finding, ...]:
        proof = prove(stack, in_force=self.force)
        assert all(row.verdict is not Verdict.NOT_PROVEN for row in proof.checked), "the time must suffice"
        return proof.findings

    def _stack(self, book: Rulebook, names: Sequence[str]) -> Stack:
        return build_stack([book if each == book.id else load_rulebook(each) for each in names], load_vocabulary())

    def _uncovers(self, stack: Stack, silence: Silence) -> bool:
        """Whether some case of the silence has no answer and is no longer covered by any silence."""
        search = Search(stack)
        gap, covered = search.encoding.outcome(silence.question, GAP), search.encoding.silent(silence.question)
        row = next(row for row in self.stack.silences if row.place == silence.place)
        return search.solver.possible(gap, search.encoding.condition(row.when), search.space.no(covered))

    def _failing(self, book: Rulebook, questions: Sequence[str]) -> str:
        """The first worked case that no longer comes out; those on the changed questions are tried first."""
        stacks: dict[tuple[str, ...], Stack] = {}

        def stack_of(names: Sequence[str]) -> Stack:
            key = tuple(names)
            if key not in stacks:
                stacks[key] = self._stack(book, key)
            return stacks[key]

        cases = sorted(self.cases, key=lambda case: (case.question not in questions, case.agreement))
        return next((result.case.id for result in run_cases(cases, stack_of) if not result.passed), "")


@cache
def every_case() -> tuple[WorkedCase, ...]:
    """The worked cases of all rulebooks, and the collection that lawyers derived by hand."""
    files = [WORKED, *(shipped_agreements() / name / "cases.yaml" for name in sorted(rulebook_paths()))]
    return tuple(case for file in files for case in read_cases(file, load_vocabulary()))


def _lint(book: Rulebook) -> list[object]:
    return list(errors_of(check_coverage(book) + check_use(book)))


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.property, finding.question, finding.provisions


def without_a_case() -> dict[str, list[str]]:
    """For each rulebook the questions that it answers and that none of its worked cases asks."""
    found = {}
    for name in sorted(rulebook_paths()):
        asked = {case.question for case in every_case() if name in case.agreement}
        answered = dict.fromkeys(row.question for row in load_rulebook(name).provisions if row.question)
        if missing := [question for question in answered if question not in asked]:
            found[name] = missing
    return found


# What is told


def measure(names: Sequence[str], seed: int, per_kind: int, on_progress: Callable[[str], None]) -> list[Result]:
    """What becomes of a sample of changes of each of these rulebooks."""
    found: list[Result] = []
    for k, name in enumerate(names, 1):
        judge = Judge(name)
        chosen = sample(judge.book, seed, per_kind)
        for n, mutant in enumerate(chosen, 1):
            on_progress(f"{k} of {len(names)} rulebooks, {name}: {n} of {len(chosen)} changes")
            found.append(judge.judge(mutant))
    return found


def tally(results: Sequence[Result]) -> dict[str, int]:
    """How many changes there were, how many count, and by what they were caught."""
    fates = Counter(result.fate for result in results)
    counted = len(results) - fates[Fate.EQUIVALENT]
    return {
        "changes": len(results),
        "no_legal_change": fates[Fate.EQUIVALENT],
        "counted": counted,
        "compiler": fates[Fate.COMPILER],
        "proofs": fates[Fate.PROOFS] + fates[Fate.BOTH],
        "cases": fates[Fate.CASES] + fates[Fate.BOTH],
        "both": fates[Fate.BOTH],
        "caught": counted - fates[Fate.SURVIVED],
        "survived": fates[Fate.SURVIVED],
    }


def report_of(results: Sequence[Result], seed: int, per_kind: int, seconds: float) -> dict[str, Any]:
    """Everything that is kept of a run."""
    full = {name for name in rulebook_paths() if load_rulebook(name).verified is Verification.FULL_TEXT}
    kinds = {kind: [row for row in results if row.mutant.kind is kind] for kind in Kind}
    books = sorted({row.mutant.book.id for row in results})
    return {
        "seed": seed,
        "possible": sum(1 for name in books for _ in mutants(load_rulebook(name))),
        "per_rulebook_and_kind": per_kind,
        "rulebooks": len(books),
        "seconds": round(seconds),
        "machine": {"python": platform.python_version(), "cores": os.cpu_count()},
        "total": tally(results),
        "total_full_text": tally([row for row in results if row.mutant.book.id in full]),
        "kinds": {kind.value: tally(rows) for kind, rows in kinds.items() if rows},
        "books": {name: tally([row for row in results if row.mutant.book.id == name]) for name in books},
        "full_text": [name for name in books if name in full],
        "survivors": [
            {
                "kind": row.mutant.kind.value,
                "rulebook": row.mutant.book.id,
                "at": row.mutant.at.partition(":")[2] or row.mutant.at,
                "line": row.mutant.line,
                "change": row.mutant.what,
                "questions": list(row.questions),
            }
            for row in sorted(results, key=lambda row: (list(Kind).index(row.mutant.kind), row.mutant.book.id))
            if row.fate is Fate.SURVIVED
        ],
        "questions_without_a_case": without_a_case(),
    }


_WHY = {
    Kind.DROP_PART: """\
The provision now reaches cases that its text does not reach. A declared silence that covers them gives way to an
answer without a word, because a silence speaks only where nothing answers; and no worked case stands there. In a
rulebook that was not checked against the whole text, these cases were open anyway.""",
    Kind.DROP_ALTERNATIVE: """\
The provision now misses cases. In a supplement the answer of the base text stands again; in a rulebook that
was not checked against the whole text, an open question is nothing new. No worked case takes just this alternative.""",
    Kind.NEGATE: "As with dropped conditions: a silence, the base text or an open question takes the place.",
    Kind.FLIP: "As with dropped conditions: a silence, the base text or an open question takes the place.",
    Kind.SHIFT_NUMBER: "A silence or the base text takes the place, and no worked case lies exactly on the border.",
    Kind.SWAP_ANSWER: "No worked case rests on this provision alone.",
    Kind.REMOVE_OVERRIDE: "Both provisions give the same answer; only what they require differs, and no case names it.",
    Kind.REMOVE_DISAPPLICATION: """\
The provision that comes back gives the same answer, so that nothing contradicts. It brings a requirement of its own,
and a worked case says what must be required, not what must not.""",
    Kind.DROP_PROVISION: "A silence or the base text takes the place, and no worked case asks.",
    Kind.DROP_REQUIREMENT: """\
Nothing can prove that a paper is missing from a rulebook. Only a worked case that names it under `requires` tells, and
none names these.""",
    Kind.SHIFT_DEADLINE: "No worked case states the deadline.",
    Kind.WIDEN_SCOPE: "The question is now asked where it does not arise, and no case tells.",
    Kind.DROP_SILENCE: "The rulebook was not checked against the whole text; open questions are expected there.",
}

_TOP = """\
<!-- Made by `make mutation`; edit benchmarks/mutation.py, not this page. -->

# Would a slip be noticed?

A rulebook is written by hand, and hands slip: a condition is forgotten, an answer mistaken, an exception left out.
To see what would notice, the program makes such slips on purpose, one at a time, in a copy of each shipped rulebook,
and looks what happens.

- Does the **compiler** refuse the rulebook, because it no longer holds together?
- Do the **proofs** (`raa prove`) fail where they held: a case has two answers, or none, or something has lost its
  effect? Only the proofs of the changed rulebook itself are tried, not those of texts that supplement it.
- Does a **worked case** come out otherwise? Its right answer was written down by hand, from the treaty's text.

A change after which every case has the outcome and the requirements that it had is no slip, only another way to
write the same law. It is not counted. The change review (`raa review`) decides that; it therefore finds every change
that is counted, by construction, and has no column of its own. There is one exception. When a declared silence is
dropped, no outcome changes and the review passes it; it is counted where the question has an answer in other cases,
since an open case that nobody declared may be an oversight. Where the text never answers the question, a declared
silence is a remark; nothing misses it when it is gone, and it is not counted.

{rulebooks} rulebooks, up to {per_rulebook_and_kind} changes of each kind in each, drawn at random from all
{possible:,} possible ones (seed {seed}): {changes} changes, of which {no_legal_change} change no law. **Of the
{counted} that count, {caught} are caught: {share}.** {only_proofs} of them only the proofs catch, {only_cases} only
the cases. In the {n_full} rulebooks that were checked against the whole text, {full_caught} of {full_counted} are
caught, {full_share}.

Each kind is drawn alike, not as often as people make such slips: the share compares the means with each other and
shows where to look; it is not the chance that your own slip is noticed. The deadlines show what the exercise is for.
On the first run none of the changed ones was noticed; since then every deadline is stated by a worked case.
"""

_NO_QUESTION = """\
None. Every question that a shipped rulebook answers is asked by at least one worked case under it, and every
provision takes effect in one; the test suite requires both. That is why swapped answers do not survive.
"""


def page(report: Mapping[str, Any]) -> str:
    """The figures for a reader who is a lawyer."""
    total, full, read = report["total"], report["total_full_text"], report["full_text"]
    numbers = {name: total[name] for name in ("changes", "no_legal_change", "counted", "caught")}
    top = _TOP.format(
        **{name: report[name] for name in ("rulebooks", "per_rulebook_and_kind", "possible", "seed")},
        **numbers,
        share=_share(total),
        only_proofs=total["proofs"] - total["both"],
        only_cases=total["cases"] - total["both"],
        n_full=len(read),
        full_caught=full["caught"],
        full_counted=full["counted"],
        full_share=_share(full),
    )
    lines = [top, "## By kind of change\n", _HEADER.format(first="change")]
    lines += [_row(_capital(kind), row) for kind, row in report["kinds"].items()]
    lines += [_row("**All**", total), "", "Proofs and cases overlap; “caught” counts each change once.\n"]
    lines += ["## By rulebook\n", "Those that were checked against the whole text stand first.\n"]
    lines.append(_HEADER.format(first="rulebook"))
    names = sorted(report["books"], key=lambda name: (name not in read, name))
    lines += [_row(f"`{name}`", report["books"][name]) for name in names]
    lines += ["", "## What survived, and why\n"]
    for kind in Kind:
        rows = [row for row in report["survivors"] if row["kind"] == kind.value]
        if rows:
            lines += [f"### {_capital(kind.value)}: {len(rows)}\n", f"{_WHY[kind]}\n"]
            lines += [f"- `{row['rulebook']}`, {row['at']}: `{row['change']}`" for row in rows] + [""]
    lines += ["## Questions that no worked case asks\n"]
    missing = report["questions_without_a_case"]
    lines += [f"- `{name}`: {', '.join(f'`{q}`' for q in names)}" for name, names in missing.items()]
    return "\n".join(lines) + ("\n" if missing else f"{_NO_QUESTION}")


_HEADER = (
    "| {first} | changes | no legal change | counted | compiler | proofs | cases | caught | survived |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _share(row: Mapping[str, int]) -> str:
    return f"{100 * row['caught'] / row['counted']:.0f} %" if row["counted"] else "0 %"


def _row(first: str, row: Mapping[str, int]) -> str:
    cells = [row[name] for name in ("changes", "no_legal_change", "counted", "compiler", "proofs", "cases")]
    caught = f"{row['caught']} ({_share(row)})" if row["counted"] else "0"
    return f"| {first} | {' | '.join(map(str, cells))} | {caught} | {row['survived']} |"


def main() -> None:
    """Run all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--per-kind", type=int, default=PER_KIND, help="changes of each kind in each rulebook")
    parser.add_argument("rulebooks", nargs="*", help="left out: all shipped ones, and the results are written")
    options = parser.parse_args()
    names = options.rulebooks or sorted(rulebook_paths())
    print(f"seed {options.seed}, {options.per_kind} changes of each kind in each of {len(names)} rulebooks")
    begin = time.monotonic()

    def progress(text: str) -> None:
        print(f"\r{text:<79.79}", end="", file=sys.stderr, flush=True)

    results = measure(names, options.seed, options.per_kind, progress)
    print(file=sys.stderr)
    report = report_of(results, options.seed, options.per_kind, time.monotonic() - begin)
    if not options.rulebooks:
        RESULTS.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
        PAGE.write_text(page(report), encoding="utf-8")
    width = max(len(kind.value) for kind in Kind)
    for says, row in [*report["kinds"].items(), ("all", report["total"])]:
        caught = f"{row['caught']:>4} of {row['counted']:>4} caught"
        print(f"{says:<{width}}  {caught}, {row['no_legal_change']:>4} change no law")
    print(f"{report['seconds']} s")


if __name__ == "__main__":
    main()
