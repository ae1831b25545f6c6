"""In which encoding a text file is written: said by the planner, shown by the file, or asked for. Never guessed."""

from __future__ import annotations

import codecs
import re

from openraa.problems import Place, Problem, Refused, Severity, nearest, say

CODECS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "shift_jis": "cp932",
    "windows-1252": "cp1252",
    "windows-1250": "cp1250",
    "iso-8859-1": "cp1252",  # as browsers read it: files that say so were written on Windows
    "iso-8859-15": "iso8859-15",
    "euc-jp": "euc_jp",
}
_ALSO = {
    "utf8": "utf-8", "utf-8-sig": "utf-8", "utf16": "utf-16", "unicode": "utf-16", "shift-jis": "shift_jis",
    "sjis": "shift_jis", "cp932": "shift_jis", "ms932": "shift_jis", "windows-31j": "shift_jis",
    "cp1252": "windows-1252", "ansi": "windows-1252", "cp1250": "windows-1250", "latin-1": "iso-8859-1",
    "latin1": "iso-8859-1", "latin-9": "iso-8859-15", "eucjp": "euc-jp", "ascii": "utf-8",
}  # fmt: skip
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHUNK = 1 << 20
_LATIN_LETTERS = "À-ÖØ-öø-ÿŒœŠšŽžŸ"
# What West European text consists of beyond ASCII: letters, never three in a row, and usual signs.
_LATIN = re.compile(f"[\\x00-\\x7f{_LATIN_LETTERS}‘’“”«»–—…€£§°ºª·\xa0]*")
_THREE_LETTERS = re.compile(f"[{_LATIN_LETTERS}]{{3}}")
_JAPANESE = re.compile("[々〇一-龠ぁ-んァ-ヶー]{2}")
_WITHIN_LATIN = re.compile("[A-Za-z][\uff61-\uff9f\u4e00-\u9fff]|[\uff61-\uff9f\u4e00-\u9fff][A-Za-z]")
_PRIVATE = re.compile("[\ue000-\uf8ff]")


def encoding_of(data: bytes, place: Place, said: str) -> tuple[str, list[Problem]]:
    """The codec of a text, with a warning where only the text itself speaks for it; `said` settles it.

    Without a word from the planner: a byte order mark, then UTF-8 if every byte fits, then Shift_JIS or
    Windows-1252 if the text can be only one of them.

    Raises:
        Refused: the text cannot be what is said, or could be several things.
    """
    if said:
        return _said(data, place, said), []
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _fitting(data, place, name), []
    if b"\0" in data[:4]:
        raise Refused(_nul(place, 1))
    if _first_misfit(data, "utf-8") is None:
        return "utf-8", []
    japanese, latin = _as_japanese(data), _looks_latin(data)
    if bool(japanese) is latin or (japanese and not _JAPANESE.search(japanese)):
        at = _first_misfit(data, "utf-8") or 0
        raise Refused(
            Problem(
                Place(place.path, data.count(b"\n", 0, at) + 1), "encoding",
                say("the file is not UTF-8, and nothing shows what it is"),
                say(
                    'Say encoding = "shift_jis" or "windows-1252" for this manifest in the visit file (or --encoding), '
                    "or save it as `CSV UTF-8` or XLSX."
                ),
            )
        )  # fmt: skip
    name = "shift_jis" if japanese else "windows-1252"
    warning = Problem(
        place, "encoding", say("the file does not say its encoding; it was read as {name}", name=name),
        say('Check names with accents. Say encoding = "{name}" for this manifest in the visit file.', name=name),
        Severity.WARNING,
    )  # fmt: skip
    return CODECS[name], [warning]


def _said(data: bytes, place: Place, said: str) -> str:
    word = said.strip().lower().replace("_", "-").replace(" ", "-")
    name = next((known for known in CODECS if known.replace("_", "-") == word), _ALSO.get(word, ""))
    if not name:
        remedy = say("One of {names}.", names=", ".join(CODECS))
        raise Refused(
            Problem(
                place, "encoding", say("`{name}` is no encoding that is read here", name=said[:40]),
                nearest(word, CODECS) or remedy,
            )
        )  # fmt: skip
    return _fitting(data, place, name)


def _fitting(data: bytes, place: Place, name: str) -> str:
    at = _first_misfit(data, CODECS[name])
    if at is not None:
        line = data.count(b"\n", 0, at) + 1
        raise Refused(
            Problem(
                Place(place.path, line), "encoding", say("this line is not written in {name}", name=name),
                say("Say the right encoding, or save the file as `CSV UTF-8` or XLSX."),
            )
        )  # fmt: skip
    return CODECS[name]


def _first_misfit(data: bytes, codec: str) -> int | None:
    """Near which byte the text ceases to be of the codec; None if all of it is."""
    decoder = codecs.getincrementaldecoder(codec)()
    for start in range(0, len(data), _CHUNK):
        try:
            decoder.decode(data[start : start + _CHUNK], final=start + _CHUNK >= len(data))
        except UnicodeDecodeError as error:
            return min(len(data), start + error.start)
    return None


def _as_japanese(data: bytes) -> str:
    """The text as Shift_JIS; empty if it cannot be that."""
    if _first_misfit(data, "cp932") is not None:
        return ""
    text = data.decode("cp932")
    return "" if _PRIVATE.search(text) or _WITHIN_LATIN.search(text) else text


def _looks_latin(data: bytes) -> bool:
    if _first_misfit(data, "cp1252") is not None:
        return False
    text = data.decode("cp1252")
    return _LATIN.fullmatch(text) is not None and not _THREE_LETTERS.search(text)


def _nul(place: Place, line: int) -> Problem:
    return Problem(
        Place(place.path, line), "encoding", say("the file holds a NUL byte"),
        say("Save it anew as `CSV UTF-8` or XLSX; UTF-16 needs its byte order mark."),
    )  # fmt: skip


def refuse_nul(line: str, place: Place, number: int) -> None:
    """No text holds a NUL; what does is a file of another kind, or UTF-16 that does not say so."""
    if "\0" in line:
        raise Refused(_nul(place, number))
