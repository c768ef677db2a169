"""Makes a ranked list fit to read: nothing twice, the version in force first, neighbours as one text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from knowledge.domain import Retrieved
from knowledge.index.duplicates import without_duplicates
from knowledge.index.editions import in_force_first, without_present
from knowledge.index.in_force import asks_for_the_old
from knowledge.index.splitting import tokens_in

MERGED: Final = 400
"""Tokens up to which neighbours become one text, by `tokens_in`: about a page of a handbook."""

Found = Mapping[int, Retrieved]
"""Row -> what was found there, best first. The rows of a document stand in its order."""


def fit_to_read(question: str, found: Found, limit: int, today: str = "") -> list[Retrieved]:
    """Return at most ``limit`` of what was found, best first; ``today`` is the ISO date where the asker is."""
    distinct = without_duplicates(found)
    if asks_for_the_old(question):
        distinct = without_present(distinct, today)
    return merged(in_force_first(question, distinct, today))[:limit]


def merged(found: Found) -> list[Retrieved]:
    """Join each passage to a better one that stands right before or behind it in the document, up to `MERGED` tokens.

    A rule seldom ends with its section, and side by side they take one place of the list instead of two.
    """
    groups: list[list[int]] = []
    for row in found:
        group = next((group for group in groups if _continues(found, group, row)), None)
        if group is not None and sum(tokens_in(found[one].passage.text) for one in (*group, row)) <= MERGED:
            group.append(row)
        else:
            groups.append([row])
    return [_joined([found[row] for row in group]) for group in groups]


def _continues(found: Found, group: list[int], row: int) -> bool:
    """Whether the row stands right before or behind the group, in the same document."""
    beside = row - 1 in group or row + 1 in group
    return beside and found[group[0]].passage.document_id == found[row].passage.document_id


def _joined(group: list[Retrieved]) -> Retrieved:
    """Return the best one with the others as its neighbours."""
    best, *others = group
    return replace(
        best,
        dense=max((one.dense for one in group if one.dense is not None), default=None),
        lexical=max((one.lexical for one in group if one.lexical is not None), default=None),
        neighbours=tuple(one.passage for one in others),
        tuned=max((one.tuned for one in group if one.tuned is not None), default=None),
        sentences={name: cosines for one in group for name, cosines in one.sentences.items()},
        vectors={name: vectors for one in group for name, vectors in one.vectors.items()},
    )
