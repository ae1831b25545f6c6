"""What a comparison found, as sentences for people and as data for machines; nothing is worked out here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from openraa.determine import GAP, UNCONFIRMED, VERBS, Outcome, Status, actor
from openraa.language import Language
from openraa.problems import say
from openraa.prove.compare import Compared, Comparison, Likeness
from openraa.prove.cubes import Facts, one_case
from openraa.prove.encode import Asked, answer_of
from openraa.prove.reciprocity import Reciprocity
from openraa.prove.regions import Region
from openraa.prove.review import Review
from openraa.register import Agreement
from openraa.rulebook import Stack, Verification
from openraa.vocabulary import Vocabulary

_NUMBERS = {"each_sending": say("each sending State"), "receiving": say("the receiving State")}


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a region in words: the answer, its articles, and what only this side requires."""

    answer: str
    cites: tuple[str, ...]
    requires: tuple[str, ...]
    unverified: bool


def answer_text(question: str, outcome: Outcome, vocabulary: Vocabulary, words: Language) -> str:
    """An outcome as a sentence."""
    if outcome == GAP:
        return words("No answer.")
    if outcome == UNCONFIRMED:
        return words("The text is not confirmed here.")
    if outcome.status != Status.DETERMINED.value:
        return words("The provisions contradict each other.")
    text = words(vocabulary.questions[question].answers[outcome.answer].says)
    numbers = outcome.numbers.removeprefix(outcome.answer).strip().removeprefix("(").removesuffix(")")
    return f"{text} ({_numbers_text(numbers, vocabulary, words)})" if numbers else text


def _numbers_text(numbers: str, vocabulary: Vocabulary, words: Language) -> str:
    """The numbers of an answer, such as `receiving 1/4`, with names and facts in words."""
    shares = []
    for number in numbers.split(", "):
        name, _, amount = number.partition(" ")
        for fact in vocabulary.facts.values():
            amount = amount.replace(fact.name, words(fact.label))
        shares.append(f"{words(_NUMBERS.get(name, name))} {amount}")
    return words.join(shares)


def asked_text(asked: Asked, vocabulary: Vocabulary, words: Language) -> str:
    """A requirement with who owes it to whom, and its deadline."""
    parts = [words(vocabulary.requirements[asked.label].says)]
    if asked.by and asked.to:
        parts[0] += f" ({words('{actor} to {addressee}', actor=actor(asked.by), addressee=actor(asked.to))})"
    elif asked.by or asked.to:
        owes = words(actor(asked.by)) if asked.by else words("to {authority}", authority=actor(asked.to))
        parts[0] += f" ({owes})"
    if asked.deadline is not None:
        template = "at the latest {deadline}" if asked.deadline.before else "within {deadline}"
        parts.append(words(template, deadline=asked.deadline.show()))
    if asked.silence:
        parts.append(words("Silence counts as {outcome}.", outcome=words(asked.silence)))
    if asked.urgent:
        parts.append(words("Urgent route: {route}", route=words(asked.urgent)))
    return f"{words(VERBS[asked.kind])}: {words.join(parts)}"


def sides(row: Compared, region: Region, comparison: Comparison, words: Language) -> tuple[Side, Side]:
    """Both sides of a region in words."""
    difference = region.difference
    return (
        _side(comparison.left, row.question, difference.left, region.left_by, difference.only_left, words),
        _side(comparison.right, row.question, difference.right, region.right_by, difference.only_right, words),
    )


def _side(
    stack: Stack, question: str, outcome: Outcome, names: Iterable[str], asked: Iterable[Asked], words: Language
) -> Side:
    provisions = [stack.provisions[name] for name in names]
    several = len(stack.rulebooks) > 1
    cites = [f"{p.rulebook} {words.cite(p.cite)}" if several else words.cite(p.cite) for p in provisions]
    weak = (Verification.SUMMARY, Verification.UNVERIFIED)
    return Side(
        answer_text(question, outcome, stack.vocabulary, words),
        tuple(dict.fromkeys(cites)),
        tuple(sorted({asked_text(each, stack.vocabulary, words) for each in asked})),
        outcome == UNCONFIRMED or any(p.verified in weak for p in provisions),
    )


def stack_name(stack: Stack) -> str:
    """The stack by the ids of its rulebooks."""
    return " + ".join(stack.ids)


def where_text(region: Region, vocabulary: Vocabulary, words: Language) -> tuple[tuple[str, ...], ...]:
    """The region's cubes, each as its clauses; one without a clause is every case."""
    return tuple(tuple(map(words, cube.clauses(vocabulary))) for cube in region.where)


def case_text(region: Region, vocabulary: Vocabulary, words: Language) -> tuple[str, ...]:
    """The region's case in full, fact by fact."""
    return tuple(map(words, one_case(region.case).clauses(vocabulary)))


def answers_text(stack: Stack, question: str, words: Language) -> tuple[Side, ...]:
    """Every answer that a stack can give to a question, with the provisions that give it and all they require."""
    found: dict[Outcome, list[str]] = {}
    for provision in stack.provisions_of(question):
        found.setdefault(answer_of(provision), []).append(provision.id)
    open_ = [row for row in stack.unconfirmed if row.question == question]
    told = [
        _side(
            stack, question, outcome, names, (Asked.of(r) for n in names for r in stack.provisions[n].requires), words
        )
        for outcome, names in found.items()
    ]
    cites = tuple(dict.fromkeys(words.cite(row.cite or ", ".join(row.sources)) for row in open_))
    if open_:
        told.append(Side(answer_text(question, UNCONFIRMED, stack.vocabulary, words), cites, (), True))
    return tuple(told)


def _all_asked(stack: Stack, names: Iterable[str]) -> Iterator[Asked]:
    return (Asked.of(row) for name in names for row in stack.provisions[name].requires)


def facts_json(facts: Facts, vocabulary: Vocabulary) -> dict[str, str]:
    """The facts of a case as they are written in a rulebook."""
    return {name: vocabulary.facts[name].show(value) for name, value in facts.items()}


def _asked_json(asked: Asked) -> dict[str, object]:
    return {
        "kind": asked.kind,
        "requirement": asked.label,
        "by": asked.by or None,
        "to": asked.to or None,
        "deadline": None if asked.deadline is None else str(asked.deadline.show()),
        "before": None if asked.deadline is None else asked.deadline.before,
        "urgent": asked.urgent or None,
        "silence": asked.silence or None,
        "changes": asked.changes or None,
        "standing": asked.standing,
    }


def _region_json(row: Compared, region: Region, comparison: Comparison, words: Language) -> dict[str, object]:
    vocabulary, difference = comparison.left.vocabulary, region.difference
    told = sides(row, region, comparison, words)

    def side(outcome: Outcome, says: Side, by: tuple[str, ...], asked: frozenset[Asked]) -> dict[str, object]:
        return {
            "status": outcome.status,
            "answer": outcome.answer or None,
            "says": says.answer,
            "provisions": list(by),
            "cites": list(says.cites),
            "only_here": [_asked_json(each) for each in sorted(asked, key=lambda each: (each.kind, each.label))],
            "unverified": says.unverified,
        }

    return {
        "left": side(difference.left, told[0], region.left_by, difference.only_left),
        "right": side(difference.right, told[1], region.right_by, difference.only_right),
        "where": [cube.to_json(vocabulary) for cube in region.where],
        "where_says": [list(clauses) for clauses in where_text(region, vocabulary, words)],
        "case": facts_json(region.case, vocabulary),
    }


def comparison_json(comparison: Comparison, words: Language) -> dict[str, object]:
    """A comparison for machines."""
    return {
        "format": "comparison/1",
        "left": {"stack": list(comparison.left.ids), "hash": comparison.left.hash},
        "right": {"stack": list(comparison.right.ids), "hash": comparison.right.hash},
        "same": comparison.is_same,
        "seconds": round(comparison.seconds, 3),
        "questions": [
            {
                "question": row.question,
                "asks": words(comparison.left.vocabulary.questions[row.question].asks),
                "likeness": row.likeness.value,
                "complete": row.complete,
                "regions": [_region_json(row, region, comparison, words) for region in row.regions],
            }
            for row in comparison.rows
        ],
    }


def reciprocity_json(found: Reciprocity, words: Language) -> dict[str, object]:
    """The test of reciprocity for machines."""
    return {
        "format": "reciprocity/1",
        "stack": list(found.stack.ids),
        "hash": found.stack.hash,
        "parties": list(found.parties),
        "directions": [list(pair) for pair in found.directions] or "every",
        "reciprocal": found.reciprocal,
        "proven": found.proven,
        "one_sided_by_name": comparison_json(found.by_name, words)["questions"] if found.one_sided else [],
        "undeclared": [row.question for row in found.undeclared],
        "declared": [{"question": r.question, "because": r.because, "cite": r.cite} for r in found.declared],
        "needless_declarations": [row.question for row in found.needless],
        "following_the_states": comparison_json(found.by_law, words)["questions"] if found.by_states else [],
    }


def review_json(found: Review, words: Language) -> dict[str, object]:
    """A change review for machines."""
    return {
        "format": "review/1",
        "no_legal_change": found.no_legal_change,
        "added": list(found.added),
        "removed": list(found.removed),
        "reworded": list(found.reworded),
        "comparison": comparison_json(found.comparison, words),
    }


def summary_of(row: Compared, words: Language) -> str:
    """How two agreements stand to each other on a question, with how many ways they differ in."""
    text = words(row.likeness.says)
    return f"{text} ({ways_text(row, words)})" if row.regions else text


def ways_text(row: Compared, words: Language) -> str:
    """In how many ways two agreements differ on a question, as far as they were sought."""
    n = len(row.regions)
    return words.plural("in {n} way", "in {n} ways", n) if row.complete else words("in {n} ways or more", n=n)


def cell_text(row: Compared, pair: tuple[int, int], words: Language) -> str:
    """How two agreements, known by their numbers, stand to each other on a question, in a word or two."""
    if row.likeness in (Likeness.ONLY_LEFT, Likeness.ONLY_RIGHT):
        return words("only {n}", n=pair[row.likeness is Likeness.ONLY_RIGHT])
    text = words(row.likeness.in_short)
    return f"{text} ({len(row.regions)})" if row.likeness is Likeness.DIFFERS else text


def title_of(stack: Stack, agreement: Agreement | None, words: Language) -> str:
    """What a stack is called: the register's short name where it has one, else the rulebooks' titles."""
    if agreement and len(stack.rulebooks) == 1:
        return words(agreement.short)
    return " + ".join(book.title for book in stack.rulebooks)


def counts_text(comparison: Comparison, words: Language) -> list[tuple[Likeness, str, int]]:
    """How many questions stand how, what matters most first."""
    rows = [(likeness, words(likeness.says), len(comparison.of(likeness))) for likeness in Likeness.in_order()]
    return [row for row in rows if row[2]]
