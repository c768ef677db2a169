"""What is being done for an answer, told while it is done, so that whoever waits sees what was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from knowledge.domain import Found, Retrieved, Stage

Tell = Callable[[Stage], None]

MOST_NAMED: Final = 5
"""Documents that are named while they are read; a search finds passages of up to ten."""


def untold(_stage: Stage) -> None:
    """Where nobody waits to be told."""


def reading(found: Sequence[Retrieved]) -> Stage:
    """That what was found is being read: each document once, by its best passage."""
    best = {one.passage.document_id: one.passage for one in reversed(found)}
    ranked = dict.fromkeys(one.passage.document_id for one in found)
    named = [best[document] for document in ranked][:MOST_NAMED]
    return Stage("reading", tuple(Found(passage.title, passage.heading, passage.url) for passage in named))
