"""An answer's first sentence: what a colleague reads who reads one line."""

from __future__ import annotations

import re
from typing import Final

from knowledge.domain import Answer
from knowledge.evaluation.support import MARKER, OUR_WORDS

LONGEST: Final = 240
"""Characters; who reads one line reads no more."""

_END: Final = re.compile(r"\[\d+\]|\n|[。！？]|[.!?](?=[\s\"”)]|$)")


def first_sentence(text: str) -> str:
    """What any system's answer says up to its first sentence end, citation mark or line end."""
    end = _END.search(text)
    return text[: min(end.end() if end else LONGEST, LONGEST)]


def first_claim(answer: Answer) -> str:
    """What the first citation mark of ours stands behind, without the words that introduce it; empty without a mark.

    Figures that are repeated behind the mark in the reader's language belong to it.
    """
    mark = MARKER.search(answer.text)
    if mark is None:
        return ""
    said = answer.text[: mark.start()] + mark["figures"]
    for words in OUR_WORDS:
        said = said.replace(words, "")
    return said.strip()[:LONGEST]
