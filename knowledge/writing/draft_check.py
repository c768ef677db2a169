"""Checks a draft, sentence by sentence: a fact that neither the instructions nor the policies state is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.answer.copied import copied_from
from knowledge.answer.source import Source
from knowledge.domain import Language
from knowledge.language.quantities import facts, names
from knowledge.language.sentences import Sentence, plain, sentence_ends
from knowledge.language.text import terms

LONGEST_VERSION: Final = 2000
"""Characters; as much as one section of a message shows well."""
_HEADING: Final = re.compile(r"^\s*#{1,6}\s+")
_FILL_IN: Final = re.compile(r"\[[^\]\n]{1,40}\]")
"""A place for the person to fill in: [Your name]."""
_END: Final = re.compile(r"[.!?。！？:：,，\]][\"'”’)*]*\s*$")


@dataclass(frozen=True)
class Notes:
    """What a draft is written from."""

    instructions: str
    language: Language
    evidence: tuple[Sentence, ...] = ()

    @cached_property
    def told(self) -> list[str]:
        """The instructions' sentences."""
        return [sentence for line in self.instructions.splitlines() for sentence in _sentences(line)]

    @cached_property
    def sources(self) -> list[Source]:
        """The policies' sentences, each for itself."""
        return [Source((sentence,)) for sentence in self.evidence]

    @cached_property
    def words(self) -> frozenset[str]:
        """Content terms of the instructions."""
        return frozenset(terms(self.instructions))

    @property
    def all(self) -> list[str]:
        """Every text that a name may be known from."""
        return [self.instructions, *(source.text for source in self.sources)]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a draft.

    ``cut`` sentences were left out; ``unknown`` are names that nobody gave, for the reader to check; ``used`` are the
    policies' sentences that it rests on.
    """

    text: str
    cut: int
    unknown: tuple[str, ...]
    used: tuple[Sentence, ...]
    says_something: bool


def checked(deltas: Iterator[str], notes: Notes) -> Version:
    """The text without the sentences that nothing bears out.

    A line that comes again ends the text: a model that has begun to repeat itself goes on doing so.
    """
    kept: list[str] = []
    used: dict[Sentence, None] = {}
    seen: set[str] = set()
    cut = 0
    for line in _lines(deltas):
        if line and line in seen:
            break
        seen.add(line)
        good: list[str] = []
        for sentence in _sentences(line):
            source = _borne_out(sentence, notes)
            if source is None:
                cut += 1
                continue
            good.append(sentence)
            used.update(dict.fromkeys(source.sentences))
        if good or (not line and kept and kept[-1]):
            kept.append(" ".join(good))
    while sum(map(len, kept)) + len(kept) > LONGEST_VERSION:
        kept.pop()  # a whole line: half a number is another number
    text = "\n".join(kept).strip()
    repeats = not notes.words.isdisjoint(terms(text))
    return Version(text, cut, tuple(names(_FILL_IN.sub(" ", text), notes.all)), tuple(used), repeats)


_OWN: Final = Source(())
"""Stands for the instructions."""


def _borne_out(sentence: str, notes: Notes) -> Source | None:
    """What states all its facts: the instructions, or those and one sentence of a policy."""
    own = facts(sentence) - facts(notes.instructions)
    if own:
        return next((source for source in notes.sources if own <= facts(source.text)), None)
    return copied_from(sentence, notes.sources) or _OWN


def _lines(deltas: Iterator[str]) -> Iterator[str]:
    """The finished lines of the stream, without Markdown; the last one up to its last sentence that is finished."""
    text = ""
    for delta in deltas:
        *lines, text = f"{text}{delta}".split("\n")
        yield from map(_unmarked, lines)
    *finished, last = [*_sentences(text), ""][:-1] or [""]
    yield _unmarked(" ".join([*finished, last] if _END.search(last) else finished))


def _unmarked(line: str) -> str:
    return plain(_HEADING.sub("", line))


def _sentences(line: str) -> Iterator[str]:
    while line.strip():
        end = sentence_ends(line) or len(line)
        yield line[:end].strip()
        line = line[end:]
