"""What the process of `openvino_folder` does: ``python -m workers.models.openvino_conversion SOURCE FOLDER PRECISION``.

The model is traced with its cache as inputs and outputs; these become the state that OpenVINO's paged attention looks
for. Optimum does the same for more kinds of models, but wants an older transformers.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from typing import Any, Final

import torch
from transformers import AutoModelForCausalLM, DynamicCache, PretrainedConfig
from transformers.cache_utils import DynamicLayer

from workers.models.openvino_folder import MODEL
from workers.no_telemetry import refuse_telemetry

_INT4_GROUP: Final = 64
_PAST, _PRESENT = "past_key_values", "present"


class WithState(torch.nn.Module):
    """The model as OpenVINO wants it: ``past`` are keys and values of each layer, and come back with what was read."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 - any causal model
        super().__init__()
        self._model = model

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor,
        position_ids: torch.Tensor,
        beam_idx: torch.Tensor,
        past: tuple[torch.Tensor, ...],
    ) -> tuple[torch.Tensor, ...]:
        """Return the logits, and the state."""
        cache = DynamicCache(config=self._model.config)
        layers: list[Any] = cache.layers
        for layer, keys, values in zip(layers, past[::2], past[1::2], strict=True):
            layer.lazy_initialization(keys, values)
            layer.keys, layer.values = keys.index_select(0, beam_idx), values.index_select(0, beam_idx)
        output = self._model(
            input_ids=input_ids,
            attention_mask=attention_mask,
            position_ids=position_ids,
            past_key_values=cache,
            use_cache=True,
        )
        return (output.logits, *(states for layer in layers for states in (layer.keys, layer.values)))


def main() -> None:
    """Convert; what goes wrong is the last line on standard error."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    refuse_telemetry()
    source, folder, precision = sys.argv[1:]
    try:
        convert(Path(source), Path(folder), precision)
    except Exception as error:  # noqa: BLE001 - told to whoever started us
        lines = str(error).strip().splitlines()
        sys.exit(lines[0] if lines else type(error).__name__)


def convert(source: Path, folder: Path, precision: str) -> None:
    """Write the model and its configuration into ``folder``."""
    import openvino  # noqa: PLC0415 - after its telemetry was refused

    model: Any = AutoModelForCausalLM.from_pretrained(source, dtype=torch.float32)
    model.eval()
    heads, size = cached_shape(model.config)
    converted = _traced(model, heads, size)
    _keep_state(converted, heads, size)
    if precision != "fp32":
        converted = _compressed(converted, precision)
    openvino.save_model(converted, folder / MODEL, compress_to_fp16=False)
    model.config.save_pretrained(folder)
    model.generation_config.save_pretrained(folder)


def cached_shape(config: PretrainedConfig) -> tuple[int, int]:
    """Heads and size of what each layer keeps of a token. Raises ValueError where layers keep something else."""
    if any(type(layer) is not DynamicLayer for layer in DynamicCache(config=config).layers):
        raise ValueError("it has layers of another kind than plain attention")
    text = config.get_text_config()
    heads = getattr(text, "num_key_value_heads", None) or text.num_attention_heads
    return heads, getattr(text, "head_dim", None) or text.hidden_size // text.num_attention_heads


@torch.inference_mode()
def _traced(model: Any, heads: int, size: int) -> Any:  # noqa: ANN401 - any causal model, and OpenVINO's
    import openvino  # noqa: PLC0415 - as above

    rows, read, new = 2, 3, 4  # none of them is 1, which would be taken for a constant
    states = 2 * model.config.get_text_config().num_hidden_layers
    example = {
        "input_ids": torch.ones(rows, new, dtype=torch.long),
        "attention_mask": torch.ones(rows, read + new, dtype=torch.long),
        "position_ids": torch.arange(read, read + new).repeat(rows, 1),
        "beam_idx": torch.arange(rows),
        "past": tuple(torch.zeros(rows, heads, read, size) for _ in range(states)),
    }
    return openvino.convert_model(WithState(model), example_input=example)


def _keep_state(model: Any, heads: int, size: int) -> None:  # noqa: ANN401 - as above
    """Turn the cache's inputs and outputs into variables that are empty at first."""
    import numpy as np  # noqa: PLC0415 - as above
    from openvino import PartialShape, opset13  # noqa: PLC0415 - as above
    from openvino._offline_transformations import apply_make_stateful_transformation  # noqa: PLC0415 - as above

    logits, *states = model.outputs
    logits.get_tensor().set_names({"logits"})
    pairs = {}
    for number, (past, present) in enumerate(zip(model.inputs[-len(states) :], states, strict=True)):
        past.get_node().set_partial_shape(PartialShape([-1, heads, -1, size]))
        past.get_tensor().set_names({f"{_PAST}.{number}"})
        present.get_tensor().set_names({f"{_PRESENT}.{number}"})
        pairs[f"{_PAST}.{number}"] = f"{_PRESENT}.{number}"
    model.validate_nodes_and_infer_types()
    apply_make_stateful_transformation(model, pairs)
    shape_of = opset13.shape_of(model.input("input_ids"), output_type="i64")
    rows = opset13.gather(shape_of, opset13.constant(np.array([0])), opset13.constant(0))
    empty = opset13.concat([rows, opset13.constant(np.array([heads, 0, size]))], axis=0)
    for node in model.get_ops():
        if node.get_type_name() == "ReadValue":
            nothing = opset13.constant(0.0, dtype=node.get_output_element_type(0))
            node.set_arguments([opset13.broadcast(nothing, empty)])
    model.validate_nodes_and_infer_types()


def _compressed(model: Any, precision: str) -> Any:  # noqa: ANN401 - as above
    import nncf  # noqa: PLC0415 - as above

    if precision == "int8":
        return nncf.compress_weights(model, mode=nncf.CompressWeightsMode.INT8_ASYM)
    advanced = nncf.AdvancedCompressionParameters(group_size_fallback_mode=nncf.GroupSizeFallbackMode.ADJUST)
    return nncf.compress_weights(
        model, mode=nncf.CompressWeightsMode.INT4_ASYM, group_size=_INT4_GROUP, advanced_parameters=advanced
    )


def _end_with_parent() -> None:
    """Wait for the line to the parent to close: half a model is of no use to anybody."""
    sys.stdin.read()
    os._exit(1)


if __name__ == "__main__":
    main()
