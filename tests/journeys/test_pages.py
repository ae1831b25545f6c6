"""The pages of the documentation are run: their files are written, their commands give what they show."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.support.commands import raa
from tests.support.generated import ROOT

FILE = re.compile(r"^~~~\w+ file=(\S+)\n(.*?)^~~~$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TUTORIAL = ROOT / "docs" / "tutorial" / "add-an-agreement.md"


def commands(text: str) -> list[tuple[str, str]]:
    """Each command of the page's console blocks with the output shown below it."""
    found = []
    for block in CONSOLE.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output.strip()))
    return found


def test_the_tutorial_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TUTORIAL.read_text("utf-8")
    files = FILE.findall(text)
    assert len(files) == 3
    for name, content in files:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run = commands(text)
    assert len(run) == 5
    for command, shown in run:
        ran = raa(*shlex.split(command)[1:])
        assert ran.status == 0, f"{command}\n{ran.out}{ran.err}"
        assert ran.err == ""
        if shown:
            assert ran.out.strip() == shown, command


HOW_TOS = sorted(path.name for path in (ROOT / "docs" / "how-to").glob("*.md"))


@pytest.mark.parametrize("name", [name for name in HOW_TOS if name != "print-the-papers.md"])
def test_a_how_to_can_be_followed(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs" / "how-to" / name).read_text("utf-8")
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for file, content in FILE.findall(text):
        target = tmp_path / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    run = commands(text)
    assert run
    for command, shown in run:
        command, tells_status, _ = command.partition("; echo $?")
        ran = raa(*shlex.split(command)[1:])
        assert tells_status or ran.status == 0, f"{command}\n{ran.out}{ran.err}"
        assert_shown(shown, ran.out + (str(ran.status) if tells_status else ""), command)


def assert_shown(shown: str, out: str, command: str) -> None:
    """What a page shows is what was printed; a line `...` stands for any lines left out."""
    rest = [line.rstrip() for line in out.strip().splitlines()]
    if "..." not in shown.splitlines():
        assert "\n".join(rest) == shown, command
    for line in (line.rstrip() for line in shown.splitlines() if line != "..."):
        assert line in rest, f"{command}: not in the output, or not in this order: {line}"
        rest = rest[rest.index(line) + 1 :]


def test_the_readme_shows_real_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    run = commands((ROOT / "README.md").read_text("utf-8"))
    assert len(run) == 4
    for command, shown in run:
        assert_shown(shown, raa(*shlex.split(command)[1:]).out, command)
