"""Who may read a document, in words: ``group:hr & domain:x.example`` -> a sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from knowledge.domain import EVERYONE, PUBLIC, Language
from knowledge.rights.readers import principals_of

_WHO: Final[dict[Language, dict[str, str]]] = {
    "en": {
        PUBLIC: "anybody who asks, guests included",
        EVERYONE: "every employee, but no guests",
        "group": "members of the user group {}",
        "channel": "people asking in the channel {}",
        "user": "the person {}",
        "domain": "people whose mail address ends in @{}",
    },
    "zh": {
        PUBLIC: "任何提问的人，包括访客",
        EVERYONE: "所有员工，不包括访客",
        "group": "用户组 {} 的成员",
        "channel": "在频道 {} 中提问的人",
        "user": "用户 {}",
        "domain": "邮箱以 @{} 结尾的人",
    },
    "de": {
        PUBLIC: "alle, die fragen, auch Gäste",
        EVERYONE: "alle Mitarbeitenden, aber keine Gäste",
        "group": "Mitglieder der Benutzergruppe {}",
        "channel": "wer im Kanal {} fragt",
        "user": "die Person {}",
        "domain": "alle, deren Mailadresse auf @{} endet",
    },
}
_SENTENCE: Final[dict[Language, str]] = {
    "en": "May be read by {}.",
    "zh": "可阅读者：{}。",
    "de": "Lesen dürfen: {}.",
}
_NOBODY: Final[dict[Language, str]] = {
    "en": "May be read by nobody.",
    "zh": "没有人可以阅读。",
    "de": "Niemand darf es lesen.",
}
_OR: Final[dict[Language, str]] = {"en": "; ", "zh": "；", "de": "; "}
_AND: Final[dict[Language, str]] = {
    "en": " who are also {}",
    "zh": "，并且同时是{}",
    "de": ", die zugleich gehören zu: {}",
}


def in_words(readers: Sequence[str], language: Language) -> str:
    """Return one sentence that names all readers; one who must be several things at once is said to be."""
    if not readers:
        return _NOBODY[language]
    return _SENTENCE[language].format(_OR[language].join(_reader(reader, language) for reader in readers))


def _reader(reader: str, language: Language) -> str:
    first, *others = (_principal(one, language) for one in sorted(principals_of(reader)))
    return first + "".join(_AND[language].format(other) for other in others)


def _principal(principal: str, language: Language) -> str:
    kind, _, who = principal.partition(":")
    return _WHO[language][kind].format(who)
