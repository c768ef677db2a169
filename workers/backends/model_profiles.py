"""What language models can do, by their names: the one place to add a model that answers badly, or thinks aloud."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from knowledge.domain import Language, ModelProfile
from knowledge.language.profiles import PROFILES
from workers.settings import WorkerSettings

_ENGLISH: Final[frozenset[Language]] = frozenset({"en"})
_BOTH: Final[frozenset[Language]] = frozenset({"en", "zh"})
_ALL: Final[frozenset[Language]] = frozenset(PROFILES)
_CONTEXT: Final = 8192
"""Tokens, where nothing else is known: what every current chat model reads, and every server is set to."""
_LEAST_BILLIONS: Final = 1.0
"""Parameters from which on a model may answer in its own words. SmolLM2 with .135 had one sentence in seventeen shown,
at three times the time; what is larger is checked sentence by sentence like all."""


@dataclass(frozen=True, slots=True)
class _Family:
    part: str
    """Of the name, in lower case."""
    profile: ModelProfile


_FAMILIES: Final = (
    _Family("deepseek-r1", ModelProfile(_ALL, context=65536, thinks=True)),
    _Family("smollm2", ModelProfile(_ENGLISH, context=8192)),
    _Family("smollm3", ModelProfile(_ALL, context=65536)),
    _Family("qwen", ModelProfile(_ALL, context=32768)),
    _Family("qwq", ModelProfile(_ALL, context=32768, thinks=True)),
    _Family("deepseek", ModelProfile(_ALL, context=65536)),
    _Family("glm", ModelProfile(_BOTH, context=32768)),
    _Family("gemma", ModelProfile(_ALL, context=8192)),
    _Family("llama", ModelProfile(frozenset({"en", "de"}), context=8192)),
    _Family("mistral", ModelProfile(frozenset({"en", "de"}), context=32768)),
    _Family("internlm", ModelProfile(_BOTH, context=32768)),
    _Family("minicpm", ModelProfile(_BOTH, context=32768)),
    _Family("gpt-", ModelProfile(_ALL, context=65536)),
)
"""The first part that a name has decides."""
_UNKNOWN: Final = ModelProfile(_ALL, context=_CONTEXT)
"""An unknown model is asked in every language: what it says in another one than the asker's is not shown."""
_SIZE: Final = re.compile(r"(?<![\d.])(\d+(?:[._]\d+)?)\s?([bm])(?![a-z])")


def profile_for(name: str, settings: WorkerSettings) -> ModelProfile:
    """Return the profile of a model as the settings have it, else by its name."""
    known = profile_of(name)
    languages = settings.languages or known.languages
    freely = known.freely if settings.generator_writes == "auto" else settings.generator_writes == "freely"
    return replace(known, languages=languages, freely=freely)


def profile_of(name: str) -> ModelProfile:
    """Return the profile of a model by its name."""
    folded = name.lower()
    known = next((family.profile for family in _FAMILIES if family.part in folded), _UNKNOWN)
    billions = billions_of(folded)
    thinks = known.thinks or "thinking" in folded
    freely = billions is None or billions >= _LEAST_BILLIONS
    return replace(known, freely=freely, thinks=thinks)


def billions_of(name: str) -> float | None:
    """Return how many billions of parameters a name says that a model has; None where it says nothing."""
    found = _SIZE.search(name.lower())
    if found is None:
        return None
    return float(found[1].replace("_", ".")) / (1 if found[2] == "b" else 1000)
