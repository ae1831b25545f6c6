"""A plan as data and as one HTML page; the terminal's tables are in cli."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from jinja2 import Environment, Template

from openraa.determine import RESTS_ON, Status, explain, to_json
from openraa.visit.model import Line
from openraa.visit.plan import Group, Plan, Todo
from openraa.vocabulary import Question, country_name, load_vocabulary

PLAN_FORMAT = "plan/1"
TOPICS = {
    "status": "Status of persons",
    "entry": "Entry and departure",
    "stay": "Stay",
    "exit": "Departure and removal",
    "conduct": "Conduct",
    "uniform": "Uniform",
    "arms": "Arms",
    "driving": "Driving",
    "vehicle": "Vehicles",
    "customs": "Customs",
    "goods": "Goods",
    "tax": "Tax",
    "procurement": "Local purchase",
    "labour": "Local labour",
    "facilities": "Facilities",
    "medical": "Medical care",
    "telecom": "Telecommunications",
    "security": "Security and military police",
    "jurisdiction": "Criminal jurisdiction",
    "claims": "Claims",
    "treaty": "The agreement itself",
}


def topics(questions: Iterable[Question]) -> dict[str, list[Question]]:
    """The questions by topic, in the order of the catalogue."""
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(TOPICS[question.name.partition(".")[0]], []).append(question)
    return found


def group_text(group: Group) -> str:
    """What a group's determination says, in a sentence or two."""
    determination, question = group.determination, group.question
    match determination.status:
        case Status.DETERMINED:
            text = question.answers[determination.answer].says
            weak = determination.verification.value
            return text if weak == "full-text" else f"{text} [{weak}]"
        case Status.UNDETERMINED:
            facts = load_vocabulary().facts
            asks = "; ".join(facts[ask.fact].label for ask in determination.ask)
            return f"{question.asks} Depends on: {asks}."
        case Status.GAP:
            because = " ".join(row.because for row in determination.silences)
            return f"{question.asks} The agreement is silent. {because}".rstrip()
        case Status.UNCONFIRMED:
            known = " ".join(row.known for row in determination.unconfirmed)
            return f"{question.asks} The agreement's text on this is not confirmed here. {known}"
        case Status.CONFLICT:
            return f"{question.asks} The provisions contradict each other."
        case Status.OUT_OF_SCOPE:
            return f"{question.asks} This does not arise here."
        case Status.INVALID:
            return " ".join(determination.broken)


@dataclass(frozen=True, slots=True)
class Remark:
    """One reason why questions have no answer, the questions, and the lines concerned."""

    because: str
    cite: str
    questions: tuple[str, ...]
    n_lines: int
    labels: tuple[str, ...]


def remarks(plan: Plan, status: Status) -> list[Remark]:
    """Where the plan has no answer of this kind (GAP or UNCONFIRMED), by reason rather than by question."""
    found: dict[tuple[str, str], tuple[dict[str, None], dict[int, Line]]] = {}
    for group in plan.groups:
        if group.determination.status is not status:
            continue
        rows = (
            [(row.because, row.cite) for row in group.determination.silences]
            if status is Status.GAP
            else [(row.known, row.cite or ", ".join(row.sources)) for row in group.determination.unconfirmed]
        )
        for key in rows or [("None of its provisions answers this.", "")]:
            questions, lines = found.setdefault(key, ({}, {}))
            questions[group.question.asks] = None
            lines.update({id(line): line for line in group.lines})
    return [
        Remark(because, cite, tuple(questions), len(lines), tuple(line.label for line in lines.values()))
        for (because, cite), (questions, lines) in found.items()
    ]


def plan_json(plan: Plan) -> dict[str, object]:
    """The whole plan for machines, in the versioned format `plan/1`."""
    visit = plan.visit
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
                "says": group_text(group),
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
                "questions": list(row.questions),
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


def plan_html(plan: Plan) -> str:
    """The plan as one page that needs nothing else: no script, no font, no request."""
    titles = {"visit": "The visit", "person": "People", "item": "Goods", "conveyance": "Conveyances"}
    elsewhere = (Status.GAP, Status.UNCONFIRMED, Status.OUT_OF_SCOPE)
    answered = [group for group in plan.groups if group.determination.status not in elsewhere]
    return _template().render(
        plan=plan,
        visit=plan.visit,
        country=country_name,
        facts=load_vocabulary().facts,
        titles=[(key, title) for key, title in titles.items() if any(g.subject == key for g in answered)],
        answered=answered,
        text=group_text,
        explain=lambda group: explain(group.determination, plan.stack) if plan.stack else "",
        rests=RESTS_ON,
        topics=topics(plan.left_open),
        silent=remarks(plan, Status.GAP),
        unconfirmed=remarks(plan, Status.UNCONFIRMED),
    )


@cache
def _template() -> Template:
    text = (resources.files("openraa.visit") / "plan.html.j2").read_text(encoding="utf-8")
    return Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(text)
