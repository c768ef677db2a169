"""Low-rank adapters (LoRA, Hu et al. 2021) as PEFT writes them, merged into a copy of the model they were made for.

PEFT itself is needed for training only. What the adapter leaves as it is, embeddings and lower layers, both share.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import torch
from safetensors.torch import load_file

from knowledge.errors import SettingError
from workers.models.folder import ADAPTER_WEIGHTS, adapter_digest

CONFIGURATION: Final = "adapter_config.json"
HEAD: Final = "head"
"""Begins the names of the head's weights in the adapter's file, where something is trained beside the encoder."""
_PREFIX: Final = "base_model.model."
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What an adapter makes of a model, in words for a person who must do something about it."""

    weights: str
    mark: str
    """Stands between the embedder's name and the digest of the weights."""
    remedy: str


TUNED: Final = Purpose(
    "trained weights", "+", "Train its own with `frontdesk train embedder`, or set FRONTDESK_EMBEDDER_ADAPTER=off."
)
READER: Final = Purpose(
    "reader's weights", " read by ", "Train its own with `frontdesk train reader`, or set FRONTDESK_READER=off."
)

ENTAILMENT: Final = Purpose(
    "checker's weights", " checked by ", "Train its own with `frontdesk train checker`, or set FRONTDESK_CHECKER=off."
)


@dataclass(frozen=True, slots=True)
class Adapter:
    """What is added to a model's weights. ``made_for`` is the name of the embedder that it was trained on."""

    made_for: str
    scale: float
    tensors: dict[str, torch.Tensor]
    digest: str
    purpose: Purpose = TUNED

    def named(self, embedder: str) -> str:
        """Return the name of an embedder with it."""
        return f"{embedder}{self.purpose.mark}{self.digest}"


def read_adapter(folder: Path, purpose: Purpose = TUNED) -> Adapter:
    """Read an adapter. Raises SettingError where a file is missing or broken."""
    try:
        configuration = json.loads((folder / CONFIGURATION).read_text(encoding="utf-8"))
        tensors = load_file(folder / ADAPTER_WEIGHTS)
        return Adapter(
            made_for=configuration["frontdesk_made_for"],
            scale=configuration["lora_alpha"] / configuration["r"],
            tensors={name.removeprefix(_PREFIX): tensor for name, tensor in tensors.items()},
            digest=adapter_digest(folder),
            purpose=purpose,
        )
    except Exception as error:  # a broken file fails in safetensors in ways that it does not name
        raise SettingError(
            f"The {purpose.weights} in {folder} cannot be read ({type(error).__name__}). {purpose.remedy}"
        ) from error


def require_made_for(adapter: Adapter, embedder: str) -> Adapter:
    """Return the adapter. Raises SettingError where it was made for another embedder than the one of this name."""
    if adapter.made_for == embedder:
        return adapter
    raise SettingError(
        f"The {adapter.purpose.weights} were made for the embedder {adapter.made_for}, and this is {embedder}. "
        f"{adapter.purpose.remedy}"
    )


def load_head(adapter: Adapter, head: torch.nn.Module, device: torch.device) -> Adapter:
    """Give a head its weights, ready for use, and return the encoder's part of the adapter.

    Raises SettingError where the adapter lacks them.
    """
    begins = f"{HEAD}."
    weights = {
        name.removeprefix(begins): tensor.float() for name, tensor in adapter.tensors.items() if name.startswith(begins)
    }
    try:
        head.load_state_dict(weights)
    except RuntimeError as error:
        raise SettingError(
            f"The {adapter.purpose.weights} were made for {adapter.made_for} and lack its head. "
            f"{adapter.purpose.remedy}"
        ) from error
    head.to(device).eval()
    return replace(adapter, tensors={k: v for k, v in adapter.tensors.items() if not k.startswith(begins)})


def merged(model: torch.nn.Module, adapter: Adapter) -> torch.nn.Module:
    """Return a copy of the model with the adapter in its weights. Raises SettingError where it does not fit."""
    touched = {name.removesuffix(_DOWN).removesuffix(_UP).rpartition(".")[0] for name in adapter.tensors}
    shared = {id(module): module for name, module in model.named_modules() if name and not _reaches(name, touched)}
    tuned = copy.deepcopy(model, shared)
    parameters = dict(tuned.named_parameters())
    try:
        with torch.no_grad():
            for name, tensor in adapter.tensors.items():
                if name.endswith(_DOWN):
                    up = adapter.tensors[name.removesuffix(_DOWN) + _UP].float()
                    weight = parameters[name.removesuffix(_DOWN) + ".weight"]
                    weight.copy_(weight.float() + adapter.scale * (up @ tensor.float()))
                elif not name.endswith(_UP):
                    parameters[name].copy_(tensor.float())
    except (KeyError, RuntimeError) as error:
        raise SettingError(
            f"The {adapter.purpose.weights} were made for {adapter.made_for} and do not fit this model. "
            f"{adapter.purpose.remedy}"
        ) from error
    return tuned


def _reaches(name: str, touched: set[str]) -> bool:
    """Whether a module is changed, is part of one that is, or has one in it."""
    return any(one == name or one.startswith(f"{name}.") or name.startswith(f"{one}.") for one in touched)
