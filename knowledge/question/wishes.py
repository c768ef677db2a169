"""What an order to write is about: the text to be translated and the language, or the kind of draft and what it says.

Whether a message is such an order, `knowledge.question.intents` tells; here its parts are found by their marks: a
colon, a quotation, the name of a language, the word for a kind of text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.domain import Genre
from knowledge.language.names import LANGUAGES, language_named
from knowledge.language.text import terms

LONGEST_INSTRUCTIONS: Final = 2000
"""Characters: instructions, policies and the draft itself must fit into the context of a small model."""
LONGEST_TEXT: Final = 3000
"""Characters: text and translation must fit into a model's context, and into one message."""

GENRES: Final[Mapping[str, Genre]] = {
    "announcement": "announcement",
    "公告": "announcement",
    "通知": "announcement",
    "ankündigung": "announcement",
    "email": "email",
    "e-mail": "email",
    "mail": "email",
    "邮件": "email",
    "report": "report",
    "报告": "report",
    "bericht": "report",
    "faq": "faq",
    "问答": "faq",
    "常见问题": "faq",
    "news": "news",
    "新闻": "news",
}
"""What people call each kind of draft."""
OTHERWISE: Final[Genre] = "announcement"
"""What is written for whom names no kind, or one that is not known, such as a poster."""


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


def _any_of(*names: str) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_NAMES: Final = _any_of(*(name for names in LANGUAGES.values() for name in names))
_LANGUAGE: Final = re.compile(
    rf"(?<![a-zß-ÿ])(?P<name>{_NAMES})(?:e[ns]?)?(?![a-zß-ÿ])",
    re.IGNORECASE,
)
_CODES: Final = re.compile(r"\b[a-z]{2} ?(?:-?>|-|to| ) ?(?P<into>[a-z]{2})\b(?= ?[:：])", re.IGNORECASE)
_INTO: Final = re.compile(r"(?:\b(?:to|into|in|auf|ins)|[-=]*>|成|为|到|译|翻|用)(?: simplified)? *$", re.IGNORECASE)
"""What stands before the language that a text shall be in, and not before the one that it is in."""
_GENRE: Final = re.compile(
    rf"(?<![a-zß-ÿ])(?P<genre>{_any_of(*GENRES)})(?![a-zß-ÿ])(?:稿|\s+(?:item|post))?", re.IGNORECASE
)

_QUOTED: Final = re.compile(r"[\"“„「«](?P<text>[^\"“”„「」«»]+)[\"”“」»]|(?<!\w)['‘](?P<single>[^'‘’]+)['’](?!\w)")
_AFTER_COLON: Final = re.compile(r"\s*(?:[:：?？]|\n| [-–—] )\s*(?P<text>.*\w.*)", re.DOTALL)
_BETWEEN: Final = re.compile(
    r"\b(?:translate|übersetze?|say|put|turn|write)\s+(?P<into>.+?)\s+(?:in)?(?:to|ins?)\s*$"
    r"|\b(?:for|of)\s+(?P<of>.+)|\b(?:translate|übersetze?|heißt)\s+(?P<open>.+)"
    r"|[把将]\s*(?P<chinese>.+?)\s*(?:翻译?|译|换|改|变)成?",
    re.IGNORECASE | re.DOTALL,
)
"""What stands between the verb and the language, or behind "the word for"."""
_POINTS: Final = re.compile(
    r"(?:this|that|these|those|it|me|us|please|from|in|to|into|something|version|das|dies\w*|bitte)\b"
    r"|(?:the|my|our|your|unsere?|die|den|der)(?:\W+\w+){1,3}$"
    r"|[这那它本该此]|[上下]面|以[上下]|刚才|我们?的?|.{0,12}(?:制度|文件|合同|手册|文档|附件|邮件|政策|规定|报告|通知)$",
    re.IGNORECASE,
)
"""Words for a text and not the text."""
_EDGES: Final = re.compile(
    r"^(?:[\s,，.]|(?:the )?(?:word |term )?(?:for|of)\b)+|(?:[\s,，.。!！?？]|\b(?:auf|ins?|please)\b)+$",
    re.IGNORECASE,
)
_CHINESE_RUN: Final = re.compile(r"[\u3400-\u9fff](?:[\u3400-\u9fff\d，。、；：！？,.!? ]*[\u3400-\u9fff\d。！？])?")
_LATIN_RUN: Final = re.compile(r"[^\W\d_\u3400-\u9fff]+(?:[ ,.'’-]+[^\W_\u3400-\u9fff]+)*[.!?]?")
_ORDERS_ZH: Final = re.compile(r"[译翻]|意思|怎么|什么")

_ABOUT: Final = re.compile(r"(?:关于|有关|针对)(?P<about>[^，。：:\n]+?)的$")
_TO: Final = re.compile(r"(?:给|向|为)(?P<to>[^，。：:,？?\s我]{1,12}?)(?:写|发|拟|起草|准备)")
_JOINS: Final = re.compile(
    r"^(?:\W|(?:about|on|regarding|concerning|saying|stating|that|which says|says|please|über|zum?|zur|bitte|吗|吧)\b)+"
    r"|(?:\s|吗|吧|[?？])+$",
    re.IGNORECASE,
)
_FEWEST: Final = 3
"""Content terms before the kind of text from which on they say more than that it shall be written."""


def translation_of(text: str) -> TranslationWish:
    """What a message that orders a translation wants translated, and into what."""
    text = text.strip()
    order, wanted = _text_wanted(text)
    named = [(found, language_named(found["name"])) for found in _LANGUAGE.finditer(order)]
    into = [code for found, code in named if _INTO.search(order[: found.start()])]
    pair = _CODES.search(text)
    coded = language_named(pair["into"]) if pair else None
    return TranslationWish(wanted.strip(), coded or (into or [code for _, code in named] or [None])[-1])


def draft_of(text: str) -> DraftWish:
    """What a message that orders a draft wants written. Without a mark, all of it says what that is."""
    text = re.sub(r"[^\S\n]+", " ", text.strip())
    found = _GENRE.search(text)
    if found is None:
        return DraftWish(OTHERWISE, text)
    before, after = text[: found.start()].rstrip(), _JOINS.sub("", text[found.end() :])
    parts = [match[1].strip() for match in (_TO.search(before), _ABOUT.search(before)) if match]
    said = "，".join(part for part in (*parts, after) if re.search(r"\w", part))
    all_of_it = after.startswith("的") or (not parts and len(terms(before)) > _FEWEST)
    return DraftWish(GENRES[found["genre"].casefold()], text if all_of_it else said)


def _text_wanted(text: str) -> tuple[str, str]:
    """The order without the text, and the text; empty where they only point at it."""
    if quoted := _QUOTED.search(text):
        return text.replace(quoted[0], " ", 1), quoted["text"] or quoted["single"]
    rest = _AFTER_COLON.search(text)
    if rest and re.search(r"\w", text[: rest.start()]):
        return text[: rest.start()], rest["text"]
    wanted = _in_other_script(text) or _between(text)
    return text.replace(wanted, " ", 1) if wanted else text, wanted


def _in_other_script(text: str) -> str:
    """The longest piece in another script than the order's."""
    name = _LANGUAGE.search(text)
    others = _LANGUAGE.sub(" ", text)
    chinese, latin = (max(run.findall(others), key=len, default="") for run in (_CHINESE_RUN, _LATIN_RUN))
    if not (chinese and latin):
        return ""
    in_chinese = "\u3400" <= name[0][0] <= "\u9fff" if name else _ORDERS_ZH.search(chinese) is not None
    return latin if in_chinese else chinese


def _between(text: str) -> str:
    """What stands where a text would, in the order's own script."""
    name = _LANGUAGE.search(text)
    found = _BETWEEN.search(text[: name.start()] if name else text)
    behind = text[name.end() :] if name else ""
    wanted = _EDGES.sub("", next(part for part in found.groups() if part) if found else behind)
    return "" if _POINTS.match(wanted) else wanted
