"""Answers in the documents' own words: the best sentences, or the whole list of steps they belong to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from knowledge.answer.claims import Claim
from knowledge.answer.grounding import Source
from knowledge.answer.reading import Evidence
from knowledge.domain import Language
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.language.text import terms

MARGIN: Final = 0.04
"""Evidence this much worse than the best is no longer about the question."""
OTHER_DOCUMENT: Final = 0.015
"""The same for what another document than the best evidence's says: one rule seldom stands in two."""
MAX_TERMS: Final[dict[Language, int]] = {"en": 60, "zh": 130}
"""Length of the quotes together, in different content terms; the first is quoted whatever its length."""
REPEATED: Final = 0.75
"""A sentence this much of whose terms another one holds says the same again."""
MAX_STEP_SENTENCES: Final = 24
STEP_AMONG: Final = 3
"""The list is quoted when one of this many best pieces of evidence is one of its steps."""

_STEP: Final = re.compile(r"^[ \t]*(\d{1,2})[.)、][ \t]*$")
_HOW: Final = re.compile(
    r"\bhow (?:do|can|should|to|must|does)\b|\bsteps?\b|\bset ?up\b"
    r"|(?:如何|怎么|怎样)(?!样|算|计算|付|扣|收费|规定)|步骤|流程|手续",
    re.IGNORECASE,
)


def procedure(asked: str, evidence: Sequence[Evidence]) -> Claim | None:
    """The whole list of steps, where the question asks how and the best evidence is a step, or stands above the steps.

    Procedures are quoted and never paraphrased: with a step missing, the answer is wrong.
    """
    if not evidence or not _HOW.search(asked):
        return None
    below = split_sentences(evidence[0].sentence.passage)
    first_steps = [sentence for sentence in below if _step_number(sentence) == 1]
    likely = [item.sentence for item in evidence[:STEP_AMONG]]
    for sentence in (*likely, *(first_steps if len(first_steps) == 1 else ())):
        steps = _steps_around(sentence)
        if len(steps) > 1:
            return Claim(_written(steps), Source(steps))
    return None


def quotes(evidence: Sequence[Evidence], cited: Sequence[Source], limit: int) -> list[Claim]:
    """Quotes that complete what is cited already, until ``limit`` sources or `MAX_TERMS`.

    The best comes first; rows of a table stand in its order.
    """
    said = [frozenset(terms(source.said)) for source in cited]
    chosen: list[Sentence] = []
    for item in evidence:
        if len(said) >= limit or item.score < evidence[0].score - MARGIN:
            break
        elsewhere = item.sentence.passage.document_id != evidence[0].sentence.passage.document_id
        if elsewhere and item.score < evidence[0].score - OTHER_DOCUMENT:
            continue
        adds = frozenset(terms(_said_after(chosen, item.sentence)))
        if any(_repeats(adds, before) for before in said):
            continue
        if said and sum(map(len, said)) + len(adds) > MAX_TERMS[item.sentence.passage.language]:
            break
        said.append(adds)
        chosen.append(item.sentence)
    if all(sentence.header for sentence in chosen):
        order = list(dict.fromkeys(sentence.header for sentence in chosen))
        chosen.sort(key=lambda sentence: (order.index(sentence.header), sentence.start))
    return [Claim(_said_after(chosen[:n], sentence), Source((sentence,))) for n, sentence in enumerate(chosen)]


def _said_after(before: Sequence[Sentence], sentence: Sentence) -> str:
    """What a quote adds: the line that introduces a list is said once."""
    introduced = bool(before) and (before[-1].passage, before[-1].leads) == (sentence.passage, sentence.leads)
    return sentence.own if introduced else sentence.readable


def _repeats(adds: frozenset[str], before: frozenset[str]) -> bool:
    """Whether nearly all of it was said before, and every number: rows of a table differ in little else."""
    new = adds - before
    return len(new) <= (1 - REPEATED) * len(adds) and not any(term[0].isdigit() for term in new)


def _steps_around(sentence: Sentence) -> tuple[Sentence, ...]:
    """The numbered list that the sentence is part of or introduces, else the sentence alone."""
    sentences = split_sentences(sentence.passage)
    here = sentences.index(sentence)
    start, end = here, here + 1
    while start > 0 and _step_number(sentences[start]) != 1 and _in_list(sentences, start - 1):
        start -= 1
    while end < len(sentences) and _in_list(sentences, end) and _step_number(sentences[end]) != 1:
        end += 1
    listed = sentences[start:end]
    is_list = _step_number(listed[0]) == 1 and len(listed) > 1
    return tuple(listed[:MAX_STEP_SENTENCES]) if is_list else (sentence,)


def _in_list(sentences: Sequence[Sentence], place: int) -> bool:
    """Whether the sentence begins a step or goes on with one."""
    if _step_number(sentences[place]):
        return True
    before = sentences[place - 1] if place else None
    if before is None:
        return False
    between = sentences[place].passage.text[before.end : sentences[place].start]
    return "\n" not in between and _in_list(sentences, place - 1)


def _step_number(sentence: Sentence) -> int | None:
    """The number in front of a step; None where the sentence begins no step."""
    line_start = sentence.passage.text.rfind("\n", 0, sentence.start) + 1
    match = _STEP.match(sentence.passage.text[line_start : sentence.start])
    return int(match[1]) if match else None


def _written(steps: Sequence[Sentence]) -> str:
    """The steps as a numbered list."""
    written = ""
    for sentence in steps:
        number = _step_number(sentence)
        gap = "" if sentence.passage.language == "zh" else " "
        written += f"\n{number}. {sentence.own}" if number else f"{gap}{sentence.own}"
    return written.strip()
