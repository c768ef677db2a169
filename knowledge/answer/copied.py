"""Tells a claim that repeats its source: the same words in the same order, with all that is exact and all that limits.

A claim is a copy when one sentence of a document holds everything it says in the order in which it says it: its content
words as a subsequence, its numbers with their units and bounds, its names, the same polarity. It must also leave
nothing out but whole clauses: "the bonus is €19,500" is not what "the bonus of executives is €19,500" says, and who
takes words from two clauses may say what neither does. Such a claim needs no model to judge it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from knowledge.answer.source import Source
from knowledge.language.quantities import quantities
from knowledge.language.text import names, negated, normalise, numbers, terms

MIN_TERMS: Final = 2
"""A claim with fewer content terms says nothing that could be checked."""

_UNIVERSAL: Final = re.compile(
    r"\b(?:all|every|everyone|each|any|always|never|nobody|none)\b|所有|全体|任何|一律|每", re.IGNORECASE
)
_CLAUSE_END: Final = re.compile("[;；]")
_EXCEPTS: Final = re.compile(
    r"\W*(?:(?:except|unless|but|however|only|otherwise|provided)\b|除|但|不过|否则|确需|仅|如)", re.IGNORECASE
)
_BOUND: Final = re.compile(
    r"\b(at most|at least|up to|(?:no|not) (?:more|less|fewer|later|earlier) than|more than|less than|fewer than|over"
    r"|under|within|until|by|before|after|maximum|minimum)(?: of)?(?: the)?(?: [€$£¥])? ?(\d+(?:\.\d+)*)"
    r"|(至少|至多|最多|最少|不超过|不少于|不低于|超过|满|不满|少于) ?(\d+(?:\.\d+)*)"
)


def checkable(claim: str) -> bool:
    """Whether the claim says enough to be checked; an introduction such as "The rules are:" says nothing."""
    return len(terms(claim)) >= MIN_TERMS and not claim.rstrip().endswith((":", "："))


def copied_from(claim: str, candidates: Sequence[Source]) -> Source | None:
    """The first source that the claim repeats, or None."""
    if not checkable(claim):
        return None
    claimed = terms(claim)
    whole = bool(_UNIVERSAL.search(claim))
    return next((source for source in candidates if _repeats(claim, claimed, source, whole=whole)), None)


def _repeats(claim: str, claimed: Sequence[str], source: Source, *, whole: bool) -> bool:
    rest = iter(source.terms)
    in_order = all(term in rest for term in claimed)
    return in_order and _compatible(claim, source) and _complete(claimed, source, whole=whole)


def _compatible(claim: str, source: Source) -> bool:
    """Whether nothing exact in the claim contradicts the source: numbers, units, names, polarity."""
    return (
        numbers(claim) <= numbers(source.text)
        and quantities(claim) <= quantities(source.text)
        and {bound for bound in bounds(source.said) if bound[1] in numbers(claim)} <= bounds(claim)
        and names(claim) <= set(source.terms)
        and negated(claim) == negated(source.said)
    )


def _complete(claimed: Sequence[str], source: Source, *, whole: bool) -> bool:
    """Whether the claim says all content words of the quote, or of clauses of it with their exceptions, and no others.

    Nothing less than the whole where the quote is a row or the claim is about all or none.
    """
    whole = whole or any(sentence.header for sentence in source.sentences)
    clauses = [source.said] if whole else _CLAUSE_END.split(source.said)
    kept = [Counter(terms(clause)) <= Counter(claimed) for clause in clauses]
    if any(kept[place] and _EXCEPTS.match(after) for place, after in enumerate(clauses[1:]) if not kept[place + 1]):
        return False
    borne = "; ".join(clause for clause, said in zip(clauses, kept, strict=True) if said)
    named = frozenset(terms(f"{source.text.removesuffix(source.said)} {borne}"))
    return bool(terms(borne)) and all(term in named for term in claimed)


def bounds(text: str) -> frozenset[tuple[str, str]]:
    """Numbers with the bound before them, so that ``at most 12 hours`` never becomes ``12 hours``."""
    found = _BOUND.findall(normalise(text))
    return frozenset((english or chinese, digits or digits_zh) for english, digits, chinese, digits_zh in found)
