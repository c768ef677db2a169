"""Number formats by setting."""

from __future__ import annotations

import pytest
import torch

from knowledge.errors import SettingError
from workers.backends.precision import Precision, weights


def test_a_format_that_is_asked_for_is_used() -> None:
    """Whatever the machine would choose."""
    assert (torch.float32, {}) == weights("fp32", torch.device("cpu"))
    assert (torch.bfloat16, {}) == weights("bf16", torch.device("cpu"))


@pytest.mark.parametrize("precision", ["int8", "int4"])
def test_fewer_bits_without_a_gpu_are_refused_with_what_to_do(precision: Precision) -> None:
    """At start, not at the first question."""
    with pytest.raises(SettingError, match=f"PRECISION={precision} needs an NVIDIA GPU"):
        weights(precision, torch.device("cpu"))


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setattr("workers.backends.precision.find_spec", lambda _name: None)

    with pytest.raises(SettingError, match=r"pip install 'frontdesk\[quantized\]'"):
        weights("int4", torch.device("cuda"))
