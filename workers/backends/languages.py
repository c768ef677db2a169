"""Which languages a model writes well enough to answer in, by its name."""

from __future__ import annotations

from knowledge.domain import Language
from knowledge.language.profiles import PROFILES

_ENGLISH: frozenset[Language] = frozenset({"en"})
_BOTH: frozenset[Language] = frozenset({"en", "zh"})
_ALL: frozenset[Language] = frozenset(PROFILES)
# Part of the name -> languages; the first match wins.
_LANGUAGES = (
    ("smollm", _ENGLISH),
    ("qwen", _ALL),
    ("qwq", _ALL),
    ("deepseek", _ALL),
    ("glm", _BOTH),
    ("gemma", _ALL),
    ("internlm", _BOTH),
    ("minicpm", _BOTH),
    ("gpt-", _ALL),
)


def languages_of(name: str) -> frozenset[Language]:
    """An unknown family is trusted with English only."""
    return next((languages for part, languages in _LANGUAGES if part in name.lower()), _ENGLISH)
