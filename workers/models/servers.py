"""Looks for a model server on this machine: on the usual ports of its own address, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import httpx

from knowledge.domain import ModelProfile
from workers.backends.model_profiles import billions_of, profile_of

USUAL: Final[Mapping[str, int]] = {"Ollama": 11434, "LM Studio": 1234, "vLLM": 8000, "llama.cpp": 8080}
"""The port that each listens on unless it is told otherwise."""
_SECONDS: Final = 0.5
"""For a server on this machine to say what it has."""
_NO_CHAT: Final = ("embed", "bge-", "rerank", "whisper", "clip", "tts")
"""Parts of the names of models that hold no conversation."""


@dataclass(frozen=True, slots=True)
class ModelServer:
    """A server that speaks OpenAI's protocol, and its chat models, the most capable first."""

    name: str
    url: str
    models: tuple[tuple[str, ModelProfile], ...]

    @property
    def best(self) -> str:
        """The model to use where nobody chooses."""
        return self.models[0][0]

    @property
    def settings(self) -> dict[str, str]:
        """The settings of `workers.settings` by which that model is used."""
        return {"generator": "openai", "openai_base_url": self.url, "generator_model": self.best}


def running_servers(ports: Mapping[str, int] = USUAL) -> Iterator[ModelServer]:
    """Yield the servers that answer and have a chat model."""
    for name, port in ports.items():
        url = f"http://127.0.0.1:{port}/v1"
        models = [(model, profile_of(model)) for model in _models(url)]
        chat = [each for each in models if not any(part in each[0].lower() for part in _NO_CHAT)]
        if chat:
            yield ModelServer(name, url, tuple(sorted(chat, key=_capable, reverse=True)))


def _capable(model: tuple[str, ModelProfile]) -> tuple[bool, int, float]:
    """Larger models say more that is borne out; of a name without a size nothing is known."""
    name, profile = model
    return profile.freely, len(profile.languages), billions_of(name) or 0.0


def _models(url: str) -> list[str]:
    """The names of a server's models; none where nothing answers, or something else than such a server."""
    try:
        response = httpx.get(f"{url}/models", timeout=_SECONDS, trust_env=False)
        response.raise_for_status()
        return [str(model["id"]) for model in response.json()["data"]]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return []
