"""How an embedding model wants its text and its vectors: prefixes and pooling, read from its own files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from transformers.utils.hub import cached_file

from knowledge.errors import SettingError

Pooling = Literal["mean", "cls", "last"]

# Part of the name -> (query prefix, passage prefix), from the model cards; the first match wins. Only for models whose
# config_sentence_transformers.json names no prompts.
_PREFIXES: tuple[tuple[str, tuple[str, str]], ...] = (
    ("e5-large-instruct", ("Instruct: Retrieve passages that answer the question\nQuery: ", "")),
    ("e5", ("query: ", "passage: ")),
    ("bge-m3", ("", "")),
    ("bge-small-zh", ("为这个句子生成表示以用于检索相关文章：", "")),
    ("bge-base-zh", ("为这个句子生成表示以用于检索相关文章：", "")),
    ("bge-large-zh", ("为这个句子生成表示以用于检索相关文章：", "")),
    ("bge-", ("Represent this sentence for searching relevant passages: ", "")),
)
_MODES: tuple[tuple[str, Pooling], ...] = (
    ("pooling_mode_cls_token", "cls"),
    ("pooling_mode_lasttoken", "last"),
    ("pooling_mode_mean_tokens", "mean"),
)
_MODULES = {"Transformer", "Pooling", "Normalize"}


@dataclass(frozen=True, slots=True)
class EmbeddingProfile:
    """What stands before a question and before a passage, and which token states make the vector."""

    query_prefix: str
    passage_prefix: str
    pooling: Pooling


def read_profile(model: str | Path) -> EmbeddingProfile:
    """Read the model's sentence-transformers files where it has them; mean pooling and the table above otherwise.

    Raises SettingError for a model that needs a step which is not supported (a projection after the pooling, say).
    """
    _require_known_modules(model)
    pooling = _json(model, "1_Pooling/config.json")
    query, passage = _prefixes(model)
    return EmbeddingProfile(query, passage, next((mode for key, mode in _MODES if pooling.get(key)), "mean"))


def fingerprint(model: str | Path, commit: str | None, profile: EmbeddingProfile) -> str:
    """Return a short id of weights and profile: two embedders that share it make the same vectors.

    The weights count by their commit on the hub where there is one, else by their bytes.
    """
    digest = hashlib.sha256(repr(profile).encode())
    digest.update((commit or "").encode())
    files = () if commit else sorted(Path(model).iterdir())
    for weights in (file for file in files if file.suffix in {".safetensors", ".bin"}):
        with weights.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:12]


def _require_known_modules(model: str | Path) -> None:
    modules: list[dict[str, str]] = _json(model, "modules.json") or []
    unknown = {module["type"].rsplit(".", 1)[-1] for module in modules} - _MODULES
    if unknown:
        raise SettingError(
            f"The embedder {model} needs {', '.join(sorted(unknown))}, which Frontdesk does not support. "
            "Set FRONTDESK_EMBEDDER_MODEL to one that pools and normalises only, such as intfloat/multilingual-e5-base."
        )


def _prefixes(model: str | Path) -> tuple[str, str]:
    prompts = (_json(model, "config_sentence_transformers.json") or {}).get("prompts") or {}
    if "query" in prompts:
        return prompts["query"], prompts.get("passage", prompts.get("document", ""))
    name = Path(model).name.lower()
    return next((prefixes for part, prefixes in _PREFIXES if part in name), ("", ""))


def _json(model: str | Path, file: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the file's content, or an empty dict where the model has no such file."""
    path = cached_file(
        str(model),
        file,
        _raise_exceptions_for_missing_entries=False,
        _raise_exceptions_for_connection_errors=False,
    )
    return json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
