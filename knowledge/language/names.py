"""The languages into which one may have a text translated, and the names by which people ask for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from knowledge.domain import Language

LANGUAGES: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("English", "英文", "英语", "Englisch"),
    "zh": ("Chinese", "中文", "汉语", "简体中文", "Mandarin", "Chinesisch"),
    "fr": ("French", "法语", "法文", "Français", "Französisch"),
    "de": ("German", "德语", "德文", "Deutsch"),
    "es": ("Spanish", "西班牙语", "Español", "Spanisch"),
    "it": ("Italian", "意大利语", "Italiano", "Italienisch"),
    "pt": ("Portuguese", "葡萄牙语", "Português", "Portugiesisch"),
    "nl": ("Dutch", "荷兰语", "Nederlands", "Niederländisch"),
    "ru": ("Russian", "俄语", "俄文", "Русский", "Russisch"),
    "ja": ("Japanese", "日语", "日文", "日本語", "Japanisch"),
    "ko": ("Korean", "韩语", "韩文", "한국어", "Koreanisch"),
    "vi": ("Vietnamese", "越南语", "Tiếng Việt", "Vietnamesisch"),
    "th": ("Thai", "泰语", "ไทย", "Thailändisch"),
    "id": ("Indonesian", "印尼语", "Bahasa", "Indonesisch"),
    "ar": ("Arabic", "阿拉伯语", "العربية", "Arabisch"),
}
"""By code: the English name, the Chinese one, others, the German one."""

_CODES: Final = {name.casefold(): code for code, names in LANGUAGES.items() for name in (code, *names)}


def other_than(written: Language, readers: Language) -> Language:
    """What to translate into where nobody says: the reader's language; of a text that is in it, the other one."""
    if written != readers:
        return readers
    return "zh" if written == "en" else "en"


def language_named(name: str) -> str | None:
    """The code of the language of this name."""
    return _CODES.get(name.casefold())
