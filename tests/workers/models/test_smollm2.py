"""The converted SmolLM2 folder, as transformers loads it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from workers.models import PreparedModels
from workers.models.smollm2 import _unpermute


@pytest.fixture(scope="module")
def tokenizer(prepared_models: PreparedModels) -> PreTrainedTokenizerBase:
    """The converted tokenizer."""
    loaded: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(prepared_models.generator)
    return loaded


# What transformers writes greedily in float32 when it loads the GGUF file itself (gguf_file=...).
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the capital of France?", "The capital of France is Paris."),
        ("Name three colours.", "The three primary colours are: red, blue, and yellow."),
        (
            "Write one sentence about rivers.",
            (
                "The rivers are a vital component of the aquatic ecosystem, playing a crucial role in maintaining "
                "the balance of aquatic life."
            ),
        ),
    ],
)
def test_it_writes_what_the_gguf_file_writes(
    prepared_models: PreparedModels, tokenizer: PreTrainedTokenizerBase, question: str, answer: str
) -> None:
    """Weights, rotary layout, chat template and end token survive the conversion."""
    model: Any = AutoModelForCausalLM.from_pretrained(prepared_models.generator, dtype=torch.float32)
    chat = [{"role": "system", "content": "Answer in one sentence."}, {"role": "user", "content": question}]
    text = tokenizer.apply_chat_template(chat, add_generation_prompt=True, tokenize=False)
    prompt = tokenizer(text, return_tensors="pt")
    with torch.inference_mode():
        output = model.generate(**prompt, max_new_tokens=40, do_sample=False)[0]
    written = tokenizer.decode(output[len(prompt["input_ids"][0]) :])

    assert f"{answer}<|im_end|>" == written


@pytest.mark.parametrize(
    "text",
    [
        "Deadline: 30 days, 2024-11-05. It's we'll",
        "  a  b\n\n\tc",
        "如何申请休假？ 🎉 naïve",
        "<|im_start|>user\nhi<|im_end|>\n",
    ],
)
def test_text_survives_its_tokenizer(tokenizer: PreTrainedTokenizerBase, text: str) -> None:
    """Byte-level pieces lose nothing in any script."""
    assert text == tokenizer.decode(tokenizer(text)["input_ids"])


def test_digits_are_single_tokens(tokenizer: PreTrainedTokenizerBase) -> None:
    """SmolLM2 was trained on single digits; a merged number would be a token it hardly knows."""
    assert ["2", "0", "2", "6"] == tokenizer.tokenize("2026")


def test_special_tokens_are_the_models_own(tokenizer: PreTrainedTokenizerBase) -> None:
    """Begin, end, padding and unknown stand where HuggingFaceTB's folder has them."""
    assert (1, 2, 2, 0) == (
        tokenizer.bos_token_id,
        tokenizer.eos_token_id,
        tokenizer.pad_token_id,
        tokenizer.unk_token_id,
    )
    assert [1, 2] == tokenizer("<|im_start|><|im_end|>")["input_ids"]


def test_the_rotary_interleaving_is_undone() -> None:
    """`_unpermute` inverts the formula of llama.cpp's converter."""
    heads, rows, columns = 3, 24, 5
    weight = np.arange(rows * columns, dtype=np.float32).reshape(rows, columns)
    permuted = weight.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)

    assert np.array_equal(weight, _unpermute(permuted, heads))


def test_licence_and_notice_travel_with_the_weights(prepared_models: PreparedModels) -> None:
    """Apache-2.0 asks for its text and for a note of what was changed."""
    assert "Apache License" in (prepared_models.generator / "LICENSE").read_text()
    assert "Changed:" in (prepared_models.generator / "NOTICE").read_text()
