"""What a person wants written and not answered: a text to be translated, or a draft, asked for in their own words.

Only what begins as an order and names what to write is one; “How do I get a document translated?” is a question to the
policies. In doubt it is a question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.domain import Genre
from knowledge.language.names import LANGUAGES, language_named

GENRES: Final[Mapping[str, Genre]] = {
    "announcement": "announcement",
    "公告": "announcement",
    "通知": "announcement",
    "email": "email",
    "e-mail": "email",
    "mail": "email",
    "邮件": "email",
    "report": "report",
    "报告": "report",
    "faq": "faq",
    "问答": "faq",
    "常见问题": "faq",
    "news": "news",
    "新闻": "news",
}
"""What people call each kind of draft."""


@dataclass(frozen=True, slots=True)
class TranslationWish:
    """``text`` is empty where they point at something that is not there; ``target`` is None where none is named."""

    text: str
    target: str | None


@dataclass(frozen=True, slots=True)
class DraftWish:
    """``instructions`` are empty where they don't say what it should say."""

    genre: Genre
    instructions: str


Wish = TranslationWish | DraftWish

_FLAGS: Final = re.IGNORECASE | re.DOTALL


def _any_of(*names: str) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_LANGUAGE: Final = rf"(?P<language>{_any_of(*(name for names in LANGUAGES.values() for name in names))})"
_GENRE: Final = rf"(?P<genre>{_any_of(*GENRES)})"
_QUOTED: Final = r"(?:\"(?P<a>[^\"]+)\"|“(?P<b>[^”]+)”|「(?P<c>[^」]+)」|‘(?P<d>[^’]+)’|'(?P<e>[^']+)')"

_ORDER: Final = (
    r"\s*(?>(?:hi|hello|hey)\b[\s,.!]*)?(?>(?:please|pls|kindly)\b[\s,]*)?"
    r"(?>(?P<polite>(?:can|could|would|will) you|i would like you to|i'd like you to)\s+)?(?>help me (?:to )?)?"
    r"(?>(?:please|pls|kindly)\s+)?"
)
_TEXT: Final = (
    r"(?:this|that|it|these|those|(?:(?:this|that|these|the|my|our|an?)\s+)?(?:(?:following|short|above|whole|next)\s+)*"
    r"(?:texts?|messages?|sentences?|paragraphs?|words?|phrases?|notes?|e-?mails?|announcements?|notices?|letters?|replies"
    r"|reply|passages?|lines?|following|below)(?:\s+(?:below|above))?)"
)
_INTO: Final = rf"(?:in)?to\s+(?:simplified\s+)?{_LANGUAGE}"
_THANKS: Final = r"(?:[\s,]+(?:please|for me|thanks|thank you))*"
_SOMETHING_ELSE: Final = re.compile(
    rf"{_TEXT}|(?:the|this|that|these|our|my|your|attached|last|previous)\b.*\b(?:polic(?:y|ies)|documents?|files?|handbook"
    r"|guide|manual|contracts?|pages?|attachments?|answer|reports?|pdf|slides|presentation|table|website)"
    r"|(?:(?:下面|以下|下列|上面|上述|这|那|该|此|刚才|本)[^，。！？,.!?“「\"]{0,8}|它)"
    r"|[^，。！？,.!?“「\"]{0,12}(?:制度|文件|合同|手册|文档|附件|邮件|政策|规定|报告|表格|指南|协议|网页)",
    _FLAGS,
)
"""Words for a text and not the text."""

_ORDER_ZH: Final = (
    r"\s*(?>(?:你好|您好)[，,！!\s]*)?"
    r"(?>(?:请|麻烦|劳烦|烦请|(?P<polite>能不能|能否|可不可以|可以|能)|帮忙|帮我|帮|给我|你|您)\s*)*"
)
_TEXT_ZH: Final = (
    r"(?:(?:下面|以下|下列|上面|上述|如下)[这那]?|这|那)(?:的|几|一|些)*(?:段|句|个|条|封|篇)?"
    r"(?:话|文字|内容|文本|句子|消息|信息|邮件|通知|公告|段落|文章)?"
)
_INTO_ZH: Final = rf"(?:成|为|到)\s*{_LANGUAGE}"
_TAKE_ZH: Final = rf"(?:[把将]\s*)?(?:{_TEXT_ZH})?"
_END_ZH: Final = r"(?:吧|谢谢|[，,\s])*[。！!？?\s]*"

_TRANSLATIONS: Final = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        rf"{_ORDER}translate(?:\s+{_TEXT})?(?:\s+{_INTO})?{_THANKS}\s*[:：\n]\s*(?P<text>.+)",
        rf"{_ORDER}translate(?:\s+{_TEXT})?\s*{_QUOTED}(?:\s*{_INTO})?{_THANKS}[\s.!?]*",
        rf"{_ORDER}translate(?:\s+{_TEXT})?(?:\s+{_INTO})?{_THANKS}[\s.!?]*",
        rf"{_ORDER}(?(polite)(?!))translate\s+(?P<text>.+?)\s+{_INTO}{_THANKS}[\s.!]*",
        rf"{_ORDER_ZH}{_TAKE_ZH}翻?译(?:一下)?(?:{_TEXT_ZH})?(?:{_INTO_ZH})?(?:一下)?\s*[:：\n]\s*(?P<text>.+)",
        rf"{_ORDER_ZH}{_TAKE_ZH}\s*{_QUOTED}(?:这句话|这段话)?翻?译(?:一下)?(?:{_INTO_ZH})?[吗么]?{_END_ZH}",
        rf"{_ORDER_ZH}翻译(?:一下)?\s*(?:{_TEXT_ZH}\s*)?{_QUOTED}\s*(?:{_INTO_ZH})?{_END_ZH}",
        rf"{_ORDER_ZH}(?(polite)(?!))[把将]\s*(?P<text>.+?)\s*翻?译(?:一下)?{_INTO_ZH}{_END_ZH}(?<![？?])",
        rf"{_ORDER_ZH}(?:[把将]\s*)?{_TEXT_ZH}翻译(?:一下)?(?:{_INTO_ZH})?[吗么]?{_END_ZH}",
    )
)

_WRITE: Final = r"(?:draft|write|compose)\s+(?:me\s+|us\s+)?"
_A: Final = (
    r"(?:an?|the|some|another)\s+(?:(?:short|brief|friendly|formal|informal|polite|quick|simple|clear|professional|internal"
    r"|company|company-wide|all-staff|team)\s+)*"
)
_KIND: Final = rf"{_GENRE}(?:\s+(?:item|post|article|message))?\b"
_ABOUT: Final = (
    r"(?:\s*[:：\n]\s*|\s+(?:about|on|regarding|concerning|saying(?: that)?|stating(?: that)?|that says(?: that)?)\s+"
    r"|\s+(?=(?:to|for|that|which|with|telling|asking|inviting|informing|reminding|announcing|explaining)\s))"
)
_WRITE_ZH: Final = r"(?:(?:给|向|为)(?P<to>[^，。：:,？?\s]{1,12}?))?(?:写|起草|草拟|拟写|拟|撰写|编写)"
_A_ZH: Final = r"(?:[一1]?(?:封|份|篇|个|条|则))"
_KIND_ZH: Final = rf"(?:电子)?{_GENRE}稿?"
_ON_ZH: Final = r"(?:关于|有关|针对)(?P<topic>[^，。：:\n]+?)的"
_SAYS_ZH: Final = r"(?:通知|告诉|告知|说明|介绍|提醒|邀请|宣布|给|关于|内容|主题|感谢|解释|祝贺|请|向|让|要求|说|讲)"
_ASKS_ZH: Final = r"谁|怎么|如何|什么|多少|哪|几天|多久|吗"

_DRAFTS: Final = tuple(
    re.compile(pattern, _FLAGS)
    for pattern in (
        rf"{_ORDER}{_WRITE}{_A}{_KIND}{_THANKS}{_ABOUT}(?P<text>.+)",
        rf"{_ORDER}{_WRITE}{_KIND}(?:\s*[:：\n]\s*|\s+(?:about|regarding|saying(?: that)?)\s+)(?P<text>.+)",
        rf"{_ORDER}{_WRITE}{_A}{_KIND}{_THANKS}[\s.!?]*",
        rf"{_ORDER_ZH}{_WRITE_ZH}{_A_ZH}?{_ON_ZH}{_KIND_ZH}[吗么]?{_END_ZH}",
        rf"{_ORDER_ZH}{_WRITE_ZH}{_A_ZH}?{_ON_ZH}{_KIND_ZH}[：:，,\n]\s*(?P<text>.+)",
        rf"{_ORDER_ZH}{_WRITE_ZH}{_A_ZH}?{_KIND_ZH}\s*[：:\n]\s*(?P<text>.+)",
        rf"{_ORDER_ZH}{_WRITE_ZH}{_A_ZH}{_KIND_ZH}[，,。\s]*(?P<text>{_SAYS_ZH}(?!.*(?:{_ASKS_ZH})).+)",
        rf"{_ORDER_ZH}{_WRITE_ZH}{_A_ZH}{_KIND_ZH}{_END_ZH}",
    )
)
_ASKS: Final = re.compile(r"[?？吗么]\s*$")


def wish_of(text: str) -> Wish | None:
    """What the whole message wants written; None where it may be a question to the policies."""
    text = re.sub(r"\n(?: ?\n)+", "\n\n", re.sub(r"[^\S\n]+", " ", text.strip()))
    for pattern in _TRANSLATIONS:
        if found := pattern.fullmatch(text):
            return _translation(found)
    for pattern in _DRAFTS:
        found = pattern.fullmatch(text)
        if found and (found["polite"] or not _ASKS.search(text)):
            return _draft(found)
    return None


def _translation(found: re.Match[str]) -> TranslationWish:
    groups = found.groupdict()
    text = next((groups[name] for name in ("text", *"abcde") if groups.get(name)), "").strip()
    target = language_named(groups["language"]) if groups.get("language") else None
    return TranslationWish("" if _SOMETHING_ELSE.fullmatch(text) else text, target)


def _draft(found: re.Match[str]) -> DraftWish:
    groups = found.groupdict()
    parts = (groups.get(name) for name in ("to", "topic", "text"))
    said = "，".join(part.strip() for part in parts if part)
    return DraftWish(GENRES[found["genre"].casefold()], said.rstrip("?？ ") if found["polite"] else said)
