"""`raa papers`: the papers of a visit."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from openraa.cli.output import LangOption, print_json, words_of
from openraa.cli.visits import open_plan


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("papers")(papers)


def papers(
    visit: Annotated[Path, typer.Argument(help="A visit: its folder, or its visit.toml.", show_default=False)],
    out: Annotated[Path, typer.Option(help="The folder for the papers; other files in it stay.", show_default=False)],
    lang: LangOption = "",
    only: Annotated[
        list[str] | None, typer.Option(help="Only this paper; may stand several times.", show_default=False)
    ] = None,
    unconfirmed_fields: Annotated[
        bool, typer.Option("--unconfirmed-fields", help="Print also fields that no source confirms, labelled so.")
    ] = False,
    despite_problems: Annotated[
        bool, typer.Option("--despite-problems", help="Print although rows are wrong; the cover sheet says so.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The list of the files, for machines.")] = False,
    folder: Annotated[
        list[Path] | None, typer.Option(help="A further folder with agreements.", show_default=False)
    ] = None,
) -> None:
    """Print the papers of a visit: lists, orders, declarations and drafts, as PDF."""
    from openraa.papers import make_papers, write_papers

    words = words_of(lang)
    made = make_papers(
        open_plan(visit, "", folder or []),
        words,
        only=only or [],
        unconfirmed=unconfirmed_fields,
        despite_problems=despite_problems,
        on_paper=lambda name: print(f"{name} ...", file=sys.stderr),
    )
    paths = write_papers(made, out)
    if as_json:
        print_json(
            {
                "format": "papers/1",
                "visit_hash": made.visit_hash,
                "papers": [
                    {
                        "paper": file.paper,
                        "file": str(path),
                        "pages": file.n_pages,
                        **{subject: file.counts.get(subject, 0) for subject in ("people", "items", "conveyances")},
                        "sha256": file.sha256,
                    }
                    for file, path in zip(made.files, paths, strict=True)
                ],
                "left_out": [{"paper": paper.name, "because": paper.because} for paper in made.left_out],
                "problems": [problem.to_json() for problem in made.problems],
            }
        )
        return
    for path in paths:
        print(path)
    for paper in made.left_out:
        print(f"{words(paper.title)}: {words(paper.because)}", file=sys.stderr)
