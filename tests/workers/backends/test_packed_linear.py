"""Packed layers compute what plain ones do."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from knowledge.errors import SettingError
from workers.backends.packed_linear import PackedLinear, pack_linears
from workers.backends.torch_runtime import choose_dtype

with_bf16 = pytest.mark.skipif(
    choose_dtype(torch.device("cpu")) is not torch.bfloat16, reason="this CPU has no bfloat16 units"
)


@with_bf16
@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("rows", [1, 7, 300])
def test_a_packed_layer_computes_the_same(bias: bool, rows: int) -> None:  # noqa: FBT001 - a test parameter
    """For one token and for a whole prompt."""
    torch.manual_seed(0)
    linear = nn.Linear(576, 192, bias=bias, dtype=torch.bfloat16)
    inputs = torch.randn(1, rows, 576, dtype=torch.bfloat16)
    with torch.inference_mode():
        expected, packed = linear(inputs), PackedLinear(linear)(inputs)

    torch.testing.assert_close(packed, expected)


@with_bf16
def test_every_linear_layer_of_a_model_is_packed() -> None:
    """However deep, and nothing else."""
    model = nn.Sequential(nn.Linear(8, 8), nn.Sequential(nn.Linear(8, 8), nn.ReLU())).to(torch.bfloat16)
    pack_linears(model)

    assert ["PackedLinear", "PackedLinear", "ReLU"] == [
        type(module).__name__ for module in model.modules() if not isinstance(module, nn.Sequential)
    ]


def test_a_processor_that_cannot_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """At start, in a sentence, and not with torch's words about instructions."""

    def without(_layer: nn.Module) -> None:
        raise RuntimeError("mkldnn_reorder_linear_weight: bf16 path needs the cpu support avx512bw")

    monkeypatch.setattr("workers.backends.packed_linear.PackedLinear", without)

    with pytest.raises(SettingError, match=r"PRECISION=bf16 needs a processor with AVX-512.* Leave it out"):
        pack_linears(nn.Sequential(nn.Linear(2, 2)))
