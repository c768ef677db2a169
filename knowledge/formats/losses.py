"""Counts the letters of a file that its text lacks: a converter that skips something does not say so."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from typing import Final

from knowledge.formats.converted import Converted
from knowledge.formats.second_reading import Words, read_again

SHARE: Final = 0.02
"""Of a file's letters, which its text may lack: what two extractors disagree on where nothing is lost."""
LEAST: Final = 12
"""Letters, below which nothing is said: a page number, a stray label."""
_TOKEN: Final = re.compile(r"[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+|\d+")
_RAISED: Final = re.compile("[⁰¹²³⁴-⁹₀-₉]+")
_LEFTWARD: Final = re.compile("[\u0590-\u08ff]")
_LONG: Final = 4
"""Letters from which on a word may stand inside another one: where a converter sets words together or apart."""
_SHOWN: Final = 60


@dataclass(slots=True)
class Loss:
    """What one place lost: ``letters`` in words that its text lacks, of ``all`` that it has; how the first begin."""

    page: int | None
    all: int = 0
    letters: int = 0
    words: list[str] = field(default_factory=list)


def losses(reader: str, data: bytes, converted: Converted) -> str:
    """Return a sentence on what the text lacks of the file's words; empty where that is next to nothing.

    ``reader`` is the module of the first reading. A file that cannot be read a second time is not judged.
    """
    try:
        places = list(takewhile(lambda place: _was_read(place, converted), read_again(reader, data)))
    except Exception:  # noqa: BLE001 - a simple reader may fail where the real one did not: there is nothing to compare
        return ""
    found = list(lost(places, converted))
    letters, of = sum(place.letters for place in found), sum(place.all for place in found)
    if letters < LEAST or letters <= SHARE * of:
        return ""
    worst = max(found, key=lambda place: place.letters)
    where = f", most of them on page {worst.page}" if worst.page and len(found) > 1 else ""
    return (
        f"{letters / of:.0%} of its letters are not in its text{where} (“{_example(worst.words)}”). "
        "See what became of it with frontdesk kb show; if they matter, save it in another format."
    )


def lost(places: Sequence[Words], converted: Converted) -> Iterator[Loss]:
    """Yield for each place what is lost there: of a word all beyond those that the text has."""
    tokens = _tokens(f"{converted.text}\n{converted.title or ''}")
    left = [token for each in converted.left_out for token in _tokens(each.text)]
    known, accounted, met = Counter(tokens), Counter((*tokens, *left)), Counter[str]()
    joined, left_joined = "".join(tokens), "".join(left)

    @cache
    def within(token: str) -> int:
        """How often the text has it, also set together with others; a look through all of it for each word."""
        said = known[token] + left_joined.count(token)
        return said if len(token) < _LONG else max(said, joined.count(token))

    for place in places:
        loss = Loss(place.page)
        for token in _tokens(place.text):
            loss.all += len(token)
            met[token] += 1
            if met[token] > accounted[token] and met[token] > within(token) and not known[_without_mark(token)]:
                loss.letters += len(token)
                loss.words.append(token)
        yield loss


def _tokens(text: str) -> list[str]:
    """Words to compare; those that are read from the right by their letters alone: a PDF may have them turned round."""
    found: list[str] = _TOKEN.findall(unicodedata.normalize("NFKC", _RAISED.sub(r" \g<0>", text)).casefold())
    return ["".join(sorted(token)) if _LEFTWARD.search(token) else token for token in found]


def _was_read(place: Words, converted: Converted) -> bool:
    """Whether the first reading came to a place; where it did not, its notes say so."""
    return converted.pages_read is None or (place.page or 0) <= converted.pages_read


def _without_mark(token: str) -> str:
    """Return a word without the figure at its end: a simple reader takes 250¹ for 2501, and m² for m2."""
    return token[:-1] if token[-1].isdecimal() else ""


def _example(words: Sequence[str]) -> str:
    """The first of the lost words, in lower case as they were counted."""
    shown, joiner = "", "" if any(word[0] >= "\u3400" for word in words[:3]) else " "
    for word in words:
        if len(shown) + len(word) > _SHOWN:
            return f"{shown}…"
        shown += (joiner if shown else "") + word
    return shown
