"""A sequence classifier of one layer with random weights, in place of models that come from a hub."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification


def tiny_classifier(folder: Path, tokenizer: Path, labels: Sequence[str]) -> Path:
    """Save it with these classes and return the folder; the embedder's tokenizer will do."""
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
