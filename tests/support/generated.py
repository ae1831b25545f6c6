"""Expected texts: compared with what is in the repository, written anew by `make bless`."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]


def hold_against(path: Path, text: str) -> None:
    """The file must hold this text; under BLESS=1 it is written."""
    if os.environ.get("BLESS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{path.relative_to(ROOT)} is missing: run `make bless` and read the diff"
    assert path.read_text(encoding="utf-8") == text, (
        f"{path.relative_to(ROOT)} is out of date: run `make bless` and read the diff"
    )
