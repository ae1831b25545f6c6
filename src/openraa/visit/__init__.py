"""Visit: manifests in, clearance plan out.

In:  `visit.toml` with people, items and conveyances as CSV, XLSX, ODS or JSON; what governs it (register).
Out: grouped determinations, a dated to-do list, what is missing; problems with row and column.
Not here: papers, screens, what an agreement says.
"""

from openraa.visit.calendars import Calendar, CalendarUnknown
from openraa.visit.coach import Sheet, Stay, arms_by_kind, coach, waiting
from openraa.visit.columns import Circle, columns_of, read_lines
from openraa.visit.deadlines import DueDay, due_day
from openraa.visit.difference import (
    Change,
    Difference,
    How,
    Verdict,
    compare_visits,
    difference_json,
)
from openraa.visit.exercise import (
    Exercise,
    ExercisePlan,
    Pair,
    exercise_html,
    exercise_json,
    is_exercise,
    pair_summary,
    pair_text,
    plan_exercise,
    read_exercise,
)
from openraa.visit.files import read_visit
from openraa.visit.manifest import Checked, check_manifests
from openraa.visit.model import Line, Source, Subject, Visit, VisitPlace
from openraa.visit.particulars import Movement, Particulars
from openraa.visit.plan import Group, Missing, Plan, Todo, make_plan, n_findings
from openraa.visit.planning import Progress, circle_of, governing_of, open_visit, plan_visit
from openraa.visit.read import Row, Table, plain_cell, read_table, safe_cell, sheet_names
from openraa.visit.report import (
    KINDS,
    PARTS,
    Remark,
    due_text,
    group_text,
    lines_text,
    parties_text,
    plan_html,
    plan_json,
    remarks,
    silent_title,
    slack_text,
    step_text,
    style_of,
    topics,
    who,
    word_of,
)
from openraa.visit.serials import n_serials, serial_parts, serials
from openraa.visit.steps import (
    Skipped,
    Step,
    Timing,
    calendar_file,
    counting_text,
    steps_json,
    steps_of,
    timing_text,
    way_out,
)
from openraa.visit.template import write_template
from openraa.visit.territory import Reached

__all__ = [
    "KINDS",
    "PARTS",
    "Calendar",
    "CalendarUnknown",
    "Change",
    "Checked",
    "Circle",
    "Difference",
    "DueDay",
    "Exercise",
    "ExercisePlan",
    "Group",
    "How",
    "Line",
    "Missing",
    "Movement",
    "Pair",
    "Particulars",
    "Plan",
    "Progress",
    "Reached",
    "Remark",
    "Row",
    "Sheet",
    "Skipped",
    "Source",
    "Stay",
    "Step",
    "Subject",
    "Table",
    "Timing",
    "Todo",
    "Verdict",
    "Visit",
    "VisitPlace",
    "arms_by_kind",
    "calendar_file",
    "check_manifests",
    "circle_of",
    "coach",
    "columns_of",
    "compare_visits",
    "counting_text",
    "difference_json",
    "due_day",
    "due_text",
    "exercise_html",
    "exercise_json",
    "governing_of",
    "group_text",
    "is_exercise",
    "lines_text",
    "make_plan",
    "n_findings",
    "n_serials",
    "open_visit",
    "pair_summary",
    "pair_text",
    "parties_text",
    "plain_cell",
    "plan_exercise",
    "plan_html",
    "plan_json",
    "plan_visit",
    "read_exercise",
    "read_lines",
    "read_table",
    "read_visit",
    "remarks",
    "safe_cell",
    "serial_parts",
    "serials",
    "sheet_names",
    "silent_title",
    "slack_text",
    "step_text",
    "steps_json",
    "steps_of",
    "style_of",
    "timing_text",
    "topics",
    "waiting",
    "way_out",
    "who",
    "word_of",
    "write_template",
]
