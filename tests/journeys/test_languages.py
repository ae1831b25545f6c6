"""The plan in the reader's language, as a user asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from openraa.cli.output import words_of_arguments
from tests.support.commands import raa
from tests.support.generated import ROOT


@pytest.fixture(autouse=True)
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.delenv("OPENRAA_LANG", raising=False)


@pytest.mark.parametrize("code", ["xx", "FR", "français", "../en", "en\0"])
def test_an_unknown_language_is_refused_with_the_known_ones(code: str) -> None:
    ran = raa("check", "examples/france-italy", "--lang", code)
    assert ran.status == 2
    assert ran.out == ""
    assert f"there is no language `{code}` [language]" in ran.err
    assert "Use one of en, fr, ja, it." in ran.err


def test_an_unknown_language_of_the_environment_is_refused_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENRAA_LANG", "klingon")
    assert raa("check", "examples/france-italy").status == 2


def test_the_environment_says_the_language_and_the_option_overrides_it(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = raa("check", "examples/france-italy", "--lang", "it").out
    monkeypatch.setenv("OPENRAA_LANG", "it")
    assert raa("check", "examples/france-italy").out == asked
    assert "Francia" in asked
    assert "Francia" not in raa("check", "examples/france-italy", "--lang", "en").out


def test_the_papers_follow_the_environment_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENRAA_LANG", "it")
    visit, only = "examples/france-italy", ("--only", "arms-and-ammunition-list")
    by_environment = raa("papers", visit, "--out", str(tmp_path / "environment"), *only)
    by_option = raa("papers", visit, "--out", str(tmp_path / "option"), *only, "--lang", "it")
    other = raa("papers", visit, "--out", str(tmp_path / "other"), *only, "--lang", "en")
    assert (by_environment.status, by_option.status, other.status) == (0, 0, 0)
    name = "arms-and-ammunition-list.pdf"
    assert (tmp_path / "environment" / name).read_bytes() == (tmp_path / "option" / name).read_bytes()
    assert (tmp_path / "environment" / name).read_bytes() != (tmp_path / "other" / name).read_bytes()


def test_the_data_are_the_same_in_every_language() -> None:
    english = raa("check", "examples/france-italy", "--json").out
    for code in ("fr", "ja", "it"):
        assert raa("check", "examples/france-italy", "--json", "--lang", code).out == english


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("check", "x", "--lang", "fr"), "fr"),
        (("check", "--lang=ja", "x"), "ja"),
        (("check", "x"), "en"),
        (("check", "x", "--lang"), "en"),
        (("check", "x", "--lang", "xx"), "en"),
        ((), "en"),
    ],
)
def test_a_failure_is_said_in_the_language_that_the_arguments_ask_for(arguments: tuple[str, ...], code: str) -> None:
    assert words_of_arguments(arguments).code == code
