"""``frontdesk train language``: the weights by which a language is told from others in Latin letters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from knowledge.errors import FrontdeskError
from ops.cli.console import err


class NoTexts(FrontdeskError):
    """There is nothing to learn the language from; the sentence says so."""


def language(
    code: Annotated[str, typer.Argument(help="Of a profile, such as de.", show_default=False)],
    texts: Annotated[Path, typer.Argument(help="Treebanks and questions in many languages.", exists=True)],
    *,
    to: Annotated[Path | None, typer.Option(help="The file of weights; else the one that ships.")] = None,
) -> None:
    """Learn how a language looks from treebanks of Universal Dependencies, files of XQuAD, and what ships."""
    from knowledge.language.evidence import file_of
    from knowledge.training.languages import fit, texts_in

    found = texts_in(texts)
    own = found.pop(code, [])
    if not own:
        raise NoTexts(f"No text is in “{code}”: {texts} has {', '.join(sorted(found))}.")
    with err.status("Learning…"):
        fitted = fit(own, (text for others in found.values() for text in others))
    path = to or file_of(code)
    path.write_text(json.dumps(fitted, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    err.print(f"{len(fitted['weights'])} weights are in {path}.", highlight=False)
