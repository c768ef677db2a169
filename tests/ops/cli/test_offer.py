"""The model server of this machine, offered to whoever starts everything by hand."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence

import pytest
from rich.console import Console

from knowledge.domain import ModelProfile
from ops.cli import offer as offering
from ops.cli.offer import offer
from ops.settings import StackSettings
from workers.models.servers import ModelServer

CAPABLE = ModelServer("Ollama", "http://127.0.0.1:1/v1", (("qwen3:4b", ModelProfile(frozenset({"en"}))),))
TINY = ModelServer("Ollama", "http://127.0.0.1:1/v1", (("qwen3:0.6b", ModelProfile(frozenset(), freely=False)),))


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment as it was."""
    monkeypatch.setattr(os, "environ", dict(os.environ))


def offered(monkeypatch: pytest.MonkeyPatch, servers: Sequence[ModelServer], *, agrees: bool, **settings: str) -> str:
    """Offer what there is to somebody who agrees or does not; return what they read."""
    monkeypatch.setattr("workers.models.servers.running_servers", lambda: iter(servers))
    monkeypatch.setattr(offering, "_pressed", lambda _console: agrees)
    written = io.StringIO()
    offer(StackSettings(**settings), Console(file=written, width=200))
    return written.getvalue()


def test_the_server_is_used_where_a_key_is_pressed(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the parts that are started now."""
    said = offered(monkeypatch, [CAPABLE], agrees=True)

    assert "Ollama runs on this machine and has the model qwen3:4b." in said
    assert ("openai", "qwen3:4b") == (os.environ["FRONTDESK_GENERATOR"], os.environ["FRONTDESK_GENERATOR_MODEL"])


def test_nothing_leaves_for_it_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said how to use it."""
    said = offered(monkeypatch, [CAPABLE], agrees=False)

    assert "FRONTDESK_GENERATOR=auto" in said
    assert "FRONTDESK_GENERATOR_MODEL" not in os.environ


def test_nothing_is_offered_where_a_model_is_named_or_none_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where answers are to be quotes."""
    assert "" == offered(monkeypatch, [CAPABLE], agrees=True, generator_model="mine")
    assert "" == offered(monkeypatch, [CAPABLE], agrees=True, generator="extractive")
    assert "" == offered(monkeypatch, [TINY], agrees=True)
    assert "" == offered(monkeypatch, [], agrees=True)
