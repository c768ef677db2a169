"""The languages into which one may have a text translated, and the names by which people ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from knowledge.domain import Language
from knowledge.language.profiles import PROFILES

_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("英语",),
    "zh": ("汉语", "简体中文", "Mandarin"),
    "fr": ("法文", "Français"),
    "de": ("德文",),
    "es": ("Español",),
    "it": ("Italiano",),
    "pt": ("Português",),
    "nl": ("Nederlands",),
    "ru": ("俄文", "Русский"),
    "ja": ("日文", "日本語"),
    "ko": ("韩文", "한국어"),
    "vi": ("Tiếng Việt",),
    "th": ("ไทย",),
    "id": ("Bahasa",),
    "ar": ("العربية",),
}
LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = {
    code: (*(profile.languages[code] for profile in PROFILES.values()), *also) for code, also in _ALSO.items()
}
"""By code: the name in each language of `PROFILES`, in its order, and others."""

_CODES: Final = {name.casefold(): code for code, names in LANGUAGES.items() for name in (code, *names)}


def other_than(written: Language, readers: Language) -> Language:
    """What to translate into where nobody says: the reader's language; of a text that is in it, the other one."""
    if written != readers:
        return readers
    return "zh" if written == "en" else "en"


def language_named(name: str) -> str | None:
    """The code of the language of this name."""
    return _CODES.get(name.casefold())
