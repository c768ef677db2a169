"""Fits the intents to their examples, and measures them on examples that were held out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.ports import Embedder
from knowledge.question.intents import ORDERS, TALK, Fitted, clauses_of, made_for
from knowledge.question.linear import Linear
from knowledge.training.intent_examples import Example, digest_of_examples, read_examples
from knowledge.training.softmax import Matrix, Words, fit, softmax

Progress = Callable[[str, int, int], None]

FOLDS: Final = 5
FALSE_ALARMS: Final = {
    "message": 0.02,
    "asks": 0.03,
    "followup": 0.03,
    "premise": 0.03,
    "asked": 0.03,
    "instruction": 0.001,
}
"""Share of the others that may be taken for it: less where a question would be swallowed than where the policies are
compared before anybody is corrected. Of a document's ordinary sentences, of which each answer reads dozens, hardly one.
"""
_SEED: Final = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that a classifier decides: for these labels or against them. ``judged`` sets the threshold."""

    file: str
    name: str
    labels: frozenset[str]
    judged: bool = False


DECISIONS: Final = (
    Decision("message", "something else than a question", frozenset({*TALK, *ORDERS}), judged=True),
    *(Decision("message", name, frozenset({name})) for name in (*TALK, *ORDERS)),
    Decision("asks", "steps", frozenset({"steps"}), judged=True),
    *(Decision("asks", name, frozenset({name})) for name in ("amount", "person", "yes_no", "place", "table", "other")),
    Decision("followup", "follow_up", frozenset({"follow_up"}), judged=True),
    Decision("premise", "premise", frozenset({"premise"}), judged=True),
    Decision("asked", "asked", frozenset({"asked"}), judged=True),
    Decision("instruction", "instruction", frozenset({"instruction"}), judged=True),
)
_BY_CLAUSES: Final = frozenset({"premise"})
"""Files whose texts are told by the vectors of two clauses: of 3 in 100 false alarms, that finds 6 in 100 more."""
_BY_WORDS: Final = frozenset({"instruction"})
"""Files whose texts are told by their words alone: sentences of documents, for which no vector is at hand."""


@dataclass(frozen=True, slots=True)
class Held:
    """Examples that were held out in turn, with the probabilities that each label got, shape (examples, labels)."""

    examples: tuple[Example, ...]
    labels: tuple[str, ...]
    found: Matrix

    def probability(self, decision: Decision) -> Matrix:
        """The probability of a decision's labels together, for each example."""
        columns = [place for place, label in enumerate(self.labels) if label in decision.labels]
        summed: Matrix = self.found[:, columns].sum(axis=1)
        return summed

    def meant(self, decision: Decision) -> NDArray[np.bool_]:
        """For which examples it is right."""
        return np.array([one.label in decision.labels for one in self.examples])

    def threshold(self, decision: Decision) -> float:
        """The least probability with which as few others as allowed are taken for it."""
        ordinary = ~self.meant(decision)
        if decision.file in _BY_WORDS:
            ordinary &= np.array([one.borrowed for one in self.examples])
        others = np.sort(self.probability(decision)[ordinary])
        allowed = int(len(others) * FALSE_ALARMS[decision.file])
        least = 0.5 if decision.file in _BY_WORDS else 0.0  # where nearly all are ordinary, likelier than not at least
        return max(least, float(np.nextafter(others[-1 - allowed], 1)))


def fit_intents(embedder: Embedder, progress: Progress, *, rounds: int = FOLDS) -> tuple[Fitted, dict[str, Held]]:
    """Fit all classifiers to an embedder's vectors, and return what the examples held out in ``rounds`` folds got."""
    fitted: dict[str, Linear] = {}
    held: dict[str, Held] = {}
    files = [decision.file for decision in DECISIONS if decision.judged]
    for done, name in enumerate(files):
        progress(name, done, len(files))
        examples = read_examples(name)
        vectors = _vectors(embedder, name, examples)
        held[name] = hold_out(examples, vectors, rounds)
        judged = next(decision for decision in DECISIONS if decision.file == name and decision.judged)
        fitted[name] = fit_one(examples, vectors, held[name].threshold(judged))
    progress(files[-1], len(files), len(files))
    return Fitted(made_for(embedder.name), digest_of_examples(), **fitted), held


def _vectors(embedder: Embedder, name: str, examples: Sequence[Example]) -> Matrix:
    if name in _BY_WORDS:
        return np.zeros((len(examples), 0))
    if name in _BY_CLAUSES:
        clauses = [clause for one in examples for clause in clauses_of(one.text)]
        return embedder.embed_queries(clauses).astype(np.float64).reshape(len(examples), -1)
    return embedder.embed_queries([one.text for one in examples]).astype(np.float64)


def fit_one(examples: Sequence[Example], vectors: Matrix, threshold: float) -> Linear:
    """Fit one classifier. The vectors are centred and scaled first, which is then put into the weights."""
    labels = labels_of(examples)
    mean, scale = _middle(vectors)
    words = Words([one.text for one in examples])
    weights, by_word, bias = fit((vectors - mean) / scale, words, _numbers(examples, labels), len(labels))
    dense = weights / scale
    return Linear(
        labels,
        dense.astype(np.float32),
        np.where(words.known[:, None], by_word, 0).astype(np.float32),
        (bias - mean @ dense).astype(np.float32),
        threshold,
    )


def hold_out(examples: Sequence[Example], vectors: Matrix, rounds: int) -> Held:
    """Hold out one fold after the other, and judge it by what the rest teaches."""
    labels = labels_of(examples)
    fold = folds_of(examples)
    kept, found = [], []
    for number in range(rounds):
        inside = np.flatnonzero(fold != number).tolist()
        outside = np.flatnonzero(fold == number).tolist()
        linear = fit_one([examples[place] for place in inside], vectors[inside], 1.0)
        kept += [examples[place] for place in outside]
        found.append(judged(linear, [examples[place].text for place in outside], vectors[outside]))
    return Held(tuple(kept), labels, np.vstack(found))


def judged(linear: Linear, texts: Sequence[str], vectors: Matrix) -> Matrix:
    """The probabilities of many texts at once, shape (texts, labels)."""
    weights = linear.words.astype(np.float64)
    words = Words(texts, np.asarray(np.abs(weights).any(axis=1)))
    dense: Matrix = vectors @ linear.dense.astype(np.float64)
    return softmax(dense + words.times(weights) + linear.bias)


def labels_of(examples: Iterable[Example]) -> tuple[str, ...]:
    """The labels in order."""
    return tuple(sorted({one.label for one in examples}))


def folds_of(examples: Sequence[Example]) -> NDArray[np.int64]:
    """Deal the examples into folds, so that each has its share of every label and language; always the same way."""
    random = np.random.default_rng(_SEED)
    kinds = [(one.label, one.lang, one.borrowed) for one in examples]
    fold = np.zeros(len(examples), dtype=np.int64)
    for kind in sorted(set(kinds)):
        places = np.array([place for place, each in enumerate(kinds) if each == kind])
        fold[random.permutation(places)] = (np.arange(len(places)) + random.integers(FOLDS)) % FOLDS
    return fold


@dataclass(frozen=True, slots=True)
class Figures:
    """How well one decision is taken, in one language or all (empty): shares of examples that were held out.

    ``found`` of those it is right for, ``alarms`` of those it is not; ``hard`` the latter without borrowed questions.
    """

    decision: Decision
    lang: str
    examples: int
    found: float
    alarms: float
    hard: float


def figures(held: Mapping[str, Held], fitted: Fitted) -> Iterator[Figures]:
    """Yield the figures of every decision, for all languages and for each."""
    for decision in DECISIONS:
        mine = held[decision.file]
        taken = _taken(mine, decision, getattr(fitted, decision.file).threshold)
        meant = mine.meant(decision)
        langs = np.array([one.lang for one in mine.examples])
        own = np.array([not one.borrowed for one in mine.examples])
        for lang in ("", *sorted(set(langs))):
            here = (langs == lang) if lang else np.ones(len(langs), dtype=bool)
            yield Figures(
                decision,
                lang,
                int((here & meant).sum()),
                _share(taken[here & meant]),
                _share(taken[here & ~meant]),
                _share(taken[here & ~meant & own]),
            )


def _taken(held: Held, decision: Decision, threshold: float) -> NDArray[np.bool_]:
    """Where the product decides so: over the threshold, and of several things the likeliest."""
    if decision.judged and decision.file != "asks":
        return held.probability(decision) >= threshold
    likeliest = np.array([held.labels[place] in decision.labels for place in held.found.argmax(axis=1)])
    return likeliest if decision.file == "asks" else likeliest & (_not_question(held) >= threshold)


def _not_question(held: Held) -> Matrix:
    return 1 - held.found[:, held.labels.index("question")]


def _share(taken: NDArray[np.bool_]) -> float:
    return float(taken.mean()) if len(taken) else 0.0


def _middle(vectors: Matrix) -> tuple[Matrix, float]:
    """What to take off the vectors, and what to divide them by, so that their weights are of a size with the words'."""
    mean = vectors.mean(axis=0)
    if not len(mean):
        return mean, 1.0
    return mean, float((vectors - mean).std() * np.sqrt(vectors.shape[1]))


def _numbers(examples: Sequence[Example], labels: Sequence[str]) -> NDArray[np.int64]:
    return np.array([labels.index(one.label) for one in examples])
