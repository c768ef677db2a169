"""Checks a draft, sentence by sentence: a fact that neither the instructions nor the policies state is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.answer.grounding import Source, supporting
from knowledge.domain import Language
from knowledge.language.phrases import POLICIES_SAY
from knowledge.language.quantities import facts, in_order, names
from knowledge.language.sentences import Sentence, plain, sentence_ends
from knowledge.language.text import negated, terms

LONGEST_VERSION: Final = 2000
"""Characters; as much as one section of a message shows well."""
FOUNDED: Final = 0.6
"""Share of a sentence's content words that the instructions must have, where a small model writes.

SmolLM2-135M pads with sentences of its own ("please provide a valid ID card"); with this they fall, and what it says of
the matter stays.
"""
SAID: Final = 0.3
"""Share of the instructions' content words under which a small model's version says nothing: a greeting and a name."""
QUOTED: Final = 3
"""Sentences of policies put below what a small model wrote."""

_HEADING: Final = re.compile(r"^\s*#{1,6}\s+")
_FILL_IN: Final = re.compile(r"\[[^\]\n]{1,40}\]")
"""A place for the person to fill in: [Your name]."""
_END: Final = re.compile(r"[.!?。！？:：,，\]][\"'”’)*]*\s*$")
_GREETING_TERMS: Final = 3
"""Content words that a greeting or the line above a list or a name may have of its own."""


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


def checked(deltas: Iterator[str], notes: Notes, *, strict: bool) -> Version:
    """The text without the sentences that nothing bears out.

    ``strict`` is for a small model, which blends whatever it is given: it does not see the policies, which are quoted
    below its words, and each sentence must have the facts of one of the instructions'. A line that comes again ends the
    text: a model that has begun to repeat itself goes on doing so.
    """
    bears_out = _strictly if strict else _loosely
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
            source = bears_out(sentence, notes)
            if source is None:
                cut += 1
                continue
            good.append(sentence)
            used.update(dict.fromkeys(source.sentences))
        if good or (not line and kept and kept[-1]):
            kept.append(" ".join(good))
    quoted = notes.evidence[:QUOTED] if strict else ()
    if quoted:
        kept += ["", POLICIES_SAY[notes.language], *(each.readable for each in quoted)]
    while sum(map(len, kept)) + len(kept) > LONGEST_VERSION:
        kept.pop()  # a whole line: half a number is another number
    text = "\n".join(kept).strip()
    repeated = len(notes.words & frozenset(terms(text)))
    enough = repeated > 0 and repeated >= (SAID if strict else 0) * len(notes.words)
    return Version(text, cut, tuple(names(_FILL_IN.sub(" ", text), notes.all)), (*used, *quoted), enough)


_OWN: Final = Source(())
"""Stands for the instructions."""


def _loosely(sentence: str, notes: Notes) -> Source | None:
    """What states all its facts: the instructions, or those and one sentence of a policy."""
    own = facts(sentence) - facts(notes.instructions)
    if own:
        return next((source for source in notes.sources if own <= facts(source.text)), None)
    return supporting(sentence, notes.sources) or _OWN


def _strictly(sentence: str, notes: Notes) -> Source | None:
    """The instructions, where one of their sentences has all these facts and no others, in this order."""
    said = frozenset(terms(_FILL_IN.sub(" ", sentence)))
    stated = facts(sentence)
    if not stated and (len(said) <= 1 or (len(said) <= _GREETING_TERMS and sentence.endswith((",", ":", "，", "：")))):
        return _OWN
    same = [told for told in notes.told if stated in (frozenset(), facts(told)) and in_order(sentence, told)]
    denies = negated(sentence) and not any(map(negated, same))
    return _OWN if same and not denies and len(said & notes.words) >= FOUNDED * len(said) else None


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
