"""Names of States inside a sentence: with the article or preposition that the language puts before them.

Only States of the register's agreements have a form in French and Italian. Any other stands in brackets, which is
right after every noun.
"""

from __future__ import annotations

from functools import cache

from openraa.vocabulary import StateName, country_name

WITH_ARTICLE = frozenset({"AE", "BS", "CD", "CF", "DO", "GB", "GM", "KM", "MH", "MV", "NL", "PH", "SB", "US"})
"""The States whose English name takes "the" in a sentence."""


class StateInText(StateName):
    """The name of a State within a sentence: in English with its article."""

    __slots__ = ()


@cache
def state_in_text(code: str) -> StateInText:
    """The English name of a State as it stands within a sentence, which can be said in another language."""
    plain = country_name(code)
    name = StateInText(f"the {plain}" if plain.code in WITH_ARTICLE else plain)
    name.code = plain.code
    return name


FORMAL_JAPANESE = {"GB": "英国", "JP": "日本国"}
"""Names that Japanese notes and treaties use where everyday lists have another."""


def _by_code(rows: dict[str, str]) -> dict[str, str]:
    return {code: before for before, codes in rows.items() for code in codes.split()}


OF = {
    "fr": _by_code(
        {
            "de ": "BA BE BG CH CY CZ DJ FI FR GR HR HU JO LT LV MK MY NO NZ PG PL RO SE SG SI SK TR",
            "d’": "AL AM AT AU AZ DE EE ES IL IS IT UG ZA",
            "de l’": "IN",
            "du ": "BF BI BJ CA DK GA GB JP KG KW LU MA ME PT QA RW SN TL",
            "des ": "FJ NL PH US",
        }
    ),
    "it": _by_code(
        {
            "di ": "BA BG CH CY DE DJ DK ES FI FR GR HR JO LT LV NO PL RO SE SG SI SK TL TR",
            "d’": "AL AM AT AU EE HU IL IS IT",
            "del ": "BE BF BI BJ CA GA GB JP KG KW LU MA ME PT QA RW SN ZA",
            "della ": "CZ MK MY NZ PG",
            "dell’": "AZ IN UG",
            "dei ": "NL",
            "degli ": "US",
            "delle ": "FJ PH",
        }
    ),
}
"""What stands between a noun and the name of a State that it belongs to, such as the embassy of France."""
