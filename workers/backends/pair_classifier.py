"""A Hugging Face sequence classifier that reads two texts together: what a reranker and an entailment model are."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

from workers.backends.torch_runtime import choose_device, choose_dtype, load, use_threads

_BATCH = 8  # pairs; few enough that one long text pads few others


class PairClassifier:
    """Any number of threads may share it. ``threads`` are the CPU threads of one call, 0 for all cores.

    Raises SettingError naming ``setting`` when the model cannot be loaded.
    """

    def __init__(
        self, model: str | Path, setting: str, *, threads: int = 0, device: torch.device | None = None
    ) -> None:
        self.name = Path(model).name
        self._device, self._threads = device or choose_device(), threads
        self._tokenizer = load(model, setting, AutoTokenizer.from_pretrained)
        self._tokenizing = threading.Lock()  # setting its truncation is not safe between threads
        dtype = choose_dtype(self._device)
        self._model = load(model, setting, AutoModelForSequenceClassification.from_pretrained, dtype=dtype)
        self._model.to(self._device).eval()
        config = self._model.config
        self.labels: dict[int, str] = dict(config.id2label)
        """The classes' names by number."""
        self._max_tokens = min(self._tokenizer.model_max_length, config.max_position_embeddings)

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[list[float]]:
        """Return each pair's number for each class; of what exceeds the model's length the longer text is cut."""
        use_threads(self._threads)
        order = sorted(range(len(pairs)), key=lambda place: sum(map(len, pairs[place])))
        found: list[list[float]] = [[] for _ in pairs]
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            for place, numbers in zip(places, self._forward([pairs[place] for place in places]), strict=True):
                found[place] = numbers
        return found

    @torch.inference_mode()
    def _forward(self, pairs: list[tuple[str, str]]) -> list[list[float]]:
        with self._tokenizing:
            batch = self._tokenizer(
                [first for first, _ in pairs],
                [second for _, second in pairs],
                truncation=True,
                max_length=self._max_tokens,
                padding=True,
                return_tensors="pt",
            )
        numbers: list[list[float]] = self._model(**batch.to(self._device)).logits.float().tolist()
        return numbers
