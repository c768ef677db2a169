"""Plays back answers as a capable model writes them, good or subtly wrong, where no such model can be reached."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from rapidfuzz import fuzz, process

from knowledge.domain import Message, ModelProfile, Sampling
from knowledge.errors import DeadlineExceeded, GenerationFailed
from knowledge.evaluation.files import EvaluationFileInvalid, GoldQuestion, read_lines
from knowledge.language.profiles import PROFILES

_ALIKE: Final = 85
"""Of 100, from which on a question in a prompt is the one that was asked: slips of the keyboard were mended."""
_PIECE: Final = re.compile(r"\S+\s*|[\u3400-\u9fff]|\s+")


_CAPABLE: Final = ModelProfile(frozenset(PROFILES), context=32_768)


@dataclass(frozen=True, slots=True)
class Replay:
    """The `knowledge.ports.Generator` that has an answer for each question, by its words; it fails for any other."""

    answers: Mapping[str, str]
    name: str = "replay"
    profile: ModelProfile = _CAPABLE

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,  # noqa: ARG002 - the port's own signature
    ) -> Iterator[str]:
        """Yield the answer to the question in the prompt, word by word. Raises GenerationFailed or DeadlineExceeded."""
        said = answer_to(" ".join(message.content for message in prompt if message.role == "user"), self.answers)
        if said is None:
            raise GenerationFailed("Nothing is played back for this question.")
        for piece in _PIECE.findall(said)[:max_new_tokens]:
            if cancelled():
                return
            if time.monotonic() >= deadline:
                raise DeadlineExceeded("The time for this answer ran out before it was complete.")
            yield piece

    def close(self) -> None:
        """Holds nothing."""


def answer_to(asked: str, answers: Mapping[str, str]) -> str | None:
    """Return the answer to the longest question that a prompt asks, or to the one that is nearly the same.

    What was asked earlier in the conversation stands in front of that, and is not meant.
    """
    now = asked.rpartition("Question (")[2]
    there = max((question for question in answers if question in now), key=len, default=None)
    if there is None:
        found = process.extractOne(now, answers.keys(), scorer=fuzz.partial_ratio)
        there = found[0] if found and found[1] >= _ALIKE else None
    return None if there is None else answers[there]


def read_replay(path: Path, questions: Sequence[GoldQuestion], field: str) -> Replay:
    """Read a file of answers: ``{id, ideal, bad}`` a line. What no document answers is declined without a line.

    Raises EvaluationFileInvalid.
    """
    by_id = {question.id: question for question in questions}
    said = dict(read_lines(path, lambda content: (str(content["id"]), _text(content, field))))
    if not by_id.keys() & said.keys():
        raise EvaluationFileInvalid(f"{path} has no answer to any of these questions. Check its ids.")
    declined = {question.text: "NO_ANSWER" for question in questions if not question.answerable}
    return Replay(declined | {by_id[name].text: text for name, text in said.items() if name in by_id})


def _text(content: Mapping[str, Any], field: str) -> str:
    return str(content[field])
