"""The story of one translation: links and mentions put aside, translated, verified, put back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from knowledge.domain import Language, Sampling
from knowledge.errors import ANOTHER, NO_MODEL, Declined
from knowledge.language.names import LANGUAGES
from knowledge.language.profiles import PROFILES
from knowledge.language.quantities import ADDRESS, MONTH_NUMBERS, names
from knowledge.language.text import language_of, normalise, numbers
from knowledge.ports import Generator
from knowledge.prompts.filling import filled

_BILINGUAL: Final[frozenset[Language]] = frozenset({"en", "zh"})
_KEPT: Final = re.compile(rf"<[@#!][^<>]*>|`[^`\n]+`|{ADDRESS.pattern}|:[a-z0-9_+-]+:(?!\w)|\[\d+\]")
"""Mentions, code, addresses, emoji and the marks of citations."""
_MARK: Final = re.compile(r"⟦\s?(\d+)\s?⟧")
_LARGE: Final = {"thousand": 10**3, "万": 10**4, "million": 10**6, "亿": 10**8, "billion": 10**9}
_LARGE_NUMBER: Final = re.compile(rf"(\d+(?:\.\d+)?)\s?({'|'.join(_LARGE)})")
_DATE: Final = re.compile(
    rf"(?:(?<=\d )|(?<=\dst )|(?<=\dnd )|(?<=\drd )|(?<=\dth ))({'|'.join(MONTH_NUMBERS)})\b"
    rf"|\b({'|'.join(MONTH_NUMBERS)})\.?(?= \d)"
)
_MONTH_NAME: Final = re.compile(
    rf"\b({'|'.join(name for name in MONTH_NUMBERS if name not in {'may', 'march', 'mar'})})\b"
)
_DIGITS: Final = re.compile(r"\d+(?:\.\d+)?")
_SHORTEST, _LONGEST = 0.15, 8.0
"""How long a translation may be beside its text: Chinese says in one character what English says in four or more."""
_RETRY: Final = Sampling(temperature=0.4, top_p=0.9, seed=1)

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Translation:
    """A verified translation. ``unmatched`` are names of the text that do not stand in it as they were written."""

    text: str
    target: str
    generator: str
    unmatched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Translating:
    """Translates with a generator that knows English and Chinese; others are not asked."""

    generator: Generator | None

    def translate(
        self, request_id: str, text: str, target: str, *, deadline: float, cancelled: Callable[[], bool]
    ) -> Translation:
        """Translate into ``target``, a code of `knowledge.language.names`; tried twice.

        Raises Declined where no model can do it, where there is nothing to translate, or where numbers, links or
        mentions did not survive: a wrong number is not shown. Raises GenerationFailed.
        """
        if self.generator is None:
            raise Declined("no_model", NO_MODEL)
        if not self.generator.profile.languages >= _BILINGUAL:
            raise Declined("translate_language", f"The model {self.generator.name} cannot translate. {ANOTHER}")
        if target == language_of(text):
            raise Declined("translate_same", f"The text is in {LANGUAGES[target][0]} already.")
        put_aside, marked = _put_aside(text)
        prompt = filled("translate", language=LANGUAGES[target][0], text=marked)
        limit = 64 + 2 * len(text)
        for sampling in (None, _RETRY):
            deltas = self.generator.generate(
                prompt, max_new_tokens=limit, deadline=deadline, cancelled=cancelled, sampling=sampling
            )
            written = "".join(deltas).strip()
            if _faithful(marked, written, target):
                said = _MARK.sub(lambda mark: put_aside[int(mark[1]) - 1], written)
                unmatched = tuple(name for name in names(_MARK.sub(" ", marked)) if name not in said)
                return Translation(said, target, self.generator.name, unmatched)
            log.warning("translation_not_faithful", request_id=request_id, retried=sampling is not None)
        raise Declined("translate_wrong", "Numbers, links or mentions did not survive translation twice: not shown.")


def _put_aside(text: str) -> tuple[list[str], str]:
    """What must survive as it is, and the text with marks in its place."""
    put_aside: list[str] = []

    def mark(found: re.Match[str]) -> str:
        put_aside.append(found[0])
        return f"⟦{len(put_aside)}⟧"

    return put_aside, _KEPT.sub(mark, text.translate({ord("⟦"): "[", ord("⟧"): "]"}))


def _faithful(text: str, written: str, target: str) -> bool:
    """Whether the marks and all numbers are there and no others, in the right language and at a likely length."""
    if Counter(_MARK.findall(text)) != Counter(_MARK.findall(written)) or not written:
        return False
    plain, translated = _MARK.sub(" ", text), _MARK.sub(" ", written)
    if not _SHORTEST <= len(translated.strip() or " ") / len(plain.strip() or " ") <= _LONGEST:
        return False
    if any(target == known != language_of(translated, known) for known in PROFILES):
        return False
    exact, all_stated = _exact(plain), numbers(_unfolded(plain))
    return exact <= numbers(_unfolded(translated)) and _exact(translated) <= all_stated and not _KEPT.search(translated)


def _exact(text: str) -> frozenset[str]:
    """The numbers that a translation must have: those in digits, months in dates, and words from three on.

    ``one`` and ``two`` are as often no numbers: one another, two-factor.
    """
    unfolded = _unfolded(text)
    digits = numbers(" ".join(_DIGITS.findall(unfolded)))
    return digits | (numbers(unfolded) - {"1", "2"})


def _unfolded(text: str) -> str:
    """The text with months and large numbers as digits: ``3 May`` and ``5月3日``, ``15 thousand`` and ``1.5万``."""
    folded = normalise(text)
    dated = _DATE.sub(lambda found: f" {MONTH_NUMBERS[found[1] or found[2]]} ", folded)
    months = _MONTH_NAME.sub(lambda found: f" {MONTH_NUMBERS[found[1]]} ", dated)
    return _LARGE_NUMBER.sub(lambda found: f" {round(float(found[1]) * _LARGE[found[2]])} ", months)
