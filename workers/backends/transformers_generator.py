"""Writes with any Hugging Face chat model: streamed, many answers in one batch."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import torch
from transformers import AutoTokenizer

from knowledge.domain import ModelProfile
from workers.backends.causal_model import SETTING, CausalModel
from workers.backends.chat_prompt import ChatTemplate
from workers.backends.engine import Engine
from workers.backends.engine_generator import EngineGenerator
from workers.backends.paged_engine import PagedEngine
from workers.backends.precision import Precision
from workers.backends.torch_runtime import load


class TransformersGenerator(EngineGenerator):
    """The `knowledge.ports.Generator` for a Hugging Face id or folder; any number of threads may share it.

    ``profile`` overrules what the name tells. ``threads`` are the CPU threads of the model, 0 for all cores;
    device and precision are the machine's best unless given. ``engine`` is ``paged`` on CUDA unless named.
    ``batch`` answers are written at once, ``queue`` more may wait.
    Raises SettingError when the model cannot be loaded or is not a chat model.
    """

    def __init__(  # noqa: PLR0913 - settings, each with its default
        self,
        model: str | Path,
        *,
        profile: ModelProfile | None = None,
        threads: int = 0,
        device: torch.device | None = None,
        precision: Precision = "auto",
        engine: Literal["auto", "ragged", "paged"] = "auto",
        batch: int = 16,
        queue: int = 64,
    ) -> None:
        template = ChatTemplate(load(model, SETTING, AutoTokenizer.from_pretrained))
        end_token = template.tokenizer.eos_token_id
        self._model = CausalModel(model, threads=threads, device=device, precision=precision, end_token=end_token)
        paged = self._model.device.type == "cuda" if engine == "auto" else engine == "paged"
        own = (PagedEngine if paged else Engine)(self._model, batch=batch, queue=queue)
        super().__init__(self._model.name, template, own, self._model.context, profile)
