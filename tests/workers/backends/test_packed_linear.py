"""Packed layers compute what plain ones do."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from workers.backends.packed_linear import PackedLinear, pack_linears
from workers.backends.torch_runtime import choose_dtype

pytestmark = pytest.mark.skipif(
    choose_dtype(torch.device("cpu")) is not torch.bfloat16, reason="this CPU has no bfloat16 units"
)


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


def test_every_linear_layer_of_a_model_is_packed() -> None:
    """However deep, and nothing else."""
    model = nn.Sequential(nn.Linear(8, 8), nn.Sequential(nn.Linear(8, 8), nn.ReLU())).to(torch.bfloat16)
    pack_linears(model)

    assert ["PackedLinear", "PackedLinear", "ReLU"] == [
        type(module).__name__ for module in model.modules() if not isinstance(module, nn.Sequential)
    ]
