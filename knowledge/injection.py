"""Counts words that talk to a model and not to a reader: attempts to inject instructions, in questions and documents.

Nothing is withheld for it: what protects the reader is that nothing in a document can act, and that every sentence
needs a source. It may miss an attempt; an administrator who reads the count should not find policies in it.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import structlog

from knowledge.domain import Question, Retrieved
from knowledge.language.sentences import split_sentences
from knowledge.question.intents import shipped_instruction

QUESTION: Final = ""
"""The question's place; a document's is its id."""
_PASSAGES: Final = 4
"""Of those found: the first ones are what an answer is made of."""

_log = structlog.get_logger()

_CONTROL: Final = re.compile(
    r"<\|[^|<>]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|prompt|instructions?|系统)>"
    r"|#{2,}\s*(?:system|assistant|user|系统|助手|用户)\s*[:：]"
    r"|<!(?:everyone|channel|here|subteam)|<@U[0-9A-Z]+>|(?:\bcc|\bnotify|抄送|通知) ?@(?:channel|everyone|here)\b"
    r"|@(?:channel|everyone|here)[\s,]+@(?:channel|everyone|here)\b|\[\W*(?:click here|点击这里|点此)[^\]]*\]\("
    r"|<!--|\[//\]:\s*#|display\s*:\s*none|font-size\s*:\s*0\b|opacity\s*:\s*0\b|javascript:",
    re.IGNORECASE,
)
"""Chat templates, mentions, hidden markup, addresses that carry data away."""
_UNSEEN: Final = re.compile(
    "(?<=\\w)[\u200b\u2060\ufeff](?=\\w)|[\u202a-\u202e\u2066-\u2069]|[\U000e0020-\U000e007f]{2,}"
)
"""Zero-width characters inside words, turned directions, tags."""

_ENDS: Final = re.compile(r"(?<=[.!?。！？\n])\s*")
_PARTS: Final = 40
"""Sentences of a text that are looked at one by one: an attempt stands behind an honest question."""
_BASE64: Final = re.compile(r"(?<![\w/+])[A-Za-z0-9+/]{24,}={0,2}(?![\w/+])")
_LOOKALIKES: Final = str.maketrans("аеорсхуіѕјһІАЕОРСТХВНКМ", "aeopcxyisjhIAEOPCTXBHKM")
_APART: Final = re.compile(r"(?<=[\u3400-\u9fff，。！？]) (?=[\u3400-\u9fff，。！？])")


@lru_cache(maxsize=8192)
def is_suspicious(text: str) -> bool:
    """Whether the text looks like instructions to a model, openly, disguised or hidden."""
    if _CONTROL.search(text) or _UNSEEN.search(text):
        return True
    folded = unicodedata.normalize("NFKC", "".join(c for c in text if unicodedata.category(c) != "Cf"))
    plain = _APART.sub("", folded.translate(_LOOKALIKES))
    parts = {plain, *_ENDS.split(plain)[:_PARTS]}
    return any(map(_hides_words, _BASE64.findall(plain))) or any(map(_is_aimed_at_a_model, parts))


def suspicious_places(question: Question, found: Sequence[Retrieved]) -> tuple[str, ...]:
    """Where the question and what was found for it do, each place once; it is logged, too, but never the words."""
    places = [QUESTION] if is_suspicious(question.text) else []
    places += [each.passage.document_id for each in found[:_PASSAGES] if _holds_any(each)]
    once = tuple(dict.fromkeys(places))
    for place in once:
        where = "question" if place == QUESTION else "document"
        _log.warning("injection_attempt_suspected", request_id=question.id, where=where, document=place)
    return once


def _holds_any(retrieved: Retrieved) -> bool:
    """Whether a sentence of the passage does, or what is no sentence of it, such as a comment."""
    passage = retrieved.passage
    if _CONTROL.search(passage.text) or _UNSEEN.search(passage.text):
        return True
    return any(is_suspicious(sentence.own) for sentence in split_sentences(passage))


def _is_aimed_at_a_model(text: str) -> bool:
    linear = shipped_instruction()
    return linear is not None and linear.probabilities(text, None)["instruction"] >= linear.threshold


def _hides_words(encoded: str) -> bool:
    """Whether base64 holds text: a hash or a key does not."""
    try:
        text = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode()
    except ValueError:
        return False
    return (text.isprintable() and " " in text) or "\u3400" <= text[:1] <= "\u9fff"
