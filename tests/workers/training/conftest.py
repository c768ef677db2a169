"""A small random model of the default embedder's kind, on which training takes seconds."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from transformers import AutoTokenizer, BertConfig, BertModel

from workers.models import PreparedModels


@pytest.fixture(scope="module")
def small_model(prepared_models: PreparedModels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three random layers with the default embedder's words."""
    folder = tmp_path_factory.mktemp("small") / "e5-tiny"
    tokenizer = AutoTokenizer.from_pretrained(prepared_models.embedder)
    torch.manual_seed(0)
    sizes = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
    )
    BertModel(sizes).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder
