"""Finds the amount that a question states of a rule and that the policies do not have.

Whether a question states a rule at all, `knowledge.question.intents` tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.answer.reading import Evidence
from knowledge.domain import Language, Retrieved
from knowledge.language.quantities import CURRENCIES, quantities
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.language.text import NUMBER_WORDS, normalise, question_terms, terms

LIKELY: Final = 8
"""The policies' own amount is looked for in this many best pieces of evidence; further down it is of something else."""
SAME_MATTER: Final[dict[Language, float]] = {"en": 0.75, "zh": 0.5, "de": 0.75}
"""Share of what the question states the amount of that a sentence must name, be it by its heading.

Of Chinese pairs of characters, many are none of its words.
"""
ALSO_OF_IT: Final = 0.5
"""The same share, in its own words, from which on a sentence with the question's amount bears the question out."""

_SPEAKER: Final = re.compile(
    r"^.{0,30}?\b(?:heard|read|told|thought|think|believe|guess|understood|assumed?|says?|said|gehört|dachte|sagt|meint)\b"
    r"(?:,? (?:that|dass)\b)?|^.{0,8}?(?:听说|据说|以为|记得|说)",
    re.IGNORECASE,
)
"""Who says it, in front of what is said: nothing of that is the asker's own."""
_OF_THE_ASKER: Final = re.compile(r"\b(?:i|i['’]m|me|my|mine)\b|我(?!们)", re.IGNORECASE)
"""What somebody did, or has, is no mistake about a policy."""
_OPEN: Final = re.compile(
    r"\b(?:over|above|under|below|more|less|fewer|least|most|up|between|beyond|exceed\w*)\b|\d ?(?:to|-|–|~|至|到) ?\d"
    r"|超过|不满|不足|不到|不超|不少|以上|以下|以内|之间|至少|至多|最多|最少|满",
    re.IGNORECASE,
)
"""A bound or a range: another amount may lie within it."""
_SENTENCE: Final = re.compile(r"(?:[^.!?。！？]|(?<=\d)\.(?=\d))+[.!?。！？]*")
_CLAUSE: Final = re.compile(r"(?:[^,;，；]|(?<=\d),(?=\d{3}))+")
_NUMBER_WORD: Final = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b")
_AMOUNTS_TO: Final = re.compile(
    r"\b(?:only|just|since|given that|now that|seeing that|because|so|per)\b|一共|总共|只有|[有为只]", re.IGNORECASE
)
_MOST_BETWEEN: Final = 2
"""Words between a number and its unit: 30 annual leave days."""

Amounts = frozenset[tuple[str, str]]


def otherwise(asked: str, evidence: Sequence[Evidence], found: Sequence[Retrieved]) -> Evidence | None:
    """Return the evidence that has another amount than the question states, of the same matter and unit.

    None where the question states no amount, where anything that was found has it, and where one of the two is a bound.
    """
    for statement in _statements(asked):
        stated = _amounts(statement)
        matter = _matter(statement, stated)
        if not matter:
            continue
        read = (sentence for each in found for part in each.parts for sentence in split_sentences(part))
        if any(stated & _amounts(each.readable) and _named(matter, each.readable) >= ALSO_OF_IT for each in read):
            continue
        units = frozenset(unit for _, unit in stated)
        of_it = [item for item in evidence[:LIKELY] if _is_about(matter, item.sentence)]
        theirs = next((item for item in of_it if _clauses_with(units, item.sentence.readable)), None)
        if theirs and not any(map(_OPEN.search, _clauses_with(units, theirs.sentence.readable))):
            return theirs
    return None


def _statements(asked: str) -> Iterator[str]:
    """Yield the first clause with an amount of each sentence, where that is not the asker's own, and no bound."""
    for sentence in _SENTENCE.findall(asked):
        said = _SPEAKER.sub("", sentence.strip())
        clause = next((each for each in _CLAUSE.findall(said) if _amounts(each)), "")
        if clause and not _OF_THE_ASKER.search(clause) and not _OPEN.search(clause):
            yield clause


def _amounts(text: str) -> Amounts:
    """Numbers with their units: those in words as well, and with words between, as in "30 annual leave days"."""
    digits = _NUMBER_WORD.sub(lambda word: NUMBER_WORDS[word[0]], normalise(text))
    closer = (re.sub(rf"(?<=\d )(?:[a-z]+ ){{{words}}}", "", digits) for words in range(_MOST_BETWEEN + 1))
    return frozenset(amount for each in closer for amount in quantities(each))


def _clauses_with(units: frozenset[str], text: str) -> list[str]:
    """The clauses that say an amount in one of the units."""
    return [clause for clause in _CLAUSE.findall(text) if any(unit in units for _, unit in _amounts(clause))]


def _matter(statement: str, stated: Amounts) -> frozenset[str]:
    """What an amount is stated of: the terms that are neither numbers nor units."""
    counted = {unit for _, unit in stated} | CURRENCIES.keys()
    asked = question_terms(_AMOUNTS_TO.sub(" ", statement))
    return frozenset(term for term in asked if not term[0].isdigit() and term not in counted)


def _is_about(matter: frozenset[str], sentence: Sentence) -> bool:
    passage = sentence.passage
    return _named(matter, f"{passage.heading} {sentence.readable}") >= SAME_MATTER[passage.language]


def _named(matter: frozenset[str], text: str) -> float:
    """The share of the matter that a text names."""
    return len(matter & frozenset(terms(text))) / len(matter)
