"""Whether words that several people asked may be shown to others: only if they name nobody.

No list of names is kept. A name might be what a question says and the sources of its answer do not: a capitalised or
possessive word, or two side by side that we do not say in our own sentences either, which are ordinary words. In doubt
the question is not shown.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from itertools import pairwise
from typing import Final

from bot.wording import WORDINGS
from knowledge.domain import Language
from knowledge.language.folding import unified
from knowledge.language.markdown import CHINESE
from knowledge.language.profiles import PROFILES
from knowledge.language.text import language_of, names, question_terms, terms

_IDENTIFIES: Final = re.compile(r"[@\d<>#/\\_|]")
"""What mentions, addresses, numbers and paths have."""
_POSSESSIVE: Final = re.compile(r"\b(\w+)['’]s\b")
_CHINESE: Final = re.compile(f"[{CHINESE}]")
_CHINESE_OR_WORDS: Final = re.compile(rf"[{CHINESE}]+|[^\W{CHINESE}]+")
_ASKS_IN_CHINESE: Final = re.compile(f"{PROFILES['zh'].asking}|{PROFILES['zh'].asks_amount}")


def names_nobody(question: str, said: str) -> bool:
    """Whether a question surely names nobody, by what its answer cites: title, heading and quote of each source."""
    if _IDENTIFIES.search(question):
        return False
    if language_of(question) == "zh":
        return _says_nothing_new_in_chinese(question, said)
    question, said = _CHINESE.sub(" ", question), _CHINESE.sub(" ", said)
    language = language_of(question)
    known = frozenset(terms(said, language))
    possessives = {owner.lower() for owner in _POSSESSIVE.findall(question)}
    asks = PROFILES[language].stop_words
    owners = {term for owner in possessives if f"{owner}'s" not in asks for term in terms(owner, language)}
    ordinary = known | _ordinary(language)
    unknown = [term not in ordinary for term in question_terms(question)]
    return (names(question) | owners) <= known and not any(one and other for one, other in pairwise(unknown))


@cache
def _ordinary(language: Language) -> frozenset[str]:
    """The terms of our own sentences."""
    sentences = json.dumps(asdict(WORDINGS[language]), ensure_ascii=False)
    return frozenset(terms(_CHINESE.sub(" ", sentences), language))


def _says_nothing_new_in_chinese(question: str, said: str) -> bool:
    there = unified(said).lower()
    for run in _CHINESE_OR_WORDS.findall(_ASKS_IN_CHINESE.sub(" ", unified(question).lower())):
        if not _CHINESE.match(run):
            if run not in there:
                return False
        elif any(one not in there and other not in there for one, other in pairwise(run)):
            return False
    return True
