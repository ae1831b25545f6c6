"""A plan as data and as one HTML page; the terminal's tables are in cli."""

from __future__ import annotations

from dataclasses import dataclass

from openraa.determine import Status, actor, explain, to_json
from openraa.language import Language, language, state_in_text
from openraa.pages import page_template
from openraa.problems import Said, say
from openraa.register import Finding
from openraa.rulebook import Verification
from openraa.visit.missing import where_it_belongs, whom_to_ask
from openraa.visit.model import Line, Visit
from openraa.visit.plan import VISIT_LABEL, Group, Plan, Todo
from openraa.vocabulary import load_vocabulary, questions_by_topic

PLAN_FORMAT = "plan/1"
KINDS = {
    "document": say("document"),
    "certificate": say("certificate"),
    "consent": say("consent"),
    "notice": say("notice"),
    "duty": say("duty"),
}
EFFECTS = {
    "permits": say("permits"),
    "exempts": say("exempts"),
    "requires": say("requires"),
    "forbids": say("forbids"),
    "refers": say("refers"),
    "states": say("states"),
}
OUTCOMES = {
    Status.UNDETERMINED: say("open"),
    Status.GAP: say("silent"),
    Status.UNCONFIRMED: say("unconfirmed"),
    Status.CONFLICT: say("conflict"),
    Status.OUT_OF_SCOPE: say("does not arise"),
    Status.INVALID: say("impossible facts"),
}
PARTS = {
    "visit": say("The visit"),
    "person": say("People"),
    "item": say("Goods"),
    "conveyance": say("Conveyances"),
}
_VERIFIED = {
    Verification.PART_TEXT: say("{text} [only part of the text was read]"),
    Verification.SUMMARY: say("{text} [from a summary]"),
    Verification.UNVERIFIED: say("{text} [unverified]"),
}


def word_of(group: Group) -> Said:
    """What a group's determination does for the visiting force, or why it has no answer, in a word or two."""
    if group.effect is not None:
        return EFFECTS[group.effect.value]
    return OUTCOMES[group.determination.status]


def style_of(group: Group) -> str:
    """The key by which a group's word is coloured: its effect, or its status."""
    return group.effect.value if group.effect is not None else group.determination.status.value


def group_text(group: Group, words: Language) -> str:
    """What a group's determination says, in a sentence or two."""
    determination, asks = group.determination, words(group.question.asks)
    match determination.status:
        case Status.DETERMINED:
            text = words(group.question.answers[determination.answer].says)
            return verified_text(text, determination.verification, words)
        case Status.UNDETERMINED:
            facts = load_vocabulary().facts
            labels = words.join(words(facts[ask.fact].label) for ask in determination.ask)
            return words("{asks} Depends on: {facts}.", asks=asks, facts=labels)
        case Status.GAP:
            because = " ".join(words(row.because) for row in determination.silences)
            return words("{asks} The agreement is silent. {because}", asks=asks, because=because).rstrip()
        case Status.UNCONFIRMED:
            known = " ".join(words(row.known) for row in determination.unconfirmed)
            return words("{asks} The agreement's text on this is not confirmed here. {known}", asks=asks, known=known)
        case Status.CONFLICT:
            return words("{asks} The provisions contradict each other.", asks=asks)
        case Status.OUT_OF_SCOPE:
            return words("{asks} This does not arise here.", asks=asks)
        case Status.INVALID:
            return " ".join(map(words, determination.broken))


def verified_text(text: str, verification: Verification, words: Language) -> str:
    """What an answer says, marked where it rests on less than the whole text."""
    weak = _VERIFIED.get(verification)
    return words(weak.template, text=text) if weak else text


def lines_text(lines: tuple[Line, ...], words: Language) -> str:
    """Which lines something is for: up to three by name, more by number."""
    labels = [line.label for line in lines]
    if labels == [VISIT_LABEL]:
        return words("the visit")
    if len(labels) <= 3:
        return "; ".join(labels)
    return words.plural("{n} line", "{n} lines", len(labels))


def who(group: Group, words: Language) -> str:
    """Whom a group's determination is for."""
    n = len(group.lines)
    if group.subject == "visit":
        return words("the visit")
    if n == group.n_asked:
        return words("all {n}", n=n) if n > 1 else group.lines[0].label
    if group.exception and n <= 12:
        return "; ".join(line.label for line in group.lines)
    return words("{n} of {all}", n=n, all=group.n_asked)


def due_text(todo: Todo, words: Language) -> str:
    """By when a step has to be done, in words."""
    if todo.day is not None:
        return words.day(todo.day.safe_on)
    if todo.due.deadline is not None:
        return words(todo.due.deadline.show())
    return words("carry it") if todo.due.kind == "document" else words("no day fixed")


def slack_text(todo: Todo, words: Language) -> str:
    """How many days are left for a step."""
    if todo.day is None or todo.day.slack_days is None:
        return ""
    return words("LATE") if todo.day.late else words.plural("{n} day", "{n} days", todo.day.slack_days)


def journey_text(visit: Visit, words: Language) -> str:
    """From where to where, when, and what for."""
    days = (visit.ends_on - visit.begins_on).days + 1
    text = words(
        "{sending} to {receiving}, {first} to {last} ({days})",
        sending=words.country(visit.sending),
        receiving=words.country(visit.receiving),
        first=visit.begins_on,
        last=visit.ends_on,
        days=words.plural("{n} day", "{n} days", days),
    )
    return words("{journey}, {activity}", journey=text, activity=words(visit.activity)) if visit.activity else text


def beside_text(finding: Finding, words: Language) -> str:
    """An agreement between the two States that does not govern, and why."""
    return words(
        "{agreement}: {force}. {because}",
        agreement=words(finding.agreement.short),
        force=words(finding.force.value),
        because=words(finding.because),
    )


def left_open_text(plan: Plan, words: Language) -> str:
    """What holds where no rulebook governs: the law of the receiving State, or a text that the register lacks."""
    state = words.country(plan.visit.receiving)
    if plan.governing.unencoded:
        return words(
            "The register holds no rulebook of what binds the two States ({agreements}). Read its text for each of the "
            "following; what it leaves open falls to the law of {state}:",
            agreements=words.join(words(row.agreement.short) for row in plan.governing.unencoded), state=state,
        )  # fmt: skip
    return words(
        "The visitors have no treaty rights in {state}. Each of the following falls to the law of {state}, and to "
        "what the two governments arrange for this visit alone:",
        state=state,
    )


def duty_text(todo: Todo, words: Language) -> str:
    """A duty, after whose it is."""
    says = words(todo.due.says)
    return words("{name}: {text}", name=actor(todo.due.by), text=says) if todo.due.by else says


def parties_text(todo: Todo, words: Language) -> str:
    """Who acts, towards whom."""
    due = todo.due
    if due.by and due.to:
        return words("{actor} to {addressee}", actor=actor(due.by), addressee=actor(due.to))
    if due.to:
        return words("to {authority}", authority=actor(due.to))
    return words(actor(due.by)) if due.by else ""


def step_text(todo: Todo, words: Language) -> str:
    """What has to be done, with its urgent route or the way out when it is late, and what is unsure about its day."""
    text = f"{words(KINDS[todo.due.kind])}: {words(todo.due.says)}"
    if todo.day is not None and todo.day.late:
        text += f". {way_out(todo, words)}"
    elif todo.due.urgent:
        text += " " + words("Urgent route: {route}", route=words(todo.due.urgent))
    if todo.day is not None and todo.day.caveat:
        text += f" ({words(todo.day.caveat)})"
    return text


def way_out(todo: Todo, words: Language) -> str:
    """For a step that is late: the urgent route of the agreement, or that it offers none and to whom to turn."""
    if todo.day is None or not todo.day.late:
        return ""
    due = todo.due
    if due.urgent:
        return words("Urgent route: {route}", route=words(due.urgent))
    if due.to or due.by == "receiving":
        authority = actor(due.to or due.by)
        return words("The agreement offers no urgent route; ask the {authority} at once.", authority=authority)
    return words("The agreement offers no urgent route; ask the authority concerned at once.")


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason why questions have no answer, the questions, and the lines concerned."""

    because: Said
    cite: str
    questions: tuple[str, ...]
    lines: tuple[Line, ...]


def remarks(plan: Plan, status: Status) -> list[Remark]:
    """Where the plan has no answer of this kind (GAP or UNCONFIRMED), by reason rather than by question."""
    found: dict[tuple[Said, str], tuple[dict[str, None], dict[int, Line]]] = {}
    for group in plan.groups:
        if group.determination.status is not status:
            continue
        rows = (
            [(say(row.because), row.cite) for row in group.determination.silences]
            if status is Status.GAP
            else [(say(row.known), row.cite or ", ".join(row.sources)) for row in group.determination.unconfirmed]
        )
        for key in rows or [(say("None of its provisions answers this."), "")]:
            questions, lines = found.setdefault(key, ({}, {}))
            questions[group.question.asks] = None
            lines.update({id(line): line for line in group.lines})
    return [
        Remark(because, cite, tuple(questions), tuple(lines.values()))
        for (because, cite), (questions, lines) in found.items()
    ]


def plan_json(plan: Plan) -> dict[str, object]:
    """The whole plan for machines, in the versioned format `plan/1`."""
    visit, facts = plan.visit, load_vocabulary().facts
    return {
        "format": PLAN_FORMAT,
        "visit": {
            "name": visit.name,
            "sending": visit.sending,
            "receiving": visit.receiving,
            "begins_on": visit.begins_on.isoformat(),
            "ends_on": visit.ends_on.isoformat(),
            "activity": visit.activity or None,
            "n_lines": plan.n_lines,
        },
        "as_of": plan.as_of.isoformat() if plan.as_of else None,
        "governing": {
            "stack": list(plan.governing.governs),
            "hash": plan.stack.hash if plan.stack else None,
            "ambiguous": plan.governing.ambiguous,
            "explanation": list(plan.governing.explanation),
            "findings": [
                {
                    "agreement": row.agreement.id,
                    "force": row.force.value,
                    "because": row.because,
                    "since": row.since.isoformat() if row.since else None,
                    "verified": row.verified,
                }
                for row in plan.governing.findings
            ],
            "territory": [
                {
                    "place": row.place.name,
                    "area": row.place.area,
                    "applies": row.applies,
                    "cite": row.cite or None,
                    "says": row.says,
                    "note": row.note or None,
                }
                for row in plan.territory
            ],
        },
        "groups": [
            {
                "subject": group.subject,
                "question": group.question.name,
                "says": group_text(group, language("en")),
                "effect": group.effect.value if group.effect else None,
                "n": len(group.lines),
                "of": group.n_asked,
                "exception": group.exception,
                "lines": [_line_json(line) for line in group.lines],
                "determination": to_json(group.determination, plan.stack) if plan.stack else None,
            }
            for group in plan.groups
        ],
        "todo": [todo_json(todo) for todo in plan.todos],
        "missing": [
            {
                "fact": row.fact,
                "n_lines": row.n_lines,
                "n_settled": row.n_settled,
                "n_certain": row.n_certain,
                "n_waiting": row.n_waiting,
                "questions": list(row.questions),
                "ask": whom_to_ask(facts[row.fact]),
                "belongs": where_it_belongs(row, facts[row.fact]),
                "lines": [_line_json(line) for line in row.lines],
            }
            for row in plan.missing
        ],
        "left_to_receiving_law": [question.name for question in plan.left_open],
        "problems": [problem.to_json() for problem in plan.problems],
    }


def _line_json(line: Line) -> dict[str, object]:
    return {"label": line.label, "file": line.place.path, "row": line.place.line or None}


def todo_json(todo: Todo) -> dict[str, object]:
    """A step for machines."""
    day = todo.day
    return {
        "kind": todo.due.kind,
        "label": todo.due.label,
        "says": todo.due.says,
        "by": todo.due.by or None,
        "to": todo.due.to or None,
        "deadline": todo.due.deadline.show() if todo.due.deadline else None,
        "last_on": day.last_on.isoformat() if day else None,
        "safe_on": day.safe_on.isoformat() if day else None,
        "slack_days": day.slack_days if day else None,
        "late": day.late if day else None,
        "caveat": (day.caveat or None) if day else None,
        "urgent": todo.due.urgent or None,
        "cites": list(todo.due.cites),
        "verified": todo.due.verified.value,
        "n_lines": todo.n_lines,
    }


def plan_html(plan: Plan, words: Language) -> str:
    """The plan as one page that needs nothing else: no script, no font, no request."""
    elsewhere = (Status.GAP, Status.UNCONFIRMED, Status.OUT_OF_SCOPE)
    answered = [group for group in plan.groups if group.determination.status not in elsewhere]
    duties = [todo for todo in plan.todos if todo.due.kind == "duty"]
    return page_template("openraa.visit", "plan.html.j2").render(
        plan=plan,
        visit=plan.visit,
        words=words,
        facts=load_vocabulary().facts,
        whom=whom_to_ask,
        belongs=where_it_belongs,
        parts=[(key, title) for key, title in PARTS.items() if any(g.subject == key for g in answered)],
        answered=answered,
        steps=[todo for todo in plan.todos if todo.due.kind != "duty"],
        duties=duties,
        text=lambda group: group_text(group, words),
        who=lambda group: who(group, words),
        word=lambda group: words(word_of(group)),
        style=style_of,
        lines=lambda lines: lines_text(lines, words),
        due=lambda todo: due_text(todo, words),
        slack=lambda todo: slack_text(todo, words),
        parties=lambda todo: parties_text(todo, words),
        step=lambda todo: step_text(todo, words),
        duty=lambda todo: duty_text(todo, words),
        journey=journey_text(plan.visit, words),
        beside=lambda finding: beside_text(finding, words),
        left_open=lambda plan: left_open_text(plan, words),
        explain=lambda group: explain(group.determination, plan.stack, words) if plan.stack else "",
        topics=questions_by_topic(plan.left_open),
        remarks=[
            (style, title, rows)
            for style, title, rows in (
                (
                    Status.UNCONFIRMED.value,
                    words("The agreement's text on this is not confirmed here"),
                    remarks(plan, Status.UNCONFIRMED),
                ),
                (Status.GAP.value, silent_title(plan, words), remarks(plan, Status.GAP)),
            )
            if rows
        ],
    )


def silent_title(plan: Plan, words: Language) -> str:
    """The heading of what the agreement is silent on."""
    return words(
        "The agreement is silent: the law of {state} decides, or an arrangement",
        state=state_in_text(plan.visit.receiving),
    )
