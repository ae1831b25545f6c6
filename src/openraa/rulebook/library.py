"""Finds rulebooks by id: the shipped agreements, and folders that a user names."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

from openraa.problems import COMMAND_LINE, Place, Problem, Refused, nearest
from openraa.rulebook.model import Rulebook
from openraa.rulebook.read import read_rulebook
from openraa.rulebook.stack import Stack, build_stack
from openraa.vocabulary import load_vocabulary

FILE_NAME = "rulebook.md"


def shipped_agreements() -> Path:
    """The folder of the agreements that come with the program."""
    return Path(str(resources.files("openraa") / "agreements"))


def rulebook_paths(folders: Sequence[Path] = ()) -> dict[str, Path]:
    """Every rulebook by id, the shipped ones and those in `folders` (which win)."""
    found: dict[str, Path] = {}
    for folder in (shipped_agreements(), *folders):
        for path in sorted(folder.glob(f"*/{FILE_NAME}")):
            found[path.parent.name] = path
    return found


def load_rulebook(name: str, folders: Sequence[Path] = ()) -> Rulebook:
    """The rulebook of that id, or at that path.

    Raises:
        Refused: there is none, or it is wrong.
    """
    path = Path(name)
    if path.is_dir():
        path = path / FILE_NAME
    if path.suffix == ".md" or path.is_file():
        return _read(path, str(path))
    known = rulebook_paths(folders)
    if name not in known:
        raise Refused(
            Problem(
                COMMAND_LINE,
                "unknown-agreement",
                f"there is no rulebook `{name}`",
                " ".join(p for p in (nearest(name, known), "`raa agreements` lists them all.") if p),
            )
        )
    return _read(known[name], _shown(known[name]))


def load_stack(names: Sequence[str], folders: Sequence[Path] = ()) -> Stack:
    """The stack of the rulebooks with these ids or paths, base text first.

    Raises:
        Refused: one is unknown or wrong, or they do not fit together.
    """
    if not names:
        raise Refused(Problem(COMMAND_LINE, "stack", "no agreement is named", "Name one: `--agreement ID`."))
    return _build(tuple(load_rulebook(name, folders) for name in names))


def _shown(path: Path) -> str:
    shipped = shipped_agreements()
    return f"agreements/{path.relative_to(shipped)}" if path.is_relative_to(shipped) else str(path)


def _read(path: Path, shown_as: str) -> Rulebook:
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        stamp = 0
    return _read_once(path, shown_as, stamp)


@cache
def _read_once(path: Path, shown_as: str, stamp: int) -> Rulebook:
    book = read_rulebook(path, load_vocabulary(), shown_as=shown_as)
    if path.name == FILE_NAME and path.parent.name != book.id and path.parent.name:
        raise Refused(
            Problem(
                Place(shown_as, 2), "id", f"the rulebook calls itself `{book.id}` but lies in another folder",
                f"Name the folder `{book.id}`.",
            )
        )  # fmt: skip
    return book


def _build(books: tuple[Rulebook, ...]) -> Stack:
    key = tuple((book.path, book.hash) for book in books)
    if key not in _stacks:
        _stacks[key] = build_stack(books, load_vocabulary())
    return _stacks[key]


_stacks: dict[tuple[tuple[str, str], ...], Stack] = {}
