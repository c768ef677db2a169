"""Numbers as word processors count before paragraphs: 1, iv, b, 三, 甲. Names as ECMA-376 has them (17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

_ROMAN: Final = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl", 10: "x", 9: "ix"}
_ROMAN_UNITS: Final = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii")
_SIMPLE: Final = ("〇一二三四五六七八九", "十百千")
_FORMAL: Final = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
_FORMAL_TRADITIONAL: Final = ("零壹貳參肆伍陸柒捌玖", "拾佰仟")
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_ENCLOSED: Final = 20  # Unicode has circled and bracketed numbers up to it in a row


def numeral(number: int, form: str) -> str:
    """Return a number as a format writes it; what the format has no sign for, and unknown formats, are decimal."""
    return _FORMS.get(form, str)(number) if number > 0 else "0" if form != "none" else ""


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN.items():
        written += letters * (number // value)
        number %= value
    return written + _ROMAN_UNITS[number]


def _lettered(number: int) -> str:
    """A to Z, then AA, BB."""
    return _LETTERS[(number - 1) % 26] * ((number - 1) // 26 + 1)


def _chinese(number: int, digits: str = _SIMPLE[0], units: str = _SIMPLE[1]) -> str:
    """Return a number below ten thousand in words: 十二, 一百零五; larger ones digit by digit."""
    if number >= 10_000:  # noqa: PLR2004 - 万 begins a group of its own
        return _digits(number)
    written, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            written += ("零" if gap and written else "") + digits[digit] + (units[place - 1] if place else "")
        gap = not digit
    ten = f"{digits[1]}{units[0]}"
    return written.removeprefix(digits[1]) if digits == _SIMPLE[0] and written.startswith(ten) else written


def _digits(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", _SIMPLE[0]))


def _row(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if number <= len(signs) else str(number)


def _from(first: str, count: int = _ENCLOSED) -> Callable[[int], str]:
    return _row("".join(chr(ord(first) + place) for place in range(count)))


def _ordinal(number: int) -> str:
    teen = number // 10 % 10 == 1
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


_FORMS: Final[Mapping[str, Callable[[int], str]]] = {
    "none": lambda _number: "",
    "decimalZero": lambda number: f"{number:02d}",
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerLetter": _lettered,
    "upperLetter": lambda number: _lettered(number).upper(),
    "ordinal": _ordinal,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": lambda number: _chinese(number, *_FORMAL),
    "ideographLegalTraditional": lambda number: _chinese(number, *_FORMAL_TRADITIONAL),
    "japaneseLegal": lambda number: _chinese(number, *_FORMAL_TRADITIONAL),
    "ideographTraditional": _row(_STEMS),
    "ideographZodiac": _row(_BRANCHES),
    "decimalEnclosedCircle": _from("①"),
    "decimalEnclosedCircleChinese": _from("①"),
    "decimalEnclosedFullstop": _from("⒈"),
    "decimalEnclosedParen": _from("⑴"),
    "ideographEnclosedCircle": _from("㊀", 10),
    "decimalFullWidth": lambda number: str(number).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
}
