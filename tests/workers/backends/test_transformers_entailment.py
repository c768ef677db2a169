"""The entailment model with a tiny model of random weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import SettingError
from tests.workers.backends.tiny_classifier import tiny_classifier
from workers.backends.transformers_entailment import TransformersEntailment
from workers.models import PreparedModels


def test_the_probability_is_that_of_the_class_for_what_follows_wherever_it_stands(
    tmp_path: Path, prepared_models: PreparedModels
) -> None:
    """Models number their classes differently."""
    orders = (
        ["contradiction", "neutral", "entailment"],
        ["ENTAILMENT", "neutral", "contradiction"],
        ["no", "entail", "x"],
    )
    found = []
    for number, labels in enumerate(orders):
        model = tiny_classifier(tmp_path / str(number), prepared_models.embedder, labels)
        found.append(TransformersEntailment(model, threads=1).probability("Leave is 25 days.", "It is 25 days.", "?"))

    assert sum(found) == pytest.approx(1, abs=0.01)
    assert all(0 < probability < 1 for probability in found)


def test_a_model_without_such_a_class_is_refused(tmp_path: Path, prepared_models: PreparedModels) -> None:
    """Its classes say nothing about what follows."""
    model = tiny_classifier(tmp_path, prepared_models.embedder, ["positive", "negative"])

    with pytest.raises(SettingError, match="none says that one text follows"):
        TransformersEntailment(model)
