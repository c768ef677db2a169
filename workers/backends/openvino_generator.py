"""Writes with any Hugging Face chat model by OpenVINO, on processors: streamed, many answers in one batch."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Final

import structlog
from transformers import AutoConfig, AutoTokenizer, GenerationConfig, PretrainedConfig

from knowledge.domain import ModelProfile
from workers.backends.causal_model import SETTING, end_tokens
from workers.backends.chat_prompt import ChatTemplate
from workers.backends.engine_generator import EngineGenerator
from workers.backends.openvino_engine import OpenVinoEngine
from workers.backends.openvino_messages import Load
from workers.backends.precision import Precision
from workers.backends.torch_runtime import load
from workers.models.openvino_conversion import cached_shape
from workers.models.openvino_folder import openvino_folder, require_openvino

log = structlog.get_logger()

_COMPUTED: Final[dict[Precision, dict[str, str]]] = {
    "bf16": {"INFERENCE_PRECISION_HINT": "bf16"},
    "fp32": {"INFERENCE_PRECISION_HINT": "f32", "KV_CACHE_PRECISION": "f32"},
}
_TOKENS_EACH: Final = 1024
"""Of an answer with its prompt, for which there is room in the cache for a whole batch."""
_LEAST_TOKENS: Final = 8192


class OpenVinoGenerator(EngineGenerator):
    """The `knowledge.ports.Generator` for a Hugging Face id or folder; any number of threads may share it.

    The model is converted at the first start and kept in ``models_dir``. ``profile`` overrules what the name tells.
    ``threads`` are the CPU threads of the model, 0 for all cores; ``precision`` is that of its weights, auto is int8.
    ``batch`` answers are written at once, ``queue`` more may wait.
    Raises SettingError when OpenVINO is not installed, or the model cannot be loaded or is not a chat model.
    """

    def __init__(  # noqa: PLR0913 - settings, each with its default
        self,
        model: str | Path,
        models_dir: Path,
        *,
        profile: ModelProfile | None = None,
        threads: int = 0,
        precision: Precision = "auto",
        batch: int = 16,
        queue: int = 64,
    ) -> None:
        require_openvino()
        template = ChatTemplate(load(model, SETTING, AutoTokenizer.from_pretrained))
        log.info("openvino_model_loading", model=str(model), precision=precision)  # the first time takes minutes
        folder = openvino_folder(model, precision, models_dir)
        config = load(folder, SETTING, AutoConfig.from_pretrained)
        generation = load(folder, SETTING, GenerationConfig.from_pretrained)
        cache_gb, room = _cache(config, batch, 4 if precision == "fp32" else 2)
        # Threads that hold on to their cores would meet those of another worker, or of the embedder, on the same ones.
        properties: dict[str, Any] = {"ENABLE_CPU_PINNING": False, **_COMPUTED.get(precision, {})}
        if threads:
            properties["INFERENCE_NUM_THREADS"] = threads
        name = Path(model).name if Path(model).is_dir() else str(model)
        engine = OpenVinoEngine(
            Load(folder, properties, batch, cache_gb),
            name=name,
            ends=end_tokens(generation.eos_token_id, template.tokenizer.eos_token_id),
            queue=queue,
        )
        context = min(config.get_text_config().max_position_embeddings, room)
        super().__init__(name, template, engine, context, profile)


def _cache(config: PretrainedConfig, batch: int, width: int) -> tuple[int, int]:
    """Gigabytes for keys and values of so many bytes a number, and how many tokens they hold."""
    heads, size = cached_shape(config)
    token = 2 * width * heads * size * config.get_text_config().num_hidden_layers
    gigabytes = math.ceil(token * max(batch * _TOKENS_EACH, _LEAST_TOKENS) / 2**30)
    return gigabytes, gigabytes * 2**30 // token
