"""Embeds with any Hugging Face encoder: prefixes, pooling and length as the model's own files say."""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from transformers import AutoModel, AutoTokenizer

from knowledge.errors import FrontdeskError
from knowledge.ports import Vectors
from workers.backends.adapter import ENTAILMENT, READER, Adapter, merged, read_adapter, require_made_for
from workers.backends.embedding_profile import Pooling, fingerprint, read_profile
from workers.backends.encoder_entailment import EncoderEntailment, Statements
from workers.backends.torch_runtime import choose_device, choose_dtype, load, use_threads
from workers.backends.transformers_reader import Pairs, TransformersReader

_SETTING = "FRONTDESK_EMBEDDER_MODEL"
_BATCH = 32
_BATCH_TOKENS = 4096  # padded; longer texts make smaller batches, or activations alone take gigabytes
_PADDING = 32  # tokens; the fewer shapes there are, the less memory they leave behind
_WINDOW = 1024  # texts tokenised and sorted by length at once; bounds the memory of a long run


class TransformersEmbedder:
    """The `knowledge.ports.Embedder` for a Hugging Face id or folder; any number of threads may share it.

    ``threads`` are the CPU threads of one call, 0 for all cores. ``adapter`` is the folder of the weights that make its
    tuned form of it, ``reader`` that of those that make a reader of it, ``checker`` that of those by which it tells
    what follows from what. Raises SettingError when the model cannot be loaded, or weights were made for another one.
    """

    def __init__(  # noqa: PLR0913 - settings, each with its default
        self,
        model: str | Path,
        *,
        adapter: Path | None = None,
        reader: Path | None = None,
        checker: Path | None = None,
        threads: int = 0,
        device: torch.device | None = None,
    ) -> None:
        self._device, self._threads = device or choose_device(), threads
        self._tokenizer = load(model, _SETTING, AutoTokenizer.from_pretrained)
        self._profile = read_profile(model)
        self._tokenizer.padding_side = "right"
        self._tokenizing = threading.Lock()  # setting its truncation is not safe between threads
        dtype = choose_dtype(self._device)
        self._model = load(model, _SETTING, AutoModel.from_pretrained, dtype=dtype)
        self._model.to(self._device).eval()
        config = self._model.config
        self._max_tokens = min(self._tokenizer.model_max_length, config.max_position_embeddings)
        commit = getattr(config, "_commit_hash", None)
        self.name = plain = f"{Path(model).name}@{fingerprint(model, commit, self._profile)}"
        self.dimension: int = config.hidden_size
        self.tuned: TransformersEmbedder = self._tuned(read_adapter(adapter)) if adapter else self
        self.reader: TransformersReader | None = self._reader(reader, plain) if reader else None
        self.entailment: EncoderEntailment | None = self._checker(checker, plain) if checker else None

    def _tuned(self, adapter: Adapter) -> TransformersEmbedder:
        """Return its tuned form; both are named by what made them, as an index is searched by both."""
        require_made_for(adapter, self.name)
        tuned = copy.copy(self)
        tuned._model = merged(self._model, adapter)  # noqa: SLF001 - it is one of us
        self.name = adapter.named(self.name)
        tuned.name = f"{self.name} tuned"
        tuned.tuned = tuned
        tuned.reader = None
        tuned.entailment = None
        return tuned

    def _reader(self, folder: Path, plain: str) -> TransformersReader:
        """Return its reader. It knows nothing of the tuned form, so that what errs in one need not err in the other."""
        adapter = require_made_for(read_adapter(folder, READER), plain)
        pairs = Pairs(self._tokenizer, self._profile, self._tokenizing)
        return TransformersReader(adapter.named(self.name), self._model, pairs, adapter, self._threads)

    def _checker(self, folder: Path, plain: str) -> EncoderEntailment:
        """Return what tells what follows from what; like the reader, it knows nothing of the tuned form."""
        adapter = require_made_for(read_adapter(folder, ENTAILMENT), plain)
        statements = Statements(self._tokenizer, self._profile, self._tokenizing)
        return EncoderEntailment(adapter.named(plain), self._model, statements, adapter, self._threads)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension); what exceeds the model's length is cut off."""
        return self._embed(texts, self._profile.query_prefix, None)

    def embed_passages(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Vectors:
        """Return unit vectors of shape (len(texts), dimension); ``progress`` is called with the number done so far."""
        return self._embed(texts, self._profile.passage_prefix, progress)

    def _embed(self, texts: Sequence[str], prefix: str, progress: Callable[[int], None] | None) -> Vectors:
        use_threads(self._threads)
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        done = 0
        for rows, token_ids in self._batches(texts, prefix):
            vectors[rows] = self._forward(token_ids)
            done += len(rows)
            if progress:
                progress(done)
        if not np.isfinite(vectors).all():
            raise FrontdeskError(f"The embedder {self.name} made vectors that are not numbers; choose another model.")
        return vectors

    def _batches(self, texts: Sequence[str], prefix: str) -> Iterator[tuple[list[int], list[list[int]]]]:
        """Yield row numbers with their token ids, texts of like length together so that little is padded.

        The longest come first: what they need of memory serves all that follow.
        """
        for start in range(0, len(texts), _WINDOW):
            token_ids = self._tokenize([prefix + text.strip() for text in texts[start : start + _WINDOW]])
            order = sorted(range(len(token_ids)), key=lambda row: len(token_ids[row]))
            while order:
                longest = len(token_ids[order[-1]])
                rows = order[-min(_BATCH, max(1, _BATCH_TOKENS // longest)) :]
                del order[-len(rows) :]
                yield [start + row for row in rows], [token_ids[row] for row in rows]

    def _tokenize(self, texts: list[str]) -> list[list[int]]:
        with self._tokenizing:
            encoded = self._tokenizer(texts, truncation=True, max_length=self._max_tokens)
        token_ids: list[list[int]] = encoded["input_ids"]
        return token_ids

    @torch.inference_mode()
    def _forward(self, token_ids: list[list[int]]) -> Vectors:
        padded = self._tokenizer.pad({"input_ids": token_ids}, return_tensors="pt", pad_to_multiple_of=_PADDING)
        batch = padded.to(self._device)
        states = self._model(**batch).last_hidden_state
        pooled = pool(states.float(), batch["attention_mask"], self._profile.pooling)
        vectors: Vectors = torch.nn.functional.normalize(pooled, dim=1).cpu().numpy()
        return vectors


def pool(states: torch.Tensor, mask: torch.Tensor, pooling: Pooling) -> torch.Tensor:
    """Reduce (batch, tokens, dimension) to (batch, dimension); padding stands on the right."""
    if pooling == "cls":
        return states[:, 0]
    lengths = mask.sum(dim=1)
    if pooling == "last":
        return states[torch.arange(len(states), device=states.device), lengths - 1]
    return (states * mask.unsqueeze(-1)).sum(dim=1) / lengths.unsqueeze(-1)
