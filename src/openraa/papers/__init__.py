"""Papers: what a visit prints.

In:  the plan of a visit and a language.
Out: the papers as PDF and, where they have one, as machine files; `agree` proves that they tell one story.
Not here: who may see a paper, what the law requires (determine), what the manifests mean (visit).

A new paper is one file with NAME (also of the PDF), TITLE and `build(job) -> Paper | LeftOut`, and one line in
`make.PAPERS`. `build` only arranges: it gives blocks (model.py: Fields, Table, Prose, Boxes, Heading, NewPage) whose
labels are `say("...")`, whose data are plain str, whose unknowns are None. The layout is `paper.typ`, shared by all.
A table that holds every line of a part of the visit names it (`part=Part.AIRCRAFT`) and says what its columns state
(`Column(say("Registration"), States.REGISTRATION)`); numbers in fields and sentences are `Total(part, measure, n)`.
From these agree.py compares the papers. A field whose place on a form no source confirms has `unconfirmed=True`; a box
number goes into `number`. A machine form is a `MachineForm` with a reader that reads back what its bytes say.
"""

from openraa.papers.agree import Stated, disagreements, statements_of
from openraa.papers.make import PAPERS, PaperSet, PrintedFile, make_papers, refuse_unless_agreed, write_papers
from openraa.papers.model import Job, LeftOut, MachineForm, Measure, Paper, Part, Statement, States
from openraa.papers.typeset import payload_of, typeset, visit_hash

__all__ = [
    "PAPERS",
    "Job",
    "LeftOut",
    "MachineForm",
    "Measure",
    "Paper",
    "PaperSet",
    "Part",
    "PrintedFile",
    "Stated",
    "Statement",
    "States",
    "disagreements",
    "make_papers",
    "payload_of",
    "refuse_unless_agreed",
    "statements_of",
    "typeset",
    "visit_hash",
    "write_papers",
]
