"""Words, numbers and negations of English and Chinese text, for matching a sentence to what supports it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

import snowballstemmer

from knowledge.domain import Language
from knowledge.language.markdown import as_read

_CJK: Final = "\u3400-\u9fff\uf900-\ufaff"
_LETTER = re.compile(rf"[A-Za-z{_CJK}]")
_CJK_CHARACTER = re.compile(rf"[{_CJK}]")
_CJK_RUN = re.compile(rf"[{_CJK}]+")
_TOKEN = re.compile(rf"[{_CJK}]+|\d+(?:\.\d+)*|[^\W\d_{_CJK}]+(?:['’][a-z]+)?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")

_STOPWORDS: Final = frozenset(
    """a about after all also am an and any are as at be been before but by can could did do does for from get got had
    has have how i if in into is it its may me might must my of on or our out over please shall she should so some such
    than that the their them then there these they this those through to under up us was we were what when where which
    while who whom whose why will with would you your he her his him tell know need want there's i'm i've it's
    don't what's company policy policies rule rules say says""".split()
)
_CJK_STOPWORDS: Final = frozenset(
    """如何 怎么 怎样 什么 是否 可以 我们 你们 他们 公司 请问 多少 哪些 哪里 需要 应该 能否 有没 没有 一下 这个 那个
    以及 或者 并且 如果 关于 规定 为什 么时 何时 时候 吗 呢 的 了
    是 在 和 与 及 我 你 他 有 要 能 会 吧 呀 多久 几天 多长""".split()
)
_CJK_QUESTION: Final = re.compile(
    "请问|听说|既然|是不是|对不对|没错吧|对[吧吗]|是[吧吗]|如何|怎么样|怎么办|怎么|怎样|什么时候|什么|是否|可不可以|可以|能不能|能否|我们公司|公司|多少|哪些|哪里|哪个|多久|多长时间|"
    "需要|应该|有没有|一下|为什么|何时|谁|吗|呢|吧|我们|我|你|的|了|是|在"
)
_ENGLISH_QUESTION: Final = re.compile(
    r"\b(?:how (?:far|early|long|soon) )?(?:in advance|ahead of time|beforehand)\b|\bhow (?:many|much|long|often|far)\b"
    r"|\bis it (?:true|correct|right) that\b|\bi (?:heard|read|thought)(?: that)?\b|(?<=[, ])(?:right|correct|true) ?\?"
)
"""Asks for a time or an amount, or whether something is so; the advance that an employee is paid is another word."""
_NEGATION: Final = re.compile(
    r"\b(?:not|no|never|neither|nor|none|without|cannot|except|unless|excluded?|prohibited|forbidden)\b|n['’]t\b"
    r"|不(?!仅|但|同|断|久|少于|超过|低于|高于|得少于|得超过|得低于|得高于)|没有|未|无|禁止|严禁|除外|勿"
)
NUMBER_WORDS: Final = {
    word: str(value)
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100"}
MONTHS: Final = "january february march april may june july august september october november december".split()
WEEKDAYS: Final = "monday tuesday wednesday thursday friday saturday sunday".split()
_CJK_DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_CJK_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_CJK_NUMBER: Final = re.compile(
    r"[零〇一二两三四五六七八九十百千]+(?=[个天年月日周次小倍岁元工份项条章节时分名人点]|百分)"
)
_NAME: Final = re.compile(r"(?<=[\w,;:] )[A-Z][\w&-]+")
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)*")


def normalise(text: str) -> str:
    """NFKC, lower case, links reduced to their text, no commas inside numbers, Chinese numerals as digits."""
    read = as_read(text) if "](" in text else text
    folded = unicodedata.normalize("NFKC", read).lower().replace("’", "'")
    return _CJK_NUMBER.sub(lambda number: str(chinese_number(number[0])), _THOUSANDS.sub("", folded))


def language_of(text: str, default: Language = "en") -> Language:
    """The language most of the text's letters belong to; a Chinese character weighs as two Latin letters.

    ``default`` answers for text without letters (an emoji, digits).
    """
    letters = len(_LETTER.findall(text))
    chinese = len(_CJK_CHARACTER.findall(text))
    if not letters:
        return default
    return "zh" if 3 * chinese > letters else "en"


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """English stem (Snowball) of a lower-case word. A stemmer keeps the word in itself: each call has its own."""
    return str(snowballstemmer.stemmer("english").stemWord(word.removesuffix("'s")))


def terms(text: str) -> list[str]:
    """Content terms in order: stems of Latin words, numbers, overlapping bigrams of Chinese runs."""
    found: list[str] = []
    for token in _TOKEN.findall(normalise(text)):
        if _CJK_CHARACTER.match(token):
            found += _bigrams(token)
        elif token not in _STOPWORDS:
            found.append(NUMBER_WORDS.get(token) or stem(token))
    return found


def question_terms(text: str) -> list[str]:
    """Content terms of a question: as `terms`, without the words that only ask."""
    return [term for term in terms(_without_asking(text)) if term not in _CJK_STOPWORDS]


def question_tokens(text: str) -> list[str]:
    """A question's Latin words, numbers and runs of Chinese in order, without the words that only ask."""
    return [token for token in _TOKEN.findall(_without_asking(text)) if token not in _STOPWORDS]


def _without_asking(question: str) -> str:
    english = _ENGLISH_QUESTION.sub(" ", normalise(question))
    return _CJK_RUN.sub(lambda run: _CJK_QUESTION.sub(" ", run[0]), english)


def names(text: str) -> frozenset[str]:
    """The terms of capitalised words within a sentence: people, products, places."""
    return frozenset(term for name in _NAME.findall(text) for term in terms(name))


def latin(term: str) -> bool:
    """Whether a term is a word in Latin letters or a number."""
    return not _CJK_CHARACTER.match(term)


def numbers(text: str) -> frozenset[str]:
    """Every number stated, as plain digits: ``2,000`` is ``2000``, ``five`` is ``5``, ``十五天`` is ``15天``."""
    folded = normalise(text)
    spelled = {NUMBER_WORDS[word] for word in re.findall(r"[a-z]+", folded) if word in NUMBER_WORDS}
    return frozenset({_plain(digits) for digits in _DIGITS.findall(folded)} | spelled)


def negated(text: str) -> bool:
    """Whether the text denies, forbids or excepts an odd number of times."""
    return len(_NEGATION.findall(normalise(text))) % 2 == 1


def _plain(digits: str) -> str:
    """``08`` and ``8``, ``2.50`` and ``2.5`` are one number; dotted versions stay as they are."""
    if digits.count(".") > 1:
        return digits
    whole, _, fraction = digits.partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _bigrams(run: str) -> list[str]:
    return [run] if len(run) == 1 else [run[i : i + 2] for i in range(len(run) - 1)]


def chinese_number(characters: str) -> int:
    """``十五`` -> 15, ``三百零五`` -> 305; a run of digits alone (``二〇二六``) is read digit by digit."""
    if not any(character in _CJK_UNITS for character in characters):
        return int("".join(str(_CJK_DIGITS[character]) for character in characters))
    total, digit = 0, 0
    for character in characters:
        if character in _CJK_UNITS:
            total += (digit or 1) * _CJK_UNITS[character]
            digit = 0
        else:
            digit = _CJK_DIGITS[character]
    return total + digit
