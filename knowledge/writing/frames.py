"""A draft without a model: the frame of the genre around the facts as they were given, and what the policies say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from knowledge.answer.source import Source
from knowledge.domain import Brief
from knowledge.language.ends import sentence_spans
from knowledge.language.phrases import POLICIES_SAY
from knowledge.language.profiles import PROFILES
from knowledge.language.sentences import Sentence
from knowledge.prompts.filling import frame_of
from knowledge.writing.draft_check import Version

QUOTED: Final = 3
"""Sentences of policies, the nearest ones."""


def frame(brief: Brief, evidence: Sequence[Sentence], contact: str) -> Version:
    """Return the one version: nothing in it is made up, and what only its person knows is left to fill in."""
    quoted = evidence[:QUOTED]
    facts = "\n".join(_facts(brief.instructions, bullet="- " if brief.genre in {"report", "faq"} else ""))
    policies = [POLICIES_SAY[brief.language], *(f"- {Source((each,)).said}" for each in quoted)] if quoted else []
    whom = contact or PROFILES[brief.language].phrases.fill_in_contact
    text = frame_of(brief.genre, brief.language).format(facts=facts, policies="\n".join(policies), contact=whom)
    return Version(_tidy(text), 0, (), tuple(quoted), says_something=True)


def _facts(instructions: str, *, bullet: str) -> list[str]:
    """The instructions, each line and sentence for itself: they are facts as their person wrote them."""
    lines = (line.strip() for line in instructions.splitlines() if line.strip())
    return [f"{bullet}{line[start:end]}" for line in lines for start, end in sentence_spans(line, 0, len(line))]


def _tidy(text: str) -> str:
    """Without the gap that is left where no policy speaks of the matter."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()
