"""Catalogues of texts and the conventions of a language.

A catalogue is a gettext file in `catalogues/LANG/`: `law.po` holds what vocabulary, rulebooks and register say,
`screens.po` what code says. The key is the English text.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources

from openraa.language.states import FORMAL_JAPANESE, OF, StateInText, state_in_text
from openraa.problems import COMMAND_LINE, Problem, Refused, Said, say
from openraa.vocabulary import StateName, code_list, country, country_name

LANGUAGES = {"en": "English", "fr": "français", "ja": "日本語", "it": "italiano"}
CATALOGUES = ("law", "screens")


@dataclass(frozen=True)
class Language:
    """One language; calling it with an English text gives the text in it.

    A text without a translation comes back in English: tests see to it that there is none.
    """

    code: str
    texts: Mapping[str, str | tuple[str, ...]]

    def __call__(self, text: str, /, **values: object) -> str:
        """`text` in this language, with `{name}` replaced by the values: said texts, States, days and numbers in it."""
        if isinstance(text, Said):
            return self(text.template, **(dict(text.values) | values))
        found = self.texts.get(text) or text
        form = found if isinstance(found, str) else found[0] or text
        return form.format(**{name: self._value(value) for name, value in values.items()}) if values else form

    def _value(self, value: object) -> object:
        match value:
            case Said():
                return self(value)
            case StateInText():
                return self.country_in_text(value.code)
            case StateName():
                return self.country(value.code)
            case datetime():
                return self.instant(value)
            case date():
                return self.day(value)
            case tuple():
                return self.join(str(self._value(part)) for part in value)
            case int() if not isinstance(value, bool):
                return self.number(value)
            case _:
                return value

    def plural(self, one: str, many: str, n: int) -> str:
        """`one` or `many`, whichever this language uses for `n`; `{n}` in it is replaced."""
        found = self.texts.get(one)
        if not found:
            form = one if n == 1 else many
        elif isinstance(found, str):
            form = found
        else:
            form = found[min(self._form(n), len(found) - 1)] or many
        return form.format(n=self.number(n))

    def _form(self, n: int) -> int:
        if self.code == "ja":
            return 0
        return int(n > 1) if self.code == "fr" else int(n != 1)

    def join(self, parts: Iterable[str]) -> str:
        """Several texts in one line."""
        return ("、" if self.code == "ja" else "; ").join(parts)

    def cite(self, cite: str) -> str:
        """A citation: words in it are translated, an article alone stays as it is written."""
        return self(cite) if has_words(cite) else cite

    def cites(self, cites: Iterable[str]) -> str:
        """Citations in one line."""
        return "; ".join(map(self.cite, cites))

    def country(self, code: str) -> str:
        """The usual name of a State or territory, from its two-letter code."""
        from babel import Locale

        return country_name(code) if self.code == "en" else Locale(self.code).territories.get(code) or code

    def country_in_text(self, code: str) -> str:
        """The name of a State within a sentence: in English with its article."""
        return str(state_in_text(code)) if self.code == "en" else self.country(code)

    def of_country(self, code: str) -> str:
        """The name of a State after what belongs to it, as in "Ambassade de France".

        French and Italian bring their own preposition, English and Japanese have it in the sentence.
        """
        if self.code in OF:
            name = self.country(code)
            return f"{OF[self.code][code]}{name}" if code in OF[self.code] else f"({name})"
        return FORMAL_JAPANESE.get(code, self.country(code)) if self.code == "ja" else self.country_in_text(code)

    def language_name(self, code: str) -> str:
        """The name of a language, from its two-letter code."""
        from babel import Locale

        return Locale(self.code).languages.get(code) or code

    def day(self, day: date) -> str:
        """A day as it is written in a text, with the month as a word; ISO in English."""
        if self.code == "en":
            return day.isoformat()
        from babel.dates import format_date

        text = format_date(day, "long", locale=self.code)
        return f"1er{text[1:]}" if self.code == "fr" and day.day == 1 else text  # CLDR writes 1 mars

    def when(self, year: int, month: int = 0, day: int = 0) -> str:
        """A day, a month or a year, as precise as it is given."""
        if month and day:
            return self.day(date(year, month, day))
        if self.code == "en":
            return f"{year:04d}-{month:02d}" if month else f"{year:04d}"
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM" if month else "y", date(year, month or 1, 1), locale=self.code)

    def instant(self, at: datetime) -> str:
        """A day and time of day."""
        return f"{self.day(at.date())} {at:%H:%M}"

    def number(self, n: int) -> str:
        """A whole number as it is written in this language."""
        if self.code == "en" or -1000 < n < 1000:
            return str(n)
        from babel.numbers import format_decimal

        return format_decimal(n, locale=self.code)

    def decimal(self, n: Decimal) -> str:
        """A decimal number as it is written in this language, with all its digits."""
        if self.code == "en":
            return str(n)
        from babel.numbers import format_decimal

        digits = len(str(n).partition(".")[2])
        return format_decimal(n, "#,##0" + "." * bool(digits) + "0" * digits, locale=self.code)


def has_words(cite: str) -> bool:
    """Whether a citation holds words to translate, such as "second sentence", and not an article alone."""
    return re.search(r"(?<!\()[a-z]{3,}", cite.replace("Art.", "")) is not None


class Reading(Language):
    """A language for pages that are read at leisure: dates stand with the month as a word in English too."""

    def day(self, day: date) -> str:
        """A day as it stands in a text for reading."""
        if self.code != "en":
            return super().day(day)
        from babel.dates import format_date

        return format_date(day, "long", locale="en_GB")

    def when(self, year: int, month: int = 0, day: int = 0) -> str:
        """A day, a month or a year, as precise as it is given."""
        if self.code != "en" or day or not month:
            return super().when(year, month, day)
        from babel.dates import format_skeleton

        return format_skeleton("yMMMM", date(year, month, 1), locale="en_GB")


def reading(code: str) -> Reading:
    """The language with this code, for pages.

    Raises:
        Refused: there is no catalogue for the language.
    """
    return Reading(code, language(code).texts)


@cache
def language(code: str = "en") -> Language:
    """The language with this code: en, fr, ja or it.

    Raises:
        Refused: there is no catalogue for the language.
    """
    if code not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        message = say("there is no language `{code}`", code=code)
        raise Refused(Problem(COMMAND_LINE, "language", message, say("Use one of {known}.", known=known)))
    texts: dict[str, str | tuple[str, ...]] = {}
    if code != "en":
        for name in CATALOGUES:
            texts |= _read(code, name)
    return Language(code, texts)


def official_language(state: str) -> str:
    """The first of a State's official languages in which we can say things; empty where there is none.

    Source: Unicode CLDR, official and de facto official languages, as babel has them.
    """
    from babel.languages import get_official_languages

    return next((code for code in get_official_languages(state, de_facto=True) if code in LANGUAGES), "")


def _read(code: str, name: str) -> dict[str, str | tuple[str, ...]]:
    from babel.messages.pofile import read_po

    data = (resources.files("openraa.language") / "catalogues" / code / f"{name}.po").read_bytes()
    texts: dict[str, str | tuple[str, ...]] = {}
    for message in read_po(io.BytesIO(data), locale=code):
        if message.id:
            key = message.id if isinstance(message.id, str) else message.id[0]
            texts[key] = message.string if isinstance(message.string, str) else tuple(message.string or ())
    return texts


@cache
def _states() -> dict[str, str]:
    from babel import Locale

    names: dict[str, str] = {}
    for code in LANGUAGES:
        for state, name in Locale(code).territories.items():
            if len(state) == 2 and country(state):
                names.setdefault(name.casefold(), state)
    for row in code_list("countries"):
        if not row["valid_to"]:
            for key in ("name_en", "name_fr"):
                names.setdefault(row[key].casefold(), row["alpha2"])
    return names


def state_named(text: str) -> str | None:
    """The two-letter code of the State or territory that a name in one of our languages means."""
    return _states().get(unicodedata.normalize("NFKC", text).strip().casefold())
