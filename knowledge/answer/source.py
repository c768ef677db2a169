"""What backs a claim: the exact words of a document, and what they say under their title and headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from knowledge.domain import Citation
from knowledge.language.sentences import Sentence
from knowledge.language.text import terms

_MARKS: Final = re.compile(r"[\W_\d]{0,12}")
"""What may stand between a sentence and the line that leads it: white space, and the mark of an item."""


@dataclass(frozen=True)
class Source:
    """A quote that backs a claim: one sentence, or the sentences of one list."""

    sentences: tuple[Sentence, ...]

    @property
    def quote(self) -> str:
        """The exact words of the document: a list from its first sentence to its last, one sentence with what leads it.

        What lies between the lines that it stands under and the sentence is left out.
        """
        text, first, end = self.sentences[0].passage.text, self.sentences[0], self.sentences[-1].end
        if len(self.sentences) > 1 or not first.leads:
            return text[first.start : end]
        spans = [*first.leads, (first.start, end)]
        quoted = text[slice(*spans[0])]
        for (_, before), (start, until) in pairwise(spans):
            between = text[before:start]
            quoted += text[before:until] if _MARKS.fullmatch(between) else f"\n…\n{text[start:until]}"
        return quoted

    @cached_property
    def text(self) -> str:
        """What the quote says under its title and heading, without which a table or a list is mute."""
        passage = self.sentences[0].passage
        return f"{passage.title} {passage.heading} {self.said}"

    @cached_property
    def said(self) -> str:
        """What the quote alone says."""
        return " ".join(sentence.readable for sentence in self.sentences)

    @cached_property
    def terms(self) -> list[str]:
        """Content terms of `text`, in order."""
        return terms(self.text)

    def citation(self, number: int) -> Citation:
        """What a reader sees of it under this number."""
        first = self.sentences[0]
        passage = first.passage
        return Citation(
            number,
            passage.document_id,
            passage.title,
            passage.heading,
            self.quote,
            passage.url,
            passage.page_at(first.start),
            passage.effective,
        )
