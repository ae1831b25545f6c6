"""The clearance plans of the examples, as a planner sees them: `make bless` renews them, the diff is read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from openraa.language import CATALOGUES, LANGUAGES
from tests.support.commands import raa
from tests.support.generated import ROOT, hold_against
from tests.support.messages import untranslated

EXAMPLES = ("france-italy", "france-japan", "japan-australia", "philippines-japan")
IN_OTHER_LANGUAGES = ("france-italy", "philippines-japan")


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_plan_of_an_example(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = raa("check", f"examples/{name}")
    assert ran.err == ""
    text = "\n".join(line.rstrip() for line in ran.out.splitlines()) + "\n"
    hold_against(ROOT / "tests" / "golden" / f"{name}.txt", text)


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
@pytest.mark.parametrize("name", IN_OTHER_LANGUAGES)
def test_the_plan_in_another_language(name: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [text for catalogue in CATALOGUES for text in untranslated(code, catalogue)]
    assert left == [], f"{len(left)} texts have no translation: a plan that is half English is not written down"
    monkeypatch.chdir(ROOT)
    ran = raa("check", f"examples/{name}", "--lang", code)
    assert ran.err == ""
    text = "\n".join(line.rstrip() for line in ran.out.splitlines()) + "\n"
    hold_against(ROOT / "tests" / "golden" / code / f"{name}.txt", text)


def test_the_steps_of_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = raa("plan", "examples/france-italy", "--why")
    text = "\n".join(line.rstrip() for line in ran.out.splitlines()) + "\n"
    hold_against(ROOT / "tests" / "golden" / "steps-france-italy.txt", text)


def version(folder: Path, changes: dict[str, str]) -> Path:
    """The visit to Italy with its sheets as CSV, in which each text of `changes` is replaced by another."""
    source = ROOT / "examples" / "france-italy"
    folder.mkdir()
    visit = (source / "visit.toml").read_text("utf-8").replace("manifest.xlsx#", "").replace('s"\n', 's.csv"\n')
    visit = visit.replace('"people"', '"people.csv"')
    texts = {"visit.toml": visit}
    book = CalamineWorkbook.from_path(source / "manifest.xlsx")
    for sheet in book.sheet_names:
        out = io.StringIO()
        rows = book.get_sheet_by_name(sheet).to_python()
        csv.writer(out).writerows([int(c) if isinstance(c, float) and c == int(c) else c for c in row] for row in rows)
        texts[f"{sheet}.csv"] = out.getvalue()
    for name, text in texts.items():
        for before, after in changes.items():
            text = text.replace(before, after)
        (folder / name).write_text(text, "utf-8")
    return folder


def test_a_change_to_an_example(tmp_path: Path) -> None:
    changes = {
        "2026-04-17": "2026-04-19",
        "6 174 0012": "6 174 0099",
        "Lambert Florent": "Lambert Flavie",
        "R-10001 to R-10040": "R-10001 to R-10039; R-20077",
    }
    ran = raa("diff", str(version(tmp_path / "a", {})), str(version(tmp_path / "b", changes)))
    assert ran.status == 0
    text = "\n".join(line.rstrip() for line in ran.out.splitlines()) + "\n"
    for after in changes.values():
        assert after in text
    hold_against(ROOT / "tests" / "golden" / "diff-france-italy.txt", text)


@pytest.mark.parametrize("name", EXAMPLES)
def test_terminal_and_data_tell_one_story(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    plan = json.loads(raa("check", f"examples/{name}", "--json").out)
    text = raa("check", f"examples/{name}").out
    assert plan["format"] == "plan/1"
    for group in plan["groups"]:
        assert group["n"] == len(group["lines"]) <= group["of"]
        for cite in group["determination"]["provisions"]:
            assert cite["cite"]["text"]
    for todo in plan["todo"]:
        assert todo["cites"]
        if todo["safe_on"] and todo["kind"] != "document":
            assert todo["safe_on"] in text
    for row in plan["missing"]:
        assert row["fact"] in text
