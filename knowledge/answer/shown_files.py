"""Files that were shown with a question come first among what is quoted, where they say something to it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from knowledge.answer.reading import Evidence
from knowledge.attached import is_attached

BESIDE: Final = 3.0
"""Log-odds by which a shown file may be less likely than the first. In six tries, what was asked about was 2.5 behind
at most, and what had nothing to do with the question 5.6 and more."""


def of_shown_files(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return what is likeliest in each file that was shown with the question, where it is not far behind the first.

    Who shows a contract asks about it, though a policy may say the same of itself; and who shows an invoice and asks
    whether it is within a policy must see both side by side.
    """
    best: dict[str, Evidence] = {}
    for one in takewhile(lambda item: item.score >= evidence[0].score - BESIDE, evidence):
        if is_attached(one.sentence.passage.document_id):
            best.setdefault(one.sentence.passage.document_id, one)
    return tuple(best.values())
