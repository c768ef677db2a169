"""Judges whether a claim follows from sentences of policies, with the embedder's own encoder trained to tell.

It reads claim, question and sentences together, and finds the word of the claim that they do not bear out: a claim is
as well supported as its worst word. So one inserted word weighs as much in a long sentence as in a short one.
"""

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

CLAIM_TOKENS: Final = 96
QUESTION_TOKENS: Final = 48
PREMISE_TOKENS: Final = 200
"""Tokens of each of the three texts, as in the training; what exceeds them is cut."""
_FIRST_BIAS: Final = -3.0
"""Before the training, a word is more likely borne out than not."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim, the question that it answers, and the sentences that it is judged by."""

    claim: str
    question: str
    premise: str


class ClaimHead(torch.nn.Module):
    """Turns an encoder's states into log-odds that a word of the claim, and the claim, is *not* borne out."""

    def __init__(self, dimension: int) -> None:
        super().__init__()
        self.word = torch.nn.Linear(dimension, 1)
        self.whole = torch.nn.Linear(dimension, 1)
        self.scale = torch.nn.Parameter(torch.tensor(1.0))
        torch.nn.init.normal_(self.word.weight, std=0.02)
        torch.nn.init.constant_(self.word.bias, _FIRST_BIAS)
        torch.nn.init.zeros_(self.whole.weight)
        torch.nn.init.zeros_(self.whole.bias)

    def forward(
        self, states: torch.Tensor, mask: torch.Tensor, claimed: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return shapes (batch, tokens) and (batch,) from states of shape (batch, tokens, dimension).

        ``mask`` is of the tokens and ``claimed`` of those of the claim, both of shape (batch, tokens). The claim's
        number is the soft maximum of its words', and what the mean of all says.
        """
        words = self.word(states).squeeze(-1)
        worst = torch.logsumexp(words.masked_fill(~claimed, torch.finfo(words.dtype).min), dim=1)
        weights = mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(dim=1) / weights.sum(dim=1)
        return words, self.scale * worst + self.whole(mean).squeeze(-1)


@dataclass(frozen=True, slots=True)
class Statements:
    """Makes of statements what the encoder reads, as the embedder's profile says."""

    tokenizer: PreTrainedTokenizerBase
    profile: EmbeddingProfile
    tokenizing: threading.Lock = field(default_factory=threading.Lock)
    """Held while a text is cut: setting the tokenizer's truncation is not safe between threads."""

    def token_ids(self, statement: Statement) -> tuple[list[int], int]:
        """Return the tokens, and how many of them behind the first are the claim's."""
        claim = self.tokens(statement.claim, CLAIM_TOKENS)
        question = self.tokens(self.profile.query_prefix + statement.question, QUESTION_TOKENS)
        premise = self.tokens(self.profile.passage_prefix + statement.premise, PREMISE_TOKENS)
        begin, end = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        return [begin, *claim, end, *question, end, *premise, end], len(claim)

    def tokens(self, text: str, most: int) -> list[int]:
        """Return a text's tokens without those that begin and end one, so many at most."""
        with self.tokenizing:
            encoded = self.tokenizer(text, add_special_tokens=False, truncation=True, max_length=most)
        token_ids: list[int] = encoded["input_ids"]
        return token_ids

    def unborne(
        self, encoder: torch.nn.Module, head: ClaimHead, read: Sequence[tuple[list[int], int]]
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return what the head says of these token ids, from one pass of the encoder."""
        padded = self.tokenizer.pad({"input_ids": [ids for ids, _ in read]}, return_tensors="pt", pad_to_multiple_of=8)
        batch = padded.to(next(encoder.parameters()).device)
        states = encoder(**batch).last_hidden_state.float()
        places = torch.arange(states.shape[1], device=states.device).unsqueeze(0)
        lengths = torch.tensor([length for _, length in read], device=states.device).unsqueeze(1)
        claimed = (places >= 1) & (places <= lengths)
        words, whole = head(states, batch["attention_mask"].bool(), claimed)
        return words, whole


class EncoderEntailment:
    """The `knowledge.ports.Entailment` over an embedder's encoder; any number of threads may share it.

    Raises SettingError when the weights do not fit.
    """

    def __init__(
        self,
        name: str,
        plain: torch.nn.Module,
        statements: Statements,
        adapter: Adapter,
        threads: int,
    ) -> None:
        self.name = name
        self._statements, self._threads = statements, threads
        weight = next(plain.parameters())
        self._head = ClaimHead(weight.shape[-1])
        self._encoder = merged(plain, load_head(adapter, self._head, weight.device))

    threshold = 0.5
    """Of its own number; the fit that ships weighs it with the signs of a claim, and has a threshold of its own."""

    @torch.inference_mode()
    def probability(self, premise: str, claim: str, question: str) -> float:
        """Return the probability that the claim follows from the premise."""
        use_threads(self._threads)
        read = [self._statements.token_ids(Statement(claim, question, premise))]
        _, whole = self._statements.unborne(self._encoder, self._head, read)
        return float(torch.sigmoid(-whole[0]))
