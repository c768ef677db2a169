"""The page an answer is written on: text with citation markers, each piece final as soon as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from knowledge.answer.claims import Claim
from knowledge.answer.source import Source
from knowledge.domain import Citation, Question
from knowledge.language.phrases import FIGURES, LIST_COMMA, written_in
from knowledge.language.quantities import emphasised, figures
from knowledge.language.text import language_of

_MARKER: Final = re.compile(r"\[(\d+)\]")
"""A document's own footnote, or a forged one, is no citation of ours."""


@dataclass(slots=True)
class Page:
    """Collects one answer; ``emit`` receives each piece as it is added, and joined the pieces are ``text``."""

    question: Question
    emit: Callable[[str], None]
    text: str = ""
    citations: list[Citation] = field(default_factory=list)
    cited: list[Source] = field(default_factory=list)

    def write(self, piece: str) -> None:
        """Add text that needs no source."""
        self.text += piece
        self.emit(piece)

    def cite(self, claim: Claim) -> None:
        """Add a claim with the markers of its citations.

        The amounts that are asked for are in bold. Words in another language are announced first, and their figures
        repeated in the reader's.
        """
        language = self.question.language
        text = _MARKER.sub(r"(\1)", claim.text)
        written = claim.source.sentences[0].passage.language
        theirs = {language_of(text, language), written}
        opening = "" if self.text or language in theirs else written_in(written, language)
        said = () if language in theirs else figures(text, language)
        repeated = FIGURES[language].format(figures=LIST_COMMA[language].join(said)) if said else ""
        self.cited += claim.sources
        shown = emphasised(text, self.question.text)
        marks = "".join(f"[{number}]" for number in dict.fromkeys(map(self._number, claim.sources)))
        self.write(f"{opening}{self._separator(text, opening)}{shown} {marks}{repeated}")

    def _separator(self, text: str, opening: str) -> str:
        """Between two claims: a new paragraph around a list, else a space; nothing at the start."""
        if (not self.text and not opening) or self.text.endswith("- "):
            return ""
        lists = "\n" in text or "\n" in self.text.rsplit("\n\n", 1)[-1] or opening
        return "\n\n" if lists else " "

    def _number(self, source: Source) -> int:
        """The number of the source's citation; one quote is cited once."""
        document = source.sentences[0].passage.document_id
        for citation in self.citations:
            if (citation.document, citation.quote) == (document, source.quote):
                return citation.number
        self.citations.append(source.citation(len(self.citations) + 1))
        return len(self.citations)
