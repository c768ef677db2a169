"""What is written on request: drafts and translations, each from a payload to what `workers.contract.Reply` holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Protocol

from knowledge.errors import Declined, Reason
from knowledge.question.wishes import LONGEST_INSTRUCTIONS, LONGEST_TEXT
from knowledge.writing.drafts import Writing
from knowledge.writing.translation import Translating
from workers.contract import Json, unpack_brief


class Job(Protocol):
    """Does one kind of writing."""

    def __call__(self, payload: Json, *, deadline: float, cancelled: Callable[[], bool]) -> Json:
        """Write. Raises Declined, GenerationFailed, IndexMissing or IndexIncompatible."""
        ...


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs over the models and the index of one process."""

    writing: Writing
    translating: Translating

    def by_name(self) -> dict[str, Job]:
        """Return each job by the name that payloads have."""
        return {"draft": self._draft, "translate": self._translate}

    def _draft(self, payload: Json, *, deadline: float, cancelled: Callable[[], bool]) -> Json:
        brief = unpack_brief(payload)
        _require_words(brief.instructions, "draft_usage", LONGEST_INSTRUCTIONS)
        drafts = self.writing.draft(brief, deadline=deadline, cancelled=cancelled)
        return {
            "versions": [
                {"text": version.text, "cut": version.cut, "unknown": list(version.unknown)}
                for version in drafts.versions
            ],
            "citations": [asdict(citation) for citation in drafts.citations],
            "generator": drafts.generator,
        }

    def _translate(self, payload: Json, *, deadline: float, cancelled: Callable[[], bool]) -> Json:
        _require_words(payload["text"], "translate_usage", LONGEST_TEXT)
        translation = self.translating.translate(
            payload["id"], payload["text"], payload["target"], deadline=deadline, cancelled=cancelled
        )
        return {**asdict(translation), "unmatched": list(translation.unmatched)}


def _require_words(said: str, usage: Reason, limit: int) -> None:
    """Raise Declined for an order that does not say what to write, or too much; commands are looked at by the edge."""
    if not any(map(str.isalnum, said)):
        raise Declined(usage, "The order does not say what to write.")
    if len(said) > limit:
        sentence = f"The text has {len(said)} characters; at most {limit} can be taken."
        raise Declined("text_too_long", sentence, count=len(said), limit=limit)
