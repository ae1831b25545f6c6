"""The draft of a note verbale: from the sending State's embassy to the receiving State's ministry, in our own words."""

from __future__ import annotations

from openraa.papers.basis import basis
from openraa.papers.lines import arms, cell, conveyances, dangerous
from openraa.papers.model import (
    Block,
    Cites,
    Column,
    Country,
    Field,
    Fields,
    Heading,
    Job,
    Measure,
    Paper,
    Part,
    Place,
    Plural,
    Prose,
    Table,
    Total,
    Value,
    Voice,
    plural,
)
from openraa.problems import Said, say
from openraa.visit import Subject, Todo, serials
from openraa.vocabulary import Effect, load_vocabulary

NAME = "note-verbale-draft"
TITLE = say("Draft of a note verbale")
_OURS = ("", "sending", "force", "person")
_ASKED = {"consent": say("consent is asked for"), "notice": say("notice is given or follows")}


def build(job: Job) -> Paper:
    """All facts of the visit, the agreement and articles relied on, and what is asked."""
    visit, plan = job.visit, job.plan
    sending, receiving = Country(visit.sending, Place.OF), Country(visit.receiving, Place.OF)
    places = ", ".join(dict.fromkeys(place.name or place.area for place in visit.places))
    contact = visit.particulars.contact
    opening: list[Said | Plural | str] = [
        say(
            "The Embassy of {sending} presents its compliments to the Ministry of Foreign Affairs of {receiving} and "
            "has the honour to inform it of a visit of members of the armed forces of {sending}.",
            sending=sending, receiving=receiving,
        ),
    ]  # fmt: skip
    if plan.stack is not None:
        names = {found.agreement.id: found.agreement.short for found in plan.governing.findings}
        opening.append(
            say(
                "The visit takes place under the {agreement}, in force between the two States.",
                agreement=say(names.get(plan.stack.ids[0], plan.stack.ids[0])),
            )
        )
    else:
        opening.append(
            say(
                "No agreement in force between the two States governs the visit. The Embassy asks for the consent "
                "of the Government of {receiving} to it, and for an arrangement on the status of those who take part.",
                receiving=receiving,
            )
        )
    blocks: list[Block] = [
        Prose((say("Draft: neither sent nor signed. The embassy settles the wording."),), Voice.STATEMENT),
        Fields(
            (
                Field(say("Number of the note"), None),
                Field(say("Place and date"), None),
            )
        ),
        Prose(tuple(opening)),
        Heading(say("The visit")),
        Fields(
            (
                Field(say("Visit"), visit.name),
                Field(say("Activity"), _activity(visit.activity)),
                Field(say("Begins on"), visit.begins_on),
                Field(say("Ends on"), visit.ends_on),
                Field(say("Places"), places or None, wide=True),
                Field(say("Description of the visit"), visit.description or None, wide=True),
            )
        ),
        Heading(say("Who and what comes")),
        Prose(_comes(job)),
        *_movements(job),
        *basis(plan, effects=(Effect.PERMITS, Effect.EXEMPTS)),
        *_asked(job),
        Heading(say("Who can be asked")),
        Fields(
            (
                Field(say("Name"), " ".join(filter(None, (contact.rank, contact.name))) or None),
                Field(say("Post"), contact.post or None),
                Field(say("Telephone"), contact.telephone or None),
                Field(say("E-mail"), contact.email or None),
            )
        ),
        Prose(
            (
                say(
                    "The Embassy of {sending} avails itself of this opportunity to renew to the Ministry of Foreign "
                    "Affairs of {receiving} the assurances of its highest consideration.",
                    sending=sending,
                    receiving=receiving,
                ),
            )
        ),
    ]
    return Paper(NAME, TITLE, tuple(blocks), (job.words,))


def _comes(job: Job) -> tuple[Said | Plural | str, ...]:
    """One sentence for each kind of what comes, each with its number; the lists are enclosed."""
    visit = job.visit
    vehicles = conveyances(visit, "road_vehicle")
    arms_lines = arms(visit)
    n_serials = len({s for line in arms_lines for s in serials(cell(line, "serial"))})
    counted = [
        (len(visit.of(Subject.PEOPLE)), Part.PEOPLE, plural("{n} person takes part.", "{n} persons take part.", 0)),
        (len(vehicles), Part.VEHICLES, plural("{n} road vehicle comes.", "{n} road vehicles come.", 0)),
        (
            len(conveyances(visit, "aircraft")),
            Part.AIRCRAFT,
            plural("{n} aircraft comes.", "{n} aircraft come.", 0),
        ),
        (len(conveyances(visit, "ship")), Part.SHIPS, plural("{n} ship comes.", "{n} ships come.", 0)),
        (
            len(visit.of(Subject.ITEMS)),
            Part.GOODS,
            plural("The list of goods has {n} line.", "The list of goods has {n} lines.", 0),
        ),
        (
            len(dangerous(visit)),
            Part.DANGEROUS_GOODS,
            plural("Of these {n} line is dangerous goods.", "Of these {n} lines are dangerous goods.", 0),
        ),
    ]
    found: list[Said | Plural | str] = [
        Plural(text.one, text.many, Total(part, Measure.LINES, n)) for n, part, text in counted if n
    ]
    if arms_lines:
        found.append(
            say(
                "Arms and ammunition are brought; the list of them gives {n} serial numbers and lots.",
                n=Total(Part.ARMS, Measure.SERIALS, n_serials),
            )
        )
    return tuple(found)


def _activity(word: str) -> Value:
    label = load_vocabulary().facts["visit.activity"].value_labels.get(word, "")
    return say(label) if label else word or None


def _movements(job: Job) -> list[Block]:
    rows = job.visit.particulars.movements
    if not rows:
        return []
    columns = (
        Column(say("From"), share=3),
        Column(say("To"), share=3),
        Column(say("Departs")),
        Column(say("Arrives")),
        Column(say("Enters at"), share=3, optional=True),
        Column(say("Leaves at"), share=3, optional=True),
        Column(say("Conveyances"), share=3, optional=True),
    )
    return [
        Heading(say("Movements")),
        Table(
            columns,
            tuple(
                (
                    row.origin or None, row.destination or None, row.departs_at, row.arrives_at, row.entry_point,
                    row.exit_point, ", ".join(row.conveyances),
                )
                for row in rows
            ),
        ),
    ]  # fmt: skip


def _asked(job: Job) -> list[Block]:
    """Consents and notices that fall to the sending State, with the last safe day where one was computed."""
    todos = [todo for todo in job.plan.todos if todo.due.kind in _ASKED and todo.due.by in _OURS]
    if not todos:
        return []
    columns = (
        Column(say("What"), share=6),
        Column(say("Asked or given"), share=3),
        Column(say("Latest safe day"), share=2, optional=True),
        Column(say("Provision"), share=3),
    )
    rows = tuple(
        (say(todo.due.says), _ASKED[todo.due.kind], _day(todo), Cites(tuple(todo.due.cites))) for todo in todos
    )
    return [Heading(say("What is asked and what is announced")), Table(columns, rows)]


def _day(todo: Todo) -> str:
    return todo.day.safe_on.isoformat() if todo.day else ""
