"""Reranks with any Hugging Face cross-encoder: a sequence classifier that reads question and passage together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch

from knowledge.errors import SettingError
from workers.backends.pair_classifier import PairClassifier

_SETTING = "FRONTDESK_RERANKER_MODEL"


class TransformersReranker:
    """The `knowledge.ports.Reranker` for a Hugging Face id or folder; any number of threads may share it.

    Raises SettingError when the model cannot be loaded or is no cross-encoder.
    """

    def __init__(self, model: str | Path, *, threads: int = 0, device: torch.device | None = None) -> None:
        self._pairs = PairClassifier(model, _SETTING, threads=threads, device=device)
        self.name = self._pairs.name
        classes = len(self._pairs.labels)
        if classes > 2:  # noqa: PLR2004 - relevance, or irrelevant and relevant
            raise SettingError(
                f"The model {model} sorts texts into {classes} classes and is no reranker. "
                f"Set {_SETTING} to a cross-encoder such as BAAI/bge-reranker-v2-m3."
            )

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return one score for each text."""
        logits = self._pairs.logits([(question, text) for text in texts])
        return [numbers[-1] - (numbers[0] if len(numbers) > 1 else 0) for numbers in logits]
