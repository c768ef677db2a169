"""``frontdesk train questions``: complete records become the questions that ship."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ops.cli.console import err


def questions(
    records: Annotated[Path, typer.Argument(help="JSONL: complete records of one organisation.", exists=True)],
    *,
    documents: Annotated[Path, typer.Option(help="The folder that its documents are named from.", file_okay=False)],
    to: Annotated[
        Path | None, typer.Option(help="The folder of questions; else the one that ships.", file_okay=False)
    ] = None,
) -> None:
    """Put references in place of the texts, so that the questions can ship and the texts need not."""
    from knowledge.training.making import make_questions
    from knowledge.training.references import QUESTIONS

    made = make_questions(records, documents, to or QUESTIONS)
    err.print(f"{made.questions} questions are in {made.path}.", highlight=False)
    if made.from_folders_only:
        err.print(
            f"{made.from_folders_only} of them have a text that is in no document: they come only with "
            "frontdesk train data --from.",
            highlight=False,
        )
