"""Clauses by their numbers, as questions name them (section 4.2, § 5, 第二章第2条) and as documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.language.folding import unified
from knowledge.language.profile import ClauseKind
from knowledge.language.profiles import PROFILES
from knowledge.language.text import chinese_number, question_terms

NUMERAL: Final = "[一二三四五六七八九十百零〇]{1,6}"
_NUMBER: Final = rf"\d{{1,3}}(?:\.\d{{1,3}}){{0,4}}(?![\d.]*\d)|{NUMERAL}|(?<=\s)[ivxl]{{2,6}}\b"
_ROMAN: Final = {"i": 1, "v": 5, "x": 10, "l": 50}
_WRITTEN: Final[Sequence[tuple[ClauseKind, str]]] = [
    (kind, pattern.replace("#", rf"\s?({_NUMBER})").replace("@", rf"\s?({_NUMBER}|(?<=\s)[a-z]\b)"))
    for profile in PROFILES.values()
    for kind, pattern in profile.clauses
]
NAMED: Final = re.compile("|".join(pattern for _, pattern in _WRITTEN), re.IGNORECASE)
_RECITES: Final = re.compile("|".join(profile.recites for profile in PROFILES.values()), re.IGNORECASE)
_PART: Final = re.compile(rf"\s?[(（]\s?(\d{{1,3}}|{NUMERAL}|[a-z]|[ivx]{{1,5}})\s?[)）]", re.IGNORECASE)
"""Of a clause: the (b) of 4.2(b)."""
_DOTTED: Final = re.compile(r"(?<![\d.,$€£¥])\d{1,3}(?:\.\d{1,3}){1,4}(?![\d.,%]*\d|%)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause by what it is called; ``kind`` is empty where only its number stands there."""

    kind: ClauseKind
    number: str


def clauses_in(question: str) -> tuple[Clause, ...]:
    """Return the clauses that a question names, the outer ones first; a bare 4.2 only where it says nothing else."""
    text = unified(question)
    named = tuple(clause for _, clause in _named(text))
    if named or question_terms(_RECITES.sub(" ", _DOTTED.sub(" ", text))):
        return named
    return tuple(Clause("", number[0]) for number in _DOTTED.finditer(text))


def beside_clauses(question: str) -> str:
    """Return what a question says beside the clauses that it names and that it asks what they say."""
    text, kept, end = unified(question), "", 0
    for (start, until), _ in _named(text):
        kept, end = f"{kept}{text[end:start]} ", max(end, until)
    rest = kept + text[end:]
    return without_reciting(rest if end else _DOTTED.sub(" ", rest))


def only_clauses(question: str) -> bool:
    """Whether a question asks what a clause says, and for nothing else."""
    return bool(clauses_in(question)) and not question_terms(beside_clauses(question))


def without_reciting(question: str) -> str:
    """Return a question without the words that only ask to be shown what it names."""
    return _RECITES.sub(" ", unified(question))


def clause_terms(clauses: Sequence[Clause]) -> list[str]:
    """Return the terms by which passages with such clauses are looked up; no word of a text is one."""
    return list(dict.fromkeys(f"no:{clause.number}" for clause in clauses))


def least_sure(question: str, strengths: Sequence[int]) -> int:
    """Return how sure of `strength` a place must be to be the clause that a question names; 0 where none is it.

    What asks for nothing but the clause means the surest. What is asked about it tells its places apart as well.
    """
    surest = max(strengths, default=0)
    return surest if only_clauses(question) else min(surest, 1)


def _named(text: str) -> Iterator[tuple[tuple[int, int], Clause]]:
    for found in NAMED.finditer(text):
        yield found.span(), clause_of(found)
        end = found.end()
        while part := _PART.match(text, end):
            yield part.span(), Clause("", plain_number(part[1]))
            end = part.end()


def clause_of(found: re.Match[str]) -> Clause:
    """Return what `NAMED` has found."""
    place = found.lastindex or 1
    kind = _WRITTEN[place - 1][0]
    number = found[place].lower()
    return Clause(kind, number if kind == "annex" and re.fullmatch("[a-z]", number) else plain_number(number))


def plain_number(number: str) -> str:
    """Return a number in digits, or a letter in lower case."""
    number = number.lower()
    if number[0] in "一二三四五六七八九十百零〇":
        return str(chinese_number(number))
    if number.isalpha() and set(number) <= set(_ROMAN) and (len(number) > 1 or number in "ivx"):
        values = [_ROMAN[letter] for letter in number]
        return str(
            sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))
        )
    return number
