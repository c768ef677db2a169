"""The number format of a model's weights, by setting."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Final, Literal

import torch

from knowledge.errors import SettingError
from workers.backends.torch_runtime import choose_dtype

Precision = Literal["auto", "bf16", "fp32", "int8", "int4"]

_DTYPES: Final = {"bf16": torch.bfloat16, "fp32": torch.float32}


def weights(precision: Precision, device: torch.device) -> tuple[torch.dtype, dict[str, Any]]:
    """Return the dtype to compute in and what else ``from_pretrained`` needs for it.

    Raises SettingError where the machine cannot do it.
    """
    if precision == "auto":
        return choose_dtype(device), {}
    if precision in _DTYPES:
        return _DTYPES[precision], {}
    if device.type != "cuda":
        raise SettingError(
            f"FRONTDESK_GENERATOR_PRECISION={precision} needs an NVIDIA GPU, and this machine computes on its "
            f"{device.type.upper()}. Leave it out, or set FRONTDESK_GENERATOR=openvino (pip install 'frontdesk[cpu]')."
        )
    if find_spec("bitsandbytes") is None:
        raise SettingError(
            f"FRONTDESK_GENERATOR_PRECISION={precision} needs bitsandbytes: pip install 'frontdesk[quantized]'."
        )
    from transformers import BitsAndBytesConfig  # noqa: PLC0415 - of no use without bitsandbytes

    dtype = choose_dtype(device)
    config = (
        BitsAndBytesConfig(load_in_8bit=True)  # type: ignore[no-untyped-call]
        if precision == "int8"
        else BitsAndBytesConfig(load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=dtype)  # type: ignore[no-untyped-call]
    )
    return dtype, {"quantization_config": config, "device_map": {"": device}}
