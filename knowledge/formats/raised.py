"""Raised and lowered figures: told from what stands before them in Unicode's own characters, in every format."""

from __future__ import annotations

import re
from typing import Final

from knowledge.language.folding import NOTE_MARKS, NUMBER_AND_MARKS
from knowledge.language.profiles import PROFILES

_RAISED: Final = str.maketrans("0123456789+-−=()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_LOWERED: Final = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_FIGURES: Final = re.compile(r"[\d+−=-]*\d[\d+−=-]*(?:\s*[,;，；]\s*\d+)*|[a-pr-z]")
_BRACKETED: Final = re.compile(r"[\[(（〔]?\s*(\w{1,3})\s*[\])）〕]")
_UNITS: Final = [
    *sorted(
        {form for counted in PROFILES["zh"].counted.values() for form in counted.forms} | set(PROFILES["zh"].units),
        key=len,
        reverse=True,
    ),
    "[\u3400-\u9fff]",  # of Chinese, whatever stands right behind a number counts it
]
_COUNTED: Final = rf"[ \xa0]?(?:{'|'.join(_UNITS)}|[%‰€$£¥°]|[A-Za-zÀ-ÿ]+)"
_SURE: Final = "\ue0ae"  # of the private use area: no document means anything by it
_SURELY_MARKED: Final = re.compile(rf"(?<=\d)(?P<power>){_SURE}(?P<marks>{NOTE_MARKS})(?P<unit>{_COUNTED})?")
_PRICE: Final = re.compile(
    rf"(?P<price>(?:[€$£¥]|\b[A-Z]{{3}}) ?\d[\d.,]*)(?!(?<=10)[³⁶⁹](?!\d))(?P<marks>{NOTE_MARKS})"
)
"""A price and a note's mark: its unit stands before it, and of powers of ten only thousands, millions … are prices."""
_FOLLOWS: Final = re.compile(rf"\d{NOTE_MARKS}")
_MARKED_NUMBER: Final = re.compile(rf"(?:{NUMBER_AND_MARKS})(?P<unit>{_COUNTED})?")


def raised(text: str) -> str:
    """Return raised text: figures and single letters as ``¹`` and ``ᵃ``, brackets of a note's mark left out.

    What has no such character, and words (``21st``), come back as they are.
    """
    mark = _BRACKETED.fullmatch(text.strip())
    bare = mark[1] if mark else text.strip()
    return bare.translate(_RAISED) if _FIGURES.fullmatch(bare) else text


def lowered(text: str) -> str:
    """Return lowered text: figures and single letters as ``₂``; anything else as it is."""
    bare = text.strip()
    return bare.translate(_LOWERED) if _FIGURES.fullmatch(bare) else text


def note_mark(number: str) -> str:
    """Return the mark of a note that a file itself calls one, for `marks_apart`: behind 10 it is no power."""
    return f"{_SURE}{raised(number)}"


def marks_apart(text: str) -> str:
    """Put the marks of notes behind what is counted: ``25¹ days`` becomes ``25 days¹``, a bare ``25¹`` ``25 ¹``.

    So a number stands as it is meant for whoever reads it: search, a model, and people. Powers of ten stay.
    """
    if _SURE in text:
        text = _SURELY_MARKED.sub(_apart, text).replace(_SURE, "")
    text = _PRICE.sub(r"\g<price> \g<marks>", text)
    return _MARKED_NUMBER.sub(_apart, text) if _FOLLOWS.search(text) else text


def _apart(found: re.Match[str]) -> str:
    if found["power"]:
        return found[0]
    return f"{found['unit']}{found['marks']}" if found["unit"] else f" {found['marks']}"
