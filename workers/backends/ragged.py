"""One decoding step for many answers of different lengths: their layers are computed together, their attention apart.

Nothing is padded, so a row's numbers are those that it would have alone, and a row may come or go at any step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from transformers import AttentionInterface, AttentionMaskInterface, Cache, DynamicCache, PretrainedConfig
from transformers.cache_utils import DynamicLayer
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

ATTENTION = "frontdesk_ragged"
"""The name under which transformers knows the attention below."""

_AHEAD = 128  # tokens of room made at once
_UNUSED_MASK = torch.ones(1, 1, 1, 1, dtype=torch.bool)  # four dimensions: transformers then makes none


class RoomyLayer(DynamicLayer):  # type: ignore[no-untyped-call] # transformers' own base
    """A cache layer that makes room ahead instead of copying everything for each token."""

    keys: torch.Tensor
    values: torch.Tensor
    _room: tuple[torch.Tensor, torch.Tensor] | None = None

    def update(
        self, key_states: torch.Tensor, value_states: torch.Tensor, *_args: object, **_kwargs: object
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Add the states of new tokens and return all."""
        if not self.is_initialized:
            self.lazy_initialization(key_states, value_states)
        old = self.get_seq_length()
        new = old + key_states.shape[-2]
        if self._room is None or new > self._room[0].shape[-2]:
            room = _room_for(key_states, new + _AHEAD), _room_for(value_states, new + _AHEAD)
            if old:
                room[0][..., :old, :], room[1][..., :old, :] = self.keys, self.values
            self._room = room
        keys, values = self._room
        keys[..., old:new, :], values[..., old:new, :] = key_states, value_states
        self.keys, self.values = keys[..., :new, :], values[..., :new, :]
        return self.keys, self.values


def empty_cache(config: PretrainedConfig) -> DynamicCache:
    """The cache of one answer."""
    cache = DynamicCache(config=config)
    cache.layers = [
        RoomyLayer() if type(layer) is DynamicLayer else layer  # type: ignore[no-untyped-call]
        for layer in cache.layers
    ]
    return cache


class RaggedCache(Cache):
    """The caches of several answers as one; its ``update`` returns lists, which only `_attention` understands."""

    def __init__(self, caches: Sequence[Cache]) -> None:
        super().__init__(layers=[])
        self._caches = caches

    def update(  # type: ignore[override]
        self, key_states: torch.Tensor, value_states: torch.Tensor, layer_idx: int, *args: object, **kwargs: object
    ) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
        """Add one token's states to each answer."""
        pairs = [
            cache.update(key_states[row : row + 1], value_states[row : row + 1], layer_idx, *args, **kwargs)
            for row, cache in enumerate(self._caches)
        ]
        return [keys for keys, _ in pairs], [values for _, values in pairs]


def decode(model: Any, tokens: Sequence[int], caches: Sequence[Cache]) -> torch.Tensor:  # noqa: ANN401 - any causal model
    """Read one more token of each answer; return the logits behind each, shape (answers, vocabulary)."""
    device = model.device
    lengths = [[cache.get_seq_length()] for cache in caches]
    output = model(
        input_ids=torch.tensor([[token] for token in tokens], device=device),
        position_ids=torch.tensor(lengths, device=device),
        attention_mask=_UNUSED_MASK.to(device),
        past_key_values=RaggedCache(caches),
        use_cache=True,
    )
    logits: torch.Tensor = output.logits[:, -1]
    return logits


def _attention(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: Any,  # noqa: ANN401 - a tensor, or a list of them from a `RaggedCache`
    value: Any,  # noqa: ANN401 - likewise
    attention_mask: torch.Tensor | None,
    **kwargs: Any,  # noqa: ANN401 - whatever the model gives its attention
) -> tuple[torch.Tensor, None]:
    """Transformers' own attention, once for each row where there are several of different lengths."""
    if isinstance(key, torch.Tensor):
        return sdpa_attention_forward(module, query, key, value, attention_mask, **kwargs)
    rows = [
        sdpa_attention_forward(module, query[row : row + 1], key[row], value[row], None, **kwargs)[0]
        for row in range(len(key))
    ]
    return torch.cat(rows), None


def _room_for(states: torch.Tensor, length: int) -> torch.Tensor:
    return states.new_empty((*states.shape[:-2], length, states.shape[-1]))


AttentionInterface.register(ATTENTION, _attention)
AttentionMaskInterface.register(ATTENTION, sdpa_mask)
