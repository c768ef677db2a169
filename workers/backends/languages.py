"""Which languages a model writes well enough to answer in, by its name."""

from __future__ import annotations

from knowledge.domain import Language

_ENGLISH: frozenset[Language] = frozenset({"en"})
_BOTH: frozenset[Language] = frozenset({"en", "zh"})
# Part of the name -> languages; the first match wins.
_LANGUAGES = (
    ("smollm", _ENGLISH),
    ("qwen", _BOTH),
    ("qwq", _BOTH),
    ("deepseek", _BOTH),
    ("glm", _BOTH),
    ("gemma", _BOTH),
    ("internlm", _BOTH),
    ("minicpm", _BOTH),
    ("gpt-", _BOTH),
)


def languages_of(name: str) -> frozenset[Language]:
    """An unknown family is trusted with English only."""
    return next((languages for part, languages in _LANGUAGES if part in name.lower()), _ENGLISH)
