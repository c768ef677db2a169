"""Answers in the documents' own words: the sentence that answers, and what bounds it; or a whole list or table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from knowledge.answer.claims import Claim
from knowledge.answer.confidence import WANTED, Wants
from knowledge.answer.passages import in_whole, merged
from knowledge.answer.reading import Evidence, nearly_as_likely
from knowledge.answer.shown_files import of_shown_files
from knowledge.answer.source import Source
from knowledge.answer.whole_table import whole_table
from knowledge.domain import Language, Retrieved
from knowledge.language.lists import block_of, is_steps, number_of, says_its_mark
from knowledge.language.sentences import Sentence
from knowledge.language.text import terms

MOST: Final = 2
"""Quotes as a rule: a third one was right where the first two were not in one answer of a hundred."""
OTHER_DOCUMENT: Final = 0.75
"""Log-odds by which what another document says may be less likely than the first: one rule seldom stands in two."""
LONGEST: Final = {"zh": 120}
"""Characters of the quotes together; the first is quoted whatever its length."""
_LONGEST: Final = 360
"""The same in other languages: about 60 words."""
REPEATED: Final = 0.75
"""A sentence this much of whose terms another one holds says the same again."""


def whole(evidence: Sequence[Evidence], found: Sequence[Retrieved], wants: Wants, question: str = "") -> Claim | None:
    """The whole list of steps, or the whole table, where that is asked for and the likeliest evidence is of it.

    A table is asked for in so many words, or by a ``question`` that names none of its rows, see `whole_table`.

    Procedures are quoted whole and never paraphrased: with a step missing, the answer is wrong. Who shows one that is
    too long for a message says how many steps are missing. Of 75 questions of
    organisations left out that ask for steps, 55 are shown an answer so, and 48 where a step needed only be among the
    three best sentences: eight had the answer replaced by steps of something else.
    """
    passages = merged(found)
    if wants.get("steps", 0.0) >= WANTED:
        for item in nearly_as_likely(evidence):
            steps = block_of(in_whole(item.sentence, passages))
            if is_steps(steps):
                return listed(steps)
    rows = whole_table(question, evidence, found, wants)
    return listed(rows) if rows else None


def quotes(evidence: Sequence[Evidence], cited: Sequence[Source], limit: int = MOST) -> list[Claim]:
    """Quotes that complete what is cited already, until ``limit`` sources; the best comes first."""
    said = [source.said for source in cited]
    chosen: list[Sentence] = []
    shown = of_shown_files(evidence)
    ordered = (*shown, *(one for one in nearly_as_likely(evidence) if one not in shown))
    for item in ordered:
        if len(said) >= limit + max(0, len(shown) - 1):
            break
        elsewhere = item.sentence.passage.document_id != ordered[0].sentence.passage.document_id
        if elsewhere and item.score < ordered[0].score - OTHER_DOCUMENT and item not in shown:
            continue
        adds = _said_after(chosen, item.sentence)
        if any(_repeats(adds, before) for before in said):
            continue
        if said and sum(map(len, said)) + len(adds) > longest(item.sentence.passage.language):
            continue
        said.append(adds)
        chosen.append(item.sentence)
    return [Claim(_said_after(chosen[:n], sentence), Source((sentence,))) for n, sentence in enumerate(chosen)]


def longest(language: Language) -> int:
    """Return how many characters the quotes of a language may have together."""
    return LONGEST.get(language, _LONGEST)


def _said_after(before: Sequence[Sentence], sentence: Sentence) -> str:
    """What a quote adds: the line that introduces a list is said once."""
    return sentence.own if before and _led_by(before[-1]) == _led_by(sentence) else sentence.readable


def _led_by(sentence: Sentence) -> tuple[object, ...]:
    return sentence.passage, sentence.leads, sentence.carried


def _repeats(adds: str, before: str) -> bool:
    """Whether nearly all of it was said before, and every number: rows of a table differ in little else."""
    these = frozenset(terms(adds))
    new = these - frozenset(terms(before))
    return len(new) <= (1 - REPEATED) * len(these) and not any(term[0].isdigit() for term in new)


def listed(items: Sequence[Sentence]) -> Claim:
    """Return items one below the other, with their numbers where they have some; what goes on with one is behind it."""
    written = ""
    for sentence in items:
        number = number_of(sentence)
        gap = "" if sentence.passage.language == "zh" else " "
        mark = f"{number}. " if number else "- "
        begins = number or sentence.header or not written or _begins_a_line(sentence)
        mark = "" if says_its_mark(sentence) or (items[-1].header and not sentence.header) else mark
        written += f"\n{mark}{sentence.own}" if begins else f"{gap}{sentence.own}"
    return Claim(written.strip(), Source(tuple(items)))


def _begins_a_line(sentence: Sentence) -> bool:
    text = sentence.passage.text
    before = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start]
    return not any(map(str.isalnum, before))
