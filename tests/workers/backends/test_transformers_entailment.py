"""The entailment model with a tiny model of random weights."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

from knowledge.errors import SettingError
from workers.backends.transformers_entailment import TransformersEntailment
from workers.models import PreparedModels


def _model(folder: Path, tokenizer: Path, labels: list[str]) -> Path:
    """A classifier of one layer; the embedder's tokenizer will do."""
    kept = AutoTokenizer.from_pretrained(tokenizer)
    config = BertConfig(
        vocab_size=len(kept),
        hidden_size=8,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=8,
        id2label=dict(enumerate(labels)),
        label2id={label: number for number, label in enumerate(labels)},
        initializer_range=1.0,
    )
    torch.manual_seed(0)
    BertForSequenceClassification(config).save_pretrained(folder)
    kept.save_pretrained(folder)
    return folder


def test_the_probability_is_that_of_the_class_for_what_follows_wherever_it_stands(
    tmp_path: Path, prepared_models: PreparedModels
) -> None:
    """Models number their classes differently."""
    orders = (
        ["contradiction", "neutral", "entailment"],
        ["ENTAILMENT", "neutral", "contradiction"],
        ["no", "entail", "x"],
    )
    found = [
        TransformersEntailment(_model(tmp_path / str(number), prepared_models.embedder, labels), threads=1).probability(
            "Leave is 25 days.", "It is 25 days."
        )
        for number, labels in enumerate(orders)
    ]

    assert sum(found) == pytest.approx(1, abs=0.01)
    assert all(0 < probability < 1 for probability in found)


def test_a_model_without_such_a_class_is_refused(tmp_path: Path, prepared_models: PreparedModels) -> None:
    """Its classes say nothing about what follows."""
    model = _model(tmp_path, prepared_models.embedder, ["positive", "negative"])

    with pytest.raises(SettingError, match="none says that one text follows"):
        TransformersEntailment(model)
