"""How sure one may be of an answer: the signs, the fits that weigh them, and the files that hold the fits."""

from __future__ import annotations

import json
import math
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from knowledge.answer.reading import READS, Evidence, covered, covered_by, read
from knowledge.answer.siblings import of_the_amount_asked, of_the_one_asked
from knowledge.domain import Retrieved
from knowledge.errors import SettingError
from knowledge.index.index_text import place_of
from knowledge.language.text import language_of
from knowledge.ports import Embedder

Wants = Mapping[str, float]
"""What a question asks for, by the labels of `knowledge.question.intents`, as probabilities."""

WANTED: Final = 0.5
"""Probability from which on a question asks for steps, or for a table."""
NOTHING_KNOWN: Final[Wants] = {}

_SHIPPED: Final = Path(__file__).parent / "fit.json"
_FIT_ANEW: Final = "Fit it with `frontdesk train ranker`, or leave the setting out."
_LOOKED_AT: Final = 4
"""Passages, the best ones."""
SIGNS: Final = frozenset({"first", "ahead", "words", "terms", "foreign", READS})


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic regression over the `signs`, and the confidence under which one abstains."""

    weights: Mapping[str, float]
    bias: float
    threshold: float

    def confidence(self, signs: Mapping[str, float]) -> float:
        """The probability that the passages answer the question; 0 where nothing was found."""
        if not signs:
            return 0.0
        return 1 / (1 + math.exp(-self.bias - sum(weight * signs[name] for name, weight in self.weights.items())))


@dataclass(frozen=True, slots=True)
class Fit:
    """What was learned of one embedder's cosines: the weights by which `reading.read` ranks, and the calibration.

    ``made_for`` is a name of `judged_by`; empty fits any, as its confidence weighs no cosine.
    """

    made_for: str
    ranker: Mapping[str, float]
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Ranking:
    """Evidence, best first, and the `signs` that it answers the question at all; both empty where nothing was found.

    ``wants`` is what the question asks for.
    """

    evidence: tuple[Evidence, ...]
    signs: Mapping[str, float]
    wants: Wants = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judge:
    """Tells which sentence answers and how sure one may be: an embedder with what was learned of it.

    ``wants_of`` tells what a question asks for.
    """

    embedder: Embedder
    fit: Fit
    wants_of: Callable[[str], Wants] = lambda _question: NOTHING_KNOWN

    def rank(self, question: str, found: Sequence[Retrieved], said: Sequence[str] = (), today: str = "") -> Ranking:
        """Rank the sentences of what was found, and say what speaks for their answering.

        ``said`` are the answers of the thread, and ``today`` the asker's, as `reading.read` takes them.
        """
        wants = self.wants_of(question)
        evidence = read(question, found, self.embedder, self.fit.ranker, said, today)
        evidence = of_the_amount_asked(question, of_the_one_asked(question, evidence))
        return Ranking(evidence, signs(question, found, evidence) if evidence else {}, wants)

    def confidence(self, ranking: Ranking) -> float:
        """The probability that the first sentence answers."""
        return self.fit.calibration.confidence(ranking.signs)

    def is_sure(self, confidence: float) -> bool:
        """Whether that is enough for an answer."""
        return confidence >= self.fit.calibration.threshold


def signs(question: str, found: Sequence[Retrieved], evidence: Sequence[Evidence]) -> dict[str, float]:
    """What speaks for or against the first sentence answering the question, as numbers that a `Calibration` weighs.

    ``first``: its cosine. ``foreign``: whether all that was found is in other languages than the question, where both
    cosine and reader say less for what is as true. ``reads``: what the reader says of it, 0 where there is none.
    ``ahead``: the logarithm of its share of all likelihood, which no embedder's scale is in; beside a cosine it says
    nothing more. ``words``: the share of the question that it says with its headings; ``terms``: that one of the best
    passages says. These two are for a fit to a company's own questions: they pay for some, and not on organisations
    left out. Nor did amounts, the question's length and the passages' cosines.
    """
    first = evidence[0]
    return {
        "first": first.similarity,
        "ahead": first.score - float(np.logaddexp.reduce([one.score for one in evidence])),
        "words": covered(question, first.sentence),
        "terms": max(_said_in(question, each) for each in found[:_LOOKED_AT]),
        "foreign": float(language_of(question) not in {one.passage.language for one in found}),
        READS: first.reads,
    }


def _said_in(question: str, retrieved: Retrieved) -> float:
    passage = retrieved.passage
    return covered_by(question, f"{place_of(passage)} {retrieved.text}", passage)


def judged_by(embedder: Embedder) -> str:
    """Return the name of what judges: of the embedder, or of its reader."""
    return embedder.reader.name if embedder.reader else embedder.name


@cache
def shipped_fits() -> tuple[Fit, ...]:
    """Return the fits that ship: for the embedded embedder, with its reader and without, and a safe one for any."""
    return read_fits(_SHIPPED)


def read_fits(path: Path) -> tuple[Fit, ...]:
    """Read a file of `frontdesk train ranker`. Raises SettingError where it is missing, broken or of other signs."""
    try:
        fits = tuple(_fit(content) for content in json.loads(path.read_text(encoding="utf-8"))["fits"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise SettingError(f"FRONTDESK_FIT: {path} is no file of `frontdesk train ranker`. {_FIT_ANEW}") from None
    if any(fit.calibration.weights.keys() != SIGNS for fit in fits):
        raise SettingError(f"FRONTDESK_FIT: {path} was written by another release of Frontdesk. {_FIT_ANEW}")
    return fits


def safe_fit() -> Fit:
    """Return the fit whose confidence weighs no cosine, so that it may be used with any embedder."""
    return fit_for("")


def fit_for(embedder: str, path: Path | None = None) -> Fit:
    """Return the fit for an embedder, from a file or of those that ship; the safe one where none ships for it.

    Raises SettingError where the file has none for it.
    """
    fits = {fit.made_for: fit for fit in (read_fits(path) if path else shipped_fits())}
    if path and embedder not in fits:
        raise SettingError(f"FRONTDESK_FIT: {path} was fitted to another embedder, and this is {embedder}. {_FIT_ANEW}")
    return fits.get(embedder) or fits[""]


def read_calibration(path: Path, embedder: str) -> Calibration:
    """Read the file, fitted to this embedder. Raises SettingError, also where it was fitted to another one."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _wrong(path, f"cannot be read ({error})") from None
    try:
        read, fitted_to = _calibration(content), str(content["embedder"])
    except (KeyError, TypeError, ValueError, AttributeError):
        raise _wrong(path, "does not name an embedder and hold numbers for threshold, bias and weights") from None
    if not 0 <= read.threshold <= 1:
        raise _wrong(path, "has a threshold that is not between 0 and 1")
    if read.weights.keys() != SIGNS:
        raise _wrong(path, f"must give the weights {', '.join(sorted(SIGNS))}, and no others")
    if fitted_to != embedder:
        raise _wrong(path, f"was fitted to the embedder {fitted_to}, and this is {embedder}")
    return read


def written(calibration: Calibration, embedder: str) -> str:
    """The file's text."""
    weights = "".join(f"{name} = {weight:.6f}\n" for name, weight in calibration.weights.items())
    return (
        "# Written by `frontdesk eval calibrate`; FRONTDESK_CONFIDENCE names this file.\n"
        f"embedder = {json.dumps(embedder)}\n"  # a JSON string is a TOML string
        f"threshold = {calibration.threshold:.6f}\nbias = {calibration.bias:.6f}\n\n[weights]\n{weights}"
    )


def _calibration(content: Mapping[str, Any]) -> Calibration:
    weights = {name: _number(weight) for name, weight in content["weights"].items()}
    return Calibration(weights, _number(content["bias"]), _number(content["threshold"]))


def _fit(content: Mapping[str, Any]) -> Fit:
    return Fit(content["made_for"], content["ranker"], _calibration(content))


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise TypeError(value)
    return float(value)


def _wrong(path: Path, what: str) -> SettingError:
    remedy = "Fit it with `frontdesk eval calibrate --write`, or leave the setting out."
    return SettingError(f"FRONTDESK_CONFIDENCE: {path} {what}. {remedy}")
