"""Reranks with any Hugging Face cross-encoder: a sequence classifier that reads question and passage together."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from knowledge.errors import SettingError
from workers.backends.torch_runtime import choose_device, choose_dtype, load, use_threads

_SETTING = "FRONTDESK_RERANKER_MODEL"
_BATCH = 8  # pairs; few enough that one long passage pads few others


class TransformersReranker:
    """The `knowledge.ports.Reranker` for a Hugging Face id or folder; any number of threads may share it.

    ``threads`` are the CPU threads of one call, 0 for all cores. Raises SettingError when the model cannot be loaded or
    is no cross-encoder.
    """

    def __init__(self, model: str | Path, *, threads: int = 0, device: torch.device | None = None) -> None:
        self.name = Path(model).name
        self._device, self._threads = device or choose_device(), threads
        self._tokenizer = load(model, _SETTING, AutoTokenizer.from_pretrained)
        self._tokenizing = threading.Lock()  # setting its truncation is not safe between threads
        dtype = choose_dtype(self._device)
        self._model = load(model, _SETTING, AutoModelForSequenceClassification.from_pretrained, dtype=dtype)
        self._model.to(self._device).eval()
        config = self._model.config
        if config.num_labels > 2:  # noqa: PLR2004 - relevance, or irrelevant and relevant
            raise SettingError(
                f"The model {model} sorts texts into {config.num_labels} classes and is no reranker. "
                f"Set {_SETTING} to a cross-encoder such as BAAI/bge-reranker-v2-m3."
            )
        self._max_tokens = min(self._tokenizer.model_max_length, config.max_position_embeddings)

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return one score for each text; of what exceeds the model's length the longer of the two is cut, the text."""
        use_threads(self._threads)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        scores = [0.0] * len(texts)
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            for place, score in zip(places, self._forward(question, [texts[place] for place in places]), strict=True):
                scores[place] = score
        return scores

    @torch.inference_mode()
    def _forward(self, question: str, texts: list[str]) -> list[float]:
        with self._tokenizing:
            batch = self._tokenizer(
                [question] * len(texts),
                texts,
                truncation=True,
                max_length=self._max_tokens,
                padding=True,
                return_tensors="pt",
            )
        logits = self._model(**batch.to(self._device)).logits.float()
        scores: list[float] = (logits[:, -1] - (logits[:, 0] if logits.shape[1] > 1 else 0)).tolist()
        return scores
