"""Prompts the generator with the evidence and passes on, sentence by sentence, what the evidence supports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import structlog

from knowledge.answer.grounding import Source, checkable, supporting
from knowledge.domain import Message, Question
from knowledge.errors import ContextOverflow, DeadlineExceeded, GenerationFailed
from knowledge.language.sentences import Sentence, plain, sentence_ends
from knowledge.language.text import terms
from knowledge.ports import Generator
from knowledge.prompts.filling import filled

MAX_NEW_TOKENS: Final = 64
"""Two or three sentences; small models that say more, say worse."""
PROMPT_SENTENCES: Final = 10
"""Evidence shown to the model. Reading is what answering costs: ten sentences are about 350 tokens."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of the answer and the quote that backs it."""

    text: str
    source: Source


def draft(
    question: Question,
    evidence: Sequence[Sentence],
    generator: Generator,
    *,
    deadline: float,
    cancelled: Callable[[], bool],
) -> Iterator[Claim]:
    """Yield the generator's supported sentences as they are finished, one for each sentence of the evidence.

    ``question`` stands alone.

    What only echoes the question is passed over. A generator that has repeated itself, or said one thing that nothing
    supports, is not asked for more: what follows rests on it, and the reader waits. The same where it fails. The caller
    then quotes, which is still a true answer.
    """
    asked = frozenset(terms(question.text))
    candidates = [Source((sentence,)) for sentence in evidence]
    prompt = build_prompt(question, evidence[:PROMPT_SENTENCES])
    deltas = generator.generate(prompt, max_new_tokens=MAX_NEW_TOKENS, deadline=deadline, cancelled=cancelled)
    try:
        for sentence in finished_sentences(deltas):
            text = _without_heading(sentence, evidence)
            if not checkable(text) or asked.issuperset(terms(text)):
                continue
            source = supporting(text, candidates)
            if source is None:
                return
            candidates.remove(source)
            yield Claim(_without_label(text, source), source)
    except (GenerationFailed, ContextOverflow, DeadlineExceeded) as error:
        log.warning("generation_failed_quoting_instead", request_id=question.id, error=type(error).__name__)


def build_prompt(question: Question, evidence: Sequence[Sentence]) -> list[Message]:
    """The messages of ``prompts/answer.md`` with the evidence, best first, each sentence behind its heading."""
    lines = [f"- {plain(sentence.passage.heading)}: {sentence.readable}" for sentence in evidence]
    return filled("answer", evidence="\n".join(lines), question=question.text)


def _without_label(text: str, source: Source) -> str:
    """What follows a label such as "Weekly:" that the quote itself does not have."""
    before, _, rest = text.partition(": ")
    said = frozenset(terms(source.said))
    return rest.strip() if checkable(rest) and not said.issuperset(terms(before)) else text


def _without_heading(text: str, evidence: Sequence[Sentence]) -> str:
    """What follows the heading that the prompt puts before each sentence, where the generator copied that too.

    It often copies a heading by halves: what consists of one heading's words is taken for it.
    """
    before, _, rest = text.partition(": ")
    words = frozenset(terms(before))
    headings = {sentence.passage.heading for sentence in evidence}
    return rest.strip() if rest and any(words <= frozenset(terms(heading)) for heading in headings) else text


def finished_sentences(deltas: Iterator[str]) -> Iterator[str]:
    """Finished sentences of the stream, without list marks and Markdown; an unfinished last one is dropped."""
    text = ""
    for delta in deltas:
        text += delta
        while (end := sentence_ends(text)) is not None:
            yield from _clean(text[:end])
            text = text[end:]
    if re.search(r"[.!?。！？][\"'”’)*]*\s*$", text):
        yield from _clean(text)


def _clean(sentence: str) -> Iterator[str]:
    text = re.sub(r"^(?:[-*•]|\d{1,2}[.)])\s+|^(?:the )?answer(?: is)?:\s*", "", plain(sentence), flags=re.IGNORECASE)
    if text:
        yield text
