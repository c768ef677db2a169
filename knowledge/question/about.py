"""Headings of a document as questions that read well, and the questions that it asks itself."""

from __future__ import annotations

import re
from typing import Final

from knowledge.domain import Language
from knowledge.language.leads import ASKS
from knowledge.language.markdown import CHINESE, plain
from knowledge.language.phrases import ABOUT, ABOUT_BRIEFLY, HEADS_THAT_ASK
from knowledge.language.text import terms

LONGEST: Final = 75
"""Characters of a question: as many as Slack's buttons take, so that none is cut."""
_FEWEST_WORDS: Final = 3
"""Of a question that is understood without what stands above it."""
_MOST_WORDS: Final = 8
"""Of a heading; a Chinese character is half a word."""
_NUMBER: Final = re.compile(
    r"(?:第\s?[一二三四五六七八九十百\d]+\s?[编章节条款部篇]分?|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[)）]"
    r"|§+\s?\d+\w?|\d+(?:\.\d+)*[.)、]?(?=\s|[^\d\W])|[A-Z][.)](?=\s))[\s:：]*"
)
_NO_NAME: Final = re.compile(r"[/\\|<>\[\]{}@#*_`~=:：;；›»“”\"„?!？！…]|https?|\.\w")
"""What a heading has that is no name of a matter: an address, code, a path, two headings in one."""
_WORD: Final = re.compile(rf"[{CHINESE}]|[^\W{CHINESE}]+(?:['’-]\w+)*")
_CHINESE: Final = re.compile(rf"[{CHINESE}]")
_SAID: Final = 0.5
"""Share of a heading's terms that its section must say; of “Scope”, “Miscellaneous” and “总则” nothing is."""


def written_question(words: str) -> str:
    """A question that stands in a document as it may be asked; empty where it is none, or too long or too short."""
    text = _NUMBER.sub("", plain(words), count=1).strip()
    text = re.sub(r"^(?:Q(?:uestion)?|F|问)\s?\d*\s?[.:：)]\s*", "", text)
    whole = bool(ASKS.search(text)) and not re.search(r"[?？].*[?？]|https?|@", text)
    return text if whole and len(text) <= LONGEST and _words_in(text) >= _FEWEST_WORDS else ""


def question_about(heading: str, title: str, said: str, language: Language) -> str:
    """A question for what stands below a heading, which is ``said``; empty where that would read badly.

    A heading that its section does not take up names no matter: it is the same in many documents.
    """
    name, title = _NUMBER.sub("", plain(heading), count=1).strip(), plain(title)
    if name == title or not _names_a_matter(name) or not _is_taken_up(name, said, language):
        return ""
    for pattern, asked in HEADS_THAT_ASK[language]:
        if nearly := re.fullmatch(pattern, name):
            return _fitting(nearly.expand(asked))
    if _NO_NAME.search(title):
        return _fitting(ABOUT_BRIEFLY[language].format(heading=name))
    whole = ABOUT[language].format(heading=name, title=title)
    return _fitting(whole) or _fitting(ABOUT_BRIEFLY[language].format(heading=name))


def _names_a_matter(name: str) -> bool:
    says = any(map(str.isalpha, name))
    return says and 1 <= _words_in(name) <= _MOST_WORDS and not _NO_NAME.search(name)


def _is_taken_up(name: str, said: str, language: Language) -> bool:
    wanted, there = terms(name, language), set(terms(said, language))
    return bool(wanted) and sum(term in there for term in wanted) >= _SAID * len(wanted)


def _words_in(text: str) -> float:
    return sum(0.5 if _CHINESE.match(word) else 1 for word in _WORD.findall(text))


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST else ""
