"""How well the checker tells what a passage bears out from what it does not: pairs of a claim and a passage."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, cast

from knowledge.answer.confidence import Judge
from knowledge.answer.grounding import Checker, Verdict
from knowledge.answer.second_opinion import SecondOpinion
from knowledge.answer.support import material
from knowledge.domain import EVERYONE, Document, Language, Question, Retrieved
from knowledge.evaluation.files import read_lines
from knowledge.index.splitting import split
from knowledge.language.profiles import PROFILES
from knowledge.ports import Generator

SUPPORTED: Final = "supported"
_LABELS: Final = frozenset({SUPPORTED, "unsupported"})
_OPINION_SECONDS: Final = 30.0
"""For a model's opinion on one claim."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim that answers a question, the passage to check it by, and whether that bears it out."""

    source: str
    title: str
    heading: str
    question: str
    claim: str
    supported: bool
    kind: str
    language: Language
    source_language: str

    @property
    def groups(self) -> tuple[str, ...]:
        """What it is counted under: its kind, and its languages."""
        return self.kind, f"{self.language} from {self.source_language}"


@dataclass(frozen=True, slots=True)
class Shown:
    """Of pairs, how many of either label there are, and how many of these were shown."""

    supported: int = 0
    supported_shown: int = 0
    unsupported: int = 0
    unsupported_shown: int = 0

    def as_json(self) -> dict[str, Any]:
        """The shares; None where there is none of a label."""
        return {
            "supported_shown": _share(self.supported_shown, self.supported),
            "unsupported_shown": _share(self.unsupported_shown, self.unsupported),
            "supported": self.supported,
            "unsupported": self.unsupported,
        }


def read_pairs(path: Path) -> list[Pair]:
    """Read ``{source, title, heading, question, claim, label, kind, lang, source_lang}`` a line.

    Raises EvaluationFileInvalid.
    """
    return read_lines(path, _pair)


def judged(
    pairs: Sequence[Pair], checker: Checker, second: Generator | None = None, judge: Judge | None = None
) -> Iterator[Verdict]:
    """Yield what the checker says of each pair, the passage being all that it may be checked by.

    ``second`` is asked for its opinion on what the checker is not sure of. ``judge`` tells which sentence one would
    quote, as it does for an answer.
    """
    for pair in pairs:
        if second is not None:
            opinion = SecondOpinion(second, time.monotonic() + _OPINION_SECONDS, lambda: False)
            checker = replace(checker, second=opinion)
        question = Question("pair", pair.question, pair.language, frozenset({EVERYONE}))
        found = found_in(pair)
        ranked = judge.rank(pair.question, found).evidence if judge else ()
        likeliest = ranked[0].sentence if ranked else None
        yield checker.check(pair.claim, question, material(found, None, checker.embedder, likeliest))


def found_in(pair: Pair) -> list[Retrieved]:
    """The passage as a search would have found it."""
    language = cast("Language", pair.source_language if pair.source_language in PROFILES else "en")
    text = f"# {pair.heading}\n\n{pair.source}" if pair.heading and pair.heading != pair.title else pair.source
    document = Document("pair", pair.title, text, "", language, frozenset({EVERYONE}))
    return [Retrieved(passage, 0.0) for passage in split(document)]


def summed(pairs: Sequence[Pair], verdicts: Sequence[Verdict]) -> Mapping[str, Any]:
    """What was shown of all, and ``by`` kind and languages."""
    groups: dict[str, list[tuple[bool, bool]]] = {}
    each = [(pair.supported, not verdict.refusal) for pair, verdict in zip(pairs, verdicts, strict=True)]
    for pair, outcome in zip(pairs, each, strict=True):
        for group in pair.groups:
            groups.setdefault(group, []).append(outcome)
    by = {group: _counted(outcomes).as_json() for group, outcomes in sorted(groups.items())}
    return {**_counted(each).as_json(), "by": by}


def _counted(outcomes: Sequence[tuple[bool, bool]]) -> Shown:
    borne = [shown for supported, shown in outcomes if supported]
    others = [shown for supported, shown in outcomes if not supported]
    return Shown(len(borne), sum(borne), len(others), sum(others))


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _pair(content: Mapping[str, Any]) -> Pair:
    if content["label"] not in _LABELS:
        raise ValueError(f"'{content['label']}' is no label; it is one of {', '.join(sorted(_LABELS))}")
    if content["lang"] not in PROFILES:
        raise ValueError(f"the language '{content['lang']}' has no profile")
    return Pair(
        content["source"],
        content["title"],
        content["heading"],
        content["question"],
        content["claim"],
        content["label"] == SUPPORTED,
        content["kind"],
        content["lang"],
        content["source_lang"],
    )
