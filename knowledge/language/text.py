"""Words, numbers and negations of a text in its language, for matching a sentence to what supports it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice
from typing import Final

import snowballstemmer

from knowledge.domain import Language
from knowledge.language.dictionary import simplified
from knowledge.language.english import ENGLISH
from knowledge.language.evidence import bias, evidence
from knowledge.language.folding import unified
from knowledge.language.markdown import CHINESE as CHINESE_CHARACTERS
from knowledge.language.markdown import as_read
from knowledge.language.profiles import BESIDE_ENGLISH, PROFILES, read_as

_CJK: Final = CHINESE_CHARACTERS
_LETTER = re.compile(rf"[A-Za-zß-ÿÀ-Þ{_CJK}]")
_CJK_CHARACTER = re.compile(rf"[{_CJK}]")
_CJK_RUN = re.compile(rf"[{_CJK}]+")
_TOKEN = re.compile(rf"[{_CJK}]+|\d+(?:\.\d+)*|[^\W\d_{_CJK}]+(?:['’][a-z]+)?")
_WORD: Final = re.compile(rf"[^\W\d_{_CJK}]+")
_NO_LETTERS: Final = re.compile(r"[\W_]+")
_ADDRESS: Final = re.compile(r"\bhttps?://\S+|\S+@\S+")
_SEPARATED: Final = re.compile(r"\d[.,]\d")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_THOUSANDS_BY_DOTS: Final = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_DECIMAL_COMMA: Final = re.compile(r"(?<=\d),(?=\d)")
_SURELY_BY_DOTS: Final = re.compile(
    r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?:,\d{1,2}(?!\d)|(?= ?(?:€|eur)))|(?<![\d.,])\d+,\d{1,2}(?= ?(?:€|eur))"
)
"""A number that can only be read with a comma before its decimals, whatever the language is."""

_SURE: Final = 0.5
"""Log-odds from which on a text is in another language than English."""
_READ: Final = 150
"""Words of a text from which its language is told."""

MONTHS: Final = [names[0] for names in ENGLISH.months]
WEEKDAYS: Final = list(ENGLISH.weekdays)
NUMBER_WORDS: Final = dict(ENGLISH.number_words)
_CJK_DIGITS: Final = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_CJK_UNITS: Final = {"十": 10, "百": 100, "千": 1000}
_CJK_NUMBER: Final = re.compile(
    r"[零〇一二两三四五六七八九十百千]+(?=[个天年月日周次小倍岁元工份项条章节时分名人点]|百分)"
)
_BEFORE_A_NAME: Final = r"(?<=[\w,;:(] )"
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)*")


def normalise(text: str, language: Language | None = None) -> str:
    """NFKC, lower case, links reduced to their text, numbers as ``1250.5``, Chinese simplified, its numerals as digits.

    The language, which decides what ``1.250`` is, is told from the text where it is not given.
    """
    read = as_read(text) if "](" in text else text
    folded = unified(read).lower().replace("’", "'")
    if _CJK_CHARACTER.search(folded):
        folded = simplified(folded)
    if _SEPARATED.search(folded):
        folded = with_plain_numbers(folded, language or language_of(text))
    return _CJK_NUMBER.sub(lambda number: str(chinese_number(number[0])), folded)


def with_plain_numbers(text: str, language: Language) -> str:
    """Write the numbers of a lower-case text as ``1250.5``."""
    if PROFILES[language].decimal_comma:
        return _DECIMAL_COMMA.sub(".", _THOUSANDS_BY_DOTS.sub("", text))
    return _THOUSANDS.sub("", _SURELY_BY_DOTS.sub(lambda number: number[0].replace(".", "").replace(",", "."), text))


def language_of(text: str, default: Language = "en") -> Language:
    """The language that most of the text's letters speak for; a Chinese character weighs as two Latin letters.

    ``default`` answers for text without letters (an emoji, digits). A language without a profile is taken for English.
    """
    letters = len(_LETTER.findall(text))
    chinese = len(_CJK_CHARACTER.findall(text))
    if not letters:
        return default
    return "zh" if 3 * chinese > letters else in_latin_letters(text)


@lru_cache(maxsize=1024)
def in_latin_letters(text: str) -> Language:
    """The language of a text that is not in Chinese."""
    words = _WORD.finditer(_ADDRESS.sub(" ", text).lower())
    read = [word[0] for word in islice(words, _READ)]
    for each in BESIDE_ENGLISH:
        if read and each.alone.issuperset(read):
            return each.code
    likely = {each.code: bias(each.code) + sum(evidence(word, each.code) for word in read) for each in BESIDE_ENGLISH}
    best = max(likely, key=likely.__getitem__)
    return best if likely[best] > _SURE else "en"


@lru_cache(maxsize=65536)
def stem(word: str, language: Language = "en") -> str:
    """Stem (Snowball) of a lower-case word. A stemmer keeps the word in itself: each call has its own."""
    algorithm = read_as(language)[0].stemmer
    return str(snowballstemmer.stemmer(algorithm).stemWord(word.removesuffix("'s")))


def terms(text: str, language: Language | None = None) -> list[str]:
    """Content terms in order: stems of words, numbers, overlapping bigrams of Chinese runs.

    The language is told from the text where it is not given; Latin words in a Chinese text are read as English.
    """
    language = language or language_of(text)
    profile = read_as(language)[0]
    found: list[str] = []
    for token in _TOKEN.findall(normalise(text, language)):
        if _CJK_CHARACTER.match(token):
            found += _bigrams(token)
        elif token not in profile.stop_words:
            found.append(profile.number_words.get(token) or stem(token, profile.code))
    return found


def letters_of(text: str) -> str:
    """Return the letters and digits of a text in lower case: what is left when its Markdown is taken away."""
    return _NO_LETTERS.sub("", text.lower())


def own_words(question: str) -> str:
    """What a question says itself: of one that follows up, the last line, behind what was asked before it."""
    return question.rpartition("\n")[2]


def question_terms(text: str) -> list[str]:
    """Content terms of a question: as `terms`, without the words that only ask."""
    language = language_of(text)
    none = frozenset[str]().union(*(profile.stop_terms for profile in read_as(language)))
    return [term for term in terms(_without_asking(text, language), language) if term not in none]


def question_tokens(text: str) -> list[str]:
    """A question's Latin words, numbers and runs of Chinese in order, without the words that only ask."""
    language = language_of(text)
    stop_words = read_as(language)[0].stop_words
    return [token for token in _TOKEN.findall(_without_asking(text, language)) if token not in stop_words]


def _without_asking(question: str, language: Language) -> str:
    """Chinese words are looked for in each run of Chinese by itself."""
    asking = _asking(language)
    left = asking[0].sub(" ", normalise(question, language))
    return _CJK_RUN.sub(lambda run: asking[1].sub(" ", run[0]), left)


@cache
def _asking(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    own, *others = read_as(language)
    return re.compile(own.asking), re.compile("|".join(profile.asking for profile in others))


@cache
def _negation(language: Language) -> re.Pattern[str]:
    return re.compile("|".join(profile.negation for profile in read_as(language)))


@cache
def name_pattern(language: Language) -> re.Pattern[str]:
    """What is a name within a sentence of a language."""
    return re.compile(_BEFORE_A_NAME + read_as(language)[0].name)


def names(text: str) -> frozenset[str]:
    """The terms of capitalised words within a sentence: people, products, places."""
    language = language_of(text)
    return frozenset(term for name in name_pattern(language).findall(text) for term in terms(name, language))


def latin(term: str) -> bool:
    """Whether a term is a word in Latin letters or a number."""
    return not _CJK_CHARACTER.match(term)


def numbers(text: str) -> frozenset[str]:
    """Every number stated, as plain digits: ``2,000`` is ``2000``, ``five`` is ``5``, ``十五天`` is ``15天``."""
    language = language_of(text)
    folded, words = normalise(text, language), read_as(language)[0].number_words
    spelled = {words[word] for word in _WORD.findall(folded) if word in words}
    return frozenset({plain_number(digits) for digits in _DIGITS.findall(folded)} | spelled)


def negated(text: str) -> bool:
    """Whether the text denies, forbids or excepts an odd number of times."""
    language = language_of(text)
    return len(_negation(language).findall(normalise(text, language))) % 2 == 1


def plain_number(digits: str) -> str:
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
