"""One question back where a word or two could mean several things: which of the headings found is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from knowledge.domain import Language, Retrieved, Turn
from knowledge.language.clauses import clauses_in, only_clauses
from knowledge.language.numbered import strength
from knowledge.language.phrases import CLARIFICATION
from knowledge.language.quantities import expects_amount
from knowledge.language.sentences import Sentence, plain, split_sentences
from knowledge.language.text import language_of, question_terms, terms

MOST_CHOICES: Final = 4
_MOST_WORDS: Final = 2
_MOST_CHARACTERS: Final = 4
_AS_WELL: Final = 0.03
"""Cosine below the best passage's that is still about as good."""

_MOST_WITHOUT_TOPIC: Final = 20
"""Characters."""
_UNITS: Final = frozenset(
    terms("many much long often days hours weeks months years euros dollars yuan people times percent")
) | frozenset("有几 几个 几次 天数 小时 次数 金额 钱".split())
"""Terms that ask for an amount, whatever it is of."""
_WHAT_IS: Final = re.compile(r"(?:what|which|who)(?: is| are|'s)? (?:the )?[\w-]+\W*$", re.IGNORECASE)

_CHOICE: Final = re.compile(r"^(\d)\. (.+)$", re.MULTILINE)
_NUMBER: Final = re.compile(
    r"\W*(?:the )?(?:(?:number|no\.?|option|choice)|第|选择?)?\s*(?:([1-4])|(first|second|third|fourth)|([一二两三四]))"
    r"(?:\W*(?:one|option|choice|个|项|条|please|st|nd|rd|th))*\W*",
    re.IGNORECASE,
)
_WORDS: Final = {"first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4}


def choices(asked: str, found: Sequence[Retrieved]) -> list[str]:
    """What a bare topic of a word or two could mean, best first: policies, else sections of one.

    "How many days?" names no topic at all: then it may be any section that is near. § 5 may be that of several
    documents. Empty where the question says more, or can only mean one thing.
    """
    if only_clauses(asked):
        titles = _different(plain(each.passage.title) for each in found if strength(clauses_in(asked), each.passage))
        return titles[:MOST_CHOICES] if len(titles) > 1 else []
    wanted = frozenset(question_terms(asked))
    of_nothing = expects_amount(asked) and len(asked) <= _MOST_WITHOUT_TOPIC and wanted <= _UNITS
    if not of_nothing and not (wanted and _is_bare_topic(asked)):
        return []
    named = [each for each in found if of_nothing or wanted <= frozenset(terms(_heading(each)))]
    best = max((retrieved.dense or 0.0 for retrieved in named), default=0.0)
    near = [retrieved for retrieved in named if (retrieved.dense or 0.0) >= best - _AS_WELL]
    titles = _different(
        plain(each.passage.title) for each in near if wanted and wanted <= frozenset(terms(each.passage.title))
    )
    headings = _different(_heading(each) for each in near if any(map(_speaks, split_sentences(each.passage))))
    return next((offered[:MOST_CHOICES] for offered in (titles, headings) if len(offered) > 1), [])


def question_back(headings: Sequence[str], language: Language) -> str:
    """The clarifying question with its numbered choices."""
    listed = "\n".join(f"{number}. {heading}" for number, heading in enumerate(headings, start=1))
    return f"{CLARIFICATION[language]}\n{listed}"


def answers_a_question_back(history: Sequence[Turn]) -> bool:
    """Whether what follows is said in answer to a clarifying question."""
    return bool(history) and history[-1].role == "assistant" and is_question_back(history[-1].text)


def is_question_back(said: str) -> bool:
    """Whether a message of ours was a clarifying question."""
    return any(said.startswith(opening) for opening in CLARIFICATION.values())


def chosen(said: str, reply: str) -> str | None:
    """The choice of a clarifying question that the reply means, by its number or its words."""
    if not is_question_back(said):
        return None
    offered = {int(number): heading for number, heading in _CHOICE.findall(said)}
    number = _NUMBER.fullmatch(reply.strip())
    if number:
        digit, english, chinese = number.groups()
        return offered.get(int(digit or 0) or _WORDS[(english or chinese).lower()])
    wanted = frozenset(terms(reply))
    fitting = [heading for heading in offered.values() if wanted and wanted <= frozenset(terms(heading))]
    return fitting[0] if len(fitting) == 1 else None


def _is_bare_topic(asked: str) -> bool:
    """A word or two, and none that asks but for what something is."""
    content = terms(asked)
    if content != question_terms(asked):
        return False
    if language_of(asked) == "zh":
        return len(re.sub(r"\W", "", asked)) <= _MOST_CHARACTERS
    if _WHAT_IS.match(asked):
        return len(content) == 1
    return len(content) == len(asked.split()) <= _MOST_WORDS


def _different(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _speaks(sentence: Sentence) -> bool:
    """Whether it says more than where to read on."""
    return sentence.speaks and "](" not in sentence.quote


def _heading(retrieved: Retrieved) -> str:
    """Title and headings in one line, as a reader sees them."""
    passage = retrieved.passage
    names = [passage.title, *(name for name in passage.heading_path if name != passage.title)]
    return plain(" › ".join(names))
