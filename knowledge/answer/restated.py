"""Tells a claim that answers in the question's own words with what one sentence says.

“Probation in Dublin is six months.” is how models answer most questions. Such a claim needs little judging: its words
are those of the question and of the sentence. What is left to ask is whether that sentence answers this question, or
the one beside it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.answer.claim_signs import Told, other_bound
from knowledge.answer.copied import bounds
from knowledge.answer.hard_facts import known_numbers, objection, stated_numbers
from knowledge.answer.source import Source
from knowledge.answer.support import speaks_to_a_model
from knowledge.language.logic import pattern_of, says
from knowledge.language.profiles import PROFILES
from knowledge.language.sentences import Sentence
from knowledge.language.text import negated, terms

_LIMITS: Final = ("universal", "only", "must", "may", "should", "hedge", "condition", "either")
"""What a claim says only where the sentence does."""
_CONFINES: Final = ("only", "must", "condition")
"""What leaves a Yes or No open, where the question does not say it."""
_KEPT: Final = ("only", "condition")
"""What it says, too, where the sentence does, if the question did not."""
_NAMED: Final = re.compile(r"([^,，]{0,80})[,，]\s*")
"""What a claim names as its source, behind the words that say so: “According to the leave policy, …”."""
_PARTICLES: Final = frozenset(word for word in PROFILES["zh"].stop_words if len(word) == 1) | {"为"}
_PARTS: Final = re.compile(r"[,;，；、。]\s|[;，；、]")


def restated_from(claim: str, question: str, sources: Sequence[Source], likeliest: Sentence | None) -> Source | None:
    """Return the source, of one sentence each, that has all that the claim adds to the question; None where none has.

    It is the one that one would quote: ``likeliest`` to answer. Or it has no other numbers than the claim, and no other
    sentence says more of the question: that would be the row beside it. A Yes or No is not looked for.
    """
    if says("yes", claim) or says("no", claim):
        return None
    claimed, asked = _said_by(claim), frozenset(terms(question))
    for source in sources:
        known = frozenset(source.terms)
        borne = claimed & (known | asked)
        added = (claimed & frozenset(terms(source.said))) - asked
        if not added or any(not _is_seam(term, borne, source.said) for term in claimed - borne):
            continue
        faithful = _as_exact(claim, question, source) and _as_limited(claim, question, source.said)
        if faithful and not speaks_to_a_model(source.sentences[0]):
            told = claimed | asked
            if source.sentences[0] == likeliest and _of_one_case(claim, question, source.said, told):
                return source
            if not (_left_out(claim, question, source.said) or _answered_beside(source, sources, told - known, asked)):
                return source
    return None


def decided_by(sentence: str, lead: str, question: str) -> bool:
    """Whether a sentence that holds says the Yes or No before it: half of its words, or of the question's, are in both.

    Where it limits or obliges, or the question denies or names numbers that it lacks, only the lead's own words tell.
    """
    asked, said = frozenset(terms(question)), frozenset(terms(sentence))
    if (
        negated(question)
        or known_numbers(question) - stated_numbers(sentence)
        or 2 * len(asked & said) < min(len(asked), len(said))
    ):
        return False
    if any(says(limit, sentence) and not says(limit, question) for limit in _CONFINES):
        return False
    return negated(sentence) == says("no", lead)


def _said_by(claim: str) -> frozenset[str]:
    """The terms of a claim, without the words that say that it has a source, and those that deny."""
    if found := pattern_of("source").match(claim):
        named = _NAMED.match(claim, found.end())
        return _affirmed(named[1]) | _affirmed(claim[named.end() :]) if named else _affirmed(claim)
    return _affirmed(claim)


def _affirmed(text: str) -> frozenset[str]:
    """Its terms without those that deny, which may be written as “isn't” or “is not”."""
    return frozenset(term for term in terms(text) if not says("negation", term))


def _is_seam(term: str, borne: frozenset[str], said: str) -> bool:
    """Whether it is no word, but where two Chinese words meet that are said, or a word and a particle."""
    if term.isascii():
        return False
    words = "".join(borne) + said if len(term) == 1 else "".join(borne)
    return all(character in words or character in _PARTICLES for character in term)


def _as_exact(claim: str, question: str, source: Source) -> bool:
    """Whether the source states the numbers, bounds, dates and names of the claim, apart from the question's."""
    if objection(claim, question, source.text) or _bounded(claim) != _bounded(source.said) & stated_numbers(claim):
        return False
    return not other_bound(Told(claim, question, (source.said,), (source.text,), (1.0,)))


def _bounded(text: str) -> frozenset[str]:
    """The numbers that are bounds: at most 2, and not 2."""
    return frozenset(number for _, number in bounds(text))


def _as_limited(claim: str, question: str, said: str) -> bool:
    """Whether they deny, allow, oblige and limit alike."""
    if negated(claim) != negated(said) or any(says(limit, claim) and not says(limit, said) for limit in _LIMITS):
        return False
    return not any(says(limit, said) and not says(limit, f"{claim} {question}") for limit in _KEPT)


def _left_out(claim: str, question: str, said: str) -> frozenset[str]:
    """The numbers of a sentence that neither claim nor question has: they may be another case's."""
    return stated_numbers(said) - stated_numbers(claim) - known_numbers(question)


def _of_one_case(claim: str, question: str, said: str, told: frozenset[str]) -> bool:
    """Whether the numbers of the claim stand where the sentence says more of it than where the left out ones stand."""
    left, stated = _left_out(claim, question, said), stated_numbers(claim) - known_numbers(question)
    cases = [(stated_numbers(part), len(told & frozenset(terms(part)))) for part in _cases(said)]
    others = [words for numbers, words in cases if numbers & left]
    own = [words for numbers, words in cases if numbers & stated]
    return not left or (bool(others and own) and min(own) > max(others))


def _cases(said: str) -> Iterator[str]:
    for part in _PARTS.split(said):
        yield from pattern_of("joins").split(part)


def _answered_beside(source: Source, sources: Sequence[Source], lacking: frozenset[str], asked: frozenset[str]) -> bool:
    """Whether another sentence says something that this one lacks, and no less of the question."""
    own = len(frozenset(source.terms) & asked)
    return any(lacking & frozenset(other.terms) and len(frozenset(other.terms) & asked) >= own for other in sources)
