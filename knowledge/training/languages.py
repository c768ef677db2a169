"""Fits the weights by which `knowledge.language.evidence` tells a language from others in Latin letters."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from knowledge.language.evidence import groups
from knowledge.training.organisations import POLICIES
from knowledge.training.records import TrainingDataInvalid
from knowledge.training.references import QUESTIONS

WEIGHTS: Final = 5000
"""Groups of letters that are kept, those that count for most."""
_LEAST_SEEN: Final = 3
_MOST_WORDS: Final = 8
"""Of a piece of text that is learned from: questions are short."""
_ROUNDS, _RATE, _DECAY = 6, 0.3, 2e-5
_WORD: Final = re.compile(r"[^\W\d_]+")
_TREEBANK: Final = re.compile(r"^# text = (.+)$", re.MULTILINE)
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_TYPED_WITHOUT: Final = 0.2
"""Share of pieces learned from as people type them who have no umlauts on their keyboard."""


def fit(own: Iterable[str], others: Iterable[str]) -> dict[str, dict[str, float]]:
    """Return weights of groups of letters, fitted on texts in the language and in others."""
    chance = random.Random(1)  # noqa: S311 -- the same weights each time
    pieces = [(words, 1) for words in _pieces(own, chance)]
    pieces += [(words, 0) for words in _pieces(others, chance)]
    chance.shuffle(pieces)
    seen = Counter(group for words, _ in pieces for word in words for group in set(groups(word)))
    places = {group: place for place, group in enumerate(group for group, n in seen.items() if n >= _LEAST_SEEN)}
    rows = [
        np.array([places[g] for word in words for g in set(groups(word)) if g in places], dtype=np.intp)
        for words, _ in pieces
    ]
    weights, bias = _descend(rows, [label for _, label in pieces], len(places))
    counts = np.array([seen[group] for group in places])
    kept = np.argsort(-np.abs(weights) * np.sqrt(counts))[:WEIGHTS]
    names = list(places)
    fitted = {names[place]: round(float(weights[place]), 2) for place in sorted(kept.tolist(), key=names.__getitem__)}
    return {"weights": {"": round(bias, 2)} | {g: w for g, w in fitted.items() if w}}


def _descend(rows: Sequence[Any], labels: Sequence[int], size: int) -> tuple[Any, float]:
    """Logistic regression by stochastic gradients with AdaGrad; a group counts once for each word that has it."""
    weights, squares, bias, bias_square = np.zeros(size), np.full(size, 1e-2), 0.0, 1e-2
    for _ in range(_ROUNDS):
        for row, label in zip(rows, labels, strict=True):
            chance = 1 / (1 + np.exp(-np.clip(weights[row].sum() + bias, -30, 30)))
            slope = chance - label
            step = slope + _DECAY * weights[row]
            squares[row] += step**2
            weights[row] -= _RATE * step / np.sqrt(squares[row])
            bias_square += slope**2
            bias -= _RATE * slope / np.sqrt(bias_square)
    return weights, float(bias)


def _pieces(texts: Iterable[str], chance: random.Random) -> Iterator[list[str]]:
    """Yield runs of words from one to a few, in lower case."""
    for text in texts:
        words = _WORD.findall(text.lower())
        while words:
            count = chance.randint(1, _MOST_WORDS)
            piece, words = words[:count], words[count:]
            plain = chance.random() < _TYPED_WITHOUT
            yield [word.translate(_UMLAUTS) for word in piece] if plain else piece


def texts_in(folder: Path) -> dict[str, list[str]]:
    """Return the texts below a folder by the code of their language, and with them those that ship.

    ``<code>_….conllu`` is a treebank of Universal Dependencies, ``xquad.<code>.json`` questions in the form of SQuAD,
    and ``….jsonl`` has complete records of questions, of which the passages are read. Raises TrainingDataInvalid.
    """
    found: dict[str, list[str]] = {}
    try:
        for path in sorted(folder.rglob("*.conllu")):
            found.setdefault(path.name.split("_")[0], []).extend(_TREEBANK.findall(path.read_text(encoding="utf-8")))
        for path in sorted(folder.rglob("xquad.*.json")):
            found.setdefault(path.name.split(".")[1], []).extend(_squad(path))
        for path in sorted(folder.rglob("*.jsonl")):
            records = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
            for text, language in sorted({(one["passage"], one.get("doc_lang", one["lang"])) for one in records}):
                found.setdefault(language, []).append(text)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise TrainingDataInvalid(
            f"{folder} could not be read ({error}): a file in it is no treebank or SQuAD."
        ) from None
    for language, text in _shipped():
        found.setdefault(language, []).append(text)
    return found


def _squad(path: Path) -> Iterator[str]:
    for document in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in document["paragraphs"]:
            yield paragraph["context"]
            yield from (each["question"] for each in paragraph["qas"])


def _shipped() -> Iterator[tuple[str, str]]:
    """Yield the questions for the other models and the policies of the invented companies, each with its language."""
    languages: dict[str, Counter[str]] = {}
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            languages.setdefault(question["document"], Counter())[question["doc_lang"]] += 1
            yield question["lang"], question["question"]
    for path in sorted(POLICIES.rglob("*.md")):
        named = languages.get(f"{path.parent.name}/{path.name}")
        if named:
            text = path.read_text(encoding="utf-8")
            yield from ((named.most_common(1)[0][0], line) for line in text.splitlines())
