"""The languages that are read and answered in. Any other is searched and quoted too, and answered in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from knowledge.domain import Language
from knowledge.language.chinese import CHINESE
from knowledge.language.english import ENGLISH
from knowledge.language.german import GERMAN
from knowledge.language.profile import Profile

PROFILES: Final[Mapping[Language, Profile]] = {each.code: each for each in (ENGLISH, CHINESE, GERMAN)}
"""By code. English is what a text is in where nothing speaks for another language."""

WITH_LETTERS_OF_THEIR_OWN: Final = tuple(profile for profile in PROFILES.values() if not profile.stemmer)
BESIDE_ENGLISH: Final = tuple(profile for profile in PROFILES.values() if profile.stemmer and profile is not ENGLISH)
"""Told from English by `knowledge.language.evidence`."""


def read_as(language: Language) -> tuple[Profile, ...]:
    """Return the profiles by which a text in a language is read: its own, or English, and Chinese within either."""
    own = PROFILES[language]
    return (own if own.stemmer else ENGLISH, *WITH_LETTERS_OF_THEIR_OWN)
