"""The clearance plans of the examples, as a planner sees them: `make bless` renews them, the diff is read."""

from __future__ import annotations

import json

import pytest

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
