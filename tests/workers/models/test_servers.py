"""Model servers on this machine, found on their ports."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.workers.backends.openai_server import Server, openai_server, respond
from workers.models.servers import running_servers
from workers.settings import WorkerSettings
from workers.wiring import decided


def has(server: Server, *names: str) -> dict[str, int]:
    """Let a server have these models; return where it listens."""
    content = json.dumps({"data": [{"id": name} for name in names]}).encode()
    server.acts = [respond(200, content, kind="application/json")]
    return {"Ollama": server.http.server_port}


@pytest.fixture
def server() -> Iterator[Server]:
    """One on a port of its own."""
    with openai_server() as running:
        yield running


def test_the_most_capable_chat_model_of_a_server_is_its_best(server: Server) -> None:
    """An embedder is none, and a tiny one only quotes."""
    ports = has(server, "nomic-embed-text", "qwen2.5:0.5b", "qwen3:4b", "qwen3:14b")
    [found] = running_servers(ports)

    assert ("Ollama", "qwen3:14b") == (found.name, found.best)
    assert ["qwen3:14b", "qwen3:4b", "qwen2.5:0.5b"] == [name for name, _ in found.models]
    assert [True, True, False] == [profile.freely for _, profile in found.models]


def test_what_is_no_model_server_is_passed_over(server: Server) -> None:
    """Whatever it says; and where nothing listens, nothing is found."""
    ports = has(server)
    server.acts = [respond(200, b"<html>hello</html>")]
    nonsense = list(running_servers(ports))
    server.acts = [respond(500)]

    assert [] == nonsense == list(running_servers(ports)) == list(running_servers({"LM Studio": 1}))


def test_auto_uses_the_server_that_is_found_and_else_the_model_that_ships(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is decided once is not decided again."""
    ports = has(server, "qwen3:4b")
    asked = WorkerSettings(generator="auto")
    monkeypatch.setattr("workers.wiring.running_servers", lambda: running_servers(ports))
    found = decided(asked)
    monkeypatch.setattr("workers.wiring.running_servers", lambda: iter(()))

    assert ("openai", "qwen3:4b", server.url) == (found.generator, found.generator_model, found.openai_base_url)
    assert found == decided(found)
    assert ("transformers", "") == (decided(asked).generator, decided(asked).generator_model)
