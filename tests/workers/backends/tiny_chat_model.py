"""A chat model of one layer with random weights, in place of models that come from a hub."""

from __future__ import annotations

from pathlib import Path

import torch
from transformers import AutoTokenizer, LlamaConfig, LlamaForCausalLM


def tiny_chat_model(folder: Path, tokenizer: Path) -> Path:
    """Save it, with the tokenizer and the chat template of the generator that ships, and return the folder."""
    kept = AutoTokenizer.from_pretrained(tokenizer)
    config = LlamaConfig(
        vocab_size=len(kept),
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=1,
        max_position_embeddings=512,
        eos_token_id=kept.eos_token_id,
        initializer_range=1.0,
    )
    torch.manual_seed(0)
    LlamaForCausalLM(config).save_pretrained(folder)
    kept.save_pretrained(folder)
    return folder
