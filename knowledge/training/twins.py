"""Wrong twins of a policy's sentences: by them a model learns to compare word for word, before it learns wording.

A claim that only repeats its source is true, and the same with one thing changed is not. These changes are made by
rule, as many as one likes; the claims in ``questions/`` were written one by one, and are what a model's sentences look
like.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from knowledge.domain import Language

_NUMBER: Final = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
_OTHERWISE: Final[Mapping[Language, Sequence[tuple[str, str]]]] = {
    "en": (
        (r"\bmay not\b", "may"), (r"\bmust not\b", "may"), (r"\bnot ", ""), (r"\bmust\b", "need not"),
        (r"\bcan\b", "cannot"), (r"\bis\b", "is not"), (r"\bat least\b", "at most"), (r"\bup to\b", "at least"),
        (r"\bbefore\b", "after"), (r"\bdays\b", "working days"), (r"\ba year\b", "a month"), (r"\ball\b", "some"),
    ),
    "zh": (
        ("不得", "可以"), ("可以", "不可以"), ("须", "无须"), ("不", ""), ("至少", "最多"), ("不超过", "不少于"),
        ("以内", "以后"), ("以上", "以下"), ("前", "后"), ("个工作日", "天"), ("每月", "每年"), ("所有", "部分"),
    ),
    "de": (
        (r"\bnicht ", ""), (r"\bkann\b", "kann nicht"), (r"\bmuss\b", "muss nicht"), (r"\bist\b", "ist nicht"),
        (r"\bmindestens\b", "höchstens"), (r"\bbis zu\b", "mindestens"), (r"\bvor\b", "nach"),
        (r"\bTage\b", "Arbeitstage"),
    ),
}  # fmt: skip
"""What denies, bounds and counts, and what makes another rule of it."""
_LIMITS: Final[Mapping[Language, str]] = {
    "en": r",? (?:if|unless|except|provided|until|with|without) [^.;]{8,80}(?=[.;]?$)"
    r"|^(?:If|When|For|After) [^,]{6,80}, ",
    "zh": r"^[^，。]{2,24}的，|，(?:但|除|且|经)[^，。；]{3,40}(?=[。；]?$)|（[^）]{2,30}）",
    "de": r", (?:wenn|sofern|falls|außer) [^.]{6,80}(?=[.]?$)",
}
"""A condition at the beginning or the end of a sentence."""
_FEWEST_LETTERS: Final = 12
_FEWEST_WORDS: Final = 6


def twins(
    sentence: str, others: Sequence[str], language: Language, inserted: Sequence[str], chance: random.Random
) -> Iterator[str]:
    """Yield what can be made of a sentence, in any order.

    That is: with another number, with a word from ``inserted``, denied, without its condition, and mixed with one of
    the ``others`` of its passage.
    """
    ways = [_renumbered, _inserted, _otherwise, _unlimited, _mixed]
    chance.shuffle(ways)
    for way in ways:
        made = way(sentence, others, language, inserted, chance)
        if made and made.strip() != sentence.strip():
            yield made


def _renumbered(
    sentence: str, others: Sequence[str], _language: Language, _inserted: Sequence[str], chance: random.Random
) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        return None
    number = chance.choice(found)
    known = [each for text in others for each in _NUMBER.findall(text) if each != number[0]]
    value = float(number[0].replace(",", ""))
    other = chance.choice(known) if known else f"{value + chance.choice((1, 5, value)):g}"
    return sentence[: number.start()] + other + sentence[number.end() :]


def _inserted(
    sentence: str, _others: Sequence[str], language: Language, inserted: Sequence[str], chance: random.Random
) -> str | None:
    words = sentence.split(" ")
    if not inserted or (language != "zh" and len(words) < _FEWEST_WORDS):
        return None
    word = chance.choice(inserted)
    if language == "zh":
        places = [0, *(comma.end() for comma in re.finditer(r"[，；的在由向须应可每](?=[\u4e00-\u9fff])", sentence))]
        place = chance.choice(places)
        return sentence[:place] + word + sentence[place:]
    place = chance.randrange(1, len(words))
    return " ".join([*words[:place], word, *words[place:]])


def _otherwise(
    sentence: str, _others: Sequence[str], language: Language, _inserted: Sequence[str], chance: random.Random
) -> str | None:
    fitting = [(found, other) for word, other in _OTHERWISE[language] for found in re.finditer(word, sentence)]
    if not fitting:
        return None
    found, other = chance.choice(fitting)
    return sentence[: found.start()] + other + sentence[found.end() :]


def _unlimited(
    sentence: str, _others: Sequence[str], language: Language, _inserted: Sequence[str], _chance: random.Random
) -> str | None:
    limit = re.search(_LIMITS[language], sentence)
    left = sentence.replace(limit[0], "", 1) if limit else ""
    return left if len(left) >= _FEWEST_LETTERS else None


def _mixed(
    sentence: str, others: Sequence[str], language: Language, _inserted: Sequence[str], chance: random.Random
) -> str | None:
    gap = "，" if language == "zh" else " "
    fewest = 2 if language == "zh" else _FEWEST_WORDS
    own = sentence.split(gap)
    theirs = [words for words in (each.split(gap) for each in others if each != sentence) if len(words) >= fewest]
    if len(own) < fewest or not theirs:
        return None
    other = chance.choice(theirs)
    return gap.join([*own[: len(own) // 2], *other[len(other) // 2 :]])
