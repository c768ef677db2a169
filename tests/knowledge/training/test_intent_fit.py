"""Fitting the intents: the regression, the folds, the thresholds, and which fit an embedder gets."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from knowledge.question.intents import TALK, Fitted, FittedIntents, read_fitted
from knowledge.question.linear import Linear
from knowledge.question.words import SLOTS, slots_of
from knowledge.training import intent_files
from knowledge.training.intent_examples import NAMES, Example, digest_of_examples, read_examples
from knowledge.training.intent_files import fitted_for, kept_at
from knowledge.training.intent_fit import (
    DECISIONS,
    FALSE_ALARMS,
    FOLDS,
    Decision,
    Held,
    figures,
    fit_intents,
    fit_one,
    folds_of,
    hold_out,
    judged,
    labels_of,
)
from tests.knowledge.doubles import HashingEmbedder

FEW = tuple(
    Example(f"{word} number {number}", "en", label)
    for label, word in (("steps", "how"), ("amount", "much"))
    for number in range(20)
)
STEPS = next(one for one in DECISIONS if one.name == "steps")


def _vectors(examples: tuple[Example, ...]) -> np.ndarray:
    random = np.random.default_rng(3)
    return random.normal(size=(len(examples), 8)) + np.array([[one.label == "steps"] for one in examples]) * 2.0


def test_words_and_vectors_are_learned_from() -> None:
    """Either suffices."""
    linear = fit_one(FEW, _vectors(FEW), 0.5)
    by_words = fit_one(FEW, np.zeros((len(FEW), 0)), 0.5)

    assert ("amount", "steps") == linear.labels
    assert linear.probabilities("how number 99", _vectors(FEW)[0])["steps"] > 0.9
    assert by_words.probabilities("how", None)["steps"] > 0.9 > by_words.probabilities("much", None)["steps"]


def test_one_text_and_many_are_judged_alike() -> None:
    """The worker asks for one, the measurement for all."""
    vectors = _vectors(FEW)
    linear = fit_one(FEW, vectors, 0.5)
    one = linear.probabilities(FEW[0].text, vectors[0])

    assert list(one.values()) == pytest.approx(judged(linear, [FEW[0].text], vectors[:1])[0].tolist(), abs=1e-6)


def test_a_fit_is_the_same_each_time() -> None:
    """Nothing is drawn by chance."""
    first, second = (fit_one(FEW, _vectors(FEW), 0.5) for _ in range(2))

    assert np.array_equal(first.words, second.words)
    assert np.array_equal(first.dense, second.dense)


def test_each_fold_has_its_share_of_every_label_and_language() -> None:
    """And of what is borrowed from other files."""
    examples = read_examples("message")
    fold = folds_of(examples)
    kinds = Counter((one.label, one.lang, one.borrowed) for one in examples)

    for kind, count in kinds.items():
        places = [number for number, one in enumerate(examples) if (one.label, one.lang, one.borrowed) == kind]
        shares = Counter(fold[places].tolist())
        assert max(shares.values()) - min(shares[number] for number in range(FOLDS)) <= 1, (kind, count)


def test_what_is_held_out_was_not_learned_from() -> None:
    """A word that stands in one fold alone says nothing there."""
    labelled = tuple(replace(one, text=f"word{number}") for number, one in enumerate(FEW))
    held = hold_out(labelled, np.zeros((len(labelled), 0)), FOLDS)

    assert len(FEW) == len(held.examples)
    assert np.allclose(held.found, 0.5, atol=0.05)


@pytest.mark.parametrize("allowed", [0.0, 0.1, 0.3])
def test_a_threshold_lets_as_many_others_pass_as_are_allowed(monkeypatch: pytest.MonkeyPatch, allowed: float) -> None:
    """And no more: it is the least that does."""
    monkeypatch.setitem(FALSE_ALARMS, "asks", allowed)
    others = np.linspace(0, 0.9, 10)
    examples = (*FEW[:1], *[FEW[-1]] * 10)
    found = np.column_stack([1 - np.append(0.95, others), np.append(0.95, others)])
    threshold = Held(examples, ("amount", "steps"), found).threshold(STEPS)

    assert round(10 * allowed) == (others >= threshold).sum()


def test_what_nearly_never_is_meant_must_be_likelier_than_not() -> None:
    """Each answer reads dozens of ordinary sentences."""
    decision = Decision("instruction", "instruction", frozenset({"instruction"}), judged=True)
    examples = (Example("a", "en", "instruction"), *[Example("b", "en", "none", borrowed=True)] * 9)
    held = Held(examples, ("instruction", "none"), np.array([[0.9, 0.1]] + [[0.01, 0.99]] * 9))

    assert 0.5 == held.threshold(decision)


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_are_what_the_classifiers_know(name: str) -> None:
    """Each text once, with a label that something is done with, in three languages."""
    examples = read_examples(name)
    known = {label for one in DECISIONS if one.file == name for label in one.labels}
    texts = [one.text for one in examples]

    assert len(texts) == len(set(texts))
    assert {"en", "zh", "de"} >= {one.lang for one in examples}
    assert len(set(labels_of(examples)) - known) <= 1
    assert all(one.text.strip() for one in examples)


def test_every_kind_of_small_talk_has_examples() -> None:
    """And is answered as one that is known."""
    assert set(TALK) < set(labels_of(read_examples("message")))


def test_words_are_known_in_any_writing_and_longer_ones_by_their_pieces() -> None:
    """Numbers are one word."""
    assert slots_of("Wie viel? 30") == slots_of("wie viel? 4500")
    assert len({*slots_of("übersetze")} & {*slots_of("übersetzen")}) >= 4
    assert {*slots_of("加班费")} & {*slots_of("加班")}
    assert all(0 <= slot < SLOTS for slot in slots_of("What is it?"))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few examples of each label, so that a fit takes a moment."""
    every = {name: read_examples(name)[:: 1 + len(read_examples(name)) // 200] for name in NAMES}
    monkeypatch.setattr("knowledge.training.intent_fit.read_examples", every.__getitem__)


@pytest.mark.usefixtures("quick")
def test_another_embedder_gets_a_fit_of_its_own_once(tmp_path: Path) -> None:
    """Said in one sentence, kept, and used again."""
    embedder = HashingEmbedder()
    with capture_logs() as logged:
        fitted = fitted_for(embedder, tmp_path)
    with capture_logs() as later:
        again = fitted_for(embedder, tmp_path)

    assert ["intents_fitted_anew"] == [entry["event"] for entry in logged]
    assert "and this is hashing" in logged[0]["reason"]
    assert ([], "hashing") == (later, fitted.made_for)
    assert fitted.message.threshold == again.message.threshold
    assert FittedIntents(embedder, again).asks("How do I claim a taxi?")


@pytest.mark.usefixtures("quick")
def test_a_kept_fit_that_is_broken_is_mended(tmp_path: Path) -> None:
    """By fitting anew."""
    path = kept_at("hashing", tmp_path)
    path.write_bytes(b"PK")
    with capture_logs() as logged:
        fitted_for(HashingEmbedder(), tmp_path)

    assert ["intents_kept_unusable", "intents_fitted_anew"] == [entry["event"] for entry in logged]
    assert "hashing" == read_fitted(path, digest_of_examples()).made_for


@pytest.mark.usefixtures("quick")
def test_a_fit_that_cannot_be_kept_is_used_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full or read-only costs the next start time."""

    def full(_fitted: Fitted, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(intent_files, "write_fitted", full)
    with capture_logs() as logged:
        fitted = fitted_for(HashingEmbedder(), tmp_path)

    assert "intents_not_kept" == logged[-1]["event"]
    assert isinstance(fitted.message, Linear)


@pytest.mark.usefixtures("quick")
def test_figures_are_given_for_every_decision_and_language() -> None:
    """Of what was held out."""
    fitted, held = fit_intents(HashingEmbedder(), lambda *_: None)
    measured = list(figures(held, fitted))

    assert {one.name for one in DECISIONS} == {one.decision.name for one in measured if not one.lang}
    assert {"", "en", "zh", "de"} >= {one.lang for one in measured}
    assert all(0 <= share <= 1 for one in measured for share in (one.found, one.alarms, one.hard))
