"""Reads a question and a sentence together with the embedder's own encoder, trained to tell whether it answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import torch
from transformers import PreTrainedTokenizerBase

from knowledge.errors import SettingError
from workers.backends.adapter import Adapter, merged
from workers.backends.embedding_profile import EmbeddingProfile
from workers.backends.torch_runtime import use_threads

HEAD: Final = "head"
"""Begins the names of the head's weights in the adapter's file."""
_LENGTH: Final = 128
"""Tokens of a question with a sentence, as in the training; of what exceeds it the longer text is cut."""


class Head(torch.nn.Module):
    """Turns an encoder's states into the log-odds that the second text answers the first.

    Two means are taken: the cosine of one text's to the other's is what an embedder compares, and it is where the
    training starts from; the mean of both says what only reading them together tells.
    """

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self.scale = torch.nn.Parameter(torch.tensor(15.0))
        self.offset = torch.nn.Parameter(torch.tensor(-10.0))
        self.weight = torch.nn.Parameter(torch.zeros(dimension))

    def forward(self, states: torch.Tensor, mask: torch.Tensor, asked: torch.Tensor) -> torch.Tensor:
        """Return shape (batch,) from states of shape (batch, tokens, dimension).

        ``mask`` is of the tokens, and ``asked`` of those of the question, both of shape (batch, tokens).
        """
        question, sentence = _mean(states, mask & asked), _mean(states, mask & ~asked)
        alike = torch.nn.functional.cosine_similarity(question, sentence)
        return self.scale * alike + self.offset + _mean(states, mask) @ self.weight


def _mean(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weights = mask.unsqueeze(-1).to(states.dtype)
    return (states * weights).sum(dim=1) / weights.sum(dim=1).clamp(min=1)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Makes of questions and sentences what the encoder reads, as the embedder's profile says."""

    tokenizer: PreTrainedTokenizerBase
    profile: EmbeddingProfile
    tokenizing: threading.Lock = field(default_factory=threading.Lock)
    """Held while a text is cut: setting the tokenizer's truncation is not safe between threads."""

    def token_ids(self, pairs: Sequence[tuple[str, str]]) -> list[list[int]]:
        """Return the tokens of each pair of a question and a sentence."""
        questions = [self.profile.query_prefix + question for question, _ in pairs]
        sentences = [self.profile.passage_prefix + sentence for _, sentence in pairs]
        with self.tokenizing:
            encoded = self.tokenizer(questions, sentences, truncation=True, max_length=_LENGTH)
        token_ids: list[list[int]] = encoded["input_ids"]
        return token_ids

    def read(self, encoder: torch.nn.Module, head: torch.nn.Module, token_ids: list[list[int]]) -> torch.Tensor:
        """Return what a head makes of one pass of the encoder; its first dimension is len(token_ids)."""
        padded = self.tokenizer.pad({"input_ids": token_ids}, return_tensors="pt", pad_to_multiple_of=8)
        batch = padded.to(next(encoder.parameters()).device)
        states = encoder(**batch).last_hidden_state.float()
        ended = (batch["input_ids"] == self.tokenizer.sep_token_id).cumsum(dim=1)
        said: torch.Tensor = head(states, batch["attention_mask"].bool(), ended == 0)
        return said


class TransformersReader:
    """The `knowledge.ports.Reader` over an embedder's tuned encoder; any number of threads may share it.

    Raises SettingError when the weights do not fit.
    """

    def __init__(self, tuned: torch.nn.Module, pairs: Pairs, adapter: Adapter, threads: int) -> None:
        self.name = f"{adapter.made_for} read by {adapter.digest}"
        self._pairs, self._threads = pairs, threads
        self._encoder, self._head = _with_head(tuned, adapter, Head(next(tuned.parameters()).shape[-1]))

    @torch.inference_mode()
    def log_odds(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """Return the log-odds, for each sentence, that it answers the question."""
        if not sentences:
            return []
        use_threads(self._threads)
        token_ids = self._pairs.token_ids([(question, sentence) for sentence in sentences])
        numbers: list[float] = self._pairs.read(self._encoder, self._head, token_ids).tolist()
        return numbers


def _with_head(model: torch.nn.Module, adapter: Adapter, head: Head) -> tuple[torch.nn.Module, Head]:
    """Return the model with the adapter in its weights, and the head with those that the adapter has for it."""
    encoder, weights = apart(adapter)
    try:
        head.load_state_dict(weights)
    except RuntimeError as error:
        raise SettingError(
            f"The {adapter.purpose.weights} were made for {adapter.made_for} and lack its head. "
            f"{adapter.purpose.remedy}"
        ) from error
    tuned = merged(model, encoder)
    head.to(next(tuned.parameters()).device).eval()
    return tuned, head


def apart(adapter: Adapter) -> tuple[Adapter, dict[str, torch.Tensor]]:
    """Return the encoder's part of an adapter, and the head's weights."""
    begins = f"{HEAD}."
    head = {
        name.removeprefix(begins): tensor.float() for name, tensor in adapter.tensors.items() if name.startswith(begins)
    }
    tensors = {name: tensor for name, tensor in adapter.tensors.items() if not name.startswith(begins)}
    return replace(adapter, tensors=tensors), head
