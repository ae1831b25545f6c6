"""Language: what is said in English, said in French, Japanese or Italian.

In:  a text that code, vocabulary or rulebooks hold in English; a language.
Out: the text in that language from gettext catalogues; names of States, days and numbers as people there write them.
Not here: which texts there are (the rooms that hold them), how they are laid out.
"""

from openraa.language.catalogue import (
    CATALOGUES,
    LANGUAGES,
    Language,
    Reading,
    has_words,
    language,
    official_language,
    reading,
    state_named,
)
from openraa.language.states import state_in_text

__all__ = [
    "CATALOGUES",
    "LANGUAGES",
    "Language",
    "Reading",
    "has_words",
    "language",
    "official_language",
    "reading",
    "state_in_text",
    "state_named",
]
