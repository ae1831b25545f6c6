"""The personnel list: a summary by nationality and rank, then the nominal roll."""

from __future__ import annotations

from collections import Counter

from openraa.papers.lines import cell, grades, nationalities, tie
from openraa.papers.model import (
    Column,
    Country,
    Heading,
    Job,
    LeftOut,
    Measure,
    Paper,
    Part,
    States,
    Table,
    Total,
    Value,
)
from openraa.problems import say
from openraa.visit import Subject
from openraa.vocabulary import country

NAME = "personnel-list"
TITLE = say("Personnel list by nationality and rank")


def build(job: Job) -> Paper | LeftOut:
    """Everybody on the visit, counted by nationality and rank, then one by one in the order of rank."""
    people = job.visit.of(Subject.PEOPLE)
    if not people:
        return LeftOut(NAME, TITLE, say("The visit lists no people."))
    grade = grades(job.visit.sending, people)
    key = {id(line): (cell(line, "service"), cell(line, "rank")) for line in people}
    counted = Counter((nationalities(line), key[id(line)]) for line in people)
    total = Total(Part.PEOPLE, Measure.LINES, len(people))
    summary = Table(
        columns=(
            Column(say("Nationality"), share=3),
            Column(say("Rank and service, as written"), share=6),
            Column(say("Grade (NATO scale)"), share=2),
            Column(say("Number"), share=1, right=True),
        ),
        rows=tuple(
            (_state(codes), ", ".join(filter(None, (rank, service))), grade[service, rank].text, n)
            for (codes, (service, rank)), n in sorted(
                counted.items(), key=lambda row: (row[0][0], grade[row[0][1]].place, row[0][1])
            )
        ),
        totals=((say("Persons"), total),),
    )
    roll = Table(
        columns=(
            Column(say("No."), right=True),
            Column(say("Name"), States.NAME, share=5),
            Column(say("Rank"), States.RANK, share=4),
            Column(say("Nationality"), States.NATIONALITY),
            Column(say("Service or unit"), share=5, optional=True),
            Column(say("Tie to the force"), share=4),
            Column(say("Born on"), States.BIRTH_DATE, optional=True),
            Column(say("Identity card"), States.ID_CARD, share=3, optional=True),
            Column(say("Passport"), States.PASSPORT, share=3, optional=True),
        ),
        rows=tuple(
            (
                n,
                line.label,
                cell(line, "rank"),
                nationalities(line),
                ", ".join(filter(None, (cell(line, "service"), cell(line, "unit")))),
                tie(line),
                cell(line, "birth_date"),
                cell(line, "id_card"),
                cell(line, "passport"),
            )
            for n, line in enumerate(
                sorted(people, key=lambda line: (grade[key[id(line)]].place, line.label.casefold())), 1
            )
        ),
        part=Part.PEOPLE,
        totals=((say("Persons"), total),),
    )
    blocks = (Heading(say("Summary")), summary, Heading(say("Nominal roll")), roll)
    return Paper(NAME, TITLE, blocks, (job.words,), landscape=True)


def _state(codes: str) -> Value:
    """The States of whom somebody is a national, by name; a code that is none stays as it is."""
    rows = [country(code) for code in codes.split()]
    states = [Country(row["alpha2"]) for row in rows if row]
    match states:
        case _ if len(states) < len(rows):
            return codes
        case [state]:
            return state
        case [first, second]:
            return say("{first} and {second}", first=first, second=second)
        case _:
            return codes
