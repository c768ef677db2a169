"""Linear layers whose bf16 weights are reordered once for the CPU instead of at every call."""

from __future__ import annotations

import torch
from torch import nn


class PackedLinear(nn.Module):
    """The same numbers as the `torch.nn.Linear` it is made of, about a quarter faster per generated token.

    torch's own compiler rewrites linear layers to this operator (``torch/_inductor/mkldnn_lowerings.py``); without
    compiling, one has to do it oneself.
    """

    def __init__(self, linear: nn.Linear) -> None:
        super().__init__()
        self.weight = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach(), 1)  # noqa: SLF001
        self.bias = linear.bias

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        """Return ``inputs @ weight.T + bias``."""
        output: torch.Tensor = torch.ops.mkldnn._linear_pointwise(inputs, self.weight, self.bias, "none", [], "")  # noqa: SLF001
        return output


def pack_linears(model: nn.Module) -> None:
    """Replace every linear layer of a bf16 CPU model, in place."""
    for name, child in list(model.named_children()):
        if type(child) is nn.Linear:
            setattr(model, name, PackedLinear(child))
        else:
            pack_linears(child)
