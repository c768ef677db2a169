"""What both transformers backends need of torch: the device, the number format, the threads, a clear load error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from transformers.utils import logging as transformers_logging

from knowledge.errors import SettingError

_BF16_UNITS = ("avx512_bf16", "amx_bf16", "bf16")  # x86, x86 tiles, Arm; as torch.cpu.get_capabilities names them


def choose_device() -> torch.device:
    """Return the best device of this machine: CUDA, Apple's GPU, or the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def choose_dtype(device: torch.device) -> torch.dtype:
    """Return bfloat16 where the device computes in it natively, else float32."""
    if device.type == "cuda":
        native = torch.cuda.is_bf16_supported(including_emulation=False)
    else:
        native = device.type == "cpu" and any(torch.cpu.get_capabilities().get(unit) for unit in _BF16_UNITS)
    return torch.bfloat16 if native else torch.float32


def use_threads(threads: int) -> None:
    """Let torch use so many CPU threads in the calling thread (the number is not inherited); 0 leaves it alone."""
    if threads and torch.get_num_threads() != threads:
        torch.set_num_threads(threads)


def load(model: str | Path, setting: str, from_pretrained: Callable[..., Any], **options: object) -> Any:  # noqa: ANN401 - a model or a tokenizer
    """Call a ``from_pretrained`` quietly. Code that comes with a model is not run, and nobody is asked whether to.

    Raises SettingError naming ``setting`` when there is no such model or it cannot be reached.
    """
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if _means_a_folder(model) and not Path(model).is_dir():
        raise SettingError(f"There is no folder {model}. Set {setting} to a Hugging Face id or to a model's folder.")
    try:
        return from_pretrained(str(model), trust_remote_code=False, **options)
    except (OSError, ValueError, SafetensorError) as error:  # the last: weights that were cut short
        first = str(error).strip().splitlines()[0].strip()
        listed = first.endswith(":")  # what transformers has tried, which says nothing to a reader
        reason = "files are missing or broken" if listed else first
        raise SettingError(
            f"The model {model} could not be loaded: {reason.removesuffix('.')}. Set {setting} to a Hugging Face id or "
            "to a folder with all of its files."
        ) from error


def _means_a_folder(model: str | Path) -> bool:
    """Whether it can be no id of the hub, which has one slash at most and none in front."""
    return isinstance(model, Path) or model.startswith((".", "/", "~")) or model.count("/") > 1
