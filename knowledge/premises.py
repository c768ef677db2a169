"""Finds the amount that a question takes for granted and that the policies do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.domain import Retrieved
from knowledge.evidence import Evidence
from knowledge.grounding import quantities
from knowledge.sentences import Sentence, split_sentences
from knowledge.text import NUMBER_WORDS, normalise, question_terms, terms

LIKELY: Final = 3
"""The policies' own amount is looked for in this many best pieces of evidence; further down it is of something else."""
SAME_MATTER: Final = 0.5
"""Share of what the question states the amount of that a sentence must name, be it by its heading."""

_TAKES_FOR_GRANTED: Final = re.compile(
    r"\bwhy (?:am|is|are|was|were|do|does|did|can|has|have)\b|\bbecause\b"
    r"|\b(?:since|given that|now that|seeing that) (?:i|we|you|they|he|she|the|my|our|all|every)\b"
    r"|\b(?:i|we) (?:heard|read|thought|believed?|understood|assumed?|(?:was|were) told)\b"
    r"|\bis it (?:true|correct|right)\b|[, ](?:right|correct|yes|true) ?\?"
    r"|\b(?:is|are|do|does|have)n['’]t (?:i|it|we|they|that) ?\?|^\W*is(?:n['’]t)? (?:the|our|my)\b"
    r"|为什么|为何|既然|因为|听说|据说|是真的|对吧|对吗|是吧|没错吧|对不对|是不是|是吗|不是.{1,20}吗"
    r"|[是有为] ?[\d零一二两三四五六七八九十百]+ ?\w{1,3}吗",
    re.IGNORECASE,
)
"""Words with which an amount is stated; where it is a condition ("after 3 years"), policies need not have it."""
_SENTENCE: Final = re.compile(r"[^.!?。！？]+[.!?。！？]*")
_CLAUSE: Final = re.compile(r"[^,;，；]+")
_NUMBER_WORD: Final = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b")
_AMOUNTS_TO: Final = re.compile("一共|总共|只有|[有为只]")
_MOST_BETWEEN: Final = 2
"""Words between a number and its unit: 30 annual leave days."""

Amounts = frozenset[tuple[str, str]]


def otherwise(asked: str, evidence: Sequence[Evidence], found: Sequence[Retrieved]) -> Evidence | None:
    """Return the evidence that has another amount than the question takes for granted, of the same matter and unit.

    None where the question states no amount, or where anything that was found has it.
    """
    for statement in _statements(asked):
        stated = _amounts(statement)
        matter = _matter(statement, stated)
        if not matter:
            continue
        read = (sentence for each in found for part in each.parts for sentence in split_sentences(part))
        if any(stated & _amounts(each.readable) and _is_about(matter, each) for each in read):
            continue
        units = {unit for _, unit in stated}
        for item in evidence[:LIKELY]:
            own = {unit for _, unit in _amounts(item.sentence.readable)}
            if units & own and _is_about(matter, item.sentence):
                return item
    return None


def _statements(asked: str) -> Iterator[str]:
    """Yield the first clause with an amount of each sentence that takes something for granted."""
    for sentence in _SENTENCE.findall(asked):
        if _TAKES_FOR_GRANTED.search(sentence):
            yield from [clause for clause in _CLAUSE.findall(sentence) if _amounts(clause)][:1]


def _amounts(text: str) -> Amounts:
    """Numbers with their units: those in words as well, and with words between, as in "30 annual leave days"."""
    digits = _NUMBER_WORD.sub(lambda word: NUMBER_WORDS[word[0]], normalise(text))
    closer = (re.sub(rf"(?<=\d )(?:[a-z]+ ){{{words}}}", "", digits) for words in range(_MOST_BETWEEN + 1))
    return frozenset(amount for each in closer for amount in quantities(each))


def _matter(statement: str, stated: Amounts) -> frozenset[str]:
    """What an amount is stated of: the terms that are neither numbers nor units."""
    units = {unit for _, unit in stated}
    asked = question_terms(_AMOUNTS_TO.sub(" ", statement))
    return frozenset(term for term in asked if not term[0].isdigit() and term not in units)


def _is_about(matter: frozenset[str], sentence: Sentence) -> bool:
    passage = sentence.passage
    named = matter & frozenset(terms(f"{passage.title} {passage.heading} {sentence.readable}"))
    return len(named) >= SAME_MATTER * len(matter)
