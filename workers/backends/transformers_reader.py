"""Reads a question and a sentence together with the embedder's own encoder, trained to tell whether it answers."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import torch
from transformers import PreTrainedTokenizerBase

from workers.backends.adapter import Adapter, load_head, merged
from workers.backends.embedding_profile import EmbeddingProfile
from workers.backends.torch_runtime import use_threads

_LENGTH: Final = 128
"""Tokens of a question with a sentence, as in the training; of what exceeds it the longer text is cut."""


class Head(torch.nn.Module):
    """Turns an encoder's states into the log-odds that the second text answers the first.

    Two means are taken: the cosine of one text's to the other's is what an embedder compares, and it is where the
    training starts from; the mean of both says what only reading them together tells. The first scale and offset are
    those of an E5 model, whose cosines lie between 0.7 and 1.
    """

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self.scale = torch.nn.Parameter(torch.tensor(50.0))
        self.offset = torch.nn.Parameter(torch.tensor(-43.0))
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

    def log_odds(self, encoder: torch.nn.Module, head: Head, token_ids: list[list[int]]) -> torch.Tensor:
        """Return shape (len(token_ids),), from one pass of the encoder."""
        padded = self.tokenizer.pad({"input_ids": token_ids}, return_tensors="pt", pad_to_multiple_of=8)
        batch = padded.to(next(encoder.parameters()).device)
        states = encoder(**batch).last_hidden_state.float()
        ended = (batch["input_ids"] == self.tokenizer.sep_token_id).cumsum(dim=1)
        log_odds: torch.Tensor = head(states, batch["attention_mask"].bool(), ended == 0)
        return log_odds


class TransformersReader:
    """The `knowledge.ports.Reader` over an embedder's encoder; any number of threads may share it.

    Raises SettingError when the weights do not fit.
    """

    def __init__(self, name: str, plain: torch.nn.Module, pairs: Pairs, adapter: Adapter, threads: int) -> None:
        self.name = name
        self._pairs, self._threads = pairs, threads
        weight = next(plain.parameters())
        self._head = Head(weight.shape[-1])
        self._encoder = merged(plain, load_head(adapter, self._head, weight.device))

    @torch.inference_mode()
    def log_odds(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
        """Return the log-odds, for each sentence, that it answers the question."""
        if not sentences:
            return []
        use_threads(self._threads)
        token_ids = self._pairs.token_ids([(question, sentence) for sentence in sentences])
        numbers: list[float] = self._pairs.log_odds(self._encoder, self._head, token_ids).tolist()
        return numbers
