"""Vocabulary: facts, questions, requirements and code lists, the same for all agreements.

In:  the data files of this folder.
Out: their types, and YAML reading that keeps places.
Not here: conditions over facts (rulebook), what an agreement answers (agreements).
"""

from openraa.vocabulary.codes import (
    Area,
    StateName,
    areas,
    code_list,
    code_list_names,
    country,
    country_name,
    country_on,
    find_area,
    withdrawn,
)
from openraa.vocabulary.load import REQUIREMENT_KINDS, load_vocabulary, parse_vocabulary
from openraa.vocabulary.model import (
    FIRST_DAY,
    LAST_DAY,
    Answer,
    Constraint,
    Derivation,
    Effect,
    Fact,
    FactType,
    Question,
    RequirementLabel,
    Stage,
    Value,
    Vocabulary,
)
from openraa.vocabulary.placed_yaml import Placed, Plain, read_yaml
from openraa.vocabulary.topics import questions_by_topic

__all__ = [
    "FIRST_DAY",
    "LAST_DAY",
    "REQUIREMENT_KINDS",
    "Answer",
    "Area",
    "Constraint",
    "Derivation",
    "Effect",
    "Fact",
    "FactType",
    "Placed",
    "Plain",
    "Question",
    "RequirementLabel",
    "Stage",
    "StateName",
    "Value",
    "Vocabulary",
    "areas",
    "code_list",
    "code_list_names",
    "country",
    "country_name",
    "country_on",
    "find_area",
    "load_vocabulary",
    "parse_vocabulary",
    "questions_by_topic",
    "read_yaml",
    "withdrawn",
]
