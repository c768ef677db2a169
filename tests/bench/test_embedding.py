"""Embedding by the embedder and by a first build, beside a plain loop over the same model and the same texts."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Final

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from knowledge.domain import Reading
from knowledge.index import build_index
from knowledge.index.index_text import indexed_text
from knowledge.index.splitting import split
from knowledge.ports import Vectors
from knowledge.sources.folder import FolderSource
from tests.bench.figures import Figures, against
from tests.knowledge.doubles import ListSource
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.models import PreparedModels

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]

DOCUMENTS: Final = Path(
    os.environ.get("FRONTDESK_BENCH_DOCUMENTS") or Path(__file__).parents[2] / "ops/sample_policies"
)
ROUNDS: Final = 2
"""Each in turn; the best counts, as other programs only ever slow one down."""
EMBEDDER_GOAL, BUILD_GOAL = 0.9, 0.9


@pytest.fixture(scope="module")
def reading() -> Reading:
    """The documents, read once: converting them is not what is compared."""
    return FolderSource(DOCUMENTS).read(lambda _done, _total: None)


def test_embedding(reading: Reading, prepared_models: PreparedModels, figures: Figures, tmp_path: Path) -> None:
    """Passages of about 170 tokens, in bf16 where the processor has it."""
    passages = [passage for document in reading.documents for passage in split(document)]
    texts = list(dict.fromkeys(map(indexed_text, passages)))  # a build embeds like texts once
    embedder, plain = TransformersEmbedder(prepared_models.embedder), PlainLoop(prepared_models.embedder)
    seconds: dict[str, list[float]] = {"plain": [], "embedder": [], "build": []}
    for number in range(ROUNDS):
        began = time.perf_counter()
        expected = plain.embed(texts)
        seconds["plain"].append(time.perf_counter() - began)
        began = time.perf_counter()
        vectors = embedder.embed_passages(texts)
        seconds["embedder"].append(time.perf_counter() - began)
        source = ListSource(reading.documents)
        build = build_index(source, embedder, tmp_path / str(number), lambda _stage, _done, _total: None)
        seconds["build"].append(build.seconds)
    rates = {name: len(texts) / min(each) for name, each in seconds.items()}
    figures.show(
        f"Embedding {len(texts):,} passages",
        ("", "passages/s", "share", "goal"),
        [
            ("plain transformers, bf16, length-sorted batches of 32", f"{rates['plain']:.1f}", "1.00", ""),
            _row("Frontdesk's embedder", rates["embedder"] / rates["plain"], rates["embedder"], EMBEDDER_GOAL),
            _row("first build, of the embedder", rates["build"] / rates["embedder"], rates["build"], BUILD_GOAL),
        ],
    )

    assert np.allclose((expected * vectors).sum(axis=1), 1, atol=0.01)


class PlainLoop:
    """What one would write by hand."""

    def __init__(self, folder: Path) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self._model = AutoModel.from_pretrained(folder, dtype=torch.bfloat16).eval()

    @torch.inference_mode()
    def embed(self, texts: list[str]) -> Vectors:
        """Return unit vectors, mean-pooled."""
        vectors = np.empty((len(texts), self._model.config.hidden_size), dtype=np.float32)
        order = np.argsort([len(text) for text in texts])
        for start in range(0, len(order), 32):
            rows = order[start : start + 32]
            batch = self._tokenizer(
                [f"passage: {texts[row]}" for row in rows],
                padding=True,
                truncation=True,
                max_length=512,
                return_tensors="pt",
            )
            states, mask = self._model(**batch).last_hidden_state.float(), batch["attention_mask"].unsqueeze(-1)
            pooled = (states * mask).sum(dim=1) / mask.sum(dim=1)
            vectors[rows] = torch.nn.functional.normalize(pooled, dim=1).numpy()
        return vectors


def _row(name: str, share: float, rate: float, goal: float) -> tuple[str, ...]:
    return name, f"{rate:.1f}", f"{share:.2f}", against(f"≥ {goal}", met=share >= goal)
