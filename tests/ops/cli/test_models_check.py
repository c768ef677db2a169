"""What ``frontdesk models check`` says of a model's opinion on sentences."""

from __future__ import annotations

import importlib
import io
from collections import Counter
from pathlib import Path

import pytest
from rich.console import Console

from knowledge.answer.grounding import Checker
from knowledge.evaluation.grounding import judged, read_pairs, summed
from tests.knowledge.answering_doubles import ScriptedGenerator, WordEmbedder

check = importlib.import_module("ops.cli.models.check")
CLAIMS = Path(str(check.__file__)).with_name("claims.jsonl")


@pytest.mark.parametrize(
    ("right", "wrong", "worth_it"), [(0.6, 0.1, True), (0.59, 0.1, False), (0.6, 0.11, False), (0.0, 0.0, False)]
)
def test_a_second_opinion_is_recommended_where_it_knows_right_from_wrong(
    monkeypatch: pytest.MonkeyPatch, *, right: float, wrong: float, worth_it: bool
) -> None:
    """One that lets everything pass, or nothing, is not worth asking."""
    written = io.StringIO()
    monkeypatch.setattr(check, "err", Console(file=written, width=200))
    check._show_judging({"supported_shown": right, "unsupported_shown": wrong, "supported": 30, "unsupported": 30})

    assert f"{right:.0%} of 30 right sentences" in written.getvalue()
    assert ("FRONTDESK_SECOND_OPINION=true" in written.getvalue()) == worth_it


def test_half_of_the_sentences_are_wrong_and_all_languages_are_there() -> None:
    """Each of them can be read, and each language pair has both labels."""
    pairs = read_pairs(CLAIMS)
    counts = Counter((pair.language, pair.source_language, pair.supported) for pair in pairs)

    assert (30, 30) == tuple(sum(pair.supported == label for pair in pairs) for label in (True, False))
    assert {("en", "en"), ("zh", "zh"), ("en", "zh"), ("zh", "en")} == {(a, b) for a, b, _ in counts}
    assert all(counts[a, b, True] == counts[a, b, False] for a, b, _ in counts)


def test_a_model_is_asked_about_each_sentence_that_no_fact_decides() -> None:
    """One that agrees with everything lets pass what cannot be looked up; one that denies, nothing but copies."""
    pairs = read_pairs(CLAIMS)
    shown = {}
    for word in ("YES", "NO"):
        model = ScriptedGenerator([word])
        figures = summed(pairs, list(judged(pairs, Checker(WordEmbedder(), None), model)))
        shown[word] = (figures["supported_shown"], figures["unsupported_shown"])
        assert len(model.prompts) > len(pairs) / 2

    assert shown["YES"][0] > 0.8
    assert shown["NO"] < (0.1, 0.1)
