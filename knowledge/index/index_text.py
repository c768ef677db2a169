"""What the two searches see of a passage and of a question."""

from __future__ import annotations

import re

from knowledge.domain import Passage
from knowledge.language.markdown import as_read, tidy
from knowledge.language.sentences import Sentence
from knowledge.language.text import question_terms, terms

LONGEST_QUERY = 2_000
"""Characters of a question that are searched for; the embedder reads about as many."""

_UNSPACED = re.compile("[\u3040-\u30ff\uac00-\ud7af]+")  # kana and hangul; `terms` sees to Chinese


def place_of(passage: Passage) -> str:
    """Return the title and the headings that a passage stands under."""
    return " › ".join((passage.title, *passage.heading_path))


def indexed_text(passage: Passage) -> str:
    """Return what is embedded and looked up: title and headings, what it stands under, the text without its markup."""
    return "\n".join(part for part in (place_of(passage), as_read(passage.context), as_read(passage.text)) if part)


def sentence_text(sentence: Sentence) -> str:
    """Return what is embedded of a quotable sentence: behind its title and headings, without which an item is mute."""
    return f"{place_of(sentence.passage)}: {sentence.readable}"


def full_text(text: str) -> str:
    """Return a text's content terms with blanks between them, for a tokenizer that knows blanks only.

    Stems, numbers as digits, Chinese in overlapping pairs of characters: a question and a policy seldom cut 年休假
    alike. They are the terms that grounding compares; the words of every policy ("company", "rule") are none of them.
    """
    return " ".join(terms(_UNSPACED.sub(_pairs, text)))


def full_text_query(question: str) -> str:
    """Return a question's terms likewise, without the words that only ask, as 多少 and 是否 do."""
    return " ".join(question_terms(_UNSPACED.sub(_pairs, question)))


def query_text(question: str) -> str:
    """Return a question fit for both searches; empty where no letter or digit is in it."""
    text = tidy(question[:LONGEST_QUERY])
    return text if any(character.isalnum() for character in text) else ""


def _pairs(run: re.Match[str]) -> str:
    text = run[0]
    return " ".join(("", *(text[start : start + 2] for start in range(max(1, len(text) - 1))), ""))
